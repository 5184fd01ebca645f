//! The lesson that a folder makes.

use super::{
    Folder, LessonError, check, files,
    format::{File, FileClaim, FileMarker, FilePrediction, FileProgram, FileRun, plain},
    recordings,
};
use crate::arguments;
use socketscope_shared::{
    lesson::{Lesson, Packed, Program, assign},
    session,
};
use toml::Spanned;

/// The lesson of a folder, checked.
pub(super) fn read(folder: &Folder) -> Result<Lesson, LessonError> {
    let file = written(folder)?;
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
        recording: folder.recording.map(|_| recordings::session_of(&folder.id)),
        first: file.first.as_ref().is_some_and(|first| *first.get_ref()),
        compare_with: file.compare_with.as_ref().map(|with| with.get_ref().clone()),
    };
    check::check(&file, &lesson).map_err(|problem| {
        let line = problem.at.map(|at| line_of(&folder.description, at));
        folder.error("lesson.toml", line, problem.text)
    })?;
    Ok(lesson)
}

/// `lesson.toml` as written.
fn written(folder: &Folder) -> Result<File, LessonError> {
    toml::from_str(&folder.description).map_err(|e| {
        let line = e.span().map(|span| line_of(&folder.description, span.start));
        let hint = "see docs/lessons.md for the fields";
        folder.error("lesson.toml", line, format!("{}; {hint}", e.message().replace('\n', "; ")))
    })
}

/// The line of a field whose place in the folder's description is `of`.
pub(super) fn line(folder: &Folder, of: impl FnOnce(&File) -> Option<usize>) -> Option<usize> {
    let at = of(&written(folder).ok()?)?;
    Some(line_of(&folder.description, at))
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
