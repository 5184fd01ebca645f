//! What the host process and the relay say to each other.

use crate::segment::Captured;
use bitcode::{Decode, Encode};
use socketscope_probe::protocol::SocketReading;
use socketscope_shared::session::Network;
use std::{net::TcpStream, os::unix::net::UnixStream};

/// What network a session wants.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct NetworkConfig {
    /// MTU of the loopback in bytes. Without effect on a shared network.
    pub mtu_bytes: u32,
    /// Leave segmentation offloads on: segments are then larger than the MTU.
    pub offloads: bool,
    /// Behave as if the system forbade namespaces.
    pub force_shared: bool,
    /// The session's address in 127.0.0.0/8 where namespaces are forbidden.
    pub session_address: [u8; 4],
    /// Addresses that its loopback has besides 127.0.0.0/8. Without effect on a shared network.
    pub addresses: Vec<[u8; 4]>,
    /// Whether programs may listen on ports below 1024, as on the server that they were published for. Without effect on a
    /// shared network.
    pub low_ports: bool,
}

impl Default for NetworkConfig {
    fn default() -> Self {
        NetworkConfig {
            mtu_bytes: 1500,
            offloads: false,
            force_shared: false,
            session_address: [127, 77, 0, 1],
            addresses: Vec::new(),
            low_ports: false,
        }
    }
}

/// What protects the machine from a session's programs, beside the filter of system calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
pub enum Layer {
    /// A user namespace: rights that end at the session.
    UserNamespace,
    /// A PID namespace: no other processes are visible, and all end together.
    PidNamespace,
    /// An empty root directory of the session's own.
    RootDirectory,
    /// A control group with limits for the session as a whole.
    ControlGroup,
}

/// A layer that the system does not grant.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Missing {
    /// Which.
    pub layer: Layer,
    /// What the system said.
    pub reason: String,
}

/// How a session's namespaces are made: what one attempt was refused, the next does without.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) enum Attempt {
    /// All of them.
    Own,
    /// As root, without a user namespace, for this reason.
    WithoutUserNamespace { reason: String },
    /// None, for this reason.
    Shared { reason: String },
}

/// Host to relay.
#[derive(Debug)]
pub enum HostReport {
    /// The network is there; the first report unless it is [`HostReport::Failed`].
    Up {
        /// Which one it is.
        network: Network,
        /// What else would protect the machine, and the system does not grant.
        missing: Vec<Missing>,
    },
    /// There is no network, or the host cannot go on; nothing follows.
    Failed {
        /// A sentence for the person.
        reason: String,
    },
    /// The actor's process exists.
    ActorSpawned {
        /// As ordered.
        actor: u16,
        /// Its process.
        pid: u32,
        /// The relay's end of the actor's channel ([`socketscope_probe::protocol`]).
        channel: UnixStream,
    },
    /// The actor's process could not be made.
    ActorFailed {
        /// As ordered.
        actor: u16,
        /// A sentence for the person.
        reason: String,
    },
    /// The actor's process is gone.
    ActorExited {
        /// As ordered.
        actor: u16,
        /// How it ended.
        status: ExitStatus,
        /// User and system time together, ns.
        cpu_ns: u64,
    },
    /// Segments in the order in which they crossed the network.
    Segments(Vec<Captured>),
    /// Sockets that changed since the host last said so.
    Readings {
        /// CLOCK_MONOTONIC, ns.
        at_ns: u64,
        /// As of a [`Sampler`](socketscope_probe::readings::Sampler).
        readings: Vec<SocketReading>,
    },
    /// Segments that the capture had no room for.
    Lost {
        /// CLOCK_MONOTONIC, ns.
        at_ns: u64,
        /// How many.
        count: u64,
    },
    /// A socket of the relay's own inside the network, as ordered by
    /// [`HostHandle::connect_inside`](crate::HostHandle::connect_inside).
    Door {
        /// As ordered.
        door: u64,
        /// The connected socket, or the errno of socket, connect or their waiting.
        stream: Result<TcpStream, i32>,
    },
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum ExitStatus {
    /// By exit, with this status.
    Exited(i32),
    /// By this signal.
    Signalled(i32),
}

/// Relay to host.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) enum Order {
    /// First of all: make the network.
    Start { executable: Vec<u8>, config: NetworkConfig, attempt: Attempt },
    /// Start the actor's process.
    Spawn { actor: u16 },
    /// End the actor's process at once.
    Kill { actor: u16 },
    /// Connect to a port inside and pass the socket back.
    Connect { door: u64, port: u16 },
}

/// [`HostReport`] as bytes; descriptors travel beside it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) enum Message {
    Up {
        network: Network,
        missing: Vec<Missing>,
    },
    /// The system forbids it so; the relay makes another attempt, as this process may be half inside a namespace.
    Refused {
        next: Attempt,
    },
    Failed {
        reason: String,
    },
    ActorSpawned {
        actor: u16,
        pid: u32,
    },
    ActorFailed {
        actor: u16,
        reason: String,
    },
    ActorExited {
        actor: u16,
        status: ExitStatus,
        cpu_ns: u64,
    },
    Segments(Vec<Captured>),
    Readings {
        at_ns: u64,
        readings: Vec<SocketReading>,
    },
    Lost {
        at_ns: u64,
        count: u64,
    },
    DoorOpen {
        door: u64,
    },
    DoorShut {
        door: u64,
        errno: i32,
    },
}
