//! HTTP messages as the lines of text that they are, beside the rulers.

use crate::{i18n, view::kit::units};
use socketscope_shared::{
    Language,
    framing::{Frame, FrameKind, Missing},
};
use std::ops::Range;
use yew::prelude::*;

/// Messages shown, the last ones.
const MAX_MESSAGES: usize = 8;
/// Lines shown of a head at most.
const MAX_LINES: usize = 100;
/// A head with this many lines is folded, except for some at its start and, with the blank one, at its end.
const FOLDED_LINES: usize = 9;
const FIRST_LINES: usize = 4;
const LAST_LINES: usize = 2;
/// Bytes shown of a line, and of a body, at most.
const MAX_LINE_BYTES: usize = 400;
const MAX_BODY_BYTES: usize = 2000;

/// The messages that `frames` cut `bytes` into; nothing where they are not HTTP.
pub fn view(lang: Language, frames: &[Frame], bytes: &[u8]) -> Html {
    let shown = &frames[frames.len().saturating_sub(MAX_MESSAGES)..];
    let messages: Vec<Html> = shown.iter().filter_map(|frame| message(lang, frame, bytes)).collect();
    if messages.is_empty() {
        return Html::default();
    }
    html! { <div class="http" tabindex="0" aria-label={i18n::HTTP_LINES.get(lang)}>{ for messages }</div> }
}

/// A message's head, line by line, and its body; `None` where the frame is not HTTP.
pub fn message(lang: Language, frame: &Frame, bytes: &[u8]) -> Option<Html> {
    let part = |from: u64, to: u64| bytes.get(from as usize..to as usize).unwrap_or_default();
    let (head, body) = match frame.kind {
        FrameKind::Error(_) => return None,
        FrameKind::Partial(Missing::Head) => (part(frame.from, frame.to), &bytes[..0]),
        _ => (part(frame.from, frame.body_from), part(frame.body_from, frame.body_to.min(frame.to))),
    };
    let lines: Vec<&[u8]> = head.split_inclusive(|byte| *byte == b'\n').take(MAX_LINES).collect();
    let drawn = |range: Range<usize>| -> Html {
        range.clone().zip(&lines[range]).map(|(place, text)| line(lang, place == 0, text)).collect()
    };
    // Of a long head its beginning and its end are seen at once.
    let folded = if lines.len() >= FOLDED_LINES { FIRST_LINES..lines.len() - LAST_LINES } else { 0..0 };
    let fold = (!folded.is_empty()).then(|| {
        let bytes: usize = lines[folded.clone()].iter().map(|line| line.len()).sum();
        let more = i18n::http_more(lang, &folded.len(), &units::bytes(bytes as u64));
        html! { <details><summary>{ more }</summary>{ drawn(folded.clone()) }</details> }
    });
    let cut = &body[..body.len().min(MAX_BODY_BYTES)];
    Some(html! {
        <pre key={frame.from}>
            { drawn(0..folded.start) }{ fold }{ drawn(folded.end..lines.len()) }
            if !body.is_empty() {
                <span class="body">{ text(cut) }if cut.len() < body.len() { { "…" } }</span>
                <i>{ i18n::http_body(lang, &units::bytes(body.len() as u64)) }</i>
            }
        </pre>
    })
}

/// A line of a head, with the two bytes that end it.
fn line(lang: Language, first: bool, bytes: &[u8]) -> Html {
    let end = bytes.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')).map_or(0, |last| last + 1);
    let (said, ending) = bytes.split_at(end);
    let ending: String = ending.iter().map(|byte| if *byte == b'\r' { "\\r" } else { "\\n" }).collect();
    let cut = &said[..said.len().min(MAX_LINE_BYTES)];
    let colon = cut.iter().position(|byte| *byte == b':').filter(|_| !first);
    let (name, value) = cut.split_at(colon.map_or(0, |at| at + 1));
    html! {
        <>
            <b>{ text(name) }</b><span class={first.then_some("start")}>{ text(value) }</span>
            if cut.len() < said.len() { { "…" } }
            <i>{ ending }</i>
            if said.is_empty() { <i>{ i18n::HTTP_BLANK.get(lang) }</i> }
            { "\n" }
        </>
    }
}

/// Unprintable bytes become dots.
fn text(bytes: &[u8]) -> String {
    let printable = |c: char| if c.is_control() && c != '\n' { '·' } else { c };
    String::from_utf8_lossy(bytes).chars().map(printable).collect()
}
