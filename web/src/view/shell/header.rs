//! The top of the page: what is seen, whether it is live, and what can be done with all of it.

use super::document;
use crate::{
    i18n,
    keys::other_theme,
    model::{Action, Dialogue, Model, Session, Tab},
    view::kit::{
        buttons::{button, click},
        units::time_text,
    },
};
use socketscope_shared::{claims::Verdict, session::Network};
use yew::prelude::*;

/// The first stop of the keyboard: past the header, to what the page is about.
pub fn skip(model: &Model) -> Html {
    // The address after its # is the page's own.
    let onclick = |event: MouseEvent| {
        event.prevent_default();
        document::focus("#stage");
    };
    html! { <a class="skip" href="#stage" {onclick}>{ i18n::SKIP_TO_STAGE.get(model.lang) }</a> }
}

/// The header.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    let lang = model.lang;
    let nav_open = !model.ui.nav_open;
    html! {
        <header class="top">
            <button class="btn icon menu" type="button" aria-label={i18n::MENU.get(lang)}
                aria-expanded={(!nav_open).to_string()} onclick={click(act, Action::NavOpen(nav_open))}>{ "☰" }</button>
            <div class="logo"><i aria-hidden="true"></i><span>{ "Socketscope" }</span></div>
            { title(model) }
            { badge(model) }
            { claims(model, act) }
            <span class="grow"></span>
            { run(model, act) }
            <span class="rule"></span>
            <button class="btn" type="button" title={i18n::SWITCH_TO_THIS_LANGUAGE.get(lang.next())} lang={i18n::LANGUAGE_TAG.get(lang.next())}
                onclick={click(act, Action::SetLang(lang.next()))}>{ i18n::THIS_LANGUAGE.get(lang.next()) }</button>
            { button("btn icon share-button", i18n::SHARE.get(lang), "↗", act, Action::Ask(Some(Dialogue::Share))) }
            { button("btn icon", i18n::SWITCH_THEME.get(lang), "◐", act, Action::SetTheme(other_theme(model))) }
            { button("btn icon", i18n::KEYS.get(lang), "?", act, Action::Help(!model.ui.help)) }
            if !model.present { { button("btn icon", i18n::KEY_PANEL.get(lang), "◨", act, Action::SideOpen(!model.ui.side_open)) } }
            { present(model, act) }
        </header>
    }
}

fn title(model: &Model) -> Html {
    let Some(lesson) = model.current_lesson() else { return Html::default() };
    let other = lesson.title.get(model.lang.next());
    let numbered = lesson.place().is_some();
    let number = i18n::lesson_number(model.lang, &lesson.number);
    html! {
        <h1 title={lesson.title.get(model.lang).to_owned()}>
            { lesson.title.get(model.lang) }
            <small><span class="other-name">{ other }</span>if numbered { { " · " }{ number } }</small>
        </h1>
    }
}

fn badge(model: &Model) -> Html {
    let lang = model.lang;
    let Some(session) = &model.session else {
        let text = if model.starting { i18n::STARTING } else { i18n::READY };
        let shown = model.current_lesson().is_some();
        return html! { if shown { <span class="pill">{ text.get(lang) }</span> } };
    };
    if model.shows_recording() {
        let text = if model.starting { i18n::STARTING } else { i18n::RECORDED_FOR_LESSON };
        return html! { <span class="pill for-lesson" title={network(model, session)}>{ text.get(lang) }</span> };
    }
    let Some(info) = session.info() else {
        return html! { <span class="pill">{ i18n::STARTING.get(lang) }</span> };
    };
    let text = if session.live() {
        match info.network {
            Network::Own { .. } => i18n::LIVE.get(lang).to_owned(),
            Network::Shared { address, .. } => i18n::live_shared(lang, &dotted(address)),
        }
    } else {
        i18n::recorded(lang, &time_text(info.started_unix_ms))
    };
    let shared = matches!(info.network, Network::Shared { .. });
    html! {
        <>
            <span class={classes!("pill", session.live().then_some("live"))} title={network(model, session)}>
                <i class="dot" aria-hidden="true">{ "●" }</i><span class="badge-text">{ text }</span>
            </span>
            if shared {
                <span class="pill warn" title={network(model, session)}>{ i18n::SHARED_SHORT.get(lang) }</span>
            }
        </>
    }
}

