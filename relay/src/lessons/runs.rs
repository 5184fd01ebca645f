//! Checks the runs that a lesson declares: each can be started, and differs from the others.

use super::{
    format::{File, FileRun},
    problem::{Problem, at, both_languages, name},
};
use socketscope_shared::lesson::{DeclaredRun, Lesson, knob_values};

/// Most runs of a lesson.
const MAX_RUNS: usize = 24;

pub(super) fn check(file: &File, lesson: &Lesson) -> Result<(), Problem> {
    let runs = lesson.runs.read().unwrap_or_default();
    if runs.len() > MAX_RUNS {
        let text = format!("{} runs: a lesson declares {MAX_RUNS} at most", runs.len());
        return Err(Problem { at: None, text });
    }
    for (place, run) in file.runs.iter().enumerate() {
        let earlier = &runs[..place];
        at(&run.id, |id| {
            name("run", id, earlier.iter().any(|other| other.id == *id))?;
            match id.contains(' ') {
                true => {
                    Err(format!("`{id}` has a space: `play --run` takes it as one word, so write a hyphen"))
                }
                false => Ok(()),
            }
        })?;
        at(&run.title, |title| both_languages("title", title))?;
        values(lesson, run)?;
        at(&run.id, |_| differs(lesson, &runs[place], earlier))?;
    }
    Ok(())
}

/// Each of its values is one that the knob takes.
fn values(lesson: &Lesson, run: &FileRun) -> Result<(), Problem> {
    run.set.iter().try_for_each(|(knob, value)| {
        at(value, |value| {
            knob_values(lesson, &[(knob.clone(), value.clone())]).map(drop).map_err(|e| e.to_string())
        })
    })
}

/// It is neither the run with nothing changed nor the same as an earlier one.
fn differs(lesson: &Lesson, run: &DeclaredRun, earlier: &[DeclaredRun]) -> Result<(), String> {
    let of = |set: &[(String, String)], held| knob_values(lesson, set).map(|values| (values, held)).ok();
    let (this, id) = (of(&run.set, run.held), &run.id);
    if this == of(&[], false) {
        return Err(format!("`{id}` changes nothing: set a knob to another value than its default"));
    }
    match earlier.iter().find(|other| of(&other.set, other.held) == this) {
        Some(other) => Err(format!("`{id}` is the same run as `{}`", other.id)),
        None => Ok(()),
    }
}
