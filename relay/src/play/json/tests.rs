use super::*;
use socketscope_shared::{
    ActorId, Address, Call, CallId, ConnectionId, Direction, Exit, Op, Outcome, SessionId, Side, SocketId,
    Text,
    call::{Api, ApiName, PollFd, Shutdown, Watched},
    claims::ReceivedEqualsSent,
    event::{DoorNews, End, Limit, Lost},
    framing::{ByteOrder, Framing},
    lesson::Packed,
    reading::{Reading, Subject, TcpInfo, TcpState},
    segment::{Flags, Segment},
    session::{ActorInfo, DoorInfo, File, Network},
};
use std::collections::BTreeSet;

const DOCUMENTED: &str = include_str!("../../../../docs/json.md");

fn info(network: Network) -> SessionInfo {
    let actor = |name: &str| ActorInfo {
        name: name.into(),
        file: format!("{name}.py"),
        source: String::new(),
        arguments: Vec::new(),
    };
    SessionInfo {
        id: SessionId(0xabc),
        lesson: "sticky".into(),
        knobs: vec![("recv_size".into(), "4".into())],
        actors: vec![actor("server"), actor("client")],
        files: Vec::new(),
        framing: Framing::None,
        doors: vec![DoorInfo { actor: ActorId(0), port: 8080, framing: Framing::Http }],
        network,
        step_mode: false,
        started_unix_ms: 1_700_000_000_000,
    }
}

fn own() -> Network {
    Network::Own { mtu_bytes: 1500, offloads: false }
}

fn call(op: Op) -> Call {
    Call {
        id: CallId(7),
        lane: 0,
        line: 12,
        socket: Some(SocketId(2)),
        fd: 4,
        api: Api { name: ApiName::Sendall, group: 3 },
        op,
        start_ns: 1000,
    }
}

fn returned(op: Op, outcome: Outcome) -> Fact {
    Fact::Returned { actor: ActorId(1), call: call(op), took_ns: 500, outcome, announced: false, moved: true }
}

fn address() -> Address {
    Address::V4([127, 0, 0, 1], 8001)
}

/// Every call with each kind of outcome at least once.
fn calls() -> Vec<Fact> {
    let watched = || vec![Watched { socket: Some(SocketId(2)), fd: 4 }];
    let polled = || vec![PollFd { socket: Some(SocketId(2)), fd: 4, events: 1 }];
    let received = |data: &[u8]| Outcome::Received { data: data.to_vec(), from: Some(address()) };
    let pair =
        Outcome::NewPair { sockets: [SocketId(0), SocketId(1)], fds: [3, 4], connection: ConnectionId(0) };
    let accepted = Outcome::Accepted {
        socket: SocketId(3),
        fd: 5,
        connection: Some(ConnectionId(0)),
        local: address(),
        peer: address(),
    };
    let connected =
        Outcome::Connected { connection: Some(ConnectionId(0)), local: address(), in_progress: false };
    let ready_sets = Outcome::ReadySets { read: watched(), write: vec![], except: vec![] };
    let timeout_ns = Some(5);
    [
        (Op::Socket { family: 2, kind: 1, protocol: 0 }, Outcome::NewSocket { socket: SocketId(2), fd: 4 }),
        (Op::Socketpair { family: 1, kind: 1 }, pair),
        (Op::Bind { address: address() }, Outcome::Address { address: address() }),
        (Op::Listen { backlog: 5 }, Outcome::Done),
        (Op::Accept, accepted),
        (Op::Connect { address: address() }, connected),
        (Op::Connect { address: address() }, Outcome::Failed { errno: 111 }),
        (
            Op::Send { data: b"hi".to_vec(), flags: 0, to: None, omitted_bytes: 7 },
            Outcome::Sent { len_bytes: 2 },
        ),
        (
            Op::Send { data: b"hi".to_vec(), flags: 0, to: Some(address()), omitted_bytes: 0 },
            Outcome::Sent { len_bytes: 2 },
        ),
        (Op::Recv { max_bytes: 9, flags: 0 }, received(b"hi")),
        (Op::Recv { max_bytes: 9, flags: 0 }, Outcome::EndOfStream),
        (Op::Recv { max_bytes: 9, flags: 0 }, Outcome::WouldBlock),
        (Op::Recv { max_bytes: 9, flags: 0 }, Outcome::Unfinished),
        (Op::Shutdown { how: Shutdown::Write }, Outcome::Done),
        (Op::Close, Outcome::Done),
        (Op::SetOption { level: 6, option: 1, value: 1i32.to_ne_bytes().to_vec() }, Outcome::Done),
        (Op::GetOption { level: 6, option: 1 }, Outcome::Value { value: vec![1, 2] }),
        (Op::SetBlocking { blocking: false }, Outcome::Done),
        (Op::LocalAddress, Outcome::Address { address: address() }),
        (Op::PeerAddress, Outcome::Address { address: address() }),
        (Op::Select { read: watched(), write: vec![], except: vec![], timeout_ns }, ready_sets),
        (Op::Poll { fds: polled(), timeout_ns }, Outcome::Ready { fds: polled() }),
        (Op::EpollCreate, Outcome::NewSocket { socket: SocketId(2), fd: 4 }),
        (Op::EpollControl { action: 1, target: polled()[0] }, Outcome::Done),
        (Op::EpollWait { max_events: 8, timeout_ns }, Outcome::Ready { fds: polled() }),
        (Op::Sleep { duration_ns: 5 }, Outcome::Done),
        (Op::Input { prompt: "> ".into() }, Outcome::Line { text: "hi".into() }),
    ]
    .map(|(op, outcome)| returned(op, outcome))
    .into()
}

