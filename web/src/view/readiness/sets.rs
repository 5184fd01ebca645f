//! The current call's sets: select's three, poll's list with what it answered, epoll's interest and ready lists.

use super::shown::Shown;
use crate::{i18n, view::kit::classes::classes_if};
use socketscope_shared::{
    Language, Op,
    readiness::{Cell, Kinds},
    words,
};
use std::fmt::Display;
use yew::prelude::*;

/// Descriptors of a set that are named.
const CHIPS: usize = 24;

/// A set by its count, in a language.
type Named = fn(Language, &dyn Display) -> String;

/// The sets of the current call.
pub fn view(shown: &Shown) -> Html {
    let Some((index, column)) = shown.layout.current(shown.matrix) else { return interest_now(shown) };
    let number = words::count(index as u64 + 1);
    let (lang, all) = (shown.model.lang, shown.layout.now());
    match shown.op(column) {
        Some(Op::Poll { .. }) => {
            let returned = column.returned_at(shown.cursor).is_some();
            let words = |cell: &Cell| match returned {
                true => Some(bits(cell)),
                false => Some([words::poll_events(cell.events), "…".to_owned()].join(" → ")),
            };
            let name = i18n::ready_poll_list(lang, &all.len());
            html! { <div class="sets one">{ list(shown, name, all.to_vec(), words) }</div> }
        }
        Some(Op::EpollWait { .. }) => {
            let asked = |cell: &Cell| Some(words::poll_events(cell.events));
            let found = |cell: &Cell| Some(words::poll_events(cell.revents));
            let ready: Vec<_> = all.iter().filter(|(_, cell)| !cell.ready.is_empty()).copied().collect();
            // What was watched when the call was made, and what it returned: neither is what the kernel has now.
            html! {
                <div class="sets two">
                    { list(shown, i18n::ready_interest_list(lang, &number, &all.len()), all.to_vec(), asked) }
                    if column.returned_at(shown.cursor).is_some() {
                        { list(shown, i18n::ready_ready_list(lang, &number, &ready.len()), ready, found) }
                    } else {
                        <div><small>{ i18n::ready_waits(lang, &number) }</small></div>
                    }
                </div>
            }
        }
        _ => {
            let set = |(name, kind): (Named, Kinds)| {
                let watched: Vec<_> = all.iter().filter(|(_, cell)| cell.watched.has(kind)).collect();
                let name = name(lang, &watched.len());
                // Each set says what it found by itself.
                let alone = |(row, cell): &(usize, Cell)| {
                    let ready = if cell.ready.has(kind) { kind } else { Kinds::default() };
                    (*row, Cell { ready, ..*cell })
                };
                list(shown, name, watched.into_iter().map(alone).collect(), |_| None)
            };
            let names = [i18n::ready_rlist, i18n::ready_wlist, i18n::ready_xlist];
            html! { <div class="sets">{ for names.into_iter().zip(Kinds::SETS).map(set) }</div> }
        }
    }
}

/// Before the first epoll_wait: what epoll_ctl has put on the list so far.
fn interest_now(shown: &Shown) -> Html {
    let all = shown.matrix.interest_at(shown.cursor);
    if all.is_empty() {
        return Html::default();
    }
    let name = i18n::ready_interest_now(shown.model.lang, &all.len());
    let asked = |cell: &Cell| Some(words::poll_events(cell.events));
    html! { <div class="sets one">{ list(shown, name, all, asked) }</div> }
}

/// `IN | OUT → IN`: events and revents.
pub fn bits(cell: &Cell) -> String {
    [words::poll_events(cell.events), words::poll_events(cell.revents)].join(" → ")
}

/// A box with its descriptors, and what is said about each.
fn list(
    shown: &Shown,
    name: String,
    all: Vec<(usize, Cell)>,
    words: impl Fn(&Cell) -> Option<String>,
) -> Html {
    let count = all.len();
    // Where not all are named, those are that are ready.
    let (ready, waiting): (Vec<_>, Vec<_>) = match count > CHIPS {
        true => all.into_iter().partition(|(_, cell)| !cell.ready.is_empty()),
        false => (all, Vec::new()),
    };
    let chip = |(row, cell): (usize, Cell)| {
        let fd = shown.matrix.rows().get(row).map(|row| row.fd);
        let ready = !cell.ready.is_empty();
        let class = classes_if(&[("cell", true), ("r", ready), ("off", cell.is_spent() && !ready)]);
        html! { <><i {class}>{ fd }</i>{ words(&cell).map(|words| html! { <code>{ words }</code> }) }</> }
    };
    html! {
        <div>
            <small>{ name }</small>
            if count == 0 { <small>{ "∅" }</small> }
            { for ready.into_iter().chain(waiting).take(CHIPS).map(chip) }
            if count > CHIPS { <small>{ "…" }</small> }
        </div>
    }
}
