//! Each lesson once, from the page alone, as a lecturer would go through it.

use serde_json::json;
use socketscope_tests::{Page, Relay};

/// Claims that hold, as the page says it: `✓ 4 claims hold`.
const HOLD: &str = "✓";

/// Chooses the first lesson whose number begins so, then each next one by its key. Runs and steps through
/// each: all claims must hold, and stepping be exact.
async fn teaches(section: &str) {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    let numbers = page.browser.texts(".curriculum .lesson").await;
    let numbers: Vec<_> = numbers
        .iter()
        .filter_map(|text| text.split_whitespace().next())
        .filter(|number| number.split('.').next() == Some(section))
        .collect();
    assert!(!numbers.is_empty(), "the curriculum has no section {section}");
    for (place, number) in numbers.into_iter().enumerate() {
        if place == 0 {
            page.choose(number).await;
        } else {
            page.browser.press("n").await;
            page.browser.wait_text(".top h1", number).await;
        }
        teach(&page, number).await;
    }
    page.browser.close().await;
}

/// Runs and steps through the chosen lesson.
async fn teach(page: &Page, number: &str) {
    page.browser.click(".run").await;
    page.wait_over().await;
    let pill = page.browser.text(".claims-pill").await;
    assert!(pill.starts_with(HOLD), "lesson {number}: {pill}");

    page.browser.press("End").await;
    page.wait_cursor_at_end().await;
    let mut seen = vec![page.place().await.0];
    for _ in 0..3 {
        seen.push(page.step("ArrowLeft").await);
    }
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "lesson {number}: {seen:?}");
    for cursor in seen.iter().rev().skip(1) {
        assert_eq!(page.step("ArrowRight").await, *cursor, "lesson {number}");
    }
    for size in [(1440, 900), (1024, 700)] {
        page.browser.resize(size.0, size.1).await;
        page.browser.frame().await;
        let wider = "return document.documentElement.scrollWidth > innerWidth + 1";
        assert_eq!(page.browser.run(wider).await, json!(false), "lesson {number} fits {size:?}");
        page.browser.keep_screenshot(&format!("lesson-{number}-{}", size.0)).await;
    }
    page.browser.resize(1440, 900).await;
}

#[tokio::test]
async fn foundations() {
    teaches("1").await;
}

#[tokio::test]
async fn the_persons_own_browser_is_a_client_of_the_web_server() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    page.choose("2").await;
    // The frame asks once.
    page.set_knob("Requests that web.py answers", "1").await;
    teach(&page, "2").await;
    let calls = page.calls().await;
    let asked = calls.iter().find(|(who, what)| who == "web" && what.contains("GET"));
    assert!(asked.is_some_and(|(_, what)| what.starts_with("recv(")), "{calls:#?}");
    let visitor = page.browser.text(".door").await;
    assert!(visitor.contains("your browser"), "{visitor}");
    page.browser.close().await;
}

#[tokio::test]
async fn sockets() {
    teaches("3").await;
}

#[tokio::test]
async fn waiting() {
    teaches("4").await;
}

#[tokio::test]
async fn multiplexing() {
    teaches("5").await;
}
