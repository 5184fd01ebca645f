//! The bottom of the page: what happens at the cursor in a sentence, the transport bar, and the tracks.

use super::{held, split, tracks};
use crate::{
    geometry::tracks::moment_text,
    i18n,
    model::{Action, Model, SPEEDS, Session},
    view::kit::{
        browser,
        buttons::{button, click, toggle},
    },
};
use socketscope_shared::{clock::PlayState, words};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The offered speeds as texts.
const SPEED_TEXTS: [&str; SPEEDS.len()] = ["0.1×", "0.25×", "0.5×", "1×", "2×", "5×", "20×"];

/// The timeline.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    let lang = model.lang;
    html! {
        <section class="time" aria-label={i18n::TRANSPORT.get(model.lang)}>
            { split::time(model, act) }
            <div class="telling">
                { sentence(model) }
                { toggle(i18n::SNAP_HELP.get(lang), i18n::SNAP.get(lang), model.ui.snap_to_calls, act, Action::SnapToCalls(!model.ui.snap_to_calls)) }
                { skip_idle(model, act) }
            </div>
            { bar(model, act) }
            if !model.has_side() { { held::view(model, act) } }
            { tracks::view(model, act) }
        </section>
    }
}

/// The event at the cursor, or the one under the pointer.
fn sentence(model: &Model) -> Html {
    let Some(session) = &model.session else {
        let hint = if model.may_start() { i18n::NO_EVENTS.get(model.lang) } else { "" };
        return html! { <p class="sentence hint">{ hint }</p> };
    };
    let timeline = &session.timeline;
    let hovered = model.ui.hover.filter(|_| !model.present).and_then(|seq| {
        let event = timeline.log().get(seq)?;
        Some((seq, event, timeline.latest()))
    });
    let shown = || timeline.shown().map(|(seq, event)| (seq, event, timeline.before()));
    let is_hover = hovered.is_some();
    let Some((seq, event, before)) = hovered.or_else(shown) else {
        return html! { <p class="sentence hint"></p> };
    };
    let text = words::event(event, before, model.lang);
    html! {
        <p class={classes!("sentence", is_hover.then_some("hovered"))} aria-live={if is_hover { "off" } else { "polite" }}>
            <i class="seq">{ i18n::event_number(model.lang, &seq) }</i><span title={text.clone()}>{ text }</span>
        </p>
    }
}

fn bar(model: &Model, act: &Callback<Action>) -> Html {
    let lang = model.lang;
    let state = model.session.as_ref().map(|session| session.playback.state());
    let disabled = model.session.is_none();
    let step = i18n::STEP.get(lang);
    let control = |class: &'static str, title: i18n::Message, key: &str, text: Html, action: Action| {
        let name = title.get(lang);
        let hint = [name, " (", key, ")"].concat();
        // Who says what is on the button presses it.
        let name = if class.contains("step") { [step, ": ", name].concat() } else { name.to_owned() };
        html! {
            <button {class} type="button" {disabled} title={hint} aria-label={name} onclick={click(act, action)}>{ text }</button>
        }
    };
    let playing = state == Some(PlayState::Playing);
    let (play_title, play_text) = if playing {
        (i18n::PAUSE, html! { <><i aria-hidden="true">{ "❚❚" }</i>{ " " }{ i18n::PAUSE.get(lang) }</> })
    } else {
        (i18n::PLAY, html! { <><i aria-hidden="true">{ "▶" }</i>{ " " }{ i18n::PLAY.get(lang) }</> })
    };
    let play = if playing { Action::Pause } else { Action::Play };
    html! {
        <div class="bar">
            { control("btn icon", i18n::TO_START, "Home", html! { "|◀" }, Action::SeekStart) }
            { control("btn step-back", i18n::STEP_BACK, "←", html! { <>{ "◀ " }{ step }</> }, Action::Step { forward: false }) }
            { control("btn primary play", play_title, "Space", play_text, play) }
            { control("btn step-forward", i18n::STEP_FORWARD, "→", html! { <>{ step }{ " ▶" }</> }, Action::Step { forward: true }) }
            { control("btn icon", i18n::TO_END, "End", html! { "▶|" }, Action::SeekEnd) }
            { follow(model, act) }
            { model.session.as_ref().map(|session| place(model, session)).unwrap_or_default() }
            <span class="grow"></span>
            { speed(model, act) }
            { fit(model, act) }
        </div>
    }
}

fn follow(model: &Model, act: &Callback<Action>) -> Html {
    let Some(session) = model.session.as_ref().filter(|session| session.live()) else {
        return Html::default();
    };
    toggle(
        i18n::FOLLOW_HELP.get(model.lang),
        i18n::FOLLOW.get(model.lang),
        session.following(),
        act,
        Action::Follow,
    )
}

/// `step 9 / 41 · live · 42.2 ms`
fn place(model: &Model, session: &Session) -> Html {
    let lang = model.lang;
    let timeline = &session.timeline;
    let cursor = [timeline.cursor().to_string(), timeline.last_seq().to_string()].join("/");
    let [step, steps] =
        [session.steps.count_to(timeline.cursor()), session.steps.len()].map(|n| words::count(n as u64));
    let event = i18n::step_of(lang, &step, &steps);
    let state = if session.live() { i18n::STATE_LIVE } else { i18n::STATE_RECORDED };
    let time = moment_text(session.clock_ns());
    html! {
        <span class="place"><span class="event-of" data-cursor={cursor}>{ event }</span><span class="state-of">{ " · " }{ state.get(lang) }</span>{ " · " }<span class="time-of">{ time }</span></span>
    }
}

fn speed(model: &Model, act: &Callback<Action>) -> Html {
    let Some(session) = &model.session else { return Html::default() };
    let now = session.playback.speed();
    let act = act.clone();
    let onchange = move |event: Event| {
        browser::leave_field();
        let select = event.target_dyn_into::<HtmlSelectElement>();
        let index = select.and_then(|select| usize::try_from(select.selected_index()).ok());
        if let Some(speed) = index.and_then(|index| SPEEDS.get(index)) {
            act.emit(Action::SetSpeed(*speed));
        }
    };
    let option = |(speed, text): (&f32, &'static str)| {
        let on = (*speed - now).abs() < 1e-3;
        html! { <option selected={on}>{ text }</option> }
    };
    let name = i18n::SPEED.get(model.lang);
    html! { <select class="pill speed" aria-label={name} title={name} {onchange}>{ for SPEEDS.iter().zip(SPEED_TEXTS).map(option) }</select> }
}

fn skip_idle(model: &Model, act: &Callback<Action>) -> Html {
    let Some(session) = &model.session else { return Html::default() };
    let on = session.playback.skips_idle();
    toggle(
        i18n::SKIP_IDLE_HELP.get(model.lang),
        i18n::SKIP_IDLE.get(model.lang),
        on,
        act,
        Action::SkipIdle(!on),
    )
}

fn fit(model: &Model, act: &Callback<Action>) -> Html {
    let lang = model.lang;
    let zoomed = model.session.is_some() && model.ui.window.is_some();
    html! { if zoomed { { button("pill toggle", i18n::FIT_HELP.get(lang), i18n::FIT.get(lang), act, Action::SetWindow(None)) } } }
}
