//! Borders between the parts of the page that can be dragged, in a real browser with the page's own style.

use crate::page::Page;
use socketscope_shared::testing;
use socketscope_web::model::{Action, Split};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Event;

/// The page has a window of its own.
const STYLE: &str = concat!(
    include_str!("../../style/tokens.css"),
    include_str!("../../style/shell.css"),
    include_str!("../../style/stage.css"),
    include_str!("../../style/split.css"),
    ".page { position: fixed; inset: 0 auto auto 0; width: 1440px; height: 900px; }",
);

async fn page() -> Page {
    let page = Page::styled(STYLE, testing::sticky_session(), None);
    page.until("borders", |page| page.count(".split") == 3).await;
    page.until("they are laid out", |page| width(page, ".programs.clients") > 200.0).await;
    page
}

fn width(page: &Page, css: &str) -> f64 {
    page.all(css)[0].get_bounding_client_rect().width()
}

fn height(page: &Page, css: &str) -> f64 {
    page.all(css)[0].get_bounding_client_rect().height()
}

/// The pointer takes hold of a border, moves so far, and lets go.
fn drag(page: &Page, css: &str, dx: f64, dy: f64) {
    let border = page.all(css)[0].get_bounding_client_rect();
    let (x, y) = (border.x() + border.width() / 2.0, border.y() + border.height() / 2.0);
    for (kind, x, y) in
        [("down", x, y), ("move", x + dx / 2.0, y + dy / 2.0), ("move", x + dx, y + dy), ("up", x, y)]
    {
        let event = format!(
            "new PointerEvent('pointer{kind}', {{ bubbles: true, button: 0, clientX: {x}, clientY: {y} }})"
        );
        send(page, css, &event);
    }
}

fn send(page: &Page, css: &str, event: &str) {
    let event: Event = js_sys::eval(event).expect("plain JavaScript").unchecked_into();
    page.all(css)[0].dispatch_event(&event).expect("an element");
}

fn kept() -> Option<String> {
    let storage = web_sys::window()?.local_storage().ok()??;
    storage.get_item("socketscope.sizes").ok()?
}

#[wasm_bindgen_test]
async fn a_column_follows_the_pointer_and_nothing_vanishes() {
    let page = page().await;
    let (before, right) = (width(&page, ".programs.clients"), width(&page, ".programs.servers"));
    drag(&page, ".split.left", 100.0, 0.0);
    page.until("wider", |page| (width(page, ".programs.clients") - before - 100.0).abs() < 2.0).await;
    assert!((width(&page, ".programs.servers") - right).abs() < 1.0, "the other column stays");
    drag(&page, ".split.left", 3000.0, 0.0);
    page.until("as wide as may be", |page| width(page, ".programs.clients") > before + 150.0).await;
    assert!(width(&page, ".actors > .card") > 300.0, "the picture is {}", width(&page, ".actors > .card"));
    drag(&page, ".split.right", 3000.0, 0.0);
    page.until("as narrow as may be", |page| width(page, ".programs.servers") < right).await;
    assert!(width(&page, ".programs.servers") > 140.0);
    // Stepping changes nothing of it.
    let chosen = width(&page, ".programs.clients");
    for seq in [1, 10, 20] {
        page.act(Action::Seek(seq)).await;
        assert_eq!(width(&page, ".programs.clients"), chosen, "at {seq}");
    }
    send(&page, ".split.left", "new MouseEvent('dblclick', { bubbles: true })");
    page.until("as it came", |page| (width(page, ".programs.clients") - before).abs() < 1.0).await;
}

#[wasm_bindgen_test]
async fn the_timeline_is_dragged_and_bounded_and_kept() {
    let page = page().await;
    let before = height(&page, ".time");
    drag(&page, ".split.time", 0.0, -90.0);
    page.until("higher", |page| (height(page, ".time") - before - 90.0).abs() < 6.0).await;
    assert!(kept().is_some_and(|kept| kept.starts_with("0 0 ")), "{:?}", kept());
    drag(&page, ".split.time", 0.0, 3000.0);
    page.until("as low as may be", |page| height(page, ".time") < before).await;
    assert!(height(&page, ".time") >= 130.0);
    // Presenting has its own.
    let low = height(&page, ".time");
    page.act(Action::Present(true)).await;
    page.until("higher again", |page| height(page, ".time") > low + 50.0).await;
    drag(&page, ".split.time", 0.0, -60.0);
    page.act(Action::Present(false)).await;
    page.until("low again", |page| (height(page, ".time") - low).abs() < 1.0).await;
}

#[wasm_bindgen_test]
async fn arrow_keys_move_a_border_and_not_the_cursor() {
    let page = page().await;
    page.act(Action::Seek(10)).await;
    let at = page.text(".event-of");
    let before = width(&page, ".programs.clients");
    let press = |key: &str| {
        send(
            &page,
            ".split.left",
            &format!("new KeyboardEvent('keydown', {{ bubbles: true, key: '{key}' }})"),
        );
    };
    press("ArrowRight");
    page.until("wider", |page| width(page, ".programs.clients") > before + 10.0).await;
    press("ArrowLeft");
    page.until("as before", |page| (width(page, ".programs.clients") - before).abs() < 1.0).await;
    press("ArrowLeft");
    page.until("narrower", |page| width(page, ".programs.clients") < before - 5.0).await;
    press("Enter");
    page.until("as it came", |page| (width(page, ".programs.clients") - before).abs() < 1.0).await;
    assert_eq!(page.text(".event-of"), at);
    let border = page.all(".split.left").remove(0);
    let says = |name: &str| border.get_attribute(name).unwrap_or_default();
    assert_eq!(
        [says("role"), says("aria-orientation"), says("aria-valuenow")],
        ["separator", "vertical", "25"]
    );
}

#[wasm_bindgen_test]
async fn the_next_session_has_the_same_sizes() {
    let page = page().await;
    page.act(Action::Resize(Split::Right, 400)).await;
    page.until("wider", |page| width(page, ".programs.servers") > 400.0).await;
    page.act(Action::Run { step_mode: false }).await;
    assert_eq!(kept().as_deref(), Some("0 400 0 0 0 0"));
}
