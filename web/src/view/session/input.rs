//! What a program asked with `input()`, and the line for its answer.

use crate::{
    i18n,
    model::{Action, Asked, Model, Session},
    view::kit::answering::{self, Answering},
};
use socketscope_shared::{ActorId, Fact, Language, Op, Outcome};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

/// A question of `input()` as a terminal shows it: the prompt, and what was typed.
pub fn question(session: &Session, asked: Asked) -> Html {
    let log = session.timeline.log();
    let fact = |seq: u64| log.get(seq).map(|event| &event.fact);
    let prompt = match fact(asked.seq).and_then(Fact::call).map(|call| &call.op) {
        Some(Op::Input { prompt }) => prompt.as_str(),
        _ => "",
    };
    let answered = asked.answered.filter(|seq| *seq <= session.world().cursor);
    let line = match answered.and_then(fact) {
        Some(Fact::Returned { outcome: Outcome::Line { text }, .. }) => Some(text.as_str()),
        _ => None,
    };
    html! { <span class="asked" key={asked.seq}>{ prompt }if let Some(line) = line { <b>{ line }{ "\n" }</b> }</span> }
}

/// The field for lines to a program that has asked for one. It stays for as long as the program runs: as in a terminal,
/// what is typed before the next question waits for it.
pub fn answer(model: &Model, act: &Callback<Action>, session: &Session, actor: ActorId) -> Html {
    let questions = &session.questions;
    let asked = questions.at(actor, u64::MAX).last();
    let over = session.timeline.latest().actor(actor).is_none_or(|actor| actor.exit.is_some());
    let watches = questions.watches(actor);
    let waits = watches.is_some() || asked.is_some_and(|asked| asked.answered.is_none());
    match asked.map(|asked| asked.seq).or(watches).filter(|_| model.may_control() && !over) {
        Some(seq) => field(model.lang, actor, (seq, waits), session.actor_name(actor), act),
        None => Html::default(),
    }
}

fn field(
    lang: Language,
    actor: ActorId,
    (seq, waits): (u64, bool),
    name: &str,
    act: &Callback<Action>,
) -> Html {
    let onsubmit = act.reform(move |event: SubmitEvent| {
        event.prevent_default();
        let form = event.target_unchecked_into::<Element>();
        let field = form.query_selector("input").ok().flatten().and_then(|e| e.dyn_into().ok());
        let text = field.map(|field: HtmlInputElement| {
            let text = field.value();
            field.set_value("");
            text
        });
        Action::Input { actor, text: text.unwrap_or_default() }
    });
    let label = i18n::input_for(lang, &name);
    let hint = if waits { i18n::INPUT_HINT } else { i18n::INPUT_AHEAD };
    html! {
        <form class={classes!("answer-line", (!waits).then_some("ahead"))} {onsubmit}>
            <input type="text" data-asked={Answering::mark(actor, seq)} onkeydown={Callback::from(|event: KeyboardEvent| answering::turn(&event))} autocomplete="off" placeholder={hint.get(lang)} aria-label={label} maxlength="4096" />
        </form>
    }
}
