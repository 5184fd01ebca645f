//! Who may connect: only browsers of this machine that ask for exactly this address.
//!
//! A page of another site can make a browser send requests here, under a name of its own that it makes resolve to
//! 127.0.0.1. The Host header then has that name, and the Origin header that site.

use axum::http::{HeaderMap, HeaderName, header};

/// Why a request is not served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Another Host, or none.
    #[error("This relay only answers to 127.0.0.1, localhost and [::1] with its own port.")]
    Host,
    /// Another Origin.
    #[error("This relay only serves its own page, not other sites.")]
    Origin,
}

/// Checks Host and, where a browser sent one, Origin.
pub fn check(headers: &HeaderMap, port: u16) -> Result<(), Denied> {
    let host = one(headers, &header::HOST).flatten().ok_or(Denied::Host)?;
    if !is_ours(host, port) {
        return Err(Denied::Host);
    }
    match one(headers, &header::ORIGIN) {
        None if headers.contains_key(header::ORIGIN) => Err(Denied::Origin),
        None => Ok(()),
        Some(origin) => match origin.and_then(|origin| origin.strip_prefix("http://")) {
            Some(from) if from.eq_ignore_ascii_case(host) => Ok(()),
            _ => Err(Denied::Origin),
        },
    }
}

/// The header's value, where there is exactly one; `Some(None)` where it is not text.
fn one<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<Option<&'a str>> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    values.next().is_none().then(|| value.to_str().ok())
}

fn is_ours(host: &str, port: u16) -> bool {
    let name = match host.strip_suffix(&format!(":{port}")) {
        Some(name) => name,
        None if port == 80 => host,
        None => return false,
    };
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|ours| name.eq_ignore_ascii_case(ours))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn checked(host: &[&'static str], origin: &[&'static str]) -> Result<(), Denied> {
        let mut headers = HeaderMap::new();
        for value in host {
            headers.append(header::HOST, HeaderValue::from_static(value));
        }
        for value in origin {
            headers.append(header::ORIGIN, HeaderValue::from_static(value));
        }
        check(&headers, 8765)
    }

    #[test]
    fn our_own_names_are_served() {
        for host in ["127.0.0.1:8765", "localhost:8765", "LocalHost:8765", "[::1]:8765"] {
            assert_eq!(checked(&[host], &[]), Ok(()), "{host}");
        }
        assert_eq!(checked(&["localhost:8765"], &["http://localhost:8765"]), Ok(()));
    }

    #[test]
    fn other_names_and_ports_are_not() {
        for host in [
            "evil.example:8765",
            "127.0.0.1",
            "127.0.0.1:8766",
            "127.0.0.1.evil.example:8765",
            "evil127.0.0.1:8765",
            "::1:8765",
            "",
        ] {
            assert_eq!(checked(&[host], &[]), Err(Denied::Host), "{host}");
        }
        assert_eq!(checked(&[], &[]), Err(Denied::Host));
        assert_eq!(checked(&["127.0.0.1:8765", "evil.example:8765"], &[]), Err(Denied::Host));
    }

    #[test]
    fn other_origins_are_not() {
        for origin in [
            "http://evil.example",
            "https://127.0.0.1:8765",
            "http://127.0.0.1:8766",
            "http://localhost:8765",
            "null",
            "",
        ] {
            assert_eq!(checked(&["127.0.0.1:8765"], &[origin]), Err(Denied::Origin), "{origin}");
        }
        let ours = "http://127.0.0.1:8765";
        assert_eq!(checked(&["127.0.0.1:8765"], &[ours, "http://evil.example"]), Err(Denied::Origin));
    }
}
