//! Socket addresses as the programs see them.

use bitcode::{Decode, Encode};
use std::{fmt, net::SocketAddr};

/// A socket's address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
pub enum Address {
    /// AF_INET: address and port.
    V4([u8; 4], u16),
    /// AF_INET6: address and port.
    V6([u8; 16], u16),
    /// AF_UNIX: the path as bytes; empty for an unnamed socket.
    Unix(Vec<u8>),
    /// A family that the probe does not read.
    Other,
}

impl Address {
    /// The port, or `None` outside the internet families.
    pub fn port(&self) -> Option<u16> {
        match self {
            Address::V4(_, port) | Address::V6(_, port) => Some(*port),
            Address::Unix(_) | Address::Other => None,
        }
    }

    /// The address for `std::net`, or `None` outside the internet families.
    pub fn to_std(&self) -> Option<SocketAddr> {
        match self {
            Address::V4(ip, port) => Some((*ip, *port).into()),
            Address::V6(ip, port) => Some((*ip, *port).into()),
            Address::Unix(_) | Address::Other => None,
        }
    }
}

impl From<SocketAddr> for Address {
    fn from(addr: SocketAddr) -> Self {
        match addr {
            SocketAddr::V4(a) => Address::V4(a.ip().octets(), a.port()),
            SocketAddr::V6(a) => Address::V6(a.ip().octets(), a.port()),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Unix(path) if path.is_empty() => f.write_str("(unnamed)"),
            Address::Unix(path) => f.write_str(&String::from_utf8_lossy(path).replace('\0', "@")),
            Address::Other => f.write_str("?"),
            Address::V4(..) | Address::V6(..) => match self.to_std() {
                Some(addr) => addr.fmt(f),
                None => f.write_str("?"),
            },
        }
    }
}
