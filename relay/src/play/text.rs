//! A run as a person reads it.

use super::Printer;
use socketscope_shared::{
    ActorId, Event, Exit, Fact, Language,
    claims::{ClaimResult, Verdict},
    event::{DoorNews, Lost},
    lesson::{Claim, Lesson},
    session::{Network, SessionInfo},
    words,
    world::World,
};
use std::io::{self, Write};

const LANGUAGE: Language = Language::En;
/// Columns of the time, in ms with µs behind the point.
const TIME_COLUMNS: usize = 12;

/// How a line stands out on a terminal.
#[derive(Clone, Copy)]
enum Tone {
    Plain,
    Dim,
    Bold,
    Good,
    Bad,
}

impl Tone {
    fn code(self) -> &'static str {
        match self {
            Tone::Plain => "",
            Tone::Dim => "\x1b[2m",
            Tone::Bold => "\x1b[1m",
            Tone::Good => "\x1b[32m",
            Tone::Bad => "\x1b[31m",
        }
    }
}

/// Prints lines of time, actor and what happened.
pub(super) struct Text<'a> {
    out: &'a mut (dyn Write + Send),
    lesson: &'a Lesson,
    colour: bool,
    /// Columns of the longest actor's name.
    name_columns: usize,
    /// Folded up to the event before the one that is printed.
    world: World,
}

impl<'a> Text<'a> {
    pub fn new(out: &'a mut (dyn Write + Send), lesson: &'a Lesson, colour: bool) -> Self {
        Text { out, lesson, colour, name_columns: 0, world: World::default() }
    }

    fn line(&mut self, tone: Tone, text: &str) -> io::Result<()> {
        match (self.colour, tone) {
            (false, _) | (_, Tone::Plain) => writeln!(self.out, "{text}"),
            (true, _) => writeln!(self.out, "{}{text}\x1b[0m", tone.code()),
        }
    }

    /// A line of the run: its time, who, and what.
    fn at(&mut self, tone: Tone, at_ns: u64, actor: Option<ActorId>, what: &str) -> io::Result<()> {
        let name = actor.map(|actor| words::actor_name(&self.world, actor)).unwrap_or_default();
        let time = format!("{}.{:03}", at_ns / 1_000_000, at_ns / 1000 % 1000);
        self.line(tone, &format!("{time:>TIME_COLUMNS$}  {name:<width$}  {what}", width = self.name_columns))
    }

    fn header(&mut self, info: &SessionInfo) -> io::Result<()> {
        self.name_columns = info.actors.iter().map(|actor| actor.name.chars().count()).max().unwrap_or(0);
        let title = &self.lesson.title;
        self.line(Tone::Bold, &format!("{} {} · {}", self.lesson.number, title.en(), title.zh()))?;
        if !info.knobs.is_empty() {
            let knobs: Vec<_> =
                info.knobs.iter().map(|(id, value)| format!("{id}={}", printable(value))).collect();
            self.line(Tone::Dim, &format!("knobs: {}", knobs.join(", ")))?;
        }
        self.line(Tone::Dim, &network(&info.network))?;
        let time = "ms";
        self.line(Tone::Dim, &format!("{time:>TIME_COLUMNS$}"))
    }

    /// What a program printed, a line each, its control characters made visible.
    fn output(&mut self, at_ns: u64, actor: ActorId, error: bool, data: &[u8]) -> io::Result<()> {
        let (tone, mark) = if error { (Tone::Bad, "!") } else { (Tone::Bold, "│") };
        for line in String::from_utf8_lossy(data).lines() {
            self.at(tone, at_ns, Some(actor), &format!("{mark} {}", printable(line)))?;
        }
        Ok(())
    }

    fn exited(&mut self, at_ns: u64, actor: ActorId, exit: &Exit, cpu_ns: u64) -> io::Result<()> {
        let tone = if matches!(exit, Exit::Finished) { Tone::Dim } else { Tone::Bad };
        let how = words::exit(exit, LANGUAGE);
        let what = format!("{how}, CPU time {}", words::duration(cpu_ns));
        self.at(tone, at_ns, Some(actor), &printable(&what))?;
        if let Exit::Exception { traceback, .. } = exit {
            for line in traceback.lines() {
                self.at(Tone::Bad, at_ns, Some(actor), &format!("! {}", printable(line)))?;
            }
        }
        Ok(())
    }

