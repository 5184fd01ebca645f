//! The tracks: drawn on a canvas, with the playhead above it; click and drag move the cursor, the wheel zooms.

pub mod canvas;
pub mod paint;

use crate::{
    geometry::{
        tracks::{Frame, Tracks},
        within,
    },
    i18n,
    model::{Action, Axis, Model, Pane, Session},
    view::kit::{buttons::click, pane::Measured, units},
};
use std::rc::Rc;
use web_sys::{Element, HtmlCanvasElement, PointerEvent};
use yew::prelude::*;

/// Zooming per px of the wheel.
const ZOOM: f64 = 0.0018;
/// A press is a click as long as the pointer moved less than this, px.
const CLICK_PX: f64 = 3.0;
/// The playhead is taken hold of within this distance, px.
const GRAB_PX: f64 = 9.0;

/// The tracks of the session.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    let seen = model.ui.panes.get(Pane::Tracks);
    let content =
        model.session.as_ref().filter(|session| session.timeline.last_seq() > 0 && seen.width_px > 0.0);
    html! {
        <div class="tracks-frame">
            <Measured pane={Pane::Tracks} class="tracks" act={act.clone()}>
                { content.map(|session| picture(model, session, act)).unwrap_or_default() }
            </Measured>
            if content.is_some() { { axis(model, act) } }
        </div>
    }
}

/// Which axis it is, and a way to the other.
fn axis(model: &Model, act: &Callback<Action>) -> Html {
    let (name, other) = match model.axis() {
        Axis::Events => (i18n::AXIS_EVENTS, Axis::Time),
        Axis::Time => (i18n::AXIS_TIME, Axis::Events),
    };
    let help = i18n::AXIS_HELP.get(model.lang);
    html! {
        <button type="button" class="axis-switch" title={help} onclick={click(act, Action::SetAxis(other))}>
            { name.get(model.lang) }{ " ⇄" }
        </button>
    }
}

fn picture(model: &Model, session: &Session, act: &Callback<Action>) -> Html {
    let seen = model.ui.panes.get(Pane::Tracks);
    let frame = Frame {
        width_px: seen.width_px,
        height_px: seen.height_px,
        axis: model.axis(),
        window: model.ui.window,
        stream: model.current_stream(),
        programs: model.session_cast().map_or(u64::MAX, |cast| cast.bits()),
        lang: model.lang,
    };
    let tracks = Rc::new(Tracks::new(session, &frame));
    let playhead_px = tracks.playhead(session);
    let scale = tracks.scale;
    let to_seq = session_seek(session, &tracks);
    // After the last event nothing comes that could be hidden.
    let veil = model.veiled() && session.timeline.cursor() < session.timeline.last_seq();
    html! {
        <Picture
            {tracks} {playhead_px} {to_seq} act={act.clone()}
            dark={model.dark()} present={model.present}
            zoomed={scale.to - scale.from < scale.total - 1e-9}
            cursor={session.timeline.cursor()} last_seq={session.timeline.last_seq()}
            name={i18n::TRACKS.get(model.lang)}
            hover={model.ui.hover} veil={veil.then_some(i18n::VEIL.get(model.lang))}
        />
    }
}

/// The stops along the picture, one for each px: where a click leads, without the timeline at hand.
fn session_seek(session: &Session, tracks: &Tracks) -> Rc<Vec<u64>> {
    let width = tracks.width_px.max(0.0) as u32;
    Rc::new((0..=width).map(|px| tracks.scale.seq_at(session, f64::from(px))).collect())
}

#[derive(PartialEq, Properties)]
struct Props {
    tracks: Rc<Tracks>,
    playhead_px: f64,
    to_seq: Rc<Vec<u64>>,
    act: Callback<Action>,
    dark: bool,
    present: bool,
    zoomed: bool,
    cursor: u64,
    last_seq: u64,
    name: &'static str,
    hover: Option<u64>,
    /// What stands on the veil over what comes, where there is one.
    veil: Option<&'static str>,
}

/// What a pressed pointer does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Drag {
    /// Moves the cursor.
    Scrub,
    /// Moves the picture; a click until it has moved.
    Pan { from_px: f64, last_px: f64 },
}

