//! Checks a lesson before anyone runs it.

use super::{
    format::File,
    moments,
    problem::{Checked, MAX_NAME_CHARS, Problem, at, both_languages, name, scope},
    runs,
};
use socketscope_shared::{
    claims::{ActorName, arguments::Argument},
    framing::Framing,
    lesson::{
        Contrast, Door, Knob, KnobKind, KnobTarget, Lesson, MAX_CLIENTS, apply_knobs, assigns,
        numbered_clients, waits_for_itself,
    },
    words::Language,
};

/// Most programs of a lesson.
const MAX_PROGRAMS: usize = 16;
/// Most doors of a lesson.
const MAX_DOORS: usize = 4;
pub(super) fn check(file: &File, lesson: &Lesson) -> Result<(), Problem> {
    let whole = |result: Checked| result.map_err(|text| Problem { at: None, text });
    whole(folder_name(&lesson.id))?;
    at(&file.number, |number| is_number(number))?;
    at(&file.title, |title| both_languages("title", title))?;
    at(&file.summary, |summary| both_languages("summary", summary))?;
    file.framing.as_ref().map_or(Ok(()), |f| at(f, framing))?;
    whole(match lesson.programs.len() {
        1..=MAX_PROGRAMS => Ok(()),
        n => Err(format!("{n} programs: a lesson has 1 to {MAX_PROGRAMS}, each as [[programs]]")),
    })?;
    for (place, program) in file.programs.iter().enumerate() {
        at(program, |program| {
            let earlier = file.programs[..place].iter().any(|other| other.get_ref().actor == program.actor);
            name("actor", &program.actor, earlier)?;
            program.start.waits_for().map_or(Ok(()), |other| start(lesson, &program.actor, other))
        })?;
    }
    whole(match lesson.doors.len() {
        0..=MAX_DOORS => Ok(()),
        n => Err(format!("{n} doors: a lesson has {MAX_DOORS} at most")),
    })?;
    for (place, item) in file.doors.iter().enumerate() {
        let earlier = file.doors[..place].iter().any(|other| other.get_ref().port == item.get_ref().port);
        at(item, |item| door(lesson, item, earlier))?;
    }
    file.contrast.as_ref().map_or(Ok(()), |c| at(c, contrast))?;
    for (place, knob) in file.knobs.iter().enumerate() {
        let earlier = file.knobs[..place].iter().any(|other| other.get_ref().id == knob.get_ref().id);
        at(knob, |knob| check_knob(lesson, knob, earlier))?;
    }
    moments::check(file, lesson)?;
    runs::check(file, lesson)
}

fn folder_name(id: &str) -> Checked {
    let fits = !id.is_empty() && id.len() <= MAX_NAME_CHARS;
    if fits && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
        return Ok(());
    }
    Err(format!(
        "`{id}` can't be a lesson's id: name the folder with up to {MAX_NAME_CHARS} small letters, digits and hyphens"
    ))
}

fn is_number(number: &str) -> Checked {
    let parts: Vec<_> = number.split('.').collect();
    let digits = |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    match parts.len() <= 3 && parts.iter().all(digits) {
        true => Ok(()),
        false => Err(format!("`{number}` is not a lesson's number: write it like \"3.2\"")),
    }
}

fn framing(framing: &Framing) -> Checked {
    let problem = match framing {
        Framing::LengthPrefix { width, .. } if ![1, 2, 4, 8].contains(width) => {
            "a length's `width` is 1, 2, 4 or 8 bytes"
        }
        Framing::Delimiter { bytes } if bytes.is_empty() => "the delimiter needs at least one byte",
        Framing::Fixed { len_bytes: 0 } => "a frame's `len_bytes` is at least 1",
        _ => return Ok(()),
    };
    Err(problem.to_owned())
}

fn door(lesson: &Lesson, door: &Door, taken: bool) -> Checked {
    actor(lesson, &door.actor)?;
    framing(&door.framing)?;
    match (door.port, taken) {
        (0, _) => Err("a door's `port` is the one that the program listens on, 1 to 65535".to_owned()),
        (port, true) => Err(format!("there is another door to port {port} above")),
        (_, false) => Ok(()),
    }
}

fn contrast(contrast: &Contrast) -> Checked {
    both_languages("one", &contrast.one)?;
    both_languages("other", &contrast.other)?;
    contrast.rows.iter().try_for_each(|row| {
        both_languages("what", &row.what)?;
        both_languages("one", &row.one)?;
        both_languages("other", &row.other)
    })
}

fn actor(lesson: &Lesson, name: &str) -> Checked {
    ActorName::from(name).fits(&scope(lesson))
}

/// Whether a program that waits for `other` ever starts: programs that wait in a ring do not.
fn start(lesson: &Lesson, name: &str, other: &str) -> Checked {
    actor(lesson, other)?;
    match waits_for_itself(&lesson.programs, name) {
        true => Err(format!(
            "`{name}` waits for itself in the end: name a program that starts before it, or leave `start` out"
        )),
        false => Ok(()),
    }
}

fn check_knob(lesson: &Lesson, knob: &Knob, taken: bool) -> Checked {
    name("knob", &knob.id, taken)?;
    both_languages("label", &knob.label)?;
    if knob.help.lacks(Language::En) != knob.help.lacks(Language::Zh) {
        return Err("`help` speaks one language only: write it in both, or leave it out".to_owned());
    }
    if let KnobTarget::Clients(_) = knob.target {
        clients(lesson, knob)?;
    }
    if knob.target == KnobTarget::Hosts && !matches!(knob.kind, KnobKind::Text { .. }) {
        return Err("hosts are a text: `kind = { text = { max_chars = 2000 } }`".to_owned());
    }
    let Some(variable) = knob.target.variable() else {
        return apply_knobs(lesson, &[default_of(knob)]).map(drop).map_err(|e| format!("its default: {e}"));
    };
    if !lesson.programs.iter().any(|program| assigns(&program.source, variable)) {
        return Err(format!(
            "no program has a line `{variable} = …` that begins at the line's start: add it, or correct the name"
        ));
    }
    let with_default = apply_knobs(lesson, &[default_of(knob)]).map_err(|e| format!("its default: {e}"))?;
    for (program, (_, source)) in lesson.programs.iter().zip(&with_default) {
        let changed = program.source.lines().zip(source.lines()).position(|(before, after)| before != after);
        if let Some(line) = changed {
            let expected = source.lines().nth(line).unwrap_or_default();
            return Err(format!(
                "its default is not what {} says: let line {} read `{expected}`, or change `default`",
                program.file,
                line + 1
            ));
        }
    }
    Ok(())
}

/// A number of clients: by default as many as there are, and no more than can be made.
fn clients(lesson: &Lesson, knob: &Knob) -> Checked {
    let most = MAX_CLIENTS as i64;
    if !matches!(knob.kind, KnobKind::Int { min: 1.., max } if max <= most) {
        return Err(format!(
            "a number of clients is `{{ int = {{ min = 1, max = {MAX_CLIENTS} }} }}` at most"
        ));
    }
    let count = numbered_clients(lesson);
    match knob.default == count.to_string() {
        true => Ok(()),
        false => Err(format!(
            "its default is not the number of programs `client 1`, `client 2` and so on: there are {count}"
        )),
    }
}

fn default_of(knob: &Knob) -> (String, String) {
    (knob.id.clone(), knob.default.clone())
}
