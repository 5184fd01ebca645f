use super::*;
use crate::{
    Direction, Fact,
    record::segment::{Flags, Segment},
    testing::{Script, sticky_session},
};
use etherparse::{LaxPacketHeaders, NetHeaders, PacketBuilder, TcpHeader, TransportHeader};
use proptest::prelude::*;

/// A SYN of the loopback of a session's network, as captured.
const SYN: &str = "00000000000000000000000008004500003cc86c40004006744d7f0000017f000001\
    c80a1f41e49bd34300000000a002faf0fe300000020405b40402080a1b356184000000000103030a";

/// The last acknowledgement, of a socket in TIME-WAIT: its checksum the kernel does not leave to a card.
const LAST: &str = "0000000000000000000000000800450000340000400040063cc27f0000017f000001\
    c80a1f41e49bd350096f333a8010003faf2800000101080a1b3562b126e048ab";

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

fn value<'a>(frame: &'a Frame, name: &str) -> &'a str {
    let field = frame.fields.iter().find(|field| field.name == name);
    &field.unwrap_or_else(|| panic!("no {name} in {frame:#?}")).value
}

/// What became of the checksums of IP and TCP.
fn checksums(frame: &Frame) -> Vec<Checksum> {
    frame.fields.iter().filter_map(|field| field.checksum).collect()
}

#[test]
fn a_captured_syn_is_named_field_by_field() {
    let frame = decode(&bytes(SYN), &[], 0);
    assert_eq!((frame.lens, frame.unread), ([14, 20, 40, 0], 0));
    let shown: Vec<String> = frame
        .fields
        .iter()
        .filter(|field| field.layer == Layer::Transport)
        .map(|field| format!("{} {} {}", field.len_bits, field.name, field.value))
        .collect();
    let expected = [
        "16 Source Port 51210",
        "16 Destination Port 8001",
        "32 Sequence Number 3835417411",
        "32 Acknowledgment Number 0",
        "4 Data Offset 10 (40 B)",
        "4 Reserved 0",
        "8 Control Bits 0x02 (SYN)",
        "16 Window 64240",
        "16 Checksum 0xfe30",
        "16 Urgent Pointer 0",
        "32 Maximum Segment Size 1460",
        "16 SACK-Permitted ",
        "80 Timestamps TSval 456483204, TSecr 0",
        "8 No-Operation ",
        "24 Window Scale 10 (× 1024)",
    ];
    assert_eq!(shown, expected);
    assert_eq!(value(&frame, "Type"), "0x0800 (IPv4)");
    assert_eq!(value(&frame, "Flags"), "2 (DF)");
    assert_eq!(value(&frame, "Protocol"), "6 (TCP)");
    assert_eq!(value(&frame, "Total Length"), "60 B");
    assert_eq!(max_segment_size(&bytes(SYN)), Some(1460));
}

#[test]
fn a_checksum_that_loopback_leaves_unfilled_is_told_from_a_right_and_a_wrong_one() {
    let mut syn = bytes(SYN);
    use Checksum::{Partial, Right, Unknown, Wrong};
    let told = |frame: &[u8], payload: &[u8]| checksums(&decode(frame, payload, 5));
    assert_eq!(told(&syn, &[]), [Right, Partial]);
    syn[51] ^= 1;
    assert_eq!(checksums(&decode(&syn, &[], 0)), [Right, Wrong]);
    let frame = decode(&bytes(LAST), &[], 0);
    assert_eq!((frame.lens, checksums(&frame)), ([14, 20, 32, 0], vec![Right, Right]));
    let built = built(false, b"hello", &[1, 1, 1, 1]);
    let (headers, payload) = built.split_at(built.len() - 5);
    assert_eq!(told(headers, payload), [Right, Right]);
    assert_eq!(told(headers, b"hallo"), [Right, Wrong]);
    assert_eq!(told(headers, &payload[..2]), [Right, Unknown]);
}

