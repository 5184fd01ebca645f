//! What an actor reports: lines, lanes, step mode, input, and how every bad program ends in a reported way.

mod support;

use socketscope_probe::protocol::{Limits, Order, Program, Report};
use socketscope_shared::{
    Exit, Op, Outcome,
    event::{Limit, Lost},
};
use support::{Actor, call_lines, calls, exit, output, program, run};

fn limited(source: &str, limits: Limits) -> Program {
    Program { limits, ..program("program.py", source) }
}

fn limit_hits(reports: &[Report]) -> Vec<Limit> {
    let mut hits = Vec::new();
    for report in reports {
        if let Report::LimitHit { limit, .. } = report {
            hits.push(limit.clone());
        }
    }
    hits
}

#[test]
fn calls_carry_the_line_of_the_programs_own_file() {
    let reports = run("import socket\n\nserver = socket.create_server(('127.0.0.1', 0))\n\
                       client = socket.create_connection(server.getsockname())\n\n\n\
                       conn, _ = server.accept()\n\
                       with client:\n    client.sendall(b'x')\n\
                       conn.recv(\n    10)\nserver.close()\n");
    assert_eq!(exit(&reports), Exit::Finished);
    let expected = [
        "3 socket",
        "3 setsockopt",
        "3 bind",
        "3 listen",
        "4 getsockname",
        "4 socket",
        "4 connect",
        "7 accept",
        "9 send",
        "8 close",
        "10 recv",
        "12 close",
    ];
    assert_eq!(call_lines(&reports), expected);
}

#[test]
fn a_blocked_call_is_announced_and_ended_by_stop() {
    let source = "import socket\na, b = socket.socketpair()\na.recv(1)\n";
    let mut actor = Actor::start(program("program.py", source));
    actor.until(
        |report| matches!(report, Report::Entered(call) if call.op.name() == "recv" && call.line == 3),
    );
    actor.order(&Order::Stop);
    let reports = actor.finish();
    let [.., (call, outcome)] = calls(&reports)[..] else { panic!("no calls in {reports:#?}") };
    assert_eq!((call.op.name(), outcome), ("recv", &Outcome::Unfinished));
    assert_eq!(exit(&reports), Exit::Stopped);
}

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
fn step_mode_holds_each_call_until_its_lane_is_released() {
    let source = "import socket\na, b = socket.socketpair()\na.send(b'1')\nb.recv(1)\n";
    let mut actor = Actor::start(Program { step_mode: true, ..program("program.py", source) });
    for (name, line) in [("socketpair", 2), ("send", 3)] {
        // A release that comes while nothing is held would let the call pass unseen if it were saved up.
        let held = actor.until(|report| matches!(report, Report::Held(_)));
        let Report::Held(call) = held else { unreachable!() };
        assert_eq!((call.op.name(), call.line), (name, line));
        assert!(!call_lines(&actor.reports).contains(&format!("{line} {name}")), "held before it is made");
        actor.order(&Order::Release { lane: 7 });
        actor.order(&Order::Release { lane: 0 });
        actor.until(|report| matches!(report, Report::Returned { call, .. } if call.op.name() == name));
    }
    actor.until(|report| matches!(report, Report::Held(call) if call.op.name() == "recv"));
    actor.order(&Order::StepMode { on: false });
    let reports = actor.finish();
    assert_eq!(call_lines(&reports)[..3], ["2 socketpair", "3 send", "4 recv"]);
    assert_eq!(exit(&reports), Exit::Finished);
}

#[test]
fn step_mode_can_be_switched_on_while_the_program_runs() {
    let source =
        "import socket, time\ns = socket.socket()\nwhile True:\n    time.sleep(0.001)\n    s.getsockname()\n";
    let mut actor = Actor::start(program("program.py", source));
    actor.until(|report| matches!(report, Report::Returned { call, .. } if call.op.name() == "sleep"));
    actor.order(&Order::StepMode { on: true });
    actor.until(|report| matches!(report, Report::Held(_)));
    actor.order(&Order::Stop);
    assert_eq!(exit(&actor.finish()), Exit::Stopped);
}

