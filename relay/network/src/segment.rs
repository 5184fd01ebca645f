//! Reads a captured frame.

use bitcode::{Decode, Encode};
use etherparse::{LaxPacketHeaders, NetHeaders, TransportHeader};
use socketscope_shared::{Address, segment::Flags};

/// One TCP segment as captured; the recorder matches it to a stream.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Captured {
    /// When it reached the receiver's side of the network, CLOCK_MONOTONIC in ns.
    pub at_ns: u64,
    /// Sender's address.
    pub source: Address,
    /// Receiver's address.
    pub destination: Address,
    /// Sequence number as on the wire.
    pub sequence: u32,
    /// Acknowledgement number as on the wire.
    pub acknowledgement: u32,
    /// Control bits.
    pub flags: Flags,
    /// The window field, not scaled.
    pub window: u16,
    /// Payload length in bytes.
    pub len_bytes: u32,
    /// The link, IP and TCP headers; no payload.
    pub headers: Vec<u8>,
}

/// Reads an Ethernet frame of which at least the headers were kept; `None` where it is no whole TCP header.
pub fn parse(at_ns: u64, frame: &[u8]) -> Option<Captured> {
    let packet = LaxPacketHeaders::from_ethernet(frame).ok()?;
    let Some(TransportHeader::Tcp(tcp)) = packet.transport else { return None };
    let (source, destination, after_ip_bytes, ip_bytes) = match packet.net? {
        NetHeaders::Ipv4(ip, _) => (
            Address::V4(ip.source, tcp.source_port),
            Address::V4(ip.destination, tcp.destination_port),
            usize::from(ip.total_len).checked_sub(ip.header_len())?,
            ip.header_len(),
        ),
        NetHeaders::Ipv6(ip, extensions) => (
            Address::V6(ip.source, tcp.source_port),
            Address::V6(ip.destination, tcp.destination_port),
            usize::from(ip.payload_length).checked_sub(extensions.header_len())?,
            ip.header_len() + extensions.header_len(),
        ),
        NetHeaders::Arp(_) => return None,
    };
    let tcp_bytes = tcp.header_len();
    let headers_bytes = packet.link.map_or(0, |link| link.header_len()) + ip_bytes + tcp_bytes;
    let bit = |set: bool, flag: u8| if set { flag } else { 0 };
    Some(Captured {
        at_ns,
        source,
        destination,
        sequence: tcp.sequence_number,
        acknowledgement: tcp.acknowledgment_number,
        flags: Flags(
            bit(tcp.fin, Flags::FIN)
                | bit(tcp.syn, Flags::SYN)
                | bit(tcp.rst, Flags::RST)
                | bit(tcp.psh, Flags::PSH)
                | bit(tcp.ack, Flags::ACK)
                | bit(tcp.urg, Flags::URG),
        ),
        window: tcp.window_size,
        len_bytes: u32::try_from(after_ip_bytes.checked_sub(tcp_bytes)?).ok()?,
        headers: frame.get(..headers_bytes)?.to_vec(),
    })
}
