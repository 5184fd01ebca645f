//! What hangs together: the calls that caused a segment, and those that received what it brought. A flow's id is the place
//! of its segment in the log.

use crate::export::causes::{Causes, overlapping};
use socketscope_shared::{
    Fact, Outcome, StreamId,
    segment::{Flags, Segment},
    timeline::Timeline,
};
use std::collections::HashMap;

/// Most calls that are named for what one segment brought.
const MAX_RECEIPTS: usize = 8;

/// By the event of a call's return: the flows that begin there, and those that end there.
#[derive(Debug, Default)]
pub struct Flows {
    pub begin: HashMap<u64, Vec<u64>>,
    pub end: HashMap<u64, Vec<u64>>,
}

impl Flows {
    /// Those of a log.
    pub fn of(timeline: &Timeline) -> Self {
        let causes = Causes::new(timeline);
        let mut flows = Flows::default();
        let accepts = accepts(timeline);
        for (seq, event) in timeline.log().iter() {
            let Fact::Segment(segment) = &event.fact else { continue };
            for cause in causes.of(seq, segment) {
                flows.begin.entry(cause).or_default().push(seq);
            }
            let syn = segment.flags.has(Flags::SYN) && !segment.flags.has(Flags::ACK);
            let accept = accepts.get(&segment.connection.0).filter(|_| syn);
            for receipt in receipts(timeline, segment).into_iter().chain(accept.copied()) {
                flows.end.entry(receipt).or_default().push(seq);
            }
        }
        flows
    }
}

/// The recvs that took a segment's bytes, and the one that learned of the end with its FIN.
fn receipts(timeline: &Timeline, segment: &Segment) -> Vec<u64> {
    let id = StreamId { connection: segment.connection, direction: segment.direction };
    let Some(stream) = timeline.history().stream(id).map(|stream| stream.visible(u64::MAX)) else {
        return Vec::new();
    };
    let taken = overlapping(stream.receives, segment).map(|span| span.seq);
    let mut receipts: Vec<_> = taken.take(MAX_RECEIPTS).collect();
    if segment.flags.has(Flags::FIN) {
        receipts.extend(stream.end_seen.map(|mark| mark.seq));
    }
    receipts
}

fn accepts(timeline: &Timeline) -> HashMap<u32, u64> {
    let accepted = |(seq, event): (u64, &socketscope_shared::Event)| match &event.fact {
        Fact::Returned { outcome: Outcome::Accepted { connection: Some(id), .. }, .. } => Some((id.0, seq)),
        _ => None,
    };
    timeline.log().iter().filter_map(accepted).collect()
}
