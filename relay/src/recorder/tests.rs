//! Scripts: reports arrive in some order, the log comes out in another.

use super::*;
use proptest::prelude::*;
use socketscope_shared::{
    Address, Direction, Exit, SessionId,
    call::Api,
    framing::Framing,
    reading::TcpState,
    segment::Flags,
    session::{ActorInfo, Network},
};

mod late;

const EPOCH_NS: u64 = 1_000_000_000;
/// The unit of the scripts: a fifth of the window.
const MS: u64 = WINDOW_NS / 5;
const SERVER: ActorId = ActorId(0);
const CLIENT: ActorId = ActorId(1);
const LISTENER: u16 = 8001;
const PORT: u16 = 40000;

fn address(port: u16) -> Address {
    Address::V4([127, 0, 0, 1], port)
}

fn recorder() -> Recorder {
    recorder_on(Network::Own { mtu_bytes: 1500, offloads: false })
}

fn recorder_on(network: Network) -> Recorder {
    let actor = |name: &str| ActorInfo {
        name: name.into(),
        file: format!("{name}.py"),
        source: String::new(),
        arguments: Vec::new(),
    };
    let info = SessionInfo {
        id: SessionId(1),
        lesson: "sticky".into(),
        knobs: Vec::new(),
        actors: vec![actor("server"), actor("client")],
        files: Vec::new(),
        framing: Framing::None,
        doors: Vec::new(),
        network,
        step_mode: false,
        started_unix_ms: 0,
    };
    Recorder::new(info, EPOCH_NS)
}

fn call(id: u64, start_ms: u64, socket: Option<u32>, op: Op) -> Call {
    Call {
        id: CallId(id),
        lane: 0,
        line: 1,
        socket: socket.map(SocketId),
        fd: 3,
        api: Api::default(),
        op,
        start_ns: EPOCH_NS + start_ms * MS,
    }
}

fn entered(call: &Call) -> Report {
    Report::Entered(call.clone())
}

fn returned(call: &Call, end_ms: u64, outcome: Outcome) -> Report {
    Report::Returned { call: call.clone(), end_ns: EPOCH_NS + end_ms * MS, outcome }
}

fn segment(at_ms: u64, direction: Direction, flags: u8, sequence: u32, len_bytes: u32) -> Captured {
    let (source, destination) = match direction {
        Direction::ToServer => (address(PORT), address(LISTENER)),
        Direction::ToClient => (address(LISTENER), address(PORT)),
    };
    Captured {
        at_ns: EPOCH_NS + at_ms * MS,
        source,
        destination,
        sequence,
        acknowledgement: 0,
        flags: Flags(flags),
        window: 1000,
        len_bytes,
        headers: Vec::new(),
    }
}

/// A connection and one send of 5 bytes that is received, as its sources report it. Times in ms.
fn conversation() -> Vec<(Option<ActorId>, Input)> {
    let of = |actor, report| (Some(actor), Input::Actor(actor, report));
    let net = |segments| (None, Input::Segments(segments));
    let tcp = || Op::Socket { family: 2, kind: 1, protocol: 0 };
    let new = |fd| Outcome::NewSocket { socket: SocketId(0), fd };
    let accept = call(4, 4, Some(0), Op::Accept);
    let connect = call(2, 12, Some(0), Op::Connect { address: address(LISTENER) });
    let send =
        call(3, 20, Some(0), Op::Send { data: b"hello".to_vec(), flags: 0, to: None, omitted_bytes: 0 });
    let recv = call(5, 16, Some(1), Op::Recv { max_bytes: 1024, flags: 0 });
    let received = Outcome::Received { data: b"hello".to_vec(), from: None };
    let accepted = Outcome::Accepted {
        socket: SocketId(1),
        fd: 4,
        connection: None,
        local: address(LISTENER),
        peer: address(PORT),
    };
    let connected = Outcome::Connected { connection: None, local: address(PORT), in_progress: false };
    vec![
        of(SERVER, returned(&call(1, 1, None, tcp()), 1, new(3))),
        of(
            SERVER,
            returned(
                &call(2, 2, Some(0), Op::Bind { address: address(LISTENER) }),
                2,
                Outcome::Address { address: address(LISTENER) },
            ),
        ),
        of(SERVER, returned(&call(3, 3, Some(0), Op::Listen { backlog: 5 }), 3, Outcome::Done)),
        of(SERVER, entered(&accept)),
        of(CLIENT, returned(&call(1, 11, None, tcp()), 11, new(3))),
        of(CLIENT, entered(&connect)),
        net(vec![
            segment(13, Direction::ToServer, Flags::SYN, 100, 0),
            segment(13, Direction::ToClient, Flags::SYN | Flags::ACK, 900, 0),
            segment(14, Direction::ToServer, Flags::ACK, 101, 0),
        ]),
        of(CLIENT, returned(&connect, 15, connected)),
        of(SERVER, returned(&accept, 15, accepted)),
        of(SERVER, entered(&recv)),
        of(CLIENT, entered(&send)),
        net(vec![segment(21, Direction::ToServer, Flags::PSH | Flags::ACK, 101, 5)]),
        of(SERVER, returned(&recv, 22, received)),
        of(CLIENT, returned(&send, 23, Outcome::Sent { len_bytes: 5 })),
    ]
}

