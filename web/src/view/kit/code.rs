//! A program's text with line numbers, colours, and where it is.

use super::pane::{Following, Reveal};
use crate::geometry::python::{self, Token};
use yew::prelude::*;

/// Lines drawn around the current one at most: a program may be a megabyte of text.
const MAX_LINES: usize = 600;
/// Deeper lines go on below without an indent, spaces.
const MAX_INDENT: usize = 24;
/// Where a long line of code may be broken.
const BREAKS: [char; 6] = ['.', '(', '[', '{', ',', '='];
/// Text past this is not coloured, bytes.
pub const MAX_COLOURED_BYTES: usize = 200_000;

/// A line that a thread of the program is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// From 1.
    pub number: u32,
    /// What happens there.
    pub state: State,
}

/// What happens at a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It runs.
    Now,
    /// The kernel keeps it waiting.
    Blocked,
    /// We hold it.
    Held,
    /// It raised an exception that ended the program.
    Failed,
}

impl Line {
    /// `None` for line 0: not known.
    pub fn of(number: u32, state: State) -> Option<Self> {
        (number > 0).then_some(Self { number, state })
    }

    fn class(self) -> &'static str {
        match self.state {
            State::Now => "now",
            State::Blocked => "wait",
            State::Held => "wait held",
            State::Failed => "failed",
        }
    }
}

/// Lines at the beginning that one line stands for.
#[derive(Default)]
pub struct Fold {
    /// How many are hidden.
    pub hidden: u32,
    /// What stands above the others.
    pub row: Html,
}

/// The text; `failed` is a line's error, written below it; `fresh` where the program has not begun.
pub fn view(
    source: &str,
    at: &[Line],
    failed: Option<(u32, String)>,
    fresh: bool,
    fold: Option<Fold>,
) -> Html {
    let current = at.first().map_or(0, |line| line.number as usize);
    let first = current.saturating_sub(MAX_LINES / 2);
    let lines = if source.len() <= MAX_COLOURED_BYTES {
        python::lines(source).into_iter().skip(first).take(MAX_LINES).collect()
    } else {
        let plain = source.lines().skip(first).take(MAX_LINES);
        plain.map(|line| vec![(Token::Plain, line)]).collect::<Vec<_>>()
    };
    let Fold { hidden, row } = fold.unwrap_or_default();
    let seen = (first as u32 + 1..).zip(lines).filter(|(number, _)| *number > hidden);
    let rows = seen.map(|(number, pieces)| {
        let class = at.iter().find(|line| line.number == number).map(|line| line.class());
        let (indent, pieces) = indented(pieces);
        let style = indent.map(|indent| ["--indent:", &indent.len().to_string()].concat());
        let error = failed.as_ref().filter(|(line, _)| *line == number).map(|(_, text)| text);
        html! {
            <>
                <div {class} {style} data-line={number.to_string()} data-at={(number as usize == current.max(1)).then_some("")}>
                    if let Some(indent) = indent { <span class="indent">{ indent }</span> }
                    { for pieces.into_iter().map(breaking) }
                </div>
                if let Some(error) = error { <div class="error" role="alert">{ error }</div> }
            </>
        }
    });
    let reveal = (current > 0 || fresh).then_some(Reveal::Marked(current as u64));
    html! { <Following class="code" {reveal}>{ row }{ for rows }</Following> }
}

/// The spaces that a line begins with, apart from it: where it goes on below, it goes on behind them.
fn indented(mut pieces: python::Line<'_>) -> (Option<&str>, python::Line<'_>) {
    let Some((_, first)) = pieces.first_mut() else { return (None, pieces) };
    let (indent, rest) = first.split_at(first.len() - first.trim_start_matches(' ').len());
    if !(1..=MAX_INDENT).contains(&indent.len()) {
        return (None, pieces);
    }
    *first = rest;
    (Some(indent), pieces)
}

/// A piece of a line that may go on below: after a dot, a bracket or a comma, never inside a name.
fn breaking((token, text): (Token, &str)) -> Html {
    if token != Token::Plain || !text.contains(BREAKS) {
        return piece((token, text));
    }
    let parts = text.split_inclusive(BREAKS).map(|part| html! { <>{ part }<wbr /></> });
    html! { <>{ for parts }</> }
}

/// A piece of a line in its colour.
pub fn piece((token, text): (Token, &str)) -> Html {
    let class = match token {
        Token::Plain => return html! { text },
        Token::Keyword => "k",
        Token::Text => "s",
        Token::Number => "n",
        Token::Comment => "c",
        Token::Function => "f",
    };
    html! { <span {class}>{ text }</span> }
}
