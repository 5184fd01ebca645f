//! Every kind of what is recorded, each at least once, as `tests/recordings/v1/full.skrec` has it.
//!
//! That file stays as it is, and so do these values. What is added to a type does not compile until it is named here, as
//! `; later Op::New { .. }` at the end of its list; a new file and a new list like this one hold it.

use crate::{
    ActorId, Address, Api, Call, CallId, ConnectionId, Direction, Event, Exit, Fact, Op, Outcome, SessionId,
    Side, SocketId,
    record::{
        call::{ApiName, PollFd, Shutdown, Watched},
        event::{DoorNews, End, Limit, Lost},
        framing::{ByteOrder, Framing},
        reading::{Reading, Subject, TcpInfo, TcpState},
        segment::{Flags, Segment},
        session::{ActorInfo, DoorInfo, File, Network, SessionInfo},
    },
};

const SERVER: ActorId = ActorId(0);
const CLIENT: ActorId = ActorId(1);
const SOCKET: SocketId = SocketId(2);

/// The values, after it is sure that each pattern has one and each value a pattern. Those `later` have none here.
macro_rules! each_of {
    ($type:ty; $($pattern:pat => $value:expr),+ $(,)? $(; later $($later:pat),+)?) => {{
        let values: Vec<$type> = vec![$($value),+];
        for value in &values {
            match value { $($pattern => {}),+ $($($later => {}),+)? }
        }
        $(assert!(values.iter().any(|value| matches!(value, $pattern)), "{}", stringify!($pattern));)+
        values
    }};
}

pub(super) use each_of;

fn v4(port: u16) -> Address {
    Address::V4([127, 0, 0, 1], port)
}

