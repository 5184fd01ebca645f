//! Imports and settings at a program's beginning, as one line: the code opens on what matters.

use crate::{
    geometry::{preamble::preamble, python},
    i18n,
    model::{Action, Model},
    view::kit::{
        buttons::click,
        code::{Fold, Line},
    },
};
use socketscope_shared::ActorId;
use yew::prelude::*;

/// Further down no line is looked at.
const MAX_LINES: usize = 100;
/// Nor past this, bytes.
const MAX_BYTES: usize = 20_000;

/// The fold of a program; `None` where there is nothing to fold, or where one of its lines is what matters.
pub fn of(model: &Model, act: &Callback<Action>, actor: ActorId, source: &str, at: &[Line]) -> Option<Fold> {
    let len: usize = source.split_inclusive('\n').take(MAX_LINES).map(str::len).sum();
    let beginning = source.get(..len).filter(|beginning| beginning.len() <= MAX_BYTES)?;
    let count = preamble(&python::lines(beginning)) as u32;
    if count == 0 || at.iter().any(|line| line.number <= count) {
        return None;
    }
    let open = model.ui.unfolded.contains(&actor);
    let (mark, help) = if open { ("▾ ", i18n::CODE_FOLD) } else { ("⋯ ", i18n::CODE_UNFOLD) };
    let text = i18n::code_folded(model.lang, &count);
    let onclick = click(act, Action::Unfold(actor, !open));
    // Where it has no room it ends with dots.
    let title = [&text, " · ", help.get(model.lang)].concat();
    let row = html! {
        <button type="button" class="fold" aria-expanded={open.to_string()} {title} {onclick}><span>{ mark }{ text }</span></button>
    };
    Some(Fold { hidden: if open { 0 } else { count }, row })
}
