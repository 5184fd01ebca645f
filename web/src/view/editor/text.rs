//! An editor for a program: a browser's own text field, transparent, over the same text in colours.
//!
//! Undo, selection, input methods and accessibility are thus the browser's. The text field scrolls; the colours and the
//! line numbers follow it, and only those near what is seen are drawn.

use super::{
    field::{self as field, Ways},
    files,
    find::{self, Search, Step},
};
use crate::{
    geometry::{
        brackets, find as finding,
        marks::{self, Mark},
        python,
    },
    i18n,
    model::{Action, Edit, FailedLine, MAX_TEXT_BYTES},
    view::kit::code,
};
use socketscope_shared::Language;
use std::ops::Range;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Lines drawn at once; a shorter text is drawn whole.
const DRAWN: u32 = 240;
/// Lines that may be scrolled before others are drawn.
const STRIDE: u32 = 60;

/// Properties of [`Editor`].
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The program.
    pub actor: AttrValue,
    /// What assistive technology calls it.
    pub label: AttrValue,
    /// Its text.
    pub text: AttrValue,
    /// Language of the page.
    pub lang: Language,
    /// The line that ended the last run.
    pub failed: Option<FailedLine>,
    /// Where its keys lead.
    pub ways: Ways,
    /// Takes edits, and a run.
    pub act: Callback<Action>,
}

/// The editor.
#[component]
pub fn Editor(props: &Props) -> Html {
    let frame = use_node_ref();
    let first = use_state(|| 0u32);
    let caret = use_state(|| None::<usize>);
    let search = use_state(Search::default);
    // A match that was gone to is shown once it is drawn.
    let going = use_mut_ref(|| false);
    let (text, lang): (&str, Language) = (&props.text, props.lang);
    let lines = text.split('\n').count() as u32;
    let from = if lines > DRAWN { (*first).min(lines - 1) } else { 0 };
    let found = if search.open { finding::matches(text, &search.wanted) } else { Vec::new() };
    let marks = marked(text, &search, &found, *caret);
    {
        let (frame, going) = (frame.clone(), going.clone());
        use_effect(move || {
            if going.replace(false) {
                let shown = field::show_sideways(&frame);
                going.replace(!shown);
            }
        });
    }
    let oninput = {
        let (act, actor, caret) = (props.act.clone(), props.actor.clone(), caret.clone());
        move |event: InputEvent| {
            if let Some(field) = field::of(&event) {
                caret.set(field::caret(&field));
                let edit = Edit::Text { actor: actor.to_string(), text: field.value() };
                act.emit(Action::Edit(edit));
            }
        }
    };
    let onscroll = {
        let frame = frame.clone();
        move |event: Event| {
            let (Some(field), Some(frame)) = (field::of(&event), frame.cast::<HtmlElement>()) else { return };
            for (name, px) in [("--x", field.scroll_left()), ("--y", field.scroll_top())] {
                _ = frame.style().set_property(name, &[&(-px).to_string(), "px"].concat());
            }
            // The text is as high as its lines.
            let (top, height) = (field.scroll_top().max(0) as u64, field.scroll_height().max(1) as u64);
            let seen = (top * u64::from(lines) / height) as u32;
            let wanted = seen.saturating_sub(STRIDE) / STRIDE * STRIDE;
            if lines > DRAWN && wanted != *first {
                first.set(wanted);
            }
        }
    };
    let onkeydown = {
        let (act, ways, search) = (props.act.clone(), props.ways.clone(), search.clone());
        move |event: KeyboardEvent| field::key(&event, &act, &ways, &search)
    };
    let at_caret = {
        let caret = caret.clone();
        move |event: Event| {
            let at = field::of(&event).and_then(|field| field::caret(&field));
            if at != *caret {
                caret.set(at);
            }
        }
    };
    let [onkeyup, onclick] = [at_caret.clone(), at_caret.clone()];
    let (onkeyup, onclick) =
        (move |event: KeyboardEvent| onkeyup(event.into()), move |event: MouseEvent| onclick(event.into()));
    let onblur = {
        let caret = caret.clone();
        move |_: FocusEvent| caret.set(None)
    };
    let step = {
        let (frame, text) = (frame.clone(), props.text.clone());
        let (search, found, going) = (search.clone(), found.clone(), going.clone());
        Callback::from(move |step: Step| {
            let Some(field) = field::within(&frame) else { return };
            let mut next = (*search).clone();
            let found = match step {
                Step::Wanted(wanted) => {
                    let found = finding::matches(&text, &wanted);
                    let start = field.selection_start().ok().flatten().unwrap_or(0);
                    let at = crate::geometry::utf16::byte(&text, start as usize);
                    (next.wanted, next.current) = (wanted, finding::from(&found, at));
                    found
                }
                Step::Next(after) => {
                    next.current = finding::next(found.len(), search.current, after);
                    found.clone()
                }
                Step::Close => {
                    next.open = false;
                    _ = field.focus();
                    found.clone()
                }
            };
            if let Some(range) = found.get(next.current) {
                field::show(&field, &text, range.clone());
                going.replace(next.open);
            }
            search.set(next);
        })
    };
    {
        let (frame, step) = (frame.clone(), step.clone());
        let wanted = search.wanted.clone();
        use_effect_with(search.open, move |open| {
            if *open {
                field::focus_find(frame.cast());
                step.emit(Step::Wanted(wanted));
            }
        });
    }
    let [ondragover, ondrop] = [false, true].map(|drop| {
        let (act, actor) = (props.act.clone(), props.actor.clone());
        Callback::from(move |event: DragEvent| dropped(&event, drop, &act, &actor))
    });
    let go = {
        let (frame, text) = (frame.clone(), props.text.clone());
        let number = props.failed.as_ref().map_or(1, |failed| failed.number);
        move |_: MouseEvent| {
            let before: usize = text.split_inclusive('\n').take(number as usize - 1).map(str::len).sum();
            if let Some(field) = field::within(&frame) {
                _ = field.focus();
                field::show(&field, &text, before..before);
            }
        }
    };
    let to = lines.min(from + DRAWN);
    let numbers: String = (from + 1..=to).flat_map(|n| [n.to_string(), "\n".to_owned()]).collect();
    let style = ["--from:", &from.to_string()].concat();
    let failed = props.failed.as_ref();
    let failed_style = failed.map(|failed| ["--from:", &(failed.number - 1).to_string()].concat());
    let too_large = (text.len() > MAX_TEXT_BYTES).then(|| i18n::TEXT_TOO_LARGE.get(lang));
    html! {
        <>
            <div class="code editor" ref={frame} {ondragover} {ondrop}>
                if let Some(style) = failed_style { <pre class="failed-line" aria-hidden="true"><b {style}>{ "\n" }</b></pre> }
                <pre class="numbers"><b style={style.clone()}>{ numbers }</b></pre>
                <pre class="under" aria-hidden="true"><b {style}>{ for coloured(text, from, to, &marks) }</b></pre>
                // Out of the Tab key's way, which is the editor's own: E and clicks lead here.
                <textarea tabindex="-1" aria-label={props.label.clone()} value={props.text.clone()} spellcheck="false" autocomplete="off"
                    autocapitalize="off" wrap="off" {oninput} {onscroll} {onkeydown} {onkeyup} {onclick} {onblur} />
                if search.open { { find::bar(lang, &search, found.len(), &step) } }
            </div>
            if let Some(message) = too_large { <p class="note-bad" role="alert">{ message }</p> }
            if let Some(FailedLine { number, error }) = failed {
                <p class="note-bad" role="alert"><button class="link" type="button" title={i18n::FAILED_LINE_HELP.get(lang)} onclick={go}>{ i18n::failed_line(lang, number, error) }</button></p>
            }
        </>
    }
}

