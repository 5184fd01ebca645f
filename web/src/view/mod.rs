//! The model as elements and pictures.
//!
//! Every view is `pub fn view(model: &Model, act: &Callback<Action>) -> Html`: a pure function of the model. A picture
//! on a canvas is a function component whose properties are an immutable, precomputed geometry.

pub mod app;
pub mod bytes;
pub mod calls;
pub mod predict;
pub mod programs;
pub mod ruler;
pub mod sockets;
pub mod stage;
pub mod streams;
