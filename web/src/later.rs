//! Parts of the page whose code is fetched when it is needed first, so that the page itself is there sooner.
//!
//! `cargo xtask web` builds with the feature `split` and puts each [`Part`] into a file of its own; without the
//! feature all is in one file, and every part is there at once.

use crate::{
    model::{Action, Model},
    view::{comparison, layers, readiness},
};
use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};
use yew::prelude::*;

/// Functions of a part: calls them where its code is there, and is `None` where not.
macro_rules! part {
    ($part:ident: $(fn $name:ident($($arg:ident: $type:ty),*) -> $result:ty = $to:expr;)+) => {
        pub mod $part {
            use super::*;

            $(
                /// `None` until the part is here.
                pub fn $name($($arg: $type),*) -> Option<$result> {
                    #[cfg_attr(feature = "split", wasm_split_helpers::wasm_split($part, fallible))]
                    fn split($($arg: $type),*) -> Result<$result, Missing> {
                        Ok($to($($arg),*))
                    }
                    #[cfg(feature = "split")]
                    return now(split($($arg),*))?.ok();
                    #[cfg(not(feature = "split"))]
                    split($($arg),*).ok()
                }
            )+
        }
    };
}

/// A part's file could not be fetched.
#[derive(Debug)]
pub struct Missing;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Missing
    }
}

/// What is ready at once.
#[cfg(feature = "split")]
fn now<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

part! { layer:
    fn card(model: &Model, act: &Callback<Action>) -> Html = layers::card;
}
part! { ready:
    fn card(model: &Model, act: &Callback<Action>) -> Option<Html> = readiness::card;
}
part! { compare:
    fn card(model: &Model, act: &Callback<Action>) -> Html = comparison::card;
}
