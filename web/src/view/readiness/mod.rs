//! What select, poll and epoll_wait watched and returned, as a matrix.

pub mod reasons;
pub mod sets;
pub mod shown;

use self::shown::{DEFAULT_PX, Shown};
use crate::{
    geometry::{matrix::ROW_PX, rows::Rows},
    i18n,
    model::{Action, Model, Pane},
    view::kit::{
        buttons::{button, click},
        classes::classes_if,
        note,
        pane::{Measured, ScrollTo},
        predict, strips,
        units::px,
        views,
    },
};
use socketscope_shared::{
    Fact, Op, SocketId,
    readiness::{Cell, Column, Kinds},
    words,
    world::Role,
};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The matrix, where there is one.
pub fn card(model: &Model, act: &Callback<Action>) -> Html {
    let Some(shown) = Shown::of(model) else { return Html::default() };
    let lang = model.lang;
    let name = shown.matrix.columns().first().and_then(|column| shown.op(column)).map_or("", Op::name);
    // select has three sets, the others one list of bits.
    let sub = i18n::ready_sub(lang, &name);
    let bits = (name != "select")
        .then(|| html! { <p class="hint bits">{ &sub }{ " · " }{ i18n::READY_BITS.get(lang) }</p> });
    let mut legend = vec![("r", i18n::READY_READY), ("", i18n::READY_WATCHED), ("x", i18n::READY_ABSENT)];
    // EPOLLONESHOT is rare: its sign is explained where it is seen.
    if shown.layout.any(Cell::is_spent) {
        legend.push(("off", i18n::READY_SPENT));
    }
    let legend = legend.into_iter().map(
        |(class, text)| html! { <span><i class={classes!("cell", class)}></i>{ text.get(lang) }</span> },
    );
    html! {
        <section class="card matrix" aria-label={i18n::TAB_READINESS.get(lang)}>
            <h2>
                { views::switch(model, act) }
                if bits.is_none() { <small class="sub" title={sub.clone()}>{ &sub }</small> }
                <span class="grow"></span>
                <small class="legend">{ for legend }</small>
                { places(&shown, act) }
            </h2>
            { bits }
            { grid(&shown, act) }
            { sets::view(&shown) }
            { strips::all(model, shown.session, shown.actor, act) }
            <footer>{ note::view(model) }{ predict::view(model, act) }</footer>
        </section>
    }
}

/// Which call is current; to the next, the previous, or any.
fn places(shown: &Shown, act: &Callback<Action>) -> Html {
    let (lang, all) = (shown.model.lang, shown.matrix.columns().len());
    let nth = shown.layout.columns.end;
    let ends = shown.matrix.columns().first().zip(shown.matrix.columns().last());
    let (first, last) =
        ends.map_or((1, 1), |(first, last)| (first.began, last.returned.unwrap_or(last.began)));
    let slide = act.reform(|event: InputEvent| {
        Action::Seek(event.target_unchecked_into::<HtmlInputElement>().value().parse().unwrap_or(1))
    });
    let step = |text: &str, title: i18n::Message, to: usize| {
        button("", title.get(lang), text, act, shown.go(to.clamp(1, all) - 1))
    };
    html! {
        <span class="zoom">
            { step("‹", i18n::READY_PREVIOUS, nth.saturating_sub(1)) }
            <code>{ i18n::ready_of(lang, &words::count(nth as u64), &words::count(all as u64)) }</code>
            { step("›", i18n::READY_NEXT, nth + 1) }
            if all > 1 {
                <input type="range" min={first.to_string()} max={last.to_string()} value={shown.cursor.to_string()} oninput={slide}
                    aria-label={i18n::RULER_POSITION.get(lang)} />
            }
        </span>
    }
}

