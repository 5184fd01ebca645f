//! The editor in a real browser: what is typed is what the model has, and the colours stand where the text does.

use crate::page::forget;
use gloo_timers::future::TimeoutFuture;
use socketscope_shared::{
    Event, Text,
    lesson::{Lesson, Program, StartWhen},
    testing,
    wire::{self, Down, Received},
};
use socketscope_web::{
    model::Model,
    view::shell::app::{App, Msg, Props},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlDocument, HtmlElement, HtmlTextAreaElement};
use yew::{AppHandle, Callback, Renderer};

const STYLE: [&str; 3] = [
    include_str!("../../style/tokens.css"),
    include_str!("../../style/stage.css"),
    include_str!("../../style/editor.css"),
];
pub const CLIENT: &str = "if a:\n    send('你好')\t# x\n";

/// A page with one lesson that is not running.
pub struct Page {
    pub app: Option<AppHandle<App>>,
    pub root: Element,
}

impl Page {
    pub async fn open() -> Self {
        forget();
        Self::open_again().await
    }

    /// With what the browser has kept.
    pub async fn open_again() -> Self {
        let welcome = Down::Welcome { relay: "test".into(), may_run: true, lessons: vec![lesson()] };
        let document = web_sys::window().and_then(|w| w.document()).expect("a browser");
        let root = document.create_element("div").expect("an element");
        root.set_inner_html(
            &["<style>", &STYLE.concat(), "</style><div style='height:600px'></div>"].concat(),
        );
        document.body().expect("a body").append_child(&root).expect("a place");
        let welcomed = move |mut model: Model| {
            model.receive(Ok(Received::Down(welcome.clone())));
            model
        };
        let props = Props { socket_url: None, replay: Some(Callback::from(welcomed)) };
        let place = root.last_element_child().expect("a place");
        let app = Renderer::<App>::with_root_and_props(place, props).render();
        let page = Page { app: Some(app), root };
        page.until("the editors stand", |page| page.all("textarea").len() == 2).await;
        page
    }

    pub fn all(&self, selector: &str) -> Vec<Element> {
        let list = self.root.query_selector_all(selector).expect("a selector");
        (0..list.length()).filter_map(|index| list.get(index)?.dyn_into().ok()).collect()
    }

    /// Shows this run, as if it had just been started; the editors give way to it.
    pub async fn show_run(&self, events: Vec<Event>) {
        let chunk = testing::chunk(events);
        let app = self.app.as_ref().expect("it is open");
        let started = wire::encode_down(&Down::Started { session: chunk.session });
        for message in [started, wire::encode_chunk(chunk.session, chunk.first_seq, &chunk.events)] {
            app.send_message(Msg::Received(message));
        }
        self.until("the run is shown", |page| page.all("textarea").is_empty()).await;
    }

    pub fn field(&self) -> HtmlTextAreaElement {
        let field = self.root.query_selector("textarea[aria-label='client.py']").expect("a selector");
        field.expect("the client's editor").unchecked_into()
    }

    /// The coloured text of the client.
    pub fn coloured(&self) -> String {
        let under = self.field().previous_element_sibling().and_then(|under| under.text_content());
        under.unwrap_or_default()
    }

    pub fn select(&self, start: u32, end: u32) {
        self.field().focus().expect("it takes the focus");
        self.field().set_selection_range(start, end).expect("a range");
    }

    /// Types over what is selected, as a keyboard would.
    pub fn type_in(&self, text: &str) {
        let document = self.root.owner_document().expect("a document").unchecked_into::<HtmlDocument>();
        let done = document.exec_command_with_show_ui_and_value("insertText", false, text);
        assert!(done.expect("a command"), "the browser types");
    }

    /// Replaces all. Typing this many lines takes a browser seconds.
    fn paste(&self, text: &str) {
        self.field().set_value(text);
        let tell = js_sys::Function::new_with_args(
            "e",
            "e.dispatchEvent(new InputEvent('input', { bubbles: true }))",
        );
        tell.call1(&JsValue::NULL, &self.field()).expect("it runs");
    }

    pub fn undo(&self) {
        let document = self.root.owner_document().expect("a document").unchecked_into::<HtmlDocument>();
        assert!(document.exec_command("undo").expect("a command"), "there is something to undo");
    }

    /// Presses a key in the editor; whether the editor took it.
    pub fn press(&self, key: &str, shift: bool) -> bool {
        self.press_with(key, if shift { "shiftKey: true" } else { "shiftKey: false" })
    }

    /// The same with modifiers, as JavaScript has them.
    pub fn press_with(&self, key: &str, modifiers: &str) -> bool {
        let press = js_sys::Function::new_with_args(
            "e",
            &[
                "return !e.dispatchEvent(new KeyboardEvent('keydown', { key: '",
                key,
                "', ",
                modifiers,
                ", bubbles: true, cancelable: true }))",
            ]
            .concat(),
        );
        press.call1(&JsValue::NULL, &self.field()).expect("it runs").is_truthy()
    }

    pub fn click(&self, selector: &str) {
        let found = self.all(selector).into_iter().next().unwrap_or_else(|| panic!("no {selector}"));
        found.unchecked_into::<HtmlElement>().click();
    }

    pub async fn text_is(&self, expected: &str) {
        self.until(expected, |page| {
            page.field().value() == expected && page.coloured().trim_end() == expected.trim_end()
        })
        .await;
    }

