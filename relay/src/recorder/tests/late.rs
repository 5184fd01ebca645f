//! Reports that come later than the window: effects wait for them.

use super::*;
use socketscope_probe::protocol::Progress;
use socketscope_shared::record::linux::MSG_OOB;

/// What the server's end does is recorded after the accept that made it, however late that comes.
#[test]
fn an_end_that_no_accept_has_made_yet_does_nothing() {
    let mut recorder = recorder();
    let mut inputs = conversation();
    let accepted = inputs.remove(8).1;
    inputs.truncate(8);
    inputs.into_iter().for_each(|(_, input)| recorder.push(input));
    recorder.push(Input::Segments(vec![segment(31, Direction::ToClient, Flags::FIN | Flags::ACK, 901, 0)]));
    let late_ns = EPOCH_NS + 31 * MS + WINDOW_NS + 20 * MS;
    assert!(!names(&recorder.poll(late_ns)).contains(&"[FIN, ACK]".to_owned()));
    recorder.push(accepted);
    recorder.push(Input::Actor(SERVER, returned(&call(7, 30, Some(1), Op::Close), 40, Outcome::Done)));
    assert_eq!(names(&recorder.poll(late_ns)), ["accept", "close", "[FIN, ACK]"]);
}

/// The kernel reports new room while recv is under way; what made the room is recorded first.
#[test]
fn a_window_opens_after_the_recv_that_made_room() {
    let mut recorder = recorder();
    conversation().into_iter().for_each(|(_, input)| recorder.push(input));
    let window =
        |at_ms, window| Captured { window, ..segment(at_ms, Direction::ToClient, Flags::ACK, 901, 0) };
    let recv = call(6, 29, Some(1), Op::Recv { max_bytes: 1024, flags: 0 });
    recorder.push(Input::Segments(vec![window(28, 0), window(31, 800)]));
    let received = Outcome::Received { data: Vec::new(), from: None };
    recorder.push(Input::Actor(SERVER, returned(&recv, 33, received)));
    let log = names(&recorder.flush());
    assert!(log.ends_with(&["[ACK]".to_owned(), "recv".to_owned(), "[ACK]".to_owned()]), "{log:?}");
}

/// The capture reports a handshake before a busy client reports its connect.
#[test]
fn a_syn_waits_for_the_connect_that_sent_it() {
    let mut recorder = recorder();
    let (client, rest): (Vec<_>, Vec<_>) =
        conversation().into_iter().take(9).partition(|(actor, _)| *actor == Some(CLIENT));
    rest.into_iter().for_each(|(_, input)| recorder.push(input));
    let late_ns = EPOCH_NS + 14 * MS + WINDOW_NS + 20 * MS;
    assert_eq!(names(&recorder.poll(late_ns)), ["socket", "bind", "listen"]);
    client.into_iter().for_each(|(_, input)| recorder.push(input));
    let after = names(&recorder.poll(late_ns));
    assert_eq!(after[..5], ["socket", "connect…", "[SYN]", "[SYN, ACK]", "[ACK]"]);
}

/// An urgent byte overtakes the report of its send.
#[test]
fn an_urgent_byte_waits_for_the_send_that_offered_it() {
    let mut recorder = recorder();
    conversation().into_iter().for_each(|(_, input)| recorder.push(input));
    let late_ns = EPOCH_NS + 33 * MS + WINDOW_NS;
    let recv = call(6, 32, Some(1), Op::Recv { max_bytes: 1, flags: MSG_OOB });
    let received = Outcome::Received { data: b"!".to_vec(), from: None };
    recorder.push(Input::Actor(SERVER, returned(&recv, 33, received)));
    assert!(
        names(&recorder.poll(late_ns)).ends_with(&["recv".to_owned()]),
        "the first one of the conversation"
    );
    let op = Op::Send { data: b"!".to_vec(), flags: MSG_OOB, to: None, omitted_bytes: 0 };
    let send = call(7, 31, Some(0), op);
    recorder.push(Input::Actor(CLIENT, returned(&send, 40, Outcome::Sent { len_bytes: 1 })));
    assert_eq!(names(&recorder.poll(late_ns)), ["send", "recv"]);
}

/// The kernel is read while a busy program has not reported its send: the reading waits for the send, and for its segment.
#[test]
fn a_reading_waits_for_the_bytes_that_it_counts() {
    let mut recorder = recorder();
    let mut early: Vec<Input> = conversation().into_iter().map(|(_, input)| input).collect();
    let late = early.split_off(10);
    early.into_iter().for_each(|input| recorder.push(input));
    let reading = SocketReading {
        local: address(PORT),
        peer: Some(address(LISTENER)),
        send_queue: 5,
        progress: Some(Progress { acknowledged: 1, received: 0, with_queues: true }),
        ..reading(TcpState::Established)
    };
    recorder.push(Input::Readings { at_ns: EPOCH_NS + 22 * MS, readings: vec![reading] });
    let now_ns = EPOCH_NS + 22 * MS + WINDOW_NS + MS;
    assert!(!names(&recorder.poll(now_ns)).contains(&"readings".to_owned()));
    late.into_iter().for_each(|input| recorder.push(input));
    assert_eq!(names(&recorder.poll(now_ns)), ["send", "[5]", "readings", "recv"]);
}
