//! What else a relay needs: ports, descriptors, a place for its data, a browser.

use super::{Check, remedy};
use crate::{config::make_data_dir, session::SessionConfig};
use socketscope_shared::Text;
use std::{
    env, fs,
    io::{self, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
};

/// The page's usual port.
pub const USUAL_PORT: u16 = 8765;
/// With fewer descriptors than this no program can be started: our own are numbered above them.
const LEAST_DESCRIPTORS: u64 = 1100;
/// For as many viewers as a relay takes.
const ENOUGH_DESCRIPTORS: u64 = 4200;
/// What opens a page, the most general first.
const BROWSERS: [&str; 7] =
    ["xdg-open", "firefox", "firefox-esr", "google-chrome", "chromium", "chromium-browser", "microsoft-edge"];

/// In the order in which a relay needs them.
pub fn examine(data: io::Result<PathBuf>) -> Vec<Check> {
    vec![loopback(), port(), descriptors(), data_directory(data), browser()]
}

fn loopback() -> Check {
    const ID: &str = "loopback";
    match speak() {
        Ok(()) => Check::ok(
            ID,
            "127.0.0.1 carries bytes",
            Text::new("the page can be served on this machine", "可以在这台机器上提供页面"),
        ),
        Err(e) => Check::missing(
            ID,
            e.to_string(),
            Text::new("the page cannot be served", "无法提供页面"),
            remedy::command("sudo ip link set lo up"),
        ),
    }
}

/// A byte over the loopback.
fn speak() -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let mut client = TcpStream::connect(listener.local_addr()?)?;
    client.write_all(b"?")?;
    listener.accept()?.0.read_exact(&mut [0])
}

fn port() -> Check {
    const ID: &str = "port";
    match TcpListener::bind((Ipv4Addr::LOCALHOST, USUAL_PORT)) {
        Ok(_) => Check::ok(
            ID,
            format!("{USUAL_PORT} is free"),
            Text::new("the page gets its usual address", "页面使用常用的地址"),
        ),
        Err(e) => Check::less(
            ID,
            format!("{USUAL_PORT}: {e}"),
            Text::new("the page needs another port", "页面需要换一个端口"),
            remedy::command("socketscope serve --port 0"),
        ),
    }
}

fn descriptors() -> Check {
    const ID: &str = "descriptors";
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let Some(hard) = hard_limit(&limits) else {
        return Check::less(
            ID,
            "the limit cannot be read",
            Text::new("a relay with many viewers may run out of them", "观众多时中继可能不够用"),
            remedy::command("sudo mount -t proc proc /proc"),
        );
    };
    let found = format!("at most {hard} for a process");
    let mend = remedy::command("ulimit -n 8192");
    if hard < LEAST_DESCRIPTORS {
        Check::missing(ID, found, Text::new("no program can be started", "程序无法启动"), mend)
    } else if hard < ENOUGH_DESCRIPTORS {
        Check::less(
            ID,
            found,
            Text::new("a relay with many viewers may run out of them", "观众多时中继可能不够用"),
            mend,
        )
    } else {
        let sessions = SessionConfig::new(PathBuf::new()).max_running;
        Check::ok(
            ID,
            found,
            Text::new(
                format!("enough for {sessions} sessions and a thousand viewers"),
                format!("足够 {sessions} 个会话和一千名观众使用"),
            ),
        )
    }
}

/// The hard limit on descriptors in `/proc/self/limits`.
fn hard_limit(limits: &str) -> Option<u64> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    let hard = line.split_whitespace().nth(1)?;
    if hard == "unlimited" { Some(u64::MAX) } else { hard.parse().ok() }
}

fn data_directory(data: io::Result<PathBuf>) -> Check {
    const ID: &str = "data";
    let usable = data.and_then(|data| {
        make_data_dir(&data)?;
        let trial = data.join(".doctor");
        fs::write(&trial, b"?")?;
        fs::remove_file(&trial)?;
        Ok(data)
    });
    match usable {
        Ok(data) => {
            Check::ok(ID, data.display().to_string(), Text::new("sessions are kept there", "会话保存在这里"))
        }
        Err(e) => Check::missing(
            ID,
            e.to_string(),
            Text::new(
                "a relay does not start without a place for its token",
                "没有地方存放令牌，中继无法启动",
            ),
            remedy::command("SOCKETSCOPE_DATA=~/socketscope-data socketscope serve"),
        ),
    }
}

fn browser() -> Check {
    const ID: &str = "browser";
    let path = env::var_os("PATH").unwrap_or_default();
    let found = |name: &&&str| env::split_paths(&path).any(|dir| Path::new(&dir).join(name).is_file());
    match BROWSERS.iter().find(found) {
        Some(name) => {
            Check::ok(ID, *name, Text::new("serve --open opens the page", "serve --open 会打开页面"))
        }
        None => Check::less(
            ID,
            "none on PATH",
            Text::new("open the printed address in a browser yourself", "请自己在浏览器中打开打印出的地址"),
            remedy::command("sudo apt install firefox"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hard_limit_is_the_second_number() {
        let limits = "Limit                     Soft Limit           Hard Limit           Units     \n\
                      Max open files            1024                 524288               files     \n";
        assert_eq!(hard_limit(limits), Some(524_288));
        assert_eq!(hard_limit("Max open files 1024 unlimited files"), Some(u64::MAX));
        assert_eq!(hard_limit("Max processes 1 2 processes"), None);
    }
}
