//! The page in a frame of another page: what it shows of itself, and what the two say to each other (docs/embed.md).

use super::{
    app::{App, Msg},
    document::Listener,
};
use crate::{
    model::{Action, Controls, Model},
    view::kit::browser::window,
};
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Window};
use yew::prelude::*;

/// What a message is about.
const TYPE: &str = "type";

/// What the address asks of a frame: `?embed=1&controls=steps`.
pub fn controls(asked: impl Fn(&str) -> Option<String>) -> Option<Controls> {
    asked("embed")?;
    Some(match asked("controls").as_deref() {
        Some("none") => Controls::Bare,
        Some("steps") => Controls::Steps,
        _ => Controls::Full,
    })
}

/// Listens to the page around the frame.
pub(super) fn listener(ctx: &Context<App>) -> Option<Listener> {
    let link = ctx.link().clone();
    let window = window()?;
    Some(Listener::new(window.clone().into(), "message", move |event| {
        let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
        let parent = outer(&window).map(JsValue::from);
        if parent.is_none() || event.source().map(JsValue::from) != parent {
            return;
        }
        let field = |name: &str| Reflect::get(&event.data(), &JsValue::from_str(name)).ok();
        let kind = field(TYPE).and_then(|kind| kind.as_string());
        let action = match kind.as_deref() {
            Some("socketscope.goto") => {
                field("step").and_then(|step| step.as_f64()).map(|step| Action::Seek(step.max(1.0) as u64))
            }
            Some("socketscope.step") => Some(Action::Step { forward: true }),
            Some("socketscope.play") => Some(Action::Play),
            Some("socketscope.pause") => Some(Action::Pause),
            _ => None,
        };
        if let Some(action) = action {
            link.send_message(Msg::Act(action));
        }
    }))
}

/// What the page around was told last.
#[derive(Default)]
pub struct Told(Option<(u64, u64, bool)>);

impl Told {
    /// Tells the page around where the timeline is, where that has changed.
    pub fn tell(&mut self, model: &Model) {
        let Some(session) = model.session.as_ref().filter(|_| model.embed.is_some()) else { return };
        let timeline = &session.timeline;
        let now = (timeline.cursor(), timeline.last_seq(), session.moving());
        if self.0 == Some(now) || now.1 == 0 {
            return;
        }
        let kind = if self.0.is_none() { "socketscope.ready" } else { "socketscope.state" };
        self.0 = Some(now);
        let message = Object::new();
        let fields: [(&str, JsValue); 4] = [
            (TYPE, kind.into()),
            ("step", (now.0 as f64).into()),
            ("steps", (now.1 as f64).into()),
            ("playing", now.2.into()),
        ];
        for (name, value) in fields {
            let _ = Reflect::set(&message, &name.into(), &value);
        }
        if let Some(parent) = window().and_then(|window| outer(&window)) {
            // A step is no secret: whoever frames the page chose what it shows.
            let _ = parent.post_message(&message, "*");
        }
    }
}

/// The window around the frame; none where the page is in no frame.
fn outer(window: &Window) -> Option<Window> {
    let parent = window.parent().ok().flatten()?;
    (parent != *window).then_some(parent)
}
