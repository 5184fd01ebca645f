//! The picture against the kernel: how many bytes the fold places in each buffer is what the kernel's readings of that
//! time say.

use socketscope::{
    lessons,
    session::{SessionConfig, Sessions, StartRequest},
};
use socketscope_shared::{
    ConnectionId, Event, Fact, Side,
    lesson::Section,
    reading::{Reading, Subject, TcpState},
    timeline::Timeline,
    wire::decode_chunk,
    world::World,
};
use std::{collections::BTreeMap, ops::RangeInclusive, path::PathBuf, time::Duration};
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(60);

/// How many bytes the picture allows in an end's receive buffer, and in its send buffer.
type Pictured = [RangeInclusive<u64>; 2];
/// An end of a connection.
type End = (ConnectionId, usize);

/// The whole log of a lesson that was run.
async fn log_of(lesson: &str) -> Timeline {
    let config = SessionConfig::new(PathBuf::from(env!("CARGO_BIN_EXE_socketscope")));
    let sessions = Sessions::new(config, lessons::load(None).unwrap(), None);
    // Nobody comes through a door here.
    let knobs = if lesson == "browser" { vec![("wait".into(), "200".into())] } else { Vec::new() };
    let request = StartRequest { lesson: lesson.into(), knobs, ..StartRequest::default() };
    let session = sessions.start(request).await.unwrap();
    let log = sessions.log(session).await.unwrap();
    let (mut grown, mut timeline) = (log.subscribe(), Timeline::default());
    loop {
        for bytes in log.chunks_after(timeline.last_seq(), 1 << 20).chunks {
            timeline.extend(decode_chunk(&bytes).unwrap()).unwrap();
        }
        if timeline.last_seq() > 0 && !timeline.is_live() {
            return timeline;
        }
        timeout(PATIENCE, grown.changed()).await.unwrap_or_else(|_| panic!("{lesson} does not end")).unwrap();
    }
}

fn pictured(world: &World, (connection, side): End) -> Option<Pictured> {
    let known = world.connection(connection)?;
    let side = if side == Side::Client.index() { Side::Client } else { Side::Server };
    let (receives, sends) = (&known.streams[side.receives().index()], &known.streams[side.sends().index()]);
    let (here, there) = (receives.positions(), sends.positions());
    // What is on its way may have arrived without anybody having told.
    let (waits, may_wait) = match receives.discarded {
        true => (0, 0),
        false => (here.arrived - here.received, here.crossed - here.received),
    };
    let kept = there.accepted - there.acknowledged.min(there.accepted);
    Some([waits..=may_wait + u64::from(receives.fin), kept..=kept + u64::from(sends.fin)])
}

/// The readings with which the picture does not agree at any moment between the reading before and the one after: no event
/// says at which of them it was taken. A FIN counts as a byte in the kernel's queues (RFC 9293, section 3.4).
fn disagreements(events: &[Event]) -> Vec<String> {
    let mut world = World::default();
    let mut pictures: BTreeMap<End, Vec<(usize, Pictured)>> = BTreeMap::new();
    let mut readings: BTreeMap<End, Vec<(usize, Reading)>> = BTreeMap::new();
    for (index, event) in events.iter().enumerate() {
        world.apply(event);
        for id in (0..world.connections.len() as u32).map(ConnectionId) {
            for side in [0, 1] {
                let known = pictures.entry((id, side)).or_default();
                let now = pictured(&world, (id, side)).expect("it exists");
                if known.last().is_none_or(|(_, last)| *last != now) {
                    known.push((index, now));
                }
            }
        }
        let Fact::Readings(all) = &event.fact else { continue };
        for reading in all {
            if let Subject::End(id, side) = reading.subject {
                readings.entry((id, side.index())).or_default().push((index, reading.clone()));
            }
        }
    }
    let mut wrong = Vec::new();
    for (end, all) in &readings {
        let known = &pictures[end];
        for (place, (index, reading)) in all.iter().enumerate() {
            let tells = [TcpState::Established, TcpState::CloseWait, TcpState::FinWait1, TcpState::FinWait2];
            if !tells.contains(&reading.state) {
                continue;
            }
            let from = place.checked_sub(1).map_or(0, |before| all[before].0);
            let to = all.get(place + 1).map_or(usize::MAX, |after| after.0);
            let first = known.partition_point(|(at, _)| *at <= from).saturating_sub(1);
            let seen = known[first..].iter().take_while(|(at, _)| *at <= to).map(|(_, picture)| picture);
            let (mut receives, mut sends) = (false, false);
            for [waits, kept] in seen.clone() {
                receives |= waits.contains(&u64::from(reading.receive_queue));
                sends |= kept.contains(&u64::from(reading.send_queue));
            }
            if !(receives && sends) {
                let seen: Vec<_> = seen.collect();
                let queues = (reading.receive_queue, reading.send_queue);
                wrong.push(format!(
                    "#{}: {end:?} has {queues:?} by the kernel, the picture {seen:?}",
                    index + 1
                ));
            }
        }
    }
    wrong
}

#[tokio::test]
async fn the_picture_has_as_many_bytes_as_the_kernel() {
    let lessons = lessons::load(None).unwrap();
    for lesson in lessons.iter().filter(|lesson| lesson.section != Section::Own) {
        let timeline = log_of(&lesson.id).await;
        if !timeline.latest().info.as_ref().is_some_and(|info| info.network.captured()) {
            eprintln!("not checked: segments are not captured on this machine");
            return;
        }
        let events: Vec<Event> = timeline.log().iter().map(|(_, event)| event.clone()).collect();
        let readings = events.iter().filter(|event| matches!(event.fact, Fact::Readings(_))).count();
        assert!(readings > 2, "{}: the kernel was read {readings} times", lesson.id);
        let wrong = disagreements(&events);
        assert!(wrong.is_empty(), "{}:\n{}", lesson.id, wrong.join("\n"));
    }
}
