//! Which call put a segment on the network, by the log's order: a call that sends stands before its segments.

use socketscope_shared::{
    Address, ConnectionId, Event, Fact, Language, Op, Outcome, SocketId, StreamId,
    history::Span,
    segment::{Flags, Segment},
    timeline::Timeline,
    words,
};
use std::collections::HashMap;

/// Most calls that are named for one segment: Nagle's algorithm may put many small sends into one (RFC 9293, section 3.7.4).
const MAX_CAUSES: usize = 8;
/// Most failed connects to one address among which that of a SYN is looked for.
const MAX_FAILED: usize = 64;
/// Longest text about one segment, in characters.
const MAX_CHARS: usize = 1024;

/// A connect that made no connection: when it was under way, and its event.
struct Failed {
    start_ns: u64,
    end_ns: u64,
    seq: u64,
}

/// The calls of a log by what they put on the network.
pub struct Causes<'a> {
    timeline: &'a Timeline,
    /// Where calls stand that were announced: of the event of their return, that of their entry.
    entered: HashMap<u64, u64>,
    connected: HashMap<ConnectionId, u64>,
    failed: HashMap<&'a Address, Vec<Failed>>,
    listens: HashMap<u16, u64>,
    /// A send of this socket that never said how many bytes it sent.
    unfinished: HashMap<SocketId, u64>,
}

impl<'a> Causes<'a> {
    /// Looks through the log.
    pub fn new(timeline: &'a Timeline) -> Self {
        let rows = timeline.history().calls().iter();
        let entered = rows.filter_map(|row| Some((row.returned?, row.entered?))).collect();
        let (connected, failed) = (HashMap::new(), HashMap::new());
        let (listens, unfinished) = (HashMap::new(), HashMap::new());
        let mut causes = Causes { timeline, entered, connected, failed, listens, unfinished };
        timeline.log().iter().for_each(|(seq, event)| causes.learn(seq, event));
        causes
    }

    fn learn(&mut self, seq: u64, event: &'a Event) {
        let Fact::Returned { call, took_ns, outcome, .. } = &event.fact else { return };
        match (&call.op, outcome) {
            (Op::Connect { .. }, Outcome::Connected { connection: Some(connection), .. }) => {
                self.connected.entry(*connection).or_insert(seq);
            }
            (Op::Connect { address }, _) => {
                let (start_ns, end_ns) = (call.start_ns, call.start_ns.saturating_add(*took_ns));
                self.failed.entry(address).or_default().push(Failed { start_ns, end_ns, seq });
            }
            (Op::Listen { .. }, Outcome::Done) => {
                let local = call.socket.and_then(|id| self.timeline.latest().socket(id)?.local.as_ref());
                if let Some(port) = local.and_then(Address::port) {
                    self.listens.entry(port).or_insert(seq);
                }
            }
            (Op::Send { .. }, Outcome::Unfinished) => {
                self.unfinished.extend(call.socket.map(|socket| (socket, seq)));
            }
            _ => {}
        }
    }

    /// The events of the calls, or of the program's end, that caused it: for its payload, its SYN and its FIN or RST. None
    /// where the kernel sent it by itself.
    pub fn of(&self, seq: u64, segment: &Segment) -> Vec<u64> {
        let mut causes = self.sends(segment);
        if segment.flags.has(Flags::SYN) {
            causes.extend(self.opening(seq, segment));
        }
        if segment.flags.has(Flags::FIN) || segment.flags.has(Flags::RST) {
            causes.extend(self.ending(segment).filter(|cause| self.is_before(*cause, seq)));
        }
        causes
    }

    /// The sends that offered its bytes.
    fn sends(&self, segment: &Segment) -> Vec<u64> {
        let id = StreamId { connection: segment.connection, direction: segment.direction };
        let sends = self.timeline.history().stream(id).map(|stream| stream.visible(u64::MAX).sends);
        let known = overlapping(sends.unwrap_or_default(), segment).map(|span| span.seq);
        let causes: Vec<_> = known.take(MAX_CAUSES).collect();
        if !causes.is_empty() || segment.len_bytes == 0 {
            return causes;
        }
        let end = self.timeline.latest().connection(segment.connection);
        let socket = end.and_then(|c| c.ends[segment.direction.from().index()].socket);
        socket.and_then(|socket| self.unfinished.get(&socket)).copied().into_iter().collect()
    }

