//! Bytes from anywhere as text that a person can read.

/// Elements after which a new line begins.
const BLOCKS: [&str; 12] = ["p", "/p", "br", "div", "/div", "h1", "/h1", "h2", "/h2", "li", "tr", "/tr"];
/// Elements whose content is not read.
const UNREAD: [&str; 4] = ["script", "style", "head", "title"];
const ENTITIES: [(&str, char); 5] =
    [("lt;", '<'), ("gt;", '>'), ("amp;", '&'), ("quot;", '"'), ("nbsp;", ' ')];

/// The first letters; what cannot be printed is a dot.
pub fn printable(bytes: &[u8], letters: usize) -> String {
    let dotted = |c: char| if c.is_control() && c != '\n' { '·' } else { c };
    // No letter has more than four bytes.
    let bytes = &bytes[..bytes.len().min(letters * 4)];
    String::from_utf8_lossy(bytes).chars().take(letters).map(dotted).collect()
}

/// What a page in HTML says, without its markup; `None` where the bytes are none, or nothing is said. The result is text, to be
/// shown as text: it is not made safe to be markup again.
pub fn text(bytes: &[u8], letters: usize) -> Option<String> {
    let page = String::from_utf8_lossy(bytes);
    let mut rest = page.trim_start();
    if !rest.starts_with('<') {
        return None;
    }
    let mut said = String::new();
    let mut left = letters;
    let mut skipped: Option<String> = None;
    while let Some(at) = rest.find('<') {
        read(&rest[..at], skipped.is_some(), &mut said, &mut left);
        let tag = &rest[at + 1..];
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        let name = tag.split([' ', '\n', '\t', '\r']).next().unwrap_or_default().trim_end_matches('/');
        let name = name.to_ascii_lowercase();
        if skipped.as_deref() == name.strip_prefix('/') && skipped.is_some() {
            skipped = None;
        } else if skipped.is_none() && UNREAD.contains(&name.as_str()) {
            skipped = Some(name);
        } else if BLOCKS.contains(&name.as_str()) && !said.is_empty() && !said.ends_with('\n') {
            said.push('\n');
        }
        rest = after;
    }
    read(rest, skipped.is_some(), &mut said, &mut left);
    let said = said.trim();
    (!said.is_empty()).then(|| said.to_owned())
}

/// Blanks in a row are one, and what stands for a letter is the letter.
fn read(mut text: &str, skipped: bool, said: &mut String, left: &mut usize) {
    while let Some(c) = text.chars().next().filter(|_| !skipped && *left > 0) {
        text = &text[c.len_utf8()..];
        let c = match ENTITIES.iter().find(|(name, _)| c == '&' && text.starts_with(name)) {
            Some((name, letter)) => {
                text = &text[name.len()..];
                *letter
            }
            None if c.is_whitespace() => ' ',
            None if c.is_control() => '·',
            None => c,
        };
        if c != ' ' || !said.is_empty() && !said.ends_with([' ', '\n']) {
            said.push(c);
            *left -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_without_its_markup() {
        let page = b"<!doctype html><html><head><title>no</title></head><body><h1>Hello,\n  you</h1>\
            <p>1 &lt; 2 &amp; <b>3</b><br>next<script>alert('<p>x')</script></p></body></html>";
        assert_eq!(text(page, 100).as_deref(), Some("Hello, you\n1 < 2 & 3\nnext"));
        assert_eq!(text(page, 7).as_deref(), Some("Hello,"), "cut");
        assert_eq!(text(b"Hello", 100), None);
        assert_eq!(text(b"<", 100), None);
        assert_eq!(text("<p>\u{0}你好<i".as_bytes(), 100).as_deref(), Some("·你好"));
    }

    #[test]
    fn other_bytes_are_dots() {
        assert_eq!(printable(b"a\0\xff\nb", 10), "a·\u{fffd}\nb");
        assert_eq!(printable("你好".as_bytes(), 1), "你");
    }
}
