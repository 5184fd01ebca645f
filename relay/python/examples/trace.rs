//! Runs a Python program as an actor and prints what it reports: `trace program.py [--readings]`.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use socketscope_probe::protocol::{Order, Program, Report, read_message, write_message};
use std::{
    io,
    os::{fd::OwnedFd, unix::net::UnixStream},
    path::Path,
    process::{Command, Stdio},
};

fn main() -> io::Result<()> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "program.py".into());
    let readings = std::env::args().any(|argument| argument == "--readings");
    let (mut ours, theirs) = UnixStream::pair()?;
    let actor = std::env::current_exe()?.with_file_name("../socketscope-actor");
    let mut child = Command::new(actor).stdin(Stdio::from(OwnedFd::from(theirs))).spawn()?;
    let file = Path::new(&path).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let program = Program {
        file,
        source: std::fs::read_to_string(&path)?,
        arguments: Vec::new(),
        files: Vec::new(),
        step_mode: false,
        pid: 2000,
        rewrite_to: None,
        hosts: Vec::new(),
        limits: Default::default(),
    };
    write_message(&mut ours, &Order::Run(program))?;
    while let Some(report) = read_message::<Report>(&mut ours)? {
        match report {
            Report::Output { data, error, line, .. } => {
                print!("[{line}{}] {}", if error { "!" } else { "" }, String::from_utf8_lossy(&data));
            }
            Report::Readings { .. } if !readings => {}
            Report::Returned { call, end_ns, outcome } => {
                let took_us = (end_ns - call.start_ns) / 1000;
                println!(
                    "  line {} lane {} {:?} {:?} -> {outcome:?} ({took_us} us)",
                    call.line, call.lane, call.api, call.op
                );
            }
            Report::Entered(call) => println!("  line {} enters {}", call.line, call.op.name()),
            other => println!("{other:?}"),
        }
    }
    println!("{}", child.wait()?);
    Ok(())
}
