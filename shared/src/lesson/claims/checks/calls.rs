//! Checks of calls, sockets and states.

use crate::{
    ConnectionId, Fact, Op, Outcome, Side, SocketId, Text,
    lesson::claims::{
        ActorName, ClaimResult,
        check::{Asserts, arguments},
        run::{Run, nothing, plural},
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
                let evidence = Text::new(
                    format!("accept on fd {} returned fd {fd}", call.fd),
                    format!("在 fd {} 上 accept 返回的是 fd {fd}", call.fd),
                );
                return run.fails(evidence, vec![seq]);
            }
            example.get_or_insert((call.fd, *fd));
            seqs.push(seq);
        }
        match example {
            Some((listener, new)) => {
                let evidence = Text::new(
                    format!("accept on fd {listener} returned fd {new}"),
                    format!("在 fd {listener} 上 accept 返回了 fd {new}"),
                );
                run.holds(evidence, seqs)
            }
            None => run.undecided(nothing("no accept returned a socket", "没有 accept 返回套接字"), seqs),
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
                    let evidence = Text::new(
                        format!("{name} moved bytes on fd {fd}, which listens"),
                        format!("{name} 在监听套接字 fd {fd} 上传输了数据"),
                    );
                    return run.fails(evidence, vec![seq]);
                }
                (_, Outcome::Sent { .. } | Outcome::Received { .. }, _) => elsewhere += 1,
                _ => {}
            }
        }
        if listeners.is_empty() {
            return run.undecided(nothing("no socket listens", "没有监听套接字"), seqs);
        }
        let evidence = match elsewhere {
            0 => nothing("no call moved bytes", "没有任何调用收发数据"),
            1 => nothing(
                "the one call that moved bytes was on another socket",
                "唯一的一次收发发生在另一个套接字上",
            ),
            _ => Text::new(
                format!("all {elsewhere} calls that moved bytes were on other sockets"),
                format!("全部 {elsewhere} 次收发都发生在其他套接字上"),
            ),
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
            return run.undecided(nothing("it has no connection", "它没有连接"), Vec::new());
        };
        let seen = states_of(run, Subject::End(connection, side));
        let mut wanted = expected.iter().peekable();
        let seqs: Vec<u64> = seen
            .iter()
            .filter(|(_, state)| wanted.next_if(|next| *next == state).is_some())
            .map(|(seq, _)| *seq)
            .collect();
        let names: Vec<_> = seen.iter().map(|(_, state)| state.name()).collect();
        let names = names.join(" → ");
        let evidence =
            Text::new(format!("read from the kernel: {names}"), format!("内核给出的状态依次为：{names}"));
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
                    let evidence =
                        nothing("a send was made without TCP_NODELAY", "有一次 send 时没有打开 TCP_NODELAY");
                    return run.fails(evidence, vec![seq]);
                }
                (Op::Send { .. }, Outcome::Sent { .. }) => sends += 1,
                _ => {}
            }
        }
        if sends == 0 {
            return run.undecided(nothing("nothing was sent", "没有发送数据"), seqs);
        }
        let evidence = Text::new(
            format!("setsockopt set TCP_NODELAY before the first of {sends} send{}", plural(sends)),
            format!("第一次 send 之前就用 setsockopt 打开了 TCP_NODELAY（共 send {sends} 次）"),
        );
        run.holds_so_far(false, evidence, seqs)
    }
}
