//! What a lesson says, in each language.

use crate::words::Language;
use bitcode::{Decode, Encode};

/// The same text in every language of the page; empty where a lesson is not translated.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Text([String; Language::ALL.len()]);

impl Text {
    /// From the two languages that every text is in.
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        let mut text = Self::default();
        text.0[Language::En as usize] = en.into();
        text.0[Language::Zh as usize] = zh.into();
        text
    }

    /// The same in each: names, numbers, code.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::each(|_| text.clone())
    }

    /// As `text` says it in each language.
    pub fn each(text: impl FnMut(Language) -> String) -> Self {
        Self(Language::ALL.map(text))
    }

    /// The English text.
    pub fn en(&self) -> &str {
        self.get(Language::En)
    }

    /// The Chinese text.
    pub fn zh(&self) -> &str {
        self.get(Language::Zh)
    }

    /// Whether it says nothing of its own in `language`.
    pub fn lacks(&self, language: Language) -> bool {
        self.0[language as usize].trim().is_empty()
    }

    /// The text in `language`; in English where it is not translated.
    pub fn get(&self, language: Language) -> &str {
        match self.0[language as usize].as_str() {
            "" => &self.0[Language::En as usize],
            text => text,
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::same("")
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Text {
    /// From a table of languages by their tags: `{ en = "…", zh = "…" }`. English and Chinese are needed.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Languages)
    }
}

#[cfg(feature = "serde")]
struct Languages;

#[cfg(feature = "serde")]
impl<'de> serde::de::Visitor<'de> for Languages {
    type Value = Text;

    fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("a text in English and Chinese, { en = \"…\", zh = \"…\" }")
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
        use serde::de::Error;
        let mut found: [Option<String>; Language::ALL.len()] = Language::ALL.map(|_| None);
        while let Some(tag) = map.next_key::<String>()? {
            let language = Language::ALL.into_iter().find(|language| language.tag() == tag);
            let Some(language) = language else {
                return Err(A::Error::custom(format_args!("there are no texts in `{tag}` (docs/texts.md)")));
            };
            if found[language as usize].replace(map.next_value()?).is_some() {
                return Err(A::Error::custom(format_args!("{tag} stands there twice")));
            }
        }
        for (language, tag) in [(Language::En, "en"), (Language::Zh, "zh")] {
            if found[language as usize].is_none() {
                return Err(A::Error::missing_field(tag));
            }
        }
        Ok(Text(found.map(Option::unwrap_or_default)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_stands_in_for_a_language_that_is_missing() {
        let text = Text::new("send", "");
        assert_eq!((text.en(), text.zh()), ("send", "send"));
        assert!(text.lacks(Language::Zh) && !text.lacks(Language::En));
        assert_eq!(Text::new("send", "发送").zh(), "发送");
    }
}
