//! Which parts of a crate may use which.

use proc_macro2::{TokenStream, TokenTree};
use std::path::Path;

/// The parts of a crate, or of a module of it, in order: each may use itself and those before it, but none after it, so
/// that there are no cycles. Parts are modules; what is not a part (`lib.rs`, `mod.rs`, tests) may use all of them.
struct Layers {
    /// The crate's sources.
    within: &'static str,
    /// The module whose modules the parts are; of the crate itself, none.
    inside: Option<&'static str>,
    /// Several names, separated by a space, are one layer.
    order: &'static [&'static str],
    /// Whether the parts of one layer may not use each other either.
    apart: bool,
    /// What every part may use besides.
    free: &'static [&'static str],
    /// A file that may use all parts.
    knows_all: Option<&'static str>,
}

const LAYERS: [Layers; 3] = [
    Layers {
        within: "shared/src/",
        inside: None,
        order: &["record", "bytes", "fold", "words", "lesson", "wire", "recording"],
        apart: false,
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
        knows_all: None,
    },
    Layers {
        within: "web/src/",
        inside: None,
        order: &["i18n", "part url", "model", "geometry", "store", "keys", "view"],
        apart: false,
        free: &[],
        knows_all: None,
    },
    // A folder for each part of the page's code: what is fetched by itself is not reached from elsewhere.
    Layers {
        within: "web/src/",
        inside: Some("view"),
        order: &["kit", "shell session editor layers readiness exchange comparison kept"],
        apart: true,
        free: &[],
        knows_all: Some("web/src/view/shell/fetched.rs"),
    },
];

/// What this file uses although its layer may not: its line, and what is wrong.
pub fn judge(path: &str, code: &TokenStream) -> Vec<(usize, String)> {
    LAYERS.iter().flat_map(|layers| layers.judge(path, code)).collect()
}

impl Layers {
    fn judge(&self, path: &str, code: &TokenStream) -> Vec<(usize, String)> {
        if self.knows_all == Some(path) {
            return Vec::new();
        }
        let modules = path.strip_prefix(self.within).map(modules).unwrap_or_default();
        let Some(own) = self.part(&modules).filter(|own| self.place(own).is_some()) else {
            return Vec::new();
        };
        let mut uses = Vec::new();
        find(code.clone(), &modules, &mut uses);
        let wrong = uses.into_iter().filter_map(|(line, path)| {
            if self.inside.is_some_and(|inside| path.first().is_none_or(|first| first != inside)) {
                return None;
            }
            let used = self.part(&path).unwrap_or("self");
            let problem = match self.place(used) {
                _ if used == own => return None,
                Some(place) if Some(place) == self.place(own) && self.apart => "stands beside it",
                Some(place) if Some(place) <= self.place(own) => return None,
                Some(_) => "comes after it",
                None if self.free.contains(&used) => return None,
                None => "is in no layer: name it by its full path, or give it a place",
            };
            let inside = self.inside.map(|inside| format!("{inside}::")).unwrap_or_default();
            Some((line, format!("`crate::{inside}{used}` in `{own}`: {problem} (xtask/src/check/layers.rs)")))
        });
        wrong.collect()
    }

    /// The part that a path of the crate names or leads into.
    fn part<'a>(&self, path: &'a [String]) -> Option<&'a str> {
        let at = match self.inside {
            Some(inside) if path.first().is_some_and(|first| first == inside) => 1,
            Some(_) => return None,
            None => 0,
        };
        path.get(at).map(String::as_str)
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

/// The paths of the crate that begin with `crate` or `super`, in the module `here`.
fn find(code: TokenStream, here: &[String], uses: &mut Vec<(usize, Vec<String>)>) {
    let tokens: Vec<TokenTree> = code.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            // A macro's paths are those of where it is used.
            TokenTree::Group(_) if at >= 4 && is(&tokens[at - 4], "macro_rules") => {}
            TokenTree::Group(group) => {
                let in_module = at >= 3 && is(&tokens[at - 3], "mod");
                let inner = in_module.then(|| tokens[at - 2].to_string());
                let here: Vec<String> = here.iter().cloned().chain(inner).collect();
                find(group.stream(), &here, uses);
            }
            TokenTree::Ident(word) if word == "crate" || word == "super" => {
                let mut up = if word == "crate" { here.len() } else { 1 };
                let line = word.span().start().line;
                while after_colons(&tokens, at).is_some_and(|next| is(next, "super")) {
                    (up, at) = (up + 1, at + 3);
                }
                if after_colons(&tokens, at).is_some() {
                    let base = here[..here.len().saturating_sub(up)].to_vec();
                    expand(&tokens[at + 2..], base, &mut |path| uses.push((line, path)));
                }
            }
            _ => {}
        }
    }
}

