//! Files: only what is needed is read, and what cannot be read is no damage.

use super::{lessons, meta, recording, shown};
use crate::{
    recording::{End, EventsError, OpenError, ReadError, Recording, Source},
    testing::long_session,
};
use std::{borrow::Cow, cell::Cell};

/// A file that counts what is read of it, and stops working.
struct Disk {
    bytes: Vec<u8>,
    read: Cell<usize>,
    most: Cell<usize>,
}

impl Source for Disk {
    fn len_bytes(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read(&self, at: u64, len_bytes: usize) -> Result<Cow<'_, [u8]>, ReadError> {
        let part = (&self.bytes[..]).read(at, len_bytes)?.into_owned();
        self.read.set(self.read.get() + part.len());
        if self.read.get() > self.most.get() {
            return Err(ReadError("the disk is gone".into()));
        }
        Ok(part.into())
    }
}

fn disk(bytes: Vec<u8>, most: usize) -> Disk {
    Disk { bytes, read: Cell::new(0), most: Cell::new(most) }
}

#[test]
fn opening_reads_little_and_errors_are_told() {
    let events = long_session(30_000);
    let (bytes, _) = recording(Some(&lessons::full()), &[&events], Some(&meta("long")));
    let len = bytes.len();
    let opened = Recording::open(disk(bytes.clone(), usize::MAX)).expect("our own");
    assert_eq!((opened.end(), opened.name()), (End::Whole, "long"));

    let gone = || ReadError("the disk is gone".into());
    let mut opened_with = None;
    for most in 0..len {
        match Recording::open(disk(bytes.clone(), most)) {
            Err(error) => assert_eq!(error, OpenError::Read(gone())),
            Ok(opened) => {
                assert_eq!(opened.events(0), Err(EventsError::Read(gone())));
                assert_eq!((opened.lesson(), opened.check()), (Err(EventsError::Read(gone())), Err(gone())));
                opened_with = Some(most);
                break;
            }
        }
    }
    assert!(opened_with.is_some_and(|read| read < len / 20), "{opened_with:?} of {len} bytes are read");
    assert_eq!(shown(&opened), events);
}
