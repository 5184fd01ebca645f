//! Claims about what a wait's sets tell.

use super::*;
use crate::{
    Side,
    record::call::Watched,
    testing::{Conn, Sock},
};

/// A server that accepted a client, and what happens then.
fn session(rest: impl FnOnce(&mut Script, Sock, Sock, &Conn)) -> Vec<Event> {
    let (actor, client) = (ActorId(0), ActorId(1));
    let mut s = Script::new("sets", &[("server", "server.py", ""), ("client", "client.py", "")]);
    let listener = s.listener(actor, 1, 5);
    let accept = s.call(Some(listener), 2, Op::Accept);
    let sock = s.socket(client, 1);
    let conn = s.connect(sock, 2);
    let accepted = s.accepted(&accept, actor, &conn);
    rest(&mut s, accepted, sock, &conn);
    s.exited(actor);
    s.exited(client);
    s.ended();
    s.finish()
}

/// A select that watches one socket in all three sets, and finds it in some of them.
fn select(s: &mut Script, sock: Sock, found: [bool; 3]) {
    let on = |is: bool| vec![Watched { socket: Some(sock.id), fd: sock.fd }; usize::from(is)];
    let [read, write, except] = found.map(on);
    let op = Op::Select { read: on(true), write: on(true), except: on(true), timeout_ns: Some(1) };
    s.quick(sock.actor, None, 5, op, Outcome::ReadySets { read, write, except });
}

/// Selects that say whether there is room, each with this many bytes in the send buffer when it returns.
fn writes(answers: &'static [(u32, bool)]) -> Vec<Event> {
    session(|s, sock, _, conn| {
        for (queued, writable) in answers {
            s.end_reading(conn, &[(Side::Server, Established, 0, *queued)]);
            select(s, sock, [false, *writable, false]);
        }
    })
}

#[test]
fn room_to_write() {
    let full = || FullIsNotWritable { actor: server() };
    let text = "fd 4 was not writable once, with 80 000 B of 87 040 B used";
    check(writes(&[(0, true), (40_000, false), (100, true)]), full(), Holds, text);
    let text = "fd 4 was writable with 80 000 B of 87 040 B used";
    check(writes(&[(40_000, true)]), full(), Fails, text);
    let text = "fd 4 was not writable with 200 B of 87 040 B used";
    check(writes(&[(100, false)]), full(), Fails, text);
    let text = "no wait found a socket that was not writable";
    check(writes(&[(0, true)]), full(), NotApplicable, text);
    let again = || WritableAgain { actor: server() };
    let text = "fd 4 was not writable, and later it was writable";
    check(writes(&[(40_000, false), (100, true)]), again(), Holds, text);
    check(writes(&[(100, true), (40_000, false)]), again(), Fails, "no socket became writable again");
    check(writes(&[(100, true)]), again(), NotApplicable, "no wait found a socket that was not writable");
}

#[test]
fn a_reading_that_comes_late_contradicts_nothing() {
    let late = |readings: &'static [u32], writable| {
        session(move |s, sock, _, conn| {
            for queued in readings {
                s.end_reading(conn, &[(Side::Server, Established, 0, *queued)]);
            }
            select(s, sock, [false, writable, false]);
        })
    };
    let full = || FullIsNotWritable { actor: server() };
    let text = "fd 4 was not writable once, with 80 000 B of 87 040 B used";
    check(late(&[40_000, 100], false), full(), Holds, text);
    let text = "fd 4 was not writable with 200 B of 87 040 B used";
    check(late(&[50, 100], false), full(), Fails, text);
}

/// An urgent byte waits, perhaps with others; a select finds the socket in these sets.
fn urgent(others: &'static [u8], flags: i32, found: [bool; 3]) -> Vec<Event> {
    session(|s, sock, client, _| {
        let data = [others, b"!"].concat();
        let len_bytes = data.len() as u64;
        let op = Op::Send { data, flags, to: None, omitted_bytes: 0 };
        s.quick(client.actor, Some(client), 3, op, Outcome::Sent { len_bytes });
        select(s, sock, found);
    })
}

#[test]
fn urgent_bytes() {
    let only = || UrgentInXlistOnly { actor: server() };
    let text = "an urgent byte waited alone once: the socket was in xlist, and not readable";
    check(urgent(b"", 1, [false, false, true]), only(), Holds, text);
    let text = "fd 4 was readable with nothing but an urgent byte";
    check(urgent(b"", 1, [true, false, true]), only(), Fails, text);
    check(urgent(b"hi", 1, [true, false, true]), only(), NotApplicable, "no urgent byte waited alone");
    check(urgent(b"", 1, [false, false, false]), only(), Fails, "no urgent byte waited alone");
    let text = "fd 4 was in xlist without an urgent byte";
    check(urgent(b"", 0, [false, false, true]), only(), Fails, text);
}

#[test]
fn urgent_bytes_are_received_by_their_own_way() {
    let taken = |byte: &'static [u8]| {
        session(|s, sock, client, _| {
            let op = Op::Send { data: b"hi!".to_vec(), flags: 1, to: None, omitted_bytes: 0 };
            s.quick(client.actor, Some(client), 3, op, Outcome::Sent { len_bytes: 3 });
            let outcome = Outcome::Received { data: byte.to_vec(), from: None };
            s.quick(sock.actor, Some(sock), 5, Op::Recv { max_bytes: 1, flags: 1 }, outcome);
            s.recv(sock, 6, 9, b"hi");
        })
    };
    check(taken(b"!"), ReceivedEqualsSent {}, Holds, "3 B sent and received, every byte the same");
    let text = "client → server: the byte received at offset 2 is not the one that was sent";
    check(taken(b"?"), ReceivedEqualsSent {}, Fails, text);
    let left_out = urgent(b"", 1, [false, false, true]);
    check(left_out, ReceivedEqualsSent {}, Fails, "client → server: 1 B sent, 0 B received");
}

#[test]
fn bits_that_come_back() {
    let polled = |revents| {
        session(move |s, sock, _, _| {
            let on = |events| vec![PollFd { socket: Some(sock.id), fd: sock.fd, events }];
            let op = Op::Poll { fds: on(1), timeout_ns: None };
            s.quick(sock.actor, None, 5, op, Outcome::Ready { fds: on(revents) });
        })
    };
    let reports = || Reports { actor: server(), events: PollEvents::new("IN | HUP").expect("bits") };
    check(polled(0x11), reports(), Holds, "a descriptor came back with IN | HUP once");
    check(polled(0x19), reports(), Fails, "no descriptor came back with IN | HUP");
    let never = || NeverReports { actor: server(), event: PollEvent::new("HUP").expect("bits") };
    check(polled(0x2001), never(), Holds, "no descriptor came back with HUP");
    check(polled(0x11), never(), Fails, "a descriptor came back with HUP");
}