/// The paths that `tokens` begins with, after `base`: `a::b` is one, `a::{b, c::d}` are two.
fn expand(tokens: &[TokenTree], mut base: Vec<String>, found: &mut dyn FnMut(Vec<String>)) {
    match tokens.first() {
        Some(TokenTree::Group(group)) => {
            let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
            for part in tokens.split(|token| is(token, ",")).filter(|part| !part.is_empty()) {
                expand(part, base.clone(), found);
            }
        }
        Some(name) => {
            base.extend((!is(name, "self")).then(|| name.to_string()));
            match after_colons(tokens, 1) {
                Some(next) if !is(next, "<") => expand(&tokens[3..], base, found),
                _ => found(base),
            }
        }
        None => found(base),
    }
}

/// What follows `::`.
fn after_colons(tokens: &[TokenTree], at: usize) -> Option<&TokenTree> {
    match tokens.get(at..at + 3)? {
        [one, two, next] if is(one, ":") && is(two, ":") => Some(next),
        _ => None,
    }
}

fn is(token: &TokenTree, text: &str) -> bool {
    !matches!(token, TokenTree::Group(_)) && token.to_string() == text
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: Layers = Layers {
        within: "shared/src/",
        inside: None,
        order: &["record", "bytes log"],
        apart: false,
        free: &["testing"],
        knows_all: None,
    };
    const VIEWS: Layers = Layers {
        within: "web/src/",
        inside: Some("view"),
        order: &["kit", "shell session"],
        apart: true,
        free: &[],
        knows_all: Some("web/src/view/shell/fetched.rs"),
    };

    /// What the file may not use.
    fn wrong(path: &str, code: &str) -> Vec<String> {
        wrong_of(&TWO, path, code)
    }

    fn wrong_of(layers: &Layers, path: &str, code: &str) -> Vec<String> {
        let found = layers.judge(path, &code.parse().expect("Rust"));
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
    fn folders_of_a_module_stand_apart() {
        let wrong = |path: &str, code: &str| wrong_of(&VIEWS, path, code);
        let code = "use crate::{model::Model, view::{kit::{a, b::C}, session::calls, shell::{self, app}}};";
        let (session, shell) = ("crate::view::session", "crate::view::shell");
        assert_eq!(wrong("web/src/view/kit/a.rs", code), [session, shell, shell]);
        assert_eq!(wrong("web/src/view/session/ruler/rows.rs", code), [shell, shell]);
        assert_eq!(wrong("web/src/view/shell/app.rs", code), [session]);
        assert!(wrong("web/src/view/shell/fetched.rs", code).is_empty());
        assert!(wrong("web/src/view/mod.rs", code).is_empty() && wrong("web/src/lib.rs", code).is_empty());
        assert_eq!(
            wrong("web/src/view/session/a.rs", "fn f() { super::super::shell::app::go::<u8>(); }"),
            [shell]
        );
        assert!(
            wrong("web/src/view/session/a.rs", "use super::b; mod c { use super::super::d; }").is_empty()
        );
        assert_eq!(wrong("web/src/view/kit/a.rs", "use crate::view;"), ["crate::view::self"]);
    }

    #[test]
    fn keys_know_no_view_and_parts_of_the_page_no_other() {
        let judge = |path: &str, code: &str| judge(path, &code.parse().expect("Rust")).len();
        assert_eq!(judge("web/src/keys.rs", "use crate::view::kit::browser;"), 1);
        assert_eq!(judge("web/src/view/kit/browser.rs", "use crate::keys::Key;"), 0);
        assert_eq!(judge("web/src/view/layers/mod.rs", "use crate::view::session::ruler;"), 1);
        assert_eq!(judge("web/src/view/shell/stage.rs", "use crate::view::session::ruler;"), 1);
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
