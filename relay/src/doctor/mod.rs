//! `socketscope doctor`: what this machine grants, what that means, and how to fix it. Everything is tried, in processes
//! of its own, not only read.
//!
//! - [`kernel`]: namespaces, the sandbox, control groups, tracing; [`machine`]: ports, descriptors, disk, browser;
//!   [`remedy`]: the line that fixes a refusal.

mod kernel;
mod machine;
mod remedy;

use crate::session::SessionConfig;
use serde::Serialize;
use serde_json::json;
use socketscope_network::{Host, HostReport, Layer, Missing, NetworkConfig};
use socketscope_shared::{Language, Text, session::Network};
use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

/// A check's verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// Socketscope runs, with less.
    Limited,
    /// Socketscope does not run.
    Missing,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name for scripts.
    pub id: &'static str,
    /// How it is.
    pub verdict: Verdict,
    /// What was found, in the system's own words.
    pub found: String,
    /// What that means for Socketscope.
    pub means: Text,
    /// The one line that fixes it: a command, if there is one.
    pub mend: Option<Text>,
}

impl Check {
    fn ok(id: &'static str, found: impl Into<String>, means: Text) -> Self {
        Check { id, verdict: Verdict::Ok, found: found.into(), means, mend: None }
    }

    fn less(id: &'static str, found: impl Into<String>, means: Text, mend: Text) -> Self {
        Check { id, verdict: Verdict::Limited, found: found.into(), means, mend: Some(mend) }
    }

    fn missing(id: &'static str, found: impl Into<String>, means: Text, mend: Text) -> Self {
        Check { id, verdict: Verdict::Missing, found: found.into(), means, mend: Some(mend) }
    }
}

/// Looks at everything. `executable` is our own binary, `data` the directory that a relay would use.
pub fn examine(executable: &Path, data: std::io::Result<PathBuf>) -> Vec<Check> {
    let session = start_session(&SessionConfig::new(executable.into()));
    let mut checks = kernel::examine(executable, &session);
    checks.extend(machine::examine(data));
    checks
}

/// What a session gets here: its network, and what is missing around it. The error is for a person.
pub fn start_session(config: &SessionConfig) -> Result<(Network, Vec<Missing>), String> {
    let network = NetworkConfig { force_shared: config.shared_network, ..NetworkConfig::default() };
    let mut host = Host::start(&config.executable, &network).map_err(|e| e.to_string())?;
    match host.next().map_err(|e| e.to_string())? {
        HostReport::Up { network, missing } => Ok((network, missing)),
        HostReport::Failed { reason } => Err(reason),
        _ => Err("the session's host process said something else".to_owned()),
    }
}

/// One line for each thing that the system does not grant.
pub fn warnings(network: &Network, missing: &[Missing]) -> Vec<String> {
    const ASK: &str = "(socketscope doctor says more)";
    let line = |missing: &Missing| {
        let without = match missing.layer {
            Layer::UserNamespace => "sessions have no user namespace",
            Layer::PidNamespace => "sessions have no PID namespace",
            Layer::RootDirectory => {
                "sessions have no root directory of their own, and so no Unix sockets with names"
            }
            Layer::ControlGroup => "sessions have no limits of memory and processes as a whole",
        };
        format!("socketscope: {without}: {} {ASK}", missing.reason)
    };
    let shared = match network {
        Network::Own { .. } => None,
        Network::Shared { reason, .. } => {
            Some(format!("socketscope: sessions share this machine's loopback: {reason} {ASK}"))
        }
    };
    shared.into_iter().chain(missing.iter().map(line)).collect()
}

/// Whether sessions can run.
pub fn is_ready(checks: &[Check]) -> bool {
    checks.iter().all(|check| check.verdict != Verdict::Missing)
}

/// For a person.
pub fn text(checks: &[Check], language: Language) -> String {
    let say = |text: &Text| text.get(language).to_owned();
    let mut out = String::new();
    for check in checks {
        let verdict = match check.verdict {
            Verdict::Ok => Text::new("ok", "正常"),
            Verdict::Limited => Text::new("limited", "受限"),
            Verdict::Missing => Text::new("missing", "缺少"),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{:<8} {}: {}", say(&verdict), check.id, check.found);
        let _ = writeln!(out, "         {}", say(&check.means));
        if let Some(mend) = &check.mend {
            let _ = writeln!(out, "         → {}", say(mend));
        }
    }
    let ready = match is_ready(checks) {
        true => Text::new("Sessions can run here.", "这台机器可以运行会话。"),
        false => Text::new(
            "Sessions cannot run here: see what is missing above.",
            "这台机器还不能运行会话：请看上面标为“缺少”的项目。",
        ),
    };
    let _ = writeln!(out, "{}", say(&ready));
    out
}

/// For scripts: `{ "ready": …, "checks": [{ "id", "verdict", "found", "means", "mend" }] }`; texts have `en` and `zh`.
pub fn json(checks: &[Check]) -> String {
    let both = |text: &Text| json!({ "en": text.en(), "zh": text.zh() });
    let one = |check: &Check| {
        json!({
            "id": check.id,
            "verdict": check.verdict,
            "found": check.found,
            "means": both(&check.means),
            "mend": check.mend.as_ref().map(both),
        })
    };
    let all: Vec<_> = checks.iter().map(one).collect();
    json!({ "ready": is_ready(checks), "checks": all }).to_string()
}