#[test]
fn input_waits_for_the_person() {
    let source =
        "import sys\nname = input('name? ')\nprint('hello', name)\nprint(repr(sys.stdin.readline()))\n";
    let mut actor = Actor::start(program("program.py", source));
    actor.until(
        |report| matches!(report, Report::Entered(call) if call.op == Op::Input { prompt: "name? ".into() }),
    );
    actor.order(&Order::Input { text: "世界".into() });
    actor.order(&Order::Input { text: "next".into() });
    let reports = actor.finish();
    assert_eq!(output(&reports, false), "hello 世界\n'next\\n'\n");
    assert_eq!(calls(&reports)[0].1, &Outcome::Line { text: "世界".into() });
}

#[test]
fn ctrl_d_ends_the_input() {
    let source =
        "import sys\ntry: input()\nexcept EOFError as e: print(e)\nprint(sys.stdin.readlines())\ninput()\n";
    let mut actor = Actor::start(program("program.py", source));
    for text in ["\u{4}", "one", "two", "\u{4}", "\u{4}"] {
        actor.order(&Order::Input { text: text.into() });
    }
    let reports = actor.finish();
    assert_eq!(output(&reports, false), "EOF when reading a line\n['one\\n', 'two\\n']\n");
    let Exit::Exception { kind, message, line, .. } = exit(&reports) else { panic!("{reports:#?}") };
    assert_eq!((kind.as_str(), message.as_str(), line), ("EOFError", "EOF when reading a line", 5));
}

/// Output reports, as a viewer gets them: line and text.
fn outputs(reports: &[Report]) -> Vec<(u32, String)> {
    let mut outputs = Vec::new();
    for report in reports {
        if let Report::Output { line, data, .. } = report {
            outputs.push((*line, String::from_utf8(data.clone()).expect("UTF-8")));
        }
    }
    outputs
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
    assert!(told < 1000, "{told} reports");
    let printed = 588_890 + 400_000;
    let lost = |report: &Report| matches!(report, Report::Lost { what: Lost::OutputBytes, count, .. } if *count == printed - 100_000);
    assert!(reports.iter().any(lost), "{:?}", &reports[reports.len() - 3..]);
}

#[test]
fn what_was_printed_stands_before_the_call_that_follows() {
    let source = "import socket\na, b = socket.socketpair()\nfor _ in range(50):\n    print('x', end='')\n    \
                  print('y', end='')\n    a.send(b'z')\n";
    let reports = run(source);
    let mut printed = 0;
    for report in &reports {
        match report {
            Report::Output { data, .. } => printed += data.len(),
            Report::Entered(call) if call.op.name() == "send" => assert_eq!(printed % 2, 0, "{reports:#?}"),
            Report::Returned { call, .. } if call.op.name() == "send" => printed += 1000,
            _ => {}
        }
    }
    assert_eq!(printed, 50 * 1002);
}

#[test]
fn a_line_that_is_not_complete_survives_the_end() {
    let endings: [(&str, Limits); 2] = [
        ("while True: pass", Limits { cpu_seconds: 1, ..Limits::default() }),
        ("x = b'y' * (1 << 30)", Limits { memory_mib: 400, ..Limits::default() }),
    ];
    for (ending, limits) in endings {
        let reports = Actor::start(limited(&format!("print('half a', end='')\n{ending}\n"), limits)).finish();
        assert_eq!((output(&reports, false).as_str(), exit(&reports)), ("half a", Exit::Stopped));
    }
    let mut actor = Actor::start(program("program.py", "print('half a', end='')\nwhile True: pass\n"));
    let seen = actor.until(|report| matches!(report, Report::Output { .. }));
    assert!(matches!(&seen, Report::Output { line: 1, data, .. } if data == b"half a"), "{seen:?}");
    actor.order(&Order::Stop);
    assert_eq!(exit(&actor.finish()), Exit::Stopped);
}

#[test]
fn output_of_different_lines_is_told_apart() {
    let reports = run("print('a')\nprint('b', 'c')\nimport sys\nprint('d', file=sys.stderr)\n");
    let expected = [(1, "a\n".to_owned()), (2, "b c\n".to_owned()), (4, "d\n".to_owned())];
    assert_eq!(outputs(&reports), expected);
}

#[test]
fn threads_are_lanes() {
    let source = "import socket, threading\na, b = socket.socketpair()\n\
                  t = threading.Thread(target=lambda: a.recv(1))\nt.start()\nb.send(b'x')\nt.join()\n";
    let reports = run(source);
    let mut lanes: Vec<_> =
        calls(&reports).iter().map(|(call, _)| (call.lane, call.line, call.op.name())).collect();
    lanes.sort_unstable();
    assert_eq!(lanes[..3], [(0, 2, "socketpair"), (0, 5, "send"), (1, 3, "recv")]);
}

