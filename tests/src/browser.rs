//! A real browser of a test's own, driven through chromedriver.

use crate::{
    child::{Running, bound_to_us},
    wait::until,
};
use fantoccini::{
    Client, ClientBuilder,
    wd::{Capabilities, WebDriverCompatibleCommand},
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::{
    env, fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

const FLAGS: [&str; 12] = [
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-device-scale-factor=1",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    // So that the browser ends with its driver.
    "--remote-debugging-pipe",
];

/// A headless Chromium with an empty profile; ended when dropped.
pub struct Browser {
    client: Client,
    _driver: Running,
    _profile: TempDir,
}

impl Browser {
    /// Opens an address in a window whose page has this size, in CSS pixels.
    pub async fn open(url: &str, width: u32, height: u32) -> Self {
        let profile = TempDir::new().expect("a folder for the profile");
        let (driver, port) = start_driver(&profile);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(&profile))
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("chromedriver starts a browser");
        let browser = Browser { client, _driver: driver, _profile: profile };
        browser.resize(width, height).await;
        browser.goto(url).await;
        browser
    }

    /// Goes to an address; one that differs in its fragment only is loaded again all the same.
    pub async fn goto(&self, url: &str) {
        self.client.goto("about:blank").await.expect("an empty page");
        self.client.goto(url).await.unwrap_or_else(|e| panic!("{url}: {e}"));
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.client.refresh().await.expect("the page loads again");
    }

    /// Gives the page this size, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// What the script returns: `return document.title`.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|e| panic!("{script}: {e}"))
    }

    /// What the script hands to the function that is its last argument.
    pub async fn run_async(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute_async(script, arguments).await.unwrap_or_else(|e| panic!("{script}: {e}"))
    }

    /// Waits until the browser has drawn what it has now.
    pub async fn frame(&self) {
        let script =
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))";
        self.client.execute_async(script, Vec::new()).await.expect("the browser draws");
    }

    /// Waits until the script returns something other than null, false and "".
    pub async fn wait_for(&self, what: &str, script: &str) -> Value {
        let script = format!(
            "const found = (() => {{ {script} }})(); return [found ?? null, document.body.innerText]"
        );
        let attempt = async || {
            let seen = self.run(&script).await;
            match &seen[0] {
                Value::Null | Value::Bool(false) => Err(seen[1].as_str().unwrap_or_default().to_owned()),
                Value::String(text) if text.is_empty() => {
                    Err(seen[1].as_str().unwrap_or_default().to_owned())
                }
                found => Ok(found.clone()),
            }
        };
        until(what, attempt).await
    }

    /// Waits until an element is on the page.
    pub async fn wait_element(&self, css: &str) {
        self.wait_for(css, &format!("return document.querySelector({}) !== null", json!(css))).await;
    }

    /// Waits until the element's text contains this.
    pub async fn wait_text(&self, css: &str, text: &str) {
        let script =
            format!("return document.querySelector({})?.innerText.includes({})", json!(css), json!(text));
        self.wait_for(&format!("{css} says {text:?}"), &script).await;
    }

    /// The text of the first such element, as it is seen.
    pub async fn text(&self, css: &str) -> String {
        self.texts(css).await.into_iter().next().unwrap_or_else(|| panic!("there is no {css}"))
    }

    /// The texts of all such elements, in order.
    pub async fn texts(&self, css: &str) -> Vec<String> {
        let script = format!("return [...document.querySelectorAll({})].map(e => e.innerText)", json!(css));
        serde_json::from_value(self.run(&script).await).expect("a list of texts")
    }

    /// An attribute of all such elements, in order; "" where it is missing.
    pub async fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let script = format!(
            "return [...document.querySelectorAll({})].map(e => e.getAttribute({}) ?? '')",
            json!(css),
            json!(name)
        );
        serde_json::from_value(self.run(&script).await).expect("a list of texts")
    }

    /// Waits for the element and clicks on it with the mouse, where a person would.
    pub async fn click(&self, css: &str) {
        let script = format!(
            "const e = document.querySelector({}); if (!e || e.disabled) return null; \
             e.scrollIntoView({{ block: 'nearest' }}); const r = e.getBoundingClientRect(); \
             return r.width && [r.x + r.width / 2, r.y + r.height / 2]",
            json!(css)
        );
        let place = self.wait_for(&format!("{css} can be clicked"), &script).await;
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            let event =
                json!({ "type": kind, "x": place[0], "y": place[1], "button": button, "clickCount": 1 });
            self.devtools("Input.dispatchMouseEvent", event).await;
        }
    }

    /// Presses and releases a key, named as `KeyboardEvent.key` is: `ArrowRight`, `End`, `z`, `Shift+ArrowLeft`.
    pub async fn press(&self, key: &str) {
        let (key, modifiers) = match key.strip_prefix("Shift+") {
            Some(key) => (key, 8),
            None => (key, 0),
        };
        let mut event = json!({ "type": "keyDown", "key": key, "modifiers": modifiers });
        if key.chars().count() == 1 {
            event["text"] = json!(key);
        }
        self.devtools("Input.dispatchKeyEvent", event).await;
        let event = json!({ "type": "keyUp", "key": key, "modifiers": modifiers });
        self.devtools("Input.dispatchKeyEvent", event).await;
    }

    /// A picture of the page, as PNG.
    pub async fn screenshot(&self) -> Vec<u8> {
        self.client.screenshot().await.expect("a picture of the page")
    }

    /// Writes a picture of the page where CI and people find it: target/browser/`name`.png.
    pub async fn keep_screenshot(&self, name: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/browser");
        fs::create_dir_all(&folder).expect("a folder for pictures");
        fs::write(folder.join(format!("{name}.png")), self.screenshot().await).expect("a picture is written");
    }

    /// A command of the DevTools protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        let answer = self.client.issue_cmd(Vendor("goog/cdp/execute", body)).await;
        answer.unwrap_or_else(|e| panic!("{command}: {e}"))
    }

    /// Errors that the console has shown since this was asked last.
    pub async fn console_errors(&self) -> Vec<String> {
        let log =
            self.client.issue_cmd(Vendor("se/log", json!({ "type": "browser" }))).await.expect("the console");
        let lines = log.as_array().into_iter().flatten();
        let errors = lines.filter(|line| line["level"] == "SEVERE").map(|line| line["message"].to_string());
        errors.collect()
    }

    /// Ends the test: the console must have shown no error.
    pub async fn close(self) {
        let errors = self.console_errors().await;
        assert!(errors.is_empty(), "the console shows {errors:#?}");
        self.client.close().await.expect("the browser ends");
    }
}

fn start_driver(profile: &TempDir) -> (Running, u16) {
    let program = env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
    let mut command = bound_to_us(program);
    // It finds a free port itself.
    command.arg("--port=0").env("TMPDIR", profile.path());
    Running::start(command, |line| {
        let rest = line.split_once("started successfully on port ")?.1;
        rest.trim().trim_end_matches('.').parse().ok()
    })
}

fn capabilities(profile: &TempDir) -> Capabilities {
    let mut arguments: Vec<String> = FLAGS.map(str::to_owned).to_vec();
    arguments.push(format!("--user-data-dir={}", profile.path().join("profile").display()));
    // Chromium's own sandbox works neither as root nor in most containers.
    let root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    if root || env::var_os("CI").is_some() {
        arguments.push("--no-sandbox".into());
    }
    let mut options = json!({ "args": arguments });
    if let Some(browser) = env::var_os("CHROME").map(PathBuf::from) {
        options["binary"] = json!(browser);
    }
    let all = json!({ "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" } });
    all.as_object().cloned().unwrap_or_default()
}

/// chromedriver's own commands.
#[derive(Debug)]
struct Vendor(&'static str, Value);

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.0))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.1.to_string()))
    }
}
