//! The runs that the relay keeps. What it holds is the relay's list, and no fact of a session: it is not in the model.

use super::{
    line::{self, How},
    relay::{self, Change, Problem},
    run::Run,
};
use crate::{i18n, model::Action};
use socketscope_shared::{Language, SessionId};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, File, HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// A knob of a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The lesson's id.
    pub lesson: String,
    /// Its own id.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Its value where nobody changed it.
    pub default: String,
}

/// What it is shown with.
#[derive(Debug, PartialEq, Properties)]
pub struct Props {
    /// Of the page.
    pub lang: Language,
    /// The relay's token; without it there is no list.
    pub token: Option<String>,
    /// The lessons' knobs.
    pub known: Vec<Known>,
    /// The session that is shown.
    pub shown: Option<SessionId>,
    /// Changes the page.
    pub act: Callback<Action>,
    /// Opens a recording from the person's disk.
    pub open: Callback<File>,
}

/// What is asked of it, or told to it.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The relay's answer.
    Listed(Result<Vec<Run>, Problem>),
    /// Shows a run.
    Open(SessionId),
    /// The name of this one is being written; of none.
    Naming(Option<String>),
    /// It is called this.
    Name(String, String),
    /// It stays, or not.
    Pin(String, bool),
    /// Removes it.
    Remove(String),
    /// Brings back what was removed last.
    Undo,
    /// A change was made, or not.
    Changed(String, Change, Result<(), Problem>),
}

/// The list.
#[derive(Debug, Default)]
pub struct List {
    /// None before the relay has answered.
    runs: Option<Vec<Run>>,
    problem: Option<Problem>,
    naming: Option<String>,
    /// What was removed last.
    removed: Option<Run>,
    /// Where the keyboard goes once this is drawn.
    focus: Option<String>,
    node: NodeRef,
}

impl Component for List {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        fetch(ctx);
        List::default()
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Listed(Ok(runs)) => self.runs = Some(runs),
            Msg::Listed(Err(problem)) => self.problem = Some(problem),
            Msg::Open(session) => ctx.props().act.emit(Action::Visit(session)),
            Msg::Naming(id) => {
                self.focus = match (&id, &self.naming) {
                    (Some(_), _) => Some(".naming input".into()),
                    (None, Some(id)) => Some(button_of(id, "rename")),
                    _ => None,
                };
                self.naming = id;
            }
            Msg::Name(id, name) => change(ctx, id, Change::Name(name)),
            Msg::Pin(id, on) => change(ctx, id, Change::Pinned(on)),
            Msg::Remove(id) => change(ctx, id, Change::Removed(true)),
            Msg::Undo => {
                if let Some(run) = &self.removed {
                    change(ctx, run.id.clone(), Change::Removed(false));
                }
            }
            Msg::Changed(id, change, done) => {
                self.problem = done.err();
                if self.problem.is_none() {
                    self.changed(&id, &change);
                }
                fetch(ctx);
            }
        }
        true
    }

    fn rendered(&mut self, _ctx: &Context<Self>, _first: bool) {
        let Some(css) = self.focus.take() else { return };
        let root = self.node.cast::<Element>();
        let found = root.and_then(|root| root.query_selector(&css).ok().flatten());
        if let Some(field) = found.as_ref().and_then(|found| found.dyn_ref::<HtmlInputElement>()) {
            field.select();
        }
        if let Some(element) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        html! {
            <div class="kept-list" ref={self.node.clone()}>
                <p class="hint">{ if props.token.is_some() { i18n::KEPT_HELP } else { i18n::KEPT_NO_LIST }.get(props.lang) }</p>
                <p>{ open_file(props) }</p>
                <div aria-live="polite">
                    if let Some(problem) = self.problem { <p class="note-bad">{ problem.get(props.lang) }</p> }
                    { self.undo(ctx) }
                </div>
                if props.token.is_some() { { self.runs(ctx) } }
            </div>
        }
    }
}

