//! Texts for which CPython's wording is known without context.

/// What CPython says instead of `text`; `None` where it says the same.
pub(super) fn words(text: &str) -> Option<String> {
    if let Some(changed) =
        PREFIXES.iter().find_map(|(theirs, its)| Some(format!("{its}{}", text.strip_prefix(theirs)?)))
    {
        return Some(changed);
    }
    if let Some(operands) = text.strip_prefix("unsupported operand type(s) for ") {
        return of_operands(operands);
    }
    if let Some((class, found)) = text.split_once(INDICES) {
        return Some(of_index(class.split(' ').next()?, found.trim_matches('\'')));
    }
    if let Some(classes) = text.strip_prefix("Cannot add list and ") {
        return Some(format!("can only concatenate list (not \"{classes}\") to list"));
    }
    if let Some(class) = text.strip_prefix("can only concatenate tuple (not '") {
        return Some(format!("can only concatenate tuple (not \"{}", class.replace('\'', "\"")));
    }
    if let Some((class, what)) =
        text.split_once(" does not support item ").filter(|(class, _)| class.ends_with('\''))
    {
        let sequence = what == "deletion" && ["'str'", "'bytes'", "'tuple'", "'range'"].contains(&class);
        let not = if sequence { "doesn't" } else { "does not" };
        return Some(format!("{class} object {not} support item {what}"));
    }
    if let Some(name) = text
        .strip_prefix("local variable '")
        .and_then(|text| text.strip_suffix("' referenced before assignment"))
    {
        return Some(format!(
            "cannot access local variable '{name}' where it is not associated with a value"
        ));
    }
    if let Some(method) = text.strip_prefix("Buffered").and_then(|text| text.strip_suffix("() not supported"))
    {
        return Some(method.split('.').nth(1)?.to_owned());
    }
    if let Some(of) = text.strip_suffix(" is not an iterator").and_then(|text| text.strip_suffix(" object")) {
        return (!of.starts_with('\'')).then(|| format!("'{of}' object is not an iterator"));
    }
    if text.starts_with("isinstance() arg 2 must be") || text.starts_with("issubclass() arg ") {
        return Some(text.rsplit_once(", not ")?.0.to_owned());
    }
    if let Some(found) = text.strip_prefix("expected string got ") {
        let bytes = ["'bytes'", "'bytearray'", "'memoryview'"].contains(&found);
        return Some(match bytes {
            true => "cannot use a string pattern on a bytes-like object".to_owned(),
            false => format!("expected string or bytes-like object, got {found}"),
        });
    }
    if let Some((format, found)) = text.split_once(" format: a number is required") {
        return Some(format!("{format} format: a real number is required{found}"));
    }
    (text.starts_with("type ") && text.ends_with("doesn't define __round__"))
        .then(|| format!("{text} method"))
}

const INDICES: &str = "indices must be integers or slices or classes that override __index__ operator, not ";

/// How a text begins, and how CPython's does.
const PREFIXES: &[(&str, &str)] = &[
    ("ValueError: ", ""),
    ("OverflowError: ", ""),
    ("maximum recursion depth exceeded ", "maximum recursion depth exceeded"),
    ("float() argument must be a string or a number", "float() argument must be a string or a real number"),
    ("deflate decompression error: ", "Error -3 while decompressing data: "),
    ("'TextIOWrapper' object has", "'_io.TextIOWrapper' object has"),
    ("'BufferedReader' object has", "'_io.BufferedReader' object has"),
    ("'BufferedWriter' object has", "'_io.BufferedWriter' object has"),
    ("'BytesIO' object has", "'_io.BytesIO' object has"),
    ("'StringIO' object has", "'_io.StringIO' object has"),
    ("'lock' object has", "'_thread.lock' object has"),
    ("'deque' object has", "'collections.deque' object has"),
    ("cannot pickle 'lock' object", "cannot pickle '_thread.lock' object"),
    ("'poll' object has", "'select.poll' object has"),
    ("'epoll' object has", "'select.epoll' object has"),
    ("'HASH' object has", "'_hashlib.HASH' object has"),
    (
        "sequence indices be integers or slices or classes that override __index__ operator, not 'str'",
        "range indices must be integers or slices, not str",
    ),
];

/// Of `+: 'str' and 'int'`: sequences have texts of their own.
fn of_operands(operands: &str) -> Option<String> {
    let (operator, types) = operands.split_once(": ")?;
    let (left, right) = types.trim_matches('\'').split_once("' and '")?;
    let is_sequence = |name| ["str", "bytes", "bytearray", "list", "tuple"].contains(&name);
    match operator {
        "+" | "+=" => match left {
            "str" | "list" | "tuple" => {
                Some(format!("can only concatenate {left} (not \"{right}\") to {left}"))
            }
            "bytes" | "bytearray" => Some(format!("can't concat {right} to {left}")),
            _ => None,
        },
        "*" | "*=" if is_sequence(left) => {
            Some(format!("can't multiply sequence by non-int of type '{right}'"))
        }
        "*" | "*=" if is_sequence(right) => {
            Some(format!("can't multiply sequence by non-int of type '{left}'"))
        }
        "divmod" => Some(format!("unsupported operand type(s) for divmod(): {types}")),
        _ => None,
    }
}

fn of_index(class: &str, found: &str) -> String {
    match class {
        "str" => format!("string indices must be integers, not '{found}'"),
        "bytes" => format!("byte indices must be integers or slices, not {found}"),
        _ => format!("{class} indices must be integers or slices, not {found}"),
    }
}
