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

/// Reads an Ethernet frame of which at least the headers were kept; `None` if there is no whole TCP header.
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

#[cfg(test)]
mod tests {
    use super::*;
    use etherparse::PacketBuilder;
    use proptest::prelude::*;

    /// As the capture keeps it.
    const KEPT_BYTES: usize = 160;

    fn frame(v6: bool, payload: &[u8]) -> Vec<u8> {
        let link = PacketBuilder::ethernet2([0; 6], [0; 6]);
        let net =
            if v6 { link.ipv6([1; 16], [2; 16], 64) } else { link.ipv4([127, 0, 0, 1], [127, 0, 0, 2], 64) };
        let tcp = net.tcp(5000, 8001, 77, 512).ack(99).psh().options_raw(&[1, 1, 1, 1]).unwrap();
        let mut bytes = Vec::new();
        tcp.write(&mut bytes, payload).unwrap();
        bytes
    }

    fn parsed(v6: bool, len: usize) -> Captured {
        let mut frame = frame(v6, &vec![7; len]);
        frame.truncate(KEPT_BYTES);
        parse(5, &frame).unwrap()
    }

    #[test]
    fn a_cut_off_segment_has_its_true_length_and_its_headers() {
        let v4 = parsed(false, 1000);
        assert_eq!((v4.at_ns, v4.len_bytes, v4.headers.len()), (5, 1000, 14 + 20 + 24));
        assert_eq!(v4.source, Address::V4([127, 0, 0, 1], 5000));
        assert_eq!((v4.sequence, v4.acknowledgement, v4.window), (77, 99, 512));
        assert_eq!(v4.flags.names(), "PSH, ACK");

        let v6 = parsed(true, 0);
        assert_eq!((v6.len_bytes, v6.headers.len()), (0, 14 + 40 + 24));
        assert_eq!(v6.destination, Address::V6([2; 16], 8001));
    }

    proptest! {
        #[test]
        fn whatever_arrives_is_read_or_refused(
            mut bytes in prop::collection::vec(any::<u8>(), 0..KEPT_BYTES),
            v6: bool,
            start in 0usize..80,
        ) {
            let _ = parse(0, &bytes);
            // The start of a real frame gets further.
            let start = start.min(bytes.len());
            bytes[..start].copy_from_slice(&frame(v6, &[0; 80])[..start]);
            let _ = parse(0, &bytes);
        }
    }
}
