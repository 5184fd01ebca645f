//! The last runs of two lessons side by side: the same clients, served in two ways.

use super::{buttons::click, units::time_text};
use crate::{
    i18n,
    model::{Action, Model, RunFigures},
};
use socketscope_shared::{
    lesson::{Knob, KnobKind, Lesson},
    words,
};
use yew::prelude::*;

/// The table, in the lessons that it is about.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    let (lang, id) = (model.lang, model.lesson.as_deref().unwrap_or_default());
    let Some([one, other]) = model.compared(id) else { return Html::default() };
    let lessons = [one, other];
    let runs = lessons.map(|lesson| model.figures.iter().find(|run| run.lesson == lesson.id));
    let head = |lesson: &Lesson| html! { <th class="number">{ &lesson.number }{ " " }{ lesson.title.get(lang) }</th> };
    let row = |name: &str, of: &dyn Fn(&RunFigures) -> Option<String>| {
        let cell = |run: Option<&RunFigures>| html! { <td class="number">{ run.and_then(of).unwrap_or_else(|| "–".into()) }</td> };
        html! { <tr><td>{ name.to_owned() }</td>{ for runs.map(cell) }</tr> }
    };
    let number = |knob: &&Knob| {
        matches!(knob.kind, KnobKind::Int { .. } | KnobKind::Milliseconds { .. } | KnobKind::Bool)
    };
    // What only one has explains its figures, too.
    let own = other.knobs.iter().filter(|knob| !one.knobs.iter().any(|known| known.id == knob.id));
    let knobs = one.knobs.iter().chain(own).filter(number);
    let knob = |knob: &Knob| {
        let value = |run: &RunFigures| {
            run.knobs.iter().find(|(id, _)| *id == knob.id).map(|(_, value)| match value.as_str() {
                "true" => i18n::ON.get(lang).to_owned(),
                "false" => i18n::OFF.get(lang).to_owned(),
                _ if matches!(knob.kind, KnobKind::Milliseconds { .. }) => {
                    [value, " ", i18n::UNIT_MS.get(lang)].concat()
                }
                _ => value.clone(),
            })
        };
        row(knob.label.get(lang), &value)
    };
    let missing = lessons.into_iter().zip(runs).filter(|(_, run)| run.is_none()).map(|(lesson, _)| {
        let text = i18n::figures_missing(lang, &lesson.number, &lesson.title.get(lang));
        match lesson.id == id {
            true => html! { <p class="hint">{ text }</p> },
            false => html! {
                <p class="hint"><button type="button" class="link" onclick={click(act, Action::SelectLesson(lesson.id.clone()))}>{ text }</button></p>
            },
        }
    });
    html! {
        <section class="sockets figures" title={i18n::COMPARE_CPU_HELP.get(lang)}>
            <h3>{ i18n::COMPARE_TITLE.get(lang) }</h3>
            <table>
                <thead><tr><td></td>{ for lessons.map(head) }</tr></thead>
                <tbody>
                    { row(i18n::COMPARE_WASTED.get(lang), &|run| Some(words::count(run.wasted))) }
                    { row(i18n::COMPARE_CPU.get(lang), &|run| Some(words::duration(run.cpu_ns))) }
                    { for knobs.map(knob) }
                    { row(i18n::FIGURES_WHEN.get(lang), &|run| Some(time_text(run.unix_ms))) }
                </tbody>
            </table>
            { for missing }
            <p class="hint">{ i18n::FIGURES_SOURCE.get(lang) }</p>
        </section>
    }
}