fn addresses() -> Vec<Address> {
    each_of!(Address;
        Address::V4(..) => v4(8001),
        Address::V6(..) => Address::V6([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 8002),
        Address::Unix(_) => Address::Unix(b"\0name".to_vec()),
        Address::Other => Address::Other,
    )
}

fn watched() -> Vec<Watched> {
    vec![Watched { socket: Some(SOCKET), fd: 3 }, Watched { socket: None, fd: 0 }]
}

fn polled() -> Vec<PollFd> {
    vec![
        PollFd { socket: Some(SOCKET), fd: 3, events: 0x8000_2011 },
        PollFd { socket: None, fd: -1, events: 0 },
    ]
}

fn ops() -> Vec<Op> {
    let mut ops = each_of!(Op;
        Op::Socket { .. } => Op::Socket { family: 2, kind: 1, protocol: 6 },
        Op::Socketpair { .. } => Op::Socketpair { family: 1, kind: 2 },
        Op::Bind { .. } => Op::Bind { address: v4(8001) },
        Op::Listen { .. } => Op::Listen { backlog: 128 },
        Op::Accept => Op::Accept,
        Op::Connect { .. } => Op::Connect { address: v4(8001) },
        Op::Send { .. } => Op::Send { data: b"hello\0\xff".to_vec(), flags: 0x4000, to: None, omitted_bytes: 0 },
        Op::Recv { .. } => Op::Recv { max_bytes: 1024, flags: 2 },
        Op::Shutdown { .. } => Op::Shutdown { how: Shutdown::Read },
        Op::Close => Op::Close,
        Op::SetOption { .. } => Op::SetOption { level: 1, option: 2, value: vec![1, 0, 0, 0] },
        Op::GetOption { .. } => Op::GetOption { level: 6, option: 1 },
        Op::SetBlocking { .. } => Op::SetBlocking { blocking: false },
        Op::LocalAddress => Op::LocalAddress,
        Op::PeerAddress => Op::PeerAddress,
        Op::Select { .. } => Op::Select { read: watched(), write: Vec::new(), except: watched(), timeout_ns: Some(5) },
        Op::Poll { .. } => Op::Poll { fds: polled(), timeout_ns: None },
        Op::EpollCreate => Op::EpollCreate,
        Op::EpollControl { .. } => Op::EpollControl { action: 3, target: polled()[0] },
        Op::EpollWait { .. } => Op::EpollWait { max_events: 64, timeout_ns: Some(u64::MAX) },
        Op::Sleep { .. } => Op::Sleep { duration_ns: 300_000_000 },
        Op::Input { .. } => Op::Input { prompt: "name? 名字?".into() },
    );
    ops.extend(each_of!(Shutdown;
        Shutdown::Read => Shutdown::Read, Shutdown::Write => Shutdown::Write, Shutdown::Both => Shutdown::Both,
    ).into_iter().map(|how| Op::Shutdown { how }));
    ops.extend(addresses().into_iter().map(|to| Op::Send {
        data: Vec::new(),
        flags: 0,
        to: Some(to),
        omitted_bytes: 9,
    }));
    ops
}

fn outcomes() -> Vec<Outcome> {
    each_of!(Outcome;
        Outcome::Done => Outcome::Done,
        Outcome::NewSocket { .. } => Outcome::NewSocket { socket: SOCKET, fd: 3 },
        Outcome::NewPair { .. } => Outcome::NewPair { sockets: [SOCKET, SocketId(3)], fds: [3, 4], connection: ConnectionId(0) },
        Outcome::Accepted { .. } => Outcome::Accepted { socket: SOCKET, fd: 5, connection: Some(ConnectionId(1)), local: v4(1), peer: v4(2) },
        Outcome::Connected { .. } => Outcome::Connected { connection: None, local: Address::Other, in_progress: true },
        Outcome::Address { .. } => Outcome::Address { address: v4(3) },
        Outcome::Sent { .. } => Outcome::Sent { len_bytes: 11 },
        Outcome::Received { .. } => Outcome::Received { data: b"hello world".to_vec(), from: Some(v4(4)) },
        Outcome::EndOfStream => Outcome::EndOfStream,
        Outcome::ReadySets { .. } => Outcome::ReadySets { read: watched(), write: watched(), except: Vec::new() },
        Outcome::Ready { .. } => Outcome::Ready { fds: polled() },
        Outcome::Value { .. } => Outcome::Value { value: vec![0, 1] },
        Outcome::Line { .. } => Outcome::Line { text: "ok 好".into() },
        Outcome::WouldBlock => Outcome::WouldBlock,
        Outcome::Failed { .. } => Outcome::Failed { errno: 104 },
        Outcome::Unfinished => Outcome::Unfinished,
    )
}

pub fn framings() -> Vec<Framing> {
    each_of!(Framing;
        Framing::None => Framing::None,
        Framing::LengthPrefix { order: ByteOrder::Little, .. } => Framing::LengthPrefix { width: 4, order: ByteOrder::Little },
        Framing::LengthPrefix { order: ByteOrder::Big, .. } => Framing::LengthPrefix { width: 2, order: ByteOrder::Big },
        Framing::Delimiter { .. } => Framing::Delimiter { bytes: b"\r\n".to_vec() },
        Framing::Fixed { .. } => Framing::Fixed { len_bytes: 8 },
        Framing::Http => Framing::Http,
    )
}

fn infos() -> Vec<SessionInfo> {
    let networks = each_of!(Network;
        Network::Own { .. } => Network::Own { mtu_bytes: 1500, offloads: true },
        Network::Shared { .. } => Network::Shared { address: [127, 1, 2, 3], captured: true, reason: "no namespaces".into() },
    );
    let info = |network| SessionInfo {
        id: SessionId(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef),
        lesson: "sticky".into(),
        knobs: vec![("recv_size".into(), "1024".into())],
        actors: vec![ActorInfo {
            name: "server".into(),
            file: "server.py".into(),
            source: "print('你好')\n".into(),
            arguments: vec!["-v".into(), String::new()],
        }],
        files: vec![File { name: "data.bin".into(), data: vec![0, 159, 146, 150] }],
        framing: Framing::Http,
        doors: framings()
            .into_iter()
            .map(|framing| DoorInfo { actor: SERVER, port: 8080, framing })
            .collect(),
        network,
        step_mode: true,
        started_unix_ms: 1_700_000_000_000,
    };
    networks.into_iter().map(info).collect()
}

fn readings() -> Vec<Reading> {
    let info = TcpInfo {
        rtt_us: 1,
        cwnd: 2,
        mss_bytes: 3,
        segments_out: 4,
        segments_in: 5,
        retransmits: 6,
        unacknowledged: 7,
        not_sent_bytes: 8,
        receive_window_bytes: 9,
        send_window_bytes: 10,
    };
    let reading = |subject, state, info| Reading {
        subject,
        state,
        receive_queue: 11,
        send_queue: 12,
        receive_limit: 13,
        send_limit: 14,
        send_memory: 15,
        info,
    };
    use TcpState::*;
    let states = each_of!(TcpState;
        Established => Established, SynSent => SynSent, SynReceived => SynReceived, FinWait1 => FinWait1,
        FinWait2 => FinWait2, TimeWait => TimeWait, Closed => Closed, CloseWait => CloseWait, LastAck => LastAck,
        Listen => Listen, Closing => Closing,
    );
    let subjects = each_of!(Subject;
        Subject::Socket(_) => Subject::Socket(SOCKET),
        Subject::End(_, Side::Client) => Subject::End(ConnectionId(0), Side::Client),
        Subject::End(_, Side::Server) => Subject::End(ConnectionId(1), Side::Server),
    );
    let by_state = states.into_iter().map(|state| reading(Subject::Socket(SOCKET), state, None));
    by_state.chain(subjects.into_iter().map(|subject| reading(subject, Established, Some(info)))).collect()
}

fn limits() -> Vec<Limit> {
    each_of!(Limit;
        Limit::CpuSeconds(_) => Limit::CpuSeconds(1),
        Limit::MemoryMib(_) => Limit::MemoryMib(2),
        Limit::Descriptors(_) => Limit::Descriptors(3),
        Limit::SessionSeconds(_) => Limit::SessionSeconds(4),
        Limit::IdleSeconds(_) => Limit::IdleSeconds(5),
        Limit::OutputBytes(_) => Limit::OutputBytes(6 << 40),
        Limit::Events(_) => Limit::Events(7),
        Limit::LogBytes(_) => Limit::LogBytes(8),
        Limit::Threads(_) => Limit::Threads(9),
    )
}

fn segment(direction: Direction) -> Fact {
    Fact::Segment(Segment {
        connection: ConnectionId(1),
        direction,
        source: v4(1),
        destination: v4(2),
        sequence: u32::MAX,
        acknowledgement: 1,
        flags: Flags(Flags::PSH | Flags::ACK),
        window: 512,
        offset: 1 << 40,
        len_bytes: 5,
        retransmission: true,
        headers: vec![0, 1, 2, 255],
    })
}

/// A call with these arguments, and an event of it.
fn call(id: u64, op: Op) -> Call {
    let names = each_of!(ApiName;
        ApiName::Same => ApiName::Same, ApiName::Sendall => ApiName::Sendall, ApiName::Timeout => ApiName::Timeout,
        ApiName::RecvInto => ApiName::RecvInto, ApiName::ConnectEx => ApiName::ConnectEx,
        ApiName::Library => ApiName::Library,
    );
    let name = names[id as usize % names.len()];
    let start_ns = id * 1000 + 7;
    let socket = id.is_multiple_of(2).then_some(SOCKET);
    Call {
        id: CallId(id),
        lane: id as u16 % 3,
        line: id as u32,
        socket,
        fd: 3,
        api: Api { name, group: id as u32 % 2 },
        op,
        start_ns,
    }
}

fn facts() -> Vec<Fact> {
    let exits = each_of!(Exit;
        Exit::Finished => Exit::Finished,
        Exit::Status { .. } => Exit::Status { code: -3 },
        Exit::Exception { .. } => Exit::Exception {
            kind: "OSError".into(), message: "[Errno 9]".into(), line: 4, traceback: "Traceback…\n".into(),
        },
        Exit::Stopped => Exit::Stopped,
        Exit::Killed { .. } => Exit::Killed { signal: 9 },
    );
    let ends = each_of!(End;
        End::Finished => End::Finished,
        End::Stopped => End::Stopped,
        End::Limit(_) => End::Limit(Limit::Events(1)),
        End::RelayStopped => End::RelayStopped,
        End::Failed { .. } => End::Failed { reason: "no memory".into() },
        End::Damaged => End::Damaged,
    );
    let mut facts = each_of!(Fact;
        Fact::SessionStarted(_) => Fact::SessionStarted(Box::new(infos()[0].clone())),
        Fact::ActorStarted { .. } => Fact::ActorStarted { actor: CLIENT, pid: 4321 },
        Fact::Entered { .. } => Fact::Entered { actor: SERVER, call: call(9, Op::Accept) },
        Fact::Returned { .. } => Fact::Returned {
            actor: CLIENT, call: call(10, Op::Close), took_ns: 5, outcome: Outcome::Done, announced: true, moved: true,
        },
        Fact::Held { .. } => Fact::Held { actor: CLIENT, call: call(8, Op::Close) },
        Fact::Released { .. } => Fact::Released { actor: CLIENT, lane: 2 },
        Fact::Output { .. } => Fact::Output { actor: SERVER, error: true, line: 3, data: b"\xff\n".to_vec() },
        Fact::Segment(_) => segment(Direction::ToServer),
        Fact::Readings(_) => Fact::Readings(readings()),
        Fact::ActorExited { .. } => Fact::ActorExited { actor: SERVER, exit: Exit::Finished, cpu_ns: 12_345_678 },
        Fact::LimitHit { .. } => Fact::LimitHit { actor: None, limit: Limit::Events(9) },
        Fact::Lost { .. } => Fact::Lost { what: Lost::Segments, count: 3 },
        Fact::StepMode { .. } => Fact::StepMode { on: true },
        Fact::SessionEnded { .. } => Fact::SessionEnded { end: End::Finished },
        Fact::Deadlock { .. } => Fact::Deadlock { actors: vec![SERVER, CLIENT, ActorId(u16::MAX)] },
        Fact::Door { .. } => Fact::Door { door: 0, news: DoorNews::Opened { outside: v4(1) } },
    );
    facts.extend(infos().into_iter().map(|info| Fact::SessionStarted(Box::new(info))));
    facts.extend((20..).zip(ops()).map(|(id, op)| Fact::Entered { actor: SERVER, call: call(id, op) }));
    facts.extend((90..).zip(outcomes()).map(|(id, outcome)| Fact::Returned {
        actor: CLIENT,
        call: call(id, Op::Accept),
        took_ns: id,
        outcome,
        announced: false,
        moved: false,
    }));
    facts.push(segment(Direction::ToClient));
    facts.extend(exits.into_iter().map(|exit| Fact::ActorExited { actor: CLIENT, exit, cpu_ns: u64::MAX }));
    facts.extend(limits().into_iter().map(|limit| Fact::LimitHit { actor: Some(CLIENT), limit }));
    facts.push(Fact::Lost { what: Lost::OutputBytes, count: u64::MAX });
    let news = each_of!(DoorNews;
        DoorNews::Opened { .. } => DoorNews::Opened { outside: v4(1) },
        DoorNews::Visitor { .. } => DoorNews::Visitor { outside: v4(2), inside: v4(3) },
    );
    facts.extend(news.into_iter().map(|news| Fact::Door { door: 1, news }));
    facts.extend(ends.into_iter().map(|end| Fact::SessionEnded { end }));
    facts
}

/// Every kind of event, and every kind of what events have.
pub fn events() -> Vec<Event> {
    (0..).zip(facts()).map(|(place, fact)| Event { at_ns: place * place * 1001, fact }).collect()
}
