//! The thread that carries out the relay's orders and watches what the others use.
#![allow(unsafe_code, reason = "poll is a system call")]

use crate::{
    Probe,
    clock::cpu_ns,
    crash::{self, Stopped},
    protocol::{Order, read_message},
    reporter::exit_now,
};
use socketscope_shared::{Exit, event::Limit};
use std::{
    fs::File,
    io,
    os::fd::{AsRawFd, OwnedFd},
    sync::Arc,
    thread,
};

/// How often CPU time, stopped threads and waiting output are looked at, ms.
const WATCH_MS: i32 = 20;

/// Starts the thread. It ends only with the process, which it ends itself on [`Order::Stop`] or at a limit.
pub(crate) fn obey(probe: Arc<Probe>, channel: OwnedFd) -> io::Result<()> {
    let mut channel = File::from(channel);
    thread::Builder::new().name("orders".into()).stack_size(256 << 10).spawn(move || {
        loop {
            check_cpu(&probe);
            check_threads(&probe);
            probe.reporter.flush_old_output();
            if !readable(&channel) {
                continue;
            }
            match read_message(&mut channel) {
                Ok(Some(Order::Release { lane })) => probe.gate.release(lane),
                Ok(Some(Order::StepMode { on })) => probe.gate.set_step_mode(on),
                Ok(Some(Order::Input { text })) => probe.input.push(text),
                Ok(Some(Order::Stop)) => probe.reporter.end(Exit::Stopped),
                // The program is running already.
                Ok(Some(Order::Run(_))) => {}
                // The relay is gone, or speaks another language.
                Ok(None) | Err(_) => exit_now(1),
            }
        }
    })?;
    Ok(())
}

fn check_cpu(probe: &Probe) {
    let limit = probe.limits.cpu_seconds;
    if cpu_ns() > u64::from(limit) * 1_000_000_000 {
        probe.reporter.end_at_limit(Limit::CpuSeconds(limit));
    }
}

fn check_threads(probe: &Probe) {
    let Some(why) = crash::stopped() else { return };
    probe.reporter.end_unless_stuck(match why {
        Stopped::StackOverflow => Exit::Exception {
            kind: "RecursionError".into(),
            message: "the program is nested too deeply for its stack".into(),
            line: 0,
            traceback: String::new(),
        },
        Stopped::Crash { signal } => Exit::Killed { signal },
    });
    // The host sees it in the process's status.
    crash::die();
}

fn readable(channel: &File) -> bool {
    let mut fd = libc::pollfd { fd: channel.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    // SAFETY: `fd` is one valid pollfd.
    unsafe { libc::poll(&mut fd, 1, WATCH_MS) > 0 }
}
