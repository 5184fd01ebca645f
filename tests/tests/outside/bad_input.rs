//! Whatever a student types or a page sends, the relay says what is wrong, and nobody else is disturbed.

use socketscope_shared::{
    ActorId, Event, Exit, Fact, Outcome,
    event::{End, Limit},
    wire::{Control, Down, MAX_UP_BYTES, Received, Refusal, Up, VERSION, encode_up},
};
use socketscope_tests::{Relay, Viewer};
use tokio_tungstenite::tungstenite::Message;

const SERVER: ActorId = ActorId(0);
const CLIENT: ActorId = ActorId(1);
const ECONNREFUSED: i32 = 111;
const ENETUNREACH: i32 = 101;
/// A program that does nothing.
const NOTHING: &str = "pass\n";

/// Runs these programs in place of lesson 3.2's to the end.
async fn run(server: &str, client: &str) -> (Vec<Event>, End) {
    run_on(&Relay::start(), server, client).await
}

async fn run_on(relay: &Relay, server: &str, client: &str) -> (Vec<Event>, End) {
    let mut viewer = Viewer::connect(relay).await;
    let session = viewer.start("sticky", &[("server", server), ("client", client)], false).await;
    let (events, end) = viewer.watch(session).await;
    let (again, _) = Viewer::connect(relay).await.watch(session).await;
    assert_eq!(events, again, "the log stays as it was");
    (events, end)
}

fn exit_of(events: &[Event], of: ActorId) -> &Exit {
    let mut exits = events.iter().filter_map(|event| match &event.fact {
        Fact::ActorExited { actor, exit, .. } if *actor == of => Some(exit),
        _ => None,
    });
    exits.next_back().expect("the program ended")
}

fn limits(events: &[Event]) -> Vec<(Option<ActorId>, Limit)> {
    let hit = events.iter().filter_map(|event| match &event.fact {
        Fact::LimitHit { actor, limit } => Some((*actor, limit.clone())),
        _ => None,
    });
    hit.collect()
}

#[track_caller]
fn assert_raised(exit: &Exit, wanted_kind: &str, wanted_line: u32) {
    match exit {
        Exit::Exception { kind, line, traceback, .. } => {
            assert_eq!((kind.as_str(), *line), (wanted_kind, wanted_line));
            assert!(traceback.contains(&format!("line {wanted_line}")), "{traceback}");
        }
        other => panic!("it ended with {other:?}"),
    }
}

#[tokio::test]
async fn a_syntax_error_is_shown_at_its_line() {
    let (events, end) = run("import socket\nsock = = 1\n", NOTHING).await;
    assert_raised(exit_of(&events, SERVER), "SyntaxError", 2);
    assert_eq!(exit_of(&events, CLIENT), &Exit::Finished, "the other program runs");
    assert_eq!(end, End::Finished);
}

#[tokio::test]
async fn an_exception_is_shown_at_its_line() {
    let (events, end) = run("def f():\n    return 1 / 0\n\nf()\n", NOTHING).await;
    assert_raised(exit_of(&events, SERVER), "ZeroDivisionError", 2);
    assert_eq!(end, End::Finished);
}

#[tokio::test]
async fn an_endless_loop_is_stopped() {
    let relay = Relay::start_with(&["--cpu-seconds", "1"]);
    let (events, _) = run_on(&relay, "while True:\n    pass\n", NOTHING).await;
    assert_eq!(limits(&events), [(Some(SERVER), Limit::CpuSeconds(1))]);
}

#[tokio::test]
async fn an_endless_loop_of_calls_is_stopped() {
    let relay = Relay::start_with(&["--cpu-seconds", "1"]);
    let server = "import select, socket\npairs = [socket.socketpair() for _ in range(100)]\n\
        socks = [s for pair in pairs for s in pair]\nwhile True:\n    select.select(socks, [], [], 0)\n";
    let (events, _) = run_on(&relay, server, NOTHING).await;
    assert_eq!(limits(&events), [(Some(SERVER), Limit::CpuSeconds(1))]);
}

#[tokio::test]
async fn a_memory_hog_is_stopped() {
    let (events, _) = run("hog = []\nwhile True:\n    hog.append(bytearray(16 << 20))\n", NOTHING).await;
    assert!(matches!(limits(&events)[..], [(Some(SERVER), Limit::MemoryMib(_))]), "{:?}", limits(&events));
}

