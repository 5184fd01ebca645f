//! What a lesson claims is so on every run, not on most.

use socketscope_tests::play;
use std::{
    env,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// Runs of each lesson with nothing changed, unless `SOCKETSCOPE_TIMES` says another number: `cargo xtask test --times`.
const TIMES: usize = 3;
/// So many at once: most of the time they wait.
const AT_ONCE: usize = 3;

fn times() -> usize {
    let asked = env::var("SOCKETSCOPE_TIMES").ok();
    asked.map_or(TIMES, |times| times.parse().expect("SOCKETSCOPE_TIMES is a number"))
}

/// Plays it so often in a row; each run's claims must hold and its log must be well formed.
fn holds(lesson: &str, knobs: &[&str], times: usize) {
    for time in 1..=times {
        let played = play::json(lesson, knobs);
        assert!(played.passed, "run {time} of {lesson} {knobs:?}:\n{}", played.text);
        for (seq, event) in (1..).zip(&played.events) {
            assert_eq!(event["seq"], seq, "run {time}: sequence numbers have no gaps");
        }
    }
}

/// Plays all lessons of a section with nothing changed.
fn section_holds(section: &str) {
    let lessons: Vec<_> =
        play::lessons().into_iter().filter(|l| l.number.split('.').next() == Some(section)).collect();
    assert!(!lessons.is_empty(), "there is no section {section}");
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(lesson) = lessons.get(next.fetch_add(1, Ordering::Relaxed) / times()) {
                    holds(&lesson.id, &[], 1);
                }
            });
        }
    });
}

#[test]
fn foundations_hold_each_time() {
    section_holds("1");
    // Nobody visits: do not wait long.
    holds("browser", &["wait=200"], times());
}

#[test]
fn sockets_hold_each_time() {
    section_holds("3");
}

#[test]
fn waiting_holds_each_time() {
    section_holds("4");
}

#[test]
fn multiplexing_holds_each_time() {
    section_holds("5");
}

#[test]
fn sticky_packets_stick_each_time() {
    holds("sticky", &[], 2 * times());
}

#[test]
fn a_small_recv_takes_half_packets() {
    holds("sticky", &["recv_size=4"], 5);
}

#[test]
fn nagle_is_not_the_cause() {
    holds("sticky", &["nodelay=true"], 5);
}

#[test]
fn many_messages_stick_too() {
    holds("sticky", &["count=50"], 5);
}

#[test]
fn a_pause_changes_the_timing_only() {
    holds("sticky", &["delay=30", "wait=0"], 5);
}

#[test]
fn a_length_before_each_message_keeps_them_apart() {
    holds("length-prefix", &[], 3);
    for header in ["B", "H", "q"] {
        holds("length-prefix", &[&format!("header={header}"), "order=!"], 1);
    }
    holds("length-prefix", &["lengths=0 1 1024 1025 5000"], 1);
    holds("length-prefix", &["text=你好", "slow=2"], 1);
    holds("length-prefix", &["swapped=true"], 2);
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
    holds("length-prefix", &["once=true", "lengths=0"], 2);
}

#[test]
fn blocking_calls_wait() {
    holds("blocking", &["delay=300"], 3);
}

#[test]
fn both_receiving_first_is_a_deadlock_that_play_ends() {
    holds("blocking", &["delay=0", "recv_first=true"], 1);
    let played = play::json("blocking", &["delay=0", "recv_first=true"]);
    let found = played.events.iter().find(|event| event["event"] == "deadlock").expect("it is noted");
    assert_eq!(found["actors"], serde_json::json!(["server", "client"]));
    assert_eq!(played.events.last().expect("an end")["end"], "stopped");
}

#[test]
fn calls_that_must_not_wait_fail_at_once() {
    holds("nonblocking", &[], 2);
    holds("nonblocking", &["catch=false", "delay=200"], 1);
    holds("nonblocking", &["retry=0", "delay=200"], 1);
    holds("nonblocking", &["wait=2000"], 1);
}

#[test]
fn polling_wastes_calls() {
    holds("polling", &[], 1);
    holds("polling", &["nap=10", "count=2"], 1);
    holds("polling", &["clients=1"], 1);
    holds("polling", &["clients=20"], 1);
}

#[test]
fn select_wastes_none() {
    holds("select", &["pause=50"], 2);
    holds("select", &["pause=0", "count=20"], 1);
    holds("select", &["clients=20"], 1);
    let played = play::json("select", &["clients=5"]);
    assert_eq!(played.returned_by("client 5").filter(|event| event["call"] == "connect").count(), 1);
}

#[test]
fn the_same_clients_visit_five_servers() {
    holds("five-servers", &[], 3);
    holds("five-servers", &["clients=1"], 1);
    holds("five-servers", &["clients=100", "pause=10", "nap=5"], 1);
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
fn a_full_send_buffer_is_not_writable() {
    holds("wlist", &[], 3);
    holds("wlist", &["sndbuf=16384", "rcvbuf=16384"], 1);
    holds("wlist", &["pause=0", "timeout=1000"], 1);
}

#[test]
fn urgent_data_is_in_xlist_only() {
    holds("xlist", &[], 3);
    holds("xlist", &["inline=true"], 2);
    holds("xlist", &["pause=0"], 3);
}

#[test]
fn poll_says_how_a_client_left() {
    holds("poll", &["pause=20"], 3);
    for clients in ["clients=1", "clients=20"] {
        holds("poll", &["pause=20", clients], 2);
        holds("poll", &["pause=20", clients, "leave=reset"], 1);
    }
    for leave in ["leave=shutdown", "leave=reset"] {
        holds("poll", &["pause=20", leave], 2);
        holds("poll", &["pause=20", leave, "rdhup=false"], 1);
    }
}

#[test]
fn level_triggered_reports_again_and_edge_triggered_strands() {
    holds("epoll", &["timeout=300"], 2);
    holds("epoll", &["timeout=300", "edge=true"], 2);
    holds("epoll", &["timeout=300", "oneshot=true"], 1);
    holds("epoll", &["timeout=300", "oneshot=true", "edge=true"], 1);
}

#[test]
fn without_a_browser_the_greeting_is_given_to_its_own_client_and_the_run_ends() {
    holds("browser", &["wait=200"], 3);
    let played = play::json("browser", &["wait=200"]);
    let opened = played.events.iter().find(|event| event["event"] == "door-opened").expect("it is open");
    assert!(opened["outside"].as_str().is_some_and(|address| address.starts_with("127.0.0.1:")));
}

#[test]
fn a_sockets_life_is_as_told() {
    holds("life", &[], times());
}

#[test]
fn connect_does_not_wait_for_accept() {
    holds("life", &["wait=1000"], 2);
}

#[test]
fn headers_cost_the_same_in_each_segment() {
    holds("layers", &[], 5);
    holds("layers", &["size=1"], 2);
    holds("layers", &["size=200000"], 3);
    holds("layers", &["size=200000", "mtu=256"], 1);
    holds("layers", &["size=200000", "mtu=9000"], 1);
}
