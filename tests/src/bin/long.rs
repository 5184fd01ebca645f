//! How the page copes with a session of this many events: `long EVENTS`. Each figure is next to one of a short session.

#![allow(clippy::print_stdout, reason = "a bench reports")]

use serde_json::Value;
use socketscope_shared::{
    Event, SessionId,
    recording::{Header, Writer},
    testing::long_session,
};
use socketscope_tests::{Page, Relay};
use std::{env, fs, process::ExitCode};

const SHORT_EVENTS: usize = 1_000;

/// Since the page began to load, until it knows the last event; the longest that it kept the browser meanwhile.
const OPENED: &str = "const [last, done] = arguments; let longest = 0; \
    new PerformanceObserver(list => list.getEntries().forEach(e => longest = Math.max(longest, e.duration))) \
        .observe({ type: 'longtask', buffered: true }); \
    const look = () => { \
        const known = document.querySelector('.event-of')?.dataset.cursor.split('/')[1]; \
        if (known === last) setTimeout(() => done([performance.now(), longest]), 0); else requestAnimationFrame(look) }; look()";

/// Goes to 40 places all over the log; how long each kept the main thread, in ms.
const SEEKS: &str = "const [session, last, done] = arguments; const took = []; let n = 0; \
    const next = () => { \
        if (n === 40) { done(took); return } \
        const seq = 1 + (n++ * 7919 * 104729) % last; \
        history.replaceState(null, '', `#session=${session}&seq=${seq}`); \
        const begun = performance.now(); \
        dispatchEvent(new HashChangeEvent('hashchange')); \
        setTimeout(() => { took.push(performance.now() - begun); requestAnimationFrame(() => setTimeout(next, 0)) }, 0) }; next()";

/// Frames in 3 s of playing, and the longest between two, in ms.
const PLAYS: &str = "const done = arguments[0]; let frames = 0, longest = 0, before = performance.now(); \
    const begun = before; document.querySelector('.play').click(); \
    const frame = () => { const now = performance.now(); longest = Math.max(longest, now - before); before = now; frames++; \
        if (now - begun < 3000) requestAnimationFrame(frame); else done([frames / (now - begun) * 1000, longest]) }; \
    requestAnimationFrame(frame)";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Some(events) = env::args().nth(1).and_then(|n| n.parse().ok()) else {
        eprintln!("usage: long EVENTS");
        return ExitCode::FAILURE;
    };
    println!(
        "{:>10}{:>12}{:>16}{:>14}{:>12}{:>12}{:>16}",
        "events", "opens, ms", "longest task", "seek median", "worst", "frames/s", "longest frame"
    );
    for (id, events) in [(1, SHORT_EVENTS), (2, events)] {
        measure(SessionId(id), &long_session(events)).await;
    }
    ExitCode::SUCCESS
}

async fn measure(id: SessionId, events: &[Event]) {
    let relay = Relay::start();
    keep(&relay, id, events);
    // The relay adds the end that is missing.
    let last = events.len() + 1;
    let url = format!("{}&session={id}", relay.url());
    let page = Page { browser: socketscope_tests::Browser::open(&url, 1440, 900).await };
    page.browser.wait_element(".event-of").await;
    let opened = page.browser.run_async(OPENED, vec![last.to_string().into()]).await;
    let seeks = page.browser.run_async(SEEKS, vec![id.to_string().into(), last.into()]).await;
    let mut seeks: Vec<f64> = seeks.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    seeks.sort_by(f64::total_cmp);
    let plays = page.browser.run_async(PLAYS, Vec::new()).await;
    let of = |value: &Value, at: usize| value[at].as_f64().unwrap_or(f64::NAN);
    println!(
        "{last:>10}{:>12.0}{:>16.0}{:>14.1}{:>12.1}{:>12.1}{:>16.1}",
        of(&opened, 0),
        of(&opened, 1),
        seeks[seeks.len() / 2],
        seeks[seeks.len() - 1],
        of(&plays, 0),
        of(&plays, 1)
    );
    page.browser.close().await;
}

/// As a relay that recorded this session would have kept it.
fn keep(relay: &Relay, id: SessionId, events: &[Event]) {
    let folder = relay.data().join("sessions");
    fs::create_dir_all(&folder).expect("a folder for sessions");
    let header = Header { session: Some(id), ..Header::default() };
    let (mut writer, mut bytes) = Writer::begin(&header, None).expect("a short header");
    bytes.extend(writer.events(1, events).expect("a log that may be recorded"));
    bytes.extend(writer.finish());
    fs::write(folder.join(format!("{id}.skrec")), bytes).expect("the session is written");
}
