//! What every call goes through: the gate, the announcement, the report, the readings.

use crate::{
    address::Reach,
    clock::now_ns,
    crash,
    errno::Errno,
    gate::Gate,
    input::Input,
    interrupt, orders,
    protocol::{Limits, Program, Report},
    readings::Sampler,
    reporter::Reporter,
    sandbox,
    table::{Entry, Table},
};
use socketscope_shared::{
    Api, Call, CallId, Op, Outcome, SocketId,
    call::{ApiName, PollFd, Watched},
    event::Limit,
};
use std::{
    io,
    os::fd::{OwnedFd, RawFd},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
};

/// Readings of one report: a report's head is bounded.
const READINGS_PER_REPORT: usize = 250;
/// With more sockets than this in the session, readings are taken less often: each reads the whole table.
const MANY_SOCKETS: usize = 80;
/// The pause between two readings then, ns; and as a multiple of what the last one took, so that they take a small part of the
/// program's time.
const MANY_SOCKETS_PAUSE_NS: u64 = 5_000_000;
const MANY_SOCKETS_PAUSE_TIMES: u64 = 12;

/// Who makes a call, and from where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// Thread of the actor: 0 is the main thread.
    pub lane: u16,
    /// Line of the program's own file, from 1; 0 where unknown.
    pub line: u32,
    /// The API call that needs this system call.
    pub api: Api,
    /// A later system call of its group: the first one's release covers it.
    pub continues: bool,
}

impl Site {
    /// The same place, for one of several system calls of the API call `name`.
    pub fn of(self, name: ApiName, group: u32) -> Self {
        Site { api: Api { name, group }, ..self }
    }

    /// The same place, for a system call that follows another of its group.
    pub fn then(self) -> Self {
        Site { continues: true, ..self }
    }
}

/// The socket API of one actor: every method makes exactly one system call (again only where a signal interrupted
/// it) and reports it.
pub struct Probe {
    pub(crate) reporter: Reporter,
    pub(crate) gate: Gate,
    pub(crate) input: Input,
    pub(crate) limits: Limits,
    pub(crate) reach: Reach,
    table: Mutex<Table>,
    sampler: Option<Mutex<Paced>>,
    pid: u32,
    first_call: u64,
    calls: AtomicU64,
    groups: AtomicU32,
}

struct Paced {
    sampler: Sampler,
    next_ns: u64,
}

impl Probe {
    /// Starts to serve `program`, and to carry out orders from `channel`.
    pub fn start(channel: OwnedFd, program: &Program) -> io::Result<Arc<Self>> {
        Probe::start_with(channel, program, Input::default(), || Ok(false))
    }

    /// The same, in a process that from now on can do [nothing else](sandbox). To be called by its only thread.
    pub fn start_confined(channel: OwnedFd, program: &Program) -> io::Result<Arc<Self>> {
        let input = Input::on_standard_input()?;
        Probe::start_with(channel, program, input, || {
            sandbox::enter(&program.limits, program.rewrite_to.is_some()).map_err(io::Error::other)
        })
    }

    fn start_with(
        channel: OwnedFd,
        program: &Program,
        input: Input,
        confine: impl FnOnce() -> io::Result<bool>,
    ) -> io::Result<Arc<Self>> {
        let orders = channel.try_clone().and_then(crate::descriptors::move_high)?;
        // Without sock_diag there are no readings; the calls are still true.
        let sampler = Sampler::open(program.rewrite_to).ok();
        let own_root = confine()?;
        let probe = Arc::new(Probe {
            reporter: Reporter::new(channel, program.limits.output_bytes),
            gate: Gate::new(program.step_mode),
            input,
            limits: program.limits,
            reach: Reach { rewrite_to: program.rewrite_to, own_root },
            table: Mutex::default(),
            sampler: sampler.map(|sampler| Mutex::new(Paced { sampler, next_ns: 0 })),
            pid: program.pid,
            // Unique in the session: no two of its processes have the same number.
            first_call: u64::from(program.pid) << 32,
            calls: AtomicU64::new(0),
            groups: AtomicU32::new(1),
        });
        crate::memory::watch(&probe);
        crash::watch()?;
        interrupt::watch()?;
        orders::obey(probe.clone(), orders)?;
        Ok(probe)
    }

    /// Where reports go.
    pub fn reporter(&self) -> &Reporter {
        &self.reporter
    }

    /// What the process may use.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The process's number on the machine.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// A number for the system calls of one API call.
    pub fn new_group(&self) -> u32 {
        self.groups.fetch_add(1, Ordering::Relaxed)
    }

