//! Every lesson's recorded run, moment by moment: no text is cut or lies on another, nothing is outside the window, and
//! what surrounds the pictures stands still.

use serde_json::json;
use socketscope_tests::{Page, Relay};

const MEASURE: &str = include_str!("boxes.js");

/// From a small laptop to a large projector.
const SIZES: [(u32, u32); 5] = [(1024, 700), (1280, 720), (1440, 900), (1920, 1080), (3840, 2160)];

/// A projector.
const PRESENTED: (u32, u32) = (1920, 1080);

/// Opens the page with what measures it. Nothing glides: each step is done at once.
async fn open(relay: &Relay) -> Page {
    let page = Page::open(relay).await;
    let still = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
    page.browser.devtools("Emulation.setEmulatedMedia", still).await;
    page.browser.run(MEASURE).await;
    page
}

/// Goes through the lessons of these sections; "" is that of a person's own programs.
async fn fit(sections: &[&str]) {
    let relay = Relay::start();
    let page = open(&relay).await;
    let numbers = "return [...document.querySelectorAll('.curriculum .lesson')].map(e => e.querySelector('.number')?.innerText ?? '')";
    let numbers: Vec<String> = serde_json::from_value(page.browser.run(numbers).await).expect("numbers");
    let mut problems = Vec::new();
    for number in numbers.iter().filter(|n| sections.contains(&n.split('.').next().unwrap_or_default())) {
        if number.is_empty() {
            page.choose("Your own").await;
        } else {
            page.choose(number).await;
            page.wait_recording().await;
        }
        for language in ["English", "Chinese"] {
            for size in SIZES {
                problems.extend(tour(&page, size, &format!("{number} in {language}")).await);
            }
            page.browser.press("p").await;
            page.browser.wait_element(".page.present").await;
            problems.extend(tour(&page, PRESENTED, &format!("{number} in {language}, presented")).await);
            page.browser.press("p").await;
            page.browser.press("z").await;
        }
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
    page.browser.close().await;
}

/// Goes through the run that is shown, in a window of this size; what is wrong, in words.
async fn tour(page: &Page, (width, height): (u32, u32), what: &str) -> Vec<String> {
    page.browser.resize(width, height).await;
    page.browser.wait_for("the page has its size", &format!("return innerWidth === {width}")).await;
    let script = "const done = arguments[0]; boxes.tour().then(done, e => done({ seen: 1, problems: [`${e.stack}`] }))";
    let found = page.browser.run_async(script, Vec::new()).await;
    assert!(found["seen"].as_u64() > Some(0), "{what}: {found}");
    let problems = found["problems"].as_array().into_iter().flatten();
    problems
        .map(|problem| format!("{what} at {width} x {height}: {}", problem.as_str().unwrap_or_default()))
        .collect()
}

#[tokio::test]
async fn foundations_fit() {
    fit(&["1", "2", ""]).await;
}

#[tokio::test]
async fn sockets_fit() {
    fit(&["3"]).await;
}

#[tokio::test]
async fn waiting_fits() {
    fit(&["4"]).await;
}

#[tokio::test]
async fn multiplexing_fits() {
    fit(&["5"]).await;
}

#[tokio::test]
async fn what_does_not_fit_is_found() {
    let relay = Relay::start();
    let page = open(&relay).await;
    page.choose("3.2").await;
    page.wait_recording().await;
    for (broken, words) in [
        (".card > h2 em { max-width: 20px; text-overflow: clip }", "is cut at the side"),
        (".code { line-height: 4px !important }", "overlap"),
        (".bar { translate: 0 2000px }", "is cut above or below"),
        (".step-forward { margin-left: calc(1px * var(--step)) }", "moves by"),
    ] {
        let sheet = format!(
            "const sheet = new CSSStyleSheet(); sheet.replaceSync({}); document.adoptedStyleSheets = [sheet]; \
             let step = 0; addEventListener('keydown', () => document.documentElement.style.setProperty('--step', step += 3))",
            json!(broken)
        );
        page.browser.run(&sheet).await;
        let problems = tour(&page, (1440, 900), broken).await;
        assert!(problems.iter().any(|problem| problem.contains(words)), "{broken}: {problems:#?}");
    }
    page.browser.close().await;
}
