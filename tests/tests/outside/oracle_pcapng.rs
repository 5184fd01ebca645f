//! tshark, which knows nothing of us, reads a recording's segments in the capture that is made of it.

use socketscope_shared::{
    Address, ConnectionId, Direction, Event, Fact, Op, Outcome,
    segment::{Flags, Segment},
    testing::sticky_session,
};
use socketscope_tests::{
    export::{events_of, export, record, recorded},
    tools,
};
use std::{collections::HashMap, path::Path};
use tempfile::TempDir;

const FIELDS: [&str; 15] = [
    "frame.time_epoch",
    "frame.len",
    "frame.cap_len",
    "ip.src",
    "tcp.srcport",
    "ip.dst",
    "tcp.dstport",
    "tcp.flags",
    "tcp.seq_raw",
    "tcp.ack_raw",
    "tcp.len",
    "tcp.payload",
    "frame.comment",
    "_ws.malformed",
    "_ws.expert.severity",
];

/// Severities of tshark's expert that are worse than a warning (epan/proto.h, PI_ERROR).
const ERROR: u32 = 0x0080_0000;

/// One packet, as both sides have it.
#[derive(Debug, PartialEq, Eq)]
struct Packet {
    at_ns: u64,
    len_bytes: u64,
    captured_bytes: u64,
    ends: [String; 2],
    flags: u8,
    numbers: [u32; 3],
    payload: String,
}

fn by_tshark(line: &str) -> (Packet, String) {
    let fields: Vec<&str> = line.split('\t').collect();
    let Ok(
        [
            time,
            len,
            captured,
            from,
            from_port,
            to,
            to_port,
            flags,
            seq,
            ack,
            tcp_len,
            payload,
            comment,
            malformed,
            severity,
        ],
    ) = <[&str; 15]>::try_from(fields)
    else {
        panic!("tshark prints {line:?}");
    };
    assert_eq!(malformed, "", "{line}");
    let worst = severity.split(',').filter_map(|severity| severity.parse::<u32>().ok()).max();
    assert!(worst < Some(ERROR), "{line}");
    let number = |text: &str| text.parse::<u64>().unwrap_or_else(|_| panic!("{text:?} in {line:?}"));
    let (seconds, rest) = time.split_once('.').expect("a fraction");
    assert_eq!(rest.len(), 9, "nanoseconds: {time}");
    let flags = u16::from_str_radix(flags.trim_start_matches("0x"), 16).expect("flags are hexadecimal");
    let packet = Packet {
        at_ns: number(seconds) * 1_000_000_000 + number(rest),
        len_bytes: number(len),
        captured_bytes: number(captured),
        ends: [format!("{from}:{from_port}"), format!("{to}:{to_port}")],
        // Above them is the bit of accurate ECN.
        flags: (flags & 0x3f) as u8,
        numbers: [seq, ack, tcp_len].map(|text| number(text) as u32),
        payload: payload.to_owned(),
    };
    (packet, comment.to_owned())
}

