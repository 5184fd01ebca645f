//! Why a call waits, and what ended its wait. Inferred from the kernel's readings and the streams.

use super::{numbers::duration, numbers::size, side_name};
use crate::{
    Call, ConnectionId, Direction, Event, Fact, Op, Outcome, Text,
    fold::world::{Stream, World},
    record::{call::ApiName, reading::TcpState},
};
use std::collections::BTreeSet;

/// Why `call` does not return, from what the kernel held in `world`.
pub fn blocked_reason(call: &Call, world: &World) -> Text {
    match &call.op {
        Op::Accept => accept_reason(call, world),
        Op::Recv { .. } => recv_reason(call, world),
        Op::Send { .. } => send_reason(call, world),
        Op::Connect { address } => {
            Text::new(format!("waiting for {address} to answer the SYN"), format!("等待 {address} 应答 SYN"))
        }
        Op::Select { read, write, except, .. } => {
            // One descriptor may be in several lists.
            let watched: BTreeSet<i32> = read.iter().chain(write).chain(except).map(|w| w.fd).collect();
            none_ready(watched.len())
        }
        Op::Poll { .. } if call.api.name != ApiName::Same => Text::new(
            "the call has a timeout: Python waits in poll() first, until the call would not block",
            "这个调用设了超时：Python 先在 poll() 里等，直到调用不会阻塞为止",
        ),
        Op::Poll { fds, .. } => none_ready(fds.len()),
        Op::EpollWait { .. } => {
            Text::new("its ready list is empty: nothing to report", "就绪列表为空：没有可报告的")
        }
        Op::Sleep { duration_ns } => {
            let time = duration(*duration_ns);
            Text::new(format!("the program sleeps for {time}"), format!("程序休眠 {time}"))
        }
        Op::Input { .. } => Text::new("waiting for a line from you", "等待你输入一行"),
        _ => no_answer(),
    }
}

fn accept_reason(call: &Call, world: &World) -> Text {
    let waiting = call.socket.and_then(|s| world.reading(s)).map_or(0, |reading| reading.receive_queue);
    if waiting > 0 {
        return Text::new(
            format!("accept queue has {waiting}: about to return"),
            format!("accept 队列里有 {waiting} 个连接，即将返回"),
        );
    }
    Text::new("accept queue empty: nobody has connected", "accept 队列为空：还没有客户端连接")
}

fn recv_reason(call: &Call, world: &World) -> Text {
    let Some((connection, from)) = call.socket.and_then(|s| world.receives_from(s)) else {
        return Text::new("nothing has arrived", "还没有数据到达");
    };
    let peer = sender(world, connection, from);
    let stream = world.stream(connection, from).copied().unwrap_or_default();
    let end = world.connection(connection).map(|c| &c.ends[from.to().index()]);
    let waiting = end.and_then(|end| end.reading.as_ref()).map_or(0, |reading| reading.receive_queue);
    // What a reading counts as waiting may be the FIN, which takes one number.
    if waiting > 0 && stream.in_kernel() > 0 {
        let waiting = size(u64::from(waiting));
        return Text::new(
            format!("receive buffer has {waiting}: about to return, or waiting for more"),
            format!("接收缓冲区里有 {waiting}，即将返回，或在等待更多"),
        );
    }
    match stream {
        Stream { sent: 0, .. } => Text::new(
            format!("receive buffer empty: nothing has arrived from {}", peer.en),
            format!("接收缓冲区为空：{} 还没有发来任何数据", peer.zh),
        ),
        Stream { received, .. } if stream.in_kernel() == 0 => Text::new(
            format!("receive buffer empty: all {} that {} sent are read", size(received), peer.en),
            format!("接收缓冲区为空：{} 发来的 {} 已全部读完", peer.zh, size(received)),
        ),
        _ => Text::new(
            format!(
                "receive buffer empty: {} from {} are still on the way",
                size(stream.in_kernel()),
                peer.en
            ),
            format!("接收缓冲区为空：{} 的 {} 还在路上", peer.zh, size(stream.in_kernel())),
        ),
    }
}

fn send_reason(call: &Call, world: &World) -> Text {
    let Some(full) = full_send_buffer(call, world) else { return no_answer() };
    let (queued, reader) = (size(full.queued_bytes), full.reader);
    if full.window_closed {
        return Text::new(
            format!("send buffer full ({queued} waiting): {}'s window is 0, it does not read", reader.en),
            format!("发送缓冲区已满（{queued} 等待发送）：{} 的窗口为 0，它没有读取", reader.zh),
        );
    }
    Text::new(
        format!("send buffer full: {queued} not acknowledged by {}", reader.en),
        format!("发送缓冲区已满：{queued} 尚未得到 {} 的确认", reader.zh),
    )
}

