//! Code that the back row reads: it has room, it opens on what matters, and output does not cover it.

use serde_json::{Value, json};
use socketscope_tests::{Page, Relay};

/// Rows of text that a program's pane has room for, where there are more than it shows; all of its lines else.
const ROWS: &str = r"
const code = [...document.querySelectorAll('.program')].find(e => e.querySelector('h2').innerText.startsWith(WHO))?.querySelector('.code');
if (!code) return null;
const style = getComputedStyle(code);
const room = code.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
return Math.floor(room / parseFloat(style.lineHeight) + 0.01);
";

/// Whether each program's output is below its code, within its card, and leaves the code room.
const APART: &str = r"
const problems = [];
for (const card of document.querySelectorAll('.program')) {
  const [c, o] = ['.code', '.output'].map(css => card.querySelector(css)?.getBoundingClientRect());
  const whole = card.getBoundingClientRect();
  if (!o) continue;
  if (o.top < c.bottom - 1) problems.push(`output at ${o.top} covers code that ends at ${c.bottom}`);
  if (o.bottom > whole.bottom + 1) problems.push(`output reaches out of its card by ${o.bottom - whole.bottom}`);
  if (c.height < 60 || c.height < o.height) problems.push(`code has ${c.height}, output ${o.height}`);
}
return problems;
";

/// The current line of a program, where it is not in view: its text and places.
const IN_SIGHT: &str = r"
const at = [...document.querySelectorAll('.programs.servers .code :is(.now, .wait)')][0];
if (!at) return null;
const [a, b] = [at.getBoundingClientRect(), at.closest('.code').getBoundingClientRect()];
return [at.innerText, a.top >= b.top - 1 && a.bottom <= b.bottom + 1];
";

async fn rows(page: &Page, who: &str) -> u64 {
    let rows = page.browser.run(&ROWS.replace("WHO", &json!(who).to_string())).await;
    rows.as_u64().unwrap_or_else(|| panic!("{who} has {rows} rows"))
}

#[tokio::test]
async fn code_has_twenty_rows_and_opens_on_what_acts() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    for (lesson, first) in [("3.2", "sock = socket.socket()"), ("5.1", "sock = socket.create_server(ADDR)")] {
        page.choose(lesson).await;
        page.wait_recording().await;
        page.browser.press("End").await;
        page.wait_cursor_at_end().await;
        page.browser.frame().await;
        let seen = rows(&page, "server.py").await;
        assert!(seen >= 20, "lesson {lesson} shows {seen} rows of server.py");
        let line = page.browser.text(".programs.servers .code [data-line]").await;
        assert_eq!(line, first);
        page.browser.keep_screenshot(&format!("back-row-{lesson}")).await;
    }
    page.browser.close().await;
}

#[tokio::test]
async fn the_line_of_select_stays_in_sight() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    page.choose("5.1").await;
    page.wait_recording().await;
    for (width, height) in [(1440, 900), (1024, 700)] {
        page.browser.resize(width, height).await;
        page.browser.press("Home").await;
        let mut selects = 0;
        for _ in 0..45 {
            page.step("ArrowRight").await;
            page.browser.frame().await;
            let seen = page.browser.run(IN_SIGHT).await;
            if seen[0].as_str().is_some_and(|line| line.contains("select.select")) {
                selects += 1;
            }
            assert!(seen == Value::Null || seen[1] == true, "{seen} at {width} × {height}");
        }
        assert!(selects > 5, "{selects} steps in select");
    }
    page.browser.close().await;
}

#[tokio::test]
async fn a_flood_of_output_never_covers_code() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    page.choose("3.2").await;
    page.wait_recording().await;
    page.browser.press("e").await;
    let select = "const e = document.querySelector('textarea[aria-label=\"client.py\"]'); if (!e) return false; \
        const at = e.value.indexOf('client.close()'); e.focus(); e.setSelectionRange(at, e.value.length); return at > 0";
    page.browser.wait_for("client.py can be edited", select).await;
    let flood = "for i in range(4000): print('x' * 1000)\nclient.close()";
    page.browser.devtools("Input.insertText", json!({ "text": flood })).await;
    page.browser.wait_text(".state.edited", "edited").await;
    page.browser.click(".run").await;
    page.browser
        .wait_for("it floods", "return document.querySelectorAll('.output pre span').length > 5")
        .await;
    assert_eq!(page.browser.run(APART).await, json!([]), "while it floods");
    page.wait_over().await;
    for (width, height) in [(1440, 900), (1024, 700)] {
        page.browser.resize(width, height).await;
        page.browser.frame().await;
        assert_eq!(page.browser.run(APART).await, json!([]), "at {width} × {height}");
        let pieces = page.browser.run("return document.querySelectorAll('.output pre').length && document.querySelectorAll('.output span').length").await;
        assert!(pieces.as_u64().is_some_and(|pieces| pieces > 0 && pieces <= 120), "{pieces} pieces");
        page.browser.keep_screenshot(&format!("flood-{width}")).await;
    }
    // Nothing printed takes no room.
    page.browser.press("Home").await;
    page.browser.wait_for("no output", "return !document.querySelector('.output')").await;
    page.browser.close().await;
}

/// Takes hold of a border with the mouse and moves it.
async fn drag(page: &Page, css: &str, dx: f64, dy: f64) {
    let place = format!(
        "const r = document.querySelector({})?.getBoundingClientRect(); return r && [r.x + r.width / 2, r.y + r.height / 2]",
        json!(css)
    );
    let place = page.browser.wait_for(css, &place).await;
    let (x, y) = (place[0].as_f64().unwrap_or_default(), place[1].as_f64().unwrap_or_default());
    for (kind, x, y) in
        [("mousePressed", x, y), ("mouseMoved", x + dx, y + dy), ("mouseReleased", x + dx, y + dy)]
    {
        let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1 });
        page.browser.devtools("Input.dispatchMouseEvent", event).await;
    }
    page.browser.frame().await;
}

async fn sizes(page: &Page) -> [f64; 3] {
    let script = "const box = css => document.querySelector(css).getBoundingClientRect(); \
        return [box('.programs.clients').width, box('.programs.servers').width, box('section.time').height]";
    let seen = page.browser.run(script).await;
    [0, 1, 2].map(|at| seen[at].as_f64().unwrap_or_default())
}

#[tokio::test]
async fn borders_that_were_dragged_stay_where_they_are() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    page.choose("3.2").await;
    page.wait_recording().await;
    let before = sizes(&page).await;
    drag(&page, ".split.left", 60.0, 0.0).await;
    drag(&page, ".split.right", -40.0, 0.0).await;
    drag(&page, ".split.time", 0.0, -50.0).await;
    let after = sizes(&page).await;
    for (at, moved) in [60.0, 40.0, 50.0].into_iter().enumerate() {
        assert!((after[at] - before[at] - moved).abs() < 8.0, "{before:?} became {after:?}");
    }
    // The arrow keys step, and no step changes the layout.
    for key in ["ArrowRight", "ArrowRight", "End"] {
        page.step(key).await;
        assert_eq!(sizes(&page).await, after, "after {key}");
    }
    page.run_sticky().await;
    assert_eq!(sizes(&page).await, after, "the next session has the same");
    page.browser.reload().await;
    page.wait_over().await;
    page.browser.frame().await;
    assert_eq!(sizes(&page).await, after, "and so has the page after a reload");
    page.browser.close().await;
}
