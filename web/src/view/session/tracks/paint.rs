//! Paints the tracks.

use super::canvas::{self, Palette};
use crate::geometry::tracks::{SegmentMark, Tick, Tone, TrackBox, Tracks};
use socketscope_shared::Direction;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

const SANS: &str = "11px Inter, system-ui, \"Noto Sans CJK SC\", \"PingFang SC\", sans-serif";
const SMALL: &str = "10px Inter, system-ui, \"Noto Sans CJK SC\", \"PingFang SC\", sans-serif";
/// Distance of the lines of a hatched box in px.
const HATCH_PX: f64 = 9.0;
const CORNER_PX: f64 = 4.0;

/// Paints all of it; `hover` is lit up.
pub fn paint(canvas: &HtmlCanvasElement, tracks: &Tracks, hover: Option<u64>) {
    let Some(context) = canvas::context(canvas, tracks.width_px, tracks.height_px) else { return };
    let palette = Palette::now();
    let paint = Paint { context: &context, palette: &palette };
    paint.names(tracks);
    paint.axis(tracks);
    context.save();
    context.begin_path();
    let (left, right) = (tracks.scale.left_px - 3.0, tracks.scale.right_px + 3.0);
    context.rect(left, 0.0, right - left + 20.0, tracks.axis_y);
    context.clip();
    // Calls are on top: a long wait would hide a short one beside it.
    for waits in [true, false] {
        let boxes = tracks.boxes.iter().filter(|b| b.tone.waits() == waits);
        boxes.for_each(|b| paint.track_box(b, hover == Some(b.seq)));
    }
    tracks.segments.iter().for_each(|s| paint.segment(s, hover == Some(s.seq)));
    paint.levels(tracks);
    context.restore();
}

struct Paint<'a> {
    context: &'a CanvasRenderingContext2d,
    palette: &'a Palette,
}

