//! Programs that a person changes in the page, and lines that programs ask for.

use serde_json::json;
use socketscope_tests::{Page, Relay};

/// Selects this piece of a program's text and types over it.
async fn type_over(page: &Page, file: &str, old: &str, new: &str) {
    let select = format!(
        "const e = document.querySelector('textarea[aria-label={}]'); if (!e) return false; \
         const at = e.value.indexOf({}); if (at < 0) return false; \
         e.focus(); e.setSelectionRange(at, at + {}); return true",
        json!(file),
        json!(old),
        old.encode_utf16().count()
    );
    page.browser.wait_for(&format!("{file} has {old:?}"), &select).await;
    page.browser.devtools("Input.insertText", json!({ "text": new })).await;
}

async fn text(page: &Page, file: &str) -> String {
    let script = format!("return document.querySelector('textarea[aria-label={}]')?.value", json!(file));
    page.browser
        .wait_for(&format!("{file} can be edited"), &script)
        .await
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// Enter, as the keyboard sends it to a field.
async fn enter(page: &Page) {
    for kind in ["keyDown", "keyUp"] {
        let event = json!({ "type": kind, "key": "Enter", "text": "\r", "windowsVirtualKeyCode": 13 });
        page.browser.devtools("Input.dispatchKeyEvent", event).await;
    }
}

/// Waits for a program's question, types a line and waits for what the program then prints.
async fn answer(page: &Page, actor: &str, line: &str, printed: &str) {
    let focus = format!(
        "const e = document.querySelector('.answer-line input[aria-label$={}]'); e?.focus(); return !!e",
        json!(actor)
    );
    page.browser.wait_for(&format!("{actor} asks"), &focus).await;
    page.browser.devtools("Input.insertText", json!({ "text": line })).await;
    enter(page).await;
    let has = format!(
        "return [...document.querySelectorAll('.output')].some(e => e.innerText.includes({}))",
        json!(printed)
    );
    page.browser.wait_for(&format!("{actor} prints {printed:?}"), &has).await;
}

#[tokio::test]
async fn what_is_edited_is_what_runs_and_survives_a_reload() {
    let relay = Relay::start();
    let page = Page::open_sized(&relay, 1440, 1200).await;
    page.choose("3.2").await;
    page.wait_recording().await;
    page.browser.press("e").await;
    type_over(&page, "client.py", "hello", "bonjour").await;
    page.browser.wait_text(".state.edited", "edited").await;
    // Over the field as over a key: nothing of this is a shortcut.
    page.browser.click(".run").await;
    page.wait_over().await;
    page.browser.run("document.activeElement.blur()").await;
    page.browser.press("End").await;
    page.wait_cursor_at_end().await;
    let sent = page.ruler().await.into_iter().find(|b| b.title.starts_with("sendall")).expect("a send");
    assert!(sent.title.contains("bonjour"), "{sent:?}");
    assert_eq!((sent.from, sent.to), (0, 7));
    assert!(page.browser.texts("textarea").await.is_empty(), "what ran is not edited");

    page.browser.reload().await;
    page.wait_over().await;
    page.browser.press("e").await;
    assert!(text(&page, "client.py").await.contains("sendall(b\"bonjour\")"));
    page.browser.click(".edited + .link").await;
    page.browser
        .wait_for("it is the lesson's again", "return !document.querySelector('.state.edited')")
        .await;
    assert!(text(&page, "client.py").await.contains("sendall(b\"hello\")"));
    page.browser.close().await;
}

#[tokio::test]
async fn the_keyboard_goes_into_a_field_and_out_of_it_again() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    let focused = "return document.activeElement.tagName";
    for key in ["Enter", "Escape"] {
        page.browser.wait_for("a knob's field has the keyboard", "const f = document.querySelector('.knob input'); f?.focus(); return document.activeElement === f").await;
        page.browser.press(key).await;
        assert_eq!(page.browser.run(focused).await, "BODY", "after {key}");
    }
    page.browser.press("e").await;
    page.browser.wait_for("an editor has it", "return document.activeElement.tagName === 'TEXTAREA'").await;
    assert!(!text(&page, "client.py").await.starts_with('e'), "the key itself is not typed");
    page.browser.press("Escape").await;
    assert_eq!(page.browser.run(focused).await, "BODY");
    page.browser.close().await;
}

#[tokio::test]
async fn a_question_is_answered_by_keyboard() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    page.browser.click(".knob input[type=checkbox]").await;
    page.browser.press("r").await;
    page.wait_over().await;
    page.browser.press("Home").await;
    let asked = "return !!document.querySelector('.ask')";
    while page.browser.run(asked).await == json!(false) {
        page.step("ArrowRight").await;
    }
    page.browser.click(".ask").await;
    page.browser
        .wait_for(
            "the answer's field has the keyboard",
            "return document.activeElement.matches('.predict input')",
        )
        .await;
    for key in ["n", "o"] {
        page.browser.press(key).await;
    }
    assert_eq!(page.browser.run("return document.querySelector('.predict input').value").await, "no");
    assert!(page.browser.text(".top h1").await.contains("3.2"), "no key led to another lesson");
    let (before, _) = page.place().await;
    enter(&page).await;
    page.browser
        .wait_for("Enter gives the keyboard back", "return document.activeElement === document.body")
        .await;
    assert!(page.step("ArrowRight").await > before + 1, "Enter was a step, and so is the next key");
    page.browser.close().await;
}

#[tokio::test]
async fn programs_that_ask_get_lines_from_the_page() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    page.choose("Your own programs").await;
    page.browser.click(".add .btn").await;
    assert_eq!(text(&page, "client2.py").await, text(&page, "client.py").await);
    type_over(&page, "client2.py", "say: ", "two says: ").await;
    page.browser.click(".run").await;
    answer(&page, "client 2", "grüß dich", "GRüß DICH").await;
    answer(&page, "client", "hi", "HI").await;
    page.browser.keep_screenshot("answers").await;
    let outputs = page.browser.texts(".output pre").await;
    assert!(outputs.iter().any(|text| text.starts_with("say: hi\nHI\n")), "{outputs:?}");
    assert!(outputs.iter().any(|text| text.starts_with("two says: grüß dich\n")), "{outputs:?}");
    assert_eq!(page.browser.texts(".output .asked b").await.len(), 2);
    page.browser.click(".stop").await;
    page.browser.wait_for("nobody is asked any more", "return !document.querySelector('.answer-line')").await;
    page.browser.close().await;
}
