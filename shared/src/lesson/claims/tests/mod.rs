use super::*;
use crate::{
    ActorId, Event, Exit, Fact, Op, Outcome,
    lesson::{Claim, Condition, Knob, KnobKind, KnobTarget, Packed, Text, evaluate},
    record::{call::PollFd, event::End, reading::TcpState::*},
    testing::{Script, moment, sticky_session, timeline},
    words::Language,
};
use Verdict::*;

mod frames;
mod headers;
mod sets;
mod visitors;
mod waiting;

fn result(events: Vec<Event>, check: impl Into<Check>, only_if: Vec<Condition>) -> ClaimResult {
    let claim = Claim { text: Text::default(), check: Packed::from(&check.into()), only_if };
    let values = [("wait".to_owned(), "300".to_owned())];
    let wait = Knob {
        id: "wait".into(),
        label: Text::new("Server waits", "服务器等待"),
        help: Text::default(),
        kind: KnobKind::Milliseconds { max: 5000 },
        default: "300".into(),
        target: KnobTarget::Variable("WAIT".into()),
    };
    let results = evaluate(&[claim], &[wait], &values, &timeline(events), Language::En);
    let result = results.into_iter().next().expect("a result for each claim");
    assert!(result.seqs.is_sorted());
    result
}

#[track_caller]
fn check(events: Vec<Event>, check: impl Into<Check>, verdict: Verdict, evidence: &str) {
    let result = result(events, check, Vec::new());
    assert_eq!((result.verdict, result.evidence.as_str()), (verdict, evidence));
}

fn server() -> ActorName {
    "server".into()
}

/// The session with the outcome of each returned call changed.
fn changed(change: impl Fn(&mut Op, &mut Outcome)) -> Vec<Event> {
    let mut events = sticky_session();
    for event in &mut events {
        if let Fact::Returned { call, outcome, .. } = &mut event.fact {
            change(&mut call.op, outcome);
        }
    }
    events
}

/// The session up to, and without, the first event of this kind.
fn before(stop: impl Fn(&Fact) -> bool) -> Vec<Event> {
    sticky_session().into_iter().take_while(|event| !stop(&event.fact)).collect()
}

fn is_recv(fact: &Fact) -> bool {
    matches!(fact, Fact::Returned { call, .. } if matches!(call.op, Op::Recv { .. }))
}

#[test]
fn received_equals_sent() {
    check(sticky_session(), ReceivedEqualsSent {}, Holds, "11 B sent and received, every byte the same");
    check(before(is_recv), ReceivedEqualsSent {}, NotYet, "client → server: 11 B sent, 0 B received");
    let spoilt = changed(|_, outcome| {
        if let Outcome::Received { data, .. } = outcome {
            data[6] = b'W';
        }
    });
    let text = "client → server: the byte received at offset 6 is not the one that was sent";
    check(spoilt, ReceivedEqualsSent {}, Fails, text);
    let short = changed(|_, outcome| {
        if let Outcome::Received { data, .. } = outcome {
            data.truncate(7);
        }
    });
    check(short, ReceivedEqualsSent {}, Fails, "client → server: 11 B sent, 7 B received");
}

#[test]
fn a_run_that_was_cut_off_decides_nothing() {
    let mut stopped = before(is_recv);
    let at_ns = stopped.last().map_or(0, |event| event.at_ns);
    stopped.push(Event { at_ns, fact: Fact::SessionEnded { end: End::Stopped } });
    let text = "client → server: 11 B sent, 0 B received";
    check(stopped, ReceivedEqualsSent {}, NotApplicable, text);
}

#[test]
fn sockets() {
    let text = "accept on fd 3 returned fd 4";
    check(sticky_session(), AcceptReturnsNewSocket {}, Holds, text);
    let same = changed(|op, outcome| {
        if let (Op::Accept, Outcome::Accepted { fd, .. }) = (op, outcome) {
            *fd = 3;
        }
    });
    check(same, AcceptReturnsNewSocket {}, Fails, "accept on fd 3 returned fd 3");
    let text = "all 3 calls that moved bytes were on other sockets";
    check(sticky_session(), ListenerCarriesNoData {}, Holds, text);
    let mut on_listener = sticky_session();
    for event in &mut on_listener {
        if let Fact::Returned { call, .. } = &mut event.fact
            && matches!(call.op, Op::Recv { .. })
        {
            call.socket = Some(crate::SocketId(0));
        }
    }
    check(on_listener, ListenerCarriesNoData {}, Fails, "recv moved bytes on the listening fd 4");
}

#[test]
fn states() {
    let passes = |actor: &str, states: &[_]| StatesPass { actor: actor.into(), states: states.to_vec() };
    let client = "read from the kernel: ESTABLISHED → FIN-WAIT-2 → TIME-WAIT";
    check(sticky_session(), passes("client", &[Established, FinWait2, TimeWait]), Holds, client);
    check(sticky_session(), passes("client", &[Established, TimeWait]), Holds, client);
    check(sticky_session(), passes("client", &[TimeWait, Established]), Fails, client);
    let server = "read from the kernel: ESTABLISHED → CLOSE-WAIT";
    check(sticky_session(), passes("server", &[Established, CloseWait]), Holds, server);
    check(sticky_session(), passes("nobody", &[Established]), Fails, "it has no connection");
}

