//! What a translation must share with its original, besides not being empty.

use crate::{Op, Text, words::Language};
use std::collections::BTreeSet;

/// Words that Chinese texts take from English, beside names of calls and abbreviations.
const LOANED: [&str; 3] = ["errno", "Web", "Python"];
/// This many English words in a row are an untranslated sentence.
const SENTENCE_WORDS: usize = 4;
/// Characters of Chinese for a hundred of English. Shorter texts than [`LONG_CHARS`] are names and vary more.
const CHARS_PERCENT: std::ops::RangeInclusive<usize> = 18..=96;
const LONG_CHARS: usize = 24;

/// What is wrong with a text's Chinese compared with its English; empty if nothing is.
pub fn slips(text: &Text) -> Vec<String> {
    let (en, zh) = (text.en(), text.zh());
    let mut slips = Vec::new();
    let mut must = |holds: bool, what: String| {
        if !holds {
            slips.push(what);
        }
    };
    let missing = [Language::En, Language::Zh].into_iter().any(|language| text.lacks(language));
    must(!missing, "a language is missing".to_owned());
    must(!en.chars().any(is_han), "Chinese characters in English".to_owned());
    let words = words(en);
    let plain = words.iter().filter(|word| word.len() > 2 && !is_code(word) && !is_call(word)).count();
    // Names may be the same in both.
    let name = plain == 0 || plain <= 2 && words == self::words(zh);
    must(zh.chars().any(is_han) || name, "no Chinese characters".to_owned());
    let percent = zh.chars().count() * 100 / en.chars().count().max(1);
    let long = en.chars().count() >= LONG_CHARS && zh != en;
    must(!long || CHARS_PERCENT.contains(&percent), format!("{percent} characters for 100 of English"));
    must(en.matches("{}").count() == zh.matches("{}").count(), "other places for values".to_owned());
    must(quoted(en) == quoted(zh), format!("other words in backticks: {:?}, {:?}", quoted(en), quoted(zh)));
    for number in numbers(en).symmetric_difference(&numbers(zh)) {
        must(in_words(number, en, zh), format!("other numbers: {number}"));
    }
    for word in words.iter().filter(|word| is_code(word)) {
        must(zh.contains(word.trim_end_matches('s')), format!("`{word}` is missing"));
    }
    let lower = en.to_lowercase();
    for word in self::words(zh).into_iter().filter(|word| word.len() > 1) {
        let known =
            lower.contains(&word.to_lowercase()) || is_call(word) || is_code(word) || LOANED.contains(&word);
        must(known, format!("`{word}` is not in the English text"));
    }
    must(!has_sentence(zh), "an English sentence".to_owned());
    if let Some(pair) = half_width(zh) {
        must(false, format!("half-width punctuation at {pair:?}"));
    }
    slips
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Words of Latin letters, as code writes them.
fn words(text: &str) -> Vec<&str> {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let all = text.split(|c| !inside(c)).filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()));
    all.collect()
}

/// `O_NONBLOCK`, `recv_size`, `BlockingIOError`: what no language changes.
fn is_code(word: &str) -> bool {
    word.contains('_') || word.chars().filter(char::is_ascii_uppercase).count() > 1
}

fn is_call(word: &str) -> bool {
    Op::NAMES.contains(&word) || ["epoll", "select", "poll"].contains(&word)
}

fn quoted(text: &str) -> BTreeSet<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Numbers as they are read, `100 000` as one; digits of a name (`TLS13`) are none.
fn numbers(text: &str) -> BTreeSet<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut numbers = BTreeSet::new();
    let mut at = 0;
    while at < chars.len() {
        let before = at.checked_sub(1).map(|before| chars[before]);
        if !chars[at].is_ascii_digit() || before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_') {
            at += 1;
            continue;
        }
        let mut number = String::new();
        while let Some(c) = chars.get(at) {
            let group = *c == ' ' && chars[at + 1..].iter().take_while(|c| c.is_ascii_digit()).count() == 3;
            match c {
                c if c.is_ascii_digit() => number.push(*c),
                _ if group => {}
                _ => break,
            }
            at += 1;
        }
        numbers.insert(number);
    }
    numbers
}

/// Whether one of the languages has the number in words.
fn in_words(number: &str, en: &str, zh: &str) -> bool {
    const EN: [&str; 11] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let place = number.parse::<usize>().ok().filter(|place| *place < EN.len());
    place.is_some_and(|place| {
        let word = "零一二三四五六七八九十".chars().nth(place).is_some_and(|word| zh.contains(word));
        word || en.to_lowercase().split(|c: char| !c.is_ascii_alphabetic()).any(|word| word == EN[place])
    })
}

fn has_sentence(zh: &str) -> bool {
    let mut row = 0;
    zh.split(' ').any(|word| {
        let english =
            word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase() || matches!(c, ',' | '.' | '\''));
        row = if english { row + 1 } else { 0 };
        row == SENTENCE_WORDS
    })
}

/// A punctuation mark of English beside a Chinese character.
fn half_width(zh: &str) -> Option<(char, char)> {
    let pairs = zh.chars().zip(zh.chars().skip(1));
    let mark = |c: char| ",;:!?()".contains(c);
    let mut wrong = pairs.filter(|(a, b)| is_han(*a) && mark(*b) || mark(*a) && is_han(*b));
    wrong.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found() {
        let found = |en: &str, zh: &str| slips(&Text::new(en, zh)).join("; ");
        assert_eq!(found("recv took 4 bytes of `data`.", "recv 取走了 `data` 的 4 个字节。"), "");
        assert_eq!(found("100 000 bytes are offered", "要发送 100 000 字节"), "");
        assert_eq!(found("TCP_NODELAY", "TCP_NODELAY"), "");
        for (en, zh, slip) in [
            ("The server waits for a client.", "", "missing"),
            ("The server 等待.", "服务器等待。", "Chinese characters in English"),
            ("The server waits for a client.", "The server waits for a client", "no Chinese"),
            ("The server waits for a client, and then for its bytes.", "等。", "characters for 100"),
            ("{} of {} bytes", "{} 字节", "places for values"),
            ("Set `recv_size` to something", "把 `recv` 设成别的值", "in backticks"),
            ("recv took 4 bytes", "recv 取走了 5 个字节", "other numbers"),
            ("It raises BlockingIOError at once", "它立即抛出异常", "`BlockingIOError` is missing"),
            ("The server waits", "服务器 halts", "`halts` is not"),
            ("Nobody has connected yet, so it waits", "还没有 nobody has connected yet 连接", "sentence"),
            ("The server waits, nobody comes", "服务器等待,没有人来", "half-width"),
        ] {
            let found = found(en, zh);
            assert!(found.contains(slip), "{en} / {zh}: {found}");
        }
    }
}
