//! Elements that know their size, and that bring something into view.

use crate::model::{Action, Pane, Seen};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, ResizeObserver};
use yew::prelude::*;

/// What is brought into view, again whenever the number or the size changes; in between a person scrolls freely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reveal {
    /// The element marked `data-at`.
    Marked(u64),
    /// The child of this number.
    Card(u64),
    /// The end.
    End(u64),
}

/// Where to scroll to. It is done when the key or the height of what is seen changes; in between a person scrolls freely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScrollTo {
    /// What is to be seen.
    pub key: u64,
    /// Height of what is seen, px.
    pub view_px: f64,
    /// Where that is; `None` where it is in view.
    pub to_px: Option<f64>,
}

/// Properties of [`Measured`].
#[derive(PartialEq, Properties)]
pub struct MeasuredProps {
    /// Which pane it is.
    pub pane: Pane,
    /// CSS classes.
    pub class: Classes,
    /// What is brought into view, if anything.
    #[prop_or_default]
    pub scroll_to: Option<ScrollTo>,
    /// Takes [`Action::Seen`].
    pub act: Callback<Action>,
    /// The wheel was turned over it.
    #[prop_or_default]
    pub onwheel: Callback<WheelEvent>,
    /// What it holds, laid out for what was seen of it last.
    pub children: Html,
}

/// An element that tells its size and scroll position.
#[component]
pub fn Measured(props: &MeasuredProps) -> Html {
    let node = use_node_ref();
    let (pane, act) = (props.pane, props.act.clone());
    let measured = node.clone();
    use_effect_with((), move |()| {
        let element = measured.cast::<Element>();
        let watched = element.clone();
        on_resize(element, move || tell(watched.as_ref(), pane, &act))
    });
    let scrolled = node.clone();
    let to_px = props.scroll_to.and_then(|to| to.to_px);
    use_effect_with(props.scroll_to.map(|to| (to.key, to.view_px)), move |_| {
        if let (Some(px), Some(element)) = (to_px, scrolled.cast::<Element>()) {
            element.set_scroll_top(px as i32);
        }
    });
    let onscroll = {
        let (node, act) = (node.clone(), props.act.clone());
        move |_| tell(node.cast::<Element>().as_ref(), pane, &act)
    };
    html! {
        <div ref={node} class={props.class.clone()} {onscroll} onwheel={props.onwheel.clone()} tabindex="-1">
            { props.children.clone() }
        </div>
    }
}

fn tell(element: Option<&Element>, pane: Pane, act: &Callback<Action>) {
    if let Some(element) = element {
        let px = f64::from;
        let (width_px, height_px) = (px(element.client_width()), px(element.client_height()));
        act.emit(Action::Seen(pane, Seen { width_px, height_px, scroll_px: px(element.scroll_top()) }));
    }
}

/// Properties of [`Following`].
#[derive(PartialEq, Properties)]
pub struct FollowingProps {
    /// CSS classes.
    pub class: Classes,
    /// What is kept in view.
    pub reveal: Option<Reveal>,
    /// What it holds.
    pub children: Html,
}

/// A scrolling element that keeps something in view as it changes.
#[component]
pub fn Following(props: &FollowingProps) -> Html {
    let node = use_node_ref();
    let element = node.clone();
    use_effect_with(props.reveal, move |reveal| {
        let element = element.cast::<Element>();
        show(element.as_ref(), *reveal);
        let (watched, reveal) = (element.clone(), *reveal);
        on_resize(element, move || show(watched.as_ref(), reveal))
    });
    html! { <div ref={node} class={props.class.clone()} tabindex="0">{ props.children.clone() }</div> }
}

fn show(element: Option<&Element>, reveal: Option<Reveal>) {
    match (element, reveal) {
        (Some(element), Some(Reveal::Marked(_))) => {
            center(element, element.query_selector("[data-at]").ok().flatten());
        }
        (Some(element), Some(Reveal::Card(nth))) => {
            // The card in which somebody types stays in view.
            let typed = element.query_selector(":scope > :has(input:focus)").ok().flatten();
            let child = [":scope > :nth-child(", &(nth + 1).to_string(), ")"].concat();
            center(element, typed.or_else(|| element.query_selector(&child).ok().flatten()));
        }
        (Some(element), Some(Reveal::End(_))) => element.set_scroll_top(element.scroll_height()),
        _ => {}
    }
}

/// Calls `told` when the element's size is known and whenever it changes, until what this returns is called.
fn on_resize(element: Option<Element>, told: impl FnMut() + 'static) -> impl FnOnce() {
    let told = Closure::<dyn FnMut()>::new(told);
    let observer = ResizeObserver::new(told.as_ref().unchecked_ref()).ok();
    if let (Some(observer), Some(element)) = (&observer, &element) {
        observer.observe(element);
    }
    move || {
        if let Some(observer) = observer {
            observer.disconnect();
        }
        drop(told);
    }
}

/// Scrolls to what is within the element, where it is not in view.
fn center(element: &Element, marked: Option<Element>) {
    let Some(marked) = marked.and_then(|m| m.dyn_into::<HtmlElement>().ok()) else { return };
    let (top, height) = (element.scroll_top(), element.client_height());
    let (at, size) = (marked.offset_top(), marked.offset_height());
    if at < top || at + size > top + height {
        // Of what does not fit, the beginning.
        element.set_scroll_top(at - ((height - size) / 2).max(0));
    }
}
