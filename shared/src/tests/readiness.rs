use super::why::said;
use crate::{
    ActorId, Api, Event, Fact, Op, Outcome, Side,
    fold::{
        readiness::{Cell, Kinds, Matrix, Readiness},
        timeline::Timeline,
    },
    record::{
        call::{ApiName, PollFd, Watched},
        reading::{
            Reading, Subject,
            TcpState::{CloseWait, Closed, Established},
        },
    },
    testing::{Conn, Script, Sock, timeline},
    words::{Language, Source, why},
};

pub(super) const SERVER: ActorId = ActorId(0);
pub(super) const CLIENT: ActorId = ActorId(1);
pub(super) const IN: u32 = 1;
pub(super) const OUT: u32 = 4;
pub(super) const HUP: u32 = 0x10;
pub(super) const ONESHOT: u32 = 1 << 30;

/// A server that listens, and a client that is connected to it.
pub(super) fn session(rest: impl FnOnce(&mut Script, [Sock; 3], &Conn)) -> (Timeline, Readiness) {
    let mut s = Script::new("select", &[("server", "server.py", ""), ("client", "client.py", "")]);
    s.started(SERVER);
    let listener = s.listener(SERVER, 1, 5);
    let accept = s.call(Some(listener), 4, Op::Accept);
    s.entered(SERVER, &accept);
    s.started(CLIENT);
    let client = s.socket(CLIENT, 1);
    let conn = s.connect(client, 2);
    let server = s.accepted(&accept, SERVER, &conn);
    s.end_reading(&conn, &[(Side::Client, Established, 0, 0), (Side::Server, Established, 0, 0)]);
    rest(&mut s, [listener, server, client], &conn);
    of(s.finish())
}

fn of(events: Vec<Event>) -> (Timeline, Readiness) {
    let timeline = timeline(events);
    let mut readiness = Readiness::default();
    for (seq, event) in timeline.log().range(1..timeline.last_seq() + 1) {
        readiness.push(seq, &event.fact);
    }
    (timeline, readiness)
}

fn watch(socks: &[Sock]) -> Vec<Watched> {
    socks.iter().map(|sock| Watched { socket: Some(sock.id), fd: sock.fd }).collect()
}

fn select(read: &[Sock], write: &[Sock]) -> Op {
    Op::Select { read: watch(read), write: watch(write), except: Vec::new(), timeout_ns: None }
}

fn sets(read: &[Sock], write: &[Sock]) -> Outcome {
    Outcome::ReadySets { read: watch(read), write: watch(write), except: Vec::new() }
}

fn bits(sock: Sock, events: u32) -> PollFd {
    PollFd { socket: Some(sock.id), fd: sock.fd, events }
}

