//! What keeps people from using the page, as axe-core finds it: names, roles, contrast, order. There is none in any state.

use serde_json::json;
use socketscope_tests::{Page, Relay};
use std::{env, fs, path::PathBuf};

/// All that axe-core finds, in words.
const LOOK: &str = "const done = arguments[0]; \
    const words = rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`); \
    axe.run(document, { resultTypes: ['violations'] }).then(found => done(found.violations.flatMap(words)), e => done([`${e}`]))";

/// axe-core: `cargo xtask test` says where it is, and leaves it where this looks by itself.
fn axe() -> String {
    let beside = || {
        let tools = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/tools");
        let mut files = fs::read_dir(tools).ok()?.filter_map(|file| Some(file.ok()?.path()));
        files.find(|file| file.extension().is_some_and(|end| end == "js"))
    };
    let file = env::var_os("SOCKETSCOPE_AXE").map(PathBuf::from).or_else(beside);
    let file = file.expect("axe-core is not here: `cargo xtask test` brings it");
    fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
}

/// Opens the page with axe-core in it.
async fn open(relay: &Relay) -> Page {
    let page = Page::open(relay).await;
    look_at(&page).await;
    page
}

/// Brings axe-core into the page.
pub async fn look_at(page: &Page) {
    // Colours that change slowly are measured on their way.
    let still = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }, { "name": "prefers-color-scheme", "value": "light" }] });
    page.browser.devtools("Emulation.setEmulatedMedia", still).await;
    page.browser.run(&axe()).await;
}

/// Nothing is in the way in this state, in both themes.
pub async fn assert_open(page: &Page, state: &str) {
    for theme in ["light", "dark"] {
        let dress = format!("document.documentElement.dataset.theme = {}", json!(theme));
        page.browser.run(&dress).await;
        page.browser.frame().await;
        let found = page.browser.run_async(LOOK, Vec::new()).await;
        assert_eq!(found, json!([]), "{state}, {theme}");
    }
    page.browser.run("document.documentElement.dataset.theme = 'light'").await;
}

/// Shows the view of this name.
async fn show(page: &Page, view: &str) {
    let script = format!(
        "const one = [...document.querySelectorAll('.views button')].find(e => e.innerText === {}); one?.click(); \
         return one?.ariaPressed === 'true'",
        json!(view)
    );
    page.browser.wait_for(&format!("the view {view}"), &script).await;
}

#[tokio::test]
async fn a_lesson_has_no_barriers() {
    let relay = Relay::start();
    let page = open(&relay).await;
    page.choose("Your own").await;
    assert_open(&page, "before a run").await;
    page.choose("3.2").await;
    page.wait_recording().await;
    for _ in 0..3 {
        page.step("x").await;
    }
    for view in ["Byte stream", "Exchange", "Layers", "Models", "One segment", "Cost"] {
        show(&page, view).await;
        assert_open(&page, view).await;
    }
    show(&page, "Byte stream").await;
    for tab in ["4", "3", "2", "1"] {
        page.browser.press(tab).await;
        assert_open(&page, &format!("panel {tab}")).await;
    }
    page.browser.press("z").await;
    assert_open(&page, "in Chinese").await;
    assert_eq!(page.browser.run("return document.documentElement.lang").await, "zh-CN");
    page.browser.press("z").await;
    page.browser.click(".ask").await;
    page.browser.wait_element(".predict input").await;
    assert_open(&page, "at a question").await;
    page.browser.close().await;
}

#[tokio::test]
async fn other_lessons_have_no_barriers() {
    let relay = Relay::start();
    let page = open(&relay).await;
    for (lesson, view) in
        [("2", "Byte stream"), ("5.1", "Readiness"), ("5.2.1", "Readiness"), ("5.3", "Comparison")]
    {
        page.choose(lesson).await;
        page.wait_recording().await;
        show(&page, view).await;
        page.step("x").await;
        assert_open(&page, &format!("{lesson} at its first moment")).await;
        page.step("End").await;
        assert_open(&page, &format!("{lesson} at its end")).await;
    }
    page.choose("5.1").await;
    page.browser.press("5").await;
    assert_open(&page, "why a descriptor is ready").await;
    page.browser.close().await;
}

#[tokio::test]
async fn what_lies_over_the_page_has_no_barriers() {
    let relay = Relay::start();
    let page = open(&relay).await;
    assert_open(&page, "the start page").await;
    page.browser.press("?").await;
    page.browser.wait_element(".keys").await;
    assert_open(&page, "the keys").await;
    page.browser.press("Escape").await;
    for presenting in [false, true] {
        if presenting {
            page.browser.press("p").await;
            page.browser.wait_element(".page.present").await;
            assert_open(&page, "presenting").await;
        }
        page.browser.click(".menu").await;
        page.browser.wait_element(".nav-open .curriculum .lesson").await;
        assert_open(&page, "the list of lessons").await;
        page.browser.press("Escape").await;
    }
    page.browser.press("p").await;
    page.browser.press("E").await;
    page.browser
        .wait_for("an editor has the keyboard", "return document.activeElement.tagName === 'TEXTAREA'")
        .await;
    assert_open(&page, "a program on the whole stage").await;
    let find = json!({ "type": "keyDown", "key": "f", "modifiers": 2 });
    page.browser.devtools("Input.dispatchKeyEvent", find).await;
    page.browser.wait_element(".find input").await;
    assert_open(&page, "the field that finds").await;
    page.browser.close().await;
}

#[tokio::test]
async fn the_keyboard_skips_to_the_stage_and_chooses_a_lesson_while_presenting() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    let tab = async || {
        for kind in ["rawKeyDown", "keyUp"] {
            let event = json!({ "type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9 });
            page.browser.devtools("Input.dispatchKeyEvent", event).await;
        }
    };
    let enter = async || {
        for kind in ["keyDown", "keyUp"] {
            let event = json!({ "type": kind, "key": "Enter", "text": "\r", "windowsVirtualKeyCode": 13 });
            page.browser.devtools("Input.dispatchKeyEvent", event).await;
        }
    };
    tab().await;
    assert_eq!(page.browser.run("return document.activeElement.innerText").await, "Skip to the stage");
    enter().await;
    assert_eq!(page.browser.run("return document.activeElement.id").await, "stage");
    // What follows the # names what is shown; the page writes it in its own time.
    assert_ne!(page.browser.run("return location.hash").await, "#stage");

    page.browser.press("p").await;
    page.browser.wait_element(".page.present").await;
    page.browser.run("document.querySelector('.menu').focus()").await;
    enter().await;
    page.browser
        .wait_for("the list has the keyboard", "return !!document.activeElement.closest('.curriculum')")
        .await;
    tab().await;
    enter().await;
    page.browser.wait_for("the next lesson is shown, and the list is closed", "return document.querySelector('.lesson.on') !== document.activeElement && !document.querySelector('.nav-open')").await;
    page.browser.close().await;
}
