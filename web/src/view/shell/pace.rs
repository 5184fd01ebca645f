//! When the page is drawn, and how much time passes between.

use super::document::Frame;
use crate::{
    model::{Action, Model},
    view::kit::browser,
};
use gloo_timers::callback::Timeout;
use yew::Callback;

/// While a wait lasts, its duration is updated this often, in ms.
const WAIT_TICK_MS: u32 = 100;
/// While events stream in, drawing takes only part of the time: a pause of this many times its duration follows. The
/// browser then lays out and paints, which takes about as long again.
const PAUSE_DRAWINGS: f64 = 5.0;
/// The longest such pause, ms.
const MAX_PAUSE_MS: f64 = 250.0;

/// The next frame, or what is waited for before it is asked for.
pub struct Pace {
    frame: Option<Frame>,
    pause: Option<Timeout>,
    wait: Option<Timeout>,
    came: bool,
    streams: bool,
    passed_ms: f64,
    began_drawing_ms: f64,
    may_draw_ms: f64,
}

impl Pace {
    /// Time passes from now on.
    pub fn from_now() -> Self {
        Pace {
            frame: None,
            pause: None,
            wait: None,
            came: false,
            streams: false,
            passed_ms: browser::now_ms(),
            began_drawing_ms: 0.0,
            may_draw_ms: 0.0,
        }
    }

    /// The relay said something.
    pub fn received(&mut self) {
        self.came = true;
    }

    /// The frame that was asked for is here.
    pub fn arrived(&mut self, model: &mut Model) {
        self.frame = None;
        self.pause = None;
        self.streams = std::mem::take(&mut self.came);
        self.wait = None;
        self.pass_time(model);
    }

    /// Drawing begins.
    pub fn begins_drawing(&mut self) {
        self.began_drawing_ms = browser::now_ms();
    }

    /// The page is drawn.
    pub fn has_drawn(&mut self) {
        let now_ms = browser::now_ms();
        let pause_ms = (now_ms - self.began_drawing_ms) * PAUSE_DRAWINGS;
        self.may_draw_ms = now_ms + pause_ms.min(MAX_PAUSE_MS);
    }

    /// After a change: asks for the next frame where one is needed.
    pub fn next(&mut self, model: &mut Model, drawn: bool, frame: Callback<()>) {
        if !drawn || model.moving() {
            if self.frame.is_none() && self.pause.is_none() {
                // Time that passed while nothing moved is not caught up with.
                if self.wait.is_none() {
                    self.pass_time(model);
                }
                let pause_ms = if self.streams { self.may_draw_ms - browser::now_ms() } else { 0.0 };
                if pause_ms >= 1.0 {
                    self.pause = Some(Timeout::new(pause_ms as u32, move || frame.emit(())));
                } else {
                    self.frame = Frame::ask(move |_| frame.emit(()));
                }
            }
        } else if model.session.as_ref().is_some_and(|session| session.waiting()) {
            if self.wait.is_none() {
                self.wait = Some(Timeout::new(WAIT_TICK_MS, move || frame.emit(())));
            }
        } else {
            self.frame = None;
            self.wait = None;
        }
    }

    fn pass_time(&mut self, model: &mut Model) {
        let now_ms = browser::now_ms();
        let dt_ms = now_ms - std::mem::replace(&mut self.passed_ms, now_ms);
        model.apply(Action::Tick { dt_ms });
    }
}
