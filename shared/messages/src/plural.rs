//! Which whole numbers take which form, by Unicode's CLDR.

use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use unic_langid::LanguageIdentifier;

const CATEGORIES: [&str; 5] = ["zero", "one", "two", "few", "many"];

/// Whether CLDR has a category of this name besides `other`.
pub fn is_category(name: &str) -> bool {
    CATEGORIES.contains(&name)
}

/// The rule of a language.
pub struct Rule(PluralRules);

/// From here on, the last two digits decide.
const FROM: u64 = 100;
/// The end of the numbers that decide for all.
const LAST: u64 = 200;

/// The number that decides for `number`: itself, or one with the same last two digits.
fn deciding(number: u64) -> u64 {
    if number < LAST { number } else { FROM + number % 100 }
}

impl Rule {
    /// The rule of the language with this tag; `None` where CLDR has none, or one that looks at more than last two digits.
    pub fn of(tag: &str) -> Option<Rule> {
        let language: LanguageIdentifier = tag.split('-').next()?.parse().ok()?;
        let rule = Rule(PluralRules::create(language, PluralRuleType::CARDINAL).ok()?);
        let mut beyond = (LAST..3_000).chain([10_000, 100_000, 100_001, 1_000_000, 1_000_001, 5_000_021]);
        beyond.all(|number| rule.category(number) == rule.category(deciding(number))).then_some(rule)
    }

    /// The category of a number: `one`, `other`.
    pub fn category(&self, number: u64) -> &'static str {
        match self.0.select(number) {
            Ok(PluralCategory::ZERO) => "zero",
            Ok(PluralCategory::ONE) => "one",
            Ok(PluralCategory::TWO) => "two",
            Ok(PluralCategory::FEW) => "few",
            Ok(PluralCategory::MANY) => "many",
            Ok(PluralCategory::OTHER) | Err(_) => "other",
        }
    }

    /// A Rust pattern of the deciding numbers that are in a category: `1`, `2..=4 | 22..=24`. `None` where the language
    /// does not use the category for whole numbers.
    pub fn numbers(&self, category: &str) -> Option<String> {
        let mut ranges: Vec<(u64, u64)> = vec![];
        for number in (0..LAST).filter(|number| self.category(*number) == category) {
            match ranges.last_mut() {
                Some((_, to)) if *to + 1 == number => *to = number,
                _ => ranges.push((number, number)),
            }
        }
        let shown = |(from, to): &(u64, u64)| match from == to {
            true => from.to_string(),
            false => format!("{from}..={to}"),
        };
        (!ranges.is_empty()).then(|| ranges.iter().map(shown).collect::<Vec<_>>().join(" | "))
    }

    /// Whether all numbers from 100 on take `other`, so that each decides for itself.
    pub fn is_small(&self) -> bool {
        (FROM..LAST).all(|number| self.category(number) == "other")
    }
}
