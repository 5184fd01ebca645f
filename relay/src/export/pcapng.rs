//! A recording's segments as a capture file.
//!
//! The format is pcapng (draft-ietf-opsawg-pcapng): blocks of a type, a length, a body and the length again, all numbers
//! little-endian as the section header says, bodies and options padded to 32 bits.

use super::{Counts, ExportError, MAX_BYTES, causes::Causes};
use crate::session::hosts_of;
use socketscope_shared::{Fact, Side, StreamId, lesson::Lesson, segment::Segment, timeline::Timeline};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
    net::IpAddr,
};

/// Block types.
const SECTION: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
const NAMES: u32 = 4;
const PACKET: u32 = 6;
/// Says in which order the bytes of numbers are.
const BYTE_ORDER: u32 = 0x1a2b_3c4d;
/// LINKTYPE_ETHERNET: Linux's loopback has Ethernet headers, all zeros but for the type.
const ETHERNET: u16 = 1;
/// Options: in every block, and by block.
const COMMENT: u16 = 1;
const APPLICATION: u16 = 4;
const INTERFACE_NAME: u16 = 2;
const TIME_RESOLUTION: u16 = 9;
/// 10⁻⁹ s.
const NANOSECONDS: u8 = 9;
/// Records of a name resolution block.
const NAME_END: u16 = 0;
const NAME_IPV4: u16 = 1;
const NAME_IPV6: u16 = 2;
/// Most bytes of one packet, as Wireshark has it (WTAP_MAX_PACKET_SIZE_STANDARD).
const SNAP_BYTES: u32 = 262_144;
/// Longest name of an end.
const MAX_NAME_BYTES: usize = 255;

/// Writes the capture.
///
/// `lesson` says which addresses have names.
pub fn write(
    timeline: &Timeline,
    lesson: Option<&Lesson>,
    out: &mut impl Write,
) -> Result<Counts, ExportError> {
    let mut writer = Writer { out, len_bytes: 0 };
    let info = timeline.latest().info.as_ref();
    writer.section(info.map_or("", |info| &info.lesson))?;
    writer.interface()?;
    let names = names(timeline, lesson);
    if names.len() > 1 {
        writer.names(&names)?;
    }
    let started_ns = info.map_or(0, |info| info.started_unix_ms).saturating_mul(1_000_000);
    let causes = Causes::new(timeline);
    let mut counts = Counts::default();
    for (seq, event) in timeline.log().iter() {
        let Fact::Segment(segment) = &event.fact else { continue };
        if segment.headers.is_empty() {
            counts.without_headers += 1;
            continue;
        }
        let at_ns = started_ns.saturating_add(event.at_ns);
        writer.packet(at_ns, segment, payload(timeline, segment), &causes.line(seq, segment))?;
        counts.written += 1;
    }
    Ok(counts)
}

/// As much of its payload as the log has, from the first byte on.
fn payload<'a>(timeline: &'a Timeline, segment: &Segment) -> &'a [u8] {
    let id = StreamId { connection: segment.connection, direction: segment.direction };
    let to = segment.offset.saturating_add(segment.len_bytes.into());
    timeline.history().stream(id).map_or(&[], |stream| stream.slice(segment.offset, to))
}

/// The address of each end: its name in the session's network, else the programs there. Of one address alone nothing need
/// be said.
fn names(timeline: &Timeline, lesson: Option<&Lesson>) -> BTreeMap<IpAddr, BTreeSet<String>> {
    let world = timeline.latest();
    let hosts = lesson.zip(world.info.as_ref()).map(|(lesson, info)| hosts_of(lesson, &info.knobs));
    let hosts = hosts.unwrap_or_default();
    let mut names = BTreeMap::<_, BTreeSet<_>>::new();
    for connection in &world.connections {
        for side in Side::BOTH {
            let Some(address) = connection.addresses[side.index()].to_std() else { continue };
            let ip = address.ip();
            let programs = names.entry(ip).or_default();
            let named =
                hosts.iter().filter(|host| IpAddr::from(host.ip) == ip).filter_map(|host| host.name.clone());
            let known = programs.len();
            programs.extend(named);
            if programs.len() > known {
                continue;
            }
            let socket = connection.ends[side.index()].socket.and_then(|id| world.socket(id));
            let info = world.info.as_ref().zip(socket).and_then(|(info, socket)| info.actor(socket.actor));
            programs.extend(info.map(|info| info.name.clone()));
        }
    }
    names
}

