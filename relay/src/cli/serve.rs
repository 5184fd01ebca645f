//! `socketscope serve`.

use super::args::Serve;
use crate::{config, config::Config, doctor, relay::Relay, session::SessionConfig};
use anyhow::{Context, bail};
use socketscope_probe::descriptors;
use std::{
    env,
    io::{self, Write},
    net::Ipv4Addr,
    process::{Command, ExitCode, Stdio},
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    task,
};

/// Descriptors beside the viewers': connections that fetch the page, sessions and their programs, files.
const FURTHER_DESCRIPTORS: u64 = 700;
/// This many pages are served even if there are hardly any descriptors.
const MIN_VIEWERS: u64 = 20;

/// Serves until a signal ends it.
pub(super) async fn serve(arguments: Serve) -> anyhow::Result<ExitCode> {
    let shutdown = interrupted()?;
    let listener = listen(arguments.port).await?;
    let mut config = Config::new(config::data_dir()?, env::current_exe()?);
    config.lessons = arguments.lessons;
    config.sessions.shared_network = arguments.network.shared;
    arguments.limits.set(&mut config.sessions.limits);
    let descriptors = descriptors::raise_limit().unwrap_or(u64::MAX);
    let viewers = descriptors.saturating_sub(FURTHER_DESCRIPTORS).max(MIN_VIEWERS) as usize;
    if viewers < config.max_viewers {
        eprintln!(
            "socketscope: only {descriptors} files may be open at once here, so at most {viewers} pages are served: \
             `ulimit -n 4096` before it allows {}",
            config.max_viewers
        );
        config.max_viewers = viewers;
    }
    let sessions = config.sessions.clone();
    let relay = Relay::open(config)?;
    say_what_is_missing(sessions).await;
    let url = format!("http://{}/#token={}", listener.local_addr()?, relay.token.text());
    writeln!(io::stdout(), "Socketscope: open {url} (Ctrl-C ends it)").context("standard output")?;
    if arguments.open {
        open(&url);
    }
    relay.serve(listener, shutdown).await?;
    Ok(ExitCode::SUCCESS)
}

/// Makes a session's surroundings once, and says what the system does not grant.
async fn say_what_is_missing(config: SessionConfig) {
    match task::spawn_blocking(move || doctor::start_session(&config)).await {
        Ok(Ok((network, missing))) => {
            doctor::warnings(&network, &missing).iter().for_each(|line| eprintln!("{line}"));
        }
        Ok(Err(reason)) => {
            eprintln!("socketscope: sessions cannot run: {reason} (socketscope doctor says more)")
        }
        Err(e) => tracing::warn!("what the system grants could not be tried: {e}"),
    }
}

pub(super) async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
        Ok(listener) => Ok(listener),
        Err(e) if e.kind() == io::ErrorKind::AddrInUse => bail!(
            "port {port} is in use: end the program that has it, or choose another with --port (0 takes a free one)"
        ),
        Err(e) if e.kind() == io::ErrorKind::PermissionDenied => {
            bail!("port {port} may not be used by this user: choose one of at least 1024 with --port")
        }
        Err(e) => Err(e).with_context(|| format!("port {port} cannot be used")),
    }
}

/// Ready when somebody wants the relay to end.
pub(super) fn interrupted() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
    })
}

/// A browser that does not start is no reason not to serve: the address is printed.
fn open(url: &str) {
    let opened = Command::new("xdg-open")
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match opened {
        Ok(mut browser) => drop(std::thread::spawn(move || browser.wait())),
        Err(e) => {
            eprintln!("socketscope: no browser could be opened (xdg-open: {e}): open the address yourself")
        }
    }
}
