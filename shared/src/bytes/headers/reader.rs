//! Reads headers by the tables of their fields.

use super::{
    Field, Layer,
    options::{self, Options},
    tables::{self, Row},
};
use crate::bytes::hex;

const IPV4: u16 = 0x0800;
const IPV6: u16 = 0x86dd;
const TCP: u8 = 6;
/// Lengths of the fixed parts, in bytes.
const ETHERNET_LEN: usize = 14;
const IPV4_LEN: usize = 20;
const IPV6_LEN: usize = 40;
const TCP_LEN: usize = 20;
/// Most extension headers of IPv6 that are walked through.
const MAX_EXTENSIONS: usize = 8;

/// Length of the link header; `None` where it is not whole.
pub(super) fn link_len(bytes: &[u8]) -> Option<usize> {
    bytes.get(..ETHERNET_LEN).map(<[u8]>::len)
}

/// Length of the IP header that begins at `at`, options or extensions included; `None` where it is not whole or what it
/// carries is not TCP.
pub(super) fn network_len(bytes: &[u8], at: usize) -> Option<usize> {
    let (next, len) = match version(bytes, at)? {
        4 => (*bytes.get(at + 9)?, usize::from(bytes.get(at)? & 0x0f) * 4),
        _ => extensions(bytes, at)?,
    };
    (next == TCP && len >= IPV4_LEN && bytes.len() >= at + len).then_some(len)
}

/// Length of the TCP header that begins at `at`; `None` where it is not whole.
pub(super) fn transport_len(bytes: &[u8], at: usize) -> Option<usize> {
    let len = usize::from(bytes.get(at + 12)? >> 4) * 4;
    (len >= TCP_LEN && bytes.len() >= at + len).then_some(len)
}

/// 4 or 6, where the link header in front of `at` and the IP header there say the same.
fn version(bytes: &[u8], at: usize) -> Option<u8> {
    let kind = bytes.get(at.checked_sub(2)?..at)?;
    match (u16::from_be_bytes([kind[0], kind[1]]), bytes.get(at)? >> 4) {
        (IPV4, 4) => Some(4),
        (IPV6, 6) => Some(6),
        _ => None,
    }
}

/// What follows IPv6's fixed header and its extensions (RFC 8200, section 4), and the length of all of them.
fn extensions(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let mut next = *bytes.get(at + 6)?;
    let mut len = IPV6_LEN;
    for _ in 0..MAX_EXTENSIONS {
        let extension = match next {
            // Hop-by-hop options, routing, destination options.
            0 | 43 | 60 => usize::from(*bytes.get(at + len + 1)?) * 8 + 8,
            // Fragment.
            44 => 8,
            _ => break,
        };
        next = *bytes.get(at + len)?;
        len += extension;
    }
    Some((next, len))
}

/// Reads fields one after the other.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    pub(super) fields: Vec<Field>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Reader { bytes, fields: Vec::new() }
    }

    /// The Ethernet header, at the frame's start; its length.
    pub(super) fn link(&mut self) -> Option<usize> {
        let len = link_len(self.bytes)?;
        self.table(Layer::Link, 0, &tables::ETHERNET);
        Some(len)
    }

    /// The IP header at `at`; its length.
    pub(super) fn network(&mut self, at: usize) -> Option<usize> {
        let len = network_len(self.bytes, at)?;
        let (table, fixed): (&[Row], _) = match version(self.bytes, at)? {
            4 => (&tables::IPV4, IPV4_LEN),
            _ => (&tables::IPV6, IPV6_LEN),
        };
        self.table(Layer::Network, at, table);
        if len > fixed {
            let value = hex(&self.bytes[at + fixed..at + len]);
            self.push(Layer::Network, "Options", (at + fixed) * 8, (len - fixed) * 8, value);
        }
        Some(len)
    }

    /// The TCP header at `at`; its length.
    pub(super) fn transport(&mut self, at: usize) -> Option<usize> {
        let len = transport_len(self.bytes, at)?;
        self.table(Layer::Transport, at, &tables::TCP);
        for option in Options::new(&self.bytes[at + TCP_LEN..at + len]) {
            let (name, value) = options::shown(&option);
            let first_bit = (at + TCP_LEN + option.at) * 8;
            self.push(Layer::Transport, name, first_bit, option.len * 8, value);
        }
        Some(len)
    }

    fn table(&mut self, layer: Layer, at: usize, rows: &[Row]) {
        let mut bit = at * 8;
        for row in rows {
            let value = (row.show)(&self.bytes[bit / 8..], bit % 8, row.bits);
            self.push(layer, row.name, bit, row.bits, value);
            bit += row.bits;
        }
    }

    fn push(&mut self, layer: Layer, name: &'static str, first_bit: usize, len_bits: usize, value: String) {
        self.fields.push(Field { layer, name, first_bit, len_bits, value, checksum: None });
    }
}
