//! Claims about frames.

use super::*;
use crate::bytes::framing::{ByteOrder, Framing};

#[test]
fn a_misread_header_announces_what_never_comes() {
    let framed = |width: u8, order: ByteOrder| {
        let mut events = sticky_session();
        if let Fact::SessionStarted(info) = &mut events[0].fact {
            info.framing = Framing::LengthPrefix { width, order };
        }
        events
    };
    let misread = || HeaderMisread { actor: server() };
    // "hello world" read as a length and what follows.
    let text = "the header at offset 0 announces 104 bytes, and 10 came";
    check(framed(1, ByteOrder::Little), misread(), Holds, text);
    let text = "the header at offset 0 announces 1819043176 bytes, and 7 came";
    check(framed(4, ByteOrder::Little), misread(), Holds, text);
    check(sticky_session(), misread(), Fails, "no header announces more than came");
}

/// The client sends `sent`, framed by a length of one byte; the server's recvs return data so long as `lengths` say.
fn framed_session(sent: &[u8], lengths: &[usize]) -> Vec<Event> {
    let mut s = Script::new("framed", &[("server", "server.py", ""), ("client", "client.py", "")]);
    let listener = s.listener(ActorId(0), 1, 5);
    let accept = s.call(Some(listener), 2, Op::Accept);
    let client = s.socket(ActorId(1), 1);
    let conn = s.connect(client, 2);
    let server = s.accepted(&accept, ActorId(0), &conn);
    s.sendall(client, 3, sent);
    let mut rest = sent;
    for len in lengths {
        let (taken, left) = rest.split_at(*len);
        s.recv(server, 3, 1024, taken);
        rest = left;
    }
    s.ended();
    let mut events = s.finish();
    if let Some(Fact::SessionStarted(info)) = events.first_mut().map(|event| &mut event.fact) {
        info.framing = Framing::LengthPrefix { width: 1, order: ByteOrder::Little };
    }
    events
}

#[test]
fn frames() {
    let read = || FramesAreRead { actor: server() };
    let (empty, characters) =
        (|| EmptyFrameIsAFrame { actor: server() }, || CharactersAreReassembled { actor: server() });
    let sent = b"\x03\xe4\xbd\xa0\x00\x01a";
    let exactly = || framed_session(sent, &[1, 2, 1, 1, 1, 1]);
    check(exactly(), read(), Holds, "3 messages with 4 B of body, each read to its last byte");
    check(exactly(), empty(), Holds, "the message at offset 4 is a header of 1 B and no body");
    let text = "a recv ended at offset 3, inside a character; the whole body is valid text";
    check(exactly(), characters(), Holds, text);
    let text = "the recv of bytes 0 to 2 went past the end of a header or a body";
    check(framed_session(sent, &[2, 2, 1, 1, 1]), read(), Fails, text);
    check(framed_session(sent, &[1, 3, 1, 1]), read(), Fails, "the last message is not complete");
    check(
        framed_session(b"\x01a", &[1, 1]),
        empty(),
        NotApplicable,
        "no message without a body was received",
    );
    check(framed_session(b"\x01a", &[1, 1]), characters(), NotApplicable, "no recv ended inside a character");
    check(framed_session(b"\x03\xe4\xbdx", &[1, 1, 2]), characters(), Fails, "the body is not UTF-8");
}

/// The server's calls, with how many bytes each asks for and gets.
fn asking_session(sent: &[u8], calls: &[(u64, usize)]) -> Vec<Event> {
    let lengths: Vec<usize> = calls.iter().map(|(_, len)| *len).collect();
    let mut asked = calls.iter().map(|(max_bytes, _)| *max_bytes);
    let mut events = framed_session(sent, &lengths);
    for event in &mut events {
        if let Fact::Returned { call, .. } = &mut event.fact
            && let Op::Recv { max_bytes, .. } = &mut call.op
        {
            *max_bytes = asked.next().expect("a size for each recv");
        }
    }
    events
}

#[test]
fn a_part_is_taken_for_the_whole() {
    let taken = || PartTakenForWhole { actor: server() };
    let sent = b"\x05hello\x01a";
    let careful = asking_session(sent, &[(1, 1), (5, 2), (3, 3), (1, 1), (1, 1)]);
    check(careful, taken(), NotApplicable, "each recv happened to return a whole header or body");
    let in_chunks = asking_session(b"\x05hello", &[(1, 1), (2, 2), (2, 2), (1, 1)]);
    check(in_chunks, taken(), NotApplicable, "each recv happened to return a whole header or body");
    let text = "the recv for the body at offset 1 (5 B) returned 2 B; the next call was recv(1), as if that were all";
    check(asking_session(sent, &[(1, 1), (5, 2), (1, 1)]), taken(), Holds, text);
    let text = "the recv for the body at offset 1 (5 B) returned 2 B, and nobody asked for the rest";
    check(asking_session(sent, &[(1, 1), (5, 2)]), taken(), Holds, text);
}