fn no_answer() -> Text {
    Text::new("under way: its effect is seen before it returns", "执行中：返回之前就能看到它的效果")
}

struct Full {
    queued_bytes: u64,
    window_closed: bool,
    reader: Text,
}

/// Whether the last reading shows that the kernel cannot pass on what it has. A send can also be announced because its
/// segments were seen before it returned; such a one was never blocked.
fn full_send_buffer(call: &Call, world: &World) -> Option<Full> {
    let (connection, to) = world.sends_into(call.socket?)?;
    let reading = world.connection(connection)?.ends[to.from().index()].reading.as_ref()?;
    let info = reading.info.unwrap_or_default();
    let window_closed = reading.info.is_some() && info.send_window_bytes == 0;
    let nearly_full = reading.send_limit > 0 && reading.send_queue >= reading.send_limit / 2;
    (window_closed || nearly_full || info.not_sent_bytes > 0).then(|| Full {
        queued_bytes: u64::from(reading.send_queue),
        window_closed,
        reader: receiver(world, connection, to),
    })
}

fn none_ready(watched: usize) -> Text {
    match watched {
        0 => Text::new("nothing to watch, only the timeout can end it", "没有关注任何描述符，只能等超时"),
        1 => Text::new("its one descriptor is not ready", "所关注的 1 个描述符未就绪"),
        n => Text::new(
            format!("none of its {n} descriptors is ready"),
            format!("所关注的 {n} 个描述符都未就绪"),
        ),
    }
}

/// What ended the wait of a call that was announced and now returned with `event`, from the state `before` it.
/// `None` for calls that were not announced, and where nothing shows that they waited.
pub fn ended_block(event: &Event, before: &World) -> Option<Text> {
    let Fact::Returned { call, outcome, announced: true, .. } = &event.fact else { return None };
    let receives = call.socket.and_then(|s| before.receives_from(s));
    Some(match (&call.op, outcome) {
        (Op::Accept, Outcome::Accepted { connection, peer, .. }) => {
            let who = connection.map(|c| sender(before, c, Direction::ToServer));
            let who = who.filter(|who| who.en != "?").unwrap_or_else(|| Text::same(peer.to_string()));
            Text::new(format!("ended by {}'s connect", who.en), format!("因 {} 的 connect 而返回", who.zh))
        }
        (Op::Recv { .. }, Outcome::Received { data, .. }) => {
            let who = receives.map_or_else(|| Text::same("?"), |(c, from)| sender(before, c, from));
            let len = size(data.len() as u64);
            Text::new(format!("ended by {len} from {}", who.en), format!("因 {} 的 {len} 到达而返回", who.zh))
        }
        (Op::Recv { .. }, Outcome::EndOfStream) => {
            let who = receives.map_or_else(|| Text::same("?"), |(c, from)| sender(before, c, from));
            Text::new(format!("ended by {}'s FIN", who.en), format!("因 {} 的 FIN 而返回", who.zh))
        }
        (Op::Send { .. }, Outcome::Sent { .. }) => {
            let who = full_send_buffer(call, before)?.reader;
            Text::new(
                format!("ended when {} read and room was made", who.en),
                format!("{} 读取后腾出了空间，于是返回", who.zh),
            )
        }
        (Op::Connect { .. }, Outcome::Connected { .. }) => {
            Text::new("ended by the handshake", "三次握手完成，于是返回")
        }
        (Op::Connect { .. }, Outcome::Failed { .. }) => {
            Text::new("ended by the peer's refusal", "对方拒绝，于是返回")
        }
        (Op::Sleep { .. }, Outcome::Done) => Text::new("its time was over", "休眠时间到"),
        (Op::Input { .. }, Outcome::Line { .. }) => Text::new("ended by your line", "因你的输入而返回"),
        (_, Outcome::ReadySets { read, write, except }) => {
            let mut fds: Vec<i32> = read.iter().chain(write).chain(except).map(|on| on.fd).collect();
            let places = fds.len();
            fds.sort_unstable();
            fds.dedup();
            ready(fds.len(), places)
        }
        (_, Outcome::Ready { fds }) => ready(fds.len(), fds.len()),
        (_, Outcome::Unfinished) => Text::new("cut off when the program ended", "程序结束时被打断"),
        _ => return None,
    })
}

/// `places`: how often they stand in all lists together.
fn ready(count: usize, places: usize) -> Text {
    match count {
        1 if places > 1 => Text::new(
            format!("1 descriptor became ready, in {places} lists"),
            format!("1 个描述符就绪，出现在 {places} 个列表中"),
        ),
        0 => Text::new("ended by its timeout", "因超时而返回"),
        1 => Text::new("1 descriptor became ready", "1 个描述符就绪"),
        n => Text::new(format!("{n} descriptors became ready"), format!("{n} 个描述符就绪")),
    }
}

