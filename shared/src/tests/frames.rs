//! Frames do not depend on how the bytes came in, and they cover the stream.

use crate::{
    bytes::framing::{ByteOrder, Frame, FrameError, FrameKind, Framer, Framing, Missing},
    testing::{arbitrary, random::Random},
};
use ByteOrder::{Big, Little};
use proptest::prelude::*;

proptest! {
    #[test]
    fn one_byte_at_a_time_equals_all_at_once(seed: u64, bytes in prop::collection::vec(0u8..5, 0..60)) {
        let framing = arbitrary::framing(&mut Random::new(seed));
        let whole = framing.frames(&bytes);
        let mut framer = Framer::new(&framing);
        for (at, byte) in bytes.iter().enumerate() {
            framer.push(&[*byte]);
            let so_far: Vec<_> = framer.frames().collect();
            prop_assert_eq!(&so_far, &framing.frames(&bytes[..=at]));
        }
        prop_assert_eq!(framer.frames().collect::<Vec<_>>(), whole);
    }

    #[test]
    fn frames_tile_the_stream(seed: u64, bytes in prop::collection::vec(0u8..5, 0..60)) {
        let framing = arbitrary::framing(&mut Random::new(seed));
        let frames = framing.frames(&bytes);
        if !framing.is_some() {
            prop_assert_eq!(frames, vec![]);
            return Ok(());
        }
        let mut at = 0;
        for frame in &frames {
            prop_assert_eq!(frame.from, at);
            prop_assert!(frame.from < frame.to, "{:?}", frame);
            prop_assert!(frame.from <= frame.body_from && frame.body_from <= frame.body_to);
            prop_assert!(frame.body_to <= frame.to);
            at = frame.to;
        }
        prop_assert_eq!(at, bytes.len() as u64);
        let complete = |frame: &Frame| frame.kind == FrameKind::Complete;
        prop_assert!(frames.iter().rev().skip(1).all(complete));
    }

    #[test]
    fn a_prefix_has_the_frames_that_it_had_then(seed: u64, bytes in prop::collection::vec(0u8..5, 0..60), cut: prop::sample::Index) {
        let framing = arbitrary::framing(&mut Random::new(seed));
        let mut framer = Framer::new(&framing);
        framer.push(&bytes);
        let prefix = &bytes[..cut.index(bytes.len() + 1)];
        let (complete, tail) = framer.frames_of_prefix(prefix);
        let frames: Vec<_> = complete.iter().copied().chain(tail).collect();
        prop_assert_eq!(frames, framing.frames(prefix));
    }
}

/// Pieces of HTTP and of other bytes, in any order.
fn http_pieces() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: [&[u8]; 16] = [
        b"GET / HTTP/1.1\r\n",
        b"POST /x HTTP/1.0\r\n",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 204 No Content\r\n",
        b"Host: 127.0.0.1\r\n",
        b"content-length: 3\r\n",
        b"Content-Length: 11\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 99999999999\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"\r\n",
        b"\r\n",
        b"abc",
        b"\r",
        b"\n",
        b"",
    ];
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn http_one_byte_at_a_time_equals_all_at_once(bytes in http_pieces()) {
        let mut framer = Framer::new(&Framing::Http);
        let mut at = 0;
        for (end, byte) in (1..).zip(&bytes) {
            framer.push(&[*byte]);
            let so_far: Vec<_> = framer.frames().collect();
            prop_assert_eq!(&so_far, &Framing::Http.frames(&bytes[..end]));
        }
        for frame in framer.frames() {
            prop_assert_eq!(frame.from, at);
            prop_assert!(frame.from <= frame.body_from && frame.body_from <= frame.body_to && frame.body_to <= frame.to);
            at = frame.to;
        }
        prop_assert_eq!(at, bytes.len() as u64);
    }
}

