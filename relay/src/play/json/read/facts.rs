//! Events from their fields.

use super::{
    Fields, Problem,
    call::{call, outcome},
    session::session,
};
use crate::play::json::named;
use socketscope_shared::{
    ActorId, ConnectionId, Direction, Exit, Fact, Side, SocketId,
    event::{DoorNews, End, Limit, Lost},
    reading::{Reading, Subject, TcpInfo, TcpState},
    segment::{Flags, Segment},
    session::SessionInfo,
};

/// What happened. `info` is the session, which knows the programs' names.
pub fn fact(fields: Fields<'_>, info: Option<&SessionInfo>) -> Result<Fact, Problem> {
    let actor = || maybe_actor(fields, info)?.ok_or_else(|| Problem::Missing("actor".to_owned()));
    Ok(match fields.text("event")? {
        "session-started" => Fact::SessionStarted(Box::new(session(fields)?)),
        "actor-started" => Fact::ActorStarted { actor: actor()?, pid: fields.get("pid")? },
        "entered" => Fact::Entered { actor: actor()?, call: call(fields)? },
        "returned" => Fact::Returned {
            actor: actor()?,
            call: call(fields)?,
            took_ns: fields.get("took_ns")?,
            outcome: outcome(fields)?,
            announced: fields.get("announced")?,
            moved: fields.get("moved")?,
        },
        "held" => Fact::Held { actor: actor()?, call: call(fields)? },
        "released" => Fact::Released { actor: actor()?, lane: fields.get("lane")? },
        "output" => Fact::Output {
            actor: actor()?,
            error: match fields.text("stream")? {
                "stdout" => false,
                "stderr" => true,
                other => return Err(Problem::unknown("stream", other)),
            },
            line: fields.or("line", 0)?,
            data: fields.bytes("data_hex")?,
        },
        "segment" => Fact::Segment(segment(fields)?),
        "readings" => Fact::Readings(fields.objects("readings", reading)?),
        "actor-exited" => {
            Fact::ActorExited { actor: actor()?, exit: exit(fields)?, cpu_ns: fields.get("cpu_ns")? }
        }
        "limit-hit" => Fact::LimitHit { actor: maybe_actor(fields, info)?, limit: limit(fields)? },
        "lost" => Fact::Lost {
            what: match fields.text("what")? {
                "segments" => Lost::Segments,
                "output-bytes" => Lost::OutputBytes,
                other => return Err(Problem::unknown("what", other)),
            },
            count: fields.get("count")?,
        },
        "step-mode" => Fact::StepMode { on: fields.get("step_mode")? },
        "deadlock" => Fact::Deadlock { actors: deadlocked(fields, info)? },
        "door-opened" => Fact::Door {
            door: fields.get("door")?,
            news: DoorNews::Opened { outside: fields.address("outside")? },
        },
        "visitor" => Fact::Door {
            door: fields.get("door")?,
            news: DoorNews::Visitor {
                outside: fields.address("outside")?,
                inside: fields.address("inside")?,
            },
        },
        "session-ended" => Fact::SessionEnded { end: end(fields)? },
        other => return Err(Problem::unknown("event", other)),
    })
}

fn maybe_actor(fields: Fields<'_>, info: Option<&SessionInfo>) -> Result<Option<ActorId>, Problem> {
    if let Some(number) = fields.maybe("actor_number")? {
        return Ok(Some(ActorId(number)));
    }
    let Some(name) = fields.maybe::<&str>("actor")? else { return Ok(None) };
    named(name, info).map(Some).ok_or_else(|| Problem::unknown("actor", name))
}

fn deadlocked(fields: Fields<'_>, info: Option<&SessionInfo>) -> Result<Vec<ActorId>, Problem> {
    if let Some(numbers) = fields.maybe::<Vec<u16>>("actor_numbers")? {
        return Ok(numbers.into_iter().map(ActorId).collect());
    }
    let names: Vec<&str> = fields.get("actors")?;
    names.into_iter().map(|name| named(name, info).ok_or_else(|| Problem::unknown("actors", name))).collect()
}

