//! Recordings: a session's as a file, a list of those that are kept, and changes to these.

use super::Site;
use crate::{
    kept::{self, KeptError, change},
    session::Download,
};
use axum::{
    body::Body,
    extract::{RawQuery, State},
    http::{HeaderName, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::stream;
use serde::Deserialize;
use socketscope_shared::{SessionId, wire::Refusal};
use std::{
    fs::File,
    io::{self, Read, Take},
    path::Path,
    sync::Arc,
};
use tokio::task;

const NO_ADDRESS: &str = "A recording's address is /recordings/<id>.skrec.\n";
/// Bytes of a file that are read at a time.
const PIECE_BYTES: u64 = 64 << 10;

/// `/recordings/<id>.skrec`: the recording of a session, for everybody who may watch it.
pub async fn file(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    let Some(session) = session_of(&uri) else {
        return (StatusCode::NOT_FOUND, NO_ADDRESS).into_response();
    };
    match site.hub.sessions.download(session).await {
        Ok(download) => attachment(download),
        Err(Refusal::NoSuchSession { session }) => {
            (StatusCode::NOT_FOUND, format!("There is no session {session}.\n")).into_response()
        }
        Err(Refusal::Unreadable { problem, .. }) => {
            (StatusCode::UNPROCESSABLE_ENTITY, format!("The recording cannot be read: {problem}.\n"))
                .into_response()
        }
        Err(reason) => {
            tracing::warn!("session {session} cannot be copied: {reason:?}");
            (StatusCode::SERVICE_UNAVAILABLE, "The recording cannot be copied now: try again.\n")
                .into_response()
        }
    }
}

/// What is to be done with a kept run: `{"name": "…"}`, `{"pinned": true}`, `{"removed": true}`. One that was removed can be
/// had back for an hour.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Change {
    Name(String),
    Pinned(bool),
    Removed(bool),
}

/// `POST /recordings/<id>.skrec?token=…`: renames, pins or removes a kept run.
pub async fn change(
    State(site): State<Arc<Site>>,
    RawQuery(query): RawQuery,
    uri: Uri,
    body: Bytes,
) -> Response {
    if !site.has_token(query.as_deref()) {
        return (StatusCode::FORBIDDEN, "Changes are for whoever has the token.\n").into_response();
    }
    let (Some(session), Some(dir)) = (session_of(&uri), site.hub.sessions.kept_in()) else {
        return (StatusCode::NOT_FOUND, NO_ADDRESS).into_response();
    };
    let change = match serde_json::from_slice(&body) {
        Ok(change) => change,
        Err(e) => {
            return (StatusCode::BAD_REQUEST, format!("No change that is known here: {e}.\n"))
                .into_response();
        }
    };
    match task::spawn_blocking(move || make(&dir, session, change)).await {
        Ok(Ok(())) => StatusCode::NO_CONTENT.into_response(),
        Ok(Err(e)) => {
            let status = match e {
                KeptError::NoSuch(_) => StatusCode::NOT_FOUND,
                KeptError::Busy(_) => StatusCode::CONFLICT,
                KeptError::BadName(_) | KeptError::Older(_) => StatusCode::UNPROCESSABLE_ENTITY,
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            };
            (status, format!("{e}\n")).into_response()
        }
        Err(e) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{e}\n")).into_response(),
    }
}

fn make(dir: &Path, session: SessionId, what: Change) -> Result<(), KeptError> {
    if let Change::Removed(false) = what {
        return change::restore(dir, session);
    }
    let kept = kept::find(dir, &session.to_string())?;
    match what {
        Change::Name(name) => change::rename(&kept, &name),
        Change::Pinned(pinned) => change::pin(&kept, pinned),
        Change::Removed(_) => change::set_aside(dir, &kept),
    }
}

/// The session that an address names.
fn session_of(uri: &Uri) -> Option<SessionId> {
    SessionId::parse(uri.path().rsplit('/').next()?.strip_suffix(".skrec")?)
}

/// `/recordings?token=…`: the kept runs, as JSON.
pub async fn list(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> Response {
    if !site.has_token(query.as_deref()) {
        return (StatusCode::FORBIDDEN, "The list is for whoever has the token.\n").into_response();
    }
    let dir = site.hub.sessions.kept_in();
    let listed = task::spawn_blocking(move || dir.map_or(Ok(Vec::new()), |dir| kept::list(&dir))).await;
    let json = match listed {
        Ok(Ok(list)) => serde_json::to_vec(&list).map_err(|e| e.to_string()),
        Ok(Err(e)) => Err(e.to_string()),
        Err(e) => Err(e.to_string()),
    };
    match json {
        Ok(json) => with(json.into(), &[(header::CONTENT_TYPE, "application/json")]),
        Err(problem) => {
            tracing::warn!("the kept runs cannot be listed: {problem}");
            (StatusCode::INTERNAL_SERVER_ERROR, "The kept runs cannot be listed.\n").into_response()
        }
    }
}

fn attachment(download: Download) -> Response {
    let named = format!("attachment; filename=\"{}\"", download.file_name);
    let len_bytes = download.len_bytes().to_string();
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CONTENT_DISPOSITION, &named),
        (header::CONTENT_LENGTH, &len_bytes),
    ];
    with(Body::from_stream(stream::unfold(download, piece)), &headers)
}

fn with(body: Body, headers: &[(HeaderName, &str)]) -> Response {
    let mut response = Response::new(body);
    let out = response.headers_mut();
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in headers {
        out.insert(name, HeaderValue::from_str(value).expect("file names are plain"));
    }
    response
}

/// The next bytes: the file's, piece by piece, then the rest.
async fn piece(mut download: Download) -> Option<(io::Result<Bytes>, Download)> {
    if let Some(front) = download.front.take_if(|front| front.limit() > 0) {
        let read = task::spawn_blocking(move || read_piece(front)).await.map_err(io::Error::other);
        return Some(match read.flatten() {
            Ok((bytes, front)) => {
                download.front = Some(front);
                (Ok(bytes), download)
            }
            Err(e) => (Err(e), download),
        });
    }
    let rest = std::mem::take(&mut download.rest);
    (!rest.is_empty()).then_some((Ok(rest), download))
}

fn read_piece(mut front: Take<File>) -> io::Result<(Bytes, Take<File>)> {
    let len_bytes = front.limit().min(PIECE_BYTES);
    let mut bytes = vec![0; len_bytes as usize];
    front.read_exact(&mut bytes)?;
    Ok((bytes.into(), front))
}
