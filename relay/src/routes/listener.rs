//! Takes connections that ask for the page: a limited number at once, and each for a limited time.
//!
//! These connections have not shown the token yet, so none may keep another from coming: if there are too many,
//! the oldest goes. One that has become a WebSocket is no longer counted here, but among the [places](super::places).

use axum::Router;
use hyper::server::conn::http1::Builder;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use std::{collections::VecDeque, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    task::{AbortHandle, JoinSet},
    time::{sleep, timeout},
};

/// Connections at once. A browser opens six.
const AT_ONCE: usize = 128;
/// A request's headers must arrive within a time limit; all requests of a connection within this many times that.
const HEADERS_PER_CONNECTION: u32 = 6;
/// How much of a request is kept while it comes, in bytes.
const BUFFER_BYTES: usize = 32 << 10;
/// How long a failed accept (no descriptor is free) is waited out.
const PAUSE: Duration = Duration::from_millis(200);

/// Serves until it is dropped. Headers may take `headers_within`, also the next ones of a connection that stays open.
pub async fn serve(listener: TcpListener, router: Router, headers_within: Duration) {
    let mut tasks = JoinSet::new();
    let mut open = VecDeque::<AbortHandle>::new();
    loop {
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(e) => {
                tracing::warn!("a connection could not be taken: {e}");
                sleep(PAUSE).await;
                continue;
            }
        };
        while tasks.try_join_next().is_some() {}
        open.retain(|connection| !connection.is_finished());
        if open.len() >= AT_ONCE
            && let Some(oldest) = open.pop_front()
        {
            oldest.abort();
        }
        open.push_back(tasks.spawn(converse(stream, router.clone(), headers_within)));
    }
}

async fn converse(stream: TcpStream, router: Router, headers_within: Duration) {
    // A viewer gets each event when it happens, not when the last one is acknowledged.
    if let Err(e) = stream.set_nodelay(true) {
        tracing::debug!("a connection keeps its segments back: {e}");
    }
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(headers_within).max_buf_size(BUFFER_BYTES);
    let service = TowerToHyperService::new(router);
    let connection = builder.serve_connection(TokioIo::new(stream), service).with_upgrades();
    // A browser that has been here that long connects again.
    if let Ok(Err(e)) = timeout(headers_within * HEADERS_PER_CONNECTION, connection).await {
        tracing::debug!("a connection broke off: {e}");
    }
}
