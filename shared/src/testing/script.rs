//! Builds logs call by call, as a recorder would write them.

use crate::{
    ActorId, Address, Api, Call, CallId, ConnectionId, Direction, Event, Exit, Fact, Op, Outcome, Side,
    SocketId,
    bytes::framing::Framing,
    record::{
        call::ApiName,
        event::End,
        reading::{Reading, Subject, TcpInfo, TcpState},
        segment::{Flags, Segment},
        session::{ActorInfo, Network, SessionInfo},
    },
};

/// The server's address in every script.
pub const SERVER: Address = Address::V4([127, 0, 0, 1], 8001);
const US: u64 = 1_000;
const INITIAL_SEQUENCE: [u32; 2] = [1_000_000_007, 4_294_967_290];

/// A log in the making. Time moves on by a few µs with each event.
#[derive(Clone, Debug)]
pub struct Script {
    events: Vec<Event>,
    now_ns: u64,
    calls: u64,
    sockets: u32,
    connections: u32,
    next_fd: Vec<i32>,
}

/// A socket of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sock {
    /// Whose.
    pub actor: ActorId,
    /// Which.
    pub id: SocketId,
    /// Its descriptor.
    pub fd: i32,
}

/// A connection of a script.
#[derive(Clone, Debug)]
pub struct Conn {
    /// Which.
    pub id: ConnectionId,
    /// The client's address.
    pub client: Address,
    /// Bytes of each direction that have crossed, by [`Direction::index`].
    pub crossed: [u64; 2],
    /// Whether its FIN has crossed, too: it takes a number (RFC 9293, section 3.4).
    pub finished: [bool; 2],
}

impl Script {
    /// Begins a session of these actors: name, file, text.
    pub fn new(lesson: &str, actors: &[(&str, &str, &str)]) -> Self {
        let info = SessionInfo {
            id: super::SESSION,
            lesson: lesson.into(),
            knobs: Vec::new(),
            actors: actors
                .iter()
                .map(|(name, file, source)| ActorInfo {
                    name: (*name).into(),
                    file: (*file).into(),
                    source: (*source).into(),
                    arguments: Vec::new(),
                })
                .collect(),
            files: Vec::new(),
            framing: Framing::None,
            doors: Vec::new(),
            network: Network::Own { mtu_bytes: 1500, offloads: false },
            step_mode: false,
            started_unix_ms: 1_795_370_000_000,
        };
        let mut script = Script {
            events: Vec::new(),
            now_ns: 0,
            calls: 0,
            sockets: 0,
            connections: 0,
            next_fd: vec![3; actors.len()],
        };
        script.push(Fact::SessionStarted(Box::new(info)));
        script
    }