/// What is marked: what is looked for, or else the brackets at the caret.
fn marked(
    text: &str,
    search: &Search,
    found: &[Range<usize>],
    caret: Option<usize>,
) -> Vec<(Range<usize>, Mark)> {
    if search.open {
        let mark = |at: usize| if at == search.current { Mark::Current } else { Mark::Found };
        return found.iter().enumerate().map(|(at, range)| (range.clone(), mark(at))).collect();
    }
    let Some(pair) = caret.and_then(|caret| brackets::pair(text, caret)) else { return Vec::new() };
    let mark = if pair.partner.is_some() { Mark::Bracket } else { Mark::Alone };
    let mut marks: Vec<_> = pair.partner.into_iter().chain([pair.at]).map(|at| (at..at + 1, mark)).collect();
    marks.sort_by_key(|(range, _)| range.start);
    marks
}

/// The lines `from..to` in colours and with marks, as many line ends as lines.
fn coloured(text: &str, from: u32, to: u32, marks: &[(Range<usize>, Mark)]) -> Vec<Html> {
    let (skip, take) = (from as usize, (to - from) as usize);
    let mut at: usize = text.split_inclusive('\n').take(skip).map(str::len).sum();
    let mut shown = Vec::new();
    let mut draw = |line: python::Line<'_>| {
        let start = at;
        at += line.iter().map(|(_, piece)| piece.len()).sum::<usize>() + 1;
        shown.extend(marks::cut(line, start, marks).into_iter().map(piece));
        shown.push(Html::from("\n"));
    };
    if text.len() > code::MAX_COLOURED_BYTES {
        let lines = text.split('\n').skip(skip).take(take);
        lines.for_each(|line| draw(vec![(python::Token::Plain, line)]));
    } else {
        python::lines(text).into_iter().skip(skip).take(take).for_each(draw);
    }
    shown
}

fn piece((token, text, mark): (python::Token, &str, Option<Mark>)) -> Html {
    let class = match mark {
        None => return code::piece((token, text)),
        Some(Mark::Found) => "m",
        Some(Mark::Current) => "m on",
        Some(Mark::Bracket) => "pair",
        Some(Mark::Alone) => "pair alone",
    };
    html! { <span {class}>{ code::piece((token, text)) }</span> }
}

/// A file over the editor, or dropped onto it; anything else is the browser's own.
fn dropped(event: &DragEvent, drop: bool, act: &Callback<Action>, actor: &str) {
    let Some(data) = event.data_transfer() else { return };
    if !data.types().includes(&JsValue::from_str("Files"), 0) {
        return;
    }
    event.prevent_default();
    if let Some(file) = data.files().filter(|_| drop).and_then(|files| files.get(0)) {
        files::load(act, actor.to_owned(), file);
    }
}
