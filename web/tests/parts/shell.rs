//! The page around the stage in a real browser, and its connection to a relay that the test plays.

use crate::page::forget;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Reflect, Uint8Array};
use socketscope_shared::{
    SessionId, Text,
    lesson::{Knob, KnobKind, KnobTarget, Lesson},
    testing,
    wire::{self, Control, Down, Refusal, Up},
};
use socketscope_web::view::shell::app::{App, Props};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};
use yew::{AppHandle, Renderer};

/// Stands in for the browser's WebSocket: keeps what is sent, and lets the test open, speak and break.
const FAKE_SOCKET: &str = r"
globalThis.fakes = [];
globalThis.WebSocket = class {
  constructor(url) { this.url = url; this.readyState = 0; this.sent = []; fakes.push(this); }
  send(data) { this.sent.push(new Uint8Array(data)); }
  close() { this.readyState = 3; }
  opens() { this.readyState = 1; this.onopen(new Event('open')); }
  says(bytes) { this.onmessage(new MessageEvent('message', { data: bytes.slice().buffer })); }
  breaks() { this.readyState = 3; this.onclose(new Event('close')); }
};
globalThis.WebSocket.OPEN = 1;
";

/// A page, and the relay that the test plays to it.
struct Page {
    app: Option<AppHandle<App>>,
    root: Element,
}

impl Page {
    /// Connects to a relay that has not answered yet.
    async fn connecting() -> Self {
        js_sys::eval(FAKE_SOCKET).expect("plain JavaScript");
        forget();
        let document = web_sys::window().and_then(|w| w.document()).expect("a browser");
        let root = document.create_element("div").expect("an element");
        document.body().expect("a body").append_child(&root).expect("a place");
        let props = Props { socket_url: Some("ws://relay.test/ws".into()), replay: None };
        let app = Renderer::<App>::with_root_and_props(root.clone(), props).render();
        let page = Page { app: Some(app), root };
        page.until("it connects", |_| sockets().length() == 1).await;
        page
    }

    /// Connected and welcomed.
    async fn open() -> Self {
        let page = Page::connecting().await;
        page.relay("opens", &[]);
        page.says(&welcome(true));
        page.until("the lessons are there", |page| page.count(".curriculum .lesson") == 2).await;
        page
    }

    /// Open, and a run started.
    async fn started() -> Self {
        let page = Page::open().await;
        page.click(".run");
        page.until("a run is asked for", |_| matches!(sent().last(), Some(Up::Start { .. }))).await;
        page.says(&wire::encode_down(&Down::Started { session: testing::SESSION }));
        page.until("it is watched", |_| sent().last() == Some(&watch(0))).await;
        page
    }

    /// Calls a method of the newest socket.
    fn relay(&self, method: &str, arguments: &[JsValue]) {
        let socket = sockets().pop();
        let method: Function = get(&socket, method).dyn_into().expect("a method");
        method.apply(&socket, &arguments.iter().collect::<Array>()).expect("it runs");
    }

    fn says(&self, bytes: &[u8]) {
        self.relay("says", &[Uint8Array::from(bytes).into()]);
    }

    /// Sends the events `first` to `last`.
    fn events(&self, first: usize, last: usize) {
        let all = testing::sticky_session();
        let last = last.min(all.len());
        self.says(&wire::encode_chunk(testing::SESSION, first as u64, &all[first - 1..last]));
    }

    fn press(&self, key: &str) {
        let event = ["window.dispatchEvent(new KeyboardEvent('keydown', { key: '", key, "' }))"].concat();
        js_sys::eval(&event).expect("plain JavaScript");
    }

    /// Whether the cursor and the last event are these: `9/20`.
    fn at(&self, cursor: &str) -> bool {
        self.element(".event-of")
            .and_then(|e| e.get_attribute("data-cursor"))
            .is_some_and(|at| at.starts_with(cursor))
    }

    fn element(&self, selector: &str) -> Option<Element> {
        self.root.query_selector(selector).expect("a selector")
    }

