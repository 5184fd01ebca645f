//! Where the keyboard goes while programs ask for lines.
//!
//! A field goes when its line was given or its program has ended, and the keyboard with it: what is typed next would be
//! taken for shortcuts.

use super::browser;
use crate::model::Model;
use socketscope_shared::{ActorId, SessionId};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, KeyboardEvent};

/// Keys that follow a field that went are not shortcuts as long as they come this fast, ms.
const TYPING_MS: f64 = 1500.0;
/// Names a field: who asked, and the event.
const ASKED: &str = "data-asked";

/// A question: who asked, and the event that did.
type Asked = (u16, u64);

/// The field that has the keyboard, or had it last.
#[derive(Debug, Default)]
pub struct Answering {
    /// Whose questions these are: another session numbers its events from 1 again.
    session: Option<SessionId>,
    last: Option<Asked>,
    /// The latest question that was given the keyboard.
    seen: u64,
    /// The field was left by hand: questions do not take the keyboard any more.
    left: bool,
    /// When a field went that had the keyboard, or a key came after that.
    gone_ms: Option<f64>,
}

impl Answering {
    /// What a field is marked with.
    pub fn mark(actor: ActorId, seq: u64) -> String {
        [&actor.0.to_string(), " ", &seq.to_string()].concat()
    }

    /// After drawing: the keyboard goes to the next question of the program that was answered, and to another's when
    /// that has ended. A person who has left a field by hand is not put back.
    pub fn attend(&mut self, model: &Model) {
        let session = model.session.as_ref();
        let id = session.map(|session| session.id);
        if self.session != id {
            *self = Answering { session: id, ..Answering::default() };
        }
        let runs = |actor| {
            let actor = session.and_then(|session| session.timeline.latest().actor(actor));
            actor.is_some_and(|actor| actor.exit.is_none())
        };
        let Some(document) = browser::window().and_then(|window| window.document()) else { return };
        let active = document.active_element();
        if let Some(asked) = active.as_ref().and_then(asked) {
            (self.last, self.seen, self.left) = (Some(asked), self.seen.max(asked.1), false);
            return;
        }
        let fields = fields(&document);
        let elsewhere = active
            .is_some_and(|element| ["INPUT", "TEXTAREA", "SELECT"].contains(&element.tag_name().as_str()));
        let there = |wanted: Asked| fields.iter().any(|(asked, _)| *asked == wanted);
        self.left |= self.last.is_some_and(there);
        let next = match self.last {
            _ if elsewhere || self.left => None,
            Some((actor, _)) => {
                self.gone_ms.get_or_insert_with(browser::now_ms);
                let own = fields.iter().find(|((who, _), _)| *who == actor);
                match own {
                    None if runs(ActorId(actor)) => return,
                    own => own.or(fields.first()),
                }
            }
            None => fields.iter().find(|((_, seq), _)| *seq > self.seen),
        };
        self.last = next.map(|(asked, _)| *asked);
        if let Some(((_, seq), field)) = next {
            self.seen = self.seen.max(*seq);
            self.gone_ms = None;
            _ = field.focus();
        }
    }

    /// Whether a key that went to no field was meant for one that has just gone.
    pub fn takes(&mut self, key: &str) -> bool {
        let now_ms = browser::now_ms();
        let typed = key.chars().count() == 1 || matches!(key, "Enter" | "Backspace");
        let late = self.gone_ms.filter(|gone_ms| now_ms - gone_ms < TYPING_MS).is_some();
        self.gone_ms = (late && typed).then_some(now_ms);
        late && typed
    }
}

/// Tab leads from question to question, around the end; Escape leaves them.
pub fn turn(event: &KeyboardEvent) {
    browser::escape(event);
    let document = browser::window().and_then(|window| window.document());
    let Some(document) = document.filter(|_| event.key() == "Tab") else { return };
    let (fields, active) = (fields(&document), document.active_element().as_ref().and_then(asked));
    let here = fields.iter().position(|(asked, _)| Some(*asked) == active);
    let (Some(here), 2..) = (here, fields.len()) else { return };
    let step = if event.shift_key() { fields.len() - 1 } else { 1 };
    event.prevent_default();
    _ = fields[(here + step) % fields.len()].1.focus();
}

fn asked(element: &Element) -> Option<Asked> {
    let mark = element.get_attribute(ASKED)?;
    let (actor, seq) = mark.split_once(' ')?;
    Some((actor.parse().ok()?, seq.parse().ok()?))
}

fn fields(document: &Document) -> Vec<(Asked, HtmlElement)> {
    let Ok(list) = document.query_selector_all(&["[", ASKED, "]"].concat()) else { return Vec::new() };
    let element = |index| list.get(index)?.dyn_into::<HtmlElement>().ok();
    let fields = (0..list.length()).filter_map(element);
    fields.filter_map(|field| Some((asked(&field)?, field))).collect()
}
