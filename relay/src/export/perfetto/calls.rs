//! Calls as slices on their threads' tracks, and each socket's life on its own.

use super::{
    Timed,
    flows::Flows,
    packets::{TrackEvent, Type},
    tracks::Tracks,
};
use socketscope_shared::{
    ActorId, Call, Event, Fact, Language, Op, Outcome, SocketId, history::CallRow, timeline::Timeline, words,
};
use std::collections::HashMap;

/// Longest text of an argument, in characters.
const MAX_CHARS: usize = 1024;

/// A slice of a thread.
struct Slice<'a> {
    actor: ActorId,
    row: &'a CallRow,
    call: &'a Call,
    start_ns: u64,
    /// The outcome, and when it returned.
    result: Option<(&'a Outcome, u64)>,
}

/// A slice for each call that was made, begun and ended when the call was.
pub fn slices(timeline: &Timeline, flows: &Flows, tracks: &mut Tracks<'_>) -> Vec<Timed> {
    let rows = timeline.history().calls().iter();
    let mut slices: Vec<_> = rows.filter_map(|row| slice(timeline, row)).collect();
    slices.sort_by_key(|slice| (slice.actor, slice.row.lane, slice.start_ns));
    let mut events = Vec::with_capacity(slices.len() * 2);
    for (index, slice) in slices.iter().enumerate() {
        let track = tracks.thread(slice.actor, slice.row.lane);
        events.push(begin(timeline, flows, slice, track));
        let Some((_, end_ns)) = slice.result else { continue };
        // A thread makes one call after the other. A log from outside may say something else, and slices cannot overlap.
        let next =
            slices.get(index + 1).filter(|next| (next.actor, next.row.lane) == (slice.actor, slice.row.lane));
        let at_ns = next.map_or(end_ns, |next| end_ns.min(next.start_ns));
        // A recv that waits begins before what it receives is sent: arrows reach its end.
        let ended = flows.end.get(&slice.row.returned.unwrap_or(0)).map_or(&[][..], Vec::as_slice);
        events.push(Timed { at_ns, packet: TrackEvent::new(Type::End, track).flows_end(ended).at(at_ns) });
    }
    events
}

fn slice<'a>(timeline: &'a Timeline, row: &'a CallRow) -> Option<Slice<'a>> {
    let event = |seq: Option<u64>| timeline.log().get(seq?).map(|event| &event.fact);
    if let Some(Fact::Returned { actor, call, took_ns, outcome, .. }) = event(row.returned) {
        let end_ns = call.start_ns.saturating_add(*took_ns);
        let result = Some((outcome, end_ns));
        return Some(Slice { actor: *actor, row, call, start_ns: call.start_ns, result });
    }
    match event(row.entered)? {
        Fact::Entered { actor, call } => {
            Some(Slice { actor: *actor, row, call, start_ns: call.start_ns, result: None })
        }
        _ => None,
    }
}

fn begin(timeline: &Timeline, flows: &Flows, slice: &Slice<'_>, track: u64) -> Timed {
    let Slice { actor, row, call, .. } = slice;
    let info = timeline.latest().info.as_ref().and_then(|info| info.actor(*actor));
    let file = info.map_or("?", |info| &info.file);
    let mut event = TrackEvent::new(Type::Begin, track)
        .named(words::api_name(call), "call")
        .text("call", &short(&words::arguments(call)))
        .text("line", &format!("{file}:{}", call.line))
        .number("seq", row.entered.or(row.returned).unwrap_or(row.seq));
    if let Some((outcome, end_ns)) = slice.result {
        event = event
            .text("result", &short(&words::outcome(call, outcome, Language::En)))
            .number("returned", row.returned.unwrap_or(0))
            .number("took_ns", end_ns.saturating_sub(slice.start_ns).min(i64::MAX as u64));
    }
    let begun = row.returned.and_then(|seq| flows.begin.get(&seq)).map_or(&[][..], Vec::as_slice);
    Timed { at_ns: slice.start_ns, packet: event.flows(begun).at(slice.start_ns) }
}

/// A slice for each socket, from the event that made it to the one that closed it.
pub fn sockets(timeline: &Timeline, tracks: &mut Tracks<'_>) -> Vec<Timed> {
    let mut open = HashMap::new();
    let mut events = Vec::new();
    for (_, Event { at_ns, fact }) in timeline.log().iter() {
        match fact {
            Fact::Returned { actor, call, outcome, .. } => {
                for id in made(outcome) {
                    let Some(track) = tracks.socket(id) else { continue };
                    if open.insert(id, (*actor, track)).is_none() {
                        let event = TrackEvent::new(Type::Begin, track).named("open", "socket");
                        let event = event.text("by", &short(&words::arguments(call)));
                        events.push(Timed { at_ns: *at_ns, packet: event.at(*at_ns) });
                    }
                }
                if matches!((&call.op, outcome), (Op::Close, Outcome::Done))
                    && let Some((_, track)) = call.socket.and_then(|id| open.remove(&id))
                {
                    events.push(end(track, *at_ns));
                }
            }
            Fact::ActorExited { actor, .. } => {
                let mut left: Vec<_> = open.extract_if(|_, (owner, _)| owner == actor).collect();
                left.sort_by_key(|(id, _)| *id);
                events.extend(left.into_iter().map(|(_, (_, track))| end(track, *at_ns)));
            }
            _ => {}
        }
    }
    events
}

fn end(track: u64, at_ns: u64) -> Timed {
    Timed { at_ns, packet: TrackEvent::new(Type::End, track).at(at_ns) }
}

fn made(outcome: &Outcome) -> Vec<SocketId> {
    match outcome {
        Outcome::NewSocket { socket, .. } | Outcome::Accepted { socket, .. } => vec![*socket],
        Outcome::NewPair { sockets, .. } => sockets.to_vec(),
        _ => Vec::new(),
    }
}

fn short(text: &str) -> String {
    text.chars().take(MAX_CHARS).collect()
}
