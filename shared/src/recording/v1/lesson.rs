//! A lesson as it was when it ran.

use super::{
    addresses::SessionId,
    asked::{Claim, Marker, Prediction},
    keep::{Keep, Restore, mirror_enum, mirror_struct},
    knobs::Knob,
    session::{File, Framing},
    texts::Text,
};
use crate::lesson::{self, Packed};
use minicbor::{Decode, Encode};

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Lesson {
    #[n(0)]
    id: String,
    #[n(1)]
    number: String,
    #[cbor(n(2), decode_with = "crate::recording::cbor::lenient")]
    section: Option<Section>,
    #[n(3)]
    title: Text,
    #[n(4)]
    summary: Text,
    #[n(5)]
    programs: Vec<Program>,
    #[n(6)]
    files: Vec<File>,
    #[n(7)]
    knobs: Vec<Knob>,
    #[n(8)]
    framing: Framing,
    #[n(9)]
    doors: Vec<Door>,
    #[n(10)]
    contrast: Option<Contrast>,
    #[cbor(n(11), decode_with = "crate::recording::cbor::lenient")]
    view: Option<View>,
    #[cbor(n(12), decode_with = "crate::recording::cbor::lenient")]
    axis: Option<Axis>,
    #[n(13)]
    markers: Vec<Marker>,
    #[n(14)]
    predictions: Vec<Prediction>,
    #[n(15)]
    claims: Vec<Claim>,
    #[n(16)]
    runs: Vec<DeclaredRun>,
    #[n(17)]
    recording: Option<SessionId>,
    #[cbor(n(18), default)]
    first: bool,
    #[n(19)]
    compare_with: Option<String>,
}

impl Keep for lesson::Lesson {
    type Kept = Lesson;
    fn keep(&self) -> Lesson {
        let Self {
            id,
            number,
            section,
            title,
            summary,
            programs,
            files,
            knobs,
            framing,
            doors,
            contrast,
            view,
            axis,
            markers,
            predictions,
            claims,
            runs,
            recording,
            first,
            compare_with,
        } = self;
        Lesson {
            id: id.clone(),
            number: number.clone(),
            section: Some(section.keep()),
            title: title.keep(),
            summary: summary.keep(),
            programs: programs.keep(),
            files: files.read().unwrap_or_default().keep(),
            knobs: knobs.keep(),
            framing: framing.keep(),
            doors: doors.keep(),
            contrast: contrast.keep(),
            view: view.keep(),
            axis: Some(axis.keep()),
            markers: markers.keep(),
            predictions: predictions.keep(),
            claims: claims.iter().filter_map(Claim::of).collect(),
            runs: runs.read().unwrap_or_default().keep(),
            recording: recording.keep(),
            first: *first,
            compare_with: compare_with.clone(),
        }
    }
}

