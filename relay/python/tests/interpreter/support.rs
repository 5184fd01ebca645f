//! Runs programs as actors, each in a process of its own, as the relay does.

use socketscope_probe::protocol::{Limits, Order, Program, Report, read_message, write_message};
use socketscope_shared::{Call, Exit, Outcome, event::Limit};
use std::{
    os::{fd::OwnedFd, unix::net::UnixStream},
    process::{Child, Command, ExitStatus, Stdio},
    time::Duration,
};

/// No program of a test takes this long.
const PATIENCE: Duration = Duration::from_secs(30);

/// An actor's process and the relay's end of its channel.
pub struct Actor {
    child: Child,
    channel: UnixStream,
    /// What it reported so far.
    pub reports: Vec<Report>,
}

const ACTOR: &str = env!("CARGO_BIN_EXE_socketscope-actor");

fn in_own_root(command: &[&str]) -> Command {
    let script = "mount -t tmpfs none /mnt && cd /mnt && mkdir tmp && exec \"$@\"";
    let mut unshare = Command::new("unshare");
    unshare.args(["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"]).args(command);
    unshare
}

/// In a network where nothing is but its loopback, and an empty root directory in memory, where this machine lets us
/// make them.
pub fn in_own_network(command: &[&str]) -> Command {
    let script = "ip link set lo up && exec \"$@\"";
    let mut unshare = Command::new("unshare");
    unshare.args(["--user", "--map-root-user", "--net", "sh", "-c", script, "sh"]);
    if unshare.arg("true").output().is_ok_and(|ran| ran.status.success()) {
        let mut unshare = Command::new("unshare");
        unshare.args(["--user", "--map-root-user", "--net", "sh", "-c", script, "sh"]).args(command);
        return unshare;
    }
    let mut plain = Command::new(command[0]);
    plain.args(&command[1..]);
    plain
}

/// A program that nothing holds back.
pub fn program(file: &str, source: &str) -> Program {
    Program {
        file: file.into(),
        source: source.into(),
        arguments: Vec::new(),
        files: Vec::new(),
        step_mode: false,
        pid: 0,
        rewrite_to: None,
        hosts: Vec::new(),
        limits: Limits::default(),
    }
}

/// Runs a text as `program.py` to its end.
pub fn run(source: &str) -> Vec<Report> {
    Actor::start(program("program.py", source)).finish()
}

impl Actor {
    pub fn start(program: Program) -> Self {
        Actor::start_by(Command::new(ACTOR), program)
    }

    /// In an empty file system in memory, as the host process gives it to programs.
    pub fn start_in_own_root(program: Program) -> Self {
        Actor::start_by(in_own_root(&[ACTOR]), program)
    }

    /// The same in a network of its own, where the machine lets us make them.
    pub fn start_in_own_network(program: Program) -> Self {
        let rooted = in_own_root(&[ACTOR]);
        let mut command = vec!["unshare".to_owned()];
        command.extend(rooted.get_args().map(|argument| argument.to_string_lossy().into_owned()));
        let command: Vec<_> = command.iter().map(String::as_str).collect();
        let command = if Actor::can_have_own_root() { command } else { vec![ACTOR] };
        Actor::start_by(in_own_network(&command), program)
    }

    /// Whether this machine lets us make one.
    pub fn can_have_own_root() -> bool {
        in_own_root(&["true"]).output().is_ok_and(|ran| ran.status.success())
    }

    fn start_by(mut command: Command, mut program: Program) -> Self {
        let (channel, theirs) = UnixStream::pair().expect("a pair of sockets");
        channel.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let child = command.stdin(Stdio::from(OwnedFd::from(theirs))).spawn().expect("the actor starts");
        program.pid = child.id();
        let mut actor = Actor { child, channel, reports: Vec::new() };
        actor.order(&Order::Run(program));
        actor
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn order(&mut self, order: &Order) {
        write_message(&mut self.channel, order).expect("the actor listens");
    }

    /// The next report; `None` once the process has ended, or says nothing for long.
    pub fn next_in_time(&mut self) -> Option<Report> {
        read_message::<Report>(&mut self.channel).ok().flatten()
    }

    /// The next report; `None` once the process has ended.
    pub fn next(&mut self) -> Option<Report> {
        let report = read_message::<Report>(&mut self.channel).expect("reports come in time and decode");
        self.reports.extend(report.clone());
        report
    }

    /// Reads on until a report is as wanted.
    pub fn until(&mut self, wanted: impl Fn(&Report) -> bool) -> Report {
        loop {
            match self.next() {
                Some(report) if wanted(&report) => return report,
                Some(_) => {}
                None => panic!("the program ended before; it reported {:#?}", self.reports),
            }
        }
    }

    /// Everything until the process ends.
    pub fn finish(self) -> Vec<Report> {
        self.end().0
    }

    /// Everything until the process ends, and how it does.
    pub fn end(mut self) -> (Vec<Report>, ExitStatus) {
        while self.next().is_some() {}
        let status = self.child.wait().expect("the process ends");
        (std::mem::take(&mut self.reports), status)
    }
}

impl Drop for Actor {
    fn drop(&mut self) {
        // A test that fails leaves no process behind; one that has ended cannot be killed, and need not be.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the program printed.
pub fn output(reports: &[Report], of_errors: bool) -> String {
    let printed = reports.iter().filter_map(|report| match report {
        Report::Output { error, data, .. } if *error == of_errors => Some(data.as_slice()),
        _ => None,
    });
    String::from_utf8(printed.collect::<Vec<_>>().concat()).expect("UTF-8")
}

/// How it ended.
pub fn exit(reports: &[Report]) -> Exit {
    match reports.last() {
        Some(Report::Finished { exit, .. }) => exit.clone(),
        other => panic!("the last report is {other:?}"),
    }
}

/// Its calls that returned, in order.
pub fn calls(reports: &[Report]) -> Vec<(&Call, &Outcome)> {
    let mut calls = Vec::new();
    for report in reports {
        if let Report::Returned { call, outcome, .. } = report {
            calls.push((call, outcome));
        }
    }
    calls
}

/// `line name`, of each call.
pub fn call_lines(reports: &[Report]) -> Vec<String> {
    calls(reports).iter().map(|(call, _)| format!("{} {}", call.line, call.op.name())).collect()
}

pub fn limited(source: &str, limits: Limits) -> Program {
    Program { limits, ..program("program.py", source) }
}

pub fn limit_hits(reports: &[Report]) -> Vec<Limit> {
    let mut hits = Vec::new();
    for report in reports {
        if let Report::LimitHit { limit, .. } = report {
            hits.push(limit.clone());
        }
    }
    hits
}

/// Output reports, as a viewer gets them: line and text.
pub fn outputs(reports: &[Report]) -> Vec<(u32, String)> {
    let mut outputs = Vec::new();
    for report in reports {
        if let Report::Output { line, data, .. } = report {
            outputs.push((*line, String::from_utf8(data.clone()).expect("UTF-8")));
        }
    }
    outputs
}
