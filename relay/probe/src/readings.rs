//! The kernel's own table of a network's TCP sockets (sock_diag(7)).
//!
//! It holds what no program could ask for: the sockets of blocked programs, those that wait in an accept queue, and
//! those in TIME-WAIT that belong to no program any more.
#![allow(unsafe_code, reason = "a netlink socket is made and read by system calls")]

mod sock_diag;

use crate::{
    clock::now_ns,
    descriptors::move_high,
    protocol::{Progress, SocketReading},
};
use socketscope_shared::{
    Address,
    reading::{TcpInfo, TcpState},
};
use std::{
    collections::{HashMap, hash_map::Entry},
    io,
    os::fd::{AsRawFd, FromRawFd, OwnedFd},
};

/// What one recv of a dump may return; the kernel fills at most 32 KiB at a time.
const BUFFER_BYTES: usize = 64 << 10;

/// Reading a table takes the kernel less, unless something else ran in between, ns.
const PROMPT_NS: u64 = 500_000;
/// How often a table is read at most, until one reading is prompt.
const TRIES: u32 = 6;

/// Reports what changed in the network's socket table since it was last asked.
pub struct Sampler {
    socket: OwnedFd,
    only: Option<[u8; 4]>,
    last: HashMap<Ends, SocketReading>,
    sequence: u32,
    buffer: Vec<u8>,
}

/// Local address and peer: what distinguishes the sockets of a table.
type Ends = (Address, Option<Address>);

impl Sampler {
    /// Opens a sampler of the network namespace that the caller is in; with `only`, of the sockets that have
    /// this local address.
    pub fn open(only: Option<[u8; 4]>) -> io::Result<Self> {
        // SAFETY: socket(2) takes no pointers.
        let fd = unsafe {
            libc::socket(libc::AF_NETLINK, libc::SOCK_RAW | libc::SOCK_CLOEXEC, libc::NETLINK_SOCK_DIAG)
        };
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the kernel just made this descriptor for us and nobody else owns it.
        let socket = move_high(unsafe { OwnedFd::from_raw_fd(fd) })?;
        Ok(Sampler { socket, only, last: HashMap::new(), sequence: 0, buffer: vec![0; BUFFER_BYTES] })
    }

    /// Reads the table once and returns the sockets that changed since the last sample, and when that was
    /// (CLOCK_MONOTONIC, ns).
    ///
    /// A socket that is gone is returned once, as [`TcpState::Closed`] with nothing held. A change of the round-trip
    /// time alone is none, so that an idle network is silent.
    pub fn sample(&mut self) -> io::Result<(u64, Vec<SocketReading>)> {
        let (at_ns, now) = self.timed_dump()?;
        let mut changed = Vec::new();
        for (ends, reading) in &now {
            if self.last.get(ends).is_none_or(|before| !same_but_for_time(before, reading)) {
                changed.push(reading.clone());
            }
        }
        for (local, peer) in self.last.keys().filter(|ends| !now.contains_key(*ends)) {
            changed.push(gone(local.clone(), peer.clone()));
        }
        self.last = now;
        changed.sort_by(|a, b| (&a.local, &a.peer).cmp(&(&b.local, &b.peer)));
        Ok((at_ns, changed))
    }

    /// The table, and when it was so. It is read again where we were kept from running while the kernel read it, and where
    /// bytes moved: the kernel does not read a socket's queues and its counts at once, and both must be of one moment.
    fn timed_dump(&mut self) -> io::Result<(u64, HashMap<Ends, SocketReading>)> {
        let mut earlier: Option<HashMap<Ends, SocketReading>> = None;
        let mut tries = TRIES;
        loop {
            tries -= 1;
            let before_ns = now_ns();
            // The kernel reads a table that fits into one answer before it returns from this.
            self.ask()?;
            let after_ns = now_ns();
            let mut table = self.answer()?;
            let before = earlier.as_ref().unwrap_or(&self.last);
            let moves = |ends: &Ends, now: &SocketReading| {
                now.progress.is_some()
                    && before.get(ends).is_none_or(|before| before.progress != now.progress)
            };
            let prompt = after_ns - before_ns <= PROMPT_NS;
            if prompt && !table.iter().any(|(ends, now)| moves(ends, now)) {
                return Ok((after_ns, table));
            }
            if tries == 0 {
                let moving = |now: &SocketReading| moves(&(now.local.clone(), now.peer.clone()), now);
                for now in table.values_mut().filter(|now| moving(now)) {
                    now.progress = now.progress.map(|progress| Progress { with_queues: false, ..progress });
                }
                // Too early rather than too late: what it counts comes before it all the same.
                return Ok((before_ns, table));
            }
            earlier = Some(table);
        }
    }

