//! Parts of the page whose code is fetched when it is needed, so that the page itself is there sooner.
//!
//! `cargo xtask web` builds with the feature `split` and makes a file of each [`Part`]. Without the feature all is one
//! file and every part is there at once: wasm-pack and native tests need no splitter.

/// A part, named after what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A session: what folds its events, and all views of them but those below.
    Session,
    /// The editor of programs.
    Editor,
    /// The layers view.
    Layers,
    /// The readiness matrix, and why each socket is ready or not.
    Readiness,
    /// Servers side by side.
    Comparison,
    /// Calls, segments and states of a connection.
    Exchange,
    /// Recordings in place of a relay.
    Archive,
    /// The list of kept runs, and what is given to others.
    Kept,
}

impl Part {
    /// All parts.
    pub const ALL: [Part; 8] = [
        Part::Session,
        Part::Editor,
        Part::Layers,
        Part::Readiness,
        Part::Comparison,
        Part::Exchange,
        Part::Archive,
        Part::Kept,
    ];

    /// Its place in [`Part::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }
}

/// Where the code of a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// At the relay.
    Away,
    /// On its way.
    Coming,
    /// Here.
    Here,
    /// It could not be fetched.
    Failed,
}

impl Default for Code {
    fn default() -> Self {
        if cfg!(feature = "split") { Code::Away } else { Code::Here }
    }
}

/// A part's file could not be fetched.
#[derive(Debug)]
pub struct Missing;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Missing
    }
}

/// A table of functions, all that the rest of the page knows about a part: `get` where it is here, `fetch` to get it.
/// What only the table reaches is in the part's file. The tables are in `view::shell::fetched` and `model::folding`.
macro_rules! table {
    ($(#[$doc:meta])* $module:ident, in $part:ident: $table:ty = $value:expr) => {
        $(#[$doc])*
        pub mod $module {
            use super::*;
            use $crate::part::Missing;

            static TABLE: $table = $value;
            #[cfg(feature = "split")]
            static HERE: std::sync::OnceLock<&'static $table> = std::sync::OnceLock::new();

            #[cfg_attr(feature = "split", wasm_split_helpers::wasm_split($part, fallible))]
            fn table() -> Result<&'static $table, Missing> {
                Ok(&TABLE)
            }

            /// The functions, where they are here.
            #[cfg(feature = "split")]
            pub fn get() -> Option<&'static $table> {
                HERE.get().copied()
            }

            /// Fetches them.
            #[cfg(feature = "split")]
            pub async fn fetch() -> Result<(), Missing> {
                let table = table().await?;
                HERE.get_or_init(|| table);
                Ok(())
            }

            /// The functions, which are always here.
            #[cfg(not(feature = "split"))]
            pub fn get() -> Option<&'static $table> {
                table().ok()
            }

            /// Nothing to fetch.
            #[cfg(not(feature = "split"))]
            pub async fn fetch() -> Result<(), Missing> {
                Ok(())
            }
        }
    };
}
pub(crate) use table;