#[test]
fn what_is_not_whole_or_not_known_is_left_unread() {
    let syn = bytes(SYN);
    for (len, lens) in [(13, [0; 4]), (33, [14, 0, 0, 0]), (73, [14, 20, 0, 0]), (74, [14, 20, 40, 0])] {
        let frame = decode(&syn[..len], &[], 0);
        assert_eq!((frame.lens, frame.unread), (lens, len - lens.iter().sum::<usize>()), "{len}");
    }
    let mut udp = syn.clone();
    udp[23] = 17;
    assert_eq!(decode(&udp, &[], 0).lens, [14, 0, 0, 0]);
    let mut damaged = syn;
    damaged[55] = 77;
    assert_eq!(value(&decode(&damaged, &[], 0), "Options"), "?");
}

#[test]
fn sums_count_data_and_everything() {
    let segments: Vec<Segment> = sticky_session()
        .into_iter()
        .filter_map(|event| match event.fact {
            Fact::Segment(segment) => Some(segment),
            _ => None,
        })
        .collect();
    let cost = cost(segments.iter());
    let data = cost.data[Direction::ToServer.index()];
    assert_eq!((data.segments, data.payload, data.headers), (2, 11, [28, 40, 40]));
    assert_eq!(data.overhead_permille(), 908);
    assert_eq!((cost.all.segments, cost.all.payload), (segments.len() as u64, 11));
    assert_eq!(cost.data[Direction::ToClient.index()], Tally::default());
    assert_eq!(cost.unread, 0);
}

#[test]
fn options_of_data_segments_take_room_from_the_maximum() {
    let mut script = Script::new("layers", &[("server", "server.py", ""), ("client", "client.py", "")]);
    let sock = script.socket(crate::ActorId(1), 1);
    let mut conn = script.connect(sock, 2);
    script.segment(&mut conn, Direction::ToServer, Flags::PSH | Flags::ACK, 9);
    let mut segments: Vec<Segment> = script
        .finish()
        .into_iter()
        .filter_map(|event| match event.fact {
            Fact::Segment(segment) => Some(segment),
            _ => None,
        })
        .collect();
    for segment in &mut segments {
        segment.headers = built(false, &[], &[1, 1, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0]);
    }
    // Each direction's receiver says in its SYN what it takes.
    segments[1].headers = bytes(SYN);
    let cost = cost(segments.iter());
    assert_eq!((cost.room(0), cost.room(1)), (Some(1448), None));
}

/// A frame that etherparse builds.
fn built(v6: bool, payload: &[u8], options: &[u8]) -> Vec<u8> {
    let link = PacketBuilder::ethernet2([2; 6], [4; 6]);
    let net =
        if v6 { link.ipv6([1; 16], [2; 16], 64) } else { link.ipv4([127, 0, 0, 1], [127, 0, 0, 2], 64) };
    let tcp = net.tcp(5000, 8001, 77, 512).ack(99).psh().options_raw(options).unwrap();
    let mut bytes = Vec::new();
    tcp.write(&mut bytes, payload).unwrap();
    bytes
}

