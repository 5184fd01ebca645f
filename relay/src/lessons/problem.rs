//! What a check says, and what several of them ask.

use socketscope_shared::{Text, claims::arguments::Scope, lesson::Lesson, words::Language};
use toml::Spanned;

/// Longest name of an actor or knob, in characters.
pub(super) const MAX_NAME_CHARS: usize = 24;

/// What is wrong, and where in `lesson.toml`.
pub(super) struct Problem {
    /// Byte offset, where a place is to blame.
    pub at: Option<usize>,
    /// What is wrong and what to do.
    pub text: String,
}

pub(super) type Checked = Result<(), String>;

/// Checks what stands at a place, which is to blame for what is wrong.
pub(super) fn at<T>(item: &Spanned<T>, check: impl FnOnce(&T) -> Checked) -> Result<(), Problem> {
    check(item.get_ref()).map_err(|text| Problem { at: Some(item.span().start), text })
}

pub(super) fn both_languages(field: &str, text: &Text) -> Checked {
    match [Language::En, Language::Zh].into_iter().find(|language| text.lacks(*language)) {
        Some(lacking) => {
            Err(format!("`{field}` says nothing in `{}`: write it in both languages", lacking.tag()))
        }
        None => Ok(()),
    }
}

pub(super) fn name(what: &str, name: &str, taken: bool) -> Checked {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' '));
    if name.trim() != name || name.is_empty() || name.len() > MAX_NAME_CHARS || !plain {
        return Err(format!(
            "`{name}` can't name this {what}: use 1 to {MAX_NAME_CHARS} letters, digits, hyphens and underscores"
        ));
    }
    match taken {
        true => Err(format!("there is another {what} `{name}` above: give each its own name")),
        false => Ok(()),
    }
}

/// What arguments can refer to.
pub(super) fn scope(lesson: &Lesson) -> Scope<'_> {
    Scope::new(lesson.programs.iter().map(|program| (program.actor.as_str(), program.source.as_str())))
}
