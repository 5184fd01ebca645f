use super::*;
use crate::{
    lessons::{self, recordings::Recordings},
    play::{Printer, json::Json},
};
use socketscope_shared::{
    recording::Recording,
    testing::{arbitrary, conversation, random::Random, sticky_session},
};

fn printed(events: &[Event]) -> String {
    let mut out = Vec::new();
    let mut json = Json::new(&mut out);
    for (seq, event) in (1..).zip(events) {
        json.event(seq, event).unwrap();
    }
    String::from_utf8(out).unwrap()
}

fn read(text: &str) -> Result<Vec<Event>, LinesError> {
    let mut events = Vec::new();
    read_lines(text.as_bytes(), |event, _| {
        events.push(event);
        Ok::<_, LinesError>(())
    })?;
    Ok(events)
}

fn come_back(events: &[Event], what: &str) {
    let text = printed(events);
    let back = read(&text).unwrap_or_else(|e| panic!("{what}: {e}\n{text}"));
    for ((event, back), line) in events.iter().zip(&back).zip(text.lines()) {
        assert_eq!(event, back, "{what}: {line}");
    }
    assert_eq!(events.len(), back.len());
}

/// Any events, but for what makes them a log: a session first, an end last, times in order.
fn log(seed: u64) -> Vec<Event> {
    let mut random = Random::new(seed);
    let any: Vec<_> = (0..60).map(|_| arbitrary::event(&mut random)).collect();
    let is = |event: &Event| {
        (matches!(event.fact, Fact::SessionStarted(_)), matches!(event.fact, Fact::SessionEnded { .. }))
    };
    let mut log: Vec<_> = any.iter().filter(|event| is(event).0).take(1).cloned().collect();
    if log.is_empty() {
        log.extend(sticky_session().into_iter().take(1));
    }
    log.extend(any.iter().filter(|event| is(event) == (false, false)).cloned());
    log.extend(any.iter().filter(|event| is(event).1).take(1).cloned());
    let mut times: Vec<_> = log.iter().map(|event| event.at_ns).collect();
    times.sort_unstable();
    log.iter_mut().zip(times).for_each(|(event, at_ns)| event.at_ns = at_ns);
    log
}

#[test]
fn any_events_come_back_from_their_lines() {
    for seed in 0..400 {
        come_back(&log(seed), &format!("seed {seed}"));
    }
}

#[test]
fn plausible_logs_come_back_from_their_lines() {
    come_back(&sticky_session(), "sticky");
    for seed in 0..40 {
        come_back(&conversation(seed, 120), &format!("seed {seed}"));
    }
}

#[test]
fn recorded_lessons_come_back_from_their_lines() {
    let lessons = lessons::load(None).unwrap();
    let files = Recordings::of(&lessons);
    let mut count = 0;
    for lesson in &lessons {
        let Some(file) = lesson.recording.and_then(|id| files.file(id)) else { continue };
        let recording = Recording::open(&file[..]).unwrap();
        let events: Vec<_> = recording.all().flat_map(Result::unwrap).collect();
        come_back(&events, &lesson.id);
        count += 1;
    }
    assert!(count > 8, "{count} recorded lessons");
}

#[test]
fn claims_and_empty_lines_are_no_events() {
    let events = sticky_session();
    let text = printed(&events) + "\n{\"claim\":\"One recv took both.\",\"holds\":true}\n";
    assert_eq!(read(&text).unwrap(), events);
}

#[test]
fn a_wrong_line_is_named() {
    let text = printed(&sticky_session());
    let lines: Vec<&str> = text.lines().collect();
    let with = |place: usize, line: &str| {
        let mut lines = lines.clone();
        lines[place - 1] = line;
        read(&lines.join("\n")).unwrap_err().to_string()
    };
    let changed = |place: usize, from: &str, to: &str| {
        let line = lines[place - 1].replace(from, to);
        assert_ne!(line, lines[place - 1], "{from}");
        with(place, &line)
    };
    let call = 1 + lines.iter().position(|line| line.contains("\"call\":\"bind\"")).unwrap();
    for (said, expected) in [
        (with(3, "what?"), "line 3: no JSON object: expected value at line 1 column 1"),
        (with(3, "[]"), "line 3: no JSON object: invalid type"),
        (changed(1, "\"sources\"", "\"texts\""), "line 1: `sources` is missing (an older"),
        (changed(1, "\"session\":\"", "\"session\":\"z"), "line 1: `session` is not what"),
        (changed(2, "\"seq\":2,", "\"seq\":7,"), "line 2: event 2 is next, not 7"),
        (changed(2, "\"pid\":", "\"pid\":-"), "line 2: `pid` is not what it has to be"),
        (changed(call, "\"call\":\"bind\"", "\"call\":\"fork\""), ": `call` cannot be `fork`"),
        (changed(call, "\"actor\":\"server\"", "\"actor\":\"nobody\""), ": `actor` cannot be `nobody`"),
        (changed(call, "127.0.0.1", "127.0.0"), ": `address` is not what it has to be"),
        (with(2, lines[0]), "line 2: event 2 is next, not 1"),
        (changed(2, "\"at_ns\":", "\"at_ns\":9999999"), "line 3: `at_ns` is less than on the line before"),
        (read(lines[1]).unwrap_err().to_string(), "line 1: event 1 is next, not 2"),
        (read("\n \n").unwrap_err().to_string(), "there is no event in it"),
        (
            with(3, &format!("{{\"seq\":3,\"x\":[{}0]}}", "0,".repeat(MAX_VALUES))),
            "line 3: longer than a line",
        ),
        (with(3, &"[".repeat(1000)), "line 3: no JSON object"),
    ] {
        assert!(said.contains(expected), "{said}\n{expected}");
    }
    let again = text.clone() + &lines[1].replace("\"seq\":2,", &format!("\"seq\":{},", lines.len() + 1));
    assert!(matches!(
        read(&again).unwrap_err(),
        LinesError::Line { problem: Problem::Earlier | Problem::AfterEnd, .. }
    ));
    // What does not matter is passed over: a comma in a text is no value.
    assert_eq!((values(br#"{"a":",[{\",","b":[1,2]}"#), values(b"{}")), (5, 2));
}