#[tokio::test]
async fn thousands_of_sockets_are_refused() {
    let server = "import socket\nmany = [socket.socket() for _ in range(5000)]\n";
    let (events, end) = run(server, NOTHING).await;
    assert_raised(exit_of(&events, SERVER), "OSError", 2);
    assert!(matches!(limits(&events)[..], [(Some(SERVER), Limit::Descriptors(_))]), "{:?}", limits(&events));
    assert_eq!(end, End::Finished);
}

/// Not bad at all: for datagrams nobody listens, and the client that waits for its server must start all the same.
#[tokio::test]
async fn a_server_of_datagrams_starts_its_client() {
    let server = "from socket import *\ns = socket(AF_INET, SOCK_DGRAM)\ns.bind(('127.0.0.1', 8001))\n\
                  data, peer = s.recvfrom(100)\ns.sendto(data.upper(), peer)\n";
    let client = "from socket import *\ns = socket(AF_INET, SOCK_DGRAM)\ns.sendto(b'hello', ('127.0.0.1', 8001))\n\
                  print(s.recv(100))\n";
    let (events, end) = run(server, client).await;
    assert_eq!(end, End::Finished);
    let printed = |event: &Event| matches!(&event.fact, Fact::Output { data, .. } if data == b"b'HELLO'\n");
    assert!(events.iter().any(printed), "{events:#?}");
}

#[tokio::test]
async fn a_recv_that_nobody_answers_is_stopped() {
    let relay = Relay::start_with(&["--idle-seconds", "1"]);
    let server = "import socket\ns = socket.socket()\ns.bind((\"127.0.0.1\", 8001))\ns.listen(1)\n\
                  c, _ = s.accept()\nc.recv(1)\n";
    let client = "import socket\nc = socket.socket()\nc.connect((\"127.0.0.1\", 8001))\nc.recv(1)\n";
    let (events, end) = run_on(&relay, server, client).await;
    assert_eq!(end, End::Limit(Limit::IdleSeconds(1)));
    assert_eq!(exit_of(&events, SERVER), &Exit::Stopped);
    assert_eq!(exit_of(&events, CLIENT), &Exit::Stopped);
}

#[tokio::test]
async fn a_connect_outside_the_session_gets_the_kernels_own_error() {
    let relay = Relay::start();
    let port = relay.authority().rsplit(':').next().expect("a port");
    let connect = |to: &str| format!("import socket\ns = socket.socket()\ns.connect(({to}))\n");
    // The relay's own port is free in a network of the session's own; the documentation's addresses lead nowhere.
    let (events, _) =
        run_on(&relay, &connect(&format!("\"127.0.0.1\", {port}")), &connect("\"192.0.2.1\", 80")).await;
    assert_raised(exit_of(&events, SERVER), "ConnectionRefusedError", 3);
    assert_raised(exit_of(&events, CLIENT), "OSError", 3);
    let errors: Vec<i32> = events
        .iter()
        .filter_map(|event| match event.fact {
            Fact::Returned { outcome: Outcome::Failed { errno }, .. } => Some(errno),
            _ => None,
        })
        .collect();
    assert!(errors.contains(&ECONNREFUSED) && errors.contains(&ENETUNREACH), "{errors:?}");
}

#[tokio::test]
async fn stop_ends_programs_that_wait() {
    let relay = Relay::start();
    let mut viewer = Viewer::connect(&relay).await;
    let server =
        "import socket\ns = socket.socket()\ns.bind((\"127.0.0.1\", 8001))\ns.listen(1)\ns.accept()\n";
    let session = viewer.start("sticky", &[("server", server), ("client", NOTHING)], false).await;
    viewer.watch_until(session, |fact| matches!(fact, Fact::Entered { .. })).await;
    viewer.control(session, Control::Stop).await;
    let (events, end) = viewer.watch(session).await;
    assert_eq!(end, End::Stopped);
    assert_eq!(exit_of(&events, SERVER), &Exit::Stopped);
}

