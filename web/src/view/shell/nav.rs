//! The curriculum: the lessons that there are, under their sections.

use crate::{
    i18n::{self, Message},
    model::{Action, Dialogue, Model},
    view::kit::buttons::click,
};
use socketscope_shared::lesson::{Lesson, Section};
use yew::prelude::*;

/// The curriculum.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    let groups = model.lessons.chunk_by(|a, b| a.section == b.section);
    html! {
        <nav class="curriculum" aria-label={i18n::CURRICULUM.get(model.lang)}>
            { for groups.map(|lessons| group(model, act, lessons)) }
            <button type="button" class="btn kept-runs" onclick={click(act, Action::Ask(Some(Dialogue::Kept)))}>
                { i18n::KEPT_RUNS.get(model.lang) }
            </button>
        </nav>
    }
}

fn group(model: &Model, act: &Callback<Action>, lessons: &[Lesson]) -> Html {
    let heading = lessons.first().map_or("", |lesson| section(lesson.section).get(model.lang));
    html! {
        <section>
            <h2>{ heading }</h2>
            { for lessons.iter().map(|lesson| entry(model, act, lesson)) }
        </section>
    }
}

fn entry(model: &Model, act: &Callback<Action>, lesson: &Lesson) -> Html {
    let on = model.lesson.as_deref() == Some(&lesson.id);
    let id = lesson.id.clone();
    html! {
        <button type="button" class={classes!("lesson", on.then_some("on"))} aria-current={on.then_some("page")}
            title={lesson.summary.get(model.lang).to_owned()} onclick={click(act, Action::SelectLesson(id))}>
            if let Some(place) = lesson.place() { <span class="number">{ place }</span>{ " " } }{ lesson.title.get(model.lang) }
        </button>
    }
}

fn section(section: Section) -> Message {
    match section {
        Section::Foundations => i18n::SECTION_FOUNDATIONS,
        Section::Sockets => i18n::SECTION_SOCKETS,
        Section::Waiting => i18n::SECTION_WAITING,
        Section::Multiplexing => i18n::SECTION_MULTIPLEXING,
        Section::Beyond => i18n::SECTION_BEYOND,
        Section::Own => i18n::SECTION_OWN,
    }
}