    fn fact(&mut self, event: &Event) -> io::Result<()> {
        let at_ns = event.at_ns;
        match &event.fact {
            Fact::SessionStarted(info) => self.header(info),
            Fact::ActorStarted { actor, pid } => {
                self.at(Tone::Dim, at_ns, Some(*actor), &format!("started, pid {pid}"))
            }
            Fact::Entered { actor, call } => {
                let line = words::call_line(call, None, LANGUAGE);
                let what = format!("{line}  {}", words::blocked_reason(call, &self.world, LANGUAGE));
                self.at(Tone::Plain, at_ns, Some(*actor), what.trim_end())
            }
            Fact::Returned { actor, call, outcome, took_ns, .. } => {
                let line = words::call_line(call, Some((outcome, *took_ns)), LANGUAGE);
                self.at(Tone::Plain, at_ns, Some(*actor), &line)
            }
            Fact::Held { actor, call } => {
                let what = format!("held before {}", words::arguments(call));
                self.at(Tone::Dim, at_ns, Some(*actor), &what)
            }
            Fact::Released { actor, .. } => self.at(Tone::Dim, at_ns, Some(*actor), "released"),
            Fact::Output { actor, error, data, .. } => self.output(at_ns, *actor, *error, data),
            Fact::Segment(segment) => {
                let line = words::segment(segment, &self.world, LANGUAGE);
                self.at(Tone::Dim, at_ns, None, &format!("    {line}"))
            }
            Fact::Readings(_) => Ok(()),
            Fact::ActorExited { actor, exit, cpu_ns } => self.exited(at_ns, *actor, exit, *cpu_ns),
            Fact::LimitHit { actor, limit } => {
                let what = format!("limit: {}", words::limit(limit, LANGUAGE));
                self.at(Tone::Bad, at_ns, *actor, &what)
            }
            Fact::Lost { what, count } => {
                let what = match what {
                    Lost::Segments => format!("{count} segments were not recorded"),
                    Lost::OutputBytes => format!("{count} bytes of output were not recorded"),
                };
                self.at(Tone::Bad, at_ns, None, &what)
            }
            Fact::StepMode { .. } => {
                self.at(Tone::Dim, at_ns, None, &words::event(event, &self.world, LANGUAGE))
            }
            Fact::Deadlock { .. } => {
                let text = words::event(event, &self.world, LANGUAGE);
                self.at(Tone::Bad, at_ns, None, &text)?;
                self.at(Tone::Dim, at_ns, None, "it would stay so: the session is ended")
            }
            Fact::Door { news, .. } => {
                let what = words::event(event, &self.world, LANGUAGE);
                self.at(Tone::Plain, at_ns, None, &what)?;
                match news {
                    DoorNews::Opened { outside } => {
                        self.at(Tone::Bold, at_ns, None, &format!("open http://{outside}/ in a browser"))
                    }
                    DoorNews::Visitor { .. } => Ok(()),
                }
            }
            Fact::SessionEnded { end } => self.at(Tone::Dim, at_ns, None, &words::end(end, LANGUAGE)),
        }
    }
}

