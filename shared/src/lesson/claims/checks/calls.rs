//! Checks of calls, sockets and states.

use crate::{
    ConnectionId, Fact, Op, Outcome, Side, SocketId,
    lesson::claims::{
        ActorName, ClaimResult,
        check::{Asserts, arguments},
        run::Run,
        texts,
    },
    record::reading::{Subject, TcpState},
    words::api_name,
};

/// The numbers of setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, …).
const TCP_NODELAY: (i32, i32) = (6, 1);

arguments! {
    /// Each accept returned a descriptor that is not its listener's.
    pub struct AcceptReturnsNewSocket {}
}

impl Asserts for AcceptReturnsNewSocket {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let mut seqs = Vec::new();
        let mut example = None;
        for (seq, _, call, outcome) in run.returned() {
            let Outcome::Accepted { socket, fd, .. } = outcome else { continue };
            if Some(*socket) == call.socket || *fd == call.fd {
                let evidence = texts::accept_fd_returned_fd(run.lang, &call.fd, &fd);
                return run.fails(evidence, vec![seq]);
            }
            example.get_or_insert((call.fd, *fd));
            seqs.push(seq);
        }
        match example {
            Some((listener, new)) => {
                let evidence = texts::accept_fd_returned_fd_2(run.lang, &listener, &new);
                run.holds(evidence, seqs)
            }
            None => run.undecided(texts::NO_ACCEPT_RETURNED_SOCKET.get(run.lang).to_owned(), seqs),
        }
    }
}

arguments! {
    /// No send or recv succeeded on a listening socket.
    pub struct ListenerCarriesNoData {}
}

impl Asserts for ListenerCarriesNoData {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let mut listeners = Vec::new();
        let (mut seqs, mut elsewhere) = (Vec::new(), 0u64);
        for (seq, _, call, outcome) in run.returned() {
            match (&call.op, outcome, call.socket) {
                (Op::Listen { .. }, Outcome::Done, Some(socket)) => {
                    listeners.push(socket);
                    seqs.push(seq);
                }
                (_, Outcome::Sent { .. } | Outcome::Received { .. }, Some(socket))
                    if listeners.contains(&socket) =>
                {
                    let (name, fd) = (api_name(call), call.fd);
                    let evidence = texts::moved_bytes_fd_which_listens(run.lang, &name, &fd);
                    return run.fails(evidence, vec![seq]);
                }
                (_, Outcome::Sent { .. } | Outcome::Received { .. }, _) => elsewhere += 1,
                _ => {}
            }
        }
        if listeners.is_empty() {
            return run.undecided(texts::NO_SOCKET_LISTENS.get(run.lang).to_owned(), seqs);
        }
        let evidence = match elsewhere {
            0 => texts::NO_CALL_MOVED_BYTES.get(run.lang).to_owned(),
            1 => texts::ONE_CALL_MOVED_BYTES_ANOTHER.get(run.lang).to_owned(),
            _ => texts::all_calls_moved_bytes_other(run.lang, &elsewhere),
        };
        run.holds_so_far(false, evidence, seqs)
    }
}

arguments! {
    /// The actor's end of its first connection passed through these TCP states in this order; others between are allowed.
    pub struct StatesPass {
        actor: ActorName,
        states: Vec<TcpState>,
    }
}

impl Asserts for StatesPass {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let expected = &self.states;
        let actor = run.actor(name);
        let held_by_actor = |socket: Option<SocketId>| {
            let socket = socket.and_then(|s| run.timeline.latest().socket(s));
            socket.is_some_and(|socket| Some(socket.actor) == actor)
        };
        let ends = (0u32..).zip(&run.timeline.latest().connections).flat_map(|(index, connection)| {
            Side::BOTH.map(|side| (ConnectionId(index), side, connection.ends[side.index()].socket))
        });
        let Some((connection, side, _)) = ends.into_iter().find(|(.., socket)| held_by_actor(*socket)) else {
            return run.undecided(texts::NO_CONNECTION.get(run.lang).to_owned(), Vec::new());
        };
        let seen = states_of(run, Subject::End(connection, side));
        let mut wanted = expected.iter().peekable();
        let seqs: Vec<u64> = seen
            .iter()
            .filter(|(_, state)| wanted.next_if(|next| *next == state).is_some())
            .map(|(seq, _)| *seq)
            .collect();
        // Those that came later are no evidence.
        let last = seqs.last().copied().filter(|_| wanted.peek().is_none()).unwrap_or(u64::MAX);
        let names: Vec<_> =
            seen.iter().filter(|(seq, _)| *seq <= last).map(|(_, state)| state.name()).collect();
        let names = names.join(" → ");
        let evidence = texts::read_kernel(run.lang, &names);
        if wanted.peek().is_none() { run.holds(evidence, seqs) } else { run.undecided(evidence, seqs) }
    }
}

/// The states that readings showed, each when it first followed another.
fn states_of(run: &Run<'_>, subject: Subject) -> Vec<(u64, TcpState)> {
    let mut states: Vec<(u64, TcpState)> = Vec::new();
    for (seq, event) in run.timeline.log().iter() {
        let Fact::Readings(readings) = &event.fact else { continue };
        for reading in readings.iter().filter(|reading| reading.subject == subject) {
            if states.last().is_none_or(|(_, state)| *state != reading.state) {
                states.push((seq, reading.state));
            }
        }
    }
    states
}

arguments! {
    /// The actor had TCP_NODELAY on when it sent.
    pub struct NoDelayWasOn {
        actor: ActorName,
    }
}

impl Asserts for NoDelayWasOn {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let actor = run.actor(name);
        let mut on: Vec<SocketId> = Vec::new();
        let (mut seqs, mut sends) = (Vec::new(), 0usize);
        for (seq, _, call, outcome) in run.returned().filter(|(_, who, ..)| Some(*who) == actor) {
            let Some(socket) = call.socket else { continue };
            match (&call.op, outcome) {
                (Op::SetOption { level, option, value }, Outcome::Done)
                    if (*level, *option) == TCP_NODELAY =>
                {
                    on.retain(|other| *other != socket);
                    if value.iter().any(|byte| *byte != 0) {
                        on.push(socket);
                    }
                    seqs.push(seq);
                }
                (Op::Send { .. }, Outcome::Sent { .. }) if !on.contains(&socket) => {
                    let evidence = texts::SEND_MADE_WITHOUT_TCPNODELAY.get(run.lang).to_owned();
                    return run.fails(evidence, vec![seq]);
                }
                (Op::Send { .. }, Outcome::Sent { .. }) => sends += 1,
                _ => {}
            }
        }
        if sends == 0 {
            return run.undecided(texts::NOTHING_SENT.get(run.lang).to_owned(), seqs);
        }
        let evidence = texts::setsockopt_set_tcpnodelay_before_first(run.lang, sends as u64);
        run.holds_so_far(false, evidence, seqs)
    }
}
