//! A call's arguments and its outcome as fields.

use super::{Fields, bytes, hex};
use serde_json::{Value, json};
use socketscope_shared::{
    Address, Call, ConnectionId, Language, Op, Outcome, SocketId,
    call::{ApiName, PollFd, Shutdown, Watched},
    words,
};

/// Which call it is, and its arguments.
pub(super) fn arguments(fields: &mut Fields, call: &Call) {
    put(fields, "call_id", call.id.0);
    put(fields, "lane", call.lane);
    put(fields, "start_ns", call.start_ns);
    maybe(fields, "socket", call.socket.map(|socket| socket.0));
    maybe(fields, "api", api(call.api.name));
    maybe(fields, "group", (call.api.group != 0).then_some(call.api.group));
    if call.fd < -1 {
        put(fields, "fd_number", call.fd);
    }
    match &call.op {
        Op::Socket { family, kind, protocol } => {
            family_and_kind(fields, *family, *kind);
            put(fields, "protocol", *protocol);
        }
        Op::Socketpair { family, kind } => family_and_kind(fields, *family, *kind),
        Op::Bind { address: to } | Op::Connect { address: to } => address(fields, "address", to),
        Op::Listen { backlog } => put(fields, "backlog", *backlog),
        Op::Send { data, flags, to, omitted_bytes } => {
            put(fields, "offered_bytes", call.op.offered_bytes());
            maybe(fields, "omitted_bytes", (*omitted_bytes > 0).then_some(*omitted_bytes));
            message_flags(fields, *flags);
            to.iter().for_each(|to| address(fields, "to", to));
            bytes(fields, data);
        }
        Op::Recv { max_bytes, flags } => {
            put(fields, "max_bytes", *max_bytes);
            message_flags(fields, *flags);
        }
        Op::Shutdown { how } => put(fields, "how", shutdown(*how)),
        Op::SetOption { level, option, value } => {
            option_name(fields, *level, *option);
            option_value(fields, value);
        }
        Op::GetOption { level, option } => option_name(fields, *level, *option),
        Op::SetBlocking { blocking } => put(fields, "blocking", *blocking),
        Op::Select { read, write, except, timeout_ns } => {
            set(fields, ["read", "read_sockets"], read);
            set(fields, ["write", "write_sockets"], write);
            set(fields, ["except", "except_sockets"], except);
            maybe(fields, "timeout_ns", *timeout_ns);
        }
        Op::Poll { fds, timeout_ns } => {
            put(fields, "watched", polled(fds));
            maybe(fields, "timeout_ns", *timeout_ns);
        }
        Op::EpollControl { action, target } => {
            put(fields, "action", *action);
            put(fields, "target_fd", target.fd);
            put(fields, "target_events", target.events);
            maybe(fields, "target_socket", target.socket.map(|socket| socket.0));
        }
        Op::EpollWait { max_events, timeout_ns } => {
            put(fields, "max_events", *max_events);
            maybe(fields, "timeout_ns", *timeout_ns);
        }
        Op::Sleep { duration_ns } => put(fields, "duration_ns", *duration_ns),
        Op::Input { prompt } => put(fields, "prompt", prompt.as_str()),
        Op::Accept | Op::Close | Op::LocalAddress | Op::PeerAddress | Op::EpollCreate => {}
    }
}

