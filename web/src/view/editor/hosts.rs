//! The field for the hosts of one's own programs: what is listed, what is wrong with it, and what the programs name.

use crate::{
    i18n,
    model::{Action, Model},
    view::kit::{browser, buttons::button},
};
use socketscope_shared::{lesson::KnobKind, words::hosts_problem};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// Lines that the field has by itself, and at most.
const ROWS: std::ops::RangeInclusive<usize> = 1..=8;

/// The field.
pub fn field(model: &Model, act: &Callback<Action>) -> Html {
    let lang = model.lang;
    let Some((knob, value)) = model.hosts_knob() else { return Html::default() };
    let set = {
        let id = knob.id.clone();
        move |value: String| Action::SetKnob { id: id.clone(), value }
    };
    let oninput = {
        let set = set.clone();
        act.reform(move |event: InputEvent| set(event.target_unchecked_into::<HtmlTextAreaElement>().value()))
    };
    // Enter makes a line here, where other knobs are done with it.
    let onkeydown = Callback::from(|event: KeyboardEvent| match event.key().as_str() {
        "Enter" => event.stop_propagation(),
        _ => browser::escape(&event),
    });
    let max = match knob.kind {
        KnobKind::Text { max_chars } => max_chars.to_string(),
        _ => String::new(),
    };
    let rows = value.split('\n').count().clamp(*ROWS.start(), *ROWS.end()).to_string();
    let error = model.hosts_error().map(|error| hosts_problem(&error, lang));
    let suggested = model.suggested_hosts();
    let add = |host: &String| {
        let lines = [value.trim_end(), host].into_iter().filter(|line| !line.is_empty());
        let with = lines.collect::<Vec<_>>().join("\n");
        button("link", &i18n::hosts_add(lang, host), &["+ ", host].concat(), act, set(with))
    };
    html! {
        <div class={classes!("knob", "hosts", (value != knob.default).then_some("changed"))} key={knob.id.clone()}>
            <label>
                <span class="knob-name">{ knob.label.get(lang) }</span>
                <textarea {rows} maxlength={max} spellcheck="false" autocomplete="off" placeholder="172.17.87.202"
                    aria-invalid={error.is_some().to_string()} value={value.to_owned()} {oninput} {onkeydown} />
            </label>
            if let Some(error) = error { <p class="note-bad" role="alert">{ error }</p> }
            if !suggested.is_empty() {
                <p class="suggested">{ i18n::HOSTS_SUGGESTED.get(lang) }{ " " }{ for suggested.iter().map(add) }</p>
            }
            <span class="knob-help">{ knob.help.get(lang) }</span>
        </div>
    }
}