    pub async fn until(&self, what: &str, holds: impl Fn(&Page) -> bool) {
        for _ in 0..300 {
            if holds(self) {
                return;
            }
            TimeoutFuture::new(10).await;
        }
        panic!(
            "not so within 3 s: {what:?}; the field has {:?}, below it is {:?}",
            self.field().value(),
            self.coloured()
        );
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

fn lesson() -> Lesson {
    let text = |en: &str| Text::same(en);
    let program = |actor: &str, source: &str, start: StartWhen| Program {
        actor: actor.into(),
        file: [actor, ".py"].concat(),
        source: source.into(),
        arguments: String::new(),
        start,
    };
    Lesson {
        title: text("Sticky packets"),
        programs: vec![
            program("server", "pass\n", StartWhen::AtOnce),
            program("client", CLIENT, StartWhen::Listening("server".into())),
        ],
        ..testing::lesson("sticky")
    }
}

#[wasm_bindgen_test]
async fn what_is_typed_is_kept_and_can_be_undone_and_reset() {
    let page = Page::open().await;
    page.text_is(CLIENT).await;
    page.select(0, 2);
    page.type_in("while");
    page.text_is("while a:\n    send('你好')\t# x\n").await;
    page.until("it is marked", |page| page.all(".state.edited").len() == 1).await;
    page.undo();
    page.text_is(CLIENT).await;
    page.until("it is the lesson's", |page| page.all(".state.edited").is_empty()).await;
    page.select(0, 0);
    page.type_in("# mine\n");
    let mine = ["# mine\n", CLIENT].concat();
    page.text_is(&mine).await;
    drop(page);

    let page = Page::open_again().await;
    page.text_is(&mine).await;
    page.click(".state.edited + .link");
    page.text_is(CLIENT).await;
    page.click(".program h2 .link");
    page.text_is(&mine).await;
}

#[wasm_bindgen_test]
async fn tab_and_enter_indent_and_can_be_undone() {
    let page = Page::open().await;
    page.select(5, 5);
    assert!(page.press("Enter", false));
    page.text_is("if a:\n    \n    send('你好')\t# x\n").await;
    assert!(page.press("Tab", false));
    page.text_is("if a:\n        \n    send('你好')\t# x\n").await;
    assert!(page.press("Tab", true));
    page.text_is("if a:\n    \n    send('你好')\t# x\n").await;
    page.undo();
    page.undo();
    page.undo();
    page.text_is(CLIENT).await;
    page.select(0, 12);
    assert!(page.press("Tab", false));
    page.text_is("    if a:\n        send('你好')\t# x\n").await;
    assert!(page.press("Escape", false), "the keyboard's way out");
    let active = page.root.owner_document().and_then(|document| document.active_element());
    assert!(active.is_none_or(|active| active.tag_name() != "TEXTAREA"));
    assert!(!page.press("p", false), "letters are the field's own");
}

#[wasm_bindgen_test]
async fn the_colours_stand_where_the_text_does() {
    let page = Page::open().await;
    let long: String =
        (0..600).map(|n| format!("x{n} = {n}  # 第 {n} 行 {}\n", "long ".repeat(n % 30))).collect();
    page.paste(&long);
    page.until("it is there", |page| page.field().value() == long).await;
    for (x, y) in [(0, 0), (70, 400), (10, 7_000), (0, 1_000_000)] {
        page.field().set_scroll_left(x);
        page.field().set_scroll_top(y);
        let field = page.field();
        let (x, y) = (field.scroll_left(), field.scroll_top());
        let style = |element: &Element, name: &str| {
            let style = js_sys::Function::new_with_args("e, n", "return getComputedStyle(e)[n]");
            style
                .call2(&JsValue::NULL, element, &name.into())
                .expect("it runs")
                .as_string()
                .unwrap_or_default()
        };
        let under = field.previous_element_sibling().and_then(|under| under.first_element_child());
        let under = under.expect("coloured text");
        for name in ["fontFamily", "fontSize", "lineHeight", "tabSize", "letterSpacing", "whiteSpace"] {
            assert_eq!(style(&under, name), style(&field, name), "{name}");
        }
        // The line that is first in view has its coloured one at the same place.
        let line_px = style(&field, "lineHeight").trim_end_matches("px").parse::<f64>().expect("px");
        let line = (f64::from(y) / line_px) as usize;
        page.until("the lines in view are drawn", |page| {
            let under = page.field().previous_element_sibling().expect("it stays");
            under.text_content().is_some_and(|text| text.contains(&["x", &line.to_string(), " = "].concat()))
        })
        .await;
        page.until("it stands there", |page| {
            let field = page.field();
            let under = field.previous_element_sibling().and_then(|under| under.first_element_child());
            let under = under.expect("coloured text");
            let first = under.text_content().unwrap_or_default();
            let first: usize = first[1..first.find(' ').unwrap_or(1)].parse().unwrap_or(0);
            let expected_y =
                field.get_bounding_client_rect().top() + 6.0 - f64::from(y) + first as f64 * line_px;
            let expected_x = field.get_bounding_client_rect().left() - f64::from(x);
            let at = under.get_bounding_client_rect();
            (at.top() - expected_y).abs() < 0.5 && (at.left() - expected_x).abs() < 0.5
        })
        .await;
    }
}

#[wasm_bindgen_test]
async fn what_ran_is_not_edited() {
    let page = Page::open().await;
    page.show_run(testing::sticky_session()).await;
    page.click(".program .edit");
    page.until("the editors are back", |page| page.all("textarea").len() == 2).await;
}
