//! Events in a sentence.

use super::{
    blocked_reason, call_line,
    calls::arguments,
    deadlock, ended_block,
    numbers::{duration, size},
    segment, side_name,
};
use crate::{
    ActorId, Address, Event, Exit, Fact, Op, Text,
    bytes::visible,
    fold::world::World,
    record::{
        event::{DoorNews, End, Limit, Lost},
        reading::{Reading, Subject, TcpState},
        session::DoorInfo,
    },
};

/// Bytes of output that a line shows.
const SHOWN_BYTES: usize = 60;

/// The actor's name, as its lesson gives it.
pub fn actor_name(world: &World, actor: ActorId) -> String {
    let info = world.info.as_ref().and_then(|info| info.actor(actor));
    info.map_or_else(|| format!("actor {}", actor.0), |info| info.name.clone())
}

/// What happened, in a line with the actor's name; `before` is the state that it happened in.
pub fn event(event: &Event, before: &World) -> Text {
    let named = |actor: &ActorId, text: Text| prefixed(&actor_name(before, *actor), text);
    match &event.fact {
        Fact::SessionStarted(_) => Text::new("the session starts", "运行开始"),
        Fact::ActorStarted { actor, pid } => {
            named(actor, Text::new(format!("starts as process {pid}"), format!("启动，进程号 {pid}")))
        }
        Fact::Entered { actor, call } => {
            let line = arguments(call);
            if matches!(call.op, Op::Sleep { .. }) {
                return named(actor, Text::same(line));
            }
            let reason = blocked_reason(call, before);
            let text = Text::new(format!("{line} … {}", reason.en), format!("{line} … {}", reason.zh));
            named(actor, text)
        }
        Fact::Returned { actor, call, took_ns, outcome, .. } => {
            let line = call_line(call, Some((outcome, *took_ns)));
            let text = match ended_block(event, before) {
                Some(why) => {
                    Text::new(format!("{} · {}", line.en, why.en), format!("{} · {}", line.zh, why.zh))
                }
                None => line,
            };
            named(actor, text)
        }
        Fact::Held { actor, call } => {
            let line = arguments(call);
            named(actor, Text::new(format!("held before {line}"), format!("停在 {line} 之前，等待放行")))
        }
        Fact::Released { actor, .. } => named(actor, Text::new("released", "放行")),
        Fact::Output { actor, error, data, .. } => {
            // To be read aloud: only other calls' bytes need their blanks seen.
            let text = visible(data, SHOWN_BYTES).replace('␣', " ");
            let (en, zh) = if *error { ("prints an error", "打印错误") } else { ("prints", "打印") };
            named(actor, Text::new(format!("{en} {text}"), format!("{zh} {text}")))
        }
        Fact::Segment(captured) => segment(captured, before),
        Fact::Readings(readings) => self::readings(readings, before),
        Fact::ActorExited { actor, exit: how, cpu_ns } => {
            let (how, cpu) = (exit(how), duration(*cpu_ns));
            named(actor, Text::new(format!("{} · CPU {cpu}", how.en), format!("{} · CPU {cpu}", how.zh)))
        }
        Fact::LimitHit { actor, limit: which } => {
            let which = limit(which);
            let text = Text::new(format!("limit reached: {}", which.en), format!("达到限制：{}", which.zh));
            actor.as_ref().map_or(text.clone(), |actor| named(actor, text))
        }
        Fact::Lost { what: Lost::Segments, count } => {
            Text::new(format!("{count} segments were not captured"), format!("有 {count} 个报文段没有捕获到"))
        }
        Fact::Lost { what: Lost::OutputBytes, count } => Text::new(
            format!("{count} bytes of output were not recorded"),
            format!("有 {count} 字节输出没有记录"),
        ),
        Fact::StepMode { on: true } => Text::new(
            "from here on programs are held before each call",
            "从这里起逐次放行：程序停在每次调用之前",
        ),
        Fact::StepMode { on: false } => {
            Text::new("programs are no longer held before their calls", "不再逐次放行")
        }
        Fact::SessionEnded { end: how } => end(how),
        Fact::Deadlock { actors } => deadlock(before).unwrap_or_else(|| {
            let names: Vec<_> = actors.iter().map(|actor| actor_name(before, *actor)).collect();
            let names = names.join(", ");
            Text::new(format!("Deadlock: {names} wait for each other."), format!("死锁：{names} 互相等待。"))
        }),
        Fact::Door { door, news: DoorNews::Opened { outside } } => door_opened(before, *door, outside),
        Fact::Door { door, news: DoorNews::Visitor { outside, inside } } => {
            visitor(before, *door, outside, inside)
        }
    }
}

/// Where a door is: `http://127.0.0.1:41234/ leads to port 8080 of web`.
fn door_opened(world: &World, door: u16, outside: &Address) -> Text {
    let Some(info) = door_info(world, door) else { return Text::same(format!("{outside} → ?")) };
    let (name, port) = (actor_name(world, info.actor), info.port);
    Text::new(
        format!("a door opens: http://{outside}/ leads to port {port} of {name}"),
        format!("入口已打开：http://{outside}/ 通向 {name} 的 {port} 端口"),
    )
}

