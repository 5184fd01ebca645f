//! A page in a real browser that shows a hand-made log instead of connecting to a relay.

use gloo_timers::future::TimeoutFuture;
use socketscope_shared::{
    Event,
    lesson::Lesson,
    testing,
    wire::{Down, Received},
};
use socketscope_web::{
    model::{Action, Model},
    view::shell::app::{App, Msg, Props},
};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::{AppHandle, Callback, Renderer};

/// All tests share one page of the browser: as if it had never been here.
pub fn forget() {
    js_sys::eval(
        "history.replaceState(null, '', location.pathname); localStorage.clear(); sessionStorage.clear()",
    )
    .expect("plain JavaScript");
}

/// It goes away with its page when it is dropped.
pub struct Page {
    app: Option<AppHandle<App>>,
    root: HtmlElement,
}

impl Page {
    /// Shows these events, of the lesson where there is one.
    pub fn of(events: Vec<Event>, lesson: Option<Lesson>) -> Self {
        Self::styled("", events, lesson)
    }

    /// The same with a style of its own.
    pub fn styled(style: &str, events: Vec<Event>, lesson: Option<Lesson>) -> Self {
        forget();
        Self::shown(style, None, events, lesson)
    }

    /// The same with the relay's token.
    pub fn with_token(token: Option<&str>, events: Vec<Event>, lesson: Option<Lesson>) -> Self {
        forget();
        Self::shown("", token.map(str::to_owned), events, lesson)
    }

    fn shown(style: &str, token: Option<String>, events: Vec<Event>, lesson: Option<Lesson>) -> Self {
        let chunk = testing::chunk(events);
        let replay = Callback::from(move |mut model: Model| {
            model.token = token.clone();
            let lessons = lesson.clone().into_iter().collect();
            let welcome = Down::Welcome { relay: "test".into(), may_run: true, lessons };
            model.receive(Ok(Received::Down(welcome)));
            if let Some(lesson) = &lesson {
                model.apply(Action::SelectLesson(lesson.id.clone()));
            }
            model.receive(Ok(Received::Down(Down::Started { session: chunk.session })));
            model.receive(Ok(Received::Chunk(chunk.clone())));
            model
        });
        let document = web_sys::window().and_then(|w| w.document()).expect("a browser");
        let root: HtmlElement = document.create_element("div").expect("an element").unchecked_into();
        root.set_inner_html(&["<style>", style, "</style><div></div>"].concat());
        document.body().expect("a body").append_child(&root).expect("a place");
        let place = root.last_element_child().expect("a place");
        let props = Props { socket_url: None, replay: Some(replay) };
        let app = Renderer::<App>::with_root_and_props(place, props).render();
        Page { app: Some(app), root }
    }

    pub async fn act(&self, action: Action) {
        if let Some(app) = &self.app {
            app.send_message(Msg::Act(action));
        }
        TimeoutFuture::new(0).await;
    }

    pub async fn until(&self, what: &str, holds: impl Fn(&Page) -> bool) {
        for _ in 0..300 {
            if holds(self) {
                return;
            }
            TimeoutFuture::new(10).await;
        }
        panic!("not so within 3 s: {what}; the page says: {}", self.text(".stage, .side"));
    }

    pub fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let list = self.root.query_selector_all(selector).expect("a selector");
        (0..list.length()).filter_map(|index| Some(list.get(index)?.unchecked_into())).collect()
    }

    pub fn count(&self, selector: &str) -> usize {
        self.all(selector).len()
    }

    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).iter().map(|e| e.text_content().unwrap_or_default()).collect()
    }

    pub fn text(&self, selector: &str) -> String {
        self.texts(selector).join(" | ")
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
