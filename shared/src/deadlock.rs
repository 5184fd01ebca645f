//! Programs that wait for each other while nothing is under way that could wake one.

use crate::{
    ActorId, Call, Op, SocketId, Text,
    describe::{actor_name, api_name, side_name},
    world::{Actor, Connection, Doing, End, Lane, World},
};

/// The programs that are blocked, where there are two or more and nothing can wake any, in order. `None` where a timeout,
/// a person, somebody outside, or bytes under way can still end a wait. Inferred from streams and readings.
pub fn deadlocked(world: &World) -> Option<Vec<ActorId>> {
    let mut actors: Vec<_> = waits(world)?.into_iter().map(|(actor, _)| actor).collect();
    actors.dedup();
    Some(actors)
}

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

/// By what returned calls told, and by what the kernel holds of calls that did not return.
fn is_empty(connection: &Connection) -> bool {
    let holds = |end: &End| end.reading.as_ref().is_some_and(|r| r.receive_queue > 0 || r.send_queue > 0);
    connection.streams.iter().all(|stream| stream.in_kernel() == 0) && !connection.ends.iter().any(holds)
}

/// The calls in which the deadlocked programs are blocked.
fn waits(world: &World) -> Option<Vec<(ActorId, &Call)>> {
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
            has_door(socket, world) || world.reading(socket).is_some_and(|r| r.receive_queue > 0)
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

#[cfg(test)]
mod tests {
    use super::deadlock;
    use crate::{
        ActorId, ConnectionId, Event, Fact, Op, Side,
        reading::{Reading, Subject, TcpInfo, TcpState::Established},
        testing::{Script, timeline},
    };

    const SERVER: ActorId = ActorId(0);
    const CLIENT: ActorId = ActorId(1);

    /// Both connected; then `rest` happens with the server's and the client's socket.
    fn session(rest: impl FnOnce(&mut Script, crate::testing::Sock, crate::testing::Sock)) -> Vec<Event> {
        let mut s = Script::new("deadlock", &[("server", "server.py", ""), ("client", "client.py", "")]);
        s.started(SERVER);
        let listener = s.listener(SERVER, 1, 5);
        let accept = s.call(Some(listener), 4, Op::Accept);
        s.entered(SERVER, &accept);
        s.started(CLIENT);
        let client = s.socket(CLIENT, 1);
        let conn = s.connect(client, 2);
        let server = s.accepted(&accept, SERVER, &conn);
        s.end_reading(&conn, &[(Side::Client, Established, 0, 0), (Side::Server, Established, 0, 0)]);
        rest(&mut s, server, client);
        s.finish()
    }

    fn block_in(s: &mut Script, sock: crate::testing::Sock, op: Op) {
        let call = s.call(Some(sock), 9, op);
        s.entered(sock.actor, &call);
    }

    const RECV: Op = Op::Recv { max_bytes: 1024, flags: 0 };

    #[test]
    fn two_programs_that_wait_for_each_other_are_found() {
        let events = session(|s, server, client| {
            block_in(s, server, RECV);
            block_in(s, client, RECV);
        });
        let text = deadlock(timeline(events.clone()).latest()).expect("a deadlock");
        assert_eq!(
            text.en,
            "Deadlock: server waits in recv for bytes from client, client waits in recv for bytes from server; \
             nothing is in any buffer."
        );
        let mut one_runs = events;
        one_runs.pop();
        assert_eq!(deadlock(timeline(one_runs).latest()), None);
    }

    #[test]
    fn two_programs_that_send_into_full_buffers_are_found() {
        let full = |window: u32| {
            session(|s, server, client| {
                let send = || Op::Send { data: vec![0; 9], flags: 0, to: None };
                block_in(s, server, send());
                block_in(s, client, send());
                let state = |side| Reading {
                    subject: Subject::End(ConnectionId(0), side),
                    state: Established,
                    receive_queue: 40_000,
                    send_queue: 50_000,
                    receive_limit: 50_000,
                    send_limit: 50_000,
                    send_memory: 50_000,
                    info: Some(TcpInfo { send_window_bytes: window, ..TcpInfo::default() }),
                };
                s.push(Fact::Readings(Side::BOTH.map(state).to_vec()));
            })
        };
        let text = deadlock(timeline(full(0)).latest()).expect("a deadlock");
        assert_eq!(
            text.en,
            "Deadlock: server waits in send until client reads, client waits in send until server reads; \
             the buffers between them are full, and nobody reads."
        );
        assert_eq!(deadlock(timeline(full(1460)).latest()), None, "a window is open: bytes can still cross");
    }

    #[test]
    fn what_can_still_end_is_no_deadlock() {
        let sleeps = session(|s, server, client| {
            block_in(s, server, RECV);
            block_in(s, client, Op::Sleep { duration_ns: 1 });
        });
        let bytes_come = session(|s, server, client| {
            s.sendall(client, 3, b"x");
            block_in(s, server, RECV);
            block_in(s, client, RECV);
        });
        let times_out = session(|s, server, client| {
            block_in(s, server, RECV);
            block_in(s, client, Op::Poll { fds: Vec::new(), timeout_ns: Some(1) });
        });
        let held = session(|s, server, client| {
            block_in(s, server, RECV);
            let call = s.call(Some(client), 9, RECV);
            s.push(Fact::Held { actor: CLIENT, call });
        });
        for events in [sleeps, bytes_come, times_out, held] {
            assert_eq!(deadlock(timeline(events).latest()), None);
        }
    }

    #[test]
    fn a_server_that_waits_for_clients_is_no_deadlock() {
        let mut s = Script::new("alone", &[("server", "server.py", "")]);
        s.started(SERVER);
        let listener = s.listener(SERVER, 1, 5);
        block_in(&mut s, listener, Op::Accept);
        assert_eq!(deadlock(timeline(s.finish()).latest()), None);
    }
}