fn number(frame: &Frame, name: &str) -> u64 {
    let digits: String = value(frame, name).chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

fn agrees_on_tcp(frame: &Frame, tcp: &TcpHeader) {
    assert_eq!(number(frame, "Source Port"), u64::from(tcp.source_port));
    assert_eq!(number(frame, "Destination Port"), u64::from(tcp.destination_port));
    assert_eq!(number(frame, "Sequence Number"), u64::from(tcp.sequence_number));
    assert_eq!(number(frame, "Acknowledgment Number"), u64::from(tcp.acknowledgment_number));
    assert_eq!(number(frame, "Data Offset"), u64::from(tcp.data_offset()));
    assert_eq!(number(frame, "Window"), u64::from(tcp.window_size));
    assert_eq!(number(frame, "Urgent Pointer"), u64::from(tcp.urgent_pointer));
    let flags = value(frame, "Control Bits");
    let set = [
        ("FIN", tcp.fin),
        ("SYN", tcp.syn),
        ("RST", tcp.rst),
        ("PSH", tcp.psh),
        ("ACK", tcp.ack),
        ("URG", tcp.urg),
        ("ECE", tcp.ece),
        ("CWR", tcp.cwr),
    ];
    for (name, set) in set {
        assert_eq!(flags.contains(name), set, "{name} in {flags}");
    }
}

/// Takes any bytes apart, and checks what holds of every frame.
fn takes_apart(bytes: &[u8]) -> Frame {
    let frame = decode(bytes, b"xy", 3);
    assert_eq!(frame.unread + frame.lens[..3].iter().sum::<usize>(), bytes.len());
    let mut bit = 0;
    for field in &frame.fields {
        if field.layer == Layer::Application {
            bit = bytes.len() * 8;
        }
        assert_eq!(field.first_bit, bit, "the fields follow each other without gaps: {frame:#?}");
        bit += field.len_bits;
    }
    let whole =
        Some(frame.lens).filter(|lens| lens[2] > 0).map(|[link, network, tcp, _]| [link, network, tcp]);
    assert_eq!(header_lens(bytes), whole);
    frame
}

proptest! {
    #[test]
    fn any_bytes_are_taken_apart_or_left_unread(mut bytes in prop::collection::vec(any::<u8>(), 0..200), v6: bool, start in 0usize..90) {
        takes_apart(&bytes);
        // The start of a true frame gets further.
        let start = start.min(bytes.len());
        bytes[..start].copy_from_slice(&built(v6, &[0; 90], &[2, 4, 5, 180])[..start]);
        takes_apart(&bytes);
    }

    #[test]
    fn etherparse_reads_the_same(
        v6: bool,
        ports: (u16, u16),
        numbers: (u32, u32),
        words: (u16, u16),
        bits: u8,
        ttl: u8,
        ends: ([u8; 4], [u8; 4]),
        payload in prop::collection::vec(any::<u8>(), 0..40),
        options in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let mut tcp = TcpHeader::new(ports.0, ports.1, numbers.0, words.0);
        (tcp.acknowledgment_number, tcp.urgent_pointer) = (numbers.1, words.1);
        (tcp.fin, tcp.syn, tcp.rst, tcp.psh) = (bits & 1 > 0, bits & 2 > 0, bits & 4 > 0, bits & 8 > 0);
        (tcp.ack, tcp.urg, tcp.ece, tcp.cwr) = (bits & 16 > 0, bits & 32 > 0, bits & 64 > 0, bits & 128 > 0);
        tcp.set_options_raw(&options).unwrap();
        let link = PacketBuilder::ethernet2([2; 6], [4; 6]);
        let net = if v6 { link.ipv6([1; 16], [2; 16], ttl) } else { link.ipv4(ends.0, ends.1, ttl) };
        let mut bytes = Vec::new();
        net.tcp_header(tcp).write(&mut bytes, &payload).unwrap();
        let theirs = LaxPacketHeaders::from_ethernet(&bytes).unwrap();
        let headers = &bytes[..bytes.len() - payload.len()];
        let frame = takes_apart(headers);
        let Some(TransportHeader::Tcp(tcp)) = theirs.transport else { panic!("{theirs:?}") };
        agrees_on_tcp(&frame, &tcp);
        match theirs.net.unwrap() {
            NetHeaders::Ipv4(ip, _) => {
                assert_eq!(frame.lens, [14, 20, tcp.header_len(), 3]);
                assert_eq!(number(&frame, "Total Length"), u64::from(ip.total_len));
                assert_eq!(number(&frame, "Time to Live"), u64::from(ip.time_to_live));
                let dotted = ip.source.map(|byte| byte.to_string()).join(".");
                let source = frame.fields.iter().rfind(|f| f.name == "Source Address").unwrap();
                assert_eq!(source.value, dotted);
            }
            NetHeaders::Ipv6(ip, _) => {
                assert_eq!(frame.lens, [14, 40, tcp.header_len(), 3]);
                assert_eq!(number(&frame, "Payload Length"), u64::from(ip.payload_length));
                assert_eq!(number(&frame, "Hop Limit"), u64::from(ip.hop_limit));
            }
            other => panic!("{other:?}"),
        }
        // etherparse fills both checksums in.
        let found = checksums(&decode(headers, &payload, payload.len()));
        assert!(found.iter().all(|checksum| *checksum == Checksum::Right), "{found:?}");
    }
}
