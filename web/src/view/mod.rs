//! The model as elements and pictures.
//!
//! Every view is `pub fn view(model: &Model, act: &Callback<Action>) -> Html`: a pure function of the model. A picture
//! on a canvas is a function component whose properties are an immutable, precomputed geometry.
//!
//! Each folder is a part of the page's code ([`crate::part`]). It uses [`kit`], which they share, and no other part;
//! [`shell::fetched`] alone names all of them.

pub mod comparison;
pub mod editor;
pub mod exchange;
pub mod kept;
pub mod kit;
pub mod layers;
pub mod readiness;
pub mod session;
pub mod shell;
