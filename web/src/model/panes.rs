//! How large the parts are whose layout depends on it, and how far they are scrolled.

use socketscope_shared::StreamId;

/// A part of the page that is laid out for its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The byte stream with its rulers.
    Ruler,
    /// The call list.
    Calls,
    /// The dump of a stream.
    Bytes,
    /// The tracks of the timeline.
    Tracks,
    /// The rows of the readiness matrix.
    Matrix,
}

/// What is seen of a pane, px.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seen {
    /// Width.
    pub width_px: f64,
    /// Height of what is seen.
    pub height_px: f64,
    /// What is scrolled away above.
    pub scroll_px: f64,
}

/// All panes' sizes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Panes([Seen; 5]);

impl Panes {
    /// What is seen of a pane; all 0 before it was measured.
    pub fn get(&self, pane: Pane) -> Seen {
        self.0[pane as usize]
    }

    /// Takes a measurement.
    pub fn set(&mut self, pane: Pane, seen: Seen) {
        self.0[pane as usize] = seen;
    }
}

/// The part of a stream that is in view on the ruler.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zoom {
    /// The stream: others are seen whole.
    pub stream: StreamId,
    /// Offset at the left edge.
    pub first: f64,
    /// Width of a byte in px.
    pub byte_px: f64,
}