    fn click(&self, selector: &str) {
        let element = self.element(selector).unwrap_or_else(|| panic!("no {selector}"));
        element.unchecked_into::<HtmlElement>().click();
    }

    fn count(&self, selector: &str) -> u32 {
        self.root.query_selector_all(selector).expect("a selector").length()
    }

    fn text(&self, selector: &str) -> String {
        self.element(selector).and_then(|e| e.text_content()).unwrap_or_default()
    }

    async fn until(&self, what: &str, holds: impl Fn(&Page) -> bool) {
        for _ in 0..300 {
            if holds(self) {
                return;
            }
            TimeoutFuture::new(10).await;
        }
        panic!("never happened: {what}; the page says: {}", self.root.text_content().unwrap_or_default());
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

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).expect("an object")
}

fn sockets() -> Array {
    // A copy: what is popped from it stays in the original.
    get(&js_sys::global(), "fakes").unchecked_into::<Array>().slice(0, u32::MAX)
}

/// What the page said on the newest socket.
fn sent() -> Vec<Up> {
    let sent = get(&sockets().pop(), "sent").unchecked_into::<Array>();
    sent.iter()
        .map(|bytes| wire::decode_up(&bytes.unchecked_into::<Uint8Array>().to_vec()).expect("ours"))
        .collect()
}

fn watch(after: u64) -> Up {
    Up::Watch { session: testing::SESSION, after }
}

fn welcome(may_run: bool) -> Vec<u8> {
    let first = Lesson { first: true, ..lesson("sticky", "Sticky <b>packets</b>") };
    let lessons = vec![lesson("life", "Life of a socket"), first];
    wire::encode_down(&Down::Welcome { relay: "test".into(), may_run, lessons })
}

fn lesson(id: &str, title: &str) -> Lesson {
    let text = |en: &str, zh: &str| Text::new(en, zh);
    Lesson {
        title: text(title, "粘包"),
        summary: text("A summary.", "摘要。"),
        knobs: vec![Knob {
            id: "size".into(),
            label: text("recv size", "recv 大小"),
            help: Text::default(),
            kind: KnobKind::Int { min: 1, max: 9000 },
            default: "1024".into(),
            target: KnobTarget::Variable("SIZE".into()),
        }],
        ..testing::lesson(id)
    }
}

#[wasm_bindgen_test]
async fn says_hello_and_lists_the_lessons_as_text() {
    let page = Page::open().await;
    assert_eq!(sent(), [Up::Hello { token: None }]);
    assert!(page.text(".top h1").contains("Sticky <b>packets</b>"), "markup in a title is text");
    assert_eq!(page.count(".top h1 b"), 0);
    assert!(page.text(".curriculum .on").contains("Sticky"));
    assert_eq!(page.count(".banner"), 0);
}

#[wasm_bindgen_test]
async fn a_changed_knob_goes_with_the_run() {
    let page = Page::open().await;
    let field = page.element(".knob input").expect("a field").unchecked_into::<web_sys::HtmlInputElement>();
    field.set_value("4");
    field
        .dispatch_event(
            &web_sys::Event::new("input")
                .inspect(|e| e.init_event_with_bubbles("input", true))
                .expect("an event"),
        )
        .expect("heard");
    page.until("it shows as changed", |page| page.count(".knob.changed") == 1).await;
    page.press("r");
    page.until("a run is asked for", |_| sent().len() == 2).await;
    let knobs = vec![("size".to_owned(), "4".to_owned())];
    let start = Up::Start {
        lesson: "sticky".into(),
        knobs,
        sources: Vec::new(),
        arguments: Vec::new(),
        starts: Vec::new(),
        step_mode: false,
    };
    assert_eq!(sent()[1], start);
}

