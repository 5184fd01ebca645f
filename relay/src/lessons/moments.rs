//! Checks markers, predictions and claims: what they name exists, and their conditions can be met and missed.

use super::{
    format::File,
    problem::{Checked, Problem, at, both_languages, scope},
};
use socketscope_shared::{
    claims::arguments::{Argument, unknown},
    lesson::{Condition, Knob, KnobKind, Lesson, knob_values},
};
use toml::Spanned;

pub(super) fn check(file: &File, lesson: &Lesson) -> Result<(), Problem> {
    let scope = scope(lesson);
    for marker in &file.markers {
        at(&marker.after, |moment| moment.fits(&scope))?;
        at(&marker.text, |text| both_languages("text", text))?;
        conditions(lesson, &marker.only_if)?;
    }
    for prediction in &file.predictions {
        at(&prediction.before, |moment| moment.fits(&scope))?;
        at(&prediction.question, |text| both_languages("question", text))?;
        conditions(lesson, &prediction.only_if)?;
    }
    for claim in &file.claims {
        at(&claim.text, |text| both_languages("text", text))?;
        at(&claim.check, |check| check.fits(&scope))?;
        conditions(lesson, &claim.only_if)?;
    }
    Ok(())
}

fn conditions(lesson: &Lesson, all: &[Spanned<Condition>]) -> Result<(), Problem> {
    all.iter().try_for_each(|item| at(item, |condition| fits(lesson, condition)))
}

fn fits(lesson: &Lesson, condition: &Condition) -> Checked {
    let Some(id) = condition.knob() else { return Ok(()) };
    let Some(knob) = lesson.knobs.iter().find(|knob| knob.id == id) else {
        return Err(format!(
            "`only_if`: {}",
            unknown("knob", id, lesson.knobs.iter().map(|k| k.id.as_str()))
        ));
    };
    match condition {
        Condition::Is { value, .. } | Condition::IsNot { value, .. } => is_value(lesson, knob, value),
        Condition::AtLeast { value, .. } => bound(knob, *value, true),
        Condition::AtMost { value, .. } => bound(knob, *value, false),
        Condition::FreeRun => Ok(()),
    }
}

/// A value that the knob takes, in the form in which runs have it.
fn is_value(lesson: &Lesson, knob: &Knob, value: &str) -> Checked {
    let set = knob_values(lesson, &[(knob.id.clone(), value.to_owned())]);
    let values = set.map_err(|e| format!("`only_if` can never decide: {e}"))?;
    match values.iter().find(|(id, _)| *id == knob.id) {
        Some((_, normal)) if normal != value => {
            Err(format!("`only_if` can never decide: write `{value}` as `{normal}`"))
        }
        _ => Ok(()),
    }
}

/// A bound on a number, that some of the knob's values are inside and others not.
fn bound(knob: &Knob, value: i64, at_least: bool) -> Checked {
    let id = &knob.id;
    let (min, max) = match knob.kind {
        KnobKind::Int { min, max } => (min, max),
        KnobKind::Milliseconds { max } => (0, max.into()),
        KnobKind::Bool | KnobKind::Choice { .. } | KnobKind::Text { .. } => {
            return Err(format!("`{id}` is no number: only `is` and `is-not` can ask for it"));
        }
    };
    let (decides, from, to) = if at_least {
        (min < value && value <= max, min.saturating_add(1), max)
    } else {
        (min <= value && value < max, min, max.saturating_sub(1))
    };
    match decides {
        true => Ok(()),
        false => Err(format!(
            "`{id}` is from {min} to {max}, so that this is always or never so: give a value from {from} to {to}"
        )),
    }
}
