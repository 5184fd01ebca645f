//! A person's own programs: who starts after whom, and the addresses and names that published programs carry.

use crate::helper::soon;
use socketscope::{
    lessons,
    session::{SessionConfig, Sessions, StartRequest},
};
use socketscope_shared::{
    Address, Exit, Fact, Op, Outcome,
    lesson::StartWhen,
    timeline::Timeline,
    wire::{Refusal, decode_chunk},
};
use std::path::PathBuf;

/// A server that serves this many clients, and says who came in which order.
const SERVER: &str = "\
import socket
with socket.create_server(('127.0.0.1', 8001)) as sock:
    for _ in range(3):
        conn, addr = sock.accept()
        print(conn.recv(100).decode())
        conn.close()
";

/// A client that says its name.
fn client(name: &str) -> String {
    format!(
        "import socket\nwith socket.create_connection(('127.0.0.1', 8001)) as s:\n    s.sendall(b'{name}')\n"
    )
}

fn sessions(shared: bool) -> std::sync::Arc<Sessions> {
    let mut config = SessionConfig::new(PathBuf::from(env!("CARGO_BIN_EXE_socketscope")));
    config.shared_network = shared;
    Sessions::new(config, lessons::load(None).unwrap(), None)
}

fn request(programs: &[(&str, &str)]) -> StartRequest {
    let sources = programs.iter().map(|(actor, text)| ((*actor).to_owned(), (*text).to_owned())).collect();
    StartRequest { lesson: "own".into(), sources, ..StartRequest::default() }
}

fn with_hosts(hosts: &str, programs: &[(&str, &str)]) -> StartRequest {
    StartRequest { knobs: vec![("hosts".into(), hosts.into())], ..request(programs) }
}

/// The whole log of a run.
async fn played(request: StartRequest) -> Timeline {
    let sessions = sessions(false);
    let session = sessions.start(request).await.unwrap();
    let log = sessions.log(session).await.unwrap();
    let mut grown = log.subscribe();
    soon(grown.wait_for(|_| log.is_over())).await.unwrap();
    let mut timeline = Timeline::default();
    while timeline.is_live() {
        for bytes in log.chunks_after(timeline.last_seq(), 1 << 20).chunks {
            timeline.extend(decode_chunk(&bytes).unwrap()).unwrap();
        }
    }
    timeline
}

/// What a program printed, and that it ended by itself.
fn printed(run: &Timeline, name: &str) -> String {
    let place =
        run.latest().info.as_ref().unwrap().actors.iter().position(|actor| actor.name == name).unwrap();
    let mut text = String::new();
    for (_, event) in
        run.log().iter().filter(|(_, event)| event.fact.actor().map(|id| usize::from(id.0)) == Some(place))
    {
        match &event.fact {
            Fact::Output { data, .. } => text.push_str(&String::from_utf8_lossy(data)),
            Fact::ActorExited { exit, .. } => assert_eq!(*exit, Exit::Finished, "{name}: {text}"),
            _ => {}
        }
    }
    text
}

/// Where the first event of a program with this name is for which something holds.
fn at(run: &Timeline, name: &str, holds: impl Fn(&Fact) -> bool) -> u64 {
    let place =
        run.latest().info.as_ref().unwrap().actors.iter().position(|actor| actor.name == name).unwrap();
    let of = |fact: &Fact| fact.actor().map(|id| usize::from(id.0)) == Some(place) && holds(fact);
    run.log().iter().find(|(_, event)| of(&event.fact)).map(|(seq, _)| seq).expect("it happened")
}

fn started(fact: &Fact) -> bool {
    matches!(fact, Fact::ActorStarted { .. })
}

fn connected(fact: &Fact) -> bool {
    matches!(fact, Fact::Returned { outcome: Outcome::Connected { .. }, .. })
}

#[tokio::test]
async fn each_client_starts_once_the_one_before_it_has_connected() {
    let (one, two, three) = (client("one"), client("two"), client("three"));
    // Named in another order than that of their numbers.
    let programs = [
        ("client 3", three.as_str()),
        ("server", SERVER),
        ("client 2", two.as_str()),
        ("client", one.as_str()),
    ];
    let run = played(request(&programs)).await;
    assert_eq!(printed(&run, "server"), "one\ntwo\nthree\n");
    for (earlier, later) in [("client", "client 2"), ("client 2", "client 3")] {
        assert!(at(&run, earlier, connected) < at(&run, later, started), "{later} after {earlier}");
    }
}

#[tokio::test]
async fn a_client_starts_when_it_is_told_to() {
    let (one, two, three) = (client("one"), client("two"), client("three"));
    let programs = [
        ("server", SERVER),
        ("client", one.as_str()),
        ("client 2", two.as_str()),
        ("client 3", three.as_str()),
    ];
    let starts = vec![
        ("client".to_owned(), StartWhen::Ended("client 2".into())),
        ("client 2".to_owned(), StartWhen::Ended("client 3".into())),
        ("client 3".to_owned(), StartWhen::Listening("server".into())),
    ];
    let run = played(StartRequest { starts, ..request(&programs) }).await;
    assert_eq!(printed(&run, "server"), "three\ntwo\none\n");
    let exited = |fact: &Fact| matches!(fact, Fact::ActorExited { .. });
    assert!(at(&run, "client 2", exited) < at(&run, "client", started));
}

#[tokio::test]
async fn who_never_connects_is_not_waited_for_once_it_has_ended_or_serves() {
    let datagrams = "import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n\
                     s.bind(('127.0.0.1', 9000))\nprint(s.recv(10))\n";
    let sender = "import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n\
                  s.sendto(b'hi', ('127.0.0.1', 9000))\n";
    let programs =
        [("server", "print('no server')\n"), ("client", ""), ("client 2", datagrams), ("client 3", sender)];
    let run = played(request(&programs)).await;
    assert_eq!(printed(&run, "client 2"), "b'hi'\n");
}

