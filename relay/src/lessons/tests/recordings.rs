//! What is shown of a lesson before it is run.

use super::*;
use crate::lessons::{embedded, recordings::Recordings};
use socketscope_shared::{
    Language,
    claims::Verdict,
    event::End,
    lesson::{apply_knobs, evaluate},
    recording::{self, Recording},
    timeline::Timeline,
    wire::Chunk,
};

/// A page gets it whenever somebody opens the lesson.
const MAX_BYTES: usize = 128 << 10;

#[test]
fn every_lesson_has_a_recording_that_fits_it() {
    let lessons = load(None).unwrap();
    let recordings = Recordings::of(&lessons);
    for lesson in lessons.iter().filter(|lesson| lesson.id != "own") {
        let id = &lesson.id;
        let again = format!("lesson `{id}`: make its recording anew with `cargo xtask record`");
        let session = lesson.recording.unwrap_or_else(|| panic!("{again}: there is none"));
        let log = recordings.log(session).expect("it is offered");
        let log = log.unwrap_or_else(|e| panic!("{again}: {e}"));
        let mut timeline = Timeline::default();
        let events = log.events_after(0);
        timeline.extend(Chunk { session, first_seq: 1, events }).unwrap_or_else(|e| panic!("{again}: {e}"));
        let info = timeline.latest().info.clone().unwrap_or_else(|| panic!("{again}: it has no beginning"));
        assert_eq!((&info.lesson, info.id), (id, session), "{again}");
        assert_eq!(timeline.latest().ended, Some(End::Finished), "{again}: it did not end by itself");

        let ran: Vec<_> = info.actors.iter().map(|a| (a.name.clone(), a.source.clone())).collect();
        let written = apply_knobs(&socketscope_shared::lesson::with_clients(lesson, &[]), &[]).unwrap();
        assert!(ran == written, "{again}: its programs have changed");
        let results = evaluate(&lesson.claims, &lesson.knobs, &info.knobs, &timeline, Language::En);
        let fails = results.iter().find(|result| result.verdict == Verdict::Fails);
        assert!(fails.is_none(), "{again}: {fails:?}");
        let file = embedded::recording(id).expect("it is in the binary");
        assert!(file.len() <= MAX_BYTES, "{again}, with less in it: {} bytes", file.len());
        let opened = Recording::open(file).unwrap_or_else(|e| panic!("{again}: {e}"));
        assert_eq!(
            (opened.end(), opened.check()),
            (recording::End::Whole, Ok(recording::End::Whole)),
            "{again}"
        );
        let recorded = opened.lesson().unwrap_or_else(|e| panic!("{again}: {e}")).expect("its lesson");
        assert_eq!((&recorded.id, opened.header().session), (id, Some(session)), "{again}");
    }
}

#[test]
fn lessons_without_a_place_in_the_curriculum_have_none() {
    let lessons = load(None).unwrap();
    assert_eq!(find(&lessons, "own").unwrap().recording, None);
    let mut ids: Vec<_> = lessons.iter().filter_map(|lesson| lesson.recording).collect();
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all, "each has its own id");
}
