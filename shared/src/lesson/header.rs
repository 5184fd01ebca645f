//! Framings that follow a lesson's knobs.

use super::{KnobTarget, Lesson};
use crate::bytes::framing::{ByteOrder, Framing};

/// How frames are recognised at first in a run with these knob values: the lesson's framing, with the width and the byte
/// order of its length prefix as the knobs have them.
pub fn framing_of(lesson: &Lesson, knobs: &[(String, String)]) -> Framing {
    let mut framing = lesson.framing.clone();
    let Framing::LengthPrefix { width, order } = &mut framing else { return framing };
    let mut swapped = false;
    for knob in &lesson.knobs {
        let given = knobs.iter().find(|(id, _)| *id == knob.id).map(|(_, value)| value.as_str());
        let value = given.unwrap_or(&knob.default);
        match knob.target {
            KnobTarget::HeaderWidth(_) => *width = width_bytes(value).unwrap_or(*width),
            KnobTarget::HeaderOrder(_) => *order = byte_order(value).unwrap_or(*order),
            KnobTarget::HeaderSwapped(_) => swapped ^= value == "true",
            KnobTarget::Variable(_)
            | KnobTarget::Clients(_)
            | KnobTarget::Mtu
            | KnobTarget::Offloads
            | KnobTarget::Hosts => {}
        }
    }
    if swapped {
        *order = match order {
            ByteOrder::Little => ByteOrder::Big,
            ByteOrder::Big => ByteOrder::Little,
        };
    }
    framing
}

/// Letters of Python's struct are integers of these standard sizes.
fn width_bytes(value: &str) -> Option<u8> {
    match value {
        "1" | "b" | "B" => Some(1),
        "2" | "h" | "H" => Some(2),
        "4" | "i" | "I" | "l" | "L" => Some(4),
        "8" | "q" | "Q" => Some(8),
        _ => None,
    }
}

/// Every machine that Socketscope runs on is little-endian, so that this is what struct calls native.
fn byte_order(value: &str) -> Option<ByteOrder> {
    match value {
        "little" | "<" | "=" | "@" => Some(ByteOrder::Little),
        "big" | ">" | "!" => Some(ByteOrder::Big),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lesson::{Knob, KnobKind, Text},
        testing,
    };

    #[test]
    fn a_swapped_header_is_read_the_other_way_round() {
        let knob = |id: &str, target, default: &str| Knob {
            id: id.into(),
            label: Text::default(),
            help: Text::default(),
            kind: KnobKind::Bool,
            default: default.into(),
            target,
        };
        let lesson = Lesson {
            knobs: vec![
                knob("swapped", KnobTarget::HeaderSwapped("SWAPPED".into()), "false"),
                knob("order", KnobTarget::HeaderOrder("ORDER".into()), "="),
            ],
            framing: Framing::LengthPrefix { width: 4, order: ByteOrder::Little },
            ..testing::lesson("x")
        };
        let order = |knobs: &[(&str, &str)]| {
            let knobs: Vec<_> = knobs.iter().map(|(id, value)| ((*id).into(), (*value).into())).collect();
            match framing_of(&lesson, &knobs) {
                Framing::LengthPrefix { order, .. } => order,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(order(&[]), ByteOrder::Little);
        assert_eq!(order(&[("swapped", "true")]), ByteOrder::Big);
        assert_eq!(order(&[("swapped", "true"), ("order", "!")]), ByteOrder::Little);
    }

    #[test]
    fn numbers_words_and_letters_of_struct_are_understood() {
        assert_eq!(["4", "i", "B", "H", "q"].map(width_bytes), [4, 4, 1, 2, 8].map(Some));
        assert_eq!(["big", "!", ">"].map(byte_order), [Some(ByteOrder::Big); 3]);
        assert_eq!(["little", "=", "<", "@"].map(byte_order), [Some(ByteOrder::Little); 4]);
        assert_eq!((width_bytes("3"), byte_order("middle")), (None, None));
    }
}
