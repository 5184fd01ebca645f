//! The captured segment that the layers view shows, and its frame's bytes.

use socketscope_shared::{
    Fact, StreamId,
    headers::{self, Frame, Layer},
    segment::Segment,
    timeline::Timeline,
};

/// Bytes of a frame that are drawn, at most.
pub const MAX_BYTES: usize = 512;
/// Bytes of a row.
pub const ROW_BYTES: usize = 8;

/// Where among the captured segments we are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The segment that is shown; `None` before the first.
    pub seq: Option<u64>,
    /// Which it is, from 1; 0 before the first.
    pub nth: usize,
    /// How many there are.
    pub all: usize,
    /// The one before it.
    pub previous: Option<u64>,
    /// The one after it.
    pub next: Option<u64>,
}

impl Place {
    /// The segment under the pointer, or else the last one up to the cursor.
    pub fn of(timeline: &Timeline, hover: Option<u64>) -> Self {
        let seqs = timeline.history().segments();
        let hovered = hover.and_then(|seq| seqs.binary_search(&seq).ok());
        let nth = hovered.map_or(timeline.history().segments_at(timeline.cursor()).len(), |index| index + 1);
        let at = |nth: usize| seqs.get(nth.checked_sub(1)?).copied();
        Place {
            seq: at(nth),
            nth,
            all: seqs.len(),
            previous: nth.checked_sub(1).and_then(at),
            next: at(nth + 1),
        }
    }
}

/// A segment, and its frame taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown<'a> {
    /// The segment.
    pub segment: &'a Segment,
    /// Its payload, as far as a call reported it.
    pub payload: &'a [u8],
    /// Its fields.
    pub frame: Frame,
}

impl<'a> Shown<'a> {
    /// The segment of this event, where it is one.
    pub fn of(timeline: &'a Timeline, seq: u64) -> Option<Self> {
        let Fact::Segment(segment) = &timeline.log().get(seq)?.fact else { return None };
        let id = StreamId { connection: segment.connection, direction: segment.direction };
        let end = segment.offset.saturating_add(u64::from(segment.len_bytes));
        let payload = timeline.history().stream(id).map_or(&[][..], |s| s.slice(segment.offset, end));
        let frame = headers::decode(&segment.headers, payload, segment.len_bytes as usize);
        Some(Shown { segment, payload, frame })
    }

    /// Bytes of the frame.
    pub fn len_bytes(&self) -> usize {
        self.segment.headers.len() + self.segment.len_bytes as usize
    }

    /// Its bytes in order, as many as are drawn.
    pub fn bytes(&self) -> Vec<Byte> {
        let (headers, fields) = (&self.segment.headers, &self.frame.fields);
        let mut field = 0;
        let byte = |index: usize| {
            // Fields follow each other; of those that share a byte the first has it.
            while fields.get(field).is_some_and(|f| f.first_bit + f.len_bits <= index * 8) {
                field += 1;
            }
            let field = Some(field).filter(|field| fields.get(*field).is_some_and(|f| f.covers(index)));
            let value = headers.get(index).or_else(|| self.payload.get(index.checked_sub(headers.len())?));
            Byte { value: value.copied(), field, layer: field.map(|field| fields[field].layer) }
        };
        (0..self.len_bytes().min(MAX_BYTES)).map(byte).collect()
    }
}

/// A byte of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Byte {
    /// Its value; `None` if no call reported it.
    pub value: Option<u8>,
    /// The field that it belongs to; of several, the first.
    pub field: Option<usize>,
    /// That field's layer.
    pub layer: Option<Layer>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use socketscope_shared::testing::{sticky_session, timeline};

    fn at_end() -> Timeline {
        let mut timeline = timeline(sticky_session());
        timeline.seek(u64::MAX);
        timeline
    }

    #[test]
    fn the_segment_is_the_last_up_to_the_cursor_or_the_one_under_the_pointer() {
        let mut timeline = at_end();
        let seqs = timeline.history().segments().to_vec();
        let place = Place::of(&timeline, None);
        assert_eq!((place.seq, place.nth, place.next), (seqs.last().copied(), seqs.len(), None));
        assert_eq!(place.previous, Some(seqs[seqs.len() - 2]));
        let hovered = Place::of(&timeline, Some(seqs[1]));
        assert_eq!((hovered.seq, hovered.nth), (Some(seqs[1]), 2));
        assert_eq!(Place::of(&timeline, Some(1)), place, "not every event is a segment");
        timeline.seek(seqs[0] - 1);
        let before = Place::of(&timeline, None);
        assert_eq!((before.seq, before.nth, before.previous, before.next), (None, 0, None, Some(seqs[0])));
    }

    #[test]
    fn every_byte_has_its_layer_and_the_payload_is_the_calls() {
        let timeline = at_end();
        let all = timeline.history().segments().iter();
        let data = all.filter_map(|seq| Shown::of(&timeline, *seq)).find(|shown| shown.segment.len_bytes > 0);
        let data = data.expect("a segment with data");
        let bytes = data.bytes();
        assert_eq!((bytes.len(), data.len_bytes()), (59, 59));
        for (layer, len) in
            [(Layer::Link, 14), (Layer::Network, 20), (Layer::Transport, 20), (Layer::Application, 5)]
        {
            assert_eq!(bytes.iter().filter(|byte| byte.layer == Some(layer)).count(), len, "{layer:?}");
        }
        let payload: Vec<u8> = bytes[54..].iter().filter_map(|byte| byte.value).collect();
        assert_eq!(payload, b"hello");
        // Version and header length share a byte.
        let names = bytes[14].field.map(|field| data.frame.fields[field].name);
        assert_eq!(names, Some("Version"));
    }

    #[test]
    fn bytes_that_no_call_told_are_not_guessed() {
        let timeline = timeline(sticky_session());
        let seq = timeline
            .history()
            .segments()
            .iter()
            .find(|seq| Shown::of(&timeline, **seq).is_some_and(|shown| shown.segment.len_bytes > 0));
        let mut shown = Shown::of(&timeline, *seq.expect("data")).expect("a segment");
        shown.payload = &shown.payload[..2];
        let values: Vec<_> = shown.bytes()[54..].iter().map(|byte| byte.value).collect();
        assert_eq!(values, [Some(b'h'), Some(b'e'), None, None, None]);
    }
}
