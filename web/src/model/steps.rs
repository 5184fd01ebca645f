//! Which events a person steps through, by number: the columns of the tracks.

use socketscope_shared::timeline::{Timeline, is_significant};
use std::ops::Range;

/// The significant events of a log, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    seqs: Vec<u64>,
}

impl Steps {
    /// Takes the new events of a timeline.
    pub fn extend(&mut self, timeline: &Timeline, new: Range<u64>) {
        let significant = timeline.log().range(new).filter(|(_, event)| is_significant(&event.fact));
        self.seqs.extend(significant.map(|(seq, _)| seq));
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.seqs.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.seqs.is_empty()
    }

    /// How many there are up to `seq`, itself included.
    pub fn count_to(&self, seq: u64) -> usize {
        self.seqs.partition_point(|known| *known <= seq)
    }

    /// The column in which the event `seq` stands: its own, or that of the event that it completes.
    pub fn column(&self, seq: u64) -> usize {
        self.count_to(seq).saturating_sub(1)
    }

    /// The event of a column, the nearest one where there is no such column.
    pub fn seq(&self, column: usize) -> Option<u64> {
        self.seqs.get(column).or(self.seqs.last()).copied()
    }
}
