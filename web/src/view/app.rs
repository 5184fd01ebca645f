//! The root: owns the model, applies actions, lets time pass, and lays the page out.

use super::{
    answering::Answering,
    browser::{self, Dress, Frame, Listener},
    header, later,
    listeners::{listeners, system},
    nav, side, stage, status,
};
use crate::{
    keys,
    model::{Action, ConnectionState, Edit, Model, Tab, Whole},
    part::{Code, Part},
    store::Relay,
    url::Place,
};
use gloo_timers::callback::Timeout;
use socketscope_shared::wire::Up;
use wasm_bindgen_futures::spawn_local;
use web_sys::KeyboardEvent;
use yew::prelude::*;

/// While a wait lasts, its duration is updated this often, in ms.
const WAIT_TICK_MS: u32 = 100;
/// The address follows the cursor after this many ms of rest.
const ADDRESS_MS: u32 = 300;
/// While events stream in, drawing takes only part of the time: a pause of this many times its duration follows. The
/// browser then lays out and paints, which takes about as long again.
const PAUSE_DRAWINGS: f64 = 5.0;
/// The longest such pause, ms.
const MAX_PAUSE_MS: f64 = 250.0;

/// The page.
pub struct App {
    model: Model,
    act: Callback<Action>,
    relay: Option<Relay>,
    dress: Option<Dress>,
    written: Place,
    frame: Option<Frame>,
    pause: Option<Timeout>,
    came: bool,
    streams: bool,
    wait: Option<Timeout>,
    address: Option<Timeout>,
    passed_ms: f64,
    began_drawing_ms: f64,
    may_draw_ms: f64,
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
        let place = browser::place();
        let mut model = Model {
            lang: browser::language(),
            theme: browser::theme(),
            token: browser::token(&place),
            knob_values: browser::knobs(place.lesson.as_deref()),
            lesson: place.lesson.clone(),
            edits: browser::edits(),
            figures: browser::figures(),
            recording_seq: place.seq,
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
            None => {
                let mut url = ctx.props().socket_url.clone().or_else(browser::socket_url);
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
            dress: None,
            written: place,
            frame: None,
            pause: None,
            came: false,
            streams: false,
            wait: None,
            address: None,
            passed_ms: browser::now_ms(),
            began_drawing_ms: 0.0,
            may_draw_ms: 0.0,
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
                self.came = true;
                let ups = self.model.hear(&received);
                self.tell(&ups);
                !chunk
            }
            Msg::Act(action) => {
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
                self.frame = None;
                self.pause = None;
                self.streams = std::mem::take(&mut self.came);
                self.wait = None;
                self.pass_time();
                true
            }
            Msg::Key(event) => {
                let action = browser::with_key(&event, |key| keys::action(key, &self.model));
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
                self.go(browser::place());
                true
            }
            Msg::WriteAddress => {
                self.address = None;
                browser::set_place(&self.written);
                false
            }
        };
        self.settle(ctx, drawn_at_once);
        if drawn_at_once {
            self.began_drawing_ms = browser::now_ms();
        }
        drawn_at_once
    }

    fn rendered(&mut self, _ctx: &Context<Self>, _first: bool) {
        let now_ms = browser::now_ms();
        let pause_ms = (now_ms - self.began_drawing_ms) * PAUSE_DRAWINGS;
        self.may_draw_ms = now_ms + pause_ms.min(MAX_PAUSE_MS);
        if let Some(css) = self.focus.take() {
            browser::focus(css);
        }
        if let Some(views) = later::session_views::get() {
            (views.attend)(&mut self.answering, &self.model);
        }
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        let (model, act) = (&self.model, &self.act);
        let class = classes!(
            "page",
            model.present.then_some("present"),
            model.ui.nav_open.then_some("nav-open"),
            (!model.has_side()).then_some("wide"),
            model.ui.whole.map(Whole::class),
            model.ui.reduced_motion.then_some("still"),
        );
        let style = ["--larger:", &(8 + model.ui.larger).to_string()].concat();
        html! {
            <div {class} {style}>
                { header::skip(model) }
                { header::view(model, act) }
                { status::view(model, act) }
                { nav::view(model, act) }
                { stage::view(model, act) }
                { if model.has_side() { side::view(model, act) } else { Html::default() } }
                { later::session(|views| views.transport, model, act) }
                { later::session(|views| views.help, model, act) }
            </div>
        }
    }
}