/// Every other event, with each of its forms.
fn others() -> Vec<Fact> {
    let shared = Network::Shared { address: [127, 64, 0, 1], captured: false, reason: "no".into() };
    let segment = Segment {
        connection: ConnectionId(0),
        direction: Direction::ToServer,
        source: address(),
        destination: address(),
        sequence: 1,
        acknowledgement: 2,
        flags: Flags(Flags::SYN | Flags::ACK),
        window: 100,
        offset: 0,
        len_bytes: 0,
        retransmission: false,
        headers: vec![0x45, 0],
    };
    let reading = |subject, info| Reading {
        subject,
        state: TcpState::FinWait2,
        receive_queue: 1,
        send_queue: 2,
        receive_limit: 3,
        send_limit: 4,
        send_memory: 5,
        info,
    };
    let exception = Exit::Exception {
        kind: "ValueError".into(),
        message: "no".into(),
        line: 3,
        traceback: "Traceback".into(),
    };
    let exited = |exit| Fact::ActorExited { actor: ActorId(0), exit, cpu_ns: 9 };
    let limits = [
        Limit::CpuSeconds(1),
        Limit::MemoryMib(1),
        Limit::Descriptors(1),
        Limit::SessionSeconds(1),
        Limit::IdleSeconds(1),
        Limit::OutputBytes(1),
        Limit::Events(1),
        Limit::LogBytes(1),
        Limit::Threads(1),
    ];
    let ends = [
        End::Finished,
        End::Stopped,
        End::Limit(Limit::Events(1)),
        End::RelayStopped,
        End::Failed { reason: "no".into() },
        End::Damaged,
    ];
    let actor = ActorId(0);
    let mut facts = vec![
        Fact::SessionStarted(Box::new(info(own()))),
        Fact::SessionStarted(Box::new(info(shared))),
        Fact::ActorStarted { actor, pid: 4 },
        Fact::Entered { actor, call: call(Op::Accept) },
        Fact::Held { actor, call: call(Op::Accept) },
        Fact::Released { actor, lane: 0 },
        Fact::Output { actor, error: false, line: 3, data: b"hi\n".to_vec() },
        Fact::Output { actor, error: true, line: 3, data: vec![0xff] },
        Fact::Segment(segment),
        Fact::Readings(vec![
            reading(Subject::Socket(SocketId(0)), None),
            reading(Subject::End(ConnectionId(0), Side::Client), Some(TcpInfo::default())),
        ]),
        exited(Exit::Finished),
        exited(Exit::Status { code: 2 }),
        exited(exception),
        exited(Exit::Stopped),
        exited(Exit::Killed { signal: 9 }),
        Fact::Lost { what: Lost::Segments, count: 3 },
        Fact::Lost { what: Lost::OutputBytes, count: 3 },
        Fact::StepMode { on: true },
        Fact::Deadlock { actors: vec![actor] },
        Fact::Door { door: 0, news: DoorNews::Opened { outside: address() } },
        Fact::Door { door: 0, news: DoorNews::Visitor { outside: address(), inside: address() } },
    ];
    facts.extend(limits.map(|limit| Fact::LimitHit { actor: Some(actor), limit }));
    facts.extend(ends.map(|end| Fact::SessionEnded { end }));
    facts
}