fn grid(shown: &Shown, act: &Callback<Action>) -> Html {
    let (layout, lang) = (&shown.layout, shown.model.lang);
    let seen = shown.model.ui.panes.get(Pane::Matrix);
    let view_px = if seen.height_px > 0.0 { seen.height_px } else { DEFAULT_PX.1 };
    let rows = Rows { count: layout.rows.len(), row_px: ROW_PX, view_px };
    let current = layout.columns.end.saturating_sub(1);
    // Of many rows, those are brought into view that the current call found ready.
    let found = layout.now().iter().find(|(_, cell)| !cell.ready.is_empty());
    let place = found.map(|(row, _)| layout.rows.partition_point(|known| known < row));
    let scroll_to = place.map(|place| ScrollTo {
        key: current as u64,
        view_px,
        to_px: rows.reveal(place, seen.scroll_px),
    });
    let heads = layout.columns.clone().map(|index| {
        let onclick = {
            let go = shown.go(index);
            click(act, go)
        };
        let number = words::count(index as u64 + 1);
        html! { <button class={classes_if(&[("on", index == current)])} {onclick}>{ number }</button> }
    });
    let line = |place: usize| {
        let row = layout.rows[place];
        let cells = layout.columns.clone().map(|column| {
            let off = i18n::READY_OFF.get(lang);
            cell(layout.cell(column, row), column == current, off)
        });
        html! { <div class="mx">{ name(shown, row) }{ for cells }</div> }
    };
    let feet = layout
        .columns
        .clone()
        .map(|index| html! { <i>{ shown.matrix.columns().get(index).map(|c| took(shown, c)) }</i> });
    let style = ["height:", &px(rows.list_px()), "px"].concat();
    let offset = ["transform:translateY(", &px(rows.offset_px(seen.scroll_px)), "px)"].concat();
    html! {
        <>
            <div class="mx heads"><b></b>{ for heads }</div>
            <Measured pane={Pane::Matrix} class="mx-rows" act={act.clone()} {scroll_to}>
                if layout.columns.is_empty() { <p class="empty">{ i18n::READY_EMPTY.get(lang) }</p> }
                <div {style}><div style={offset}>{ for rows.seen(seen.scroll_px).map(line) }</div></div>
            </Measured>
            <div class="mx feet" title={i18n::FROM_CALLS.get(lang)}><b>{ i18n::READY_BLOCKED.get(lang) }</b>{ for feet }</div>
        </>
    }
}

/// `fd 5` and what it is: `listen`, or who is at the other end.
fn name(shown: &Shown, row: usize) -> Html {
    let Some(row) = shown.matrix.rows().get(row) else { return Html::default() };
    html! { <b>{ ["fd ", &row.fd.to_string()].concat() }<small>{ row.socket.map(|id| what(shown, id)) }</small></b> }
}

fn what(shown: &Shown, id: SocketId) -> String {
    let world = shown.session.world();
    match world.socket(id).map(|socket| (socket.role, socket.end)) {
        Some((Role::Listening { .. }, _)) => "listen".into(),
        Some((_, Some((connection, side)))) => {
            words::side_name(world, connection, side.other(), shown.model.lang)
        }
        _ => String::new(),
    }
}

/// Its letters, and in poll's and epoll's own words what was asked and answered. What waits says for what, where that is
/// more than reading. `off`: EPOLLONESHOT reported it once and watches it no more.
fn cell(cell: Option<Cell>, current: bool, off: &'static str) -> Html {
    let ready = cell.is_some_and(|cell| !cell.ready.is_empty());
    let spent = cell.is_some_and(|cell| cell.is_spent() && !ready);
    let text = cell.map(|cell| match cell.ready.is_empty() {
        true if spent => off.to_owned(),
        true if cell.watched.has(Kinds::WRITE) || cell.watched.has(Kinds::EXCEPT) => cell.watched.letters(),
        true => String::new(),
        false => cell.ready.letters(),
    });
    let bits = cell.filter(|cell| cell.events | cell.revents != 0).map(|cell| sets::bits(&cell));
    html! { <i class={classes_if(&[("cell", true), ("r", ready), ("x", cell.is_none()), ("off", spent), ("now", current)])} title={bits}>{ text }</i> }
}

/// How long a call took, or has been waiting.
fn took(shown: &Shown, column: &Column) -> String {
    match column.returned_at(shown.cursor).and_then(|seq| shown.fact(seq)) {
        Some(Fact::Returned { took_ns, .. }) => words::duration(*took_ns),
        _ => "…".into(),
    }
}
