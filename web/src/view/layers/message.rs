//! One captured frame: nested boxes, every field of every header, and the bytes.

use super::models::layer_class;
use crate::{
    geometry::frame::{Byte, Place, ROW_BYTES, Shown},
    i18n,
    model::{Action, Model, Session},
    view::kit::{
        classes::{classes_if, direction_class},
        names::stream_name,
        pane::{Following, Reveal},
    },
};
use socketscope_shared::{
    StreamId,
    headers::{Field, Layer},
    words,
};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

/// Values up to this many bytes are shown whole in the list, such as a MAC address. Longer ones give way to their name.
const WHOLE_VALUE: usize = 17;

/// The frame of the segment at `seq`.
pub fn view(model: &Model, session: &Session, seq: u64, act: &Callback<Action>) -> Html {
    let Some(shown) = Shown::of(&session.timeline, seq) else { return Html::default() };
    let id = StreamId { connection: shown.segment.connection, direction: shown.segment.direction };
    let what = words::segment_relative(shown.segment, session.timeline.latest());
    let onmouseover = Callback::from({
        let act = act.clone();
        move |event: MouseEvent| {
            if let Some(field) = pointed(&event) {
                act.emit(Action::PointField(Some(field)));
            }
        }
    });
    let fields = shown
        .frame
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| row(model, index, field, value(session, &shown, field)));
    let unread = (shown.frame.unread > 0).then(|| size(shown.frame.unread));
    let reveal = model.ui.field.map(|field| Reveal::Marked(field as u64));
    // The frame stays while the cursor is at something other than a segment.
    let at_cursor = session.timeline.shown().map(|(shown, _)| shown);
    let before = (at_cursor != Some(seq) && seq < session.world().cursor)
        .then(|| html! { <small>{ i18n::layers_before(model.lang, &words::count(seq)) }</small> });
    html! {
        <div class={classes!("frame", direction_class(id.direction))} {onmouseover}>
            <div class="wraps">
                { boxes(model, &shown) }
                <p class="what"><b>{ stream_name(model.lang, session, id) }</b>{ before }<code>{ what }</code></p>
            </div>
            <div class="apart">
                <Following class="fields" {reveal}>
                    <div>
                        { for fields }
                        if let Some(unread) = unread {
                            <p>{ i18n::layers_unread(model.lang, &unread) }</p>
                        }
                    </div>
                </Following>
                { dump(model, &shown) }
            </div>
            { meaning(model, session, &shown) }
        </div>
    }
}

/// How many fields the frame at the cursor has.
pub fn count(model: &Model) -> usize {
    let shown = model.session.as_ref().and_then(|session| {
        let seq = Place::of(&session.timeline, model.ui.hover).seq?;
        Shown::of(&session.timeline, seq)
    });
    shown.map_or(0, |shown| shown.frame.fields.len())
}

/// What the chosen field is for.
fn meaning(model: &Model, session: &Session, shown: &Shown) -> Html {
    let lang = model.lang;
    let Some(field) = model.ui.field.and_then(|index| shown.frame.fields.get(index)) else {
        return html! { <p class="meaning"><span>{ i18n::LAYERS_POINT.get(lang) }</span><small title={i18n::LAYERS_ABSENT.get(lang)}>{ i18n::LAYERS_SOURCE.get(lang) }</small></p> };
    };
    let name = words::field_name(field, lang);
    let from = if field.layer == Layer::Application { i18n::FROM_CALLS } else { i18n::FROM_CAPTURE };
    html! {
        <p class={classes!("meaning", layer_class(field.layer))}>
            <b>{ name }if name != field.name { <small>{ " " }{ field.name }</small> }{ " · " }{ length(model, field) }</b><code>{ value(session, shown, field) }</code><span>{ words::field_meaning(field, lang) }</span><small>{ from.get(lang) }</small>
        </p>
    }
}

fn size(len: usize) -> String {
    words::size(len as u64)
}

/// The field that the element under the pointer belongs to.
fn pointed(event: &MouseEvent) -> Option<usize> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let marked = element.closest("[data-field]").ok().flatten()?;
    marked.get_attribute("data-field")?.parse().ok()
}

