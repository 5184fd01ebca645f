//! The socket to the relay: opens, and opens again when it broke.
//!
//! What is said over it is the model's business; the socket only reports itself and what came as actions.

pub mod archive;
mod backoff;

use crate::model::{Action, Connection};
use backoff::Backoff;
use gloo_timers::callback::Timeout;
use socketscope_shared::wire::{self, Up};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{BinaryType, Event, MessageEvent, WebSocket};
use yew::Callback;

/// A connection to the relay that comes back when it broke. Dropping it closes it for good.
#[derive(Debug)]
pub struct Relay {
    inner: Rc<Inner>,
}

#[derive(Debug)]
struct Inner {
    url: String,
    act: Callback<Action>,
    received: Callback<Vec<u8>>,
    attempt: RefCell<Option<Attempt>>,
    retry: RefCell<Option<Timeout>>,
    backoff: RefCell<Backoff>,
}

/// One WebSocket with its listeners. Dropping it closes it, and nothing more comes from it.
#[derive(Debug)]
struct Attempt {
    socket: WebSocket,
    _on_open: Closure<dyn FnMut(Event)>,
    _on_close: Closure<dyn FnMut(Event)>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Relay {
    /// Starts to connect; `act` gets the outcome, `received` what the relay says.
    pub fn connect(url: String, act: Callback<Action>, received: Callback<Vec<u8>>) -> Self {
        let inner = Rc::new(Inner {
            url,
            act,
            received,
            attempt: RefCell::default(),
            retry: RefCell::default(),
            backoff: RefCell::default(),
        });
        inner.open();
        Relay { inner }
    }

    /// Sends a message, if the connection is open. The model repeats what matters when it opens again.
    pub fn send(&self, up: &Up) {
        if let Some(attempt) = &*self.inner.attempt.borrow()
            && attempt.socket.ready_state() == WebSocket::OPEN
        {
            // A failure to send shows as a close, which is handled there.
            let _ = attempt.socket.send_with_u8_array(&wire::encode_up(up));
        }
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.inner.retry.take();
        self.inner.attempt.take();
    }
}

impl Inner {
    fn open(self: &Rc<Self>) {
        self.act.emit(Action::Connection(Connection::Connecting));
        match Attempt::new(self) {
            Some(attempt) => _ = self.attempt.replace(Some(attempt)),
            None => self.lost(),
        }
    }

    /// Tries again after a while. The listeners may be running: they are dropped by the next attempt.
    fn lost(self: &Rc<Self>) {
        let retry_in_ms = self.backoff.borrow_mut().next_ms();
        let weak = Rc::downgrade(self);
        let retry = Timeout::new(retry_in_ms, move || {
            if let Some(inner) = weak.upgrade() {
                inner.open();
            }
        });
        self.retry.replace(Some(retry));
        self.act.emit(Action::Connection(Connection::Lost { retry_in_ms }));
    }
}

impl Attempt {
    fn new(inner: &Rc<Inner>) -> Option<Self> {
        let socket = WebSocket::new(&inner.url).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let on_open = {
            let weak = Rc::downgrade(inner);
            Closure::<dyn FnMut(Event)>::new(move |_| {
                if let Some(inner) = weak.upgrade() {
                    inner.backoff.borrow_mut().reset();
                    inner.act.emit(Action::Connection(Connection::Opened));
                }
            })
        };
        let on_close = {
            let weak = Rc::downgrade(inner);
            Closure::<dyn FnMut(Event)>::new(move |_| {
                if let Some(inner) = weak.upgrade() {
                    inner.lost();
                }
            })
        };
        let on_message = {
            let received = inner.received.clone();
            Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
                // The relay sends no text; as an empty message it is an error that the page shows.
                let bytes = message.data().dyn_into::<js_sys::ArrayBuffer>();
                let bytes = bytes.map(|b| js_sys::Uint8Array::new(&b).to_vec()).unwrap_or_default();
                received.emit(bytes);
            })
        };
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Some(Attempt { socket, _on_open: on_open, _on_close: on_close, _on_message: on_message })
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onclose(None);
        self.socket.set_onmessage(None);
        let _ = self.socket.close();
    }
}