impl Printer for Text<'_> {
    fn event(&mut self, _seq: u64, event: &Event) -> io::Result<()> {
        // A segment's description needs its connection, which its own event may be the first to tell.
        let names_itself = matches!(event.fact, Fact::Segment(_) | Fact::SessionStarted(_));
        if names_itself {
            self.world.apply(event);
        }
        self.fact(event)?;
        if !names_itself {
            self.world.apply(event);
        }
        Ok(())
    }

    fn claims(&mut self, claims: &[Claim], results: &[ClaimResult]) -> io::Result<()> {
        self.line(Tone::Plain, "")?;
        for (claim, result) in claims.iter().zip(results) {
            let (tone, mark) = match result.verdict {
                Verdict::Holds => (Tone::Good, "✓"),
                Verdict::Fails => (Tone::Bad, "✗"),
                Verdict::NotYet => (Tone::Bad, "?"),
                Verdict::NotApplicable => (Tone::Dim, "–"),
            };
            self.line(tone, &format!("{mark} {}", claim.text.get(LANGUAGE)))?;
            let mut why = result.evidence.clone();
            match result.seqs.as_slice() {
                [] => {}
                [one] => why += &format!(" (event {one})"),
                [first, .., last] if result.seqs.len() > 8 => why += &format!(" (events {first} to {last})"),
                seqs => why += &format!(" (events {})", numbers(seqs)),
            }
            if !why.trim().is_empty() {
                self.line(Tone::Dim, &format!("  {}", why.trim()))?;
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn numbers(seqs: &[u64]) -> String {
    let all: Vec<_> = seqs.iter().map(u64::to_string).collect();
    all.join(", ")
}

fn network(network: &Network) -> String {
    match network {
        Network::Own { mtu_bytes, offloads } => {
            let offloads = if *offloads { "on" } else { "off" };
            format!(
                "network: the session's own, MTU {mtu_bytes}, offloads {offloads}, every segment captured"
            )
        }
        Network::Shared { address, captured, reason } => {
            let [a, b, c, d] = address;
            let captured = if *captured { "segments captured" } else { "segments not captured" };
            format!(
                "network: shared loopback, 127.0.0.1 is {a}.{b}.{c}.{d}, {captured} ({})",
                printable(reason)
            )
        }
    }
}

/// Text from outside must not steer the terminal.
fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push('\t'),
            c if c.is_control() => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use socketscope_shared::{SessionId, framing::Framing, session::ActorInfo};

    /// What these facts, a millisecond apart, look like without colours, and without the lines of the header.
    fn shown(facts: Vec<Fact>) -> String {
        let lessons = crate::lessons::load(None).unwrap();
        let mut out = Vec::new();
        let mut text = Text::new(&mut out, crate::lessons::find(&lessons, "sticky").unwrap(), false);
        let actor = |name: &str| ActorInfo {
            name: name.into(),
            file: String::new(),
            source: String::new(),
            arguments: Vec::new(),
        };
        let info = SessionInfo {
            id: SessionId(1),
            lesson: "sticky".into(),
            knobs: vec![("greeting".into(), "\x1b[2J".into())],
            actors: vec![actor("server"), actor("client 2")],
            files: Vec::new(),
            framing: Framing::None,
            doors: Vec::new(),
            network: Network::Own { mtu_bytes: 1500, offloads: false },
            step_mode: false,
            started_unix_ms: 0,
        };
        let started = Fact::SessionStarted(Box::new(info));
        for (ms, fact) in (0..).zip(std::iter::once(started).chain(facts)) {
            text.event(ms + 1, &Event { at_ns: ms * 1_001_000, fact }).unwrap();
        }
        let all = String::from_utf8(out).unwrap();
        assert!(all.starts_with("3.2 Sticky packets · 粘包\nknobs: greeting=\\u{1b}[2J\n"), "{all}");
        all.split_once(" ms\n").unwrap().1.to_owned()
    }

    #[test]
    fn names_and_times_line_up() {
        let started = |actor| Fact::ActorStarted { actor: ActorId(actor), pid: 7 };
        let expected = "       1.001  server    started, pid 7\n       2.002  client 2  started, pid 7\n";
        assert_eq!(shown(vec![started(0), started(1)]), expected);
    }

    #[test]
    fn what_a_program_prints_cannot_steer_the_terminal() {
        let data = b"a\x1b[31m\tb\n\xff\r\n".to_vec();
        let output = Fact::Output { actor: ActorId(0), error: false, line: 1, data };
        let expected = "       1.001  server    │ a\\u{1b}[31m\tb\n       1.001  server    │ \u{fffd}\n";
        assert_eq!(shown(vec![output]), expected);
    }

    #[test]
    fn a_crash_shows_its_traceback() {
        let exit = Exit::Exception {
            kind: "ValueError".into(),
            message: "no".into(),
            line: 3,
            traceback: "Traceback (most recent call last):\n  …\nValueError: no\n".into(),
        };
        let text = shown(vec![Fact::ActorExited { actor: ActorId(1), exit, cpu_ns: 1_000_000 }]);
        assert!(text.contains("client 2  ! ValueError: no\n"), "{text}");
        assert!(text.lines().next().is_some_and(|line| line.contains("CPU time 1 ms")), "{text}");
    }
}
