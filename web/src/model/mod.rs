//! What the page knows: one [`Model`], changed by [`Action`]s only.
//!
//! A view is `pub fn view(model: &Model, act: &Callback<Action>) -> Html`, a pure function of the model. The root
//! component owns the model, applies actions, and sends to the relay what [`Model::apply`] returns.

mod action;
mod apply;
mod archive;
mod cast;
mod chosen;
mod doors;
pub mod editing;
mod edits;
#[cfg(test)]
mod edits_tests;
mod failed;
mod figures;
pub mod folding;
mod heard;
mod hosts;
mod lanes;
mod large;
mod loading;
mod moments;
mod panes;
#[cfg(test)]
mod parts_tests;
mod place;
mod playback;
mod questions;
mod running;
mod session;
mod sizes;
mod starts;
mod steps;
#[cfg(test)]
mod tests;
mod ui;

pub use action::{Action, Connection};
pub use archive::{Archive, Controls};
pub use cast::Cast;
pub use doors::{DoorState, OpenDoor};
pub use edits::{Edit, Edited, Edits, MAX_TEXT_BYTES, Shown};
pub use failed::{FailedLine, error};
pub use figures::RunFigures;
pub use loading::{NotLoaded, WhyNot};
pub use moments::{Found, Moments};
pub use panes::{Pane, Panes, Seen, Zoom};
pub use playback::SPEEDS;
pub use questions::{Asked, Questions};
pub use session::{Held, Onward, Session};
pub use sizes::{LEAST, MOST, Sizes, Split};
pub use steps::Steps;
pub use ui::{Dialogue, Guess, LayersPart, StageView, Tab, Theme, Ui, Whole};

pub use socketscope_shared::lesson::Axis;

use crate::{
    i18n::Message,
    part::{Code, Part},
};
use socketscope_shared::{
    ActorId, Language, SessionId, Side, StreamId,
    framing::Framing,
    lesson::{Knob, Lesson, View},
    readiness::Matrix,
    wire::Refusal,
};

/// Up to this many programs' matrices are offered by name.
const MAX_MATRICES: usize = 3;

/// Everything that the page shows.
#[derive(Debug, Default)]
pub struct Model {
    /// Language of the page.
    pub lang: Language,
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// Present mode: larger type, no panels.
    pub present: bool,
    /// Whether the relay is there.
    pub connection: ConnectionState,
    /// Whether the token allows running programs; else only watching.
    pub may_run: bool,
    /// What there is in place of a relay.
    pub archive: Option<Archive>,
    /// The page is in a frame of another page.
    pub embed: Option<Controls>,
    /// The token of the page's address.
    pub token: Option<String>,
    /// The curriculum, in order; empty until the relay has sent it.
    pub lessons: Vec<Lesson>,
    /// The id of the chosen lesson.
    pub lesson: Option<String>,
    /// Knobs of the chosen lesson that differ from their default.
    pub knob_values: Vec<(String, String)>,
    /// The programs' changed texts.
    pub edits: Edits,
    /// What the last runs of some lessons cost, kept in this browser.
    pub figures: Vec<RunFigures>,
    /// Whether they changed since they were kept.
    pub figures_changed: bool,
    /// Run was asked for and the relay has not answered.
    pub starting: bool,
    /// Run was asked for before the editor was here, in step mode or not.
    pub run_wanted: Option<bool>,
    /// What is watched.
    pub session: Option<Session>,
    /// The runs of lessons that the person has left, each with its cursor, for when they come back.
    pub left: Vec<(String, SessionId, u64)>,
    /// Where in the lesson's recording the page's address points.
    pub recording_seq: Option<u64>,
    /// The relay's last refusal; stays until something else is requested.
    pub refused: Option<Refusal>,
    /// Which parts of the page are here, by [`Part::index`].
    pub parts: [Code; Part::ALL.len()],
    /// How large the parts of the page are, kept in this browser.
    pub sizes: Sizes,
    /// What the person looks at, and how.
    pub ui: Ui,
}

/// The state of the connection to the relay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ConnectionState {
    /// Not yet open.
    #[default]
    Connecting,
    /// Open, and the relay has welcomed us.
    Open,
    /// Gone; the next attempt starts in `retry_in_ms`.
    Lost { retry_in_ms: u32 },
    /// We cannot repair this: what the person has to know. No further attempt.
    Refused(Message),
}

impl Model {
    /// Whether what comes after the cursor is hidden, so that nothing answers a question before it is asked.
    pub fn veiled(&self) -> bool {
        self.ui.veil.unwrap_or(self.present)
    }

