//! What programs asked with `input()`, where it was answered, and who takes lines at any time.

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
pub struct Questions {
    asked: Vec<Vec<Asked>>,
    /// Who watches standard input with select, poll or epoll, and where each first did.
    watching: Vec<(ActorId, u64)>,
}

impl Questions {
    /// Takes the next event.
    pub fn push(&mut self, seq: u64, fact: &Fact) {
        if let (Some(actor), Some(call)) = (fact.actor(), fact.call())
            && call.op.watches_standard_input()
            && self.watches(actor).is_none()
        {
            self.watching.push((actor, seq));
        }
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
        let all = self.asked.get(usize::from(actor.0)).map_or(&[][..], Vec::as_slice);
        &all[..all.partition_point(|asked| asked.seq <= cursor)]
    }

    /// Where the actor first watched standard input: from then on it takes lines without asking.
    pub fn watches(&self, actor: ActorId) -> Option<u64> {
        self.watching.iter().find(|(watching, _)| *watching == actor).map(|(_, seq)| *seq)
    }

    fn of_mut(&mut self, actor: ActorId) -> &mut Vec<Asked> {
        let place = usize::from(actor.0);
        if self.asked.len() <= place {
            self.asked.resize(place + 1, Vec::new());
        }
        &mut self.asked[place]
    }
}

fn asks(call: &Call) -> bool {
    matches!(call.op, Op::Input { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use socketscope_shared::{
        Outcome,
        testing::{self, Script},
    };

    const CLIENT: ActorId = ActorId(1);

    #[test]
    fn questions_stand_where_they_were_asked_and_know_their_answers() {
        let mut s = Script::new("own", &[("server", "server.py", ""), ("client", "client.py", "")]);
        let ask = || Op::Input { prompt: "say: ".into() };
        let line = |text: &str| Outcome::Line { text: text.into() };
        let main = s.call(None, 1, ask());
        let other = Call { lane: 1, ..s.call(None, 2, ask()) };
        s.entered(CLIENT, &main);
        s.entered(CLIENT, &other);
        let asked = s.len() as u64;
        s.returned(CLIENT, &other, line("b"), true, 1);
        s.returned(CLIENT, &main, line("a"), true, 1);
        s.quick(CLIENT, None, 3, ask(), line("there already"));
        let mut questions = Questions::default();
        for (seq, event) in testing::timeline(s.finish()).log().iter() {
            questions.push(seq, &event.fact);
        }
        let seen =
            |cursor| questions.at(CLIENT, cursor).iter().map(|a| (a.seq, a.answered)).collect::<Vec<_>>();
        let (first, second) = ((asked - 1, Some(asked + 2)), (asked, Some(asked + 1)));
        assert_eq!(seen(asked), [first, second], "each thread has its own answer");
        assert_eq!(seen(u64::MAX), [first, second, (asked + 3, Some(asked + 3))]);
        assert!(questions.at(ActorId(0), u64::MAX).is_empty() && questions.at(CLIENT, 1).is_empty());
    }
}
