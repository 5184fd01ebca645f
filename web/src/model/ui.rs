//! What the person looks at, and how.

use super::{Action, Axis, Panes, Zoom};
use socketscope_shared::{ActorId, SessionId, SocketId, StreamId, framing::Framing};

/// Choices of the person that are not facts of a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Ui {
    /// Tab of the side panel.
    pub tab: Tab,
    /// The stream of the ruler and the bytes panel; `None` follows [`Model::current_stream`](super::Model).
    pub stream: Option<StreamId>,
    /// The socket whose TCP_INFO is shown; `None` follows the call at the cursor.
    pub socket: Option<SocketId>,
    /// Whose readiness matrix is shown; `None` is the first that there is.
    pub matrix: Option<ActorId>,
    /// The server whose card is shown where there are many; `None` follows the cursor.
    pub program: Option<ActorId>,
    /// The programs whose imports and settings were unfolded.
    pub unfolded: Vec<ActorId>,
    /// What was chosen for the lower half of the stage; `None` is what the lesson opens with.
    pub view: Option<StageView>,
    /// The part of the layers view; `None` is the message where there is one.
    pub part: Option<LayersPart>,
    /// The field of the frame under the pointer, by its place.
    pub field: Option<usize>,
    /// Framings chosen in the page, by stream.
    pub framings: Vec<(StreamId, Framing)>,
    /// The sequence number of the event under the pointer, so that all parts can light up what belongs to it.
    pub hover: Option<u64>,
    /// Stepping and dragging stop at calls only (not at segments and readings).
    pub snap_to_calls: bool,
    /// The chosen horizontal axis of the tracks; `None` is what the lesson opens with.
    pub axis: Option<Axis>,
    /// The part of that axis in view, as fractions of the whole log; `None` is all of it.
    pub window: Option<(f64, f64)>,
    /// How large the parts are that are laid out for their size.
    pub panes: Panes,
    /// The part of a stream in view on the ruler; `None` is all of each.
    pub zoom: Option<Zoom>,
    /// Whether the curriculum is shown.
    pub nav_open: bool,
    /// Whether the side panel is shown.
    pub side_open: bool,
    /// How much larger the type is, steps of an eighth.
    pub larger: i8,
    /// The part of the stage that has all of it; `None` shows all.
    pub whole: Option<Whole>,
    /// Whether a veil hides what comes after the cursor; `None` is: in present mode.
    pub veil: Option<bool>,
    /// Whether programs are edited on the whole stage.
    pub large: bool,
    /// The actor whose program was shown there last.
    pub file: Option<String>,
    /// Whether the overlay with all keys is shown.
    pub help: bool,
    /// What is asked or offered in front of all else.
    pub dialogue: Option<Dialogue>,
    /// What was guessed, by index of the lesson's prediction.
    pub guesses: Vec<(usize, Guess)>,
    /// How often the person reloaded the doors' frames.
    pub door_asks: u32,
    /// The session whose open door this page has seen.
    pub framed: Option<SessionId>,
    /// The system asks for less motion: show states without the travel between them.
    pub reduced_motion: bool,
    /// The system prefers dark colours; counts while [`Theme::Auto`].
    pub system_dark: bool,
}

impl Default for Ui {
    fn default() -> Self {
        Self {
            tab: Tab::Lesson,
            stream: None,
            socket: None,
            matrix: None,
            program: None,
            unfolded: Vec::new(),
            view: None,
            part: None,
            field: None,
            framings: Vec::new(),
            hover: None,
            snap_to_calls: false,
            axis: None,
            window: None,
            panes: Panes::default(),
            zoom: None,
            nav_open: false,
            side_open: true,
            larger: 0,
            whole: None,
            veil: None,
            large: false,
            file: None,
            help: false,
            dialogue: None,
            guesses: Vec::new(),
            door_asks: 0,
            framed: None,
            reduced_motion: false,
            system_dark: false,
        }
    }
}

impl Ui {
    /// Another session is shown.
    pub(super) fn forget_session_choices(&mut self) {
        self.stream = None;
        self.framings.clear();
        self.unfolded.clear();
        self.guesses.clear();
        self.hover = None;
        self.field = None;
        self.framed = None;
        self.window = None;
    }

