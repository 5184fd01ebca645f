//! What must hold of all lessons together.

use super::{Folder, LessonError, read};
use socketscope_shared::lesson::Lesson;

/// Each lesson with the folder that it is from, those in the binary first.
pub(super) fn check(all: &mut [(Folder, Lesson)]) -> Result<(), LessonError> {
    one_is_first(all)?;
    pairs(all)
}

/// One lesson at most opens first. A lecturer's stands above the one in the binary.
fn one_is_first(all: &mut [(Folder, Lesson)]) -> Result<(), LessonError> {
    for embedded in [true, false] {
        let mut firsts = all.iter().filter(|(folder, lesson)| folder.embedded == embedded && lesson.first);
        let Some((_, known)) = firsts.next() else { continue };
        if let Some((folder, _)) = firsts.next() {
            let line = read::line(folder, |file| Some(file.first.as_ref()?.span().start));
            let problem = format!("`{}` is the first lesson already: only one has `first = true`", known.id);
            return Err(folder.error("lesson.toml", line, problem));
        }
    }
    if all.iter().any(|(folder, lesson)| !folder.embedded && lesson.first) {
        all.iter_mut().filter(|(folder, _)| folder.embedded).for_each(|(_, lesson)| lesson.first = false);
    }
    Ok(())
}

/// A lesson is compared with another that there is, and each with one only.
fn pairs(all: &[(Folder, Lesson)]) -> Result<(), LessonError> {
    let mut paired: Vec<(&str, &str)> = Vec::new();
    for (folder, lesson) in all {
        let Some(with) = lesson.compare_with.as_deref() else { continue };
        let own = lesson.id.as_str();
        let taken = paired.iter().find(|(one, _)| [own, with].contains(one));
        let problem = if with == own {
            "a lesson is compared with another: name that one".to_owned()
        } else if !all.iter().any(|(_, other)| other.id == with) {
            format!("there is no lesson `{with}` to compare with: write its id, which is its folder's name")
        } else if let Some((one, other)) = taken {
            format!("`{one}` is compared with `{other}` already: a lesson is compared with one other")
        } else {
            paired.extend([(own, with), (with, own)]);
            continue;
        };
        let line = read::line(folder, |file| Some(file.compare_with.as_ref()?.span().start));
        return Err(folder.error("lesson.toml", line, problem));
    }
    Ok(())
}
