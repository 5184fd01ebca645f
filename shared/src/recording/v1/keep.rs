//! From today's types to those that are kept, and back.

/// What is recorded of a value of today's.
pub(super) trait Keep {
    type Kept;
    fn keep(&self) -> Self::Kept;
}

/// The value of today's that was recorded.
pub(super) trait Restore {
    type Restored;
    fn restore(self) -> Self::Restored;
}

/// Values that are what they are.
macro_rules! same {
    ($($same:ty),+) => {$(
        impl Keep for $same {
            type Kept = Self;
            fn keep(&self) -> Self {
                self.clone()
            }
        }

        impl Restore for $same {
            type Restored = Self;
            fn restore(self) -> Self {
                self
            }
        }
    )+};
}

same!(bool, u8, u16, u32, u64, i32, i64, String);

impl<T: Keep> Keep for Vec<T> {
    type Kept = Vec<T::Kept>;
    fn keep(&self) -> Self::Kept {
        self.iter().map(Keep::keep).collect()
    }
}

impl<T: Restore> Restore for Vec<T> {
    type Restored = Vec<T::Restored>;
    fn restore(self) -> Self::Restored {
        self.into_iter().map(Restore::restore).collect()
    }
}

impl<T: Keep> Keep for Option<T> {
    type Kept = Option<T::Kept>;
    fn keep(&self) -> Self::Kept {
        self.as_ref().map(Keep::keep)
    }
}

impl<T: Restore> Restore for Option<T> {
    type Restored = Option<T::Restored>;
    fn restore(self) -> Self::Restored {
        self.map(Restore::restore)
    }
}

impl<T: Keep> Keep for Box<T> {
    type Kept = Box<T::Kept>;
    fn keep(&self) -> Self::Kept {
        Box::new(self.as_ref().keep())
    }
}

impl<T: Restore> Restore for Box<T> {
    type Restored = Box<T::Restored>;
    fn restore(self) -> Self::Restored {
        Box::new((*self).restore())
    }
}

impl<A: Keep, B: Keep> Keep for (A, B) {
    type Kept = (A::Kept, B::Kept);
    fn keep(&self) -> Self::Kept {
        (self.0.keep(), self.1.keep())
    }
}

impl<A: Restore, B: Restore> Restore for (A, B) {
    type Restored = (A::Restored, B::Restored);
    fn restore(self) -> Self::Restored {
        (self.0.restore(), self.1.restore())
    }
}

impl<T: Keep, const N: usize> Keep for [T; N] {
    type Kept = [T::Kept; N];
    fn keep(&self) -> Self::Kept {
        self.each_ref().map(Keep::keep)
    }
}

impl<T: Restore, const N: usize> Restore for [T; N] {
    type Restored = [T::Restored; N];
    fn restore(self) -> Self::Restored {
        self.map(Restore::restore)
    }
}

/// Both ways between two structs with fields of the same names. Every field is named, here and there.
macro_rules! mirror_struct {
    ($kept:ident = $today:ty { $($field:ident),* $(,)? }) => {
        impl $crate::recording::v1::keep::Keep for $today {
            type Kept = $kept;
            fn keep(&self) -> $kept {
                type Today = $today;
                let Today { $($field),* } = self;
                $kept { $($field: $crate::recording::v1::keep::Keep::keep($field)),* }
            }
        }

        impl $crate::recording::v1::keep::Restore for $kept {
            type Restored = $today;
            fn restore(self) -> $today {
                type Today = $today;
                let $kept { $($field),* } = self;
                Today { $($field: $crate::recording::v1::keep::Restore::restore($field)),* }
            }
        }
    };
}
pub(super) use mirror_struct;

/// The same for two enums. Every variant is named, here and there.
macro_rules! mirror_enum {
    ($kept:ident = $today:ty { $($variant:ident $({ $($field:ident),* $(,)? })?),* $(,)? }) => {
        impl $crate::recording::v1::keep::Keep for $today {
            type Kept = $kept;
            fn keep(&self) -> $kept {
                type Today = $today;
                match self {
                    $(Today::$variant { $($($field),*)? } => $kept::$variant {
                        $($($field: $crate::recording::v1::keep::Keep::keep($field)),*)?
                    }),*
                }
            }
        }

        impl $crate::recording::v1::keep::Restore for $kept {
            type Restored = $today;
            fn restore(self) -> $today {
                type Today = $today;
                match self {
                    $($kept::$variant { $($($field),*)? } => Today::$variant {
                        $($($field: $crate::recording::v1::keep::Restore::restore($field)),*)?
                    }),*
                }
            }
        }
    };
}
pub(super) use mirror_enum;
