//! Servers side by side in a real browser, drawn from a hand-made log.
#![cfg(target_arch = "wasm32")]

use gloo_timers::future::TimeoutFuture;
use socketscope_shared::{
    ActorId, Event, Op, Outcome, Text,
    framing::Framing,
    lesson::{Lesson, Program, Section, StartWhen, View},
    testing::{self, Script},
    wire::{Down, Received},
};
use socketscope_web::{
    model::{Action, Model},
    view::app::{App, Msg, Props},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement};
use yew::{AppHandle, Callback, Renderer};

wasm_bindgen_test_configure!(run_in_browser);

const SERVER_PY: &str = "sock = socket.create_server(ADDR)\n";
const SERVERS: u16 = 4;
/// Each server has its crowd after it.
const NAMES: [&str; 8] = ["one", "crowd 1", "two", "crowd 2", "three", "crowd 3", "four", "crowd 4"];

fn source(place: usize) -> &'static str {
    if place.is_multiple_of(2) { SERVER_PY } else { "pass\n" }
}

/// Server n asks n times in vain and answers two clients, each after n ms.
fn visited() -> Vec<Event> {
    let actors: Vec<_> =
        NAMES.iter().enumerate().map(|(place, name)| (*name, "x.py", source(place))).collect();
    let mut s = Script::new("crowd", &actors);
    for nth in 0..SERVERS {
        let (server, crowd) = (ActorId(2 * nth), ActorId(2 * nth + 1));
        s.started(server);
        let listener = s.listener(server, 1, 5);
        for _ in 0..nth {
            s.quick(server, Some(listener), 2, Op::Accept, Outcome::WouldBlock);
        }
        s.started(crowd);
        for _ in 0..2 {
            let client = s.socket(crowd, 1);
            let conn = s.connect(client, 2);
            s.sendall(client, 3, b"hello");
            s.wait_us(1_000 * u64::from(nth + 1));
            let accept = s.call(Some(listener), 2, Op::Accept);
            let sock = s.accepted(&accept, server, &conn);
            s.sendall(sock, 4, b"HELLO");
            s.recv(client, 4, 9, b"HELLO");
        }
        s.exited(crowd);
        s.exited(server);
    }
    s.ended();
    s.finish()
}

fn lesson() -> Lesson {
    let text = |en: &str| Text { en: en.into(), zh: en.into() };
    let program = |(place, name): (usize, &&str)| Program {
        actor: (*name).to_owned(),
        file: "x.py".into(),
        source: source(place).into(),
        start: match place {
            0 => StartWhen::AtOnce,
            place if place.is_multiple_of(2) => StartWhen::Ended(NAMES[place - 1].into()),
            place => StartWhen::Listening(NAMES[place - 1].into()),
        },
    };
    Lesson {
        id: "crowd".into(),
        number: "5.3".into(),
        section: Section::Multiplexing,
        title: text("Four servers"),
        summary: text("-"),
        programs: NAMES.iter().enumerate().map(program).collect(),
        knobs: Vec::new(),
        framing: Framing::None,
        view: Some(View::Comparison),
        doors: Vec::new(),
        contrast: None,
        axis: Default::default(),
        markers: Vec::new(),
        predictions: Vec::new(),
        claims: Vec::new(),
    }
}

struct Page {
    app: Option<AppHandle<App>>,
    root: Element,
}

impl Page {
    async fn open() -> Page {
        let chunk = testing::chunk(visited());
        let replay = Callback::from(move |mut model: Model| {
            let down = [
                Down::Welcome { relay: "test".into(), may_run: true, lessons: vec![lesson()] },
                Down::Started { session: chunk.session },
            ];
            down.into_iter().for_each(|down| _ = model.receive(Ok(Received::Down(down))));
            model.apply(Action::SelectLesson("crowd".into()));
            model.receive(Ok(Received::Down(Down::Started { session: chunk.session })));
            model.receive(Ok(Received::Chunk(chunk.clone())));
            model
        });
        let document = web_sys::window().and_then(|w| w.document()).expect("a browser");
        let root = document.create_element("div").expect("an element");
        document.body().expect("a body").append_child(&root).expect("a place");
        let props = Props { socket_url: None, replay: Some(replay) };
        let app = Renderer::<App>::with_root_and_props(root.clone(), props).render();
        let page = Page { app: Some(app), root };
        page.until("the comparison stands", |page| !page.texts(".comparison").is_empty()).await;
        page.act(Action::SeekEnd).await;
        page
    }

    async fn act(&self, action: Action) {
        if let Some(app) = &self.app {
            app.send_message(Msg::Act(action));
        }
        TimeoutFuture::new(0).await;
    }

    async fn until(&self, what: &str, holds: impl Fn(&Page) -> bool) {
        for _ in 0..300 {
            if holds(self) {
                return;
            }
            TimeoutFuture::new(10).await;
        }
        panic!("not so within 3 s: {what}; the stage says: {:?}", self.texts(".stage"));
    }

    fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let list = self.root.query_selector_all(selector).expect("a selector");
        (0..list.length()).filter_map(|index| list.get(index)?.dyn_into().ok()).collect()
    }

    fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).iter().map(|e| e.text_content().unwrap_or_default()).collect()
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

#[wasm_bindgen_test]
async fn the_figures_stand_side_by_side_and_follow_the_cursor() {
    let page = Page::open().await;
    let wasted = ["0", "1", "2", "3"];
    page.until("all have ended", |page| page.texts(".cmp.waste > span") == wasted).await;
    assert_eq!(page.texts(".cmp.heads button"), ["one", "two", "three", "four"]);
    assert!(page.texts(".cmp.cost > span").iter().all(|text| text == "31 ms"));
    page.act(Action::Seek(1)).await;
    page.until("nothing has happened", |page| page.texts(".cmp.waste > span") == ["0"; 4]).await;
    assert_eq!(page.texts(".cmp.cost > span"), ["–"; 4], "what it cost is known at its end");
}

#[wasm_bindgen_test]
async fn one_server_and_its_crowd_have_cards_and_a_column_chooses() {
    let page = Page::open().await;
    let cards = |page: &Page| page.texts(".program .who");
    page.until("the last that started", |page| cards(page) == ["crowd 4", "four"]).await;
    assert_eq!(page.all(".cast button").len(), 4);
    page.all(".cmp.heads button")[1].click();
    page.until("the chosen one", |page| cards(page) == ["crowd 2", "two"]).await;
    page.until("its stream", |page| page.texts(".tube b").iter().all(|text| text.contains("two"))).await;
}
