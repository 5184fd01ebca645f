//! Why a call waits, and what ended its wait. Inferred from the kernel's readings and the streams.

use super::{Language, Message, numbers::duration, numbers::size, side_name, texts};
use crate::{
    Call, ConnectionId, Direction, Event, Fact, Op, Outcome,
    fold::world::{Stream, World},
    record::{call::ApiName, reading::TcpState},
};
use std::collections::BTreeSet;

/// Why `call` does not return, from what the kernel held in `world`.
pub fn blocked_reason(call: &Call, world: &World, lang: Language) -> String {
    match &call.op {
        Op::Accept => accept_reason(call, world, lang),
        Op::Recv { .. } => recv_reason(call, world, lang),
        Op::Send { .. } => send_reason(call, world, lang),
        Op::Connect { address } => texts::waits_for_answer(lang, address),
        Op::Select { read, write, except, .. } => {
            // One descriptor may be in several lists.
            let watched: BTreeSet<i32> = read.iter().chain(write).chain(except).map(|w| w.fd).collect();
            texts::none_ready(lang, watched.len() as u64)
        }
        Op::Poll { .. } if call.api.name != ApiName::Same => texts::WAITS_IN_POLL_FIRST.get(lang).to_owned(),
        Op::Poll { fds, .. } => texts::none_ready(lang, fds.len() as u64),
        Op::EpollWait { .. } => texts::READY_LIST_EMPTY.get(lang).to_owned(),
        Op::Sleep { duration_ns } => texts::sleeps(lang, &duration(*duration_ns)),
        Op::Input { .. } => texts::WAITS_FOR_YOU.get(lang).to_owned(),
        _ => texts::UNDER_WAY.get(lang).to_owned(),
    }
}

fn accept_reason(call: &Call, world: &World, lang: Language) -> String {
    match call.socket.and_then(|s| world.accept_queue(s)).unwrap_or(0) {
        0 => texts::NOBODY_CONNECTED.get(lang).to_owned(),
        waiting => texts::accept_returns(lang, &waiting),
    }
}

fn recv_reason(call: &Call, world: &World, lang: Language) -> String {
    let Some((connection, from)) = call.socket.and_then(|s| world.receives_from(s)) else {
        return texts::NOTHING_ARRIVED.get(lang).to_owned();
    };
    let peer = sender(world, connection, from, lang);
    let stream = world.stream(connection, from).copied().unwrap_or_default();
    let end = world.connection(connection).map(|c| &c.ends[from.to().index()]);
    let waiting = end.and_then(|end| end.reading.as_ref()).map_or(0, |reading| reading.receive_queue);
    // What a reading counts as waiting may be the FIN, which takes one number.
    if waiting > 0 && stream.in_kernel() > 0 {
        return texts::receive_returns(lang, &size(waiting.into()));
    }
    match stream {
        Stream { sent: 0, .. } => texts::nothing_from(lang, &peer),
        Stream { received, .. } if stream.in_kernel() == 0 => texts::all_read(lang, &size(received), &peer),
        _ => texts::on_the_way(lang, &size(stream.in_kernel()), &peer),
    }
}

fn send_reason(call: &Call, world: &World, lang: Language) -> String {
    let Some(full) = full_send_buffer(call, world) else { return texts::UNDER_WAY.get(lang).to_owned() };
    let (connection, to) = full.stream;
    let (queued, reader) = (size(full.queued_bytes), receiver(world, connection, to, lang));
    match full.window_closed {
        true => texts::window_closed(lang, &queued, &reader),
        false => texts::not_acknowledged(lang, &queued, &reader),
    }
}

struct Full {
    queued_bytes: u64,
    window_closed: bool,
    stream: (ConnectionId, Direction),
}

/// Whether the last reading shows that the kernel cannot pass on what it has. A send can also be announced because its
/// segments were seen before it returned; such a one was never blocked.
fn full_send_buffer(call: &Call, world: &World) -> Option<Full> {
    let (connection, to) = world.sends_into(call.socket?)?;
    let reading = world.connection(connection)?.ends[to.from().index()].reading.as_ref()?;
    let info = reading.info.unwrap_or_default();
    let window_closed = reading.info.is_some() && info.send_window_bytes == 0;
    let nearly_full = reading.send_limit > 0 && reading.send_queue >= reading.send_limit / 2;
    let (queued_bytes, stream) = (reading.send_queue.into(), (connection, to));
    let is_full = window_closed || nearly_full || info.not_sent_bytes > 0;
    is_full.then_some(Full { queued_bytes, window_closed, stream })
}

