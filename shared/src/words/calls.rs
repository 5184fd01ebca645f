//! Calls in a line, with what Python returns: `send(fd 3, 5) "hello" = 5`, `accept(fd 3) → fd 4 · 41.8 ms`.

use super::{
    language::Language,
    names::{errno_name, errno_text, family, message_flags, option_name, poll_events, socket_kind},
    numbers::{duration, size},
    texts,
};
use crate::{
    Call, Op, Outcome,
    bytes::{hex, visible},
    record::{
        call::{ApiName, PollFd, Shutdown, Watched},
        linux::{EAGAIN, EINPROGRESS, MSG_NOSIGNAL},
    },
};

/// Bytes of payload that a line shows.
const SHOWN_BYTES: usize = 24;

/// The name that the program called it by: `sendall`, `recv`.
pub fn api_name(call: &Call) -> &'static str {
    match (call.api.name, &call.op) {
        (ApiName::Sendall, Op::Send { .. }) => "sendall",
        (ApiName::ConnectEx, Op::Connect { .. }) => "connect_ex",
        (ApiName::RecvInto, Op::Recv { .. }) => "recv_into",
        _ => call.op.name(),
    }
}

/// The call with its arguments, as in the call list: `recv(fd 4, 1024)`, `sendall(fd 3, 5) "hello"`.
pub fn arguments(call: &Call) -> String {
    let name = api_name(call);
    let fd = format!("fd {}", call.fd);
    match &call.op {
        Op::Socket { family: domain, kind, protocol } => match (*domain, kind & 0xf, *protocol) {
            (2, 1, 0 | 6) => "socket()".to_owned(),
            _ => format!("socket({}, {})", family(*domain), socket_kind(*kind)),
        },
        Op::Socketpair { .. } => "socketpair()".to_owned(),
        Op::Bind { address } | Op::Connect { address } => format!("{name}({fd}, {address})"),
        Op::Listen { backlog } => format!("listen({fd}, {backlog})"),
        Op::Send { data, flags, to, .. } => {
            let flags = flags_argument(*flags);
            let to = to.as_ref().map_or(String::new(), |to| format!(", {to}"));
            format!("{name}({fd}, {}{flags}{to}) {}", call.op.offered_bytes(), quoted(data))
        }
        Op::Recv { max_bytes, flags } => format!("{name}({fd}, {max_bytes}{})", flags_argument(*flags)),
        Op::Shutdown { how } => format!("shutdown({fd}, {})", shutdown_name(*how)),
        Op::Accept | Op::Close | Op::LocalAddress | Op::PeerAddress => format!("{name}({fd})"),
        Op::SetOption { level, option, value } => {
            format!("setsockopt({fd}, {}, {})", option_name(*level, *option), option_value(value))
        }
        Op::GetOption { level, option } => format!("getsockopt({fd}, {})", option_name(*level, *option)),
        Op::SetBlocking { blocking } => {
            format!("setblocking({fd}, {})", if *blocking { "True" } else { "False" })
        }
        Op::Select { read, write, except, timeout_ns } => {
            let sets = format!("{}, {}, {}", watched(read), watched(write), watched(except));
            format!("select({sets}{})", timeout(*timeout_ns))
        }
        Op::Poll { fds, timeout_ns } => format!("poll({}{})", polled(fds), timeout(*timeout_ns)),
        Op::EpollCreate => "epoll_create()".to_owned(),
        Op::EpollControl { action, target } => {
            let action = match action {
                1 => "ADD",
                2 => "DEL",
                3 => "MOD",
                _ => "?",
            };
            format!("epoll_ctl({fd}, {action}, fd {}, {})", target.fd, poll_events(target.events))
        }
        Op::EpollWait { max_events, timeout_ns } => {
            format!("epoll_wait({fd}, {max_events}{})", timeout(*timeout_ns))
        }
        Op::Sleep { duration_ns } => format!("sleep({})", duration(*duration_ns)),
        Op::Input { prompt } => format!("input({})", quoted(prompt.as_bytes())),
    }
}

