//! The network that the system grants, and what protects the machine from it.

use super::{
    capture::Capture,
    namespace::{self, Problem},
    processes::{enter_user_namespace, is_root, root_alone_may_run},
};
use crate::report::{Attempt, Layer, Missing, NetworkConfig};
use socketscope_shared::session::Network;
use std::{ffi::OsStr, io};

/// A network, and what protects the machine from it.
pub struct Made {
    pub network: Network,
    pub capture: Option<Capture>,
    pub missing: Vec<Missing>,
}

/// Why there is no network.
pub enum NotMade {
    /// Another attempt may succeed.
    Next(Attempt),
    Failed(String),
}

impl Made {
    /// Makes it as the attempt says, for this binary.
    pub fn new(config: &NetworkConfig, attempt: Attempt, executable: &OsStr) -> Result<Self, NotMade> {
        match attempt {
            // What is refused now will be refused again.
            Attempt::Shared { reason } => Made::shared(config, reason.clone(), Some(reason)),
            _ if config.force_shared => {
                Made::shared(config, "a shared network was asked for".into(), against_user(executable))
            }
            Attempt::Own => Made::own(config, against_user(executable)),
            Attempt::WithoutUserNamespace { reason } => Made::own(config, Some(reason)),
        }
    }

    /// A network namespace, in a user namespace unless there is a reason against it.
    fn own(config: &NetworkConfig, against_user: Option<String>) -> Result<Self, NotMade> {
        // In a user namespace everybody is root.
        let root = is_root();
        let user = against_user.is_none();
        let made = namespace::enter(config, user).and_then(|network| {
            let capture = Capture::open(None).map_err(|e| {
                Problem::Refused(format!("the system refuses this session to capture its own network: {e}"))
            })?;
            Ok((network, capture))
        });
        let reason = |reason| Missing { layer: Layer::UserNamespace, reason };
        match made {
            Ok((network, capture)) => {
                let missing = against_user.into_iter().map(reason).collect();
                Ok(Made { network, capture: Some(capture), missing })
            }
            Err(Problem::Unusable(reason)) => Err(NotMade::Failed(reason)),
            Err(Problem::Refused(reason)) if user && root => {
                Err(NotMade::Next(Attempt::WithoutUserNamespace { reason }))
            }
            Err(Problem::Refused(reason)) => Err(NotMade::Next(Attempt::Shared { reason })),
        }
    }

    /// An address of the machine's own network, in a user namespace unless there is a reason against it.
    fn shared(config: &NetworkConfig, reason: String, against_user: Option<String>) -> Result<Self, NotMade> {
        let address = config.session_address;
        if address[0] != 127 || address == [127, 0, 0, 1] {
            return Err(NotMade::Failed("a session's address must be its own in 127.0.0.0/8".into()));
        }
        // As root of the machine, not of a namespace.
        let capture = Capture::open(Some(address)).ok();
        let network = Network::Shared { address, captured: capture.is_some(), reason };
        let mut made = Made { network, capture, missing: Vec::new() };
        made.or_missing(
            Layer::UserNamespace,
            match against_user {
                Some(reason) => Err(io::Error::other(reason)),
                None => enter_user_namespace(0),
            },
        );
        Ok(made)
    }

    /// What was made, or a note that it is missing.
    pub fn or_missing<T>(&mut self, layer: Layer, made: io::Result<T>) -> Option<T> {
        let note = |e: &io::Error| self.missing.push(Missing { layer, reason: e.to_string() });
        made.inspect_err(note).ok()
    }
}

/// What speaks against a user namespace.
fn against_user(executable: &OsStr) -> Option<String> {
    (is_root() && !root_alone_may_run(executable.as_ref()))
        .then(|| "only its owner may run Socketscope's file, and that is another user".to_owned())
}