#[wasm_bindgen_test]
async fn a_lesson_shows_its_recording_until_it_is_run() {
    const RUN: SessionId = SessionId(7);
    let page = Page::connecting().await;
    page.relay("opens", &[]);
    let recorded = Lesson { recording: Some(testing::SESSION), ..lesson("sticky", "Sticky packets") };
    let lessons = vec![recorded];
    page.says(&wire::encode_down(&Down::Welcome { relay: "test".into(), may_run: true, lessons }));
    page.until("it is watched", |_| sent().last() == Some(&watch(0))).await;
    page.events(1, usize::MAX);
    page.until("it stands at its beginning", |page| page.text(".event-of").starts_with("step 1 ")).await;
    assert_eq!(page.text(".pill.for-lesson"), "as recorded for this lesson");
    assert!(page.text(".run").contains("Run") && !page.text(".run").contains("again"));
    page.press("ArrowRight");
    page.until("it can be stepped", |page| page.text(".event-of").starts_with("step 2 ")).await;
    page.press("r");
    page.until("a run is asked for", |_| matches!(sent().last(), Some(Up::Start { .. }))).await;
    page.says(&wire::encode_down(&Down::Started { session: RUN }));
    page.until("it is watched", |_| sent().last() == Some(&Up::Watch { session: RUN, after: 0 })).await;
    assert_eq!(page.count(".pill.for-lesson"), 0);
}

#[wasm_bindgen_test]
async fn follows_a_live_run_and_steps_back_by_key() {
    let page = Page::started().await;
    page.events(1, 20);
    page.until("the end is followed", |page| page.at("20/20")).await;
    assert!(page.text(".pill.live").contains("LIVE"));
    page.press("ArrowLeft");
    page.until("it stepped", |page| page.at("19/20")).await;
    page.events(21, 30);
    page.until("more is known", |page| page.at("19/30")).await;
    page.press("End");
    page.until("the end again", |page| page.at("30/30")).await;
    page.events(31, usize::MAX);
    page.until("it is recorded", |page| page.text(".place").contains("recorded")).await;
}

#[wasm_bindgen_test]
async fn a_broken_connection_says_so_comes_back_and_resumes() {
    let page = Page::started().await;
    page.events(1, 12);
    page.until("events are there", |page| page.at("12/12")).await;
    page.relay("breaks", &[]);
    page.until("a banner says so", |page| page.count(".banner.bad") == 1).await;
    assert!(page.at("12/12"), "what came stays");
    page.until("it connects again", |_| sockets().length() == 2).await;
    page.relay("opens", &[]);
    page.says(&welcome(true));
    page.until("it resumes", |_| sent().last() == Some(&watch(12))).await;
    page.events(13, 20);
    page.until("it goes on", |page| page.at("20/20")).await;
    assert_eq!(page.count(".banner"), 0);
}

#[wasm_bindgen_test]
async fn a_message_of_another_version_ends_it_with_a_sentence() {
    let page = Page::open().await;
    let mut bytes = welcome(true);
    bytes[2] = 99;
    page.says(&bytes);
    page.until("it says so", |page| page.text(".banner.bad").contains("different versions")).await;
    TimeoutFuture::new(700).await;
    assert_eq!(sockets().length(), 1, "it does not try again");
}

#[wasm_bindgen_test]
async fn without_the_token_there_is_nothing_to_press() {
    let page = Page::connecting().await;
    page.relay("opens", &[]);
    page.says(&welcome(false));
    page.until("it says so", |page| page.text(".banner.info").contains("Watching only")).await;
    assert_eq!(page.count(".run"), 0);
}

#[wasm_bindgen_test]
async fn a_refusal_stays_until_it_is_read() {
    let page = Page::open().await;
    page.says(&wire::encode_down(&Down::Refused { reason: Refusal::TooManySessions { limit: 8 } }));
    page.until("it is said", |page| page.text(".banner.bad").contains("8 sessions are running")).await;
    page.click(".banner .link");
    page.until("it is gone", |page| page.count(".banner") == 0).await;
}

