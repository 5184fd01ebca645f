//! The page with a recorded fixture instead of a relay: for looking at it while working on it.
//!
//! `#demo=long` shows a long log, `#demo=held` one in step mode, `#demo=lost` a relay that is gone; others sticky's.

use crate::{
    model::{Action, Connection, Model},
    view::app::Props,
};
use socketscope_shared::{
    ConnectionId, Direction, Event, Exit, Fact, SessionId, StreamId, Text,
    claims::Check,
    framing::Framing,
    lesson::{
        Claim, Knob, KnobKind, KnobTarget, Lesson, Marker, Moment, Prediction, Program, Section, StartWhen,
    },
    testing,
    wire::{Down, Received},
};
use yew::Callback;

/// What the page is opened with.
pub fn props() -> Props {
    Props { socket_url: None, replay: Some(Callback::from(replay)) }
}

fn replay(mut model: Model) -> Model {
    let hash = web_sys::window().and_then(|w| w.location().hash().ok()).unwrap_or_default();
    let has = |word: &str| hash.contains(word);
    let welcome = Down::Welcome { relay: "demo".into(), may_run: true, lessons: lessons() };
    model.receive(Ok(Received::Down(welcome)));
    if !has("idle") {
        let events = if has("long") { testing::long_session(200_000) } else { testing::sticky_session() };
        let mut chunk = testing::chunk(events);
        if has("crash") {
            crash_the_server(&mut chunk.events);
        }
        if has("held") {
            hold_the_recv(&mut chunk.events);
        }
        if has("live") {
            chunk.events.truncate(36);
        }
        let session: SessionId = chunk.session;
        model.receive(Ok(Received::Down(Down::Started { session })));
        model.receive(Ok(Received::Chunk(chunk)));
        let seq = hash.split("seq=").nth(1).and_then(|text| text.split('&').next()?.parse().ok());
        if let Some(seq) = seq {
            model.apply(Action::Seek(seq));
        }
    }
    if has("frames") {
        let stream = StreamId { connection: ConnectionId(0), direction: Direction::ToServer };
        let order = socketscope_shared::framing::ByteOrder::Little;
        model.apply(Action::SetFraming(stream, Framing::LengthPrefix { width: 4, order }));
    }
    if has("lost") {
        model.apply(Action::Connection(Connection::Lost { retry_in_ms: 2000 }));
    }
    if has("present") {
        model.apply(Action::Present(true));
    }
    if has("help") {
        model.apply(Action::Help(true));
    }
    for (index, tab) in crate::model::Tab::ALL.into_iter().enumerate() {
        if has(&format!("tab={}", index + 1)) {
            model.apply(Action::SelectTab(tab));
        }
    }
    if has("true") {
        model.apply(Action::SetAxis(crate::model::Axis::Time));
    }
    model
}

/// As if the last program to end had raised an exception.
fn crash_the_server(events: &mut [Event]) {
    let exits = events.iter_mut().rev().find_map(|event| match &mut event.fact {
        Fact::ActorExited { exit, .. } => Some(exit),
        _ => None,
    });
    if let Some(exit) = exits {
        let message = "'utf-8' codec can't decode byte 0xe7 in position 0: unexpected end of data".to_owned();
        let traceback = format!(
            "Traceback (most recent call last):\n  File \"server.py\", line 17, in <module>\n    print(data.decode())\nUnicodeDecodeError: {message}\n"
        );
        *exit = Exit::Exception { kind: "UnicodeDecodeError".into(), message, line: 17, traceback };
    }
}

/// As if in step mode: both sends were released, and the server is held before its recv.
fn hold_the_recv(events: &mut Vec<Event>) {
    let recv = events.iter().find_map(|event| match &event.fact {
        Fact::Returned { actor, call, .. } if call.op.name() == "recv" => Some((*actor, call.clone())),
        _ => None,
    });
    let last_send = events
        .iter()
        .rposition(|event| matches!(&event.fact, Fact::Returned { call, .. } if call.op.name() == "send"));
    if let (Some((actor, call)), Some(last)) = (recv, last_send) {
        events.truncate(last + 4);
        let at_ns = events.last().map_or(0, |event| event.at_ns);
        events.push(Event { at_ns, fact: Fact::Held { actor, call } });
    }
}

fn text(en: &str, zh: &str) -> Text {
    Text { en: en.into(), zh: zh.into() }
}

fn lessons() -> Vec<Lesson> {
    let info = testing::sticky_session().into_iter().find_map(|event| match event.fact {
        Fact::SessionStarted(info) => Some(*info),
        _ => None,
    });
    let programs = info.map(|info| info.actors).unwrap_or_default();
    let program = |actor: &socketscope_shared::session::ActorInfo| Program {
        actor: actor.name.clone(),
        file: actor.file.clone(),
        source: actor.source.clone(),
        start: StartWhen::AtOnce,
    };
    let knob = |id: &str, label: Text, kind: KnobKind, default: &str| Knob {
        id: id.into(),
        label,
        help: text("What this changes in the program", "它改变程序中的什么"),
        kind,
        default: default.into(),
        target: KnobTarget::Variable(id.to_uppercase()),
    };
    let moment =
        |actor: &str, call: &str, nth| Moment { actor: actor.into(), call: call.into(), nth, useful: false };
    let sticky = Lesson {
        id: "sticky".into(),
        number: "3.2".into(),
        section: Section::Sockets,
        title: text("Sticky packets", "粘包"),
        summary: text(
            "Two sends, one recv: TCP carries bytes, not messages.",
            "两次 send，一次 recv：TCP 传输的是字节，而不是消息。",
        ),
        programs: programs.iter().map(program).collect(),
        knobs: vec![
            knob("recv_size", text("recv size", "recv 大小"), KnobKind::Int { min: 1, max: 65536 }, "1024"),
            knob(
                "delay",
                text("delay between sends", "两次发送的间隔"),
                KnobKind::Milliseconds { max: 2000 },
                "0",
            ),
            knob("nodelay", text("TCP_NODELAY", "TCP_NODELAY"), KnobKind::Bool, "false"),
        ],
        framing: Framing::None,
        view: None,
        doors: Vec::new(),
        contrast: None,
        axis: Default::default(),
        markers: vec![Marker {
            only_if: Vec::new(),
            after: moment("client", "send", 2),
            text: text(
                "TCP is a byte stream: the boundary at offset 5 exists only in the sender's code.",
                "TCP 是字节流：偏移 5 处的边界只存在于发送方的代码里。",
            ),
        }],
        predictions: vec![Prediction {
            only_if: Vec::new(),
            before: moment("server", "recv", 1),
            question: text("What will recv(1024) return?", "recv(1024) 会返回什么？"),
        }],
        claims: vec![
            Claim {
                text: text(
                    "Received bytes equal sent bytes, in order",
                    "收到的字节与发送的字节相同且顺序一致",
                ),
                check: Check::ReceivedEqualsSent,
                only_if: Vec::new(),
            },
            Claim {
                text: text("Fewer recvs than sends", "recv 次数少于 send 次数"),
                check: Check::FewerRecvsThanSends { actor: "server".into() },
                only_if: Vec::new(),
            },
        ],
    };
    let life = Lesson {
        id: "life".into(),
        number: "3.1".into(),
        title: text("Life of a socket", "套接字的一生"),
        ..sticky.clone()
    };
    vec![life, sticky]
}
