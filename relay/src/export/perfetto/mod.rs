//! A recording as a trace for Perfetto (ui.perfetto.dev, trace_processor): calls as slices, segments as instants between
//! them, what the kernel held as counters.
//!
//! - [`proto`]: protobuf's encoding; [`packets`]: Perfetto's messages; [`tracks`]: where things are drawn.
//! - [`calls`]: the slices; [`network`]: segments and counters; [`flows`]: arrows from send to segment to recv.

mod calls;
mod flows;
mod network;
mod packets;
mod proto;
mod tracks;

use super::{ExportError, MAX_BYTES};
use flows::Flows;
use proto::Message;
use socketscope_shared::timeline::Timeline;
use std::io::Write;
use tracks::Tracks;

/// A packet that is put where its time says.
struct Timed {
    at_ns: u64,
    packet: Message,
}

/// Writes the trace.
pub fn write(timeline: &Timeline, out: &mut impl Write) -> Result<(), ExportError> {
    let world = timeline.latest();
    let mut tracks = Tracks::new(world);
    let flows = Flows::of(timeline);
    let mut events = calls::slices(timeline, &flows, &mut tracks);
    events.extend(calls::sockets(timeline, &mut tracks));
    events.extend(network::events(timeline, &flows, &mut tracks));
    // What is at one time stays in the order in which it was made: a slice ends before the next one begins.
    events.sort_by_key(|event| event.at_ns);
    let started_ms = world.info.as_ref().map_or(0, |info| info.started_unix_ms);
    let clocks = packets::clocks(started_ms.saturating_mul(1_000_000));
    let mut len_bytes = 0;
    let described = std::iter::once(&clocks).chain(&tracks.packets);
    for packet in described.chain(events.iter().map(|event| &event.packet)) {
        let packet = Message::default().message(packets::PACKET, packet);
        len_bytes += packet.as_bytes().len() as u64;
        if len_bytes > MAX_BYTES {
            return Err(ExportError::TooLarge);
        }
        out.write_all(packet.as_bytes())?;
    }
    Ok(())
}
