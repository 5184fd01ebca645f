//! Ids that are made of what they name, and so the same wherever they are made.

use socketscope_shared::SessionId;

/// FNV-1a with 128 bits. Random ids are in no danger of meeting it.
#[derive(Clone, Copy, Debug)]
pub struct Fingerprint(u128);

impl Default for Fingerprint {
    fn default() -> Self {
        Fingerprint(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Fingerprint {
    /// With these bytes after those before.
    pub fn of(self, bytes: &[u8]) -> Self {
        const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
        let step = |hash: u128, byte: &u8| (hash ^ u128::from(*byte)).wrapping_mul(PRIME);
        Fingerprint(bytes.iter().fold(self.0, step))
    }

    /// The id.
    pub fn id(self) -> SessionId {
        SessionId(self.0)
    }
}
