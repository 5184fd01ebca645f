//! Why a socket is or is not ready, from what the kernel held.

use super::Kinds;
use crate::{
    SocketId, Text,
    describe::size,
    reading::{Reading, TcpState},
    world::{Role, Socket, World},
};

/// Where a reason comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A kernel reading.
    Kernel,
    /// The results of calls.
    Calls,
    /// Inferred from calls and segments.
    Inferred,
}

/// A reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// In a few words.
    pub text: Text,
    /// How it is known.
    pub source: Source,
}

/// Why `socket` is ready for `kind`, or is not, in `world`. `ready` is what the call said, where it returned.
pub fn why(world: &World, socket: Option<SocketId>, kind: Kinds, ready: bool) -> Why {
    let Some((id, socket)) = socket.and_then(|id| Some((id, world.socket(id)?))) else {
        return calls("not a socket", "不是套接字");
    };
    if !socket.open {
        return calls("closed", "已关闭");
    }
    let reading = world.reading(id);
    if kind == Kinds::WRITE {
        return to_write(socket, reading, ready);
    }
    if kind == Kinds::EXCEPT {
        return if ready {
            calls("urgent data has arrived", "收到紧急数据")
        } else {
            calls("no urgent data", "没有紧急数据")
        };
    }
    match socket.role {
        Role::Listening { backlog } => to_accept(reading, backlog, ready),
        Role::Connecting => calls("handshake not over", "握手尚未完成"),
        Role::Fresh | Role::Bound if socket.stream => calls("not connected", "尚未连接"),
        Role::Epoll => calls("an epoll descriptor", "epoll 描述符"),
        _ => to_read(world, (id, socket), reading, ready),
    }
}

fn to_accept(reading: Option<&Reading>, backlog: i32, ready: bool) -> Why {
    let (waiting, limit) = reading.map_or((0, 0), |r| (r.receive_queue, r.send_queue));
    let limit = if limit > 0 { limit } else { backlog.max(0) as u32 };
    match (waiting, ready) {
        (0, true) => inferred("a connection had come in", "有新连接到达"),
        (0, false) => {
            let text = Text::new(
                format!("accept queue empty (0 of {limit})"),
                format!("accept 队列为空（0 / {limit}）"),
            );
            Why { text, source: if reading.is_some() { Source::Kernel } else { Source::Inferred } }
        }
        _ => kernel(
            format!("accept queue: {waiting} of {limit}"),
            format!("accept 队列中有 {waiting} 个连接（上限 {limit}）"),
        ),
    }
}

fn to_read(world: &World, (id, socket): (SocketId, &Socket), reading: Option<&Reading>, ready: bool) -> Why {
    let end = world.receives_from(id);
    let stream = end.and_then(|(c, way)| world.stream(c, way)).copied().unwrap_or_default();
    let reset = end.and_then(|(c, _)| world.connection(c)).is_some_and(|c| c.reset);
    let state = reading.map_or(TcpState::Established, |r| r.state);
    // Datagram sockets are CLOSED to the kernel until they are connected.
    let told_end = socket.stream
        && matches!(
            state,
            TcpState::CloseWait
                | TcpState::LastAck
                | TcpState::Closing
                | TcpState::TimeWait
                | TcpState::Closed
        );
    let waiting = reading.map_or(0, |r| r.receive_queue);
    if waiting > 0 {
        let waiting = size(u64::from(waiting));
        return kernel(format!("{waiting} in the receive buffer"), format!("接收缓冲区中有 {waiting}"));
    }
    if reset {
        return inferred("connection reset: the error is readable", "连接被重置：可读到错误");
    }
    if told_end {
        return kernel("peer closed: end of stream is readable", "对方已关闭：可读到流结束");
    }
    // Readings are taken after the call; what other threads or the network did meanwhile is in the streams.
    let known = ready || reading.is_none();
    if known && stream.in_kernel() > 0 {
        let sent = size(stream.in_kernel());
        return inferred(format!("{sent} sent and not received"), format!("已发送未接收 {sent}"));
    }
    if known && (stream.fin || stream.finished) {
        return inferred("peer closed: end of stream is readable", "对方已关闭：可读到流结束");
    }
    match (ready, reading) {
        (true, _) => calls("the call said so", "由调用返回"),
        (false, Some(_)) => kernel("receive buffer empty", "接收缓冲区为空"),
        (false, None) => inferred("nothing has arrived", "没有数据到达"),
    }
}

fn to_write(socket: &Socket, reading: Option<&Reading>, ready: bool) -> Why {
    match socket.role {
        Role::Listening { .. } => return calls("a listener is never writable", "监听套接字永远不可写"),
        Role::Connecting if !ready => return calls("handshake not over", "握手尚未完成"),
        _ => {}
    }
    let queued = reading.map_or(0, |r| r.send_queue);
    let limit = reading.map_or(0, |r| r.send_limit);
    let (used, limit) = (size(u64::from(queued)), size(u64::from(limit)));
    match (ready, reading) {
        (true, Some(_)) if queued == 0 => kernel("send buffer empty", "发送缓冲区为空"),
        (true, Some(_)) => kernel(
            format!("send buffer has room: {used} of {limit} used"),
            format!("发送缓冲区有空间：已用 {used} / {limit}"),
        ),
        (false, Some(_)) => kernel(
            format!("send buffer full: {used} not acknowledged"),
            format!("发送缓冲区已满：{used} 未被确认"),
        ),
        (true, None) => inferred("send buffer has room", "发送缓冲区有空间"),
        (false, None) => inferred("send buffer full", "发送缓冲区已满"),
    }
}

fn kernel(en: impl Into<String>, zh: impl Into<String>) -> Why {
    Why { text: Text { en: en.into(), zh: zh.into() }, source: Source::Kernel }
}

fn calls(en: impl Into<String>, zh: impl Into<String>) -> Why {
    Why { source: Source::Calls, ..kernel(en, zh) }
}

fn inferred(en: impl Into<String>, zh: impl Into<String>) -> Why {
    Why { source: Source::Inferred, ..kernel(en, zh) }
}