/// The message in the segment in the packet in the frame.
fn boxes(model: &Model, shown: &Shown) -> Html {
    let (lang, lens) = (model.lang, &shown.frame.lens);
    let v6 = shown.frame.fields.iter().any(|field| field.name == "Hop Limit");
    let names = ["Ethernet", if v6 { "IPv6" } else { "IPv4" }, "TCP"];
    let wholes = [i18n::LAYERS_FRAME, i18n::LAYERS_PACKET, i18n::LAYERS_SEGMENT];
    let data = match lens[3] {
        0 => html! { <span class="data l-app none">{ i18n::LAYERS_NO_DATA.get(lang) }</span> },
        len => html! {
            <span class="data l-app" data-field={(shown.frame.fields.len() - 1).to_string()}>
                <b>{ i18n::LAYERS_DATA.get(lang) }{ " " }{ size(len) }</b>
                <small>{ socketscope_shared::bytes::visible(shown.payload, 24) }</small>
            </span>
        },
    };
    (0..3).rev().filter(|layer| lens[*layer] > 0).fold(data, |inside, layer| {
        let whole = [wholes[layer].get(lang), " ", &size(lens[layer..].iter().sum())].concat();
        let first = shown.frame.fields.iter().position(|field| field.layer == Layer::ALL[layer]);
        let header = i18n::layers_header(lang, &names[layer]);
        html! {
            <div class={classes!("box", layer_class(Layer::ALL[layer]))}>
                <span class="head" data-field={first.map(|first| first.to_string())}><b>{ [&header, " ", &size(lens[layer])].concat() }</b><small>{ whole }</small></span>
                { inside }
            </div>
        }
    })
}

fn length(model: &Model, field: &Field) -> String {
    match field.len_bits {
        bits if bits % 8 == 0 => size(bits / 8),
        bits => i18n::layers_bit(model.lang, &bits),
    }
}

/// A field's value; a window with its scale, so that it is the one in the sentence.
fn value(session: &Session, shown: &Shown, field: &Field) -> String {
    let window = (field.layer == Layer::Transport && field.name == "Window")
        .then(|| words::scaled_window(shown.segment, session.timeline.latest()));
    window.flatten().unwrap_or_else(|| field.value.clone())
}

fn row(model: &Model, index: usize, field: &Field, value: String) -> Html {
    let on = model.ui.field == Some(index);
    let classes = classes_if(&[("on", on), ("long", value.chars().count() > WHOLE_VALUE)]);
    html! {
        <p class={classes!("field", layer_class(field.layer), classes)} data-field={index.to_string()} data-at={on.then_some("")} title={words::field_meaning(field, model.lang)}>
            <b>{ words::field_name(field, model.lang) }</b><small>{ length(model, field) }</small><code>{ value }</code>
        </p>
    }
}

fn dump(model: &Model, shown: &Shown) -> Html {
    let bytes = shown.bytes();
    let lines = bytes.chunks(ROW_BYTES).enumerate().map(|(index, row)| line(model, shown, index, row));
    let more = shown.len_bytes() - bytes.len();
    let reveal = model.ui.field.map(|field| Reveal::Marked(field as u64));
    html! {
        <Following class="hexes" {reveal}>
            { for lines }
            if more > 0 { <p>{ i18n::layers_more(model.lang, &size(more)) }</p> }
        </Following>
    }
}

fn line(model: &Model, shown: &Shown, index: usize, row: &[Byte]) -> Html {
    let pointed = model.ui.field.and_then(|field| shown.frame.fields.get(field));
    let byte = |(place, byte): (usize, &Byte)| {
        let at = index * ROW_BYTES + place;
        let on = pointed.is_some_and(|field| field.covers(at));
        let first = pointed.filter(|field| on && (at == 0 || !field.covers(at - 1)));
        let class = classes!(byte.layer.map(layer_class), classes_if(&[("on", on)]));
        let text = byte.value.map_or("··".to_owned(), |value| format!("{value:02x}"));
        html! { <i {class} data-at={first.map(|_| "")} data-field={byte.field.map(|field| field.to_string())}>{ text }</i> }
    };
    let text: String = row.iter().map(|byte| byte.value.map_or('·', letter)).collect();
    html! {
        <div class="line">
            <small>{ format!("{:04x}", index * ROW_BYTES) }</small>
            { for row.iter().enumerate().map(byte) }
            <span>{ text }</span>
        </div>
    }
}

fn letter(byte: u8) -> char {
    if byte.is_ascii_graphic() || byte == b' ' { char::from(byte) } else { '·' }
}
