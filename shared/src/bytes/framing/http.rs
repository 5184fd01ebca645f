//! The head of an HTTP/1 message (RFC 9112): what kind it is, and how long its body.

use super::FrameError;

/// What ends a head.
pub(super) const BLANK: &[u8] = b"\r\n\r\n";
/// Longest plausible head, in bytes.
pub(super) const MAX_HEAD_BYTES: usize = 64 << 10;

/// How long a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    Bytes(u64),
    /// It ends with the connection.
    UntilClose,
}

/// `GET / HTTP/1.1`: method, target and version, a space between each.
pub fn is_request_line(line: &[u8]) -> bool {
    let parts: Vec<&[u8]> = line.split(|byte| *byte == b' ').collect();
    let [method, target, version] = parts.as_slice() else { return false };
    let name = !method.is_empty()
        && method.iter().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(b));
    name && !target.is_empty() && target.iter().all(u8::is_ascii_graphic) && is_version(version)
}

/// The three digits of `HTTP/1.1 200 OK`.
pub fn status(line: &[u8]) -> Option<u16> {
    let (version, rest) = line.split_at_checked(8)?;
    let digits = rest.strip_prefix(b" ")?.get(..3)?;
    let ends = matches!(rest.get(4), None | Some(b' '));
    let number = std::str::from_utf8(digits).ok().filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    if is_version(version) && ends { number.parse().ok() } else { None }
}

/// The first line, without its end.
pub fn first_line(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.windows(2).position(|two| two == b"\r\n")?;
    bytes.get(..end)
}

fn is_version(version: &[u8]) -> bool {
    matches!(version, b"HTTP/1.0" | b"HTTP/1.1")
}

/// How long the body is that follows a whole head.
pub(super) fn body_length(head: &[u8]) -> Result<Length, FrameError> {
    let line = first_line(head).ok_or(FrameError::NotHttp)?;
    let status = match (is_request_line(line), status(line)) {
        (true, _) => None,
        (false, Some(status)) => Some(status),
        (false, None) => return Err(FrameError::NotHttp),
    };
    let mut length = None;
    for line in lines(head).skip(1) {
        if value(line, b"transfer-encoding").is_some() {
            return Err(FrameError::NoLength);
        }
        if let Some(digits) = value(line, b"content-length") {
            let number = number(digits).filter(|number| length.is_none_or(|known| known == *number));
            length = Some(number.ok_or(FrameError::NoLength)?);
        }
    }
    Ok(match (status, length) {
        (Some(100..200 | 204 | 304), _) => Length::Bytes(0),
        (_, Some(bytes)) => Length::Bytes(bytes),
        (None, None) => Length::Bytes(0),
        (Some(_), None) => Length::UntilClose,
    })
}

fn lines(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    head.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

/// The value of a header line of this name.
fn value<'a>(line: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let (own, rest) = line.split_at_checked(name.len())?;
    let value = rest.strip_prefix(b":")?;
    own.eq_ignore_ascii_case(name).then(|| value.trim_ascii())
}

fn number(digits: &[u8]) -> Option<u64> {
    let digits = std::str::from_utf8(digits).ok().filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    digits.parse().ok()
}
