//! The codec gives back what it took, and survives what it did not make.

use crate::{
    ActorId, Address, Event, Fact, Op, Outcome, SessionId, SocketId,
    record::{chunk::Chunk, event::Exit, segment::Flags},
    testing::{Script, arbitrary, random::Random},
    wire::{self, Received, WireError},
};
use proptest::prelude::*;

fn events(seed: u64, count: usize) -> Vec<Event> {
    let mut r = Random::new(seed);
    (0..count).map(|_| arbitrary::event(&mut r)).collect()
}

proptest! {
    #[test]
    fn decoding_undoes_encoding(seed: u64, count in 0usize..40, first: u64) {
        let (events, session) = (events(seed, count), SessionId(u128::from(seed) << 64 | 7));
        let bytes = wire::encode_chunk(session, first, &events);
        prop_assert_eq!(wire::chunk_header(&bytes), Ok((session, first)));
        let chunk = Chunk { session, first_seq: first, events };
        prop_assert_eq!(wire::decode_chunk(&bytes), Ok(chunk.clone()));
        prop_assert_eq!(wire::decode_received(&bytes), Ok(Received::Chunk(chunk)));
    }

    #[test]
    fn messages_come_back(seed: u64) {
        let mut r = Random::new(seed);
        let (up, down) = (arbitrary::up(&mut r), arbitrary::down(&mut r));
        prop_assert_eq!(wire::decode_up(&wire::encode_up(&up)), Ok(up));
        let received = wire::decode_received(&wire::encode_down(&down));
        prop_assert_eq!(received, Ok(Received::Down(down)));
    }

    #[test]
    fn any_bytes_are_refused_or_read(bytes: Vec<u8>, kind in 0u8..4) {
        let _ = (wire::decode_up(&bytes), wire::decode_received(&bytes), wire::decode_chunk(&bytes));
        let mut ours = b"Sk\x01".to_vec();
        ours.push(kind);
        ours.extend(bytes);
        let _ = (wire::decode_up(&ours), wire::decode_received(&ours), wire::decode_chunk(&ours));
    }

    #[test]
    fn a_damaged_chunk_is_refused_or_read(seed: u64, at: prop::sample::Index, change: u8, cut: prop::sample::Index) {
        let mut bytes = wire::encode_chunk(SessionId(1), 1, &events(seed, 6));
        let at = at.index(bytes.len());
        bytes[at] ^= change;
        let _ = wire::decode_received(&bytes);
        let cut = cut.index(bytes.len());
        let _ = wire::decode_received(&bytes[..cut]);
    }
}

#[test]
fn what_is_not_ours_is_told_apart() {
    let up = wire::encode_up(&wire::Up::Hello { token: None });
    let mut newer = up.clone();
    newer[2] = wire::VERSION + 1;
    assert_eq!(
        wire::decode_up(&newer),
        Err(WireError::Version { found: wire::VERSION + 1, understood: wire::VERSION })
    );
    assert_eq!(wire::decode_received(&up), Err(WireError::Kind { found: wire::KIND_UP }));
    assert_eq!(wire::decode_up(b"GET / HTTP/1.1"), Err(WireError::NotOurs));
    assert_eq!(wire::decode_up(b"Sk"), Err(WireError::NotOurs));
    assert_eq!(wire::decode_up(&up[..4]), Err(WireError::Damaged));
}

/// Calls of a busily polling server, a few µs apart, that move no payload: what most of a log's events are.
fn without_payload() -> Vec<Event> {
    let (server, mut s) = (ActorId(0), Script::new("figures", &[("server", "server.py", "")]));
    let listener = s.listener(server, 1, 128);
    for round in 0..4000u64 {
        let sock = match round % 7 {
            0 => listener,
            n => crate::testing::Sock { actor: server, id: SocketId(n as u32), fd: 3 + n as i32 },
        };
        s.wait_us(round * 7919 % 13);
        match round % 4 {
            0 => s.quick(server, Some(sock), 12, Op::Recv { max_bytes: 1024, flags: 0 }, Outcome::WouldBlock),
            1 => s.quick(server, Some(sock), 10, Op::Accept, Outcome::WouldBlock),
            2 => s.quick(server, Some(sock), 14, Op::SetBlocking { blocking: false }, Outcome::Done),
            _ => s.quick(server, Some(sock), 16, Op::Close, Outcome::Done),
        }
    }
    s.push(Fact::ActorExited { actor: server, exit: Exit::Finished, cpu_ns: 1 });
    s.finish().split_off(5)
}

#[test]
fn an_event_without_payload_takes_ten_bytes() {
    let events = without_payload();
    let bytes = wire::encode_chunk(SessionId(1), 1, &events).len();
    let each = bytes as f64 / events.len() as f64;
    eprintln!("{} events without payload: {each:.2} B each", events.len());
    assert!(each <= 10.0, "{each:.2} B");
}

#[test]
fn names_of_flags_and_addresses() {
    assert_eq!(Flags(Flags::SYN | Flags::ACK).names(), "SYN, ACK");
    assert_eq!(Address::V4([127, 0, 0, 1], 80).to_string(), "127.0.0.1:80");
    assert_eq!(Address::Unix(b"\0x".to_vec()).to_string(), "@x");
    assert_eq!(SessionId::parse("05c07e5c07"), Some(SessionId(0x5_c07e_5c07)));
    assert_eq!(SessionId::parse("+5c07e5c07"), None);
    assert_eq!(SessionId(0x5_c07e_5c07).to_string(), "05c07e5c07");
    let long = SessionId(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef);
    assert_eq!(long.to_string(), "0123456789abcdef0123456789abcdef");
    assert_eq!(SessionId::parse(&long.to_string()), Some(long));
    assert_eq!(SessionId::parse(&u128::MAX.to_string()), None);
    assert_eq!(SessionId::parse("0000000000000000000000000000000f"), None, "an id has one form");
}