#[test]
fn heads_and_bodies_of_http() {
    let (complete, partial) = (FrameKind::Complete, FrameKind::Partial);
    let request = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".as_slice();
    let len = request.len() as u64;
    let twice = [request, request].concat();
    check(Framing::Http, &twice, &[(0, len, complete), (len, 2 * len, complete)]);
    check(
        Framing::Http,
        &twice[..twice.len() - 1],
        &[(0, len, complete), (len, 2 * len - 1, partial(Missing::Head))],
    );
    let answer = b"HTTP/1.1 200 OK\r\nCONTENT-LENGTH:  5 \r\n\r\nhello";
    check(Framing::Http, answer, &[(0, answer.len() as u64, complete)]);
    let frame = Framing::Http.frames(answer)[0];
    assert_eq!(&answer[frame.body_from as usize..frame.body_to as usize], b"hello");
    let short = &answer[..answer.len() - 2];
    check(Framing::Http, short, &[(0, short.len() as u64, partial(Missing::Body { bytes: 2 }))]);
    let open = b"HTTP/1.0 200 OK\r\n\r\nas long as it lasts";
    check(Framing::Http, open, &[(0, open.len() as u64, partial(Missing::Close))]);
    let nothing = b"HTTP/1.1 204 No Content\r\n\r\n";
    check(Framing::Http, nothing, &[(0, nothing.len() as u64, complete)]);
}

#[test]
fn what_is_no_http_is_flagged() {
    let error = |bytes: &[u8], error| {
        check(Framing::Http, bytes, &[(0, bytes.len() as u64, FrameKind::Error(error))]);
    };
    error(b"hello world\r\n", FrameError::NotHttp);
    error(b"\r\n", FrameError::NotHttp);
    error(b"GET / HTTP/2.0\r\n", FrameError::NotHttp);
    error(b"GET /a b HTTP/1.1\r\n\r\n", FrameError::NotHttp);
    error(b"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", FrameError::NoLength);
    error(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", FrameError::NoLength);
    let long = b"POST / HTTP/1.1\r\nContent-Length: 4000000000\r\n\r\n";
    error(long, FrameError::TooLong { len_bytes: 4_000_000_000 });
    error(&[b'a'; (64 << 10) + 1], FrameError::NotHttp);
}

fn prefix(width: u8, order: ByteOrder) -> Framing {
    Framing::LengthPrefix { width, order }
}

#[track_caller]
fn check(framing: Framing, bytes: &[u8], expected: &[(u64, u64, FrameKind)]) {
    let frames: Vec<_> = framing.frames(bytes).iter().map(|f| (f.from, f.to, f.kind)).collect();
    assert_eq!(frames, expected);
}

#[test]
fn text_read_as_a_length_is_flagged() {
    let too_long = FrameKind::Error(FrameError::TooLong { len_bytes: 1_819_043_176 });
    check(prefix(4, Little), b"hello world", &[(0, 11, too_long)]);
    let negative = FrameKind::Error(FrameError::Negative { len_bytes: -1 });
    check(prefix(4, Little), &[255; 6], &[(0, 6, negative)]);
    check(prefix(8, Big), &[255; 8], &[(0, 8, negative)]);
    check(prefix(1, Big), &[255, 7], &[(0, 2, FrameKind::Partial(Missing::Body { bytes: 254 }))]);
}

#[test]
fn what_is_missing_is_counted() {
    let message = [b"\x05\0\0\0".as_slice(), b"hello"].concat();
    let complete = FrameKind::Complete;
    check(prefix(4, Little), &message, &[(0, 9, complete)]);
    check(prefix(4, Little), &message[..2], &[(0, 2, FrameKind::Partial(Missing::Header { bytes: 2 }))]);
    check(prefix(4, Little), &message[..4], &[(0, 4, FrameKind::Partial(Missing::Body { bytes: 5 }))]);
    check(prefix(4, Little), &message[..6], &[(0, 6, FrameKind::Partial(Missing::Body { bytes: 3 }))]);
    check(prefix(2, Big), &[0, 0, 0, 1, b'x'], &[(0, 2, complete), (2, 5, complete)]);
    let lines = Framing::Delimiter { bytes: b"\r\n".to_vec() };
    check(
        lines,
        b"a\r\n\r\r\nb",
        &[(0, 3, complete), (3, 6, complete), (6, 7, FrameKind::Partial(Missing::Delimiter))],
    );
    let fixed = Framing::Fixed { len_bytes: 3 };
    check(fixed, b"abcd", &[(0, 3, complete), (3, 4, FrameKind::Partial(Missing::Body { bytes: 2 }))]);
}

#[test]
fn a_large_body_costs_no_time_for_each_byte() {
    let mut framer = Framer::with_limit(&prefix(8, Big), u64::MAX);
    framer.push(&(1u64 << 40).to_be_bytes());
    framer.push(&[0; 1 << 16]);
    let tail = framer.tail().expect("a partial frame");
    assert_eq!(tail.kind, FrameKind::Partial(Missing::Body { bytes: (1 << 40) - (1 << 16) }));
}
