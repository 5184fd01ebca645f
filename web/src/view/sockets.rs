//! Sockets as they are at the cursor, with what the kernel says about them.

use super::{
    parts::click,
    words::{classes_if, end_name},
};
use crate::{
    i18n::{self, Message},
    model::{Action, Model, Session},
};
use socketscope_shared::{
    ConnectionId, Language, Side, SocketId,
    reading::{Reading, TcpInfo, TcpState},
    words,
    world::{End, Role, Socket},
};
use yew::prelude::*;

/// Rows at most; a table of more is not read.
const MAX_ROWS: usize = 300;

/// Ends in TIME-WAIT that have a row each; more are counted in one.
const TIME_WAIT_ROWS: usize = 3;

/// The table, and TCP_INFO of the chosen socket.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    html! {
        <div class="sockets-tab">
            { table(model, act) }
            { info(model) }
            <p class="hint">{ i18n::SOCKETS_SOURCE.get(model.lang) }</p>
        </div>
    }
}

/// The open sockets, one row each.
pub fn table(model: &Model, act: &Callback<Action>) -> Html {
    let lang = model.lang;
    let Some(session) = &model.session else {
        return html! { <p class="empty">{ i18n::SOCKETS_EMPTY.get(lang) }</p> };
    };
    let world = session.world();
    let open = || (0u32..).zip(&world.sockets).filter(|(_, socket)| socket.open);
    let count = open().count();
    let chosen = chosen(model, session);
    let orphans = orphans(lang, session);
    let rows = open().take(MAX_ROWS).map(|(index, socket)| {
        let id = SocketId(index);
        row(lang, session, id, socket, chosen == Some(id), act)
    });
    html! {
        <section class="sockets">
            <h3>{ i18n::SOCKETS_NOW.get(lang) }</h3>
            if count == 0 && orphans.is_empty() {
                <p class="empty">{ i18n::SOCKETS_NONE.get(lang) }</p>
            } else {
                <table>
                    <thead><tr>
                        <th>{ "fd" }</th><th>{ i18n::SOCKETS_WHO.get(lang) }</th><th>{ i18n::SOCKETS_STATE.get(lang) }</th>
                        <th class="number" title={i18n::RECV_Q_HELP.get(lang)}>{ "Recv-Q" }</th>
                        <th class="number" title={i18n::SEND_Q_HELP.get(lang)}>{ "Send-Q" }</th>
                    </tr></thead>
                    <tbody>{ for rows }{ for orphans }</tbody>
                </table>
            }
            if count > MAX_ROWS { <p class="hint">{ i18n::sockets_more(lang, &words::count((count - MAX_ROWS) as u64)) }</p> }
        </section>
    }
}

fn row(
    lang: Language,
    session: &Session,
    id: SocketId,
    socket: &Socket,
    chosen: bool,
    act: &Callback<Action>,
) -> Html {
    let world = session.world();
    let reading = world.reading(id);
    let (receive, send) = queues(lang, socket, reading);
    // Segments show a state before the kernel is read again.
    let by_segments = socket.end.and_then(|(connection, side)| {
        let last = session.exchanges.at(connection, world.cursor).last()?;
        Some(last.states?[side.index()])
    });
    let state = by_segments.map_or_else(|| state_name(lang, socket, reading), |state| state.name().into());
    let address = |address: &Option<socketscope_shared::Address>| {
        address.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string)
    };
    let title = format!("{} → {}", address(&socket.local), address(&socket.peer));
    let source = match (by_segments, reading) {
        (Some(_), _) => i18n::FROM_CAPTURE,
        (None, Some(_)) => i18n::FROM_KERNEL,
        (None, None) => i18n::FROM_CALLS,
    };
    let onclick = click(act, Action::SelectSocket(Some(id)));
    let waiting = reading.is_some_and(|r| r.receive_queue > 0);
    html! {
        <tr class={classes_if(&[("on", chosen)])} {onclick} data-socket={id.0.to_string()}>
            <td class="mono">{ socket.fd }</td>
            <td title={title}>{ words::actor_name(world, socket.actor) }</td>
            <td title={source.get(lang)}>{ state }</td>
            <td class={classes!("number", waiting.then_some("some"))} title={limits(lang, reading.map(|r| r.receive_limit))}>{ receive }</td>
            <td class="number" title={limits(lang, reading.map(|r| r.send_limit))}>{ send }</td>
        </tr>
    }
}

/// Recv-Q and Send-Q; of a listener, its accept queue and backlog.
fn queues(lang: Language, socket: &Socket, reading: Option<&Reading>) -> (String, String) {
    match (socket.role, reading) {
        (Role::Listening { backlog }, Some(reading)) => {
            let limit = if reading.send_queue > 0 { reading.send_queue } else { backlog.max(0) as u32 };
            (i18n::sockets_queue_of(lang, &reading.receive_queue, &limit), "–".into())
        }
        (_, Some(reading)) => {
            (words::count(reading.receive_queue.into()), words::count(reading.send_queue.into()))
        }
        (_, None) => ("–".into(), "–".into()),
    }
}

fn state_name(lang: Language, socket: &Socket, reading: Option<&Reading>) -> String {
    let by_role = match socket.role {
        Role::Fresh => i18n::SOCKET_FRESH,
        Role::Bound => i18n::SOCKET_BOUND,
        Role::Connecting => return TcpState::SynSent.name().into(),
        Role::Listening { .. } => return TcpState::Listen.name().into(),
        Role::Connected => i18n::SOCKET_CONNECTED,
        Role::Epoll => return "epoll".into(),
    };
    // A socket that was never connected is CLOSED to the kernel; what it is for the program says more.
    match reading.map(|r| r.state) {
        Some(state) if state != TcpState::Closed || socket.role == Role::Connected => state.name().into(),
        _ => by_role.get(lang).into(),
    }
}

