//! Servers side by side: what each did for the same clients, what that cost, and how long each client waited.

use crate::{
    geometry::comparison::{Scale, dots, share},
    i18n::{self, Message},
    model::{Action, Model},
    view::kit::{buttons::click, classes::classes_if, note, predict, units::px, views},
};
use socketscope_shared::{ActorId, comparison::Figures, words};
use yew::prelude::*;

/// Servers at most; more do not stand side by side.
const MAX_SERVERS: usize = 12;

/// So many dots are large.
const FEW_DOTS: usize = 60;

/// Stands for a figure that is not there.
const NONE: &str = "–";

/// Whether a server has made a call: before that its zeros would read as results.
fn begun(figures: &Figures<'_>) -> bool {
    figures.threads > 0
}

/// The servers at the cursor.
struct Compared<'a> {
    model: &'a Model,
    names: Vec<(ActorId, &'a str)>,
    figures: Vec<Figures<'a>>,
    /// Of all waits that the log knows, so that it stays while the cursor moves.
    scale: Scale,
}

/// The comparison.
pub fn card(model: &Model, act: &Callback<Action>) -> Html {
    let lang = model.lang;
    let compared = Compared::of(model);
    html! {
        <section class="card comparison" aria-label={i18n::COMPARE_TITLE.get(lang)}>
            <h2>{ views::switch(model, act) }<small class="sub" title={i18n::COMPARE_SUB.get(lang)}>{ i18n::COMPARE_SUB.get(lang) }</small></h2>
            if compared.names.is_empty() {
                <p class="empty">{ i18n::COMPARE_EMPTY.get(lang) }</p>
            } else {
                <div class="compared" style={["--servers:", &compared.names.len().to_string()].concat()}>
                    { compared.heads(act) }
                    { compared.strips() }
                    { compared.rows() }
                </div>
            }
            <footer>{ note::view(model) }{ predict::view(model, act) }</footer>
        </section>
    }
}

impl<'a> Compared<'a> {
    fn of(model: &'a Model) -> Self {
        let (mut names, mut figures, mut latest) = (Vec::new(), Vec::new(), Vec::new());
        if let Some(session) = &model.session {
            let cursor = session.world().cursor;
            for (actor, server) in session.comparison.servers().take(MAX_SERVERS) {
                names.push((actor, session.actor_name(actor)));
                figures.push(server.at(cursor));
                latest.push(server.at(u64::MAX));
            }
        }
        Compared { model, names, figures, scale: Scale::of(&latest).unwrap_or_default() }
    }

    /// Their names; each shows its program and its clients above.
    fn heads(&self, act: &Callback<Action>) -> Html {
        let lang = self.model.lang;
        let head = |(actor, name): &(ActorId, &str)| {
            let on = self.model.ui.program == Some(*actor);
            let onclick = click(act, Action::SelectProgram((!on).then_some(*actor)));
            html! {
                <button type="button" class={classes_if(&[("on", on)])} {onclick} aria-pressed={on.to_string()} title={i18n::compare_choose(lang, &name)}>
                    { name.to_string() }
                </button>
            }
        };
        html! { <div class="cmp heads"><b></b>{ for self.names.iter().map(head) }</div> }
    }

    fn rows(&self) -> Html {
        let known = |ns: Option<u64>| ns.map_or_else(|| NONE.to_owned(), words::duration);
        let latency = |worst: bool, figures: &Figures| {
            known(figures.latency_ns().map(|(median, most)| if worst { most } else { median }))
        };
        let lang = self.model.lang;
        let least = self.model.session.as_ref().and_then(|session| session.world().least_cpu_ns());
        let cpu = match least {
            Some(ns) => i18n::compare_cpu_start(lang, &words::duration(ns)),
            None => i18n::COMPARE_CPU.get(lang).to_owned(),
        };
        let wasted = i18n::COMPARE_WASTED.get(lang).to_owned();
        let wasted = self.row(wasted, i18n::COMPARE_WASTED_HELP, "waste", |f| Some(f.wasted));
        let cpu = self.row(cpu, i18n::COMPARE_CPU_HELP, "cost", |f| f.cpu_ns);
        html! {
            <>
                { wasted }
                { cpu }
                { self.line(i18n::COMPARE_WORST, i18n::COMPARE_LATENCY_HELP, &|f| latency(true, f)) }
                { self.line(i18n::COMPARE_MEDIAN, i18n::COMPARE_LATENCY_HELP, &|f| latency(false, f)) }
                { self.line(i18n::COMPARE_WAITS, i18n::COMPARE_WAITS_HELP, &|f| words::count(f.waits)) }
                { self.line(i18n::COMPARE_THREADS, i18n::COMPARE_THREADS_HELP, &|f| words::count(f.threads)) }
                { self.line(i18n::COMPARE_USEFUL, i18n::COMPARE_USEFUL_HELP, &|f| words::count(f.useful)) }
                { self.line(i18n::COMPARE_CLIENTS, i18n::COMPARE_CLIENTS_HELP, &|f| words::count(f.clients)) }
            </>
        }
    }

