//! The cards of programs that run or have run.

use super::{fold, input};
use crate::{
    i18n,
    model::{Action, Edit, Model, Session, error},
    view::kit::{
        buttons::button,
        classes::classes_if,
        code,
        pane::{Following, Reveal},
        program::{Badge, Card, Cards, is_shown, tabs, title, waiting},
        starts,
    },
};
use socketscope_shared::{
    ActorId, Exit, Language, Op,
    session::ActorInfo,
    words,
    world::{Actor, Doing, Lane, World},
};
use yew::prelude::*;

/// Pieces of output shown at most, the last ones.
const MAX_PIECES: usize = 60;
/// Bytes shown of one piece at most.
const MAX_PIECE_BYTES: usize = 2000;

/// The cards of the session's programs; `None` where there are none, or where they are being edited.
pub fn cards(model: &Model, act: &Callback<Action>) -> Option<Cards> {
    let session = model.session.as_ref().filter(|_| !model.editing())?;
    let info = session.info()?;
    let cast = model.session_cast();
    let at_cursor = session.timeline.shown().and_then(|(_, event)| event.fact.actor());
    let card = |(id, actor): (ActorId, &ActorInfo)| Card {
        serves: model.serves(&actor.name),
        current: Some(id) == at_cursor,
        html: running(model, act, session, id, actor),
    };
    let actors = (0u16..).map(ActorId).zip(&info.actors);
    let shown = actors.filter(|(id, _)| is_shown(cast.as_ref(), *id)).map(card).collect();
    let badge = |id: ActorId| {
        session.world().actor(id).map(|actor| badge(model.lang, session, actor, &session.lanes(id)))
    };
    let tabs = cast.map(|cast| tabs(model, act, &cast, |id| (session.actor_name(id).to_owned(), badge(id))));
    Some((tabs, shown))
}

fn running(
    model: &Model,
    act: &Callback<Action>,
    session: &Session,
    id: ActorId,
    ActorInfo { name, file, source, arguments }: &ActorInfo,
) -> Html {
    let lang = model.lang;
    let edit = i18n::EDIT.get(lang);
    let world = session.world();
    let Some(actor) = world.actor(id) else { return waiting(name, file, source) };
    let lanes = session.lanes(id);
    let mut badge = badge(lang, session, actor, &lanes);
    if let (None, Some(start)) = (actor.pid, model.start_of(name)) {
        badge.text = i18n::starts_later(lang, &starts::text(lang, &start));
    }
    let pid = actor.pid.map_or_else(String::new, |pid| ["pid ", &pid.to_string()].concat());
    let [calls, wasted] = [actor.calls, actor.would_block].map(words::count);
    let mut counts = i18n::program_counts(lang, &pid, &calls, &wasted);
    if actor.exit.is_some() {
        counts = [&counts, " · CPU: ", i18n::COMPARE_CPU_HELP.get(lang)].concat();
    }
    // What it cost is known when it has ended.
    let known = match &actor.exit {
        Some(_) => ["CPU ", &words::duration(actor.cpu_ns)].concat(),
        None => pid,
    };
    let lines: Vec<code::Line> = match &actor.exit {
        None => {
            lanes.iter().filter_map(|lane| code::Line::of(lane.line, state(world, &lane.doing))).collect()
        }
        Some(Exit::Exception { line, .. }) => {
            code::Line::of(*line, code::State::Failed).into_iter().collect()
        }
        Some(_) => Vec::new(),
    };
    let failed = match &actor.exit {
        Some(Exit::Exception { kind, message, line, .. }) => Some((*line, error(kind, message))),
        _ => None,
    };
    let turns = classes_if(&[("over", actor.exit.is_some()), ("turn", model.has_turn(id))]);
    let long = matches!(badge.class, "blocked" | "held" | "failed");
    html! {
        <section class={classes!("card", "program", turns)} key={name.clone()}>
            <h2 class={long.then_some("long")}>
                { title(name, file) }if !arguments.is_empty() { <code>{ arguments.join(" ") }</code> }<small title={counts}>{ known }</small>
                <span class={classes!("state", badge.class)} title={badge.title}><span>{ badge.text }</span>if !badge.took.is_empty() { <span>{ " · " }{ badge.took }</span> }</span>
                if model.may_run { { button("edit", edit, "✎", act, Action::Edit(Edit::Open(true))) } }
            </h2>
            { code::view(source, &lines, failed, actor.lanes.is_empty() && actor.exit.is_none(), fold::of(model, act, id, source, &lines)) }
            if actor.would_block > 1 { <p class="wasted" title={i18n::PROGRAM_WASTED_HELP.get(lang)}>{ i18n::program_wasted(lang, &wasted, &calls) }</p> }
            { output(lang, session, world, id, actor) }
            { input::answer(model, act, session, id) }
        </section>
    }
}

fn state(world: &World, doing: &Doing) -> code::State {
    match doing {
        Doing::Blocked(call) if world.may_wait(call) => code::State::Blocked,
        Doing::Held(_) => code::State::Held,
        Doing::Blocked(_) | Doing::Running | Doing::Ended => code::State::Now,
    }
}

