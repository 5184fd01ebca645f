//! Doors, and what is known about visitors who come through them.

use super::{Visitor, World};
use crate::{ConnectionId, Direction, record::event::DoorNews};

/// Visitors beyond this number are not kept apart: our logs have none, and a damaged one must not exhaust memory.
const MAX_VISITORS: usize = 4096;

impl World {
    pub(super) fn door(&mut self, door: u16, news: &DoorNews) {
        match news {
            DoorNews::Opened { outside } => {
                if let Some(door) = self.doors.get_mut(usize::from(door)) {
                    *door = Some(outside.clone());
                }
            }
            DoorNews::Visitor { outside, inside } if self.visitors.len() < MAX_VISITORS => {
                let (outside, inside) = (outside.clone(), inside.clone());
                self.visitors.push(Visitor { door, outside, inside });
            }
            DoorNews::Visitor { .. } => {}
        }
    }

    /// A visitor makes no calls that are recorded: what it sent is what crossed or was received, and what it
    /// acknowledged, it has taken. Where segments are not captured, that is what was sent to it, and the end of a stream counts likewise.
    pub(super) fn carried(&mut self, id: Option<ConnectionId>) {
        let Some(id) = id.filter(|id| self.visitor(*id).is_some()) else { return };
        let captured = self.info.as_ref().is_some_and(|info| info.network.captured());
        let Some(connection) = self.connections.get_mut(id.0 as usize) else { return };
        let from = &mut connection.streams[Direction::ToServer.index()];
        from.sent = from.sent.max(from.crossed).max(from.received);
        from.finished |= from.fin || from.end_seen;
        let to = &mut connection.streams[Direction::ToClient.index()];
        to.received = to.received.max(if captured { to.acknowledged } else { to.sent });
        to.arrive(to.received);
        to.end_seen |= if captured { to.fin } else { to.finished };
    }
}