/// Which network the session has, in a sentence.
pub fn network(model: &Model, session: &Session) -> String {
    let lang = model.lang;
    let Some(info) = session.info() else { return String::new() };
    let mut parts = Vec::new();
    match &info.network {
        Network::Own { mtu_bytes, offloads } => {
            parts.push(i18n::network_own(lang, &mtu_bytes));
            if *offloads {
                parts.push(i18n::NETWORK_OFFLOADS.get(lang).to_owned());
            }
        }
        Network::Shared { address, captured, reason } => {
            parts.push(i18n::network_shared(lang, &dotted(*address)));
            if !captured {
                parts.push(i18n::NOT_CAPTURED.get(lang).to_owned());
            }
            parts.push(reason.clone());
        }
    }
    parts.join(" · ")
}

fn dotted(address: [u8; 4]) -> String {
    address.map(|byte| byte.to_string()).join(".")
}

/// How the lesson's claims fared, once the session is over.
fn claims(model: &Model, act: &Callback<Action>) -> Html {
    let Some(session) = model.session.as_ref().filter(|session| !session.live()) else {
        return Html::default();
    };
    // It has its place before it is seen, so that nothing moves when it is.
    let kept = model.keeps_verdicts() && session.timeline.cursor() < session.timeline.last_seq();
    let count = |verdict: Verdict| session.claims.iter().filter(|c| c.verdict == verdict).count();
    let (held, broken) = (count(Verdict::Holds), count(Verdict::Fails));
    if held + broken == 0 {
        return Html::default();
    }
    let (class, mark, text, short) = if broken == 0 {
        ("pill good", "✓", i18n::claims_hold(model.lang, held as u64), held.to_string())
    } else {
        let all = held + broken;
        ("pill bad", "✗", i18n::claims_broken(model.lang, broken as u64, &all), format!("{broken}/{all}"))
    };
    html! {
        <button class={classes!(class, "claims-pill", kept.then_some("kept"))} type="button" title={text.clone()} data-short={short} onclick={click(act, Action::SelectTab(Tab::Lesson))}>
            { mark }{ " " }<span class="badge-text">{ text }</span>
        </button>
    }
}

fn run(model: &Model, act: &Callback<Action>) -> Html {
    if !model.may_run {
        return Html::default();
    }
    let lang = model.lang;
    let live = model.session.as_ref().is_some_and(Session::live);
    let again = model.session.is_some() && !model.shows_recording();
    let label = if again { i18n::RUN_AGAIN } else { i18n::RUN };
    let disabled = !model.may_start();
    let primary = if live || again { "btn" } else { "btn primary" };
    html! {
        <>
            if live {
                <button class="btn stop" type="button" disabled={!model.may_control()} onclick={click(act, Action::Stop)}>
                    <i aria-hidden="true">{ "■" }</i>{ " " }{ i18n::STOP.get(lang) }
                </button>
            }
            <button class={classes!(primary, "run")} type="button" {disabled} onclick={click(act, Action::Run { step_mode: false })}>
                <i aria-hidden="true">{ "▶" }</i>{ " " }{ label.get(lang) }<kbd>{ "R" }</kbd>
            </button>
            <button class="btn run-stepwise" type="button" {disabled} title={i18n::RUN_STEPWISE_HELP.get(lang)} onclick={click(act, Action::Run { step_mode: true })}>
                { i18n::RUN_STEPWISE.get(lang) }<kbd>{ "⇧R" }</kbd>
            </button>
        </>
    }
}

fn present(model: &Model, act: &Callback<Action>) -> Html {
    let on = !model.present;
    let text = if on { i18n::PRESENT } else { i18n::LEAVE_PRESENT };
    html! {
        <button class="btn present-button" type="button" aria-pressed={(!on).to_string()} onclick={click(act, Action::Present(on))}>
            { text.get(model.lang) }<kbd>{ "P" }</kbd>
        </button>
    }
}
