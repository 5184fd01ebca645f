//! The page without a relay: a static site of the curriculum, or one file with one recording.
//!
//! - [`files`]: the page's own files, as a static host serves them; [`front`]: the page that a site opens with.
//! - [`runs`]: the recorded runs of lessons; [`site`]: a folder of it all; [`single`]: one HTML file of it all.

pub mod files;
mod front;
pub mod runs;
pub mod single;
pub mod site;

use socketscope_shared::{
    lesson::Lesson,
    wire::{Down, encode_down},
};

/// Where the page finds its lessons, beside it.
pub const LESSONS: &str = "lessons.bin";

/// The lessons, as a relay would send them to a page of this build.
fn lessons_file(lessons: &[Lesson]) -> Vec<u8> {
    let relay = env!("CARGO_PKG_VERSION").to_owned();
    encode_down(&Down::Welcome { relay, may_run: false, lessons: lessons.to_vec() })
}
