//! Playback: paused, playing, following. Time comes in as an argument.

use crate::fold::timeline::{StepBy, Timeline, Way};

/// Whether and how the cursor moves by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlayState {
    /// It stays.
    Paused,
    /// It moves at its own speed.
    Playing,
    /// It sticks to the live end.
    #[default]
    Following,
}

/// What a person asks of playback.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Command {
    /// Play from the cursor; from the start where the cursor is at the end of an ended session.
    Play,
    /// Stay at the cursor.
    Pause,
    /// Play where paused, else pause.
    Toggle,
    /// Go to the live end and stick to it.
    Follow,
    /// Speed as a factor, kept within [`Playback::SPEEDS`].
    SetSpeed(f32),
    /// Whether waits longer than [`IDLE_NS`] are shortened to it.
    SkipIdle(bool),
    /// Whether each event is shown for at least a moment, however fast it was.
    Pace(bool),
    /// Go to a sequence number and pause.
    Seek(u64),
    /// Step and pause; forward from the end of an ended session, to its first stop: a presenter's remote has no other key.
    Step(Way, StepBy),
    /// Go to the first stop and pause.
    Home,
    /// Go to the last event; follows where the session is live.
    End,
}

/// Recorded waits longer than this are shortened to it when idle time is skipped, ns.
pub const IDLE_NS: u64 = 300_000_000;
/// A paced event is shown at least this long at speed 1, ns.
pub const SHOW_NS: u64 = 200_000_000;
/// A paced event that moves bytes or ends a wait is shown at least this long at speed 1, ns.
pub const SHOW_MOVING_NS: u64 = 1_000_000_000;
/// Where a note begins or a question is asked, playing rests so long at speed 1, ns: a hall reads it.
pub const REST_NS: u64 = 3_000_000_000;
/// The most that time may advance in one tick, ns: a page that slept does not jump.
const MAX_TICK_NS: u64 = 250_000_000;

/// Moves a cursor through a timeline.
#[derive(Clone, Debug)]
pub struct Playback {
    state: PlayState,
    speed: f32,
    skip_idle: bool,
    paced: bool,
    /// The cursor that it gave last.
    cursor: u64,
    /// Scaled time since the cursor moved, ns.
    shown_ns: u64,
    /// Whether the event at the cursor is drawn as it happens, rather than as it has happened.
    animate: bool,
    /// Scaled time for which playing rests at the cursor, ns.
    rest_ns: u64,
}

impl Default for Playback {
    fn default() -> Self {
        Playback {
            state: PlayState::default(),
            speed: 1.0,
            skip_idle: true,
            paced: true,
            cursor: 0,
            shown_ns: 0,
            animate: false,
            rest_ns: 0,
        }
    }
}

impl Playback {
    /// Slowest and fastest speed.
    pub const SPEEDS: (f32, f32) = (0.05, 100.0);

    /// Whether and how the cursor moves.
    pub fn state(&self) -> PlayState {
        self.state
    }

    /// Speed as a factor.
    pub fn speed(&self) -> f32 {
        self.speed
    }

    /// Whether idle time is skipped.
    pub fn skips_idle(&self) -> bool {
        self.skip_idle
    }

    /// Whether events are paced.
    pub fn is_paced(&self) -> bool {
        self.paced
    }

    /// Does what a person asked for; returns where the cursor must go, if it moves.
    pub fn command(&mut self, command: Command, timeline: &Timeline) -> Option<u64> {
        self.adopt(timeline);
        match command {
            Command::Play => return self.play(timeline),
            Command::Toggle if self.state == PlayState::Paused => return self.play(timeline),
            Command::Pause | Command::Toggle => self.state = PlayState::Paused,
            Command::SetSpeed(speed) if speed.is_finite() => {
                self.speed = speed.clamp(Self::SPEEDS.0, Self::SPEEDS.1);
            }
            Command::SetSpeed(_) => {}
            Command::SkipIdle(on) => self.skip_idle = on,
            Command::Pace(on) => self.paced = on,
            Command::Follow => return self.go_to_end(timeline),
            Command::End => return self.go_to_end(timeline),
            Command::Seek(seq) => {
                self.state = PlayState::Paused;
                return self.go(seq.min(timeline.last_seq()), false);
            }
            Command::Home => {
                self.state = PlayState::Paused;
                return self.go(timeline.next_stop(0)?, false);
            }
            Command::Step(way, by) => {
                self.state = PlayState::Paused;
                return match timeline.target(self.cursor, way, by) {
                    Some(seq) => self.go(seq, way == Way::Forward),
                    None if begins_again(way, by, timeline) => self.go(timeline.next_stop(0)?, false),
                    None => None,
                };
            }
        }
        None
    }

