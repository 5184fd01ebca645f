//! The runs that a relay keeps, from the page.

use crate::barriers;
use serde_json::json;
use socketscope_tests::{Page, Relay};
use std::fs;

/// Opens the list from the drawer of lessons.
async fn list(page: &Page) {
    page.browser.click(".top .menu").await;
    page.browser.click(".kept-runs").await;
    page.browser.wait_element("dialog[open] .kept-run").await;
}

/// What the file at a link is, as bytes.
const DOWNLOADED: &str = "const done = arguments[1]; fetch(document.querySelector(arguments[0]).href) \
    .then(response => response.arrayBuffer()).then(bytes => done([...new Uint8Array(bytes)]), e => done(`${e}`))";

#[tokio::test]
async fn a_kept_run_is_named_pinned_removed_brought_back_and_shown_again() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    page.run_sticky().await;
    let run = page.browser.run("return location.hash").await;
    let id = run.as_str().and_then(|hash| hash.split(['=', '&']).nth(1)).expect("a session").to_owned();

    list(&page).await;
    page.browser.wait_text(".kept-run strong", "3.2 Sticky packets").await;
    page.browser.click(".kept-run .rename").await;
    page.browser
        .wait_for("its name can be written", "return document.activeElement?.matches('.naming input')")
        .await;
    page.browser.devtools("Input.insertText", json!({ "text": "Tuesday <b>" })).await;
    page.browser.click(".naming .btn").await;
    page.browser.wait_text(".kept-run strong", "Tuesday <b>").await;
    page.browser.click(".kept-run .pin").await;
    page.browser.wait_element(".kept-run .pin[aria-pressed=true]").await;

    for (width, height) in [(1440, 900), (1024, 700), (390, 844)] {
        page.browser.resize(width, height).await;
        page.browser.wait_for("the page has its size", &format!("return innerWidth === {width}")).await;
        page.browser.frame().await;
        page.browser.keep_screenshot(&format!("kept-{width}")).await;
        let cut = "const dialogue = document.querySelector('dialog').getBoundingClientRect(); \
                   return [...document.querySelectorAll('dialog .btn')].filter(e => { const r = e.getBoundingClientRect(); \
                   return r.left < dialogue.left || r.right > dialogue.right || e.scrollWidth > e.clientWidth + 1 }).map(e => e.outerHTML)";
        assert_eq!(page.browser.run(cut).await, json!([]), "every button is there at {width} × {height}");
    }
    page.browser.resize(1440, 900).await;
    barriers::look_at(&page).await;
    barriers::assert_open(&page, "the kept runs").await;

    page.browser.click(".kept-run .delete").await;
    page.browser.wait_text(".removed", "Tuesday <b>").await;
    page.browser.wait_for("the keyboard is on undo", "return document.activeElement?.matches('.undo')").await;
    let file = relay.data().join("sessions").join(format!("{id}.skrec"));
    assert!(!file.exists());
    page.browser.click(".undo").await;
    page.browser.wait_element(".kept-run .download").await;
    let downloaded = page.browser.run_async(DOWNLOADED, vec![json!(".kept-run .download")]).await;
    assert_eq!(downloaded, json!(fs::read(&file).expect("it is back")));

    page.browser.press("Escape").await;
    page.browser.wait_for("it is closed", "return !document.querySelector('dialog')").await;
    page.browser.wait_for("the keyboard is back", "return document.activeElement?.matches('.menu')").await;
    page.choose("1.1").await;
    page.browser.reload().await;
    page.browser.wait_element(".curriculum .lesson").await;
    list(&page).await;
    page.browser.click(".kept-run .open").await;
    page.browser.wait_for("it is closed", "return !document.querySelector('dialog')").await;
    page.browser.wait_text(".top h1", "3.2").await;
    page.browser.wait_text(".place", "recorded").await;
    page.browser.wait_for("the address names it", &format!("return location.hash.includes('{id}')")).await;

    page.browser.click(".share-button").await;
    let link = "return document.querySelector('.share input')?.value";
    let link = page.browser.wait_for("a link", link).await.as_str().expect("a text").to_owned();
    assert!(link.starts_with(&format!("http://{}/#session={id}&seq=", relay.authority())), "{link}");
    page.browser.keep_screenshot("share").await;
    barriers::look_at(&page).await;
    barriers::assert_open(&page, "what is given to others").await;
    page.browser.close().await;
}
