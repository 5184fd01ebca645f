//! What the checksums say (RFC 1071): also whether anybody filled them in.

use super::{Field, Layer};

/// Whether a checksum is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checksum {
    /// It is right.
    Right,
    /// It is the sum of TCP's pseudo-header alone: the kernel left the rest to the network card.
    Partial,
    /// It is wrong.
    Wrong,
    /// Not all bytes that it guards are known.
    Unknown,
}

/// Notes in the checksums' fields whether they are right. `lens` are those of the link, IP and TCP headers, which are
/// whole.
pub(super) fn tell(fields: &mut [Field], headers: &[u8], lens: [usize; 4], payload: &[u8]) {
    let [link, network, ..] = lens;
    let (ip, tcp) = (&headers[link..link + network], &headers[link + network..link + network + lens[2]]);
    for field in fields {
        let checksum = match (field.layer, field.name) {
            (Layer::Network, "Header Checksum") if sum(0, ip) == 0xffff => Checksum::Right,
            (Layer::Network, "Header Checksum") => Checksum::Wrong,
            (Layer::Transport, "Checksum") => of_tcp(ip, tcp, payload),
            _ => continue,
        };
        field.checksum = Some(checksum);
    }
}

/// Whether a segment's checksum is right.
fn of_tcp(ip: &[u8], tcp: &[u8], payload: &[u8]) -> Checksum {
    let v4 = ip.first().is_some_and(|first| first >> 4 == 4);
    let word = |at: usize| u32::from(ip[at]) << 8 | u32::from(ip[at + 1]);
    let (addresses, behind) = match v4 {
        true => (&ip[12..20], word(2).saturating_sub(ip.len() as u32)),
        false => (&ip[8..40], (word(4) + 40).saturating_sub(ip.len() as u32)),
    };
    let pseudo = sum(6 + behind, addresses);
    let stored = u32::from(tcp[16]) << 8 | u32::from(tcp[17]);
    let whole = tcp.len() + payload.len() == behind as usize;
    match whole {
        true if sum(sum(pseudo, tcp), payload) == 0xffff => Checksum::Right,
        _ if stored == pseudo => Checksum::Partial,
        true => Checksum::Wrong,
        false => Checksum::Unknown,
    }
}

/// Adds words of 16 bits in ones' complement.
fn sum(start: u32, bytes: &[u8]) -> u32 {
    let word = |pair: &[u8]| u64::from(pair[0]) << 8 | u64::from(pair.get(1).copied().unwrap_or(0));
    let mut sum = u64::from(start) + bytes.chunks(2).map(word).sum::<u64>();
    while sum > 0xffff {
        sum = (sum >> 16) + (sum & 0xffff);
    }
    sum as u32
}
