//! Sockets as they are at the cursor, with what the kernel says about them.

use crate::{
    i18n::{self, Message},
    model::{Action, Model, Session},
    view::kit::{buttons::click, classes::classes_if, names::end_name},
};
use socketscope_shared::{
    ConnectionId, Language, Side, SocketId,
    reading::{Reading, TcpInfo, TcpState},
    words,
    world::{Known, Role, Socket, World},
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
                        <th class="number" title={i18n::SOCKETS_READ_HELP.get(lang)}>{ i18n::SOCKETS_READ.get(lang) }</th>
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
    let end = end_of(session, id, socket);
    let known = known(world, id, end);
    let reading = known.map(|known| known.reading);
    let (receive, send) = queues(lang, world, id, socket, reading);
    let by_segments = end.and_then(|end| by_segments(session, end));
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
    let old = old(known);
    // A listener's state does not age.
    let state_old = old.filter(|_| by_segments.is_none() && socket.role == Role::Connected);
    html! {
        <tr class={classes_if(&[("on", chosen)])} {onclick} data-socket={id.0.to_string()}>
            <td class="mono">{ socket.fd }</td>
            <td title={title}>{ words::actor_name(world, socket.actor) }</td>
            <td title={source.get(lang)} style={state_old}>{ state }</td>
            <td class={classes!("number", waiting.then_some("some"))} style={old} title={limits(lang, reading.map(|r| r.receive_limit))}>{ receive }</td>
            <td class="number" style={old} title={limits(lang, reading.map(|r| r.send_limit))}>{ send }</td>
            { read_at(lang, known) }
        </tr>
    }
}

/// The end of a connection that the socket holds. While its connect is under way, only the log's later events tell for sure;
/// before they are here, it is the one end that nobody holds.
fn end_of(session: &Session, id: SocketId, socket: &Socket) -> Option<(ConnectionId, Side)> {
    let world = session.world();
    let later = || session.timeline.latest().socket(id)?.end;
    let unheld = || {
        let connecting = |s: &Socket| s.open && s.role == Role::Connecting && s.peer == socket.peer;
        let alone = world.sockets.iter().filter(|s| connecting(s)).count() == 1;
        let ends = (0u32..).map(ConnectionId).zip(&world.connections).filter(|(id, connection)| {
            let held = session.timeline.latest().connection(*id).and_then(|c| c.ends[0].socket);
            held.is_none() && socket.peer.as_ref() == Some(&connection.addresses[1])
        });
        ends.last().filter(|_| alone).map(|(id, _)| (id, Side::Client))
    };
    socket.end.or_else(|| {
        let end = (socket.role == Role::Connecting).then(|| later().or_else(unheld))?;
        end.filter(|(id, _)| world.connection(*id).is_some())
    })
}

fn known(world: &World, id: SocketId, end: Option<(ConnectionId, Side)>) -> Option<Known<'_>> {
    match end {
        Some((connection, side)) => world.known_end(connection, side),
        None => world.known(id),
    }
}

/// Segments show a state before the kernel is read again.
fn by_segments(session: &Session, (connection, side): (ConnectionId, Side)) -> Option<TcpState> {
    let last = session.exchanges.at(connection, session.world().cursor).last()?;
    Some(last.states?[side.index()])
}

