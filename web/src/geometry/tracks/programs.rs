//! A program's lane: its calls and its waits, in a row for each of its threads.

use super::{
    Tone, TrackBox, Tracks,
    labels::{self, Line},
    rows,
};
use crate::{i18n, model::Session};
use socketscope_shared::{
    ActorId, Call, Fact, Language, Op, Outcome, StreamId,
    history::{SpanKind, TrackSpan},
    words,
};
use std::ops::Range;

/// Height of a box in px, and of the text above it.
const BOX_PX: f64 = 23.0;
const ABOVE_PX: f64 = 13.0;
/// Narrowest box in px.
const MIN_PX: f64 = 4.0;
/// Room between two boxes in px.
const GAP_PX: f64 = 1.5;
/// Where there are more spans than this for each px, they are drawn as one.
const CROWDED: f64 = 0.5;
/// Width of a bin of a crowded lane in px.
const BIN_PX: f64 = 3.0;
/// How far back a span may have begun and still be looked for: threads wait side by side.
const LOOK_BACK: usize = 256;
/// Bytes of a payload that a label shows.
const LABEL_BYTES: usize = 16;

/// Least height of a box in px that holds a text.
const TEXT_PX: f64 = 13.0;

/// Fills the lane of a program, with this many rows.
pub fn lane(
    tracks: &mut Tracks,
    session: &Session,
    actor: ActorId,
    place: Range<f64>,
    rows: usize,
    lang: Language,
) {
    let row_px = (place.end - place.start) / rows as f64;
    name(tracks, session, actor, &place, rows, lang);
    let Some(history) = session.timeline.history().actor(actor) else { return };
    let spans = in_view(history.spans(), &tracks.scale.seqs(session), tracks, session);
    if rows == 1 {
        row(tracks, session, spans, place, lang);
        return;
    }
    let mut by_row = vec![Vec::new(); rows];
    for span in spans {
        by_row[rows::row(span.lane, rows)].push(*span);
    }
    for (index, spans) in by_row.iter().enumerate() {
        let top = place.start + row_px * index as f64;
        row(tracks, session, spans, top..top + row_px, lang);
    }
}

/// The program's name beside its lane, and where there is room those of its threads.
fn name(
    tracks: &mut Tracks,
    session: &Session,
    actor: ActorId,
    place: &Range<f64>,
    rows: usize,
    lang: Language,
) {
    let row_px = (place.end - place.start) / rows as f64;
    let fitted = |text: &str| labels::fitted(text, super::NAMES_PX - 20.0).unwrap_or_default();
    let named = row_px >= TEXT_PX;
    let first_px = if named { row_px } else { place.end - place.start };
    let (_, height, top) = box_of(&(place.start..place.start + first_px));
    tracks.names.push((fitted(session.actor_name(actor)), top + height / 2.0));
    for thread in (1..rows).filter(|_| named) {
        let text = i18n::track_thread(lang, &thread);
        tracks.names.push((fitted(&text), place.start + row_px * (thread as f64 + 0.5)));
    }
}

/// Whether there are texts above a row's boxes, how high these are, and their top.
fn box_of(place: &Range<f64>) -> (bool, f64, f64) {
    let room = place.end - place.start;
    let above = room >= BOX_PX + ABOVE_PX;
    // Rows of threads are close together.
    let height = BOX_PX.min(room - if room < TEXT_PX { 1.0 } else { 3.0 });
    let top = if above { place.start + ABOVE_PX } else { place.start + (room - height) / 2.0 };
    (above, height, top)
}

/// One row's boxes.
fn row(tracks: &mut Tracks, session: &Session, spans: &[TrackSpan], place: Range<f64>, lang: Language) {
    let (above, height, top) = box_of(&place);
    let width = tracks.scale.right_px - tracks.scale.left_px;
    let start = tracks.boxes.len();
    if spans.len() as f64 > width * CROWDED {
        crowd(tracks, session, spans, top, height);
        return;
    }
    for span in spans {
        tracks.boxes.extend(span_box(tracks, session, span, top, height, lang));
    }
    if above {
        label_above(&mut tracks.boxes[start..], session);
    }
}

