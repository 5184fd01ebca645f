//! The lesson's note.

use crate::model::Model;
use yew::prelude::*;

/// The lesson's note whose moment has passed last, as long as it is true.
pub fn view(model: &Model) -> Html {
    let passed = model.session.as_ref().and_then(|session| {
        let lesson = session.info().map(|info| &info.lesson)?;
        let lesson = model.lessons.iter().find(|known| known.id == *lesson)?;
        let cursor = session.world().cursor;
        let moments = lesson.markers.iter().zip(&session.moments.markers);
        // Of many servers, what is said about the one shown.
        let cast = model.session_cast();
        let passed = moments
            .filter(|(_, found)| {
                cast.as_ref().is_none_or(|cast| found.actor.is_some_and(|actor| cast.shown.contains(&actor)))
            })
            .filter_map(|(marker, found)| {
                Some((found.returned.filter(|seq| *seq <= cursor)?, found, marker))
            });
        // An earlier one does not come back.
        let (_, last, marker) = passed.max_by_key(|(seq, ..)| *seq)?;
        last.is_told_at(cursor).then_some(marker)
    });
    match passed {
        Some(marker) => html! { <p class="note">{ marker.text.get(model.lang) }</p> },
        None => Html::default(),
    }
}
