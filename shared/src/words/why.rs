//! Why a socket is or is not ready, from what the kernel held.

use crate::fold::readiness::{Cell, Kinds};
use crate::{
    SocketId,
    fold::world::{Role, Socket, Stream, World},
    record::reading::{Reading, TcpState},
    words::{Language, Message, size, texts},
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
    pub text: String,
    /// How it is known.
    pub source: Source,
}

/// Why `socket` is ready for `kind`, or is not, in `world`: `cell` is what the call was asked for and what it said.
pub fn why(world: &World, socket: Option<SocketId>, kind: Kinds, cell: &Cell, lang: Language) -> Why {
    let ready = cell.ready.has(kind);
    if cell.is_spent() && !ready {
        return calls(lang, texts::ONESHOT_SPENT);
    }
    let said = state(world, socket, kind, ready, lang);
    if cell.is_edge() { on_an_edge(said, ready, lang) } else { said.why }
}

/// A reason, and whether by it alone the descriptor is ready.
struct Said {
    why: Why,
    is_so: bool,
}

fn state(world: &World, socket: Option<SocketId>, kind: Kinds, ready: bool, lang: Language) -> Said {
    let Some((id, socket)) = socket.and_then(|id| Some((id, world.socket(id)?))) else {
        return calls(lang, texts::NOT_A_SOCKET).so(ready);
    };
    if !socket.open {
        return calls(lang, texts::CLOSED).so(ready);
    }
    let reading = world.reading(id);
    match kind {
        Kinds::WRITE => return to_write(socket, reading, ready, lang),
        Kinds::EXCEPT => return urgent(received(world, id), ready, lang).so(ready),
        Kinds::HANGUP | Kinds::ERROR | Kinds::PEER_DONE => {
            return over(world, id, kind, ready, lang).so(ready);
        }
        _ => {}
    }
    match socket.role {
        Role::Listening { backlog } => to_accept(world.accept_queue(id), reading, backlog, ready, lang),
        Role::Connecting => calls(lang, texts::HANDSHAKE_NOT_OVER).so(ready),
        Role::Fresh | Role::Bound if socket.stream => calls(lang, texts::NOT_CONNECTED).so(ready),
        Role::Epoll => calls(lang, texts::EPOLL_DESCRIPTOR).so(ready),
        _ => to_read(world, (id, socket), reading, ready, lang),
    }
}

/// Edge-triggered, a descriptor that is ready is reported when something new happens to it, and not again.
fn on_an_edge(Said { why, is_so }: Said, ready: bool, lang: Language) -> Why {
    let text = match (ready, is_so) {
        (true, _) => texts::edge_ready(lang, &why.text),
        (false, true) => texts::edge_spent(lang, &why.text),
        (false, false) => return why,
    };
    Why { text, ..why }
}

/// The stream that the socket receives; an empty one where there is none.
fn received(world: &World, id: SocketId) -> Stream {
    world.receives_from(id).and_then(|(c, way)| world.stream(c, way)).copied().unwrap_or_default()
}

fn urgent(stream: Stream, ready: bool, lang: Language) -> Why {
    match (stream.urgent, ready) {
        (Some(urgent), true) if !urgent.taken => {
            because(Source::Inferred, texts::urgent_pending(lang, &urgent.offset))
        }
        (Some(urgent), false) if urgent.taken => {
            because(Source::Calls, texts::urgent_taken(lang, &urgent.offset))
        }
        (_, true) => calls(lang, texts::URGENT_ARRIVED),
        (None, false) => inferred(lang, texts::URGENT_NONE),
        (Some(_), false) => inferred(lang, texts::URGENT_ON_ITS_WAY),
    }
}

/// HUP, ERR and RDHUP.
fn over(world: &World, id: SocketId, kind: Kinds, ready: bool, lang: Language) -> Why {
    let reset = world.receives_from(id).and_then(|(c, _)| world.connection(c)).is_some_and(|c| c.reset);
    let connected = world.socket(id).is_some_and(|socket| socket.end.is_some());
    match (kind, ready) {
        (Kinds::PEER_DONE, true) if reset => inferred(lang, texts::PEER_RESET),
        (Kinds::PEER_DONE, true) => kernel(lang, texts::PEER_DONE),
        (Kinds::PEER_DONE, false) => kernel(lang, texts::PEER_NOT_DONE),
        (Kinds::HANGUP, true) if reset => inferred(lang, texts::RESET_BOTH_WAYS),
        (Kinds::HANGUP, true) if !connected => calls(lang, texts::HANGUP_NOT_CONNECTED),
        (Kinds::HANGUP, true) => calls(lang, texts::ENDED_BOTH_WAYS),
        (Kinds::HANGUP, false) => calls(lang, texts::NOT_ENDED_BOTH_WAYS),
        (_, true) if reset => inferred(lang, texts::RESET_WAITS),
        (_, true) => calls(lang, texts::ERROR_WAITS),
        _ => calls(lang, texts::NO_ERROR),
    }
}

