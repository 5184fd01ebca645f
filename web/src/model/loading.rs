//! Files from the person's disk that become a program's text.

use super::{Edited, MAX_TEXT_BYTES, Model};

/// A file that did not become a program's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotLoaded {
    /// Whose text it should have been.
    pub actor: String,
    /// The file's name.
    pub file: String,
    /// Why not.
    pub why: WhyNot,
}

/// Why a file did not become a program's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// It is longer than a program's text may be.
    TooLarge,
    /// It is not UTF-8.
    NotText,
    /// The browser could not read it.
    Unreadable,
}

impl Model {
    /// The file's bytes become the text of the actor's program; `None` where the browser could not read it.
    pub(super) fn load(&mut self, lesson: String, actor: String, file: String, bytes: Option<Vec<u8>>) {
        match bytes.ok_or(WhyNot::Unreadable).and_then(text) {
            Ok(text) => {
                let before = self.programs().into_iter().find(|program| program.actor == actor);
                self.set_text(lesson.clone(), actor.clone(), text);
                self.edits.not_loaded = None;
                self.edits.undo = before.map(|program| Edited { lesson, actor, text: program.text });
            }
            Err(why) => self.edits.not_loaded = Some(NotLoaded { actor, file, why }),
        }
    }
}

/// As a browser's text field would have it.
fn text(bytes: Vec<u8>) -> Result<String, WhyNot> {
    if bytes.len() > MAX_TEXT_BYTES {
        return Err(WhyNot::TooLarge);
    }
    let text = String::from_utf8(bytes).map_err(|_| WhyNot::NotText)?;
    // What no program has, a picture or an archive often does.
    if text.contains('\0') {
        return Err(WhyNot::NotText);
    }
    // Editors of Windows begin a file with a mark of its encoding.
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    Ok(super::edits::one_newline(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_text_of_a_bounded_length() {
        assert_eq!(text("\u{feff}a = '你'\r\nb\n".into()), Ok("a = '你'\nb\n".into()));
        assert_eq!(text(vec![b'#'; MAX_TEXT_BYTES]).map(|text| text.len()), Ok(MAX_TEXT_BYTES));
        assert_eq!(text(vec![b'#'; MAX_TEXT_BYTES + 1]), Err(WhyNot::TooLarge));
        assert_eq!(text(vec![0xc4, 0xe3, 0xba, 0xc3]), Err(WhyNot::NotText), "GBK");
        assert_eq!(text(vec![0]), Err(WhyNot::NotText));
    }
}
