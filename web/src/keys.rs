//! What each key does.

use crate::{
    i18n::{self, Message},
    model::{Action, Axis, Edit, LayersPart, Model, Session, StageView, Tab, Theme, Whole},
};

/// A key as the browser names it (`KeyboardEvent.key`), with the modifiers that matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Key<'a> {
    /// `" "`, `"ArrowLeft"`, `"p"`.
    pub name: &'a str,
    /// Shift is down.
    pub shift: bool,
    /// Control, Alt or Meta is down: the browser's or the system's shortcut.
    pub command: bool,
    /// The pointer of the keys is in a field that takes text.
    pub typing: bool,
}

/// Keys that release held programs, in the order of the actors.
pub const RELEASE_KEYS: [char; 8] = ['a', 's', 'd', 'g', 'h', 'j', 'k', 'l'];

/// What the parts of the page that are fetched know about the model; those that are not here know nothing.
#[derive(Clone, Copy, Debug)]
pub struct Fetched {
    /// Whether a door is open.
    pub has_door: fn(&Model) -> bool,
    /// How many fields the layers view shows.
    pub fields: fn(&Model) -> Option<usize>,
}

/// What the key does now, or `None` where it is not ours.
pub fn action(key: Key<'_>, model: &Model, fetched: &Fetched) -> Option<Action> {
    if key.name == "Escape" {
        return escape(model);
    }
    if key.typing || key.command || model.ui.dialogue.is_some() {
        return None;
    }
    if let Some(action) = release(key, model) {
        return Some(action);
    }
    let live = model.session.is_some();
    let action = match key.name {
        " " => Action::PlayPause,
        "ArrowRight" | "ArrowLeft" if key.shift => Action::StepActor { forward: key.name == "ArrowRight" },
        "ArrowRight" | "PageDown" => Action::Step { forward: true },
        "ArrowLeft" | "PageUp" => Action::Step { forward: false },
        "Home" => Action::SeekStart,
        "End" => Action::SeekEnd,
        "f" | "F" => Action::Follow,
        "," | "<" => Action::Faster(false),
        "." | ">" => Action::Faster(true),
        "r" if !key.shift => return runnable(model, false),
        "R" | "r" => return runnable(model, true),
        "p" | "P" => Action::Present(!model.present),
        "c" | "C" => Action::SnapToCalls(!model.ui.snap_to_calls),
        "t" | "T" => Action::SetAxis(match model.axis() {
            Axis::Events => Axis::Time,
            Axis::Time => Axis::Events,
        }),
        "m" | "M" => Action::SetTheme(other_theme(model)),
        "z" | "Z" => Action::SetLang(model.lang.next()),
        "ArrowUp" | "ArrowDown" => return next_field(key.name == "ArrowDown", model, fetched),
        "v" | "V" => model.next_view(!key.shift),
        "b" | "B" => Action::SelectTab(Tab::Lesson),
        "+" | "=" => Action::Larger(true),
        "-" | "_" => Action::Larger(false),
        "y" | "Y" => Action::Whole(Whole::next(model.ui.whole)),
        "l" | "L" => Action::SideOpen(!model.ui.side_open),
        "u" | "U" => Action::Veil(!model.veiled()),
        "w" | "W" => Action::StepProgress { forward: !key.shift },
        "x" | "X" => Action::StepMoment { forward: !key.shift },
        "q" | "Q" => return model.next_server(!key.shift),
        "n" | "N" => return model.neighbour_lesson(!key.shift).map(Action::SelectLesson),
        "?" => Action::Help(!model.ui.help),
        "e" | "E" if key.shift => return model.other_size(),
        "e" | "E" if model.may_run => Action::Edit(Edit::Open(!live || !model.editing())),
        "o" | "O" if (fetched.has_door)(model) => Action::OpenDoor,
        "1" | "2" | "3" | "4" | "5" => {
            let index = usize::from(key.name.as_bytes()[0] - b'1');
            return model.tabs().get(index).copied().map(Action::SelectTab);
        }
        _ => return None,
    };
    let about_session = matches!(
        action,
        Action::PlayPause
            | Action::StepActor { .. }
            | Action::StepProgress { .. }
            | Action::StepMoment { .. }
            | Action::Step { .. }
            | Action::SeekStart
            | Action::SeekEnd
            | Action::Follow
    );
    (live || !about_session).then_some(action)
}

/// The theme that is not shown.
pub fn other_theme(model: &Model) -> Theme {
    if model.dark() { Theme::Light } else { Theme::Dark }
}

fn escape(model: &Model) -> Option<Action> {
    if model.ui.dialogue.is_some() {
        Some(Action::Ask(None))
    } else if model.ui.help {
        Some(Action::Help(false))
    } else if model.ui.nav_open {
        Some(Action::NavOpen(false))
    } else if model.ui.whole.is_some() {
        Some(Action::Whole(None))
    } else if model.large() {
        Some(Action::Large(None))
    } else {
        model.present.then_some(Action::Present(false))
    }
}