/// What it came to: `= None`, `→ fd 4`, `→ 11 B "hello␣world"`, `EAGAIN: Resource temporarily unavailable`.
pub fn outcome(call: &Call, outcome: &Outcome, lang: Language) -> String {
    match outcome {
        Outcome::Done => NONE.to_owned(),
        Outcome::NewSocket { fd, .. } => format!("= fd {fd}"),
        Outcome::NewPair { fds: [a, b], .. } => format!("= fd {a}, fd {b}"),
        Outcome::Accepted { fd, peer, .. } => format!("→ fd {fd}, {peer}"),
        Outcome::Connected { in_progress: false, .. } => match call.api.name {
            ApiName::ConnectEx => "= 0".to_owned(),
            _ => NONE.to_owned(),
        },
        Outcome::Connected { in_progress: true, .. } => failed(EINPROGRESS, lang),
        Outcome::Address { .. } if matches!(call.op, Op::Bind { .. }) => NONE.to_owned(),
        Outcome::Address { address } => format!("→ {address}"),
        Outcome::Sent { len_bytes } => sent(call, *len_bytes, lang),
        Outcome::Received { data, from } => {
            let from = from.as_ref().map_or(String::new(), |from| format!(", {from}"));
            format!("→ {} {}{from}", size(data.len() as u64), quoted(data))
        }
        Outcome::EndOfStream => texts::END_OF_STREAM.get(lang).to_owned(),
        Outcome::ReadySets { read, write, except } if read.len() + write.len() + except.len() == 0 => {
            texts::NOTHING_READY.get(lang).to_owned()
        }
        Outcome::ReadySets { read, write, except } => {
            format!("→ {}, {}, {}", watched(read), watched(write), watched(except))
        }
        Outcome::Ready { fds } if fds.is_empty() => texts::NOTHING_READY.get(lang).to_owned(),
        Outcome::Ready { fds } => format!("→ {}", polled(fds)),
        Outcome::Value { value } => format!("= {}", option_value(value)),
        Outcome::Line { text } => format!("→ {}", quoted(text.as_bytes())),
        Outcome::WouldBlock => failed(EAGAIN, lang),
        Outcome::Failed { errno } => failed(*errno, lang),
        Outcome::Unfinished => texts::DID_NOT_RETURN.get(lang).to_owned(),
    }
}

/// What most methods return.
const NONE: &str = "= None";

/// What `send` counted. `sendall` counts nothing, but each of several sends that it needs does.
fn sent(call: &Call, len_bytes: u64, lang: Language) -> String {
    let offered = call.op.offered_bytes().max(len_bytes);
    let is_part = len_bytes < offered;
    let count = if is_part { texts::sent_part(lang, &len_bytes, &offered) } else { format!("= {len_bytes}") };
    match (api_name(call), is_part) {
        ("sendall", true) => texts::send_of_sendall(lang, &count),
        ("sendall", false) if call.api.group != 0 => texts::last_send_of_sendall(lang, &count),
        ("sendall", false) => NONE.to_owned(),
        _ => count,
    }
}

/// Calls that took longer say how long, ns.
const TOLD_NS: u64 = 1_000_000;

/// The line of the call list, without the actor: arguments, outcome, and the time where it waited. `result` is the
/// outcome and how long it took; without it the call is under way: `accept(fd 3) …`.
pub fn call_line(call: &Call, result: Option<(&Outcome, u64)>, lang: Language) -> String {
    let arguments = arguments(call);
    let Some((came_to, took_ns)) = result else { return format!("{arguments} …") };
    let came_to = outcome(call, came_to, lang);
    if took_ns >= TOLD_NS && !matches!(call.op, Op::Sleep { .. }) {
        return format!("{arguments} {came_to} · {}", duration(took_ns));
    }
    format!("{arguments} {came_to}")
}