impl Restore for Lesson {
    type Restored = lesson::Lesson;
    fn restore(self) -> lesson::Lesson {
        lesson::Lesson {
            id: self.id,
            number: self.number,
            section: self.section.map_or(lesson::Section::Own, Restore::restore),
            title: self.title.restore(),
            summary: self.summary.restore(),
            programs: self.programs.restore(),
            files: Packed::from(&self.files.restore()),
            knobs: self.knobs.restore(),
            framing: self.framing.restore(),
            doors: self.doors.restore(),
            contrast: self.contrast.restore(),
            view: self.view.restore(),
            axis: self.axis.restore().unwrap_or_default(),
            markers: self.markers.restore().into_iter().flatten().collect(),
            predictions: self.predictions.restore().into_iter().flatten().collect(),
            claims: self.claims.restore().into_iter().flatten().collect(),
            runs: Packed::from(&self.runs.restore()),
            recording: self.recording.restore(),
            first: self.first,
            compare_with: self.compare_with,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Section {
    #[n(0)]
    Foundations,
    #[n(1)]
    Sockets,
    #[n(2)]
    Waiting,
    #[n(3)]
    Multiplexing,
    #[n(4)]
    Beyond,
    #[n(5)]
    Own,
}

mirror_enum!(Section = lesson::Section { Foundations, Sockets, Waiting, Multiplexing, Beyond, Own });

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum View {
    #[n(0)]
    Bytes,
    #[n(1)]
    Readiness,
    #[n(2)]
    Comparison,
    #[n(3)]
    Layers,
    #[n(4)]
    Exchange,
}

mirror_enum!(View = lesson::View { Bytes, Readiness, Comparison, Layers, Exchange });

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Axis {
    #[n(0)]
    Events,
    #[n(1)]
    Time,
}

mirror_enum!(Axis = lesson::Axis { Events, Time });

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Program {
    #[n(0)]
    pub actor: String,
    #[n(1)]
    pub file: String,
    #[n(2)]
    pub source: String,
    #[n(3)]
    pub arguments: String,
    #[n(4)]
    pub start: StartWhen,
}

mirror_struct!(Program = lesson::Program { actor, file, source, arguments, start });

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum StartWhen {
    #[n(0)]
    AtOnce,
    #[n(1)]
    Listening(#[n(0)] String),
    #[n(2)]
    Ended(#[n(0)] String),
    #[n(3)]
    ListeningSoon(#[n(0)] String),
    #[n(4)]
    Connected(#[n(0)] String),
}

impl Keep for lesson::StartWhen {
    type Kept = StartWhen;
    fn keep(&self) -> StartWhen {
        match self {
            Self::AtOnce => StartWhen::AtOnce,
            Self::Listening(actor) => StartWhen::Listening(actor.clone()),
            Self::Ended(actor) => StartWhen::Ended(actor.clone()),
            Self::ListeningSoon(actor) => StartWhen::ListeningSoon(actor.clone()),
            Self::Connected(actor) => StartWhen::Connected(actor.clone()),
        }
    }
}

impl Restore for StartWhen {
    type Restored = lesson::StartWhen;
    fn restore(self) -> lesson::StartWhen {
        match self {
            StartWhen::AtOnce => lesson::StartWhen::AtOnce,
            StartWhen::Listening(actor) => lesson::StartWhen::Listening(actor),
            StartWhen::Ended(actor) => lesson::StartWhen::Ended(actor),
            StartWhen::ListeningSoon(actor) => lesson::StartWhen::ListeningSoon(actor),
            StartWhen::Connected(actor) => lesson::StartWhen::Connected(actor),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Door {
    #[n(0)]
    pub actor: String,
    #[n(1)]
    pub port: u16,
    #[n(2)]
    pub framing: Framing,
}

mirror_struct!(Door = lesson::Door { actor, port, framing });

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Contrast {
    #[n(0)]
    pub one: Text,
    #[n(1)]
    pub other: Text,
    #[n(2)]
    pub rows: Vec<ContrastRow>,
}

mirror_struct!(Contrast = lesson::Contrast { one, other, rows });

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ContrastRow {
    #[n(0)]
    pub what: Text,
    #[n(1)]
    pub one: Text,
    #[n(2)]
    pub other: Text,
}

mirror_struct!(ContrastRow = lesson::ContrastRow { what, one, other });

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DeclaredRun {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub title: Text,
    #[n(2)]
    pub set: Vec<(String, String)>,
    #[n(3)]
    pub held: bool,
}

impl Keep for lesson::DeclaredRun {
    type Kept = DeclaredRun;
    fn keep(&self) -> DeclaredRun {
        // Where another run is recorded is the page's business.
        let Self { id, title, set, held, recording: _ } = self;
        DeclaredRun { id: id.clone(), title: title.keep(), set: set.clone(), held: *held }
    }
}

impl Restore for DeclaredRun {
    type Restored = lesson::DeclaredRun;
    fn restore(self) -> lesson::DeclaredRun {
        let Self { id, title, set, held } = self;
        lesson::DeclaredRun { id, title: title.restore(), set, held, recording: None }
    }
}
