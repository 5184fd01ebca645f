//! Claims, and what came of them in a run.

use super::{Condition, Knob, Packed};
use crate::{
    Fact,
    fold::timeline::Timeline,
    lesson::{
        Text,
        claims::{Check, ClaimResult, Verdict},
    },
    words::Language,
};
use bitcode::{Decode, Encode};

/// A fact that a run asserts against its own log.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Claim {
    /// What is claimed.
    pub text: Text,
    /// How it is checked.
    pub check: Packed<Check>,
    /// Only where all of these hold; elsewhere the claim says nothing.
    pub only_if: Vec<Condition>,
}

/// Checks each claim against the whole log (not the cursor). `values` are those of all the lesson's knobs.
pub fn evaluate(
    claims: &[Claim],
    knobs: &[Knob],
    values: &[(String, String)],
    timeline: &Timeline,
    lang: Language,
) -> Vec<ClaimResult> {
    let held = timeline.log().iter().any(|(_, event)| matches!(event.fact, Fact::Held { .. }));
    let result = |claim: &Claim| match claim.only_if.iter().find(|condition| !condition.holds(values, held)) {
        Some(condition) => ClaimResult {
            verdict: Verdict::NotApplicable,
            evidence: condition.only_where(knobs, lang),
            seqs: Vec::new(),
            at_end: false,
        },
        None => match claim.check.read() {
            Some(check) => check.evaluate(timeline, lang),
            None => ClaimResult {
                verdict: Verdict::NotApplicable,
                evidence: String::new(),
                seqs: Vec::new(),
                at_end: false,
            },
        },
    };
    claims.iter().map(result).collect()
}
