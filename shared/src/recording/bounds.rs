//! How much of anything a recording has. Whoever reads one needs no more memory than these say, whatever is in it.

/// What a writer puts into one record of events, in bytes before compression: twice deflate's window, and little to lose
/// where a record is damaged.
pub const EVENTS_BYTES: usize = 64 << 10;
/// The most that a record of several events may have, in bytes before compression: room for writers to come.
pub const MAX_SEVERAL_BYTES: usize = 1 << 20;
/// The same for a single event: the largest message of a program's probe (64 MiB), and some.
pub const MAX_EVENT_BYTES: usize = 80 << 20;
/// Events in one record: the shortest is five values.
pub const MAX_EVENTS: u32 = (MAX_VALUES / 5) as u32;
/// All events of a recording, in bytes before compression: twice the longest log that a relay keeps.
pub const MAX_LOG_BYTES: u64 = 1 << 30;
/// Records of events: a writer that flushes a hundred times a second fills them in three hours.
pub const MAX_CHUNKS: usize = 1 << 20;
/// Values in one record (numbers, texts, lists): select's three sets of FD_SETSIZE each, asked for and returned, are 18432.
/// What lists take in memory follows from it.
pub const MAX_VALUES: usize = 128 << 10;
/// Lists within lists: an event's deepest are nine.
pub const MAX_DEPTH: usize = 32;
/// Header: names and numbers.
pub const MAX_HEADER_BYTES: usize = 64 << 10;
/// A lesson before compression: 64 programs and files of 256 KiB each.
pub const MAX_LESSON_BYTES: usize = 16 << 20;
/// What a person adds: a thousand notes of a page each.
pub const MAX_META_BYTES: usize = 4 << 20;
/// Any record: the largest event where compressing it only adds to it, or the index of as many records as there can be.
pub const MAX_PAYLOAD_BYTES: usize = 96 << 20;
