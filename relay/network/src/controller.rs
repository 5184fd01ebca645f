//! The relay's side: starts the host process and talks to it.

use crate::{
    cgroup::{Group, GroupLimits},
    heard::Heard,
    packet, pidfd,
    report::{Attempt, HostReport, Layer, Message, Missing, NetworkConfig, Order},
};
use std::{
    io,
    net::TcpStream,
    os::{
        fd::{AsFd, OwnedFd},
        unix::{ffi::OsStrExt, net::UnixStream, process::CommandExt},
    },
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
};

/// How long a host may take to make its network, ms.
const ANSWER_MS: i32 = 10_000;
/// Every kind of [`Attempt`] once.
const ATTEMPTS: usize = 3;

/// Why a host process could not be started.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    /// The executable did not start.
    #[error("the session's host process could not be started: {0}")]
    Spawn(#[source] io::Error),
    /// It started, but does not speak.
    #[error("the session's host process does not answer: {0}")]
    Silent(#[source] io::Error),
}

/// A session's host process; the receiving half. Dropping it and all its [`HostHandle`]s ends everything inside.
#[derive(Debug)]
pub struct Host {
    handle: HostHandle,
    first: Option<HostReport>,
    // In this order: the host process ends first, then what it left.
    _child: Reaped,
    _group: Option<Group>,
}

/// The sending half; clones may be used from any thread.
#[derive(Clone, Debug)]
pub struct HostHandle {
    control: Arc<OwnedFd>,
    process: Arc<OwnedFd>,
    heard: Arc<Heard>,
}

impl Host {
    /// Runs `executable host` and makes the network; takes a few milliseconds. The first report says how it went.
    pub fn start(executable: &Path, config: &NetworkConfig) -> Result<Host, NetworkError> {
        let mut attempt = Attempt::Own;
        for _ in 0..ATTEMPTS {
            match Host::start_once(executable, config, attempt)? {
                Started::Host(host) => return Ok(host),
                Started::Refused { next } => attempt = next,
            }
        }
        Err(NetworkError::Silent(io::Error::other("it refuses every kind of network")))
    }

    fn start_once(
        executable: &Path,
        config: &NetworkConfig,
        attempt: Attempt,
    ) -> Result<Started, NetworkError> {
        let (ours, theirs) = packet::pair(libc::SOCK_SEQPACKET).map_err(NetworkError::Spawn)?;
        let mut command = Command::new(executable);
        let group = Group::make(&GroupLimits::default()).and_then(|group| {
            group.contain(&mut command)?;
            Ok(group)
        });
        let child = command
            .arg("host")
            .stdin(Stdio::from(theirs))
            .stdout(Stdio::null())
            // Ctrl-C in the relay's terminal is for the relay alone: it ends its sessions in good order.
            .process_group(0)
            .spawn()
            .map_err(NetworkError::Spawn)?;
        // It holds the host's end of the socket: a host that ends before it speaks would not be missed.
        drop(command);
        let child = Reaped(child);
        let process = pidfd::open(&child.0).map_err(NetworkError::Spawn)?;
        let handle = HostHandle {
            control: Arc::new(ours),
            process: Arc::new(process),
            heard: Arc::new(Heard::default()),
        };
        let (group, ungrouped) = match group {
            Ok(group) => (Some(group), None),
            Err(e) => (None, Some(Missing { layer: Layer::ControlGroup, reason: e.to_string() })),
        };
        let mut host = Host { handle, first: None, _child: child, _group: group };
        let executable = executable.as_os_str().as_bytes().to_vec();
        let start = Order::Start { executable, config: config.clone(), attempt };
        host.handle.send(&start).map_err(NetworkError::Silent)?;
        if !packet::readable_within(host.handle.control.as_fd(), ANSWER_MS).map_err(NetworkError::Silent)? {
            return Err(NetworkError::Silent(io::ErrorKind::TimedOut.into()));
        }
        match host.receive().map_err(NetworkError::Silent)? {
            (Message::Refused { next }, _) => Ok(Started::Refused { next }),
            (message, fd) => {
                let mut first = report(message, fd).map_err(NetworkError::Silent)?;
                if let HostReport::Up { missing, .. } = &mut first {
                    missing.extend(ungrouped);
                }
                host.first = Some(first);
                Ok(Started::Host(host))
            }
        }
    }

    /// The next report; blocks, so it wants a thread of its own. To be called once the last one was dealt with.
    /// `UnexpectedEof` when the host process is gone.
    #[expect(clippy::should_implement_trait, reason = "an iterator would have no place for the error")]
    pub fn next(&mut self) -> io::Result<HostReport> {
        match self.first.take() {
            Some(first) => Ok(first),
            None => self.wait().and_then(|()| self.receive()).and_then(|(message, fd)| report(message, fd)),
        }
    }

    /// The sending half.
    pub fn handle(&self) -> HostHandle {
        self.handle.clone()
    }

    fn wait(&self) -> io::Result<()> {
        self.handle.heard.waits();
        loop {
            match packet::readable_within(self.handle.control.as_fd(), -1) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
                Ok(_) => break,
            }
        }
        self.handle.heard.takes();
        Ok(())
    }

    fn receive(&self) -> io::Result<(Message, Option<OwnedFd>)> {
        packet::receive(self.handle.control.as_fd())?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.handle.heard.is_over();
    }
}

