//! The knobs of a lesson; where there is no relay, its recorded runs.

use crate::{
    i18n,
    model::{Action, Model},
    view::kit::{
        browser,
        buttons::{button, click},
    },
};
use socketscope_shared::{
    SessionId,
    lesson::{Knob, KnobKind, KnobTarget, Lesson},
};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// The field for hosts, where there may be one: it belongs to another part of the page.
pub type Hosts = Option<fn(&Model, &Callback<Action>) -> Html>;

/// What can be chosen for the next run, or which run.
pub fn view(model: &Model, act: &Callback<Action>, hosts: Hosts) -> Html {
    match model.current_lesson() {
        None => Html::default(),
        Some(lesson) if model.archive.is_some() => runs(model, act, lesson),
        Some(lesson) => knobs(model, act, lesson, hosts),
    }
}

/// Without a relay: which runs are recorded, and how to make others.
fn runs(model: &Model, act: &Callback<Action>, lesson: &Lesson) -> Html {
    let lang = model.lang;
    let shown = model.session.as_ref().map(|session| session.id);
    let run = |id: SessionId, title: &str| {
        let on = shown == Some(id);
        html! { <li><button class={classes!("link", on.then_some("on"))} type="button" aria-pressed={on.to_string()} onclick={click(act, Action::ShowRun(id))}>{ title.to_owned() }</button></li> }
    };
    let others = model.recorded_runs();
    html! {
        <>
            if let Some(first) = lesson.recording.filter(|_| !others.is_empty()) {
                <section class="runs">
                    <h3 class="sec">{ i18n::RECORDING_RUNS.get(lang) }</h3>
                    <ul>
                        { run(first, i18n::RECORDING_RUN_DEFAULT.get(lang)) }
                        { for others.iter().filter_map(|other| Some(run(other.recording?, other.title.get(lang)))) }
                    </ul>
                </section>
            }
            <section class="yourself">
                <h3 class="sec">{ i18n::RUN_YOURSELF.get(lang) }</h3>
                <p class="hint">{ i18n::RUN_YOURSELF_HELP.get(lang) }{ " " }<code>{ "cargo xtask run" }</code></p>
            </section>
        </>
    }
}

fn knobs(model: &Model, act: &Callback<Action>, lesson: &Lesson, hosts: Hosts) -> Html {
    if lesson.knobs.is_empty() {
        return Html::default();
    }
    let lang = model.lang;
    let reset = i18n::RESET.get(lang);
    html! {
        <section>
            <h3 class="sec">
                { i18n::KNOBS.get(lang) }<span class="grow"></span>
                if !model.knob_values.is_empty() {
                    { button("link", reset, reset, act, Action::ResetKnobs) }
                }
            </h3>
            <div class="knobs" onkeydown={|event: KeyboardEvent| browser::leave(&event)}>{ for lesson.knobs.iter().map(|knob| field(model, act, knob, hosts)) }</div>
            if model.session.is_some() {
                <p class="hint">{ i18n::KNOBS_NEXT.get(lang) }</p>
            }
        </section>
    }
}

fn field(model: &Model, act: &Callback<Action>, knob: &Knob, hosts: Hosts) -> Html {
    if knob.target == KnobTarget::Hosts
        && let Some(hosts) = hosts
    {
        return hosts(model, act);
    }
    let lang = model.lang;
    let help = knob.help.get(lang).to_owned();
    let changed = (model.knob_value(knob) != knob.default).then_some("changed");
    html! {
        <label class={classes!("knob", changed)} title={help.clone()} key={knob.id.clone()}>
            <span class="knob-name">{ knob.label.get(lang) }</span>
            { input(model, act, knob) }
            if !help.is_empty() {
                <span class="knob-help">{ help }</span>
            }
        </label>
    }
}

fn input(model: &Model, act: &Callback<Action>, knob: &Knob) -> Html {
    let value = model.knob_value(knob).to_owned();
    let set = {
        let (act, id) = (act.clone(), knob.id.clone());
        Callback::from(move |value: String| act.emit(Action::SetKnob { id: id.clone(), value }))
    };
    let typed = {
        let set = set.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                set.emit(input.value());
            }
        })
    };
    match &knob.kind {
        KnobKind::Int { min, max } => html! {
            <input type="number" min={min.to_string()} max={max.to_string()} step="1" {value} oninput={typed} />
        },
        KnobKind::Milliseconds { max } => html! {
            <span class="with-unit">
                <input type="number" min="0" max={max.to_string()} step="1" {value} oninput={typed} />
                <i>{ i18n::UNIT_MS.get(model.lang) }</i>
            </span>
        },
        KnobKind::Bool => {
            let on = value == "true";
            let onchange = Callback::from(move |_: Event| set.emit((!on).to_string()));
            let text = if on { i18n::ON } else { i18n::OFF };
            html! { <span class="with-unit"><input type="checkbox" checked={on} {onchange} /><i>{ text.get(model.lang) }</i></span> }
        }
        KnobKind::Choice { values } => {
            let onchange = Callback::from(move |event: Event| {
                if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                    set.emit(select.value());
                }
            });
            let option = |choice: &String| {
                html! { <option value={choice.clone()} selected={*choice == value}>{ choice.clone() }</option> }
            };
            html! { <select {onchange}>{ for values.iter().map(option) }</select> }
        }
        KnobKind::Text { max_chars } => html! {
            <input type="text" maxlength={max_chars.to_string()} {value} oninput={typed} />
        },
    }
}
