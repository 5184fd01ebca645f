//! Step mode over the real thing: in 3.2 the order of releases alone decides how many recvs it takes.

use socketscope::{
    lessons,
    session::{SessionConfig, Sessions, StartRequest},
};
use socketscope_shared::{
    ActorId, Fact, Language, Op, Outcome, SessionId,
    claims::Verdict,
    lesson::evaluate,
    timeline::Timeline,
    wire::{Control, decode_chunk},
    world::Doing,
};
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(20);
const SERVER: ActorId = ActorId(0);
const CLIENT: ActorId = ActorId(1);

/// A session in step mode and what is known of it.
struct Stepped {
    sessions: Arc<Sessions>,
    session: SessionId,
    timeline: Timeline,
}

impl Stepped {
    async fn start(lesson: &str) -> Self {
        let config = SessionConfig::new(PathBuf::from(env!("CARGO_BIN_EXE_socketscope")));
        let sessions = Sessions::new(config, lessons::load(None).unwrap(), None);
        let request = StartRequest { lesson: lesson.into(), step_mode: true, ..StartRequest::default() };
        let session = sessions.start(request).await.unwrap();
        Stepped { sessions, session, timeline: Timeline::default() }
    }

    /// Reads on until `done` finds something.
    async fn until<T>(&mut self, what: &str, done: impl Fn(&Timeline) -> Option<T>) -> T {
        let log = self.sessions.log(self.session).await.unwrap();
        let mut grown = log.subscribe();
        loop {
            for bytes in log.chunks_after(self.timeline.last_seq(), 1 << 20).chunks {
                self.timeline.extend(decode_chunk(&bytes).unwrap()).unwrap();
            }
            if let Some(found) = done(&self.timeline) {
                return found;
            }
            timeout(PATIENCE, grown.changed()).await.unwrap_or_else(|_| panic!("never: {what}")).unwrap();
        }
    }

    /// Releases the actor until it has made this call, and waits for what comes of it.
    async fn release(&mut self, actor: ActorId, call: &str) {
        loop {
            let op = self.until(&format!("held before {call}"), |t| held(t, actor)).await;
            let returned = calls(&self.timeline, actor).len();
            self.sessions.control(self.session, Control::Release { actor }).await.unwrap();
            if op == "accept" && !calls(&self.timeline, CLIENT).iter().any(|(op, _)| op.name() == "connect") {
                return;
            }
            self.until(&format!("{op} returned"), |t| (calls(t, actor).len() > returned).then_some(())).await;
            if op == call {
                return;
            }
        }
    }

    /// Lets both run to their end.
    async fn finish(&mut self) {
        self.sessions.control(self.session, Control::StepMode { on: false }).await.unwrap();
        self.until("the end", |t| (!t.is_live()).then_some(())).await;
    }

    /// Lengths of what the server's recvs returned.
    fn received(&self) -> Vec<usize> {
        let length = |(_, outcome): (Op, Outcome)| match outcome {
            Outcome::Received { data, .. } => Some(data.len()),
            _ => None,
        };
        calls(&self.timeline, SERVER).into_iter().filter_map(length).collect()
    }

    /// No claim is contradicted by what a lecturer chose to do.
    fn assert_no_claim_fails(&self) {
        let info = self.timeline.latest().info.clone().unwrap();
        let lesson = lessons::find(self.sessions.lessons(), &info.lesson).unwrap();
        for (claim, result) in lesson.claims.iter().zip(evaluate(
            &lesson.claims,
            &lesson.knobs,
            &info.knobs,
            &self.timeline,
            Language::En,
        )) {
            let fits = matches!(result.verdict, Verdict::Holds | Verdict::NotApplicable);
            assert!(fits, "{}: {result:?}", claim.text.en());
        }
    }
}

fn held(timeline: &Timeline, actor: ActorId) -> Option<&'static str> {
    match &timeline.latest().actor(actor)?.lanes.first()?.doing {
        Doing::Held(call) => Some(call.op.name()),
        _ => None,
    }
}

fn calls(timeline: &Timeline, of: ActorId) -> Vec<(Op, Outcome)> {
    let returned = |fact: &Fact| match fact {
        Fact::Returned { actor, call, outcome, .. } if *actor == of => {
            Some((call.op.clone(), outcome.clone()))
        }
        _ => None,
    };
    timeline.log().iter().filter_map(|(_, event)| returned(&event.fact)).collect()
}

#[tokio::test]
async fn send_send_recv_is_one_recv_of_both() {
    let mut run = Stepped::start("sticky").await;
    run.release(SERVER, "accept").await;
    run.release(CLIENT, "send").await;
    run.release(CLIENT, "send").await;
    run.release(SERVER, "recv").await;
    run.finish().await;
    assert_eq!(run.received(), [11]);
    run.assert_no_claim_fails();
}

#[tokio::test]
async fn send_recv_send_recv_is_two() {
    let mut run = Stepped::start("sticky").await;
    run.release(SERVER, "accept").await;
    run.release(CLIENT, "send").await;
    run.release(SERVER, "recv").await;
    run.release(CLIENT, "send").await;
    run.release(SERVER, "recv").await;
    run.finish().await;
    assert_eq!(run.received(), [5, 6]);
    run.assert_no_claim_fails();
}

#[tokio::test]
async fn a_sockets_life_is_the_same_step_by_step() {
    let mut run = Stepped::start("life").await;
    run.release(SERVER, "accept").await;
    run.release(CLIENT, "send").await;
    run.release(SERVER, "send").await;
    run.release(CLIENT, "close").await;
    run.release(SERVER, "close").await;
    run.finish().await;
    run.assert_no_claim_fails();
}
