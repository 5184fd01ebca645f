//! Programs that use too much: each is stopped, or fails, in a reported way.

use crate::support::{Actor, exit, limit_hits, limited, output, outputs, program, run};
use socketscope_probe::protocol::{Limits, Order, Report};
use socketscope_shared::{
    Exit,
    event::{Limit, Lost},
};

#[test]
fn an_endless_loop_is_ended_by_stop() {
    let mut actor = Actor::start(program("program.py", "print('on', flush=True)\nwhile True: pass\n"));
    actor.until(|report| matches!(report, Report::Output { .. }));
    actor.order(&Order::Stop);
    assert_eq!(exit(&actor.finish()), Exit::Stopped);
}

#[test]
fn an_endless_loop_is_ended_at_the_cpu_limit() {
    let limits = Limits { cpu_seconds: 1, ..Limits::default() };
    let reports = Actor::start(limited("while True: pass\n", limits)).finish();
    assert_eq!(limit_hits(&reports), [Limit::CpuSeconds(1)]);
    assert_eq!(exit(&reports), Exit::Stopped);
    assert!(matches!(reports.last(), Some(Report::Finished { cpu_ns: 1_000_000_000.., .. })));
}

#[test]
fn a_memory_hog_is_ended_at_the_memory_limit() {
    let limits = Limits { memory_mib: 400, ..Limits::default() };
    for source in ["x = []\nwhile True: x.append('y' * 100_000 + str(len(x)))\n", "x = b'y' * (1 << 30)\n"] {
        let reports = Actor::start(limited(source, limits)).finish();
        assert_eq!(limit_hits(&reports), [Limit::MemoryMib(400)], "{source}");
        assert_eq!(exit(&reports), Exit::Stopped);
    }
}

#[test]
fn thousands_of_sockets_end_in_emfile_and_one_limit_event() {
    let limits = Limits { descriptors: 50, ..Limits::default() };
    let source = "import socket\nkept = []\nfor _ in range(3):\n    try:\n        while True: \
                  kept.append(socket.socket())\n    except OSError as e: print(len(kept), e)\n";
    let reports = Actor::start(limited(source, limits)).finish();
    let line = "47 [Errno 24] Too many open files\n";
    assert_eq!(output(&reports, false), line.repeat(3));
    assert_eq!(limit_hits(&reports), [Limit::Descriptors(50)]);
    assert_eq!(exit(&reports), Exit::Finished);
}

#[test]
fn output_past_the_limit_is_counted_as_lost() {
    let limits = Limits { output_bytes: 10, ..Limits::default() };
    let reports = Actor::start(limited("print('123456')\nprint('1234567')\n", limits)).finish();
    assert_eq!(output(&reports, false), "123456\n123");
    assert_eq!(limit_hits(&reports), [Limit::OutputBytes(10)]);
    let lost = |report: &Report| matches!(report, Report::Lost { what: Lost::OutputBytes, count: 5, .. });
    assert!(reports.iter().any(lost), "{reports:#?}");
}

#[test]
fn too_many_threads_cannot_start() {
    let limits = Limits { threads: 4, ..Limits::default() };
    let source = "import threading\nstop = threading.Event()\ntry:\n    for n in range(10):\n        \
                  threading.Thread(target=stop.wait).start()\nexcept RuntimeError as e: print(n, e)\nstop.set()\n";
    let reports = Actor::start(limited(source, limits)).finish();
    assert_eq!(output(&reports, false), "3 can't start new thread\n");
    assert_eq!(limit_hits(&reports), [Limit::Threads(4)]);
    assert_eq!(exit(&reports), Exit::Finished);
}

#[test]
fn a_thread_bomb_is_defused() {
    let source = "import threading, time\ndef bomb():\n    while True: threading.Thread(target=bomb, daemon=True).start()\n\
                  try: bomb()\nexcept RuntimeError as e: print(e)\n";
    let limits = Limits { threads: 8, cpu_seconds: 3, ..Limits::default() };
    let reports = Actor::start(limited(source, limits)).finish();
    assert_eq!(output(&reports, false), "can't start new thread\n");
    let threads = limit_hits(&reports).into_iter().filter(|limit| *limit == Limit::Threads(8));
    assert_eq!(threads.count(), 1);
}

#[test]
fn recursion_without_end_is_an_exception() {
    let deep = [
        "def f(n): return f(n + 1)\nf(0)\n",
        "class A:\n    def __repr__(self): return repr(self)\nrepr(A())\n",
        "def f(n):\n    try: return f(n + 1)\n    finally: str(n)\nf(0)\n",
        "import json\nx = []\nfor _ in range(100_000): x = [x]\njson.dumps(x)\n",
        "x = []\nx.append(x)\ny = []\ny.append(y)\nx == y\n",
    ];
    for source in deep {
        let reports = run(source);
        let Exit::Exception { kind, .. } = exit(&reports) else { panic!("{source}: {:?}", exit(&reports)) };
        assert_eq!(kind, "RecursionError", "{source}");
    }
    // In a thread, whose stack is its own.
    let source =
        "import threading\ndef f(): f()\nt = threading.Thread(target=f)\nt.start()\nt.join()\nprint('on')\n";
    let reports = run(source);
    assert_eq!((output(&reports, false).as_str(), exit(&reports)), ("on\n", Exit::Finished));
    assert!(output(&reports, true).contains("RecursionError"), "{}", output(&reports, true));
}

#[test]
fn a_megabyte_of_program_runs() {
    let source = "x = 1  # and a comment that fills the line\n".repeat(25_000) + "print(x)\n";
    assert!(source.len() > 1_000_000);
    let reports = run(&source);
    assert_eq!((output(&reports, false).as_str(), exit(&reports)), ("1\n", Exit::Finished));
    assert_eq!(outputs(&reports)[0].0, 25_001);
}

#[test]
fn a_program_nested_too_deeply_ends_in_a_reported_way() {
    for source in [
        "(".repeat(100_000),
        "[".repeat(1_000_000),
        format!("x = {}1", "-".repeat(200_000)),
        format!("x = {}1", "1+".repeat(200_000)),
        "lambda: ".repeat(50_000),
        (0..200).map(|n| " ".repeat(n) + "if 1:\n").collect(),
    ] {
        let reports = run(&source);
        assert!(matches!(exit(&reports), Exit::Exception { .. }), "{}: {:?}", &source[..10], exit(&reports));
    }
}

#[test]
fn an_empty_program_finishes() {
    for source in ["", "\n", "# nothing", "\u{feff}"] {
        let reports = run(source);
        assert_eq!(exit(&reports), Exit::Finished, "{source:?}");
    }
}

#[test]
fn a_flood_of_output_is_few_reports_and_ends_at_the_limit() {
    let source = "for n in range(100_000):\n    print(n)\n    print('and')\n";
    let limits = Limits { output_bytes: 100_000, ..Limits::default() };
    let reports = Actor::start(limited(source, limits)).finish();
    assert_eq!(exit(&reports), Exit::Finished);
    assert_eq!(output(&reports, false).len(), 100_000);
    assert_eq!(limit_hits(&reports), [Limit::OutputBytes(100_000)]);
    let told = outputs(&reports).len();
    // A machine that prints slowly makes more of them; how many is the reporter's own test.
    let lines = output(&reports, false).matches('\n').count();
    assert!(told < lines, "{told} reports of {lines} lines");
    let printed = 588_890 + 400_000;
    let lost = |report: &Report| matches!(report, Report::Lost { what: Lost::OutputBytes, count, .. } if *count == printed - 100_000);
    assert!(reports.iter().any(lost), "{:?}", &reports[reports.len() - 3..]);
}