fn segment(fields: Fields<'_>) -> Result<Segment, Problem> {
    Ok(Segment {
        connection: ConnectionId(fields.get("connection")?),
        direction: match fields.text("direction")? {
            "to-server" => Direction::ToServer,
            "to-client" => Direction::ToClient,
            other => return Err(Problem::unknown("direction", other)),
        },
        source: fields.address("source")?,
        destination: fields.address("destination")?,
        sequence: fields.get("sequence")?,
        acknowledgement: fields.get("acknowledgement")?,
        flags: Flags(fields.get("flags_number")?),
        window: fields.get("window")?,
        offset: fields.get("offset")?,
        len_bytes: fields.get("len_bytes")?,
        retransmission: fields.get("retransmission")?,
        headers: fields.bytes("headers_hex")?,
    })
}

fn reading(fields: Fields<'_>) -> Result<Reading, Problem> {
    let subject = match fields.maybe("socket")? {
        Some(socket) => Subject::Socket(SocketId(socket)),
        None => {
            let side = match fields.text("side")? {
                "client" => Side::Client,
                "server" => Side::Server,
                other => return Err(Problem::unknown("side", other)),
            };
            Subject::End(ConnectionId(fields.get("connection")?), side)
        }
    };
    let name = fields.text("state")?;
    let state = (0..=u8::MAX).filter_map(TcpState::from_kernel).find(|state| state.name() == name);
    let info = TcpInfo {
        rtt_us: fields.or("rtt_us", 0)?,
        cwnd: fields.or("cwnd", 0)?,
        mss_bytes: fields.or("mss_bytes", 0)?,
        segments_out: fields.or("segments_out", 0)?,
        segments_in: fields.or("segments_in", 0)?,
        retransmits: fields.or("retransmits", 0)?,
        unacknowledged: fields.or("unacknowledged", 0)?,
        not_sent_bytes: fields.or("not_sent_bytes", 0)?,
        receive_window_bytes: fields.or("receive_window_bytes", 0)?,
        send_window_bytes: fields.or("send_window_bytes", 0)?,
    };
    Ok(Reading {
        subject,
        state: state.ok_or_else(|| Problem::unknown("state", name))?,
        receive_queue: fields.get("receive_queue")?,
        send_queue: fields.get("send_queue")?,
        receive_limit: fields.get("receive_limit")?,
        send_limit: fields.get("send_limit")?,
        send_memory: fields.get("send_memory")?,
        info: fields.0.contains_key("rtt_us").then_some(info),
    })
}

fn exit(fields: Fields<'_>) -> Result<Exit, Problem> {
    Ok(match fields.text("exit")? {
        "finished" => Exit::Finished,
        "status" => Exit::Status { code: fields.get("code")? },
        "exception" => Exit::Exception {
            kind: fields.get("exception")?,
            message: fields.get("message")?,
            line: fields.or("line", 0)?,
            traceback: fields.get("traceback")?,
        },
        "stopped" => Exit::Stopped,
        "killed" => Exit::Killed { signal: fields.get("signal")? },
        other => return Err(Problem::unknown("exit", other)),
    })
}

fn limit(fields: Fields<'_>) -> Result<Limit, Problem> {
    const VALUE: &str = "limit_value";
    Ok(match fields.text("limit")? {
        "cpu-seconds" => Limit::CpuSeconds(fields.get(VALUE)?),
        "memory-mib" => Limit::MemoryMib(fields.get(VALUE)?),
        "descriptors" => Limit::Descriptors(fields.get(VALUE)?),
        "session-seconds" => Limit::SessionSeconds(fields.get(VALUE)?),
        "idle-seconds" => Limit::IdleSeconds(fields.get(VALUE)?),
        "output-bytes" => Limit::OutputBytes(fields.get(VALUE)?),
        "events" => Limit::Events(fields.get(VALUE)?),
        "log-bytes" => Limit::LogBytes(fields.get(VALUE)?),
        "threads" => Limit::Threads(fields.get(VALUE)?),
        other => return Err(Problem::unknown("limit", other)),
    })
}

fn end(fields: Fields<'_>) -> Result<End, Problem> {
    Ok(match fields.text("end")? {
        "finished" => End::Finished,
        "stopped" => End::Stopped,
        "limit" => End::Limit(limit(fields)?),
        "relay-stopped" => End::RelayStopped,
        "failed" => End::Failed { reason: fields.get("reason")? },
        "damaged" => End::Damaged,
        other => return Err(Problem::unknown("end", other)),
    })
}
