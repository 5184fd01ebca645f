//! Reading bytes takes a bounded amount of memory, whatever they are: from pages, programs or recordings.

use proptest::{prelude::*, test_runner::TestRunner};
use socketscope_probe::protocol::{Order, Program, Report, SocketReading, decode_message, encode_message};
use socketscope_shared::{
    ActorId, Address, Call, CallId, Event, Exit, Fact, Op, Outcome, SessionId,
    call::{Api, PollFd, Watched},
    payload::MAX_HEAD_BYTES,
    reading::TcpState,
    wire::{self, Up},
};
use std::{fs, hint::black_box};

/// What the test itself may take meanwhile.
const SLACK_BYTES: usize = 1 << 20;
/// More events than fit into a head.
const MOST_EVENTS: usize = 240_000;
/// What a message takes beyond twice its own length: a full head's lists.
const MOST_BYTES: usize = 16 << 20;

/// The most memory that reading these bytes as anything took at once.
fn peak_bytes(bytes: &[u8]) -> usize {
    // proc(5): this sets the peak to what is there now, give or take what the kernel has not counted yet.
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = peak_now();
    drop(black_box(wire::decode_up(bytes)));
    drop(black_box(wire::decode_received(bytes)));
    drop(black_box(decode_message::<Report>(bytes)));
    drop(black_box(decode_message::<Order>(bytes)));
    peak_now().saturating_sub(before)
}

/// Most resident memory so far, bytes.
fn peak_now() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() << 10
}

#[track_caller]
fn bounded(bytes: &[u8], what: &str) {
    let peak = peak_bytes(bytes);
    assert!(peak <= 2 * bytes.len() + MOST_BYTES, "{what}: {} bytes took {peak}", bytes.len());
}

fn call(op: Op) -> Call {
    let api = Api { name: socketscope_shared::call::ApiName::Same, group: 0 };
    Call { id: CallId(0), lane: 0, line: 0, socket: None, fd: 0, api, op, start_ns: 0 }
}

/// Messages that are one long list of what takes the most memory for a bit each.
fn lists(count: usize) -> Vec<(&'static str, Vec<u8>)> {
    let texts = || vec![(String::new(), String::new()); count];
    let watched = || vec![Watched { socket: None, fd: 0 }; count];
    let readings = || {
        let reading = SocketReading {
            local: Address::Other,
            peer: None,
            state: TcpState::from_kernel(1).unwrap(),
            receive_queue: 0,
            send_queue: 0,
            receive_limit: 0,
            send_limit: 0,
            send_memory: 0,
            info: None,
            progress: None,
        };
        Report::Readings { at_ns: 0, readings: vec![reading; count] }
    };
    let select = || Op::Select { read: watched(), write: Vec::new(), except: Vec::new(), timeout_ns: None };
    let polled = || Outcome::Ready { fds: vec![PollFd { socket: None, fd: 0, events: 0 }; count] };
    let start = Up::Start {
        lesson: String::new(),
        knobs: texts(),
        sources: Vec::new(),
        arguments: Vec::new(),
        starts: Vec::new(),
        step_mode: false,
    };
    let program = Program {
        file: String::new(),
        source: String::new(),
        files: Vec::new(),
        pid: 0,
        arguments: vec![String::new(); count],
        step_mode: false,
        rewrite_to: None,
        hosts: Vec::new(),
        limits: Default::default(),
    };
    let event = |fact: Fact| Event { at_ns: 0, fact };
    let small = vec![event(Fact::StepMode { on: false }); count.min(MOST_EVENTS)];
    let ended = vec![
        event(Fact::ActorExited { actor: ActorId(0), exit: Exit::Stopped, cpu_ns: 0 });
        count.min(MOST_EVENTS)
    ];
    let asked = Fact::Entered { actor: ActorId(0), call: call(Op::Accept) };
    let chunk = |events: &[Event]| wire::encode_chunk(SessionId(1), 1, events);
    let message = |report: &Report| encode_message(report).unwrap()[4..].to_vec();
    vec![
        ("texts", wire::encode_up(&start)),
        ("arguments", encode_message(&Order::Run(program)).unwrap()[4..].to_vec()),
        ("select", message(&Report::Entered(call(select())))),
        ("poll", message(&Report::Returned { call: call(Op::Accept), end_ns: 0, outcome: polled() })),
        ("readings", message(&readings())),
        ("small events", chunk(&small)),
        ("ends", chunk(&ended)),
        ("calls", chunk(&vec![event(asked); count.min(MOST_EVENTS)])),
        ("lists in an event", chunk(&[event(Fact::Deadlock { actors: vec![ActorId(0); count] })])),
        ("sets in an event", chunk(&[event(Fact::Entered { actor: ActorId(0), call: call(select()) })])),
    ]
}

#[test]
fn memory_is_bounded_by_what_came() {
    // Lists of every length up to far more than a head may have: the longest that are read, and those that are refused.
    let mut worst = (0, "");
    // A head has room for this many bits, and no element takes less than one.
    let refused = 8 * MAX_HEAD_BYTES + 1;
    for count in [1, 300, 1 << 14, 40_000, 80_000, 120_000, 160_000, 240_000, 500_000, refused] {
        for (what, bytes) in lists(count) {
            let read = peak_bytes(&bytes);
            worst = worst.max((read, what));
            bounded(&bytes, what);
            if count == refused {
                assert!(
                    read < 2 * bytes.len() + SLACK_BYTES,
                    "{what}: {count} are not refused before they are read"
                );
            }
        }
    }
    eprintln!("a full head takes at most {} KiB ({})", worst.0 >> 10, worst.1);

    // Payloads are taken as they are.
    for len in [1, 1 << 10, 16 << 20] {
        let data = vec![0; len];
        let report = Report::Output { at_ns: 0, error: false, line: 1, data: data.clone() };
        let bytes = &encode_message(&report).unwrap()[4..];
        assert!(bytes.len() >= len && peak_bytes(bytes) < 2 * bytes.len() + SLACK_BYTES);
        assert_eq!(decode_message::<Report>(bytes).unwrap(), report);
    }

    // Anything at all, and what is nearly a message.
    let messages: Vec<_> = [3, 200].into_iter().flat_map(lists).map(|(_, bytes)| bytes).collect();
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 1000, failure_persistence: None, ..Default::default() });
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4);
    let anything =
        (any::<prop::sample::Index>(), changes, prop::collection::vec(any::<u8>(), 0..300), any::<bool>());
    runner
        .run(&anything, |(which, changes, noise, old)| {
            let mut bytes = messages[which.index(messages.len())].clone();
            for (at, change) in changes {
                let at = at.index(bytes.len());
                bytes[at] ^= change;
            }
            bounded(&bytes, "nearly a message");
            let header = if old { b"Sk\x03\x02" } else { b"Sk\x04\x02" };
            bounded(&[header, &noise[..]].concat(), "noise");
            Ok(())
        })
        .unwrap();
}
