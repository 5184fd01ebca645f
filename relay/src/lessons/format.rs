//! `lesson.toml` as written, and the lesson that it makes.

use super::{Folder, LessonError, check};
use serde::Deserialize;
use socketscope_shared::{
    Text,
    framing::Framing,
    lesson::{
        Axis, Claim, Contrast, Door, Knob, Lesson, Marker, Prediction, Program, Section, StartWhen, View,
        assign,
    },
};
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub number: Spanned<String>,
    #[serde(default = "own")]
    pub section: Section,
    pub title: Spanned<Text>,
    pub summary: Spanned<Text>,
    pub framing: Option<Spanned<Framing>>,
    pub view: Option<View>,
    #[serde(default)]
    pub axis: Axis,
    #[serde(default)]
    pub doors: Vec<Spanned<Door>>,
    pub contrast: Option<Spanned<Contrast>>,
    pub programs: Vec<Spanned<FileProgram>>,
    #[serde(default)]
    pub knobs: Vec<Spanned<Knob>>,
    #[serde(default)]
    pub markers: Vec<Spanned<Marker>>,
    #[serde(default)]
    pub predictions: Vec<Spanned<Prediction>>,
    #[serde(default)]
    pub claims: Vec<Spanned<Claim>>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileProgram {
    pub actor: String,
    pub file: String,
    #[serde(default)]
    pub start: StartWhen,
    /// Numbers that variables of its text have, where programs share a file.
    #[serde(default)]
    pub set: BTreeMap<String, i64>,
}

fn own() -> Section {
    Section::Own
}

/// The lesson of a folder, checked.
pub(super) fn read(folder: &Folder) -> Result<Lesson, LessonError> {
    let file: File = toml::from_str(&folder.description).map_err(|e| {
        let line = e.span().map(|span| line_of(&folder.description, span.start));
        let hint = "see docs/lessons.md for the fields";
        folder.error("lesson.toml", line, format!("{}; {hint}", e.message().replace('\n', "; ")))
    })?;
    let lesson = Lesson {
        id: folder.id.clone(),
        number: file.number.get_ref().clone(),
        section: file.section,
        title: file.title.get_ref().clone(),
        summary: file.summary.get_ref().clone(),
        programs: programs(folder, &file)?,
        knobs: plain(&file.knobs),
        framing: file.framing.as_ref().map(|f| f.get_ref().clone()).unwrap_or_default(),
        view: file.view,
        axis: file.axis,
        doors: plain(&file.doors),
        contrast: file.contrast.as_ref().map(|c| c.get_ref().clone()),
        markers: plain(&file.markers),
        predictions: plain(&file.predictions),
        claims: plain(&file.claims),
    };
    check::check(&file, &lesson).map_err(|problem| {
        let line = problem.at.map(|at| line_of(&folder.description, at));
        folder.error("lesson.toml", line, problem.text)
    })?;
    Ok(lesson)
}

fn plain<T: Clone>(items: &[Spanned<T>]) -> Vec<T> {
    items.iter().map(|item| item.get_ref().clone()).collect()
}

fn programs(folder: &Folder, file: &File) -> Result<Vec<Program>, LessonError> {
    let program = |spanned: &Spanned<FileProgram>| {
        let FileProgram { actor, file, start, set } = spanned.get_ref().clone();
        let line = line_of(&folder.description, spanned.span().start);
        let Some((_, source)) = folder.programs.iter().find(|(name, _)| *name == file) else {
            let problem = format!(
                "there is no `{file}` beside this file: write it, or correct the name (it ends in .py)"
            );
            return Err(folder.error("lesson.toml", Some(line), problem));
        };
        let mut source = source.clone();
        for (name, value) in set {
            if !assign(&mut source, &name, &value.to_string()) {
                let problem =
                    format!("`{file}` has no line `{name} = …`: add it, or correct the name in `set`");
                return Err(folder.error("lesson.toml", Some(line), problem));
            }
        }
        Ok(Program { actor, file, source, start })
    };
    file.programs.iter().map(program).collect()
}

fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count() + 1
}
