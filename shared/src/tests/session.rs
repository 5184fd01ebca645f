//! Lesson 3.2's log, as the page goes through it.

use crate::{
    ActorId, ConnectionId, Direction, Fact, Op, Outcome, StreamId,
    fold::{
        history::{CallState, SpanKind},
        timeline::{StepBy, Timeline, Way},
        world::{Doing, Role},
    },
    record::{reading::TcpState, segment::Flags},
    testing::{Script, sticky_session, timeline},
};

const SERVER: ActorId = ActorId(0);
const CLIENT: ActorId = ActorId(1);
const STREAM: StreamId = StreamId { connection: ConnectionId(0), direction: Direction::ToServer };

/// What the step at the cursor is about.
fn shown(t: &Timeline) -> String {
    let name = |fact: &Fact| match fact {
        Fact::Entered { call, .. } => format!("enter {}", call.op.name()),
        Fact::Returned { call, .. } => call.op.name().to_owned(),
        Fact::Segment(segment) => segment.flags.names(),
        Fact::Output { .. } => "output".to_owned(),
        Fact::ActorExited { .. } => "exit".to_owned(),
        Fact::SessionStarted(_) => "start".to_owned(),
        Fact::SessionEnded { .. } => "end".to_owned(),
        other => format!("{other:?}"),
    };
    t.shown().map_or_else(String::new, |(_, event)| name(&event.fact))
}

fn steps(by: StepBy) -> Vec<String> {
    let mut t = timeline(sticky_session());
    let mut steps = Vec::new();
    while t.step(Way::Forward, by) {
        steps.push(shown(&t));
    }
    steps
}

#[test]
fn steps_go_from_event_to_event() {
    let expected = "start socket bind listen, enter accept, socket, enter connect, SYN, SYN ACK, ACK, connect accept, \
        send, PSH ACK, ACK, send, PSH ACK, ACK, close, FIN ACK, ACK, exit, enter sleep, sleep recv output recv close, \
        FIN ACK, ACK, close exit end";
    let words = |text: &str| text.replace(',', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words(&steps(StepBy::Event).join(" ")), words(expected));
}

#[test]
fn steps_by_call_leave_out_segments() {
    let calls = steps(StepBy::Call).join(" ");
    let expected = "start socket bind listen enter accept socket enter connect connect accept send send close exit \
        enter sleep sleep recv output recv close close exit end";
    assert_eq!(calls, expected);
    let own = steps(StepBy::SameActor(CLIENT)).join(" ");
    assert_eq!(own, "socket enter connect connect send send close exit");
}

#[test]
fn steps_by_progress_leave_out_what_came_to_nothing() {
    let calls = steps(StepBy::Progress).join(" ");
    let expected = "start socket bind listen socket connect accept send send close exit recv output recv close close \
        exit end";
    assert_eq!(calls, expected);
    let mut s = Script::new("polling", &[("server", "server.py", "")]);
    let listener = s.listener(SERVER, 1, 5);
    let before = s.len() as u64;
    s.quick(SERVER, Some(listener), 4, Op::Accept, Outcome::WouldBlock);
    let select = Op::Select { read: vec![], write: vec![], except: vec![], timeout_ns: Some(1) };
    let none = Outcome::ReadySets { read: vec![], write: vec![], except: vec![] };
    s.quick(SERVER, None, 5, select, none);
    s.socket(SERVER, 6);
    let mut t = timeline(s.finish());
    t.seek(before);
    assert!(t.step(Way::Forward, StepBy::Progress));
    assert_eq!(shown(&t), "socket");
}

#[test]
fn the_streams_of_a_session_take_turns() {
    let mut t = timeline(sticky_session());
    assert_eq!(t.history().streams_at(t.cursor()).next(), None, "nobody has connected");
    let syn = t.history().segments()[0];
    t.seek(syn);
    assert_eq!(t.history().streams_at(t.cursor()).next(), Some(STREAM), "a SYN asks for a connection");
    t.seek(t.last_seq());
    let turns: Vec<_> = t.history().streams_at(t.cursor()).collect();
    assert_eq!(turns, [STREAM], "the server says nothing: one turn");
}

#[test]
fn a_step_lands_after_the_readings_that_follow_it() {
    let mut t = timeline(sticky_session());
    while shown(&t) != "listen" {
        assert!(t.step(Way::Forward, StepBy::Event));
    }
    let reading = t.world().sockets[0].reading.clone().expect("the listener was read");
    assert_eq!((reading.state, reading.send_queue), (TcpState::Listen, 5));
    assert_eq!(t.world().sockets[0].role, Role::Listening { backlog: 5 });
    assert_eq!(t.before().sockets[0].role, Role::Bound);
}

