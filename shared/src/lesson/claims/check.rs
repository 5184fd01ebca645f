//! What a check is: its arguments, as a lesson writes them, and how it looks at a run.

use super::{ClaimResult, run::Run};

/// A check with its arguments.
pub(super) trait Asserts {
    /// What the run's log says about it.
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult;
}

/// Defines a check's arguments. The comment is its sentence in `docs/lessons.md`; each type is an
/// [`Argument`](super::arguments::Argument), which says what it may be.
macro_rules! arguments {
    ($(#[doc = $sentence:literal])+ pub struct $name:ident { $($(#[$attribute:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[doc = $sentence])+
        #[derive(Clone, Debug, PartialEq, Eq, bitcode::Encode, bitcode::Decode)]
        #[cfg_attr(feature = "serde", derive(serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
        pub struct $name { $($(#[$attribute])* pub $field: $type),* }

        #[cfg(feature = "serde")]
        impl $crate::lesson::claims::arguments::Arguments for $name {
            const SENTENCE: &'static [&'static str] = &[$($sentence),+];
            const NAMED: &'static [$crate::lesson::claims::arguments::Named] = &[
                $($crate::lesson::claims::arguments::Named::of::<$type>(stringify!($field))),*
            ];

            fn fit(&self, scope: &$crate::lesson::claims::arguments::Scope<'_>) -> Result<(), String> {
                let _ = scope;
                $($crate::lesson::claims::arguments::Argument::fits(&self.$field, scope)
                    .map_err(|problem| format!("`{}`: {problem}", stringify!($field)))?;)*
                Ok(())
            }
        }
    };
}
pub(super) use arguments;
