//! Borders between the parts of the page that can be dragged, or moved with the arrow keys.

use crate::{
    i18n,
    model::{Action, LEAST, MOST, Model, Sizes, Split},
    view::kit::browser,
};
use web_sys::{Element, KeyboardEvent, PointerEvent};
use yew::prelude::*;

/// What an arrow key moves, as a fraction of the window.
const KEY_STEP: f64 = 0.02;

/// Between the programs on the left and the picture.
pub fn left(model: &Model, act: &Callback<Action>) -> Html {
    border(model, act, Split::Left)
}

/// Between the picture and the programs on the right.
pub fn right(model: &Model, act: &Callback<Action>) -> Html {
    border(model, act, Split::Right)
}

/// Between the stage and the timeline.
pub fn time(model: &Model, act: &Callback<Action>) -> Html {
    border(model, act, Split::Time)
}

fn border(model: &Model, act: &Callback<Action>, split: Split) -> Html {
    let name = match split {
        Split::Left => i18n::SPLIT_LEFT,
        Split::Right => i18n::SPLIT_RIGHT,
        Split::Time => i18n::SPLIT_TIME,
    };
    let (name, help) = (name.get(model.lang), i18n::SPLIT_HELP.get(model.lang));
    html! { <Border {split} sizes={model.sizes} present={model.present} {name} {help} act={act.clone()} /> }
}

#[derive(PartialEq, Properties)]
struct Props {
    split: Split,
    sizes: Sizes,
    present: bool,
    name: &'static str,
    help: &'static str,
    act: Callback<Action>,
}

#[component]
fn Border(props: &Props) -> Html {
    let (split, sizes, present) = (props.split, props.sizes, props.present);
    let part = sizes.get(present, split);
    let node = use_node_ref();
    let drags = use_mut_ref(|| false);
    let onpointerdown = {
        let (node, drags) = (node.clone(), drags.clone());
        move |event: PointerEvent| {
            if event.button() == 0 {
                // No text is selected on the way.
                event.prevent_default();
                *drags.borrow_mut() = true;
                if let Some(element) = node.cast::<Element>() {
                    let _ = element.set_pointer_capture(event.pointer_id());
                }
            }
        }
    };
    let onpointermove = {
        let (node, drags, act) = (node.clone(), drags.clone(), props.act.clone());
        move |event: PointerEvent| {
            let part = node.cast::<Element>().and_then(|element| part_at(split, &element, &event));
            if let Some(part) = part.filter(|_| *drags.borrow()) {
                act.emit(Action::Resize(split, sizes.bounded(present, split, part)));
            }
        }
    };
    let done = {
        let drags = drags.clone();
        move |_: PointerEvent| {
            if drags.replace(false) {
                // The arrow keys step through the session again.
                browser::leave_field();
            }
        }
    };
    let ondblclick = props.act.reform(move |_: MouseEvent| Action::Resize(split, 0));
    let onkeydown = {
        let act = props.act.clone();
        move |event: KeyboardEvent| {
            let larger = match (split, event.key().as_str()) {
                (Split::Left, "ArrowRight") | (Split::Right, "ArrowLeft") | (Split::Time, "ArrowUp") => 1.0,
                (Split::Left, "ArrowLeft") | (Split::Right, "ArrowRight") | (Split::Time, "ArrowDown") => {
                    -1.0
                }
                (_, "Enter") => 0.0,
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            let moved = part as f64 / 1000.0 + larger * KEY_STEP;
            let moved = if larger == 0.0 { 0 } else { sizes.bounded(present, split, moved) };
            act.emit(Action::Resize(split, moved));
        }
    };
    let percent = |part: u64| (part / 10).to_string();
    let upright = if split == Split::Time { "horizontal" } else { "vertical" };
    html! {
        <div ref={node} class={classes!("split", split.name())} role="separator" tabindex="0" title={props.help}
            aria-label={props.name} aria-orientation={upright}
            aria-valuenow={percent(part)} aria-valuemin={percent(LEAST)} aria-valuemax={percent(MOST)}
            {onpointerdown} {onpointermove} onpointerup={done.clone()} onlostpointercapture={done} {ondblclick} {onkeydown}></div>
    }
}

/// Which part of what surrounds it a border leaves where the pointer is.
fn part_at(split: Split, border: &Element, event: &PointerEvent) -> Option<f64> {
    // The timeline holds its border: of the page it is a part.
    let whole = match split {
        Split::Time => border.closest(".page").ok()??,
        _ => border.parent_element()?,
    };
    let (whole, own) = (whole.get_bounding_client_rect(), border.get_bounding_client_rect());
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    let columns = whole.width() - 2.0 * own.width();
    Some(match split {
        Split::Left => (x - own.width() / 2.0 - whole.left()) / columns,
        Split::Right => (whole.right() - own.width() / 2.0 - x) / columns,
        Split::Time => (whole.bottom() - y) / whole.height(),
    })
}
