//! Where in the log the moments are that a lesson's notes and questions name.

use socketscope_shared::{
    ActorId, Event, Fact, Op, Outcome,
    call::ApiName,
    lesson::{Condition, Lesson, Moment},
    session::SessionInfo,
};

/// A moment of a lesson, as far as the log knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    moment: Moment,
    /// Its program; `None` where there is none, or it does not apply.
    pub actor: Option<ActorId>,
    /// The end of the actor's last call before this one, or its first event: from here on it is what comes next.
    before: Option<u64>,
    /// Its calls of this name that returned so far.
    returns: u32,
    /// The call's first event: held, entered or returned.
    pub began: Option<u64>,
    /// Its return.
    pub returned: Option<u64>,
    /// The return of the next call of this name.
    next: Option<u64>,
}

impl Found {
    /// Whether its note is still told at the cursor: until the next call of this name returns, of which it may not be true.
    pub fn is_told_at(&self, cursor: u64) -> bool {
        self.next.is_none_or(|next| cursor < next)
    }
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
                .find(|(_, a)| *a.name == *moment.actor)
                .map(|(id, _)| ActorId(id)),
            before: None,
            returns: 0,
            began: None,
            returned: None,
            next: None,
        };
        // What does not apply has no moment.
        let found = |moment: &Moment, only_if: &[Condition]| {
            let applies = only_if.iter().all(|condition| condition.holds(&info.knobs, info.step_mode));
            let found = found(moment);
            Found { actor: found.actor.filter(|_| applies), ..found }
        };
        Moments {
            markers: lesson.markers.iter().map(|marker| found(&marker.after, &marker.only_if)).collect(),
            predictions: lesson
                .predictions
                .iter()
                .map(|asked| found(&asked.before, &asked.only_if))
                .collect(),
        }
    }

    /// Takes the next event.
    pub fn push(&mut self, seq: u64, event: &Event) {
        for found in self.markers.iter_mut().chain(&mut self.predictions) {
            found.push(seq, event);
        }
        if let Fact::Deadlock { actors } = &event.fact {
            let stuck = |found: &&mut Found| found.moment.stuck && found.is_under_way();
            let within = |found: &&mut Found| found.actor.is_some_and(|actor| actors.contains(&actor));
            self.markers.iter_mut().filter(stuck).filter(within).for_each(|found| found.returned = Some(seq));
        }
    }

    /// Where the next note begins or the next question is asked, or the one before.
    pub fn next(&self, cursor: u64, forward: bool) -> Option<u64> {
        let asked = |found: &Found| found.began.and(found.before);
        let all = self.markers.iter().filter_map(|found| found.returned);
        let all = all.chain(self.predictions.iter().filter_map(asked));
        match forward {
            true => all.filter(|seq| *seq > cursor).min(),
            false => all.filter(|seq| *seq < cursor).max(),
        }
    }

    /// Which prediction is answered at `cursor`, and which one comes next. An answer stays until the next call like it
    /// has returned or the moment of another question begins: beside later pictures it would seem to contradict them.
    pub fn asked_at(&self, cursor: u64) -> (Option<usize>, Option<usize>) {
        let all = || self.predictions.iter().enumerate();
        let by = |seq: Option<u64>| seq.filter(|seq| *seq <= cursor);
        let last = all()
            .filter_map(|(index, found)| Some((by(found.returned)?, index, found)))
            .max_by_key(|(seq, ..)| *seq);
        let answered = last.filter(|(seq, _, found)| {
            let another = all().filter_map(|(_, other)| by(other.began)).any(|began| began > *seq);
            by(found.next).is_none() && !another
        });
        // A question about a call comes only when it is its program's next, and never for one that does not come.
        let next = |found: &Found| found.began.is_some() && by(found.before).is_some();
        let open = all().find(|(_, found)| by(found.returned).is_none() && next(found));
        (answered.map(|(_, index, _)| index), open.map(|(index, _)| index))
    }
}

impl Found {
    fn is_under_way(&self) -> bool {
        self.began.is_some() && self.returned.is_none() && self.next.is_none()
    }

    fn push(&mut self, seq: u64, event: &Event) {
        if self.actor.is_none() || event.fact.actor() != self.actor || self.next.is_some() {
            return;
        }
        let came_to = match &event.fact {
            Fact::Returned { outcome, .. } => came_to_something(outcome),
            _ => false,
        };
        let ours = event.fact.call().is_some_and(|call| call.op.name() == &*self.moment.call)
            && (came_to || !self.moment.useful);
        if ours && self.returns + 1 == self.moment.nth.max(1) && self.began.is_none() {
            self.began = Some(seq);
        }
        // The poll inside a call with a timeout belongs to that call.
        let inside = event
            .fact
            .call()
            .is_some_and(|call| call.api.name == ApiName::Timeout && matches!(call.op, Op::Poll { .. }));
        let ends = matches!(event.fact, Fact::Returned { .. }) && !inside || self.before.is_none();
        if self.began.is_none() && ends {
            self.before = Some(seq);
        }
        if !ours {
            return;
        }
        // A call that its program's end cut off has no result that a note could be about.
        if let Fact::Returned { outcome, .. } = &event.fact
            && *outcome != Outcome::Unfinished
        {
            self.returns += 1;
            match self.returns.checked_sub(self.moment.nth.max(1)) {
                Some(0) if self.moment.stuck => self.next = Some(seq),
                Some(0) => self.returned = Some(seq),
                Some(_) => self.next = Some(seq),
                None => {}
            }
        }
    }
}

