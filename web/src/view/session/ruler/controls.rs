//! What is chosen above the byte stream: direction, zoom, framing.

use crate::{
    geometry::ruler::{Detail, Scale},
    i18n,
    model::{Action, Model, Zoom},
    view::kit::{browser, buttons::click, classes::direction_class, names::stream_name, units::px},
};
use socketscope_shared::{
    Direction, Language, StreamId,
    framing::{ByteOrder, Framing},
};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Frame length offered first, bytes.
const FIXED_BYTES: u32 = 8;
/// Longest that may be asked for, bytes.
const MAX_FIXED_BYTES: u32 = 1 << 20;
/// Steps of the slider.
const SLIDER: f64 = 1000.0;

/// The switch between the two streams of the connection.
pub fn directions(model: &Model, act: &Callback<Action>) -> Html {
    let Some((session, chosen)) = model.session.as_ref().zip(model.current_stream()) else {
        return Html::default();
    };
    let button = |direction| {
        let id = StreamId { connection: chosen.connection, direction };
        let on = id == chosen;
        let class = classes!("seg", direction_class(direction), on.then_some("on"));
        let (onclick, title) = choice(model, act, id);
        let name = stream_name(model.lang, session, id);
        let title = [&name, "\n", title].concat();
        html! { <button {class} {onclick} {title} aria-pressed={on.to_string()}>{ name }</button> }
    };
    html! { <span class="segs">{ for Direction::BOTH.map(button) }</span> }
}

/// What a button of a stream does: it is shown until the button is pressed again; then the cursor's is.
pub fn choice(model: &Model, act: &Callback<Action>, id: StreamId) -> (Callback<MouseEvent>, &'static str) {
    let chosen = model.ui.stream == Some(id);
    let title = if chosen { i18n::STREAM_KEPT } else { i18n::STREAM_KEEP };
    (click(act, Action::SelectStream((!chosen).then_some(id))), title.get(model.lang))
}

/// Sets the part of the stream in view.
pub fn zoom_to(stream: StreamId, scale: &Scale) -> Action {
    let whole = scale.is_whole();
    Action::ZoomRuler((!whole).then_some(Zoom { stream, first: scale.first, byte_px: scale.byte_px }))
}

/// Larger, smaller, all; and where in the stream. Nothing can be pressed where the whole stream is legible at once: it
/// stays, so that what is beside it does not move.
pub fn zoom(lang: Language, id: StreamId, scale: Scale, act: &Callback<Action>) -> Html {
    let disabled = scale.is_whole() && scale.detail() == Detail::Hex;
    let middle = scale.width_px / 2.0;
    let by = |factor: f64| click(act, zoom_to(id, &scale.zoomed(factor, middle)));
    let (from, to) = scale.part();
    let room = (1.0 - (to - from)).max(1e-9);
    let slide = act.reform(move |event: InputEvent| {
        let value = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
        let first = value / SLIDER * room * scale.len_bytes as f64;
        zoom_to(id, &scale.panned((first - scale.first) * scale.byte_px))
    });
    html! {
        <span class="zoom">
            if !scale.is_whole() {
                <input type="range" min="0" max={px(SLIDER)} value={px(from / room * SLIDER)} oninput={slide}
                    aria-label={i18n::RULER_POSITION.get(lang)} />
            }
            <button {disabled} onclick={by(0.5)} title={i18n::RULER_SMALLER.get(lang)} aria-label={i18n::RULER_SMALLER.get(lang)}>{ "−" }</button>
            <button {disabled} onclick={by(2.0)} title={i18n::RULER_LARGER.get(lang)} aria-label={i18n::RULER_LARGER.get(lang)}>{ "+" }</button>
            if !scale.is_whole() {
                <button onclick={click(act, Action::ZoomRuler(None))}>{ i18n::RULER_ALL.get(lang) }</button>
            }
        </span>
    }
}

/// How frames are recognised.
pub fn framing(model: &Model, act: &Callback<Action>) -> Html {
    let Some(id) = model.current_stream() else { return Html::default() };
    let chosen = model.framing(id);
    let offered = offered(&chosen);
    let choices = offered.clone();
    let onchange = act.reform(move |event: Event| {
        browser::leave_field();
        let value = event.target_unchecked_into::<HtmlSelectElement>().value();
        let framing = value.parse::<usize>().ok().and_then(|index| choices.get(index));
        Action::SetFraming(id, framing.cloned().unwrap_or_default())
    });
    let option = |(index, framing): (usize, &Framing)| {
        let on = *framing == chosen;
        html! { <option value={index.to_string()} selected={on}>{ name(model.lang, framing) }</option> }
    };
    let fixed = match chosen {
        Framing::Fixed { len_bytes } => {
            let onchange = act.reform(move |event: Event| {
                let value = event.target_unchecked_into::<HtmlInputElement>().value();
                let len_bytes =
                    value.parse().map_or(FIXED_BYTES, |bytes: u32| bytes.clamp(1, MAX_FIXED_BYTES));
                Action::SetFraming(id, Framing::Fixed { len_bytes })
            });
            let label = i18n::FRAMING_LENGTH.get(model.lang);
            html! { <input class="pill number" type="number" min="1" max={MAX_FIXED_BYTES.to_string()} value={len_bytes.to_string()} {onchange} aria-label={label} /> }
        }
        _ => Html::default(),
    };
    html! {
        <>
            <select class="pill" {onchange} title={name(model.lang, &chosen)} aria-label={i18n::RULER_FRAMES.get(model.lang)}>{ for offered.iter().enumerate().map(option) }</select>
            { fixed }
        </>
    }
}

/// The framings to choose from, the chosen one among them.
fn offered(chosen: &Framing) -> Vec<Framing> {
    let mut all = vec![Framing::None];
    for width in [4, 2, 8] {
        all.extend([ByteOrder::Little, ByteOrder::Big].map(|order| Framing::LengthPrefix { width, order }));
    }
    all.push(Framing::LengthPrefix { width: 1, order: ByteOrder::Little });
    all.push(Framing::Delimiter { bytes: b"\n".to_vec() });
    all.extend([Framing::Fixed { len_bytes: FIXED_BYTES }, Framing::Http]);
    match (
        chosen,
        all.iter().position(|known| std::mem::discriminant(known) == std::mem::discriminant(chosen)),
    ) {
        _ if all.contains(chosen) => {}
        (Framing::Fixed { .. }, Some(place)) => all[place] = chosen.clone(),
        _ => all.push(chosen.clone()),
    }
    all
}

fn name(lang: Language, framing: &Framing) -> String {
    match framing {
        Framing::None => i18n::FRAMING_NONE.get(lang).into(),
        Framing::LengthPrefix { width: 1, .. } => i18n::FRAMING_PREFIX_1.get(lang).into(),
        Framing::LengthPrefix { width, order } => {
            let order = match order {
                ByteOrder::Little => i18n::FRAMING_LITTLE,
                ByteOrder::Big => i18n::FRAMING_BIG,
            };
            i18n::framing_prefix(lang, &width, &order.get(lang))
        }
        Framing::Delimiter { bytes } => {
            i18n::framing_delimiter(lang, &socketscope_shared::bytes::visible(bytes, 12))
        }
        Framing::Fixed { .. } => i18n::FRAMING_FIXED.get(lang).into(),
        Framing::Http => i18n::FRAMING_HTTP.get(lang).into(),
    }
}
