//! What the probe reports of a conversation, call by call.

mod support;

use socketscope_probe::{Errno, ReadySets, protocol::Report};
use socketscope_shared::{
    Op, Outcome, SocketId,
    call::{Shutdown, Watched},
    reading::TcpState,
};
use support::{Observed, here};

#[test]
fn a_connection_is_made_and_both_ends_are_named() {
    let observed = Observed::start();
    let [_, client, accepted] = observed.connected();
    let (names, outcomes) = observed.calls();
    let expected = [
        "socket",
        "+bind",
        "bind",
        "+listen",
        "listen",
        "getsockname",
        "socket",
        "+connect",
        "connect",
        "+accept",
        "accept",
    ];
    assert_eq!(names, expected);
    let Outcome::Address { address: bound } = &outcomes[1] else { panic!("{outcomes:?}") };
    assert!(bound.port().is_some_and(|port| port > 0), "port 0 is resolved: {bound}");
    let Outcome::Connected { local: near, in_progress: false, .. } = &outcomes[5] else {
        panic!("{outcomes:?}")
    };
    let Outcome::Accepted { socket, fd, local, peer, .. } = &outcomes[6] else { panic!("{outcomes:?}") };
    assert_eq!((local, peer), (bound, near));
    assert_eq!((*socket, *fd), (SocketId(2), accepted));
    assert_ne!(client, accepted);
}

#[test]
fn bytes_are_reported_as_offered_taken_and_received() {
    let observed = Observed::start();
    let [_, client, accepted] = observed.connected();
    observed.reports();
    let probe = &observed.probe;
    assert_eq!(probe.send(here(), client, b"hello", 0, None), Ok(5));
    assert_eq!(probe.recv(here(), accepted, 3, 0).map(|(data, _)| data), Ok(b"hel".to_vec()));
    probe.shutdown(here(), client, Shutdown::Write).expect("shutdown");
    assert_eq!(probe.recv(here(), accepted, 100, 0).map(|(data, _)| data), Ok(b"lo".to_vec()));
    assert_eq!(probe.recv(here(), accepted, 100, 0).map(|(data, _)| data), Ok(Vec::new()));
    assert_eq!(probe.send(here(), client, b"late", 0, None), Err(Errno(libc::EPIPE)));
    let (names, outcomes) = observed.calls();
    let expected = [
        "+send",
        "send",
        "+recv",
        "recv",
        "+shutdown",
        "shutdown",
        "+recv",
        "recv",
        "+recv",
        "recv",
        "+send",
        "send",
    ];
    assert_eq!(names, expected);
    let expected = [
        Outcome::Sent { len_bytes: 5 },
        Outcome::Received { data: b"hel".to_vec(), from: None },
        Outcome::Done,
        Outcome::Received { data: b"lo".to_vec(), from: None },
        Outcome::EndOfStream,
        Outcome::Failed { errno: libc::EPIPE },
    ];
    assert_eq!(outcomes, expected);
}

#[test]
fn a_nonblocking_socket_would_block_and_is_not_announced() {
    let observed = Observed::start();
    let [a, b] = observed.probe.socketpair(here(), libc::AF_UNIX, libc::SOCK_STREAM, 0).expect("socketpair");
    observed.probe.set_blocking(here(), a, false).expect("ioctl");
    assert_eq!(observed.probe.recv(here(), a, 1, 0), Err(Errno(libc::EAGAIN)));
    assert_eq!(observed.probe.recv(here(), b, 1, libc::MSG_DONTWAIT), Err(Errno(libc::EAGAIN)));
    let (names, outcomes) = observed.calls();
    assert_eq!(names, ["socketpair", "setblocking", "recv", "recv"]);
    assert_eq!(outcomes[2..], [Outcome::WouldBlock, Outcome::WouldBlock]);
}