    /// Lets `dt_ns` pass; returns where the cursor must go, if it moves.
    pub fn tick(&mut self, dt_ns: u64, timeline: &Timeline) -> Option<u64> {
        self.adopt(timeline);
        let scaled = dt_ns.min(MAX_TICK_NS) as f64 * f64::from(self.speed);
        self.shown_ns = self.shown_ns.saturating_add(scaled as u64);
        match self.state {
            PlayState::Paused => None,
            PlayState::Following => self.go(timeline.last_seq(), true),
            PlayState::Playing => self.advance(timeline),
        }
    }

    /// Stays at `seq`, which was passed just now or is the cursor, while it plays: something is said there. Returns where the
    /// cursor goes.
    pub fn rest_at(&mut self, seq: u64) -> Option<u64> {
        let moved = self.go(seq, true);
        self.rest_ns = REST_NS;
        moved
    }

    /// How far the event at the cursor has happened on the screen, 0 to 1.
    pub fn progress(&self, timeline: &Timeline) -> f32 {
        if !self.animate || self.cursor != timeline.cursor() {
            return 1.0;
        }
        (self.shown_ns as f32 / self.least_ns(timeline).max(1) as f32).min(1.0)
    }

    /// Whether the picture changes without a new event: the page must keep drawing.
    pub fn is_moving(&self, timeline: &Timeline) -> bool {
        self.state == PlayState::Playing || self.progress(timeline) < 1.0
    }

    /// The playhead, ns since the session began: glides from stop to stop while playing.
    pub fn position_ns(&self, timeline: &Timeline) -> u64 {
        let here = timeline.time_of(timeline.cursor());
        let next = timeline.next_stop(timeline.cursor()).filter(|_| self.state == PlayState::Playing);
        let Some(next) = next else { return here };
        let gap = timeline.time_of(next).saturating_sub(here);
        let part = self.shown_ns as f64 / self.wait_ns(timeline, next).max(1) as f64;
        here + (gap as f64 * part.min(1.0)) as u64
    }

    fn play(&mut self, timeline: &Timeline) -> Option<u64> {
        self.state = PlayState::Playing;
        let at_end = timeline.next_stop(self.cursor).is_none();
        if at_end && !timeline.is_live() { self.go(timeline.next_stop(0)?, true) } else { None }
    }

    fn go_to_end(&mut self, timeline: &Timeline) -> Option<u64> {
        self.state = if timeline.is_live() { PlayState::Following } else { PlayState::Paused };
        self.go(timeline.last_seq(), false)
    }

    /// Passes every stop whose time has come, one after the other.
    fn advance(&mut self, timeline: &Timeline) -> Option<u64> {
        let from = self.cursor;
        loop {
            let Some(next) = timeline.next_stop(self.cursor) else {
                self.state = if timeline.is_live() { PlayState::Following } else { PlayState::Paused };
                break;
            };
            let wait = self.wait_ns(timeline, next);
            if self.shown_ns < wait {
                break;
            }
            let rest = self.shown_ns - wait;
            self.go(next, true);
            self.shown_ns = rest;
        }
        (self.cursor != from).then_some(self.cursor)
    }

    /// Scaled time between the stop at the cursor and the next, ns.
    fn wait_ns(&self, timeline: &Timeline, next: u64) -> u64 {
        let recorded = timeline.time_of(next).saturating_sub(timeline.time_of(self.cursor));
        let least = self.least_ns(timeline);
        let wait = recorded.min(if self.skip_idle { IDLE_NS } else { u64::MAX });
        wait.max(if self.paced { least } else { 0 }).max(self.rest_ns)
    }

    fn least_ns(&self, timeline: &Timeline) -> u64 {
        let moving = timeline.significant_at(self.cursor).is_some_and(|(_, event)| event.fact.moves_bytes());
        if moving { SHOW_MOVING_NS } else { SHOW_NS }
    }

    /// Follows a cursor that somebody else moved.
    fn adopt(&mut self, timeline: &Timeline) {
        if self.cursor != timeline.cursor() {
            self.go(timeline.cursor(), false);
        }
    }

    fn go(&mut self, seq: u64, animate: bool) -> Option<u64> {
        let moved = self.cursor != seq;
        if moved {
            self.cursor = seq;
            self.shown_ns = 0;
            self.rest_ns = 0;
            self.animate = animate;
        }
        moved.then_some(seq)
    }
}

/// Whether a step from the end goes to the start: only if nothing more will come. The last call of one program, or the
/// last that achieved something, is not the end of the log.
fn begins_again(way: Way, by: StepBy, timeline: &Timeline) -> bool {
    way == Way::Forward && matches!(by, StepBy::Event | StepBy::Call) && !timeline.is_live()
}