fn failed(errno: i32, lang: Language) -> String {
    texts::failed(lang, &errno_name(errno), &errno_text(errno, lang))
}

fn quoted(data: &[u8]) -> String {
    format!("\"{}\"", visible(data, SHOWN_BYTES))
}

fn flags_argument(flags: i32) -> String {
    // The interpreter adds MSG_NOSIGNAL to each send; the program did not write it.
    match flags & !MSG_NOSIGNAL {
        0 => String::new(),
        flags => format!(", {}", message_flags(flags)),
    }
}

/// The constant's name.
pub fn shutdown_name(how: Shutdown) -> &'static str {
    match how {
        Shutdown::Read => "SHUT_RD",
        Shutdown::Write => "SHUT_WR",
        Shutdown::Both => "SHUT_RDWR",
    }
}

/// An integer where the value has an integer's size, else its bytes.
fn option_value(value: &[u8]) -> String {
    match value.try_into() {
        Ok(number) => i32::from_ne_bytes(number).to_string(),
        Err(_) => hex(value),
    }
}

fn watched(set: &[Watched]) -> String {
    list(set.iter().map(|watched| watched.fd.to_string()))
}

fn polled(fds: &[PollFd]) -> String {
    list(fds.iter().map(|fd| format!("{}: {}", fd.fd, poll_events(fd.events))))
}

/// `[3, 4, 5]`; long lists are cut.
fn list(items: impl ExactSizeIterator<Item = String>) -> String {
    const SHOWN: usize = 12;
    let rest = items.len().saturating_sub(SHOWN);
    let mut shown: Vec<_> = items.take(SHOWN).collect();
    if rest > 0 {
        shown.push(format!("… {rest} more"));
    }
    format!("[{}]", shown.join(", "))
}

