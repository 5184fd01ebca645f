use super::{Answer, Comparison};
use crate::{
    ActorId, Event, Fact, Op, Outcome,
    testing::{Script, Sock, conversation, random::Random},
};

const SERVER: ActorId = ActorId(0);
const CLIENT: ActorId = ActorId(1);

fn of(events: &[Event]) -> Comparison {
    let mut comparison = Comparison::default();
    (1..).zip(events).for_each(|(seq, event)| comparison.push(seq, event));
    comparison
}

/// A server whose first two calls would block, and that then serves two clients of one program: the second waits 3 ms for its answer.
fn crowd() -> Vec<Event> {
    let mut s = Script::new("crowd", &[("server", "server.py", ""), ("crowd", "crowd.py", "")]);
    s.started(SERVER);
    let listener = s.listener(SERVER, 1, 5);
    s.quick(SERVER, Some(listener), 2, Op::SetBlocking { blocking: false }, Outcome::Done);
    let accept = || Op::Accept;
    s.quick(SERVER, Some(listener), 3, accept(), Outcome::WouldBlock);
    s.quick(SERVER, Some(listener), 3, accept(), Outcome::WouldBlock);
    let mut pairs: Vec<(Sock, Sock)> = Vec::new();
    for _ in 0..2 {
        let client = s.socket(CLIENT, 1);
        let conn = s.connect(client, 1);
        s.sendall(client, 2, b"hello");
        let accept = s.call(Some(listener), 3, Op::Accept);
        pairs.push((client, s.accepted(&accept, SERVER, &conn)));
    }
    for (client, server) in &pairs {
        s.recv(*server, 4, 1024, b"hello");
        s.wait_us(3_000);
        s.sendall(*server, 5, b"HELLO");
        s.recv(*client, 6, 1024, b"HELLO");
    }
    let recv = s.call(Some(pairs[0].0), 6, Op::Recv { max_bytes: 9, flags: 0x40 });
    s.returned(CLIENT, &recv, Outcome::WouldBlock, false, 1);
    s.exited(SERVER);
    s.ended();
    s.finish()
}

#[test]
fn a_servers_calls_and_its_clients_waits_are_counted() {
    let events = crowd();
    let comparison = of(&events);
    let servers: Vec<_> = comparison.servers().map(|(actor, _)| actor).collect();
    assert_eq!(servers, [SERVER], "who only connects is no server");
    let end = comparison.of(SERVER).expect("it made calls").at(u64::MAX);
    // Twice accept, recv and send.
    assert_eq!((end.wasted, end.useful, end.clients, end.threads), (2, 6, 2, 1));
    assert_eq!(end.waits, 2, "its listener does not wait, the sockets of its clients may");
    let cpu_ns = events.iter().find_map(|event| match event.fact {
        Fact::ActorExited { cpu_ns, .. } => Some(cpu_ns),
        _ => None,
    });
    assert_eq!(end.cpu_ns, cpu_ns);
    let [Answer { client: 0, latency_ns: first, .. }, Answer { client: 1, latency_ns: second, .. }] =
        *end.answers
    else {
        panic!("two answers: {:?}", end.answers)
    };
    assert!((3_000_000..6_000_000).contains(&first) && second >= 6_000_000, "{first} {second}");
    assert_eq!(
        end.latency_ns(),
        Some((first.midpoint(second), second)),
        "of two, the median is in the middle"
    );
    assert_eq!(comparison.of(CLIENT).expect("it made calls").at(u64::MAX).wasted, 1);
}

#[test]
fn nothing_is_known_before_it_happened() {
    let comparison = of(&crowd());
    let start = comparison.of(SERVER).expect("it made calls").at(1);
    assert_eq!((start.calls, start.wasted, start.cpu_ns, start.latency_ns()), (0, 0, None, None));
}

#[test]
fn the_figures_at_a_cursor_are_those_of_the_log_up_to_it() {
    for seed in 0..20 {
        let events = conversation(seed, 60);
        let whole = of(&events);
        let mut r = Random::new(seed);
        for _ in 0..20 {
            let cut = r.below(events.len() + 1);
            let part = of(&events[..cut]);
            for (actor, server) in part.servers() {
                let known = whole.of(actor).expect("it is in the whole log too");
                assert_eq!(known.at(cut as u64), server.at(u64::MAX), "seed {seed}, {actor:?} at {cut}");
            }
        }
    }
}

#[test]
fn any_log_can_be_folded() {
    let mut r = Random::new(7);
    let events: Vec<_> = (0..5_000).map(|_| crate::testing::arbitrary::event(&mut r)).collect();
    let comparison = of(&events);
    for (_, server) in comparison.servers() {
        let end = server.at(u64::MAX);
        assert!(end.useful + end.wasted <= end.calls && end.waits <= end.calls);
    }
}
