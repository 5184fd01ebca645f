//! How to fix a refusal, judged by what the system says about itself.

use socketscope_shared::Text;
use std::{fs, path::Path};

/// A command that a person types.
pub fn command(line: &str) -> Text {
    Text::same(line)
}

/// The line that lets an ordinary user have namespaces.
pub fn namespaces() -> Text {
    let says = |name: &str, value: &str| {
        fs::read_to_string(Path::new("/proc/sys").join(name)).is_ok_and(|text| text.trim() == value)
    };
    if says("kernel/apparmor_restrict_unprivileged_userns", "1") {
        // Ubuntu 23.10 and later.
        command("sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0")
    } else if says("kernel/unprivileged_userns_clone", "0") {
        // Older Debian.
        command("sudo sysctl -w kernel.unprivileged_userns_clone=1")
    } else if says("user/max_user_namespaces", "0") {
        command("sudo sysctl -w user.max_user_namespaces=10000")
    } else if in_container() {
        Text::new(
            "start the container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined --cap-add SYS_ADMIN",
            "启动容器时加上 --security-opt seccomp=unconfined --security-opt apparmor=unconfined --cap-add SYS_ADMIN",
        )
    } else {
        Text::new(
            "ask who runs this machine to allow user namespaces (CONFIG_USER_NS, user.max_user_namespaces)",
            "请管理这台机器的人允许用户命名空间（CONFIG_USER_NS、user.max_user_namespaces）",
        )
    }
}

/// The line that lets one trace one's own processes.
pub fn tracing() -> Text {
    command("sudo sysctl -w kernel.yama.ptrace_scope=1")
}

fn in_container() -> bool {
    ["/.dockerenv", "/run/.containerenv"].iter().any(|file| Path::new(file).exists())
}
