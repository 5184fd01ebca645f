//! Events as fields.

use super::{
    Fields, bytes,
    call::{address, arguments, maybe, outcome, put},
    hex, session,
};
use serde_json::{Value, json};
use socketscope_shared::{
    Direction, Exit, Fact, Side,
    event::{DoorNews, End, Limit, Lost},
    reading::{Reading, Subject},
    segment::Segment,
};

/// The event's name and its fields.
pub(super) fn fields(fact: &Fact) -> (&'static str, Fields) {
    let mut to = Fields::new();
    let name = match fact {
        Fact::SessionStarted(info) => {
            session::fields(&mut to, info);
            "session-started"
        }
        Fact::ActorStarted { pid, .. } => {
            put(&mut to, "pid", *pid);
            "actor-started"
        }
        Fact::Entered { call, .. } => {
            arguments(&mut to, call);
            "entered"
        }
        Fact::Returned { call, took_ns, outcome: result, announced, moved, .. } => {
            arguments(&mut to, call);
            outcome(&mut to, &call.op, result);
            put(&mut to, "took_ns", *took_ns);
            put(&mut to, "announced", *announced);
            put(&mut to, "moved", *moved);
            "returned"
        }
        Fact::Held { call, .. } => {
            arguments(&mut to, call);
            "held"
        }
        Fact::Released { lane, .. } => {
            put(&mut to, "lane", *lane);
            "released"
        }
        Fact::Output { error, line, data, .. } => {
            put(&mut to, "stream", if *error { "stderr" } else { "stdout" });
            maybe(&mut to, "line", (*line > 0).then_some(*line));
            bytes(&mut to, data);
            "output"
        }
        Fact::Segment(captured) => {
            segment(&mut to, captured);
            "segment"
        }
        Fact::Readings(readings) => {
            put(&mut to, "readings", readings.iter().map(reading).collect::<Value>());
            "readings"
        }
        Fact::ActorExited { exit: how, cpu_ns, .. } => {
            exit(&mut to, how);
            put(&mut to, "cpu_ns", *cpu_ns);
            "actor-exited"
        }
        Fact::LimitHit { limit: hit, .. } => {
            limit(&mut to, hit);
            "limit-hit"
        }
        Fact::Lost { what, count } => {
            let what = match what {
                Lost::Segments => "segments",
                Lost::OutputBytes => "output-bytes",
            };
            put(&mut to, "what", what);
            put(&mut to, "count", *count);
            "lost"
        }
        Fact::StepMode { on } => {
            put(&mut to, "step_mode", *on);
            "step-mode"
        }
        Fact::Deadlock { .. } => "deadlock",
        Fact::Door { door, news: DoorNews::Opened { outside } } => {
            put(&mut to, "door", *door);
            address(&mut to, "outside", outside);
            "door-opened"
        }
        Fact::Door { door, news: DoorNews::Visitor { outside, inside } } => {
            put(&mut to, "door", *door);
            address(&mut to, "outside", outside);
            address(&mut to, "inside", inside);
            "visitor"
        }
        Fact::SessionEnded { end: how } => {
            end(&mut to, how);
            "session-ended"
        }
    };
    (name, to)
}

fn segment(to: &mut Fields, segment: &Segment) {
    put(to, "connection", segment.connection.0);
    put(to, "direction", direction(segment.direction));
    address(to, "source", &segment.source);
    address(to, "destination", &segment.destination);
    put(to, "sequence", segment.sequence);
    put(to, "acknowledgement", segment.acknowledgement);
    put(to, "flags", segment.flags.names());
    put(to, "flags_number", segment.flags.0);
    put(to, "window", segment.window);
    put(to, "offset", segment.offset);
    put(to, "len_bytes", segment.len_bytes);
    put(to, "retransmission", segment.retransmission);
    put(to, "headers_hex", hex(&segment.headers));
}

fn reading(reading: &Reading) -> Value {
    let mut to = Fields::new();
    match reading.subject {
        Subject::Socket(socket) => put(&mut to, "socket", socket.0),
        Subject::End(connection, side) => {
            put(&mut to, "connection", connection.0);
            put(&mut to, "side", if side == Side::Client { "client" } else { "server" });
        }
    }
    put(&mut to, "state", reading.state.name());
    put(&mut to, "receive_queue", reading.receive_queue);
    put(&mut to, "send_queue", reading.send_queue);
    put(&mut to, "receive_limit", reading.receive_limit);
    put(&mut to, "send_limit", reading.send_limit);
    put(&mut to, "send_memory", reading.send_memory);
    if let Some(info) = &reading.info {
        put(&mut to, "rtt_us", info.rtt_us);
        put(&mut to, "cwnd", info.cwnd);
        put(&mut to, "mss_bytes", info.mss_bytes);
        put(&mut to, "segments_out", info.segments_out);
        put(&mut to, "segments_in", info.segments_in);
        put(&mut to, "retransmits", info.retransmits);
        put(&mut to, "unacknowledged", info.unacknowledged);
        put(&mut to, "not_sent_bytes", info.not_sent_bytes);
        put(&mut to, "receive_window_bytes", info.receive_window_bytes);
        put(&mut to, "send_window_bytes", info.send_window_bytes);
    }
    to.into()
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::ToServer => "to-server",
        Direction::ToClient => "to-client",
    }
}

fn exit(to: &mut Fields, exit: &Exit) {
    let how = match exit {
        Exit::Finished => "finished",
        Exit::Status { code } => {
            put(to, "code", *code);
            "status"
        }
        Exit::Exception { kind, message, line, traceback } => {
            put(to, "exception", kind.as_str());
            put(to, "message", message.as_str());
            maybe(to, "line", (*line > 0).then_some(*line));
            put(to, "traceback", traceback.as_str());
            "exception"
        }
        Exit::Stopped => "stopped",
        Exit::Killed { signal } => {
            put(to, "signal", *signal);
            "killed"
        }
    };
    put(to, "exit", how);
}

fn limit(to: &mut Fields, limit: &Limit) {
    let (name, value): (_, u64) = match *limit {
        Limit::CpuSeconds(n) => ("cpu-seconds", n.into()),
        Limit::MemoryMib(n) => ("memory-mib", n.into()),
        Limit::Descriptors(n) => ("descriptors", n.into()),
        Limit::SessionSeconds(n) => ("session-seconds", n.into()),
        Limit::IdleSeconds(n) => ("idle-seconds", n.into()),
        Limit::OutputBytes(n) => ("output-bytes", n),
        Limit::Events(n) => ("events", n),
        Limit::LogBytes(n) => ("log-bytes", n),
        Limit::Threads(n) => ("threads", n.into()),
    };
    put(to, "limit", name);
    put(to, "limit_value", json!(value));
}

fn end(to: &mut Fields, end: &End) {
    let how = match end {
        End::Finished => "finished",
        End::Stopped => "stopped",
        End::Limit(hit) => {
            limit(to, hit);
            "limit"
        }
        End::RelayStopped => "relay-stopped",
        End::Failed { reason } => {
            put(to, "reason", reason.as_str());
            "failed"
        }
        End::Damaged => "damaged",
    };
    put(to, "end", how);
}
