//! Events in a sentence.

use super::{
    Language, blocked_reason, call_line,
    calls::arguments,
    deadlock, ended_block,
    numbers::{duration, size},
    segment, side_name, texts,
};
use crate::{
    ActorId, Event, Exit, Fact, Op,
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
pub fn event(event: &Event, before: &World, lang: Language) -> String {
    let name = |actor: &ActorId| actor_name(before, *actor);
    match &event.fact {
        Fact::SessionStarted(_) => texts::SESSION_STARTS.get(lang).to_owned(),
        Fact::ActorStarted { actor, pid } => texts::starts_as(lang, &name(actor), pid),
        Fact::Entered { actor, call } => {
            let line = [&name(actor), " ", &arguments(call)].concat();
            match call.op {
                Op::Sleep { .. } => line,
                _ => format!("{line} … {}", blocked_reason(call, before, lang)),
            }
        }
        Fact::Returned { actor, call, took_ns, outcome, .. } => {
            let line = [&name(actor), " ", &call_line(call, Some((outcome, *took_ns)), lang)].concat();
            match ended_block(event, before, lang) {
                Some(why) => format!("{line} · {why}"),
                None => line,
            }
        }
        Fact::Held { actor, call } => texts::held_before(lang, &name(actor), &arguments(call)),
        Fact::Released { actor, .. } => texts::released(lang, &name(actor)),
        Fact::Output { actor, error, data, .. } => {
            // To be read aloud: only other calls' bytes need their blanks seen.
            let text = visible(data, SHOWN_BYTES).replace('␣', " ");
            let prints = if *error { texts::prints_error } else { texts::prints };
            prints(lang, &name(actor), &text)
        }
        Fact::Segment(captured) => segment(captured, before, lang),
        Fact::Readings(readings) => self::readings(readings, before, lang),
        Fact::ActorExited { actor, exit: how, cpu_ns } => {
            texts::exited(lang, &name(actor), &exit(how, lang), &duration(*cpu_ns))
        }
        Fact::LimitHit { actor: None, limit: which } => texts::limit_reached(lang, &limit(which, lang)),
        Fact::LimitHit { actor: Some(actor), limit: which } => {
            texts::limit_reached_by(lang, &name(actor), &limit(which, lang))
        }
        Fact::Lost { what: Lost::Segments, count } => texts::segments_lost(lang, *count),
        Fact::Lost { what: Lost::OutputBytes, count } => texts::output_lost(lang, *count),
        Fact::StepMode { on: true } => texts::STEP_MODE_ON.get(lang).to_owned(),
        Fact::StepMode { on: false } => texts::STEP_MODE_OFF.get(lang).to_owned(),
        Fact::SessionEnded { end: how } => end(how, lang),
        Fact::Deadlock { actors } => deadlock(before, lang).unwrap_or_else(|| {
            let names: Vec<_> = actors.iter().map(name).collect();
            texts::deadlock_of(lang, &names.join(", "))
        }),
        Fact::Door { door, news: DoorNews::Opened { outside } } => match door_info(before, *door) {
            Some(info) => texts::door_opens(lang, outside, &info.port, &actor_name(before, info.actor)),
            None => format!("{outside} → ?"),
        },
        Fact::Door { news: DoorNews::Visitor { outside, inside }, .. } => {
            texts::visitor_comes(lang, outside, inside)
        }
    }
}

fn door_info(world: &World, door: u16) -> Option<&DoorInfo> {
    world.info.as_ref()?.doors.get(usize::from(door))
}

fn readings(readings: &[Reading], world: &World, lang: Language) -> String {
    const SHOWN: usize = 3;
    let texts: Vec<String> = readings.iter().take(SHOWN).map(|r| reading(r, world, lang)).collect();
    let more = if readings.len() > SHOWN { " …" } else { "" };
    texts.join("; ") + more
}

/// One kernel reading: `server's end ESTABLISHED, 11 B to receive`.
pub fn reading(reading: &Reading, world: &World, lang: Language) -> String {
    let state = reading.state.name();
    let who = match reading.subject {
        Subject::Socket(id) => match world.socket(id) {
            Some(socket) => format!("{} fd {}", actor_name(world, socket.actor), socket.fd),
            None => "?".to_owned(),
        },
        Subject::End(id, side) => side_name(world, id, side, lang),
    };
    let (receive, send) = (reading.receive_queue, reading.send_queue);
    match reading.state {
        TcpState::Listen => texts::reading_listener(lang, &who, &state, &receive, &send),
        _ => texts::reading(lang, &who, &state, &size(receive.into()), &size(send.into())),
    }
}

/// How an actor ended.
pub fn exit(exit: &Exit, lang: Language) -> String {
    match exit {
        Exit::Finished => texts::EXIT_FINISHED.get(lang).to_owned(),
        Exit::Status { code } => texts::exit_status(lang, code),
        Exit::Exception { kind, message, line: 0, .. } => format!("{kind}: {message}"),
        Exit::Exception { kind, message, line, .. } => {
            texts::exit_exception(lang, &format!("{kind}: {message}"), line)
        }
        Exit::Stopped => texts::EXIT_STOPPED.get(lang).to_owned(),
        Exit::Killed { signal } => match crash(*signal) {
            Some(name) => texts::exit_crashed(lang, &name),
            None => texts::exit_killed(lang, signal),
        },
    }
}

/// The name of a signal that only a defect of the interpreter raises; numbers as on Linux (signal(7)).
fn crash(signal: i32) -> Option<&'static str> {
    match signal {
        4 => Some("SIGILL"),
        5 => Some("SIGTRAP"),
        6 => Some("SIGABRT"),
        7 => Some("SIGBUS"),
        8 => Some("SIGFPE"),
        11 => Some("SIGSEGV"),
        _ => None,
    }
}

/// How a session ended.
pub fn end(end: &End, lang: Language) -> String {
    match end {
        End::Finished => texts::END_FINISHED.get(lang).to_owned(),
        End::Stopped => texts::END_STOPPED.get(lang).to_owned(),
        End::Limit(which) => texts::end_limit(lang, &limit(which, lang)),
        End::RelayStopped => texts::END_RELAY.get(lang).to_owned(),
        End::Failed { reason } => texts::end_failed(lang, reason),
        End::Damaged => texts::END_DAMAGED.get(lang).to_owned(),
    }
}

/// A limit of ours, with its value.
pub fn limit(limit: &Limit, lang: Language) -> String {
    match limit {
        Limit::CpuSeconds(n) => texts::limit_cpu(lang, n),
        Limit::MemoryMib(n) => texts::limit_memory(lang, n),
        Limit::Descriptors(n) => texts::limit_descriptors(lang, n),
        Limit::SessionSeconds(n) => texts::limit_session(lang, n),
        Limit::IdleSeconds(n) => texts::limit_idle(lang, n),
        Limit::OutputBytes(n) => texts::limit_output(lang, &size(*n)),
        Limit::Events(n) => texts::limit_events(lang, n),
        Limit::LogBytes(n) => texts::limit_log(lang, &size(*n)),
        Limit::Threads(n) => texts::limit_threads(lang, n),
    }
}
