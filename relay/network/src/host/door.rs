//! Sockets inside the network that the relay itself uses.
#![allow(unsafe_code, reason = "std cannot choose a connection's own address")]

use std::{
    io,
    mem::zeroed,
    os::fd::{AsRawFd, FromRawFd, OwnedFd},
    ptr::from_ref,
    time::Duration,
};

/// A listener whose queue is full does not answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Connects from `ip` to `ip`:`port`; gives up after a few seconds. The errno says why not.
pub fn connect(ip: [u8; 4], port: u16) -> Result<OwnedFd, i32> {
    open(ip, port).map_err(|e| match e.raw_os_error() {
        Some(libc::EINPROGRESS | libc::EAGAIN) | None => libc::ETIMEDOUT,
        Some(errno) => errno,
    })
}

fn open(ip: [u8; 4], port: u16) -> io::Result<OwnedFd> {
    // SAFETY: socket(2) takes no pointers.
    let fd = unsafe { libc::socket(libc::AF_INET, libc::SOCK_STREAM | libc::SOCK_CLOEXEC, 0) };
    succeeded(fd)?;
    // SAFETY: the kernel just made this descriptor for us and nobody else owns it.
    let socket = unsafe { OwnedFd::from_raw_fd(fd) };
    // On a shared network the kernel would choose 127.0.0.1, which is not the session's.
    let (own, peer) = (address(ip, 0), address(ip, port));
    let len = size_of::<libc::sockaddr_in>() as u32;
    // SAFETY: `own` is a whole sockaddr_in.
    succeeded(unsafe { libc::bind(fd, from_ref(&own).cast(), len) })?;
    send_timeout(&socket, PATIENCE)?;
    // SAFETY: `peer` is a whole sockaddr_in.
    succeeded(unsafe { libc::connect(fd, from_ref(&peer).cast(), len) })?;
    send_timeout(&socket, Duration::ZERO)?;
    Ok(socket)
}

/// SO_SNDTIMEO bounds connect too; zero means none.
fn send_timeout(socket: &OwnedFd, timeout: Duration) -> io::Result<()> {
    let value = libc::timeval { tv_sec: timeout.as_secs() as _, tv_usec: timeout.subsec_micros() as _ };
    // SAFETY: the pointer and length are those of `value`.
    succeeded(unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_SNDTIMEO,
            from_ref(&value).cast(),
            size_of::<libc::timeval>() as u32,
        )
    })
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
