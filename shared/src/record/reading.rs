//! Values sampled from the kernel (sock_diag(7); the same numbers as SIOCINQ, SIOCOUTQ and TCP_INFO).

use crate::{ConnectionId, Side, SocketId};
use bitcode::{Decode, Encode};

/// What the kernel holds for one socket at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Reading {
    /// Whose.
    pub subject: Subject,
    /// TCP state.
    pub state: TcpState,
    /// Bytes in the receive buffer that no recv has taken; for a listener, the connections in the accept queue.
    pub receive_queue: u32,
    /// Bytes sent by the program that the peer has not acknowledged; for a listener, the backlog.
    pub send_queue: u32,
    /// Limit of the receive buffer in bytes (SO_RCVBUF as the kernel counts it); 0 where unknown.
    pub receive_limit: u32,
    /// Limit of the send buffer in bytes (SO_SNDBUF as the kernel counts it); 0 where unknown.
    pub send_limit: u32,
    /// Memory that the send buffer takes, with the kernel's bookkeeping: what counts against its limit; 0 where unknown.
    pub send_memory: u32,
    /// TCP_INFO, for TCP sockets that are or were connected.
    pub info: Option<TcpInfo>,
}

impl Reading {
    /// Whether the kernel says that the socket is writable: what is free in the send buffer is at least half of what is
    /// used, a third of the whole (tcp(7) does not tell; `sk_stream_is_writeable` in include/net/sock.h).
    pub fn has_room_to_send(&self) -> bool {
        let free = self.send_limit.saturating_sub(self.send_memory);
        self.send_memory < self.send_limit && free >= self.send_memory / 2
    }
}

/// What a reading is of. A connection's end exists before its program accepts it and after it closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
pub enum Subject {
    /// A listening or unconnected socket.
    Socket(SocketId),
    /// One end of a connection.
    End(ConnectionId, Side),
}

/// TCP states (RFC 9293, section 3.3.2; numbers as in the kernel's include/net/tcp_states.h).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "SCREAMING-KEBAB-CASE"))]
#[expect(missing_docs, reason = "the names are RFC 9293's")]
pub enum TcpState {
    Established,
    SynSent,
    SynReceived,
    #[cfg_attr(feature = "serde", serde(rename = "FIN-WAIT-1"))]
    FinWait1,
    #[cfg_attr(feature = "serde", serde(rename = "FIN-WAIT-2"))]
    FinWait2,
    TimeWait,
    Closed,
    CloseWait,
    LastAck,
    Listen,
    Closing,
}

impl TcpState {
    /// From the kernel's number; `None` for one that it does not use.
    pub fn from_kernel(number: u8) -> Option<Self> {
        Some(match number {
            1 => Self::Established,
            2 => Self::SynSent,
            3 | 12 => Self::SynReceived,
            4 => Self::FinWait1,
            5 => Self::FinWait2,
            6 => Self::TimeWait,
            7 => Self::Closed,
            8 => Self::CloseWait,
            9 => Self::LastAck,
            10 => Self::Listen,
            11 => Self::Closing,
            _ => return None,
        })
    }

    /// The name as in RFC 9293.
    pub fn name(self) -> &'static str {
        match self {
            Self::Established => "ESTABLISHED",
            Self::SynSent => "SYN-SENT",
            Self::SynReceived => "SYN-RECEIVED",
            Self::FinWait1 => "FIN-WAIT-1",
            Self::FinWait2 => "FIN-WAIT-2",
            Self::TimeWait => "TIME-WAIT",
            Self::Closed => "CLOSED",
            Self::CloseWait => "CLOSE-WAIT",
            Self::LastAck => "LAST-ACK",
            Self::Listen => "LISTEN",
            Self::Closing => "CLOSING",
        }
    }
}

/// The part of `struct tcp_info` (tcp(7), linux/tcp.h) that the page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct TcpInfo {
    /// Smoothed round-trip time, µs.
    pub rtt_us: u32,
    /// Congestion window, segments.
    pub cwnd: u32,
    /// Sending maximum segment size, bytes.
    pub mss_bytes: u32,
    /// Segments sent.
    pub segments_out: u32,
    /// Segments received.
    pub segments_in: u32,
    /// Segments retransmitted, ever.
    pub retransmits: u32,
    /// Segments sent and not acknowledged.
    pub unacknowledged: u32,
    /// Bytes in the send buffer that were not sent yet.
    pub not_sent_bytes: u32,
    /// Receive window that this end advertises, bytes.
    pub receive_window_bytes: u32,
    /// The peer's window as this end sees it, bytes.
    pub send_window_bytes: u32,
}