fn limits(lang: Language, limit: Option<u32>) -> String {
    match limit {
        Some(bytes) if bytes > 0 => format!(
            "{} · {}",
            i18n::FROM_KERNEL.get(lang),
            i18n::kernel_limit(lang, &words::size(bytes.into()))
        ),
        Some(_) => i18n::FROM_KERNEL.get(lang).into(),
        None => i18n::NOT_READ.get(lang).into(),
    }
}

/// Ends of connections that the kernel has but no program holds: waiting to be accepted, or in TIME-WAIT.
/// Of the latter many are one row.
fn orphans(lang: Language, session: &Session) -> Vec<Html> {
    let world = session.world();
    let sides = (0u32..)
        .zip(&world.connections)
        .flat_map(|(index, c)| Side::BOTH.map(|side| (ConnectionId(index), side, &c.ends[side.index()])));
    let orphan = |(id, side, end): (ConnectionId, Side, &'_ End)| {
        let held = end.socket.and_then(|socket| world.socket(socket)).is_some_and(|socket| socket.open);
        let reading = end.reading.clone().filter(|r| !held && r.state != TcpState::Closed)?;
        Some((end_name(lang, session, id, side), reading))
    };
    let (mut over, mut rows): (Vec<_>, Vec<_>) =
        sides.filter_map(orphan).partition(|(_, reading)| reading.state == TcpState::TimeWait);
    let folded = (over.len() > TIME_WAIT_ROWS).then(|| std::mem::take(&mut over));
    rows.append(&mut over);
    let folded = folded.map(|over| {
        let name = i18n::sockets_ends(lang, &words::count(over.len() as u64));
        let title = i18n::SOCKETS_TIME_WAIT.get(lang);
        orphan_row(title, name, TcpState::TimeWait, ["–".to_owned(), "–".to_owned()])
    });
    let row = |(name, reading): (String, Reading)| {
        let queues = [reading.receive_queue, reading.send_queue].map(|queue| words::count(queue.into()));
        orphan_row(i18n::SOCKETS_ORPHAN.get(lang), name, reading.state, queues)
    };
    rows.into_iter().take(MAX_ROWS).map(row).chain(folded).collect()
}

fn orphan_row(title: &'static str, name: String, state: TcpState, [receive, send]: [String; 2]) -> Html {
    html! {
        <tr class="orphan" {title}>
            <td class="mono">{ "–" }</td>
            <td>{ name }</td>
            <td>{ state.name() }</td>
            <td class="number">{ receive }</td>
            <td class="number">{ send }</td>
        </tr>
    }
}

/// The chosen socket; else the one of the call at the cursor, else the first that is connected.
fn chosen(model: &Model, session: &Session) -> Option<SocketId> {
    let world = session.world();
    let open = |id: &SocketId| world.socket(*id).is_some_and(|socket| socket.open);
    let called = session.timeline.shown().and_then(|(_, event)| event.fact.call()?.socket);
    let connected = || {
        let index = world.sockets.iter().position(|s| s.open && s.role == Role::Connected)?;
        u32::try_from(index).ok().map(SocketId)
    };
    let informed = |id: &SocketId| world.reading(*id).is_some_and(|reading| reading.info.is_some());
    model.ui.socket.filter(open).or_else(|| called.filter(open).filter(informed)).or_else(connected)
}

fn info(model: &Model) -> Html {
    let Some(session) = &model.session else { return Html::default() };
    let world = session.world();
    let Some(id) = chosen(model, session) else { return Html::default() };
    let Some(info) = world.reading(id).and_then(|reading| reading.info) else { return Html::default() };
    let Some(socket) = world.socket(id) else { return Html::default() };
    let name = format!("{} fd {}", words::actor_name(world, socket.actor), socket.fd);
    let pair = |[a, b]: [(Message, String); 2]| {
        html! {
            <tr>
                <td>{ a.0.get(model.lang) }</td><td class="number">{ a.1 }</td>
                <td>{ b.0.get(model.lang) }</td><td class="number">{ b.1 }</td>
            </tr>
        }
    };
    html! {
        <section class="sockets" title={i18n::FROM_TCP_INFO.get(model.lang)}>
            <h3>{ "TCP_INFO · " }{ name }</h3>
            <table class="info"><tbody>{ for values(info).map(pair) }</tbody></table>
        </section>
    }
}

fn values(info: TcpInfo) -> [[(Message, String); 2]; 5] {
    let number = |value: u32| words::count(value.into());
    let rtt = if info.rtt_us == 0 { "–".into() } else { words::duration(u64::from(info.rtt_us) * 1000) };
    [
        [(i18n::INFO_SEGMENTS_OUT, number(info.segments_out)), (i18n::INFO_MSS, number(info.mss_bytes))],
        [(i18n::INFO_SEGMENTS_IN, number(info.segments_in)), (i18n::INFO_CWND, number(info.cwnd))],
        [(i18n::INFO_RTT, rtt), (i18n::INFO_RETRANSMITS, number(info.retransmits))],
        [
            (i18n::INFO_UNACKNOWLEDGED, number(info.unacknowledged)),
            (i18n::INFO_NOT_SENT, number(info.not_sent_bytes)),
        ],
        [
            (i18n::INFO_RECEIVE_WINDOW, number(info.receive_window_bytes)),
            (i18n::INFO_SEND_WINDOW, number(info.send_window_bytes)),
        ],
    ]
}