#[test]
fn bytes_wait_in_the_kernel_until_recv() {
    let mut t = timeline(sticky_session());
    while shown(&t) != "enter sleep" {
        assert!(t.step(Way::Forward, StepBy::Event));
    }
    let stream = t.world().stream(STREAM.connection, STREAM.direction).copied().expect("a stream");
    assert_eq!((stream.in_kernel(), stream.levels()), (11, (0, 11)));
    let visible = t.history().stream(STREAM).expect("a stream").visible(t.cursor());
    assert_eq!((visible.bytes, visible.sends.len(), visible.receives.len()), (&b"hello world"[..], 2, 0));
    assert_eq!(visible.finished.map(|mark| mark.offset), Some(11));
    assert!(matches!(t.world().actors[0].lanes[0].doing, Doing::Blocked(_)));
    assert_eq!(t.world().actors[0].lanes[0].line, 12);
}

#[test]
fn a_call_is_one_row_from_entered_to_returned() {
    let t = timeline(sticky_session());
    let history = t.history();
    let row = history.calls().iter().find(|row| row.entered.is_some()).expect("accept is announced");
    let (entered, returned) = (row.entered.expect("entered"), row.returned.expect("returned"));
    assert_eq!(row.at(entered - 1), None);
    assert_eq!(row.at(entered), Some((CallState::Entered, entered)));
    assert_eq!(row.at(returned - 1), Some((CallState::Entered, entered)));
    assert_eq!(row.at(returned), Some((CallState::Returned, returned)));
    assert_eq!(history.calls_at(t.last_seq()).len(), 14);
    let span = history.actor(SERVER).expect("server").spans()[3];
    assert_eq!((span.kind, span.seq, span.end_seq), (SpanKind::Blocked, entered, Some(returned)));
    assert_eq!(span.end_at(returned - 1), None);
    assert!(span.end_at(returned).expect("over") - span.start_ns > 20_000_000);
}

#[test]
fn output_and_marks() {
    let t = timeline(sticky_session());
    let server = t.history().actor(SERVER).expect("server");
    let pieces = server.output_at(t.last_seq());
    assert_eq!(pieces.iter().map(|piece| server.piece(piece)).collect::<Vec<_>>(), [b"hello world\n"]);
    assert_eq!(pieces[0].line, 17);
    let stream = t.history().stream(STREAM).expect("a stream");
    let all = stream.visible(t.last_seq());
    let marks = [all.finished, all.fin, all.end_seen].map(|mark| mark.map(|mark| mark.seq));
    assert!(marks.is_sorted() && marks[0].is_some(), "{marks:?}");
    assert_eq!(stream.send_at(5).map(|span| (span.from, span.to)), Some((5, 11)));
    assert_eq!(stream.send_at(11), None);
    assert_eq!(stream.receive_at(5).map(|span| (span.from, span.to)), Some((0, 11)));
    assert_eq!(stream.segment_at(5).map(|segment| segment.span.from), Some(5));
    let levels: Vec<_> = all.levels.iter().map(|level| level.in_kernel).collect();
    assert_eq!(levels, [5, 5, 11, 11, 0]);
}

#[test]
fn held_calls_become_the_calls_that_are_made() {
    let mut s = Script::new("held", &[("server", "server.py", "")]);
    s.started(SERVER);
    let op = Op::Socket { family: 2, kind: 1, protocol: 0 };
    let call = s.call(None, 1, op);
    s.push(Fact::Held { actor: SERVER, call: call.clone() });
    s.wait_us(900_000);
    s.push(Fact::Released { actor: SERVER, lane: 0 });
    let made = crate::Call { start_ns: s.now_ns(), ..call };
    s.returned(SERVER, &made, Outcome::NewSocket { socket: crate::SocketId(0), fd: 3 }, false, 4);
    let t = timeline(s.finish());
    let [row] = t.history().calls() else { panic!("one row: {:?}", t.history().calls()) };
    assert_eq!((row.at(3), row.at(4)), (Some((CallState::Held, 3)), Some((CallState::Held, 3))));
    assert_eq!(row.at(5), Some((CallState::Returned, 5)));
    let kinds: Vec<_> =
        t.history().actors()[0].spans().iter().map(|span| (span.kind, span.end_seq)).collect();
    assert_eq!(kinds, [(SpanKind::Held, Some(4)), (SpanKind::Call, Some(5))]);
    // The release rides along with what it lets happen before: a held program is a stop of its own.
    assert_eq!((1..=5).filter(|seq| t.is_stop(*seq)).collect::<Vec<_>>(), [2, 4, 5]);
}

