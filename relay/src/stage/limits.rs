//! What a session may use.

use crate::log_store::SessionLog;
use socketscope_probe::protocol::Limits;
use socketscope_shared::event::Limit;

/// Limits of one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// Its length, seconds.
    pub session_seconds: u32,
    /// How long nothing may happen while no person can act, seconds.
    pub idle_seconds: u32,
    /// Events in its log.
    pub events: u64,
    /// Bytes of its log.
    pub log_bytes: u64,
    /// Of each of its programs.
    pub actor: Limits,
}

impl Default for SessionLimits {
    fn default() -> Self {
        SessionLimits {
            session_seconds: 3 * 3600,
            idle_seconds: 300,
            events: 1_000_000,
            log_bytes: 256 << 20,
            actor: Limits::default(),
        }
    }
}

impl SessionLimits {
    /// The first limit that is reached.
    pub fn exceeded(&self, age_ns: u64, idle_ns: u64, log: &SessionLog) -> Option<Limit> {
        const SECOND_NS: u64 = 1_000_000_000;
        if age_ns / SECOND_NS >= u64::from(self.session_seconds) {
            Some(Limit::SessionSeconds(self.session_seconds))
        } else if idle_ns / SECOND_NS >= u64::from(self.idle_seconds) {
            Some(Limit::IdleSeconds(self.idle_seconds))
        } else if log.last_seq() >= self.events {
            Some(Limit::Events(self.events))
        } else if log.len_bytes() >= self.log_bytes {
            Some(Limit::LogBytes(self.log_bytes))
        } else {
            None
        }
    }
}
