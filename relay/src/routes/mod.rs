//! The router.
//!
//! - [`access`]: who may connect; [`assets`]: the page; [`socket`]: the WebSocket; [`recordings`]: runs as files.
//! - [`listener`]: how many connect, and for how long; [`places`]: how many of them stay as viewers.

mod access;
mod assets;
pub mod listener;
pub mod places;
mod recordings;
mod socket;

use crate::{assets::Asset, hub::Hub};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use places::Places;
use std::sync::Arc;

/// Longest body of a request: a name.
const MAX_BODY_BYTES: usize = 4 << 10;

/// What the routes need.
pub struct Site {
    /// For the viewers.
    pub hub: Hub,
    /// One for each viewer.
    pub places: Places,
    /// The page.
    pub assets: &'static [Asset],
    /// The port that the page is served on.
    pub port: u16,
}

impl Site {
    /// Whether an address's query shows the token (`?token=…`).
    fn has_token(&self, query: Option<&str>) -> bool {
        let token = query.and_then(|query| query.strip_prefix("token="));
        token.is_some_and(|token| self.hub.token.matches(token))
    }
}

/// All routes.
pub fn router(site: Arc<Site>) -> Router {
    let policy = content_policy(site.port);
    Router::new()
        .route("/ws", get(socket::upgrade))
        .route("/recordings", get(recordings::list))
        .route("/recordings/{file}", get(recordings::file).post(recordings::change))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .fallback_service(get(assets::serve).with_state(site.clone()))
        .layer(middleware::from_fn_with_state(site.port, guard))
        .layer(middleware::from_fn_with_state(policy, harden))
        .with_state(site)
}

/// Keeps other sites out: a page of theirs that finds this port gets nothing.
async fn guard(State(port): State<u16>, request: Request, next: Next) -> Response {
    match access::check(request.headers(), port) {
        Ok(()) => next.run(request).await,
        Err(reason) => (StatusCode::FORBIDDEN, format!("{reason}\n")).into_response(),
    }
}

/// What a browser must not do with anything from here.
async fn harden(State(policy): State<HeaderValue>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let fixed: [(HeaderName, &'static str); 4] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    let headers = response.headers_mut();
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// No script but the page's own files. Yew places elements with `style` attributes. Some browsers do not count a
/// WebSocket of the same host as `'self'`. What a frame may show are the doors into sessions, whose ports nobody knows yet.
fn content_policy(port: u16) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; worker-src 'self'; \
         connect-src 'self' ws://127.0.0.1:{port} ws://localhost:{port}; frame-src http://127.0.0.1:*; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).expect("only ASCII")
}
