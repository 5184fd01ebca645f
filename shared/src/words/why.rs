//! Why a socket is or is not ready, from what the kernel held.

use crate::fold::readiness::{Cell, Kinds};
use crate::{
    SocketId, Text,
    fold::world::{Role, Socket, Stream, World},
    record::reading::{Reading, TcpState},
    words::size,
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

/// Why `socket` is ready for `kind`, or is not, in `world`: `cell` is what the call was asked for and what it said.
pub fn why(world: &World, socket: Option<SocketId>, kind: Kinds, cell: &Cell) -> Why {
    let ready = cell.ready.has(kind);
    let said = state(world, socket, kind, ready);
    if cell.is_spent() && !ready {
        return spent();
    }
    if cell.is_edge() { on_an_edge(said, ready) } else { said.why }
}

/// A reason, and whether by it alone the descriptor is ready.
struct Said {
    why: Why,
    is_so: bool,
}

fn state(world: &World, socket: Option<SocketId>, kind: Kinds, ready: bool) -> Said {
    let Some((id, socket)) = socket.and_then(|id| Some((id, world.socket(id)?))) else {
        return calls("not a socket", "不是套接字").so(ready);
    };
    if !socket.open {
        return calls("closed", "已关闭").so(ready);
    }
    let reading = world.reading(id);
    match kind {
        Kinds::WRITE => return to_write(socket, reading, ready),
        Kinds::EXCEPT => return urgent(received(world, id), ready).so(ready),
        Kinds::HANGUP | Kinds::ERROR | Kinds::PEER_DONE => return over(world, id, kind, ready).so(ready),
        _ => {}
    }
    match socket.role {
        Role::Listening { backlog } => to_accept(reading, backlog, ready),
        Role::Connecting => calls("handshake not over", "握手尚未完成").so(ready),
        Role::Fresh | Role::Bound if socket.stream => calls("not connected", "尚未连接").so(ready),
        Role::Epoll => calls("an epoll descriptor", "epoll 描述符").so(ready),
        _ => to_read(world, (id, socket), reading, ready),
    }
}

/// Edge-triggered, a descriptor that is ready is reported when something new happens to it, and not again.
fn on_an_edge(Said { why, is_so }: Said, ready: bool) -> Why {
    let (en, zh) = match (ready, is_so) {
        (true, _) => (", not reported before: edge-triggered", "，之前没有报告过：边沿触发"),
        (false, true) => (
            ", but nothing new has arrived since the last report: edge-triggered",
            "，但上次报告之后没有新的到达：边沿触发，不再报告",
        ),
        (false, false) => return why,
    };
    Why { text: Text { en: why.text.en + en, zh: why.text.zh + zh }, ..why }
}

fn spent() -> Why {
    calls(
        "EPOLLONESHOT: it was reported once, and is off until EPOLL_CTL_MOD",
        "EPOLLONESHOT：已报告过一次，EPOLL_CTL_MOD 之前不再关注",
    )
}

/// The stream that the socket receives; an empty one where there is none.
fn received(world: &World, id: SocketId) -> Stream {
    world.receives_from(id).and_then(|(c, way)| world.stream(c, way)).copied().unwrap_or_default()
}

fn urgent(stream: Stream, ready: bool) -> Why {
    match (stream.urgent, ready) {
        (Some(urgent), true) if !urgent.taken => inferred(
            format!("urgent byte pending at offset {}: recv(MSG_OOB) takes it", urgent.offset),
            format!("偏移 {} 处有未取走的紧急字节，用 recv(MSG_OOB) 读取", urgent.offset),
        ),
        (Some(urgent), false) if urgent.taken => calls(
            format!("no urgent byte pending: the one at offset {} is taken", urgent.offset),
            format!("没有未取走的紧急字节：偏移 {} 处的已被取走", urgent.offset),
        ),
        (_, true) => calls("urgent data has arrived", "收到紧急数据"),
        (None, false) => inferred("no urgent byte was sent", "没有发来紧急字节"),
        (Some(_), false) => inferred("the urgent byte is still on its way", "紧急字节还在路上"),
    }
}

/// HUP, ERR and RDHUP.
fn over(world: &World, id: SocketId, kind: Kinds, ready: bool) -> Why {
    let reset = world.receives_from(id).and_then(|(c, _)| world.connection(c)).is_some_and(|c| c.reset);
    let connected = world.socket(id).is_some_and(|socket| socket.end.is_some());
    match (kind, ready) {
        (Kinds::PEER_DONE, true) if reset => inferred("the peer reset the connection", "对方重置了连接"),
        (Kinds::PEER_DONE, true) => {
            kernel("the peer will send no more: its FIN is here", "对方不再发送：FIN 已到达")
        }
        (Kinds::PEER_DONE, false) => kernel("the peer has not ended its stream", "对方还没有结束发送"),
        (Kinds::HANGUP, true) if reset => {
            inferred("reset: nothing can come or go any more", "连接被重置：双向都已结束")
        }
        (Kinds::HANGUP, true) if !connected => {
            calls("not connected: poll calls that a hang-up", "尚未连接：poll 视为挂断")
        }
        (Kinds::HANGUP, true) => {
            calls("ended both ways: the peer's FIN, and our own", "双向都已结束：对方和我方都已发出 FIN")
        }
        (Kinds::HANGUP, false) => calls("not ended both ways", "没有双向结束"),
        (_, true) if reset => {
            inferred("an error waits: the peer reset the connection", "有待取的错误：对方重置了连接")
        }
        (_, true) => calls("an error waits (SO_ERROR)", "有待取的错误（SO_ERROR）"),
        _ => calls("no error", "没有错误"),
    }
}

fn to_accept(reading: Option<&Reading>, backlog: i32, ready: bool) -> Said {
    let (waiting, limit) = reading.map_or((0, 0), |r| (r.receive_queue, r.send_queue));
    let limit = if limit > 0 { limit } else { backlog.max(0) as u32 };
    match (waiting, ready) {
        (0, true) => inferred("a connection had come in", "有新连接到达").so(true),
        (0, false) => {
            let text = Text::new(
                format!("accept queue empty (0 of {limit})"),
                format!("accept 队列为空（0 / {limit}）"),
            );
            Why { text, source: if reading.is_some() { Source::Kernel } else { Source::Inferred } }.so(false)
        }
        _ => kernel(
            format!("accept queue: {waiting} of {limit}"),
            format!("accept 队列中有 {waiting} 个连接（上限 {limit}）"),
        )
        .so(true),
    }
}

fn to_read(world: &World, (id, socket): (SocketId, &Socket), reading: Option<&Reading>, ready: bool) -> Said {
    let stream = received(world, id);
    let reset = world.receives_from(id).and_then(|(c, _)| world.connection(c)).is_some_and(|c| c.reset);
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
    if waiting == 1 && !ready && stream.urgent_is_next() {
        let (en, zh) = (
            "the 1 B in the receive buffer is urgent: recv without MSG_OOB does not get it",
            "接收缓冲区中的 1 B 是紧急字节：不带 MSG_OOB 的 recv 读不到它",
        );
        return kernel(en, zh).so(false);
    }
    if waiting > 0 {
        let waiting = size(u64::from(waiting));
        return kernel(format!("{waiting} in the receive buffer"), format!("接收缓冲区中有 {waiting}"))
            .so(true);
    }
    if reset {
        return inferred("connection reset: the error is readable", "连接被重置：可读到错误").so(true);
    }
    if told_end {
        return kernel("peer closed: end of stream is readable", "对方已关闭：可读到流结束").so(true);
    }
    // Readings are taken after the call; what other threads or the network did meanwhile is in the streams.
    let known = ready || reading.is_none();
    if known && stream.in_kernel() > 0 {
        let sent = size(stream.in_kernel());
        return inferred(format!("{sent} sent and not received"), format!("已发送未接收 {sent}")).so(ready);
    }
    if known && (stream.fin || stream.finished) {
        return inferred("peer closed: end of stream is readable", "对方已关闭：可读到流结束").so(ready);
    }
    let said = match (ready, reading) {
        (true, _) => calls("the call said so", "由调用返回"),
        (false, Some(_)) => kernel("receive buffer empty", "接收缓冲区为空"),
        (false, None) => inferred("nothing has arrived", "没有数据到达"),
    };
    said.so(ready)
}

/// The kernel's bookkeeping counts, so that the buffer is full before as many bytes are in it.
fn to_write(socket: &Socket, reading: Option<&Reading>, ready: bool) -> Said {
    match socket.role {
        Role::Listening { .. } => {
            return calls("a listener is never writable", "监听套接字永远不可写").so(false);
        }
        Role::Connecting if !ready => return calls("handshake not over", "握手尚未完成").so(false),
        _ => {}
    }
    let Some(reading) = reading else {
        return match ready {
            true => inferred("send buffer has room", "发送缓冲区有空间"),
            false => inferred("send buffer full", "发送缓冲区已满"),
        }
        .so(ready);
    };
    let queued = size(u64::from(reading.send_queue));
    let (used, limit) = (reading.send_memory, reading.send_limit);
    let has_room = reading.has_room_to_send();
    let free = size(limit.saturating_sub(used).into());
    let (used, limit) = (size(used.into()), size(limit.into()));
    match (ready, has_room) {
        (true, _) if reading.send_queue == 0 => kernel("send buffer empty", "发送缓冲区为空"),
        (true, _) | (false, true) => kernel(
            format!("send buffer has room: {used} of {limit} used, {free} free"),
            format!("发送缓冲区有空间：已用 {used} / {limit}，空闲 {free}"),
        ),
        (false, false) => kernel(
            format!("send buffer full: {used} of {limit} used by {queued} not acknowledged, less than a third free"),
            format!("发送缓冲区已满：{queued} 未被确认，占用 {used} / {limit}，空闲不足三分之一"),
        ),
    }
    .so(has_room)
}

impl Why {
    fn so(self, is_so: bool) -> Said {
        Said { why: self, is_so }
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
