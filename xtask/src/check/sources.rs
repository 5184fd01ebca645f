//! What may stand in which files.

use super::Finding;
use crate::lexer::{split, tokens};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file of more lines deserves a hard look.
const NOTED_LINES: usize = 300;
/// A file of more lines is asking to be two.
const MAX_LINES: usize = 400;

/// Code that may not stand in some folders.
struct Ban {
    /// Paths that begin so are meant; all where empty.
    within: &'static [&'static str],
    /// Paths that begin so are exempt.
    except: &'static [&'static str],
    /// Tokens in a row, separated by spaces.
    tokens: &'static [&'static str],
    why: &'static str,
}

const BANS: [Ban; 5] = [
    Ban {
        within: &[],
        except: &["relay/probe/", "relay/network/"],
        tokens: &["unsafe"],
        why: "only relay/probe and relay/network may be unsafe",
    },
    Ban {
        within: &[],
        except: &[],
        tokens: &["todo !", "unimplemented !", "dbg !"],
        why: "left over from work in progress",
    },
    Ban {
        within: &["shared/src/"],
        // Tests may measure and print.
        except: &["shared/src/tests/"],
        tokens: &[
            "Instant",
            "SystemTime",
            "std :: fs",
            "std :: process",
            "std :: thread",
            "std :: env",
            "TcpStream",
            "TcpListener",
            "UdpSocket",
            "println !",
            "eprintln !",
        ],
        why: "shared does no I/O and reads no clock",
    },
    Ban {
        within: &["web/src/geometry", "web/src/model"],
        except: &[],
        tokens: &["web_sys", "js_sys", "yew", "crate :: view", "crate :: store"],
        why: "layout and state are pure, and know no view",
    },
    Ban {
        within: &["web/src/store"],
        except: &[],
        tokens: &["crate :: view"],
        why: "the store knows no view",
    },
];

/// Marks of unfinished work in comments.
const UNFINISHED: [&str; 3] = ["TODO", "FIXME", "XXX"];

pub fn check(root: &Path) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in rust_files(root)? {
        let path = file.strip_prefix(root)?.to_string_lossy().into_owned();
        let source = fs::read_to_string(&file).with_context(|| path.clone())?;
        findings.extend(judge(&path, &source));
    }
    Ok(findings)
}

fn judge(path: &str, source: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let count = source.lines().count();
    if count > NOTED_LINES {
        let what = format!("{path} has {count} lines (noted from {NOTED_LINES}, at most {MAX_LINES})");
        findings.push(Finding { what, fatal: count > MAX_LINES });
    }
    let bans: Vec<&Ban> = BANS.iter().filter(|ban| ban.is_for(path)).collect();
    let (code, comments) = split(source);
    for (number, (code, comment)) in (1..).zip(code.lines().zip(comments.lines())) {
        let found = tokens(code);
        for ban in &bans {
            if let Some(banned) = ban.tokens.iter().find(|banned| contains(&found, banned)) {
                findings.push(Finding::fatal(format!(
                    "{path}:{number}: `{}`: {}",
                    banned.replace(' ', ""),
                    ban.why
                )));
            }
        }
        if let Some(mark) = tokens(comment).into_iter().find(|word| UNFINISHED.contains(word)) {
            findings.push(Finding::fatal(format!("{path}:{number}: {mark} in a comment: do it, or file it")));
        }
    }
    findings
}

impl Ban {
    fn is_for(&self, path: &str) -> bool {
        let begins = |list: &[&str]| list.iter().any(|start| path.starts_with(start));
        (self.within.is_empty() || begins(self.within)) && !begins(self.except)
    }
}

fn contains(found: &[&str], banned: &str) -> bool {
    let banned: Vec<&str> = banned.split(' ').collect();
    found.windows(banned.len()).any(|window| window == banned)
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
        judge(path, source).into_iter().filter(|finding| finding.fatal).map(|finding| finding.what).collect()
    }

    #[test]
    fn unsafe_stands_in_two_crates_only() {
        let source = "fn f() {\n    unsafe { g() }\n}";
        assert!(fatal("relay/probe/src/sys.rs", source).is_empty());
        let found = fatal("relay/src/main.rs", source);
        assert_eq!(
            found,
            ["relay/src/main.rs:2: `unsafe`: only relay/probe and relay/network may be unsafe"]
        );
    }

    #[test]
    fn words_in_comments_and_strings_are_free() {
        assert!(
            fatal("relay/src/main.rs", "// unsafe\nlet a = \"unsafe todo!()\"; unsafe_code();").is_empty()
        );
    }

    #[test]
    fn shared_reads_no_clock() {
        assert_eq!(fatal("shared/src/log.rs", "use std::time::Instant;").len(), 1);
        assert_eq!(fatal("shared/src/log.rs", "let text = std::fs::read(file);").len(), 1);
        assert!(fatal("shared/src/log.rs", "use std::{net::SocketAddr, time::Duration};").is_empty());
        assert!(fatal("relay/src/log.rs", "use std::time::Instant;").is_empty());
    }

    #[test]
    fn state_knows_no_view() {
        assert_eq!(fatal("web/src/geometry/rulers.rs", "use crate::view::Theme;").len(), 1);
        assert_eq!(fatal("web/src/store/socket.rs", "use crate::view::Theme;").len(), 1);
        assert!(fatal("web/src/view/rulers.rs", "use crate::view::Theme;").is_empty());
    }

    #[test]
    fn unfinished_work_is_found() {
        assert_eq!(fatal("relay/src/a.rs", "todo!()").len(), 1);
        assert_eq!(fatal("relay/src/a.rs", "f(); // TODO: g").len(), 1);
    }

    #[test]
    fn long_files_are_noted_and_too_long_ones_refused() {
        let lines = |count| "\n".repeat(count);
        assert_eq!(judge("a.rs", &lines(NOTED_LINES)).len(), 0);
        assert_eq!(judge("a.rs", &lines(MAX_LINES)).len(), 1);
        assert_eq!(fatal("a.rs", &lines(MAX_LINES)).len(), 0);
        assert_eq!(fatal("a.rs", &lines(MAX_LINES + 1)).len(), 1);
    }
}