impl List {
    fn runs(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let Some(runs) = &self.runs else {
            let waits = self.problem.is_none();
            return html! { if waits { <p class="hint" role="status">{ i18n::KEPT_FETCHING.get(lang) }</p> } };
        };
        if runs.is_empty() {
            return html! { <p class="hint">{ i18n::KEPT_NONE.get(lang) }</p> };
        }
        let tell = ctx.link().callback(|msg: Msg| msg);
        let how = |run: &Run| How {
            lang,
            known: &ctx.props().known,
            shown: ctx.props().shown == Some(run.session),
            naming: self.naming.as_ref() == Some(&run.id),
            tell: &tell,
        };
        html! { <ul class="kept-runs-list">{ for runs.iter().map(|run| line::view(run, how(run))) }</ul> }
    }

    fn undo(&self, ctx: &Context<Self>) -> Html {
        let Some(run) = &self.removed else { return Html::default() };
        let lang = ctx.props().lang;
        let called = run.called(lang);
        let said = match run.older {
            true => i18n::kept_removed_older(lang, &called),
            false => i18n::kept_removed(lang, &called),
        };
        let onclick = ctx.link().callback(|_: MouseEvent| Msg::Undo);
        html! {
            <p class="removed">
                { said }{ " " }
                if !run.older { <button type="button" class="btn undo" {onclick}>{ i18n::KEPT_UNDO.get(lang) }</button> }
            </p>
        }
    }

    /// The relay made this change. What it lists then comes a moment later.
    fn changed(&mut self, id: &str, change: &Change) {
        let run = self.runs.iter_mut().flatten().find(|run| run.id == id);
        match change {
            Change::Name(_) => {
                self.naming = None;
                self.focus = Some(button_of(id, "rename"));
            }
            Change::Pinned(on) => {
                if let Some(run) = run {
                    run.pinned = *on;
                }
            }
            Change::Removed(true) => {
                self.removed = run.cloned();
                self.runs.iter_mut().for_each(|runs| runs.retain(|run| run.id != id));
                self.focus = Some(".undo".into());
            }
            Change::Removed(false) => {
                self.removed = None;
                self.focus = Some(".open-file".into());
            }
        }
    }
}

/// A button of a run's line.
fn button_of(id: &str, class: &str) -> String {
    ["[data-run='", id, "'] .", class].concat()
}

fn fetch(ctx: &Context<List>) {
    let Some(token) = ctx.props().token.clone() else { return };
    let link = ctx.link().clone();
    spawn_local(async move { link.send_message(Msg::Listed(relay::list(token).await)) });
}

fn change(ctx: &Context<List>, id: String, change: Change) {
    let Some(token) = ctx.props().token.clone() else { return };
    let link = ctx.link().clone();
    spawn_local(async move {
        let done = relay::change(token, id.clone(), change.clone()).await;
        link.send_message(Msg::Changed(id, change, done));
    });
}

/// Asks for a file, as if it had been dropped onto the page.
fn open_file(props: &Props) -> Html {
    let text = i18n::KEPT_OPEN_FILE.get(props.lang);
    let choose = |event: MouseEvent| {
        let button: Element = event.target_unchecked_into();
        let field = button.next_element_sibling().and_then(|next| next.dyn_into::<HtmlInputElement>().ok());
        field.inspect(|field| field.click());
    };
    let open = props.open.clone();
    let chosen = move |event: Event| {
        let field: HtmlInputElement = event.target_unchecked_into();
        if let Some(file) = field.files().and_then(|files| files.get(0)) {
            open.emit(file);
        }
        // The same file can be chosen again.
        field.set_value("");
    };
    html! {
        <>
            <button type="button" class="btn open-file" onclick={choose}>{ text }</button>
            <input type="file" hidden=true accept=".skrec" aria-label={text} onchange={chosen} />
        </>
    }
}
