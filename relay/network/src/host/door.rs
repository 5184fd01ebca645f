//! Sockets inside the network that the relay itself uses.
#![allow(unsafe_code, reason = "std cannot choose a connection's own address, nor connect without waiting")]

use std::{
    io,
    mem::zeroed,
    net::TcpStream,
    os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd},
    ptr::from_ref,
    time::{Duration, Instant},
};

/// A listener whose queue is full does not answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection that is being made.
pub struct Opening {
    /// As ordered.
    pub door: u64,
    socket: TcpStream,
    until: Instant,
}

impl Opening {
    /// Begins to connect from `ip` to `ip`:`port`. The errno says why not.
    pub fn begin(door: u64, ip: [u8; 4], port: u16, now: Instant) -> Result<Self, i32> {
        let socket = connect(ip, port).map_err(|e| e.raw_os_error().unwrap_or(libc::EIO))?;
        Ok(Opening { door, socket, until: now + PATIENCE })
    }

    /// Writable once its outcome is known.
    pub fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }

    /// When it is given up.
    pub fn until(&self) -> Instant {
        self.until
    }

    /// The connected socket, or why there is none: what is known once it is writable, or given up.
    pub fn finish(self) -> Result<OwnedFd, i32> {
        let errno = |e: io::Error| e.raw_os_error().unwrap_or(libc::EIO);
        match self.socket.take_error().map_err(errno)? {
            Some(e) => Err(errno(e)),
            None if self.socket.peer_addr().is_err() => Err(libc::ETIMEDOUT),
            None => {
                self.socket.set_nonblocking(false).map_err(errno)?;
                Ok(self.socket.into())
            }
        }
    }
}

fn connect(ip: [u8; 4], port: u16) -> io::Result<TcpStream> {
    let kind = libc::SOCK_STREAM | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;
    // SAFETY: socket(2) takes no pointers.
    let fd = unsafe { libc::socket(libc::AF_INET, kind, 0) };
    succeeded(fd)?;
    // SAFETY: the kernel just made this descriptor for us and nobody else owns it.
    let socket = unsafe { OwnedFd::from_raw_fd(fd) };
    // On a shared network the kernel would choose 127.0.0.1, which is not the session's.
    let (own, peer) = (address(ip, 0), address(ip, port));
    let len = size_of::<libc::sockaddr_in>() as u32;
    // SAFETY: `own` is a whole sockaddr_in.
    succeeded(unsafe { libc::bind(socket.as_raw_fd(), from_ref(&own).cast(), len) })?;
    // SAFETY: `peer` is a whole sockaddr_in.
    match succeeded(unsafe { libc::connect(socket.as_raw_fd(), from_ref(&peer).cast(), len) }) {
        Err(e) if e.raw_os_error() != Some(libc::EINPROGRESS) => Err(e),
        _ => Ok(TcpStream::from(socket)),
    }
}

fn address(ip: [u8; 4], port: u16) -> libc::sockaddr_in {
    // SAFETY: all zeroes is a valid sockaddr_in.
    let mut address: libc::sockaddr_in = unsafe { zeroed() };
    address.sin_family = libc::AF_INET as u16;
    address.sin_port = port.to_be();
    address.sin_addr.s_addr = u32::from_ne_bytes(ip);
    address
}

fn succeeded(returned: i32) -> io::Result<()> {
    if returned < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
