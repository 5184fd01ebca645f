//! What the time-sequence diagram says.

use super::Message;

messages! {
    EXCHANGE: "Exchange", "时序";
    EXCHANGE_SUB: "calls, segments, and the TCP states that they lead to", "调用、报文段，以及它们引起的 TCP 状态变化";
}
