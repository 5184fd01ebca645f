//! Who waits for whom.

use super::{actor_name, api_name, side_name};
use crate::{
    ActorId, Call, Op, Text,
    fold::{
        deadlock::{is_empty, waits},
        world::World,
    },
};

/// Who waits for whom, where programs are [`deadlocked`].
pub fn deadlock(world: &World) -> Option<Text> {
    let waits = waits(world)?;
    let texts: Vec<Text> = waits.iter().map(|(actor, call)| wait(world, *actor, call)).collect();
    let en: Vec<_> = texts.iter().map(|text| text.en.as_str()).collect();
    let zh: Vec<_> = texts.iter().map(|text| text.zh.as_str()).collect();
    let (why_en, why_zh) = if world.connections.iter().all(is_empty) {
        ("nothing is in any buffer", "所有缓冲区都是空的")
    } else if waits.iter().all(|(_, call)| matches!(call.op, Op::Send { .. })) {
        ("the buffers between them are full, and nobody reads", "双方之间的缓冲区都满了，却没有人读取")
    } else {
        ("what is in the buffers reaches nobody who waits for it", "缓冲区里的数据到不了正在等待的程序")
    };
    Some(Text::new(
        format!("Deadlock: {}; {why_en}.", en.join(", ")),
        format!("死锁：{}；{why_zh}。", zh.join("，")),
    ))
}

fn wait(world: &World, actor: ActorId, call: &Call) -> Text {
    let (name, call_name) = (actor_name(world, actor), api_name(call));
    let end = call.socket.and_then(|s| world.socket(s)?.end);
    let peer = end.map_or_else(|| Text::same("?"), |(c, side)| side_name(world, c, side.other()));
    match call.op {
        Op::Recv { .. } => Text::new(
            format!("{name} waits in {call_name} for bytes from {}", peer.en),
            format!("{name} 在 {call_name} 中等待 {} 的数据", peer.zh),
        ),
        Op::Send { .. } => Text::new(
            format!("{name} waits in {call_name} until {} reads", peer.en),
            format!("{name} 在 {call_name} 中等待 {} 读取", peer.zh),
        ),
        _ => Text::new(format!("{name} waits in {call_name}"), format!("{name} 在 {call_name} 中等待")),
    }
}