#[test]
fn boundaries() {
    let counts = "2 sends, 1 recv with data";
    check(sticky_session(), FewerRecvsThanSends { actor: server() }, Holds, counts);
    check(sticky_session(), MoreRecvsThanSends { actor: server() }, Fails, counts);
    let unread = "2 sends, 0 recvs with data";
    check(before(is_recv), FewerRecvsThanSends { actor: server() }, NotYet, unread);
    let lengths =
        |lengths: &[u64]| RecvLengths { actor: server(), lengths: lengths.to_vec(), after_all_sends: false };
    check(sticky_session(), lengths(&[11]), Holds, "recv returned 11 bytes");
    check(sticky_session(), lengths(&[5, 6]), Fails, "recv returned 11 bytes, not 5 and 6 bytes");
    check(sticky_session(), lengths(&[11, 1]), Fails, "recv returned 11 bytes, not 11 and 1 bytes");
    check(before(is_recv), lengths(&[11]), NotYet, "no recv returned data");
}

#[test]
fn recv_takes_what_waits() {
    let takes = || RecvTakesWhatWaits { actor: server() };
    check(sticky_session(), takes(), Holds, "11 B waited, and recv(1024) took 11 B");
    let less = changed(|_, outcome| {
        if let Outcome::Received { data, .. } = outcome {
            data.truncate(5);
        }
    });
    check(less, takes(), Fails, "recv(1024) took 5 B of 11 B that waited");
    let small = changed(|op, outcome| {
        if let (Op::Recv { max_bytes, .. }, Outcome::Received { data, .. }) = (op, outcome) {
            *max_bytes = 4;
            data.truncate(4);
        }
    });
    check(small, takes(), Holds, "11 B waited, and recv(4) took 4 B");
}

#[test]
fn end_of_stream() {
    let after_close = || EndOfStreamAfterClose { actor: server() };
    let text = "after 11 B and the peer's close, recv returned b\"\"";
    check(sticky_session(), after_close(), Holds, text);
    check(before(is_recv), after_close(), NotYet, "no recv returned b\"\"");
    let mut early = sticky_session();
    early.retain(|event| {
        let closes = matches!(&event.fact, Fact::Returned { call, .. } if call.op == Op::Close);
        let ends = matches!(&event.fact, Fact::Segment(s) if s.flags.has(crate::record::segment::Flags::FIN));
        !closes && !ends && !matches!(event.fact, Fact::ActorExited { .. })
    });
    check(early, after_close(), Fails, "recv returned b\"\" before the peer closed");
}

#[test]
fn who_waits_for_whom() {
    let accept_for_connect =
        WaitsFor { call: moment("server", "accept", 1), cause: moment("client", "connect", 1) };
    let found = result(sticky_session(), accept_for_connect, Vec::new());
    assert_eq!(found.verdict, Holds, "{found:?}");
    let never = WaitsFor { call: moment("server", "accept", 1), cause: moment("client", "connect", 2) };
    check(sticky_session(), never, Fails, "accept returned, and client did not call connect");
    let send_for_recv =
        DoesNotWaitFor { call: moment("client", "send", 1), other: moment("server", "recv", 1) };
    let found = result(sticky_session(), send_for_recv, Vec::new());
    assert_eq!(found.verdict, Holds, "{found:?}");
    let not_so =
        DoesNotWaitFor { call: moment("server", "accept", 1), other: moment("client", "connect", 1) };
    assert_eq!(result(sticky_session(), not_so, Vec::new()).verdict, Fails);
    let third = DoesNotWaitFor { call: moment("client", "send", 3), other: moment("server", "recv", 1) };
    check(sticky_session(), third, Fails, "send number 3 of client has not returned");
}

/// Both programs call recv on one connection after the client slept; nothing more happens.
#[test]
fn no_delay() {
    let on = || NoDelayWasOn { actor: "client".into() };
    check(sticky_session(), on(), Fails, "a send was made without TCP_NODELAY");
    let client = ActorId(0);
    let mut s = Script::new("nodelay", &[("client", "client.py", "")]);
    let sock = s.socket(client, 1);
    let value = 1i32.to_ne_bytes().to_vec();
    s.quick(client, Some(sock), 2, Op::SetOption { level: 6, option: 1, value }, Outcome::Done);
    s.sendall(sock, 3, b"x");
    s.ended();
    check(s.finish(), on(), Holds, "setsockopt set TCP_NODELAY before the first of 1 send");
}

#[test]
fn claims_about_other_runs_say_nothing() {
    let long = Condition::AtLeast { knob: "wait".into(), value: 1000 };
    let found = result(sticky_session(), ReceivedEqualsSent {}, vec![long]);
    assert_eq!(
        (found.verdict, found.evidence.as_str()),
        (NotApplicable, "only checked when “Server waits” is 1000 ms or more")
    );
    let free = || vec![Condition::FreeRun];
    assert_eq!(result(sticky_session(), ReceivedEqualsSent {}, free()).verdict, Holds);
    let mut held = sticky_session();
    let call = held.iter().find_map(|event| event.fact.call().cloned()).expect("a call");
    held.insert(2, Event { at_ns: held[1].at_ns, fact: Fact::Held { actor: ActorId(0), call } });
    assert_eq!(result(held, ReceivedEqualsSent {}, free()).verdict, NotApplicable);
}
