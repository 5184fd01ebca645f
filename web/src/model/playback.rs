//! The way through the log.

use super::{Action, Model};
use socketscope_shared::{
    clock::Command,
    timeline::{StepBy, Way},
};

/// Speeds that the page offers.
pub const SPEEDS: [f32; 7] = [0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 20.0];

impl Model {
    /// Does what a person asked of playback.
    pub(super) fn playback(&mut self, action: &Action) {
        let by = if self.ui.snap_to_calls { StepBy::Call } else { StepBy::Event };
        let Some(session) = &mut self.session else { return };
        session.arrive_at = None;
        let way = |forward| if forward { Way::Forward } else { Way::Back };
        let command = match *action {
            Action::Step { forward } => Command::Step(way(forward), by),
            Action::StepProgress { forward } => session.to_progress(way(forward)),
            Action::StepMoment { forward } => {
                match session.moments.next(session.timeline.cursor(), forward) {
                    Some(seq) => Command::Seek(seq),
                    None => return,
                }
            }
            Action::StepActor { forward } => {
                let actor = session.timeline.shown().and_then(|(_, event)| event.fact.actor());
                Command::Step(way(forward), actor.map_or(StepBy::Call, StepBy::SameActor))
            }
            Action::Seek(seq) => Command::Seek(seq),
            Action::SeekStart => Command::Home,
            Action::SeekEnd => Command::End,
            Action::Play => Command::Play,
            Action::Pause => Command::Pause,
            Action::PlayPause => Command::Toggle,
            Action::Follow => Command::Follow,
            Action::SetSpeed(speed) => Command::SetSpeed(speed),
            Action::Faster(faster) => Command::SetSpeed(next_speed(session.playback.speed(), faster)),
            Action::SkipIdle(on) => Command::SkipIdle(on),
            _ => return,
        };
        session.command(command);
    }
}

/// The offered speed after (or before) this one.
fn next_speed(speed: f32, faster: bool) -> f32 {
    let next = if faster {
        SPEEDS.iter().find(|s| **s > speed * 1.01)
    } else {
        SPEEDS.iter().rev().find(|s| **s < speed * 0.99)
    };
    next.copied().unwrap_or(speed)
}
