//! What a session is, recorded once at its start.

use crate::{ActorId, Address, SessionId, record::framing::Framing};
use bitcode::{Decode, Encode};

/// A session's constant facts: the first event of its log.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SessionInfo {
    /// Its id.
    pub id: SessionId,
    /// The lesson's id, as in the address of the page (`sticky`).
    pub lesson: String,
    /// Knobs and their values, as text, in the lesson's order.
    pub knobs: Vec<(String, String)>,
    /// Its programs; an [`ActorId`] is a place in this list.
    pub actors: Vec<ActorInfo>,
    /// What they can read and import.
    pub files: Vec<File>,
    /// How frames are recognised unless the viewer chooses otherwise.
    pub framing: Framing,
    /// Ways in for somebody outside, a browser for instance.
    pub doors: Vec<DoorInfo>,
    /// Which network it has.
    pub network: Network,
    /// Whether programs are held before each call from the start.
    pub step_mode: bool,
    /// Wall clock at the start, milliseconds since 1970 (UTC); for showing only.
    pub started_unix_ms: u64,
}

impl SessionInfo {
    /// The actor's description.
    pub fn actor(&self, id: ActorId) -> Option<&ActorInfo> {
        self.actors.get(usize::from(id.0))
    }

    /// How frames are recognised, unless the viewer chooses otherwise, on a connection to this server.
    pub fn framing_to(&self, server: &Address) -> &Framing {
        let door = self.doors.iter().find(|door| Some(door.port) == server.port());
        door.map_or(&self.framing, |door| &door.framing)
    }
}

/// A way into a session's network: connections from outside are carried to a port inside.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DoorInfo {
    /// The program that listens inside.
    pub actor: ActorId,
    /// Its port.
    pub port: u16,
    /// How frames are recognised on connections to that port unless the viewer chooses otherwise.
    pub framing: Framing,
}

/// One program of a session.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ActorInfo {
    /// `server`, `client`, `client 2`.
    pub name: String,
    /// `server.py`.
    pub file: String,
    /// The text that runs, knobs applied.
    pub source: String,
    /// `sys.argv[1:]`.
    pub arguments: Vec<String>,
}

/// A file of the lesson's folder, which its programs can read, and import where it is a module.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct File {
    /// `protocol.py`: its path from the programs' root directory.
    pub name: String,
    /// What is in it.
    pub data: Vec<u8>,
}

/// The network that a session has.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Network {
    /// A network namespace of its own: true ports, nothing outside reachable, every segment captured.
    Own {
        /// MTU of its loopback in bytes.
        mtu_bytes: u32,
        /// Whether segmentation offloads are on (segments then are larger than the MTU).
        offloads: bool,
    },
    /// The machine's loopback, one address for the session; the system forbids namespaces.
    Shared {
        /// The session's address in 127.0.0.0/8, to which bind and connect are rewritten.
        address: [u8; 4],
        /// Whether segments are captured.
        captured: bool,
        /// What the system said, for the person.
        reason: String,
    },
}

impl Network {
    /// Whether the segments of the session are in the log.
    pub fn captured(&self) -> bool {
        match self {
            Network::Own { .. } => true,
            Network::Shared { captured, .. } => *captured,
        }
    }
}
