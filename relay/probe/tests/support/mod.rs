//! A probe in the test's own process, and what it reports.
#![allow(dead_code, reason = "each test file uses its part")]

use socketscope_probe::{
    Probe, Site,
    protocol::{Limits, Program, Report, read_message},
};
use socketscope_shared::{Address, Op, Outcome};
use std::{
    os::{fd::OwnedFd, unix::net::UnixStream},
    sync::Arc,
    time::Duration,
};

/// Reports that were written are there by then.
const SOON: Duration = Duration::from_millis(50);
pub const ANY_PORT: Address = Address::V4([127, 0, 0, 1], 0);

pub fn here() -> Site {
    Site { line: 1, ..Site::default() }
}

/// A probe in this process, and the relay's end of its channel.
pub struct Observed {
    pub probe: Arc<Probe>,
    channel: &'static UnixStream,
}

impl Observed {
    pub fn start() -> Self {
        Observed::on(None)
    }

    /// On a shared network, with this address.
    pub fn on(rewrite_to: Option<[u8; 4]>) -> Self {
        let (channel, theirs) = UnixStream::pair().expect("a pair of sockets");
        channel.set_read_timeout(Some(SOON)).expect("a timeout");
        let program = Program {
            file: "program.py".into(),
            source: String::new(),
            arguments: Vec::new(),
            files: Vec::new(),
            step_mode: false,
            pid: 2000,
            rewrite_to,
            hosts: Vec::new(),
            limits: Limits { cpu_seconds: 1000, ..Limits::default() },
        };
        let probe = Probe::start(OwnedFd::from(theirs), &program).expect("a probe");
        // A probe ends its process when nobody listens; the tests' process goes on to the next test.
        Observed { probe, channel: Box::leak(Box::new(channel)) }
    }

    /// What was reported since the last time. Reports are written before a call returns.
    pub fn reports(&self) -> Vec<Report> {
        let mut from = self.channel;
        let mut reports = Vec::new();
        while let Ok(Some(report)) = read_message(&mut from) {
            reports.push(report);
        }
        reports
    }

    /// Does what may report more than the channel holds, and reads along; what it returned, and its reports.
    pub fn during<T: Send>(&self, work: impl FnOnce(&Probe) -> T + Send) -> (T, Vec<Report>) {
        let ended = |report: &Report| matches!(report, Report::Returned { call, .. } if matches!(call.op, Op::Sleep { .. }));
        self.channel.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout");
        let (mut from, mut reports) = (self.channel, Vec::new());
        let returned = std::thread::scope(|scope| {
            let working = scope.spawn(|| {
                let returned = work(&self.probe);
                self.probe.sleep(here(), 0).expect("no signal");
                returned
            });
            while !reports.last().is_some_and(ended) {
                reports.extend(read_message::<Report>(&mut from).expect("reports come in time"));
            }
            working.join().expect("no panic")
        });
        self.channel.set_read_timeout(Some(SOON)).expect("a timeout");
        (returned, reports)
    }

    /// The calls among them: `+name` where announced, and the outcome.
    pub fn calls(&self) -> (Vec<String>, Vec<Outcome>) {
        let (mut names, mut outcomes) = (Vec::new(), Vec::new());
        for report in self.reports() {
            match report {
                Report::Entered(call) => names.push(format!("+{}", call.op.name())),
                Report::Returned { call, end_ns, outcome } => {
                    assert!(end_ns >= call.start_ns);
                    names.push(call.op.name().to_owned());
                    outcomes.push(outcome);
                }
                Report::Readings { .. } => {}
                other => panic!("unexpected {other:?}"),
            }
        }
        (names, outcomes)
    }

    /// A listener, a client and its accepted peer.
    pub fn connected(&self) -> [i32; 3] {
        let probe = &self.probe;
        let listener = probe.socket(here(), libc::AF_INET, libc::SOCK_STREAM, 0).expect("socket");
        probe.bind(here(), listener, &ANY_PORT).expect("bind");
        probe.listen(here(), listener, 5).expect("listen");
        let to = probe.local_address(here(), listener).expect("getsockname");
        let client = probe.socket(here(), libc::AF_INET, libc::SOCK_STREAM, 0).expect("socket");
        probe.connect(here(), client, &to).expect("connect");
        let (accepted, _) = probe.accept(here(), listener).expect("accept");
        [listener, client, accepted]
    }
}
