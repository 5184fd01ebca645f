//! What an actor's process and the relay say to each other, over a Unix stream socket.
//!
//! Every message is its length (u32, little-endian) and a body, with what it carries as [`payload`]. Reports reuse the log's own types with two
//! differences, which the recorder settles: a [`SocketId`](socketscope_shared::SocketId) counts the sockets of *this
//! actor* from 0, connections are not known yet ([`ConnectionId`](socketscope_shared::ConnectionId) is `None`; 0 in
//! `NewPair`), and times are absolute readings of CLOCK_MONOTONIC in ns.

use bitcode::{Decode, Encode};
use socketscope_shared::{
    Address, Call, Exit, Outcome,
    event::{Limit, Lost},
    hosts::Host,
    payload::{self, MAX_HEAD_BYTES, Payload, Payloads},
    reading::{TcpInfo, TcpState},
    session::File,
};
use std::io::{self, Read, Write};

/// Largest message in either direction, in bytes: a program's text, or one call's payload.
pub const MAX_MESSAGE_BYTES: usize = 64 << 20;

/// Actor to relay.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Report {
    /// A call that may block is about to be made. Calls that cannot block are only reported when they return.
    Entered(Call),
    /// A call returned.
    Returned { call: Call, end_ns: u64, outcome: Outcome },
    /// The program waits before this call for [`Order::Release`].
    Held(Call),
    /// It was released (or step mode was switched off).
    Released { lane: u16, at_ns: u64 },
    /// Bytes printed.
    Output { at_ns: u64, error: bool, line: u32, data: Vec<u8> },
    /// What the kernel holds for every socket of the session that changed since this process last said so.
    Readings { at_ns: u64, readings: Vec<SocketReading> },
    /// A limit that the process enforces on itself was hit.
    LimitHit { at_ns: u64, limit: Limit },
    /// Facts that this process could not report.
    Lost { at_ns: u64, what: Lost, count: u64 },
    /// The program ended; the process exits after this.
    Finished { at_ns: u64, exit: Exit, cpu_ns: u64 },
}

/// Relay to actor.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Order {
    /// First of all: what to run, and how.
    Run(Program),
    /// Let the held lane make its call. Where it is not held, nothing happens: releases are not saved up.
    Release { lane: u16 },
    /// Hold before each call, or stop holding.
    StepMode { on: bool },
    /// A line for `input()`.
    Input { text: String },
    /// End now: unblock, report [`Report::Finished`] with [`Exit::Stopped`], exit.
    Stop,
}

/// A program to run.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Program {
    /// `server.py`: the name in tracebacks.
    pub file: String,
    /// Its text.
    pub source: String,
    /// `sys.argv[1:]`.
    pub arguments: Vec<String>,
    /// Files that it can read, and modules that it can import.
    pub files: Vec<File>,
    /// Hold before the first call.
    pub step_mode: bool,
    /// The process's number on the machine, which the page shows: in a PID namespace it does not know it.
    pub pid: u32,
    /// On a shared network: the loopback address that stands for 127.0.0.1, 0.0.0.0 and localhost in bind and connect.
    pub rewrite_to: Option<[u8; 4]>,
    /// Names of the session's network besides the usual ones, and what they mean.
    pub hosts: Vec<Host>,
    /// What the process may use.
    pub limits: Limits,
}

/// Limits of one actor's process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Limits {
    /// CPU time in seconds.
    pub cpu_seconds: u32,
    /// Address space in MiB.
    pub memory_mib: u32,
    /// Open descriptors that the program may have.
    pub descriptors: u32,
    /// Threads that the program may have.
    pub threads: u32,
    /// Bytes that it may print.
    pub output_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { cpu_seconds: 30, memory_mib: 1024, descriptors: 1100, threads: 600, output_bytes: 4 << 20 }
    }
}

