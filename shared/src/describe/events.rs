//! Events in a sentence.

use crate::{
    ActorId, Event, Exit, Text,
    event::{End, Limit},
    world::World,
};

/// The actor's name, as its lesson gives it.
pub fn actor_name(world: &World, actor: ActorId) -> String {
    let info = world.info.as_ref().and_then(|info| info.actor(actor));
    info.map_or_else(|| format!("actor {}", actor.0), |info| info.name.clone())
}

/// What happened, in a sentence; `before` is the state that it happened in.
pub fn event(event: &Event, before: &World) -> Text {
    let _ = before;
    Text::same(event.fact.call().map_or("", |call| call.op.name()))
}

/// How an actor ended.
pub fn exit(exit: &Exit) -> Text {
    let _ = exit;
    Text::default()
}

/// How a session ended.
pub fn end(end: &End) -> Text {
    let _ = end;
    Text::default()
}

/// A limit of ours, with its value.
pub fn limit(limit: &Limit) -> Text {
    let _ = limit;
    Text::default()
}
