use super::readiness::{CLIENT, HUP, IN, ONESHOT, OUT, SERVER, session};
use crate::{
    ConnectionId, Direction, Op, Outcome, Side, SocketId, StreamId,
    fold::{
        history::Span,
        readiness::{Cell, Kinds},
        timeline::Timeline,
        world::Urgent,
    },
    record::{
        reading::TcpState::{CloseWait, Established},
        segment::Flags,
    },
    testing::{Script, Sock},
    words::{Language, Why, why},
};

/// Why a socket that is watched for `kind` is ready, or is not.
pub(super) fn said(timeline: &Timeline, id: u32, kind: Kinds, ready: bool) -> Why {
    let cell = Cell { watched: kind, ready: if ready { kind } else { Kinds::default() }, ..Cell::default() };
    why(timeline.latest(), Some(SocketId(id)), kind, &cell, Language::En)
}

const TO_SERVER: StreamId = StreamId { connection: ConnectionId(0), direction: Direction::ToServer };
const PEER_DONE: u32 = 0x2000;
const EDGE: u32 = 1 << 31;

/// Why the server's connection is ready for `kind`, or is not, where poll or epoll watched `events`.
fn told(timeline: &Timeline, kind: Kinds, events: u32, revents: u32) -> String {
    let (watched, ready) = (Kinds::of_events(events), Kinds::of_events(revents));
    why(timeline.latest(), Some(SocketId(2)), kind, &Cell { watched, ready, events, revents }, Language::En)
        .text
}

#[test]
fn an_edge_is_reported_once_and_its_reason_says_so() {
    let (timeline, _) = session(|s, [_, server, client], conn| {
        s.sendall(client, 3, b"0123456789");
        s.recv(server, 5, 4, b"0123");
        s.end_reading(conn, &[(Side::Server, Established, 6, 0)]);
    });
    let read = |events, revents| told(&timeline, Kinds::READ, events, revents);
    assert_eq!(read(IN, IN), "6 B in the receive buffer");
    assert_eq!(read(IN | EDGE, IN), "6 B in the receive buffer, not reported before: edge-triggered");
    assert_eq!(
        read(IN | EDGE, 0),
        "6 B in the receive buffer, but nothing new has arrived since the last report: edge-triggered"
    );
    let (empty, _) = session(|_, _, _| {});
    assert_eq!(told(&empty, Kinds::READ, IN | EDGE, 0), "receive buffer empty");
    let write = |revents| told(&empty, Kinds::WRITE, OUT | EDGE, revents);
    assert!(
        write(0).starts_with("send buffer has room") && write(0).ends_with("edge-triggered"),
        "{}",
        write(0)
    );
}

#[test]
fn what_reports_once_is_off_until_it_is_armed_again() {
    let (timeline, _) = session(|s, _, conn| s.end_reading(conn, &[(Side::Server, Established, 6, 0)]));
    let spent = Cell { events: ONESHOT, ..Cell::default() };
    assert!(spent.is_spent());
    let told = why(timeline.latest(), Some(SocketId(2)), Kinds::READ, &spent, Language::En).text;
    assert_eq!(told, "EPOLLONESHOT: it was reported once, and is off until EPOLL_CTL_MOD");
}

#[test]
fn a_hang_up_says_whether_the_peer_ended_or_reset() {
    let (ended, _) = session(|s, [_, _, client], conn| {
        s.close(client, 4);
        s.end_reading(conn, &[(Side::Server, CloseWait, 0, 0)]);
    });
    let events = IN | PEER_DONE;
    assert_eq!(
        told(&ended, Kinds::PEER_DONE, events, events),
        "the peer will send no more: its FIN has arrived"
    );
    assert_eq!(told(&ended, Kinds::READ, events, events), "peer closed: end of stream is readable");
    assert_eq!(told(&ended, Kinds::HANGUP, IN, HUP), "ended both ways: the peer's FIN, and our own");
    let (reset, _) = session(|s, _, conn| {
        s.segment(&mut conn.clone(), Direction::ToServer, Flags::RST | Flags::ACK, 0);
    });
    assert_eq!(told(&reset, Kinds::HANGUP, IN, HUP), "reset: no data can pass either way");
    assert_eq!(told(&reset, Kinds::ERROR, IN, 0x8), "an error is pending: the peer reset the connection");
    assert_eq!(told(&reset, Kinds::READ, IN, IN), "connection reset: the error is readable");
}