/// What only a log from outside or a Unix socket has, and each rule of framing.
fn rare() -> Vec<Fact> {
    let unix = || Address::Unix(vec![0xff]);
    let session = |framing| {
        let mut info = info(own());
        info.knobs = vec![("wait".into(), "1".into()), ("recv_size".into(), "4".into())];
        info.actors[0].arguments = vec!["8001".into()];
        info.files = vec![File { name: "protocol.py".into(), data: vec![1] }];
        Fact::SessionStarted(Box::new(SessionInfo { framing, ..info }))
    };
    let send = Op::Send { data: b"hi".to_vec(), flags: 0x40, to: Some(unix()), omitted_bytes: 0 };
    let accepted =
        Outcome::Accepted { socket: SocketId(3), fd: 5, connection: None, local: unix(), peer: unix() };
    let connected = Outcome::Connected { connection: None, local: unix(), in_progress: false };
    let received = Outcome::Received { data: vec![1], from: Some(unix()) };
    let option = Op::SetOption { level: 6, option: 1, value: vec![1] };
    let mut facts = vec![
        session(Framing::LengthPrefix { width: 4, order: ByteOrder::Big }),
        session(Framing::Delimiter { bytes: vec![10] }),
        session(Framing::Fixed { len_bytes: 4 }),
        Fact::Entered { actor: ActorId(9), call: Call { fd: -5, ..call(Op::Close) } },
        Fact::Deadlock { actors: vec![ActorId(9)] },
        Fact::Door { door: 0, news: DoorNews::Visitor { outside: unix(), inside: unix() } },
    ];
    facts.extend(others().into_iter().filter_map(|fact| match fact {
        Fact::Segment(segment) => {
            Some(Fact::Segment(Segment { source: unix(), destination: unix(), ..segment }))
        }
        _ => None,
    }));
    let set = || vec![Watched { socket: Some(SocketId(2)), fd: 4 }, Watched { socket: None, fd: 0 }];
    let ready = Outcome::ReadySets { read: set(), write: set(), except: set() };
    let calls = [
        (Op::Select { read: set(), write: set(), except: set(), timeout_ns: None }, ready),
        (Op::Bind { address: unix() }, Outcome::Address { address: unix() }),
        (Op::Accept, accepted),
        (Op::Connect { address: address() }, connected),
        (send, received),
        (option, Outcome::Value { value: vec![1] }),
    ];
    facts.extend(calls.map(|(op, outcome)| returned(op, outcome)));
    facts
}

fn line(seq: u64, fact: Fact) -> Value {
    let info = info(own());
    serde_json::to_value(event_line(seq, &Event { at_ns: 50, fact }, Some(&info))).unwrap()
}

fn claim() -> Value {
    let text = Text::new("Stuck.", "粘住了。");
    let claim =
        Claim { text: text.clone(), check: Packed::from(&ReceivedEqualsSent {}.into()), only_if: Vec::new() };
    let result = ClaimResult {
        verdict: Verdict::NotApplicable,
        evidence: "So it is.".into(),
        seqs: vec![1],
        at_end: false,
    };
    serde_json::to_value(claim_line(&claim, &result)).unwrap()
}

