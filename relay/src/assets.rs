//! The page, embedded: a table that the build script makes from the built page, each file in up to three encodings.

/// A file of the page.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its address: `/index.html`, or `/assets/` and a name.
    pub path: &'static str,
    /// Its `content-type`.
    pub mime: &'static str,
    /// Its name changes with its content, so it may be cached forever.
    pub immutable: bool,
    /// As it is.
    pub plain: &'static [u8],
    /// Compressed with brotli; empty where that is not available.
    pub brotli: &'static [u8],
    /// Compressed with gzip; empty where that is not available.
    pub gzip: &'static [u8],
}

/// The page that this binary was built with, or one that says how to build it.
pub static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));
