//! Messages with descriptors beside them, over a SOCK_SEQPACKET socket: one message a packet.
#![allow(unsafe_code, reason = "sendmsg and recvmsg with SCM_RIGHTS are system calls on raw memory")]

use bitcode::{Decode, Encode};
use std::{
    io,
    os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd},
};

/// Largest packet. A Unix socket holds about 200 KiB by default, and senders keep far below it.
pub const MAX_PACKET_BYTES: usize = 128 << 10;

/// Room for one control message with one descriptor, aligned as `cmsghdr` must be.
#[repr(C, align(8))]
struct Control([u8; 32]);

/// Makes a pair of connected sockets, close-on-exec.
pub fn pair(kind: i32) -> io::Result<(OwnedFd, OwnedFd)> {
    let mut fds = [0; 2];
    // SAFETY: the kernel writes two ints.
    let made = unsafe { libc::socketpair(libc::AF_UNIX, kind | libc::SOCK_CLOEXEC, 0, fds.as_mut_ptr()) };
    if made < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the kernel just made both for us and nobody else owns them.
    Ok(unsafe { (OwnedFd::from_raw_fd(fds[0]), OwnedFd::from_raw_fd(fds[1])) })
}

/// Sends one message, and a descriptor with it.
pub fn send<T: Encode>(socket: BorrowedFd<'_>, message: &T, fd: Option<BorrowedFd<'_>>) -> io::Result<()> {
    send_with(socket, message, fd, libc::MSG_NOSIGNAL)
}

/// Sends one message; `WouldBlock` where the peer has left no room for it.
pub fn send_now<T: Encode>(socket: BorrowedFd<'_>, message: &T) -> io::Result<()> {
    send_with(socket, message, None, libc::MSG_NOSIGNAL | libc::MSG_DONTWAIT)
}

/// Whether there is something to receive, or the peer is gone, after at most `timeout_ms`.
pub fn readable_within(socket: BorrowedFd<'_>, timeout_ms: i32) -> io::Result<bool> {
    let mut fd = libc::pollfd { fd: socket.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    // SAFETY: `fd` is one valid pollfd.
    match unsafe { libc::poll(&mut fd, 1, timeout_ms) } {
        ..0 => Err(io::Error::last_os_error()),
        ready => Ok(ready > 0),
    }
}

fn send_with<T: Encode>(
    socket: BorrowedFd<'_>,
    message: &T,
    fd: Option<BorrowedFd<'_>>,
    flags: i32,
) -> io::Result<()> {
    let mut body = bitcode::encode(message);
    if body.len() > MAX_PACKET_BYTES {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a packet over the limit"));
    }
    let mut iov = libc::iovec { iov_base: body.as_mut_ptr().cast(), iov_len: body.len() };
    let mut control = Control([0; 32]);
    // SAFETY: all zeroes is a valid msghdr.
    let mut header: libc::msghdr = unsafe { std::mem::zeroed() };
    header.msg_iov = &mut iov;
    header.msg_iovlen = 1;
    if let Some(fd) = fd {
        header.msg_control = control.0.as_mut_ptr().cast();
        // SAFETY: CMSG_SPACE and CMSG_LEN only compute; the first header lies in `control`, which has room
        // for it and one descriptor.
        unsafe {
            header.msg_controllen = libc::CMSG_SPACE(size_of::<i32>() as u32) as usize;
            let first = libc::CMSG_FIRSTHDR(&header);
            (*first).cmsg_level = libc::SOL_SOCKET;
            (*first).cmsg_type = libc::SCM_RIGHTS;
            (*first).cmsg_len = libc::CMSG_LEN(size_of::<i32>() as u32) as usize;
            libc::CMSG_DATA(first).cast::<i32>().write_unaligned(fd.as_raw_fd());
        }
    }
    loop {
        // SAFETY: `header` points to `body` and `control`, which outlive the call.
        if unsafe { libc::sendmsg(socket.as_raw_fd(), &header, flags) } >= 0 {
            return Ok(());
        }
        match io::Error::last_os_error() {
            e if e.kind() == io::ErrorKind::Interrupted => {}
            e => return Err(e),
        }
    }
}

/// Receives one message and the descriptor that came with it; `None` when the peer is gone.
pub fn receive<T: for<'a> Decode<'a>>(socket: BorrowedFd<'_>) -> io::Result<Option<(T, Option<OwnedFd>)>> {
    let mut body = vec![0u8; MAX_PACKET_BYTES];
    let mut iov = libc::iovec { iov_base: body.as_mut_ptr().cast(), iov_len: body.len() };
    let mut control = Control([0; 32]);
    // SAFETY: all zeroes is a valid msghdr.
    let mut header: libc::msghdr = unsafe { std::mem::zeroed() };
    header.msg_iov = &mut iov;
    header.msg_iovlen = 1;
    header.msg_control = control.0.as_mut_ptr().cast();
    header.msg_controllen = control.0.len();
    let len = loop {
        // SAFETY: `header` points to `body` and `control`, which outlive the call.
        let len = unsafe { libc::recvmsg(socket.as_raw_fd(), &mut header, libc::MSG_CMSG_CLOEXEC) };
        match usize::try_from(len) {
            Ok(len) => break len,
            Err(_) => match io::Error::last_os_error() {
                e if e.kind() == io::ErrorKind::Interrupted => {}
                e if e.kind() == io::ErrorKind::ConnectionReset => return Ok(None),
                e => return Err(e),
            },
        }
    };
    // SAFETY: the kernel filled `control` and set its length; CMSG_FIRSTHDR checks it.
    let fd = unsafe {
        let first = libc::CMSG_FIRSTHDR(&header);
        (!first.is_null()
            && (*first).cmsg_level == libc::SOL_SOCKET
            && (*first).cmsg_type == libc::SCM_RIGHTS
            && (*first).cmsg_len >= libc::CMSG_LEN(size_of::<i32>() as u32) as usize)
            .then(|| OwnedFd::from_raw_fd(libc::CMSG_DATA(first).cast::<i32>().read_unaligned()))
    };
    if len == 0 {
        return Ok(None);
    }
    let damaged = |problem: String| io::Error::new(io::ErrorKind::InvalidData, problem);
    if header.msg_flags & libc::MSG_TRUNC != 0 {
        return Err(damaged("a packet over the limit".into()));
    }
    let message = bitcode::decode(&body[..len]).map_err(|e| damaged(e.to_string()))?;
    Ok(Some((message, fd)))
}

/// Shuts the socket down for both sides.
pub fn shut(socket: BorrowedFd<'_>) {
    // SAFETY: shutdown takes no pointers. It fails only where the socket is shut already.
    unsafe { libc::shutdown(socket.as_raw_fd(), libc::SHUT_RDWR) };
}
