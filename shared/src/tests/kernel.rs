//! What the kernel was read to say: how old a reading is, what is left of it, and what CPU time tells.

use crate::{
    ActorId, Direction, Op, SocketId,
    fold::world::World,
    ids::Side,
    record::{reading::TcpState, segment::Flags},
    testing::Script,
};

const SERVER: ActorId = ActorId(0);
const CLIENT: ActorId = ActorId(1);

fn at(script: &Script) -> World {
    let mut world = World::default();
    script.clone().finish().iter().for_each(|event| world.apply(event));
    world
}

#[test]
fn accept_takes_from_the_accept_queue_before_the_kernel_is_read_again() {
    let mut s = Script::new("own", &[("server", "server.py", ""), ("client", "client.py", "")]);
    let listener = s.listener(SERVER, 1, 5);
    let sock = s.socket(CLIENT, 1);
    let mut conn = s.connect(sock, 2);
    assert_eq!(at(&s).known(listener.id).map(|known| known.now), Some(false), "it was read before they came");
    s.listening(listener, 2, 5);
    assert_eq!(at(&s).accept_queue(listener.id), Some(2));
    assert_eq!(at(&s).accept_queue(sock.id), None, "it does not listen");
    let accept = s.call(Some(listener), 2, Op::Accept);
    s.accepted(&accept, SERVER, &conn);
    assert_eq!(at(&s).accept_queue(listener.id), Some(1));
    s.segment(&mut conn, Direction::ToServer, Flags::ACK, 5);
    let world = at(&s);
    assert!(world.known(listener.id).is_some_and(|known| known.now), "it is no longer the listener's");
    s.listening(listener, 1, 5);
    assert_eq!(at(&s).accept_queue(listener.id), Some(1), "the new reading knows of the accept");
}

#[test]
fn a_reading_is_old_once_something_happened_to_its_connection() {
    let mut s = Script::new("own", &[("server", "server.py", ""), ("client", "client.py", "")]);
    s.listener(SERVER, 1, 5);
    let sock = s.socket(CLIENT, 1);
    let mut conn = s.connect(sock, 2);
    s.end_reading(&conn, &[(Side::Client, TcpState::Established, 0, 0)]);
    let read = s.len() as u64;
    let known = |s: &Script, id: SocketId| at(s).known(id).map(|known| (known.seq, known.now));
    s.socket(CLIENT, 3);
    assert_eq!(known(&s, sock.id), Some((read, true)), "another socket's call does not count");
    s.segment(&mut conn, Direction::ToClient, Flags::ACK, 5);
    assert_eq!(known(&s, sock.id), Some((read, false)));
    s.end_reading(&conn, &[(Side::Client, TcpState::Established, 5, 0)]);
    assert_eq!(known(&s, sock.id).map(|(_, now)| now), Some(true));
}

#[test]
fn no_interpreter_start_costs_more_than_the_program_that_used_least() {
    let mut s = Script::new("own", &[("server", "server.py", ""), ("client", "client.py", "")]);
    let exited = |actor, cpu_ns| crate::Fact::ActorExited { actor, exit: crate::Exit::Finished, cpu_ns };
    s.push(exited(CLIENT, 30));
    assert_eq!(at(&s).least_cpu_ns(), None, "there is nothing to compare");
    s.push(exited(SERVER, 90));
    assert_eq!(at(&s).least_cpu_ns(), Some(30));
}
