//! The layers view in a real browser, drawn from a hand-made log.

use crate::page::Page;
use socketscope_shared::{Fact, testing};
use socketscope_web::model::{Action, LayersPart, StageView};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{MouseEvent, MouseEventInit};

/// The layers of the session of lesson 3.2, at its first segment with data.
async fn open() -> Page {
    let events = testing::sticky_session();
    let data = |fact: &Fact| matches!(fact, Fact::Segment(segment) if segment.len_bytes > 0);
    let at = events.iter().position(|event| data(&event.fact)).map(|index| index as u64 + 1);
    let page = Page::of(events, None);
    page.until("the stage stands", |page| page.count(".program") == 2).await;
    page.act(Action::ShowView(StageView::Layers)).await;
    page.act(Action::Seek(at.expect("the fixture has data"))).await;
    page.until("a frame", |page| page.count(".frame .field") > 0).await;
    page
}

/// The pointer comes to the first element of this text.
fn point_at(page: &Page, selector: &str, text: &str) {
    let all = page.all(selector);
    let one = all.iter().find(|e| e.text_content().is_some_and(|own| own.starts_with(text)));
    let init = MouseEventInit::new();
    init.set_bubbles(true);
    let event = MouseEvent::new_with_mouse_event_init_dict("mouseover", &init).expect("an event");
    one.expect("it is there").dispatch_event(&event).expect("it is listened to");
}

#[wasm_bindgen_test]
async fn the_message_stands_in_its_segment_packet_and_frame() {
    let page = open().await;
    let heads = page.texts(".frame .head");
    let expected = [
        "Ethernet header 14 Blink frame 59 B",
        "IPv4 header 20 BIP packet 45 B",
        "TCP header 20 BTCP segment 25 B",
    ];
    assert_eq!(heads, expected);
    assert_eq!(page.texts(".frame .box .box .box .data"), ["message 5 Bhello"]);
    for name in ["Destination Address6 B", "IHL4 bit", "Time to Live1 B", "Window2 B", "Data5 B"] {
        page.until(name, |page| page.texts(".field").iter().any(|known| known.starts_with(name))).await;
    }
    let window = page.texts(".field").into_iter().find(|known| known.starts_with("Window"));
    assert_eq!(window.as_deref(), Some("Window2 B512 × 128 = 65536"), "{}", page.text(".what"));
    let bytes = page.texts(".hexes i");
    assert_eq!(bytes.len(), 59);
    assert_eq!(bytes[54..], ["68", "65", "6c", "6c", "6f"]);
    assert_eq!(page.all(".hexes i.l-tcp").len(), 20);
}

#[wasm_bindgen_test]
async fn a_field_and_its_bytes_light_up_together() {
    let page = open().await;
    point_at(&page, ".field", "Sequence Number");
    page.until("four bytes", |page| page.all(".hexes i.on").len() == 4).await;
    point_at(&page, ".hexes i", "68");
    page.until("the data", |page| page.texts(".field.on b") == ["Data"]).await;
    assert_eq!(page.texts(".hexes i.on").concat(), "68656c6c6f");
}

#[wasm_bindgen_test]
async fn buttons_lead_from_segment_to_segment() {
    let page = open().await;
    let place = |page: &Page| page.texts(".layers .zoom code").concat();
    assert_eq!(place(&page), "segment 4 of 11");
    page.all(".layers .zoom button")[0].click();
    page.until("the one before", |page| place(page) == "segment 3 of 11").await;
    assert_eq!(page.texts(".frame .data"), ["no data"]);
}

#[wasm_bindgen_test]
async fn models_and_sums_stand_beside_it() {
    let page = open().await;
    page.act(Action::ShowPart(LayersPart::Models)).await;
    page.until("seven layers", |page| page.all(".models tbody tr").len() == 7).await;
    assert_eq!(page.all(".models td[rowspan='3']").len(), 3);
    page.act(Action::Seek(u64::MAX)).await;
    page.act(Action::ShowPart(LayersPart::Sums)).await;
    page.until("sums", |page| page.all(".sums tbody tr").len() == 2).await;
    let rows = page.texts(".sums tbody tr");
    assert_eq!(rows[0], "with data, client → server211 B28 B40 B40 B108 B90.8 %");
    assert!(rows[1].contains("1111 B154 B220 B228 B602 B98.2 %"), "{}", rows[1]);
}

#[wasm_bindgen_test]
async fn a_connection_is_a_ladder_of_calls_segments_and_states() {
    let page = open().await;
    page.act(Action::ShowView(StageView::Exchange)).await;
    page.act(Action::Seek(u64::MAX)).await;
    page.until("rungs", |page| page.count(".rung .wire.c2s") > 3).await;
    let states = page.texts(".rung .life i");
    let expected = [
        "CLOSED",
        "LISTEN",
        "SYN-SENT",
        "SYN-RECEIVED",
        "ESTABLISHED",
        "ESTABLISHED",
        "FIN-WAIT-1",
        "CLOSE-WAIT",
        "FIN-WAIT-2",
        "TIME-WAIT",
        "LAST-ACK",
        "CLOSED",
    ];
    assert_eq!(states, expected);
    assert_eq!(page.texts(".rung .wire.c2s > span")[0], "SYN seq 0");
    assert!(page.texts(".rung.waits .words").concat().contains("accept(fd 3) …"));
    let rungs = page.count(".rung");
    page.all(".rung:not(.names)")[3].click();
    page.until("the picture of then", |page| page.count(".rung") < rungs).await;
}
