//! The programs that a session runs, of the lesson and what was asked for.

use super::{MAX_SOURCE_BYTES, StartRequest};
use crate::arguments;
use socketscope_shared::{
    lesson::{
        Lesson, Program, StartWhen, apply_knobs, client_number, further_client, knob_values,
        waits_for_itself, with_clients,
    },
    session::ActorInfo,
    wire::Refusal,
};

/// Ids of knobs and their values.
type KnobValues = Vec<(String, String)>;

/// What a session runs: knob values, programs with these and the edited texts in place, and when each starts.
pub(super) type Programs = (KnobValues, Vec<ActorInfo>, Vec<StartWhen>);

pub(super) fn programs(lesson: &Lesson, request: &StartRequest) -> Result<Programs, Refusal> {
    let mut edited = with_clients(lesson, &request.knobs);
    // Clients come in the order of their numbers, however they were named.
    let mut sources: Vec<_> = request.sources.iter().collect();
    sources.sort_by_key(|(actor, _)| client_number(actor));
    for (actor, source) in sources {
        if source.len() > MAX_SOURCE_BYTES {
            return Err(Refusal::SourceTooLarge { limit_bytes: MAX_SOURCE_BYTES as u32 });
        }
        edited.programs.extend(further_client(&edited, actor));
        program_of(&mut edited, actor)?.source.clone_from(source);
    }
    for (actor, arguments) in &request.arguments {
        program_of(&mut edited, actor)?.arguments.clone_from(arguments);
    }
    for (actor, start) in &request.starts {
        start.waits_for().map_or(Ok(()), |awaited| program_of(&mut edited, awaited).map(drop))?;
        program_of(&mut edited, actor)?.start.clone_from(start);
    }
    for (actor, _) in &request.starts {
        if waits_for_itself(&edited.programs, actor) {
            let problem =
                format!("{actor} waits for itself in the end: let one of the programs start at once");
            return Err(Refusal::Failed { problem });
        }
    }
    let bad_knob = |e: socketscope_shared::lesson::KnobError| Refusal::BadKnob {
        id: e.id().to_owned(),
        problem: e.to_string(),
    };
    let knobs = knob_values(&edited, &request.knobs).map_err(bad_knob)?;
    let sources = apply_knobs(&edited, &request.knobs).map_err(bad_knob)?;
    let starts = edited.programs.iter().map(|program| program.start.clone()).collect();
    let info = |(program, (name, source)): (Program, (String, String))| -> Result<ActorInfo, Refusal> {
        let arguments = arguments::split(&program.arguments)
            .map_err(|problem| Refusal::Failed { problem: format!("the arguments of {name}: {problem}") })?;
        Ok(ActorInfo { name, file: program.file, source, arguments })
    };
    let actors = edited.programs.into_iter().zip(sources).map(info).collect::<Result<Vec<_>, Refusal>>()?;
    Ok((knobs, actors, starts))
}

fn program_of<'a>(lesson: &'a mut Lesson, actor: &str) -> Result<&'a mut Program, Refusal> {
    let missing = || Refusal::Failed { problem: format!("this lesson has no program {actor:?}") };
    lesson.programs.iter_mut().find(|program| program.actor == actor).ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lessons;

    fn with_sources(sources: &[(&str, &str)]) -> Result<Programs, Refusal> {
        let all = lessons::load(None).unwrap();
        let sources = sources.iter().map(|(actor, text)| ((*actor).to_owned(), (*text).to_owned())).collect();
        let request = StartRequest { sources, ..StartRequest::default() };
        programs(lessons::find(&all, "own").unwrap(), &request)
    }

    #[test]
    fn texts_replace_the_lessons_and_clients_are_added() {
        let (_, actors, starts) =
            with_sources(&[("client 2", "b"), ("client", "a"), ("client 3", "c")]).unwrap();
        let of =
            |name: &str| actors.iter().find(|a| a.name == name).map(|a| (a.file.as_str(), a.source.as_str()));
        assert_eq!(of("client"), Some(("client.py", "a")));
        assert_eq!(of("client 2"), Some(("client2.py", "b")));
        assert_eq!(of("client 3"), Some(("client3.py", "c")));
        let (first, second) =
            (StartWhen::ListeningSoon("server".into()), StartWhen::Connected("client".into()));
        assert_eq!(starts, [StartWhen::AtOnce, first, second, StartWhen::Connected("client 2".into())]);
    }

    #[test]
    fn programs_start_when_they_are_told_to() {
        let all = lessons::load(None).unwrap();
        let with = |starts: &[(&str, StartWhen)]| {
            let starts = starts.iter().map(|(actor, start)| ((*actor).to_owned(), start.clone())).collect();
            let sources = vec![("client 2".to_owned(), String::new())];
            let request = StartRequest { starts, sources, ..StartRequest::default() };
            programs(lessons::find(&all, "own").unwrap(), &request)
        };
        let ended = StartWhen::Ended("client 2".into());
        let (_, _, starts) = with(&[("client", ended.clone()), ("client 2", StartWhen::AtOnce)]).unwrap();
        assert_eq!(starts, [StartWhen::AtOnce, ended.clone(), StartWhen::AtOnce]);
        for (actor, start, said) in [
            ("client", ended, "waits for itself"),
            ("client 3", StartWhen::AtOnce, "no program \"client 3\""),
            ("client", StartWhen::Ended("nobody".into()), "no program \"nobody\""),
        ] {
            let Err(Refusal::Failed { problem }) = with(&[(actor, start)]) else { panic!("{actor}") };
            assert!(problem.contains(said), "{problem}");
        }
    }

    #[test]
    fn arguments_replace_the_lessons_and_are_split() {
        let all = lessons::load(None).unwrap();
        let with = |actor: &str, line: &str| {
            let arguments = vec![(actor.to_owned(), line.to_owned())];
            let request = StartRequest { arguments, ..StartRequest::default() };
            programs(lessons::find(&all, "own").unwrap(), &request)
        };
        let (_, actors, _) = with("client", "127.0.0.1 'a b'").unwrap();
        let given: Vec<_> = actors.iter().map(|actor| actor.arguments.clone()).collect();
        assert_eq!(given, [vec![], vec!["127.0.0.1".to_owned(), "a b".to_owned()]]);
        for (actor, line, said) in [("client", "'", "arguments of client"), ("client 2", "x", "client 2")] {
            let Err(Refusal::Failed { problem }) = with(actor, line) else { panic!("{actor} {line}") };
            assert!(problem.contains(said), "{problem}");
        }
    }

    #[test]
    fn other_names_and_too_long_texts_are_refused() {
        for name in ["client 1", "client 33", "server 2", "client x"] {
            assert!(matches!(with_sources(&[(name, "")]), Err(Refusal::Failed { .. })), "{name}");
        }
        let long = "#".repeat(MAX_SOURCE_BYTES + 1);
        assert!(matches!(with_sources(&[("client", &long)]), Err(Refusal::SourceTooLarge { .. })));
        assert!(with_sources(&[("client", &long[1..])]).is_ok());
    }
}