#[test]
fn an_urgent_byte_is_exceptional_and_not_readable() {
    let oob = |s: &mut Script, sock, data: &[u8]| {
        let op = Op::Send { data: data.to_vec(), flags: 1, to: None, omitted_bytes: 0 };
        s.quick(CLIENT, Some(sock), 3, op, Outcome::Sent { len_bytes: data.len() as u64 });
    };
    let take = |s: &mut Script, sock, data: &[u8]| {
        let outcome = Outcome::Received { data: data.to_vec(), from: None };
        s.quick(SERVER, Some(sock), 5, Op::Recv { max_bytes: 1, flags: 1 }, outcome);
    };
    let except = |timeline: &Timeline, ready| said(timeline, 2, Kinds::EXCEPT, ready).text;
    let (quiet, _) = session(|_, _, _| {});
    assert_eq!(except(&quiet, false), "no urgent byte was sent");
    let (pending, _) = session(|s, [_, server, client], conn| {
        oob(s, client, b"hi!");
        s.recv(server, 5, 9, b"hi");
        s.end_reading(conn, &[(Side::Server, Established, 1, 0)]);
    });
    assert_eq!(except(&pending, true), "urgent byte pending at offset 2: recv(MSG_OOB) takes it");
    let read = said(&pending, 2, Kinds::READ, false).text;
    assert_eq!(read, "the 1 B in the receive buffer is urgent: recv without MSG_OOB does not get it");
    let (taken, _) = session(|s, [_, server, client], _| {
        oob(s, client, b"hi!");
        take(s, server, b"!");
        s.recv(server, 5, 9, b"hi");
        s.sendall(client, 3, b"ho");
        s.recv(server, 5, 9, b"ho");
    });
    assert_eq!(except(&taken, false), "no urgent byte pending: the one at offset 2 has been taken");
    let stream = taken.latest().connections[0].streams[0];
    assert_eq!((stream.sent, stream.received), (5, 5), "the second recv skipped it");
    let visible = taken.history().stream(TO_SERVER).expect("a stream").visible(u64::MAX);
    let ranges = |spans: &[Span]| spans.iter().map(|s| (s.from, s.to)).collect::<Vec<_>>();
    assert_eq!((ranges(visible.receives), ranges(visible.urgent)), (vec![(0, 2), (3, 5)], vec![(2, 3)]));
    assert_eq!((visible.received(), visible.received_bytes()), (5, 5));
}

#[test]
fn an_urgent_byte_may_be_received_before_its_send_returns() {
    let send = |s: &mut Script, client: Sock, outcome: Outcome, receive: Option<Sock>| {
        let op = Op::Send { data: b"!".to_vec(), flags: 1, to: None, omitted_bytes: 0 };
        let call = s.call(Some(client), 3, op);
        s.entered(CLIENT, &call);
        if let Some(server) = receive {
            let taken = Outcome::Received { data: b"!".to_vec(), from: None };
            s.quick(SERVER, Some(server), 5, Op::Recv { max_bytes: 1, flags: 1 }, taken);
        }
        s.returned(CLIENT, &call, outcome, true, 8);
    };
    let (early, _) = session(|s, [_, server, client], _| {
        send(s, client, Outcome::Sent { len_bytes: 1 }, Some(server));
        s.sendall(client, 3, b"ho");
        s.recv(server, 5, 9, b"ho");
    });
    let stream = early.latest().connections[0].streams[0];
    assert_eq!(stream.urgent, Some(Urgent { offset: 0, taken: true }));
    assert_eq!((stream.sent, stream.received), (3, 3));
    let visible = early.history().stream(TO_SERVER).expect("a stream").visible(u64::MAX);
    assert_eq!(visible.received_bytes(), 3, "the urgent byte is among them");
    let (refused, _) = session(|s, [_, _, client], _| send(s, client, Outcome::WouldBlock, None));
    assert_eq!(refused.latest().connections[0].streams[0].urgent, None);
}
