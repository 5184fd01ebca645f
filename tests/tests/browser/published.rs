//! The page without a relay: a site in a browser of a phone's size, and one file from the disk.

use serde_json::{Value, json};
use socketscope_tests::{Browser, Page, Relay, Site, single};
use std::{collections::BTreeMap, path::PathBuf};
use tempfile::TempDir;

/// What a person sees at a step, but for what a relay offers more.
const SEEN: &str = "const text = css => [...document.querySelectorAll(css)].map(e => e.textContent.trim()); \
    return [text('.sentence'), text('.program h2 > :not(button)'), text('.program .current'), text('.program .output'), text('.ruler text'), \
            text('.ruler .note'), text('.place')]";

/// What is seen at each step from the first to the last.
async fn steps(browser: &Browser) -> Vec<Value> {
    browser
        .wait_for(
            "the run is there",
            "return /^step \\d+ \\/ \\d{2}/.test(document.querySelector('.place')?.textContent)",
        )
        .await;
    browser.press("Home").await;
    browser
        .wait_for(
            "it is at its beginning",
            "return document.querySelector('.place')?.textContent.startsWith('step 1 ')",
        )
        .await;
    let mut seen = Vec::new();
    loop {
        browser.frame().await;
        browser.frame().await;
        seen.push(browser.run(SEEN).await);
        let last = browser.run("const [step, all] = document.querySelector('.place').textContent.match(/\\d+/g); return step === all").await;
        if last == json!(true) {
            return seen;
        }
        assert!(seen.len() < 200, "a short lesson");
        browser.press("ArrowRight").await;
        let next = format!(
            "return document.querySelector('.place')?.textContent.startsWith('step {} ')",
            seen.len() + 1
        );
        browser.wait_for("the next step", &next).await;
    }
}

#[tokio::test]
async fn one_file_steps_as_the_page_of_a_relay_does() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    page.choose("3.2").await;
    // Nothing moves: what is seen at a step is what it shows.
    page.browser.devtools("Emulation.setEmulatedMedia", still()).await;
    let live = steps(&page.browser).await;

    let folder = TempDir::new().expect("a folder");
    let html = folder.path().join("sticky.html");
    single(&recording("sticky"), &html);
    let len_bytes = std::fs::metadata(&html).expect("it is there").len();
    assert!(len_bytes <= 1_000_000, "{len_bytes} bytes");
    page.browser.goto(&format!("file://{}", html.display())).await;
    let from_file = steps(&page.browser).await;
    assert!(live.len() > 20, "{} steps", live.len());
    assert_eq!(live, from_file);
    assert_eq!(page.browser.console_errors().await, [""; 0], "it needs no second file");
}

fn still() -> Value {
    json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] })
}

fn recording(lesson: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "../relay/lessons", lesson, "run.skrec"].iter().collect()
}

#[tokio::test]
async fn a_site_teaches_on_a_phone_and_without_a_network() {
    let mut site = Site::start();
    let browser = Browser::open(&site.url, 390, 844).await;
    browser.click("a[href$='lesson=sticky']").await;
    let sentence = "return document.querySelector('.sentence')?.textContent";
    browser.wait_for("the lesson's run is there", sentence).await;
    let whole = "return document.documentElement.scrollWidth <= innerWidth";
    browser.wait_for("nothing is beside the screen", whole).await;

    let first = browser.run(sentence).await;
    browser.click(".bar .step-forward").await;
    let stepped = format!("{sentence} !== {first}");
    browser.wait_for("a button steps", &stepped).await;
    let second = browser.run(sentence).await;
    browser.run(&swipe(300, 60)).await;
    browser.wait_for("a finger to the left steps on", &format!("{sentence} !== {second}")).await;
    browser.run(&swipe(60, 300)).await;
    browser.wait_for("a finger to the right steps back", &format!("{sentence} === {second}")).await;
    browser.keep_screenshot("phone-en").await;

    browser
        .run("[...document.querySelectorAll('.top .btn')].find(e => e.textContent === '中文').click()")
        .await;
    browser.wait_text(".bar .step-forward", "步进").await;
    browser.click(".top .menu").await;
    browser.run("[...document.querySelectorAll('.curriculum .lesson')].find(e => e.textContent.startsWith('5.1 ')).click()").await;
    browser.wait_element(".readiness, .matrix").await;
    browser.wait_for("nothing is beside the screen", whole).await;
    browser.keep_screenshot("phone-zh").await;

    browser.wait_for("it is kept", "return navigator.serviceWorker.ready.then(() => true)").await;
    site.stop();
    browser.goto(&format!("{}lesson.html#lesson=wlist&seq=30", site.url)).await;
    browser.wait_for("a lesson is there without a network", sentence).await;
    assert!(browser.run("return location.hash").await.as_str().is_some_and(|hash| hash.contains("wlist")));
}

/// A finger on the picture.
fn swipe(from: i32, to: i32) -> String {
    format!(
        "const on = document.querySelector('.stage'); \
         const at = x => new Touch({{ identifier: 1, target: on, clientX: x, clientY: 300 }}); \
         const send = (type, x, touches) => on.dispatchEvent(new TouchEvent(type, {{ bubbles: true, touches, changedTouches: [at(x)] }})); \
         send('touchstart', {from}, [at({from})]); send('touchend', {to}, [])"
    )
}

#[tokio::test]
async fn what_is_no_recording_is_told() {
    let site = Site::start();
    let browser = Browser::open("about:blank", 1024, 700).await;
    let told = BTreeMap::from([
        ("index.html", "not a Socketscope recording"),
        ("nothing.skrec", "no recording at this address"),
        ("http://127.0.0.1:1/x.skrec", "could not be fetched"),
    ]);
    for (url, words) in told {
        browser.goto(&format!("{}lesson.html?recording={url}", site.url)).await;
        browser.wait_text(".banner.bad", words).await;
    }
}
