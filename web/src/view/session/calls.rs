//! The list of calls up to the cursor, and the sockets as they are now.

use super::sockets;
use crate::{
    geometry::{
        listing::{Listing, Row},
        rows::Rows,
    },
    i18n,
    model::{Action, Model, Pane, Session},
    view::kit::{
        buttons::click,
        classes::{call_class, classes_if},
        pane::{Measured, ScrollTo},
        units::px,
    },
};
use socketscope_shared::{
    Fact, Outcome,
    history::{CallRow, CallState},
    words,
};
use std::cell::RefCell;
use yew::prelude::*;

/// Height of a row in px, as in the style sheet.
const ROW_PX: f64 = 21.0;

thread_local! {
    /// Only a memo of the rows of the session in view.
    static LISTING: RefCell<Listing> = RefCell::default();
}

/// The list of calls up to the cursor, and the sockets as they are now.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    let Some(session) = &model.session else {
        return html! { <p class="empty">{ i18n::CALLS_EMPTY.get(model.lang) }</p> };
    };
    html! {
        <div class="calls-tab">
            { list(model, session, act) }
            { sockets::table(model, act) }
        </div>
    }
}

fn list(model: &Model, session: &Session, act: &Callback<Action>) -> Html {
    let (history, log) = (session.timeline.history(), session.timeline.log());
    let cursor = session.world().cursor;
    let seen = model.ui.panes.get(Pane::Calls);
    LISTING.with_borrow_mut(|listing| {
        listing.update(session.id, history, log);
        let all = listing.at(cursor);
        let rows = Rows::new(all.len(), ROW_PX, seen.height_px);
        let shown = session.timeline.shown().map(|(seq, _)| seq);
        // Between calls (at a segment, say) it is the last one that is current.
        let current = shown.and_then(|seq| listing.row_of(history, seq, cursor)).or(all.len().checked_sub(1));
        let scroll_to = current.map(|row| ScrollTo {
            key: cursor,
            view_px: rows.view_px,
            to_px: rows.reveal(row, seen.scroll_px),
        });
        let range = rows.seen(seen.scroll_px);
        let lines = range.clone().filter_map(|index| {
            let row = all.get(index)?;
            Some(line(model, session, history.calls().get(row.call)?, row, Some(index) == current, act))
        });
        let style = format!("height:{}px", px(rows.list_px()));
        let offset = format!("transform:translateY({}px)", px(rows.offset_px(seen.scroll_px)));
        html! {
            <Measured pane={Pane::Calls} class="calls" act={act.clone()} {scroll_to}>
                if all.is_empty() { <p class="empty">{ i18n::CALLS_EMPTY.get(model.lang) }</p> }
                <div {style}><div style={offset}>{ for lines }</div></div>
            </Measured>
        }
    })
}

fn line(
    model: &Model,
    session: &Session,
    call: &CallRow,
    row: &Row,
    current: bool,
    act: &Callback<Action>,
) -> Html {
    let lang = model.lang;
    let world = session.world();
    let Some((state, seq)) = call.at(world.cursor) else { return Html::default() };
    let Some(event) = session.timeline.log().get(seq) else { return Html::default() };
    let Some(made) = event.fact.call() else { return Html::default() };
    let (text, class) = match (&event.fact, state) {
        (Fact::Returned { outcome, .. }, _) if storm(session, call, row) > 1 => {
            let count = words::count(storm(session, call, row));
            let _ = outcome;
            (i18n::calls_storm(lang, &words::api_name(made), &count), "storm")
        }
        (Fact::Returned { outcome, took_ns, .. }, _) => {
            (words::call_line(made, Some((outcome, *took_ns)), lang), outcome_class(outcome))
        }
        (_, CallState::Held) => {
            (format!("{}  {}", words::arguments(made), i18n::CALLS_HELD.get(lang)), "held")
        }
        _ => (words::call_line(made, None, lang), "blocked"),
    };
    let ms = |ns: u64| format!("{}.{}", ns / 1_000_000, ns / 100_000 % 10);
    let time = if state == CallState::Held { "—".to_owned() } else { ms(row.at_ns) };
    let actor = words::actor_name(world, call.actor);
    let title = match state {
        CallState::Entered => words::blocked_reason(made, world, lang),
        CallState::Held => i18n::PROGRAM_HELD_HELP.get(lang).to_owned(),
        CallState::Returned => i18n::called_at(lang, &ms(made.start_ns)),
    };
    let onclick = click(act, Action::Seek(seq));
    let pointed = model.ui.hover == Some(seq);
    let classes =
        classes!("call", class, call_class(made, world), classes_if(&[("on", current), ("hover", pointed)]));
    html! {
        <button key={row.call} class={classes} {onclick} title={format!("{actor} {text}\n{title}")}
            aria-current={current.then_some("true")} data-seq={seq.to_string()}>
            <i>{ time }</i><span class="who">{ actor }</span><span class="what">{ text }</span>
        </button>
    }
}

fn storm(session: &Session, call: &CallRow, row: &Row) -> u64 {
    let actor = row.storm.and_then(|_| session.timeline.history().actor(call.actor));
    let cursor = session.world().cursor;
    let count = |actor: &socketscope_shared::history::ActorHistory| {
        let storm = actor.storms_at(cursor).get(row.storm?)?;
        Some(actor.storm_count(storm, cursor))
    };
    actor.and_then(count).unwrap_or(0)
}

fn outcome_class(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Failed { .. } => "error",
        Outcome::WouldBlock => "would-block",
        Outcome::Unfinished => "blocked",
        _ => "",
    }
}
