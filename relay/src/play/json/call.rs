//! A call's arguments and its outcome as fields.

use super::{Fields, bytes, hex};
use serde_json::{Value, json};
use socketscope_shared::{
    Address, Call, ConnectionId, Language, Op, Outcome,
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
    match &call.op {
        Op::Socket { family, kind, protocol } => {
            put(fields, "family", words::family(*family));
            put(fields, "kind", words::socket_kind(*kind));
            put(fields, "protocol", *protocol);
        }
        Op::Socketpair { family, kind } => {
            put(fields, "family", words::family(*family));
            put(fields, "kind", words::socket_kind(*kind));
        }
        Op::Bind { address } | Op::Connect { address } => put(fields, "address", address.to_string()),
        Op::Listen { backlog } => put(fields, "backlog", *backlog),
        Op::Send { data, flags, to, omitted_bytes } => {
            put(fields, "offered_bytes", call.op.offered_bytes());
            maybe(fields, "omitted_bytes", (*omitted_bytes > 0).then_some(*omitted_bytes));
            put(fields, "flags", words::message_flags(*flags));
            maybe(fields, "to", to.as_ref().map(Address::to_string));
            bytes(fields, data);
        }
        Op::Recv { max_bytes, flags } => {
            put(fields, "max_bytes", *max_bytes);
            put(fields, "flags", words::message_flags(*flags));
        }
        Op::Shutdown { how } => put(fields, "how", shutdown(*how)),
        Op::SetOption { level, option, value } => {
            put(fields, "option", words::option_name(*level, *option));
            option_value(fields, value);
        }
        Op::GetOption { level, option } => put(fields, "option", words::option_name(*level, *option)),
        Op::SetBlocking { blocking } => put(fields, "blocking", *blocking),
        Op::Select { read, write, except, timeout_ns } => {
            put(fields, "read", fds(read));
            put(fields, "write", fds(write));
            put(fields, "except", fds(except));
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
pub(super) fn outcome(fields: &mut Fields, outcome: &Outcome) {
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
            put(fields, "local", local.to_string());
            put(fields, "peer", peer.to_string());
            "accepted"
        }
        Outcome::Connected { connection: id, local, in_progress } => {
            connection(fields, *id);
            put(fields, "local", local.to_string());
            put(fields, "in_progress", *in_progress);
            "connected"
        }
        Outcome::Address { address } => {
            put(fields, "is", address.to_string());
            "address"
        }
        Outcome::Sent { len_bytes } => {
            put(fields, "len_bytes", *len_bytes);
            "sent"
        }
        Outcome::Received { data, from } => {
            put(fields, "len_bytes", data.len());
            maybe(fields, "from", from.as_ref().map(Address::to_string));
            bytes(fields, data);
            "received"
        }
        Outcome::EndOfStream => "end-of-stream",
        Outcome::ReadySets { read, write, except } => {
            put(fields, "ready_read", fds(read));
            put(fields, "ready_write", fds(write));
            put(fields, "ready_except", fds(except));
            "ready-sets"
        }
        Outcome::Ready { fds } => {
            put(fields, "ready", polled(fds));
            "ready"
        }
        Outcome::Value { value } => {
            option_value(fields, value);
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

fn fds(set: &[Watched]) -> Value {
    set.iter().map(|watched| watched.fd).collect()
}

fn polled(set: &[PollFd]) -> Value {
    set.iter().map(|polled| json!({ "fd": polled.fd, "events": polled.events })).collect()
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
