//! The layers view in a real browser, drawn from a hand-made log.
#![cfg(target_arch = "wasm32")]

use gloo_timers::future::TimeoutFuture;
use socketscope_shared::{
    Fact, testing,
    wire::{Down, Received},
};
use socketscope_web::{
    model::{Action, LayersPart, Model, StageView},
    view::app::{App, Msg, Props},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, MouseEvent, MouseEventInit};
use yew::{AppHandle, Callback, Renderer};

wasm_bindgen_test_configure!(run_in_browser);

/// A page that shows the layers of the session of lesson 3.2, at its first segment with data.
struct Page {
    app: Option<AppHandle<App>>,
    root: Element,
}

impl Page {
    async fn open() -> Page {
        let events = testing::sticky_session();
        let data = |fact: &Fact| matches!(fact, Fact::Segment(segment) if segment.len_bytes > 0);
        let at = events.iter().position(|event| data(&event.fact)).map(|index| index as u64 + 1);
        let chunk = testing::chunk(events);
        let replay = Callback::from(move |mut model: Model| {
            let down = [
                Down::Welcome { relay: "test".into(), may_run: true, lessons: Vec::new() },
                Down::Started { session: chunk.session },
            ];
            down.into_iter().for_each(|down| _ = model.receive(Ok(Received::Down(down))));
            model.receive(Ok(Received::Chunk(chunk.clone())));
            model
        });
        let document = web_sys::window().and_then(|w| w.document()).expect("a browser");
        let root = document.create_element("div").expect("an element");
        document.body().expect("a body").append_child(&root).expect("a place");
        let props = Props { socket_url: None, replay: Some(replay) };
        let app = Renderer::<App>::with_root_and_props(root.clone(), props).render();
        let page = Page { app: Some(app), root };
        page.until("the stage stands", |page| page.all(".program").len() == 2).await;
        page.act(Action::ShowView(StageView::Layers)).await;
        page.act(Action::Seek(at.expect("the fixture has data"))).await;
        page.until("a frame", |page| !page.all(".frame .fields tr").is_empty()).await;
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
        panic!("not so within 3 s: {what}; the stage says: {}", self.texts(".stage").join(" | "));
    }

    fn all(&self, selector: &str) -> Vec<Element> {
        let list = self.root.query_selector_all(selector).expect("a selector");
        (0..list.length()).filter_map(|index| list.get(index)?.dyn_into().ok()).collect()
    }

    fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).iter().map(|e| e.text_content().unwrap_or_default()).collect()
    }

    /// The pointer comes to the first element of this text.
    fn point_at(&self, selector: &str, text: &str) {
        let all = self.all(selector);
        let one = all.iter().find(|e| e.text_content().is_some_and(|own| own.starts_with(text)));
        let init = MouseEventInit::new();
        init.set_bubbles(true);
        let event = MouseEvent::new_with_mouse_event_init_dict("mouseover", &init).expect("an event");
        one.expect("it is there").dispatch_event(&event).expect("it is listened to");
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
async fn the_message_stands_in_its_segment_packet_and_frame() {
    let page = Page::open().await;
    let heads = page.texts(".frame .head");
    let expected = [
        "Ethernet header 14 Blink frame 59 B",
        "IPv4 header 20 BIP packet 45 B",
        "TCP header 20 BTCP segment 25 B",
    ];
    assert_eq!(heads, expected);
    assert_eq!(page.texts(".frame .box .box .box .data"), ["message 5 Bhello"]);
    for name in ["Destination Address6 B", "IHL4 bit", "Time to Live1 B", "Window2 B", "Data5 B"] {
        page.until(name, |page| page.texts(".fields th").iter().any(|known| known == name)).await;
    }
    let bytes = page.texts(".hexes i");
    assert_eq!(bytes.len(), 59);
    assert_eq!(bytes[54..], ["68", "65", "6c", "6c", "6f"]);
    assert_eq!(page.all(".hexes i.l-tcp").len(), 20);
}

#[wasm_bindgen_test]
async fn a_field_and_its_bytes_light_up_together() {
    let page = Page::open().await;
    page.point_at(".fields tr", "Sequence Number");
    page.until("four bytes", |page| page.all(".hexes i.on").len() == 4).await;
    page.point_at(".hexes i", "68");
    page.until("the data", |page| page.texts(".fields tr.on th") == ["Data5 B"]).await;
    assert_eq!(page.texts(".hexes i.on").concat(), "68656c6c6f");
}

#[wasm_bindgen_test]
async fn buttons_lead_from_segment_to_segment() {
    let page = Page::open().await;
    let place = |page: &Page| page.texts(".layers .zoom code").concat();
    assert_eq!(place(&page), "segment 4 of 11");
    page.all(".layers .zoom button")[0].clone().unchecked_into::<web_sys::HtmlElement>().click();
    page.until("the one before", |page| place(page) == "segment 3 of 11").await;
    assert_eq!(page.texts(".frame .data"), ["no data"]);
}

#[wasm_bindgen_test]
async fn models_and_sums_stand_beside_it() {
    let page = Page::open().await;
    page.act(Action::ShowPart(LayersPart::Models)).await;
    page.until("seven layers", |page| page.all(".models tbody tr").len() == 7).await;
    assert_eq!(page.all(".models td[rowspan='3']").len(), 3);
    page.act(Action::Seek(u64::MAX)).await;
    page.act(Action::ShowPart(LayersPart::Sums)).await;
    page.until("sums", |page| page.all(".sums tbody tr").len() == 2).await;
    let rows = page.texts(".sums tbody tr");
    assert_eq!(rows[0], "with data, client → server211 B28 B40 B40 B108 B90.8 %");
    assert!(rows[1].contains("1111 B154 B220 B220 B594 B98.2 %"), "{}", rows[1]);
}
