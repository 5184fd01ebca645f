//! A finger on the stage steps: to the left goes on, to the right goes back.

use super::{
    app::{App, Msg},
    document::Listener,
};
use crate::{model::Action, view::kit::browser::window};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, TouchEvent};
use yew::prelude::*;

/// A swipe is at least so long, px.
const LONG_PX: i32 = 56;
/// How much longer than high it is: who scrolls does not step.
const FLAT: i32 = 2;

/// What the finger does.
pub(super) fn listeners(ctx: &Context<App>) -> Vec<Listener> {
    let Some(window) = window() else { return Vec::new() };
    let link = ctx.link().clone();
    let began = Rc::new(Cell::new(None));
    let down = began.clone();
    vec![
        Listener::new(window.clone().into(), "touchstart", move |event| down.set(place(&event))),
        Listener::new(window.into(), "touchend", move |event| {
            let (Some((x, y)), Some((to_x, to_y))) = (began.take(), place(&event)) else { return };
            let (wide, high) = (to_x - x, to_y - y);
            if wide.abs() >= LONG_PX && wide.abs() > FLAT * high.abs() {
                link.send_message(Msg::Act(Action::Step { forward: wide < 0 }));
            }
        }),
    ]
}

/// Where the one finger is that touches the stage.
fn place(event: &Event) -> Option<(i32, i32)> {
    let touch = event.dyn_ref::<TouchEvent>()?;
    let on_stage = touch.target()?.dyn_into::<Element>().ok()?.closest(".stage, .telling").ok()??;
    let fingers = touch.changed_touches();
    let alone = fingers.length() == 1 && touch.touches().length() <= 1;
    let finger = fingers.get(0).filter(|_| alone && !on_stage.has_attribute("inert"))?;
    Some((finger.client_x(), finger.client_y()))
}