#[tokio::test]
async fn input_for_a_program_that_has_ended_disturbs_nobody() {
    let relay = Relay::start();
    let mut viewer = Viewer::connect(&relay).await;
    let server = "import socket\nsock = socket.create_server((\"127.0.0.1\", 8001))\nprint(input())\n";
    let session = viewer.start("sticky", &[("server", server), ("client", NOTHING)], false).await;
    let client_ended = |fact: &Fact| matches!(fact, Fact::ActorExited { actor: CLIENT, .. });
    viewer.watch_until(session, client_ended).await;
    for (actor, text) in [(CLIENT, "late"), (ActorId(999), "nobody"), (SERVER, "in time")] {
        viewer.control(session, Control::Input { actor, text: text.into() }).await;
    }
    let (events, end) = Viewer::connect(&relay).await.watch(session).await;
    assert_eq!(end, End::Finished);
    let printed: Vec<u8> = events
        .iter()
        .filter_map(|event| match &event.fact {
            Fact::Output { data, .. } => Some(data.as_slice()),
            _ => None,
        })
        .flatten()
        .copied()
        .collect();
    assert_eq!(String::from_utf8_lossy(&printed), "in time\n");
}

#[tokio::test]
async fn what_is_wrong_with_a_start_is_said() {
    let relay = Relay::start();
    let mut viewer = Viewer::connect(&relay).await;
    let start = |lesson: &str, knobs: &[(&str, &str)], source: &str| Up::Start {
        lesson: lesson.to_owned(),
        knobs: knobs.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())).collect(),
        sources: vec![("server".into(), source.to_owned())],
        arguments: Vec::new(),
        starts: Vec::new(),
        step_mode: false,
    };
    let cases = [
        (start("nowhere", &[], NOTHING), "NoSuchLesson"),
        (start("sticky", &[("no_such_knob", "1")], NOTHING), "BadKnob"),
        (start("sticky", &[("recv_size", "many")], NOTHING), "BadKnob"),
        (start("sticky", &[], &"#".repeat((1 << 20) + 1)), "SourceTooLarge"),
    ];
    for (up, wanted) in cases {
        viewer.send(up).await;
        match viewer.receive().await {
            Received::Down(Down::Refused { reason }) => {
                let said = format!("{reason:?}");
                assert!(said.starts_with(wanted), "{said} instead of {wanted}");
            }
            other => panic!("{other:?} instead of {wanted}"),
        }
    }
}

#[tokio::test]
async fn without_the_token_nothing_runs() {
    let relay = Relay::start();
    for token in [None, Some(String::new()), Some("0".repeat(32))] {
        let mut viewer = Viewer::connect_silently(&relay).await;
        viewer.send(Up::Hello { token: token.clone() }).await;
        assert!(matches!(viewer.receive().await, Received::Down(Down::Welcome { may_run: false, .. })));
        let (lesson, knobs, sources) = ("sticky".to_owned(), Vec::new(), Vec::new());
        viewer
            .send(Up::Start {
                lesson,
                knobs,
                sources,
                arguments: Vec::new(),
                starts: Vec::new(),
                step_mode: false,
            })
            .await;
        let answer = viewer.receive().await;
        assert_eq!(answer, Received::Down(Down::Refused { reason: Refusal::NotAllowed }), "with {token:?}");
    }
}

#[tokio::test]
async fn malformed_messages_get_a_reason_and_disturb_nobody() {
    let relay = Relay::start();
    let mut neighbour = Viewer::connect(&relay).await;
    let hello = encode_up(&Up::Hello { token: None });
    let mut future = hello.clone();
    future[2] = VERSION + 1;
    let cases = [
        ("another version", Message::Binary(future.into()), "version"),
        ("noise", Message::Binary(vec![7; 40].into()), "Socketscope"),
        ("a damaged body", Message::Binary(hello[..4].to_vec().into()), "damaged"),
        ("text", Message::Text("hello".into()), ""),
        ("too much", Message::Binary(vec![0; MAX_UP_BYTES + 1].into()), ""),
    ];
    for (what, message, reason) in cases {
        let mut viewer = Viewer::connect_silently(&relay).await;
        viewer.send_raw(message).await;
        let frame = viewer.closed().await;
        assert!(!frame.reason.is_empty() && frame.reason.contains(reason), "{what}: {frame:?}");
    }
    let session = neighbour.start("sticky", &[("server", NOTHING), ("client", NOTHING)], false).await;
    assert_eq!(neighbour.watch(session).await.1, End::Finished);
}
