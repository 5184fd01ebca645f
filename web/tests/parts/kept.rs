//! The dialogues in a real browser: the runs that a relay keeps, from a list that the test makes up.

use crate::page::Page;
use socketscope_shared::testing;
use socketscope_web::model::{Action, Dialogue};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlDialogElement, HtmlInputElement, KeyboardEvent};

/// Stands in for the relay: keeps three runs, and what is asked.
const RELAY: &str = r#"
globalThis.asked = [];
globalThis.answer = 204;
globalThis.runs = [
  { id: "5c07e5c07e", name: "", lesson: "life", number: "1.1", title: "Life <i>of</i> a socket", title_zh: "套接字的一生",
    started_unix_ms: 1700000000000, knobs: { size: "4", other: "1" }, events: 41, duration_ns: 52000000, len_bytes: 3210, pinned: false, state: "whole" },
  { id: "7", name: "Tuesday's", lesson: "gone", events: 1, duration_ns: 1000, len_bytes: 99, pinned: true, state: "cut", knobs: {} },
  { id: "8", name: "", len_bytes: 5, state: "older", problem: "x" },
  "no run",
];
globalThis.fetch = async (url, init) => {
  asked.push([String(url), init?.method ?? "GET", init?.body ?? ""]);
  if (init?.method !== "POST") return new Response(JSON.stringify(runs));
  if (answer === 204) {
    const id = url.match(/recordings\/(\w+)\.skrec/)[1], change = JSON.parse(init.body);
    globalThis.runs = runs.filter(run => run.id !== id || !change.removed).map(run => run.id === id ? { ...run, ...change } : run);
  }
  return new Response(null, { status: answer });
};
"#;

/// A page that has the relay's token, if that is wanted, with the list open.
async fn open(token: bool) -> Page {
    js_sys::eval(RELAY).expect("plain JavaScript");
    let page = Page::with_token(token.then_some("secret"), testing::sticky_session(), Some(life()));
    page.act(Action::Ask(Some(Dialogue::Kept))).await;
    page.until("it is open", |page| page.count("dialog[open] .kept-list") == 1).await;
    if token {
        page.until("the list is there", |page| page.count(".kept-run") == 3).await;
    }
    page
}

fn life() -> socketscope_shared::lesson::Lesson {
    use socketscope_shared::lesson::{Knob, KnobKind, KnobTarget, Lesson, Text};
    let knob = |id: &str, default: &str| Knob {
        id: id.into(),
        label: Text::new("recv size", "recv 大小"),
        help: Text::default(),
        kind: KnobKind::Int { min: 1, max: 9000 },
        default: default.into(),
        target: KnobTarget::Variable("SIZE".into()),
    };
    Lesson { knobs: vec![knob("size", "1024"), knob("other", "1")], ..testing::lesson("life") }
}

/// What the relay was asked last: address, method, body.
fn asked() -> Vec<String> {
    let asked = js_sys::eval("asked.filter(([, method]) => method === 'POST').at(-1) ?? []");
    let asked = asked.expect("plain JavaScript").unchecked_into::<js_sys::Array>();
    asked.iter().filter_map(|part| part.as_string()).collect()
}

fn click(page: &Page, selector: &str) {
    page.all(selector).first().unwrap_or_else(|| panic!("no {selector}")).click();
}

#[wasm_bindgen_test]
async fn kept_runs_are_told_as_text() {
    let page = open(true).await;
    let lines = page.texts(".kept-run .what");
    assert!(lines[0].starts_with("1.1 Life <i>of</i> a socket2023-11-1"), "{lines:?}");
    assert!(lines[0].contains("recv size = 4 · 41 events · 52 ms · 3210 B"), "what differs: {lines:?}");
    assert!(lines[1].contains("Tuesday's gone") && lines[1].contains("breaks off"), "{lines:?}");
    assert!(lines[2].contains("cannot be shown"), "{lines:?}");
    assert_eq!(page.count(".kept-run:nth-child(2) .pin[aria-pressed=true]"), 1);
    assert_eq!(page.count(".kept-run:nth-child(3) :is(.open, .rename, .pin):disabled"), 3);
    assert_eq!(page.count(".kept-run a.download"), 2);
    let names: Vec<_> =
        page.all(".does .btn").iter().filter_map(|button| button.get_attribute("aria-label")).collect();
    assert!(names.contains(&"Rename: Tuesday's".to_owned()), "{names:?}");
    page.act(Action::SetLang(socketscope_shared::Language::Zh)).await;
    page.until("it is Chinese", |page| page.text(".kept-run").contains("套接字的一生")).await;
}

