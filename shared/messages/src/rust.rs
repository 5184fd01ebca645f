//! Rust source of texts.

use crate::{
    catalogue::{Catalogue, Entry},
    ftl::{self, Form, Pattern, Piece},
    plural::Rule,
};

/// The languages: an enum, and a text in each of them.
pub fn languages(tags: &[String]) -> String {
    let count = tags.len();
    let each = |line: &dyn Fn(&str, String) -> String| {
        tags.iter().map(|tag| line(tag, variant(tag))).collect::<Vec<_>>().concat()
    };
    let variants = each(&|tag, variant| {
        let default = if tag == crate::catalogue::BASE { "    #[default]\n" } else { "" };
        format!("    /// The texts of the folder `{tag}`.\n{default}    {variant},\n")
    });
    let list = each(&|_, variant| format!("Language::{variant}, "));
    let names = each(&|tag, variant| format!("            Language::{variant} => {tag:?},\n"));
    let fields =
        each(&|tag, _| format!("    /// In the language `{tag}`.\n    pub {}: &'static str,\n", field(tag)));
    let arms = each(&|tag, variant| format!("            Language::{variant} => self.{},\n", field(tag)));
    format!(
        "/// A language that the texts are there in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {{
{variants}}}

impl Language {{
    /// All, English first.
    pub const ALL: [Language; {count}] = [{list}];

    /// Its tag (BCP 47), the name of its folder.
    pub const fn tag(self) -> &'static str {{
        match self {{
{names}        }}
    }}
}}

/// A text in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {{
{fields}}}

impl Message {{
    /// The text in `language`.
    pub const fn get(self, language: Language) -> &'static str {{
        match language {{
{arms}        }}
    }}
}}
"
    )
}

/// A constant of each message without arguments, a function of each other one. `runtime` is the path of the module that
/// holds [`languages`] and what fills texts.
pub fn messages(catalogue: &Catalogue, runtime: &str) -> String {
    let mut source = format!("use {runtime} as texts;\n\n");
    source.extend(catalogue.entries.iter().map(|entry| message(&catalogue.languages, entry)));
    source
}

/// `zh-Hant` is `ZhHant`.
fn variant(tag: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    tag.split('-').map(capital).collect::<Vec<_>>().concat()
}

/// `zh-Hant` is `zh_hant`.
fn field(tag: &str) -> String {
    tag.replace('-', "_").to_lowercase()
}

fn message(languages: &[String], entry: &Entry) -> String {
    let name = entry.id.replace('-', "_");
    let doc = format!("#[doc = {:?}]\n", shown(&entry.patterns[0]));
    let plain: Option<Vec<&str>> = entry.patterns.iter().map(|pattern| ftl::plain(pattern)).collect();
    if let Some(texts) = plain {
        let name = name.to_uppercase();
        return format!("{doc}pub(crate) const {name}: texts::Message = {};\n", literal(languages, &texts));
    }
    let kind = |name: &String| if entry.numbers.contains(name) { "u64" } else { "&dyn std::fmt::Display" };
    let parameters: Vec<String> =
        entry.arguments.iter().map(|name| format!("{name}: {}", kind(name))).collect();
    let value = |name: &String| if entry.numbers.contains(name) { format!("&{name}") } else { name.clone() };
    let values: Vec<String> = entry.arguments.iter().map(value).collect();
    let (parameters, values) = (parameters.join(", "), values.join(", "));
    let lint = if entry.arguments.len() > 6 { "#[allow(clippy::too_many_arguments)]\n" } else { "" };
    let head =
        format!("{doc}{lint}pub(crate) fn {name}(language: texts::Language, {parameters}) -> String {{\n");
    let patterns: Vec<String> =
        entry.patterns.iter().map(|pattern| places(pattern, &entry.arguments)).collect();
    if entry.numbers.is_empty() {
        let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
        return format!("{head}    {}.fill(language, &[{values}])\n}}\n", literal(languages, &patterns));
    }
    let arm = |(tag, pattern): (&String, &Pattern)| {
        format!("        texts::Language::{} => {},\n", variant(tag), chosen(tag, pattern, &entry.arguments))
    };
    let arms: Vec<String> = languages.iter().zip(&entry.patterns).map(arm).collect();
    format!("{head}    texts::fill(match language {{\n{}    }}, &[{values}])\n}}\n", arms.concat())
}

fn literal(languages: &[String], texts: &[&str]) -> String {
    let fields = languages.iter().zip(texts).map(|(tag, text)| format!("{}: {text:?}", field(tag)));
    format!("texts::Message {{ {} }}", fields.collect::<Vec<_>>().join(", "))
}

/// The pattern as in its file.
fn shown(pattern: &[Piece]) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Argument(name) => format!("{{ ${name} }}"),
        Piece::Forms { number, other, .. } => format!("{{ ${number} -> {} }}", shown(other)),
    };
    pattern.iter().map(piece).collect()
}

/// The text with the character of each argument's number in its place. No text has these characters.
fn places(pattern: &[Piece], arguments: &[String]) -> String {
    let place = |name: &String| arguments.iter().position(|known| known == name).unwrap_or(0);
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Argument(name) => char::from(place(name) as u8).to_string(),
        Piece::Forms { .. } => String::new(),
    };
    pattern.iter().map(piece).collect()
}

/// An expression that is the text with its places: the first choice is taken, with what stands around it in each case.
fn chosen(tag: &str, pattern: &[Piece], arguments: &[String]) -> String {
    let choice = pattern.iter().enumerate().find_map(|(index, piece)| match piece {
        Piece::Forms { number, forms, other } => Some((index, number, forms, other)),
        _ => None,
    });
    let Some((index, number, forms, other)) = choice else {
        return format!("{:?}", places(pattern, arguments));
    };
    let case = |inner: &Pattern| {
        let whole = [&pattern[..index], inner, &pattern[index + 1..]].concat();
        chosen(tag, &whole, arguments)
    };
    let rule = Rule::of(tag);
    let arm = |(form, inner): &(Form, Pattern)| {
        let numbers = match form {
            Form::Exactly(number) => format!("{number}"),
            Form::Category(name) => rule.as_ref()?.numbers(name)?,
        };
        Some(format!("{numbers} => {}, ", case(inner)))
    };
    let arms: String = forms.iter().filter_map(arm).collect();
    if arms.is_empty() {
        return case(other);
    }
    let by_digits = rule.is_some_and(|rule| !rule.is_small());
    let number = if by_digits { format!("texts::last_digits({number})") } else { number.clone() };
    format!("match {number} {{ {arms}_ => {} }}", case(other))
}
