//! Packets of a trace: fields of `TracePacket`, `TrackDescriptor` and `TrackEvent` by the numbers that Perfetto's
//! `protos/perfetto/trace/` gives them.

use super::proto::Message;

/// `Trace.packet`.
pub const PACKET: u32 = 1;
/// All packets are of one sequence.
const SEQUENCE: u64 = 1;

/// What a track's counter counts: `CounterDescriptor.Unit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// `UNIT_COUNT`.
    Count = 2,
    /// `UNIT_SIZE_BYTES`.
    Bytes = 3,
}

/// What a track is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A group, or one of slices.
    Plain,
    /// A process with this id.
    Process(u32),
    /// The main thread of the process with this id.
    MainThread(u32),
    /// A counter.
    Counter(Unit),
}

/// A packet that describes a track.
pub fn track(uuid: u64, parent: Option<u64>, name: &str, kind: Kind) -> Message {
    let mut track = Message::default().number(1, uuid).text(2, name);
    if let Some(parent) = parent {
        track = track.number(5, parent);
    }
    track = match kind {
        Kind::Plain => track,
        Kind::Process(pid) => track.message(3, &Message::default().number(1, pid.into()).text(6, name)),
        Kind::MainThread(pid) => {
            let thread = Message::default().number(1, pid.into()).number(2, pid.into());
            track.message(4, &thread.text(5, name))
        }
        Kind::Counter(unit) => track.message(8, &Message::default().number(3, unit as u64)),
    };
    Message::default().number(10, SEQUENCE).message(60, &track)
}

/// Ties the trace's clock to the wall clock: `BUILTIN_CLOCK_BOOTTIME` 0 is the session's start.
pub fn clocks(started_unix_ns: u64) -> Message {
    let clock = |id: u64, at: u64| Message::default().number(1, id).number(2, at);
    let snapshot = Message::default().message(1, &clock(6, 0)).message(1, &clock(1, started_unix_ns));
    Message::default().number(8, 0).number(10, SEQUENCE).message(6, &snapshot)
}

/// `TrackEvent.Type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A slice begins.
    Begin = 1,
    /// The slice that began last on its track ends.
    End = 2,
    /// Something without a duration.
    Instant = 3,
    /// A counter's new value.
    Counter = 4,
}

/// A `TrackEvent` in the making.
pub struct TrackEvent(Message);

impl TrackEvent {
    /// One of this type on this track.
    pub fn new(kind: Type, track: u64) -> Self {
        TrackEvent(Message::default().number(9, kind as u64).number(11, track))
    }

    /// Its name and category.
    pub fn named(self, name: &str, category: &str) -> Self {
        TrackEvent(self.0.text(23, name).text(22, category))
    }

    /// A counter's value.
    pub fn value(self, value: u64) -> Self {
        TrackEvent(self.0.number(30, value.min(i64::MAX as u64)))
    }

    /// Flows that begin or go on here.
    pub fn flows(self, ids: &[u64]) -> Self {
        TrackEvent(ids.iter().fold(self.0, |event, id| event.fixed(47, *id)))
    }

    /// Flows that end here.
    pub fn flows_end(self, ids: &[u64]) -> Self {
        TrackEvent(ids.iter().fold(self.0, |event, id| event.fixed(48, *id)))
    }

    /// An argument that is a text.
    pub fn text(self, name: &str, value: &str) -> Self {
        TrackEvent(self.0.message(4, &Message::default().text(10, name).text(6, value)))
    }

    /// An argument that is a number.
    pub fn number(self, name: &str, value: u64) -> Self {
        TrackEvent(self.0.message(4, &Message::default().text(10, name).number(3, value)))
    }

    /// The packet at this time.
    pub fn at(self, at_ns: u64) -> Message {
        Message::default().number(8, at_ns).number(10, SEQUENCE).message(11, &self.0)
    }
}
