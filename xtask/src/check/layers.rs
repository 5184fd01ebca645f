//! Which parts of a crate may use which.

use proc_macro2::{TokenStream, TokenTree};
use std::path::Path;

/// The parts of a crate in order: each may use itself and those before it, but none after it, so that there are no
/// cycles. Parts are the crate's top modules; what is not a part (`lib.rs`, tests) may use all of them.
struct Layers {
    /// The crate's sources.
    within: &'static str,
    /// Several names, separated by a space, are one layer.
    order: &'static [&'static str],
    /// What every part may use besides.
    free: &'static [&'static str],
}

const LAYERS: [Layers; 2] = [
    Layers {
        within: "shared/src/",
        order: &["record", "bytes", "fold", "words", "lesson", "wire", "recording"],
        // Hand-made logs; and the names of the lowest layer that the crate's root repeats.
        free: &[
            "testing",
            "ActorId",
            "Address",
            "Api",
            "Call",
            "CallId",
            "ConnectionId",
            "Direction",
            "Event",
            "Exit",
            "Fact",
            "Op",
            "Outcome",
            "SessionId",
            "Side",
            "SocketId",
            "StreamId",
        ],
    },
    Layers {
        within: "web/src/",
        order: &["i18n", "part url", "model", "geometry", "store", "keys view"],
        free: &[],
    },
];

/// What this file uses although its layer may not: its line, and what is wrong.
pub fn judge(path: &str, code: &TokenStream) -> Vec<(usize, String)> {
    LAYERS.iter().flat_map(|layers| layers.judge(path, code)).collect()
}

impl Layers {
    fn judge(&self, path: &str, code: &TokenStream) -> Vec<(usize, String)> {
        let modules = path.strip_prefix(self.within).map(modules).unwrap_or_default();
        let Some(own) = modules.first().and_then(|part| self.place(part)) else { return Vec::new() };
        let mut uses = Vec::new();
        find(code.clone(), modules.len(), &mut uses);
        let wrong = uses.into_iter().filter_map(|(line, used)| {
            let problem = match self.place(&used) {
                Some(place) if place <= own => return None,
                Some(_) => "comes after it",
                None if self.free.contains(&used.as_str()) => return None,
                None => "is in no layer: name it by its full path, or give it a place",
            };
            Some((
                line,
                format!("`crate::{used}` in `{}`: {problem} (xtask/src/check/layers.rs)", modules[0]),
            ))
        });
        wrong.collect()
    }

    fn place(&self, part: &str) -> Option<usize> {
        self.order.iter().position(|layer| layer.split(' ').any(|name| name == part))
    }
}

/// `model/steps.rs` is the module `model::steps`, `model/mod.rs` is `model`, `lib.rs` is none.
fn modules(path: &str) -> Vec<String> {
    let path = Path::new(path).with_extension("");
    let mut modules: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    modules.pop_if(|last| ["mod", "lib", "main"].contains(&last.as_str()));
    modules
}

/// The top modules that paths name, by `crate::` or by as many `super::` as lead there from `depth` modules down.
fn find(code: TokenStream, depth: usize, uses: &mut Vec<(usize, String)>) {
    let tokens: Vec<TokenTree> = code.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            // A macro's paths are those of where it is used.
            TokenTree::Group(_) if at >= 4 && is(&tokens[at - 4], "macro_rules") => {}
            TokenTree::Group(group) => {
                let in_module = at >= 3 && is(&tokens[at - 3], "mod");
                find(group.stream(), depth + usize::from(in_module), uses);
            }
            TokenTree::Ident(word) if word == "crate" || word == "super" => {
                let mut up = if word == "crate" { depth } else { 1 };
                let line = word.span().start().line;
                while let Some(next) = after_colons(&tokens, at) {
                    at += 2;
                    if is(next, "super") {
                        (up, at) = (up + 1, at + 1);
                        continue;
                    }
                    if up == depth {
                        uses.extend(heads(next).into_iter().map(|head| (line, head)));
                    }
                    break;
                }
            }
            _ => {}
        }
    }
}

/// What follows `::`.
fn after_colons(tokens: &[TokenTree], at: usize) -> Option<&TokenTree> {
    match tokens.get(at..at + 3)? {
        [one, two, next] if is(one, ":") && is(two, ":") => Some(next),
        _ => None,
    }
}

/// `a` of `a::b`, `a` and `c` of `{a::b, c}`.
fn heads(next: &TokenTree) -> Vec<String> {
    let TokenTree::Group(group) = next else { return vec![next.to_string()] };
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    tokens.split(|token| is(token, ",")).filter_map(|part| Some(part.first()?.to_string())).collect()
}

fn is(token: &TokenTree, text: &str) -> bool {
    !matches!(token, TokenTree::Group(_)) && token.to_string() == text
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: Layers = Layers { within: "shared/src/", order: &["record", "bytes log"], free: &["testing"] };

    /// What the file may not use.
    fn wrong(path: &str, code: &str) -> Vec<String> {
        let found = TWO.judge(path, &code.parse().expect("Rust"));
        found.into_iter().filter_map(|(_, what)| Some(what.split('`').nth(1)?.to_owned())).collect()
    }

    #[test]
    fn a_layer_uses_only_those_before_it() {
        let code = "use crate::{bytes::Rope, record::{Event, log}};\nfn f() -> crate::log::Log { g() }";
        assert_eq!(wrong("shared/src/record/event.rs", code), ["crate::bytes", "crate::log"]);
        assert_eq!(wrong("shared/src/record.rs", code), ["crate::bytes", "crate::log"]);
        assert!(wrong("shared/src/bytes/mod.rs", code).is_empty());
        assert!(wrong("shared/src/lib.rs", code).is_empty());
        assert!(wrong("web/src/record.rs", code).is_empty());
    }

    #[test]
    fn supers_that_reach_the_top_count() {
        assert_eq!(wrong("shared/src/record/event.rs", "use super::super::bytes::Rope;"), ["crate::bytes"]);
        assert_eq!(wrong("shared/src/record/mod.rs", "mod a { use super::super::bytes; }"), ["crate::bytes"]);
        assert!(
            wrong("shared/src/record/event.rs", "use super::bytes; mod a { use super::super::bytes; }")
                .is_empty()
        );
    }

    #[test]
    fn what_has_no_place_is_named_by_its_path() {
        assert_eq!(wrong("shared/src/record.rs", "use crate::Event;"), ["crate::Event"]);
        assert_eq!(wrong("shared/src/record.rs", "use crate::*;"), ["crate::*"]);
        assert!(wrong("shared/src/record.rs", "use crate::testing::log;").is_empty());
    }

    #[test]
    fn text_is_no_path() {
        let code = "// crate::bytes\npub(crate) const A: &str = \"crate::bytes\";\n\
                    macro_rules! a { () => { crate::bytes::b() } }";
        assert!(wrong("shared/src/record.rs", code).is_empty());
    }

    #[test]
    fn the_line_is_told() {
        let code = "\nuse crate::bytes::Rope;".parse().expect("Rust");
        assert_eq!(TWO.judge("shared/src/record.rs", &code)[0].0, 2);
    }
}
