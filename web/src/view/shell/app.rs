//! The root: owns the model, applies actions, and lays the page out.

use super::{
    address::{self, Address},
    document::{self, Dress, Listener},
    embed::{self, Told},
    fetched, header, kept,
    listeners::{listeners, system},
    nav,
    pace::Pace,
    side, stage, status,
};
use crate::{
    keys,
    model::{Action, Connection, ConnectionState, Controls, Dialogue, Edit, Model, Tab, Whole},
    part::{Code, Part},
    store::{Relay, archive::Tell},
    view::kit::{answering::Answering, browser},
};
use socketscope_shared::wire::{Received, Up};
use wasm_bindgen_futures::spawn_local;
use web_sys::KeyboardEvent;
use yew::prelude::*;

/// The page.
pub struct App {
    model: Model,
    act: Callback<Action>,
    relay: Option<Relay>,
    archive: Option<Tell>,
    /// A recording that was dropped onto the page.
    dropped: Option<web_sys::File>,
    dress: Option<Dress>,
    address: Address,
    pace: Pace,
    told: Told,
    /// Where the keyboard goes once this is drawn.
    focus: Option<&'static str>,
    answering: Answering,
    _listeners: Vec<Listener>,
}

/// What the page is opened with.
#[derive(Debug, Default, PartialEq, Properties)]
pub struct Props {
    /// Where the relay is; `None` is where the page came from.
    #[prop_or_default]
    pub socket_url: Option<String>,
    /// What is done to the model at first, instead of connecting.
    #[prop_or_default]
    pub replay: Option<Callback<Model, Model>>,
}

/// What reaches the root.
#[derive(Debug)]
pub enum Msg {
    /// A change of the model.
    Act(Action),
    /// The relay said something.
    Received(Vec<u8>),
    /// So did an archive.
    Archive(Box<Received>),
    /// A recording was dropped onto the page.
    Dropped(web_sys::File),
    /// An animation frame, or the time to update a wait.
    Frame,
    /// A key went down.
    Key(KeyboardEvent),
    /// The person changed the address.
    Address,
    /// Time to write the address.
    WriteAddress,
}

impl Component for App {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let place = document::place();
        let mut model = Model {
            lang: kept::language(),
            theme: kept::theme(),
            token: kept::token(&place),
            knob_values: kept::knobs(place.lesson.as_deref()),
            lesson: place.lesson.clone(),
            edits: kept::edits(),
            figures: kept::figures(),
            sizes: kept::sizes(),
            recording_seq: place.seq,
            archive: document::archive(),
            embed: embed::controls(document::asked),
            ..Model::default()
        };
        model.apply(system());
        if let Some(id) = place.session {
            model.visit(id, place.seq);
        }
        let act = ctx.link().callback(Msg::Act);
        let relay = match &ctx.props().replay {
            Some(replay) => {
                model = replay.emit(model);
                None
            }
            None if model.archive.is_some() => None,
            None => {
                let mut url = ctx.props().socket_url.clone().or_else(document::socket_url);
                // It keeps a place for this page, and room for programs.
                if let (Some(url), Some(token)) = (&mut url, &model.token) {
                    url.push_str("?token=");
                    url.push_str(token);
                }
                let received = ctx.link().callback(Msg::Received);
                url.map(|url| Relay::connect(url, act.clone(), received))
            }
        };
        let app = App {
            model,
            act,
            relay,
            archive: None,
            dropped: None,
            dress: None,
            address: Address::new(place),
            pace: Pace::from_now(),
            told: Told::default(),
            focus: None,
            answering: Answering::default(),
            _listeners: listeners(ctx),
        };
        ctx.link().send_message(Msg::Frame);
        app
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let drawn_at_once = match msg {
            // What the relay sends is drawn with the next frame: many messages come between two.
            Msg::Received(received) => {
                let chunk = self.model.session.is_some();
                self.pace.received();
                let ups = self.model.hear(&received);
                self.tell(&ups);
                !chunk
            }
            Msg::Archive(received) => {
                let chunk = self.model.session.is_some();
                self.pace.received();
                let ups = self.model.hear_archive(*received);
                self.tell(&ups);
                !chunk
            }
            Msg::Dropped(file) => {
                self.relay = None;
                self.archive = None;
                let name = file.name();
                self.dropped = Some(file);
                self.apply(Action::OpenFile { name });
                self.open_archive(ctx);
                true
            }
            Msg::Act(action) => {
                if action == Action::Part(Part::Archive, Code::Here) {
                    self.model.parts[Part::Archive.index()] = Code::Here;
                    self.open_archive(ctx);
                }
                // A person who opens a question wants to answer it. Other actions may come before it is drawn.
                if matches!(&action, Action::Predict(..)) {
                    self.focus = Some(".predict input");
                }
                if matches!(&action, Action::Large(Some(_))) {
                    self.focus = Some(".shown textarea");
                }
                if action == Action::NavOpen(true) {
                    self.focus = Some(".curriculum .on");
                }
                self.apply(action);
                true
            }
            Msg::Frame => {
                self.pace.arrived(&mut self.model);
                true
            }
            Msg::Key(event) => {
                let action = document::with_key(&event, |key| keys::action(key, &self.model, &fetched::KEYS));
                let Some(action) = action else { return false };
                event.prevent_default();
                if self.answering.takes(&event.key()) {
                    return false;
                }
                self.focus = match &action {
                    Action::Edit(Edit::Open(true)) if self.model.ui.large => Some(".shown textarea"),
                    Action::Edit(Edit::Open(true)) => Some("textarea"),
                    Action::Large(Some(_)) => Some(".shown textarea"),
                    Action::NavOpen(false) => Some(".menu"),
                    Action::SelectTab(Tab::Lesson) if event.key().eq_ignore_ascii_case("b") => {
                        Some(".knob input, .knob select")
                    }
                    _ => None,
                };
                self.apply(action);
                true
            }
            Msg::Address => {
                let ups = address::visit(&mut self.model, document::place());
                self.tell(&ups);
                true
            }
            Msg::WriteAddress => {
                self.address.write();
                false
            }
        };
        self.settle(ctx, drawn_at_once);
        if drawn_at_once {
            self.pace.begins_drawing();
        }
        drawn_at_once
    }

    fn rendered(&mut self, _ctx: &Context<Self>, _first: bool) {
        self.pace.has_drawn();
        if let Some(css) = self.focus.take() {
            document::focus(css);
        }
        if let Some(views) = fetched::session_views::get() {
            (views.attend)(&mut self.answering, &self.model);
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let (model, act) = (&self.model, &self.act);
        let class = classes!(
            "page",
            model.present.then_some("present"),
            model.embed.map(Controls::class),
            model.ui.nav_open.then_some("nav-open"),
            (!model.has_side()).then_some("wide"),
            model.ui.whole.map(Whole::class),
            model.ui.reduced_motion.then_some("still"),
        );
        let style =
            ["--larger:", &(8 + model.ui.larger).to_string(), &model.sizes.style(model.present)].concat();
        html! {
            <div {class} {style}>
                { header::skip(model) }
                { header::view(model, act) }
                { status::view(model, act) }
                { nav::view(model, act) }
                { stage::view(model, act) }
                { if model.has_side() { side::view(model, act) } else { Html::default() } }
                { fetched::session(|views| views.transport, model, act) }
                { fetched::session(|views| views.help, model, act) }
                { self.dialogue(ctx) }
            </div>
        }
    }
}

