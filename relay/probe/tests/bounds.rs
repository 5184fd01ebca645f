//! What a program offers, watches and sets is recorded within bounds, and nothing but its own is watched.

mod support;

use socketscope_probe::{Errno, MAX_TRANSFER_BYTES, ReadySets, protocol::Report};
use socketscope_shared::{Op, Outcome};
use std::os::fd::AsRawFd;
use support::{Observed, here};

/// What reports hold of bytes to be sent, and the last send.
fn sends(reports: &[Report]) -> (usize, Op) {
    let mut recorded = 0;
    let mut last = None;
    for report in reports {
        if let Report::Entered(call) | Report::Returned { call, .. } = report
            && let Op::Send { data, .. } = &call.op
        {
            recorded += data.len();
            last = Some(call.op.clone());
        }
    }
    (recorded, last.expect("a send"))
}

#[test]
fn of_bytes_that_the_kernel_does_not_take_few_are_recorded() {
    let observed = Observed::start();
    let [_, client, _] = observed.connected();
    let probe = &observed.probe;
    probe.set_blocking(here(), client, false).expect("setblocking");
    let data: Vec<u8> = (0..=255).cycle().take(MAX_TRANSFER_BYTES).collect();
    observed.reports();

    let (taken, reports) = observed.during(|probe| probe.send(here(), client, &data, 0, None));
    let taken = taken.expect("room for some");
    let (_, op) = sends(&reports);
    let Op::Send { data: kept, omitted_bytes, .. } = &op else { panic!("{op:?}") };
    assert_eq!(kept[..], data[..taken], "what was taken, and no more");
    assert_eq!((op.offered_bytes(), *omitted_bytes), (data.len() as u64, (data.len() - taken) as u64));

    // The kernel may find room again, as the peer's buffer grows.
    let mut refusals = 0;
    while refusals < 10 {
        let (result, reports) = observed.during(|probe| probe.send(here(), client, &data, 0, None));
        if result.is_ok() {
            continue;
        }
        assert_eq!(result, Err(Errno(libc::EAGAIN)));
        refusals += 1;
        let (recorded, op) = sends(&reports);
        assert!(recorded < 100 << 10, "{recorded} bytes for none");
        assert_eq!(op.offered_bytes(), data.len() as u64);
    }
}

#[test]
fn what_is_not_the_programs_is_as_if_it_were_not_there() {
    let observed = Observed::start();
    let probe = &observed.probe;
    let (reader, _writer) = std::io::pipe().expect("a pipe");
    let foreign = reader.as_raw_fd();
    let own = probe.socket(here(), libc::AF_INET, libc::SOCK_DGRAM, 0).expect("socket");

    let wanted = ReadySets { read: vec![foreign], write: vec![own], ..ReadySets::default() };
    assert_eq!(probe.select(here(), &wanted, Some(0)), Err(Errno(libc::EBADF)));
    let both = [(foreign, libc::POLLIN), (own, libc::POLLOUT)];
    let found = probe.poll(here(), &both, Some(0)).expect("poll");
    assert_eq!(found, [(foreign, libc::POLLNVAL), (own, libc::POLLOUT)]);
    let epoll = probe.epoll_create(here()).expect("epoll");
    let added = probe.epoll_control(here(), epoll, libc::EPOLL_CTL_ADD, foreign, libc::EPOLLIN as u32);
    assert_eq!(added, Err(Errno(libc::EBADF)));

    // Standard input is the program's.
    let input = ReadySets { read: vec![0], ..ReadySets::default() };
    assert!(probe.select(here(), &input, Some(0)).is_ok());
}

#[test]
fn lists_without_end_and_huge_options_are_refused_and_not_recorded() {
    let observed = Observed::start();
    let probe = &observed.probe;
    let own = probe.socket(here(), libc::AF_INET, libc::SOCK_DGRAM, 0).expect("socket");
    observed.reports();
    let many = vec![own; 1 << 20];
    let wanted = ReadySets { read: many.clone(), ..ReadySets::default() };
    let polled: Vec<_> = many.iter().map(|fd| (*fd, libc::POLLIN)).collect();
    let (refused, reports) = observed.during(|probe| {
        let selected = probe.select(here(), &wanted, Some(0)).err();
        let polled = probe.poll(here(), &polled, Some(0)).err();
        let long = vec![1; 8 << 20];
        let set = probe.set_option(here(), own, libc::SOL_SOCKET, libc::SO_REUSEADDR, &long).err();
        [selected, polled, set]
    });
    assert_eq!(refused, [Some(Errno(libc::EINVAL)); 3]);
    let mut items = 0;
    for report in reports {
        if let Report::Returned { call, .. } = report {
            items += match call.op {
                Op::Select { read, .. } => read.len(),
                Op::Poll { fds, .. } => fds.len(),
                Op::SetOption { value, .. } => value.len(),
                _ => 0,
            };
        }
    }
    assert!(items < 5000, "{items}");
}

#[test]
fn a_blocking_send_that_is_taken_whole_is_recorded_whole() {
    let observed = Observed::start();
    let [_, client, accepted] = observed.connected();
    observed.reports();
    let data = vec![b'x'; 3 << 20];
    let (sent, reports) = observed.during(|probe| {
        std::thread::scope(|scope| {
            let sender = scope.spawn(|| probe.send(here(), client, &data, 0, None));
            let mut received = 0;
            while received < data.len() {
                received += probe.recv(here(), accepted, 1 << 20, 0).expect("recv").0.len();
            }
            sender.join().expect("no panic")
        })
    });
    assert_eq!(sent, Ok(data.len()));
    let returned = reports.into_iter().find_map(|report| match report {
        Report::Returned { call, outcome: Outcome::Sent { .. }, .. } => Some(call.op),
        _ => None,
    });
    let Some(Op::Send { data: kept, omitted_bytes, .. }) = returned else { panic!("{returned:?}") };
    assert_eq!((kept.len(), omitted_bytes), (data.len(), 0));
}
