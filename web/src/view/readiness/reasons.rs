//! The side panel's readiness tab: why each descriptor of the current call is ready or not, and what the program did then.

use super::shown::Shown;
use crate::{
    i18n,
    model::{Action, Model},
    view::kit::{
        buttons::click,
        classes::{call_class, classes_if},
        figures,
    },
};
use socketscope_shared::{
    Fact, Op, SessionId,
    readiness::{Column, Kinds},
    words,
    words::{Source, why},
    world::World,
};
use std::{cell::RefCell, rc::Rc};
use yew::prelude::*;

/// Lines of a list at most.
const MAX_LINES: usize = 200;

thread_local! {
    /// Only a memo of the state in which a call returned.
    static WORLD: RefCell<Option<(SessionId, u64, Rc<World>)>> = const { RefCell::new(None) };
}

/// The tab.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    let lang = model.lang;
    let shown = Shown::of(model);
    let current = shown.as_ref().and_then(|shown| Some((shown, shown.layout.current(shown.matrix)?)));
    let Some((shown, (index, column))) = current else {
        return html! { <p class="empty">{ i18n::READY_EMPTY.get(lang) }</p> };
    };
    let number = words::count(index as u64 + 1);
    let returned = column.returned_at(shown.cursor);
    let set = prefix(shown).map_or(i18n::READY_SET, |_| i18n::READY_EVENT);
    let when = if returned.is_some() { i18n::ready_why } else { i18n::ready_why_not };
    html! {
        <div class="sockets-tab">
            <section class="sockets why">
                <h3>{ when(lang, &number) }</h3>
                <table>
                    <thead><tr><th>{ "fd" }</th><th>{ set.get(lang) }</th><th>{ i18n::READY_REASON.get(lang) }</th></tr></thead>
                    <tbody>{ for reasons(shown, returned) }</tbody>
                </table>
            </section>
            <section class="sockets">
                <h3>{ i18n::READY_LOOP.get(lang) }</h3>
                <div class="calls">{ for round(shown, index, column, act) }</div>
            </section>
            { figures::view(model, act) }
        </div>
    }
}

/// The prefix of poll's and epoll's event names; `None` for select, which has sets.
fn prefix(shown: &Shown) -> Option<&'static str> {
    match shown.layout.current(shown.matrix).and_then(|(_, column)| shown.op(column)) {
        Some(Op::Poll { .. }) => Some("POLL"),
        Some(Op::EpollWait { .. }) => Some("EPOLL"),
        _ => None,
    }
}

/// A row for each descriptor and what it was watched or ready for, those that are ready first.
fn reasons(shown: &Shown, returned: Option<u64>) -> Vec<Html> {
    let world = world_at(shown, returned.map_or(shown.cursor, |seq| shown.session.timeline.stop_of(seq)));
    let world = world.as_deref().unwrap_or(shown.session.world());
    let prefix = prefix(shown);
    let mut rows = Vec::new();
    for ready in [true, false] {
        for (row, cell) in shown.layout.now() {
            let Some(row) = shown.matrix.rows().get(*row) else { continue };
            let mut kinds = cell.watched;
            kinds.add(cell.ready);
            if cell.is_spent() {
                kinds.add(Kinds::READ);
            }
            let kinds = Kinds::EACH.into_iter().filter(|kind| kinds.has(*kind));
            for kind in kinds.filter(|kind| cell.ready.has(*kind) == ready) {
                if rows.len() >= MAX_LINES {
                    return rows;
                }
                let name = prefix.map_or(kind.letters(), |prefix| [prefix, kind.event_name()].concat());
                let why = why(world, row.socket, kind, cell, shown.model.lang);
                let source = match why.source {
                    Source::Kernel => i18n::FROM_KERNEL,
                    Source::Calls => i18n::FROM_CALLS,
                    Source::Inferred => i18n::FROM_SEGMENTS,
                };
                rows.push(html! {
                    <tr title={source.get(shown.model.lang)}>
                        <td class="mono">{ row.fd }</td>
                        <td><i class={classes_if(&[("cell", true), ("r", ready)])}>{ name }</i></td>
                        <td>{ why.text }</td>
                    </tr>
                });
            }
        }
    }
    rows
}

/// The state at a past place; `None` where that is where the cursor is.
fn world_at(shown: &Shown, seq: u64) -> Option<Rc<World>> {
    if seq >= shown.cursor {
        return None;
    }
    WORLD.with_borrow_mut(|memo| {
        let id = shown.session.id;
        if memo.as_ref().is_none_or(|(known, at, _)| (*known, *at) != (id, seq)) {
            *memo = Some((id, seq, Rc::new(shown.session.timeline.world_at(seq))));
        }
        memo.as_ref().map(|(.., world)| world.clone())
    })
}

/// The calls from the current one up to the next, the same thread's. While the current one waits, the previous round
/// is shown, too.
fn round(shown: &Shown, index: usize, column: &Column, act: &Callback<Action>) -> Vec<Html> {
    let Some(actor) = shown.session.timeline.history().actor(shown.actor) else { return Vec::new() };
    let columns = shown.matrix.columns();
    let before = index.checked_sub(1).filter(|before| columns[*before].lane == column.lane);
    let first = before.filter(|_| column.returned_at(shown.cursor).is_none()).unwrap_or(index);
    let seqs = actor.calls();
    let from = seqs.partition_point(|seq| *seq < columns[first].began);
    let to = seqs.partition_point(|seq| *seq <= shown.cursor);
    let (world, lang) = (shown.session.world(), shown.model.lang);
    let mut lines = Vec::new();
    for seq in seqs.get(from..to).unwrap_or_default().iter().copied() {
        let (text, class) = match shown.fact(seq) {
            Some(Fact::Returned { call, outcome, took_ns, .. }) if call.lane == column.lane => {
                (words::call_line(call, Some((outcome, *took_ns)), lang), call_class(call, world))
            }
            // One that was announced is explained when it returns, or while it waits.
            Some(Fact::Entered { call, .. })
                if call.lane == column.lane && seqs.get(to - 1) == Some(&seq) =>
            {
                (words::call_line(call, None, lang), None)
            }
            _ => continue,
        };
        if lines.len() == MAX_LINES {
            break;
        }
        let is = |nth: &usize| [Some(columns[*nth].began), columns[*nth].returned].contains(&Some(seq));
        let nth = (first..=index).find(is);
        let on = nth == Some(index);
        let onclick = click(act, Action::Seek(seq));
        lines.push(html! {
            <button class={classes!("call", class, on.then_some("on"))} {onclick}>
                <i>{ nth.map(|nth| ["#", &(nth + 1).to_string()].concat()) }</i><span class="what">{ text }</span>
            </button>
        });
    }
    lines
}
