//! tshark, which knows nothing of us, sees the same segments on the session's network as the log has.

use socketscope_shared::{
    Address, Event, Fact,
    headers::{Layer, decode},
    segment::Segment,
    wire::Control,
};
use socketscope_tests::{
    Relay, Viewer,
    tools::{self, Capture},
};

/// What both sides say of a segment, in tshark's words.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    from: String,
    to: String,
    flags: u8,
    sequence: u32,
    acknowledgement: u32,
    len_bytes: u32,
    window: u16,
    /// Fields of its headers: [`DECODED`].
    decoded: Vec<Option<u64>>,
}

/// Where the lessons' servers listen.
const PORT: u16 = 8001;

const FIELDS: [&str; 19] = [
    "ip.src",
    "tcp.srcport",
    "ip.dst",
    "tcp.dstport",
    "tcp.flags",
    "tcp.seq_raw",
    "tcp.ack_raw",
    "tcp.len",
    "tcp.window_size_value",
    "ip.hdr_len",
    "ip.len",
    "ip.id",
    "ip.ttl",
    "ip.checksum",
    "tcp.hdr_len",
    "tcp.checksum",
    "tcp.options.mss_val",
    "tcp.options.wscale.shift",
    "tcp.options.timestamp.tsval",
];

/// What the headers' own decoder calls those from `ip.hdr_len` on.
const DECODED: [(Layer, &str); 10] = [
    (Layer::Network, "IHL"),
    (Layer::Network, "Total Length"),
    (Layer::Network, "Identification"),
    (Layer::Network, "Time to Live"),
    (Layer::Network, "Header Checksum"),
    (Layer::Transport, "Data Offset"),
    (Layer::Transport, "Checksum"),
    (Layer::Transport, "Maximum Segment Size"),
    (Layer::Transport, "Window Scale"),
    (Layer::Transport, "Timestamps"),
];

/// The number that a text begins with, in decimal or hexadecimal; `None` where there is none.
fn leading_number(text: &str) -> Option<u64> {
    match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => text.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok(),
    }
}

/// Those fields of a segment as the headers' own decoder has them.
fn decoded(segment: &Segment) -> Vec<Option<u64>> {
    let frame = decode(&segment.headers, &[], 0);
    let number = |(layer, name): (Layer, &str)| {
        let field = frame.fields.iter().find(|field| (field.layer, field.name) == (layer, name))?;
        let value = leading_number(field.value.trim_start_matches("TSval "))?;
        // Both lengths of headers are counted in words there, and in bytes by tshark.
        Some(if matches!(name, "IHL" | "Data Offset") { value * 4 } else { value })
    };
    DECODED.map(number).to_vec()
}

impl Seen {
    fn by_log(segment: &Segment) -> Self {
        Seen {
            from: segment.source.to_string(),
            to: segment.destination.to_string(),
            flags: segment.flags.0,
            sequence: segment.sequence,
            acknowledgement: segment.acknowledgement,
            len_bytes: segment.len_bytes,
            window: segment.window,
            decoded: decoded(segment),
        }
    }

    fn by_tshark(line: &str) -> Self {
        let fields: Vec<&str> = line.split('\t').collect();
        let Some((&[from, from_port, to, to_port, flags, sequence, acknowledgement, len, window], decoded)) =
            fields.split_first_chunk()
        else {
            panic!("tshark prints {line:?}");
        };
        let number = |text: &str| text.trim().parse().unwrap_or_else(|_| panic!("{text:?} in {line:?}"));
        let flags = u16::from_str_radix(flags.trim_start_matches("0x"), 16).expect("flags are hexadecimal");
        Seen {
            from: format!("{from}:{from_port}"),
            to: format!("{to}:{to_port}"),
            // Above them is the bit of accurate ECN.
            flags: (flags & 0x3f) as u8,
            sequence: number(sequence),
            acknowledgement: number(acknowledgement),
            len_bytes: number(len),
            window: number(window) as u16,
            decoded: decoded.iter().map(|text| leading_number(text.trim())).collect(),
        }
    }
}

/// Runs a lesson with tshark beside it: what the log has, and what tshark saw.
async fn both(lesson: &str) -> (Vec<Seen>, Vec<Seen>) {
    let relay = Relay::start();
    let mut viewer = Viewer::connect(&relay).await;
    // Held before its first call, the server's process is there and its network is silent.
    let session = viewer.start(lesson, &[], true).await;
    let begun = viewer.watch_until(session, |fact| matches!(fact, Fact::Held { .. })).await;
    let pid = begun.iter().find_map(|event| match event.fact {
        Fact::ActorStarted { pid, .. } => Some(pid),
        _ => None,
    });
    let capture = Capture::start(pid.expect("the server has started"), &format!("tcp port {PORT}"), &FIELDS);
    viewer.control(session, Control::StepMode { on: false }).await;
    let (events, _) = viewer.watch(session).await;
    // tshark itself has helpers that connect somewhere, to look for other things to capture.
    let ours =
        |segment: &&Segment| [&segment.source, &segment.destination].iter().any(|a| a.port() == Some(PORT));
    let log: Vec<Seen> = segments(&events).filter(ours).map(Seen::by_log).collect();
    let lines = capture.lines(log.len()).await;
    (log, lines.iter().map(|line| Seen::by_tshark(line)).collect())
}

fn segments(events: &[Event]) -> impl Iterator<Item = &Segment> {
    events.iter().filter_map(|event| match &event.fact {
        Fact::Segment(segment) => Some(segment),
        _ => None,
    })
}

#[tokio::test]
async fn tshark_sees_the_segments_of_the_log() {
    if !tools::can_capture() {
        return;
    }
    for lesson in ["layers", "sticky", "life"] {
        let (mut log, mut tshark) = both(lesson).await;
        assert!(log.len() >= 7, "{lesson}: a handshake, data and a teardown: {log:#?}");
        // The log puts causes before effects; tshark has the kernel's order of capture.
        log.sort();
        tshark.sort();
        assert_eq!(log, tshark, "{lesson}");
    }
}

#[test]
fn addresses_are_written_alike() {
    assert_eq!(Address::V4([127, 0, 0, 1], 8001).to_string(), "127.0.0.1:8001");
}
