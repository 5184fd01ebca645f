//! CSS classes.

use socketscope_shared::{Call, Direction, Op, world::World};
use yew::Classes;

/// The CSS class of a direction: its colours.
pub fn direction_class(direction: Direction) -> &'static str {
    match direction {
        Direction::ToServer => "c2s",
        Direction::ToClient => "s2c",
    }
}

/// Classes from pairs of a name and whether it applies.
pub fn classes_if(names: &[(&'static str, bool)]) -> Classes {
    names.iter().filter(|(_, on)| *on).map(|(name, _)| *name).collect()
}

/// Calls that move bytes have their stream's colour.
pub fn call_class(call: &Call, world: &World) -> Option<&'static str> {
    let stream = match call.op {
        Op::Send { .. } => world.sends_into(call.socket?),
        Op::Recv { .. } => world.receives_from(call.socket?),
        _ => None,
    };
    stream.map(|(_, direction)| direction_class(direction))
}