/// The call's outcome.
pub(super) fn outcome(fields: &mut Fields, op: &Op, outcome: &Outcome) {
    let name = match outcome {
        Outcome::Done => "done",
        Outcome::NewSocket { socket, fd } => {
            put(fields, "new_socket", socket.0);
            put(fields, "new_fd", *fd);
            "new-socket"
        }
        Outcome::NewPair { sockets, fds, connection } => {
            put(fields, "new_sockets", json!(sockets.map(|socket| socket.0)));
            put(fields, "new_fds", json!(fds));
            put(fields, "connection", connection.0);
            "new-pair"
        }
        Outcome::Accepted { socket, fd, connection: id, local, peer } => {
            put(fields, "new_socket", socket.0);
            put(fields, "new_fd", *fd);
            connection(fields, *id);
            address(fields, "local", local);
            address(fields, "peer", peer);
            "accepted"
        }
        Outcome::Connected { connection: id, local, in_progress } => {
            connection(fields, *id);
            address(fields, "local", local);
            put(fields, "in_progress", *in_progress);
            "connected"
        }
        Outcome::Address { address: is } => {
            address(fields, "is", is);
            "address"
        }
        Outcome::Sent { len_bytes } => {
            put(fields, "len_bytes", *len_bytes);
            "sent"
        }
        Outcome::Received { data, from } => {
            put(fields, "len_bytes", data.len());
            from.iter().for_each(|from| address(fields, "from", from));
            match op {
                // No kernel does that: but what the program offered is there already.
                Op::Send { .. } => put(fields, "received_hex", hex(data)),
                _ => bytes(fields, data),
            }
            "received"
        }
        Outcome::EndOfStream => "end-of-stream",
        Outcome::ReadySets { read, write, except } => {
            set(fields, ["ready_read", "ready_read_sockets"], read);
            set(fields, ["ready_write", "ready_write_sockets"], write);
            set(fields, ["ready_except", "ready_except_sockets"], except);
            "ready-sets"
        }
        Outcome::Ready { fds } => {
            put(fields, "ready", polled(fds));
            "ready"
        }
        Outcome::Value { value } => {
            match op {
                Op::SetOption { .. } => put(fields, "returned_hex", hex(value)),
                _ => option_value(fields, value),
            }
            "value"
        }
        Outcome::Line { text } => {
            put(fields, "typed", text.as_str());
            "line"
        }
        Outcome::WouldBlock => {
            put(fields, "errno", "EAGAIN");
            "would-block"
        }
        Outcome::Failed { errno } => {
            put(fields, "errno", words::errno_name(*errno));
            put(fields, "errno_number", *errno);
            put(fields, "message", words::errno_text(*errno, Language::En));
            "failed"
        }
        Outcome::Unfinished => "unfinished",
    };
    put(fields, "outcome", name);
}

pub(super) fn put(fields: &mut Fields, name: &str, value: impl Into<Value>) {
    fields.insert(name.to_owned(), value.into());
}

pub(super) fn maybe(fields: &mut Fields, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        put(fields, name, value);
    }
}

fn connection(fields: &mut Fields, id: Option<ConnectionId>) {
    maybe(fields, "connection", id.map(|id| id.0));
}

/// Options are integers nearly always.
fn option_value(fields: &mut Fields, value: &[u8]) {
    put(fields, "value_hex", hex(value));
    maybe(fields, "value", <[u8; 4]>::try_from(value).ok().map(i32::from_ne_bytes));
}

fn family_and_kind(fields: &mut Fields, family: i32, kind: i32) {
    put(fields, "family", words::family(family));
    put(fields, "family_number", family);
    put(fields, "kind", words::socket_kind(kind));
    put(fields, "kind_number", kind);
}

fn message_flags(fields: &mut Fields, flags: i32) {
    put(fields, "flags", words::message_flags(flags));
    maybe(fields, "flags_number", (flags != 0).then_some(flags));
}

fn option_name(fields: &mut Fields, level: i32, option: i32) {
    put(fields, "option", words::option_name(level, option));
    put(fields, "level_number", level);
    put(fields, "option_number", option);
}

/// An address as people write it; of a Unix socket also its bytes, which may be no text.
pub(super) fn address(fields: &mut Fields, name: &str, address: &Address) {
    put(fields, name, address.to_string());
    if let Address::Unix(path) = address {
        put(fields, &format!("{name}_hex"), hex(path));
    }
}

/// A set of select: descriptors, and where one is a socket of ours, which.
fn set(fields: &mut Fields, [name, sockets]: [&str; 2], set: &[Watched]) {
    put(fields, name, set.iter().map(|watched| watched.fd).collect::<Value>());
    let known = |socket: Option<SocketId>| socket.map(|socket| socket.0);
    if set.iter().any(|watched| watched.socket.is_some()) {
        put(fields, sockets, set.iter().map(|watched| known(watched.socket)).collect::<Value>());
    }
}

fn polled(set: &[PollFd]) -> Value {
    let polled = |polled: &PollFd| match polled.socket {
        Some(socket) => json!({ "fd": polled.fd, "events": polled.events, "socket": socket.0 }),
        None => json!({ "fd": polled.fd, "events": polled.events }),
    };
    set.iter().map(polled).collect()
}

fn shutdown(how: Shutdown) -> &'static str {
    match how {
        Shutdown::Read => "SHUT_RD",
        Shutdown::Write => "SHUT_WR",
        Shutdown::Both => "SHUT_RDWR",
    }
}

fn api(name: ApiName) -> Option<&'static str> {
    Some(match name {
        ApiName::Same => return None,
        ApiName::Sendall => "sendall",
        ApiName::Timeout => "timeout",
        ApiName::RecvInto => "recv_into",
        ApiName::ConnectEx => "connect_ex",
        ApiName::Library => "library",
    })
}
