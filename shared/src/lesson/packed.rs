//! What a lesson has that its first screen does not need.

use bitcode::{Decode, DecodeOwned, Encode};
use std::marker::PhantomData;

/// A value in encoded form: only code that unpacks it needs what reads it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Packed<T> {
    bytes: Vec<u8>,
    of: PhantomData<T>,
}

impl<T: Encode> From<&T> for Packed<T> {
    fn from(value: &T) -> Self {
        Packed { bytes: bitcode::encode(value), of: PhantomData }
    }
}

impl<T: DecodeOwned> Packed<T> {
    /// The value; `None` where another version packed it.
    pub fn read(&self) -> Option<T> {
        bitcode::decode(&self.bytes).ok()
    }
}