    /// The log.
    pub fn finish(self) -> Vec<Event> {
        self.events
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Time now, ns since the session began.
    pub fn now_ns(&self) -> u64 {
        self.now_ns
    }

    /// Lets time pass.
    pub fn wait_us(&mut self, us: u64) {
        self.now_ns += us * US;
    }

    /// Adds a fact.
    pub fn push(&mut self, fact: Fact) {
        self.events.push(Event { at_ns: self.now_ns, fact });
        self.wait_us(3);
    }

    /// The actor's process exists.
    pub fn started(&mut self, actor: ActorId) {
        self.push(Fact::ActorStarted { actor, pid: 4126 + u32::from(actor.0) });
    }

    /// A call that begins now.
    pub fn call(&mut self, on: Option<Sock>, line: u32, op: Op) -> Call {
        self.calls += 1;
        Call {
            id: CallId(self.calls),
            lane: 0,
            line,
            socket: on.map(|s| s.id),
            fd: on.map_or(-1, |s| s.fd),
            api: Api::default(),
            op,
            start_ns: self.now_ns,
        }
    }

    /// It is announced.
    pub fn entered(&mut self, actor: ActorId, call: &Call) {
        self.push(Fact::Entered { actor, call: call.clone() });
    }

    /// It returns, having taken the time since it began or, where that is more, `least_us`.
    pub fn returned(
        &mut self,
        actor: ActorId,
        call: &Call,
        outcome: Outcome,
        announced: bool,
        least_us: u64,
    ) {
        let took_ns = (self.now_ns - call.start_ns).max(least_us * US);
        let call = call.clone();
        self.push(Fact::Returned { actor, call, took_ns, outcome, announced, moved: false });
    }

    /// A call that returns at once.
    pub fn quick(&mut self, actor: ActorId, on: Option<Sock>, line: u32, op: Op, outcome: Outcome) {
        let call = self.call(on, line, op);
        self.returned(actor, &call, outcome, false, 8);
    }

    /// `socket()`.
    pub fn socket(&mut self, actor: ActorId, line: u32) -> Sock {
        let sock = self.new_sock(actor);
        let op = Op::Socket { family: 2, kind: 1, protocol: 0 };
        self.quick(actor, None, line, op, Outcome::NewSocket { socket: sock.id, fd: sock.fd });
        sock
    }

    /// The next socket id and descriptor of an actor.
    pub fn new_sock(&mut self, actor: ActorId) -> Sock {
        let fd = self.next_fd.get_mut(usize::from(actor.0)).map_or(3, |next| {
            *next += 1;
            *next - 1
        });
        self.sockets += 1;
        Sock { actor, id: SocketId(self.sockets - 1), fd }
    }

    /// `socket`, `bind`, `listen`, and what the kernel says.
    pub fn listener(&mut self, actor: ActorId, line: u32, backlog: i32) -> Sock {
        let sock = self.socket(actor, line);
        self.quick(actor, Some(sock), line + 1, Op::Bind { address: SERVER }, Outcome::Done);
        self.quick(actor, Some(sock), line + 2, Op::Listen { backlog }, Outcome::Done);
        self.listening(sock, 0, backlog);
        sock
    }

    /// A listener's reading.
    pub fn listening(&mut self, sock: Sock, waiting: u32, backlog: i32) {
        let backlog = u32::try_from(backlog).unwrap_or(0);
        let subject = Subject::Socket(sock.id);
        self.push(Fact::Readings(vec![reading(subject, TcpState::Listen, waiting, backlog)]));
    }

    /// `connect` by `sock`, announced, with the handshake's three segments; returns with the connection.
    pub fn connect(&mut self, sock: Sock, line: u32) -> Conn {
        let port = 40_000 + u16::try_from(self.connections % 20_000).unwrap_or(0);
        let client = Address::V4([127, 0, 0, 1], port);
        let id = ConnectionId(self.connections);
        let mut conn = Conn { id, client: client.clone(), crossed: [0, 0], finished: [false, false] };
        self.connections += 1;
        let call = self.call(Some(sock), line, Op::Connect { address: SERVER });
        self.entered(sock.actor, &call);
        self.segment(&mut conn, Direction::ToServer, Flags::SYN, 0);
        self.segment(&mut conn, Direction::ToClient, Flags::SYN | Flags::ACK, 0);
        self.segment(&mut conn, Direction::ToServer, Flags::ACK, 0);
        let outcome = Outcome::Connected { connection: Some(conn.id), local: client, in_progress: false };
        self.returned(sock.actor, &call, outcome, true, 0);
        conn
    }

    /// `accept` returns from a call that was announced.
    pub fn accepted(&mut self, call: &Call, actor: ActorId, conn: &Conn) -> Sock {
        let sock = self.new_sock(actor);
        let outcome = Outcome::Accepted {
            socket: sock.id,
            fd: sock.fd,
            connection: Some(conn.id),
            local: SERVER,
            peer: conn.client.clone(),
        };
        self.returned(actor, call, outcome, true, 0);
        sock
    }

    /// `sendall` that the kernel takes whole.
    pub fn sendall(&mut self, sock: Sock, line: u32, data: &[u8]) {
        let op = Op::Send { data: data.to_vec(), flags: 0, to: None, omitted_bytes: 0 };
        let mut call = self.call(Some(sock), line, op);
        call.api = Api { name: ApiName::Sendall, group: 0 };
        self.returned(sock.actor, &call, Outcome::Sent { len_bytes: data.len() as u64 }, false, 14);
    }

    /// `recv` that returns at once.
    pub fn recv(&mut self, sock: Sock, line: u32, max_bytes: u64, data: &[u8]) {
        let outcome = match data {
            [] => Outcome::EndOfStream,
            data => Outcome::Received { data: data.to_vec(), from: None },
        };
        self.quick(sock.actor, Some(sock), line, Op::Recv { max_bytes, flags: 0 }, outcome);
    }

    /// A segment crosses, acknowledging all that crossed the other way.
    pub fn segment(&mut self, conn: &mut Conn, direction: Direction, flags: u8, len_bytes: u32) {
        let (here, there) = (direction.index(), direction.to().sends().index());
        let (source, destination) = match direction {
            Direction::ToServer => (conn.client.clone(), SERVER),
            Direction::ToClient => (SERVER, conn.client.clone()),
        };
        let offset = conn.crossed[here];
        let begun = u32::from(flags & Flags::SYN == 0);
        let number = |way: usize, begun: u32| {
            let beyond = (conn.crossed[way] as u32).wrapping_add(begun + u32::from(conn.finished[way]));
            INITIAL_SEQUENCE[way].wrapping_add(beyond)
        };
        let (sequence, acknowledged) = (number(here, begun), number(there, 1));
        let acknowledgement = if flags & Flags::ACK == 0 { 0 } else { acknowledged };
        let mut segment = Segment {
            connection: conn.id,
            direction,
            source,
            destination,
            sequence,
            acknowledgement,
            flags: Flags(flags),
            window: if begun == 0 { 65_495 } else { 512 },
            offset,
            len_bytes,
            retransmission: false,
            headers: Vec::new(),
        };
        segment.headers = headers(&segment);
        self.push(Fact::Segment(segment));
        conn.crossed[here] += u64::from(len_bytes);
        conn.finished[here] |= flags & Flags::FIN != 0;
    }

    /// What the kernel says of an end: state, bytes to receive, bytes not acknowledged.
    pub fn end_reading(&mut self, conn: &Conn, ends: &[(Side, TcpState, u32, u32)]) {
        let of = |(side, state, receive, send): &(Side, TcpState, u32, u32)| {
            reading(Subject::End(conn.id, *side), *state, *receive, *send)
        };
        self.push(Fact::Readings(ends.iter().map(of).collect()));
    }

    /// `close`.
    pub fn close(&mut self, sock: Sock, line: u32) {
        self.quick(sock.actor, Some(sock), line, Op::Close, Outcome::Done);
    }

    /// `print`.
    pub fn print(&mut self, actor: ActorId, line: u32, text: &str) {
        self.push(Fact::Output { actor, error: false, line, data: text.as_bytes().to_vec() });
    }

    /// The program reaches its end.
    pub fn exited(&mut self, actor: ActorId) {
        self.push(Fact::ActorExited { actor, exit: Exit::Finished, cpu_ns: 31_000_000 });
    }

    /// The session ends.
    pub fn ended(&mut self) {
        self.push(Fact::SessionEnded { end: End::Finished });
    }
}

fn reading(subject: Subject, state: TcpState, receive_queue: u32, send_queue: u32) -> Reading {
    let connected = matches!(subject, Subject::End(..));
    let info = TcpInfo {
        rtt_us: 21,
        cwnd: 10,
        mss_bytes: 1448,
        receive_window_bytes: 65_536,
        send_window_bytes: 65_536,
        ..TcpInfo::default()
    };
    Reading {
        subject,
        state,
        receive_queue,
        send_queue,
        receive_limit: 131_072,
        send_limit: 87_040,
        // As where each segment has its own bookkeeping.
        send_memory: send_queue.saturating_mul(2),
        info: connected.then_some(info),
    }
}

/// Ethernet, IPv4 and TCP headers that say what the segment says. A SYN scales windows by 128, as Linux does on loopback;
/// there are no other options, and checksums are 0.
fn headers(segment: &Segment) -> Vec<u8> {
    let options: &[u8] = if segment.flags.has(Flags::SYN) { &[1, 3, 3, 7] } else { &[] };
    let headers_len = 40 + options.len() as u16;
    let mut bytes = vec![0; 12];
    bytes.extend([0x08, 0x00]);
    let total = headers_len + u16::try_from(segment.len_bytes).unwrap_or(u16::MAX - headers_len);
    bytes.extend([0x45, 0]);
    bytes.extend(total.to_be_bytes());
    bytes.extend([0, 0, 0x40, 0, 64, 6, 0, 0]);
    let ends = [&segment.source, &segment.destination];
    for address in ends {
        if let Address::V4(ip, _) = address {
            bytes.extend(ip);
        }
    }
    for address in ends {
        bytes.extend(address.port().unwrap_or(0).to_be_bytes());
    }
    bytes.extend(segment.sequence.to_be_bytes());
    bytes.extend(segment.acknowledgement.to_be_bytes());
    bytes.extend([0x50 + ((options.len() as u8 / 4) << 4), segment.flags.0]);
    bytes.extend(segment.window.to_be_bytes());
    bytes.extend([0; 4]);
    bytes.extend(options);
    bytes
}
