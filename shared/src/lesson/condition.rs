//! When a claim says something about a run.

use super::{Knob, KnobKind, claims::texts};
use crate::words::Language;
use bitcode::{Decode, Encode};
use std::fmt::Display;

/// A condition on a run. A claim is only checked when all of its conditions hold.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
pub enum Condition {
    /// The knob has this value.
    Is { knob: String, value: String },
    /// The knob's number is this or more.
    AtLeast { knob: String, value: i64 },
    /// The knob's number is this or less.
    AtMost { knob: String, value: i64 },
    /// The knob has another value.
    IsNot { knob: String, value: String },
    /// No program was held: the programs' own timing decided, not a lecturer's steps.
    FreeRun,
}

impl Condition {
    /// Whether it holds for a run with these knob values (all of the lesson's, defaults included) in which a program was
    /// ever held or not.
    pub fn holds(&self, knobs: &[(String, String)], held: bool) -> bool {
        let text = |id: &str| knobs.iter().find(|(knob, _)| knob == id).map(|(_, value)| value.as_str());
        let number = |id: &str| text(id).and_then(|value| value.parse::<i64>().ok());
        match self {
            Condition::Is { knob, value } => text(knob) == Some(value),
            Condition::IsNot { knob, value } => text(knob) != Some(value),
            Condition::AtLeast { knob, value } => number(knob).is_some_and(|n| n >= *value),
            Condition::AtMost { knob, value } => number(knob).is_some_and(|n| n <= *value),
            Condition::FreeRun => !held,
        }
    }

    /// When a claim with this condition is checked, in the words of the form: `only checked when “Messages” is 2`.
    pub fn only_where(&self, knobs: &[Knob], lang: Language) -> String {
        let named = |id: &str| {
            let knob = knobs.iter().find(|knob| knob.id == id);
            let is_switch = knob.is_some_and(|knob| matches!(knob.kind, KnobKind::Bool));
            let is_time = knob.is_some_and(|knob| matches!(knob.kind, KnobKind::Milliseconds { .. }));
            (knob.map_or(id, |knob| knob.label.get(lang)).to_owned(), is_switch, is_time)
        };
        let in_unit = |value: &dyn Display, is_time: bool| match is_time {
            true => texts::milliseconds(lang, value),
            false => value.to_string(),
        };
        match self {
            Condition::FreeRun => texts::ONLY_WHERE_FREE.get(lang).to_owned(),
            Condition::Is { knob, value } => match named(knob) {
                (label, true, _) if value == "true" => texts::only_where_on(lang, &label),
                (label, true, _) => texts::only_where_off(lang, &label),
                (label, _, is_time) => texts::only_where_is(lang, &label, &in_unit(value, is_time)),
            },
            Condition::IsNot { knob, value } => {
                let (label, _, is_time) = named(knob);
                texts::only_where_is_not(lang, &label, &in_unit(value, is_time))
            }
            Condition::AtLeast { knob, value } => {
                let (label, _, is_time) = named(knob);
                texts::only_where_at_least(lang, &label, &in_unit(value, is_time))
            }
            Condition::AtMost { knob, value } => {
                let (label, _, is_time) = named(knob);
                texts::only_where_at_most(lang, &label, &in_unit(value, is_time))
            }
        }
    }

    /// The knob that it looks at.
    pub fn knob(&self) -> Option<&str> {
        match self {
            Condition::Is { knob, .. }
            | Condition::IsNot { knob, .. }
            | Condition::AtLeast { knob, .. }
            | Condition::AtMost { knob, .. } => Some(knob),
            Condition::FreeRun => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_numbers_as_numbers_and_words_as_words() {
        let knobs = [("wait".to_owned(), "1000".to_owned()), ("nodelay".to_owned(), "true".to_owned())];
        let check = |condition: Condition, expected: bool| {
            assert_eq!(condition.holds(&knobs, false), expected, "{condition:?}");
        };
        check(Condition::AtLeast { knob: "wait".into(), value: 200 }, true);
        check(Condition::AtMost { knob: "wait".into(), value: 200 }, false);
        check(Condition::AtMost { knob: "wait".into(), value: 1000 }, true);
        check(Condition::Is { knob: "nodelay".into(), value: "true".into() }, true);
        check(Condition::Is { knob: "nodelay".into(), value: "false".into() }, false);
        check(Condition::AtLeast { knob: "nodelay".into(), value: 0 }, false);
        check(Condition::Is { knob: "missing".into(), value: String::new() }, false);
        check(Condition::IsNot { knob: "wait".into(), value: "1000".into() }, false);
        check(Condition::IsNot { knob: "wait".into(), value: "1".into() }, true);
        assert!(Condition::FreeRun.holds(&knobs, false));
        assert!(!Condition::FreeRun.holds(&knobs, true));
    }
}
