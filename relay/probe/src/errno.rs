//! The kernel's error numbers.
#![allow(unsafe_code, reason = "strerror_r is a C function")]

use crate::interrupt;
use socketscope_shared::Outcome;
use std::{ffi::CStr, fmt, io};

/// What a failed system call left in errno.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Errno(pub i32);

impl Errno {
    /// Of this thread's last failed call.
    pub fn last() -> Self {
        Errno(io::Error::last_os_error().raw_os_error().unwrap_or(libc::EIO))
    }

    /// `Connection refused`, as strerror(3) says it.
    pub fn message(self) -> String {
        let mut text = [0; 256];
        // SAFETY: the pointer and length are those of `text`.
        let failed = unsafe { libc::strerror_r(self.0, text.as_mut_ptr().cast(), text.len()) } != 0;
        let known = (!failed).then(|| CStr::from_bytes_until_nul(&text).ok()).flatten();
        known.map_or_else(|| format!("Unknown error {}", self.0), |text| text.to_string_lossy().into_owned())
    }

    /// Whether the call would have had to wait.
    pub fn would_block(self) -> bool {
        self.0 == libc::EAGAIN || self.0 == libc::EWOULDBLOCK
    }

    /// The outcome that it means.
    pub fn outcome(self) -> Outcome {
        if self.would_block() { Outcome::WouldBlock } else { Outcome::Failed { errno: self.0 } }
    }
}

impl fmt::Display for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[Errno {}] {}", self.0, self.message())
    }
}

impl std::error::Error for Errno {}

/// Makes a system call that returns a negative number on failure, again where a signal interrupts it that is
/// [none of the program's](interrupt).
pub(crate) fn retry<T: Copy + PartialOrd + Default>(mut call: impl FnMut() -> T) -> Result<T, Errno> {
    loop {
        let returned = call();
        if returned >= T::default() {
            return Ok(returned);
        }
        let errno = Errno::last();
        if errno.0 != libc::EINTR || interrupt::requested() {
            return Err(errno);
        }
    }
}

/// Makes a system call that a signal must not repeat (close).
pub(crate) fn once(returned: i32) -> Result<i32, Errno> {
    if returned < 0 { Err(Errno::last()) } else { Ok(returned) }
}