#[wasm_bindgen_test]
async fn held_programs_have_buttons_that_release_them() {
    let page = Page::started().await;
    page.says(&wire::encode_chunk(testing::SESSION, 1, &held()));
    page.until("a button names the call", |page| page.text(".release").contains("socket")).await;
    page.click(".release");
    page.until("it is released", |_| {
        matches!(sent().last(), Some(Up::Control { control: Control::Release { .. }, .. }))
    })
    .await;
}

/// The beginning of a session, up to its first call, before which the program is held.
fn held() -> Vec<socketscope_shared::Event> {
    use socketscope_shared::Fact;
    let mut events = testing::sticky_session();
    let at = events.iter().position(|event| event.fact.call().is_some()).expect("a call");
    let (actor, call) =
        (events[at].fact.actor().expect("an actor"), events[at].fact.call().cloned().expect("a call"));
    events.truncate(at + 1);
    events[at].fact = Fact::Held { actor, call };
    events
}

#[wasm_bindgen_test]
async fn language_theme_help_and_present_mode() {
    let page = Page::open().await;
    page.press("z");
    page.until("it is Chinese", |page| page.text(".run").contains("运行")).await;
    let root =
        web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element()).expect("a document");
    assert_eq!(root.get_attribute("lang").as_deref(), Some("zh-CN"));
    page.press("z");
    let theme = root.get_attribute("data-theme");
    page.press("m");
    page.until("the colours changed", |_| root.get_attribute("data-theme") != theme).await;
    page.press("?");
    page.until("the keys are shown", |page| page.count(".keys kbd") > 20).await;
    page.press("Escape");
    page.until("they are gone", |page| page.count(".keys") == 0).await;
    page.press("p");
    page.until("it presents", |page| page.count(".side") == 0).await;
    page.press("Escape");
    page.until("it stopped presenting", |page| page.count(".side") == 1).await;
}

#[wasm_bindgen_test]
async fn the_tracks_are_painted_and_a_click_seeks() {
    let page = Page::started().await;
    page.root.set_attribute("style", "width:1200px;height:700px").expect("an element");
    let style = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.create_element("style").ok())
        .expect("an element");
    style.set_text_content(Some(".tracks-frame { height: 190px; width: 900px } .tracks { height: 100% } .tracks-surface { position: relative } .tracks-surface canvas { position: absolute; pointer-events: none }"));
    page.root.append_child(&style).expect("a place");
    page.events(1, usize::MAX);
    page.until("there is a picture", |page| page.count(".tracks canvas") == 1).await;
    let painted = "const c = document.querySelector('.tracks canvas'); \
        c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v > 0)";
    page.until("it is painted", |_| js_sys::eval(painted).is_ok_and(|v| v.is_truthy())).await;
    let click = "{ const s = document.querySelector('.tracks-surface'); const r = s.getBoundingClientRect(); \
        for (const kind of ['pointerdown', 'pointerup']) s.dispatchEvent(new PointerEvent(kind, \
        { clientX: r.left + 400, clientY: r.top + 60, button: 0, pointerId: 1, bubbles: true })); }";
    let end = page.text(".place");
    js_sys::eval(click).expect("plain JavaScript");
    page.until("the cursor moved", |page| page.text(".place") != end).await;
    assert!(!page.at("0/"));
}

#[wasm_bindgen_test]
async fn the_address_names_the_session_and_visits_one() {
    let page = Page::open().await;
    js_sys::eval("location.hash = '#session=5c07e5c07e&seq=9'").expect("plain JavaScript");
    page.until("it is watched", |_| sent().last() == Some(&watch(0))).await;
    page.events(1, 20);
    page.until("it is where the address says", |page| page.at("9/20")).await;
    page.press("Home");
    let hash = || js_sys::eval("location.hash").ok().and_then(|v| v.as_string()).unwrap_or_default();
    page.until("the address follows", |_| !hash().contains("seq=9") && hash().contains("seq=")).await;
    assert!(hash().contains(&SessionId::to_string(&testing::SESSION)));
}