impl App {
    /// What stands in front of all else.
    fn dialogue(&self, ctx: &Context<Self>) -> Html {
        let view = fetched::kept_view::get().filter(|_| self.model.ui.dialogue.is_some());
        view.map(|view| view(&self.model, &self.act, ctx.link().callback(Msg::Dropped))).unwrap_or_default()
    }

    fn apply(&mut self, action: Action) {
        // The keyboard goes back to where the dialogue was opened.
        if matches!(action, Action::Ask(None) | Action::Visit(_)) {
            self.focus = match self.model.ui.dialogue {
                Some(Dialogue::Share) => Some(".share-button"),
                _ => Some(".menu"),
            };
        }
        let kept = (self.model.lang, self.model.theme, self.model.sizes);
        if action == Action::OpenDoor {
            document::open_tab(fetched::door_url(&self.model));
        }
        if action == Action::Reload {
            document::reload();
        }
        let knobs = matches!(action, Action::SetKnob { .. } | Action::ResetKnobs | Action::SelectLesson(_));
        let ups = self.model.apply(action);
        self.tell(&ups);
        if knobs {
            kept::keep_knobs(&self.model);
        }
        if kept.0 != self.model.lang {
            kept::keep_language(self.model.lang);
        }
        if kept.1 != self.model.theme {
            kept::keep_theme(self.model.theme);
        }
        if kept.2 != self.model.sizes {
            kept::keep_sizes(&self.model.sizes);
        }
    }

    fn tell(&mut self, ups: &[Up]) {
        kept::keep_edits(&mut self.model.edits);
        kept::keep_figures(&mut self.model);
        if let Some(relay) = &self.relay {
            ups.iter().for_each(|up| relay.send(up));
        }
        if let Some(tell) = &self.archive {
            ups.iter().for_each(tell);
        }
        // Nothing that the relay could still say would be understood.
        if matches!(self.model.connection, ConnectionState::Refused(_)) {
            self.relay = None;
        }
    }

    /// Opens what is in place of a relay, once the code for it is here.
    fn open_archive(&mut self, ctx: &Context<Self>) {
        let (Some(open), Some(place)) = (fetched::archive(), self.model.archive.clone()) else { return };
        let file = self.dropped.take().map(web_sys::Blob::from);
        self.archive = Some(open(place, file, self.act.clone(), ctx.link().callback(Msg::Archive)));
        self.act.emit(Action::Connection(Connection::Opened));
    }

    /// Fetches the parts of the page that what is shown needs.
    fn fetch(&mut self) {
        for part in Part::ALL {
            if self.model.needs(part) && self.model.parts[part.index()] == Code::Away {
                self.apply(Action::Part(part, Code::Coming));
                let act = self.act.clone();
                spawn_local(async move {
                    let code = if fetched::fetch(part).await.is_ok() { Code::Here } else { Code::Failed };
                    act.emit(Action::Part(part, code));
                });
            }
        }
    }

    /// After a change: dresses the document, writes the address, and asks for the next frame where one is needed.
    fn settle(&mut self, ctx: &Context<Self>, drawn: bool) {
        self.fetch();
        self.told.tell(&self.model);
        let dress = Dress::of(&self.model);
        if self.dress.as_ref() != Some(&dress) {
            dress.wear();
            self.dress = Some(dress);
        }
        self.address.follow(&self.model, ctx.link().callback(|()| Msg::WriteAddress));
        self.pace.next(&mut self.model, drawn, ctx.link().callback(|()| Msg::Frame));
    }
}

/// Shows the page in the document's root.
pub fn mount(props: Props) {
    let root = browser::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id("app"));
    if let Some(root) = root {
        // What the page said while it was loading.
        root.set_inner_html("");
        yew::Renderer::<App>::with_root_and_props(root, props).render();
    }
}
