//! What may be in which files, as far as no lint can check it.

use super::{Finding, layers};
use anyhow::{Context, Result};
use proc_macro2::{TokenStream, TokenTree};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file with more lines deserves a hard look.
const NOTED_LINES: usize = 300;
/// A file with more lines should be two.
const MAX_LINES: usize = 400;

/// Words of code that some folders may not use.
struct Ban {
    /// The rule is for paths that begin like this.
    within: &'static [&'static str],
    /// Paths that begin like this are exempt.
    except: &'static [&'static str],
    words: &'static [&'static str],
    why: &'static str,
}

const BANS: [Ban; 2] = [
    // The workspace denies unsafe code; an attribute with the lint's name allows it again.
    Ban {
        within: &[""],
        except: &["relay/probe/", "relay/network/"],
        words: &["unsafe_code"],
        why: "only relay/probe and relay/network may be unsafe",
    },
    Ban {
        within: &["web/src/geometry", "web/src/model"],
        except: &[],
        words: &["web_sys", "js_sys", "yew"],
        why: "layout and state are pure",
    },
];

/// Marks of unfinished work in comments.
const UNFINISHED: [&str; 3] = ["TODO", "FIXME", "XXX"];

pub fn check(root: &Path) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in rust_files(root)? {
        let path = file.strip_prefix(root)?.to_string_lossy().into_owned();
        let source = fs::read_to_string(&file).with_context(|| path.clone())?;
        findings.extend(judge(&path, &source).with_context(|| path.clone())?);
    }
    Ok(findings)
}

fn judge(path: &str, source: &str) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let count = source.lines().count();
    if count > NOTED_LINES {
        let what = format!("{path} has {count} lines (noted from {NOTED_LINES}, at most {MAX_LINES})");
        findings.push(Finding { what, fatal: count > MAX_LINES });
    }
    let code: TokenStream = source.parse().map_err(|e| anyhow::anyhow!("{e}"))?;
    let mut broken = layers::judge(path, &code);
    for ban in BANS.iter().filter(|ban| ban.is_for(path)) {
        let found = ban.find(code.clone());
        broken.extend(found.into_iter().map(|(line, word)| (line, format!("`{word}`: {}", ban.why))));
    }
    broken.extend(unfinished(source));
    findings.extend(broken.into_iter().map(|(line, what)| Finding::fatal(format!("{path}:{line}: {what}"))));
    Ok(findings)
}

impl Ban {
    fn is_for(&self, path: &str) -> bool {
        let begins = |list: &[&str]| list.iter().any(|start| path.starts_with(start));
        begins(self.within) && !begins(self.except)
    }

    fn find(&self, code: TokenStream) -> Vec<(usize, String)> {
        let found = code.into_iter().flat_map(|token| match token {
            TokenTree::Group(group) => self.find(group.stream()),
            TokenTree::Ident(word) if self.words.iter().any(|banned| word == banned) => {
                vec![(word.span().start().line, word.to_string())]
            }
            _ => Vec::new(),
        });
        found.collect()
    }
}

fn unfinished(source: &str) -> Vec<(usize, String)> {
    let found = (1..).zip(source.lines()).filter_map(|(number, line)| {
        let (_, comment) = line.split_once("//")?;
        let mark = comment.split(|c: char| !c.is_alphanumeric()).find(|word| UNFINISHED.contains(word))?;
        Some((number, format!("{mark} in a comment: do it, or file it")))
    });
    found.collect()
}

/// Every Rust file of the workspace, in order.
fn rust_files(root: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
            if path.is_dir() {
                if !hidden && path != root.join("target") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fatal(path: &str, source: &str) -> Vec<String> {
        let findings = judge(path, source).expect("Rust");
        findings.into_iter().filter(|finding| finding.fatal).map(|finding| finding.what).collect()
    }

    #[test]
    fn unsafe_is_allowed_in_two_crates_only() {
        let source = "//! Why.\n#![allow(unsafe_code, reason = \"these are system calls\")]";
        assert!(fatal("relay/probe/src/sys.rs", source).is_empty());
        let found = fatal("relay/src/main.rs", source);
        assert_eq!(
            found,
            ["relay/src/main.rs:2: `unsafe_code`: only relay/probe and relay/network may be unsafe"]
        );
    }

    #[test]
    fn words_in_comments_and_strings_are_free() {
        assert!(fatal("relay/src/main.rs", "// unsafe_code\nconst A: &str = \"unsafe_code\";").is_empty());
    }

    #[test]
    fn state_and_layout_are_pure_and_know_no_view() {
        assert_eq!(fatal("web/src/geometry/rulers.rs", "use crate::view::Theme;").len(), 1);
        assert_eq!(fatal("web/src/model/ui.rs", "fn f(window: web_sys::Window) {}").len(), 1);
        assert!(fatal("web/src/view/rulers.rs", "use crate::view::Theme; use web_sys::Window;").is_empty());
    }

    #[test]
    fn unfinished_work_is_found() {
        let [mark, ..] = UNFINISHED;
        assert_eq!(fatal("relay/src/a.rs", &format!("f(); // {mark}: g")).len(), 1);
        assert!(fatal("relay/src/a.rs", &format!("f(\"{mark}\"); // g")).is_empty());
    }

    #[test]
    fn long_files_are_noted_and_too_long_ones_refused() {
        let lines = |count| "\n".repeat(count);
        let count = |count| judge("a.rs", &lines(count)).expect("Rust").len();
        assert_eq!(count(NOTED_LINES), 0);
        assert_eq!(count(MAX_LINES), 1);
        assert_eq!(fatal("a.rs", &lines(MAX_LINES)).len(), 0);
        assert_eq!(fatal("a.rs", &lines(MAX_LINES + 1)).len(), 1);
    }
}