    /// How many sockets the table had when it was last read.
    pub fn sockets(&self) -> usize {
        self.last.len()
    }

    fn ask(&mut self) -> io::Result<()> {
        self.sequence = self.sequence.wrapping_add(1);
        let request = sock_diag::dump_request(self.sequence);
        // SAFETY: the pointer and length are those of `request`.
        let sent = unsafe { libc::send(self.socket.as_raw_fd(), request.as_ptr().cast(), request.len(), 0) };
        if sent < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
    }

    fn answer(&mut self) -> io::Result<HashMap<Ends, SocketReading>> {
        let mut table = HashMap::with_capacity(self.last.len() + 4);
        loop {
            // SAFETY: the pointer and length are those of `buffer`, which nothing else uses meanwhile.
            let len = unsafe {
                libc::recv(self.socket.as_raw_fd(), self.buffer.as_mut_ptr().cast(), self.buffer.len(), 0)
            };
            let len = match usize::try_from(len) {
                Ok(len) => len,
                Err(_) => match io::Error::last_os_error() {
                    e if e.kind() == io::ErrorKind::Interrupted => continue,
                    e => return Err(e),
                },
            };
            for message in sock_diag::messages(&self.buffer[..len]) {
                if message.sequence != self.sequence {
                    continue;
                }
                match message.kind {
                    sock_diag::Kind::Done => return Ok(table),
                    sock_diag::Kind::Error(errno) => return Err(io::Error::from_raw_os_error(errno)),
                    sock_diag::Kind::Socket(body) => {
                        if let Some(reading) = sock_diag::socket(body).filter(|r| self.wants(r)) {
                            // Sockets that share one port (SO_REUSEPORT) share a reading: the first.
                            if let Entry::Vacant(free) =
                                table.entry((reading.local.clone(), reading.peer.clone()))
                            {
                                free.insert(reading);
                            }
                        }
                    }
                    sock_diag::Kind::Other => {}
                }
            }
        }
    }

    /// A client that did not bind has another local address, and the session's as its peer's.
    fn wants(&self, reading: &SocketReading) -> bool {
        let Some(only) = self.only else { return true };
        let is_it = |address: &Address| match address {
            Address::V4(ip, _) => *ip == only,
            Address::V6(ip, _) => ip[..12] == sock_diag::V4_MAPPED && ip[12..] == only,
            Address::Unix(_) | Address::Other => false,
        };
        is_it(&reading.local) || reading.peer.as_ref().is_some_and(is_it)
    }
}

fn same_but_for_time(a: &SocketReading, b: &SocketReading) -> bool {
    let timeless = |info: Option<TcpInfo>| info.map(|info| TcpInfo { rtt_us: 0, ..info });
    a.state == b.state
        && a.receive_queue == b.receive_queue
        && a.send_queue == b.send_queue
        && a.receive_limit == b.receive_limit
        && a.send_limit == b.send_limit
        && a.send_memory == b.send_memory
        && timeless(a.info) == timeless(b.info)
}

fn gone(local: Address, peer: Option<Address>) -> SocketReading {
    SocketReading {
        local,
        peer,
        state: TcpState::Closed,
        receive_queue: 0,
        send_queue: 0,
        receive_limit: 0,
        send_limit: 0,
        send_memory: 0,
        info: None,
        progress: None,
    }
}

#[cfg(test)]
mod tests;