/// All names of fields, those of readings included; a knob's id is none.
fn names(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                into.insert(name.clone());
                if name != "knobs" {
                    names(value, into);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| names(item, into)),
        _ => {}
    }
}

/// The names in backticks in the columns of the document's tables whose heading begins with `heading`.
fn documented(heading: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut columns = Vec::new();
    let mut in_table = false;
    for row in DOCUMENTED.lines() {
        let cells: Vec<_> = row.trim_matches('|').split('|').map(str::trim).collect();
        if !row.starts_with('|') {
            in_table = false;
        } else if !in_table {
            in_table = true;
            columns =
                (0..cells.len()).filter(|at| cells[*at].trim_matches('`').starts_with(heading)).collect();
        } else {
            let chosen = columns.iter().filter_map(|at| cells.get(*at));
            found.extend(chosen.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned));
        }
    }
    found
}

#[test]
fn what_is_printed_is_documented_and_the_reverse() {
    let mut printed = BTreeSet::new();
    for fact in calls().into_iter().chain(others()).chain(rare()) {
        names(&line(1, fact), &mut printed);
    }
    names(&claim(), &mut printed);
    // Sentences document the fields of the objects in lists and of framings.
    for name in ["events", "name", "port", "width", "order", "bytes_hex"] {
        assert!(printed.remove(name) && DOCUMENTED.contains(&format!("`{name}`")), "{name}");
    }
    assert_eq!(printed, documented("field"));
}

#[test]
fn every_kind_is_documented() {
    let words: BTreeSet<_> = DOCUMENTED.split('`').skip(1).step_by(2).collect();
    for fact in calls().into_iter().chain(others()).chain(rare()) {
        let line = line(1, fact);
        for field in
            ["event", "outcome", "exit", "end", "limit", "what", "direction", "network", "stream", "call"]
        {
            if let Some(Value::String(kind)) = line.get(field) {
                assert!(words.contains(kind.as_str()), "{field} {kind} is not documented");
            }
        }
    }
    let outcomes: BTreeSet<_> = calls()
        .into_iter()
        .filter_map(|fact| Some(line(1, fact).get("outcome")?.as_str()?.to_owned()))
        .collect();
    assert_eq!(outcomes, documented("outcome"));
}

#[test]
fn calls_have_names_that_the_contract_knows() {
    let printed: BTreeSet<_> =
        calls().into_iter().map(|fact| line(1, fact)["call"].as_str().unwrap().to_owned()).collect();
    assert_eq!(printed, Op::NAMES.iter().map(|name| (*name).to_owned()).collect());
}

#[test]
fn a_line_begins_with_what_matters() {
    let send = Op::Send { data: b"hello".to_vec(), flags: 0, to: None, omitted_bytes: 0 };
    let event = Event { at_ns: 50, fact: returned(send, Outcome::Sent { len_bytes: 5 }) };
    let mut out = Vec::new();
    let mut json = Json { out: &mut out, info: Some(Box::new(info(own()))) };
    json.event(3, &event).unwrap();
    let expected = concat!(
        r#"{"seq":3,"at_ns":50,"actor":"client","event":"returned","call":"send","line":12,"fd":4,"announced":false,"#,
        r#""api":"sendall","call_id":7,"data_hex":"68656c6c6f","flags":"0","group":3,"lane":0,"len_bytes":5,"#,
        r#""moved":true,"offered_bytes":5,"outcome":"sent","socket":2,"start_ns":1000,"text":"hello","took_ns":500}"#,
        "\n"
    );
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn bytes_that_are_no_text_are_hexadecimal_only() {
    let data = vec![0xe4, 0xbd];
    let line = line(1, Fact::Output { actor: ActorId(0), error: false, line: 0, data });
    assert_eq!(line["data_hex"], "e4bd");
    assert!(line.get("text").is_none() && line.get("line").is_none());
}