#[wasm_bindgen_test]
async fn a_run_is_renamed_pinned_deleted_and_brought_back() {
    let page = open(true).await;
    click(&page, ".kept-run:nth-child(2) .rename");
    page.until("its name can be written", |page| page.count(".naming input") == 1).await;
    let field: HtmlInputElement = page.all(".naming input").remove(0).unchecked_into();
    assert_eq!(field.value(), "Tuesday's");
    field.set_value("A \"new\" one");
    click(&page, ".naming .btn");
    page.until("it is called so", |page| page.text(".kept-run").contains("A \"new\" one")).await;
    assert_eq!(asked(), ["recordings/7.skrec?token=secret", "POST", r#"{"name":"A \"new\" one"}"#]);
    assert_eq!(page.count(".naming"), 0);

    click(&page, ".kept-run:nth-child(1) .pin");
    page.until("it stays", |page| page.count(".pin[aria-pressed=true]") == 2).await;
    assert_eq!(asked()[2], r#"{"pinned":true}"#);

    click(&page, ".kept-run:nth-child(1) .delete");
    page.until("it is gone", |page| page.count(".kept-run") == 2).await;
    assert!(page.text(".removed").starts_with("Deleted: 1.1 Life <i>of</i> a socket."));
    click(&page, ".undo");
    page.until("it is asked for", |_| asked()[2] == r#"{"removed":false}"#).await;
    page.until("it is said no longer", |page| page.count(".removed") == 0).await;
}

#[wasm_bindgen_test]
async fn what_the_relay_does_not_do_is_told() {
    let page = open(true).await;
    for (status, words) in
        [(403, "does not know this token"), (404, "no such run"), (409, "still being"), (500, "log says why")]
    {
        js_sys::eval(&format!("answer = {status}")).expect("plain JavaScript");
        click(&page, ".kept-run:nth-child(1) .delete");
        page.until(words, |page| page.text(".note-bad").contains(words)).await;
        assert_eq!(page.count(".kept-run"), 3);
    }
    js_sys::eval("globalThis.fetch = async () => { throw new TypeError('gone') }").expect("plain JavaScript");
    click(&page, ".kept-run:nth-child(1) .pin");
    page.until("it is away", |page| page.text(".note-bad").contains("does not answer")).await;
}

#[wasm_bindgen_test]
async fn escape_leaves_the_name_and_then_the_list() {
    let page = open(true).await;
    let dialogue: HtmlDialogElement = page.all("dialog").remove(0).unchecked_into();
    assert!(dialogue.matches(":modal").expect("a selector"), "the keyboard stays in it");
    click(&page, ".kept-run:nth-child(2) .rename");
    page.until("its name can be written", |page| page.count(".naming input") == 1).await;
    let escape = |on: &web_sys::EventTarget| {
        let init = web_sys::KeyboardEventInit::new();
        init.set_key("Escape");
        init.set_bubbles(true);
        init.set_cancelable(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).expect("a key");
        on.dispatch_event(&event).expect("heard");
    };
    escape(&page.all(".naming input").remove(0));
    page.until("the name is as it was", |page| page.count(".naming") == 0).await;
    assert_eq!(page.count("dialog"), 1);
    escape(&dialogue);
    page.until("it is closed", |page| page.count("dialog") == 0).await;
}

#[wasm_bindgen_test]
async fn without_the_token_only_a_file_can_be_opened() {
    let page = open(false).await;
    assert_eq!(page.count(".open-file"), 1);
    assert_eq!(page.count(".kept-run"), 0);
    assert_eq!(js_sys::eval("asked.length").ok().and_then(|n| n.as_f64()), Some(0.0));
}

#[wasm_bindgen_test]
async fn a_step_can_be_given_to_others() {
    let page = Page::of(testing::sticky_session(), None);
    page.act(Action::Seek(9)).await;
    page.act(Action::Ask(Some(Dialogue::Share))).await;
    page.until("it is open", |page| page.count("dialog[open] .share") == 1).await;
    let field: HtmlInputElement = page.all(".copied input").remove(0).unchecked_into();
    let id = testing::SESSION.to_string();
    assert!(field.value().ends_with(&["#session=", &id, "&seq=9"].concat()), "{}", field.value());
    let link = page.all(".share a.download").remove(0).get_attribute("href");
    assert_eq!(link, Some(["recordings/", &id, ".skrec"].concat()));
    assert_eq!(page.count(".copied"), 1, "a relay's page is shown in no frame");
    js_sys::eval("Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async text => { globalThis.taken = text } } })").expect("plain JavaScript");
    click(&page, ".copied .btn");
    page.until("it was taken", |page| page.text(".copied [role=status]") == "Copied").await;
    assert_eq!(js_sys::eval("taken").ok().and_then(|taken| taken.as_string()), Some(field.value()));
}
