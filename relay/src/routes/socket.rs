//! The WebSocket's beginning.

use super::Site;
use axum::{
    extract::{State, WebSocketUpgrade},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use socketscope_shared::wire::MAX_UP_BYTES;
use std::sync::Arc;

/// Up to this size, a message that is too long is still read, so that the page hears why it is not taken.
const MAX_READ_BYTES: usize = 4 * MAX_UP_BYTES;
/// A thousand viewers have a buffer each, and nearly all that they say is short.
const READ_BUFFER_BYTES: usize = 4 << 10;

/// Makes a viewer of whoever asks, as long as there is room.
pub async fn upgrade(State(site): State<Arc<Site>>, request: WebSocketUpgrade) -> Response {
    let Ok(permit) = site.viewers.clone().try_acquire_owned() else {
        let reason = "As many pages are connected as this relay serves: close one.\n";
        return (StatusCode::SERVICE_UNAVAILABLE, reason).into_response();
    };
    let hub = site.hub.clone();
    request
        .read_buffer_size(READ_BUFFER_BYTES)
        .max_message_size(MAX_READ_BYTES)
        .max_frame_size(MAX_READ_BYTES)
        .on_upgrade(|socket| async move {
            hub.attend(socket).await;
            drop(permit);
        })
}
