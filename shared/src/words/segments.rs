//! Captured segments in a line.

use super::{Language, Message, actor_name, numbers::count, texts};
use crate::{
    Address, ConnectionId, Direction, Side,
    fold::world::{Role, Socket, World},
    record::segment::{Flags, Segment},
};

/// `client → server  SYN seq 0 win 65495`. Numbers are relative to the first of each direction, as tcpdump and Wireshark
/// show them; `before` tells the other direction's first.
pub fn segment(segment: &Segment, before: &World, lang: Language) -> String {
    let (from, to) = ends(segment, before, lang);
    let what = segment_relative(segment, before);
    let more = if is_probe(segment, before) {
        texts::PROBE.get(lang)
    } else if segment.retransmission {
        texts::RETRANSMISSION.get(lang)
    } else {
        ""
    };
    format!("{from} → {to}  {what}{more}")
}

/// Whether it repeats an old number and carries nothing: the peer must answer with its window (RFC 9293, section 3.8.6.1).
fn is_probe(segment: &Segment, before: &World) -> bool {
    let crossed = before.stream(segment.connection, segment.direction).map_or(0, |stream| stream.crossed);
    segment.is_pure_ack() && segment.offset < crossed
}

/// Flags, relative numbers, window in bytes and length, without who sent it: `PSH, ACK seq 1 ack 1 win 65536 len 5`.
pub fn segment_relative(segment: &Segment, before: &World) -> String {
    let mut line = segment_numbers(segment, before);
    line.push_str(&format!(" win {}", window_bytes(segment, before)));
    if segment.len_bytes > 0 {
        line.push_str(&format!(" len {}", count(u64::from(segment.len_bytes))));
    }
    line
}

/// The window in bytes. It is scaled once both ends have offered to, and never in a SYN (RFC 7323, section 2.2); where
/// a SYN was not captured, it is the bare field.
fn window_bytes(segment: &Segment, before: &World) -> u32 {
    u32::from(segment.window) << window_shift(segment, before)
}

fn window_shift(segment: &Segment, before: &World) -> u8 {
    let shift = |direction| before.stream(segment.connection, direction)?.window_shift;
    match shift(segment.direction).zip(shift(segment.direction.to().sends())) {
        // A log from outside may say more than the 14 that RFC 7323 allows.
        Some((own, _)) if !segment.flags.has(Flags::SYN) => own.min(14),
        _ => 0,
    }
}

/// How the field of a segment's window comes to its bytes: `63 × 1024 = 64512`; `None` where it is the bytes.
pub fn scaled_window(segment: &Segment, before: &World) -> Option<String> {
    let shift = window_shift(segment, before);
    let [field, times, bytes] = [segment.window.into(), 1u32 << shift, window_bytes(segment, before)]
        .map(|number| number.to_string());
    (shift > 0).then(|| [&field, " × ", &times, " = ", &bytes].concat())
}

/// Flags and relative numbers: `PSH, ACK seq 1 ack 1`.
pub fn segment_numbers(segment: &Segment, before: &World) -> String {
    let mut line = segment.flags.names();
    if segment.flags.has(Flags::SYN) {
        line.push_str(" seq 0");
    } else {
        line.push_str(&format!(" seq {}", segment.offset.saturating_add(1)));
    }
    if segment.flags.has(Flags::ACK) {
        match relative_acknowledgement(segment, before) {
            Some(ack) => line.push_str(&format!(" ack {ack}")),
            None => line.push_str(&format!(" ack {} (absolute)", segment.acknowledgement)),
        }
    }
    line
}

/// The acknowledgement number, counted from the other direction's first; `None` where nothing of it was captured.
pub fn relative_acknowledgement(segment: &Segment, before: &World) -> Option<u32> {
    let other = segment.direction.to().sends();
    let first = before.stream(segment.connection, other)?.first_sequence?;
    Some(segment.acknowledgement.wrapping_sub(first))
}

/// Names of the ends: the programs where they are known, else the addresses.
fn ends(segment: &Segment, world: &World, lang: Language) -> (String, String) {
    let addresses = match segment.direction {
        Direction::ToServer => [&segment.source, &segment.destination],
        Direction::ToClient => [&segment.destination, &segment.source],
    };
    let name = |side: Side| end_name(world, segment.connection, side, addresses, lang);
    (name(segment.direction.from()), name(segment.direction.to()))
}

/// `client → server`, of a stream.
pub fn direction(world: &World, connection: ConnectionId, direction: Direction, lang: Language) -> String {
    let name = |side: Side| side_name(world, connection, side, lang);
    [&name(direction.from()), " → ", &name(direction.to())].concat()
}

/// Name of one end of a connection: its program's, or that of who came through a door, or else its address.
pub fn side_name(world: &World, connection: ConnectionId, side: Side, lang: Language) -> String {
    match world.connection(connection).map(|known| &known.addresses) {
        Some([client, server]) => end_name(world, connection, side, [client, server], lang),
        None => "?".to_owned(),
    }
}

/// Who holds the client's end from outside the session: `your browser`.
pub fn visitor_name(world: &World, connection: ConnectionId) -> Option<Message> {
    world.visitor(connection).map(|_| visitor())
}

/// Whoever comes through a door.
pub fn visitor() -> Message {
    texts::YOUR_BROWSER
}

/// Whether a door leads to this port: a visitor's first segment comes before the door reports the visitor.
fn is_expected(world: &World, server: &Address) -> bool {
    let Some((port, info)) = server.port().zip(world.info.as_ref()) else { return false };
    let open = |place: usize| world.doors.get(place).is_some_and(Option::is_some);
    info.doors.iter().enumerate().any(|(place, door)| door.port == port && open(place))
}

/// An end that no program holds yet is known by its listener, or by the only program that is connecting there.
fn end_name(
    world: &World,
    connection: ConnectionId,
    side: Side,
    [client, server]: [&Address; 2],
    lang: Language,
) -> String {
    let held = world.connection(connection).and_then(|c| world.socket(c.ends[side.index()].socket?));
    if let Some(socket) = held {
        return actor_name(world, socket.actor);
    }
    if side == Side::Client
        && let Some(name) = visitor_name(world, connection)
    {
        return name.get(lang).to_owned();
    }
    let comes_to = |socket: &&Socket| match side {
        Side::Server => socket.is_listening_on(server),
        Side::Client => socket.role == Role::Connecting && socket.peer.as_ref() == Some(server),
    };
    let mut actors = world.sockets.iter().filter(comes_to).map(|socket| socket.actor);
    match (actors.next(), actors.next()) {
        (Some(actor), None) => actor_name(world, actor),
        _ if side == Side::Server => server.to_string(),
        _ if is_expected(world, server) => visitor().get(lang).to_owned(),
        _ => client.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Fact,
        testing::{sticky_session, timeline},
    };

    #[test]
    fn a_scaled_window_is_the_one_of_the_sentence() {
        let timeline = timeline(sticky_session());
        let segments = timeline.log().iter().filter_map(|(_, event)| match &event.fact {
            Fact::Segment(segment) => Some(segment),
            _ => None,
        });
        for segment in segments {
            let line = segment_relative(segment, timeline.latest());
            match scaled_window(segment, timeline.latest()) {
                None => assert!(line.contains(&format!(" win {}", segment.window)), "{line}"),
                Some(scaled) => {
                    assert_eq!(scaled, "512 × 128 = 65536");
                    assert!(line.contains(" win 65536"), "{line}");
                }
            }
            assert_eq!(scaled_window(segment, timeline.latest()).is_some(), !segment.flags.has(Flags::SYN));
        }
    }
}
