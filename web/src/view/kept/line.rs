//! A kept run in the list.

use super::{
    list::{Known, Msg},
    relay,
    run::{Run, State},
};
use crate::{
    i18n::{self, Message},
    view::kit::{browser, units},
};
use socketscope_shared::{Language, words};
use web_sys::{HtmlInputElement, KeyboardEvent, SubmitEvent};
use yew::prelude::*;

/// How a list shows its runs.
#[derive(Clone, Copy)]
pub struct How<'a> {
    /// Of the page.
    pub lang: Language,
    /// The lessons' knobs.
    pub known: &'a [Known],
    /// Whether it is the one that is shown.
    pub shown: bool,
    /// Whether its name is being written.
    pub naming: bool,
    /// Hears what is asked.
    pub tell: &'a Callback<Msg>,
}

/// A run.
pub fn view(run: &Run, how: How<'_>) -> Html {
    let lang = how.lang;
    let title = run.title(lang);
    html! {
        <li class={classes!("kept-run", how.shown.then_some("on"))} key={run.id.clone()} data-run={run.id.clone()} aria-current={how.shown.then_some("true")}>
            <div class="what">
                if how.naming {
                    { naming(run, how) }
                } else if run.name.is_empty() {
                    <strong>{ title }</strong>
                } else {
                    <strong>{ &run.name }</strong>{ " " }<span class="of">{ title }</span>
                }
                if run.started_unix_ms > 0 { <time>{ units::time_text(run.started_unix_ms) }</time> }
                <small>{ facts(run, how) }</small>
                if let Some(state) = state(run.state) { <small class="state">{ state.get(lang) }</small> }
            </div>
            <div class="does">{ buttons(run, how) }</div>
        </li>
    }
}

/// `size = 4 · 41 events · 52 ms · 3 210 B`.
fn facts(run: &Run, how: How<'_>) -> String {
    let own = how.known.iter().filter(|knob| knob.lesson == run.lesson);
    let differ = own.filter_map(|knob| {
        let (_, value) = run.knobs.iter().find(|(id, value)| *id == knob.id && *value != knob.default)?;
        Some([&knob.label, " = ", value].concat())
    });
    let mut facts: Vec<String> = differ.collect();
    if run.shows() {
        facts.extend([i18n::kept_events(how.lang, run.events), words::duration(run.duration_ns)]);
    }
    facts.push(words::size(run.len_bytes));
    facts.join(" · ")
}

fn state(state: State) -> Option<Message> {
    match state {
        State::Whole => None,
        State::Recording => Some(i18n::KEPT_RUNNING),
        State::Cut => Some(i18n::KEPT_CUT),
        State::Damaged => Some(i18n::KEPT_DAMAGED),
        State::Nothing => Some(i18n::KEPT_NOTHING),
    }
}

fn buttons(run: &Run, how: How<'_>) -> Html {
    let lang = how.lang;
    let (shows, changes, pinned) = (run.shows(), run.changes(), run.pinned);
    // Each is named after its run: there are many of each.
    let named = |text: Message| [text.get(lang), ": ", &run.called(lang)].concat();
    let tell = |class: &'static str, text: Message, disabled: bool, pressed: Option<bool>, msg: Msg| {
        let onclick = how.tell.reform(move |_: MouseEvent| msg.clone());
        html! {
            <button type="button" class={classes!("btn", class, (pressed == Some(true)).then_some("on"))} {disabled} {onclick}
                aria-label={named(text)} aria-pressed={pressed.map(|on| on.to_string())}>{ text.get(lang) }</button>
        }
    };
    html! {
        <>
            { tell("open", i18n::KEPT_OPEN, !shows, None, Msg::Open(run.session)) }
            { tell("rename", i18n::KEPT_RENAME, !changes, None, Msg::Naming(Some(run.id.clone()))) }
            { tell("pin", i18n::KEPT_PIN, !changes, Some(pinned), Msg::Pin(run.id.clone(), !pinned)) }
            if shows {
                <a class="btn download" href={relay::file(&run.id)} download="" aria-label={named(i18n::KEPT_DOWNLOAD)}>
                    { i18n::KEPT_DOWNLOAD.get(lang) }
                </a>
            }
            { tell("delete", i18n::KEPT_DELETE, run.state == State::Recording, None, Msg::Remove(run.id.clone())) }
        </>
    }
}

/// The field for its name.
fn naming(run: &Run, how: How<'_>) -> Html {
    let (id, tell) = (run.id.clone(), how.tell.clone());
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        let form: web_sys::Element = event.target_unchecked_into();
        let field = form.query_selector("input").ok().flatten();
        let name = field.map(|field| wasm_bindgen::JsCast::unchecked_into::<HtmlInputElement>(field).value());
        tell.emit(Msg::Name(id.clone(), name.unwrap_or_default()));
    });
    let tell = how.tell.clone();
    // Escape leaves the field, not the list.
    let onkeydown = Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => event.stop_propagation(),
        "Escape" => {
            browser::leave(&event);
            tell.emit(Msg::Naming(None));
        }
        _ => {}
    });
    let lang = how.lang;
    html! {
        <form class="naming" {onsubmit}>
            <input type="text" maxlength="200" autocomplete="off" value={run.called(lang)} {onkeydown}
                aria-label={i18n::KEPT_NAME.get(lang)} />
            <button type="submit" class="btn primary">{ i18n::KEPT_SAVE.get(lang) }</button>
        </form>
    }
}
