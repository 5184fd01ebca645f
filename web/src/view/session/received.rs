//! What a visitor of a recorded run received, where a live run has the person's own browser: as text, never as markup.

use super::ruler::http;
use crate::{geometry::plain, i18n, model::Session};
use socketscope_shared::{Language, StreamId, framing::Framing};
use yew::prelude::*;

/// Bytes that are looked at, at most: a page sends more than a card shows.
const MAX_BYTES: u64 = 64 * 1024;
/// Letters shown of what a page says.
const MAX_LETTERS: usize = 2000;

/// The last answer in the first `bytes` of the stream to the visitor.
pub fn view(lang: Language, session: &Session, stream: StreamId, bytes: u64) -> Html {
    let history = session.timeline.history().stream(stream);
    let bytes = history.map(|history| history.slice(0, bytes.min(MAX_BYTES))).unwrap_or_default();
    let label = i18n::DOOR_RECEIVED.get(lang);
    let frame = Framing::Http.frames(bytes).pop();
    let body = frame.map(|frame| (frame.body_from as usize, frame.body_to.min(frame.to) as usize));
    let body = body.and_then(|(from, to)| bytes.get(from..to)).unwrap_or_default();
    // Of a page in HTML what it says, besides how it is written.
    let page = plain::text(body, MAX_LETTERS);
    let message = frame.and_then(|frame| http::message(lang, &frame, bytes));
    let message = message.unwrap_or_else(|| html! { <pre>{ plain::printable(bytes, MAX_LETTERS) }</pre> });
    html! {
        <div class="received" tabindex="0" role="group" aria-label={label}>
            <small>{ label }</small>
            if let Some(page) = page { <p>{ page }</p> }
            { message }
        </div>
    }
}
