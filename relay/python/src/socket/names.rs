//! Host and service names: numbers, `localhost`, the session's own hosts, and a few well-known services. There is no DNS.

use socketscope_shared::hosts::Host;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::OnceLock,
};

/// What the session adds to them, as `/etc/hosts` would.
static HOSTS: OnceLock<Vec<Host>> = OnceLock::new();

/// Called once, before the interpreter runs.
pub fn init_hosts(hosts: &[Host]) {
    // A second program in one process would be a mistake of ours; the first one stays.
    let _ = HOSTS.set(hosts.to_vec());
}

/// The machine's own name, as `gethostname` gives it.
pub(super) const HOST_NAME: &str = "localhost";

/// Why a name is unknown: getaddrinfo(3)'s number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unresolved(pub i32);

impl Unresolved {
    /// As gai_strerror(3) says it.
    pub fn message(self) -> &'static str {
        match self.0 {
            libc::EAI_NONAME => "Name or service not known",
            libc::EAI_NODATA => "No address associated with hostname",
            libc::EAI_AGAIN => "Temporary failure in name resolution",
            libc::EAI_FAMILY => "ai_family not supported",
            libc::EAI_SERVICE => "Servname not supported for ai_socktype",
            libc::EAI_SOCKTYPE => "ai_socktype not supported",
            libc::EAI_BADFLAGS => "Bad value for ai_flags",
            -9 => "Address family for hostname not supported",
            _ => "Unknown error",
        }
    }
}

/// The address that a host's name means in a family (0: any). Empty means all addresses, as in bind.
pub(super) fn host(name: &str, family: i32) -> Result<IpAddr, Unresolved> {
    let v6 = family == libc::AF_INET6;
    let named = match name {
        "" if v6 => Some(IpAddr::V6(Ipv6Addr::UNSPECIFIED)),
        "" => Some(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
        "<broadcast>" => Some(IpAddr::V4(Ipv4Addr::BROADCAST)),
        "localhost" | "localhost.localdomain" | "ip6-localhost" if v6 => {
            Some(IpAddr::V6(Ipv6Addr::LOCALHOST))
        }
        "localhost" | "localhost.localdomain" => Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        _ => number(name),
    };
    if named.is_none()
        && let Some(ip) = listed(name)
    {
        return if v6 { Err(Unresolved(libc::EAI_NODATA)) } else { Ok(IpAddr::V4(ip)) };
    }
    // Without a network the name is unknown, unless it cannot be a name at all.
    let unknown = if could_be_a_name(name) { libc::EAI_AGAIN } else { libc::EAI_NONAME };
    let address = named.ok_or(Unresolved(unknown))?;
    let fits = family == libc::AF_UNSPEC || v6 == address.is_ipv6();
    if fits { Ok(address) } else { Err(Unresolved(-9)) }
}

/// Whether the C library would ask for it: letters, digits, hyphens and underscores between dots.
fn could_be_a_name(name: &str) -> bool {
    let fits = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let labels = || name.strip_suffix('.').unwrap_or(name).split('.');
    name.chars().all(fits) && !name.starts_with('-') && labels().all(|label| (1..=63).contains(&label.len()))
}

/// What one of the session's hosts means.
fn listed(name: &str) -> Option<Ipv4Addr> {
    let name = name.strip_suffix('.').unwrap_or(name);
    let of_name = |host: &&Host| host.name.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(name));
    hosts().iter().find(of_name).map(|host| host.ip.into())
}

/// The name that `/etc/hosts`, if there were one, would have for it.
pub(super) fn name_of(ip: IpAddr) -> Option<&'static str> {
    if ip == Ipv4Addr::LOCALHOST {
        return Some(HOST_NAME);
    }
    hosts().iter().filter(|host| IpAddr::from(host.ip) == ip).find_map(|host| host.name.as_deref())
}

fn hosts() -> &'static [Host] {
    HOSTS.get().map_or(&[], Vec::as_slice)
}

/// An address written as a number, also in inet_aton(3)'s short forms (`127.1`).
pub(super) fn number(name: &str) -> Option<IpAddr> {
    name.parse().ok().or_else(|| aton(name).map(IpAddr::V4))
}

/// inet_aton(3): one to four numbers, decimal, octal or hexadecimal; the last fills the rest.
pub(super) fn aton(text: &str) -> Option<Ipv4Addr> {
    let parts: Vec<u32> = text.split('.').map(part).collect::<Option<_>>()?;
    let (last, leading) = parts.split_last()?;
    if leading.len() > 3 || leading.iter().any(|byte| *byte > 255) {
        return None;
    }
    let rest_bits = 32 - 8 * leading.len() as u32;
    if u64::from(*last) >> rest_bits != 0 {
        return None;
    }
    let high = leading.iter().enumerate().map(|(at, byte)| byte << (24 - 8 * at)).sum::<u32>();
    Some(Ipv4Addr::from(high | last))
}

fn part(text: &str) -> Option<u32> {
    let (digits, radix) = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(hex) => (hex, 16),
        None if text.len() > 1 && text.starts_with('0') => (&text[1..], 8),
        None => (text, 10),
    };
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then(|| u32::from_str_radix(digits, radix).ok()).flatten()
}

/// Ports that have a name (services(5)).
const SERVICES: &[(&str, u16)] = &[
    ("echo", 7),
    ("discard", 9),
    ("daytime", 13),
    ("ftp", 21),
    ("ssh", 22),
    ("telnet", 23),
    ("smtp", 25),
    ("domain", 53),
    ("http", 80),
    ("pop3", 110),
    ("imap", 143),
    ("https", 443),
];

/// The port of a service's name.
pub(super) fn service(name: &str) -> Option<u16> {
    SERVICES.iter().find(|(known, _)| *known == name).map(|(_, port)| *port)
}

/// The name of a port.
pub(super) fn service_name(port: u16) -> Option<&'static str> {
    SERVICES.iter().find(|(_, known)| *known == port).map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_mean_what_they_mean_to_the_c_library() {
        assert_eq!(host("localhost", libc::AF_INET), Ok(IpAddr::V4(Ipv4Addr::LOCALHOST)));
        assert_eq!(host("127.1", libc::AF_INET), Ok(IpAddr::V4(Ipv4Addr::LOCALHOST)));
        assert_eq!(host("0x7f.0.0.01", libc::AF_INET), Ok(IpAddr::V4(Ipv4Addr::LOCALHOST)));
        assert_eq!(host("::1", libc::AF_INET), Err(Unresolved(-9)));
        assert_eq!(host("example.com", 0), Err(Unresolved(libc::EAI_AGAIN)));
        for impossible in ["http://example.com", "a b", "127.0.0.1:80", "-x", "a..b"] {
            assert_eq!(host(impossible, 0), Err(Unresolved(libc::EAI_NONAME)), "{impossible}");
        }
        assert_eq!(aton("256.1.1.1"), None);
        assert_eq!(aton("1.2.3.4.5"), None);
        assert_eq!(aton("1..2"), None);
    }
}
