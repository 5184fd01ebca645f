//! Claims about who waits, polls and is served.

use super::*;

fn deadlocked_session() -> Vec<Event> {
    let (server, client) = (ActorId(0), ActorId(1));
    let mut s = Script::new("blocking", &[("server", "server.py", ""), ("client", "client.py", "")]);
    s.started(server);
    let listener = s.listener(server, 1, 5);
    let accept = s.call(Some(listener), 2, Op::Accept);
    s.entered(server, &accept);
    s.started(client);
    let sleep = s.call(None, 1, Op::Sleep { duration_ns: 1_000_000 });
    s.wait_us(1000);
    s.returned(client, &sleep, Outcome::Done, false, 1000);
    let sock = s.socket(client, 2);
    let conn = s.connect(sock, 3);
    let conn_sock = s.accepted(&accept, server, &conn);
    for sock in [conn_sock, sock] {
        let call = s.call(Some(sock), 4, Op::Recv { max_bytes: 9, flags: 0 });
        s.entered(sock.actor, &call);
    }
    s.push(Fact::Deadlock { actors: vec![server, client] });
    s.push(Fact::SessionEnded { end: End::Stopped });
    s.finish()
}

#[test]
fn deadlocks_and_pauses() {
    let text = "Deadlock: server waits in recv for bytes from client, client waits in recv for bytes from server; \
                nothing is in any buffer.";
    check(deadlocked_session(), Deadlock {}, Holds, text);
    check(deadlocked_session(), NoByteMoves {}, Holds, "no call sent or received a byte");
    check(sticky_session(), Deadlock {}, Fails, "nobody waits forever");
    check(sticky_session(), NoByteMoves {}, Fails, "sendall moved bytes");
    let pause = || moment("client", "sleep", 1);
    let through = |call, nth| BlockedThrough { call: moment("server", call, nth), pause: pause() };
    let accept = result(deadlocked_session(), through("accept", 1), Vec::new());
    assert_eq!(accept.verdict, Holds, "{accept:?}");
    let recv = result(deadlocked_session(), through("recv", 1), Vec::new());
    assert_eq!(recv.verdict, Fails, "{recv:?}");
}

#[test]
fn calls_that_would_block() {
    let failing = |took_us| {
        let mut s = Script::new("nonblocking", &[("server", "server.py", ""), ("client", "client.py", "")]);
        let listener = s.listener(ActorId(0), 1, 5);
        let accept = s.call(Some(listener), 2, Op::Accept);
        s.returned(ActorId(0), &accept, Outcome::WouldBlock, false, took_us);
        let sleep = s.call(None, 1, Op::Sleep { duration_ns: 1_000_000 });
        s.returned(ActorId(1), &sleep, Outcome::Done, false, 1000);
        let exit = Exit::Exception {
            kind: "BlockingIOError".into(),
            message: "no".into(),
            line: 2,
            traceback: String::new(),
        };
        s.push(Fact::ActorExited { actor: ActorId(0), exit, cpu_ns: 1 });
        s.push(Fact::SessionEnded { end: End::Finished });
        s.finish()
    };
    let would = |call: &str| WouldBlock { actor: server(), call: CallName::new(call).expect("a call") };
    check(failing(9), would("accept"), Holds, "accept failed with EAGAIN once, after 9 µs");
    check(failing(9), would("recv"), Fails, "no recv failed with EAGAIN");
    let at_once = || WouldBlockAtOnce { actor: server(), pause: moment("client", "sleep", 1) };
    check(failing(9), at_once(), Holds, "the call took 9 µs, the pause 1 ms");
    check(failing(600), at_once(), Fails, "the call took 600 µs, the pause 1 ms");
    check(failing(9), NeverWouldBlock { actor: server() }, Fails, "accept failed with EAGAIN");
    let never = NeverWouldBlock { actor: server() };
    check(sticky_session(), never, Holds, "no call failed with EAGAIN");
    let ends = |exception: &str| EndsWithException { actor: server(), exception: exception.into() };
    check(failing(9), ends("BlockingIOError"), Holds, "BlockingIOError: no (line 2)");
    check(failing(9), ends("KeyError"), Fails, "BlockingIOError: no (line 2)");
}

/// A server that waits with poll, receives what `asked` says and answers; its last wait finds nothing.
fn served_session(answer: &[u8], taken: &[u8]) -> Vec<Event> {
    let (server, client) = (ActorId(0), ActorId(1));
    let mut s = Script::new("served", &[("server", "server.py", ""), ("client", "client.py", "")]);
    let listener = s.listener(server, 1, 5);
    let accept = s.call(Some(listener), 2, Op::Accept);
    let sock = s.socket(client, 1);
    let conn = s.connect(sock, 2);
    let conn_sock = s.accepted(&accept, server, &conn);
    s.sendall(sock, 3, b"hello");
    let ready = PollFd { socket: Some(conn_sock.id), fd: conn_sock.fd, events: 1 };
    let wait = || Op::Poll { fds: vec![ready], timeout_ns: Some(1) };
    s.quick(server, None, 4, wait(), Outcome::Ready { fds: vec![ready] });
    s.recv(conn_sock, 5, 1024, taken);
    s.sendall(conn_sock, 6, answer);
    s.quick(server, None, 4, wait(), Outcome::Ready { fds: Vec::new() });
    s.exited(server);
    s.exited(client);
    s.ended();
    s.finish()
}

