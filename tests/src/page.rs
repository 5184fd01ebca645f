//! The page as a person uses it: what they press, and what they read.

use crate::{Browser, Relay, wait::until};
use serde_json::{Value, json};

const OVER: &str =
    "return document.querySelector('.claims-pill') && !document.querySelector('.pill.for-lesson') && true";

/// A box of the byte stream's rulers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulerBox {
    /// `call` or `segment`.
    pub kind: String,
    /// What the pointer would show: the call in words.
    pub title: String,
    /// First byte of the stream that it spans.
    pub from: u64,
    /// First byte after it.
    pub to: u64,
}

/// The page, open in a browser.
pub struct Page {
    /// The browser.
    pub browser: Browser,
}

impl Page {
    /// Opens the relay's address in a window of a usual size.
    pub async fn open(relay: &Relay) -> Self {
        Self::open_sized(relay, 1440, 900).await
    }

    /// Opens the relay's address in a page of this size.
    pub async fn open_sized(relay: &Relay, width: u32, height: u32) -> Self {
        let browser = Browser::open(relay.url(), width, height).await;
        browser.wait_element(".curriculum .lesson").await;
        Page { browser }
    }

    /// Chooses the lesson of this number.
    pub async fn choose(&self, number: &str) {
        let script = format!(
            "const all = [...document.querySelectorAll('.curriculum .lesson')]; \
             const one = all.find(e => e.innerText.startsWith({}) ); one?.click(); return !!one",
            json!(number)
        );
        self.browser.wait_for(&format!("lesson {number} is listed"), &script).await;
        self.browser.wait_text(".top h1", number).await;
    }

    /// Gives the knob of this label a value, as by typing.
    pub async fn set_knob(&self, label: &str, value: &str) {
        let script = format!(
            "const all = [...document.querySelectorAll('.knob')]; \
             const one = all.find(e => e.innerText.startsWith({}))?.querySelector('input'); if (!one) return false; \
             one.value = {}; one.dispatchEvent(new InputEvent('input', {{ bubbles: true }})); return true",
            json!(label),
            json!(value)
        );
        self.browser.wait_for(&format!("the knob {label:?}"), &script).await;
    }

    /// Chooses lesson 3.2, runs it and waits for its end.
    pub async fn run_sticky(&self) {
        self.choose("3.2").await;
        self.browser.click(".run").await;
        self.wait_over().await;
        self.browser.press("End").await;
        self.wait_cursor_at_end().await;
    }

    /// Waits until the chosen lesson's recording is shown.
    pub async fn wait_recording(&self) {
        self.browser.wait_element(".pill.for-lesson").await;
        self.browser.wait_element(".event-of").await;
        until("it is there", async || match self.place().await {
            (cursor, last) if cursor > 0 && last > 0 => Ok(()),
            place => Err(format!("{place:?}")),
        })
        .await;
    }

    /// Waits until the session that is shown is over and its claims are decided.
    pub async fn wait_over(&self) {
        // That of the lesson's recording was over before.
        self.browser.wait_for("the run is over", OVER).await;
    }

    /// The sequence numbers of the cursor and of the last event.
    pub async fn place(&self) -> (u64, u64) {
        let text = self.browser.attributes(".event-of", "data-cursor").await.concat();
        let numbers =
            text.split_once('/').and_then(|(at, last)| Some((at.parse().ok()?, last.parse().ok()?)));
        numbers.unwrap_or_else(|| panic!("the transport says {text:?}"))
    }

    /// Waits until the cursor is at the last event.
    pub async fn wait_cursor_at_end(&self) {
        until("the cursor is at the end", async || match self.place().await {
            (cursor, last) if cursor == last && last > 0 => Ok(()),
            place => Err(format!("{place:?}")),
        })
        .await;
    }

    /// Presses a key that moves the cursor, and waits for it to have moved; where it is then.
    pub async fn step(&self, key: &str) -> u64 {
        let before = self.place().await.0;
        self.browser.press(key).await;
        until(&format!("{key} moves the cursor"), async || match self.place().await.0 {
            cursor if cursor != before => Ok(cursor),
            cursor => Err(format!("it is at {cursor}")),
        })
        .await
    }

    /// The list of calls: who, and what, as the page shows it.
    pub async fn calls(&self) -> Vec<(String, String)> {
        self.browser.press("2").await;
        self.browser.wait_element(".calls").await;
        let who = self.browser.texts(".calls .call .who").await;
        let what = self.browser.texts(".calls .call .what").await;
        who.into_iter().zip(what).collect()
    }

    /// Goes to the first call of this method in the list of calls.
    pub async fn click_call(&self, method: &str) {
        self.browser.press("2").await;
        let script = format!(
            "const all = [...document.querySelectorAll('.calls .call')]; \
             const one = all.find(e => e.querySelector('.what').innerText.startsWith({})); \
             if (one?.ariaCurrent === 'true') return true; one?.click(); return false",
            json!(format!("{method}("))
        );
        self.browser.wait_for(&format!("the call of {method} is current"), &script).await;
    }

    /// The boxes of the rulers, with the bytes that they span as drawn.
    pub async fn ruler(&self) -> Vec<RulerBox> {
        let script = "const cells = [...document.querySelectorAll('.ruler .bytes .cell:not(.ghost):not(.again) rect')].map(e => e.getBoundingClientRect()); \
             const at = x => cells.filter(cell => cell.x + cell.width / 2 < x).length; \
             return [...document.querySelectorAll('.ruler g.box[data-seq]')].map(e => { \
               const r = e.querySelector('rect').getBoundingClientRect(); \
               return { kind: e.classList.contains('segment') ? 'segment' : 'call', \
                        title: e.querySelector('title').textContent, from: at(r.left), to: at(r.right) } })";
        let boxes = self.browser.run(script).await;
        let read = |value: &Value| {
            let text = |name: &str| value[name].as_str().map(str::to_owned);
            let number = |name: &str| value[name].as_u64();
            Some(RulerBox {
                kind: text("kind")?,
                title: text("title")?,
                from: number("from")?,
                to: number("to")?,
            })
        };
        boxes.as_array().into_iter().flatten().map(|value| read(value).expect("a box")).collect()
    }

    /// The ranges of bytes that the receives took, in order.
    pub async fn received(&self) -> Vec<(u64, u64)> {
        let boxes = self.ruler().await;
        boxes.iter().filter(|b| b.title.starts_with("recv")).map(|b| (b.from, b.to)).collect()
    }

    /// Waits until the receives have taken these ranges.
    pub async fn wait_received(&self, wanted: &[(u64, u64)]) {
        until(&format!("receives of {wanted:?}"), async || match self.received().await {
            seen if seen == wanted => Ok(()),
            seen => Err(format!("they are {seen:?}")),
        })
        .await;
    }

    /// Waits until the program is held before this call.
    pub async fn wait_held(&self, actor: &str, call: &str) {
        self.browser
            .wait_for(&format!("{actor} is held before {call}"), &held(actor, call, "return true"))
            .await;
    }

    /// Waits until the program is held before this call, and releases it.
    pub async fn release(&self, actor: &str, call: &str) {
        let script = held(actor, call, "one.click(); return true");
        self.browser.wait_for(&format!("{actor} is held before {call}"), &script).await;
    }
}

/// A script that finds the button that releases this call, and then does something with it.
fn held(actor: &str, call: &str, then: &str) -> String {
    let start = json!(format!("{actor}: {call}("));
    format!(
        "const one = [...document.querySelectorAll('.release')].find(e => e.innerText.startsWith({start})); \
         if (!one) return false; {then}"
    )
}