/// What ended the wait of a call that was announced and now returned with `event`, from the state `before` it.
/// `None` for calls that were not announced, and where nothing shows that they waited.
pub fn ended_block(event: &Event, before: &World, lang: Language) -> Option<String> {
    let Fact::Returned { call, outcome, announced: true, .. } = &event.fact else { return None };
    let peer = || {
        let receives = call.socket.and_then(|s| before.receives_from(s));
        receives.map_or_else(|| "?".to_owned(), |(c, from)| sender(before, c, from, lang))
    };
    Some(match (&call.op, outcome) {
        (Op::Accept, Outcome::Accepted { connection, peer, .. }) => {
            let known = connection.filter(|c| before.connection(*c).is_some());
            let who = known.map(|c| sender(before, c, Direction::ToServer, lang));
            texts::ended_by_connect(lang, &who.unwrap_or_else(|| peer.to_string()))
        }
        (Op::Recv { .. }, Outcome::Received { data, .. }) => {
            texts::ended_by_bytes(lang, &size(data.len() as u64), &peer())
        }
        (Op::Recv { .. }, Outcome::EndOfStream) => texts::ended_by_fin(lang, &peer()),
        (Op::Send { .. }, Outcome::Sent { .. }) => {
            let (connection, to) = full_send_buffer(call, before)?.stream;
            texts::ended_by_room(lang, &receiver(before, connection, to, lang))
        }
        (Op::Connect { .. }, Outcome::Connected { .. }) => texts::ENDED_BY_HANDSHAKE.get(lang).to_owned(),
        (Op::Connect { .. }, Outcome::Failed { .. }) => texts::ENDED_BY_REFUSAL.get(lang).to_owned(),
        (Op::Sleep { .. }, Outcome::Done) => texts::SLEPT.get(lang).to_owned(),
        (Op::Input { .. }, Outcome::Line { .. }) => texts::ENDED_BY_YOU.get(lang).to_owned(),
        (_, Outcome::ReadySets { read, write, except }) => {
            let mut fds: Vec<i32> = read.iter().chain(write).chain(except).map(|on| on.fd).collect();
            let lists = fds.len();
            fds.sort_unstable();
            fds.dedup();
            match fds.len() {
                1 if lists > 1 => texts::ready_in_lists(lang, &lists),
                count => texts::became_ready(lang, count as u64),
            }
        }
        (_, Outcome::Ready { fds }) => texts::became_ready(lang, fds.len() as u64),
        (_, Outcome::Unfinished) => texts::CUT_OFF.get(lang).to_owned(),
        _ => return None,
    })
}

fn sender(world: &World, connection: ConnectionId, way: Direction, lang: Language) -> String {
    side_name(world, connection, way.from(), lang)
}

fn receiver(world: &World, connection: ConnectionId, way: Direction, lang: Language) -> String {
    side_name(world, connection, way.to(), lang)
}

/// What a TCP state means for the program that holds the socket.
pub fn state_meaning(state: TcpState) -> Message {
    match state {
        TcpState::Established => texts::STATE_ESTABLISHED,
        TcpState::SynSent => texts::STATE_SYN_SENT,
        TcpState::SynReceived => texts::STATE_SYN_RECEIVED,
        TcpState::FinWait1 => texts::STATE_FIN_WAIT_1,
        TcpState::FinWait2 => texts::STATE_FIN_WAIT_2,
        TcpState::TimeWait => texts::STATE_TIME_WAIT,
        TcpState::Closed => texts::STATE_CLOSED,
        TcpState::CloseWait => texts::STATE_CLOSE_WAIT,
        TcpState::LastAck => texts::STATE_LAST_ACK,
        TcpState::Listen => texts::STATE_LISTEN,
        TcpState::Closing => texts::STATE_CLOSING,
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        ActorId, Op,
        fold::world::World,
        record::call::Watched,
        testing,
        words::{self, Language},
    };

    /// The line of each event of the sticky session, in English.
    fn lines() -> Vec<String> {
        let mut world = World::default();
        let line = |event: &crate::Event| {
            let text = words::event(event, &world, Language::En);
            world.apply(event);
            text
        };
        testing::sticky_session().iter().map(line).collect()
    }

    #[test]
    fn a_descriptor_in_two_lists_is_one_descriptor() {
        let mut s = testing::Script::new("own", &[("server", "server.py", "")]);
        let watched = |fd| vec![Watched { socket: None, fd }];
        let select = |read, write| Op::Select { read, write, except: vec![], timeout_ns: None };
        let both = s.call(None, 1, select(watched(4), watched(4)));
        let two = s.call(None, 1, select(watched(4), watched(5)));
        let reason = |call| words::blocked_reason(call, &World::default(), Language::En);
        assert_eq!(reason(&both), "its one descriptor is not ready");
        assert_eq!(reason(&two), "none of its 2 descriptors is ready");
    }

    #[test]
    fn a_session_reads_like_a_story() {
        let lines = lines();
        for expected in [
            "server listen(fd 3, 5) = None",
            "server accept(fd 3) … accept queue empty: nobody has connected",
            "client connect(fd 3, 127.0.0.1:8001) … waiting for 127.0.0.1:8001 to answer the SYN",
            "client → server  SYN seq 0 win 65495",
            "server → client  SYN, ACK seq 0 ack 1 win 65495",
            "client → server  ACK seq 1 ack 1 win 65536",
            "client sendall(fd 3, 5) \"hello\" = None",
            "client → server  PSH, ACK seq 6 ack 1 win 65536 len 6",
            "server recv(fd 4, 1024) → 11 B \"hello␣world\"",
            "server recv(fd 4, 1024) → b\"\" (end of stream)",
            "server prints hello world⏎",
            "client reached its end · CPU 31 ms with the interpreter's start",
            "session over: all programs ended",
        ] {
            assert!(lines.iter().any(|line| line == expected), "no {expected:?} in\n{}", lines.join("\n"));
        }
        let accepted = lines.iter().find(|line| line.contains("→ fd 4, 127.0.0.1:40000"));
        let accepted = accepted.expect("accept returned");
        assert!(accepted.ends_with("ended by client's connect"), "{accepted}");
    }

    #[test]
    fn an_unknown_actor_has_a_number() {
        assert_eq!(words::actor_name(&World::default(), ActorId(7)), "actor 7");
    }
}
