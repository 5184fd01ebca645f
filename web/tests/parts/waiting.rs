//! Who waits for what, in a real browser: held by us is not blocked by the kernel, and neither is a call that never waits.

use crate::page::forget;
use gloo_timers::future::TimeoutFuture;
use socketscope_shared::{
    ActorId, Event, Fact, Op, Outcome,
    testing::{self, Script, Sock},
    wire::{Down, Received},
};
use socketscope_web::{
    model::{Action, Model},
    view::shell::app::{App, Msg, Props},
};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;
use yew::{AppHandle, Callback, Renderer};

const SERVER: ActorId = ActorId(0);
const CLIENT: ActorId = ActorId(1);

/// A page that shows a log at its end.
struct Page {
    app: Option<AppHandle<App>>,
    root: Element,
}

impl Page {
    async fn of(events: Vec<Event>) -> Page {
        forget();
        let last = events.len() as u64;
        let chunk = testing::chunk(events);
        let replay = Callback::from(move |mut model: Model| {
            let down = [
                Down::Welcome { relay: "test".into(), may_run: true, lessons: Vec::new() },
                Down::Started { session: chunk.session },
            ];
            down.into_iter().for_each(|down| _ = model.receive(Ok(Received::Down(down))));
            model.receive(Ok(Received::Chunk(chunk.clone())));
            model.apply(Action::Seek(last));
            model
        });
        let document = web_sys::window().and_then(|w| w.document()).expect("a browser");
        let root = document.create_element("div").expect("an element");
        document.body().expect("a body").append_child(&root).expect("a place");
        let props = Props { socket_url: None, replay: Some(replay) };
        let app = Renderer::<App>::with_root_and_props(root.clone(), props).render();
        let page = Page { app: Some(app), root };
        page.until("the rulers stand", |page| !page.text(".ruler .name").is_empty()).await;
        page
    }

    async fn until(&self, what: &str, holds: impl Fn(&Page) -> bool) {
        for _ in 0..300 {
            if holds(self) {
                return;
            }
            TimeoutFuture::new(10).await;
        }
        panic!("not so within 3 s: {what}; the stage says: {}", self.text(".stage"));
    }

    fn text(&self, selector: &str) -> String {
        let list = self.root.query_selector_all(selector).expect("a selector");
        let text = |index| list.get(index).and_then(|node| node.text_content());
        (0..list.length()).filter_map(text).collect::<Vec<_>>().join(" | ")
    }

    async fn act(&self, action: Action) {
        if let Some(app) = &self.app {
            app.send_message(Msg::Act(action));
        }
        TimeoutFuture::new(0).await;
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}

/// A server that accepted a client, and what happens then; it goes on.
fn session(rest: impl FnOnce(&mut Script, Sock, Sock)) -> Vec<Event> {
    let mut s = Script::new("own", &[("server", "server.py", ""), ("client", "client.py", "")]);
    s.started(SERVER);
    s.started(CLIENT);
    let listener = s.listener(SERVER, 1, 5);
    let sock = s.socket(CLIENT, 1);
    let accept = s.call(Some(listener), 2, Op::Accept);
    s.entered(SERVER, &accept);
    let conn = s.connect(sock, 2);
    let accepted = s.accepted(&accept, SERVER, &conn);
    rest(&mut s, accepted, sock);
    s.finish()
}

#[wasm_bindgen_test]
async fn a_recv_that_we_hold_is_not_said_to_be_blocked() {
    let recv = |max_bytes| Op::Recv { max_bytes, flags: 0 };
    let held = session(|s, server, _| {
        let call = s.call(Some(server), 3, recv(1024));
        s.push(Fact::Held { actor: SERVER, call });
    });
    let page = Page::of(held).await;
    let words = page.text(".ruler .words.pending");
    assert!(words.contains("held before recv(1024)") && !words.contains("blocked"), "{words}");
    let blocked = session(|s, server, _| {
        let call = s.call(Some(server), 3, recv(1024));
        s.entered(SERVER, &call);
    });
    let page = Page::of(blocked).await;
    let words = page.text(".ruler .words.pending");
    assert!(words.contains("recv(1024) is blocked") && !words.contains("held"), "{words}");
}

#[wasm_bindgen_test]
async fn a_send_that_never_waits_is_not_said_to_be_blocked() {
    let under_way = |blocking: bool| {
        session(move |s, _, client| {
            s.quick(CLIENT, Some(client), 3, Op::SetBlocking { blocking }, Outcome::Done);
            let call = s.call(
                Some(client),
                4,
                Op::Send { data: b"hello".to_vec(), flags: 0, to: None, omitted_bytes: 0 },
            );
            s.entered(CLIENT, &call);
        })
    };
    let page = Page::of(under_way(true)).await;
    page.until("blocked in send", |page| page.text(".program .state.blocked").contains("send")).await;
    let page = Page::of(under_way(false)).await;
    page.until("running", |page| page.text(".program .state.run").contains("running")).await;
    assert_eq!(page.text(".program .state.blocked"), "");
}

#[wasm_bindgen_test]
async fn an_urgent_byte_has_its_box_where_it_was_received() {
    let page = Page::of(session(|s, server, client| {
        let op = Op::Send { data: b"hi!".to_vec(), flags: 1, to: None, omitted_bytes: 0 };
        s.quick(CLIENT, Some(client), 3, op, Outcome::Sent { len_bytes: 3 });
        s.recv(server, 4, 1024, b"hi");
        let outcome = Outcome::Received { data: b"!".to_vec(), from: None };
        s.quick(SERVER, Some(server), 5, Op::Recv { max_bytes: 1, flags: 1 }, outcome);
    }))
    .await;
    page.until("its box", |page| page.text(".ruler .urgent title").contains("MSG_OOB")).await;
    assert!(!page.text(".ruler .words").contains("not received"), "all three bytes are received");
    assert_eq!(page.text(".ruler .oob.ghost text"), "!", "the kernel has not gone past it");
    page.act(Action::Step { forward: false }).await;
    page.until("the byte still waits", |page| page.text(".ruler .words").contains("1 B not received yet"))
        .await;
    assert_eq!(page.text(".ruler .urgent"), "");
    assert_eq!(
        (page.text(".ruler .oob.ghost"), page.text(".ruler .oob text").as_str()),
        (String::new(), "!")
    );
}
