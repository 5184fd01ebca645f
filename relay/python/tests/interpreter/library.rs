//! What the library is built on: descriptors, signals, the lesson's files, and refusals that say the truth.

use super::support::{Actor, call_lines, calls, exit, output, program, run};
use socketscope_probe::protocol::{Order, Program, Report};
use socketscope_shared::{Exit, Op, Outcome, call::ApiName, session::File};

fn with_files(source: &str, files: &[(&str, &str)]) -> Vec<Report> {
    let file = |(name, text): &(&str, &str)| File { name: (*name).into(), data: text.as_bytes().to_vec() };
    let files = files.iter().map(file).collect();
    Actor::start(Program { files, ..program("program.py", source) }).finish()
}

#[test]
fn reading_and_writing_a_sockets_descriptor_is_one_call_each() {
    let reports = run("import os, socket\na, b = socket.socketpair()\nos.write(a.fileno(), b'abc')\n\
        os.read(b.fileno(), 2)\nr, w = os.pipe()\nos.write(w, b'x')\nos.read(r, 1)\nos.close(r)\nos.close(a.detach())\n\
        os.read(b.fileno(), 9)\nos.read(b.fileno(), 9)\n");
    assert_eq!(exit(&reports), Exit::Finished, "{reports:#?}");
    let lines = call_lines(&reports);
    assert_eq!(
        lines[..6],
        ["2 socketpair", "3 send", "4 recv", "9 close", "10 recv", "11 recv"],
        "a pipe is none"
    );
    let calls = calls(&reports);
    assert!(calls[1..].iter().all(|(call, _)| call.api.name == ApiName::Same));
    assert_eq!(calls[2].1, &Outcome::Received { data: b"ab".to_vec(), from: None });
    assert_eq!(calls[5].1, &Outcome::EndOfStream);
}

#[test]
fn a_line_that_was_typed_makes_standard_input_ready() {
    let source = "import os, select, sys\nprint(select.select([sys.stdin], [], [], 0)[0])\n\
        ready, _, _ = select.select([sys.stdin], [], [])\nprint(ready[0] is sys.stdin, sys.stdin.readline())\n\
        print(select.select([sys.stdin], [], [], 0)[0])\npoll = select.poll()\npoll.register(0, select.POLLIN)\n\
        print(poll.poll(), os.read(0, 100))\n";
    let mut actor = Actor::start(program("program.py", source));
    let waits = |line| move |report: &Report| matches!(report, Report::Entered(call) if call.line == line);
    actor.until(waits(3));
    actor.order(&Order::Input { text: "hello".into() });
    actor.until(waits(8));
    actor.order(&Order::Input { text: "世".into() });
    let reports = actor.finish();
    assert_eq!(output(&reports, false), "[]\nTrue hello\n\n[]\n[(0, 1)] b'\\xe4\\xb8\\x96\\n'\n");
}

#[test]
fn refusals_say_what_is_refused() {
    let source = "import os, socket\ndef attempt(f):\n    try: print(f())\n    except Exception as e: print(type(e).__name__, e)\n\
        def ssl():\n    import ssl\ndef pool():\n    from concurrent.futures import ProcessPoolExecutor\n\
        def process():\n    import multiprocessing\n    multiprocessing.Process(target=print).start()\n\
        def queue():\n    import multiprocessing\n    multiprocessing.Queue()\n\
        def run():\n    import subprocess\n    subprocess.run(['ls'])\n\
        def other():\n    os.kill(1, 9)\n\
        def pass_on():\n    a, b = socket.socketpair()\n    socket.send_fds(a, [b'x'], [b.fileno()])\n\
        for f in (ssl, pool, process, queue, run, os.fork, other, pass_on): attempt(f)\nimport http.client, urllib.request, asyncio\n";
    let reports = run(source);
    let lines: Vec<_> = output(&reports, false).lines().map(str::to_owned).collect();
    let processes = "PermissionError programs in Socketscope start no processes";
    let expected = [
        "ImportError there is no ssl in Socketscope",
        processes,
        processes,
        processes,
        processes,
        processes,
        "PermissionError programs in Socketscope reach no other process",
        "PermissionError programs in Socketscope pass on no descriptors",
    ];
    assert_eq!(lines.len(), expected.len(), "{lines:#?} {:?}", exit(&reports));
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.starts_with(expected), "{line}\n{expected}");
    }
    assert_eq!(exit(&reports), Exit::Finished, "the library does without ssl");
}

#[test]
fn a_signal_interrupts_a_call_and_the_call_goes_on() {
    let reports = run("import signal, socket, threading\na, b = socket.socketpair()\n\
        signal.signal(signal.SIGALRM, lambda *_: b.send(b'!'))\nsignal.setitimer(signal.ITIMER_REAL, 0.05)\nprint(a.recv(1))\n");
    assert_eq!(output(&reports, false), "b'!'\n");
    let told: Vec<_> =
        calls(&reports).iter().map(|(call, outcome)| (call.op.name(), (*outcome).clone())).collect();
    assert_eq!(told[1], ("recv", Outcome::Failed { errno: 4 }), "{told:?}");
    assert_eq!(told[2].0, "send");
    assert!(matches!(&told[3], ("recv", Outcome::Received { .. })), "{told:?}");
}

#[test]
fn a_signal_that_nobody_handles_ends_the_program() {
    let started = std::time::Instant::now();
    let alarm = run("import signal, time\nsignal.setitimer(signal.ITIMER_REAL, 0.05)\ntime.sleep(60)\n");
    assert_eq!(exit(&alarm), Exit::Killed { signal: 14 });
    let kill = run("import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\nprint('never')\n");
    assert_eq!((exit(&kill), output(&kill, false)), (Exit::Killed { signal: 15 }, String::new()));
    assert!(started.elapsed().as_secs() < 30, "nobody waits for the sleep");
}

