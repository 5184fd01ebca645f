//! Times and call ids of a chunk's events, as differences and apart from the events: most of an event without payload
//! is its times, and bitcode alone gives each the width of the chunk's greatest.

use crate::{ActorId, CallId, Event, Fact};
use bitcode::{Decode, Encode};

/// What was taken out of the events.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub(super) struct Times {
    /// Numbers, seven bits a byte, least significant first.
    numbers: Vec<u8>,
    /// How each call's times and id relate to what is known: a sum of the constants below.
    shapes: Vec<u8>,
}

/// The call began when the event's time says.
const BEGAN_THEN: u8 = 1;
/// The call ended when the event's time says.
const ENDED_THEN: u8 = 2;
/// The call's id follows the actor's last.
const NEXT_ID: u8 = 4;

/// Takes times and ids out of the events, which keep zeros.
pub(super) fn take(events: &mut [Event]) -> Times {
    let mut times = Times::default();
    let mut last = Last::default();
    for event in events {
        let at_ns = std::mem::take(&mut event.at_ns);
        times.number(at_ns.wrapping_sub(last.at_ns));
        last.at_ns = at_ns;
        let Some((actor, id, start_ns, took_ns)) = fields(&mut event.fact) else { continue };
        let id = std::mem::take(&mut id.0);
        let elapsed_ns = at_ns.wrapping_sub(std::mem::take(start_ns));
        let took_ns = took_ns.map(std::mem::take);
        let shape = match took_ns {
            Some(took_ns) if took_ns == elapsed_ns => ENDED_THEN,
            _ if elapsed_ns == 0 => BEGAN_THEN,
            _ => 0,
        };
        let known = last.id_of(actor);
        let step = id.wrapping_sub(*known);
        *known = id;
        times.shapes.push(if step == 1 { shape | NEXT_ID } else { shape });
        if step != 1 {
            times.number(zigzag(step));
        }
        if shape == 0 {
            times.number(zigzag(elapsed_ns));
        }
        if let Some(took_ns) = took_ns {
            times.number(took_ns);
        }
    }
    times
}

/// Puts them back; `None` where they do not belong to these events.
pub(super) fn put_back(times: &Times, events: &mut [Event]) -> Option<()> {
    let mut last = Last::default();
    let (mut numbers, mut shapes) = (times.numbers.iter(), times.shapes.iter());
    for event in events {
        last.at_ns = last.at_ns.wrapping_add(number(&mut numbers)?);
        event.at_ns = last.at_ns;
        let Some((actor, id, start_ns, took_ns)) = fields(&mut event.fact) else { continue };
        let shape = *shapes.next()?;
        let step = if shape & NEXT_ID == 0 { unzigzag(number(&mut numbers)?) } else { 1 };
        let known = last.id_of(actor);
        *known = known.wrapping_add(step);
        *id = CallId(*known);
        let elapsed_ns = match shape & (BEGAN_THEN | ENDED_THEN) {
            0 => Some(unzigzag(number(&mut numbers)?)),
            BEGAN_THEN => Some(0),
            _ => None,
        };
        let took = match took_ns {
            Some(took_ns) => {
                *took_ns = number(&mut numbers)?;
                *took_ns
            }
            None => 0,
        };
        *start_ns = last.at_ns.wrapping_sub(elapsed_ns.unwrap_or(took));
    }
    Some(())
}

/// What the next event's numbers are differences to.
#[derive(Default)]
struct Last {
    at_ns: u64,
    /// By the actors' numbers.
    ids: Vec<u64>,
}

impl Last {
    fn id_of(&mut self, actor: ActorId) -> &mut u64 {
        let place = usize::from(actor.0);
        if self.ids.len() <= place {
            self.ids.resize(place + 1, 0);
        }
        &mut self.ids[place]
    }
}

/// The actor, and the places of the call's id, start and duration.
fn fields(fact: &mut Fact) -> Option<(ActorId, &mut CallId, &mut u64, Option<&mut u64>)> {
    match fact {
        Fact::Entered { actor, call } | Fact::Held { actor, call } => {
            Some((*actor, &mut call.id, &mut call.start_ns, None))
        }
        Fact::Returned { actor, call, took_ns, .. } => {
            Some((*actor, &mut call.id, &mut call.start_ns, Some(took_ns)))
        }
        _ => None,
    }
}

impl Times {
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.numbers.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.numbers.push(number as u8);
    }
}

fn number<'a>(bytes: &mut impl Iterator<Item = &'a u8>) -> Option<u64> {
    let mut number = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let byte = *bytes.next()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// Small numbers of either sign become small.
fn zigzag(number: u64) -> u64 {
    (number << 1) ^ ((number as i64 >> 63) as u64)
}

fn unzigzag(number: u64) -> u64 {
    (number >> 1) ^ (number & 1).wrapping_neg()
}
