//! Hosts of the session's network: those that are given, and those that the programs seem to want.

use super::{Edited, Model};
use socketscope_shared::{
    Address, Exit, Fact, Op, Outcome,
    hosts::{HostsError, hosts},
    lesson::{Knob, KnobTarget},
    wire::Refusal,
    words::hosts_problem,
};

/// Hosts are kept as a text of the lesson under this name.
const KEPT: &str = " $hosts";
/// Most suggestions at once.
const MAX_SUGGESTIONS: usize = 4;
/// Text that is looked through, in bytes of each program.
const MAX_LOOKED_BYTES: usize = 64 << 10;
/// The last calls of a program that are looked at: the failed one, and those that tidied up after it.
const LAST_CALLS: usize = 8;
/// What the kernel says where an address leads nowhere: EADDRNOTAVAIL, ENETUNREACH, EHOSTUNREACH (Linux).
const LEADS_NOWHERE: [i32; 3] = [99, 101, 113];
/// Ends of names that are hosts rather than files.
const ENDS: [&str; 26] = [
    "com", "org", "net", "edu", "gov", "info", "local", "lan", "home", "test", "example", "invalid", "io",
    "cn", "tw", "hk", "jp", "kr", "uk", "de", "fr", "ru", "us", "eu", "me", "dev",
];

impl Model {
    /// The knob of the chosen lesson that lists hosts, and its value.
    pub fn hosts_knob(&self) -> Option<(&Knob, &str)> {
        let knob = self.current_lesson()?.knobs.iter().find(|knob| knob.target == KnobTarget::Hosts)?;
        Some((knob, self.knob_value(knob)))
    }

    /// What is wrong with the hosts.
    pub fn hosts_error(&self) -> Option<HostsError> {
        hosts(self.hosts_knob()?.1).err()
    }

    /// Why a run with them would be refused.
    pub(super) fn unusable_hosts(&self) -> Option<Refusal> {
        let (knob, error) = (self.hosts_knob()?.0, self.hosts_error()?);
        Some(Refusal::BadKnob { id: knob.id.clone(), problem: hosts_problem(&error, self.lang) })
    }

    /// Addresses and names that the programs name or the last run looked for, and that are not listed yet.
    pub fn suggested_hosts(&self) -> Vec<String> {
        let Some((_, listed)) = self.hosts_knob() else { return Vec::new() };
        let listed: Vec<_> = listed.split([' ', ',', ';', '\n']).collect();
        let mut found = self.hosts_looked_for();
        for program in self.programs() {
            named(&program.text, &mut found);
            let words = program.arguments.split([' ', '\'', '"']);
            found.extend(words.filter(|word| could_be_a_host(word)).map(str::to_owned));
        }
        let mut suggested = Vec::new();
        for host in found {
            if suggested.len() < MAX_SUGGESTIONS
                && !listed.contains(&host.as_str())
                && !suggested.contains(&host)
            {
                suggested.push(host);
            }
        }
        suggested
    }

    /// Where the last run's calls led nowhere.
    fn hosts_looked_for(&self) -> Vec<String> {
        let mut found = Vec::new();
        let session = self
            .session
            .as_ref()
            .filter(|session| session.info().is_some_and(|info| self.lesson.as_ref() == Some(&info.lesson)));
        let Some(session) = session else { return found };
        let timeline = &session.timeline;
        for (id, actor) in (0u16..).zip(&timeline.latest().actors) {
            let id = socketscope_shared::ActorId(id);
            let calls = timeline.history().actor(id).map(|history| history.calls()).unwrap_or_default();
            let last = calls.iter().rev().take(LAST_CALLS).filter_map(|seq| timeline.log().get(*seq));
            for event in last {
                let Fact::Returned { call, outcome: Outcome::Failed { errno }, .. } = &event.fact else {
                    continue;
                };
                let address = match &call.op {
                    Op::Connect { address } | Op::Bind { address } | Op::Send { to: Some(address), .. } => {
                        address
                    }
                    _ => continue,
                };
                if LEADS_NOWHERE.contains(errno)
                    && let Address::V4(ip, _) = address
                {
                    found.push(ip.map(|byte| byte.to_string()).join("."));
                }
            }
            // A name that was typed is in no call.
            if matches!(&actor.exit, Some(Exit::Exception { kind, .. }) if kind.ends_with("gaierror")) {
                let lines = session.questions.at(id, u64::MAX).iter().rev().take(LAST_CALLS);
                for seq in lines.filter_map(|asked| asked.answered) {
                    if let Some(Fact::Returned { outcome: Outcome::Line { text }, .. }) =
                        timeline.log().get(seq).map(|event| &event.fact)
                    {
                        found.push(text.trim().to_owned());
                    }
                }
            }
        }
        found.retain(|host| is_one_host(host));
        found
    }

