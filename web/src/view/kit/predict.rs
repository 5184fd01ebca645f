//! A question before its moment, and what the log says after it.

use super::{browser, buttons::click, units};
use crate::{
    i18n,
    keys::RELEASE_KEYS,
    model::{Action, Guess, Model, Onward, Session},
};
use socketscope_shared::{Fact, Language, Outcome, lesson::Prediction, words};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A call that took longer has waited, ns.
const WAITED_NS: u64 = 1_000_000;
/// Letters of an answer that are kept.
const MAX_ANSWER: usize = 200;

/// The question whose moment comes next, or the answer of the one that has just passed.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    let Some(session) = &model.session else { return Html::default() };
    let Some(info) = session.info() else { return Html::default() };
    let Some(lesson) = model.lessons.iter().find(|lesson| lesson.id == info.lesson) else {
        return Html::default();
    };
    let (answered, open) = session.moments.asked_at(session.world().cursor);
    let guess =
        |index: usize| model.ui.guesses.iter().find(|(known, _)| *known == index).map(|(_, guess)| guess);
    // The next question comes as soon as it is asked; until then the last answer stays.
    let answered = answered.filter(|_| open.and_then(guess).is_none());
    let answer = answered.and_then(|index| {
        let seq = session.moments.predictions.get(index)?.returned?;
        Some(answer(model.lang, session, lesson.predictions.get(index)?, seq, guess(index)))
    });
    let question = open.and_then(|index| {
        let actor = session.moments.predictions.get(index)?.actor;
        let onward = match session.onward(actor) {
            Onward::Release(_) if !model.may_control() => Onward::Wait,
            onward => onward,
        };
        Some(question(model.lang, index, lesson.predictions.get(index)?, guess(index), onward, act))
    });
    html! { <>{ answer }{ question }</> }
}

fn question(
    lang: Language,
    index: usize,
    prediction: &Prediction,
    guess: Option<&Guess>,
    onward: Onward,
    act: &Callback<Action>,
) -> Html {
    let text = prediction.question.get(lang).to_owned();
    let Some(guess) = guess else {
        let onclick = click(act, Action::Predict(index, Guess::Said(String::new())));
        let key = match onward {
            Onward::Step => Some("→".to_owned()),
            Onward::Release(actor) => {
                RELEASE_KEYS.get(usize::from(actor.0)).map(|key| key.to_ascii_uppercase().to_string())
            }
            Onward::Wait => None,
        };
        let hint = key.map(|key| html! { <small>{ i18n::predict_hint(lang, &key) }</small> });
        return html! { <button class="btn ask" {onclick}>{ text }{ hint }</button> };
    };
    let Guess::Said(said) = guess else { return Html::default() };
    let oninput = act.reform(move |event: InputEvent| {
        let value = event.target_unchecked_into::<HtmlInputElement>().value();
        Action::Predict(index, Guess::Said(value.chars().take(MAX_ANSWER).collect()))
    });
    let next = match onward {
        Onward::Step => Action::Step { forward: true },
        Onward::Release(actor) => Action::Release(actor),
        Onward::Wait => Action::Follow,
    };
    let step = click(act, next.clone());
    let submit = act.reform(move |event: SubmitEvent| {
        event.prevent_default();
        browser::leave_field();
        next.clone()
    });
    html! {
        <form class="predict" onsubmit={submit} onkeydown={|event: KeyboardEvent| browser::escape(&event)}>
            <label>{ text }
                <input value={said.clone()} {oninput} placeholder={i18n::PREDICT_PLACEHOLDER.get(lang)} autocomplete="off" />
            </label>
            <button type="button" class="btn" onclick={step}>{ i18n::PREDICT_STEP.get(lang) }</button>
        </form>
    }
}

fn answer(
    lang: Language,
    session: &Session,
    prediction: &Prediction,
    seq: u64,
    guess: Option<&Guess>,
) -> Html {
    let Some(Fact::Returned { call, outcome, took_ns, .. }) =
        session.timeline.log().get(seq).map(|event| &event.fact)
    else {
        return Html::default();
    };
    let said = match guess {
        Some(Guess::Said(said)) if !said.trim().is_empty() => Some(said.trim()),
        _ => None,
    };
    let verdict = said.and_then(|said| right(said, outcome));
    let mark = match verdict {
        Some(true) => html! { <b class="right">{ "✓ " }{ i18n::PREDICT_RIGHT.get(lang) }</b> },
        Some(false) => html! { <b class="wrong">{ "✗ " }{ i18n::PREDICT_WRONG.get(lang) }</b> },
        None => Html::default(),
    };
    let fact = match outcome {
        Outcome::Received { data, .. } => {
            format!("{} · {}", units::bytes(data.len() as u64), socketscope_shared::bytes::visible(data, 24))
        }
        Outcome::WouldBlock => ["BlockingIOError · ", &words::outcome(call, outcome, lang)].concat(),
        other => words::outcome(call, other, lang),
    };
    let fact = match *took_ns {
        WAITED_NS.. => [&fact, " · ", &words::duration(*took_ns)].concat(),
        _ => fact,
    };
    let title = words::call_line(call, Some((outcome, *took_ns)), lang);
    html! {
        <p class="answer" title={title} aria-live="polite">
            <span>{ prediction.question.get(lang) }</span>
            <span class="mono">{ fact }</span>
            if let Some(said) = said { <span>{ i18n::predict_said(lang, &said) }</span> }
            { mark }
        </p>
    }
}

/// Whether an answer fits; `None` where that can't be told.
fn right(said: &str, outcome: &Outcome) -> Option<bool> {
    let number: Option<u64> = {
        let digits: String =
            said.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    let data: &[u8] = match outcome {
        Outcome::Received { data, .. } => data,
        Outcome::EndOfStream => &[],
        Outcome::Sent { len_bytes } => return number.map(|n| n == *len_bytes),
        _ => return None,
    };
    let quoted = said.trim_start_matches('b').trim_matches(['"', '\'']);
    Some(number == Some(data.len() as u64) || quoted.as_bytes() == data)
}

#[cfg(test)]
mod tests {
    use super::right;
    use socketscope_shared::Outcome;

    #[test]
    fn an_answer_is_a_length_or_the_bytes() {
        let outcome = Outcome::Received { data: b"hello world".to_vec(), from: None };
        for (said, fits) in [
            ("11", true),
            ("11 bytes", true),
            ("hello world", true),
            ("b\"hello world\"", true),
            ("5", false),
            ("hello", false),
        ] {
            assert_eq!(right(said, &outcome), Some(fits), "{said}");
        }
        assert_eq!(right("nothing", &Outcome::WouldBlock), None);
        assert_eq!(right("0", &Outcome::EndOfStream), Some(true));
    }
}
