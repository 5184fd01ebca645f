//! Segments as instants, and counters: the kernel's readings, and the bytes in flight after each segment.

use super::{
    Timed,
    flows::Flows,
    packets::{TrackEvent, Type},
    tracks::Tracks,
};
use socketscope_shared::{
    Direction, Fact, reading::Reading, segment::Segment, timeline::Timeline, words, world::World,
};

/// All of a log.
pub fn events(timeline: &Timeline, flows: &Flows, tracks: &mut Tracks<'_>) -> Vec<Timed> {
    let received: std::collections::HashSet<u64> = flows.end.values().flatten().copied().collect();
    let caused: std::collections::HashSet<u64> = flows.begin.values().flatten().copied().collect();
    let mut events = Vec::new();
    let mut world = World::default();
    for (seq, event) in timeline.log().iter() {
        world.apply(event);
        match &event.fact {
            Fact::Segment(segment) => {
                let is_part = received.contains(&seq) || caused.contains(&seq);
                events.extend(instant(&world, seq, event.at_ns, segment, is_part, tracks));
                events.extend(in_flight(&world, event.at_ns, segment, tracks));
            }
            Fact::Readings(readings) => {
                events.extend(readings.iter().flat_map(|reading| queues(event.at_ns, reading, tracks)));
            }
            _ => {}
        }
    }
    events
}

fn instant(
    after: &World,
    seq: u64,
    at_ns: u64,
    segment: &Segment,
    is_part: bool,
    tracks: &mut Tracks<'_>,
) -> Option<Timed> {
    let track = tracks.segments(segment.connection, segment.direction)?;
    let name = words::segment_relative(segment, after);
    let event = TrackEvent::new(Type::Instant, track)
        .named(&name, "segment")
        .number("seq", seq)
        .number("sequence", segment.sequence.into())
        .number("acknowledgement", segment.acknowledgement.into())
        .number("len_bytes", segment.len_bytes.into())
        .flows(if is_part { std::slice::from_ref(&seq) } else { &[] });
    Some(Timed { at_ns, packet: event.at(at_ns) })
}

/// SND.NXT - SND.UNA of both directions: a segment brings bytes one way and acknowledges those of the other.
fn in_flight(after: &World, at_ns: u64, segment: &Segment, tracks: &mut Tracks<'_>) -> Vec<Timed> {
    let counter = |direction| {
        let stream = after.stream(segment.connection, direction)?;
        let bytes = stream.crossed.saturating_sub(stream.acknowledged);
        Some(counted(tracks.in_flight(segment.connection, direction)?, at_ns, bytes))
    };
    Direction::BOTH.into_iter().filter_map(counter).collect()
}

fn queues(at_ns: u64, reading: &Reading, tracks: &mut Tracks<'_>) -> Vec<Timed> {
    let tracks = tracks.queues(reading.subject, reading.state);
    let levels = [reading.receive_queue, reading.send_queue];
    let both = tracks.into_iter().flatten().zip(levels);
    both.map(|(track, level)| counted(track, at_ns, level.into())).collect()
}

fn counted(track: u64, at_ns: u64, value: u64) -> Timed {
    Timed { at_ns, packet: TrackEvent::new(Type::Counter, track).value(value).at(at_ns) }
}
