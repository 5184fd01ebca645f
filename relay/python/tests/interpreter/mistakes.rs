//! Mistakes that beginners make in socket programming: the interpreter says about each what CPython says.

use super::support::{Actor, output, program};
use std::{collections::BTreeSet, process::Command};

/// One a line.
const MISTAKES: &str = include_str!("mistakes/mistakes.txt");
/// What later versions say otherwise than 3.11: `3.13 | mistake -> text`.
const LATER: &str = include_str!("mistakes/later.txt");
const DRIVER: &str = include_str!("mistakes/driver.py");

#[test]
fn mistakes_read_as_under_cpython() {
    let ran = Command::new("python3").args(["-I", "-X", "utf8", "-c", DRIVER, MISTAKES]).output();
    let expected = String::from_utf8(ran.expect("python3 is there (apt-get install python3)").stdout);
    let expected = expected.expect("UTF-8");
    let mut driver = program("program.py", DRIVER);
    driver.arguments.push(MISTAKES.to_owned());
    let found = output(&Actor::start(driver).finish(), false);
    let count = MISTAKES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
    assert_eq!((expected.lines().count(), found.lines().count()), (count, count), "each is tried");

    let mut later: BTreeSet<&str> =
        LATER.lines().filter_map(|line| Some(line.split_once(" | ")?.1)).collect();
    let pairs = expected.lines().zip(found.lines());
    let differing: Vec<_> = pairs
        .filter(|(expected, found)| expected != found && !later.remove(found))
        .map(|(expected, found)| {
            format!("{expected}\n    {}", found.rsplit(" -> ").next().unwrap_or_default())
        })
        .collect();
    assert!(differing.is_empty(), "{} of {count} differ\n{}", differing.len(), differing.join("\n"));
    assert!(later.is_empty(), "nothing needs these of later.txt: {later:#?}");
}
