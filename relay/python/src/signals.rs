//! Signals that a program sends to itself: `alarm`, `setitimer`, `raise_signal`, `os.kill` of its own process.
//!
//! The kernel's signals never reach the program's handlers, so that nothing of ours can be disturbed. A handler runs where the
//! interpreter looks for one; where the main thread waits in a call, a thread of ours wakes it first.

pub(crate) use module::module_def;

use crate::{actor, errors};
use rustpython_vm::{
    PyObjectRef, PyResult, VirtualMachine,
    builtins::PyBaseExceptionRef,
    common::lock::PyMutex,
    convert::ToPyObject,
    signal::{UserSignalReceiver, UserSignalSender, user_signal_channel},
};
use socketscope_probe::{Errno, Site, interrupt};
use socketscope_shared::Exit;
use std::{
    collections::BTreeMap,
    sync::{
        Condvar, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicI32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// One more than the highest signal (signal(7)).
const NSIG: i32 = 65;
/// The main thread may not have entered its call yet when it is woken: wake it again after this time.
const WAKE_AGAIN: Duration = Duration::from_millis(5);
/// The stack of the thread that keeps time.
const STACK_BYTES: usize = 64 << 10;

static SENDER: OnceLock<UserSignalSender> = OnceLock::new();
static CLOCK: OnceLock<Clock> = OnceLock::new();
/// What the program set.
static HANDLERS: PyMutex<BTreeMap<i32, PyObjectRef>> = PyMutex::new(BTreeMap::new());
/// Where each signal's number is written as a byte; -1 if this was not asked for.
static WAKEUP_FD: AtomicI32 = AtomicI32::new(-1);

/// The interpreter's end of the path that signals take.
pub(crate) fn channel() -> UserSignalReceiver {
    let (sender, receiver) = user_signal_channel();
    // There is one interpreter in a process.
    let _ = SENDER.set(sender);
    receiver
}

/// Makes a call that may wait. Where a signal interrupts it, runs the handlers and goes on (PEP 475).
pub(crate) fn restarted<T>(
    site: Site,
    vm: &VirtualMachine,
    mut perform: impl FnMut(Site) -> Result<T, Errno>,
) -> PyResult<Result<T, Errno>> {
    let mut site = site;
    loop {
        match vm.allow_threads(|| perform(site)) {
            Err(Errno(libc::EINTR)) => vm.check_signals()?,
            other => return Ok(other),
        }
        site = site.then();
    }
}

/// The same, with the errno as CPython raises it.
pub(crate) fn waited<T>(
    site: Site,
    vm: &VirtualMachine,
    perform: impl FnMut(Site) -> Result<T, Errno>,
) -> PyResult<T> {
    restarted(site, vm, perform)?.map_err(|errno| errors::os_error(errno, vm))
}

/// Sends a signal to the program itself.
pub(crate) fn raise(number: i32, vm: &VirtualMachine) -> PyResult<()> {
    if !(1..NSIG).contains(&number) {
        return Err(errors::os_error(Errno(libc::EINVAL), vm));
    }
    send(number);
    if actor::lane() == 0 { vm.check_signals() } else { clock().map(Clock::wake).map_err(|e| failed(&e, vm)) }
}

fn send(number: i32) {
    if let Some(sender) = SENDER.get() {
        // The interpreter goes with the process only.
        let _ = sender.send(Box::new(move |vm| deliver(number, vm)));
    }
}

fn deliver(number: i32, vm: &VirtualMachine) -> PyResult<()> {
    interrupt::serve();
    let wakeup_fd = WAKEUP_FD.load(Ordering::Relaxed);
    if wakeup_fd >= 0 {
        // A full buffer wakes its reader as well.
        let _ = actor::probe().send(actor::site(vm), wakeup_fd, &[number as u8], 0, None);
    }
    let handler = handler(number, vm);
    if handler.is_callable() {
        let frame = vm.current_frame().map_or_else(|| vm.ctx.none(), |frame| frame.to_pyobject(vm));
        return handler.call((number, frame), vm).map(drop);
    }
    let ignored = handler.try_into_value::<i32>(vm).is_ok_and(|value| value == libc::SIG_IGN as i32)
        || matches!(number, libc::SIGCHLD | libc::SIGURG | libc::SIGWINCH | libc::SIGCONT);
    if !ignored {
        actor::probe().reporter().end(Exit::Killed { signal: number });
    }
    Ok(())
}

fn handler(number: i32, vm: &VirtualMachine) -> PyObjectRef {
    if let Some(set) = HANDLERS.lock().get(&number) {
        return set.clone();
    }
    match number {
        libc::SIGINT => vm
            .import("_signal", 0)
            .and_then(|module| module.get_attr("default_int_handler", vm))
            .unwrap_or_else(|_| vm.ctx.new_int(libc::SIG_DFL).into()),
        // As CPython does at its start.
        libc::SIGPIPE | libc::SIGXFSZ => vm.ctx.new_int(libc::SIG_IGN).into(),
        _ => vm.ctx.new_int(libc::SIG_DFL).into(),
    }
}

fn check(number: i32, vm: &VirtualMachine) -> PyResult<()> {
    if (1..NSIG).contains(&number) { Ok(()) } else { Err(vm.new_value_error("signal number out of range")) }
}

fn failed(error: &std::io::Error, vm: &VirtualMachine) -> PyBaseExceptionRef {
    errors::os_error(Errno(error.raw_os_error().unwrap_or(libc::EAGAIN)), vm)
}

/// The thread that keeps the program's one timer, and wakes the main thread.
struct Clock {
    timer: Mutex<Timer>,
    changed: Condvar,
    waking: AtomicBool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Timer {
    at: Option<Instant>,
    /// Zero where it goes off once.
    interval: Duration,
}

impl Timer {
    fn left(self) -> Duration {
        self.at.map_or(Duration::ZERO, |at| at.saturating_duration_since(Instant::now()))
    }
}

fn clock() -> std::io::Result<&'static Clock> {
    if CLOCK.get().is_none() {
        let clock =
            Clock { timer: Mutex::default(), changed: Condvar::new(), waking: AtomicBool::new(false) };
        if CLOCK.set(clock).is_ok() {
            thread::Builder::new().name("clock".into()).stack_size(STACK_BYTES).spawn(|| {
                if let Some(clock) = CLOCK.get() {
                    clock.run()
                }
            })?;
        }
    }
    CLOCK.get().ok_or_else(|| std::io::Error::from_raw_os_error(libc::EAGAIN))
}

impl Clock {
    /// Sets the timer; what was left of the one before.
    fn set(&self, after: Duration, interval: Duration) -> Timer {
        let at = (!after.is_zero()).then(|| Instant::now().checked_add(after)).flatten();
        let before = std::mem::replace(&mut *self.timer(), Timer { at, interval });
        self.changed.notify_all();
        before
    }

    /// Wakes the main thread from its call.
    fn wake(&self) {
        interrupt::request();
        self.waking.store(true, Ordering::Release);
        self.changed.notify_all();
    }

    fn run(&self) {
        let mut timer = self.timer();
        loop {
            if timer.at.is_some_and(|at| at <= Instant::now()) {
                timer.at = (!timer.interval.is_zero()).then(|| Instant::now() + timer.interval);
                send(libc::SIGALRM);
                interrupt::request();
                self.waking.store(true, Ordering::Release);
            }
            if self.waking.load(Ordering::Acquire) {
                match interrupt::served() {
                    true => self.waking.store(false, Ordering::Release),
                    false => interrupt::request(),
                }
            }
            let again = self.waking.load(Ordering::Acquire).then_some(WAKE_AGAIN);
            let wait = [again, timer.at.map(|_| timer.left())].into_iter().flatten().min();
            timer = match wait {
                Some(wait) => {
                    self.changed.wait_timeout(timer, wait).unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.changed.wait(timer).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    fn timer(&self) -> MutexGuard<'_, Timer> {
        self.timer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[rustpython_vm::pymodule(name = "_signal")]
mod module {
    use super::{HANDLERS, NSIG as NUMBERS, WAKEUP_FD, check, clock, failed, raise};
    use crate::{actor, errors};
    use rustpython_vm::{
        PyObjectRef, PyResult, VirtualMachine,
        builtins::PyTypeRef,
        common as rustpython_common,
        function::{ArgIntoFloat, FuncArgs, OptionalArg},
    };
    use socketscope_probe::Errno;
    use std::{sync::atomic::Ordering, time::Duration};

    #[pyattr]
    use libc::{
        ITIMER_PROF, ITIMER_REAL, ITIMER_VIRTUAL, SIG_BLOCK, SIG_DFL, SIG_IGN, SIG_SETMASK, SIG_UNBLOCK,
        SIGABRT, SIGALRM, SIGBUS, SIGCHLD, SIGCONT, SIGFPE, SIGHUP, SIGILL, SIGINT, SIGIO, SIGKILL, SIGPIPE,
        SIGPROF, SIGPWR, SIGQUIT, SIGSEGV, SIGSTOP, SIGSYS, SIGTERM, SIGTRAP, SIGTSTP, SIGTTIN, SIGTTOU,
        SIGURG, SIGUSR1, SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU, SIGXFSZ,
    };
    #[pyattr]
    const NSIG: i32 = NUMBERS;
    /// Sleeps until a signal: no program lives so long.
    const LONG_NS: u64 = 1 << 60;

    #[pyattr(name = "ItimerError", once)]
    fn itimer_error(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.new_exception_type("signal", "itimer_error", Some(vec![vm.ctx.exceptions.os_error.to_owned()]))
    }

    #[pyfunction]
    fn default_int_handler(_args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        Err(vm.new_exception_empty(vm.ctx.exceptions.keyboard_interrupt.to_owned()))
    }

    #[pyfunction]
    fn signal(number: i32, handler: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let is_number = handler.clone().try_into_value::<usize>(vm).is_ok_and(|value| value <= SIG_IGN);
        if !is_number && !handler.is_callable() {
            let message = "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object";
            return Err(vm.new_type_error(message));
        }
        if actor::lane() != 0 {
            return Err(vm.new_value_error("signal only works in main thread of the main interpreter"));
        }
        check(number, vm)?;
        if matches!(number, SIGKILL | SIGSTOP) {
            return Err(errors::os_error(Errno(libc::EINVAL), vm));
        }
        let before = super::handler(number, vm);
        HANDLERS.lock().insert(number, handler);
        Ok(before)
    }

    #[pyfunction]
    fn getsignal(number: i32, vm: &VirtualMachine) -> PyResult {
        check(number, vm)?;
        Ok(super::handler(number, vm))
    }

    #[pyfunction]
    fn raise_signal(number: i32, vm: &VirtualMachine) -> PyResult<()> {
        raise(number, vm)
    }

    /// `signal.pthread_kill`: handlers run in the main thread, whichever thread a signal goes to.
    #[pyfunction]
    fn pthread_kill(_thread: u64, number: i32, vm: &VirtualMachine) -> PyResult<()> {
        if number == 0 { Ok(()) } else { raise(number, vm) }
    }

    /// `signal.alarm(seconds)`: the seconds that were left of the one before.
    #[pyfunction]
    fn alarm(seconds: u32, vm: &VirtualMachine) -> PyResult<u64> {
        let clock = clock().map_err(|error| failed(&error, vm))?;
        let left = clock.set(Duration::from_secs(seconds.into()), Duration::ZERO).left();
        Ok(left.as_millis().div_ceil(1000) as u64)
    }

    #[pyfunction]
    fn setitimer(
        which: i32,
        seconds: ArgIntoFloat,
        interval: OptionalArg<ArgIntoFloat>,
        vm: &VirtualMachine,
    ) -> PyResult<(f64, f64)> {
        let interval = interval.map_or(0.0, ArgIntoFloat::into_float);
        let durations = [seconds.into_float(), interval].map(Duration::try_from_secs_f64);
        let (ITIMER_REAL, [Ok(after), Ok(interval)]) = (which, durations) else {
            let error = vm.new_os_subtype_error(itimer_error(vm), Some(libc::EINVAL), "Invalid argument");
            return Err(error.upcast());
        };
        let before = clock().map_err(|error| failed(&error, vm))?.set(after, interval);
        Ok((before.left().as_secs_f64(), before.interval.as_secs_f64()))
    }

    #[pyfunction]
    fn getitimer(_which: i32, vm: &VirtualMachine) -> PyResult<(f64, f64)> {
        let timer = *clock().map_err(|error| failed(&error, vm))?.timer();
        Ok((timer.left().as_secs_f64(), timer.interval.as_secs_f64()))
    }

    /// Sleeps until a handler has run.
    #[pyfunction]
    fn pause(vm: &VirtualMachine) -> PyResult<()> {
        let site = actor::site(vm);
        let _ = vm.allow_threads(|| actor::probe().sleep(site, LONG_NS));
        vm.check_signals()
    }

    #[pyfunction]
    fn set_wakeup_fd(fd: i32, _options: rustpython_vm::function::KwArgs) -> i32 {
        WAKEUP_FD.swap(fd, Ordering::Relaxed)
    }

    #[pyfunction]
    fn siginterrupt(_number: i32, _on: bool) {}

    #[pyfunction]
    fn valid_signals(vm: &VirtualMachine) -> PyObjectRef {
        // 32 and 33 are the C library's own.
        let numbers = (1..NUMBERS).filter(|number| !matches!(number, 32 | 33));
        vm.ctx.new_list(numbers.map(|number| vm.ctx.new_int(number).into()).collect()).into()
    }

    #[pyfunction]
    fn strsignal(number: i32, vm: &VirtualMachine) -> PyResult<Option<&'static str>> {
        check(number, vm)?;
        Ok(match number {
            SIGHUP => Some("Hangup"),
            SIGINT => Some("Interrupt"),
            SIGQUIT => Some("Quit"),
            SIGKILL => Some("Killed"),
            SIGUSR1 => Some("User defined signal 1"),
            SIGUSR2 => Some("User defined signal 2"),
            SIGPIPE => Some("Broken pipe"),
            SIGALRM => Some("Alarm clock"),
            SIGTERM => Some("Terminated"),
            _ => None,
        })
    }
}