/// The names of what is in the log, in order; announced entries with a trailing "…".
fn names(events: &[Event]) -> Vec<String> {
    let name = |event: &Event| match &event.fact {
        Fact::Entered { call, .. } => Some(format!("{}…", call.op.name())),
        Fact::Returned { call, .. } => Some(call.op.name().to_owned()),
        Fact::Segment(s) if s.len_bytes > 0 => Some(format!("[{}]", s.len_bytes)),
        Fact::Segment(s) => Some(format!("[{}]", s.flags.names())),
        Fact::Readings(_) => Some("readings".to_owned()),
        _ => None,
    };
    events.iter().filter_map(name).collect()
}

const CAUSAL: [&str; 15] = [
    "socket",
    "bind",
    "listen",
    "accept…",
    "socket",
    "connect…",
    "[SYN]",
    "[SYN, ACK]",
    "[ACK]",
    "connect",
    "accept",
    "recv…",
    "send",
    "[5]",
    "recv",
];

#[test]
fn all_at_once_comes_out_in_causal_order() {
    let mut recorder = recorder();
    conversation().into_iter().for_each(|(_, input)| recorder.push(input));
    let log = names(&recorder.flush());
    // Nothing needed announcing: all returns were known when their turn came.
    let fast: Vec<_> = CAUSAL.iter().filter(|n| !n.ends_with('…') || **n == "connect…").collect();
    assert_eq!(log, fast.into_iter().map(|n| (*n).to_owned()).collect::<Vec<_>>());
}

#[test]
fn a_call_that_blocks_is_announced_and_one_that_returns_in_time_is_not() {
    let mut recorder = recorder();
    let mut log = recorder.poll(EPOCH_NS);
    for (_, input) in conversation() {
        let at_ns = time_of(&input);
        recorder.push(input);
        log.extend(recorder.poll(at_ns));
    }
    log.extend(recorder.flush());
    assert_eq!(names(&log), CAUSAL);
}

#[test]
fn a_send_that_is_reported_late_still_stands_before_its_recv_and_is_marked() {
    let mut recorder = recorder();
    let mut inputs = conversation();
    let send_entered = inputs.remove(10).1;
    let send_returned = inputs.pop().expect("the send's return").1;
    inputs.into_iter().for_each(|(_, input)| recorder.push(input));
    let late_ns = EPOCH_NS + 22 * MS + WINDOW_NS + 20 * MS;
    let before = names(&recorder.poll(late_ns));
    assert!(!before.contains(&"recv".to_owned()), "{before:?}");
    recorder.push(send_entered);
    recorder.push(send_returned);
    let after = recorder.poll(late_ns);
    assert_eq!(names(&after), ["send", "[5]", "recv"]);
}

