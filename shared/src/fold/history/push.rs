//! One event at a time into a [`History`].

use super::{
    ActorHistory, CallRow, History, Level, Mark, OutputPiece, SegmentSpan, Span, SpanKind, Storm,
    StreamHistory, TrackSpan, calls::Open,
};
use crate::{
    ActorId, Call, ConnectionId, Direction, Event, Fact, Op, Outcome, StreamId,
    fold::{
        by_id::MAX_IDS,
        world::{Positions, World},
    },
    record::{
        reading::Subject,
        segment::{Flags, Segment},
    },
};

impl History {
    /// Takes the event at `seq`; `after` is the state with it folded in. Events come in order, without gaps.
    pub fn push(&mut self, seq: u64, event: &Event, after: &World) {
        if self.actors.len() < after.actors.len() {
            self.actors.resize_with(after.actors.len(), ActorHistory::default);
        }
        if self.streams.len() < after.connections.len().min(MAX_IDS) {
            self.streams.resize_with(after.connections.len(), Default::default);
        }
        match &event.fact {
            Fact::Held { actor, call } => self.held(seq, event.at_ns, *actor, call),
            Fact::Released { actor, lane } => self.released(seq, event.at_ns, *actor, *lane),
            Fact::Entered { actor, call } => {
                self.entered(seq, *actor, call, after);
                self.offered(call, after);
                self.turned(seq, stream_of(call, None, after));
            }
            Fact::Returned { actor, call, took_ns, outcome, .. } => {
                self.returned(seq, *actor, call, *took_ns);
                self.storm(seq, *actor, call, outcome);
                self.moved(seq, event.at_ns, call, outcome, after);
                let end = call.socket.and_then(|id| after.socket(id)?.end);
                self.placed(seq, end.map(|(connection, _)| connection), after);
                self.turned(seq, stream_of(call, Some(outcome), after));
            }
            Fact::Output { actor, error, line, data } => self.output(seq, *actor, *error, *line, data),
            Fact::Segment(segment) => {
                self.segment(seq, event.at_ns, segment, after);
                self.placed(seq, Some(segment.connection), after);
            }
            Fact::ActorExited { actor, .. } => {
                self.close_all(seq, event.at_ns, *actor);
                self.finish_all(seq, event.at_ns, after);
            }
            Fact::SessionEnded { .. } => {
                for index in 0..self.actors.len() {
                    self.close_all(seq, event.at_ns, ActorId(u16::try_from(index).unwrap_or(u16::MAX)));
                }
            }
            Fact::Readings(readings) => {
                for reading in readings {
                    if let Subject::End(connection, side) = reading.subject {
                        self.placed(seq, Some(connection), after);
                        self.level(seq, event.at_ns, StreamId { connection, direction: side.sends() }, after);
                    }
                }
            }
            Fact::SessionStarted(_)
            | Fact::ActorStarted { .. }
            | Fact::LimitHit { .. }
            | Fact::Lost { .. }
            | Fact::StepMode { .. }
            | Fact::Deadlock { .. }
            | Fact::Door { .. } => {}
        }
    }

    /// Bytes of the connection may have come further.
    fn placed(&mut self, seq: u64, connection: Option<ConnectionId>, after: &World) {
        let Some(id) = connection else { return };
        let (Some(both), Some(state)) = (self.streams.get_mut(id.0 as usize), after.connection(id)) else {
            return;
        };
        for (history, stream) in both.iter_mut().zip(&state.streams) {
            let now = stream.positions();
            if history.positions.last().map_or(Positions::default(), |(_, last)| *last) != now {
                history.positions.push((seq, now));
            }
        }
    }

    /// A stream's turn begins: something happened in it, and not in the one before.
    fn turned(&mut self, seq: u64, stream: Option<StreamId>) {
        if let Some(stream) = stream.filter(|stream| self.turns.last().is_none_or(|(_, last)| last != stream))
        {
            self.turns.push((seq, stream));
        }
    }

    fn actor_mut(&mut self, id: ActorId) -> Option<&mut ActorHistory> {
        self.actors.get_mut(usize::from(id.0))
    }

    fn stream_mut(&mut self, id: StreamId) -> Option<&mut StreamHistory> {
        self.streams.get_mut(id.connection.0 as usize).map(|both| &mut both[id.direction.index()])
    }

    fn begin_span(&mut self, actor: ActorId, span: TrackSpan) -> Option<usize> {
        let spans = &mut self.actor_mut(actor)?.spans;
        spans.push(span);
        Some(spans.len() - 1)
    }

