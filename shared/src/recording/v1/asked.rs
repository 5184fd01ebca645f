//! What a lesson says at moments of a run, asks, and claims.

use super::{
    checks::Check,
    keep::{Keep, Restore},
    knobs::Condition,
    moments::Moment,
    texts::Text,
};
use crate::{
    lesson::{self, Packed},
    recording::cbor,
};
use minicbor::{Decode, Encode, bytes::ByteVec};

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Marker {
    #[n(0)]
    after: Moment,
    #[n(1)]
    text: Text,
    #[n(2)]
    only_if: Vec<Condition>,
}

impl Keep for lesson::Marker {
    type Kept = Marker;
    fn keep(&self) -> Marker {
        let Self { after, text, only_if } = self;
        Marker { after: after.keep(), text: text.keep(), only_if: only_if.keep() }
    }
}

/// `None` where its moment's call no longer is.
impl Restore for Marker {
    type Restored = Option<lesson::Marker>;
    fn restore(self) -> Option<lesson::Marker> {
        let Marker { after, text, only_if } = self;
        Some(lesson::Marker { after: after.restore()?, text: text.restore(), only_if: only_if.restore() })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Prediction {
    #[n(0)]
    before: Moment,
    #[n(1)]
    question: Text,
    #[n(2)]
    only_if: Vec<Condition>,
}

impl Keep for lesson::Prediction {
    type Kept = Prediction;
    fn keep(&self) -> Prediction {
        let Self { before, question, only_if } = self;
        Prediction { before: before.keep(), question: question.keep(), only_if: only_if.keep() }
    }
}

/// `None` where its moment's call no longer is.
impl Restore for Prediction {
    type Restored = Option<lesson::Prediction>;
    fn restore(self) -> Option<lesson::Prediction> {
        let Prediction { before, question, only_if } = self;
        let (before, question) = (before.restore()?, question.restore());
        Some(lesson::Prediction { before, question, only_if: only_if.restore() })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Claim {
    #[n(0)]
    text: Text,
    /// A [`Check`] in bytes of its own: a reader that does not know it leaves out this claim and nothing else.
    #[n(1)]
    check: ByteVec,
    #[n(2)]
    only_if: Vec<Condition>,
}

impl Claim {
    /// `None` where another version packed its check: there is nothing to keep.
    pub fn of(claim: &lesson::Claim) -> Option<Self> {
        let lesson::Claim { text, check, only_if } = claim;
        let check = cbor::encode(&check.read()?.keep()).into();
        Some(Claim { text: text.keep(), check, only_if: only_if.keep() })
    }
}

/// `None` where its check is not known.
impl Restore for Claim {
    type Restored = Option<lesson::Claim>;
    fn restore(self) -> Option<lesson::Claim> {
        let Claim { text, check, only_if } = self;
        let check = cbor::decode::<Check>(&check)?.restore()?;
        Some(lesson::Claim { text: text.restore(), check: Packed::from(&check), only_if: only_if.restore() })
    }
}