    /// What is known about a descriptor of the program.
    pub fn entry(&self, fd: RawFd) -> Option<Entry> {
        self.table().get(fd)
    }

    /// Makes one call: holds it in step mode, announces it where it may block or act before it returns, performs
    /// it, reports it and what the kernel then holds.
    pub(crate) fn call<T>(
        &self,
        site: Site,
        fd: Option<RawFd>,
        op: Op,
        may_block: bool,
        perform: impl FnOnce() -> T,
        outcome: impl FnOnce(&T) -> Outcome,
    ) -> T {
        self.call_amended(site, fd, op, may_block, perform, outcome, |_, _| {})
    }

    /// The same, if its outcome decides what is recorded of its arguments.
    #[expect(clippy::too_many_arguments, reason = "each says something else about the one call")]
    pub(crate) fn call_amended<T>(
        &self,
        site: Site,
        fd: Option<RawFd>,
        op: Op,
        may_block: bool,
        perform: impl FnOnce() -> T,
        outcome: impl FnOnce(&T) -> Outcome,
        amend: impl FnOnce(&mut Op, &Outcome),
    ) -> T {
        let mut call = Call {
            id: CallId(self.first_call + self.calls.fetch_add(1, Ordering::Relaxed)),
            lane: site.lane,
            line: site.line,
            socket: fd.and_then(|fd| self.id(fd)),
            fd: fd.unwrap_or(-1),
            api: site.api,
            op,
            start_ns: now_ns(),
        };
        if !site.continues && call.op.can_be_held() {
            self.gate.pass(&self.reporter, &call);
        }
        let acts = call.op.acts_at_start() || matches!(call.op, Op::Connect { .. });
        if may_block {
            self.report_readings();
        }
        call.start_ns = now_ns();
        if may_block || acts {
            self.reporter.entered(&call);
            // The time that reporting took is not the call's.
            call.start_ns = now_ns();
        }
        let result = perform();
        let end_ns = now_ns();
        let outcome = outcome(&result);
        amend(&mut call.op, &outcome);
        if let Outcome::Failed { errno: libc::EMFILE } = outcome {
            self.reporter.limit_reached(Limit::Descriptors(self.limits.descriptors));
        }
        self.reporter.returned(call, end_ns, outcome);
        self.report_readings();
        result
    }

    /// The descriptor to hand to the kernel: -1 instead of one that is not the program's, so that the kernel itself
    /// says EBADF. (0 to 2 are open and harmless.)
    pub(crate) fn own(&self, fd: RawFd) -> RawFd {
        if (0..3).contains(&fd) || self.table().get(fd).is_some() { fd } else { -1 }
    }

    /// Whether a call on the descriptor may wait.
    pub(crate) fn may_wait(&self, fd: RawFd, flags: i32) -> bool {
        flags & libc::MSG_DONTWAIT == 0 && self.entry(fd).is_some_and(|entry| !entry.nonblocking)
    }

    pub(crate) fn id(&self, fd: RawFd) -> Option<SocketId> {
        self.table().id(fd)
    }

    pub(crate) fn watched(&self, fds: &[RawFd]) -> Vec<Watched> {
        let table = self.table();
        fds.iter().map(|fd| Watched { socket: table.id(*fd), fd: *fd }).collect()
    }

    pub(crate) fn poll_fds(&self, fds: impl Iterator<Item = (RawFd, u32)>) -> Vec<PollFd> {
        let table = self.table();
        fds.map(|(fd, events)| PollFd { socket: table.id(fd), fd, events }).collect()
    }

    pub(crate) fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn report_readings(&self) {
        let Some(paced) = &self.sampler else { return };
        let mut paced = paced.lock().unwrap_or_else(PoisonError::into_inner);
        let many = paced.sampler.sockets() > MANY_SOCKETS;
        let begun_ns = now_ns();
        if many && begun_ns < paced.next_ns {
            return;
        }
        // After a failed dump the last readings stay valid; the next call asks again.
        let (at_ns, readings) = paced.sampler.sample().unwrap_or_default();
        let ended_ns = now_ns();
        let took_ns = ended_ns.saturating_sub(begun_ns);
        paced.next_ns = ended_ns + MANY_SOCKETS_PAUSE_NS.max(took_ns * MANY_SOCKETS_PAUSE_TIMES);
        for some in readings.chunks(READINGS_PER_REPORT) {
            self.reporter.report(&Report::Readings { at_ns, readings: some.to_vec() });
        }
    }
}

/// The outcome of a call that succeeds with nothing to say.
pub(crate) fn done<T>(result: &Result<T, Errno>) -> Outcome {
    match result {
        Ok(_) => Outcome::Done,
        Err(errno) => errno.outcome(),
    }
}
