//! Playback passes every stop in order, at whatever speed.

use crate::{
    fold::{
        clock::{Command, IDLE_NS, PlayState, Playback, SHOW_NS},
        timeline::{StepBy, Timeline, Way},
    },
    record::chunk::Chunk,
    testing::{SESSION, chunk, conversation, random::Random, sticky_session, timeline},
};
use proptest::prelude::*;

const FRAME_NS: u64 = 16_000_000;

/// Ticks until nothing moves, or too long; returns the cursors and the time that passed.
fn play(playback: &mut Playback, t: &mut Timeline, dt_ns: u64) -> (Vec<u64>, u64) {
    let (mut cursors, mut passed_ns) = (Vec::new(), 0);
    while playback.state() == PlayState::Playing && passed_ns < 3_600_000_000_000 {
        passed_ns += dt_ns;
        if let Some(seq) = playback.tick(dt_ns, t) {
            t.seek(seq);
            cursors.push(seq);
        }
    }
    (cursors, passed_ns)
}

fn send(playback: &mut Playback, t: &mut Timeline, command: Command) -> Option<u64> {
    let seq = playback.command(command, t)?;
    t.seek(seq);
    Some(seq)
}

fn stops(t: &Timeline) -> Vec<u64> {
    (1..=t.last_seq()).filter(|seq| t.is_stop(*seq)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn frame_by_frame_no_stop_is_skipped(seed: u64, steps in 0usize..60, dt_ns in 1_000_000..SHOW_NS) {
        let mut t = timeline(conversation(seed, steps));
        let mut playback = Playback::default();
        send(&mut playback, &mut t, Command::Play);
        let (cursors, _) = play(&mut playback, &mut t, dt_ns);
        prop_assert_eq!(cursors, stops(&t));
    }

    #[test]
    fn at_any_speed_it_moves_forward_from_stop_to_stop(seed: u64, speed in -3.0f32..200.0, paced: bool, idle: bool) {
        let mut t = timeline(conversation(seed, 40));
        let mut r = Random::new(seed);
        let mut playback = Playback::default();
        for command in [Command::SetSpeed(speed), Command::Pace(paced), Command::SkipIdle(idle), Command::Play] {
            send(&mut playback, &mut t, command);
        }
        let mut last = t.cursor();
        for _ in 0..2_000 {
            if let Some(seq) = playback.tick(r.below(400_000_000) as u64, &t) {
                prop_assert!(seq > last && t.is_stop(seq), "{seq} after {last}");
                prop_assert!(playback.position_ns(&t) >= t.time_of(last));
                t.seek(seq);
                last = seq;
            }
            prop_assert!((0.0..=1.0).contains(&playback.progress(&t)));
        }
    }
}

#[test]
fn a_fast_exchange_can_be_watched() {
    let mut t = timeline(sticky_session());
    let mut playback = Playback::default();
    assert_eq!(send(&mut playback, &mut t, Command::Home), Some(stops(&t)[0]));
    send(&mut playback, &mut t, Command::Play);
    let (cursors, passed_ns) = play(&mut playback, &mut t, FRAME_NS);
    assert_eq!(cursors, stops(&t)[1..]);
    assert_eq!(playback.state(), PlayState::Paused);
    assert!(passed_ns > SHOW_NS * cursors.len() as u64, "{passed_ns}");
    assert!(passed_ns < 20_000_000_000, "a lecture does not wait {passed_ns} ns");
}

#[test]
fn unpaced_it_takes_the_recorded_time_less_idle() {
    let timed = |paced: bool, idle: bool| {
        let mut t = timeline(sticky_session());
        let mut playback = Playback::default();
        send(&mut playback, &mut t, Command::Pace(paced));
        send(&mut playback, &mut t, Command::SkipIdle(idle));
        send(&mut playback, &mut t, Command::Play);
        let recorded = t.time_of(t.last_seq());
        (play(&mut playback, &mut t, 1_000_000).1, recorded)
    };
    let (played, recorded) = timed(false, false);
    assert!(played.abs_diff(recorded) < 50_000_000, "{played} for {recorded}");
    assert!(timed(true, true).0 > recorded);
    const { assert!(IDLE_NS > SHOW_NS) };
}

#[test]
fn speed_divides_the_time() {
    let timed = |speed: f32| {
        let mut t = timeline(sticky_session());
        let mut playback = Playback::default();
        send(&mut playback, &mut t, Command::SetSpeed(speed));
        send(&mut playback, &mut t, Command::Play);
        play(&mut playback, &mut t, 1_000_000).1 as f64
    };
    let ratio = timed(1.0) / timed(4.0);
    assert!((3.9..4.1).contains(&ratio), "{ratio}");
}

#[test]
fn at_the_live_end_playing_becomes_following() {
    let events = sticky_session();
    let (now, later) = events.split_at(20);
    let mut t = timeline(now.to_vec());
    let mut playback = Playback::default();
    send(&mut playback, &mut t, Command::Play);
    play(&mut playback, &mut t, FRAME_NS);
    assert_eq!((playback.state(), t.cursor()), (PlayState::Following, 20));
    let more = Chunk { session: SESSION, first_seq: 21, events: later.to_vec() };
    t.extend(more).expect("it follows");
    assert_eq!(playback.tick(FRAME_NS, &t), Some(events.len() as u64));
}

#[test]
fn following_sticks_to_the_end_until_told_otherwise() {
    let events = sticky_session();
    let mut t = Timeline::default();
    let mut playback = Playback::default();
    assert_eq!(playback.tick(FRAME_NS, &t), None);
    t.extend(chunk(events[..9].to_vec())).expect("a beginning");
    let seq = playback.tick(FRAME_NS, &t).expect("it follows");
    t.seek(seq);
    assert_eq!(send(&mut playback, &mut t, Command::Step(Way::Back, StepBy::Event)), t.prev_stop(9));
    assert_eq!((playback.state(), playback.tick(FRAME_NS, &t)), (PlayState::Paused, None));
    assert_eq!(send(&mut playback, &mut t, Command::End), Some(9));
    assert_eq!(playback.state(), PlayState::Following);
}

#[test]
fn a_step_forward_is_animated_and_a_seek_is_not() {
    let mut t = timeline(sticky_session());
    let mut playback = Playback::default();
    send(&mut playback, &mut t, Command::Home);
    assert_eq!((playback.progress(&t), playback.is_moving(&t)), (1.0, false));
    send(&mut playback, &mut t, Command::Step(Way::Forward, StepBy::Event));
    assert_eq!((playback.progress(&t), playback.is_moving(&t)), (0.0, true));
    playback.tick(SHOW_NS / 2, &t);
    assert!((playback.progress(&t) - 0.5).abs() < 0.01);
    playback.tick(SHOW_NS, &t);
    assert_eq!((playback.progress(&t), playback.is_moving(&t)), (1.0, false));
    send(&mut playback, &mut t, Command::Seek(30));
    assert_eq!((t.cursor(), playback.progress(&t)), (30, 1.0));
}

#[test]
fn play_at_the_end_of_a_recording_begins_again() {
    let mut t = timeline(sticky_session());
    let mut playback = Playback::default();
    send(&mut playback, &mut t, Command::End);
    assert_eq!(playback.state(), PlayState::Paused);
    assert_eq!(send(&mut playback, &mut t, Command::Toggle), t.next_stop(0));
    assert_eq!(playback.state(), PlayState::Playing);
    assert_eq!(send(&mut playback, &mut t, Command::Toggle), None);
    assert_eq!(playback.state(), PlayState::Paused);
}

#[test]
fn past_the_end_of_what_is_over_a_step_begins_again() {
    let mut t = timeline(sticky_session());
    let mut playback = Playback::default();
    send(&mut playback, &mut t, Command::End);
    for by in [StepBy::Event, StepBy::Call] {
        let first = send(&mut playback, &mut t, Command::Step(Way::Forward, by));
        assert_eq!(first, t.next_stop(0), "{by:?}");
        send(&mut playback, &mut t, Command::End);
    }
    let same = (1..=t.last_seq()).rev().find_map(|seq| t.log().get(seq)?.fact.actor()).expect("an actor");
    assert_eq!(send(&mut playback, &mut t, Command::Step(Way::Forward, StepBy::SameActor(same))), None);
}

#[test]
fn at_the_end_of_what_still_runs_a_step_waits() {
    let mut events = sticky_session();
    events.pop();
    let mut t = timeline(events);
    let mut playback = Playback::default();
    send(&mut playback, &mut t, Command::Follow);
    assert_eq!(send(&mut playback, &mut t, Command::Step(Way::Forward, StepBy::Event)), None);
}
