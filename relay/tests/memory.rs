//! What a relay holds while programs offer far more than is ever sent, and afterwards. The only test in its process.

use socketscope::{
    lessons,
    log_store::{LogStore, Retention},
    session::{SessionConfig, Sessions, StartRequest},
};
use socketscope_probe::memory;
use std::{
    fs,
    sync::Arc,
    time::{Duration, Instant},
};

const PROGRAMS: usize = 8;
const MB: u64 = 1 << 20;
/// Offers 16 MiB to a full socket again and again.
const INSISTS: &str = "\
import socket
listener = socket.create_server(('127.0.0.1', 0))
sock = socket.create_connection(listener.getsockname())
conn, addr = listener.accept()
sock.setblocking(False)
data = bytes(16 << 20)
refused = 0
while refused < 60:
    try:
        sock.send(data)
    except BlockingIOError:
        refused += 1
print(refused)
";

/// A line of /proc/self/status, bytes.
fn status(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.trim_start_matches(':').trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
}

async fn run(sessions: &Arc<Sessions>, source: &str, programs: usize) {
    let names =
        ["server".to_owned(), "client".to_owned()].into_iter().chain((2..).map(|n| format!("client {n}")));
    let sources = names.take(programs.max(2)).map(|name| (name, source.to_owned())).collect();
    let request = StartRequest { lesson: "own".into(), sources, ..StartRequest::default() };
    let id = sessions.start(request).await.unwrap();
    let log = sessions.log(id).await.unwrap();
    let mut grown = log.subscribe();
    let over = grown.wait_for(|_| log.is_over());
    tokio::time::timeout(Duration::from_secs(120), over).await.expect("it ends").unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_offered_and_not_taken_does_not_stay_in_memory() {
    memory::return_large_pieces();
    let data = tempfile::tempdir().unwrap();
    let store = LogStore::open(data.path(), Retention::default()).unwrap();
    let config = SessionConfig::new(env!("CARGO_BIN_EXE_socketscope").into());
    let sessions = Sessions::new(config, lessons::load(None).unwrap(), Some(Arc::new(store)));
    run(&sessions, "print(1)\n", 2).await;
    let before = status("VmRSS");

    run(&sessions, INSISTS, PROGRAMS).await;
    let peak = status("VmHWM");
    assert!(peak < before + 160 * MB, "{} MB, and before {} MB", peak / MB, before / MB);
    let deadline = Instant::now() + Duration::from_secs(10);
    while status("VmRSS") > before + 40 * MB {
        assert!(Instant::now() < deadline, "{} MB, and before {} MB", status("VmRSS") / MB, before / MB);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    eprintln!("before {} MB, peak {} MB, after {} MB", before / MB, peak / MB, status("VmRSS") / MB);
}