/// What a name resolution record can hold: names end with a zero byte, and Wireshark shows them in addresses.
fn as_name(program: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') { c } else { '-' };
    program.chars().map(plain).take(MAX_NAME_BYTES).collect()
}

struct Writer<'a, W> {
    out: &'a mut W,
    len_bytes: u64,
}

impl<W: Write> Writer<'_, W> {
    fn block(&mut self, kind: u32, mut body: Vec<u8>) -> Result<(), ExportError> {
        pad(&mut body);
        let len = u32::try_from(body.len() + 12).map_err(|_| ExportError::TooLarge)?;
        self.len_bytes = self.len_bytes.saturating_add(len.into());
        if self.len_bytes > MAX_BYTES {
            return Err(ExportError::TooLarge);
        }
        self.out.write_all(&kind.to_le_bytes())?;
        self.out.write_all(&len.to_le_bytes())?;
        self.out.write_all(&body)?;
        Ok(self.out.write_all(&len.to_le_bytes())?)
    }

    /// Section header block: version 1.0 and a length that is not told.
    fn section(&mut self, lesson: &str) -> Result<(), ExportError> {
        let mut body = BYTE_ORDER.to_le_bytes().to_vec();
        body.extend([1, 0, 0, 0]);
        body.extend(u64::MAX.to_le_bytes());
        option(&mut body, COMMENT, format!("lesson {lesson}").as_bytes());
        option(&mut body, APPLICATION, concat!("Socketscope ", env!("CARGO_PKG_VERSION")).as_bytes());
        option(&mut body, 0, &[]);
        self.block(SECTION, body)
    }

    /// Interface description block.
    fn interface(&mut self) -> Result<(), ExportError> {
        let mut body = ETHERNET.to_le_bytes().to_vec();
        body.extend([0, 0]);
        body.extend(SNAP_BYTES.to_le_bytes());
        option(&mut body, INTERFACE_NAME, b"lo");
        option(&mut body, TIME_RESOLUTION, &[NANOSECONDS]);
        option(&mut body, 0, &[]);
        self.block(INTERFACE, body)
    }

    /// Name resolution block.
    fn names(&mut self, names: &BTreeMap<IpAddr, BTreeSet<String>>) -> Result<(), ExportError> {
        let mut body = Vec::new();
        for (address, programs) in names {
            for program in programs {
                let (kind, mut record) = match address {
                    IpAddr::V4(ip) => (NAME_IPV4, ip.octets().to_vec()),
                    IpAddr::V6(ip) => (NAME_IPV6, ip.octets().to_vec()),
                };
                record.extend(as_name(program).as_bytes());
                record.push(0);
                option(&mut body, kind, &record);
            }
        }
        option(&mut body, NAME_END, &[]);
        self.block(NAMES, body)
    }

    /// Enhanced packet block. What is not known of a payload is missing at its end: the captured length is shorter than
    /// the original one.
    fn packet(
        &mut self,
        at_ns: u64,
        segment: &Segment,
        payload: &[u8],
        comment: &str,
    ) -> Result<(), ExportError> {
        let snap = SNAP_BYTES as usize;
        let headers = &segment.headers[..segment.headers.len().min(snap)];
        let payload = &payload[..payload.len().min(snap - headers.len())];
        let original = (segment.headers.len() as u64).saturating_add(segment.len_bytes.into());
        let original = u32::try_from(original).unwrap_or(u32::MAX);
        let captured = (headers.len() + payload.len()) as u32;
        let mut body = Vec::with_capacity(headers.len() + payload.len() + comment.len() + 40);
        for number in [0, (at_ns >> 32) as u32, at_ns as u32, captured, original] {
            body.extend(number.to_le_bytes());
        }
        body.extend(headers);
        body.extend(payload);
        pad(&mut body);
        option(&mut body, COMMENT, comment.as_bytes());
        option(&mut body, 0, &[]);
        self.block(PACKET, body)
    }
}

/// An option, or a record of names: a code, a length and so many bytes.
fn option(body: &mut Vec<u8>, code: u16, value: &[u8]) {
    let value = &value[..value.len().min(usize::from(u16::MAX))];
    body.extend(code.to_le_bytes());
    body.extend((value.len() as u16).to_le_bytes());
    body.extend(value);
    pad(body);
}

fn pad(body: &mut Vec<u8>) {
    body.resize(body.len().next_multiple_of(4), 0);
}
