//! A part's messages in all languages.

use crate::{
    Problem, chinese,
    ftl::{self, Form, Message, Pattern, Piece},
    plural::Rule,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

/// The language that all others are compared with, and that replaces what they lack.
pub const BASE: &str = "en";
/// Languages that must have every message.
pub const REQUIRED: [&str; 2] = [BASE, "zh"];
/// Arguments that a message can have.
pub const MAX_ARGUMENTS: usize = 9;

/// A part's messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// The languages' tags, English first.
    pub languages: Vec<String>,
    /// The messages, in the order of the English files.
    pub entries: Vec<Entry>,
}

/// A message in all languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub id: String,
    /// Its arguments, in the order of the English text.
    pub arguments: Vec<String>,
    /// Those of them that choose between forms.
    pub numbers: Vec<String>,
    /// What it says in each language, in the order of [`Catalogue::languages`].
    pub patterns: Vec<Pattern>,
}

/// What was found wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// In a language that must be complete: no build with these.
    pub errors: Vec<Problem>,
    /// In another language, where the English text stands in.
    pub warnings: Vec<Problem>,
}

/// The tags of the languages that have a folder in `texts`, English first.
pub fn languages(texts: &Path) -> io::Result<Vec<String>> {
    let mut tags = vec![];
    for entry in fs::read_dir(texts)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            tags.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    tags.sort_by_key(|tag| (!REQUIRED.contains(&tag.as_str()), tag.clone()));
    Ok(tags)
}

/// Reads what `part` says in each of `languages`.
pub fn read(texts: &Path, part: &str, languages: &[String]) -> io::Result<(Catalogue, Findings)> {
    let mut findings = Findings::default();
    let mut all = vec![];
    for tag in languages {
        let mut messages = vec![];
        for (file, text) in files(&texts.join(tag).join(part))? {
            match ftl::parse(&file.display().to_string(), &text) {
                Ok(more) => messages.extend(more),
                Err(problems) => findings.of(tag).extend(problems),
            }
        }
        all.push((tag.clone(), messages));
    }
    let catalogue = hold_together(all, &mut findings);
    Ok((catalogue, findings))
}

/// The Fluent files of a folder, by name; none where there is no folder.
fn files(folder: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
        entries => entries?,
    };
    let paths: BTreeSet<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    let is_text = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "ftl");
    paths.into_iter().filter(is_text).map(|path| Ok((path.clone(), fs::read_to_string(path)?))).collect()
}

impl Findings {
    /// Where the problems of a language go.
    fn of(&mut self, tag: &str) -> &mut Vec<Problem> {
        if REQUIRED.contains(&tag) { &mut self.errors } else { &mut self.warnings }
    }
}

/// Holds the messages of each language against the English ones.
pub fn hold_together(all: Vec<(String, Vec<Message>)>, findings: &mut Findings) -> Catalogue {
    let languages: Vec<String> = all.iter().map(|(tag, _)| tag.clone()).collect();
    let mut by_language = vec![];
    for (tag, messages) in all {
        let mut by_id: BTreeMap<String, Message> = BTreeMap::new();
        let mut order = vec![];
        for message in messages {
            if by_id.contains_key(&message.id) {
                findings.of(&tag).push(message.problem("is in another file, too"));
                continue;
            }
            order.push(message.id.clone());
            by_id.insert(message.id.clone(), message);
        }
        by_language.push((tag, order, by_id));
    }
    let Some((_, order, english)) = by_language.iter().find(|(tag, ..)| tag == BASE).cloned() else {
        let what = "there is no folder “en”: its texts stand in for what other languages lack".into();
        findings.errors.push(Problem { file: "texts".into(), line: 0, what });
        return Catalogue { languages, entries: vec![] };
    };
    for (tag, order, messages) in &by_language {
        let unknown = order.iter().filter(|id| !english.contains_key(*id));
        let problems = unknown.map(|id| messages[id].problem("is not in English: was it renamed?"));
        findings.of(tag).extend(problems);
    }
    let entry = |id: String| {
        let base = &english[&id];
        let (arguments, numbers) = (ftl::arguments(&base.pattern), ftl::numbers(&base.pattern));
        if arguments.len() > MAX_ARGUMENTS {
            findings.errors.push(base.problem(format!("has more than {MAX_ARGUMENTS} arguments")));
        }
        let pattern = |(tag, _, messages): &(String, Vec<String>, BTreeMap<String, Message>)| {
            let problem = match messages.get(&id) {
                Some(message) => wrong(tag, base, message),
                None => Some(base.problem(format!("is missing in “{tag}”"))),
            };
            match problem {
                None => messages[&id].pattern.clone(),
                Some(problem) => {
                    findings.of(tag).push(problem);
                    base.pattern.clone()
                }
            }
        };
        let patterns = by_language.iter().map(pattern).collect();
        Entry { id, arguments, numbers, patterns }
    };
    let entries = order.into_iter().map(entry).collect();
    Catalogue { languages, entries }
}

/// What is wrong with a message, beside the English one.
fn wrong(tag: &str, base: &Message, message: &Message) -> Option<Problem> {
    let set = |names: Vec<String>| names.into_iter().collect::<BTreeSet<_>>();
    let (ours, theirs) = (set(ftl::arguments(&message.pattern)), set(ftl::arguments(&base.pattern)));
    if let Some(name) = ours.difference(&theirs).next() {
        return Some(message.problem(format!("has the argument ${name}, which the English text has not")));
    }
    if let Some(name) = theirs.difference(&ours).next() {
        return Some(message.problem(format!("lacks the argument ${name} of the English text")));
    }
    let numbers = set(ftl::numbers(&base.pattern));
    if let Some(name) = ftl::numbers(&message.pattern).into_iter().find(|name| !numbers.contains(name)) {
        let what =
            format!("chooses a form by ${name}, and the English text does not: give that a *[other], too");
        return Some(message.problem(what));
    }
    if let Some(problem) = unknown_form(tag, &message.pattern) {
        return Some(message.problem(problem));
    }
    let chinese = (tag == "zh").then(|| chinese::problem(&words(&base.pattern), &words(&message.pattern)));
    chinese.flatten().map(|problem| message.problem(problem))
}

/// A form that the language does not have.
fn unknown_form(tag: &str, pattern: &[Piece]) -> Option<String> {
    pattern.iter().find_map(|piece| {
        let Piece::Forms { forms, other, .. } = piece else { return None };
        let within = forms.iter().map(|(_, pattern)| pattern).chain([other]);
        let known = |name: &str| Rule::of(tag).is_some_and(|rule| rule.numbers(name).is_some());
        let here = forms.iter().find_map(|(form, _)| match form {
            Form::Category(name) if !known(name) => Some(name),
            _ => None,
        });
        here.map(|name| format!("has the form [{name}], which no whole number takes in “{tag}”"))
            .or_else(|| within.into_iter().find_map(|pattern| unknown_form(tag, pattern)))
    })
}

/// The words of a pattern, the last form of several, with its arguments' places.
fn words(pattern: &[Piece]) -> String {
    let word = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Argument(_) => "…".to_owned(),
        Piece::Forms { other, .. } => words(other),
    };
    pattern.iter().map(word).collect()
}
