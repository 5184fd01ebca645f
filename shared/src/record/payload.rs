//! Payloads: the bytes and texts of a message that have no bound of their own, and how they travel.
//!
//! bitcode packs lists down to one bit per element, so a few bytes can ask for hundreds of times their memory. So what
//! it encodes, the *head*, is short ([`MAX_HEAD_BYTES`]), and payloads follow it as they are: reading a
//! message takes a bounded amount of memory and the message's length again.
//!
//! A message is its head's length (u32, little-endian), the head, and the payloads one after the other.

use crate::{Event, Exit, Fact, Op, Outcome};
use bitcode::{Decode, Encode};

/// Largest head in bytes: an event with the longest lists that there are (select's, of FD_SETSIZE each) fits in.
pub const MAX_HEAD_BYTES: usize = 128 << 10;

const LENGTH_BYTES: usize = 4;

/// A place for bytes or a text of any length.
#[derive(Debug)]
pub enum Payload<'a> {
    /// Bytes.
    Bytes(&'a mut Vec<u8>),
    /// Text, in UTF-8.
    Text(&'a mut String),
}

/// What has payloads.
pub trait Payloads {
    /// Visits each, always in the same order.
    fn visit(&mut self, visit: &mut dyn FnMut(Payload<'_>));
}

/// The message's bytes.
pub fn encode<T: Encode + Payloads>(mut message: T) -> Vec<u8> {
    let (mut lengths, mut payloads) = (Vec::<u32>::new(), Vec::new());
    message.visit(&mut |payload| {
        let bytes = payload.take();
        // Everything that is recorded is bounded far below 4 GiB.
        lengths.push(bytes.len() as u32);
        payloads.extend(bytes);
    });
    let head = bitcode::encode(&(lengths, message));
    let mut bytes = Vec::with_capacity(LENGTH_BYTES + head.len() + payloads.len());
    bytes.extend((head.len() as u32).to_le_bytes());
    bytes.extend(head);
    bytes.extend(payloads);
    bytes
}

/// The message of these bytes; `None` where they are none, or its head is longer than `max_head_bytes`.
pub fn decode<T: for<'a> Decode<'a> + Payloads>(bytes: &[u8], max_head_bytes: usize) -> Option<T> {
    let (len, rest) = bytes.split_first_chunk::<LENGTH_BYTES>()?;
    let len = u32::from_le_bytes(*len) as usize;
    if len > max_head_bytes {
        return None;
    }
    let (head, mut payloads) = rest.split_at_checked(len)?;
    let (lengths, mut message): (Vec<u32>, T) = bitcode::decode(head).ok()?;
    let mut lengths = lengths.into_iter();
    let mut whole = true;
    message.visit(&mut |payload| {
        let taken = lengths.next().and_then(|len| payloads.split_at_checked(len as usize));
        let put = taken.and_then(|(bytes, rest)| {
            payloads = rest;
            payload.put(bytes)
        });
        whole &= put.is_some();
    });
    (whole && lengths.next().is_none() && payloads.is_empty()).then_some(message)
}

impl Payload<'_> {
    fn take(self) -> Vec<u8> {
        match self {
            Payload::Bytes(bytes) => std::mem::take(bytes),
            Payload::Text(text) => std::mem::take(text).into_bytes(),
        }
    }

    /// `None` where it is not what belongs there.
    fn put(self, bytes: &[u8]) -> Option<()> {
        match self {
            Payload::Bytes(place) => *place = bytes.to_vec(),
            Payload::Text(place) => *place = std::str::from_utf8(bytes).ok()?.to_owned(),
        }
        Some(())
    }
}

impl Payloads for Vec<Event> {
    fn visit(&mut self, visit: &mut dyn FnMut(Payload<'_>)) {
        self.iter_mut().for_each(|event| event.fact.visit(visit));
    }
}

impl Payloads for Fact {
    fn visit(&mut self, visit: &mut dyn FnMut(Payload<'_>)) {
        match self {
            Fact::SessionStarted(info) => {
                info.knobs.iter_mut().for_each(|(_, value)| visit(Payload::Text(value)));
                info.actors.iter_mut().for_each(|actor| visit(Payload::Text(&mut actor.source)));
                info.files.iter_mut().for_each(|file| visit(Payload::Bytes(&mut file.data)));
            }
            Fact::Entered { call, .. } | Fact::Held { call, .. } => call.op.visit(visit),
            Fact::Returned { call, outcome, .. } => {
                call.op.visit(visit);
                outcome.visit(visit);
            }
            Fact::Output { data, .. } => visit(Payload::Bytes(data)),
            Fact::ActorExited { exit, .. } => exit.visit(visit),
            _ => {}
        }
    }
}

impl Payloads for Op {
    fn visit(&mut self, visit: &mut dyn FnMut(Payload<'_>)) {
        match self {
            Op::Send { data, .. } => visit(Payload::Bytes(data)),
            Op::SetOption { value, .. } => visit(Payload::Bytes(value)),
            Op::Input { prompt } => visit(Payload::Text(prompt)),
            _ => {}
        }
    }
}

impl Payloads for Outcome {
    fn visit(&mut self, visit: &mut dyn FnMut(Payload<'_>)) {
        match self {
            Outcome::Received { data, .. } => visit(Payload::Bytes(data)),
            Outcome::Value { value } => visit(Payload::Bytes(value)),
            Outcome::Line { text } => visit(Payload::Text(text)),
            _ => {}
        }
    }
}

impl Payloads for Exit {
    fn visit(&mut self, visit: &mut dyn FnMut(Payload<'_>)) {
        if let Exit::Exception { kind, message, traceback, .. } = self {
            [kind, message, traceback].into_iter().for_each(|text| visit(Payload::Text(text)));
        }
    }
}