    /// Whether claims keep their verdicts until the cursor has passed what settles them: behind the veil, and in a
    /// lesson's recording, which is stepped through before anybody has seen how it ends.
    pub fn keeps_verdicts(&self) -> bool {
        self.ui.veil.unwrap_or(self.present || self.shows_recording())
    }

    /// Whether the side panel is in view.
    pub fn has_side(&self) -> bool {
        self.ui.side_open && !self.present && !self.large() && self.embed.is_none()
    }

    /// The chosen lesson, once known.
    pub fn current_lesson(&self) -> Option<&Lesson> {
        let id = self.lesson.as_deref()?;
        self.lessons.iter().find(|lesson| lesson.id == id)
    }

    /// The id of the lesson after the chosen one, or before it, in the curriculum's order.
    pub fn neighbour_lesson(&self, after: bool) -> Option<String> {
        let here = self.lessons.iter().position(|lesson| Some(&lesson.id) == self.lesson.as_ref())?;
        let there = if after { here + 1 } else { here.checked_sub(1)? };
        self.lessons.get(there).map(|lesson| lesson.id.clone())
    }

    /// A knob's value: the changed one, or its default.
    pub fn knob_value<'a>(&'a self, knob: &'a Knob) -> &'a str {
        let changed = self.knob_values.iter().find(|(id, _)| *id == knob.id);
        changed.map_or(&knob.default, |(_, value)| value)
    }

    /// The stream that the ruler and the bytes panel show: the chosen one, else that of the cursor (where one of many
    /// servers is shown, the server's), and before there is one the first that ever carried bytes.
    pub fn current_stream(&self) -> Option<StreamId> {
        let session = self.session.as_ref();
        let followed = || {
            let session = session?;
            match self.session_cast() {
                Some(cast) => session
                    .stream_at(|stream| session.belongs(stream, cast.server))
                    .or_else(|| session.stream_to(cast.server)),
                None => session.stream_at(|_| true),
            }
        };
        self.ui.stream.or_else(followed).or_else(|| session?.default_stream())
    }

    /// The chosen readiness matrix, or else the first; `None` where no program asked what is ready.
    pub fn matrix(&self) -> Option<(ActorId, &Matrix)> {
        let readiness = &self.session.as_ref()?.readiness;
        let of = |actor| Some((actor, readiness.of(actor)?));
        match self.session_cast() {
            // Its clients' could be mistaken for the server's.
            Some(cast) => of(cast.server),
            None => self.ui.matrix.and_then(of).or_else(|| readiness.actors().find_map(of)),
        }
    }

    /// What the lower half of the stage can show.
    pub fn stage_views(&self) -> Vec<StageView> {
        let readiness = self.session.iter().flat_map(|session| session.readiness.actors());
        let mut readiness: Vec<_> = readiness.collect();
        if readiness.len() > MAX_MATRICES || self.session_cast().is_some() {
            // Choosing their program shows the others.
            readiness = self.matrix().map(|(actor, _)| actor).into_iter().collect();
        }
        let compared = self.compares().then_some(StageView::Comparison);
        let layers = self.shows(View::Layers).then_some(StageView::Layers);
        let exchange = self.shows(View::Exchange).then_some(StageView::Exchange);
        let rest = [StageView::Bytes].into_iter().chain(exchange).chain(layers);
        compared.into_iter().chain(readiness.into_iter().map(StageView::Readiness)).chain(rest).collect()
    }

    /// The part of the layers view that is shown.
    pub fn layers_part(&self) -> LayersPart {
        // A recording begins where no session did.
        let begun = |session: &Session| !session.at_beginning() || !self.shows_recording();
        let begun = self.session.as_ref().is_some_and(begun);
        self.ui.part.unwrap_or(if begun { LayersPart::Message } else { LayersPart::Models })
    }

    /// The view after the one in the lower half of the stage, or before it, wrapping around.
    pub fn next_view(&self, after: bool) -> Action {
        let next = |here: usize, count: usize| (here + if after { 1 } else { count - 1 }) % count;
        let (views, shown) = (self.stage_views(), self.stage_view());
        let part = self.layers_part() as usize;
        let last = LayersPart::ALL.len() - 1;
        // Through the parts of the layers view first.
        if shown == StageView::Layers && part != if after { last } else { 0 } {
            return Action::ShowPart(LayersPart::ALL[next(part, last + 1)]);
        }
        let here = views.iter().position(|view| *view == shown).unwrap_or_default();
        match views[next(here, views.len())] {
            StageView::Layers => Action::ShowPart(LayersPart::ALL[if after { 0 } else { last }]),
            view => Action::ShowView(view),
        }
    }