/// The bytes that each end of a connection sent, from the calls alone.
fn sent(events: &[Event]) -> HashMap<(ConnectionId, Direction), Vec<u8>> {
    let mut ends = HashMap::new();
    let mut sent = HashMap::<_, Vec<u8>>::new();
    for event in events {
        let Fact::Returned { call, outcome, .. } = &event.fact else { continue };
        match (outcome, call.socket) {
            (Outcome::Connected { connection: Some(connection), .. }, Some(socket)) => {
                ends.insert(socket, (*connection, Direction::ToServer));
            }
            (Outcome::Accepted { connection: Some(connection), socket, .. }, _) => {
                ends.insert(*socket, (*connection, Direction::ToClient));
            }
            (Outcome::Sent { len_bytes }, Some(socket)) => {
                let (Op::Send { data, .. }, Some(end)) = (&call.op, ends.get(&socket)) else { continue };
                sent.entry(*end).or_default().extend(&data[..data.len().min(*len_bytes as usize)]);
            }
            // What a visitor from outside sent is known from who received it.
            (Outcome::Received { data, .. }, Some(socket)) => {
                let Some((connection, direction)) = ends.get(&socket).copied() else { continue };
                let other = (connection, direction.to().sends());
                if !ends.values().any(|end| *end == other) {
                    sent.entry(other).or_default().extend(data);
                }
            }
            _ => {}
        }
    }
    sent
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn by_log(event: &Event, segment: &Segment, started_ns: u64, stream: &[u8]) -> Packet {
    let (from, headers) = (segment.offset as usize, segment.headers.len() as u64);
    let known = stream.get(from.min(stream.len())..).unwrap_or_default();
    let payload = &known[..known.len().min(segment.len_bytes as usize)];
    Packet {
        at_ns: started_ns + event.at_ns,
        len_bytes: headers + u64::from(segment.len_bytes),
        captured_bytes: headers + payload.len() as u64,
        ends: [segment.source.to_string(), segment.destination.to_string()],
        flags: segment.flags.0 & 0x3f,
        numbers: [segment.sequence, segment.acknowledgement, segment.len_bytes],
        payload: hex(payload),
    }
}

fn segments(events: &[Event]) -> impl Iterator<Item = (u64, &Event, &Segment)> {
    (1..).zip(events).filter_map(|(seq, event)| match &event.fact {
        Fact::Segment(segment) => Some((seq, event, segment)),
        _ => None,
    })
}

/// Whether the comment names the call that must have caused the segment, and one that stands before it.
fn check_comment(events: &[Event], seq: u64, segment: &Segment, comment: &str) {
    let causes =
        comment.strip_prefix(&format!("segment #{seq}; ")).unwrap_or_else(|| panic!("{seq}: {comment}"));
    let has = |flag| segment.flags.has(flag);
    let expected: &[&str] = match () {
        () if segment.len_bytes > 0 => &["send"],
        () if has(Flags::SYN) && has(Flags::ACK) => &["listen"],
        () if has(Flags::SYN) => &["connect"],
        () if has(Flags::FIN) => &["close", "shutdown", " ended"],
        () if has(Flags::RST) => return,
        () => &["no call"],
    };
    let from_outside = causes.contains("your browser");
    assert!(from_outside || expected.iter().any(|call| causes.contains(call)), "{expected:?}: {comment}");
    for place in causes.split(", #").skip(1) {
        let digits: String = place.chars().take_while(char::is_ascii_digit).collect();
        let place: u64 = digits.parse().expect("a place");
        let Some(call) = events[place as usize - 1].fact.call() else { continue };
        let line = format!(":{}) ", call.line);
        let begun = place < seq || call.start_ns <= events[seq as usize - 1].at_ns;
        assert!(begun && causes.contains(&line), "#{place}: {comment}");
    }
}

fn agree(file: &Path, capture: &Path) -> Vec<String> {
    let events = events_of(file);
    let Fact::SessionStarted(info) = &events[0].fact else { panic!("no session") };
    let started_ns = info.started_unix_ms * 1_000_000;
    let sent = sent(&events);
    export(file, "--pcapng", capture);
    let lines = tools::read_capture(capture, &["-n"], &FIELDS);
    let log: Vec<_> = segments(&events).collect();
    assert_eq!(lines.len(), log.len(), "{}", file.display());
    let mut comments = Vec::new();
    for ((seq, event, segment), line) in log.into_iter().zip(&lines) {
        let (packet, comment) = by_tshark(line);
        let stream = sent.get(&(segment.connection, segment.direction)).map_or(&[][..], Vec::as_slice);
        assert_eq!(packet, by_log(event, segment, started_ns, stream), "{} #{seq}", file.display());
        check_comment(&events, seq, segment, &comment);
        comments.push(comment);
    }
    comments
}

#[test]
fn tshark_reads_the_segments_of_each_recorded_lesson() {
    if !tools::can_read_captures() {
        return;
    }
    let folder = TempDir::new().expect("a folder");
    let mut all = Vec::new();
    for file in recorded() {
        all.extend(agree(&file, &folder.path().join("run.pcapng")));
    }
    assert!(all.len() > 100, "{} segments", all.len());
    let hello =
        all.iter().filter(|comment| comment.contains("client (client.py:") && comment.contains("sendall("));
    assert!(hello.count() > 0, "{all:#?}");
}

/// The client is at another address, where its headers say so, too; the rest of its first message is not in the log.
fn elsewhere(events: &mut [Event]) {
    const CLIENT: [u8; 4] = [10, 0, 0, 7];
    let away = |address: &mut Address| match address {
        Address::V4(ip, port) if *port != 8001 => *ip = CLIENT,
        _ => {}
    };
    for event in events {
        match &mut event.fact {
            Fact::Segment(segment) => {
                let place = if segment.direction == Direction::ToServer { 26 } else { 30 };
                segment.headers[place..place + 4].copy_from_slice(&CLIENT);
                away(&mut segment.source);
                away(&mut segment.destination);
            }
            Fact::Returned { outcome: Outcome::Accepted { peer: address, .. }, .. }
            | Fact::Returned { outcome: Outcome::Connected { local: address, .. }, .. } => away(address),
            Fact::Returned { outcome: Outcome::Received { data, .. }, .. } => data.truncate(7),
            Fact::Returned { call, .. } => {
                if let Op::Send { data, omitted_bytes, .. } = &mut call.op
                    && data == b" world"
                {
                    data.truncate(2);
                    *omitted_bytes = 4;
                }
            }
            _ => {}
        }
    }
}

#[test]
fn ends_have_names_and_what_is_not_known_of_a_payload_is_cut_off() {
    if !tools::can_read_captures() {
        return;
    }
    let folder = TempDir::new().expect("a folder");
    let (file, capture) = (folder.path().join("run.skrec"), folder.path().join("run.pcapng"));
    let mut events = sticky_session();
    elsewhere(&mut events);
    record(&events, &file);
    export(&file, "--pcapng", &capture);
    let fields = ["ip.src_host", "ip.dst_host", "frame.len", "frame.cap_len", "tcp.len", "tcp.payload"];
    let lines = tools::read_capture(&capture, &["-N", "n", "-o", "nameres.network_name:TRUE"], &fields);
    assert_eq!(lines.len(), segments(&events).count());
    let data: Vec<_> = lines.iter().filter(|line| line.starts_with("client\tserver")).collect();
    assert!(data.len() > 4 && lines.iter().any(|line| line.starts_with("server\tclient")), "{lines:#?}");
    let sizes = |line: &str| line.split('\t').skip(2).map(str::to_owned).collect::<Vec<_>>();
    let cut: Vec<_> = data.iter().map(|line| sizes(line)).filter(|sizes| sizes[0] != sizes[1]).collect();
    let [cut] = &cut[..] else { panic!("one packet is cut off: {lines:#?}") };
    let number = |place: usize| cut[place].parse::<u32>().expect("a number");
    assert_eq!((number(0) - number(1), number(2), cut[3].as_str()), (4, 6, "2077"));
}
