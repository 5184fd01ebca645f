//! What follows from the table of checks: the enum, its names, and how it is read.

/// Makes `Check` of the checks' types. The name in a lesson is the type's, `ReceivedEqualsSent` as `received-equals-sent`.
macro_rules! checks {
    ($($file:ident::{$($check:ident),+ $(,)?}),+ $(,)?) => {
        $(pub use $file::{$($check),+};)+

        /// A check that a claim names.
        #[derive(Clone, Debug, PartialEq, Eq, bitcode::Encode, bitcode::Decode)]
        #[expect(missing_docs, reason = "each type says what it asserts")]
        pub enum Check { $($($check($check),)+)+ }

        $($(impl From<$check> for Check {
            fn from(check: $check) -> Self {
                Check::$check(check)
            }
        })+)+

        impl Check {
            fn asserts(&self) -> &dyn Asserts {
                match self { $($(Check::$check(check) => check,)+)+ }
            }
        }

        #[cfg(feature = "serde")]
        impl Check {
            /// Whether its arguments fit a lesson; if not, what is wrong and what they could be.
            pub fn fits(&self, scope: &crate::lesson::claims::arguments::Scope<'_>) -> Result<(), String> {
                use crate::lesson::claims::arguments::Arguments;
                match self { $($(Check::$check(check) => check.fit(scope),)+)+ }
            }

            /// Every check that there is.
            pub fn kinds() -> Vec<crate::lesson::claims::registry::Kind> {
                vec![$($(crate::lesson::claims::registry::Kind::of::<$check>(stringify!($check)),)+)+]
            }

            /// The check of this name, with the arguments that follow.
            pub(in crate::lesson::claims) fn read<'de, D: serde::Deserializer<'de>>(name: &str, arguments: D) -> Result<Self, D::Error> {
                use serde::{Deserialize, de::Error};
                $($(if name == crate::lesson::claims::registry::kebab(stringify!($check)) {
                    return $check::deserialize(arguments).map(Check::$check);
                })+)+
                let names = Check::kinds().into_iter().map(|kind| kind.name).collect::<Vec<_>>();
                let names = names.iter().map(String::as_str);
                Err(D::Error::custom(crate::lesson::claims::arguments::unknown("check", name, names)))
            }
        }
    };
}
pub(super) use checks;

#[cfg(feature = "serde")]
mod reading {
    use crate::lesson::claims::{
        Check,
        arguments::{Arguments, Named},
    };
    use serde::{
        Deserialize, Deserializer,
        de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor, value::MapDeserializer},
    };
    use std::fmt;

    /// A check as a lesson's author knows it.
    #[derive(Clone, Debug)]
    pub struct Kind {
        /// `received-equals-sent`.
        pub name: String,
        /// What it asserts.
        pub sentence: String,
        /// Its arguments, in order.
        pub arguments: &'static [Named],
    }

    impl Kind {
        pub(in crate::lesson::claims) fn of<T: Arguments>(name: &str) -> Self {
            let sentence = T::SENTENCE.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
            Kind { name: kebab(name), sentence, arguments: T::NAMED }
        }

        /// The check as a lesson writes it, each argument with what `value` gives for it.
        pub fn written(&self, value: impl Fn(&Named) -> &'static str) -> String {
            if self.arguments.is_empty() {
                return format!("\"{}\"", self.name);
            }
            let one = |argument: &Named| format!("{} = {}", argument.name, value(argument));
            let all: Vec<_> = self.arguments.iter().map(one).collect();
            format!("{{ {} = {{ {} }} }}", self.name, all.join(", "))
        }
    }

    /// `ReceivedEqualsSent` as `received-equals-sent`.
    pub(in crate::lesson::claims) fn kebab(name: &str) -> String {
        let mut kebab = String::new();
        for c in name.chars() {
            if c.is_uppercase() && !kebab.is_empty() {
                kebab.push('-');
            }
            kebab.extend(c.to_lowercase());
        }
        kebab
    }

    /// A name alone, or a table of one name and its arguments.
    impl<'de> Deserialize<'de> for Check {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_any(Written)
        }
    }

    struct Written;

    impl<'de> Visitor<'de> for Written {
        type Value = Check;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a check: \"name\", or { name = { its arguments } }")
        }

        fn visit_str<E: Error>(self, name: &str) -> Result<Check, E> {
            let nothing = std::iter::empty::<(&str, &str)>();
            Check::read(name, MapDeserializer::new(nothing))
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Check, A::Error> {
            let Some(name) = map.next_key::<String>()? else {
                return Err(A::Error::custom("the check's name is missing"));
            };
            let check = map.next_value_seed(Called(&name))?;
            match map.next_key::<String>()? {
                None => Ok(check),
                Some(other) => {
                    _ = map.next_value::<IgnoredAny>()?;
                    Err(A::Error::custom(format!("a claim has one check, and `{other}` is another")))
                }
            }
        }
    }

    /// The arguments of the check of this name.
    struct Called<'a>(&'a str);

    impl<'de> DeserializeSeed<'de> for Called<'_> {
        type Value = Check;

        fn deserialize<D: Deserializer<'de>>(self, arguments: D) -> Result<Check, D::Error> {
            Check::read(self.0, arguments)
        }
    }
}
#[cfg(feature = "serde")]
pub use reading::Kind;
#[cfg(feature = "serde")]
pub(super) use reading::kebab;