/// The spans that can reach into the view.
fn in_view<'a>(
    spans: &'a [TrackSpan],
    seqs: &Range<u64>,
    tracks: &Tracks,
    session: &Session,
) -> &'a [TrackSpan] {
    let end = spans.partition_point(|span| span.seq < seqs.end);
    let begin = spans.partition_point(|span| span.seq < seqs.start).min(end);
    let reaches = |span: &TrackSpan| {
        span.end_seq.is_none_or(|seq| tracks.scale.after(session, seq) >= tracks.scale.left_px)
    };
    let back = spans[begin.saturating_sub(LOOK_BACK)..begin].iter().position(reaches);
    let first = back.map_or(begin, |at| begin.saturating_sub(LOOK_BACK) + at);
    &spans[first..end]
}

/// Left and right edge of a span, cut at the edges of the view.
fn edges(tracks: &Tracks, session: &Session, span: &TrackSpan) -> Option<(f64, f64)> {
    use crate::model::Axis;
    let scale = &tracks.scale;
    let (from, to) = match scale.axis {
        Axis::Events => {
            let to = match span.end_seq {
                Some(seq) => scale.after(session, seq),
                None => scale.px(scale.total),
            };
            (scale.before(session, span.seq), to)
        }
        Axis::Time => {
            let end_ns = span.end_ns.map_or(scale.total, |ns| ns as f64);
            (scale.px(span.start_ns as f64), scale.px(end_ns))
        }
    };
    let to = (to - GAP_PX).max(from + MIN_PX);
    let seen = to > scale.left_px && from < scale.right_px;
    seen.then(|| (from.max(scale.left_px - 2.0), to.min(scale.right_px + 2.0)))
}

fn span_box(
    tracks: &Tracks,
    session: &Session,
    span: &TrackSpan,
    top: f64,
    height: f64,
    lang: Language,
) -> Option<TrackBox> {
    let (x, end) = edges(tracks, session, span)?;
    let tone = tone(session, span);
    let call = call_of(session, span)?;
    let name = call.op.name();
    let inside = match span.kind {
        SpanKind::Call => None,
        SpanKind::Held => Some(i18n::track_held(lang, &name)),
        SpanKind::Blocked | SpanKind::Sleep | SpanKind::Input => {
            let end_ns = span.end_ns.unwrap_or_else(|| session.now_ns());
            let took = words::duration(end_ns.saturating_sub(span.start_ns));
            let cursor = session.timeline.cursor();
            let goes_on = span.seq <= cursor && span.end_seq.is_none_or(|end| end > cursor);
            Some(match span.kind {
                // How long it takes is not known yet at the cursor.
                SpanKind::Blocked if goes_on => i18n::track_blocked_now(lang, &name),
                _ if goes_on => name.to_owned(),
                // It goes on, and the cursor is before it.
                SpanKind::Blocked if end_ns <= span.start_ns => i18n::track_blocked_now(lang, &name),
                SpanKind::Blocked => i18n::track_blocked(lang, &name, &took),
                _ => [name, " · ", &took].concat(),
            })
        }
    };
    let inside = inside.filter(|_| height >= TEXT_PX);
    // A cut duration reads as another one: where it does not fit, the name is alone.
    let room = end - x - 12.0;
    let inside = inside.and_then(|text| {
        if labels::width_px(&text) <= room { Some(text) } else { labels::fitted(name, room) }
    });
    Some(TrackBox { x, y: top, width: end - x, height, tone, seq: span.seq, inside, above: None })
}

/// Texts above boxes: first payloads and joins, then what else fits.
fn label_above(boxes: &mut [TrackBox], session: &Session) {
    let mut line = Line::default();
    for important in [true, false] {
        for item in boxes.iter_mut().filter(|b| matters(b.tone) == important && b.inside.is_none()) {
            let Some(text) = above_text(session, item.seq) else { continue };
            if line.take(item.x, labels::width_px(&text)) {
                item.above = Some(text);
            }
        }
    }
}

fn matters(tone: Tone) -> bool {
    matches!(tone, Tone::Data { .. } | Tone::Joins | Tone::Failed)
}

