//! What came of the lesson: its claims, its notes, what its runs cost, and the way to the next.

use crate::{
    i18n,
    model::{Action, Model},
    view::kit::{
        buttons::{button, click},
        figures,
    },
};
use socketscope_shared::{
    claims::{ClaimResult, Verdict},
    lesson::{Claim, Lesson},
};
use yew::prelude::*;

/// The results of its claims, what its runs cost, and its notes.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    let Some(lesson) = model.current_lesson() else { return Html::default() };
    html! {
        <>
            { claims(model, act, lesson) }{ figures::view(model, act) }{ notes(model, act, lesson) }
            { next(model, act) }
        </>
    }
}

/// The way to the lesson after this one.
fn next(model: &Model, act: &Callback<Action>) -> Html {
    let lang = model.lang;
    let next =
        model.neighbour_lesson(true).and_then(|id| model.lessons.iter().find(|lesson| lesson.id == id));
    let Some(lesson) = next else { return Html::default() };
    let mut name = lesson.title.get(lang).to_owned();
    if let Some(place) = lesson.place() {
        name = [place, " ", &name].concat();
    }
    let (text, help) = (i18n::next_lesson(lang, &name), i18n::NEXT_LESSON_HELP.get(lang));
    html! {
        <button type="button" class="btn next-lesson" title={help} onclick={click(act, Action::SelectLesson(lesson.id.clone()))}>
            { text }<kbd>{ "N" }</kbd>
        </button>
    }
}

fn claims(model: &Model, act: &Callback<Action>, lesson: &Lesson) -> Html {
    if lesson.claims.is_empty() {
        return Html::default();
    }
    let results = model.session.as_ref().map(|session| session.claims.as_slice()).unwrap_or_default();
    let mut claims: Vec<_> = lesson.claims.iter().zip(0..).map(|(c, at)| (c, results.get(at))).collect();
    // Claims that say nothing with these values come last.
    claims.sort_by_key(|(_, result)| result.is_some_and(|r| r.verdict == Verdict::NotApplicable));
    html! {
        <section>
            <h3 class="sec">{ i18n::CLAIMS.get(model.lang) }</h3>
            <ul class="claims">
                { for claims.iter().map(|(c, result)| claim(model, act, c, *result)) }
            </ul>
            if results.is_empty() {
                <p class="hint">{ i18n::CLAIMS_PENDING.get(model.lang) }</p>
            }
        </section>
    }
}

/// Evidence appears once the cursor has reached it: before, it would answer the lesson's questions.
fn told(model: &Model, result: &ClaimResult) -> bool {
    let Some(timeline) = model.session.as_ref().map(|session| &session.timeline) else { return false };
    let last = result.seqs.iter().max().copied().filter(|_| !result.at_end).unwrap_or(timeline.last_seq());
    match result.verdict {
        Verdict::NotYet => false,
        Verdict::NotApplicable => true,
        Verdict::Holds | Verdict::Fails => timeline.cursor() >= last,
    }
}

fn claim(model: &Model, act: &Callback<Action>, claim: &Claim, result: Option<&ClaimResult>) -> Html {
    let lang = model.lang;
    let (class, mark, name) = match result.map(|result| result.verdict) {
        Some(Verdict::Holds) => ("holds", "✓", i18n::CLAIM_HOLDS),
        Some(Verdict::Fails) => ("fails", "✗", i18n::CLAIM_BROKEN),
        Some(Verdict::NotApplicable) => ("na", "–", i18n::CLAIM_NA),
        Some(Verdict::NotYet) | None => ("open", "○", i18n::CLAIM_OPEN),
    };
    let shown = result.filter(|result| told(model, result));
    if model.keeps_verdicts() && result.is_some() && shown.is_none() {
        let later = i18n::CLAIM_VEILED.get(lang);
        // The veil hides what the claim says, too.
        let text = if model.veiled() {
            html! { <div class="hint">{ later }</div> }
        } else {
            html! { <div>{ claim.text.get(lang) }<small>{ later }</small></div> }
        };
        return html! {
            <li class="open">
                <i class="mark" role="img" aria-label={i18n::CLAIM_OPEN.get(lang)}>{ "○" }</i>{ text }
            </li>
        };
    }
    let open = result.is_some_and(|result| result.verdict == Verdict::NotYet)
        && model.session.as_ref().is_some_and(|session| session.live());
    let evidence = match shown {
        // The picture is complete and the claim is not: the log may still contradict it.
        _ if open => i18n::CLAIM_LATER.get(lang).to_owned(),
        shown => shown.map(|result| result.evidence.clone()).unwrap_or_default(),
    };
    let seen_at = result.and_then(|result| result.seqs.first().copied());
    html! {
        <li {class}>
            <i class="mark" role="img" aria-label={name.get(lang)} title={name.get(lang)}>{ mark }</i>
            <div>
                { claim.text.get(lang) }
                if !evidence.is_empty() || seen_at.is_some() {
                    <small>
                        { evidence }{ " " }
                        if let Some(seq) = seen_at {
                            { button("link", "→", &["#", &seq.to_string()].concat(), act, Action::Seek(seq)) }
                        }
                    </small>
                }
            </div>
        </li>
    }
}

/// The notes whose moments the cursor has passed, the latest first.
fn notes(model: &Model, act: &Callback<Action>, lesson: &Lesson) -> Html {
    let Some(session) = &model.session else { return Html::default() };
    let cursor = session.timeline.cursor();
    let passed = lesson.markers.iter().zip(&session.moments.markers);
    let mut notes = Vec::new();
    for (marker, found) in passed {
        let Some(seq) = found.returned.filter(|seq| *seq <= cursor) else { continue };
        let later = notes.partition_point(|(other, _)| *other >= seq);
        notes.insert(later, (seq, marker));
    }
    if notes.is_empty() {
        return Html::default();
    }
    let note = |(seq, marker): &(u64, &socketscope_shared::lesson::Marker)| {
        let seq = *seq;
        html! {
            <button type="button" class="note" onclick={click(act, Action::Seek(seq))}>{ marker.text.get(model.lang) }</button>
        }
    };
    html! {
        <section>
            <h3 class="sec">{ i18n::NOTES.get(model.lang) }</h3>
            <div class="notes">{ for notes.iter().map(note) }</div>
        </section>
    }
}
