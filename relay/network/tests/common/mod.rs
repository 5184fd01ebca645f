//! A session's network and its actors, as scripts want them.
#![allow(dead_code, reason = "each test file uses its part")]

use socketscope_network::{
    Captured, Host, HostHandle, HostReport, Missing, NetworkConfig, report::ExitStatus,
};
use socketscope_probe::protocol::SocketReading;
use socketscope_shared::session::Network;
use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    os::unix::net::UnixStream,
    path::PathBuf,
    sync::mpsc::{Receiver, RecvTimeoutError, sync_channel},
    time::{Duration, Instant},
};

pub const PART: &str = "network_test_part";
pub const NOBODY: &str = "network_test_nobody";
const PATIENCE: Duration = Duration::from_secs(10);
/// Reports that wait for a test; more than any test causes before it looks.
const REPORTS: usize = 100_000;

/// A running host process and all that it reported.
pub struct Session {
    pub handle: HostHandle,
    pub network: Network,
    pub missing: Vec<Missing>,
    pub segments: Vec<Captured>,
    pub readings: Vec<(u64, SocketReading)>,
    pub exits: HashMap<u16, (ExitStatus, u64)>,
    pub doors: HashMap<u64, Result<TcpStream, i32>>,
    pub lost: u64,
    /// Whether the host process is gone.
    pub over: bool,
    actors: HashMap<u16, Result<Actor, String>>,
    reports: Receiver<Option<HostReport>>,
}

/// An actor's process that does what it is asked.
pub struct Actor {
    pub pid: u32,
    channel: BufReader<UnixStream>,
}

pub fn executable(example: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let deps = test.parent().unwrap();
    deps.with_file_name("examples").join(example)
}

pub fn session(config: NetworkConfig) -> Session {
    session_of(PART, config).unwrap()
}

/// Starts `example` as the host; what [`HostReport::Failed`] says where it does.
pub fn session_of(example: &str, config: NetworkConfig) -> Result<Session, String> {
    let mut host = Host::start(&executable(example), &config).unwrap();
    let handle = host.handle();
    let (network, missing) = match host.next().unwrap() {
        HostReport::Up { network, missing } => (network, missing),
        HostReport::Failed { reason } => return Err(reason),
        other => panic!("{other:?} before Up"),
    };
    let (sender, reports) = sync_channel(REPORTS);
    std::thread::spawn(move || {
        while let Ok(report) = host.next() {
            if sender.send(Some(report)).is_err() {
                return;
            }
        }
        let _ = sender.send(None);
    });
    Ok(Session {
        handle,
        network,
        missing,
        segments: Vec::new(),
        readings: Vec::new(),
        exits: HashMap::new(),
        doors: HashMap::new(),
        lost: 0,
        over: false,
        actors: HashMap::new(),
        reports,
    })
}

impl Session {
    pub fn actor(&mut self, actor: u16) -> Actor {
        self.handle.spawn_actor(actor).unwrap();
        self.until("the actor", |s| s.actors.contains_key(&actor));
        self.actors.remove(&actor).unwrap().unwrap()
    }

    pub fn actor_refused(&mut self, actor: u16) -> String {
        self.handle.spawn_actor(actor).unwrap();
        self.until("the refusal", |s| s.actors.contains_key(&actor));
        self.actors.remove(&actor).unwrap().err().unwrap()
    }

    /// Takes reports until `reached`.
    pub fn until(&mut self, what: &str, reached: impl Fn(&Session) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !reached(self) {
            match self.reports.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(Some(report)) => self.take(report),
                Ok(None) => self.over = true,
                Err(RecvTimeoutError::Disconnected) => panic!("the host ended before {what}"),
                Err(RecvTimeoutError::Timeout) => panic!("never saw {what}: {:#?}", self.segments),
            }
        }
    }

    fn take(&mut self, report: HostReport) {
        match report {
            HostReport::Up { .. } | HostReport::Failed { .. } => panic!("{report:?} twice"),
            HostReport::ActorSpawned { actor, pid, channel } => {
                self.actors.insert(actor, Ok(Actor { pid, channel: BufReader::new(channel) }));
            }
            HostReport::ActorFailed { actor, reason } => {
                self.actors.insert(actor, Err(reason));
            }
            HostReport::ActorExited { actor, status, cpu_ns } => {
                self.exits.insert(actor, (status, cpu_ns));
            }
            HostReport::Segments(segments) => self.segments.extend(segments),
            HostReport::Readings { at_ns, readings } => {
                self.readings.extend(readings.into_iter().map(|reading| (at_ns, reading)));
            }
            HostReport::Lost { count, .. } => self.lost += count,
            HostReport::Door { door, stream } => {
                self.doors.insert(door, stream);
            }
        }
    }
}

impl Actor {
    pub fn tell(&mut self, line: &str) {
        writeln!(self.channel.get_mut(), "{line}").unwrap();
    }

    pub fn answer(&mut self) -> String {
        let mut answer = String::new();
        self.channel.read_line(&mut answer).unwrap();
        answer.trim_end().to_owned()
    }

    pub fn ask(&mut self, line: &str) -> String {
        self.tell(line);
        self.answer()
    }
}

/// Whether the process exists and is not a zombie.
pub fn lives(pid: u32) -> bool {
    // The state follows the name, which is in parentheses.
    std::fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|stat| !stat.rsplit_once(") ").is_none_or(|(_, rest)| rest.starts_with(['Z', 'X'])))
}