impl App {
    fn apply(&mut self, action: Action) {
        let kept = (self.model.lang, self.model.theme);
        if action == Action::OpenDoor {
            browser::open_tab(later::door_url(&self.model));
        }
        if action == Action::Reload {
            browser::reload();
        }
        let knobs = matches!(action, Action::SetKnob { .. } | Action::ResetKnobs | Action::SelectLesson(_));
        let ups = self.model.apply(action);
        self.tell(&ups);
        if knobs {
            browser::keep_knobs(&self.model);
        }
        if kept.0 != self.model.lang {
            browser::keep_language(self.model.lang);
        }
        if kept.1 != self.model.theme {
            browser::keep_theme(self.model.theme);
        }
    }

    fn tell(&mut self, ups: &[Up]) {
        browser::keep_edits(&mut self.model.edits);
        browser::keep_figures(&mut self.model);
        if let Some(relay) = &self.relay {
            ups.iter().for_each(|up| relay.send(up));
        }
        // Nothing that the relay could still say would be understood.
        if matches!(self.model.connection, ConnectionState::Refused(_)) {
            self.relay = None;
        }
    }

    fn pass_time(&mut self) {
        let now_ms = browser::now_ms();
        let dt_ms = now_ms - std::mem::replace(&mut self.passed_ms, now_ms);
        self.model.apply(Action::Tick { dt_ms });
    }

    /// Fetches the parts of the page that what is shown needs.
    fn fetch(&mut self) {
        for part in Part::ALL {
            if self.model.needs(part) && self.model.parts[part.index()] == Code::Away {
                self.apply(Action::Part(part, Code::Coming));
                let act = self.act.clone();
                spawn_local(async move {
                    let code = if later::fetch(part).await.is_ok() { Code::Here } else { Code::Failed };
                    act.emit(Action::Part(part, code));
                });
            }
        }
    }

    /// After a change: dresses the document, writes the address, and asks for the next frame where one is needed.
    fn settle(&mut self, ctx: &Context<Self>, drawn: bool) {
        self.fetch();
        let dress = Dress::of(&self.model);
        if self.dress.as_ref() != Some(&dress) {
            dress.wear();
            self.dress = Some(dress);
        }
        let place = self.place();
        if place != self.written {
            self.written = place;
            let link = ctx.link().clone();
            self.address = Some(Timeout::new(ADDRESS_MS, move || link.send_message(Msg::WriteAddress)));
        }
        let link = ctx.link().clone();
        if !drawn || self.model.moving() {
            if self.frame.is_none() && self.pause.is_none() {
                // Time that passed while nothing moved is not caught up with.
                if self.wait.is_none() {
                    self.pass_time();
                }
                let pause_ms = if self.streams { self.may_draw_ms - browser::now_ms() } else { 0.0 };
                if pause_ms >= 1.0 {
                    self.pause = Some(Timeout::new(pause_ms as u32, move || link.send_message(Msg::Frame)));
                } else {
                    self.frame = Frame::ask(move |_| link.send_message(Msg::Frame));
                }
            }
        } else if self.model.session.as_ref().is_some_and(|session| session.waiting()) {
            if self.wait.is_none() {
                self.wait = Some(Timeout::new(WAIT_TICK_MS, move || link.send_message(Msg::Frame)));
            }
        } else {
            self.frame = None;
            self.wait = None;
        }
    }

    /// What the address shall name: the session at the cursor, or at its live end; else the lesson.
    fn place(&self) -> Place {
        let model = &self.model;
        match &model.session {
            // Whoever follows the link has the same, and may run it.
            Some(session) if model.shows_recording() => Place {
                lesson: model.lesson.clone(),
                seq: (!session.at_beginning()).then(|| session.timeline.cursor()),
                ..Place::default()
            },
            Some(session) => Place {
                session: Some(session.id),
                seq: (!session.following() && !session.moving()).then(|| session.timeline.cursor()),
                ..Place::default()
            },
            None => Place { lesson: model.lesson.clone(), ..Place::default() },
        }
    }

    fn go(&mut self, place: Place) {
        let mut ups = Vec::new();
        if let Some(id) = place.session {
            ups = self.model.visit(id, place.seq);
        } else if let Some(lesson) = place.lesson {
            self.model.recording_seq = place.seq;
            ups = self.model.apply(Action::SelectLesson(lesson));
        }
        self.tell(&ups);
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
