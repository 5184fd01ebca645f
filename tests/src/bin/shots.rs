//! Pictures of the page: lesson 3.2 at the moment when recv has returned both messages, in every dress, and of two
//! other lessons one each: `shots FOLDER`.

use socketscope_tests::{Page, Relay};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// From the end of lesson 5.1 to where clients are still served.
const READY_STEPS_BACK: usize = 40;
const SIZES: [(u32, u32); 2] = [(1440, 900), (1024, 700)];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: shots FOLDER");
        return ExitCode::FAILURE;
    };
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    // The same pictures on every machine, whatever its own preference.
    let light = serde_json::json!({ "features": [{ "name": "prefers-color-scheme", "value": "light" }] });
    page.browser.devtools("Emulation.setEmulatedMedia", light).await;
    page.run_sticky().await;
    page.click_call("recv").await;
    for language in ["en", "zh"] {
        for theme in ["light", "dark"] {
            for (width, height) in SIZES {
                page.browser.resize(width, height).await;
                picture(&page, &folder, &format!("{theme}-{language}-{width}x{height}")).await;
            }
            page.browser.press("m").await;
        }
        page.browser.press("z").await;
    }
    page.browser.resize(1440, 900).await;
    page.choose("5.1").await;
    page.browser.click(".run").await;
    page.wait_over().await;
    page.click_call("select").await;
    page.browser.press("End").await;
    page.wait_cursor_at_end().await;
    for _ in 0..READY_STEPS_BACK {
        page.step("ArrowLeft").await;
    }
    for key in ["5", "m", "z"] {
        page.browser.press(key).await;
    }
    picture(&page, &folder, "select-dark-zh").await;
    for key in ["m", "z"] {
        page.browser.press(key).await;
    }
    page.choose("5.3").await;
    page.browser.click(".run").await;
    page.wait_over().await;
    page.browser.press("End").await;
    page.wait_cursor_at_end().await;
    picture(&page, &folder, "five-servers-light-en").await;
    page.browser.close().await;
    ExitCode::SUCCESS
}

async fn picture(page: &Page, folder: &Path, name: &str) {
    page.browser.frame().await;
    fs::write(folder.join(format!("{name}.png")), page.browser.screenshot().await)
        .expect("a picture is written");
}