fn came_to_something(outcome: &Outcome) -> bool {
    !matches!(
        outcome,
        Outcome::WouldBlock | Outcome::EndOfStream | Outcome::Failed { .. } | Outcome::Unfinished
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use socketscope_shared::testing::{self, Script};

    const SERVER: ActorId = ActorId(0);

    fn found(call: &str, nth: u32) -> Found {
        Found {
            moment: testing::moment("server", call, nth),
            actor: Some(SERVER),
            before: None,
            returns: 0,
            began: None,
            returned: None,
            next: None,
        }
    }

    #[test]
    fn an_answer_goes_with_the_next_such_call_or_the_next_question() {
        let mut s = Script::new("own", &[("server", "server.py", "")]);
        let ask = |s: &mut Script| {
            let call = s.call(None, 1, Op::Input { prompt: String::new() });
            s.entered(SERVER, &call);
            s.returned(SERVER, &call, Outcome::Line { text: String::new() }, true, 1);
            s.len() as u64
        };
        let first = ask(&mut s);
        let second = ask(&mut s);
        let mut moments =
            Moments { predictions: vec![found("input", 1), found("socket", 1)], ..Moments::default() };
        s.socket(SERVER, 2);
        let made = s.len() as u64;
        let mut early =
            Moments { predictions: vec![found("input", 1), found("input", 2)], ..Moments::default() };
        for (seq, event) in testing::timeline(s.finish()).log().iter() {
            moments.push(seq, event);
            early.push(seq, event);
        }
        assert_eq!(moments.asked_at(1), (None, None), "the server has not begun");
        assert_eq!(moments.asked_at(first), (Some(0), None), "socket() is not the next call");
        assert_eq!(moments.asked_at(second - 1), (Some(0), None), "the next input() has not returned");
        assert_eq!(moments.asked_at(second), (None, Some(1)));
        assert_eq!(moments.asked_at(made), (Some(1), None), "the last answer stays");
        assert_eq!(early.asked_at(first), (Some(0), Some(1)));
        assert_eq!(early.asked_at(second - 1), (None, Some(1)), "the next question's moment has begun");
    }

    #[test]
    fn a_useful_moment_passes_by_what_came_to_nothing() {
        let mut s = Script::new("own", &[("server", "server.py", ""), ("client", "client.py", "")]);
        let listener = s.listener(SERVER, 1, 5);
        s.quick(SERVER, Some(listener), 2, Op::Accept, Outcome::WouldBlock);
        let nobody = s.len() as u64;
        let client = s.socket(ActorId(1), 1);
        let conn = s.connect(client, 2);
        let accept = s.call(Some(listener), 2, Op::Accept);
        s.accepted(&accept, SERVER, &conn);
        let somebody = s.len() as u64;
        let useful = |call| {
            let known = found(call, 1);
            Found { moment: Moment { useful: true, ..known.moment.clone() }, ..known }
        };
        let mut moments = Moments {
            markers: vec![found("accept", 1), useful("accept"), useful("recv")],
            ..Moments::default()
        };
        for (seq, event) in testing::timeline(s.finish()).log().iter() {
            moments.push(seq, event);
        }
        let returned = moments.markers.iter().map(|found| found.returned).collect::<Vec<_>>();
        assert_eq!(returned, [Some(nobody), Some(somebody), None]);
    }

    #[test]
    fn a_stuck_call_has_its_note_where_the_deadlock_is_found() {
        for returns in [false, true] {
            let mut s = Script::new("own", &[("server", "server.py", ""), ("client", "client.py", "")]);
            let sock = s.socket(SERVER, 1);
            let call = s.call(Some(sock), 2, Op::Recv { max_bytes: 9, flags: 0 });
            s.entered(SERVER, &call);
            if returns {
                s.returned(SERVER, &call, Outcome::EndOfStream, true, 1);
            }
            s.push(Fact::Deadlock { actors: vec![SERVER, ActorId(1)] });
            let at = s.len() as u64;
            let known = found("recv", 1);
            let stuck = Found { moment: Moment { stuck: true, ..known.moment.clone() }, ..known };
            let mut moments = Moments { markers: vec![found("recv", 1), stuck], ..Moments::default() };
            for (seq, event) in testing::timeline(s.finish()).log().iter() {
                moments.push(seq, event);
            }
            let noted = [moments.markers[0].returned, moments.markers[1].returned];
            assert_eq!(noted, if returns { [Some(at - 1), None] } else { [None, Some(at)] });
        }
    }

    #[test]
    fn the_poll_inside_a_call_with_a_timeout_does_not_put_its_question_off() {
        let mut s = Script::new("own", &[("server", "server.py", "")]);
        let sock = s.socket(SERVER, 1);
        let made = s.len() as u64;
        let poll = Op::Poll { fds: Vec::new(), timeout_ns: Some(1) };
        let mut inside = s.call(Some(sock), 2, poll);
        inside.api.name = ApiName::Timeout;
        s.entered(SERVER, &inside);
        s.returned(SERVER, &inside, Outcome::Ready { fds: Vec::new() }, true, 1);
        s.recv(sock, 2, 9, b"hello");
        let mut moments = Moments { predictions: vec![found("recv", 1)], ..Moments::default() };
        for (seq, event) in testing::timeline(s.finish()).log().iter() {
            moments.push(seq, event);
        }
        assert_eq!(moments.asked_at(made), (None, Some(0)), "recv is the next call of the program");
    }
}