    /// Whether there are segments to show: where the lesson opens with this view of them, or one was captured.
    fn shows(&self, view: View) -> bool {
        let by_lesson = self.current_lesson().is_some_and(|lesson| lesson.view == Some(view));
        let captured = |session: &Session| !session.timeline.history().segments().is_empty();
        by_lesson || self.session.as_ref().is_some_and(captured)
    }

    /// Whether there are servers to compare: if the lesson is about that, or opens with no other view and
    /// several listened.
    fn compares(&self) -> bool {
        let view = self.current_lesson().and_then(|lesson| lesson.view);
        view == Some(View::Comparison)
            || view.is_none()
                && self.session.as_ref().is_some_and(|session| session.comparison.servers().nth(1).is_some())
    }

    /// What it shows: what was chosen, or else what the lesson opens with.
    pub fn stage_view(&self) -> StageView {
        let views = self.stage_views();
        let matrix = self.matrix().map(|(actor, _)| StageView::Readiness(actor));
        let opens_with = match self.current_lesson().and_then(|lesson| lesson.view) {
            Some(View::Bytes) => Some(StageView::Bytes),
            Some(View::Comparison) => Some(StageView::Comparison),
            Some(View::Layers) => Some(StageView::Layers),
            Some(View::Exchange) => Some(StageView::Exchange),
            Some(View::Readiness) | None => matrix,
        };
        let there = |view: &StageView| views.contains(view);
        self.ui.view.filter(there).or(opens_with).filter(there).unwrap_or(StageView::Bytes)
    }

    /// The horizontal axis of the tracks: the chosen one, or else what the lesson opens with.
    pub fn axis(&self) -> Axis {
        let of_lesson = || self.current_lesson().map_or_else(Axis::default, |lesson| lesson.axis);
        self.ui.axis.unwrap_or_else(of_lesson)
    }

    /// The side panel's tabs that have something to say.
    pub fn tabs(&self) -> &'static [Tab] {
        if self.matrix().is_some() || self.ui.tab == Tab::Readiness { &Tab::ALL } else { &Tab::ALL[..4] }
    }

    /// How frames of `stream` are recognised: as chosen, or as the session's lesson says
    /// of connections to that server.
    pub fn framing(&self, stream: StreamId) -> Framing {
        let chosen =
            self.ui.framings.iter().find(|(id, _)| *id == stream).map(|(_, framing)| framing.clone());
        let first = || {
            let session = self.session.as_ref()?;
            let server = session.timeline.latest().connection(stream.connection)?.addresses
                [Side::Server.index()]
            .clone();
            Some(session.info()?.framing_to(&server).clone())
        };
        chosen.or_else(first).unwrap_or_default()
    }

    /// Whether a person can act on the session: it runs, the relay is there, and the token allows it.
    pub fn may_control(&self) -> bool {
        self.may_run
            && self.connection == ConnectionState::Open
            && self.session.as_ref().is_some_and(Session::live)
    }

    /// Whether the chosen lesson can be run now.
    pub fn may_start(&self) -> bool {
        self.may_run
            && !self.starting
            && self.connection == ConnectionState::Open
            && self.current_lesson().is_some()
    }

    /// Whether the colours are the dark ones.
    pub fn dark(&self) -> bool {
        match self.theme {
            Theme::Auto => self.ui.system_dark,
            Theme::Light => false,
            Theme::Dark => true,
        }
    }

    /// The parts of the page that what is shown needs. A session's come with the lessons, so that Run never waits.
    pub fn needs(&self, part: Part) -> bool {
        match part {
            Part::Archive => self.archive.is_some(),
            Part::Kept => self.ui.dialogue.is_some(),
            Part::Session => !self.lessons.is_empty() || self.session.is_some(),
            Part::Editor => self.may_run && !self.lessons.is_empty(),
            Part::Layers => self.stage_view() == StageView::Layers,
            Part::Readiness => {
                matches!(self.stage_view(), StageView::Readiness(_)) || self.ui.tab == Tab::Readiness
            }
            Part::Comparison => self.stage_view() == StageView::Comparison,
            Part::Exchange => self.stage_view() == StageView::Exchange,
        }
    }

    /// Whether something moves, so that the next animation frame must be asked for.
    pub fn moving(&self) -> bool {
        self.session.as_ref().is_some_and(Session::moving)
    }
}
