//! Takes out of the page's files what only their authors read.

use crate::Parts;
use anyhow::{Context, Result};

/// Length of the hash in the name of each function that the wasm imports, in hexadecimal digits.
const HASH_DIGITS: usize = 16;

/// Replaces the hashes in the names of imported functions by numbers of the same length, in wasm and script alike.
/// No compression shortens hashes.
pub fn number_hashes(parts: &mut Parts) {
    let mut hashes = hashes(&parts.script);
    hashes.sort();
    hashes.dedup();
    for file in [&mut parts.script, &mut parts.wasm] {
        for end in HASH_DIGITS..=file.len() {
            let digits = &mut file[end - HASH_DIGITS..end];
            if let Ok(number) = hashes.binary_search_by(|hash| hash.as_slice().cmp(digits)) {
                digits.copy_from_slice(format!("{number:0HASH_DIGITS$x}").as_bytes());
            }
        }
    }
}

/// The hashes of the functions that the script declares: `__wbg_altKey_423da1d67b588078: function`.
fn hashes(script: &[u8]) -> Vec<Vec<u8>> {
    let is_hex = |digit: &u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
    let names = script.split(|byte| *byte == b'\n').filter_map(|line| {
        let line = line.trim_ascii_start();
        let end = line.iter().position(|byte| *byte == b':').filter(|_| line.starts_with(b"__wb"))?;
        line[..end].rsplit(|byte| *byte == b'_').next()
    });
    names.filter(|hash| hash.len() == HASH_DIGITS && hash.iter().all(is_hex)).map(<[u8]>::to_vec).collect()
}

/// Wasm without custom sections, which hold names of functions: `00` is the id of such a section, then comes its
/// length as LEB128 (WebAssembly core specification, 5.5.2).
pub fn wasm(module: &[u8]) -> Result<Vec<u8>> {
    const PREAMBLE_BYTES: usize = 8;
    let (preamble, mut rest) = module.split_at_checked(PREAMBLE_BYTES).context("a part that is no wasm")?;
    let mut slim = preamble.to_vec();
    while let Some((id, after)) = rest.split_first() {
        let digits =
            after.iter().position(|byte| byte & 0x80 == 0).context("a section without a length")? + 1;
        let len = after[..digits].iter().rev().fold(0, |len, byte| len << 7 | usize::from(byte & 0x7f));
        let (section, next) = rest.split_at_checked(1 + digits + len).context("a section that is cut off")?;
        if *id != 0 {
            slim.extend(section);
        }
        rest = next;
    }
    Ok(slim)
}

/// A script or style sheet without comments that have lines of their own, indentation and empty lines.
pub fn text(content: Vec<u8>) -> Result<Vec<u8>> {
    let content = String::from_utf8(content).context("a part of the page is no text")?;
    let mut slim = String::with_capacity(content.len());
    let mut in_comment = false;
    for line in content.lines().map(str::trim) {
        in_comment |= line.starts_with("/*");
        if !in_comment && !line.is_empty() && !line.starts_with("//") {
            slim.push_str(line);
            slim.push('\n');
        }
        in_comment &= !line.ends_with("*/");
    }
    Ok(slim.into_bytes())
}

/// A style sheet without the blanks that mean nothing: those around braces and behind a colon, a semicolon or a comma,
/// outside of quotes.
pub fn style(content: Vec<u8>) -> Result<Vec<u8>> {
    let lines = String::from_utf8(text(content)?).context("a style sheet is no text")?;
    let mut slim = String::with_capacity(lines.len());
    let mut quote = None;
    for c in lines.chars() {
        let blank = quote.is_none() && (c == ' ' || c == '\n');
        if blank && slim.ends_with([':', ';', ',', '{', '}', ' ']) {
            continue;
        }
        if quote.is_none() && c == '{' && slim.ends_with(' ') {
            slim.pop();
        }
        if quote.is_none() && c == '}' && slim.ends_with(';') {
            slim.pop();
        }
        quote = match (quote, c) {
            (None, '"' | '\'') => Some(c),
            (Some(open), c) if c == open => None,
            (open, _) => open,
        };
        slim.push(if blank { ' ' } else { c });
    }
    Ok(slim.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_hash_gets_the_same_number_in_both_files() {
        let script = "a = {\n    __wbg_cb_09736879a3f67559: function() {\n    __wbg_key_423da1d67b588078: function() {";
        let wasm = b"\x01__wbg_key_423da1d67b588078\x02__wbg_cb_09736879a3f67559\x03";
        let mut parts = Parts { script: script.into(), wasm: wasm.to_vec(), ..Parts::default() };
        number_hashes(&mut parts);
        assert_eq!(
            String::from_utf8_lossy(&parts.script),
            "a = {\n    __wbg_cb_0000000000000000: function() {\n    __wbg_key_0000000000000001: function() {"
        );
        assert_eq!(parts.wasm, b"\x01__wbg_key_0000000000000001\x02__wbg_cb_0000000000000000\x03");
    }

    #[test]
    fn wasm_loses_its_names() {
        let preamble = b"\0asm\x01\0\0\0";
        let long = [b"\x0a\x81\x01".as_slice(), &[7; 129]].concat();
        let module = [preamble, b"\0\x05\x04name".as_slice(), &long, b"\0\x01\0"].concat();
        assert_eq!(wasm(&module).unwrap(), [preamble, long.as_slice()].concat());
        assert!(wasm(&module[..module.len() - 1]).is_err());
        assert!(wasm(b"\0asm").is_err());
    }

    #[test]
    fn a_style_sheet_loses_its_blanks() {
        let slim = |content: &str| String::from_utf8(style(content.into()).unwrap()).unwrap();
        assert_eq!(
            slim("a, b :hover { c: d  e; }\n\n@media (f: 1px) {\n  g { h: calc(1px + 2px); }\n}\n"),
            "a,b :hover{c:d e}@media (f:1px){g{h:calc(1px + 2px)}}"
        );
        assert_eq!(slim("a::before { content: \"b: { \"; }"), "a::before{content:\"b: { \"}");
    }

    #[test]
    fn text_loses_what_only_people_read() {
        let slim = |content: &str| String::from_utf8(text(content.into()).unwrap()).unwrap();
        assert_eq!(slim("/**\n * Says so.\n */\nlet a; // b\n\n    // c\n    f();\n"), "let a; // b\nf();\n");
        assert_eq!(slim("/* one line */\na { b: c; } /* why */\n"), "a { b: c; } /* why */\n");
        assert!(text(vec![0xff]).is_err());
    }
}
