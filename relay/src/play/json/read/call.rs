//! Calls and outcomes from their fields.

use super::{Fields, Problem};
use socketscope_shared::{
    Api, Call, CallId, ConnectionId, Op, Outcome, SocketId,
    call::{ApiName, PollFd, Shutdown, Watched},
};

/// A call and its arguments.
pub fn call(fields: Fields<'_>) -> Result<Call, Problem> {
    Ok(Call {
        id: CallId(fields.get("call_id")?),
        lane: fields.get("lane")?,
        line: fields.or("line", 0)?,
        socket: fields.maybe("socket")?.map(SocketId),
        fd: match fields.maybe("fd_number")? {
            Some(number) => number,
            None => fields.or("fd", -1)?,
        },
        api: Api { name: api(fields)?, group: fields.or("group", 0)? },
        op: op(fields)?,
        start_ns: fields.get("start_ns")?,
    })
}

fn api(fields: Fields<'_>) -> Result<ApiName, Problem> {
    Ok(match fields.maybe("api")? {
        None => ApiName::Same,
        Some("sendall") => ApiName::Sendall,
        Some("timeout") => ApiName::Timeout,
        Some("recv_into") => ApiName::RecvInto,
        Some("connect_ex") => ApiName::ConnectEx,
        Some("library") => ApiName::Library,
        Some(other) => return Err(Problem::unknown("api", other)),
    })
}

fn op(fields: Fields<'_>) -> Result<Op, Problem> {
    let number = |name: &str| fields.get::<i32>(name);
    let flags = || fields.or("flags_number", 0);
    Ok(match fields.text("call")? {
        "socket" => Op::Socket {
            family: number("family_number")?,
            kind: number("kind_number")?,
            protocol: number("protocol")?,
        },
        "socketpair" => Op::Socketpair { family: number("family_number")?, kind: number("kind_number")? },
        "bind" => Op::Bind { address: fields.address("address")? },
        "listen" => Op::Listen { backlog: number("backlog")? },
        "accept" => Op::Accept,
        "connect" => Op::Connect { address: fields.address("address")? },
        "send" | "sendto" => Op::Send {
            data: fields.bytes("data_hex")?,
            flags: flags()?,
            to: fields.maybe_address("to")?,
            omitted_bytes: fields.or("omitted_bytes", 0)?,
        },
        "recv" => Op::Recv { max_bytes: fields.get("max_bytes")?, flags: flags()? },
        "shutdown" => Op::Shutdown { how: shutdown(fields)? },
        "close" => Op::Close,
        "setsockopt" => Op::SetOption {
            level: number("level_number")?,
            option: number("option_number")?,
            value: fields.bytes("value_hex")?,
        },
        "getsockopt" => Op::GetOption { level: number("level_number")?, option: number("option_number")? },
        "setblocking" => Op::SetBlocking { blocking: fields.get("blocking")? },
        "getsockname" => Op::LocalAddress,
        "getpeername" => Op::PeerAddress,
        "select" => Op::Select {
            read: set(fields, "read")?,
            write: set(fields, "write")?,
            except: set(fields, "except")?,
            timeout_ns: fields.maybe("timeout_ns")?,
        },
        "poll" => {
            Op::Poll { fds: fields.objects("watched", polled)?, timeout_ns: fields.maybe("timeout_ns")? }
        }
        "epoll_create" => Op::EpollCreate,
        "epoll_ctl" => Op::EpollControl {
            action: number("action")?,
            target: PollFd {
                socket: fields.maybe("target_socket")?.map(SocketId),
                fd: number("target_fd")?,
                events: fields.get("target_events")?,
            },
        },
        "epoll_wait" => {
            Op::EpollWait { max_events: fields.get("max_events")?, timeout_ns: fields.maybe("timeout_ns")? }
        }
        "sleep" => Op::Sleep { duration_ns: fields.get("duration_ns")? },
        "input" => Op::Input { prompt: fields.get("prompt")? },
        other => return Err(Problem::unknown("call", other)),
    })
}

/// What a call came to.
pub fn outcome(fields: Fields<'_>) -> Result<Outcome, Problem> {
    let connection = || Ok(fields.maybe("connection")?.map(ConnectionId));
    let bytes = |name: &str, other: &str| match fields.0.contains_key(other) {
        true => fields.bytes(other),
        false => fields.bytes(name),
    };
    Ok(match fields.text("outcome")? {
        "done" => Outcome::Done,
        "new-socket" => {
            Outcome::NewSocket { socket: SocketId(fields.get("new_socket")?), fd: fields.get("new_fd")? }
        }
        "new-pair" => Outcome::NewPair {
            sockets: fields.get::<[u32; 2]>("new_sockets")?.map(SocketId),
            fds: fields.get("new_fds")?,
            connection: ConnectionId(fields.get("connection")?),
        },
        "accepted" => Outcome::Accepted {
            socket: SocketId(fields.get("new_socket")?),
            fd: fields.get("new_fd")?,
            connection: connection()?,
            local: fields.address("local")?,
            peer: fields.address("peer")?,
        },
        "connected" => Outcome::Connected {
            connection: connection()?,
            local: fields.address("local")?,
            in_progress: fields.get("in_progress")?,
        },
        "address" => Outcome::Address { address: fields.address("is")? },
        "sent" => Outcome::Sent { len_bytes: fields.get("len_bytes")? },
        "received" => Outcome::Received {
            data: bytes("data_hex", "received_hex")?,
            from: fields.maybe_address("from")?,
        },
        "end-of-stream" => Outcome::EndOfStream,
        "ready-sets" => Outcome::ReadySets {
            read: set(fields, "ready_read")?,
            write: set(fields, "ready_write")?,
            except: set(fields, "ready_except")?,
        },
        "ready" => Outcome::Ready { fds: fields.objects("ready", polled)? },
        "value" => Outcome::Value { value: bytes("value_hex", "returned_hex")? },
        "line" => Outcome::Line { text: fields.get("typed")? },
        "would-block" => Outcome::WouldBlock,
        "failed" => Outcome::Failed { errno: fields.get("errno_number")? },
        "unfinished" => Outcome::Unfinished,
        other => return Err(Problem::unknown("outcome", other)),
    })
}

fn shutdown(fields: Fields<'_>) -> Result<Shutdown, Problem> {
    Ok(match fields.text("how")? {
        "SHUT_RD" => Shutdown::Read,
        "SHUT_WR" => Shutdown::Write,
        "SHUT_RDWR" => Shutdown::Both,
        other => return Err(Problem::unknown("how", other)),
    })
}

fn set(fields: Fields<'_>, name: &str) -> Result<Vec<Watched>, Problem> {
    let fds: Vec<i32> = fields.get(name)?;
    let sockets_name = format!("{name}_sockets");
    let sockets: Vec<Option<u32>> = match fields.maybe(&sockets_name)? {
        Some(sockets) => sockets,
        None => vec![None; fds.len()],
    };
    if sockets.len() != fds.len() {
        return Err(Problem::wrong(&sockets_name));
    }
    let watched = |(fd, socket): (i32, Option<u32>)| Watched { socket: socket.map(SocketId), fd };
    Ok(fds.into_iter().zip(sockets).map(watched).collect())
}

fn polled(fields: Fields<'_>) -> Result<PollFd, Problem> {
    Ok(PollFd {
        socket: fields.maybe("socket")?.map(SocketId),
        fd: fields.get("fd")?,
        events: fields.get("events")?,
    })
}
