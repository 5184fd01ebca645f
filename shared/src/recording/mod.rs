//! Recordings: one file holds all that is needed to show a run for ever, and a newer page opens every older one.
//!
//! `docs/recording.md` describes the format byte by byte. A recording is eight [magic](container::MAGIC) bytes and
//! then records, each with a checksum:
//!
//! | record | what it holds |
//! |---|---|
//! | header | [`Header`]: which version, who wrote it, which session; first, and the same in every version |
//! | lesson | the lesson as it was |
//! | events | a run of events, compressed; where they are in the log stands in front, uncompressed |
//! | meta | [`Meta`]: what a person added later; the last one counts |
//! | index | where the others are |
//! | trailer | where the index is: the last bytes of a whole recording |
//!
//! - [`Writer`] makes the bytes, each piece complete in itself; [`Recording`] opens them, however they were cut off or
//!   damaged; [`Feed`] reads them as they come in.
//! - `v1` has types of its own for all that is recorded. Today's types change as they must; these never do.
//! - [`bounds`] says how much of anything there can be.

pub mod bounds;
mod cbor;
mod container;
mod deflate;
mod events;
mod feed;
mod header;
mod index;
mod meta;
mod open;
mod scan;
mod source;
#[cfg(test)]
mod tests;
mod v1;
mod version;
mod writer;

pub use container::MAGIC;
pub use events::{Chunk, EventsError};
pub use feed::{Feed, FeedError, Piece};
pub use header::{Header, NetworkKind, Wrote};
pub use meta::{Colour, Meta, Note};
pub use open::{Addition, AppendError, OpenError, Recording};
pub use scan::End;
pub use source::{ReadError, Source};
pub use version::{MINOR, VERSION};
pub use writer::{WriteError, Writer};
