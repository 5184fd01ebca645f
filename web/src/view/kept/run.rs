//! A kept run, as the relay lists it.

use js_sys::{Object, Reflect};
use socketscope_shared::{Language, SessionId};
use wasm_bindgen::{JsCast, JsValue};

/// How much of it there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// All.
    Whole,
    /// It runs.
    Recording,
    /// All up to where its relay ended.
    Cut,
    /// All up to a damaged place.
    Damaged,
    /// Nothing that can be shown.
    Nothing,
}

/// A kept run. Its fields are those of `docs/recording.md`.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its session.
    pub session: SessionId,
    /// The same, as its address has it.
    pub id: String,
    /// What a person called it; "" where nobody did.
    pub name: String,
    /// The lesson's id.
    pub lesson: String,
    /// The lesson's number; "" where it has none.
    pub number: String,
    /// The lesson's titles, English and Chinese.
    pub titles: [String; 2],
    /// When it began.
    pub started_unix_ms: u64,
    /// Its knobs and their values.
    pub knobs: Vec<(String, String)>,
    /// How many events it has.
    pub events: u64,
    /// From its start to its last event.
    pub duration_ns: u64,
    /// Of its file.
    pub len_bytes: u64,
    /// It stays when room is made.
    pub pinned: bool,
    /// How much of it there is.
    pub state: State,
    /// An older relay recorded it: it cannot be had back once it is removed.
    pub older: bool,
}

impl Run {
    /// One of the list; none where it is no object with an id.
    pub fn read(value: &JsValue) -> Option<Run> {
        let get = |name: &str| Reflect::get(value, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
        let text = |name: &str| get(name).as_string().unwrap_or_default();
        let number = |name: &str| get(name).as_f64().unwrap_or_default() as u64;
        let id = text("id");
        let knobs = get("knobs").dyn_into::<Object>().map(|knobs| Object::entries(&knobs));
        let pair = |pair: JsValue| {
            let pair = pair.dyn_into::<js_sys::Array>().ok()?;
            Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
        };
        let state = text("state");
        Some(Run {
            session: SessionId::parse(&id)?,
            id,
            name: text("name"),
            lesson: text("lesson"),
            number: text("number"),
            titles: [text("title"), text("title_zh")],
            started_unix_ms: number("started_unix_ms"),
            knobs: knobs.map(|all| all.iter().filter_map(pair).collect()).unwrap_or_default(),
            events: number("events"),
            duration_ns: number("duration_ns"),
            len_bytes: number("len_bytes"),
            pinned: get("pinned").is_truthy(),
            older: state == "older",
            state: match state.as_str() {
                "whole" => State::Whole,
                "recording" => State::Recording,
                "cut" => State::Cut,
                "damaged" => State::Damaged,
                _ => State::Nothing,
            },
        })
    }

    /// The lesson that it is of: `3.2 Sticky packets`; else its id.
    pub fn title(&self, lang: Language) -> String {
        let [en, zh] = &self.titles;
        let title = if lang == Language::Zh && !zh.is_empty() { zh } else { en };
        let title = [title, &self.lesson, &self.id].into_iter().find(|text| !text.is_empty());
        let numbered = !self.number.is_empty() && !en.is_empty();
        let title = title.map_or("", String::as_str);
        if numbered { [&self.number, " ", title].concat() } else { title.to_owned() }
    }

    /// What a person knows it by.
    pub fn called(&self, lang: Language) -> String {
        if self.name.is_empty() { self.title(lang) } else { self.name.clone() }
    }

    /// Whether any of it can be shown.
    pub fn shows(&self) -> bool {
        self.state != State::Nothing
    }

    /// Whether its name and whether it stays can be changed now.
    pub fn changes(&self) -> bool {
        !matches!(self.state, State::Recording | State::Nothing)
    }
}
