//! The host process itself: one loop over the control socket, the capture and the actors' ends.

pub(crate) mod capture;
mod children;
mod door;
mod made;
pub(crate) mod namespace;
pub(crate) mod processes;
mod root;
mod sampling;

use crate::{
    clock::monotonic_ns,
    packet,
    report::{Layer, Message, Order},
};
use capture::Capture;
use children::{Child, Origin, wait_for};
use door::Opening;
use made::{Made, NotMade};
use processes::{Init, enter_pid_namespace};
use sampling::Sampling;
use socketscope_probe::readings::Sampler;
use socketscope_shared::session::Network;
use std::{
    ffi::OsString,
    io,
    os::{
        fd::{AsFd, OwnedFd},
        unix::ffi::OsStringExt,
    },
    process::ExitCode,
    time::Instant,
};

/// Segments, and readings, of one message: far below a packet's limit.
const SEGMENTS_PER_MESSAGE: usize = 256;
const READINGS_PER_MESSAGE: usize = 500;
/// Processes at once.
const MAX_ACTORS: usize = 600;
/// Doors being opened at once.
const MAX_DOORS: usize = 64;

/// Runs the host process on the control socket that
/// [`take_channel`](socketscope_probe::descriptors::take_channel) gave, until the relay closes it.
///
/// Must be called before the process starts any thread. Every actor ends with it.
pub fn host_main(control: OwnedFd) -> ExitCode {
    match serve(control) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn serve(control: OwnedFd) -> io::Result<()> {
    let Some((Order::Start { executable, config, attempt }, _)) = packet::receive(control.as_fd())? else {
        return Ok(());
    };
    let executable = OsString::from_vec(executable);
    let say = |message: Message| packet::send(control.as_fd(), &message, None);
    let mut made = match Made::new(&config, attempt, &executable) {
        Ok(made) => made,
        Err(NotMade::Next(next)) => return say(Message::Refused { next }),
        Err(NotMade::Failed(reason)) => return say(Message::Failed { reason }),
    };
    let address = match made.network {
        Network::Own { .. } => None,
        Network::Shared { address, .. } => Some(address),
    };
    let sampler = match Sampler::open(address) {
        Ok(sampler) => sampler,
        Err(e) => {
            let reason = format!("the kernel's table of sockets cannot be read: {e}");
            return say(Message::Failed { reason });
        }
    };
    let root = made.or_missing(Layer::RootDirectory, root::make());
    // From here on there can be no threads.
    let init = made.or_missing(Layer::PidNamespace, enter_pid_namespace());
    let Made { network, capture, missing } = made;
    say(Message::Up { network, missing })?;
    let mut host = Inside {
        control,
        origin: Origin { executable, root, own_pids: init.is_some() },
        address: address.unwrap_or([127, 0, 0, 1]),
        capture,
        sampler,
        sampling: Sampling::new(),
        children: Vec::new(),
        openings: Vec::new(),
        _init: init,
    };
    let ended = host.run();
    // Nobody is left behind, and the network goes with the last of them.
    for child in &host.children {
        child.kill();
    }
    ended
}

/// The host, once its network is there.
struct Inside {
    control: OwnedFd,
    origin: Origin,
    address: [u8; 4],
    capture: Option<Capture>,
    sampler: Sampler,
    sampling: Sampling,
    children: Vec<Child>,
    openings: Vec<Opening>,
    _init: Option<Init>,
}

impl Inside {
    fn run(&mut self) -> io::Result<()> {
        loop {
            let ready = self.wait()?;
            if ready.capture {
                self.report_segments()?;
            }
            if ready.child {
                self.report_exits()?;
            }
            let now = Instant::now();
            self.finish_openings(&ready.openings, now)?;
            if self.sampling.due(now) {
                self.report_readings()?;
                self.sampling.took(now.elapsed());
            }
            if ready.control {
                match packet::receive(self.control.as_fd())? {
                    Some((order, _)) => self.obey(order)?,
                    None => return Ok(()),
                }
            }
        }
    }

    fn wait(&self) -> io::Result<Ready> {
        let mut fds = vec![(self.control.as_fd(), libc::POLLIN)];
        fds.extend(self.children.iter().map(|child| (child.as_fd(), libc::POLLIN)));
        fds.extend(self.openings.iter().map(|opening| (opening.as_fd(), libc::POLLOUT)));
        fds.extend(self.capture.as_ref().map(|capture| (capture.as_fd(), libc::POLLIN)));
        let given_up = self.openings.iter().map(Opening::until).min();
        let ready = wait_for(&fds, self.sampling.timeout_ms(Instant::now(), given_up))?;
        let (children, rest) = ready[1..].split_at(self.children.len());
        let (openings, capture) = rest.split_at(self.openings.len());
        Ok(Ready {
            control: ready[0],
            child: children.contains(&true),
            openings: openings.to_vec(),
            capture: capture.contains(&true),
        })
    }

    fn obey(&mut self, order: Order) -> io::Result<()> {
        match order {
            Order::Start { .. } => {}
            Order::Spawn { actor } => match self.spawn(actor) {
                Ok((child, channel)) => {
                    let spawned = Message::ActorSpawned { actor, pid: child.pid };
                    self.children.push(child);
                    packet::send(self.control.as_fd(), &spawned, Some(channel.as_fd()))?;
                }
                Err(reason) => self.say(&Message::ActorFailed { actor, reason })?,
            },
            Order::Kill { actor } => {
                for child in self.children.iter().filter(|child| child.actor == actor) {
                    child.kill();
                }
            }
            Order::Connect { door, port } => self.open_door(door, port)?,
        }
        Ok(())
    }

    fn spawn(&self, actor: u16) -> Result<(Child, OwnedFd), String> {
        if self.children.len() >= MAX_ACTORS {
            return Err(format!("more than {MAX_ACTORS} programs at once"));
        }
        if self.children.iter().any(|child| child.actor == actor) {
            return Err("this program runs already".into());
        }
        Child::spawn(&self.origin, actor)
            .map_err(|e| format!("the program's process could not be started: {e}"))
    }

    fn open_door(&mut self, door: u64, port: u16) -> io::Result<()> {
        if self.openings.len() >= MAX_DOORS {
            return self.say(&Message::DoorShut { door, errno: libc::EAGAIN });
        }
        match Opening::begin(door, self.address, port, Instant::now()) {
            Ok(opening) => self.openings.push(opening),
            Err(errno) => self.say(&Message::DoorShut { door, errno })?,
        }
        Ok(())
    }

    /// Passes on the doors that are open by now, or will not be. `known` says which, by place.
    fn finish_openings(&mut self, known: &[bool], now: Instant) -> io::Result<()> {
        let mut waiting = Vec::with_capacity(self.openings.len());
        for (opening, known) in std::mem::take(&mut self.openings).into_iter().zip(known) {
            if !known && now < opening.until() {
                waiting.push(opening);
                continue;
            }
            let door = opening.door;
            match opening.finish() {
                Ok(socket) => {
                    let open = Message::DoorOpen { door };
                    packet::send(self.control.as_fd(), &open, Some(socket.as_fd()))?;
                }
                Err(errno) => self.say(&Message::DoorShut { door, errno })?,
            }
        }
        self.openings = waiting;
        Ok(())
    }

    fn report_segments(&mut self) -> io::Result<()> {
        let Some(capture) = &mut self.capture else { return Ok(()) };
        let segments = capture.take(SEGMENTS_PER_MESSAGE);
        if segments.is_empty() {
            return Ok(());
        }
        self.sampling.stirred(Instant::now());
        self.say(&Message::Segments(segments))
    }

    fn report_readings(&mut self) -> io::Result<()> {
        if let Some(count) = self.capture.as_ref().map(Capture::lost).filter(|count| *count > 0) {
            self.say(&Message::Lost { at_ns: monotonic_ns(), count })?;
        }
        // A reading that fails is repeated with the next segment; there is nothing to say instead.
        let (at_ns, readings) = self.sampler.sample().unwrap_or_default();
        for some in readings.chunks(READINGS_PER_MESSAGE) {
            self.say(&Message::Readings { at_ns, readings: some.to_vec() })?;
        }
        Ok(())
    }

    fn report_exits(&mut self) -> io::Result<()> {
        let mut running = Vec::with_capacity(self.children.len());
        for child in std::mem::take(&mut self.children) {
            match child.reap() {
                None => running.push(child),
                Some(end) => {
                    let (status, cpu_ns) = (end.status, end.cpu_ns);
                    self.say(&Message::ActorExited { actor: child.actor, status, cpu_ns })?;
                }
            }
        }
        self.children = running;
        self.sampling.stirred(Instant::now());
        Ok(())
    }

    fn say(&self, message: &Message) -> io::Result<()> {
        packet::send(self.control.as_fd(), message, None)
    }
}

/// What there is to do.
struct Ready {
    control: bool,
    child: bool,
    openings: Vec<bool>,
    capture: bool,
}