fn above_text(session: &Session, seq: u64) -> Option<String> {
    let (call, outcome) = call_and_outcome(session, seq)?;
    Some(match (&call.op, outcome) {
        (Op::Send { data, .. }, Some(Outcome::Sent { len_bytes })) => {
            let sent = usize::try_from(*len_bytes).unwrap_or(usize::MAX).min(data.len());
            socketscope_shared::bytes::visible(&data[..sent], LABEL_BYTES)
        }
        (Op::Recv { .. }, Some(Outcome::Received { data, .. })) => {
            socketscope_shared::bytes::visible(data, LABEL_BYTES)
        }
        (op, Some(Outcome::WouldBlock)) => [op.name(), " EAGAIN"].concat(),
        (op, _) => op.name().to_owned(),
    })
}

/// One box for each bin of a lane that has more calls than pixels.
fn crowd(tracks: &mut Tracks, session: &Session, spans: &[TrackSpan], top: f64, height: f64) {
    let scale = tracks.scale;
    let mut rest = spans;
    let mut x = scale.left_px;
    while x < scale.right_px && !rest.is_empty() {
        let edge = x + BIN_PX;
        let count =
            rest.partition_point(|span| edges(tracks, session, span).is_none_or(|(from, _)| from < edge));
        // A wait that fills the bin counts more than the calls beside it.
        let (bin, later) = rest.split_at(count);
        let stands_for = bin.iter().rev().take(8).max_by_key(|span| span.kind != SpanKind::Call);
        if let Some(span) = stands_for {
            let end = edges(tracks, session, span).map_or(edge, |(_, to)| to.max(edge));
            let (tone, seq) = (tone(session, span), span.seq);
            let width = end - x;
            tracks.boxes.push(TrackBox { x, y: top, width, height, tone, seq, inside: None, above: None });
        }
        rest = later;
        x = edge;
    }
}

fn tone(session: &Session, span: &TrackSpan) -> Tone {
    match span.kind {
        SpanKind::Held => return Tone::Held,
        SpanKind::Blocked | SpanKind::Sleep | SpanKind::Input => return Tone::Blocked,
        SpanKind::Call => {}
    }
    let seq = span.end_seq.unwrap_or(span.seq);
    let Some((call, outcome)) = call_and_outcome(session, seq) else { return Tone::Plain };
    match (&call.op, outcome) {
        (_, Some(Outcome::WouldBlock)) => Tone::WouldBlock,
        (_, Some(Outcome::Failed { .. })) => Tone::Failed,
        (Op::Send { .. }, Some(Outcome::Sent { .. })) => data_tone(session, call, seq, true),
        (Op::Recv { .. }, Some(Outcome::Received { .. } | Outcome::EndOfStream)) => {
            data_tone(session, call, seq, false)
        }
        (Op::Connect { .. } | Op::Accept, _) => Tone::Joins,
        _ => Tone::Plain,
    }
}

/// The direction of the bytes that a call moved, and whether it is every second of its kind.
fn data_tone(session: &Session, call: &Call, seq: u64, sends: bool) -> Tone {
    let world = session.timeline.latest();
    let stream = call.socket.and_then(|s| if sends { world.sends_into(s) } else { world.receives_from(s) });
    let Some((connection, direction)) = stream else { return Tone::Plain };
    let history = session.timeline.history().stream(StreamId { connection, direction });
    let before = history.map_or(0, |history| {
        let visible = history.visible(seq);
        if sends { visible.sends.len() } else { visible.receives.len() }
    });
    Tone::Data { direction, odd: before.is_multiple_of(2) }
}

fn call_of<'a>(session: &'a Session, span: &TrackSpan) -> Option<&'a Call> {
    session.timeline.log().get(span.seq)?.fact.call()
}

fn call_and_outcome(session: &Session, seq: u64) -> Option<(&Call, Option<&Outcome>)> {
    match &session.timeline.log().get(seq)?.fact {
        Fact::Returned { call, outcome, .. } => Some((call, Some(outcome))),
        Fact::Entered { call, .. } | Fact::Held { call, .. } => Some((call, None)),
        _ => None,
    }
}