/// The matrix as text: a line for each call, `fd:watched/ready` for each descriptor.
fn picture(matrix: &Matrix, timeline: &Timeline, cursor: u64) -> Vec<String> {
    let cell = |(row, cell): (usize, Cell)| {
        format!("{}:{}/{}", matrix.rows()[row].fd, cell.watched.letters(), cell.ready.letters())
    };
    let columns = matrix.columns_at(cursor).iter();
    columns
        .map(|c| matrix.cells(c, timeline.log(), cursor).into_iter().map(cell).collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn a_column_for_each_select_with_what_was_watched_and_ready() {
    let (timeline, readiness) = session(|s, [listener, server, _], _| {
        let first = s.call(None, 5, select(&[listener], &[]));
        s.entered(SERVER, &first);
        s.wait_us(812_000);
        s.returned(SERVER, &first, sets(&[listener], &[]), true, 0);
        s.quick(SERVER, None, 5, select(&[listener, server], &[server]), sets(&[server], &[server]));
        let last = s.call(None, 5, select(&[server, listener], &[]));
        s.entered(SERVER, &last);
    });
    let matrix = readiness.of(SERVER).expect("the server selects");
    let end = timeline.last_seq();
    assert_eq!(picture(matrix, &timeline, end), ["3:R/R", "3:R/ 4:RW/RW", "3:R/ 4:R/"]);
    let first = matrix.columns()[0];
    assert_eq!(picture(matrix, &timeline, first.began), ["3:R/"], "not returned yet");
    assert_eq!(picture(matrix, &timeline, first.began - 1), Vec::<String>::new());
    assert_eq!(matrix.columns()[2].returned, None);
    assert_eq!(readiness.actors().collect::<Vec<_>>(), [SERVER]);
    assert_eq!(readiness.of(CLIENT), None);
}

#[test]
fn poll_tells_hang_ups_and_a_timeout_of_the_library_is_no_column() {
    let (timeline, readiness) = session(|s, [_, server, _], _| {
        let poll = Op::Poll { fds: vec![bits(server, IN)], timeout_ns: None };
        s.quick(SERVER, None, 5, poll.clone(), Outcome::Ready { fds: vec![bits(server, IN | HUP)] });
        let mut timeout = s.call(Some(server), 6, poll);
        timeout.api = Api { name: ApiName::Timeout, group: 1 };
        s.returned(SERVER, &timeout, Outcome::Ready { fds: Vec::new() }, false, 0);
    });
    let matrix = readiness.of(SERVER).expect("a poll");
    assert_eq!(picture(matrix, &timeline, timeline.last_seq()), ["4:R/RH"]);
}

#[test]
fn an_interest_list_is_what_epoll_ctl_made_of_it() {
    let (timeline, readiness) = session(|s, [listener, server, _], _| {
        let epoll = s.new_sock(SERVER);
        let made = Outcome::NewSocket { socket: epoll.id, fd: epoll.fd };
        s.quick(SERVER, None, 4, Op::EpollCreate, made);
        let control = |s: &mut Script, action, target, outcome| {
            s.quick(SERVER, Some(epoll), 5, Op::EpollControl { action, target }, outcome);
        };
        let wait = |s: &mut Script, fds: Vec<PollFd>| {
            let op = Op::EpollWait { max_events: 8, timeout_ns: None };
            s.quick(SERVER, Some(epoll), 6, op, Outcome::Ready { fds });
        };
        control(s, 1, bits(listener, IN), Outcome::Done);
        control(s, 1, bits(listener, OUT), Outcome::Failed { errno: 17 });
        wait(s, Vec::new());
        control(s, 1, bits(server, IN | ONESHOT), Outcome::Done);
        wait(s, vec![bits(server, IN)]);
        wait(s, Vec::new());
        control(s, 3, bits(server, OUT), Outcome::Done);
        wait(s, vec![bits(server, OUT)]);
        control(s, 2, bits(listener, 0), Outcome::Done);
        wait(s, Vec::new());
        s.close(server, 7);
        wait(s, Vec::new());
    });
    let matrix = readiness.of(SERVER).expect("epoll_wait");
    assert_eq!(
        picture(matrix, &timeline, timeline.last_seq()),
        ["3:R/", "3:R/ 4:R/R", "3:R/ 4:/", "3:R/ 4:W/W", "4:W/", ""]
    );
    let sizes = |seqs: std::ops::Range<u64>| -> Vec<usize> {
        let mut sizes: Vec<usize> = seqs.map(|seq| matrix.interest_at(seq).len()).collect();
        sizes.dedup();
        sizes
    };
    assert_eq!(sizes(1..timeline.last_seq() + 1), [0, 1, 2, 1, 0], "added, added, removed, closed");
}

/// The reasons for the server's listener and connection, to read.
fn reasons(timeline: &Timeline, ready: bool) -> [String; 2] {
    [0, 2].map(|id| said(timeline, id, Kinds::READ, ready).text)
}

#[test]
fn reasons_come_from_the_kernels_readings() {
    let (quiet, _) = session(|_, _, _| {});
    assert_eq!(reasons(&quiet, false), ["accept queue empty (0 of 5)", "receive buffer empty"]);
    let (busy, _) = session(|s, [listener, _, client], conn| {
        s.sendall(client, 3, b"hello world");
        s.listening(listener, 2, 5);
        s.end_reading(conn, &[(Side::Server, Established, 11, 0)]);
    });
    assert_eq!(reasons(&busy, true), ["accept queue: 2 of 5", "11 B in the receive buffer"]);
    let read = said(&busy, 2, Kinds::READ, true);
    assert_eq!((read.text.as_str(), read.source), ("11 B in the receive buffer", Source::Kernel));
    let (over, _) = session(|s, [_, _, client], conn| {
        s.close(client, 4);
        s.end_reading(conn, &[(Side::Server, CloseWait, 0, 0)]);
    });
    assert_eq!(reasons(&over, true)[1], "peer closed: end of stream is readable");
}

#[test]
fn an_unconnected_datagram_socket_has_no_peer_that_closed() {
    let mut s = Script::new("udp", &[("server", "server.py", "")]);
    let sock = s.new_sock(SERVER);
    let op = Op::Socket { family: 2, kind: 2, protocol: 0 };
    s.quick(SERVER, None, 1, op, Outcome::NewSocket { socket: sock.id, fd: sock.fd });
    let state = Reading {
        subject: Subject::Socket(sock.id),
        state: Closed,
        receive_queue: 0,
        send_queue: 0,
        receive_limit: 212_992,
        send_limit: 212_992,
        send_memory: 0,
        info: None,
    };
    s.push(Fact::Readings(vec![state]));
    let (timeline, _) = of(s.finish());
    let said = said(&timeline, sock.id.0, Kinds::READ, false);
    assert_eq!((said.text.as_str(), said.source), ("receive buffer empty", Source::Kernel));
}

#[test]
fn without_a_reading_the_reason_is_inferred() {
    let (timeline, _) = session(|s, [_, _, client], _| s.sendall(client, 3, b"hello"));
    let known = said(&timeline, 2, Kinds::READ, true);
    assert_eq!((known.text.as_str(), known.source), ("5 B sent but not received", Source::Inferred));
    assert_eq!(
        why(timeline.latest(), None, Kinds::READ, &Cell::default(), Language::En).text,
        "not a socket"
    );
}

#[test]
fn a_full_send_buffer_and_one_with_room() {
    let with =
        |queued| session(|s, _, conn| s.end_reading(conn, &[(Side::Server, Established, 0, queued)])).0;
    let (room, full) = (with(2_500), with(40_000));
    let write = |timeline, ready| said(timeline, 2, Kinds::WRITE, ready).text;
    assert_eq!(write(&room, true), "send buffer has room: 5000 B of 87 040 B used, 82 040 B free");
    let expected =
        "send buffer full: 80 000 B of 87 040 B used by 40 000 B not acknowledged, less than a third free";
    assert_eq!(write(&full, false), expected);
    assert_eq!(said(&full, 0, Kinds::WRITE, false).text, "a listener is never writable");
}

#[test]
fn the_state_at_a_place_is_what_seeking_finds() {
    let mut timeline = timeline(crate::testing::sticky_session());
    for seq in 0..=timeline.last_seq() {
        timeline.seek(seq);
        assert_eq!(timeline.world_at(seq), *timeline.world());
    }
}

#[test]
fn many_selects_of_many_sockets_are_one_matrix() {
    let mut s = Script::new("many", &[("server", "server.py", "")]);
    let socks: Vec<_> = (0..200).map(|_| s.socket(SERVER, 1)).collect();
    for nth in 0..2_000 {
        s.quick(SERVER, None, 5, select(&socks, &[]), sets(&socks[nth % 200..=nth % 200], &[]));
    }
    let (timeline, readiness) = of(s.finish());
    let matrix = readiness.of(SERVER).expect("selects");
    assert_eq!((matrix.columns().len(), matrix.rows().len()), (2_000, 200));
    let cells = matrix.cells(&matrix.columns()[1_234], timeline.log(), timeline.last_seq());
    let ready: Vec<_> = cells.iter().filter(|(_, cell)| cell.ready.has(Kinds::READ)).map(|c| c.0).collect();
    assert_eq!((cells.len(), ready), (200, vec![34]));
}
