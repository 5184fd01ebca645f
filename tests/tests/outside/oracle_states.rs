//! The kernel passes through the TCP states that are inferred from the captured segments, as far as it is read.

use socketscope_shared::{
    Event, Fact, Side,
    exchange::Exchanges,
    reading::{Subject, TcpState},
};
use socketscope_tests::{Relay, Viewer, tools};

/// The states of an end as the kernel's readings tell them.
fn by_kernel(events: &[Event], end: Subject) -> Vec<TcpState> {
    let readings = events.iter().filter_map(|event| match &event.fact {
        Fact::Readings(readings) => Some(readings),
        _ => None,
    });
    let mut states: Vec<_> =
        readings.flatten().filter(|reading| reading.subject == end).map(|reading| reading.state).collect();
    states.dedup();
    states
}

#[tokio::test]
async fn the_kernel_agrees_with_the_states_of_the_segments() {
    if !tools::can_capture() {
        return;
    }
    let relay = Relay::start();
    let mut viewer = Viewer::connect(&relay).await;
    for lesson in ["life", "sticky", "length-prefix"] {
        let session = viewer.start(lesson, &[], false).await;
        let (events, _) = viewer.watch(session).await;
        let mut exchanges = Exchanges::default();
        (1..).zip(&events).for_each(|(seq, event)| exchanges.push(seq, event));
        let connection = socketscope_shared::ConnectionId(0);
        let rungs = exchanges.at(connection, u64::MAX);
        for side in [Side::Client, Side::Server] {
            let mut inferred: Vec<_> =
                rungs.iter().filter_map(|rung| rung.states).map(|states| states[side.index()]).collect();
            inferred.dedup();
            let kernel = by_kernel(&events, Subject::End(connection, side));
            assert!(kernel.contains(&TcpState::Established), "{lesson}, {side:?}: {kernel:?}");
            let mut rest = inferred.iter();
            let passes = kernel.iter().all(|state| rest.any(|known| known == state));
            assert!(passes, "{lesson}, {side:?}: the kernel {kernel:?}, inferred {inferred:?}");
        }
    }
}
