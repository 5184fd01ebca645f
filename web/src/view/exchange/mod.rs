//! A connection as a time-sequence diagram: what each end called, the segments between them, and the TCP states.

use crate::{
    i18n,
    model::{Action, Model, Session},
    view::kit::{
        buttons::click,
        classes::{classes_if, direction_class},
        names::end_name,
        note,
        pane::{Following, Reveal},
        predict, units, views,
    },
};
use socketscope_shared::{
    ConnectionId, Fact, Side,
    exchange::{Rung, What},
    reading::TcpState,
    segment::Segment,
    words,
};
use yew::prelude::*;

/// Rungs drawn at most, the last ones.
const MAX_RUNGS: usize = 200;

/// The diagram, the lesson's note below it, and the question before the next step.
pub fn card(model: &Model, act: &Callback<Action>) -> Html {
    let lang = model.lang;
    let shown = model.session.as_ref().zip(model.current_stream());
    let body = match shown {
        None => html! { <p class="empty">{ i18n::RULER_EMPTY.get(lang) }</p> },
        Some((session, _)) if session.info().is_some_and(|info| !info.network.captured()) => {
            html! { <p class="empty">{ i18n::NOT_CAPTURED.get(lang) }</p> }
        }
        Some((session, stream)) => ladder(model, session, stream.connection, act),
    };
    html! {
        <section class="card exchange" aria-label={i18n::EXCHANGE.get(lang)}>
            <h2>{ views::switch(model, act) }<small class="sub" title={i18n::EXCHANGE_SUB.get(lang)}>{ i18n::EXCHANGE_SUB.get(lang) }</small></h2>
            { body }
            <footer>{ note::view(model) }{ predict::view(model, act) }</footer>
        </section>
    }
}

fn ladder(model: &Model, session: &Session, id: ConnectionId, act: &Callback<Action>) -> Html {
    let lang = model.lang;
    let rungs = session.exchanges.at(id, session.timeline.cursor());
    let hidden = rungs.len().saturating_sub(MAX_RUNGS);
    let at = session.timeline.shown().map(|(seq, _)| seq);
    let rows = (hidden..rungs.len()).map(|index| {
        let before = index.checked_sub(1).and_then(|before| rungs[before].states);
        row(model, session, &rungs[index], before, at, act)
    });
    let [client, server] = [Side::Client, Side::Server].map(|side| end_name(lang, session, id, side));
    html! {
        <Following class="rungs" reveal={Some(Reveal::End(rungs.len() as u64))}>
            <div class="rung names">
                <span></span><b>{ client }</b><span></span><span></span><span></span><b>{ server }</b>
            </div>
            if hidden > 0 { <p class="hint">{ i18n::output_earlier(lang, &words::count(hidden as u64)) }</p> }
            if rungs.is_empty() { <p class="hint">{ i18n::LAYERS_NONE.get(lang) }</p> }
            { for rows }
        </Following>
    }
}

fn row(
    model: &Model,
    session: &Session,
    rung: &Rung,
    before: Option<[TcpState; 2]>,
    at: Option<u64>,
    act: &Callback<Action>,
) -> Html {
    let timeline = &session.timeline;
    let Some(event) = timeline.log().get(rung.seq) else { return Html::default() };
    let call = match &event.fact {
        Fact::Entered { call, .. } => Some(words::call_line(call, None, model.lang)),
        Fact::Returned { call, outcome, took_ns, .. } => {
            Some(words::call_line(call, Some((outcome, *took_ns)), model.lang))
        }
        _ => None,
    };
    let words = |side: Side| {
        let (What::Began(whose) | What::Returned(whose)) = rung.what else { return String::new() };
        let text = call.as_ref().filter(|_| whose == side);
        text.cloned().unwrap_or_default()
    };
    let state = |side: Side| {
        let now = rung.states.map(|states| states[side.index()]);
        let was = before.map(|states| states[side.index()]);
        let changed = now.filter(|_| now != was);
        let title = now.map(|state| words::state_meaning(state).get(model.lang).to_owned());
        html! { <span class="life" {title}>if let Some(state) = changed { <i>{ state.name() }</i> }</span> }
    };
    let wire = match &event.fact {
        Fact::Segment(segment) => arrow(session, segment),
        _ => html! { <span class="wire"></span> },
    };
    let waits = matches!(rung.what, What::Began(_));
    let class = classes_if(&[("rung", true), ("on", at == Some(rung.seq)), ("waits", waits)]);
    let [left, right] = [Side::Client, Side::Server].map(words);
    html! {
        <div {class} key={rung.seq} onclick={click(act, Action::Seek(timeline.stop_of(rung.seq)))}>
            <small>{ words::duration(event.at_ns) }</small>
            <span class="words" title={left.clone()}>{ left }</span>
            { state(Side::Client) }
            { wire }
            { state(Side::Server) }
            <span class="words" title={right.clone()}>{ right }</span>
        </div>
    }
}

fn arrow(session: &Session, segment: &Segment) -> Html {
    let latest = session.timeline.latest();
    let mut label = words::segment_numbers(segment, latest);
    if segment.len_bytes > 0 {
        label = [&label, " · ", &units::bytes(segment.len_bytes.into())].concat();
    }
    let again = segment.retransmission.then_some("again");
    html! {
        <span class={classes!("wire", direction_class(segment.direction), again)} title={words::segment_relative(segment, latest)}>
            <span>{ label }</span>
        </span>
    }
}
