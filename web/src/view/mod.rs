//! The model as elements and pictures.
//!
//! Every view is `pub fn view(model: &Model, act: &Callback<Action>) -> Html`: a pure function of the model. A picture
//! on a canvas is a function component whose properties are an immutable, precomputed geometry.

mod answering;
pub mod app;
pub mod browser;
pub mod bytes;
pub mod calls;
pub mod canvas;
pub mod code;
pub mod comparison;
pub mod contrast;
pub mod door;
pub mod editable;
pub mod editor;
mod exchange;
pub mod figures;
pub mod frames;
pub mod header;
pub mod help;
mod http;
pub mod later;
pub mod layers;
pub mod layers_message;
pub mod layers_models;
pub mod layers_sums;
pub mod lesson;
pub mod nav;
pub mod pane;
pub mod parts;
pub mod predict;
pub mod programs;
pub mod readiness;
mod ready_sets;
pub mod reasons;
pub mod ruler;
pub mod ruler_controls;
pub mod ruler_frames;
pub mod ruler_pending;
pub mod ruler_rows;
pub mod side;
pub mod sockets;
pub mod stage;
pub mod status;
pub mod streams;
pub mod tracks;
pub mod tracks_paint;
pub mod transport;
pub mod typing;
pub mod views;
pub mod words;
