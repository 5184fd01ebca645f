//! A program of our own asks the server on port 8001, and somebody from outside the web server on port 8080.

use super::{Verdict::*, check};
use crate::{
    ActorId, Address, ConnectionId, Event, Fact, Op, Outcome,
    bytes::framing::{ByteOrder, Framing},
    lesson::claims::{ReceivedEqualsSent, SameAnswer, VisitorsSendRequests},
    record::{event::DoorNews, session::DoorInfo},
    testing::{Script, Sock, timeline},
};

const SERVER: ActorId = ActorId(0);
const CLIENT: ActorId = ActorId(1);
const WEB: ActorId = ActorId(2);
const INSIDE: Address = Address::V4([127, 0, 0, 1], 45_000);
const OUTSIDE: Address = Address::V4([127, 0, 0, 1], 51_234);

fn session(visit: impl FnOnce(&mut Script, Sock)) -> Vec<Event> {
    let mut s = Script::new("browser", &[("server", "", ""), ("client", "", ""), ("web", "", "")]);
    let listener = s.listener(SERVER, 1, 5);
    let accept = s.call(Some(listener), 4, Op::Accept);
    let client = s.socket(CLIENT, 1);
    let conn = s.connect(client, 2);
    let served = s.accepted(&accept, SERVER, &conn);
    s.sendall(served, 5, b"\x05hello");
    s.recv(client, 3, 64, b"\x05hello");
    let web = s.new_sock(WEB);
    s.push(Fact::Door { door: 0, news: DoorNews::Opened { outside: Address::V4([127, 0, 0, 1], 40_000) } });
    visit(&mut s, web);
    s.ended();
    let mut events = s.finish();
    if let Some(Fact::SessionStarted(info)) = events.first_mut().map(|event| &mut event.fact) {
        info.framing = Framing::LengthPrefix { width: 1, order: ByteOrder::Little };
        info.doors = vec![DoorInfo { actor: WEB, port: 8080, framing: Framing::Http }];
    }
    events
}

/// Somebody comes, sends this, and is answered that.
fn asked(request: &[u8], answer: &[u8]) -> Vec<Event> {
    session(|s, web| {
        s.push(Fact::Door { door: 0, news: DoorNews::Visitor { outside: OUTSIDE, inside: INSIDE } });
        let local = Address::V4([127, 0, 0, 1], 8080);
        let connection = Some(ConnectionId(1));
        let outcome = Outcome::Accepted { socket: web.id, fd: web.fd, connection, local, peer: INSIDE };
        s.quick(WEB, None, 2, Op::Accept, outcome);
        s.recv(web, 3, 1024, request);
        s.sendall(web, 4, answer);
    })
}

fn same() -> SameAnswer {
    SameAnswer { actor: "server".into(), other: "web".into() }
}

fn requests() -> VisitorsSendRequests {
    VisitorsSendRequests { actor: "web".into() }
}

const GET: &[u8] = b"GET / HTTP/1.1\r\n\r\n";

#[test]
fn the_same_answer_in_two_protocols() {
    let ok = |body: &str| format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    check(asked(GET, ok("hello").as_bytes()), same(), Holds, "both got \"hello\"");
    let text = "one got \"hello\", the other \"hallo\"";
    check(asked(GET, ok("hallo").as_bytes()), same(), Fails, text);
    let refused = "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno";
    check(asked(GET, refused.as_bytes()), same(), Fails, "at least one has not answered");
    check(asked(GET, (refused.to_owned() + &ok("hello")).as_bytes()), same(), Holds, "both got \"hello\"");
    check(session(|_, _| ()), same(), NotApplicable, "nobody came from outside");
}

#[test]
fn browsers_send_request_lines() {
    check(asked(GET, b"x"), requests(), Holds, "GET␣/␣HTTP/1.1");
    check(asked(b"hello\r\n", b"x"), requests(), Fails, "\"hello\" is not a request line");
    check(asked(b"GET / HT", b"x"), requests(), Fails, "\"GET␣/␣HT\" is not a request line");
    check(asked(b"", b"x"), requests(), NotApplicable, "nobody came from outside");
    check(session(|_, _| ()), requests(), NotApplicable, "nobody came from outside");
    let mut live = asked(b"GET / HT", b"x");
    live.pop();
    check(live, requests(), NotYet, "a first line has not ended yet");
}

#[test]
fn what_comes_from_outside_is_not_what_a_program_sent() {
    let text = "6 B sent and received, every byte the same";
    check(asked(GET, b"x"), ReceivedEqualsSent {}, Holds, text);
}

#[test]
fn somebody_from_outside_has_a_name_and_streams_that_add_up() {
    let timeline = timeline(asked(GET, b"x"));
    let world = timeline.latest();
    let name = |id| {
        crate::words::side_name(world, ConnectionId(id), crate::Side::Client, crate::words::Language::En)
    };
    assert_eq!((name(0).as_str(), name(1).as_str()), ("client", "your browser"));
    let [asked, _] = world.connections[1].streams;
    assert_eq!((asked.sent, asked.received), (GET.len() as u64, GET.len() as u64));
    assert_eq!(world.connections[1].ends[0].socket, None);
}
