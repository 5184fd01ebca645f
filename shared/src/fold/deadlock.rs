//! Programs that wait for each other while nothing is under way that could wake one.

use crate::{
    ActorId, Call, Op, SocketId,
    fold::world::{Actor, Connection, Doing, End, Lane, World},
};

/// The programs that are blocked, where there are two or more and nothing can wake any, in order. `None` where a timeout,
/// a person, somebody outside, or bytes under way can still end a wait. Inferred from streams and readings.
pub fn deadlocked(world: &World) -> Option<Vec<ActorId>> {
    let mut actors: Vec<_> = waits(world)?.into_iter().map(|(actor, _)| actor).collect();
    actors.dedup();
    Some(actors)
}

/// Judged by what returned calls reported, and by what the kernel holds for calls that did not return.
pub(crate) fn is_empty(connection: &Connection) -> bool {
    let holds = |end: &End| end.reading.as_ref().is_some_and(|r| r.receive_queue > 0 || r.send_queue > 0);
    connection.streams.iter().all(|stream| stream.in_kernel() == 0) && !connection.ends.iter().any(holds)
}

/// The calls in which the deadlocked programs are blocked.
pub(crate) fn waits(world: &World) -> Option<Vec<(ActorId, &Call)>> {
    if world.ended.is_some() || world.actors.iter().any(|actor| actor.pid.is_none()) {
        return None;
    }
    let mut waits = Vec::new();
    let mut programs = 0;
    for (id, actor) in (0u16..).zip(&world.actors).filter(|(_, actor)| actor.exit.is_none()) {
        let calls = blocked_calls(actor)?;
        if calls.iter().any(|call| may_return(call, world)) {
            return None;
        }
        waits.extend(calls.into_iter().map(|call| (ActorId(id), call)));
        programs += 1;
    }
    let for_each_other = waits.iter().any(|(_, call)| matches!(call.op, Op::Recv { .. } | Op::Send { .. }));
    (programs >= 2 && for_each_other).then_some(waits)
}

/// The calls in which the actor's threads are blocked; `None` where one of them runs, or is held by us.
fn blocked_calls(actor: &Actor) -> Option<Vec<&Call>> {
    let going_on = |lane: &Lane| matches!(lane.doing, Doing::Running | Doing::Held(_));
    if actor.lanes.is_empty() || actor.lanes.iter().any(going_on) {
        return None;
    }
    let calls = actor.lanes.iter().filter_map(|lane| match &lane.doing {
        Doing::Blocked(call) => Some(call.as_ref()),
        Doing::Running | Doing::Held(_) | Doing::Ended => None,
    });
    Some(calls.collect())
}

/// Whether something other than the programs themselves can end the wait.
fn may_return(call: &Call, world: &World) -> bool {
    match &call.op {
        Op::Accept => call.socket.is_some_and(|socket| {
            has_door(socket, world) || world.accept_queue(socket).is_some_and(|waiting| waiting > 0)
        }),
        Op::Recv { .. } => call.socket.is_none_or(|socket| may_receive(socket, world)),
        Op::Send { .. } => call.socket.is_none_or(|socket| may_send(socket, world)),
        Op::Select { timeout_ns, .. } | Op::Poll { timeout_ns, .. } | Op::EpollWait { timeout_ns, .. } => {
            timeout_ns.is_some() || call.op.watches_standard_input()
        }
        // Sleep and input end by time and by a person; the others the kernel ends by itself.
        _ => true,
    }
}

/// Whether somebody outside may connect to the listener.
fn has_door(socket: SocketId, world: &World) -> bool {
    let port = world.socket(socket).and_then(|socket| socket.local.as_ref()?.port());
    let doors = world.info.iter().flat_map(|info| &info.doors).zip(&world.doors);
    doors.into_iter().any(|(door, open)| open.is_some() && Some(door.port) == port)
}

fn may_receive(socket: SocketId, world: &World) -> bool {
    let Some((connection, from)) = world.receives_from(socket) else { return true };
    let Some(known) = world.connection(connection) else { return true };
    let stream = &known.streams[from.index()];
    let sender = known.ends[from.from().index()].socket;
    let to_be_accepted =
        world.sockets.iter().any(|s| s.is_listening_on(&known.addresses[from.from().index()]));
    let outside = sender.is_none() && !to_be_accepted;
    outside || known.reset || stream.finished || stream.fin || stream.in_kernel() > 0
}

/// A full send buffer drains as long as the peer's kernel takes bytes.
fn may_send(socket: SocketId, world: &World) -> bool {
    let Some((connection, to)) = world.sends_into(socket) else { return true };
    let Some(known) = world.connection(connection) else { return true };
    let window = known.ends[to.from().index()].reading.as_ref().and_then(|reading| reading.info);
    known.reset || window.is_none_or(|info| info.send_window_bytes > 0)
}