fn badge(lang: Language, session: &Session, actor: &Actor, lanes: &[Lane]) -> Badge {
    let plain = |class, text: String| Badge { class, text, took: String::new(), title: String::new() };
    match (&actor.exit, lanes.first().map(|lane| &lane.doing)) {
        (Some(exit), _) => ended(lang, exit),
        (None, None) => plain("ready", i18n::PROGRAM_READY.get(lang).into()),
        (None, Some(Doing::Ended)) => plain("done", i18n::PROGRAM_FINISHED.get(lang).into()),
        (None, Some(Doing::Held(call))) => Badge {
            class: "held",
            text: i18n::program_held(lang, &words::api_name(call)),
            took: String::new(),
            title: i18n::PROGRAM_HELD_HELP.get(lang).into(),
        },
        (None, Some(Doing::Blocked(call))) if session.world().may_wait(call) => {
            // At the moment a wait begins there is no duration to show.
            let took = match round(session.now_ns().saturating_sub(call.start_ns)) {
                0 => String::new(),
                ns => words::duration(ns),
            };
            let text = match call.op {
                Op::Sleep { .. } => i18n::PROGRAM_SLEEPING.get(lang).to_owned(),
                Op::Input { .. } => i18n::PROGRAM_INPUT.get(lang).into(),
                _ => i18n::program_blocked(lang, &words::api_name(call)),
            };
            let title = words::blocked_reason(call, session.world(), lang);
            Badge { class: "blocked", text, took, title }
        }
        // What does not wait is under way, however briefly.
        (None, Some(Doing::Blocked(_) | Doing::Running)) => {
            plain("run", i18n::PROGRAM_RUNNING.get(lang).into())
        }
    }
}

fn ended(lang: Language, exit: &Exit) -> Badge {
    let title = words::exit(exit, lang);
    let (class, text) = match exit {
        Exit::Finished => ("done", i18n::PROGRAM_FINISHED.get(lang).to_owned()),
        Exit::Status { code } => ("failed", i18n::program_status(lang, &code)),
        Exit::Exception { kind, .. } => ("failed", kind.clone()),
        Exit::Stopped => ("failed", i18n::PROGRAM_STOPPED.get(lang).to_owned()),
        Exit::Killed { signal } => ("failed", i18n::program_killed(lang, &signal)),
    };
    Badge { class, text, took: String::new(), title }
}

/// A wait that is counted on while it is watched shows tenths, not every nanosecond.
fn round(ns: u64) -> u64 {
    match ns {
        0..1_000_000 => ns,
        1_000_000..100_000_000 => ns - ns % 100_000,
        100_000_000..1_000_000_000 => ns - ns % 10_000_000,
        _ => ns - ns % 100_000_000,
    }
}

fn output(lang: Language, session: &Session, world: &World, id: ActorId, actor: &Actor) -> Html {
    let history = session.timeline.history().actor(id);
    let pieces = history.map(|history| history.output_at(world.cursor)).unwrap_or_default();
    let traceback = match &actor.exit {
        Some(Exit::Exception { traceback, .. }) if !traceback.is_empty() => Some(traceback.as_str()),
        _ => None,
    };
    let asked = session.questions.at(id, world.cursor);
    if pieces.is_empty() && asked.is_empty() && traceback.is_none() {
        return Html::default();
    }
    // The last of what was printed and of what was asked, in the order in which it came.
    let (mut printed, mut questions) = (pieces.len(), asked.len());
    let mut shown = Vec::new();
    while shown.len() < MAX_PIECES {
        let piece = pieces[..printed].last();
        let question = asked[..questions].last();
        match (piece, question) {
            (None, None) => break,
            (Some(piece), question) if question.is_none_or(|question| question.seq < piece.seq) => {
                printed -= 1;
                let bytes = history.map(|history| history.piece(piece)).unwrap_or_default();
                let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_PIECE_BYTES)]).into_owned();
                let more = (bytes.len() > MAX_PIECE_BYTES).then_some("…\n");
                shown.push(html! { <span class={classes_if(&[("stderr", piece.error)])} key={piece.seq}>{ text }{ more }</span> });
            }
            (_, Some(question)) => {
                questions -= 1;
                shown.push(input::question(session, *question));
            }
            (Some(_), None) => break,
        }
    }
    shown.reverse();
    let hidden = printed + questions;
    let label = i18n::PROGRAM_OUTPUT.get(lang);
    let reveal = Some(Reveal::End((pieces.len() + asked.len()) as u64 * 2 + u64::from(traceback.is_some())));
    html! {
        <Following class="output" {reveal}>
            <div class="label">{ label }</div>
            <pre aria-label={label}>
                if hidden > 0 { <i>{ i18n::output_earlier(lang, &words::count(hidden as u64)) }{ "\n" }</i> }
                { for shown }
                if let Some(traceback) = traceback { <span class="stderr traceback">{ traceback }</span> }
            </pre>
        </Following>
    }
}