#[test]
fn ready_sets_name_sockets() {
    let observed = Observed::start();
    let [a, b] = observed.probe.socketpair(here(), libc::AF_UNIX, libc::SOCK_STREAM, 0).expect("socketpair");
    observed.probe.send(here(), a, b"x", 0, None).expect("send");
    let wanted = ReadySets { read: vec![a, b], write: vec![a], except: vec![b] };
    let ready = observed.probe.select(here(), &wanted, Some(0)).expect("select");
    assert_eq!(ready, ReadySets { read: vec![b], write: vec![a], except: vec![] });
    assert_eq!(observed.probe.poll(here(), &[(b, libc::POLLIN)], None), Ok(vec![(b, libc::POLLIN)]));
    let epoll = observed.probe.epoll_create(here()).expect("epoll_create");
    observed
        .probe
        .epoll_control(here(), epoll, libc::EPOLL_CTL_ADD, b, libc::EPOLLIN as u32)
        .expect("epoll_ctl");
    assert_eq!(observed.probe.epoll_wait(here(), epoll, 9, None), Ok(vec![(b, libc::EPOLLIN as u32)]));
    let (names, outcomes) = observed.calls();
    let expected = [
        "socketpair",
        "+send",
        "send",
        "select",
        "+poll",
        "poll",
        "epoll_create",
        "epoll_ctl",
        "+epoll_wait",
        "epoll_wait",
    ];
    assert_eq!(names, expected);
    let watched = |socket, fd| Watched { socket: Some(SocketId(socket)), fd };
    let sets = Outcome::ReadySets { read: vec![watched(1, b)], write: vec![watched(0, a)], except: vec![] };
    assert_eq!(outcomes[2], sets);
}

#[test]
fn descriptors_that_are_not_the_programs_are_bad_ones() {
    let observed = Observed::start();
    let bad = Errno(libc::EBADF);
    // The standard streams of a program are no sockets; higher numbers are ours, not the program's.
    assert_eq!(observed.probe.recv(here(), 0, 1, 0), Err(Errno(libc::ENOTSOCK)));
    for fd in [-1, 999, 4096] {
        assert_eq!(observed.probe.recv(here(), fd, 1, 0), Err(bad));
        assert_eq!(observed.probe.close(here(), fd), Err(bad));
        assert_eq!(observed.probe.duplicate(fd), Err(bad));
    }
    let (_, outcomes) = observed.calls();
    assert_eq!(outcomes[1], Outcome::Failed { errno: libc::EBADF });
}

/// Calls within which a reading comes.
const MOST_CALLS: usize = 100_000;

#[test]
fn readings_follow_what_a_call_changed() {
    let observed = Observed::start();
    let [_, client, accepted] = observed.connected();
    let near = observed.probe.local_address(here(), accepted).expect("getsockname");
    observed.reports();
    observed.probe.send(here(), client, b"12345", 0, None).expect("send");
    let wanted = Some((TcpState::Established, 5));
    let mut waiting = None;
    // On a network with many other sockets not each call is followed by a reading.
    for _ in 0..MOST_CALLS {
        for report in observed.reports() {
            if let Report::Readings { readings, .. } = report {
                let end = readings.into_iter().find(|end| end.local == near && end.peer.is_some());
                waiting = end.map(|end| (end.state, end.receive_queue)).or(waiting);
            }
        }
        if waiting == wanted {
            break;
        }
        observed.probe.local_address(here(), accepted).expect("getsockname");
    }
    assert_eq!(waiting, wanted);
}

#[test]
fn a_duplicate_is_the_same_socket_and_closing_it_ends_nothing() {
    let observed = Observed::start();
    let [a, b] = observed.probe.socketpair(here(), libc::AF_UNIX, libc::SOCK_STREAM, 0).expect("socketpair");
    let copy = observed.probe.duplicate(a).expect("dup");
    observed.probe.close(here(), a).expect("close");
    observed.probe.send(here(), copy, b"still", 0, None).expect("send");
    observed.probe.close(here(), copy).expect("close");
    assert_eq!(observed.probe.recv(here(), b, 9, 0).map(|(data, _)| data), Ok(b"still".to_vec()));
    let sent = observed.reports().into_iter().find_map(|report| match report {
        Report::Returned { call, .. } if matches!(call.op, Op::Send { .. }) => call.socket,
        _ => None,
    });
    assert_eq!(sent, Some(SocketId(0)));
}
