//! The fields of each header, in order, and how they are shown. Names are those of the RFCs (see docs/lessons.md).

use super::Meaning;
use crate::record::segment::Flags;
use std::net::Ipv6Addr;

/// A field of fixed place.
pub(super) struct Row {
    pub name: &'static str,
    pub bits: usize,
    /// The value in the bytes from its first on, of which it leaves out so many bits and has so many.
    pub show: fn(&[u8], usize, usize) -> String,
    pub meaning: Meaning,
}

macro_rules! rows {
    ($($name:literal, $bits:literal, $show:ident, $en:literal, $zh:literal;)*) => {
        [$(Row { name: $name, bits: $bits, show: $show, meaning: Meaning { en: $en, zh: $zh } }),*]
    };
}

pub(super) const ETHERNET: [Row; 3] = rows! {
    "Destination Address", 48, mac, "Which network card the frame is for. Loopback has no card: all zeros.", "帧发给哪块网卡。环回接口没有网卡，全为零。";
    "Source Address", 48, mac, "Which network card sent it.", "由哪块网卡发出。";
    "Type", 16, ether_type, "Which protocol the frame carries, and so which one gets it.", "帧里装的是哪个协议的分组，就交给哪个协议。";
};

pub(super) const IPV4: [Row; 13] = rows! {
    "Version", 4, number, "4: this is IPv4.", "4 表示 IPv4。";
    "IHL", 4, words, "Length of this header, in units of 4 bytes.", "本首部的长度，以 4 字节为单位。";
    "DSCP", 6, number, "Which class of service the packet asks routers for.", "希望路由器给予的服务类别。";
    "ECN", 2, number, "Routers can mark congestion here instead of dropping.", "路由器可以在此标记拥塞，而不必丢包。";
    "Total Length", 16, size, "This header and all that it carries.", "本首部加上所携带的全部内容。";
    "Identification", 16, hex16, "Tells which fragments belong together.", "标明哪些分片属于同一个分组。";
    "Flags", 3, ip_flags, "DF: do not fragment. MF: more fragments follow.", "DF：不得分片。MF：后面还有分片。";
    "Fragment Offset", 13, number, "Where in the packet this fragment belongs, in units of 8 bytes.", "本分片在原分组中的位置，以 8 字节为单位。";
    "Time to Live", 8, number, "Each router takes one off; at 0 the packet is dropped.", "每经过一个路由器减 1，减到 0 就丢弃。";
    "Protocol", 8, protocol, "Which protocol the packet carries, and so which one gets it.", "分组里装的是哪个协议的数据，就交给哪个协议。";
    "Header Checksum", 16, hex16, "Guards this header only.", "只保护本首部。";
    "Source Address", 32, v4, "Which host sent it.", "由哪台主机发出。";
    "Destination Address", 32, v4, "Which host it is for.", "发给哪台主机。";
};

pub(super) const IPV6: [Row; 8] = rows! {
    "Version", 4, number, "6: this is IPv6.", "6 表示 IPv6。";
    "Traffic Class", 8, number, "Class of service, and marks of congestion.", "服务类别与拥塞标记。";
    "Flow Label", 20, hex16, "Packets of one flow carry the same.", "同一个流的分组带有相同的值。";
    "Payload Length", 16, size, "All that follows this header.", "本首部之后的全部内容。";
    "Next Header", 8, protocol, "What follows this header.", "本首部之后是什么。";
    "Hop Limit", 8, number, "Each router takes one off; at 0 the packet is dropped.", "每经过一个路由器减 1，减到 0 就丢弃。";
    "Source Address", 128, v6, "Which host sent it.", "由哪台主机发出。";
    "Destination Address", 128, v6, "Which host it is for.", "发给哪台主机。";
};

pub(super) const TCP: [Row; 10] = rows! {
    "Source Port", 16, number, "Which socket on its host sent it.", "由主机上的哪个套接字发出。";
    "Destination Port", 16, number, "Which socket on its host it is for.", "发给主机上的哪个套接字。";
    "Sequence Number", 32, number, "Place of the first payload byte in the stream, counted from the random number of the SYN; seq on this page counts from there.", "第一个数据字节在流中的位置，从 SYN 的随机序号数起；页面上的 seq 就是相对它的值。";
    "Acknowledgment Number", 32, number, "The next byte expected from the other side: all before it has arrived.", "期待对方的下一个字节：在它之前的都已收到。";
    "Data Offset", 4, words, "Length of this header, in units of 4 bytes.", "本首部的长度，以 4 字节为单位。";
    "Reserved", 4, number, "For later use.", "保留。";
    "Control Bits", 8, tcp_flags, "SYN opens, FIN ends, RST aborts, ACK: the acknowledgment counts, PSH: hand it up now.", "SYN 建立，FIN 结束，RST 中止，ACK 表示确认号有效，PSH 表示立即上交。";
    "Window", 16, number, "How much more the sender of this segment can receive, times the scale that its SYN gave (option Window Scale).", "本段的发送方还能接收多少，要乘以它在 SYN 选项 Window Scale 里给出的倍数。";
    "Checksum", 16, hex16, "Guards header, payload and the IP addresses.", "保护首部、数据以及 IP 地址。";
    "Urgent Pointer", 16, number, "End of urgent data; only with URG.", "紧急数据的末尾，仅在 URG 置位时有效。";
};

pub(super) const DATA: Meaning = Meaning {
    en: "What the program sent. The capture keeps headers only: these bytes are from the call.",
    zh: "程序发送的数据。捕获只保留首部：这些字节来自调用本身。",
};
pub(super) const IP_OPTIONS: Meaning =
    Meaning { en: "Options or extension headers.", zh: "选项或扩展首部。" };

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

/// With the name of what it stands for, where that is known.
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
