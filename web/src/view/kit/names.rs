//! What the ends of a connection and its streams are called.

use crate::model::Session;
use socketscope_shared::{
    ConnectionId, Language, Side, StreamId, words,
    world::{Role, Socket, World},
};

/// Who holds an end of a connection, as of the end of the log: its program's name, or who came through a door, or which
/// end it is.
pub fn end_name(lang: Language, session: &Session, connection: ConnectionId, side: Side) -> String {
    let latest: &World = session.timeline.latest();
    let socket = latest.connection(connection).and_then(|c| c.ends[side.index()].socket);
    match socket.and_then(|socket| latest.socket(socket)) {
        Some(socket) => words::actor_name(latest, socket.actor),
        None => match (side, words::visitor_name(latest, connection)) {
            (Side::Client, Some(visitor)) => visitor.get(lang).into(),
            // Nobody let them in any more.
            (Side::Client, None) if leads_from_door(latest, connection) => words::visitor().get(lang).into(),
            (Side::Client, None) => "client".into(),
            (Side::Server, _) => server_name(latest, connection),
        },
    }
}

/// Whether a door of the lesson leads where this connection does.
fn leads_from_door(latest: &World, connection: ConnectionId) -> bool {
    let to = latest.connection(connection).and_then(|known| known.addresses[Side::Server.index()].port());
    latest.info.as_ref().is_some_and(|info| info.doors.iter().any(|door| Some(door.port) == to))
}

/// Who listened where a connection without an accept leads to, if anybody ever did.
fn server_name(latest: &World, connection: ConnectionId) -> String {
    let Some(address) = latest.connection(connection).map(|known| &known.addresses[Side::Server.index()])
    else {
        return "server".into();
    };
    let port = address.port();
    let listens = |socket: &&Socket| {
        matches!(socket.role, Role::Listening { .. })
            && socket.local.as_ref().is_some_and(|local| local.port() == port)
    };
    match latest.sockets.iter().rev().find(listens) {
        Some(socket) => words::actor_name(latest, socket.actor),
        None => address.to_string(),
    }
}

/// `client → server`.
pub fn stream_name(lang: Language, session: &Session, id: StreamId) -> String {
    let end = |side| end_name(lang, session, id.connection, side);
    format!("{} → {}", end(id.direction.from()), end(id.direction.to()))
}