/// The client's close and what it causes: a FIN, and the end of what the server receives.
fn ending() -> Vec<Input> {
    let close = call(4, 30, Some(0), Op::Close);
    let recv = call(6, 24, Some(1), Op::Recv { max_bytes: 1024, flags: 0 });
    vec![
        Input::Segments(vec![segment(31, Direction::ToServer, Flags::FIN | Flags::ACK, 106, 0)]),
        Input::Actor(SERVER, returned(&recv, 32, Outcome::EndOfStream)),
        Input::Actor(CLIENT, returned(&close, 33, Outcome::Done)),
    ]
}

#[test]
fn a_close_that_is_reported_late_still_stands_before_its_fin_and_the_end_of_the_stream() {
    let mut recorder = recorder();
    conversation().into_iter().for_each(|(_, input)| recorder.push(input));
    let mut inputs = ending();
    let close = inputs.pop().expect("the close");
    inputs.into_iter().for_each(|input| recorder.push(input));
    let late_ns = EPOCH_NS + 32 * MS + WINDOW_NS + 20 * MS;
    let before = names(&recorder.poll(late_ns));
    assert_eq!(before.last().map(String::as_str), Some("recv"), "the one with data: {before:?}");
    recorder.push(close);
    assert_eq!(names(&recorder.poll(late_ns)), ["close", "[FIN, ACK]", "recv"]);
}

#[test]
fn the_end_of_a_program_is_cause_enough_for_a_fin() {
    let mut recorder = recorder();
    conversation().into_iter().for_each(|(_, input)| recorder.push(input));
    let fact = Fact::ActorExited { actor: CLIENT, exit: Exit::Finished, cpu_ns: 0 };
    recorder.push(Input::Stage { at_ns: EPOCH_NS + 30 * MS, fact });
    ending().into_iter().take(2).for_each(|input| recorder.push(input));
    let log = names(&recorder.poll(EPOCH_NS + 32 * MS + WINDOW_NS));
    assert!(log.ends_with(&["[FIN, ACK]".to_owned(), "recv".to_owned()]), "{log:?}");
}

fn reading(state: TcpState) -> SocketReading {
    SocketReading {
        local: address(LISTENER),
        peer: Some(address(PORT)),
        state,
        receive_queue: 0,
        send_queue: 0,
        receive_limit: 1,
        send_limit: 1,
        send_memory: 0,
        info: None,
        progress: None,
    }
}

#[test]
fn a_reading_that_is_older_than_the_last_is_not_told() {
    let mut recorder = recorder();
    conversation().into_iter().for_each(|(_, input)| recorder.push(input));
    let at = |ms: u64, state| Input::Readings { at_ns: EPOCH_NS + ms * MS, readings: vec![reading(state)] };
    recorder.push(at(40, TcpState::CloseWait));
    assert_eq!(names(&recorder.poll(EPOCH_NS + 50 * MS)).last().map(String::as_str), Some("readings"));
    recorder.push(at(35, TcpState::Established));
    assert!(names(&recorder.flush()).is_empty());
}

#[test]
fn on_a_shared_network_connect_and_accept_are_of_one_connection() {
    let own = [127, 64, 0, 1];
    let mut recorder = recorder_on(Network::Shared { address: own, captured: false, reason: String::new() });
    let server = |address: &mut Address| *address = Address::V4(own, LISTENER);
    for (_, mut input) in conversation() {
        match &mut input {
            Input::Segments(_) => continue,
            Input::Actor(_, Report::Returned { outcome: Outcome::Accepted { local, .. }, .. }) => {
                server(local)
            }
            Input::Actor(_, Report::Returned { outcome: Outcome::Address { address }, .. }) => {
                server(address)
            }
            _ => {}
        }
        recorder.push(input);
    }
    recorder.flush();
    assert_eq!(recorder.world().connections.len(), 1);
    assert_eq!(recorder.world().connections[0].streams[0].sent, 5);
    assert_eq!(recorder.world().connections[0].streams[0].received, 5);
}

