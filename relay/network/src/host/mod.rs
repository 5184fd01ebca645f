//! The host process itself: one loop over the control socket, the capture and the actors' ends.

mod capture;
mod children;
mod door;
mod namespace;
mod root;
mod sampling;

use crate::{
    clock::monotonic_ns,
    packet,
    report::{Message, NetworkConfig, Order},
};
use capture::Capture;
use children::{Child, wait_readable};
use namespace::Problem;
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
    sync::Arc,
    thread,
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
    let Some((Order::Start { executable, config, shared_reason }, _)) = packet::receive(control.as_fd())?
    else {
        return Ok(());
    };
    let say = |message: Message| packet::send(control.as_fd(), &message, None);
    let (network, capture) = match make(&config, shared_reason) {
        Ok(made) => made,
        Err(Problem::Refused(reason)) => return say(Message::NoNamespace { reason }),
        Err(Problem::Unusable(reason)) => return say(Message::Failed { reason }),
    };
    let address = match network {
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
    say(Message::Up { network })?;
    let mut host = Inside {
        control: Arc::new(control),
        executable: OsString::from_vec(executable),
        root: root::make().ok(),
        address: address.unwrap_or([127, 0, 0, 1]),
        capture,
        sampler,
        sampling: Sampling::new(),
        children: Vec::new(),
        doors: Arc::new(()),
    };
    let ended = host.run();
    // Nobody is left behind, and the network goes with the last of them.
    for child in &host.children {
        child.kill();
    }
    ended
}

fn make(
    config: &NetworkConfig,
    shared_reason: Option<String>,
) -> Result<(Network, Option<Capture>), Problem> {
    let asked_for = || config.force_shared.then(|| "a shared network was asked for".to_owned());
    if let Some(reason) = shared_reason.or_else(asked_for) {
        let address = config.session_address;
        if address[0] != 127 || address == [127, 0, 0, 1] {
            return Err(Problem::Unusable("a session's address must be its own in 127.0.0.0/8".into()));
        }
        let capture = Capture::open(Some(address)).ok();
        return Ok((Network::Shared { address, captured: capture.is_some(), reason }, capture));
    }
    let network = namespace::enter(config.mtu_bytes, config.offloads)?;
    let capture = Capture::open(None).map_err(|e| {
        Problem::Refused(format!("the system refuses this session to capture its own network: {e}"))
    })?;
    Ok((network, Some(capture)))
}

/// The host, once its network is there.
struct Inside {
    control: Arc<OwnedFd>,
    executable: OsString,
    root: Option<OwnedFd>,
    address: [u8; 4],
    capture: Option<Capture>,
    sampler: Sampler,
    sampling: Sampling,
    children: Vec<Child>,
    /// As many clones as doors are being opened, and this one.
    doors: Arc<()>,
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
        let mut fds = vec![self.control.as_fd()];
        fds.extend(self.children.iter().map(Child::as_fd));
        fds.extend(self.capture.as_ref().map(AsFd::as_fd));
        let ready = wait_readable(&fds, self.sampling.timeout_ms(Instant::now()))?;
        let (children, capture) = ready[1..].split_at(self.children.len());
        Ok(Ready { control: ready[0], child: children.contains(&true), capture: capture.contains(&true) })
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
        Child::spawn(&self.executable, self.root.as_ref(), actor)
            .map_err(|e| format!("the program's process could not be started: {e}"))
    }

    /// On a thread of its own, as a listener that does not accept may let it wait.
    fn open_door(&self, door: u64, port: u16) -> io::Result<()> {
        if Arc::strong_count(&self.doors) > MAX_DOORS {
            return self.say(&Message::DoorShut { door, errno: libc::EAGAIN });
        }
        let (control, address, being_opened) = (self.control.clone(), self.address, self.doors.clone());
        let opened = move || {
            // The relay may be gone by now, which the loop finds out too.
            let _ = match door::connect(address, port) {
                Ok(socket) => {
                    packet::send(control.as_fd(), &Message::DoorOpen { door }, Some(socket.as_fd()))
                }
                Err(errno) => packet::send(control.as_fd(), &Message::DoorShut { door, errno }, None),
            };
            drop(being_opened);
        };
        match thread::Builder::new().stack_size(128 << 10).spawn(opened) {
            Ok(_) => Ok(()),
            Err(_) => self.say(&Message::DoorShut { door, errno: libc::EAGAIN }),
        }
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
        let readings = self.sampler.sample().unwrap_or_default();
        let at_ns = monotonic_ns();
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
    capture: bool,
}
