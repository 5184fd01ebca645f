//! Every change of the model.

use super::{Axis, Dialogue, Edit, Guess, LayersPart, Pane, Seen, Split, StageView, Tab, Theme, Whole, Zoom};
use crate::{
    i18n::Message,
    part::{Code, Part},
};
use socketscope_shared::{ActorId, Language, SessionId, SocketId, StreamId, framing::Framing};

/// A change of the model. Views emit these, and so do the socket, the keys and the clock. What the relay says is not one
/// of them; it comes by [`Model::receive`](super::Model::receive): actions are copied and compared, logs are not.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The connection to the relay changed.
    Connection(Connection),
    /// Time passed: `dt_ms` since the last.
    Tick { dt_ms: f64 },

    /// To the next (or previous) event; to the next call with snap to calls.
    Step { forward: bool },
    /// To the next (or previous) call of the actor of the event at the cursor.
    StepActor { forward: bool },
    /// To the next or previous call that achieved something.
    StepProgress { forward: bool },
    /// Steps to the next note or question.
    StepMoment { forward: bool },
    /// To this sequence number.
    Seek(u64),
    /// To the first event.
    SeekStart,
    /// To the last event; follows where the session is live.
    SeekEnd,
    /// Plays from the cursor.
    Play,
    /// Pauses.
    Pause,
    /// Plays if paused, pauses if not.
    PlayPause,
    /// Sticks to the live end.
    Follow,
    /// Times real speed.
    SetSpeed(f32),
    /// The next faster (or slower) of the offered speeds.
    Faster(bool),
    /// Whether steps stop at calls only.
    SnapToCalls(bool),
    /// Whether playing skips long pauses.
    SkipIdle(bool),

    /// Runs the chosen lesson with its knobs; in step mode every program is held before each call.
    Run { step_mode: bool },
    /// Ends the session.
    Stop,
    /// Lets a held actor make its next call.
    Release(ActorId),
    /// Switches step mode of the running session.
    StepMode(bool),
    /// A line for a program that asked for input.
    Input { actor: ActorId, text: String },

    /// Chooses a lesson.
    SelectLesson(String),
    /// Shows the recording in this file in place of all that is shown.
    OpenFile {
        /// What it is called; the page has its bytes.
        name: String,
    },
    /// Shows a kept run, of whatever lesson.
    Visit(SessionId),
    /// Shows a recorded run of the chosen lesson.
    ShowRun(SessionId),
    /// Changes a knob of the chosen lesson.
    SetKnob { id: String, value: String },
    /// All knobs back to their defaults.
    ResetKnobs,
    /// Changes the programs' texts.
    Edit(Edit),
    /// Edits this actor's program on the whole stage; `None` goes back to all programs beside each other.
    Large(Option<String>),
    /// Tab of the side panel.
    SelectTab(Tab),
    /// Stream of the ruler and the bytes panel; `None` follows the cursor.
    SelectStream(Option<StreamId>),
    /// The server whose card is shown where there are many; `None` follows the cursor.
    SelectProgram(Option<ActorId>),
    /// Shows a program's imports and settings, or one line for them.
    Unfold(ActorId, bool),
    /// The socket whose TCP_INFO is shown.
    SelectSocket(Option<SocketId>),
    /// Shows this in the lower half of the stage.
    ShowView(StageView),
    /// Shows this in the layers view.
    ShowPart(LayersPart),
    /// The field of the shown frame under the pointer.
    PointField(Option<usize>),
    /// How frames of a stream are recognised.
    SetFraming(StreamId, Framing),
    /// The event under the pointer.
    Hover(Option<u64>),
    /// Opens the first door in another tab of the browser.
    OpenDoor,
    /// Loads what is behind the doors again.
    AskDoor,
    /// Answers a prediction (its index in the lesson).
    Predict(usize, Guess),

    /// The horizontal axis of the tracks.
    SetAxis(Axis),
    /// The part of the tracks in view, as fractions of all; `None` is all.
    SetWindow(Option<(f64, f64)>),
    /// A pane was measured or scrolled.
    Seen(Pane, Seen),
    /// The part of the ruler's stream in view; `None` is all.
    ZoomRuler(Option<Zoom>),
    /// Shows or hides the curriculum where it does not fit.
    NavOpen(bool),
    /// Shows or hides the side panel where it does not fit.
    SideOpen(bool),
    /// Gives the part beside a border so many thousandths; 0 is as the page comes.
    Resize(Split, u64),
    /// Makes the type larger, or smaller.
    Larger(bool),
    /// Gives a part of the stage all of it.
    Whole(Option<Whole>),
    /// Hides what comes after the cursor, or shows it.
    Veil(bool),
    /// Shows or hides the overlay with all keys.
    Help(bool),
    /// Opens a dialogue, or closes it.
    Ask(Option<Dialogue>),
    /// Enters or leaves present mode.
    Present(bool),
    /// Chooses the language.
    SetLang(Language),
    /// Chooses the colours.
    SetTheme(Theme),
    /// The system's preferences, sent at the start and when they change.
    System { dark: bool, reduced_motion: bool },
    /// Where the code of a part is now.
    Part(Part, Code),
    /// Takes note of a refusal.
    Dismiss,
    /// Reloads the page.
    Reload,
}

/// What the socket says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// An attempt began.
    Connecting,
    /// Open: say hello.
    Opened,
    /// Closed, or never opened; tries again in `retry_in_ms`.
    Lost { retry_in_ms: u32 },
    /// What was to be shown cannot be, for this reason; no further attempt.
    Unusable(Message),
}