    fn end_span(&mut self, actor: ActorId, span: Option<usize>, seq: u64, end_ns: u64) {
        let spans = self.actor_mut(actor).map(|actor| &mut actor.spans);
        if let (Some(spans), Some(index)) = (spans, span)
            && let Some(span) = spans.get_mut(index)
            && span.end_seq.is_none()
        {
            span.end_seq = Some(seq);
            span.end_ns = Some(end_ns.max(span.start_ns));
        }
    }

    fn row(&mut self, seq: u64, actor: ActorId, lane: u16) -> usize {
        self.calls.push(CallRow { seq, actor, lane, held: None, entered: None, returned: None });
        self.calls.len() - 1
    }

    fn listed(&mut self, seq: u64, actor: ActorId, call: &Call) {
        if let Some(actor) = self.actor_mut(actor) {
            actor.calls.push(seq);
        }
        if matches!(call.op, Op::Select { .. } | Op::Poll { .. } | Op::EpollWait { .. }) {
            self.readiness.push(seq);
        }
    }

    fn held(&mut self, seq: u64, at_ns: u64, actor: ActorId, call: &Call) {
        if let Some(actor) = self.actor_mut(actor) {
            actor.calls.push(seq);
        }
        let row = self.row(seq, actor, call.lane);
        self.calls[row].held = Some(seq);
        let (start_ns, lane) = (at_ns, call.lane);
        let span = TrackSpan { seq, end_seq: None, start_ns, end_ns: None, lane, kind: SpanKind::Held };
        let span = self.begin_span(actor, span);
        self.open.insert(actor, lane, Open { call: call.id, row, span, only_held: true });
    }

    fn released(&mut self, seq: u64, at_ns: u64, actor: ActorId, lane: u16) {
        let Some(open) = self.open.get_mut(actor, lane).filter(|open| open.only_held) else { return };
        let span = open.span.take();
        self.end_span(actor, span, seq, at_ns);
    }

    /// The row of a call that was made now: the one that was held or entered before, or a new one.
    fn made(&mut self, seq: u64, actor: ActorId, call: &Call) -> (usize, Option<usize>) {
        match self.open.take(actor, call) {
            Some(open) if open.only_held => {
                self.end_span(actor, open.span, seq, call.start_ns);
                (open.row, None)
            }
            Some(open) => (open.row, open.span),
            None => (self.row(seq, actor, call.lane), None),
        }
    }

    fn entered(&mut self, seq: u64, actor: ActorId, call: &Call, after: &World) {
        self.listed(seq, actor, call);
        let (row, _) = self.made(seq, actor, call);
        self.calls[row].entered = Some(seq);
        let (start_ns, lane) = (call.start_ns, call.lane);
        let kind = span_kind(call, after.may_wait(call));
        let span =
            self.begin_span(actor, TrackSpan { seq, end_seq: None, start_ns, end_ns: None, lane, kind });
        self.open.insert(actor, lane, Open { call: call.id, row, span, only_held: false });
    }

    fn returned(&mut self, seq: u64, actor: ActorId, call: &Call, took_ns: u64) {
        self.listed(seq, actor, call);
        let (row, span) = self.made(seq, actor, call);
        self.calls[row].returned = Some(seq);
        let end_ns = call.start_ns.saturating_add(took_ns);
        if span.is_some() {
            self.end_span(actor, span, seq, end_ns);
        } else {
            let (end_seq, end_ns) = (Some(seq), Some(end_ns));
            let (start_ns, lane, kind) = (call.start_ns, call.lane, span_kind(call, false));
            self.begin_span(actor, TrackSpan { seq, end_seq, start_ns, end_ns, lane, kind });
        }
    }

    fn storm(&mut self, seq: u64, actor: ActorId, call: &Call, outcome: &Outcome) {
        let Some(actor) = self.actor_mut(actor) else { return };
        if *outcome != Outcome::WouldBlock {
            actor.in_storm &= matches!(call.op, Op::Sleep { .. });
            return;
        }
        match actor.storms.last_mut().filter(|_| actor.in_storm) {
            Some(storm) => (storm.last_seq, storm.count) = (seq, storm.count + 1),
            None => {
                let index = actor.would_block.len();
                actor.storms.push(Storm { first_seq: seq, last_seq: seq, count: 1, index });
            }
        }
        actor.would_block.push(seq);
        actor.in_storm = true;
    }