/// Who came: `your browser comes in: its connection from 127.0.0.1:51000 is 127.0.0.1:40100 inside`.
fn visitor(world: &World, door: u16, outside: &Address, inside: &Address) -> Text {
    let who = door_info(world, door).map_or_else(|| Text::same("?"), |info| info.visitor.clone());
    Text::new(
        format!("{} comes in: its connection from {outside} goes on as {inside} inside", who.en),
        format!("{} 的连接进来了：来自 {outside}，在会话网络内部以 {inside} 继续", who.zh),
    )
}

fn door_info(world: &World, door: u16) -> Option<&DoorInfo> {
    world.info.as_ref()?.doors.get(usize::from(door))
}

fn prefixed(name: &str, text: Text) -> Text {
    Text::new(format!("{name} {}", text.en), format!("{name} {}", text.zh))
}

fn readings(readings: &[Reading], world: &World) -> Text {
    const SHOWN: usize = 3;
    let texts: Vec<Text> = readings.iter().take(SHOWN).map(|r| reading(r, world)).collect();
    let more = if readings.len() > SHOWN { " …" } else { "" };
    let join = |of: fn(&Text) -> &str| texts.iter().map(of).collect::<Vec<_>>().join("; ") + more;
    Text::new(join(|t| &t.en), join(|t| &t.zh))
}

/// One kernel reading: `server's end ESTABLISHED, 11 B to receive`.
pub fn reading(reading: &Reading, world: &World) -> Text {
    let state = reading.state.name();
    let who = match reading.subject {
        Subject::Socket(id) => match world.socket(id) {
            Some(socket) => Text::same(format!("{} fd {}", actor_name(world, socket.actor), socket.fd)),
            None => Text::same("?"),
        },
        Subject::End(id, side) => side_name(world, id, side),
    };
    let (receive, send) = (size(u64::from(reading.receive_queue)), size(u64::from(reading.send_queue)));
    if reading.state == TcpState::Listen {
        let (waiting, backlog) = (reading.receive_queue, reading.send_queue);
        return Text::new(
            format!("{} {state}, {waiting} of {backlog} waiting for accept", who.en),
            format!("{} {state}，accept 队列 {waiting}/{backlog}", who.zh),
        );
    }
    Text::new(
        format!("{} {state}, {receive} to receive, {send} not acknowledged", who.en),
        format!("{} {state}，待接收 {receive}，未确认 {send}", who.zh),
    )
}

/// How an actor ended.
pub fn exit(exit: &Exit) -> Text {
    match exit {
        Exit::Finished => Text::new("reached its end", "运行结束"),
        Exit::Status { code } => {
            Text::new(format!("exited with status {code}"), format!("退出，状态码 {code}"))
        }
        Exit::Exception { kind, message, line: 0, .. } => Text::same(format!("{kind}: {message}")),
        Exit::Exception { kind, message, line, .. } => Text::new(
            format!("{kind}: {message} (line {line})"),
            format!("{kind}: {message}（第 {line} 行）"),
        ),
        Exit::Stopped => Text::new("was stopped", "被停止"),
        Exit::Killed { signal } => {
            Text::new(format!("was ended by signal {signal}"), format!("被信号 {signal} 终止"))
        }
    }
}

/// How a session ended.
pub fn end(end: &End) -> Text {
    match end {
        End::Finished => Text::new("session over: all programs ended", "运行结束：所有程序都已退出"),
        End::Stopped => Text::new("session stopped", "运行被停止"),
        End::Limit(which) => {
            let which = limit(which);
            Text::new(
                format!("session ended by a limit: {}", which.en),
                format!("运行因限制而结束：{}", which.zh),
            )
        }
        End::RelayStopped => Text::new("the relay stopped while the session ran", "运行过程中 relay 停止了"),
        End::Failed { reason } => {
            Text::new(format!("the session could not run: {reason}"), format!("无法运行：{reason}"))
        }
    }
}

/// A limit of ours, with its value.
pub fn limit(limit: &Limit) -> Text {
    match limit {
        Limit::CpuSeconds(n) => Text::new(format!("{n} s of CPU time"), format!("CPU 时间 {n} 秒")),
        Limit::MemoryMib(n) => Text::new(format!("{n} MiB of memory"), format!("内存 {n} MiB")),
        Limit::Descriptors(n) => Text::new(format!("{n} open descriptors"), format!("打开的描述符 {n} 个")),
        Limit::SessionSeconds(n) => Text::new(format!("a session of {n} s"), format!("运行时长 {n} 秒")),
        Limit::IdleSeconds(n) => {
            Text::new(format!("{n} s in which nothing happened"), format!("连续 {n} 秒没有任何事情发生"))
        }
        Limit::OutputBytes(n) => Text::new(format!("{} of output", size(*n)), format!("输出 {}", size(*n))),
        Limit::Events(n) => Text::new(format!("{n} events"), format!("事件 {n} 个")),
        Limit::LogBytes(n) => Text::new(format!("a log of {}", size(*n)), format!("日志 {}", size(*n))),
        Limit::Threads(n) => Text::new(format!("{n} threads"), format!("线程 {n} 个")),
    }
}