fn to_accept(
    waiting: Option<u32>,
    reading: Option<&Reading>,
    backlog: i32,
    ready: bool,
    lang: Language,
) -> Said {
    let (waiting, limit) = (waiting.unwrap_or(0), reading.map_or(0, |r| r.send_queue));
    let limit = if limit > 0 { limit } else { backlog.max(0) as u32 };
    match (waiting, ready) {
        (0, true) => inferred(lang, texts::CONNECTION_CAME).so(true),
        (0, false) => {
            let source = if reading.is_some() { Source::Kernel } else { Source::Inferred };
            because(source, texts::accept_queue_empty(lang, &limit)).so(false)
        }
        _ => because(Source::Kernel, texts::accept_queue(lang, &waiting, &limit)).so(true),
    }
}

fn to_read(
    world: &World,
    (id, socket): (SocketId, &Socket),
    reading: Option<&Reading>,
    ready: bool,
    lang: Language,
) -> Said {
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
        return kernel(lang, texts::URGENT_HIDES).so(false);
    }
    if waiting > 0 {
        return because(Source::Kernel, texts::in_receive_buffer(lang, &size(waiting.into()))).so(true);
    }
    if reset {
        return inferred(lang, texts::RESET_READABLE).so(true);
    }
    if told_end {
        return kernel(lang, texts::END_READABLE).so(true);
    }
    // Readings are taken after the call; what other threads or the network did meanwhile is in the streams.
    let known = ready || reading.is_none();
    if known && stream.in_kernel() > 0 {
        let sent = size(stream.in_kernel());
        return because(Source::Inferred, texts::sent_not_received(lang, &sent)).so(ready);
    }
    if known && (stream.fin || stream.finished) {
        return inferred(lang, texts::END_READABLE).so(ready);
    }
    let said = match (ready, reading) {
        (true, _) => calls(lang, texts::CALL_SAID_SO),
        (false, Some(_)) => kernel(lang, texts::RECEIVE_BUFFER_EMPTY),
        (false, None) => inferred(lang, texts::NOTHING_ARRIVED),
    };
    said.so(ready)
}

/// The kernel's bookkeeping counts, so that the buffer is full before as many bytes are in it.
fn to_write(socket: &Socket, reading: Option<&Reading>, ready: bool, lang: Language) -> Said {
    match socket.role {
        Role::Listening { .. } => return calls(lang, texts::LISTENER_NOT_WRITABLE).so(false),
        Role::Connecting if !ready => return calls(lang, texts::HANDSHAKE_NOT_OVER).so(false),
        _ => {}
    }
    let Some(reading) = reading else {
        let text = if ready { texts::ROOM_TO_SEND } else { texts::SEND_BUFFER_FULL };
        return inferred(lang, text).so(ready);
    };
    let queued = size(reading.send_queue.into());
    let (used, limit) = (reading.send_memory, reading.send_limit);
    let has_room = reading.has_room_to_send();
    let free = size(limit.saturating_sub(used).into());
    let (used, limit) = (size(used.into()), size(limit.into()));
    let text = match (ready, has_room) {
        (true, _) if reading.send_queue == 0 => texts::SEND_BUFFER_EMPTY.get(lang).to_owned(),
        (true, _) | (false, true) => texts::room_to_send_of(lang, &used, &limit, &free),
        (false, false) => texts::send_buffer_full_of(lang, &used, &limit, &queued),
    };
    because(Source::Kernel, text).so(has_room)
}

impl Why {
    fn so(self, is_so: bool) -> Said {
        Said { why: self, is_so }
    }
}

fn because(source: Source, text: String) -> Why {
    Why { text, source }
}

fn kernel(lang: Language, text: Message) -> Why {
    because(Source::Kernel, text.get(lang).to_owned())
}

fn calls(lang: Language, text: Message) -> Why {
    because(Source::Calls, text.get(lang).to_owned())
}

fn inferred(lang: Language, text: Message) -> Why {
    because(Source::Inferred, text.get(lang).to_owned())
}
