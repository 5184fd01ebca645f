//! Parts of the page that come later than what they show.

use super::{Action, Connection, ConnectionState, Model, StageView, tests::lesson};
use crate::part::{Code, Part};
use socketscope_shared::{
    testing,
    wire::{self, Down, Up},
};

/// Connected, but with no part here.
fn bare() -> Model {
    let mut model = Model { parts: [Code::Away; Part::ALL.len()], ..Model::default() };
    model.apply(Action::Connection(Connection::Opened));
    welcome(&mut model);
    model
}

fn welcome(model: &mut Model) {
    let lessons = vec![lesson("sticky")];
    model.hear(&wire::encode_down(&Down::Welcome { relay: "0.1.0".into(), may_run: true, lessons }));
}

#[test]
fn events_are_asked_for_when_they_can_be_folded() {
    let chunk = testing::chunk(testing::sticky_session());
    let mut model = bare();
    assert_eq!(
        Part::ALL.map(|part| model.needs(part)),
        [true, true, false, false, false, false, false, false]
    );
    let started = wire::encode_down(&Down::Started { session: chunk.session });
    assert_eq!(model.hear(&started), [], "its events could not be folded yet");

    let said = model.apply(Action::Part(Part::Session, Code::Here));
    assert_eq!(said, [Up::Watch { session: chunk.session, after: 0 }]);
    model.hear(&wire::encode_chunk(chunk.session, chunk.first_seq, &chunk.events));
    let session = model.session.as_ref().expect("a session");
    assert_eq!(session.timeline.last_seq(), chunk.events.len() as u64);

    model.apply(Action::ShowView(StageView::Layers));
    assert!(model.needs(Part::Layers) && !model.needs(Part::Comparison));
}

#[test]
fn what_could_not_be_fetched_is_tried_again_when_the_relay_is_back() {
    let mut model = bare();
    model.apply(Action::Part(Part::Session, Code::Failed));
    model.apply(Action::Part(Part::Layers, Code::Here));
    welcome(&mut model);
    assert_eq!(model.parts[Part::Session.index()], Code::Away);
    assert_eq!(model.parts[Part::Layers.index()], Code::Here);
}

#[test]
fn what_nobody_understands_is_said() {
    for bytes in [&b""[..], b"not ours", &wire::encode_up(&Up::Hello { token: None })] {
        let mut model = bare();
        assert_eq!(model.hear(bytes), []);
        assert!(matches!(model.connection, ConnectionState::Refused(_)), "{bytes:?}");
    }
}