    fn output(&mut self, seq: u64, actor: ActorId, error: bool, line: u32, data: &[u8]) {
        if let Some(actor) = self.actor_mut(actor) {
            let from = actor.output.len() as u64;
            actor.output.extend(data);
            actor.pieces.push(OutputPiece { seq, from, to: from + data.len() as u64, error, line });
        }
    }

    /// What a call did to streams.
    fn moved(&mut self, seq: u64, at_ns: u64, call: &Call, outcome: &Outcome, after: &World) {
        let Some(socket) = call.socket else { return };
        let sends = after.sends_into(socket).map(stream_id);
        let receives = after.receives_from(socket).map(stream_id);
        match (&call.op, outcome, sends, receives) {
            (Op::Send { data, .. }, Outcome::Sent { len_bytes }, Some(id), _) => {
                let to = total(after, id, |s| s.sent);
                self.settle_offer(id, to);
                self.span(id, true, Span { seq, from: to.saturating_sub(*len_bytes), to }, data);
                self.level(seq, at_ns, id, after);
            }
            (Op::Recv { flags, .. }, Outcome::Received { data, .. }, _, Some(id)) if World::takes(*flags) => {
                let to = total(after, id, |s| s.received);
                self.span(id, false, Span { seq, from: to.saturating_sub(data.len() as u64), to }, data);
                self.level(seq, at_ns, id, after);
            }
            (Op::Recv { flags, .. }, Outcome::Received { data, .. }, _, Some(id))
                if World::takes_urgent(*flags) && data.len() == 1 =>
            {
                let urgent = after.stream(id.connection, id.direction).and_then(|s| s.urgent);
                if let Some((stream, urgent)) = self.stream_mut(id).zip(urgent) {
                    stream.urgent.push(Span {
                        seq,
                        from: urgent.offset,
                        to: urgent.offset.saturating_add(1),
                    });
                }
            }
            (Op::Send { .. }, _, Some(id), _) => self.settle_offer(id, total(after, id, |s| s.sent)),
            (Op::Recv { .. }, Outcome::EndOfStream, _, Some(id)) => {
                let offset = total(after, id, |s| s.received);
                if let Some(stream) = self.stream_mut(id) {
                    stream.end_seen.get_or_insert(Mark { seq, offset });
                }
                self.level(seq, at_ns, id, after);
            }
            (Op::Recv { .. }, Outcome::WouldBlock, _, Some(id)) => self.level(seq, at_ns, id, after),
            (Op::Close, Outcome::Done, Some(sends), Some(receives)) => {
                self.finish(seq, sends, after);
                self.level(seq, at_ns, receives, after);
            }
            (Op::Shutdown { .. } | Op::Close, Outcome::Done, Some(id), _) => self.finish(seq, id, after),
            _ => {}
        }
    }

    /// The bytes of a send that is under way: those that cross before it returns are seen.
    fn offered(&mut self, call: &Call, after: &World) {
        let (Op::Send { data, .. }, Some(socket)) = (&call.op, call.socket) else { return };
        let Some(id) = after.sends_into(socket).map(stream_id) else { return };
        let from = total(after, id, |s| s.sent);
        let Some(stream) = self.stream_mut(id) else { return };
        let known = usize::try_from(from).unwrap_or(usize::MAX);
        // With two at once it is unknown whose bytes come first.
        if stream.bytes.len() == known && !stream.offering {
            stream.bytes.extend(data);
            stream.offering = true;
        }
    }

    /// A send returned: what it offered and the kernel did not take is no part of the stream.
    fn settle_offer(&mut self, id: StreamId, sent: u64) {
        if let Some(stream) = self.stream_mut(id).filter(|stream| stream.offering) {
            stream.offering = false;
            stream.bytes.truncate(usize::try_from(sent).unwrap_or(usize::MAX));
        }
    }

    fn span(&mut self, id: StreamId, sent: bool, span: Span, data: &[u8]) {
        let Some(stream) = self.stream_mut(id) else { return };
        if sent { &mut stream.sends } else { &mut stream.receives }.push(span);
        // If both ends reported it, the first report is kept.
        let known = (stream.bytes.len() as u64).saturating_sub(span.from);
        let moved = usize::try_from(span.to - span.from).unwrap_or(usize::MAX).min(data.len());
        let new = usize::try_from(known).ok().and_then(|known| data.get(known..moved));
        stream.bytes.extend(new.unwrap_or_default());
    }

