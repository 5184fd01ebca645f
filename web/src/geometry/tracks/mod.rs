//! The tracks below the stage: one lane for each program, one for segments, one for bytes in the kernel, and the axis.
//!
//! Only what is in view is laid out, and where more than a few things share a pixel they are drawn as one: the work is
//! bounded by the width of the picture, not by the length of the log.

mod axis;
mod kernel;
mod labels;
mod programs;
mod rows;
mod segments;
#[cfg(test)]
mod tests;

pub use axis::{Scale, Tick, moment_text};

use crate::model::{Axis, Session};
use rows::Rows;
use socketscope_shared::{ActorId, Direction, Language, StreamId};

/// Width of the lanes' names in px.
const NAMES_PX: f64 = 88.0;
/// Room right of the axis' end in px.
const RIGHT_PX: f64 = 22.0;
/// Room above the first lane in px: the playhead's knob.
const TOP_PX: f64 = 12.0;
/// Height of the axis with its labels in px.
const AXIS_PX: f64 = 22.0;
/// Heights of the lanes in px: of the segments, and of the bytes (least, most).
const SEGMENTS_PX: f64 = 34.0;
const KERNEL_PX: (f64, f64) = (28.0, 90.0);

/// What is to be drawn, in px of a picture of this size.
#[derive(Clone, Debug, PartialEq)]
pub struct Tracks {
    /// Width of the picture.
    pub width_px: f64,
    /// Height of the picture: as asked for, or more where the lanes need it.
    pub height_px: f64,
    /// The horizontal axis.
    pub scale: Scale,
    /// Names of the lanes and the middle of each.
    pub names: Vec<(String, f64)>,
    /// Calls and waits.
    pub boxes: Vec<TrackBox>,
    /// Captured segments.
    pub segments: Vec<SegmentMark>,
    /// Bytes in the kernel, one line for each stream of the connection.
    pub levels: Vec<LevelLine>,
    /// Free-standing texts.
    pub notes: Vec<Note>,
    /// Labels of the axis.
    pub ticks: Vec<Tick>,
    /// Where the axis is.
    pub axis_y: f64,
}

/// The colour of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A call that moves no bytes and joins nothing.
    Plain,
    /// connect and accept: something joined.
    Joins,
    /// Bytes of a direction; every second call `odd`, so that neighbours differ.
    Data { direction: Direction, odd: bool },
    /// Would-block.
    WouldBlock,
    /// An error.
    Failed,
    /// The kernel keeps the program waiting.
    Blocked,
    /// We hold the program.
    Held,
}

impl Tone {
    /// A wait, on which calls lie.
    pub fn waits(self) -> bool {
        matches!(self, Tone::Blocked | Tone::Held)
    }
}

/// A call or a wait.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackBox {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Colour.
    pub tone: Tone,
    /// The event that it shows.
    pub seq: u64,
    /// What is written inside, where it fits.
    pub inside: Option<String>,
    /// What is written above, where it fits.
    pub above: Option<String>,
}

/// A captured segment, or several that share a pixel.
#[derive(Clone, Debug, PartialEq)]
pub struct SegmentMark {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Which way it went.
    pub direction: Direction,
    /// Carries bytes, or only flags.
    pub data: bool,
    /// Seen before.
    pub retransmission: bool,
    /// Its flags or its length, where they fit.
    pub label: Option<String>,
    /// The event.
    pub seq: u64,
}

/// How many bytes of a stream wait in the kernel, over the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelLine {
    /// Which stream.
    pub direction: Direction,
    /// Corners of the line.
    pub points: Vec<(f64, f64)>,
}

/// A free-standing text, its left end at (`x`, `y`) of its baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Left end.
    pub x: f64,
    /// Baseline.
    pub y: f64,
    /// The text.
    pub text: String,
}

