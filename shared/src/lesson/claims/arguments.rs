//! Which arguments a lesson's file may have, and what the error says otherwise.

use super::{
    exceptions::{ALIASES, BUILT_IN, OF_MODULES},
    moment::Moment,
    names::{ActorName, CallName, ExceptionName, PollEvent, PollEvents},
};
use crate::{Op, record::reading::TcpState, words::POLL_EVENTS};

/// What arguments can refer to: the lesson's programs, by actor and text.
pub struct Scope<'a> {
    programs: Vec<(&'a str, &'a str)>,
}

impl<'a> Scope<'a> {
    /// Of these programs: the actor's name and the text of each.
    pub fn new(programs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Scope { programs: programs.into_iter().collect() }
    }

    /// Whether one of the programs has a class of this name.
    fn defines(&self, class: &str) -> bool {
        let defined = |line: &str| {
            let name = line.trim_start().strip_prefix("class ")?.trim_start().strip_prefix(class)?;
            name.trim_start().starts_with(['(', ':']).then_some(())
        };
        self.programs.iter().any(|(_, source)| source.lines().any(|line| defined(line).is_some()))
    }
}

/// A type of a check's argument.
pub trait Argument {
    /// As a lesson writes it, for the documents.
    const EXAMPLE: &'static str;
    /// Mistakes that are refused, for the tests.
    const SLIPS: &'static [&'static str];

    /// Whether it fits the lesson; if not, what is wrong and what it could be.
    fn fits(&self, scope: &Scope<'_>) -> Result<(), String>;
}

/// The arguments of one check.
pub trait Arguments {
    /// What the check asserts, line by line.
    const SENTENCE: &'static [&'static str];
    /// Its arguments, in order.
    const NAMED: &'static [Named];

    /// Whether all of them fit the lesson; if not, what is wrong with the first that does not.
    fn fit(&self, scope: &Scope<'_>) -> Result<(), String>;
}

/// An argument's name, with an example and slips.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// Its key.
    pub name: &'static str,
    /// [`Argument::EXAMPLE`].
    pub example: &'static str,
    /// [`Argument::SLIPS`].
    pub slips: &'static [&'static str],
}

impl Named {
    /// Of this type.
    pub const fn of<T: Argument>(name: &'static str) -> Self {
        Named { name, example: T::EXAMPLE, slips: T::SLIPS }
    }
}

/// `there is no call `sned`: did you mean `send`? The calls are socket, …`
pub fn unknown<'a>(what: &str, given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let all = if known.is_empty() { "there are none".to_owned() } else { known.join(", ") };
    format!("there is no {what} `{}`{} (known: {all})", shortened(given), did_you_mean(given, known))
}

fn did_you_mean<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    /// Jaro-Winkler's measure, from 0 to 1: below it two words have little in common.
    const LIKE: f64 = 0.75;
    let likeness = |name: &&str| strsim::jaro_winkler(&given.to_lowercase(), &name.to_lowercase());
    let nearest = known.into_iter().map(|name| (likeness(&name), name)).max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((like, name)) if like >= LIKE => format!(": did you mean `{name}`?"),
        _ => String::new(),
    }
}

fn shortened(given: &str) -> String {
    given.chars().take(40).collect()
}

impl Argument for ActorName {
    const EXAMPLE: &'static str = "\"server\"";
    const SLIPS: &'static [&'static str] = &["\"sever\""];

    fn fits(&self, scope: &Scope<'_>) -> Result<(), String> {
        let actors = || scope.programs.iter().map(|(actor, _)| *actor);
        match actors().any(|actor| *actor == **self) {
            true => Ok(()),
            false => Err(unknown("actor", self, actors())),
        }
    }
}

impl TryFrom<String> for CallName {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        CallName::new(&name).ok_or_else(|| unknown("call", &name, Op::NAMES))
    }
}

impl Argument for CallName {
    const EXAMPLE: &'static str = "\"accept\"";
    const SLIPS: &'static [&'static str] = &["\"acept\""];

    fn fits(&self, _: &Scope<'_>) -> Result<(), String> {
        Ok(())
    }
}

impl Argument for Moment {
    const EXAMPLE: &'static str = "{ actor = \"client\", call = \"sleep\", nth = 1 }";
    const SLIPS: &'static [&'static str] = &[
        "{ actor = \"client\", call = \"sleep\", nth = 0 }",
        "{ actor = \"cleint\", call = \"sleep\", nth = 1 }",
        "{ actor = \"client\", call = \"slepe\", nth = 1 }",
        "{ actor = \"client\", call = \"sleep\", nht = 1 }",
    ];

    fn fits(&self, scope: &Scope<'_>) -> Result<(), String> {
        self.actor.fits(scope)?;
        match self.nth {
            0 => Err("`nth` counts from 1".to_owned()),
            _ => Ok(()),
        }
    }
}