#[test]
fn the_system_calls_of_one_method_are_a_group() {
    let source = "import socket\na, b = socket.socketpair()\na.settimeout(5)\nb.send(b'x')\na.recv(1)\n\
                  a.sendall(b'y')\n";
    let reports = run(source);
    let groups: Vec<_> =
        calls(&reports).iter().map(|(call, _)| (call.line, call.op.name(), call.api.group)).collect();
    let [.., (5, "poll", first), (5, "recv", second), (6, "poll", third), (6, "send", fourth)] =
        groups[..4 + 3]
    else {
        panic!("{groups:?}")
    };
    assert!(first == second && third == fourth && first != third && first != 0, "{groups:?}");
}

#[test]
fn nothing_outside_is_within_reach() {
    let source = "import os, socket\n\
        def attempt(f, *args):\n    try: print(f(*args))\n    except Exception as e: print(type(e).__name__, e)\n\
        attempt(open, '/etc/passwd')\nattempt(os.open, '/etc/passwd', 0)\nattempt(os.listdir)\n\
        attempt(os.unlink, 'x')\nattempt(os.putenv, 'A', 'b')\nattempt(os.fork)\nattempt(os.system, 'true')\nprint(dict(os.environ))\n\
        attempt(socket.gethostbyname, 'example.com')\nattempt(socket.socket, 16, 3)\n\
        attempt(socket.socket, 17, 3)\nattempt(socket.socket, 2, 1, 0, 4096)\nattempt(socket.close, 4096)\nattempt(__import__, '_ctypes')\n";
    let printed = output(&run(source), false);
    let expected = "PermissionError programs in Socketscope have no files\n\
        PermissionError programs in Socketscope have no files\n\
        PermissionError programs in Socketscope have no files\n\
        PermissionError programs in Socketscope have no files\n\
        PermissionError programs in Socketscope have no environment\n\
        PermissionError programs in Socketscope start no processes\n\
        PermissionError programs in Socketscope start no processes\n\
        {}\n\
        gaierror [Errno -2] Name or service not known\n\
        OSError [Errno 97] Address family not supported by protocol\n\
        OSError [Errno 97] Address family not supported by protocol\n\
        OSError [Errno 9] Bad file descriptor\n\
        OSError [Errno 9] Bad file descriptor\n\
        ModuleNotFoundError No module named '_ctypes'\n";
    assert_eq!(printed, expected);
}

#[test]
fn on_a_shared_network_addresses_lead_to_the_sessions_own() {
    let source = "import socket\ns = socket.create_server(('', 0))\nprint(s.getsockname()[0])\n\
        c = socket.socket()\nc.connect(('localhost', s.getsockname()[1]))\nprint(c.getpeername()[0])\n\
        try: socket.socket().connect(('93.184.216.34', 80))\nexcept OSError as e: print(e)\n";
    let own = Program { rewrite_to: Some([127, 77, 1, 9]), ..program("program.py", source) };
    let reports = Actor::start(own).finish();
    assert_eq!(output(&reports, false), "127.77.1.9\n127.77.1.9\n[Errno 101] Network is unreachable\n");
}

#[test]
fn an_exception_tells_its_line_even_through_the_library() {
    let reports = run("import json\n\n\ndef load():\n    return json.loads('{')\n\n\nload()\n");
    let Exit::Exception { kind, line, traceback, .. } = exit(&reports) else { panic!("{reports:#?}") };
    assert_eq!((kind.as_str(), line), ("JSONDecodeError", 5));
    assert!(
        traceback
            .starts_with("Traceback (most recent call last):\n  File \"program.py\", line 8, in <module>\n")
    );
    assert!(traceback.contains("    return json.loads('{')\n"), "{traceback}");
}

#[test]
fn a_thread_that_fails_says_so_and_the_others_go_on() {
    let source = "import threading\ndef bad(): raise ValueError('oh')\nt = threading.Thread(target=bad)\n\
        t.start(); t.join()\nprint('still here')\n";
    let reports = run(source);
    assert_eq!(output(&reports, false), "still here\n");
    let errors = output(&reports, true);
    assert!(
        errors.contains("File \"program.py\", line 2, in bad") && errors.ends_with("ValueError: oh\n"),
        "{errors}"
    );
    assert_eq!(exit(&reports), Exit::Finished);
}