/// A server at the address of its author's machine.
const PUBLISHED: &str = "\
import socket
server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(('172.17.87.202', 12345))
server.listen(5)
conn, addr = server.accept()
print(addr[0], conn.getsockname()[0])
conn.sendall(conn.recv(1024).upper())
conn.close()
";

/// Its client, as it was published.
const PUBLISHED_CLIENT: &str = "\
import socket
s = socket.socket()
s.connect(('172.17.87.202', 12345))
s.send(b'hello')
print(s.recv(1024).decode(), s.getpeername())
s.close()
";

#[tokio::test]
async fn published_programs_run_with_their_authors_address() {
    let run =
        played(with_hosts("172.17.87.202", &[("server", PUBLISHED), ("client", PUBLISHED_CLIENT)])).await;
    // The kernel's own answers: the client's address is the one that its route to the server prefers.
    assert_eq!(printed(&run, "server"), "172.17.87.202 172.17.87.202\n");
    assert_eq!(printed(&run, "client"), "HELLO ('172.17.87.202', 12345)\n");
    let bound = |fact: &Fact| {
        let Fact::Returned { call, .. } = fact else { return false };
        matches!(&call.op, Op::Bind { address } if *address == Address::V4([172, 17, 87, 202], 12345))
    };
    assert!(at(&run, "server", bound) > 0);
    let info = run.latest().info.clone().unwrap();
    assert!(
        info.knobs.contains(&("hosts".into(), "172.17.87.202".into())),
        "the log says it: {:?}",
        info.knobs
    );
    assert!(!run.history().segments().is_empty(), "its segments are captured as any");
}

#[tokio::test]
async fn an_address_stands_for_itself_alone() {
    let asks = "import errno, socket\n\
                def attempt(host):\n    s = socket.socket()\n    s.settimeout(5)\n    code = s.connect_ex((host, 9))\n    \
                return errno.errorcode.get(code, code)\n\
                print(attempt('172.17.87.202'), attempt('172.17.87.203'), attempt('127.0.0.1'))\n";
    let run = played(with_hosts("172.17.87.202", &[("server", asks), ("client", "")])).await;
    assert_eq!(printed(&run, "server"), "ECONNREFUSED ENETUNREACH ECONNREFUSED\n");
}

#[tokio::test]
async fn names_are_found_as_in_a_hosts_file() {
    let server = "import socket\nprint(socket.gethostbyname('www.example.com'), socket.gethostbyname_ex('FAR.example.org'))\n\
        print(socket.getaddrinfo('far.example.org', 80, type=socket.SOCK_STREAM))\n\
        print(socket.gethostbyaddr('10.1.2.3')[0], socket.getnameinfo(('10.1.2.3', 80), 0), socket.getfqdn('10.1.2.3'))\n\
        for name, family in ('www.example.com', socket.AF_INET6), ('www.example.net', 0):\n    \
            try:\n        socket.getaddrinfo(name, 80, family)\n    \
            except socket.gaierror as e:\n        print(e)\n\
        sock = socket.create_server(('www.example.com', 80))\nconn, addr = sock.accept()\nprint(conn.recv(10))\n";
    let client = "import socket\nwith socket.create_connection(('www.example.com', 80)) as s:\n    s.sendall(b'GET')\n";
    let hosts = "www.example.com\n10.1.2.3 far.example.org";
    let run = played(with_hosts(hosts, &[("server", server), ("client", client)])).await;
    let expected = "127.0.0.1 ('FAR.example.org', [], ['10.1.2.3'])\n\
        [(<AddressFamily.AF_INET: 2>, <SocketKind.SOCK_STREAM: 1>, 6, '', ('10.1.2.3', 80))]\n\
        far.example.org ('far.example.org', 'http') far.example.org\n\
        [Errno -5] No address associated with hostname\n\
        [Errno -3] Temporary failure in name resolution\n\
        b'GET'\n";
    assert_eq!(printed(&run, "server"), expected);
}

#[tokio::test]
async fn what_cannot_be_a_host_is_refused_before_anything_runs() {
    let sessions = sessions(false);
    for (hosts, said) in [
        ("http://www.example.com", "without http://"),
        ("172.17.87.202:12345", "without a port"),
        ("224.0.0.1", "No machine can have the address 224.0.0.1"),
        ("127.0.0.1", "127.0.0.1 is there already"),
        ("a,b,c,d,e,f,g,h,i", "more than 8 hosts"),
        ("a a", "a is there twice"),
    ] {
        let refused = sessions.start(with_hosts(hosts, &[])).await;
        let Err(Refusal::BadKnob { id, problem }) = refused else { panic!("{hosts}: {refused:?}") };
        assert!(id == "hosts" && problem.contains(said), "{hosts}: {problem}");
    }
}

#[tokio::test]
async fn the_machines_own_network_gets_no_address() {
    let sessions = sessions(true);
    let refused = sessions.start(with_hosts("172.17.87.202", &[])).await;
    let Err(Refusal::NoOwnNetwork { address, problem }) = refused else { panic!("{refused:?}") };
    assert_eq!((address.as_str(), problem.is_empty()), ("172.17.87.202", false));
    // A name alone needs no address.
    let asks =
        [("server", "import socket\nprint(socket.gethostbyname('www.example.com'))\n"), ("client", "")];
    let session = sessions.start(with_hosts("www.example.com", &asks)).await.unwrap();
    let log = sessions.log(session).await.unwrap();
    let mut grown = log.subscribe();
    soon(grown.wait_for(|_| log.is_over())).await.unwrap();
}
