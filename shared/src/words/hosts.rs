//! What is wrong with a session's hosts.

use super::{Language, texts};
use crate::record::hosts::{HostsError, MAX_HOSTS};

/// What is wrong with them and what to do, in a sentence.
pub fn hosts_problem(error: &HostsError, lang: Language) -> String {
    match error {
        HostsError::TooMany => texts::hosts_too_many(lang, &MAX_HOSTS),
        HostsError::NotAHost { entry } => texts::hosts_not_a_host(lang, entry),
        HostsError::NoMachines { address } => texts::hosts_no_machines(lang, address),
        HostsError::HereAlready { entry } => texts::hosts_here_already(lang, entry),
        HostsError::Twice { name } => texts::hosts_twice(lang, name),
    }
}
