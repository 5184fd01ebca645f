//! The calls themselves, by what they are about.

mod connection;
mod lifetime;
mod options;
mod pause;
mod pipes;
mod readiness;
mod transfer;

pub use options::Identity;
pub use readiness::ReadySets;
pub use transfer::ReceivedMessage;

/// Bytes that one send or recv moves at most; the kernel, too, may always move fewer than asked.
pub const MAX_TRANSFER_BYTES: usize = 16 << 20;

#[cfg(test)]
mod tests {
    use socketscope_shared::record::linux;

    #[test]
    fn numbers_of_the_log_are_the_machines() {
        let signed = [
            (linux::SOCK_STREAM, libc::SOCK_STREAM),
            (linux::SOCK_DGRAM, libc::SOCK_DGRAM),
            (linux::MSG_OOB, libc::MSG_OOB),
            (linux::MSG_PEEK, libc::MSG_PEEK),
            (linux::MSG_DONTWAIT, libc::MSG_DONTWAIT),
            (linux::MSG_NOSIGNAL, libc::MSG_NOSIGNAL),
            (linux::EAGAIN, libc::EAGAIN),
            (linux::EINPROGRESS, libc::EINPROGRESS),
            (linux::EPOLL_CTL_DEL, libc::EPOLL_CTL_DEL),
        ];
        assert!(signed.iter().all(|(ours, theirs)| ours == theirs), "{signed:?}");
        let bits = [
            (linux::POLLIN, libc::EPOLLIN),
            (linux::POLLPRI, libc::EPOLLPRI),
            (linux::POLLOUT, libc::EPOLLOUT),
            (linux::POLLERR, libc::EPOLLERR),
            (linux::POLLHUP, libc::EPOLLHUP),
            (linux::POLLNVAL, libc::POLLNVAL.into()),
            (linux::POLLRDNORM, libc::EPOLLRDNORM),
            (linux::POLLRDBAND, libc::EPOLLRDBAND),
            (linux::POLLWRNORM, libc::EPOLLWRNORM),
            (linux::POLLWRBAND, libc::EPOLLWRBAND),
            (linux::POLLRDHUP, libc::EPOLLRDHUP),
            (linux::EPOLLEXCLUSIVE, libc::EPOLLEXCLUSIVE),
            (linux::EPOLLONESHOT, libc::EPOLLONESHOT),
            (linux::EPOLLET, libc::EPOLLET),
        ];
        assert!(bits.iter().all(|(ours, theirs)| *ours == *theirs as u32), "{bits:?}");
    }
}
