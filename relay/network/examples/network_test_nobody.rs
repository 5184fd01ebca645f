//! Runs its sibling as an ordinary user, so that tests run by root can show what needs no root.

use std::{
    os::unix::process::CommandExt,
    process::{Command, ExitCode},
};

const NOBODY: u32 = 65534;

fn main() -> ExitCode {
    let Ok(me) = std::env::current_exe() else { return ExitCode::from(2) };
    let mut sibling = Command::new(me.with_file_name("network_test_part"));
    // An actor is started as that user already.
    if std::env::args().nth(1).is_some_and(|part| part == "actor") {
        let error = sibling.arg("actor").exec();
        eprintln!("{error}");
        return ExitCode::from(2);
    }
    let error = sibling.args(std::env::args_os().skip(1)).uid(NOBODY).gid(NOBODY).exec();
    eprintln!("{error}");
    ExitCode::from(2)
}
