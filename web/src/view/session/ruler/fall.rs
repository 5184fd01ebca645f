//! The bytes of a stream on their levels: with the sender's kernel, on the network, with the receiver's kernel, with its
//! program. What the kernels hold, and how far RFC 9293's pointers are.

use super::{
    canvas::{Canvas, END_PX, near},
    meters::{Meter, words_beside},
    rows::sender_parity,
};
use crate::{
    geometry::{
        fall::{Level, falling, ghosts, written},
        glyphs::{Glyph, Kind, glyphs},
        pointers::pointers,
        ruler::{Bands, Detail},
    },
    i18n,
    model::{Model, Session},
    view::kit::units::{self, px},
};
use socketscope_shared::{
    Fact, StreamId,
    clock::PlayState,
    reading::Reading,
    segment::{Flags, Segment},
    timeline::{StepBy, Way},
    words,
    world::{Connection, Positions},
};
use std::ops::Range;
use yew::prelude::*;

/// Rows of the picture, from the top.
pub const SENDS: usize = 0;
const SEND_BUFFER: usize = 1;
/// Segments.
pub const NETWORK: usize = 2;
const RECEIVE_BUFFER: usize = 3;
/// Calls that received.
pub const RECEIVES: usize = 4;
/// Frames, where a framing is chosen.
pub const FRAMES: usize = 5;
/// Rows in which bytes can lie.
pub const WITH_BYTES: &[usize] = &[SEND_BUFFER, NETWORK, RECEIVE_BUFFER, RECEIVES];

/// Tallest cell of a byte, px.
const CELL_PX: f64 = 34.0;
/// Lower cells have smaller letters, px.
const SMALL_CELL_PX: f64 = 20.0;
/// Narrower bytes have smaller letters, px.
const NARROW_PX: f64 = 15.0;
/// What a row's words need above the bytes, px.
const WORDS_PX: f64 = 19.0;
/// A bar that is narrower has no number in it, px.
const NUMBER_PX: f64 = 34.0;

/// A stream's bytes before the step to the cursor, and at it.
pub struct Fall<'a> {
    canvas: &'a Canvas<'a>,
    connection: Option<&'a Connection>,
    before: Positions,
    after: Positions,
    /// How much of the step is shown, 0 to 1.
    progress: f64,
    captured: bool,
}

impl<'a> Fall<'a> {
    /// The stream of a canvas at the cursor.
    pub fn new(canvas: &'a Canvas<'a>) -> Self {
        let (session, id) = (canvas.session, canvas.id);
        let connection = session.world().connection(id.connection);
        let positions = |c: Option<&Connection>| {
            c.map_or_else(Positions::default, |c| c.streams[id.direction.index()].positions())
        };
        let progress = match canvas.model.ui.reduced_motion {
            true => 1.0,
            false => f64::from(session.playback.progress(&session.timeline)),
        };
        Self {
            canvas,
            connection,
            before: came_from(canvas.model, session, id)
                .unwrap_or_else(|| positions(session.timeline.before().connection(id.connection))),
            after: positions(connection),
            progress,
            captured: session.info().is_none_or(|info| info.network.captured()),
        }
    }

    /// The levels, behind everything else.
    pub fn levels(&self) -> Html {
        let (bands, width) = (self.canvas.bands, self.canvas.scale.width_px);
        let level = |row: usize| {
            html! { <rect class="level" x="-4" y={px(bands.y(row) - 2.0)} width={px(width + 8.0)} height={px(bands.height(row) + 4.0)} rx="8" /> }
        };
        html! { <g class="levels">{ for [SEND_BUFFER, NETWORK, RECEIVE_BUFFER].map(level) }</g> }
    }

