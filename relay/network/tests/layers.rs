//! What is around a session's programs: namespaces, and one end for all.

mod common;

use common::{NOBODY, PART, Session, lives, session, session_of};
use socketscope_network::{Layer, NetworkConfig, trial::Trial};
use std::{
    fs,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

fn namespace(pid: u32, kind: &str) -> PathBuf {
    fs::read_link(format!("/proc/{pid}/ns/{kind}")).unwrap()
}

/// Whether the system grants it, by a trial in a process of its own.
fn granted(trial: Trial) -> bool {
    Command::new(common::executable(PART)).args(["try", trial.name()]).status().unwrap().success()
}

fn has(session: &Session, layer: Layer) -> bool {
    session.missing.iter().all(|missing| missing.layer != layer)
}

fn parent(pid: u32) -> u32 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("PPid:")).unwrap();
    line.trim().parse().unwrap()
}

/// The first process of the PID namespace that `pid` is in.
fn first_of(pid: u32) -> u32 {
    let its_namespace = namespace(pid, "pid");
    let children = format!("/proc/{0}/task/{0}/children", parent(pid));
    let siblings = fs::read_to_string(children).unwrap();
    let mut siblings = siblings.split_whitespace().map(|number| number.parse().unwrap());
    siblings.find(|sibling| *sibling != pid && namespace(*sibling, "pid") == its_namespace).unwrap()
}

fn wait_until_gone(pid: u32) {
    let deadline = Instant::now() + Duration::from_secs(5);
    while lives(pid) {
        assert!(Instant::now() < deadline, "process {pid} lives on");
        std::thread::yield_now();
    }
}

fn kill(pid: u32) {
    assert!(Command::new("kill").args(["-KILL", &pid.to_string()]).status().unwrap().success());
}

#[test]
fn programs_have_namespaces_of_their_own_where_the_system_grants_them() {
    let me = std::process::id();
    let both = [
        NetworkConfig::default(),
        NetworkConfig { force_shared: true, session_address: [127, 91, 2, 3], ..NetworkConfig::default() },
    ];
    for config in both {
        let mut session = session(config);
        let actor = session.actor(0);
        for (kind, layer, trial) in [
            ("user", Layer::UserNamespace, Trial::UserNamespace),
            ("pid", Layer::PidNamespace, Trial::PidNamespace),
        ] {
            assert_eq!(namespace(actor.pid, kind) != namespace(me, kind), has(&session, layer), "{kind}");
            assert_eq!(has(&session, layer), granted(trial), "{:?}", session.missing);
        }
    }
}

#[test]
fn a_program_has_a_number_of_its_own_and_the_relay_its_true_one() {
    let mut session = session(NetworkConfig::default());
    if !has(&session, Layer::PidNamespace) {
        return;
    }
    let (mut one, mut other) = (session.actor(0), session.actor(1));
    assert_eq!((one.ask("pid").as_str(), other.ask("pid").as_str()), ("2", "3"));
    assert!(one.pid > 3 && lives(one.pid) && lives(other.pid));
}

#[test]
fn everything_ends_with_the_namespaces_first_process() {
    let mut session = session(NetworkConfig::default());
    if !has(&session, Layer::PidNamespace) {
        return;
    }
    let (one, other) = (session.actor(0), session.actor(1));
    kill(first_of(one.pid));
    session.until("both ends", |s| s.exits.len() == 2);
    assert!(!lives(one.pid) && !lives(other.pid));
}

#[test]
fn everything_ends_with_the_host_however_it_ends() {
    // Without root the test itself is an ordinary user's.
    let root = fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    for example in [PART, NOBODY].into_iter().take(if root { 2 } else { 1 }) {
        let mut session = session_of(example, NetworkConfig::default()).unwrap();
        let (mut one, other) = (session.actor(0), session.actor(1));
        one.ask("listen 127.0.0.1:8001");
        let first = has(&session, Layer::PidNamespace).then(|| first_of(one.pid));
        kill(parent(one.pid));
        session.until("the end", |s| s.over);
        [one.pid, other.pid].into_iter().chain(first).for_each(wait_until_gone);
    }
}

#[test]
fn doors_are_opened_while_others_wait() {
    let mut session = session(NetworkConfig::default());
    let mut server = session.actor(0);
    server.ask("listen-one 127.0.0.1:8001");
    // A queue of one holds two; who comes later waits for an answer.
    for door in 0..4 {
        session.handle.connect_inside(door, 8001).unwrap();
    }
    session.until("those that fit", |s| s.doors.len() >= 2);
    let mut other = session.actor(1);
    assert_eq!(other.ask("listen 127.0.0.1:8002"), "8002");
    session.handle.connect_inside(9, 8002).unwrap();
    session.until("another door", |s| s.doors.contains_key(&9));
    assert!(session.doors[&9].is_ok());
    session.until("all answers", |s| s.doors.len() == 5);
    let late: Vec<_> = (0..4).filter_map(|door| session.doors[&door].as_ref().err()).collect();
    assert_eq!(late, [&libc::ETIMEDOUT; 2]);
}
