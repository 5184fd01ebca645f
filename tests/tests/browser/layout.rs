//! Nothing overflows, overlaps or is cut off, from a small laptop to a large projector.

use serde_json::json;
use socketscope_tests::{Page, Relay};

/// What is wrong with the layout, in words; empty where nothing is.
const CHECK: &str = r"
const problems = [];
const name = e => e.tagName.toLowerCase() + [...e.classList].map(c => '.' + c).join('');
const box = e => e.getBoundingClientRect();
const seen = e => e.checkVisibility({ visibilityProperty: true }) && box(e).width > 0 && box(e).height > 0;
const all = css => [...document.querySelectorAll(css)].filter(seen);
const root = document.documentElement;
if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight)
  problems.push(`the page is ${root.scrollWidth} × ${root.scrollHeight} in ${innerWidth} × ${innerHeight}`);
const apart = (css, parts) => {
  for (let i = 0; i < parts.length; i++) for (let j = 0; j < i; j++) {
    const [a, b] = [box(parts[i]), box(parts[j])];
    const w = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (w > 1 && h > 1) problems.push(`${name(parts[i])} and ${name(parts[j])} overlap by ${w} × ${h}`);
  }
};
const inside = (part, whole) => {
  const [a, b] = [box(part), whole];
  if (a.left < b.left - 1 || a.right > b.right + 1 || a.top < b.top - 1 || a.bottom > b.bottom + 1)
    problems.push(`${name(part)} reaches out of ${whole.of ?? 'the page'}: ${JSON.stringify(a)}`);
};
const page = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
const regions = all('header.top, nav.curriculum, main.stage, aside.side, section.time');
if (regions.length < 4) problems.push(`only ${regions.map(name)} can be seen`);
regions.forEach(region => inside(region, page));
apart('regions', regions);
for (const css of ['header.top > *', '.bar > *', 'main.stage > *', '.actors > *', '.tabs > *', '.releases > *'])
  apart(css, all(css));
for (const part of all('header.top > *, .bar > *')) {
  const whole = box(part.parentElement);
  inside(part, { left: whole.left, right: whole.right, top: whole.top, bottom: whole.bottom, of: name(part.parentElement) });
}
for (const button of all('button:not(.call), select, .pill'))
  if (button.scrollWidth > button.clientWidth + 1 && button.clientWidth > 0)
    problems.push(`the text of ${name(button)} is cut off: ${button.innerText}`);
return problems;
";

async fn assert_good(page: &Page, when: &str) {
    for (width, height) in [(1024, 700), (1440, 900), (2560, 1440)] {
        page.browser.resize(width, height).await;
        page.browser.wait_for("the page has its size", &format!("return innerWidth === {width}")).await;
        // Canvases and rulers are laid out in the frame after.
        page.browser.frame().await;
        let problems = page.browser.run(CHECK).await;
        assert_eq!(problems, json!([]), "{when} at {width} × {height}");
    }
}

#[tokio::test]
async fn nothing_overlaps_or_is_cut_off() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    for language in ["English", "Chinese"] {
        page.choose("3.2").await;
        assert_good(&page, &format!("before a run, in {language}")).await;
        page.run_sticky().await;
        for tab in ["1", "2", "3", "4"] {
            page.browser.press(tab).await;
            assert_good(&page, &format!("after a run with panel {tab}, in {language}")).await;
        }
        page.browser.press("p").await;
        assert_good_presenting(&page, language).await;
        page.browser.press("p").await;
        page.browser.press("z").await;
    }
    page.browser.close().await;
}

#[tokio::test]
async fn what_is_wrong_is_found() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    for (broken, words) in [
        (".side { translate: -100px 0 }", "overlap"),
        (".stage { translate: 0 2000px }", "reaches out of the page"),
        (".run { width: 30px; overflow: hidden }", "cut off"),
    ] {
        let sheet = json!(broken);
        let script = format!(
            "const sheet = new CSSStyleSheet(); sheet.replaceSync({sheet}); document.adoptedStyleSheets = [sheet]; {CHECK}"
        );
        let problems = page.browser.run(&script).await.to_string();
        assert!(problems.contains(words), "{broken}: {problems}");
    }
    page.browser.close().await;
}

#[tokio::test]
async fn nothing_overlaps_while_programs_are_held() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    page.choose("3.2").await;
    page.browser.click(".run-stepwise").await;
    page.wait_held("server", "socket").await;
    assert_good(&page, "with a held program").await;
    page.browser.close().await;
}

/// Without its side panels the page has fewer regions.
async fn assert_good_presenting(page: &Page, language: &str) {
    for (width, height) in [(1024, 700), (1920, 1080)] {
        page.browser.resize(width, height).await;
        page.browser.frame().await;
        let overflows = "const r = document.documentElement; return r.scrollWidth > innerWidth || r.scrollHeight > innerHeight";
        assert_eq!(
            page.browser.run(overflows).await,
            false,
            "presenting at {width} × {height}, in {language}"
        );
    }
}

#[tokio::test]
async fn what_the_cursor_is_about_stays_in_view_when_presenting() {
    const LINE: &str = "const at = document.querySelector('.code .now'); const code = at?.closest('.code'); \
        if (!at) return false; const [a, b] = [at.getBoundingClientRect(), code.getBoundingClientRect()]; \
        return a.top >= b.top - 1 && a.bottom <= b.bottom + 1";
    const RULERS: &str =
        "const e = document.querySelector('.ruler .axis'); return e && e.scrollHeight <= e.clientHeight + 1";
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    page.run_sticky().await;
    page.click_call("recv").await;
    page.browser.press("p").await;
    for (width, height) in [(1024, 700), (1440, 900), (1024, 700)] {
        page.browser.resize(width, height).await;
        page.browser.wait_for("the page has its size", &format!("return innerWidth === {width}")).await;
        page.browser.wait_for(&format!("the line at {width} × {height}"), LINE).await;
        page.browser.wait_for(&format!("all rulers at {width} × {height}"), RULERS).await;
    }
    page.browser.close().await;
}
