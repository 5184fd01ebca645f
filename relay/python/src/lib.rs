//! The embedded interpreter: CPython's library over the probe.
//!
//! CPython's own modules come frozen with the interpreter; this crate provides what they are built on.
//!
//! - [`socket`](mod@socket), [`select`], [`sleep`]: calls, each made and reported by the probe.
//! - [`console`]: `print` and `input`, which go to the page and come from it.
//! - [`multibyte`]: GBK and other encodings of more than one byte.
//! - [`posix`]: what `os` needs from a system without files or processes; [`descriptor`]: what it does with
//!   sockets and pipes. `files.py` is the same for the lesson's files.
//! - [`signals`]: those that a program sends to itself; [`lists`]: comparing lists that change meanwhile.
//! - [`threads`]: lanes and the limit on threads.
//! - [`syntax`]: syntax errors in CPython's words.
//! - [`words`]: errors of the language in CPython's words.
//! - [`program`]: runs the program and says how it ended.

mod actor;
mod console;
mod descriptor;
mod errors;
mod lists;
mod multibyte;
mod posix;
mod program;
mod select;
mod signals;
mod sleep;
mod socket;
mod structs;
mod syntax;
mod threads;
mod words;

use rustpython_vm::{Interpreter, Settings};
use socketscope_probe::{
    Probe,
    clock::{cpu_ns, now_ns},
    descriptors,
    protocol::{Order, Program, Report, read_message, write_message},
};
use socketscope_shared::Exit;
use std::{fs::File, io, os::fd::OwnedFd};

/// Runs the program that the channel's first order names, reports everything it does, and ends the process.
///
/// Takes the whole process: it is confined, and its descriptors from 3 on are the program's. So `channel` is moved out
/// of the way, and 0 to 2 must be open (as after [`descriptors::take_channel`]).
pub fn run_actor(channel: OwnedFd) -> ! {
    match start(channel) {
        Ok(program) => {
            let exit = program::run(&program);
            actor::probe().reporter().end(exit)
        }
        // Without a channel there is nobody to tell; the host sees the status.
        Err(_) => std::process::exit(2),
    }
}

fn start(channel: OwnedFd) -> io::Result<Program> {
    let channel = descriptors::move_high(channel)?;
    let program = first_order(&channel)?;
    socket::init_hosts(&program.hosts);
    let spare = descriptors::move_high(channel.try_clone()?)?;
    match Probe::start_confined(channel, &program) {
        Ok(probe) => actor::init(probe, &program),
        Err(error) => {
            write_message(&mut File::from(spare), &not_started(&error))?;
            return Err(error);
        }
    }
    Ok(program)
}

/// The program's end before its beginning.
fn not_started(error: &io::Error) -> Report {
    let exit = Exit::Exception {
        kind: "SystemError".into(),
        message: format!("the program was not run: {error}"),
        line: 0,
        traceback: String::new(),
    };
    Report::Finished { at_ns: now_ns(), exit, cpu_ns: cpu_ns() }
}

fn first_order(channel: &OwnedFd) -> io::Result<Program> {
    let mut channel = File::from(channel.try_clone()?);
    match read_message(&mut channel)? {
        Some(Order::Run(program)) => Ok(program),
        other => {
            Err(io::Error::new(io::ErrorKind::InvalidData, format!("the first order is {other:?}, not Run")))
        }
    }
}

/// An interpreter with the library and our modules below it.
fn interpreter() -> Interpreter {
    let mut settings = Settings::default();
    settings.install_signal_handlers = false;
    let builder = Interpreter::builder(settings);
    let library = rustpython_stdlib::stdlib_module_defs(&builder.ctx);
    let ours = [
        console::module_def(&builder.ctx),
        descriptor::module_def(&builder.ctx),
        multibyte::module_def(&builder.ctx),
        posix::module_def(&builder.ctx),
        select::module_def(&builder.ctx),
        signals::module_def(&builder.ctx),
        socket::module_def(&builder.ctx),
    ];
    builder
        .add_native_modules(&library)
        .add_native_modules(&ours)
        .add_frozen_modules(rustpython_pylib::FROZEN_STDLIB)
        .init_hook(|vm| vm.set_user_signal_channel(signals::channel()))
        .build()
}
