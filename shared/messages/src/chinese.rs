//! Mistakes that can be found without reading Chinese: English words, a text cut off, or another message's text.

/// What is wrong with a Chinese text, beside its English one.
pub fn problem(english: &str, chinese: &str) -> Option<String> {
    if let Some(sentence) = english_sentence(chinese) {
        return Some(format!("has English in the Chinese text: “{sentence}”"));
    }
    let (words, han) = (english.split_whitespace().filter(|word| is_word(word)).count(), han(chinese));
    if han == 0 && words >= 4 {
        return Some("has no Chinese in the Chinese text".into());
    }
    if let Some(mark) = half_width_mark(chinese) {
        return Some(format!("has “{mark}” behind a Chinese character: its full-width form belongs there"));
    }
    let (long, short) = (english.chars().count(), chinese.chars().count());
    if short * 8 + 16 < long {
        return Some(format!(
            "is {short} characters in Chinese for {long} in English: is something missing?"
        ));
    }
    if short > long + 16 {
        return Some(format!("is {short} characters in Chinese for {long} in English: is it another text?"));
    }
    None
}

/// Four English words in a row.
fn english_sentence(text: &str) -> Option<String> {
    let pieces: Vec<&str> = text.split(' ').collect();
    pieces.windows(4).find(|four| four.iter().all(|word| is_word(word))).map(|four| four.join(" "))
}

/// Whether it is a word of a sentence, not a name from a program.
fn is_word(word: &str) -> bool {
    let word = word.trim_matches([',', '.', ':', ';', '?', '!']);
    let mut letters = word.chars();
    let begins = letters.next().is_some_and(|c| c.is_ascii_alphabetic());
    begins && (word == "a" || word.len() > 1) && letters.all(|c| c.is_ascii_lowercase())
}

fn han(text: &str) -> usize {
    text.chars().filter(|c| is_han(*c)).count()
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn half_width_mark(text: &str) -> Option<char> {
    let next = text.chars().skip(1);
    text.chars()
        .zip(next)
        .find(|(c, mark)| is_han(*c) && matches!(mark, ',' | ';' | ':' | '?' | '!'))
        .map(|(_, m)| m)
}
