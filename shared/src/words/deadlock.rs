//! Who waits for whom.

use super::{Language, actor_name, api_name, side_name, texts};
use crate::{
    ActorId, Call, Op,
    fold::{
        deadlock::{is_empty, waits},
        world::World,
    },
};

/// Who waits for whom, where programs are [`deadlocked`](crate::fold::deadlock::deadlocked).
pub fn deadlock(world: &World, lang: Language) -> Option<String> {
    let waits = waits(world)?;
    let all: Vec<String> = waits.iter().map(|(actor, call)| wait(world, *actor, call, lang)).collect();
    let why = if world.connections.iter().all(is_empty) {
        texts::WHY_ALL_EMPTY
    } else if waits.iter().all(|(_, call)| matches!(call.op, Op::Send { .. })) {
        texts::WHY_ALL_FULL
    } else {
        texts::WHY_UNREACHABLE
    };
    Some(texts::deadlock(lang, &all.join(texts::LIST_SEPARATOR.get(lang)), &why.get(lang)))
}

fn wait(world: &World, actor: ActorId, call: &Call, lang: Language) -> String {
    let (name, call_name) = (actor_name(world, actor), api_name(call));
    let end = call.socket.and_then(|s| world.socket(s)?.end);
    let peer = end.map_or_else(|| "?".to_owned(), |(c, side)| side_name(world, c, side.other(), lang));
    match call.op {
        Op::Recv { .. } => texts::waits_for_bytes(lang, &name, &call_name, &peer),
        Op::Send { .. } => texts::waits_for_reader(lang, &name, &call_name, &peer),
        _ => texts::waits(lang, &name, &call_name),
    }
}
