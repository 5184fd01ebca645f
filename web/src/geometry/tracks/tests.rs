use super::{Frame, Tone, Tracks};
use crate::model::{Action, Axis, Model, Session};
use socketscope_shared::{
    ActorId, Call, Direction, Event, Language, Op,
    testing::{self, Script},
    wire::{Down, Received},
};

const SERVER: ActorId = ActorId(0);

/// A session with all its events, the cursor at its end.
fn session(events: Vec<Event>) -> Session {
    let mut model = Model::default();
    let chunk = testing::chunk(events);
    model.receive(Ok(Received::Down(Down::Started { session: chunk.session })));
    model.receive(Ok(Received::Chunk(chunk)));
    model.session.expect("started")
}

fn sticky() -> Session {
    session(testing::sticky_session())
}

fn frame(session: &Session) -> Frame {
    Frame {
        width_px: 880.0,
        height_px: 188.0,
        axis: Axis::Events,
        window: Some((0.0, 1.0)),
        stream: session.default_stream(),
        programs: u64::MAX,
        lang: Language::En,
    }
}

fn tracks(session: &Session) -> Tracks {
    Tracks::new(session, &frame(session))
}

#[test]
fn lanes_follow_each_other_without_overlap() {
    let session = sticky();
    let tracks = tracks(&session);
    assert_eq!(
        tracks.names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["server", "client", "segments", "bytes"]
    );
    assert!(tracks.names.windows(2).all(|pair| pair[0].1 + 15.0 < pair[1].1), "{:?}", tracks.names);
    assert!(tracks.names.iter().all(|(_, y)| *y < tracks.axis_y));
    assert_eq!(tracks.height_px, 188.0);
}

#[test]
fn boxes_stand_in_view_and_do_not_overlap_within_a_lane() {
    for axis in [Axis::Events, Axis::Time] {
        let session = sticky();
        let tracks = Tracks::new(&session, &Frame { axis, ..frame(&session) });
        assert!(!tracks.boxes.is_empty());
        for item in &tracks.boxes {
            assert!(
                item.x >= tracks.scale.left_px - 3.0 && item.x + item.width <= tracks.scale.right_px + 5.0,
                "{item:?}"
            );
            assert!(item.width > 0.0 && item.height > 0.0);
        }
        if axis == Axis::Events {
            for (a, b) in tracks.boxes.iter().zip(tracks.boxes.iter().skip(1)) {
                assert!(a.y != b.y || a.x + a.width <= b.x + 0.01, "{a:?} {b:?}");
            }
        }
    }
}

#[test]
fn two_sends_are_told_apart_and_named_by_their_bytes() {
    let session = sticky();
    let tracks = tracks(&session);
    let data = |odd| Tone::Data { direction: Direction::ToServer, odd };
    let labels = |tone| {
        tracks.boxes.iter().filter(|b| b.tone == tone).filter_map(|b| b.above.as_deref()).collect::<Vec<_>>()
    };
    assert!(labels(data(false)).iter().any(|text| text.contains("hello")), "{:?}", labels(data(false)));
    assert!(labels(data(true)).iter().any(|text| text.contains("world")), "{:?}", labels(data(true)));
}

#[test]
fn a_blocked_accept_says_how_long_where_there_is_room() {
    let session = sticky();
    let wide = Frame { width_px: 2000.0, ..frame(&session) };
    let tracks = Tracks::new(&session, &wide);
    let waits: Vec<_> = tracks.boxes.iter().filter(|b| b.tone == Tone::Blocked).collect();
    assert!(!waits.is_empty());
    assert!(waits.iter().any(|b| b.inside.as_deref().is_some_and(|t| t.contains("accept"))), "{waits:?}");
}

#[test]
fn segments_go_both_ways_and_the_handshake_is_named() {
    let session = sticky();
    let wide = Frame { width_px: 2000.0, ..frame(&session) };
    let tracks = Tracks::new(&session, &wide);
    let labels: Vec<_> = tracks.segments.iter().filter_map(|s| s.label.as_deref()).collect();
    for name in ["SYN", "SYN ACK", "ACK", "5 B", "6 B", "FIN"] {
        assert!(labels.contains(&name), "{name} in {labels:?}");
    }
    let y = |direction| tracks.segments.iter().find(|s| s.direction == direction).map(|s| s.y);
    assert!(y(Direction::ToServer) < y(Direction::ToClient));
}

#[test]
fn the_level_rises_by_each_send_and_falls_by_the_recv() {
    let session = sticky();
    let tracks = tracks(&session);
    let [line] = tracks.levels.as_slice() else { panic!("one stream carries bytes: {:?}", tracks.levels) };
    let ys: Vec<_> = line.points.iter().map(|(_, y)| *y).collect();
    let highest = ys.iter().copied().fold(f64::INFINITY, f64::min);
    assert!(ys[0] > highest && ys.last() > Some(&highest));
    assert!(line.points.windows(2).all(|pair| pair[0].0 <= pair[1].0), "never back in time");
    assert_eq!(tracks.notes[0].text, "11 B waiting in the kernel");
}

#[test]
fn a_click_leads_to_the_stop_under_it_and_the_playhead_there() {
    let mut model = Model { session: Some(sticky()), ..Model::default() };
    for axis in [Axis::Events, Axis::Time] {
        let mut before = 0;
        for px in (60..900).step_by(7) {
            let session = model.session.as_ref().expect("there");
            let shown = Frame { axis, ..frame(session) };
            let seq = Tracks::new(session, &shown).scale.seq_at(session, f64::from(px));
            assert!(seq >= before, "clicks further right never lead back");
            before = seq;
            assert!(seq == 0 || session.timeline.is_stop(seq));
            model.apply(Action::Seek(seq));
            let session = model.session.as_ref().expect("there");
            let tracks = Tracks::new(session, &shown);
            let head = tracks.playhead(session);
            if axis == Axis::Events
                && f64::from(px) > tracks.scale.left_px
                && f64::from(px) < tracks.scale.right_px
            {
                assert!(
                    (head - f64::from(px)).abs() <= 2.0 * 790.0 / session.steps.len() as f64,
                    "{px} {head}"
                );
            }
        }
        assert_eq!(before, model.session.as_ref().map_or(0, |s| s.timeline.last_seq()));
    }
}

