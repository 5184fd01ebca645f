//! Whatever bytes come, reading them takes a bounded amount of memory: of pages, of programs, of recordings.
#![allow(unsafe_code, reason = "a counting allocator hands memory on")]

use proptest::{prelude::*, test_runner::TestRunner};
use socketscope_probe::protocol::{Order, Program, Report, SocketReading, decode_message, encode_message};
use socketscope_shared::{
    ActorId, Address, Call, CallId, Event, Exit, Fact, Op, Outcome, SessionId,
    call::{Api, PollFd, Watched},
    event::Limit,
    payload::MAX_HEAD_BYTES,
    reading::TcpState,
    testing::{arbitrary, random::Random},
    wire::{self, Up},
};
use std::{
    alloc::{GlobalAlloc, Layout, System},
    hint::black_box,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

/// What a message takes beyond twice its own length: a full head's lists. Measured: see `full_heads`.
const MOST_BYTES: usize = 48 << 20;

struct Counting;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: hands every call on to the system's allocator, with the same arguments.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let live = LIVE.fetch_add(layout.size(), Relaxed) + layout.size();
        PEAK.fetch_max(live, Relaxed);
        // SAFETY: as this was called.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Relaxed);
        // SAFETY: as this was called.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The most memory that reading these bytes as anything took at once.
fn peak_bytes(bytes: &[u8]) -> usize {
    fn of<T>(read: impl FnOnce() -> T) -> usize {
        let before = LIVE.load(Relaxed);
        PEAK.store(before, Relaxed);
        drop(black_box(read()));
        PEAK.load(Relaxed) - before
    }
    let peaks = [
        of(|| wire::decode_up(bytes)),
        of(|| wire::decode_received(bytes)),
        of(|| decode_message::<Report>(bytes)),
        of(|| decode_message::<Order>(bytes)),
    ];
    peaks.into_iter().max().unwrap_or(0)
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
        };
        Report::Readings { at_ns: 0, readings: vec![reading; count] }
    };
    let select = || Op::Select { read: watched(), write: Vec::new(), except: Vec::new(), timeout_ns: None };
    let polled = || Outcome::Ready { fds: vec![PollFd { socket: None, fd: 0, events: 0 }; count] };
    let start = Up::Start { lesson: String::new(), knobs: texts(), sources: Vec::new(), step_mode: false };
    let program = Program {
        file: String::new(),
        source: String::new(),
        arguments: vec![String::new(); count],
        step_mode: false,
        rewrite_to: None,
        limits: Default::default(),
    };
    let event = |fact: Fact| Event { at_ns: 0, fact };
    let small = vec![event(Fact::StepMode { on: false }); count];
    let ended = vec![event(Fact::ActorExited { actor: ActorId(0), exit: Exit::Stopped, cpu_ns: 0 }); count];
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
        ("calls", chunk(&vec![event(asked); count])),
        ("lists in an event", chunk(&[event(Fact::Deadlock { actors: vec![ActorId(0); count] })])),
        ("sets in an event", chunk(&[event(Fact::Entered { actor: ActorId(0), call: call(select()) })])),
    ]
}

#[test]
fn memory_is_bounded_by_what_came() {
    // Lists of every length up to far more than a head may have: the longest that are read, and those that are refused.
    let mut worst = (0, "");
    for count in (0..24).map(|n| 1 << n).chain([100_000, 150_000, 200_000, 300_000, 400_000, 500_000]) {
        for (what, bytes) in lists(count) {
            let read = peak_bytes(&bytes);
            worst = worst.max((read, what));
            bounded(&bytes, what);
            if count > 8 * MAX_HEAD_BYTES {
                assert!(
                    read < 2 * bytes.len() + 4096,
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
        assert!(bytes.len() >= len && peak_bytes(bytes) < 2 * bytes.len() + 4096);
        assert_eq!(decode_message::<Report>(bytes).unwrap(), report);
    }

    // Anything at all, and what is nearly a message.
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 3000, failure_persistence: None, ..Default::default() });
    let anything = (any::<u64>(), any::<[prop::sample::Index; 3]>(), any::<[u8; 3]>(), 0..6u8);
    runner
        .run(&anything, |(seed, at, change, kind)| {
            let mut r = Random::new(seed);
            let mut bytes = match kind {
                0 => wire::encode_up(&arbitrary::up(&mut r)),
                1 => wire::encode_down(&arbitrary::down(&mut r)),
                2 => {
                    wire::encode_chunk(SessionId(1), 1, &[arbitrary::event(&mut r), arbitrary::event(&mut r)])
                }
                3 => {
                    let limit = Limit::Events(seed);
                    encode_message(&Report::LimitHit { at_ns: seed, limit }).unwrap()[4..].to_vec()
                }
                4 => [b"Sk\x03\x02".to_vec(), r.bytes(300)].concat(),
                _ => r.bytes(300),
            };
            for (at, change) in at.into_iter().zip(change) {
                if !bytes.is_empty() {
                    let at = at.index(bytes.len());
                    bytes[at] ^= change;
                }
            }
            bounded(&bytes, "nearly a message");
            Ok(())
        })
        .unwrap();
}
