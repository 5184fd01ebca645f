//! A relay that is not there: its answers come from recordings. It comes with a part of the page of its own.

mod fetch;
mod replay;

use crate::{
    model::{Action, Archive, Connection},
    part::table,
};
use fetch::Limit;
use socketscope_shared::{
    SessionId,
    wire::{self, Down, Received, Up},
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;
use yew::Callback;

/// What the page tells it, as it would tell a relay.
pub type Tell = Box<dyn Fn(&Up)>;

/// Opens an archive. `act` gets what is wrong with it, `heard` what a relay would have said; a file is what was dropped onto
/// the page.
pub type Open = fn(Archive, Option<Blob>, Callback<Action>, Callback<Box<Received>>) -> Tell;

table! {
    /// Part "archive".
    archive, in archive: Open = open
}

struct Inner {
    place: Archive,
    dropped: Option<Blob>,
    act: Callback<Action>,
    heard: Callback<Box<Received>>,
    /// The recording that was opened by itself.
    opened: RefCell<Option<(SessionId, Rc<[u8]>)>>,
    /// The latest watch; an earlier one says no more.
    watch: Cell<u32>,
}

fn open(
    place: Archive,
    dropped: Option<Blob>,
    act: Callback<Action>,
    heard: Callback<Box<Received>>,
) -> Tell {
    let inner =
        Rc::new(Inner { place, dropped, act, heard, opened: RefCell::default(), watch: Cell::default() });
    Box::new(move |up| inner.told(up))
}

impl Inner {
    fn told(self: &Rc<Self>, up: &Up) {
        let inner = self.clone();
        match up {
            Up::Hello { .. } => spawn_local(async move { inner.settle(inner.welcome().await) }),
            Up::Watch { session, after } => {
                let (session, after) = (*session, *after);
                let turn = self.watch.get().wrapping_add(1);
                self.watch.set(turn);
                spawn_local(async move { inner.settle(inner.play(session, after, turn).await) });
            }
            // Nothing runs here.
            Up::Start { .. } | Up::Control { .. } => {}
        }
    }

    fn settle(&self, done: Result<(), replay::Problem>) {
        if let Err(problem) = done {
            self.act.emit(Action::Connection(Connection::Unusable(problem)));
        }
    }

    fn say(&self, received: Received) {
        self.heard.emit(Box::new(received));
    }

    async fn welcome(&self) -> Result<(), replay::Problem> {
        let bytes = match (&self.place, &self.dropped) {
            (Archive::Site { lessons }, _) => {
                let bytes = fetch::get(lessons, Limit::LESSONS).await?;
                let Ok(down) = wire::decode_down(&bytes) else { return Err(replay::OTHER_BUILD) };
                self.say(Received::Down(down));
                return Ok(());
            }
            (Archive::Recording { url }, _) => fetch::get(url, Limit::RECORDING).await?,
            (Archive::File { .. }, Some(file)) => fetch::read(file, Limit::RECORDING).await?,
            (Archive::File { .. }, None) => return Err(replay::UNREACHABLE),
        };
        let (session, lesson) = replay::header(&bytes)?;
        self.opened.replace(Some((session, bytes.into())));
        let relay = String::new();
        self.say(Received::Down(Down::Welcome { relay, may_run: false, lessons: vec![lesson] }));
        Ok(())
    }

    async fn play(&self, session: SessionId, after: u64, turn: u32) -> Result<(), replay::Problem> {
        let opened =
            self.opened.borrow().as_ref().filter(|(id, _)| *id == session).map(|(_, bytes)| bytes.clone());
        let bytes = match opened {
            Some(bytes) => bytes,
            None => {
                let file = ["recordings/", &session.to_string(), ".skrec"].concat();
                fetch::get(&file, Limit::RECORDING).await?.into()
            }
        };
        for chunk in replay::Replay::new(bytes, session, after)? {
            if self.watch.get() != turn {
                return Ok(());
            }
            self.say(Received::Chunk(chunk));
            // The page stays usable while a long one comes in.
            gloo_timers::future::TimeoutFuture::new(0).await;
        }
        Ok(())
    }
}