#[test]
fn servers_answers_and_their_cost() {
    let answers = || AnswersInUpperCase { actor: server() };
    check(
        served_session(b"HELLO", b"hello"),
        answers(),
        Holds,
        "the answers on the one connection are right",
    );
    check(served_session(b"HELLO", b"hell"), answers(), Fails, "an answer is not the request in upper case");
    check(served_session(b"HEL", b"hello"), answers(), Fails, "an answer is missing");
    let wasted = MoreWastedThanUseful { actor: server() };
    check(served_session(b"HELLO", b"hello"), wasted, Fails, "wasted calls: 0, useful calls: 3");
    let cpu = UsesMoreCpuThan { actor: server(), other: "client".into() };
    assert_eq!(result(served_session(b"HELLO", b"hello"), cpu, Vec::new()).verdict, Fails);
}

#[test]
fn readiness() {
    let session = || served_session(b"HELLO", b"he");
    let text = "accept was called on fd 3, which was not reported ready";
    check(session(), CallsOnlyReady { actor: server() }, Fails, text);
    let each = || EachWaitFindsSomething { actor: server() };
    check(session(), each(), Fails, "a wait ended with nothing ready");
    let times = |times| ReadyTimes { actor: server(), times };
    check(session(), times(1), Holds, "a ready socket was reported once");
    check(session(), times(2), Fails, "a ready socket was reported once");
    check(session(), times(0), Fails, "a ready socket was reported once");
    let strands = |len_bytes| Strands { actor: server(), len_bytes };
    check(session(), strands(3), Holds, "nothing was reported while 3 B waited");
    check(session(), strands(4), Fails, "no wait returned empty-handed while that many bytes waited");
    let mut without_accept = session();
    without_accept.retain(|event| event.fact.call().is_none_or(|call| call.op != Op::Accept));
    check(
        without_accept,
        CallsOnlyReady { actor: server() },
        Holds,
        "accept and recv were called once, always on a ready socket",
    );
}

/// Two servers that a crowd of two visits in turn: `slow` serves its clients one after the other where `one_at_a_time`,
/// makes one call that would block, and its second client waits 5 ms.
fn visited_session(one_at_a_time: bool) -> Vec<Event> {
    let crowd = ActorId(2);
    let mut s = Script::new("crowd", &[("slow", "a.py", ""), ("quick", "b.py", ""), ("crowd", "c.py", "")]);
    for server in [ActorId(0), ActorId(1)] {
        let slow = server.0 == 0;
        let listener = s.listener(server, 1, 5);
        if slow {
            s.quick(server, Some(listener), 2, Op::Accept, Outcome::WouldBlock);
        }
        let mut open = None;
        for _ in 0..2 {
            let client = s.socket(crowd, 1);
            let conn = s.connect(client, 2);
            s.sendall(client, 3, b"hello");
            if slow {
                s.wait_us(5_000);
            }
            if let Some(sock) = open.take().filter(|_| one_at_a_time) {
                s.close(sock, 5);
            }
            let accept = s.call(Some(listener), 2, Op::Accept);
            let sock = s.accepted(&accept, server, &conn);
            s.sendall(sock, 4, b"HELLO");
            s.recv(client, 4, 9, b"HELLO");
            open = Some(sock);
        }
        s.exited(server);
    }
    s.ended();
    s.finish()
}

#[test]
fn servers_are_compared() {
    let pair = |a: &str, b: &str| (ActorName::from(a), ActorName::from(b));
    let wastes = |(actor, other)| WastesMoreThan { actor, other };
    let text = "wasted calls: 1 by slow, 0 by quick";
    check(visited_session(true), wastes(pair("slow", "quick")), Holds, text);
    let text = "wasted calls: 0 by quick, 1 by slow";
    check(visited_session(true), wastes(pair("quick", "slow")), Fails, text);
    let later = |(actor, other)| AnswersLaterThan { actor, other };
    assert_eq!(result(visited_session(true), later(pair("slow", "quick")), Vec::new()).verdict, Holds);
    assert_eq!(result(visited_session(true), later(pair("quick", "slow")), Vec::new()).verdict, Fails);
    let nobody = result(visited_session(true), later(pair("slow", "nobody")), Vec::new());
    assert_eq!((nobody.verdict, nobody.evidence.as_str()), (Fails, "at least one has not answered"));
    let single = || ServesOneAtATime { actor: "slow".into() };
    check(visited_session(true), single(), Holds, "2 clients, one after the other");
    check(visited_session(false), single(), Fails, "a client was accepted while another was there");
    let one = || ServesOneAtATime { actor: server() };
    check(served_session(b"HELLO", b"hello"), one(), NotApplicable, "fewer than two clients came");
}
