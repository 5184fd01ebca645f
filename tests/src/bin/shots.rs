//! Pictures of the page at the moment when recv has returned both messages: `shots FOLDER`.

use socketscope_tests::{Page, Relay};
use std::{env, fs, path::PathBuf, process::ExitCode};

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
                page.browser.frame().await;
                let file = folder.join(format!("{theme}-{language}-{width}x{height}.png"));
                fs::write(&file, page.browser.screenshot().await).expect("a picture is written");
            }
            page.browser.press("m").await;
        }
        page.browser.press("z").await;
    }
    page.browser.close().await;
    ExitCode::SUCCESS
}