fn timeout(timeout_ns: Option<u64>) -> String {
    timeout_ns.map_or(String::new(), |ns| format!(", {}", duration(ns)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Address, Api, CallId, SocketId};

    fn call(op: Op) -> Call {
        let (id, socket, api) = (CallId(1), Some(SocketId(0)), Api::default());
        Call { id, lane: 0, line: 1, socket, fd: 3, api, op, start_ns: 0 }
    }

    #[track_caller]
    fn check(op: Op, outcome: Outcome, took_ns: u64, expected: &str) {
        assert_eq!(call_line(&call(op), Some((&outcome, took_ns)), Language::En), expected);
    }

    const LOOPBACK: Address = Address::V4([127, 0, 0, 1], 8001);

    #[test]
    fn lines_of_the_call_list() {
        let send = |data: &[u8]| Op::Send { data: data.to_vec(), flags: 0x4000, to: None, omitted_bytes: 0 };
        let recv = |flags| Op::Recv { max_bytes: 1024, flags };
        let watch = |fds: &[i32]| fds.iter().map(|fd| Watched { socket: None, fd: *fd }).collect::<Vec<_>>();
        let all = |len_bytes| Outcome::Sent { len_bytes };
        check(send(b"hello"), all(5), 9_000, "send(fd 3, 5) \"hello\" = 5");
        check(
            send(&[b'x'; 30]),
            all(7),
            0,
            "send(fd 3, 30) \"xxxxxxxxxxxxxxxxxxxxxxxx…\" = 7 (of 30 offered)",
        );
        let data = "粘包".as_bytes()[..4].to_vec();
        check(
            recv(2),
            Outcome::Received { data, from: None },
            0,
            "recv(fd 3, 1024, MSG_PEEK) → 4 B \"粘\\xe5\"",
        );
        check(recv(0), Outcome::WouldBlock, 0, "recv(fd 3, 1024) EAGAIN: Resource temporarily unavailable");
        check(
            recv(0),
            Outcome::EndOfStream,
            41_800_000,
            "recv(fd 3, 1024) → b\"\" (end of stream) · 41.8 ms",
        );
        check(
            Op::Connect { address: LOOPBACK },
            Outcome::Failed { errno: 111 },
            0,
            "connect(fd 3, 127.0.0.1:8001) ECONNREFUSED: Connection refused",
        );
        let in_progress = Outcome::Connected { connection: None, local: LOOPBACK, in_progress: true };
        let text = "connect(fd 3, 127.0.0.1:8001) EINPROGRESS: Operation now in progress";
        check(Op::Connect { address: LOOPBACK }, in_progress, 0, text);
        let value = 1i32.to_ne_bytes().to_vec();
        let reuse = Op::SetOption { level: 1, option: 2, value };
        check(reuse, Outcome::Done, 0, "setsockopt(fd 3, SO_REUSEADDR, 1) = None");
        let select = |timeout_ns| Op::Select {
            read: watch(&[3, 4]),
            write: watch(&[]),
            except: watch(&[]),
            timeout_ns,
        };
        let ready = Outcome::ReadySets { read: watch(&[4]), write: watch(&[]), except: watch(&[]) };
        check(select(None), ready, 0, "select([3, 4], [], []) → [4], [], []");
        let none = Outcome::ReadySets { read: watch(&[]), write: watch(&[]), except: watch(&[]) };
        check(select(Some(500_000_000)), none, 0, "select([3, 4], [], [], 500 ms) → nothing ready");
        let fds = vec![PollFd { socket: None, fd: 4, events: 0x11 }];
        let poll = Op::Poll { fds: fds.clone(), timeout_ns: None };
        check(poll, Outcome::Ready { fds }, 0, "poll([4: IN | HUP]) → [4: IN | HUP]");
        let many = Op::Select {
            read: watch(&(3..20).collect::<Vec<_>>()),
            write: vec![],
            except: vec![],
            timeout_ns: None,
        };
        assert!(arguments(&call(many)).contains("13, 14, … 5 more]"));
        check(Op::Shutdown { how: Shutdown::Write }, Outcome::Done, 0, "shutdown(fd 3, SHUT_WR) = None");
        check(Op::Sleep { duration_ns: 300_000_000 }, Outcome::Done, 300_100_000, "sleep(300 ms) = None");
    }

    #[test]
    fn sendall_returns_nothing_and_each_of_its_sends_a_count() {
        let sendall = |data: &[u8], group: u32, len_bytes: u64| {
            let op = Op::Send { data: data.to_vec(), flags: 0x4000, to: None, omitted_bytes: 0 };
            let call = Call { api: Api { name: ApiName::Sendall, group }, ..call(op) };
            outcome(&call, &Outcome::Sent { len_bytes }, Language::En)
        };
        assert_eq!(sendall(b"hello", 0, 5), "= None");
        assert_eq!(sendall(b"hello", 7, 3), "· send = 3 (of 5 offered)");
        assert_eq!(sendall(b"lo", 7, 2), "· send = 2, sendall = None");
    }

    #[test]
    fn connect_returns_nothing_and_connect_ex_an_errno() {
        let connected = |name: ApiName| {
            let call = Call { api: Api { name, group: 0 }, ..call(Op::Connect { address: LOOPBACK }) };
            let done = Outcome::Connected { connection: None, local: LOOPBACK, in_progress: false };
            outcome(&call, &done, Language::En)
        };
        assert_eq!(connected(ApiName::Same), "= None");
        assert_eq!(connected(ApiName::ConnectEx), "= 0");
    }

    #[test]
    fn a_call_under_way_ends_in_dots() {
        assert_eq!(call_line(&call(Op::Accept), None, Language::En), "accept(fd 3) …");
        let mut sendall = call(Op::Send { data: b"x".to_vec(), flags: 0, to: None, omitted_bytes: 0 });
        sendall.api.name = ApiName::Sendall;
        assert_eq!(call_line(&sendall, None, Language::En), "sendall(fd 3, 1) \"x\" …");
    }
}
