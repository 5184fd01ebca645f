//! How a process ends that cannot go on: a full stack is the program's fault, a crash the interpreter's.

use super::support::{Actor, exit, output, program, run};
use socketscope_probe::protocol::Report;
use socketscope_shared::{Exit, Language, words};
use std::{os::unix::process::ExitStatusExt, process::Command};

#[test]
fn a_full_stack_is_told_as_the_programs() {
    for source in [
        // The compiler's own recursion, on the main thread.
        format!("x = {}1", "-".repeat(200_000)),
        format!(
            "import threading\nrun = lambda: eval({:?})\nt = threading.Thread(target=run)\nt.start()\nt.join()",
            "-".repeat(200_000) + "1"
        ),
    ] {
        match exit(&run(&source)) {
            Exit::Exception { kind, message, .. } => {
                assert_eq!(
                    (kind.as_str(), message.as_str()),
                    ("RecursionError", "the program is nested too deeply for its stack")
                );
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_crash_is_told_as_the_interpreters() {
    for (signal, name) in [(11, "SIGSEGV"), (6, "SIGABRT"), (4, "SIGILL")] {
        let mut actor = Actor::start(program("program.py", "print('on')\ninput()\n"));
        actor.until(|report| matches!(report, Report::Output { .. }));
        let killed = Command::new("kill").arg(format!("-{signal}")).arg(actor.pid().to_string()).status();
        assert!(killed.is_ok_and(|status| status.success()), "kill is there");
        let (reports, status) = actor.end();
        // A thread that is stopped while it reports leaves it to the process's status, of which the relay makes the same.
        let exit = status.signal().map_or_else(|| exit(&reports), |signal| Exit::Killed { signal });
        assert_eq!((output(&reports, false).as_str(), &exit), ("on\n", &Exit::Killed { signal }));
        let [en, zh] = [Language::En, Language::Zh].map(|language| words::exit(&exit, language));
        assert!(en.contains(&format!("interpreter crashed ({name})")), "{en}");
        assert!(zh.contains(name), "{zh}");
    }
}
