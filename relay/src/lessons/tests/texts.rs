//! What our lessons say, in both languages.

use super::*;
use socketscope_shared::testing::translation::slips;

/// Every text of a lesson.
fn texts(lesson: &Lesson) -> Vec<Text> {
    let knobs = lesson.knobs.iter().flat_map(|k| [&k.label, &k.help]);
    let contrast = lesson.contrast.iter().flat_map(|contrast| {
        let rows = contrast.rows.iter().flat_map(|row| [&row.what, &row.one, &row.other]);
        [&contrast.one, &contrast.other].into_iter().chain(rows)
    });
    let markers = lesson.markers.iter().map(|m| &m.text);
    let predictions = lesson.predictions.iter().map(|p| &p.question);
    let claims = lesson.claims.iter().map(|c| &c.text);
    let runs = lesson.runs.read().unwrap_or_default().into_iter().map(|run| run.title);
    let said = [&lesson.title, &lesson.summary].into_iter().chain(knobs).chain(contrast);
    said.chain(markers).chain(predictions).chain(claims).cloned().chain(runs).collect()
}

#[test]
fn our_lessons_say_the_same_in_both_languages() {
    let mut found = Vec::new();
    for lesson in load(None).unwrap() {
        for text in texts(&lesson) {
            let slips = slips(&text);
            if !slips.is_empty() {
                found.push(format!("{}: {}\n  {}\n  {}", lesson.id, slips.join("; "), text.en(), text.zh()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn our_lessons_ask_claim_and_declare() {
    for lesson in load(None).unwrap().iter().filter(|lesson| lesson.section != Section::Own) {
        let whole = !lesson.claims.is_empty()
            && !lesson.predictions.is_empty()
            && !lesson.runs.read().unwrap_or_default().is_empty();
        assert!(whole, "{}", lesson.id);
    }
}
