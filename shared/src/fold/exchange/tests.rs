use super::{Exchanges, What};
use crate::{
    ConnectionId, Direction, Event, Fact, Side,
    record::{reading::TcpState::*, segment::Flags},
    testing::{arbitrary, conversation, random::Random, sticky_session},
};

const FIRST: ConnectionId = ConnectionId(0);

fn of(events: &[Event]) -> Exchanges {
    let mut exchanges = Exchanges::default();
    (1..).zip(events).for_each(|(seq, event)| exchanges.push(seq, event));
    exchanges
}

#[test]
fn both_ends_pass_through_the_states_of_the_rfc() {
    let exchanges = of(&sticky_session());
    let mut passed = exchanges.at(FIRST, u64::MAX).iter().filter_map(|rung| rung.states).collect::<Vec<_>>();
    passed.dedup();
    // The client closes first.
    let expected = [
        [Closed, Listen],
        [SynSent, SynReceived],
        [Established, SynReceived],
        [Established, Established],
        [FinWait1, CloseWait],
        [FinWait2, CloseWait],
        [TimeWait, LastAck],
        [TimeWait, Closed],
    ];
    assert_eq!(passed, expected);
}

#[test]
fn a_call_that_waited_stands_where_it_began_and_where_it_returned() {
    let exchanges = of(&sticky_session());
    let all = exchanges.at(FIRST, u64::MAX);
    let place = |what: What| all.iter().position(|rung| rung.what == what);
    let syn = place(What::Segment(Side::Client)).expect("a SYN");
    assert!(place(What::Began(Side::Client)).expect("connect began") < syn);
    assert!(place(What::Began(Side::Server)).expect("accept began") < syn);
    assert!(place(What::Returned(Side::Client)).expect("connect returned") > syn + 2);
    assert!(all.is_sorted_by_key(|rung| rung.seq));
    assert!(exchanges.at(ConnectionId(1), u64::MAX).is_empty());
}

#[test]
fn the_rungs_up_to_a_cursor_are_those_of_the_log_up_to_it_but_for_calls_whose_purpose_came_out_later() {
    for seed in 0..20 {
        let events = conversation(seed, 60);
        let whole = of(&events);
        let mut r = Random::new(seed);
        for _ in 0..20 {
            let cut = r.below(events.len() + 1);
            let part = of(&events[..cut]);
            for connection in (0..3).map(ConnectionId) {
                let known = part.at(connection, u64::MAX);
                let shown = whole.at(connection, cut as u64);
                assert!(known.iter().all(|rung| shown.contains(rung)), "seed {seed}, {cut}");
                let more = shown.iter().filter(|rung| !known.contains(rung));
                assert!(more.clone().all(|rung| matches!(rung.what, What::Began(_))), "seed {seed}, {cut}");
            }
        }
    }
}

#[test]
fn any_log_can_be_folded() {
    let mut r = Random::new(7);
    let events: Vec<_> = (0..5_000).map(|_| arbitrary::event(&mut r)).collect();
    let exchanges = of(&events);
    for connection in (0..100).map(ConnectionId) {
        assert!(exchanges.at(connection, u64::MAX).is_sorted_by_key(|rung| rung.seq));
    }
}

#[test]
fn where_a_reset_answers_the_syn_nobody_listened() {
    let mut events = sticky_session();
    let syn = events.iter().position(|event| matches!(event.fact, Fact::Segment(_))).expect("a SYN");
    events.truncate(syn + 1);
    let mut refusal = events[syn].clone();
    if let Fact::Segment(segment) = &mut refusal.fact {
        segment.direction = Direction::ToClient;
        segment.flags = Flags(Flags::RST | Flags::ACK);
    }
    events.push(refusal);
    let exchanges = of(&events);
    let mut passed = exchanges.at(FIRST, u64::MAX).iter().filter_map(|rung| rung.states).collect::<Vec<_>>();
    passed.dedup();
    assert_eq!(passed, [[SynSent, Closed], [Closed, Closed]]);
}
