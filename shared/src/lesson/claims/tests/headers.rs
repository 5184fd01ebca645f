use super::*;
use crate::record::session::Network;

fn segments(mut events: Vec<Event>, change: impl Fn(&mut crate::record::segment::Segment)) -> Vec<Event> {
    for event in &mut events {
        if let Fact::Segment(segment) = &mut event.fact {
            change(segment);
        }
    }
    events
}

#[test]
fn headers_cost_what_the_segments_say() {
    let text = "2 data segments × 54 B of headers = 108 B for 11 B of payload (90.8 %), MSS ?";
    check(sticky_session(), HeadersCost {}, Holds, text);
    let none = segments(sticky_session(), |segment| segment.len_bytes = 0);
    check(none, HeadersCost {}, Fails, "no segment carried data");
}

#[test]
fn headers_that_contradict_it_are_named() {
    let gap = segments(sticky_session(), |segment| {
        if segment.offset == 5 && segment.len_bytes > 0 {
            segment.offset = 7;
        }
    });
    let text = "client → server: no segment carried the bytes from 5 to 7";
    check(gap, HeadersCost {}, Fails, text);
    let broken = segments(sticky_session(), |segment| segment.headers.truncate(50));
    check(broken, HeadersCost {}, Fails, "client → server: an incomplete header");
    // One with four bytes of options more than the other.
    let longer = segments(sticky_session(), |segment| {
        if segment.offset == 5 && segment.len_bytes > 0 {
            segment.headers[46] = 0x60;
            segment.headers.extend([1; 4]);
        }
    });
    let text = "client → server: one segment has 58 bytes of headers, another 54";
    check(longer, HeadersCost {}, Fails, text);
    // The server's SYN says that it takes 4 bytes.
    let large = segments(sticky_session(), |segment| {
        if segment.flags.names() == "SYN, ACK" {
            segment.headers[54..].copy_from_slice(&[2, 4, 0, 4]);
        }
    });
    let text = "client → server: a segment carries 5 bytes after its fixed headers, over the MSS of 4";
    check(large, HeadersCost {}, Fails, text);
}

#[test]
fn without_every_segment_headers_say_nothing() {
    let with = |network: Network| {
        let mut events = sticky_session();
        if let Some(Event { fact: Fact::SessionStarted(info), .. }) = events.first_mut() {
            info.network = network;
        }
        events
    };
    let shared = Network::Shared { address: [127, 1, 2, 3], captured: false, reason: String::new() };
    check(with(shared), HeadersCost {}, NotApplicable, "segments are not captured here");
    let offloads = Network::Own { mtu_bytes: 1500, offloads: true };
    let text = "segmentation offload is on: several segments are captured as one";
    check(with(offloads), HeadersCost {}, NotApplicable, text);
    let mut lost = sticky_session();
    let at_ns = lost.last().map_or(0, |event| event.at_ns);
    let fact = Fact::Lost { what: crate::record::event::Lost::Segments, count: 1 };
    lost.insert(lost.len() - 1, Event { at_ns, fact });
    check(lost, HeadersCost {}, NotApplicable, "some segments were not captured");
}
