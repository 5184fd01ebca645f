//! What a lesson says, in each language.

use super::keep::{Keep, Restore};
use crate::{lesson, words::Language};
use minicbor::{Decode, Encode};

/// Languages by their tags (`en`, `zh`), and the text in each. A reader shows those that it knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct Text(#[n(0)] Vec<(String, String)>);

impl Keep for lesson::Text {
    type Kept = Text;
    fn keep(&self) -> Text {
        let own = Language::ALL.into_iter().filter(|language| !self.lacks(*language));
        Text(own.map(|language| (language.tag().to_owned(), self.get(language).to_owned())).collect())
    }
}

impl Restore for Text {
    type Restored = lesson::Text;
    fn restore(mut self) -> lesson::Text {
        lesson::Text::each(|language| {
            let own = self.0.iter_mut().find(|(tag, _)| *tag == language.tag());
            own.map(|(_, text)| std::mem::take(text)).unwrap_or_default()
        })
    }
}
