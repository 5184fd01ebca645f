//! From TCP sequence numbers to stream offsets.

use crate::record::segment::Flags;

/// One direction of one connection: where its captured segments belong in the stream.
///
/// Sequence numbers are 32 bits and wrap (RFC 9293, section 3.4); offsets do not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SequenceTracker {
    /// Sequence number of the stream's first byte, once a segment was seen.
    first: Option<u32>,
    /// End of the furthest payload seen.
    end: u64,
    fin_seen: bool,
}

impl SequenceTracker {
    /// The offset of a segment's payload (of the next byte, where it has none), and whether all that it carries
    /// (payload, SYN, FIN) had been seen. Segments come in the order of the capture.
    pub fn place(&mut self, flags: Flags, sequence: u32, len_bytes: u32) -> (u64, bool) {
        let syn = flags.has(Flags::SYN);
        // A SYN takes one number, before the first byte.
        let data = sequence.wrapping_add(u32::from(syn));
        let known = self.first.is_some();
        let first = *self.first.get_or_insert(data);
        let expected = first.wrapping_add(self.end as u32);
        let ahead = i64::from(data.wrapping_sub(expected) as i32);
        let offset = self.end.saturating_add_signed(ahead);
        let end = offset + u64::from(len_bytes);
        let fin = flags.has(Flags::FIN);
        let carries = syn || fin || len_bytes > 0;
        let seen = (!syn || known) && (!fin || self.fin_seen) && end <= self.end;
        self.end = if len_bytes > 0 { self.end.max(end) } else { self.end };
        self.fin_seen |= fin;
        (offset, carries && seen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ACK: Flags = Flags(Flags::ACK);

    fn opened(isn: u32) -> SequenceTracker {
        let mut tracker = SequenceTracker::default();
        assert_eq!(tracker.place(Flags(Flags::SYN), isn, 0), (0, false));
        tracker
    }

    #[test]
    fn a_conversation() {
        let mut tracker = opened(99);
        assert_eq!(tracker.place(ACK, 100, 0), (0, false), "the handshake's last ACK");
        assert_eq!(tracker.place(ACK, 100, 5), (0, false));
        assert_eq!(tracker.place(ACK, 105, 6), (5, false));
        assert_eq!(tracker.place(ACK, 100, 5), (0, true), "again");
        assert_eq!(tracker.place(ACK, 105, 8), (5, false), "partly new");
        assert_eq!(tracker.place(Flags(Flags::FIN), 113, 0), (13, false));
        assert_eq!(tracker.place(Flags(Flags::FIN), 113, 0), (13, true));
        assert_eq!(tracker.place(ACK, 114, 0), (14, false), "a pure ACK repeats nothing");
    }

    #[test]
    fn a_keep_alive_stays_within_the_stream() {
        let mut tracker = opened(99);
        assert_eq!(tracker.place(ACK, 99, 0), (0, false));
    }

    #[test]
    fn a_syn_that_is_sent_again_is_a_retransmission() {
        assert_eq!(opened(7).place(Flags(Flags::SYN), 7, 0), (0, true));
    }

    proptest! {
        #[test]
        fn segments_tile_the_stream_wherever_the_numbers_wrap(
            isn: u32,
            lens in prop::collection::vec((1u32..65_535, any::<bool>()), 1..200),
        ) {
            let mut tracker = opened(isn);
            let mut offset = 0u64;
            for (len, again) in lens {
                let sequence = isn.wrapping_add(1).wrapping_add(offset as u32);
                prop_assert_eq!(tracker.place(ACK, sequence, len), (offset, false));
                if again {
                    prop_assert_eq!(tracker.place(ACK, sequence, len), (offset, true));
                }
                offset += u64::from(len);
            }
        }

        #[test]
        fn streams_past_four_gibibytes_keep_their_offsets(isn: u32) {
            let mut tracker = opened(isn);
            let step = 1u32 << 30;
            for i in 0..9u64 {
                let offset = i * u64::from(step);
                let sequence = isn.wrapping_add(1).wrapping_add(offset as u32);
                prop_assert_eq!(tracker.place(ACK, sequence, step), (offset, false));
            }
        }
    }
}
