//! What the stage knows about one program, and its channel.

use super::{Inbox, Input};
use socketscope_network::{Heard, report::ExitStatus};
use socketscope_probe::{
    clock,
    protocol::{MAX_MESSAGE_BYTES, Order, Report, decode_message, encode_message},
};
use socketscope_shared::{
    ActorId, Address, Exit, Op, Outcome, SocketId,
    record::linux::{SOCK_DGRAM, SOCK_TYPE_MASK},
};
use std::{
    collections::BTreeSet,
    io,
    os::{fd::AsFd, unix::net::UnixStream as StdUnixStream},
    sync::Arc,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, BufReader, Interest},
    net::{UnixStream, unix::OwnedReadHalf, unix::OwnedWriteHalf},
    sync::mpsc,
};

/// Orders that wait for a program to read them; a person gives few.
const ORDERS: usize = 256;
/// Room for a report that is kept for the next, bytes.
const KEPT_BYTES: usize = 64 << 10;
/// Sockets whose ports are remembered.
const MAX_BOUND: usize = 256;

/// How far a program is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Its turn has not come.
    #[default]
    Waiting,
    /// Its process is being made.
    Starting,
    Running,
    Over,
}

/// One program of the session.
#[derive(Debug, Default)]
pub struct Actor {
    pub phase: Phase,
    /// When it first said anything.
    pub began_ns: Option<u64>,
    /// Whether it listens, or for datagrams is bound: others may start.
    pub serves: bool,
    /// Whether it has a connection, or has moved bytes.
    pub connected: bool,
    /// How the process ended, and its CPU time in ns, once reaped.
    pub reaped: Option<(ExitStatus, u64)>,
    pub channel_closed: bool,
    /// Its own account of its end.
    pub finished: Option<(u64, Exit, u64)>,
    /// Ports that its sockets are bound to, by its own count of sockets, and those on which they listen.
    bound: Vec<(SocketId, u16)>,
    listens: BTreeSet<u16>,
    /// Its sockets for datagrams: bound, they serve.
    datagrams: BTreeSet<SocketId>,
    held: BTreeSet<u16>,
    asks: bool,
    channel: Option<Channel>,
}

/// The way to a program and back.
#[derive(Debug)]
pub struct Channel {
    orders: mpsc::Sender<Order>,
    reports: StdUnixStream,
    heard: Arc<Heard>,
}

impl Actor {
    pub fn started(&mut self, channel: Channel) {
        self.phase = Phase::Running;
        self.channel = Some(channel);
    }

    /// Whether all that it reported before this call is in the inbox.
    pub fn has_told_all(&self) -> bool {
        self.channel.as_ref().is_none_or(|channel| channel.heard.all(channel.reports.as_fd()))
    }

    /// Notes what matters to the stage.
    pub fn observe(&mut self, report: &Report) {
        match report {
            Report::Held(call) => _ = self.held.insert(call.lane),
            Report::Released { lane, .. } => _ = self.held.remove(lane),
            Report::Entered(call) => self.asks |= matches!(call.op, Op::Input { .. }),
            Report::Returned { call, outcome, .. } => match (&call.op, outcome) {
                (Op::Listen { .. }, Outcome::Done) => {
                    self.serves = true;
                    let own = |(socket, _): &&(SocketId, u16)| Some(*socket) == call.socket;
                    self.listens.extend(self.bound.iter().rev().find(own).map(|(_, port)| *port));
                }
                (Op::Socket { kind, .. }, Outcome::NewSocket { socket, .. })
                    if kind & SOCK_TYPE_MASK == SOCK_DGRAM && self.datagrams.len() < MAX_BOUND =>
                {
                    self.datagrams.insert(*socket);
                }
                (Op::Bind { address }, Outcome::Done) => self.bind(call.socket, address),
                (Op::Bind { .. }, Outcome::Address { address }) => self.bind(call.socket, address),
                (Op::Input { .. }, _) => self.asks = false,
                // A socket for datagrams connects without anybody's help.
                (Op::Connect { .. }, Outcome::Connected { in_progress: false, .. }) => {
                    let datagrams = call.socket.is_some_and(|socket| self.datagrams.contains(&socket));
                    self.connected |= !datagrams;
                }
                (_, Outcome::Sent { .. } | Outcome::Received { .. }) => self.connected = true,
                _ => {}
            },
            _ => {}
        }
    }

