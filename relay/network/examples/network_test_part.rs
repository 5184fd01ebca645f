//! The executable of this crate's tests: the host process, and an actor that does what it is told line by line.
#![allow(unsafe_code, reason = "std cannot choose the length of a listener's queue")]

use socketscope_network::{host_main, trial::Trial};
use socketscope_probe::{descriptors::take_channel, protocol::Limits, sandbox};
use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    os::{
        fd::AsRawFd,
        unix::net::{UnixListener, UnixStream},
    },
    process::ExitCode,
};

fn main() -> ExitCode {
    let part = std::env::args().nth(1).unwrap_or_default();
    if part == "try" {
        let trial = std::env::args().nth(2).and_then(|name| Trial::named(&name));
        return trial.map_or(ExitCode::from(2), Trial::main);
    }
    let Ok(channel) = take_channel() else { return ExitCode::from(2) };
    match part.as_str() {
        "host" => host_main(channel),
        "actor" => ExitCode::from(act(UnixStream::from(channel)).unwrap_or(3)),
        _ => ExitCode::from(2),
    }
}

#[derive(Default)]
struct Sockets {
    listener: Option<TcpListener>,
    stream: Option<TcpStream>,
    unix_listener: Option<UnixListener>,
}

/// Answers each line with one line; returns the exit status.
fn act(mut channel: UnixStream) -> io::Result<u8> {
    sandbox::enter(&Limits::default(), false).map_err(io::Error::other)?;
    let mut sockets = Sockets::default();
    for line in BufReader::new(channel.try_clone()?).lines() {
        let line = line?;
        let words: Vec<_> = line.split(' ').collect();
        let answer = match words[..] {
            ["pid"] => Ok(std::process::id().to_string()),
            ["exit", status] => return Ok(status.parse().unwrap_or(4)),
            ["work"] => {
                // 30 ms of CPU time at least, measured by work and not by sleeping.
                let start = std::time::Instant::now();
                while start.elapsed().as_millis() < 30 {}
                Ok("worked".to_owned())
            }
            _ => sockets.obey(&words),
        };
        let answer = answer.unwrap_or_else(|e| format!("errno {}", e.raw_os_error().unwrap_or(0)));
        writeln!(channel, "{answer}")?;
    }
    Ok(0)
}

impl Sockets {
    fn obey(&mut self, words: &[&str]) -> io::Result<String> {
        match words {
            ["listen", address] => {
                let listener = TcpListener::bind(address)?;
                let port = listener.local_addr()?.port();
                self.listener = Some(listener);
                Ok(port.to_string())
            }
            ["listen-one", address] => {
                let listener = TcpListener::bind(address)?;
                // SAFETY: takes no pointers.
                if unsafe { libc::listen(listener.as_raw_fd(), 1) } < 0 {
                    return Err(io::Error::last_os_error());
                }
                self.listener = Some(listener);
                Ok("listens".to_owned())
            }
            ["accept"] => {
                let listener = self.listener.as_ref().ok_or(io::ErrorKind::NotConnected)?;
                self.stream = Some(listener.accept()?.0);
                Ok("accepted".to_owned())
            }
            ["connect", address] => {
                self.stream = Some(TcpStream::connect(address)?);
                Ok("connected".to_owned())
            }
            ["listen-unix", path] => {
                self.unix_listener = Some(UnixListener::bind(path)?);
                Ok("listens".to_owned())
            }
            ["connect-unix", path] => UnixStream::connect(path).map(|_| "connected".to_owned()),
            ["send", len] => {
                self.stream()?.write_all(&vec![b'x'; len.parse().unwrap_or(0)])?;
                Ok("sent".to_owned())
            }
            ["receive", len] => {
                self.stream()?.read_exact(&mut vec![0; len.parse().unwrap_or(0)])?;
                Ok("received".to_owned())
            }
            ["finish"] => self.stream()?.shutdown(Shutdown::Write).map(|()| "finished".to_owned()),
            ["close"] => {
                self.stream = None;
                Ok("closed".to_owned())
            }
            _ => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    fn stream(&mut self) -> io::Result<&mut TcpStream> {
        self.stream.as_mut().ok_or(io::ErrorKind::NotConnected.into())
    }
}
