//! A whole relay: opened from its configuration, served on a listener until told to stop.

use crate::{
    config::{Config, make_data_dir},
    hub::Hub,
    lessons::{self, recordings::Recordings},
    log_store::{LogStore, Retention},
    routes::{self, Site, listener, places::Places},
    session::Sessions,
    token::Token,
};
use anyhow::Context;
use socketscope_shared::lesson::Lesson;
use std::{future::Future, io, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::watch, task, time::timeout};

/// How long sessions have to end, and then viewers to learn of it.
const STOP_WITHIN: Duration = Duration::from_secs(4);

/// A relay that is ready to serve.
pub struct Relay {
    /// Its sessions.
    pub sessions: Arc<Sessions>,
    /// Their logs; `None` where nothing is kept.
    pub logs: Option<Arc<LogStore>>,
    /// Everyone who has it may run programs.
    pub token: Token,
    config: Config,
}

impl Relay {
    /// Reads the data directory and the lessons.
    pub fn open(config: Config) -> anyhow::Result<Self> {
        let data = &config.data;
        let unusable = || format!("the data directory {} cannot be used", data.display());
        make_data_dir(data).with_context(unusable)?;
        let token = Token::of(data).with_context(unusable)?;
        let logs = Arc::new(LogStore::open(data, Retention::default()).with_context(unusable)?);
        let lessons = lessons::load(config.lessons.as_deref())?;
        let sessions = Sessions::new(config.sessions.clone(), lessons, Some(logs.clone()));
        Ok(Relay { sessions, logs: Some(logs), token, config })
    }

    /// One that shows this recording and nothing else: it has no data directory, and nobody has its token.
    pub fn showing(config: Config, lessons: Vec<Lesson>, recording: Recordings) -> io::Result<Self> {
        let sessions = Sessions::with(config.sessions.clone(), lessons, None, recording);
        Ok(Relay { sessions, logs: None, token: Token::random()?, config })
    }

    /// Serves until `shutdown` is ready; then ends all sessions, tells all viewers, and saves all logs.
    pub async fn serve(self, listener: TcpListener, shutdown: impl Future<Output = ()>) -> io::Result<()> {
        let Relay { sessions, logs, token, config } = self;
        let (stop, stopping) = watch::channel(false);
        let hub = Hub { sessions: sessions.clone(), token, ping_every: config.ping_every, stopping };
        let places = Places::new(config.max_viewers);
        let port = listener.local_addr()?.port();
        let site = Site { hub, places: places.clone(), assets: config.assets, port };
        let router = routes::router(Arc::new(site));
        let server = task::spawn(listener::serve(listener, router, config.headers_within));

        shutdown.await;
        if timeout(STOP_WITHIN, sessions.shut_down()).await.is_err() {
            tracing::warn!("some sessions did not end in time");
        }
        stop.send_replace(true);
        let _ = timeout(STOP_WITHIN, places.all_free()).await;
        // Requests that still come for the page get nothing.
        server.abort();
        let close = move || logs.iter().for_each(|logs| logs.close());
        task::spawn_blocking(close).await.map_err(io::Error::other)
    }
}

/// Opens a relay and serves it on `listener` until `shutdown` is ready.
pub async fn run(
    listener: TcpListener,
    config: Config,
    shutdown: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    Ok(Relay::open(config)?.serve(listener, shutdown).await?)
}
