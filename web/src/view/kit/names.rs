//! Small phrases that several views share.

use crate::model::Session;
use socketscope_shared::{ConnectionId, Direction, Language, Side, StreamId, words, world::World};
use yew::Classes;

/// Who holds an end of a connection, as of the end of the log: its program's name, or who came through a door, or which
/// end it is.
pub fn end_name(lang: Language, session: &Session, connection: ConnectionId, side: Side) -> String {
    let latest: &World = session.timeline.latest();
    let socket = latest.connection(connection).and_then(|c| c.ends[side.index()].socket);
    match socket.and_then(|socket| latest.socket(socket)) {
        Some(socket) => words::actor_name(latest, socket.actor),
        None => match (side, words::visitor_name(latest, connection)) {
            (Side::Client, Some(visitor)) => visitor.get(lang).into(),
            (Side::Client, None) => "client".into(),
            (Side::Server, _) => "server".into(),
        },
    }
}

/// `client → server`.
pub fn stream_name(lang: Language, session: &Session, id: StreamId) -> String {
    let end = |side| end_name(lang, session, id.connection, side);
    format!("{} → {}", end(id.direction.from()), end(id.direction.to()))
}

/// The CSS class of a direction: its colours.
pub fn direction_class(direction: Direction) -> &'static str {
    match direction {
        Direction::ToServer => "c2s",
        Direction::ToClient => "s2c",
    }
}

/// Classes from pairs of a name and whether it applies.
pub fn classes_if(names: &[(&'static str, bool)]) -> Classes {
    names.iter().filter(|(_, on)| *on).map(|(name, _)| *name).collect()
}
