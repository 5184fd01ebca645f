//! Where in the log the moments are that a lesson's notes and questions name.

use socketscope_shared::{
    ActorId, Event, Fact, Outcome,
    lesson::{Lesson, Moment},
    session::SessionInfo,
};

/// A moment of a lesson, as far as the log knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    moment: Moment,
    actor: Option<ActorId>,
    /// Its calls of this name that returned so far.
    returns: u32,
    /// The call's first event: held, entered or returned.
    pub began: Option<u64>,
    /// Its return.
    pub returned: Option<u64>,
}

/// The moments of a lesson's notes and questions, each in the lesson's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moments {
    /// For each [`Lesson::markers`].
    pub markers: Vec<Found>,
    /// For each [`Lesson::predictions`].
    pub predictions: Vec<Found>,
}

impl Moments {
    /// None is known yet.
    pub fn new(lesson: &Lesson, info: &SessionInfo) -> Self {
        let found = |moment: &Moment| Found {
            moment: moment.clone(),
            actor: (0u16..)
                .zip(&info.actors)
                .find(|(_, a)| a.name == moment.actor)
                .map(|(id, _)| ActorId(id)),
            returns: 0,
            began: None,
            returned: None,
        };
        Moments {
            markers: lesson.markers.iter().map(|marker| found(&marker.after)).collect(),
            predictions: lesson.predictions.iter().map(|prediction| found(&prediction.before)).collect(),
        }
    }

    /// Takes the next event.
    pub fn push(&mut self, seq: u64, event: &Event) {
        for found in self.markers.iter_mut().chain(&mut self.predictions) {
            found.push(seq, event);
        }
    }
}

impl Found {
    fn push(&mut self, seq: u64, event: &Event) {
        let Some(call) = event.fact.call().filter(|_| self.returned.is_none()) else { return };
        if event.fact.actor() != self.actor || call.op.name() != self.moment.call {
            return;
        }
        if self.returns + 1 == self.moment.nth.max(1) && self.began.is_none() {
            self.began = Some(seq);
        }
        // A call that was cut off by its program's end came to nothing that a note could be about.
        if let Fact::Returned { outcome, .. } = &event.fact
            && *outcome != Outcome::Unfinished
        {
            self.returns += 1;
            if self.returns == self.moment.nth.max(1) {
                self.returned = Some(seq);
            }
        }
    }
}