    /// The connect of a SYN, or the listen that lets the kernel answer it.
    fn opening(&self, seq: u64, segment: &Segment) -> Option<u64> {
        if segment.flags.has(Flags::ACK) {
            return self.listens.get(&segment.source.port()?).copied();
        }
        self.connected.get(&segment.connection).copied().or_else(|| {
            let at_ns = self.timeline.time_of(seq);
            let failed = self.failed.get(&segment.destination)?;
            let later = failed.partition_point(|failed| failed.end_ns < at_ns);
            let mut near = failed[later..].iter().take(MAX_FAILED);
            near.find(|failed| failed.start_ns <= at_ns).map(|failed| failed.seq)
        })
    }

    /// The close, shutdown or exit that ended the sender's stream.
    fn ending(&self, segment: &Segment) -> Option<u64> {
        let id = StreamId { connection: segment.connection, direction: segment.direction };
        self.timeline.history().stream(id)?.visible(u64::MAX).finished.map(|mark| mark.seq)
    }

    /// Whether a call was under way at an event. On a busy machine its report may come too late for its place; and the
    /// kernel closes a program's sockets before anybody learns that it ended.
    fn is_before(&self, cause: u64, seq: u64) -> bool {
        let at_ns = self.timeline.time_of(seq);
        self.timeline.log().get(cause).is_some_and(|event| match &event.fact {
            Fact::ActorExited { .. } => true,
            fact => cause < seq || fact.call().is_some_and(|call| call.start_ns <= at_ns),
        })
    }

    /// Where in the log the call stands that has this event: at its entry where that was announced.
    pub fn place(&self, seq: u64) -> u64 {
        self.entered.get(&seq).copied().unwrap_or(seq)
    }

    /// What caused a segment, as one line: `segment #21; client (client.py:12) sendall(fd 3, 5) "hello" = None, #20`.
    pub fn line(&self, seq: u64, segment: &Segment) -> String {
        let mut line = format!("segment #{seq}");
        let causes = self.of(seq, segment);
        for cause in &causes {
            line += "; ";
            line += &self.cause(*cause);
        }
        if causes.is_empty() {
            line += "; no call";
            line += &self.without_call(segment);
        }
        if segment.retransmission {
            line += "; sent again";
        }
        line.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_CHARS).collect()
    }

    fn without_call(&self, segment: &Segment) -> String {
        let side = segment.direction.from();
        let name = words::side_name(self.timeline.latest(), segment.connection, side, Language::En);
        if name == words::visitor().get(Language::En) {
            return format!(": {name} is outside the session");
        }
        match segment.len_bytes {
            0 => format!(": the kernel of {name} sent it by itself"),
            _ => format!(" in the log: {name} sent it"),
        }
    }

    fn cause(&self, seq: u64) -> String {
        let Some(event) = self.timeline.log().get(seq) else { return format!("#{seq}") };
        let world = self.timeline.latest();
        let actor = event.fact.actor();
        let info = actor.and_then(|actor| world.info.as_ref()?.actor(actor));
        let (name, file) = info.map_or(("?", "?"), |info| (&info.name, &info.file));
        match &event.fact {
            Fact::Returned { call, took_ns, outcome, .. } => {
                let said = words::call_line(call, Some((outcome, *took_ns)), Language::En);
                format!("{name} ({file}:{}) {said}, #{}", call.line, self.place(seq))
            }
            Fact::ActorExited { .. } => format!("{name} ({file}) ended, #{seq}"),
            _ => format!("{name} ({file}), #{seq}"),
        }
    }
}

/// The spans that share bytes with a segment's payload.
pub(super) fn overlapping<'s>(spans: &'s [Span], segment: &Segment) -> impl Iterator<Item = &'s Span> {
    let (from, to) = (segment.offset, segment.offset.saturating_add(segment.len_bytes.into()));
    let first = spans.partition_point(|span| span.to <= from);
    spans[first..].iter().take_while(move |span| from < to && span.from < to)
}