    /// The bytes, what the kernel keeps of those that left, and the acknowledgement that comes back.
    pub fn bytes(&self) -> Html {
        let seen = self.canvas.scale.seen();
        let all = falling(&self.before, &self.after, seen.clone());
        let heights = |level| self.middle(level);
        let drawn = all.iter().map(|falling| {
            let moves = falling.from != falling.to && self.progress < 1.0;
            let lost = falling.to == Level::ReceiveBuffer && self.is_discarded();
            let class = classes!(moves.then_some("moves"), lost.then_some("lost"));
            self.run(&falling.bytes, falling.y(heights, self.progress), class)
        });
        let kept = ghosts(&self.after);
        let kept = kept.start.max(seen.start)..kept.end.min(seen.end);
        html! {
            <g class="bytes" data-at={written(&self.after)}>
                { self.run(&kept, self.middle(Level::SendBuffer), classes!("ghost")) }
                { for drawn }
                { self.again(&seen) }
                { self.acknowledgement() }
            </g>
        }
    }

    /// A segment that is sent once more falls once more, from what the kernel kept.
    fn again(&self, seen: &Range<u64>) -> Html {
        let Some(segment) =
            self.shown_segment().filter(|s| s.retransmission && s.direction == self.canvas.id.direction)
        else {
            return Html::default();
        };
        let end = segment.offset.saturating_add(segment.len_bytes.into());
        let bytes = segment.offset.max(seen.start)..end.min(seen.end);
        let from = self.middle(Level::SendBuffer);
        let y = from + (self.middle(Level::Network) - from) * self.progress;
        self.run(&bytes, y, classes!("again"))
    }

    /// The segment at the cursor that acknowledges these bytes, on its way up.
    fn acknowledgement(&self) -> Html {
        let (bands, scale) = (self.canvas.bands, self.canvas.scale);
        let acknowledges = |s: &&Segment| s.direction != self.canvas.id.direction && s.flags.has(Flags::ACK);
        let Some(segment) = self.shown_segment().filter(acknowledges).filter(|_| self.after.acknowledged > 0)
        else {
            return Html::default();
        };
        let x = scale.x(self.after.acknowledged);
        if !(0.0..=scale.width_px).contains(&x) {
            return Html::default();
        }
        let text = format!("ACK {}", words::count(self.after.acknowledged));
        let (bottom, top) = (bands.y(RECEIVE_BUFFER), bands.y(SEND_BUFFER) + bands.height(SEND_BUFFER));
        let tip = bottom + (top - bottom) * self.progress;
        let width = crate::geometry::mono::width_px(&text) + 14.0;
        let left = crate::geometry::within(x - width / 2.0, 0.0, scale.width_px - width);
        html! {
            <g class="ack">
                <title>{ words::segment(segment, self.canvas.session.timeline.before(), self.canvas.model.lang) }</title>
                <path d={format!("M{0} {1}V{2}m-5 6l5 -6l5 6", px(x), px(bottom), px(tip))} />
                <rect x={px(left)} y={px((bottom + top) / 2.0 - 10.0)} width={px(width)} height="20" rx="10" />
                <text x={px(left + 7.0)} y={px((bottom + top) / 2.0 + 4.0)}>{ text }</text>
            </g>
        }
    }

