//! Where a page without a relay has its runs from.

use super::{ConnectionState, Model};

/// Recordings in place of a relay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Archive {
    /// A site of the whole curriculum.
    Site {
        /// Where its lessons are, beside the page.
        lessons: String,
    },
    /// One recording.
    Recording {
        /// Where it is.
        url: String,
    },
    /// A file from the person's disk.
    File {
        /// What it is called.
        name: String,
    },
}

/// What a page in a frame of another page shows besides the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Controls {
    /// All that steps: sentence, buttons and tracks.
    Full,
    /// Without the tracks.
    Steps,
    /// Nothing.
    Bare,
}

impl Controls {
    /// The class of the page.
    pub fn class(self) -> &'static str {
        match self {
            Controls::Full => "embed",
            Controls::Steps => "embed steps",
            Controls::Bare => "embed bare",
        }
    }
}

impl Model {
    /// Shows a recording from the person's disk in place of all that is shown.
    pub fn open_file(&mut self, name: String) {
        self.archive = Some(Archive::File { name });
        self.connection = ConnectionState::Connecting;
        self.may_run = false;
        self.session = None;
        self.lesson = None;
        self.lessons.clear();
        self.knob_values.clear();
        self.left.clear();
        self.refused = None;
        self.edits.open = false;
        self.ui.dialogue = None;
        self.ui.forget_session_choices();
    }
}
