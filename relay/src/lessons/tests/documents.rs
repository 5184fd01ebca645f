//! `docs/lessons.md` says what the code does.

use super::*;
use socketscope_shared::claims::{Check, Kind, arguments::Named};
use std::env;

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/lessons.md");

/// The table of checks in the document is the one in the code. With `SOCKETSCOPE_BLESS` set, it is written anew.
#[test]
fn checks_are_documented() {
    let document = fs::read_to_string(DOCUMENT).unwrap();
    let (before, rest) = document.split_once("<!-- checks:").expect("where the table begins");
    let (heading, rest) = rest.split_once('\n').unwrap();
    let (table, after) = rest.split_once("<!-- end of checks -->").expect("where it ends");
    // A moment is explained above the table.
    let example = |argument: &Named| if argument.example.starts_with('{') { "…" } else { argument.example };
    let row =
        |kind: Kind| format!("| `{}` | {} |\n", kind.written(example).replace('|', "\\|"), kind.sentence);
    let rows: String = Check::kinds().into_iter().map(row).collect();
    let right = format!("| `check` | holds where |\n|---|---|\n{rows}");
    if env::var_os("SOCKETSCOPE_BLESS").is_some() {
        let blessed = format!("{before}<!-- checks:{heading}\n{right}<!-- end of checks -->{after}");
        fs::write(DOCUMENT, blessed).unwrap();
    } else {
        assert_eq!(
            table, right,
            "write it anew: SOCKETSCOPE_BLESS=1 cargo test --workspace --lib checks_are_documented"
        );
    }
}

#[test]
fn the_documents_example_loads() {
    let document = fs::read_to_string(DOCUMENT).unwrap();
    let example = document.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let dir = TempDir::new().unwrap();
    let folder = dir.path().join("words");
    write_lesson(&folder, example);
    fs::write(folder.join("server.py"), "RECV_SIZE = 1024\n").unwrap();
    let lessons = load(Some(dir.path())).unwrap();
    let words = find(&lessons, "words").unwrap();
    assert_eq!((words.claims.len(), words.runs.read().unwrap_or_default().len()), (2, 1));
}
