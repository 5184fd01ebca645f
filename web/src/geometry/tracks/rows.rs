//! How much room each program has, and which of its rows a thread has.

use crate::model::Session;
use socketscope_shared::ActorId;
use std::ops::Range;

/// Heights of a program with one thread in px: least and most.
const ONE_PX: (f64, f64) = (18.0, 41.0);
/// Heights of a thread's row in px, where there are several: least and most.
const THREAD_PX: (f64, f64) = (4.5, 22.0);
/// A program has at most this many rows; further threads share them.
const MAX_ROWS: usize = 17;

/// The programs that have a lane, and how many threads each has.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    programs: Vec<(ActorId, usize)>,
    most: usize,
}

impl Rows {
    /// The lanes of these programs, where `room_px` are there for all of them.
    pub fn new(session: &Session, programs: Vec<ActorId>, room_px: f64) -> Self {
        let world = session.timeline.latest();
        let threads = |id: ActorId| (id, world.actor(id).map_or(1, |actor| actor.lanes.len().max(1)));
        let programs: Vec<_> = programs.into_iter().map(threads).collect();
        let least =
            |most: usize| programs.iter().map(|(_, threads)| limits_px(*threads.min(&most)).0).sum::<f64>();
        // Where not even few rows fit, the picture scrolls anyway.
        let most = (2..=MAX_ROWS).rev().find(|most| least(*most) <= room_px).unwrap_or(MAX_ROWS);
        Rows { programs, most }
    }

    /// The least height of all, px.
    pub fn least_px(&self) -> f64 {
        self.height_px(0.0)
    }

    /// Each program's place from `y` on, where `room_px` are there for all.
    pub fn places(&self, mut y: f64, room_px: f64) -> Vec<(ActorId, Range<f64>, usize)> {
        let (least, most) = (self.height_px(0.0), self.height_px(1.0));
        let part = if most > least { ((room_px - least) / (most - least)).clamp(0.0, 1.0) } else { 0.0 };
        let place = |(id, threads): &(ActorId, usize)| {
            let rows = (*threads).min(self.most);
            let top = y;
            y += between(limits_px(rows), part);
            (*id, top..y, rows)
        };
        self.programs.iter().map(place).collect()
    }

    /// The height of all, `part` of the way from the least to the most.
    fn height_px(&self, part: f64) -> f64 {
        self.programs.iter().map(|(_, threads)| between(limits_px((*threads).min(self.most)), part)).sum()
    }
}

/// The row of a thread: the main thread has its own, the others share what is left where they are too many.
pub fn row(thread: u16, rows: usize) -> usize {
    match usize::from(thread) {
        thread if thread < rows => thread,
        _ if rows < 2 => 0,
        thread => 1 + (thread - 1) % (rows - 1),
    }
}

fn limits_px(rows: usize) -> (f64, f64) {
    let threads = rows as f64;
    match rows {
        0 | 1 => ONE_PX,
        _ => ((threads * THREAD_PX.0).max(ONE_PX.0), (threads * THREAD_PX.1).max(ONE_PX.1)),
    }
}

fn between((least, most): (f64, f64), part: f64) -> f64 {
    least + (most - least) * part
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn the_main_thread_keeps_its_row() {
        let rows: Vec<_> = (0..8).map(|thread| row(thread, 4)).collect();
        assert_eq!(rows, [0, 1, 2, 3, 1, 2, 3, 1]);
        assert_eq!(row(9, 1), 0);
        assert_eq!((row(0, 2), row(1, 2), row(500, 2)), (0, 1, 1));
    }
}
