//! The recv that is under way or to come: what it would take if it were made now.

use super::canvas::{BOX_PADDING_PX, Canvas, Look, asked, near};
use crate::{
    geometry::mono::{first_fitting, width_px},
    i18n,
    view::kit::units,
};
use socketscope_shared::{Op, words, world::Doing};
use yew::prelude::*;

/// Between a box, or the end of the bytes, and words beside it, px.
const BESIDE_PX: f64 = 8.0;

/// A recv on this stream that is held or blocked; else, how much nobody has received yet.
pub fn view(canvas: &Canvas, row: usize) -> Html {
    let (world, lang, scale) = (canvas.session.world(), canvas.model.lang, canvas.scale);
    let received = canvas.stream.received();
    // An urgent byte that was taken on its own is not there any more for the others.
    let urgent = canvas.stream.urgent.iter().find(|span| span.from == received);
    let from = urgent.map_or(received, |span| span.to);
    let there = canvas.stream.sent().saturating_sub(from);
    let left = scale.x(from).max(0.0);
    let lanes = world.actors.iter().flat_map(|actor| &actor.lanes);
    let waiting = lanes.filter_map(|lane| match &lane.doing {
        Doing::Held(call) => Some((call, true)),
        Doing::Blocked(call) if world.may_wait(call) => Some((call, false)),
        Doing::Blocked(_) | Doing::Running | Doing::Ended => None,
    });
    let recv = waiting
        .filter(|(call, _)| {
            let stream = call.socket.and_then(|socket| world.receives_from(socket));
            stream == Some((canvas.id.connection, canvas.id.direction))
        })
        .find_map(|(call, held)| match call.op {
            Op::Recv { max_bytes, .. } => Some((asked(call), max_bytes, held)),
            _ => None,
        });
    let Some((name, max_bytes, held)) = recv else {
        let text = i18n::ruler_waiting(lang, &units::bytes(there));
        return if there > 0 { beside(canvas, row, left, "absent", &[&text]) } else { Html::default() };
    };
    let takes = there.min(max_bytes);
    if takes == 0 {
        let ended = canvas.stream.finished.is_some();
        let (text, short) = match (held, ended) {
            // A program that we hold waits for us, and not for bytes.
            (true, true) => (i18n::recv_held_end(lang, &name), i18n::RECV_HELD_SHORT),
            (true, false) => (i18n::recv_held(lang, &name), i18n::RECV_HELD_SHORT),
            (false, true) => (i18n::recv_would_end(lang, &name), i18n::RECV_BLOCKED_SHORT),
            (false, false) => (i18n::recv_blocked(lang, &name), i18n::RECV_BLOCKED_SHORT),
        };
        return beside(canvas, row, left, "pending", &[&text, short.get(lang)]);
    }
    let cut = near(canvas.stream.sends, from + 1, from + takes).len() as u64;
    let covered = cut + u64::from(canvas.stream.sends.iter().rev().all(|send| send.to != from + takes));
    let count = words::count;
    let text = match (takes == there, covered) {
        (true, 2..) => i18n::recv_takes_all_of(lang, &name, &count(takes), &count(covered)),
        (true, _) => i18n::recv_takes_all(lang, &name, &count(takes)),
        (false, _) => i18n::recv_takes(lang, &name, &count(takes), &count(there)),
    };
    let width = scale.x(from + takes).min(scale.width_px) - left;
    if width <= 0.0 {
        return Html::default();
    }
    let short = format!("{name} → {}", units::bytes(takes));
    let fits = |text: &str| width_px(text) <= width - BOX_PADDING_PX;
    let after = left + width;
    let room = canvas.room_after(after) - BESIDE_PX;
    let inside = match () {
        () if fits(&text) => text.clone(),
        () if width_px(&text) > room && fits(&short) => short.clone(),
        () => String::new(),
    };
    let outside = inside.is_empty().then(|| beside(canvas, row, after, "pending", &[&text, &short]));
    let title = format!("{text}\n{}", i18n::FROM_INFERENCE.get(lang));
    let look = Look { class: classes!("pending"), text: inside, title, seq: None };
    html! { <>{ canvas.boxed(row, left, width, look) }{ outside }</> }
}

/// The first of the texts that fits beside what ends at `x`; all of it as a title.
fn beside(canvas: &Canvas, row: usize, x: f64, class: &'static str, texts: &[&str]) -> Html {
    let text = first_fitting(texts, canvas.room_after(x) - BESIDE_PX);
    html! { <g><title>{ texts.first().copied().unwrap_or_default().to_owned() }</title>{ canvas.words(row, x + BESIDE_PX, class, text) }</g> }
}