/// Grey: what was read before something happened to the socket.
fn old(known: Option<Known<'_>>) -> Option<&'static str> {
    known.filter(|known| !known.now).map(|_| "color:var(--ink-3)")
}

/// Of which event the values are.
fn read_at(lang: Language, known: Option<Known<'_>>) -> Html {
    let text = match known {
        None => "–".to_owned(),
        Some(Known { now: true, .. }) => i18n::SOCKETS_READ_NOW.get(lang).to_owned(),
        Some(known) => format!("#{}", known.seq),
    };
    html! { <td class="number" style={old(known)}>{ text }</td> }
}

/// Recv-Q and Send-Q; of a listener, its accept queue and backlog.
fn queues(
    lang: Language,
    world: &World,
    id: SocketId,
    socket: &Socket,
    reading: Option<&Reading>,
) -> (String, String) {
    match (socket.role, reading) {
        (Role::Listening { backlog }, Some(reading)) => {
            let limit = if reading.send_queue > 0 { reading.send_queue } else { backlog.max(0) as u32 };
            (i18n::sockets_queue_of(lang, &world.accept_queue(id).unwrap_or(0), &limit), "–".into())
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
    let connecting: Vec<_> = (0u32..)
        .zip(&world.sockets)
        .filter(|(_, socket)| socket.open && socket.role == Role::Connecting)
        .filter_map(|(index, socket)| end_of(session, SocketId(index), socket))
        .collect();
    let ids = (0u32..world.connections.len() as u32).map(ConnectionId);
    let ends = ids.flat_map(|id| Side::BOTH.map(|side| (id, side)));
    let orphan = |end @ (id, side): (ConnectionId, Side)| {
        let socket = world.connection(id)?.ends[side.index()].socket;
        let held = socket.and_then(|socket| world.socket(socket)).is_some_and(|socket| socket.open);
        let known = world.known_end(id, side).filter(|_| !held && !connecting.contains(&end))?;
        let by_segments = by_segments(session, end).filter(|_| !known.now);
        let state = by_segments.unwrap_or(known.reading.state);
        let visits = side == Side::Client && state != TcpState::TimeWait && world.visitor(id).is_some();
        let title = if visits { i18n::SOCKETS_VISITOR } else { i18n::SOCKETS_ORPHAN };
        let queues = [known.reading.receive_queue, known.reading.send_queue];
        let queues = queues.map(|queue| words::count(queue.into()));
        let row =
            Orphan { title, name: end_name(lang, session, id, side), state, queues, known: Some(known) };
        (state != TcpState::Closed).then_some((row, by_segments.is_none()))
    };
    let (mut over, mut rows): (Vec<_>, Vec<_>) =
        ends.filter_map(orphan).partition(|(row, _)| row.state == TcpState::TimeWait);
    let folded = (over.len() > TIME_WAIT_ROWS).then(|| std::mem::take(&mut over));
    rows.append(&mut over);
    let folded = folded.map(|over| {
        let name = i18n::sockets_ends(lang, &words::count(over.len() as u64));
        let queues = ["–".to_owned(), "–".to_owned()];
        let title = i18n::SOCKETS_TIME_WAIT;
        (Orphan { title, name, state: TcpState::TimeWait, queues, known: None }, false)
    });
    rows.into_iter().take(MAX_ROWS).chain(folded).map(|(row, read)| row.view(lang, read)).collect()
}

struct Orphan<'a> {
    title: Message,
    name: String,
    state: TcpState,
    queues: [String; 2],
    known: Option<Known<'a>>,
}

impl Orphan<'_> {
    fn view(self, lang: Language, state_read: bool) -> Html {
        let Orphan { title, name, state, queues: [receive, send], known } = self;
        let old = old(known);
        html! {
            <tr class="orphan" title={title.get(lang)}>
                <td class="mono">{ "–" }</td>
                <td>{ name }</td>
                <td style={old.filter(|_| state_read)}>{ state.name() }</td>
                <td class="number" style={old}>{ receive }</td>
                <td class="number" style={old}>{ send }</td>
                { read_at(lang, known) }
            </tr>
        }
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
    let Some(socket) = world.socket(id) else { return Html::default() };
    let known = known(world, id, end_of(session, id, socket));
    let Some((known, info)) = known.and_then(|known| Some((known, known.reading.info?))) else {
        return Html::default();
    };
    let mut name = format!("{} fd {}", words::actor_name(world, socket.actor), socket.fd);
    if !known.now {
        name = [&name, " · #", &known.seq.to_string()].concat();
    }
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
            <table class="info" style={old(Some(known))}><tbody>{ for values(info).map(pair) }</tbody></table>
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