    fn shown_segment(&self) -> Option<&'a Segment> {
        match &self.canvas.session.timeline.shown()?.1.fact {
            Fact::Segment(segment) if segment.connection == self.canvas.id.connection => Some(segment),
            _ => None,
        }
    }

    fn is_discarded(&self) -> bool {
        self.connection.is_some_and(|c| c.streams[self.canvas.id.direction.index()].discarded)
    }

    /// Height of the cells of bytes, px.
    fn cell_px(&self) -> f64 {
        (self.canvas.bands.bytes_px - WORDS_PX).clamp(13.0, CELL_PX)
    }

    /// Where the middle of a level's cells is, px from the top.
    fn middle(&self, level: Level) -> f64 {
        let bands: &Bands = self.canvas.bands;
        let centre = |row: usize| bands.y(row) + bands.height(row) / 2.0;
        let below_words = |row: usize| bands.y(row) + bands.height(row) - self.cell_px() / 2.0 - 2.0;
        match level {
            Level::Sender => centre(SENDS),
            Level::SendBuffer => centre(SEND_BUFFER),
            Level::Network => below_words(NETWORK),
            Level::ReceiveBuffer => centre(RECEIVE_BUFFER),
            Level::Receiver => below_words(RECEIVES),
        }
    }

    /// Neighbouring bytes at one height: cells while they fit, a bar where they are many.
    fn run(&self, bytes: &Range<u64>, middle: f64, class: Classes) -> Html {
        let scale = self.canvas.scale;
        if bytes.is_empty() {
            return Html::default();
        }
        let (cell, top) = (self.cell_px(), middle - self.cell_px() / 2.0);
        if scale.detail() == Detail::Bar {
            let x = scale.x(bytes.start).max(0.0);
            let width = (scale.x(bytes.end).min(scale.width_px) - x).max(1.0);
            let text = units::bytes(bytes.end - bytes.start);
            let fits = width > NUMBER_PX.max(crate::geometry::mono::width_px(&text) + 8.0);
            return html! {
                <g class={classes!("dense", class)}>
                    <title>{ text.clone() }</title>
                    <rect x={px(x)} y={px(top)} width={px(width)} height={px(cell)} rx="3" />
                    if fits { <text x={px(x + width / 2.0)} y={px(middle + 4.0)}>{ text }</text> }
                </g>
            };
        }
        let Some(history) = self.canvas.session.timeline.history().stream(self.canvas.id) else {
            return Html::default();
        };
        let cuts = near(self.canvas.stream.receives, bytes.start, bytes.end);
        let urgent = self.connection.and_then(|c| c.streams[self.canvas.id.direction.index()].urgent);
        let small = (cell < SMALL_CELL_PX).then_some("small");
        let narrow = (scale.byte_px < NARROW_PX).then_some("narrow");
        let draw = |glyph: Glyph| {
            let len = u64::from(glyph.len);
            let (x, width) = (scale.x(glyph.start), scale.byte_px * len as f64);
            let kind = match glyph.kind {
                Kind::Character => None,
                Kind::Control => Some("control"),
                Kind::Split => Some("split"),
                Kind::Raw => Some("raw"),
            };
            let odd = sender_parity(history, glyph.start).then_some("b");
            let urgent = urgent.filter(|urgent| urgent.offset == glyph.start);
            let oob = urgent.map(|_| "oob");
            // The kernel goes past it only with the next recv.
            let taken = urgent.is_some_and(|urgent| urgent.taken && glyph.start >= self.after.received);
            let taken = taken.then_some("ghost");
            let raw = history.slice(glyph.start, glyph.start + len);
            let hex: Vec<String> = raw.iter().map(|byte| format!("{byte:02x}")).collect();
            let title =
                format!("{} · 0x{}", i18n::ruler_offset(self.canvas.model.lang, &glyph.start), hex.join(" "));
            html! {
                <g key={glyph.start} class={classes!("cell", kind, odd, oob, taken, small, narrow, class.clone())}>
                    <title>{ title }</title>
                    <rect x={px(x + 1.0)} y={px(top)} width={px((width - 2.0).max(1.0))} height={px(cell)} rx={if width > 24.0 { "6" } else { "3" }} />
                    <text x={px(x + width / 2.0)} y={px(middle + if small.or(narrow).is_some() { 4.0 } else { 5.0 })}>{ glyph.text }</text>
                </g>
            }
        };
        let cells = glyphs(history.slice(bytes.start, bytes.end), bytes.start, &cuts).into_iter().map(draw);
        html! { <>{ for cells }</> }
    }

    /// How much the kernels hold, beside their levels, to scale with what they could hold.
    pub fn meters(&self) -> Html {
        let lang = self.canvas.model.lang;
        let direction = self.canvas.id.direction;
        let reading = |side: socketscope_shared::Side| self.connection?.ends[side.index()].reading.as_ref();
        let (sender, receiver) = (reading(direction.from()), reading(direction.to()));
        let inferred = if self.captured { i18n::FROM_SEGMENTS } else { i18n::FROM_QUEUE }.get(lang);
        let told = |kernel: Option<String>| match kernel {
            Some(kernel) => [inferred, &kernel].join("\n"),
            None => inferred.to_owned(),
        };
        let size = |bytes: u32| if bytes == 0 { "?".to_owned() } else { words::size(bytes.into()) };
        let kept = self.after.accepted - self.after.acknowledged.min(self.after.accepted);
        let unsent = self.after.accepted - self.after.crossed;
        // Without capture nobody sees what was acknowledged: what waits is what the kernel says.
        let held = if self.captured { kept } else { unsent };
        let waits = self.after.arrived - self.after.received;
        // A socket that is closed has no limit any more.
        let full = sender.is_some_and(|r| r.send_limit > 0 && !r.has_room_to_send());
        let shut =
            |r: &Reading| waits > 0 && r.info.as_ref().is_some_and(|info| info.receive_window_bytes == 0);
        let send = Meter {
            row: SEND_BUFFER,
            count: held,
            limit: sender.map_or(0, |r| r.send_limit.into()),
            full,
            title: told(sender.map(|r| {
                i18n::kernel_send_queue(lang, &words::count(r.send_queue.into()), &size(r.send_limit))
            })),
        };
        let receive = Meter {
            row: RECEIVE_BUFFER,
            count: if self.is_discarded() { 0 } else { waits },
            limit: receiver.map_or(0, |r| r.receive_limit.into()),
            full: receiver.is_some_and(shut),
            title: told(receiver.map(|r| {
                i18n::kernel_receive_queue(
                    lang,
                    &words::count(r.receive_queue.into()),
                    &size(r.receive_limit),
                )
            })),
        };
        let flying = self.after.crossed - self.after.arrived;
        html! {
            <g class="meters">
                { send.view(self.canvas) }
                if self.captured { { self.beside(NETWORK, &units::bytes(flying), i18n::FALL_IN_FLIGHT.get(lang), inferred) } }
                { receive.view(self.canvas) }
            </g>
        }
    }

    fn beside(&self, row: usize, count: &str, below: &str, title: &str) -> Html {
        words_beside(self.canvas, row, count, below.to_owned(), title, None)
    }

    /// How far the bytes have come, below the offsets.
    pub fn pointers(&self) -> Html {
        let (lang, scale) = (self.canvas.model.lang, self.canvas.scale);
        let mut marks = vec![
            (scale.x(self.after.received), i18n::FALL_READ.get(lang)),
            (scale.x(self.after.arrived), i18n::FALL_ARRIVED.get(lang)),
        ];
        if self.captured {
            marks.push((scale.x(self.after.acknowledged), i18n::FALL_ACKNOWLEDGED.get(lang)));
            marks.push((scale.x(self.after.crossed), i18n::FALL_SENT.get(lang)));
        }
        let top = self.canvas.bands.bottom_px() + 22.0;
        let lines = ((self.canvas.bands.axis_px - 26.0) / 12.0).max(0.0) as usize;
        let draw = |pointer: crate::geometry::pointers::Pointer| {
            let y = top + 13.0 + 12.0 * pointer.line as f64;
            html! {
                <g>
                    <path d={format!("M{} {}l4 6h-8z", px(pointer.at), px(top - 4.0))} />
                    <text x={px(pointer.x)} y={px(y)}>{ pointer.text }</text>
                </g>
            }
        };
        html! { <g class="pointers">{ for pointers(&marks, scale.width_px, END_PX, lines).into_iter().map(draw) }</g> }
    }
}

/// The state that the step to the cursor began with, where that is more than one event ago: a step from call to call
/// passes segments, and shows what they did, too.
fn came_from(model: &Model, session: &Session, id: StreamId) -> Option<Positions> {
    let timeline = &session.timeline;
    let by_call = model.ui.snap_to_calls && session.playback.state() == PlayState::Paused;
    let previous = by_call.then(|| timeline.target(timeline.cursor(), Way::Back, StepBy::Call)).flatten()?;
    Some(timeline.history().stream(id)?.positions(previous))
}
