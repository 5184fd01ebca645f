//! Bytes fall: a byte keeps its offset on the axis and moves down, level by level, from the sender's program to the
//! receiver's. No byte can pass another: what is further along in the stream is never lower.

use socketscope_shared::world::Positions;
use std::ops::Range;

/// Where bytes are, from the top to the bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// With the sender's program.
    Sender,
    /// In the sender's kernel, not yet on the network.
    SendBuffer,
    /// Seen to leave, not known to have arrived.
    Network,
    /// In the receiver's kernel.
    ReceiveBuffer,
    /// With the receiver's program.
    Receiver,
}

impl Level {
    /// All, from the top to the bottom.
    pub const ALL: [Level; 5] =
        [Level::Sender, Level::SendBuffer, Level::Network, Level::ReceiveBuffer, Level::Receiver];

    /// The level of the byte at `offset`.
    pub fn of(at: &Positions, offset: u64) -> Level {
        match offset {
            offset if offset < at.received => Level::Receiver,
            offset if offset < at.arrived => Level::ReceiveBuffer,
            offset if offset < at.crossed => Level::Network,
            offset if offset < at.accepted => Level::SendBuffer,
            _ => Level::Sender,
        }
    }

    /// The offsets on the level; none on the sender's, whose bytes nobody has counted yet.
    pub fn bytes(self, at: &Positions) -> Range<u64> {
        match self {
            Level::Sender => at.accepted..at.accepted,
            Level::SendBuffer => at.crossed..at.accepted,
            Level::Network => at.arrived..at.crossed,
            Level::ReceiveBuffer => at.received..at.arrived,
            Level::Receiver => 0..at.received,
        }
    }
}

/// The bytes that the sender's kernel keeps although they left, since nothing has acknowledged them.
pub fn ghosts(at: &Positions) -> Range<u64> {
    at.acknowledged..at.crossed.max(at.acknowledged)
}

/// Neighbouring bytes that are at the same height all the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Falling {
    /// Their offsets.
    pub bytes: Range<u64>,
    /// Where they come from.
    pub from: Level,
    /// Where they go; the same where they rest.
    pub to: Level,
}

impl Falling {
    /// How high they are, where the levels are at these heights, px from the top; `progress` runs from 0 to 1.
    pub fn y(&self, heights: impl Fn(Level) -> f64, progress: f64) -> f64 {
        let (from, to) = (heights(self.from), heights(self.to));
        from + (to - from) * ease(progress)
    }
}

/// The bytes of `seen` that were sent by then, in the order of the stream, on their way from one state to the next.
pub fn falling(before: &Positions, after: &Positions, seen: Range<u64>) -> Vec<Falling> {
    let inside = |offset: u64| offset.clamp(seen.start, seen.end);
    let ends = |at: &Positions| [at.received, at.arrived, at.crossed, at.accepted].map(inside);
    let mut cuts: Vec<u64> = ends(before).into_iter().chain(ends(after)).collect();
    cuts.push(seen.start);
    cuts.sort_unstable();
    cuts.dedup();
    let ranges = cuts.windows(2).map(|pair| pair[0]..pair[1]);
    let run = |bytes: Range<u64>| {
        let (from, to) = (Level::of(before, bytes.start), Level::of(after, bytes.start));
        // A position never falls back: where an older state is shown as the one before, nothing moves up.
        Falling { from: from.min(to), to, bytes }
    };
    ranges.map(run).filter(|falling| falling.to > Level::Sender).collect()
}

/// Slow, fast, slow.
fn ease(progress: f64) -> f64 {
    let p = progress.clamp(0.0, 1.0);
    p * p * (3.0 - 2.0 * p)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(received: u64, arrived: u64, crossed: u64, accepted: u64) -> Positions {
        Positions { accepted, crossed, arrived, acknowledged: arrived, received }
    }

    fn height(level: Level) -> f64 {
        f64::from(level as u8) * 60.0
    }

    #[test]
    fn bytes_rest_on_their_levels() {
        let now = at(5, 11, 20, 30);
        let found: Vec<_> = falling(&now, &now, 0..30).into_iter().map(|f| (f.bytes, f.to)).collect();
        let levels = [
            (0..5, Level::Receiver),
            (5..11, Level::ReceiveBuffer),
            (11..20, Level::Network),
            (20..30, Level::SendBuffer),
        ];
        assert_eq!(found, levels);
        for (bytes, level) in levels {
            assert_eq!(level.bytes(&now), bytes);
        }
    }

    #[test]
    fn a_send_falls_from_the_program_and_a_recv_to_it() {
        let sent = falling(&at(0, 0, 0, 0), &at(0, 0, 0, 5), 0..5);
        assert_eq!(sent, [Falling { bytes: 0..5, from: Level::Sender, to: Level::SendBuffer }]);
        assert_eq!((sent[0].y(height, 0.0), sent[0].y(height, 1.0)), (0.0, 60.0));
        let received = falling(&at(0, 11, 11, 11), &at(4, 11, 11, 11), 2..11);
        assert_eq!(received[0], Falling { bytes: 2..4, from: Level::ReceiveBuffer, to: Level::Receiver });
        assert_eq!(received[1].bytes, 4..11);
    }

    #[test]
    fn the_kernel_keeps_what_nobody_acknowledged() {
        let unknown = Positions { acknowledged: 5, ..at(5, 11, 11, 11) };
        assert_eq!(ghosts(&unknown), 5..11);
        assert_eq!(ghosts(&Positions { acknowledged: 11, ..unknown }), 11..11);
    }

    /// Two states of a stream, the second not before the first.
    fn steps() -> impl Strategy<Value = (Positions, Positions)> {
        prop::collection::vec(0u64..40, 8).prop_map(|steps| {
            let mut ends = [0; 4];
            let mut state = |steps: &[u64]| {
                let mut highest = 0;
                for (end, step) in ends.iter_mut().zip(steps) {
                    *end = (*end + step).max(highest);
                    highest = *end;
                }
                at(ends[0], ends[1], ends[2], ends[3])
            };
            (state(&steps[..4]), state(&steps[4..]))
        })
    }

    proptest! {
        #[test]
        fn at_no_frame_has_a_byte_passed_another((before, after) in steps(), progress in 0.0f64..=1.0) {
            let all = falling(&before, &after, 0..after.accepted);
            let mut next = 0;
            let mut lowest = f64::INFINITY;
            for falling in &all {
                prop_assert_eq!(falling.bytes.start, next, "each byte is there once, in the stream's order");
                next = falling.bytes.end;
                let y = falling.y(height, progress);
                prop_assert!(y <= lowest + 1e-9, "later bytes are not lower");
                lowest = y;
            }
            prop_assert_eq!(next, after.accepted);
        }

        #[test]
        fn what_is_drawn_at_rest_is_what_the_positions_say((_, after) in steps()) {
            let all = falling(&after, &after, 0..after.accepted);
            for level in Level::ALL {
                let drawn: u64 = all.iter().filter(|f| f.to == level).map(|f| f.bytes.end - f.bytes.start).sum();
                let bytes = level.bytes(&after);
                prop_assert_eq!(drawn, bytes.end - bytes.start);
            }
        }
    }
}

/// The positions for those who measure the picture: `accepted crossed arrived acknowledged received`.
pub fn written(at: &Positions) -> String {
    [at.accepted, at.crossed, at.arrived, at.acknowledged, at.received]
        .map(|offset| offset.to_string())
        .join(" ")
}