/// A kernel reading of one socket, found by its addresses.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SocketReading {
    /// Its own address.
    pub local: Address,
    /// Its peer's; `None` for a listener or an unconnected socket.
    pub peer: Option<Address>,
    /// TCP state.
    pub state: TcpState,
    /// As [`Reading::receive_queue`](socketscope_shared::reading::Reading::receive_queue).
    pub receive_queue: u32,
    /// As [`Reading::send_queue`](socketscope_shared::reading::Reading::send_queue).
    pub send_queue: u32,
    /// Receive buffer limit, bytes.
    pub receive_limit: u32,
    /// Send buffer limit, bytes.
    pub send_limit: u32,
    /// As [`Reading::send_memory`](socketscope_shared::reading::Reading::send_memory).
    pub send_memory: u32,
    /// TCP_INFO.
    pub info: Option<TcpInfo>,
    /// How far its streams are, where the kernel tells (Linux 4.1).
    pub progress: Option<Progress>,
}

/// How far an end's two streams are by its kernel, bytes (`struct tcp_info` in linux/tcp.h).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Progress {
    /// `tcpi_bytes_acked`: sent and acknowledged. The FIN counts as a byte, and so does the SYN of the end that connected.
    pub acknowledged: u64,
    /// `tcpi_bytes_received`: received in order. The FIN counts as a byte.
    pub received: u64,
    /// Whether the queues are of the same moment: the kernel reads them before, and bytes may have moved in between.
    pub with_queues: bool,
}

impl Payloads for Report {
    fn visit(&mut self, visit: &mut dyn FnMut(Payload<'_>)) {
        match self {
            Report::Entered(call) | Report::Held(call) => call.op.visit(visit),
            Report::Returned { call, outcome, .. } => {
                call.op.visit(visit);
                outcome.visit(visit);
            }
            Report::Output { data, .. } => visit(Payload::Bytes(data)),
            Report::Finished { exit, .. } => exit.visit(visit),
            Report::Released { .. }
            | Report::Readings { .. }
            | Report::LimitHit { .. }
            | Report::Lost { .. } => {}
        }
    }
}

impl Payloads for Order {
    fn visit(&mut self, visit: &mut dyn FnMut(Payload<'_>)) {
        match self {
            Order::Run(program) => {
                visit(Payload::Text(&mut program.source));
                program.files.iter_mut().for_each(|file| visit(Payload::Bytes(&mut file.data)));
            }
            Order::Input { text } => visit(Payload::Text(text)),
            Order::Release { .. } | Order::StepMode { .. } | Order::Stop => {}
        }
    }
}

/// The bytes of one message, its length included.
pub fn encode_message<T: Clone + Encode + Payloads>(message: &T) -> io::Result<Vec<u8>> {
    let body = payload::encode(message.clone());
    let len = u32::try_from(body.len()).map_err(|_| too_large(body.len()))?;
    let mut bytes = Vec::with_capacity(4 + body.len());
    bytes.extend(len.to_le_bytes());
    bytes.extend(body);
    Ok(bytes)
}

/// Writes one message.
pub fn write_message<T: Clone + Encode + Payloads>(to: &mut impl Write, message: &T) -> io::Result<()> {
    to.write_all(&encode_message(message)?)
}

/// Reads one message; `None` at the end of the stream.
pub fn read_message<T: for<'a> Decode<'a> + Payloads>(from: &mut impl Read) -> io::Result<Option<T>> {
    let mut len = [0; 4];
    match from.read_exact(&mut len) {
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let len = u32::from_le_bytes(len) as usize;
    if len > MAX_MESSAGE_BYTES {
        return Err(too_large(len));
    }
    let mut body = vec![0; len];
    from.read_exact(&mut body)?;
    decode_message(&body).map(Some)
}

/// The message of a body. Takes little more memory than the body has, whatever is in it.
pub fn decode_message<T: for<'a> Decode<'a> + Payloads>(body: &[u8]) -> io::Result<T> {
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "a damaged message");
    payload::decode(body, MAX_HEAD_BYTES).ok_or_else(damaged)
}

fn too_large(len: usize) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("a message of {len} bytes is over the limit"))
}