fn sender(world: &World, connection: ConnectionId, way: Direction) -> Text {
    side_name(world, connection, way.from())
}

fn receiver(world: &World, connection: ConnectionId, way: Direction) -> Text {
    side_name(world, connection, way.to())
}

/// What a TCP state means for the program that holds the socket.
pub fn state_meaning(state: TcpState) -> Text {
    match state {
        TcpState::Established => {
            Text::new("connected: bytes can flow both ways", "已连接：两个方向都可以传数据")
        }
        TcpState::SynSent => Text::new("SYN sent, waiting for the answer", "已发出 SYN，等待应答"),
        TcpState::SynReceived => Text::new("SYN received, handshake under way", "收到 SYN，握手进行中"),
        TcpState::FinWait1 => Text::new("FIN sent, not acknowledged yet", "已发出 FIN，尚未得到确认"),
        TcpState::FinWait2 => {
            Text::new("our FIN is acknowledged; the peer may still send", "FIN 已被确认，对方还可以发送")
        }
        TcpState::TimeWait => {
            Text::new("over; the kernel keeps the ports a while", "已结束，内核暂时保留这对端口")
        }
        TcpState::Closed => Text::new("no connection", "没有连接"),
        TcpState::CloseWait => {
            Text::new("the peer will send no more; we have not closed yet", "对方不再发送，而我方还没有关闭")
        }
        TcpState::LastAck => {
            Text::new("our FIN is sent, too; waiting for the last ACK", "我方 FIN 也已发出，等待最后的 ACK")
        }
        TcpState::Listen => Text::new("waiting for connections", "等待连接"),
        TcpState::Closing => Text::new("both sides sent FIN at once", "双方同时发出 FIN"),
    }
}

#[cfg(test)]
mod tests {
    use crate::{ActorId, Op, fold::world::World, record::call::Watched, testing, words};

    /// The line of each event of the sticky session, in English.
    fn lines() -> Vec<String> {
        let mut world = World::default();
        let line = |event: &crate::Event| {
            let text = words::event(event, &world);
            world.apply(event);
            assert!(!text.en.is_empty() && !text.zh.is_empty(), "{event:?}");
            text.en
        };
        testing::sticky_session().iter().map(line).collect()
    }

    #[test]
    fn a_descriptor_in_two_lists_is_one_descriptor() {
        let mut s = testing::Script::new("own", &[("server", "server.py", "")]);
        let watched = |fd| vec![Watched { socket: None, fd }];
        let select = |read, write| Op::Select { read, write, except: vec![], timeout_ns: None };
        let both = s.call(None, 1, select(watched(4), watched(4)));
        let two = s.call(None, 1, select(watched(4), watched(5)));
        let reason = |call| words::blocked_reason(call, &World::default()).en;
        assert_eq!(reason(&both), "its one descriptor is not ready");
        assert_eq!(reason(&two), "none of its 2 descriptors is ready");
    }

    #[test]
    fn a_session_reads_like_a_story() {
        let lines = lines();
        for expected in [
            "server listen(fd 3, 5) = None",
            "server accept(fd 3) … accept queue empty: nobody has connected",
            "client connect(fd 3, 127.0.0.1:8001) … waiting for 127.0.0.1:8001 to answer the SYN",
            "client → server  SYN seq 0 win 65495",
            "server → client  SYN, ACK seq 0 ack 1 win 65495",
            "client → server  ACK seq 1 ack 1 win 65536",
            "client sendall(fd 3, 5) \"hello\" = None",
            "client → server  PSH, ACK seq 6 ack 1 win 65536 len 6",
            "server recv(fd 4, 1024) → 11 B \"hello␣world\"",
            "server recv(fd 4, 1024) → b\"\" (end of stream)",
            "server prints hello world⏎",
            "client reached its end · CPU 31 ms",
            "session over: all programs ended",
        ] {
            assert!(lines.iter().any(|line| line == expected), "no {expected:?} in\n{}", lines.join("\n"));
        }
        let accepted = lines.iter().find(|line| line.contains("→ fd 4, 127.0.0.1:40000"));
        let accepted = accepted.expect("accept returned");
        assert!(accepted.ends_with("ended by client's connect"), "{accepted}");
    }

    #[test]
    fn an_unknown_actor_has_a_number() {
        assert_eq!(words::actor_name(&World::default(), ActorId(7)), "actor 7");
    }
}