#[test]
fn calls_that_would_block_are_a_storm() {
    let mut s = Script::new("polling", &[("server", "server.py", "")]);
    let listener = s.listener(SERVER, 1, 5);
    let accept = |s: &mut Script| s.quick(SERVER, Some(listener), 4, Op::Accept, Outcome::WouldBlock);
    (0..3).for_each(|_| accept(&mut s));
    s.quick(SERVER, None, 5, Op::Sleep { duration_ns: 1 }, Outcome::Done);
    accept(&mut s);
    s.quick(SERVER, Some(listener), 6, Op::Close, Outcome::Done);
    accept(&mut s);
    let t = timeline(s.finish());
    let server = &t.history().actors()[0];
    let counts = |cursor| {
        server.storms_at(cursor).iter().map(|storm| server.storm_count(storm, cursor)).collect::<Vec<_>>()
    };
    let first = server.would_block()[0];
    assert_eq!(counts(t.last_seq()), [4, 1]);
    assert_eq!(counts(first), [1]);
    assert_eq!(counts(first - 1), [0u64; 0]);
    assert_eq!(server.storms_at(first)[0].last_seq, first + 4);
}

#[test]
fn times_lead_to_stops_and_back() {
    let t = timeline(sticky_session());
    assert_eq!(t.seq_at(0), t.next_stop(0).expect("a first stop"));
    assert_eq!(t.seq_at(u64::MAX), t.last_seq());
    for seq in (1..=t.last_seq()).filter(|seq| t.is_stop(*seq)) {
        assert_eq!(t.seq_at(t.time_of(seq)), seq);
        assert_eq!(t.stop_of(seq), seq);
    }
}

#[test]
fn bytes_of_a_send_that_still_blocks_are_seen_as_they_cross() {
    let mut s = Script::new("sticky", &[("server", "server.py", ""), ("client", "client.py", "")]);
    s.started(SERVER);
    let listener = s.listener(SERVER, 8, 5);
    let accept = s.call(Some(listener), 11, Op::Accept);
    s.started(CLIENT);
    let client = s.socket(CLIENT, 5);
    let mut conn = s.connect(client, 6);
    s.accepted(&accept, SERVER, &conn);
    let data: Vec<u8> = (0..=255).cycle().take(1000).collect();
    let send = s.call(Some(client), 7, Op::Send { data: data.clone(), flags: 0, to: None, omitted_bytes: 0 });
    s.entered(CLIENT, &send);
    s.segment(&mut conn, Direction::ToServer, Flags::ACK, 400);
    let blocked = s.len() as u64;
    // The kernel takes part of it in the end, as when a signal comes.
    s.returned(CLIENT, &send, Outcome::Sent { len_bytes: 600 }, true, 1_000);
    let told = s.len() as u64;
    let t = timeline(s.finish());
    let stream = t.history().stream(STREAM).unwrap();
    assert_eq!(stream.visible(blocked - 1).bytes, b"");
    assert_eq!(stream.visible(blocked).bytes, &data[..400]);
    assert_eq!(stream.visible(blocked).levels.last().unwrap().in_kernel, 400);
    assert_eq!(stream.visible(told).bytes, &data[..600]);
    assert_eq!(stream.bytes(), &data[..600], "what was not taken is no part of the stream");
}

#[test]
fn what_waits_for_a_program_that_closes_is_gone() {
    let mut s = Script::new("own", &[("server", "server.py", ""), ("client", "client.py", "")]);
    let listener = s.listener(SERVER, 1, 5);
    let accept = s.call(Some(listener), 2, Op::Accept);
    s.entered(SERVER, &accept);
    let client = s.socket(CLIENT, 1);
    let mut conn = s.connect(client, 2);
    let accepted = s.accepted(&accept, SERVER, &conn);
    s.sendall(client, 3, b"hello");
    s.segment(&mut conn, Direction::ToServer, Flags::PSH | Flags::ACK, 5);
    s.recv(accepted, 3, 2, b"he");
    let waits = s.len() as u64;
    s.close(accepted, 4);
    let mut t = timeline(s.finish());
    let waiting = |t: &Timeline| t.world().stream(STREAM.connection, STREAM.direction).map(|s| s.in_kernel());
    t.seek(waits);
    assert_eq!(waiting(&t), Some(3));
    t.seek(t.last_seq());
    assert_eq!(waiting(&t), Some(0), "nobody can take it any more");
}