impl HostHandle {
    /// Whether all that the host reported before this call has been dealt with.
    pub fn has_told_all(&self) -> bool {
        self.heard.all(self.control.as_fd())
    }

    /// Starts the actor's process: `executable actor`, its channel as standard input. Answered by
    /// [`HostReport::ActorSpawned`] or [`HostReport::ActorFailed`].
    pub fn spawn_actor(&self, actor: u16) -> io::Result<()> {
        self.send(&Order::Spawn { actor })
    }

    /// Ends the actor's process at once; [`HostReport::ActorExited`] follows. Nothing happens if there is none.
    pub fn kill(&self, actor: u16) -> io::Result<()> {
        self.send(&Order::Kill { actor })
    }

    /// Connects to 127.0.0.1:`port` inside the network (the session's address on a shared one). Answered by
    /// [`HostReport::Door`] with the same `door`.
    pub fn connect_inside(&self, door: u64, port: u16) -> io::Result<()> {
        self.send(&Order::Connect { door, port })
    }

    /// Ends the host process and everything inside. [`Host::next`] then answers `UnexpectedEof`.
    pub fn shutdown(&self) {
        packet::shut(self.control.as_fd());
    }

    /// Like [`shutdown`](Self::shutdown), but also works if the host does not listen: it is stopped, or hangs.
    pub fn kill_host(&self) {
        pidfd::kill(self.process.as_fd());
        self.shutdown();
    }

    /// Fails if the host has not read for a long time: nobody may be kept waiting.
    fn send(&self, order: &Order) -> io::Result<()> {
        packet::send_now(self.control.as_fd(), order)
    }
}

/// The result of an attempt.
enum Started {
    Host(Host),
    Refused { next: Attempt },
}

/// The host process; it ends when the control socket closes, which is the moment before this is dropped.
#[derive(Debug)]
struct Reaped(Child);

impl Drop for Reaped {
    fn drop(&mut self) {
        // Where a handle outlives the host it still has the control socket: do not wait for it forever.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn report(message: Message, fd: Option<OwnedFd>) -> io::Result<HostReport> {
    let with_fd = |fd: Option<OwnedFd>| {
        fd.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a report without its descriptor"))
    };
    Ok(match message {
        Message::Up { network, missing } => HostReport::Up { network, missing },
        Message::Refused { .. } => {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a refusal after the start"));
        }
        Message::Failed { reason } => HostReport::Failed { reason },
        Message::ActorSpawned { actor, pid } => {
            HostReport::ActorSpawned { actor, pid, channel: UnixStream::from(with_fd(fd)?) }
        }
        Message::ActorFailed { actor, reason } => HostReport::ActorFailed { actor, reason },
        Message::ActorExited { actor, status, cpu_ns } => HostReport::ActorExited { actor, status, cpu_ns },
        Message::Segments(segments) => HostReport::Segments(segments),
        Message::Readings { at_ns, readings } => HostReport::Readings { at_ns, readings },
        Message::Lost { at_ns, count } => HostReport::Lost { at_ns, count },
        Message::DoorOpen { door } => HostReport::Door { door, stream: Ok(TcpStream::from(with_fd(fd)?)) },
        Message::DoorShut { door, errno } => HostReport::Door { door, stream: Err(errno) },
    })
}