/// What the picture is made for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Width in px.
    pub width_px: f64,
    /// Height in px that is there.
    pub height_px: f64,
    /// Columns or true time.
    pub axis: Axis,
    /// Part of the axis in view.
    pub window: Option<(f64, f64)>,
    /// The stream whose connection the bytes lane shows.
    pub stream: Option<StreamId>,
    /// The programs that have a lane: a bit for each of the first 64.
    pub programs: u64,
    /// Language of the texts.
    pub lang: Language,
}

impl Tracks {
    /// Lays out a session.
    pub fn new(session: &Session, frame: &Frame) -> Self {
        let px = NAMES_PX..frame.width_px - RIGHT_PX;
        let scale = Scale::new(session, frame.axis, frame.window, px);
        let mut tracks = Tracks {
            width_px: frame.width_px,
            height_px: frame.height_px,
            ticks: axis::ticks(session, &scale),
            scale,
            names: Vec::new(),
            boxes: Vec::new(),
            segments: Vec::new(),
            levels: Vec::new(),
            notes: Vec::new(),
            axis_y: 0.0,
        };
        let bottom = tracks.lanes(session, frame);
        tracks.axis_y = bottom.max(frame.height_px - AXIS_PX);
        tracks.height_px = tracks.axis_y + AXIS_PX;
        tracks
    }

    /// Fills all lanes from the top; returns where the last one ends.
    fn lanes(&mut self, session: &Session, frame: &Frame) -> f64 {
        let all = 0..session.timeline.history().actors().len().max(1);
        let shown = |index: &usize| *index >= 64 || frame.programs >> index & 1 == 1;
        let id = |index| ActorId(u16::try_from(index).unwrap_or(u16::MAX));
        let captured = session.info().is_none_or(|info| info.network.captured());
        let segments_px = if captured { SEGMENTS_PX } else { 0.0 };
        let room = frame.height_px - TOP_PX - AXIS_PX - segments_px;
        // Who did what comes first: the bytes' lane gives way where all lanes together would not fit.
        let rows = Rows::new(session, all.filter(shown).map(id).collect(), room);
        let fits = room >= rows.least_px() + KERNEL_PX.0;
        let spare = if fits { room - KERNEL_PX.0 } else { room };

        let mut y = TOP_PX;
        for (actor, place, rows) in rows.places(y, spare) {
            y = place.end;
            programs::lane(self, session, actor, place, rows, frame.lang);
        }
        let rest = room - (y - TOP_PX);
        let kernel_px = if fits { rest.clamp(KERNEL_PX.0, KERNEL_PX.1) } else { 0.0 };
        if captured {
            segments::lane(self, session, y..y + segments_px, frame.lang);
            y += segments_px;
        }
        if fits {
            kernel::lane(self, session, frame, y..y + kernel_px);
        }
        y + kernel_px
    }

    /// Where the playhead is, in px: after the event at the cursor, or on its way there while playing.
    pub fn playhead(&self, session: &Session) -> f64 {
        match self.scale.axis {
            Axis::Events => {
                let here = session.steps.count_to(session.timeline.cursor()) as f64;
                let progress = f64::from(session.playback.progress(&session.timeline));
                self.scale.px((here - 1.0 + progress).max(0.0))
            }
            Axis::Time => self.scale.px(session.playback.position_ns(&session.timeline) as f64),
        }
    }

    /// The call, wait or segment at a place of the picture.
    pub fn hit(&self, x: f64, y: f64) -> Option<u64> {
        const NEAR_PX: f64 = 2.0;
        let inside = |left: f64, top: f64, width: f64, height: f64| {
            (left - NEAR_PX..left + width + NEAR_PX).contains(&x) && (top..top + height).contains(&y)
        };
        let top = |waits: bool| {
            let boxes = self.boxes.iter().rev().filter(move |b| b.tone.waits() == waits);
            boxes.into_iter().find(|b| inside(b.x, b.y, b.width, b.height)).map(|b| b.seq)
        };
        let boxes = top(false).or_else(|| top(true));
        let segment =
            || self.segments.iter().rev().find(|s| inside(s.x, s.y, s.width, s.height)).map(|s| s.seq);
        boxes.or_else(segment)
    }
}
