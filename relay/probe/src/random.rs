//! Random bytes from the kernel.
#![allow(unsafe_code, reason = "getrandom is a system call")]

use crate::errno::{Errno, retry};

/// getrandom(2): `len` bytes.
pub fn random_bytes(len: usize) -> Result<Vec<u8>, Errno> {
    let mut bytes = vec![0; len];
    let mut filled = 0;
    while filled < len {
        let rest = &mut bytes[filled..];
        // SAFETY: the pointer and length are those of `rest`.
        filled +=
            retry(|| unsafe { libc::getrandom(rest.as_mut_ptr().cast(), rest.len(), 0) })?.unsigned_abs();
    }
    Ok(bytes)
}
