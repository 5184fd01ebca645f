//! Every kind of what a lesson has, each at least once, as `tests/recordings/v1/full.skrec` has it: see
//! [`every`](super::every).

use super::every::{each_of, framings};
use crate::{
    SessionId,
    lesson::{
        Axis, Claim, Condition, Contrast, ContrastRow, DeclaredRun, Door, Knob, KnobKind, KnobTarget, Lesson,
        Marker, Packed, Prediction, Program, Section, StartWhen, Text, View,
    },
    record::{
        framing::{ByteOrder, Framing},
        session::File,
    },
    testing,
};

fn text(en: &str) -> Text {
    Text::new(en, format!("{en}（中文）"))
}

fn knobs() -> Vec<Knob> {
    let kinds = each_of!(KnobKind;
        KnobKind::Int { .. } => KnobKind::Int { min: i64::MIN, max: 9 },
        KnobKind::Milliseconds { .. } => KnobKind::Milliseconds { max: 5000 },
        KnobKind::Bool => KnobKind::Bool,
        KnobKind::Choice { .. } => KnobKind::Choice { values: vec!["a".into(), "b".into()] },
        KnobKind::Text { .. } => KnobKind::Text { max_chars: 40 },
    );
    let targets = each_of!(KnobTarget;
        KnobTarget::Variable(_) => KnobTarget::Variable("A".into()),
        KnobTarget::HeaderWidth(_) => KnobTarget::HeaderWidth("B".into()),
        KnobTarget::HeaderOrder(_) => KnobTarget::HeaderOrder("C".into()),
        KnobTarget::HeaderSwapped(_) => KnobTarget::HeaderSwapped("D".into()),
        KnobTarget::Clients(_) => KnobTarget::Clients("E".into()),
        KnobTarget::Mtu => KnobTarget::Mtu,
        KnobTarget::Offloads => KnobTarget::Offloads;
        later KnobTarget::Hosts
    );
    let knob = |(target, kind): (KnobTarget, &KnobKind)| Knob {
        id: "knob".into(),
        label: text("label"),
        help: Text::new("help", ""),
        kind: kind.clone(),
        default: "0".into(),
        target,
    };
    targets.into_iter().zip(kinds.iter().cycle()).map(knob).collect()
}

fn conditions() -> Vec<Condition> {
    each_of!(Condition;
        Condition::Is { .. } => Condition::Is { knob: "a".into(), value: "1".into() },
        Condition::AtLeast { .. } => Condition::AtLeast { knob: "b".into(), value: -2 },
        Condition::AtMost { .. } => Condition::AtMost { knob: "c".into(), value: i64::MAX },
        Condition::IsNot { .. } => Condition::IsNot { knob: "d".into(), value: String::new() },
        Condition::FreeRun => Condition::FreeRun,
    )
}

/// A lesson with little in it.
pub fn small() -> Lesson {
    Lesson { recording: None, ..testing::lesson("small") }
}

/// A lesson with every kind of what lessons have, checks left out: see [`full`].
fn without_claims() -> Lesson {
    let moment = |call, nth| testing::moment("server", call, nth);
    let starts = each_of!(StartWhen;
        StartWhen::AtOnce => StartWhen::AtOnce,
        StartWhen::Listening(_) => StartWhen::Listening("server".into()),
        StartWhen::Ended(_) => StartWhen::Ended("server".into()),
        StartWhen::ListeningSoon(_) => StartWhen::ListeningSoon("server".into());
        later StartWhen::Connected(_)
    );
    let program = |start| Program {
        actor: "server".into(),
        file: "server.py".into(),
        source: "import socket\n".into(),
        arguments: "--port 8001".into(),
        start,
    };
    let row = ContrastRow { what: text("who"), one: text("one"), other: text("other") };
    let mut marked = moment("recv", 2);
    (marked.useful, marked.stuck) = (true, true);
    Lesson {
        programs: starts.into_iter().map(program).collect(),
        files: Packed::from(&vec![File { name: "f".into(), data: vec![1, 2, 255] }]),
        knobs: knobs(),
        framing: Framing::LengthPrefix { width: 4, order: ByteOrder::Big },
        doors: vec![Door { actor: "server".into(), port: 80, framing: Framing::Http }],
        contrast: Some(Contrast { one: text("A"), other: text("B"), rows: vec![row] }),
        view: Some(View::Layers),
        axis: Axis::Time,
        markers: vec![Marker { after: marked, text: text("note"), only_if: conditions() }],
        predictions: vec![Prediction {
            before: moment("accept", 1),
            question: text("what?"),
            only_if: Vec::new(),
        }],
        runs: Packed::from(&vec![DeclaredRun {
            id: "small-recv".into(),
            title: text("small"),
            set: vec![("recv_size".into(), "2".into())],
            held: true,
            recording: None,
        }]),
        recording: Some(SessionId(77)),
        section: Section::Own,
        ..testing::lesson("every")
    }
}

/// A lesson with every kind of what lessons have, and every check.
pub fn full() -> Lesson {
    let conditions = conditions();
    let claim =
        |check| Claim { text: text("it holds"), check: Packed::from(&check), only_if: conditions.clone() };
    Lesson { claims: super::checks::all().into_iter().map(claim).collect(), ..without_claims() }
}

/// Lessons that differ in what a lesson has one of.
pub fn all() -> Vec<Lesson> {
    let sections = each_of!(Section;
        Section::Foundations => Section::Foundations, Section::Sockets => Section::Sockets,
        Section::Waiting => Section::Waiting, Section::Multiplexing => Section::Multiplexing,
        Section::Beyond => Section::Beyond, Section::Own => Section::Own,
    );
    let views = each_of!(View;
        View::Bytes => View::Bytes, View::Readiness => View::Readiness, View::Comparison => View::Comparison,
        View::Layers => View::Layers, View::Exchange => View::Exchange,
    );
    let mut lessons = vec![full(), small()];
    lessons.extend(sections.into_iter().map(|section| Lesson { section, ..small() }));
    lessons.extend(views.into_iter().map(|view| Lesson { view: Some(view), ..small() }));
    let axes = each_of!(Axis; Axis::Events => Axis::Events, Axis::Time => Axis::Time);
    lessons.extend(axes.into_iter().map(|axis| Lesson { axis, ..small() }));
    lessons.extend(framings().into_iter().map(|framing| Lesson { framing, ..small() }));
    lessons
}
