//! A person's own programs: four clients that ask, who starts after whom, and addresses of published programs.

use serde_json::json;
use socketscope_tests::{Page, Relay};

/// The lines for `input()` that are not wholly in view: in their card, in the clients' column and in the page.
const HIDDEN_LINES: &str = r"
const box = e => e.getBoundingClientRect();
const within = (a, b) => a.top >= b.top - 1 && a.bottom <= b.bottom + 1 && a.left >= b.left - 1 && a.right <= b.right + 1;
const page = { top: 0, left: 0, right: innerWidth, bottom: innerHeight };
return [...document.querySelectorAll('.answer-line input')]
  .filter(e => box(e).height < 18 || ![box(e.closest('.program')), box(e.closest('.programs')), page].every(b => within(box(e), b)))
  .map(e => e.ariaLabel);
";

/// Replaces the whole text of a program.
async fn write(page: &Page, file: &str, text: &str) {
    let select = format!(
        "const e = document.querySelector('textarea[aria-label={}]'); e?.focus(); e?.select(); return !!e",
        json!(file)
    );
    page.browser.wait_for(&format!("{file} can be edited"), &select).await;
    page.browser.devtools("Input.insertText", json!({ "text": text })).await;
}

#[tokio::test]
async fn four_clients_have_their_input_lines_in_view() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    page.choose("Your own programs").await;
    for _ in 0..3 {
        page.browser.click(".add .btn").await;
    }
    page.browser
        .wait_for("four can be told when", "return document.querySelectorAll('.starts select').length === 4")
        .await;
    page.browser.resize(1024, 700).await;
    page.browser.wait_for("the page has its size", "return innerWidth === 1024").await;
    page.browser.frame().await;
    page.browser.keep_screenshot("four-clients-editing").await;
    // A field for arguments may scroll; what can be pressed is there.
    let cut = "return [...document.querySelectorAll('.clients .program')].flatMap(card => [...card.querySelectorAll('.starts, .starts select, h2 button')] \
               .filter(e => e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().right > card.getBoundingClientRect().right)).map(e => e.outerHTML)";
    assert_eq!(
        page.browser.run(cut).await,
        json!([]),
        "when they start can be read, and every button is there"
    );
    page.browser.resize(1440, 900).await;
    page.browser.click(".run").await;
    page.browser
        .wait_for(
            "all four ask",
            "return document.querySelectorAll('.answer-line:not(.ahead) input').length === 4",
        )
        .await;
    for (name, focus) in [
        ("nobody-types", "document.activeElement.blur()"),
        ("last-types", "[...document.querySelectorAll('.answer-line input')][3].focus()"),
    ] {
        for (width, height) in [(1440, 900), (1024, 700)] {
            page.browser.resize(width, height).await;
            page.browser.wait_for("the page has its size", &format!("return innerWidth === {width}")).await;
            page.browser.run(&format!("{focus}; return 0")).await;
            page.browser.frame().await;
            page.browser.keep_screenshot(&format!("four-clients-{width}-{name}")).await;
            assert_eq!(page.browser.run(HIDDEN_LINES).await, json!([]), "{name} at {width} × {height}");
        }
    }
    page.browser.close().await;
}

#[tokio::test]
async fn published_programs_get_their_address_and_clients_their_order() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    page.choose("Your own programs").await;
    page.browser.click(".add .btn").await;
    let server = "import socket\ns = socket.socket()\ns.bind(('172.17.87.202', 8001))\ns.listen()\n\
                  for _ in range(2):\nc, a = s.accept()\nprint('got', c.recv(9))";
    let client = |name: &str| {
        format!("import socket\ns = socket.create_connection(('172.17.87.202', 8001))\ns.send(b'{name}')\n")
    };
    // The editor indents what follows a colon by itself.
    write(&page, "server.py", &server.replace("):\nc, a", "): c, a").replace("\nprint", "; print")).await;
    write(&page, "client.py", &client("one")).await;
    write(&page, "client2.py", &client("two")).await;
    let choices = "return [...document.querySelectorAll('.starts select')].map(e => [e.value, ...[...e.options].map(o => o.value)])";
    let server = ["listening-soon:server", "at-once"];
    assert_eq!(
        page.browser.run(choices).await,
        json!([
            [server[0], server[0], server[1]],
            ["connected:client", server[0], server[1], "connected:client", "ended:client"],
        ]),
        "what is chosen, and what can be"
    );
    let ended = "const e = document.querySelectorAll('.starts select')[1]; e.value = 'ended:client'; \
                 e.dispatchEvent(new Event('change', { bubbles: true })); return true";
    page.browser.run(ended).await;
    page.browser.wait_text(".suggested", "172.17.87.202").await;
    page.browser.click(".suggested .link").await;
    page.browser.wait_for("it is listed", "return document.querySelector('.hosts textarea').value === '172.17.87.202' && !document.querySelector('.suggested')").await;
    page.browser.keep_screenshot("hosts").await;
    page.browser.click(".run").await;
    let printed = "return [...document.querySelectorAll('.servers .output')].map(e => e.innerText).join().match(/b'one'[^]*b'two'/) && true";
    page.browser.wait_for("the first came first", printed).await;
    page.browser.keep_screenshot("hosts-run").await;
    page.browser.press("e").await;
    let wrong = "const e = document.querySelector('.hosts textarea'); e.value = '172.17.87.202:8001'; \
                 e.dispatchEvent(new InputEvent('input', { bubbles: true })); return true";
    page.browser.run(wrong).await;
    page.browser.wait_text(".hosts .note-bad", "without a port").await;
    page.browser.press("Escape").await;
    page.browser.press("z").await;
    page.browser.wait_text(".hosts .note-bad", "不带端口号").await;
    page.browser.keep_screenshot("hosts-wrong-zh").await;
    page.browser.close().await;
}

#[tokio::test]
async fn a_client_that_waits_for_another_says_so() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    page.choose("Your own programs").await;
    page.browser.click(".add .btn").await;
    write(
        &page,
        "client.py",
        "input('connect? ')\nimport socket\nsocket.create_connection(('127.0.0.1', 8001))\n",
    )
    .await;
    page.browser.click(".run").await;
    let state = |says: &str| {
        let says = json!(says);
        format!(
            "return [...document.querySelectorAll('.clients .program')][1]?.querySelector('.state')?.innerText.trim().startsWith({says})"
        )
    };
    page.browser.wait_for("client 2 waits for the first", &state("starts after client connects")).await;
    let answer = "const e = document.querySelector('.answer-line'); if (!e) return false; e.requestSubmit(); return true";
    page.browser.wait_for("the first asks", answer).await;
    page.browser.wait_for("the second runs", &state("waiting for input")).await;
    page.browser.close().await;
}
