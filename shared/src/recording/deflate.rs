//! Raw deflate (RFC 1951), with the length known beforehand.

use miniz_oxide::{
    deflate::compress_to_vec,
    inflate::{
        TINFLStatus,
        core::{DecompressorOxide, decompress, inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF},
    },
};

/// zlib's usual level: higher ones take longer and save little here.
const LEVEL: u8 = 6;
/// Room for what is unpacked grows by at most this at a time, so that a length that lies takes no memory.
const STEP_BYTES: usize = 1 << 20;

pub(super) fn pack(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, LEVEL)
}

/// What was packed, which must have this length; `None` where it does not, or is damaged.
pub(super) fn unpack(packed: &[u8], len_bytes: usize) -> Option<Vec<u8>> {
    let mut state = Box::<DecompressorOxide>::default();
    let (mut bytes, mut read, mut written) = (vec![0; len_bytes.min(STEP_BYTES)], 0, 0);
    loop {
        let (status, taken, made) = decompress(
            &mut state,
            packed.get(read..)?,
            &mut bytes,
            written,
            TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
        );
        read += taken;
        written += made;
        match status {
            TINFLStatus::Done => return (written == len_bytes && read == packed.len()).then_some(bytes),
            TINFLStatus::HasMoreOutput if bytes.len() < len_bytes => {
                let room = (bytes.len() * 2).min(len_bytes);
                bytes.resize(room, 0);
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_must_be_true() {
        for len in [0, 1, 1000, STEP_BYTES, 3 * STEP_BYTES + 7] {
            let bytes: Vec<u8> = (0..len).map(|n| (n / 5) as u8).collect();
            let packed = pack(&bytes);
            assert_eq!(unpack(&packed, len).as_ref(), Some(&bytes));
            assert_eq!(unpack(&packed, len + 1), None);
            assert!(len == 0 || unpack(&packed, len - 1).is_none());
            assert_eq!(unpack(&packed[..packed.len() - 1], len), None);
            assert_eq!(unpack(&[&packed[..], &[0]].concat(), len), None, "nothing follows");
        }
    }
}