#[test]
fn zooming_keeps_what_is_under_the_pointer_and_stays_within_the_log() {
    let session = sticky();
    let mut shown = frame(&session);
    let px = 500.0;
    let unit = tracks(&session).scale.unit(px);
    for factor in [0.5, 0.5, 0.3, 2.0] {
        shown.window = Tracks::new(&session, &shown).scale.zoomed(px, factor);
        let scale = Tracks::new(&session, &shown).scale;
        assert!((scale.unit(px) - unit).abs() < 1e-6, "{factor}");
    }
    shown.window = Tracks::new(&session, &shown).scale.panned(1e9);
    assert_eq!(shown.window.map(|(from, _)| from), Some(0.0));
    shown.window = Tracks::new(&session, &shown).scale.zoomed(px, 1e9);
    assert_eq!(shown.window, Some((0.0, 1.0)));
}

#[test]
fn many_events_show_the_part_around_the_cursor() {
    let session = session(testing::long_session(5_000));
    let shown = Frame { window: None, ..frame(&session) };
    let tracks = Tracks::new(&session, &shown);
    assert!(tracks.scale.to - tracks.scale.from < 60.0);
    let head = tracks.playhead(&session);
    assert!(head > tracks.scale.left_px && head <= tracks.scale.right_px + 0.01);
}

#[test]
fn the_work_is_bounded_by_the_width_not_by_the_log() {
    let session = session(testing::long_session(100_000));
    for axis in [Axis::Events, Axis::Time] {
        let tracks = Tracks::new(&session, &Frame { axis, ..frame(&session) });
        let drawn = tracks.boxes.len() + tracks.segments.len();
        let corners: usize = tracks.levels.iter().map(|line| line.points.len()).sum();
        assert!(drawn <= 4 * 880, "{drawn}");
        assert!(corners <= 4 * 880, "{corners}");
        assert!(tracks.ticks.len() < 30, "{:?}", tracks.ticks);
    }
}

#[test]
fn labels_of_the_axis_are_round_and_apart() {
    let session = sticky();
    let tracks = Tracks::new(&session, &Frame { axis: Axis::Time, ..frame(&session) });
    assert_eq!(tracks.ticks[0].text, "0");
    assert!(tracks.ticks.len() >= 3);
    assert!(tracks.ticks.windows(2).all(|pair| pair[1].x - pair[0].x >= 60.0), "{:?}", tracks.ticks);
}

#[test]
fn a_call_is_found_under_the_pointer() {
    let session = sticky();
    let tracks = tracks(&session);
    let item = tracks.boxes.last().expect("boxes");
    assert_eq!(tracks.hit(item.x + item.width / 2.0, item.y + 2.0), Some(item.seq));
    assert_eq!(tracks.hit(1.0, 1.0), None);
}

#[test]
fn an_empty_or_tiny_picture_is_no_problem() {
    let session = sticky();
    for (width_px, height_px) in [(0.0, 0.0), (50.0, 10.0), (1.0, 1000.0)] {
        let tracks = Tracks::new(&session, &Frame { width_px, height_px, ..frame(&session) });
        assert!(tracks.boxes.iter().all(|b| b.x.is_finite() && b.width.is_finite()));
    }
}

#[test]
fn programs_that_are_not_shown_have_no_lane() {
    let session = sticky();
    let names = |programs| {
        let tracks = Tracks::new(&session, &Frame { programs, ..frame(&session) });
        tracks.names.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    };
    let (all, second) = (names(u64::MAX), names(0b10));
    assert_eq!((&second[0], second.len()), (&all[1], all.len() - 1));
}

/// A program whose main thread and `others` more all wait for a line at the same time.
fn threads(others: u16) -> Session {
    let mut s = Script::new("own", &[("server", "server.py", ""), ("client", "client.py", "")]);
    s.started(SERVER);
    s.started(ActorId(1));
    for lane in 0..=others {
        let call = Call { lane, ..s.call(None, 1, Op::Input { prompt: String::new() }) };
        s.entered(SERVER, &call);
    }
    session(s.finish())
}

#[test]
fn threads_have_rows_of_their_own() {
    for (others, height_px, named) in [(2, 260.0, true), (12, 188.0, false), (500, 188.0, false)] {
        let session = threads(others);
        let tracks = Tracks::new(&session, &Frame { height_px, ..frame(&session) });
        assert_eq!(tracks.boxes.len(), usize::from(others) + 1);
        let mut tops: Vec<_> = tracks.boxes.iter().map(|b| b.y).collect();
        tops.sort_by(f64::total_cmp);
        tops.dedup();
        let fewest = usize::from(others).min(11) + 1;
        assert!(tops.len() >= fewest, "{others} further threads in {} rows", tops.len());
        let px = tracks.boxes[0].height;
        assert!(px >= 3.0 && tops.windows(2).all(|pair| pair[1] - pair[0] >= px), "{px} {tops:?}");
        let names: Vec<_> = tracks.names.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names.contains(&"thread 2"), named, "{names:?}");
        assert!(names[0] == "server" && names.contains(&"client"), "{names:?}");
        assert!(tracks.height_px <= height_px, "{others} threads: the picture need not scroll");
    }
}
