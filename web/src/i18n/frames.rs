//! What is said of frames.

use super::Message;

messages! {
    FRAMING_NONE: "frames: none", "消息划分：无";
    FRAMING_PREFIX: "frames: {}-byte length, {}", "消息划分：{} 字节长度，{}";
    FRAMING_PREFIX_1: "frames: 1-byte length", "消息划分：1 字节长度";
    FRAMING_LITTLE: "little-endian", "小端";
    FRAMING_BIG: "big-endian", "大端";
    FRAMING_DELIMITER: "frames: up to {}", "消息划分：以 {} 结尾";
    FRAMING_FIXED: "frames: fixed length", "消息划分：固定长度";
    FRAMING_LENGTH: "Bytes of a frame", "每条消息的字节数";
    FRAME_PREFIXED: "{} + {}", "{} + {}";
    FRAME_HTTP: "head {} + body {}", "头部 {} + 正文 {}";
    HTTP_LINES: "The bytes as text", "按文本显示的字节";
    RULER_DATAGRAMS: "Datagrams (UDP) are no byte stream: the calls and the tracks below show them.", "UDP 数据报不是字节流：请看“调用”和下方的轨道。";
    HTTP_MORE: "… {} more header lines, {}", "… 还有 {} 行首部，{}";
    HTTP_BLANK: "  a blank line ends the head", "  空行：头部到此结束";
    HTTP_BODY: "  body, {}", "  正文，{}";
    FRAME_NEEDS: "needs {} more bytes", "还差 {} 字节";
    FRAME_NEEDS_HEADER: "length needs {} more bytes", "长度字段还差 {} 字节";
    FRAME_NEEDS_DELIMITER: "delimiter not here yet", "分隔符尚未到达";
    FRAME_MISREAD: "“{}” as a length is {}: no such length: other byte order, or no header?", "“{}”当作长度是 {}：不可能，字节序读反了，或者不是头部";
    FRAMING_HTTP: "frames: HTTP/1", "消息划分：HTTP/1";
    FRAME_NEEDS_HEAD: "head not finished: no blank line yet", "头部未结束：还没有空行";
    FRAME_NEEDS_CLOSE: "no Content-Length: ends when the connection closes", "没有 Content-Length：连接关闭时才结束";
    FRAME_NOT_HTTP: "no HTTP: neither a request line nor a status line", "不是 HTTP：既不是请求行也不是状态行";
    FRAME_NO_LENGTH: "the head does not give the body's length as one number", "头部没有用一个数字写明消息体长度";
    FRAME_TOO_LONG: "a body of {} bytes: more than is believed here", "消息体 {} 字节：超出这里认可的长度";
}
