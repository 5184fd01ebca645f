//! What the kernel grants: namespaces, the sandbox, control groups, devices, tracing.

use super::{Check, remedy};
use socketscope_network::{Layer, Missing, trial::Trial};
use socketscope_shared::{Text, session::Network};
use std::{
    path::Path,
    process::{Command, Stdio},
};

/// The hidden command that runs one trial.
pub const TRIAL_COMMAND: &str = "try";

/// In the order of their weight.
pub fn examine(executable: &Path, session: &Result<(Network, Vec<Missing>), String>) -> Vec<Check> {
    let tried = |trial| attempt(executable, trial);
    vec![
        network(session),
        sandbox(tried(Trial::Sandbox)),
        namespace(
            "user-namespace",
            tried(Trial::UserNamespace),
            Text::new("a session's rights end at the session", "会话里的权限只在会话内有效"),
            Text::new(
                "a session has its programs' rights only, taken away one by one",
                "会话没有自己的权限范围，只能逐项放弃权限",
            ),
        ),
        namespace(
            "network-namespace",
            tried(Trial::NetworkNamespace),
            Text::new(
                "ports are true in every session, and nothing can leave",
                "每个会话的端口都是真实的，数据出不去",
            ),
            Text::new("sessions share this machine's loopback", "各会话共用这台机器的环回网络"),
        ),
        namespace(
            "pid-namespace",
            tried(Trial::PidNamespace),
            Text::new("all programs of a session end together", "一个会话的所有程序会一起结束"),
            Text::new(
                "a session's programs are ended one by one, and see the machine's process numbers",
                "会话的程序只能逐个结束，看到的是这台机器的进程号",
            ),
        ),
        control_group(session),
        tun(tried(Trial::Tun)),
        ptrace(tried(Trial::Ptrace)),
    ]
}

/// Tries it in a process of its own. The error is for a person.
fn attempt(executable: &Path, trial: Trial) -> Result<(), String> {
    let ran = Command::new(executable)
        .args([TRIAL_COMMAND, trial.name()])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .map_err(|e| format!("it could not be tried: {e}"))?;
    match ran.status.success() {
        true => Ok(()),
        false => {
            let said = String::from_utf8_lossy(&ran.stdout).trim().to_owned();
            Err(if said.is_empty() { format!("the trial ended with {}", ran.status) } else { said })
        }
    }
}

fn network(session: &Result<(Network, Vec<Missing>), String>) -> Check {
    const ID: &str = "session";
    match session {
        Ok((Network::Own { .. }, _)) => Check::ok(
            ID,
            "a network of its own, captured",
            Text::new("every segment is on the page", "页面上有每一个报文段"),
        ),
        Ok((Network::Shared { captured, reason, .. }, _)) => Check::less(
            ID,
            reason.clone(),
            match captured {
                true => Text::new(
                    "sessions have an address of this machine's loopback; segments are captured",
                    "会话使用这台机器环回网络的一个地址；能捕获报文段",
                ),
                false => Text::new(
                    "sessions have an address of this machine's loopback, and no segments are on the page",
                    "会话使用这台机器环回网络的一个地址，页面上没有报文段",
                ),
            },
            remedy::namespaces(),
        ),
        Err(reason) => Check::missing(
            ID,
            reason.clone(),
            Text::new("no session can start", "会话无法启动"),
            remedy::namespaces(),
        ),
    }
}

fn sandbox(tried: Result<(), String>) -> Check {
    const ID: &str = "sandbox";
    match tried {
        Ok(()) => Check::ok(
            ID,
            "seccomp, resource limits, no capabilities",
            Text::new("a program can do nothing but compute and use sockets", "程序只能计算和使用套接字"),
        ),
        Err(reason) => Check::missing(
            ID,
            reason,
            Text::new(
                "no program may run unconfined, so none runs",
                "程序不能在没有限制的情况下运行，所以不会运行",
            ),
            Text::new(
                "use a kernel with CONFIG_SECCOMP_FILTER, and allow seccomp in the container",
                "使用带 CONFIG_SECCOMP_FILTER 的内核，并在容器里允许 seccomp",
            ),
        ),
    }
}

fn namespace(id: &'static str, tried: Result<(), String>, with: Text, without: Text) -> Check {
    match tried {
        Ok(()) => Check::ok(id, "granted", with),
        Err(reason) => Check::less(id, reason, without, remedy::namespaces()),
    }
}

fn control_group(session: &Result<(Network, Vec<Missing>), String>) -> Check {
    const ID: &str = "control-group";
    let missing = session.as_ref().ok().map(|(_, missing)| missing);
    let reason = missing.and_then(|all| all.iter().find(|missing| missing.layer == Layer::ControlGroup));
    match (missing, reason) {
        (Some(_), None) => Check::ok(
            ID,
            "memory and pids are delegated",
            Text::new("a session as a whole has limits", "整个会话有统一的上限"),
        ),
        (_, reason) => Check::less(
            ID,
            reason.map_or("not tried", |missing| &missing.reason),
            Text::new(
                "each program has limits, a session as a whole has none",
                "每个程序有上限，整个会话没有",
            ),
            remedy::command("systemd-run --user --scope socketscope serve"),
        ),
    }
}

fn tun(tried: Result<(), String>) -> Check {
    const ID: &str = "tun";
    match tried {
        Ok(()) => Check::ok(
            ID,
            "/dev/net/tun",
            Text::new("a wire between two hosts could be made", "可以在两台主机之间建立线路"),
        ),
        Err(reason) => Check::less(
            ID,
            reason,
            Text::new("nothing in this version needs it", "这个版本还用不到它"),
            remedy::command("sudo modprobe tun"),
        ),
    }
}

fn ptrace(tried: Result<(), String>) -> Check {
    const ID: &str = "ptrace";
    match tried {
        Ok(()) => Check::ok(
            ID,
            "one's own children can be traced",
            Text::new("strace can be held against what the page shows", "可以用 strace 核对页面上的内容"),
        ),
        Err(reason) => Check::less(
            ID,
            reason,
            Text::new("nothing in this version needs it", "这个版本还用不到它"),
            remedy::tracing(),
        ),
    }
}