    fn finish(&mut self, seq: u64, id: StreamId, after: &World) {
        let state = after.stream(id.connection, id.direction).copied().unwrap_or_default();
        if let Some(stream) = self.stream_mut(id)
            && state.finished
        {
            stream.finished.get_or_insert(Mark { seq, offset: state.sent });
        }
    }

    fn finish_all(&mut self, seq: u64, at_ns: u64, after: &World) {
        for (both, connection) in self.streams.iter_mut().zip(&after.connections) {
            for (stream, state) in both.iter_mut().zip(&connection.streams) {
                if state.finished {
                    stream.finished.get_or_insert(Mark { seq, offset: state.sent });
                }
            }
        }
        for (connection, known) in (0u32..).map(ConnectionId).zip(&after.connections) {
            for direction in Direction::BOTH {
                if known.streams[direction.index()].discarded {
                    self.level(seq, at_ns, StreamId { connection, direction }, after);
                }
            }
        }
    }

    fn segment(&mut self, seq: u64, at_ns: u64, segment: &Segment, after: &World) {
        self.segments.push(seq);
        let id = StreamId { connection: segment.connection, direction: segment.direction };
        if segment.flags.has(Flags::SYN) && !segment.flags.has(Flags::ACK) {
            self.turned(seq, Some(id));
        }
        let offset = segment.offset.saturating_add(u64::from(segment.len_bytes));
        if let Some(both) = self.streams.get_mut(id.connection.0 as usize)
            && segment.flags.has(Flags::RST)
        {
            both.iter_mut().for_each(|stream| {
                stream.reset.get_or_insert(Mark { seq, offset });
            });
        }
        let Some(stream) = self.stream_mut(id) else { return };
        if segment.flags.has(Flags::FIN) {
            stream.fin.get_or_insert(Mark { seq, offset });
        }
        if segment.len_bytes > 0 {
            let span = Span { seq, from: segment.offset, to: offset };
            stream.segments.push(SegmentSpan { span, retransmission: segment.retransmission });
            self.level(seq, at_ns, id, after);
        }
    }

    fn level(&mut self, seq: u64, at_ns: u64, id: StreamId, after: &World) {
        let Some(state) = after.stream(id.connection, id.direction) else { return };
        let (accepted, in_kernel, (_, arrived)) = (state.accepted(), state.in_kernel(), state.levels());
        if let Some(stream) = self.stream_mut(id) {
            let last = stream.levels.last().map_or((0, 0), |level| (level.in_kernel, level.arrived));
            if last != (in_kernel, arrived) {
                stream.levels.push(Level { seq, at_ns, accepted, in_kernel, arrived });
            }
        }
    }

    /// What an actor's end cuts off.
    fn close_all(&mut self, seq: u64, at_ns: u64, actor: ActorId) {
        for open in self.open.take_all(actor) {
            self.end_span(actor, open.span, seq, at_ns);
        }
    }
}

fn stream_id((connection, direction): (ConnectionId, Direction)) -> StreamId {
    StreamId { connection, direction }
}

fn total(world: &World, id: StreamId, of: impl Fn(&crate::fold::world::Stream) -> u64) -> u64 {
    world.stream(id.connection, id.direction).map_or(0, of)
}

/// `waits`: it was announced, and may have to wait.
fn span_kind(call: &Call, waits: bool) -> SpanKind {
    match call.op {
        Op::Sleep { .. } => SpanKind::Sleep,
        Op::Input { .. } => SpanKind::Input,
        _ if waits => SpanKind::Blocked,
        _ => SpanKind::Call,
    }
}

/// The stream that a call is about: that of the connection that it made, or the one that it sends into or receives from.
fn stream_of(call: &Call, outcome: Option<&Outcome>, after: &World) -> Option<StreamId> {
    match (&call.op, outcome, call.socket) {
        (_, Some(Outcome::Accepted { connection, .. } | Outcome::Connected { connection, .. }), _) => {
            connection.map(|connection| StreamId { connection, direction: Direction::ToServer })
        }
        (Op::Send { .. }, None | Some(Outcome::Sent { .. }), Some(socket)) => {
            after.sends_into(socket).map(stream_id)
        }
        (Op::Recv { .. }, Some(Outcome::Received { .. } | Outcome::EndOfStream), Some(socket)) => {
            after.receives_from(socket).map(stream_id)
        }
        _ => None,
    }
}
