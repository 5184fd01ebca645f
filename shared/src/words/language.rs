//! The languages of all texts, and texts with values in their places.
//!
//! The build script makes [`Language`] and [`Message`] from the folders in `shared/texts/`; see `docs/texts.md`.

use std::fmt::{Display, Write};

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

impl Language {
    /// The language of a tag, or of one with a region: `zh-CN` is Chinese.
    pub fn of_tag(tag: &str) -> Option<Language> {
        let is = |language: &Language| {
            let rest =
                tag.get(..language.tag().len()).filter(|start| start.eq_ignore_ascii_case(language.tag()));
            rest.is_some() && matches!(tag.as_bytes().get(language.tag().len()), None | Some(b'-' | b'_'))
        };
        Language::ALL.into_iter().find(is)
    }

    /// The one after it, the first after the last.
    pub fn next(self) -> Language {
        Language::ALL[(self as usize + 1) % Language::ALL.len()]
    }
}

impl Message {
    /// The text in `language`, with its values.
    pub fn fill(&self, language: Language, values: &[&dyn Display]) -> String {
        fill(self.get(language), values)
    }
}

/// Characters up to this one are placeholders for the values of their number.
const LAST_PLACE: u8 = 8;

/// The text with the values filled into its places.
pub fn fill(mut text: &str, values: &[&dyn Display]) -> String {
    let mut filled = String::new();
    while let Some(at) = text.bytes().position(|byte| byte <= LAST_PLACE) {
        let value = values.get(usize::from(text.as_bytes()[at]));
        filled.push_str(&text[..at]);
        if let Some(value) = value {
            // Writing into a string cannot fail.
            let _ = write!(filled, "{value}");
        }
        text = &text[at + 1..];
    }
    filled + text
}

/// The number by which a language chooses a form where it looks at the last two digits.
pub fn last_digits(number: u64) -> u64 {
    if number < 200 { number } else { 100 + number % 100 }
}