#[test]
fn segments_that_are_reported_late_still_stand_before_what_they_bring() {
    let mut recorder = recorder();
    let (late, inputs): (Vec<_>, Vec<_>) =
        conversation().into_iter().map(|(_, input)| input).partition(|i| matches!(i, Input::Segments(_)));
    inputs.into_iter().for_each(|input| recorder.push(input));
    let mut log = recorder.poll(EPOCH_NS + 24 * MS + 2 * WINDOW_NS);
    late.into_iter().for_each(|input| recorder.push(input));
    log.extend(recorder.flush());
    let told: Vec<_> = names(&log).into_iter().filter(|n| !n.ends_with('…')).collect();
    let position = |name: &str| told.iter().position(|n| n == name);
    assert!(position("[SYN]") < position("connect") && position("[SYN]") < position("accept"), "{told:?}");
    assert!(position("send") < position("[5]") && position("[5]") < position("recv"), "{told:?}");
}

#[test]
fn a_missing_cause_is_not_waited_for_without_end() {
    let mut recorder = recorder();
    let mut inputs = conversation();
    inputs.remove(10);
    inputs.pop();
    inputs.into_iter().for_each(|(_, input)| recorder.push(input));
    let log = names(&recorder.poll(EPOCH_NS + 22 * MS + CAUSE_WAIT_NS));
    assert!(log.ends_with(&["[5]".to_owned(), "recv".to_owned()]), "{log:?}");
}

#[test]
fn readings_wait_for_the_socket_that_they_are_of() {
    let mut recorder = recorder();
    let reading = reading(TcpState::Established);
    recorder.push(Input::Readings { at_ns: EPOCH_NS + MS, readings: vec![reading.clone()] });
    assert!(names(&recorder.poll(EPOCH_NS + 100 * MS)).is_empty());
    conversation().into_iter().for_each(|(_, input)| recorder.push(input));
    recorder.push(Input::Readings { at_ns: EPOCH_NS + 90 * MS, readings: vec![reading] });
    let log = recorder.flush();
    let at = |wanted: &str| names(&log).iter().position(|n| n == wanted);
    assert_eq!(at("readings"), at("[SYN]").map(|i| i + 1));
    let count = names(&log).iter().filter(|n| *n == "readings").count();
    assert_eq!(count, 1, "an unchanged reading is not told again");
}

fn time_of(input: &Input) -> u64 {
    match input {
        Input::Actor(_, Report::Entered(call)) => call.start_ns,
        Input::Actor(_, Report::Returned { end_ns, .. }) => *end_ns,
        Input::Segments(segments) => segments[segments.len() - 1].at_ns,
        _ => EPOCH_NS,
    }
}

proptest! {
    /// Each source keeps its own order; between sources anything can happen.
    #[test]
    fn any_race_between_the_sources_gives_the_same_causal_order(picks in prop::collection::vec(0usize..3, 64)) {
        let mut queues: [Vec<Input>; 3] = Default::default();
        for (actor, input) in conversation().into_iter().rev() {
            queues[actor.map_or(2, |a| usize::from(a.0))].push(input);
        }
        let mut recorder = recorder();
        let mut log = recorder.poll(EPOCH_NS);
        let mut picks = picks.into_iter().cycle();
        while queues.iter().any(|q| !q.is_empty()) {
            let pick = picks.next().unwrap_or(0);
            let Some(input) = (0..3).find_map(|i| queues[(pick + i) % 3].pop()) else { break };
            let at_ns = time_of(&input);
            recorder.push(input);
            log.extend(recorder.poll(at_ns));
        }
        log.extend(recorder.flush());
        let told: Vec<_> = names(&log).into_iter().filter(|n| !n.ends_with('…')).collect();
        let position = |name: &str| told.iter().position(|n| n == name);
        prop_assert!(position("send") < position("[5]"));
        prop_assert!(position("[5]") < position("recv") || position("send") < position("recv"));
        prop_assert!(position("bind") < position("listen"));
        prop_assert!(log.windows(2).all(|w| w[0].at_ns <= w[1].at_ns));
        prop_assert_eq!(told.len(), CAUSAL.iter().filter(|n| !n.ends_with('…')).count());
        let world = recorder.world();
        prop_assert_eq!(world.connections.len(), 1);
        prop_assert_eq!(world.connections[0].streams[0].received, 5);
    }
}