impl Paint<'_> {
    fn names(&self, tracks: &Tracks) {
        self.style("--ink-2", SANS);
        self.context.set_text_baseline("middle");
        for (name, y) in &tracks.names {
            self.text(name, 14.0, *y);
        }
        self.context.set_text_baseline("alphabetic");
    }

    fn axis(&self, tracks: &Tracks) {
        self.context.set_stroke_style_str(&self.palette.get("--line-strong"));
        self.context.set_line_width(1.0);
        self.line(&[
            (tracks.scale.left_px, tracks.axis_y + 0.5),
            (tracks.scale.right_px, tracks.axis_y + 0.5),
        ]);
        self.style("--ink-3", SMALL);
        for tick in &tracks.ticks {
            self.line(&[(tick.x, tracks.axis_y), (tick.x, tracks.axis_y + 4.0)]);
            self.text(&tick.text, tick.x + Tick::GAP_PX, tracks.axis_y + 14.0);
        }
    }

    fn track_box(&self, item: &TrackBox, lit: bool) {
        let context = self.context;
        self.shape(item.x, item.y, item.width, item.height);
        match item.tone {
            Tone::Blocked | Tone::Held => {
                self.hatched(item, if item.tone == Tone::Held { "--accent-soft" } else { "--line" })
            }
            tone => {
                context.set_fill_style_str(&self.palette.get(fill(tone)));
                context.fill();
            }
        }
        if lit {
            context.set_line_width(1.5);
            context.set_stroke_style_str(&self.palette.get("--ink"));
            self.shape(item.x, item.y, item.width, item.height);
            context.stroke();
        }
        if let Some(text) = &item.inside {
            self.style("--ink", SANS);
            context.set_text_baseline("middle");
            self.text(text, item.x + 7.0, item.y + item.height / 2.0 + 0.5);
            context.set_text_baseline("alphabetic");
        }
        if let Some(text) = &item.above {
            self.style("--ink-2", SANS);
            self.text(text, item.x, item.y - 4.0);
        }
    }

    /// Diagonal stripes inside the current shape, and its outline.
    fn hatched(&self, item: &TrackBox, stripes: &'static str) {
        let context = self.context;
        context.set_fill_style_str(&self.palette.get("--sunken"));
        context.fill();
        context.save();
        context.clip();
        context.set_stroke_style_str(&self.palette.get(stripes));
        context.set_line_width(HATCH_PX * 0.45);
        let mut x = ((item.x - item.height) / HATCH_PX).floor() * HATCH_PX;
        while x < item.x + item.width + HATCH_PX {
            self.line(&[(x, item.y + item.height + 2.0), (x + item.height + 4.0, item.y - 2.0)]);
            x += HATCH_PX;
        }
        context.restore();
        context.set_line_width(1.0);
        let held = item.tone == Tone::Held;
        context.set_stroke_style_str(&self.palette.get(if held { "--accent" } else { "--line-strong" }));
        self.shape(item.x, item.y, item.width, item.height);
        context.stroke();
    }

    fn segment(&self, mark: &SegmentMark, lit: bool) {
        let (strong, soft) = match mark.direction {
            Direction::ToServer => ("--c2s", "--c2s-2"),
            Direction::ToClient => ("--s2c", "--s2c-2"),
        };
        let token = match () {
            () if lit => "--ink",
            () if mark.retransmission => "--error",
            () if mark.data => strong,
            () => soft,
        };
        self.context.set_fill_style_str(&self.palette.get(token));
        let height = if mark.data { mark.height } else { mark.height / 2.0 };
        let y = match mark.direction {
            Direction::ToServer => mark.y + mark.height - height,
            Direction::ToClient => mark.y,
        };
        self.context.fill_rect(mark.x, y, mark.width, height);
        if let Some(text) = &mark.label {
            self.style("--ink-3", "9px Inter, system-ui, sans-serif");
            let y = match mark.direction {
                Direction::ToServer => mark.y - 2.5,
                Direction::ToClient => mark.y + mark.height + 8.0,
            };
            self.text(text, mark.x, y);
        }
    }

    fn levels(&self, tracks: &Tracks) {
        for level in &tracks.levels {
            let token = match level.direction {
                Direction::ToServer => "--c2s",
                Direction::ToClient => "--s2c",
            };
            self.context.set_stroke_style_str(&self.palette.get(token));
            self.context.set_line_width(2.0);
            self.line(&level.points);
        }
        for note in &tracks.notes {
            self.style("--ink-2", SANS);
            self.text(&note.text, note.x, note.y);
        }
    }

    fn style(&self, token: &'static str, font: &str) {
        self.context.set_fill_style_str(&self.palette.get(token));
        self.context.set_font(font);
    }

    fn text(&self, text: &str, x: f64, y: f64) {
        // Only fails if the canvas is gone.
        let _ = self.context.fill_text(text, x, y);
    }

    fn line(&self, points: &[(f64, f64)]) {
        self.context.begin_path();
        for (index, (x, y)) in points.iter().enumerate() {
            if index == 0 {
                self.context.move_to(*x, *y);
            } else {
                self.context.line_to(*x, *y);
            }
        }
        self.context.stroke();
    }

    fn shape(&self, x: f64, y: f64, width: f64, height: f64) {
        self.context.begin_path();
        let corner = CORNER_PX.min(width / 2.0);
        if self.context.round_rect_with_f64(x, y, width, height, corner).is_err() {
            self.context.rect(x, y, width, height);
        }
    }
}

fn fill(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "--wait",
        Tone::Joins => "--accent",
        Tone::Data { direction: Direction::ToServer, odd: false } => "--c2s",
        Tone::Data { direction: Direction::ToServer, odd: true } => "--c2s-2",
        Tone::Data { direction: Direction::ToClient, odd: false } => "--s2c",
        Tone::Data { direction: Direction::ToClient, odd: true } => "--s2c-2",
        Tone::WouldBlock => "--line-strong",
        Tone::Failed => "--error",
        Tone::Blocked | Tone::Held => "--sunken",
    }
}
