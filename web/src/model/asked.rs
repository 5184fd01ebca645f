//! What programs asked with `input()`, and where it was answered.

use socketscope_shared::{ActorId, Call, Fact, Op};

/// A question of `input()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The event that has the prompt.
    pub seq: u64,
    /// The event that has the line; the same where the line was there before the question.
    pub answered: Option<u64>,
    lane: u16,
}

/// All questions of a session, by actor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Questions(Vec<Vec<Asked>>);

impl Questions {
    /// Takes the next event.
    pub fn push(&mut self, seq: u64, fact: &Fact) {
        match fact {
            Fact::Entered { actor, call } if asks(call) => {
                self.of_mut(*actor).push(Asked { seq, answered: None, lane: call.lane });
            }
            Fact::Returned { actor, call, .. } if asks(call) => {
                let all = self.of_mut(*actor);
                match all.iter_mut().rev().find(|asked| asked.lane == call.lane && asked.answered.is_none()) {
                    Some(asked) => asked.answered = Some(seq),
                    None => all.push(Asked { seq, answered: Some(seq), lane: call.lane }),
                }
            }
            _ => {}
        }
    }

    /// The actor's questions that had been asked at `cursor`.
    pub fn at(&self, actor: ActorId, cursor: u64) -> &[Asked] {
        let all = self.0.get(usize::from(actor.0)).map_or(&[][..], Vec::as_slice);
        &all[..all.partition_point(|asked| asked.seq <= cursor)]
    }

    fn of_mut(&mut self, actor: ActorId) -> &mut Vec<Asked> {
        let place = usize::from(actor.0);
        if self.0.len() <= place {
            self.0.resize(place + 1, Vec::new());
        }
        &mut self.0[place]
    }
}

fn asks(call: &Call) -> bool {
    matches!(call.op, Op::Input { .. })
}
