//! The views that come with a part of the page. What is not named here, nor in the model's folding, is on the first
//! screen and comes with the page.

use crate::{
    keys::Fetched,
    model::{Action, Model, Shown, editing::editing, folding::folding},
    part::{Missing, Part, table},
    store::archive,
    view::{
        comparison,
        editor::{cards, hosts},
        exchange, kept,
        kit::{answering::Answering, program::Cards},
        layers, readiness,
        session::{
            banners, bytes, calls, door, held, help,
            knobs::{self, Hosts},
            outcome, programs, ruler, sockets, split, transport,
        },
    },
};
use yew::prelude::*;

/// A pure function of the model.
pub type View = fn(&Model, &Callback<Action>) -> Html;

/// A view of a program that does not run.
pub type ProgramView = fn(&Model, &Callback<Action>, &Shown) -> Html;

/// Views of a session, and what takes their place without one.
#[derive(Clone, Copy)]
pub struct SessionViews {
    /// What went wrong in it.
    pub banners: View,
    /// Its programs.
    pub programs: fn(&Model, &Callback<Action>) -> Option<Cards>,
    /// Frames for the person's own browser.
    pub doors: View,
    /// The borders of the picture that can be dragged: on its left, on its right.
    pub splits: [View; 2],
    /// The byte stream with its rulers.
    pub ruler: View,
    /// The list of calls.
    pub calls: View,
    /// The table of sockets.
    pub sockets: View,
    /// Bytes in hex and text.
    pub bytes: View,
    /// Who is held before what.
    pub held: View,
    /// What can be chosen for the next run.
    pub knobs: fn(&Model, &Callback<Action>, Hosts) -> Html,
    /// The results of the lesson's claims, and its notes.
    pub outcome: View,
    /// The sentence, the transport bar and the tracks.
    pub transport: View,
    /// All keys.
    pub help: View,
    /// The address of the first door that is open.
    pub door_url: fn(&Model) -> Option<String>,
    /// Where the keyboard goes while programs ask.
    pub attend: fn(&mut Answering, &Model),
}

table! {
    /// Part "session".
    session_views, in session: SessionViews = SessionViews {
        banners: banners::view,
        programs: programs::cards,
        doors: door::cards,
        splits: [split::left, split::right],
        ruler: ruler::view,
        calls: calls::view,
        sockets: sockets::view,
        bytes: bytes::view,
        held: held::view,
        knobs: knobs::view,
        outcome: outcome::view,
        transport: transport::view,
        help: help::view,
        door_url: Model::door_url,
        attend: Answering::attend,
    }
}
table! {
    /// Part "editor": the card of a program that can be changed, and the programs to choose from on the whole stage.
    editor_views, in editor: (ProgramView, View) = (cards::card, cards::tabs)
}
table! {
    /// Part "editor": the field for the hosts of one's own programs.
    hosts_view, in editor: View = hosts::field
}
table! {
    /// Part "layers": the view, and how many fields it shows.
    layers_views, in layers: (View, fn(&Model) -> usize) = (layers::card, layers::message::count)
}
table! {
    /// Part "readiness": the matrix, and the reasons.
    readiness_views, in readiness: [View; 2] = [readiness::card, readiness::reasons::view]
}
table! {
    /// Part "exchange".
    exchange_view, in exchange: View = exchange::card
}
table! {
    /// Part "comparison".
    comparison_view, in comparison: View = comparison::card
}

table! {
    /// Part "kept": what stands in front of all else. The last is what opens a recording from the person's disk.
    kept_view, in kept: fn(&Model, &Callback<Action>, Callback<web_sys::File>) -> Html = kept::view
}

/// What opens an archive, where it is here.
pub fn archive() -> Option<archive::Open> {
    archive::archive::get().copied()
}

/// The address of the first door that is open.
pub fn door_url(model: &Model) -> Option<String> {
    session_views::get().and_then(|views| (views.door_url)(model))
}

/// What the keys ask the parts.
pub const KEYS: Fetched = Fetched {
    has_door: |model| door_url(model).is_some(),
    fields: |model| layers_views::get().map(|(_, count)| count(model)),
};

/// Fetches a part.
pub async fn fetch(part: Part) -> Result<(), Missing> {
    match part {
        Part::Session => {
            folding::fetch().await?;
            session_views::fetch().await
        }
        Part::Editor => {
            editing::fetch().await?;
            editor_views::fetch().await?;
            hosts_view::fetch().await
        }
        Part::Layers => layers_views::fetch().await,
        Part::Readiness => readiness_views::fetch().await,
        Part::Exchange => exchange_view::fetch().await,
        Part::Comparison => comparison_view::fetch().await,
        Part::Archive => archive::archive::fetch().await,
        Part::Kept => kept_view::fetch().await,
    }
}

/// A view of a session; nothing before its part is here.
pub fn session(view: fn(&SessionViews) -> View, model: &Model, act: &Callback<Action>) -> Html {
    show(session_views::get().map(view), model, act)
}

/// What `view` shows, where it is here.
pub fn show(view: Option<View>, model: &Model, act: &Callback<Action>) -> Html {
    view.map(|view| view(model, act)).unwrap_or_default()
}
