//! The WebSocket's beginning.

use super::Site;
use axum::{
    extract::{RawQuery, State, WebSocketUpgrade},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use socketscope_shared::wire::{MAX_GUEST_BYTES, MAX_UP_BYTES};
use std::sync::Arc;

/// Up to this size, a message that is too long is still read, so that the page hears why it is not taken.
const MAX_READ_BYTES: usize = 4 * MAX_UP_BYTES;
/// A thousand viewers have a buffer each, and nearly all that they say is short.
const READ_BUFFER_BYTES: usize = 4 << 10;

/// Makes a viewer of everyone who asks, as long as there is room. With the token in the address (`/ws?token=…`) it gets a
/// place that is kept, and may send programs; for others, messages are short.
pub async fn upgrade(
    State(site): State<Arc<Site>>,
    RawQuery(query): RawQuery,
    request: WebSocketUpgrade,
) -> Response {
    let has_token = site.has_token(query.as_deref());
    let Some(place) = site.places.take(has_token) else {
        let reason = "As many pages are connected as this relay serves: close one.\n";
        return (StatusCode::SERVICE_UNAVAILABLE, reason).into_response();
    };
    let (max_bytes, max_read_bytes) =
        if has_token { (MAX_UP_BYTES, MAX_READ_BYTES) } else { (MAX_GUEST_BYTES, MAX_GUEST_BYTES) };
    let hub = site.hub.clone();
    request
        .read_buffer_size(READ_BUFFER_BYTES)
        .max_message_size(max_read_bytes)
        .max_frame_size(max_read_bytes)
        .on_upgrade(move |socket| async move {
            hub.attend(socket, max_bytes).await;
            drop(place);
        })
}