    /// A row of texts.
    fn line(&self, name: Message, help: Message, text: &dyn Fn(&Figures<'_>) -> String) -> Html {
        let lang = self.model.lang;
        let cell = |figures: &Figures<'_>| {
            let text = if begun(figures) { text(figures) } else { NONE.to_owned() };
            html! { <span>{ text }</span> }
        };
        html! {
            <div class="cmp" title={help.get(lang)}>
                <b>{ name.get(lang) }</b>{ for self.figures.iter().map(cell) }
            </div>
        }
    }

    /// A row of numbers with a bar under each.
    fn row(
        &self,
        name: String,
        help: Message,
        class: &'static str,
        of: fn(&Figures<'_>) -> Option<u64>,
    ) -> Html {
        let lang = self.model.lang;
        let most = self.figures.iter().filter_map(of).max().unwrap_or(0);
        let text = |value: u64| if class == "cost" { words::duration(value) } else { words::count(value) };
        let cell = |figures: &Figures| {
            let width =
                ["width:", &px(of(figures).map_or(0.0, |value| share(value, most)) * 100.0), "%"].concat();
            let known = of(figures).filter(|_| begun(figures));
            html! { <span>{ known.map_or_else(|| NONE.into(), text) }<i style={width}></i></span> }
        };
        html! {
            <div class={classes!("cmp", "bars", class)} title={help.get(lang)}>
                <b>{ name }</b>{ for self.figures.iter().map(cell) }
            </div>
        }
    }

    /// How long each client waited for its first answer, all on one scale.
    fn strips(&self) -> Html {
        let (lang, scale) = (self.model.lang, &self.scale);
        let from_top = |ns| px((1.0 - scale.height(ns)) * 100.0);
        // Each power of ten has a line of its own.
        let style = ["min-height:", &(20 + 15 * scale.ticks().count().max(4)).to_string(), "px"].concat();
        let tick = |ns| {
            let style = ["top:", &from_top(ns), "%"].concat();
            html! { <i {style}>{ words::duration(ns) }</i> }
        };
        let grid: String = scale.ticks().map(|ns| ["M0 ", &from_top(ns), "H100"].concat()).collect();
        let strip = |figures: &Figures| {
            let dot = |(across, up): (f64, f64)| {
                ["M", &px(across * 100.0), " ", &px((1.0 - up) * 100.0), "h.01"].concat()
            };
            let many = figures.answers.len() > FEW_DOTS;
            let dots: String = dots(figures, scale).into_iter().map(dot).collect();
            let label = figures.latency_ns().map_or_else(String::new, |(median, worst)| {
                i18n::compare_strip_label(lang, &words::duration(median), &words::duration(worst))
            });
            html! {
                <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-hidden={label.is_empty().then_some("true")} aria-label={label}>
                    <path class="grid" d={grid.clone()} /><path class={classes_if(&[("dots", true), ("many", many)])} d={dots} />
                </svg>
            }
        };
        html! {
            <div class="cmp strips" {style} title={i18n::COMPARE_LATENCY_HELP.get(lang)}>
                <b><em>{ i18n::COMPARE_STRIP.get(lang) }</em>{ for scale.ticks().map(tick) }</b>
                { for self.figures.iter().map(strip) }
            </div>
        }
    }
}
