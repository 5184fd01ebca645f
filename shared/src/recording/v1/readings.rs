//! Values sampled from the kernel.

use super::{
    addresses::{ConnectionId, Side, SocketId},
    keep::{Keep, Restore, mirror_enum, mirror_struct},
};
use crate::record::reading;
use minicbor::{Decode, Encode};

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Reading {
    #[n(0)]
    pub subject: Subject,
    #[n(1)]
    pub state: TcpState,
    #[n(2)]
    pub receive_queue: u32,
    #[n(3)]
    pub send_queue: u32,
    #[n(4)]
    pub receive_limit: u32,
    #[n(5)]
    pub send_limit: u32,
    #[n(6)]
    pub send_memory: u32,
    #[n(7)]
    pub info: Option<TcpInfo>,
}

mirror_struct!(
    Reading = reading::Reading {
        subject,
        state,
        receive_queue,
        send_queue,
        receive_limit,
        send_limit,
        send_memory,
        info
    }
);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum Subject {
    #[n(0)]
    Socket(#[n(0)] SocketId),
    #[n(1)]
    End(#[n(0)] ConnectionId, #[n(1)] Side),
}

impl Keep for reading::Subject {
    type Kept = Subject;
    fn keep(&self) -> Subject {
        match self {
            Self::Socket(socket) => Subject::Socket(socket.keep()),
            Self::End(connection, side) => Subject::End(connection.keep(), side.keep()),
        }
    }
}

impl Restore for Subject {
    type Restored = reading::Subject;
    fn restore(self) -> reading::Subject {
        match self {
            Subject::Socket(socket) => reading::Subject::Socket(socket.restore()),
            Subject::End(connection, side) => reading::Subject::End(connection.restore(), side.restore()),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum TcpState {
    #[n(0)]
    Established,
    #[n(1)]
    SynSent,
    #[n(2)]
    SynReceived,
    #[n(3)]
    FinWait1,
    #[n(4)]
    FinWait2,
    #[n(5)]
    TimeWait,
    #[n(6)]
    Closed,
    #[n(7)]
    CloseWait,
    #[n(8)]
    LastAck,
    #[n(9)]
    Listen,
    #[n(10)]
    Closing,
}

mirror_enum!(
    TcpState = reading::TcpState {
        Established,
        SynSent,
        SynReceived,
        FinWait1,
        FinWait2,
        TimeWait,
        Closed,
        CloseWait,
        LastAck,
        Listen,
        Closing,
    }
);

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct TcpInfo {
    #[n(0)]
    pub rtt_us: u32,
    #[n(1)]
    pub cwnd: u32,
    #[n(2)]
    pub mss_bytes: u32,
    #[n(3)]
    pub segments_out: u32,
    #[n(4)]
    pub segments_in: u32,
    #[n(5)]
    pub retransmits: u32,
    #[n(6)]
    pub unacknowledged: u32,
    #[n(7)]
    pub not_sent_bytes: u32,
    #[n(8)]
    pub receive_window_bytes: u32,
    #[n(9)]
    pub send_window_bytes: u32,
}

mirror_struct!(
    TcpInfo = reading::TcpInfo {
        rtt_us,
        cwnd,
        mss_bytes,
        segments_out,
        segments_in,
        retransmits,
        unacknowledged,
        not_sent_bytes,
        receive_window_bytes,
        send_window_bytes
    }
);