impl Argument for ExceptionName {
    const EXAMPLE: &'static str = "\"BlockingIOError\"";
    const SLIPS: &'static [&'static str] = &["\"BlockingIoError\"", "\"IOError\"", "\"struct.eror\""];

    fn fits(&self, scope: &Scope<'_>) -> Result<(), String> {
        if let Some((_, name)) = ALIASES.iter().find(|(alias, _)| *alias == &**self) {
            return Err(format!("tracebacks call `{}` `{name}`: write that", &**self));
        }
        let known = || BUILT_IN.iter().chain(OF_MODULES).copied();
        if known().any(|name| *name == **self) || scope.defines(self) {
            return Ok(());
        }
        let like = did_you_mean(self, known());
        Err(format!(
            "there is no exception `{}`{like} (known: Python's built-in ones, those of its library with the module as \
             tracebacks have it, such as `struct.error`, and the classes of the lesson's programs)",
            shortened(self)
        ))
    }
}

fn unknown_event(name: &str) -> String {
    unknown("event", name, POLL_EVENTS.iter().map(|(_, name)| *name))
}

impl TryFrom<String> for PollEvents {
    type Error = String;

    fn try_from(names: String) -> Result<Self, String> {
        PollEvents::new(&names).map_err(unknown_event)
    }
}

impl TryFrom<String> for PollEvent {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        PollEvent::new(&name).map_err(unknown_event)
    }
}

impl Argument for PollEvents {
    const EXAMPLE: &'static str = "\"IN | RDHUP\"";
    const SLIPS: &'static [&'static str] = &["\"IN | RDHPU\"", "\"\"", "\"IN RDHUP\""];

    fn fits(&self, _: &Scope<'_>) -> Result<(), String> {
        Ok(())
    }
}

impl Argument for PollEvent {
    const EXAMPLE: &'static str = "\"HUP\"";
    const SLIPS: &'static [&'static str] = &["\"HPU\"", "\"IN | HUP\""];

    fn fits(&self, _: &Scope<'_>) -> Result<(), String> {
        Ok(())
    }
}

impl Argument for bool {
    const EXAMPLE: &'static str = "true";
    const SLIPS: &'static [&'static str] = &["\"true\"", "1"];

    fn fits(&self, _: &Scope<'_>) -> Result<(), String> {
        Ok(())
    }
}

/// Counts and lengths: what a check asserts about 0 would hold for any run.
impl Argument for u64 {
    const EXAMPLE: &'static str = "6";
    const SLIPS: &'static [&'static str] = &["0", "-1", "\"six\""];

    fn fits(&self, _: &Scope<'_>) -> Result<(), String> {
        if *self == 0 { Err("a number from 1 on is needed".to_owned()) } else { Ok(()) }
    }
}

impl Argument for TcpState {
    const EXAMPLE: &'static str = "\"ESTABLISHED\"";
    const SLIPS: &'static [&'static str] = &["\"ESTABLISED\""];

    fn fits(&self, _: &Scope<'_>) -> Result<(), String> {
        Ok(())
    }
}

impl<T: Argument + Several> Argument for Vec<T> {
    const EXAMPLE: &'static str = T::EXAMPLES;
    const SLIPS: &'static [&'static str] = T::LIST_SLIPS;

    fn fits(&self, scope: &Scope<'_>) -> Result<(), String> {
        if self.is_empty() {
            return Err("the list is empty".to_owned());
        }
        self.iter().try_for_each(|item| item.fits(scope))
    }
}

/// A type of which a check may take a list.
pub trait Several {
    /// A list as a lesson writes it.
    const EXAMPLES: &'static str;
    /// Lists that are refused.
    const LIST_SLIPS: &'static [&'static str];
}

impl Several for u64 {
    const EXAMPLES: &'static str = "[4, 4, 2]";
    const LIST_SLIPS: &'static [&'static str] = &["[]", "[4, 0]", "[4, \"4\"]"];
}

impl Several for TcpState {
    const EXAMPLES: &'static str = "[\"ESTABLISHED\", \"TIME-WAIT\"]";
    const LIST_SLIPS: &'static [&'static str] = &["[]", "[\"ESTABLISED\"]"];
}
