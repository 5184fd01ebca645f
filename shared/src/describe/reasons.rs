//! Why a call waits, and what ended its wait.

use crate::{Call, Event, Text, world::World};

/// Why `call` does not return, from what the kernel held in `world`. Inferred.
pub fn blocked_reason(call: &Call, world: &World) -> Text {
    let _ = (call, world);
    Text::default()
}

/// What ended the wait of a call that was announced and now returned with `event`, from the state `before` it. Inferred.
pub fn ended_block(event: &Event, before: &World) -> Option<Text> {
    let _ = (event, before);
    None
}
