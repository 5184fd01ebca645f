//! What a call says about the number and names of its arguments.

use super::calls::Given;

/// What CPython says where a built-in says `text`; `None` where it says the same.
pub(super) fn words(callee: &str, name: &str, text: &str, given: &Given) -> Option<String> {
    if let Some(keyword) = text.strip_prefix("Unexpected keyword argument ") {
        return match callee {
            "range" => Some("range() takes no keyword arguments".to_owned()),
            _ => Some(format!("'{keyword}' is an invalid keyword argument for {name}()")),
        };
    }
    let count = text.strip_prefix("expected at ")?;
    let (which, rest) = count.split_once(' ')?;
    let (limit, got) = rest.split_once(" arguments, got ")?;
    let is_method = callee.contains('.');
    if is_method && got == "0" {
        return Some(format!("unbound method {callee}() needs an argument"));
    }
    let object = usize::from(is_method);
    let limit = limit.parse::<usize>().ok()?.checked_sub(object)?;
    let got = got.parse::<usize>().ok()?.checked_sub(object)?;
    let plural = if limit == 1 { "" } else { "s" };
    // Ours has replaced the module's.
    let whole = if callee == "sleep" { "time.sleep".to_owned() } else { callee.replace(':', ".") };
    if let Some((_, parameters)) = NAMED.iter().find(|(named, _)| *named == callee)
        && let Some(missing) = parameters.get(got).filter(|_| which == "least")
    {
        return Some(format!("{name}() missing required argument '{missing}' (pos {})", got + 1));
    }
    Some(match (callee, limit) {
        ("range", _) if !given.names.is_empty() => "range() takes no keyword arguments".to_owned(),
        ("list.sort", 0) => "sort() takes no positional arguments".to_owned(),
        ("sum", _) | ("int.from_bytes" | "int.to_bytes", _) => {
            format!("{name}() takes at {which} {limit} positional argument{plural} ({got} given)")
        }
        ("sorted", _) => format!("sorted expected 1 argument, got {got}"),
        (_, 0) if which == "most" => format!("{whole}() takes no arguments ({got} given)"),
        _ if WITH_NAMES.contains(&callee) => {
            format!("{name}() takes at {which} {limit} argument{plural} ({got} given)")
        }
        _ if OPTIONAL.contains(&name) => {
            format!("{name} expected at {which} {limit} argument{plural}, got {got}")
        }
        (_, 1) => format!("{whole}() takes exactly one argument ({got} given)"),
        _ => format!("{name} expected {limit} arguments, got {got}"),
    })
}

/// Parameters that CPython calls by their names.
const NAMED: &[(&str, &[&str])] = &[
    ("round", &["number"]),
    ("pow", &["base", "exp"]),
    ("compile", &["source", "filename", "mode"]),
    ("int.from_bytes", &["bytes", "byteorder"]),
];

/// Their arguments can be given by name, or are counted as if they could.
const WITH_NAMES: &[&str] = &[
    "str.split",
    "str.rsplit",
    "bytes.split",
    "bytes.rsplit",
    "bytes.decode",
    "str.encode",
    "str.splitlines",
    "str.expandtabs",
    "str.find",
    "str.rfind",
    "str.index",
    "str.rindex",
    "str.count",
    "str.startswith",
    "str.endswith",
    "int",
    "str",
    "bytes",
    "bytearray",
];

/// Some of their arguments may be left out.
const OPTIONAL: &[&str] = &[
    "strip",
    "lstrip",
    "rstrip",
    "replace",
    "ljust",
    "rjust",
    "center",
    "get",
    "pop",
    "setdefault",
    "update",
    "index",
    "max",
    "min",
    "list",
    "tuple",
    "dict",
    "set",
    "float",
    "bool",
    "range",
    "iter",
    "next",
    "getattr",
    "dir",
    "exit",
    "select",
    "register",
];