    /// Keeps the hosts as the programs' texts are kept.
    pub(super) fn keep_hosts(&mut self) {
        let Some((knob, value)) = self.hosts_knob() else { return };
        let (changed, text) = (value != knob.default, value.into());
        let lesson = self.lesson.clone().unwrap_or_default();
        match changed {
            true => self.edits.set(Edited { lesson, actor: KEPT.to_owned(), text }),
            false => _ = self.edits.remove(&lesson, KEPT),
        }
    }

    /// The chosen lesson's hosts are as they were left.
    pub(super) fn recall_hosts(&mut self) {
        let Some(id) = self.hosts_knob().map(|(knob, _)| knob.id.clone()) else { return };
        let kept = self.edits.get(self.lesson.as_deref().unwrap_or_default(), KEPT).map(ToString::to_string);
        if let Some(value) = kept.filter(|_| self.knob_values.iter().all(|(known, _)| *known != id)) {
            self.knob_values.push((id, value));
        }
    }
}

/// Adds the hosts that a program's text names: strings that are an address or a host's name and nothing else.
fn named(text: &str, found: &mut Vec<String>) {
    let mut end = text.len().min(MAX_LOOKED_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    for line in text[..end].lines() {
        let mut rest = line;
        while let Some(at) = rest.find(['"', '\'', '#']) {
            let quote = &rest[at..=at];
            if quote == "#" {
                break;
            }
            let after = &rest[at + 1..];
            let Some(close) = after.find(quote) else { break };
            if could_be_a_host(&after[..close]) {
                found.push(after[..close].to_owned());
            }
            rest = &after[close + 1..];
        }
    }
}

/// Whether it is an address of another machine, or ends as hosts' names do.
fn could_be_a_host(text: &str) -> bool {
    let address = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let end = text.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    let named = end.is_some_and(|end| ENDS.contains(&end.as_str())) || text.starts_with("www.");
    (address || named) && is_one_host(text)
}

fn is_one_host(text: &str) -> bool {
    !text.contains(char::is_whitespace) && hosts(text).is_ok_and(|hosts| hosts.len() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Action, Edit, edits_tests::own_page};

    #[test]
    fn hosts_in_a_text_are_found() {
        let text = "s.bind(('172.17.87.202', 80))  # not \"10.0.0.1\"\nHOST = \"www.example.com\"\n\
                    open('data.txt'); x = '127.0.0.1', 'localhost', '0.0.0.0', '', '224.1.1.1', \"don't\", 'a.b'\n\
                    y = 'cs.example.edu' + '''\n'1.2.3.4\n";
        let mut found = Vec::new();
        named(text, &mut found);
        assert_eq!(found, ["172.17.87.202", "www.example.com", "cs.example.edu"]);
        found.clear();
        named(&["'你'".repeat(MAX_LOOKED_BYTES), "'1.2.3.4'".into()].concat(), &mut found);
        assert!(found.is_empty(), "what is too long is not looked through");
    }

    #[test]
    fn what_the_programs_name_is_suggested_until_it_is_listed() {
        let mut model = own_page();
        let edit = |text: &str| Action::Edit(Edit::Text { actor: "server".into(), text: text.into() });
        model.apply(edit("sock.bind(('172.17.87.202', 8001))\n"));
        let line = "www.example.com --port 80".into();
        model.apply(Action::Edit(Edit::Arguments { actor: "client".into(), line }));
        assert_eq!(model.suggested_hosts(), ["172.17.87.202", "www.example.com"]);
        let set = |value: &str| Action::SetKnob { id: "hosts".into(), value: value.into() };
        model.apply(set("172.17.87.202 www.example.com"));
        assert!(model.suggested_hosts().is_empty() && model.hosts_error().is_none());
        model.apply(set("172.17.87.202:80"));
        model.apply(edit("a\n"));
        assert_eq!(model.knob_values.len(), 1, "typing in a program leaves the hosts alone");
        assert!(model.apply(Action::Run { step_mode: false }).is_empty());
        assert!(matches!(&model.refused, Some(Refusal::BadKnob { id, .. }) if id == "hosts"));
    }

    #[test]
    fn hosts_are_kept() {
        let mut model = own_page();
        model.apply(Action::SetKnob { id: "hosts".into(), value: "www.example.com".into() });
        assert!(model.edits.take_changed().iter().any(|(_, actor)| actor == KEPT));
        model.knob_values.clear();
        model.recall_hosts();
        assert_eq!(model.hosts_knob().map(|(_, value)| value), Some("www.example.com"));
        model.apply(Action::ResetKnobs);
        model.recall_hosts();
        assert_eq!(model.hosts_knob().map(|(_, value)| value), Some(""));
    }
}
