//! What a lesson says, in both languages.

use crate::words::Language;
use bitcode::{Decode, Encode};

/// The same text in every language of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "a text in both languages, { en = \"…\", zh = \"…\" }")
)]
pub struct Text {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    pub zh: String,
}

impl Text {
    /// From both languages.
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Text { en: en.into(), zh: zh.into() }
    }

    /// The same in both: names, numbers, code.
    pub fn same(text: impl Into<String>) -> Self {
        let en = text.into();
        Text { zh: en.clone(), en }
    }

    /// The same in each language.
    pub fn each(text: impl Fn(Language) -> String) -> Self {
        Self { en: text(Language::En), zh: text(Language::Zh) }
    }

    /// The text in `language`.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.zh,
            _ => &self.en,
        }
    }
}
