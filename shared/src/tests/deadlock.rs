//! Programs that wait for each other, and programs that only seem to.

use crate::words::{Language, deadlock};
use crate::{
    ActorId, ConnectionId, Event, Fact, Op, Side,
    record::reading::{Reading, Subject, TcpInfo, TcpState::Established},
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
    let text = deadlock(timeline(events.clone()).latest(), Language::En).expect("a deadlock");
    assert_eq!(
        text,
        "Deadlock: server waits in recv for bytes from client, client waits in recv for bytes from server; \
         nothing is in any buffer."
    );
    let mut one_runs = events;
    one_runs.pop();
    assert_eq!(deadlock(timeline(one_runs).latest(), Language::En), None);
}

#[test]
fn two_programs_that_send_into_full_buffers_are_found() {
    let full = |window: u32| {
        session(|s, server, client| {
            let send = || Op::Send { data: vec![0; 9], flags: 0, to: None, omitted_bytes: 0 };
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
    let text = deadlock(timeline(full(0)).latest(), Language::En).expect("a deadlock");
    assert_eq!(
        text,
        "Deadlock: server waits in send until client reads, client waits in send until server reads; \
         the buffers between them are full, and nobody reads."
    );
    assert_eq!(
        deadlock(timeline(full(1460)).latest(), Language::En),
        None,
        "a window is open: bytes can still cross"
    );
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
        assert_eq!(deadlock(timeline(events).latest(), Language::En), None);
    }
}

#[test]
fn a_server_that_waits_for_clients_is_no_deadlock() {
    let mut s = Script::new("alone", &[("server", "server.py", "")]);
    s.started(SERVER);
    let listener = s.listener(SERVER, 1, 5);
    block_in(&mut s, listener, Op::Accept);
    assert_eq!(deadlock(timeline(s.finish()).latest(), Language::En), None);
}
