//! What went wrong in the session: banners that stay as long as it is so.

use crate::{
    i18n,
    model::{Action, Model, Session},
    view::kit::buttons::{banner, button},
};
use socketscope_shared::{Fact, event::End, words};
use yew::prelude::*;

/// What went wrong in the session.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    let Some(session) = &model.session else { return Html::default() };
    html! { <>{ deadlock(model, session, act) }{ ended(model, session) }</> }
}

/// Programs that wait for each other, with the offer to end it.
fn deadlock(model: &Model, session: &Session, act: &Callback<Action>) -> Html {
    let latest = session.timeline.latest();
    if !latest.deadlocked || !session.live() {
        return Html::default();
    }
    let Some(text) = words::deadlock(latest, model.lang) else { return Html::default() };
    let stop = i18n::STOP.get(model.lang);
    html! {
        <p class="banner warn" role="alert">
            { text }{ " " }
            if model.may_control() { { button("link", stop, stop, act, Action::Stop) } }
        </p>
    }
}

/// A session that ended other than by its programs' ends.
fn ended(model: &Model, session: &Session) -> Html {
    let lang = model.lang;
    let latest = session.timeline.latest();
    let lost = |count: u64, text: String| (count > 0).then(|| banner("warn", text));
    let (segments, output) = (latest.lost_segments, latest.lost_output_bytes);
    let end = match &latest.ended {
        Some(End::Limit(limit)) => Some(i18n::limit_hit(lang, &words::limit(limit, lang))),
        Some(End::RelayStopped) => Some(i18n::RELAY_DIED.get(lang).to_owned()),
        Some(End::Damaged) => Some(i18n::RECORD_DAMAGED.get(lang).to_owned()),
        Some(End::Failed { reason }) => Some(i18n::ended_failed(lang, &reason)),
        Some(End::Finished | End::Stopped) => limit_hit(model, session),
        None => None,
    };
    html! {
        <>
            { end.map(|text| banner("bad", text)).unwrap_or_default() }
            if let Some(problem) = &session.not_saved {
                { banner("warn", i18n::not_saved(lang, &problem)) }
            }
            { lost(segments, i18n::lost_segments(lang, &words::count(segments))) }
            { lost(output, i18n::lost_output(lang, &words::size(output))) }
        </>
    }
}

/// A limit that ended a program although the session then ended by itself: it is near the log's end.
fn limit_hit(model: &Model, session: &Session) -> Option<String> {
    const NEAR: u64 = 64;
    let last = session.timeline.last_seq();
    let mut near = session.timeline.log().range(last.saturating_sub(NEAR)..last + 1);
    near.find_map(|(_, event)| match &event.fact {
        Fact::LimitHit { actor, limit } => {
            let text = words::limit(limit, model.lang);
            Some(match actor {
                Some(actor) => i18n::limit_hit_by(model.lang, &session.actor_name(*actor), &text),
                None => i18n::limit_hit(model.lang, &text),
            })
        }
        _ => None,
    })
}
