//! The bytes on the netlink socket (linux/netlink.h, linux/inet_diag.h, linux/tcp.h).
use crate::protocol::{Progress, SocketReading};
use socketscope_shared::{
    Address,
    reading::{TcpInfo, TcpState},
};

/// First 12 bytes of an IPv4 address written as an IPv6 one.
pub const V4_MAPPED: [u8; 12] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/// TCPDIAG_GETSOCK: the older request, because it alone dumps IPv4 and IPv6 in one walk of the table.
const GETSOCK: u16 = 18;
const INET_DIAG_INFO: u16 = 2;
const INET_DIAG_SKMEMINFO: u16 = 7;
/// All states up to TCP_NEW_SYN_RECV.
const ALL_STATES: u32 = 0x1fff;
const HEADER_BYTES: usize = 16;
/// `struct inet_diag_req`, and `struct inet_diag_msg` before its attributes.
const REQUEST_BYTES: usize = 60;
const SOCKET_BYTES: usize = 72;

pub struct Message<'a> {
    pub sequence: u32,
    pub kind: Kind<'a>,
}

pub enum Kind<'a> {
    Socket(&'a [u8]),
    Done,
    Error(i32),
    Other,
}

pub fn dump_request(sequence: u32) -> Vec<u8> {
    let flags = (libc::NLM_F_REQUEST | libc::NLM_F_DUMP) as u16;
    let len = HEADER_BYTES + REQUEST_BYTES;
    let mut bytes = Vec::with_capacity(len);
    bytes.extend((len as u32).to_ne_bytes());
    bytes.extend(GETSOCK.to_ne_bytes());
    bytes.extend(flags.to_ne_bytes());
    bytes.extend(sequence.to_ne_bytes());
    bytes.extend(0u32.to_ne_bytes());
    let extensions = 1u8 << (INET_DIAG_INFO - 1) | 1 << (INET_DIAG_SKMEMINFO - 1);
    // Family, source and destination length, extensions; an empty socket id; states; no filter program.
    bytes.extend([libc::AF_INET as u8, 0, 0, extensions]);
    bytes.extend([0; 48]);
    bytes.extend(ALL_STATES.to_ne_bytes());
    bytes.extend(0u32.to_ne_bytes());
    bytes
}

/// The messages of one datagram; stops at the first that is cut off.
pub fn messages(mut bytes: &[u8]) -> impl Iterator<Item = Message<'_>> {
    std::iter::from_fn(move || {
        let len = u32_at(bytes, 0)? as usize;
        let body = bytes.get(HEADER_BYTES..len)?;
        let sequence = u32_at(bytes, 8)?;
        let kind = match i32::from(u16_at(bytes, 4)?) {
            libc::NLMSG_DONE => Kind::Done,
            libc::NLMSG_ERROR => Kind::Error(u32_at(body, 0)?.cast_signed().saturating_neg()),
            kind if kind == i32::from(GETSOCK) => Kind::Socket(body),
            _ => Kind::Other,
        };
        bytes = bytes.get(aligned(len)..).unwrap_or_default();
        Some(Message { sequence, kind })
    })
}

/// Reads a `struct inet_diag_msg` and its attributes; `None` where it is too short to be one.
pub fn socket(body: &[u8]) -> Option<SocketReading> {
    let (fixed, mut rest) = body.split_at_checked(SOCKET_BYTES)?;
    let family = fixed[0];
    let state = TcpState::from_kernel(fixed[1])?;
    let local = address(family, &fixed[8..24], &fixed[4..6])?;
    let peer = address(family, &fixed[24..40], &fixed[6..8])?;
    let mut reading = SocketReading {
        local,
        peer: peer.port().filter(|port| *port != 0).map(|_| peer),
        state,
        receive_queue: receive_queue(state, u32_at(fixed, 56)?),
        send_queue: send_queue(state, u32_at(fixed, 60)?),
        receive_limit: 0,
        send_limit: 0,
        send_memory: 0,
        info: None,
        progress: None,
    };
    while let (Some(len), Some(kind)) = (u16_at(rest, 0), u16_at(rest, 2)) {
        let Some(value) = rest.get(4..usize::from(len)) else { break };
        match kind {
            INET_DIAG_SKMEMINFO => {
                reading.receive_limit = u32_at(value, 4).unwrap_or(0);
                reading.send_limit = u32_at(value, 12).unwrap_or(0);
                reading.send_memory = u32_at(value, 20).unwrap_or(0);
            }
            INET_DIAG_INFO if state != TcpState::Listen => {
                reading.info = Some(tcp_info(value, reading.send_queue));
                reading.progress = progress(value);
            }
            _ => {}
        }
        rest = rest.get(aligned(usize::from(len))..).unwrap_or_default();
    }
    Some(reading)
}

/// The kernel's number counts the peer's FIN as a byte until it is read, where SIOCINQ does not.
fn receive_queue(state: TcpState, rqueue: u32) -> u32 {
    match state {
        TcpState::CloseWait | TcpState::LastAck | TcpState::Closing => rqueue.saturating_sub(1),
        _ => rqueue,
    }
}

/// The kernel's number counts our SYN or FIN as a byte until it is acknowledged.
fn send_queue(state: TcpState, wqueue: u32) -> u32 {
    match state {
        TcpState::SynSent | TcpState::SynReceived => 0,
        TcpState::FinWait1 | TcpState::LastAck | TcpState::Closing => wqueue.saturating_sub(1),
        _ => wqueue,
    }
}

/// Reads a `struct tcp_info`; what an older kernel does not have is 0.
fn tcp_info(value: &[u8], send_queue: u32) -> TcpInfo {
    let at = |offset| u32_at(value, offset).unwrap_or(0);
    TcpInfo {
        rtt_us: at(68),
        cwnd: at(80),
        mss_bytes: at(16),
        segments_out: at(136),
        segments_in: at(140),
        retransmits: at(100),
        unacknowledged: at(24),
        // Like the send queue it counts a FIN.
        not_sent_bytes: at(144).min(send_queue),
        receive_window_bytes: at(232),
        send_window_bytes: at(228),
    }
}

fn progress(tcp_info: &[u8]) -> Option<Progress> {
    Some(Progress {
        acknowledged: u64_at(tcp_info, 120)?,
        received: u64_at(tcp_info, 128)?,
        with_queues: true,
    })
}

fn address(family: u8, ip: &[u8], port: &[u8]) -> Option<Address> {
    let port = u16::from_be_bytes(*port.first_chunk()?);
    match i32::from(family) {
        libc::AF_INET => Some(Address::V4(*ip.first_chunk()?, port)),
        libc::AF_INET6 => Some(Address::V6(*ip.first_chunk()?, port)),
        _ => None,
    }
}

fn aligned(len: usize) -> usize {
    len.saturating_add(3) & !3
}

fn u16_at(bytes: &[u8], offset: usize) -> Option<u16> {
    bytes.get(offset..)?.first_chunk().map(|b| u16::from_ne_bytes(*b))
}

fn u32_at(bytes: &[u8], offset: usize) -> Option<u32> {
    bytes.get(offset..)?.first_chunk().map(|b| u32::from_ne_bytes(*b))
}

fn u64_at(bytes: &[u8], offset: usize) -> Option<u64> {
    bytes.get(offset..)?.first_chunk().map(|b| u64::from_ne_bytes(*b))
}