    /// Changes what is looked at; other actions are not its own.
    pub(super) fn apply(&mut self, action: Action) {
        match action {
            Action::SelectTab(tab) => {
                self.tab = tab;
                self.side_open = true;
                self.large = false;
            }
            Action::SelectStream(stream) => self.stream = stream,
            Action::ShowView(view) => {
                self.view = Some(view);
                if let StageView::Readiness(actor) = view {
                    self.matrix = Some(actor);
                }
            }
            Action::SelectProgram(actor) => {
                // Its matrix and its first client's stream follow.
                (self.program, self.matrix, self.stream) = (actor, None, None);
            }
            Action::Unfold(actor, open) => {
                self.unfolded.retain(|other| *other != actor);
                self.unfolded.extend(open.then_some(actor));
            }
            Action::ShowPart(part) => (self.view, self.part) = (Some(StageView::Layers), Some(part)),
            Action::PointField(field) => self.field = field,
            Action::SelectSocket(socket) => self.socket = socket,
            Action::SetFraming(stream, framing) => {
                self.framings.retain(|(known, _)| *known != stream);
                self.framings.push((stream, framing));
            }
            Action::AskDoor => self.door_asks = self.door_asks.wrapping_add(1),
            Action::Hover(seq) => self.hover = seq,
            Action::Predict(index, guess) => {
                self.guesses.retain(|(known, _)| *known != index);
                self.guesses.push((index, guess));
            }
            Action::SnapToCalls(on) => self.snap_to_calls = on,
            Action::SetAxis(axis) => {
                self.axis = Some(axis);
                self.window = None;
            }
            Action::SetWindow(window) => self.window = window,
            Action::Seen(pane, seen) => self.panes.set(pane, seen),
            Action::ZoomRuler(zoom) => self.zoom = zoom,
            Action::NavOpen(on) => self.nav_open = on,
            // Beside a large editor is no room for it.
            Action::SideOpen(on) => (self.side_open, self.large) = (on, false),
            Action::Veil(on) => self.veil = Some(on),
            Action::Larger(on) => self.larger = (self.larger + if on { 1 } else { -1 }).clamp(-2, 8),
            Action::Whole(part) => self.whole = part,
            Action::Help(on) => self.help = on,
            Action::Ask(dialogue) => (self.dialogue, self.nav_open) = (dialogue, false),
            Action::System { dark, reduced_motion } => {
                self.system_dark = dark;
                self.reduced_motion = reduced_motion;
            }
            _ => {}
        }
    }
}

/// What stands in front of all else until it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialogue {
    /// The runs that the relay keeps.
    Kept,
    /// What is shown, for others.
    Share,
}

/// A part of the stage that can have all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// The picture in the middle.
    Picture,
    /// The programs on the left.
    Clients,
    /// The programs on the right.
    Servers,
}

impl Whole {
    /// What the key shows after this: one part after the other, then all.
    pub fn next(whole: Option<Whole>) -> Option<Whole> {
        match whole {
            None => Some(Whole::Picture),
            Some(Whole::Picture) => Some(Whole::Clients),
            Some(Whole::Clients) => Some(Whole::Servers),
            Some(Whole::Servers) => None,
        }
    }

    /// Its name in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Whole::Picture => "whole-picture",
            Whole::Clients => "whole-clients",
            Whole::Servers => "whole-servers",
        }
    }
}

/// What the middle of the stage can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageView {
    /// A stream's bytes and the rulers along them.
    Bytes,
    /// What this actor's select, poll and epoll_wait watched and returned.
    Readiness(ActorId),
    /// What each server did and what that cost, side by side.
    Comparison,
    /// The headers around the bytes.
    Layers,
    /// Calls of both ends of a connection, the segments between them, and the TCP states.
    Exchange,
}

/// What the layers view shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayersPart {
    /// The models of layers, side by side.
    Models,
    /// One frame, field by field.
    Message,
    /// What all headers cost.
    Sums,
}

impl LayersPart {
    /// All, as offered.
    pub const ALL: [LayersPart; 3] = [LayersPart::Models, LayersPart::Message, LayersPart::Sums];
}

/// Tabs of the side panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// What the lesson is about: summary, knobs, claims, notes.
    #[default]
    Lesson,
    /// The list of calls.
    Calls,
    /// Sockets and their kernel readings.
    Sockets,
    /// Bytes of the chosen stream.
    Bytes,
    /// Why descriptors are ready or not; where a program asks.
    Readiness,
}

impl Tab {
    /// All, in order.
    pub const ALL: [Tab; 5] = [Tab::Lesson, Tab::Calls, Tab::Sockets, Tab::Bytes, Tab::Readiness];
}

/// What an answered prediction says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guess {
    /// Answered with this.
    Said(String),
    /// Skipped: just show it.
    Skipped,
}

/// Colours of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}
