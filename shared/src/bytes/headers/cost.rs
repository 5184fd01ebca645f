//! What headers cost.

use super::{header_lens, max_segment_size};
use crate::record::segment::Segment;

/// Segments, counted and weighed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub segments: u64,
    /// Payload of all of them, bytes.
    pub payload: u64,
    /// Their link, IP and TCP headers, bytes.
    pub headers: [u64; 3],
}

impl Tally {
    fn add(&mut self, lens: [usize; 3], payload: u32) {
        self.segments += 1;
        self.payload += u64::from(payload);
        for (sum, len) in self.headers.iter_mut().zip(lens) {
            *sum += len as u64;
        }
    }

    /// All header bytes.
    pub fn header_bytes(&self) -> u64 {
        self.headers.iter().sum()
    }

    /// Headers as a part of all bytes, in thousandths, rounded; 0 where there are none.
    pub fn overhead_permille(&self) -> u64 {
        let all = self.header_bytes() + self.payload;
        (self.header_bytes() * 1000 + all / 2).checked_div(all).unwrap_or(0)
    }
}

/// What the segments of a connection cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Segments with payload seen for the first time, by direction.
    pub data: [Tally; 2],
    /// All segments: also handshake, acknowledgements, retransmissions and teardown.
    pub all: Tally,
    /// The most that the receiver of each direction takes in one segment, by its SYN.
    pub max_segment: [Option<u16>; 2],
    /// Segments whose headers could not be read.
    pub unread: u64,
}

impl Cost {
    /// Payload bytes that fit in a segment of this direction beside the options that its data segments carried; by RFC
    /// 6691 the maximum segment size counts them in.
    pub fn room(&self, direction: usize) -> Option<u64> {
        let (max, data) = (self.max_segment[direction]?, &self.data[direction]);
        let options = data.headers[2].checked_div(data.segments).unwrap_or(20).saturating_sub(20);
        u64::from(max).checked_sub(options)
    }
}

/// Adds up the segments of one connection.
pub fn cost<'a>(segments: impl Iterator<Item = &'a Segment>) -> Cost {
    let mut cost = Cost::default();
    for segment in segments {
        let Some(lens) = header_lens(&segment.headers) else {
            cost.unread += 1;
            continue;
        };
        cost.all.add(lens, segment.len_bytes);
        if segment.len_bytes > 0 && !segment.retransmission {
            cost.data[segment.direction.index()].add(lens, segment.len_bytes);
        }
        if let Some(size) = max_segment_size(&segment.headers) {
            cost.max_segment[segment.direction.to().sends().index()].get_or_insert(size);
        }
    }
    cost
}
