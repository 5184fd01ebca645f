//! CBOR (RFC 8949) that is measured before it is read: how many values there are and how deep they lie bounds what
//! reading them takes.

use super::bounds::{MAX_DEPTH, MAX_VALUES};
use minicbor::{Decode, Decoder, Encode, decode::Error};

/// A value's bytes.
pub(super) fn encode<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    append(&mut bytes, value);
    bytes
}

/// Puts a value's bytes after others.
pub(super) fn append<T: Encode<()>>(bytes: &mut Vec<u8>, value: &T) {
    let written: Result<(), minicbor::encode::Error<_>> = minicbor::encode(value, bytes);
    // Writing into memory does not fail, and no type of ours refuses to be written.
    debug_assert!(written.is_ok());
}

/// The one value of these bytes.
pub(super) fn decode<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Option<T> {
    decode_all(bytes, 1)?.pop()
}

/// The values of these bytes, which must be as many; `None` where they are not, are not what belongs there, or are a
/// choice that this version does not have.
pub(super) fn decode_all<'b, T: Decode<'b, ()>>(bytes: &'b [u8], count: usize) -> Option<Vec<T>> {
    if measure(bytes)? != count {
        return None;
    }
    let mut decoder = Decoder::new(bytes);
    let values = (0..count).map(|_| decoder.decode()).collect::<Result<Vec<T>, _>>().ok()?;
    (decoder.position() == bytes.len()).then_some(values)
}

/// For optional fields that matter: a choice that is not known fails. minicbor alone would take it for absent, and, as it
/// had read its number before, would then misread the fields that follow.
pub(super) fn strict<'b, C, T: Decode<'b, C>>(d: &mut Decoder<'b>, c: &mut C) -> Result<Option<T>, Error> {
    Option::<T>::decode(d, c).map_err(|error| match error.is_unknown_variant() {
        true => Error::message("a choice that is not known"),
        false => error,
    })
}

/// For optional fields that a reader can do without: a choice that is not known is absent.
pub(super) fn lenient<'b, C, T: Decode<'b, C>>(d: &mut Decoder<'b>, c: &mut C) -> Result<Option<T>, Error> {
    let at = d.position();
    match Option::<T>::decode(d, c) {
        Err(error) if error.is_unknown_variant() => {
            d.set_position(at);
            d.skip().map(|()| None)
        }
        read => read,
    }
}

/// How many values stand one after the other; `None` where they are no CBOR, have no length beforehand, or are more than
/// allowed.
pub(super) fn measure(mut bytes: &[u8]) -> Option<usize> {
    let (mut top, mut values) = (0, 0);
    // How many values are still to come in each list that is open.
    let mut open: Vec<u64> = Vec::new();
    while !bytes.is_empty() || !open.is_empty() {
        let (kind, argument, rest) = head(bytes)?;
        bytes = rest;
        values += 1;
        top += usize::from(open.is_empty());
        if let Some(left) = open.last_mut() {
            *left -= 1;
        }
        match kind {
            BYTES | TEXT => bytes = bytes.get(usize::try_from(argument).ok()?..)?,
            LIST => open.push(argument),
            TABLE => open.push(argument.checked_mul(2)?),
            TAG => open.push(1),
            _ => {}
        }
        while open.last() == Some(&0) {
            open.pop();
        }
        if values > MAX_VALUES || open.len() > MAX_DEPTH {
            return None;
        }
    }
    Some(top)
}

const BYTES: u8 = 2;
const TEXT: u8 = 3;
const LIST: u8 = 4;
const TABLE: u8 = 5;
const TAG: u8 = 6;

/// Major type and argument of a value, and what follows.
fn head(bytes: &[u8]) -> Option<(u8, u64, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    let (kind, short) = (first >> 5, first & 0x1f);
    let long = match short {
        0..24 => return Some((kind, u64::from(short), rest)),
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return None,
    };
    let (argument, rest) = rest.split_at_checked(long)?;
    Some((kind, argument.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_before_they_are_read() {
        assert_eq!(measure(&[]), Some(0));
        assert_eq!(measure(&[0x01, 0x82, 0x01, 0x42, 0, 0, 0xf6]), Some(3));
        for bad in [
            &[0x82, 0x01][..],
            &[0x9f, 0xff],
            &[0x5f, 0xff],
            &[0x44, 0],
            &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x1c],
            &[0x19, 0],
        ] {
            assert_eq!(measure(bad), None, "{bad:x?}");
        }
        assert_eq!(measure(&[0x81; MAX_DEPTH + 2]), None);
        assert_eq!(measure(&vec![0; MAX_VALUES]), Some(MAX_VALUES));
        assert_eq!(measure(&vec![0; MAX_VALUES + 1]), None);
    }
}
