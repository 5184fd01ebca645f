//! What a session is to run: its info, and when each program starts.

use super::{
    SessionLimits,
    actor::{Actor, Phase},
};
use socketscope_probe::protocol::Program;
use socketscope_shared::{
    ActorId,
    hosts::Host,
    lesson::StartWhen,
    session::{Network, SessionInfo},
};

/// How long to wait for a program that should listen soon.
const SOON_NS: u64 = 1_000_000_000;

/// What a session is to run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The first event of its log.
    pub info: SessionInfo,
    /// When each actor starts, by its place.
    pub starts: Vec<StartWhen>,
    /// Addresses and names that its network has besides its own.
    pub hosts: Vec<Host>,
}

impl Plan {
    /// Whether the actor's turn has come at `now_ns`.
    pub fn is_due(&self, index: usize, actors: &[Actor], now_ns: u64) -> bool {
        let Some(start) = self.starts.get(index) else { return true };
        let place = start.waits_for().and_then(|name| self.info.actors.iter().position(|a| a.name == name));
        let Some(awaited) = place.and_then(|p| actors.get(p)) else { return true };
        // While somebody holds it, its time does not count.
        let long_since = awaited.began_ns.is_some_and(|began_ns| now_ns > began_ns + SOON_NS);
        let soon = long_since && awaited.first_held().is_none();
        awaited.phase == Phase::Over
            || match start {
                StartWhen::Listening(_) => awaited.serves,
                StartWhen::ListeningSoon(_) => awaited.serves || soon,
                // Who serves does not connect, and who comes after it need not wait for that.
                StartWhen::Connected(_) => awaited.connected || awaited.serves,
                StartWhen::AtOnce | StartWhen::Ended(_) => false,
            }
    }

    /// What the actor's process has to run.
    pub fn program(&self, id: ActorId, pid: u32, limits: &SessionLimits, step_mode: bool) -> Option<Program> {
        let actor = self.info.actor(id)?;
        Some(Program {
            file: actor.file.clone(),
            source: actor.source.clone(),
            arguments: actor.arguments.clone(),
            files: self.info.files.clone(),
            step_mode,
            pid,
            rewrite_to: match self.info.network {
                Network::Shared { address, .. } => Some(address),
                Network::Own { .. } => None,
            },
            hosts: self.hosts.clone(),
            limits: limits.actor,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use socketscope_shared::{SessionId, framing::Framing, session::ActorInfo};

    fn plan(start: StartWhen) -> Plan {
        let actor = |name: &str| ActorInfo {
            name: name.into(),
            file: "a.py".into(),
            source: "".into(),
            arguments: Vec::new(),
        };
        let info = SessionInfo {
            id: SessionId(1),
            lesson: "own".into(),
            knobs: Vec::new(),
            actors: vec![actor("server"), actor("client")],
            files: Vec::new(),
            framing: Framing::None,
            doors: Vec::new(),
            network: Network::Own { mtu_bytes: 1500, offloads: false },
            step_mode: false,
            started_unix_ms: 0,
        };
        Plan { info, starts: vec![StartWhen::AtOnce, start], hosts: Vec::new() }
    }

    #[test]
    fn who_is_to_listen_soon_is_not_waited_for_longer_than_a_second() {
        let (soon, listening) =
            (plan(StartWhen::ListeningSoon("server".into())), plan(StartWhen::Listening("server".into())));
        let mut actors = vec![Actor::default(), Actor::default()];
        assert!(!soon.is_due(1, &actors, u64::MAX), "the server has not begun");
        actors[0].began_ns = Some(5);
        assert!(!soon.is_due(1, &actors, 5 + SOON_NS) && soon.is_due(1, &actors, 6 + SOON_NS));
        assert!(!listening.is_due(1, &actors, u64::MAX));
        actors[0].serves = true;
        assert!(soon.is_due(1, &actors, 5) && listening.is_due(1, &actors, 5));
    }

    #[test]
    fn who_is_to_come_after_a_connection_waits_for_it_however_long() {
        let plan = plan(StartWhen::Connected("server".into()));
        let mut actors = vec![Actor::default(), Actor::default()];
        actors[0].began_ns = Some(5);
        assert!(!plan.is_due(1, &actors, u64::MAX));
        actors[0].connected = true;
        assert!(plan.is_due(1, &actors, 5));
        actors[0] = Actor::default();
        actors[0].phase = Phase::Over;
        assert!(plan.is_due(1, &actors, 5), "an end is waited for no longer");
    }
}
