//! `sys.argv` as a person types it: split as a shell does, within bounds.

/// Most arguments of one program.
const MAX_ARGUMENTS: usize = 64;
/// Longest command line of one program, in bytes.
const MAX_BYTES: usize = 4 << 10;

/// The arguments in a command line, or what is wrong with it and what to do.
pub fn split(line: &str) -> Result<Vec<String>, String> {
    if line.len() > MAX_BYTES {
        return Err(format!("{} bytes are too many: {MAX_BYTES} at most", line.len()));
    }
    if line.contains('\0') {
        return Err("a program's argument cannot hold a zero byte".to_owned());
    }
    let arguments = shlex::split(line).ok_or("a quote is not closed, or a backslash ends the line")?;
    match arguments.len() {
        0..=MAX_ARGUMENTS => Ok(arguments),
        count => Err(format!("{count} are too many: {MAX_ARGUMENTS} at most")),
    }
}

/// The command line that has these arguments.
pub fn join(arguments: &[String]) -> Result<String, String> {
    let line = shlex::try_join(arguments.iter().map(String::as_str))
        .map_err(|_| "a program's argument cannot hold a zero byte".to_owned())?;
    split(&line).map(|_| line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_as_a_shell_splits_it() {
        let split = |line: &str| split(line).unwrap();
        assert_eq!(split("127.0.0.1 8001"), ["127.0.0.1", "8001"]);
        assert_eq!(split("  --name 'a b' \"\" c\\ d "), ["--name", "a b", "", "c d"]);
        assert_eq!(split("你好 \"世 界\""), ["你好", "世 界"]);
        assert!(split("").is_empty());
    }

    #[test]
    fn joined_arguments_are_split_again() {
        for arguments in [&["a b", "'", "\"", "$HOME"][..], &[""], &[]] {
            let arguments: Vec<String> = arguments.iter().map(|text| (*text).to_owned()).collect();
            assert_eq!(split(&join(&arguments).unwrap()), Ok(arguments));
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(split("'open").unwrap_err().contains("quote"));
        assert!(split(&"x ".repeat(MAX_ARGUMENTS)).is_ok());
        assert!(split(&"x ".repeat(MAX_ARGUMENTS + 1)).unwrap_err().contains("65"));
        assert!(split(&"x".repeat(MAX_BYTES + 1)).unwrap_err().contains("4097"));
        assert!(split("a\0b").is_err() && join(&["a\0".to_owned()]).is_err());
    }
}
