//! The relay: runs sessions, records what their sockets do, and serves the page and the logs.
//!
//! - [`session`]: all sessions: started, controlled, found by id.
//! - [`log_store`]: append-only logs in memory and on disk; [`hub`]: a viewer is a cursor into one.
//! - [`kept`]: recordings as people handle them: listed, renamed, pinned, shared.
//! - [`export`]: recordings for tools that know nothing of ours.
//! - [`routes`]: the router: the page's [`assets`], the WebSocket, who may connect.
//! - [`doctor`]: what this machine grants.
//! - [`relay`]: all of it together; [`cli`]: the command line; [`config`]: where data is kept, the [`token`].

mod arguments;
pub mod assets;
pub mod cli;
pub mod config;
pub mod doctor;
pub mod export;
mod fingerprint;
pub mod hub;
pub mod kept;
pub mod lessons;
pub mod log_store;
pub mod play;
pub mod publish;
pub mod recorder;
pub mod relay;
pub mod routes;
pub mod session;
pub mod stage;
pub mod token;