#[component]
fn Picture(props: &Props) -> Html {
    let canvas = use_node_ref();
    let drag = use_mut_ref(|| None::<Drag>);
    let surface = use_node_ref();
    {
        let canvas = canvas.clone();
        use_effect_with(
            (props.tracks.clone(), props.dark, props.present, props.hover),
            move |(tracks, _, _, hover)| {
                if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                    paint::paint(&canvas, tracks, *hover);
                }
            },
        );
    }
    let scale = props.tracks.scale;
    let seek = {
        let (stops, act) = (props.to_seq.clone(), props.act.clone());
        move |px: f64| {
            if let Some(seq) = stops.get(within(px, 0.0, stops.len().saturating_sub(1) as f64) as usize) {
                act.emit(Action::Seek(*seq));
            }
        }
    };
    let onpointerdown = {
        let (drag, seek, surface) = (drag.clone(), seek.clone(), surface.clone());
        let (playhead_px, zoomed, axis_y) = (props.playhead_px, props.zoomed, props.tracks.axis_y);
        move |event: PointerEvent| {
            if event.button() != 0 {
                return;
            }
            let (x, y) = at(&event);
            let pans = zoomed && (x - playhead_px).abs() > GRAB_PX && y < axis_y;
            *drag.borrow_mut() = Some(if pans { Drag::Pan { from_px: x, last_px: x } } else { Drag::Scrub });
            if !pans {
                seek(x);
            }
            if let Some(element) = surface.cast::<Element>() {
                let _ = element.set_pointer_capture(event.pointer_id());
            }
        }
    };
    let onpointermove = {
        let (drag, seek, act, tracks) = (drag.clone(), seek.clone(), props.act.clone(), props.tracks.clone());
        let hover = props.hover;
        move |event: PointerEvent| {
            let (x, y) = at(&event);
            let mut drag = drag.borrow_mut();
            match &mut *drag {
                Some(Drag::Scrub) => seek(x),
                Some(Drag::Pan { from_px, last_px }) => {
                    if (x - *from_px).abs() >= CLICK_PX || *last_px != *from_px {
                        act.emit(Action::SetWindow(scale.panned(x - *last_px)));
                        *last_px = x;
                    }
                }
                None => {
                    let hit = tracks.hit(x, y);
                    if hit != hover {
                        act.emit(Action::Hover(hit));
                    }
                }
            }
        }
    };
    let onpointerup = {
        let (drag, seek) = (drag.clone(), seek.clone());
        move |event: PointerEvent| {
            if let Some(Drag::Pan { from_px, last_px }) = drag.borrow_mut().take()
                && from_px == last_px
            {
                seek(at(&event).0);
            }
        }
    };
    let onpointerleave = {
        let (act, drag) = (props.act.clone(), drag.clone());
        let hovering = props.hover.is_some();
        move |_: PointerEvent| {
            if hovering && drag.borrow().is_none() {
                act.emit(Action::Hover(None));
            }
        }
    };
    let onwheel = {
        let act = props.act.clone();
        let tall = props.tracks.height_px;
        move |event: WheelEvent| {
            let (dx, dy) = (event.delta_x(), event.delta_y());
            let sideways = dx.abs() > dy.abs() || event.shift_key();
            // A picture that is taller than its pane scrolls; with Ctrl (and a pinch) it zooms.
            let pane_px =
                event.target_dyn_into::<Element>().and_then(|e| e.closest(".tracks").ok().flatten());
            let scrolls = pane_px.is_some_and(|pane| f64::from(pane.client_height()) + 1.0 < tall);
            if scrolls && !event.ctrl_key() && !sideways {
                return;
            }
            event.prevent_default();
            let window = if sideways {
                scale.panned(-if dx == 0.0 { dy } else { dx })
            } else {
                scale.zoomed(f64::from(event.offset_x()), zoom_factor(dy))
            };
            act.emit(Action::SetWindow(window));
        }
    };
    let at_edge = props.playhead_px < scale.left_px - 0.5 || props.playhead_px > scale.right_px + 0.5;
    let px = within(props.playhead_px, scale.left_px, scale.right_px);
    let (left, axis_y) = (units::px(px), units::px(props.tracks.axis_y));
    let (width, height) = (units::px(props.tracks.width_px), units::px(props.tracks.height_px));
    let size = ["width:", &width, "px;height:", &height, "px"].concat();
    let future = ["left:", &left, "px;height:", &axis_y, "px"].concat();
    let playhead = ["transform:translateX(", &left, "px);height:", &axis_y, "px"].concat();
    html! {
        <div ref={surface} class="tracks-surface" style={size.clone()} role="slider" tabindex="0" aria-label={props.name}
            aria-valuemin="0" aria-valuemax={props.last_seq.to_string()} aria-valuenow={props.cursor.to_string()}
            {onpointerdown} {onpointermove} {onpointerup} {onpointerleave} {onwheel}>
            <canvas ref={canvas} style={size}></canvas>
            <div class={classes!("future", props.veil.map(|_| "veil"))} style={future}>if let Some(veil) = props.veil { <span>{ veil }</span> }</div>
            <div class={classes!("playhead", at_edge.then_some("outside"))} style={playhead}></div>
        </div>
    }
}

/// How much wider the view becomes by turning the wheel this far.
fn zoom_factor(dy: f64) -> f64 {
    let part = (dy * ZOOM).clamp(-0.9, 9.0);
    if part < 0.0 { 1.0 / (1.0 - part) } else { 1.0 + part }
}

/// Where the pointer is on the surface, px. While it is captured, the surface is the target.
fn at(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.offset_x()), f64::from(event.offset_y()))
}