/// In the headers of a frame: the field after the one that is pointed at, or before it.
fn next_field(after: bool, model: &Model, fetched: &Fetched) -> Option<Action> {
    let fields = (fetched.fields)(model);
    let shown = model.stage_view() == StageView::Layers && model.layers_part() == LayersPart::Message;
    let last = fields.filter(|_| shown)?.checked_sub(1)?;
    let next = match model.ui.field {
        None => 0,
        Some(field) if after => (field + 1).min(last),
        Some(field) => field.min(last + 1).saturating_sub(1),
    };
    Some(Action::PointField(Some(next)))
}

fn runnable(model: &Model, step_mode: bool) -> Option<Action> {
    model.may_start().then_some(Action::Run { step_mode })
}

fn release(key: Key<'_>, model: &Model) -> Option<Action> {
    if key.shift || !model.may_control() {
        return None;
    }
    let held = model.session.as_ref().map(Session::held).unwrap_or_default();
    let mut chars = key.name.chars();
    let (Some(name), None) = (chars.next(), chars.next()) else { return None };
    let index = RELEASE_KEYS.iter().position(|k| *k == name.to_ascii_lowercase())?;
    held.iter().find(|held| usize::from(held.actor.0) == index).map(|held| Action::Release(held.actor))
}

/// All keys with what they do, for the overlay.
pub const HELP: [(&[&str], Message); 35] = [
    (&["Space"], i18n::KEY_PLAY),
    (&["←", "→", "PgUp", "PgDn"], i18n::KEY_STEP),
    (&["⇧ ←", "⇧ →"], i18n::KEY_STEP_ACTOR),
    (&["W", "⇧ W"], i18n::KEY_STEP_PROGRESS),
    (&["X", "⇧ X"], i18n::KEY_STEP_MOMENT),
    (&["Home", "End"], i18n::KEY_ENDS),
    (&["F"], i18n::KEY_FOLLOW),
    (&[",", "."], i18n::KEY_SPEED),
    (&["R"], i18n::KEY_RUN),
    (&["⇧ R"], i18n::KEY_RUN_STEPWISE),
    (&["B"], i18n::KEY_KNOBS),
    (&["E"], i18n::KEY_EDIT),
    (&["⇧ E"], i18n::KEY_LARGE),
    (&["Alt PgUp", "Alt PgDn"], i18n::KEY_FILE),
    (&["Ctrl F", "⌘ F"], i18n::KEY_FIND),
    (&["Ctrl /", "⌘ /"], i18n::KEY_COMMENT),
    (&["Ctrl ⏎", "⌘ ⏎"], i18n::KEY_RUN_EDITED),
    (&["A", "S", "D"], i18n::KEY_RELEASE),
    (&["O"], i18n::KEY_DOOR),
    (&["P"], i18n::KEY_PRESENT),
    (&["N", "⇧ N"], i18n::KEY_LESSON),
    (&["V", "⇧ V"], i18n::KEY_VIEW),
    (&["↑", "↓"], i18n::KEY_FIELD),
    (&["Q", "⇧ Q"], i18n::KEY_SERVER),
    (&["1", "2", "3", "4", "5"], i18n::KEY_TABS),
    (&["L"], i18n::KEY_PANEL),
    (&["U"], i18n::KEY_VEIL),
    (&["Y"], i18n::KEY_WHOLE),
    (&["+", "−"], i18n::KEY_LARGER),
    (&["C"], i18n::KEY_SNAP),
    (&["T"], i18n::KEY_AXIS),
    (&["Z"], i18n::KEY_LANGUAGE),
    (&["M"], i18n::KEY_THEME),
    (&["?"], i18n::KEY_HELP),
    (&["Esc"], i18n::KEY_CLOSE),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Dialogue, Onward};
    use socketscope_shared::{
        ActorId, testing,
        wire::{Down, Received},
    };

    const NOTHING: Fetched = Fetched { has_door: |_| false, fields: |_| None };

    fn press(name: &str, model: &Model) -> Option<Action> {
        action(Key { name, ..Key::default() }, model, &NOTHING)
    }

    fn with_session() -> Model {
        let mut model = Model::default();
        let chunk = testing::chunk(testing::sticky_session());
        model.receive(Ok(Received::Down(Down::Started { session: chunk.session })));
        model.receive(Ok(Received::Chunk(chunk)));
        model
    }

    #[test]
    fn keys_move_the_cursor() {
        let model = with_session();
        for (name, expected) in [
            (" ", Action::PlayPause),
            ("ArrowRight", Action::Step { forward: true }),
            ("PageDown", Action::Step { forward: true }),
            ("ArrowLeft", Action::Step { forward: false }),
            ("PageUp", Action::Step { forward: false }),
            ("Home", Action::SeekStart),
            ("End", Action::SeekEnd),
            ("f", Action::Follow),
            (".", Action::Faster(true)),
            ("3", Action::SelectTab(Tab::Sockets)),
            ("p", Action::Present(true)),
            ("?", Action::Help(true)),
        ] {
            assert_eq!(press(name, &model), Some(expected), "{name}");
        }
        let shifted = Key { name: "ArrowRight", shift: true, ..Key::default() };
        assert_eq!(action(shifted, &model, &NOTHING), Some(Action::StepActor { forward: true }));
    }

    #[test]
    fn keys_are_left_alone_in_fields_and_with_command_keys() {
        let model = with_session();
        for key in [
            Key { name: "p", typing: true, ..Key::default() },
            Key { name: "r", command: true, ..Key::default() },
            Key { name: "Tab", ..Key::default() },
        ] {
            assert_eq!(action(key, &model, &NOTHING), None, "{key:?}");
        }
    }

    #[test]
    fn nothing_to_step_through_nothing_to_run_means_no_key() {
        let model = Model::default();
        for name in [" ", "ArrowRight", "Home", "r", "a"] {
            assert_eq!(press(name, &model), None, "{name}");
        }
    }

    #[test]
    fn w_passes_what_came_to_nothing() {
        let model = with_session();
        let back = Key { name: "W", shift: true, ..Key::default() };
        assert_eq!(press("w", &model), Some(Action::StepProgress { forward: true }));
        assert_eq!(action(back, &model, &NOTHING), Some(Action::StepProgress { forward: false }));
        assert_eq!(press("q", &model), None, "there is one server only");
    }

    #[test]
    fn n_goes_through_the_curriculum() {
        let lessons = ["life", "sticky"].map(testing::lesson).to_vec();
        let mut model = Model { lessons, lesson: Some("life".into()), ..Model::default() };
        let back = Key { name: "N", shift: true, ..Key::default() };
        assert_eq!(press("n", &model), Some(Action::SelectLesson("sticky".into())));
        assert_eq!(action(back, &model, &NOTHING), None, "there is none before the first");
        model.lesson = Some("sticky".into());
        assert_eq!(press("n", &model), None, "nor after the last");
        assert_eq!(action(back, &model, &NOTHING), Some(Action::SelectLesson("life".into())));
    }

    #[test]
    fn escape_closes_the_topmost() {
        let mut model = Model { present: true, ..Model::default() };
        model.ui.help = true;
        model.ui.dialogue = Some(Dialogue::Share);
        assert_eq!(press("Escape", &model), Some(Action::Ask(None)));
        assert_eq!(press("p", &model), None, "what is behind a dialogue is left alone");
        model.ui.dialogue = None;
        assert_eq!(press("Escape", &model), Some(Action::Help(false)));
        model.ui.help = false;
        assert_eq!(press("Escape", &model), Some(Action::Present(false)));
        model.present = false;
        assert_eq!(press("Escape", &model), None);
    }

    #[test]
    fn one_program_gets_the_whole_stage_and_gives_it_back() {
        let shifted = Key { name: "E", shift: true, ..Key::default() };
        assert_eq!(action(shifted, &Model::default(), &NOTHING), None, "there is no program");
        let program = socketscope_shared::lesson::Program {
            actor: "client".into(),
            file: "client.py".into(),
            source: String::new(),
            arguments: String::new(),
            start: socketscope_shared::lesson::StartWhen::AtOnce,
        };
        let lesson =
            socketscope_shared::lesson::Lesson { programs: vec![program], ..testing::lesson("life") };
        let mut model =
            Model { may_run: true, lessons: vec![lesson], lesson: Some("life".into()), ..Model::default() };
        let large = Some(Action::Large(Some("client".into())));
        assert_eq!(action(shifted, &model, &NOTHING), large);
        model.apply(Action::Large(Some("client".into())));
        assert_eq!(action(shifted, &model, &NOTHING), Some(Action::Large(None)));
        assert_eq!(press("Escape", &model), Some(Action::Large(None)));
    }

    #[test]
    fn held_programs_have_keys_by_actor() {
        let mut events = testing::sticky_session();
        let at = events
            .iter()
            .position(|event| event.fact.actor() == Some(ActorId(1)) && event.fact.call().is_some());
        let at = at.expect("the client calls");
        let event = events[at].clone();
        let (Some(actor), Some(call)) = (event.fact.actor(), event.fact.call().cloned()) else {
            panic!("a call")
        };
        events.truncate(at);
        events.push(socketscope_shared::Event {
            fact: socketscope_shared::Fact::Held { actor, call },
            ..event
        });
        let mut model =
            Model { may_run: true, connection: crate::model::ConnectionState::Open, ..Model::default() };
        let chunk = testing::chunk(events);
        model.receive(Ok(Received::Down(Down::Started { session: chunk.session })));
        model.receive(Ok(Received::Chunk(chunk)));
        assert_eq!(
            press("s", &model),
            Some(Action::Release(ActorId(1))),
            "the second actor has the second key"
        );
        assert_eq!(press("a", &model), None, "the first is not held");
        let onward = |model: &Model| model.session.as_ref().map(|session| session.onward(Some(ActorId(0))));
        assert_eq!(onward(&model), Some(Onward::Release(ActorId(1))), "a step leads nowhere");
        model.apply(Action::SeekStart);
        assert_eq!(onward(&model), Some(Onward::Step));
    }
}
