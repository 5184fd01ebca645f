//! `lesson.toml` as written, and the lesson that it makes.

use super::{Folder, LessonError, check, files};
use crate::arguments;
use serde::Deserialize;
use socketscope_shared::{
    Text,
    claims::{Check, Moment},
    framing::Framing,
    lesson::{
        Axis, Claim, Condition, Contrast, DeclaredRun, Door, Knob, Lesson, Marker, Packed, Prediction,
        Program, Section, StartWhen, View, assign,
    },
    session,
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
    /// Names of what the programs can read and import.
    #[serde(default)]
    pub files: Vec<Spanned<String>>,
    #[serde(default)]
    pub knobs: Vec<Spanned<Knob>>,
    #[serde(default)]
    pub markers: Vec<FileMarker>,
    #[serde(default)]
    pub predictions: Vec<FilePrediction>,
    #[serde(default)]
    pub claims: Vec<FileClaim>,
    #[serde(default)]
    pub runs: Vec<FileRun>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileMarker {
    pub after: Spanned<Moment>,
    pub text: Spanned<Text>,
    #[serde(default)]
    pub only_if: Vec<Spanned<Condition>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FilePrediction {
    pub before: Spanned<Moment>,
    pub question: Spanned<Text>,
    #[serde(default)]
    pub only_if: Vec<Spanned<Condition>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileClaim {
    pub text: Spanned<Text>,
    pub check: Spanned<Check>,
    #[serde(default)]
    pub only_if: Vec<Spanned<Condition>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileRun {
    pub id: Spanned<String>,
    pub title: Spanned<Text>,
    #[serde(default)]
    pub set: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    pub held: bool,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileProgram {
    pub actor: String,
    pub file: String,
    #[serde(default)]
    pub start: StartWhen,
    /// `sys.argv[1:]`.
    #[serde(default)]
    pub arguments: Vec<String>,
    /// Numbers that variables of its text have, where programs share a file.
    #[serde(default)]
    pub set: BTreeMap<String, i64>,
}

impl FileMarker {
    fn marker(&self) -> Marker {
        let (after, text) = (self.after.get_ref().clone(), self.text.get_ref().clone());
        Marker { after, text, only_if: plain(&self.only_if) }
    }
}

impl FilePrediction {
    fn prediction(&self) -> Prediction {
        let (before, question) = (self.before.get_ref().clone(), self.question.get_ref().clone());
        Prediction { before, question, only_if: plain(&self.only_if) }
    }
}

impl FileClaim {
    fn claim(&self) -> Claim {
        let (text, check) = (self.text.get_ref().clone(), self.check.get_ref().clone());
        Claim { text, check: Packed::from(&check), only_if: plain(&self.only_if) }
    }
}

impl FileRun {
    fn run(&self) -> DeclaredRun {
        let set = self.set.iter().map(|(knob, value)| (knob.clone(), value.get_ref().clone())).collect();
        DeclaredRun {
            id: self.id.get_ref().clone(),
            title: self.title.get_ref().clone(),
            set,
            held: self.held,
        }
    }
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
        files: Packed::from(&files(folder, &file)?),
        knobs: plain(&file.knobs),
        framing: file.framing.as_ref().map(|f| f.get_ref().clone()).unwrap_or_default(),
        view: file.view,
        axis: file.axis,
        doors: plain(&file.doors),
        contrast: file.contrast.as_ref().map(|c| c.get_ref().clone()),
        markers: file.markers.iter().map(FileMarker::marker).collect(),
        predictions: file.predictions.iter().map(FilePrediction::prediction).collect(),
        claims: file.claims.iter().map(FileClaim::claim).collect(),
        runs: Packed::from(&file.runs.iter().map(FileRun::run).collect()),
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
        let FileProgram { actor, file, start, arguments, set } = spanned.get_ref().clone();
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
        let arguments = arguments::join(&arguments)
            .map_err(|problem| folder.error("lesson.toml", Some(line), format!("`arguments`: {problem}")))?;
        Ok(Program { actor, file, source, arguments, start })
    };
    file.programs.iter().map(program).collect()
}

fn files(folder: &Folder, file: &File) -> Result<Vec<session::File>, LessonError> {
    let mut files = Vec::<session::File>::new();
    for name in &file.files {
        files::add(&mut files, folder, name.get_ref()).map_err(|problem| {
            let line = line_of(&folder.description, name.span().start);
            folder.error("lesson.toml", Some(line), problem)
        })?;
    }
    Ok(files)
}

fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count() + 1
}