#[test]
fn an_alarm_ends_a_question() {
    let reports = run("import signal\ndef late(*_): raise TimeoutError('too late')\n\
        signal.signal(signal.SIGALRM, late)\nsignal.setitimer(signal.ITIMER_REAL, 0.05)\n\
        try: input('? ')\nexcept TimeoutError as e: print(e)\n");
    assert_eq!(output(&reports, false), "too late\n");
    let asked = calls(&reports);
    assert!(matches!(&asked[0], (call, Outcome::Failed { errno: 4 }) if matches!(call.op, Op::Input { .. })));
}

const FILES: &[(&str, &str)] = &[
    (
        "protocol.py",
        "import socket\nPORT = 8001\n\ndef tell(sock):\n    return sock.send(b'x')\n\ndef fail():\n    1 / 0\n",
    ),
    ("data.txt", "one\ntwo\n世界\n"),
];

#[test]
fn the_lessons_files_can_be_read() {
    let source = "import os, pathlib\n\
        print(open('data.txt').read(), open('./data.txt', encoding='utf-8').readlines(), open('/data.txt', 'rb').read(3))\n\
        with open('data.txt', 'rb') as f: print(f.seek(4), f.readline(), f.tell(), f.read(), f.read(), f.name, f.mode)\n\
        print([line.strip() for line in open('data.txt')], pathlib.Path('data.txt').read_text()[:3])\n\
        print(os.path.exists('data.txt'), os.path.isfile('data.txt'), os.path.isdir('.'), os.path.exists('x'))\n\
        print(os.listdir(), os.listdir('.'), os.path.getsize('data.txt'), os.access('data.txt', os.R_OK))\n\
        print(os.path.getsize(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'data.txt')))\n\
        print([e.name for e in os.scandir('.')], [p.name for p in pathlib.Path('.').glob('*.txt')])\n";
    let reports = with_files(source, FILES);
    let expected = "one\ntwo\n世界\n ['one\\n', 'two\\n', '世界\\n'] b'one'\n\
        4 b'two\\n' 8 b'\\xe4\\xb8\\x96\\xe7\\x95\\x8c\\n' b'' data.txt rb\n\
        ['one', 'two', '世界'] one\nTrue True True False\n\
        ['data.txt', 'protocol.py'] ['data.txt', 'protocol.py'] 15 True\n15\n\
        ['data.txt', 'protocol.py'] ['data.txt']\n";
    assert_eq!(output(&reports, false), expected, "{:?} {}", exit(&reports), output(&reports, true));
}

#[test]
fn the_lessons_files_may_be_long() {
    // As long as one may be, and of bytes that cannot be packed.
    let data: Vec<u8> = (0..256_u32 << 10).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let program = Program {
        files: vec![File { name: "data".into(), data }],
        ..program("program.py", "print(len(open('data', 'rb').read()))")
    };
    assert_eq!(output(&Actor::start(program).finish(), false), "262144\n");
}

#[test]
fn all_else_of_files_stays_refused() {
    let source = "import os\ndef attempt(f, *args):\n    try: print(f(*args))\n    except Exception as e: print(type(e).__name__, e)\n\
        for args in [('x',), ('data.txt', 'w'), ('data.txt', 'a'), ('data.txt', 'r+'), ('/etc/passwd',), ('../etc/passwd',), ('data.txt', 'q')]: attempt(open, *args)\n\
        attempt(os.stat, '/etc/passwd')\nattempt(os.listdir, '/etc')\nattempt(os.remove, 'data.txt')\nattempt(os.mkdir, 'd')\nattempt(os.rename, 'data.txt', 'x')\n";
    let refused = "PermissionError programs in Socketscope have no files but the lesson's, to read: data.txt, protocol.py\n";
    let never = "PermissionError programs in Socketscope have no files\n";
    let printed = output(&with_files(source, FILES), false);
    let expected =
        [&refused.repeat(6), "ValueError invalid mode: 'q'\n", &refused.repeat(2), &never.repeat(3)].concat();
    assert_eq!(printed, expected);
    assert_eq!(
        output(&run("import os\ntry: os.listdir()\nexcept Exception as e: print(e)\n"), false),
        never[16..]
    );
}

#[test]
fn a_module_of_the_lesson_keeps_the_line_of_the_program() {
    let source = "import protocol, socket\nfrom protocol import PORT\na, b = socket.socketpair()\nprotocol.tell(a)\nprint(PORT, protocol.__file__)\nprotocol.fail()\n";
    let reports = with_files(source, FILES);
    assert_eq!(output(&reports, false), "8001 protocol.py\n", "{:?}", exit(&reports));
    let (call, _) = calls(&reports)[1];
    assert_eq!((call.line, call.op.name(), call.api.name), (4, "send", ApiName::Same));
    let Exit::Exception { kind, line, traceback, .. } = exit(&reports) else { panic!("{reports:#?}") };
    assert_eq!((kind.as_str(), line), ("ZeroDivisionError", 6));
    assert!(traceback.contains("File \"protocol.py\", line 8, in fail\n    1 / 0\n"), "{traceback}");
    assert!(
        traceback.contains("File \"program.py\", line 6, in <module>\n    protocol.fail()\n"),
        "{traceback}"
    );
}

#[test]
fn arguments_are_those_of_the_run() {
    let arguments = vec!["127.0.0.1".to_owned(), "a b".to_owned(), "世界".to_owned()];
    let source = "import sys\nprint(sys.argv)\n";
    let reports = Actor::start(Program { arguments, ..program("client.py", source) }).finish();
    assert_eq!(output(&reports, false), "['client.py', '127.0.0.1', 'a b', '世界']\n");
}
