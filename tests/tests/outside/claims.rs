//! What a lesson claims is so on every run, not on most, and each claim is decided by some run.

use socketscope_tests::play::{self, Listed, Played, Run};
use std::{
    collections::BTreeMap,
    env,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// How often each run is played, unless `SOCKETSCOPE_TIMES` sets another number.
const TIMES: usize = 3;
/// So many at once: most of the time they wait.
const AT_ONCE: usize = 3;

fn times() -> usize {
    let number = |text: String| text.parse().expect("SOCKETSCOPE_TIMES is a number");
    env::var("SOCKETSCOPE_TIMES").map_or(TIMES, number)
}

/// The run's claims hold, and its log is well formed.
fn well(what: &str, played: &Played) {
    assert!(played.passed, "{what}:\n{}", played.text);
    for (seq, event) in (1..).zip(&played.events) {
        assert_eq!(event["seq"], seq, "{what}: sequence numbers have no gaps");
    }
}

/// Plays it this many times in a row with these knobs set.
fn holds(lesson: &str, knobs: &[&str], times: usize) {
    for time in 1..=times {
        well(&format!("run {time} of {lesson} {knobs:?}"), &play::json(lesson, knobs));
    }
}

/// How often each claim of each lesson held, by the lesson and the claim's place: `(claim, times)`.
type Decided = BTreeMap<(String, usize), (String, usize)>;

fn note(decided: &Mutex<Decided>, lesson: &str, played: &Played) {
    let mut decided = decided.lock().expect("no test panicked with it");
    for (place, claim) in played.claims.iter().enumerate() {
        let text = claim["claim"].as_str().unwrap_or_default();
        let entry = decided.entry((lesson.to_owned(), place)).or_insert_with(|| (text.to_owned(), 0));
        entry.1 += usize::from(claim["verdict"] == "holds");
    }
}

/// Plays every run of a section's lessons, [`times`] times: each claim holds wherever it is decided, and somewhere it is.
fn section_holds(section: &str) {
    let of_section = |lesson: &Listed| lesson.number.split('.').next() == Some(section);
    let lessons: Vec<_> = play::lessons().into_iter().filter(of_section).collect();
    assert!(!lessons.is_empty(), "there is no section {section}");
    every_claim_is_decided(&play::runs(&lessons));
}

fn every_claim_is_decided(runs: &[Run]) {
    let (next, decided) = (AtomicUsize::new(0), Mutex::new(Decided::new()));
    let times = times();
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(run) = runs.get(next.fetch_add(1, Ordering::Relaxed) / times) {
                    let visited = run.id.as_deref() != Some("nobody");
                    let played = play::run(run, visited);
                    well(&format!("{run:?}"), &played);
                    note(&decided, &run.lesson, &played);
                }
            });
        }
    });
    let decided = decided.into_inner().expect("no test panicked with it");
    let undecided: Vec<_> = decided.iter().filter(|(_, (_, held))| *held == 0).collect();
    assert!(undecided.is_empty(), "no run decides these claims: declare one that does: {undecided:#?}");
}

#[test]
fn foundations_hold() {
    section_holds("1");
    section_holds("2");
}

#[test]
fn sockets_hold() {
    section_holds("3");
}

#[test]
fn waiting_holds() {
    section_holds("4");
}

#[test]
fn multiplexing_holds() {
    section_holds("5");
}

#[test]
fn sticky_packets_stick_again_and_again() {
    holds("sticky", &[], 5 * times());
}

/// Values that no run declares, so that the claims' conditions are where they should be.
#[test]
fn other_values_hold() {
    let runs: [(&str, &[&str]); 29] = [
        ("sticky", &["recv_size=1"]),
        ("sticky", &["recv_size=10", "count=3"]),
        ("sticky", &["recv_size=11", "count=3"]),
        ("sticky", &["delay=30", "wait=0"]),
        ("length-prefix", &["header=B", "order=!"]),
        ("length-prefix", &["header=q", "order=!"]),
        ("length-prefix", &["lengths=0 1 1024 1025 5000"]),
        ("length-prefix", &["text=你好", "slow=2"]),
        ("length-prefix", &["once=true", "lengths=0"]),
        ("life", &["wait=1000", "linger=0"]),
        ("blocking", &["delay=300"]),
        ("nonblocking", &["catch=false", "delay=200"]),
        ("polling", &["nap=10", "count=2"]),
        ("select", &["pause=0", "count=20"]),
        ("wlist", &["pause=0", "timeout=1000"]),
        ("xlist", &["inline=true"]),
        ("xlist", &["inline=true", "pause=0"]),
        ("poll", &["pause=20", "clients=1"]),
        ("poll", &["pause=20", "clients=20"]),
        ("poll", &["pause=20", "clients=20", "leave=reset"]),
        ("poll", &["leave=shutdown", "rdhup=false"]),
        ("epoll", &["timeout=0"]),
        ("epoll", &["timeout=300", "edge=true"]),
        ("five-servers", &["clients=2", "count=1"]),
        ("browser", &["wait=200"]),
        ("layers", &["size=200000", "mtu=256"]),
        ("layers", &["size=200000", "mtu=9000"]),
        ("layers", &["size=1460"]),
        ("layers", &["size=1449"]),
    ];
    for (lesson, knobs) in runs {
        holds(lesson, knobs, 1);
    }
}

#[test]
fn what_one_recv_returns_is_not_a_message() {
    // Some part is cut in each of these runs.
    for knobs in [["once=true", "lengths=5 0 1025"], ["once=true", "lengths=5000"], ["once=true", "slow=5"]] {
        for _ in 0..times() {
            let played = play::json("length-prefix", &knobs);
            assert!(played.passed, "{knobs:?}:\n{}", played.text);
            let cut = |claim: &&serde_json::Value| {
                claim["claim"].as_str().is_some_and(|text| text.starts_with("recv returned only a part"))
            };
            assert_eq!(
                played.claims.iter().find(cut).expect("it is claimed")["verdict"],
                "holds",
                "{knobs:?}"
            );
        }
    }
}

#[test]
fn both_receiving_first_is_a_deadlock_that_play_ends() {
    let played = play::json("blocking", &["delay=0", "recv_first=true"]);
    let found = played.events.iter().find(|event| event["event"] == "deadlock").expect("it is noted");
    assert_eq!(found["actors"], serde_json::json!(["server", "client"]));
    assert_eq!(played.events.last().expect("an end")["end"], "stopped");
}

#[test]
fn there_are_as_many_clients_as_the_knob_says() {
    let played = play::json("select", &["clients=5"]);
    assert_eq!(played.returned_by("client 5").filter(|event| event["call"] == "connect").count(), 1);
}

#[test]
fn each_server_starts_when_the_clients_before_have_left() {
    let played = play::json("five-servers", &["clients=2"]);
    let told = |actor: &str, what: &str| {
        let is_it = |event: &&serde_json::Value| event["actor"] == actor && event["event"] == what;
        played.events.iter().find(is_it).and_then(|event| event["seq"].as_u64()).expect("it is told")
    };
    for (before, server) in [(1, "polling"), (2, "select"), (4, "threads")] {
        assert!(
            told(&format!("clients {before}"), "actor-exited") < told(server, "actor-started"),
            "{server}"
        );
    }
}

#[test]
fn without_a_browser_the_greeting_is_given_to_its_own_client_and_the_run_ends() {
    let played = play::json("browser", &["wait=200"]);
    let opened = played.events.iter().find(|event| event["event"] == "door-opened").expect("it is open");
    assert!(opened["outside"].as_str().is_some_and(|address| address.starts_with("127.0.0.1:")));
}