    fn bind(&mut self, socket: Option<SocketId>, address: &Address) {
        self.serves |= socket.is_some_and(|socket| self.datagrams.contains(&socket));
        if let (Some(socket), Some(port)) = (socket, address.port())
            && self.bound.len() < MAX_BOUND
        {
            self.bound.push((socket, port));
        }
    }

    /// Whether it has listened on this port.
    pub fn listens_on(&self, port: u16) -> bool {
        self.listens.contains(&port)
    }

    pub fn first_held(&self) -> Option<u16> {
        self.held.first().copied()
    }

    pub fn waits_for_person(&self) -> bool {
        self.phase == Phase::Running && (self.asks || !self.held.is_empty())
    }

    pub fn order(&self, order: Order) {
        if let Some(channel) = &self.channel
            && channel.orders.try_send(order).is_err()
        {
            tracing::debug!("an order came too late or too often for its program");
        }
    }

    /// When and how it ended, and its CPU time, once all is known; then never again.
    pub fn take_exit(&mut self, ending: bool) -> Option<(u64, Exit, u64)> {
        let (status, reaped_cpu_ns) = self.reaped?;
        if self.phase == Phase::Over || !(self.channel_closed || self.channel.is_none()) {
            return None;
        }
        self.phase = Phase::Over;
        self.held.clear();
        let exit = self.finished.take().map(|(at_ns, exit, cpu_ns)| (at_ns, exit, cpu_ns.max(reaped_cpu_ns)));
        exit.or_else(|| Some((clock::now_ns(), super::unreported_exit(status, ending), reaped_cpu_ns)))
    }
}

/// Starts the tasks that read a program's reports and write its orders.
pub fn connect(id: ActorId, channel: StdUnixStream, inbox: Inbox) -> io::Result<Channel> {
    channel.set_nonblocking(true)?;
    let (reports, heard) = (channel.try_clone()?, Arc::new(Heard::default()));
    let (reader, writer) = UnixStream::from_std(channel)?.into_split();
    let (orders, waiting) = mpsc::channel(ORDERS);
    tokio::spawn(write_orders(writer, waiting));
    let told = heard.clone();
    tokio::spawn(async move {
        if let Err(error) = read_reports(id, reader, &inbox, &told).await {
            tracing::warn!(actor = id.0, %error, "a program's reports broke off");
        }
        _ = inbox.send(Input::ActorGone(id)).await;
        told.is_over();
    });
    Ok(Channel { orders, reports, heard })
}

async fn write_orders(mut writer: OwnedWriteHalf, mut waiting: mpsc::Receiver<Order>) {
    while let Some(order) = waiting.recv().await {
        let Ok(bytes) = encode_message(&order) else { continue };
        if writer.write_all(&bytes).await.is_err() {
            return;
        }
    }
}

/// Waits for something to read, without reading it.
async fn something(reader: &OwnedReadHalf) -> io::Result<()> {
    let stream: &UnixStream = reader.as_ref();
    loop {
        stream.readable().await?;
        // The runtime's readiness may be that of what was read before.
        match stream.try_io(Interest::READABLE, || Heard::something(stream.as_fd())) {
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
            done => return done,
        }
    }
}

async fn read_reports(id: ActorId, reader: OwnedReadHalf, inbox: &Inbox, heard: &Heard) -> io::Result<()> {
    let mut reader = BufReader::with_capacity(64 << 10, reader);
    let mut body = Vec::new();
    loop {
        if reader.buffer().is_empty() {
            heard.waits();
            something(reader.get_ref()).await?;
            heard.takes();
        }
        let len = match reader.read_u32_le().await {
            Ok(len) => len as usize,
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(e) if e.kind() == io::ErrorKind::ConnectionReset => return Ok(()),
            Err(e) => return Err(e),
        };
        if len > MAX_MESSAGE_BYTES {
            return Err(io::Error::other(format!("a report of {len} bytes is over the limit")));
        }
        // Before it is read: until there is room, it waits in the program's own socket.
        let Ok(room) = inbox.room(len).await else { return Ok(()) };
        body.resize(len, 0);
        reader.read_exact(&mut body).await?;
        let report: Report = decode_message(&body)?;
        if inbox.send_in(Input::Actor(id, report), room).await.is_err() {
            return Ok(());
        }
        // The room of a large one is not kept.
        body.clear();
        body.shrink_to(KEPT_BYTES);
    }
}
