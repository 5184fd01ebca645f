//! Addresses and names that a session's network has besides its own, as `/etc/hosts` would list them.

use bitcode::{Decode, Encode};
use std::net::Ipv4Addr;

/// Most entries of one session.
pub const MAX_HOSTS: usize = 8;
/// Longest name, in bytes, and longest part of one (RFC 1035).
const MAX_NAME_BYTES: usize = 253;
const MAX_LABEL_BYTES: usize = 63;
/// What a name without an address means: the machine itself.
const LOCAL: [u8; 4] = [127, 0, 0, 1];

/// An address, or a name and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Host {
    /// The address.
    pub ip: [u8; 4],
    /// The name that means it, if there is one.
    pub name: Option<String>,
}

/// Why an entry cannot be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostsError {
    /// More than [`MAX_HOSTS`].
    TooMany,
    /// Neither an IPv4 address nor a host's name.
    NotAHost {
        /// As written, shortened.
        entry: String,
    },
    /// No machine has this address: it is for groups, for everybody, or for none.
    NoMachines {
        /// The address.
        address: String,
    },
    /// Every network has this one already.
    HereAlready {
        /// The address or name.
        entry: String,
    },
    /// The name is there twice.
    Twice {
        /// The name.
        name: String,
    },
}

/// The hosts that a text lists, one a line or after a comma: an address, a name (which then means 127.0.0.1), or an
/// address and its names. What follows a `#` does not count.
pub fn hosts(text: &str) -> Result<Vec<Host>, HostsError> {
    let mut hosts = Vec::<Host>::new();
    for line in text.lines().flat_map(|line| line.split('#').next()) {
        for entry in line.split([',', ';']) {
            let mut words = entry.split_whitespace().peekable();
            let Some(first) = words.peek().copied() else { continue };
            let ip = first.parse::<Ipv4Addr>().ok();
            if let Some(ip) = ip {
                words.next();
                usable(ip)?;
                match words.peek() {
                    Some(_) => {}
                    None if ip.is_loopback() => {
                        return Err(HostsError::HereAlready { entry: ip.to_string() });
                    }
                    None => hosts.push(Host { ip: ip.octets(), name: None }),
                }
            }
            for word in words {
                let name = name(word)?;
                if hosts.iter().any(|host| host.name.as_ref() == Some(&name)) {
                    return Err(HostsError::Twice { name });
                }
                hosts.push(Host { ip: ip.map_or(LOCAL, |ip| ip.octets()), name: Some(name) });
            }
            if hosts.len() > MAX_HOSTS {
                return Err(HostsError::TooMany);
            }
        }
    }
    Ok(hosts)
}

/// The addresses of these hosts that a network does not have by itself, each once.
pub fn foreign(hosts: &[Host]) -> Vec<[u8; 4]> {
    let mut ips = Vec::new();
    for host in hosts.iter().filter(|host| !Ipv4Addr::from(host.ip).is_loopback()) {
        if !ips.contains(&host.ip) {
            ips.push(host.ip);
        }
    }
    ips
}

fn usable(ip: Ipv4Addr) -> Result<(), HostsError> {
    // 0.0.0.0/8 is this network, 224.0.0.0/4 are groups, 240.0.0.0/4 is reserved and has the broadcast address.
    match ip.octets()[0] {
        0 | 224.. => Err(HostsError::NoMachines { address: ip.to_string() }),
        _ => Ok(()),
    }
}

/// A name in small letters, as the resolver compares them.
fn name(word: &str) -> Result<String, HostsError> {
    let name = word.strip_suffix('.').unwrap_or(word).to_ascii_lowercase();
    if matches!(name.as_str(), "localhost" | "localhost.localdomain") {
        return Err(HostsError::HereAlready { entry: name });
    }
    let fits = |label: &str| {
        (1..=MAX_LABEL_BYTES).contains(&label.len())
            && !label.starts_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    // What ends in a number is meant as an address.
    let number = name.rsplit('.').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
    match name.len() <= MAX_NAME_BYTES && name.split('.').all(fits) && !number {
        true => Ok(name),
        false => Err(HostsError::NotAHost { entry: word.chars().take(40).collect() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(ip: [u8; 4], name: Option<&str>) -> Host {
        Host { ip, name: name.map(str::to_owned) }
    }

    #[test]
    fn addresses_and_names_are_listed_in_lines_and_after_commas() {
        const FAR: [u8; 4] = [172, 17, 87, 202];
        assert_eq!(hosts(" \n# none\n"), Ok(Vec::new()));
        assert_eq!(hosts("172.17.87.202"), Ok(vec![host(FAR, None)]));
        assert_eq!(hosts("WWW.Example.com."), Ok(vec![host(LOCAL, Some("www.example.com"))]));
        let both = hosts("172.17.87.202 www.example.com db # two\n10.0.0.7, far; 127.0.0.1 here").unwrap();
        let names: Vec<_> = both.iter().map(|host| host.name.as_deref()).collect();
        assert_eq!(names, [Some("www.example.com"), Some("db"), None, Some("far"), Some("here")]);
        assert_eq!(foreign(&both), [FAR, [10, 0, 0, 7]]);
    }

    #[test]
    fn what_is_no_host_is_refused() {
        let entry = |entry: &str| Err(HostsError::NotAHost { entry: entry.into() });
        for wrong in
            ["http://www.example.com", "172.17.87.202:80", "1.2.3", "256.1.1.1", "::1", "-x", "a..b", "名"]
        {
            assert_eq!(hosts(wrong), entry(wrong), "{wrong}");
        }
        for address in ["0.0.0.0", "224.0.0.1", "255.255.255.255", "0.1.2.3"] {
            assert_eq!(hosts(address), Err(HostsError::NoMachines { address: address.into() }));
        }
        for here in ["127.0.0.1", "localhost"] {
            assert_eq!(hosts(here), Err(HostsError::HereAlready { entry: here.into() }));
        }
        assert_eq!(hosts("a,b\nA"), Err(HostsError::Twice { name: "a".into() }));
        assert!(hosts("a b c d e f g h").is_ok());
        assert_eq!(hosts("a b c d e f g h i"), Err(HostsError::TooMany));
    }
}
