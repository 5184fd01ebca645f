//! What an actor reports: lines, lanes, step mode, input and output.

use crate::support::{Actor, call_lines, calls, exit, limited, output, outputs, program, run};
use socketscope_probe::protocol::{Limits, Order, Program, Report};
use socketscope_shared::{Exit, Op, Outcome};

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
        gaierror [Errno -3] Temporary failure in name resolution\n\
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
fn a_program_has_the_number_that_the_relay_knows() {
    let actor = Actor::start(program("program.py", "import os\nprint(os.getpid())\n"));
    let pid = actor.pid();
    assert_eq!(output(&actor.finish(), false), format!("{pid}\n"));
}

#[test]
fn an_exception_tells_its_line_even_through_the_library() {
    let reports = run("import json\n\n\ndef load():\n    return json.loads('{')\n\n\nload()\n");
    let Exit::Exception { kind, line, traceback, .. } = exit(&reports) else { panic!("{reports:#?}") };
    assert_eq!((kind.as_str(), line), ("json.decoder.JSONDecodeError", 5));
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
