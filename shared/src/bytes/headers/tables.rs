//! The fields of each header, in order, and how they are shown. Names are those of the RFCs (see docs/lessons.md).

use crate::record::segment::Flags;
use std::net::Ipv6Addr;

/// A field of fixed place.
pub(super) struct Row {
    pub name: &'static str,
    pub bits: usize,
    /// The value in the bytes from its first on, of which it leaves out so many bits and has so many.
    pub show: fn(&[u8], usize, usize) -> String,
}

macro_rules! rows {
    ($($name:literal, $bits:literal, $show:ident;)*) => {
        [$(Row { name: $name, bits: $bits, show: $show }),*]
    };
}

pub(super) const ETHERNET: [Row; 3] = rows! {
    "Destination Address", 48, mac;
    "Source Address", 48, mac;
    "Type", 16, ether_type;
};

pub(super) const IPV4: [Row; 13] = rows! {
    "Version", 4, number;
    "IHL", 4, words;
    "DSCP", 6, number;
    "ECN", 2, number;
    "Total Length", 16, size;
    "Identification", 16, hex16;
    "Flags", 3, ip_flags;
    "Fragment Offset", 13, number;
    "Time to Live", 8, number;
    "Protocol", 8, protocol;
    "Header Checksum", 16, hex16;
    "Source Address", 32, v4;
    "Destination Address", 32, v4;
};

pub(super) const IPV6: [Row; 8] = rows! {
    "Version", 4, number;
    "Traffic Class", 8, number;
    "Flow Label", 20, hex16;
    "Payload Length", 16, size;
    "Next Header", 8, protocol;
    "Hop Limit", 8, number;
    "Source Address", 128, v6;
    "Destination Address", 128, v6;
};

pub(super) const TCP: [Row; 10] = rows! {
    "Source Port", 16, number;
    "Destination Port", 16, number;
    "Sequence Number", 32, number;
    "Acknowledgment Number", 32, number;
    "Data Offset", 4, words;
    "Reserved", 4, number;
    "Control Bits", 8, tcp_flags;
    "Window", 16, number;
    "Checksum", 16, hex16;
    "Urgent Pointer", 16, number;
};

/// A number of up to 32 bits.
pub(super) fn bits(bytes: &[u8], skip: usize, len: usize) -> u32 {
    let whole = bytes.iter().take(5).fold(0u64, |value, byte| value << 8 | u64::from(*byte));
    let have = bytes.len().min(5) * 8;
    (whole >> have.saturating_sub(skip + len) & ((1 << len) - 1)) as u32
}

fn number(bytes: &[u8], skip: usize, len: usize) -> String {
    bits(bytes, skip, len).to_string()
}

fn hex16(bytes: &[u8], skip: usize, len: usize) -> String {
    format!("0x{:04x}", bits(bytes, skip, len))
}

fn size(bytes: &[u8], skip: usize, len: usize) -> String {
    [&number(bytes, skip, len), " B"].concat()
}

fn words(bytes: &[u8], skip: usize, len: usize) -> String {
    let words = bits(bytes, skip, len);
    [&words.to_string(), " (", &(words * 4).to_string(), " B)"].concat()
}

fn mac(bytes: &[u8], _: usize, len: usize) -> String {
    crate::bytes::hex(&bytes[..len / 8]).replace(' ', ":")
}

fn v4(bytes: &[u8], _: usize, _: usize) -> String {
    bytes.iter().take(4).map(u8::to_string).collect::<Vec<_>>().join(".")
}

fn v6(bytes: &[u8], _: usize, _: usize) -> String {
    <[u8; 16]>::try_from(&bytes[..16]).map_or_else(|_| String::new(), |ip| Ipv6Addr::from(ip).to_string())
}

/// With the name of its value, if that is known.
fn named(value: String, name: &str) -> String {
    if name.is_empty() { value } else { [&value, " (", name, ")"].concat() }
}

fn ether_type(bytes: &[u8], skip: usize, len: usize) -> String {
    let name = match bits(bytes, skip, len) {
        0x0800 => "IPv4",
        0x86dd => "IPv6",
        _ => "",
    };
    named(hex16(bytes, skip, len), name)
}

fn protocol(bytes: &[u8], skip: usize, len: usize) -> String {
    named(number(bytes, skip, len), if bits(bytes, skip, len) == 6 { "TCP" } else { "" })
}

fn ip_flags(bytes: &[u8], skip: usize, len: usize) -> String {
    let value = bits(bytes, skip, len);
    let set = [(2, "DF"), (1, "MF")].into_iter().filter(|(bit, _)| value & bit != 0).map(|(_, name)| name);
    named(value.to_string(), &set.collect::<Vec<_>>().join(", "))
}

fn tcp_flags(bytes: &[u8], skip: usize, len: usize) -> String {
    let value = bits(bytes, skip, len) as u8;
    let mut names = Flags(value).names();
    for (bit, name) in [(0x40, ", ECE"), (0x80, ", CWR")] {
        if value & bit != 0 {
            names.push_str(name);
        }
    }
    named(format!("0x{value:02x}"), names.trim_start_matches(", "))
}
