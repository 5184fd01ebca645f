//! The whole in a real browser: what a lecturer does, and whether the page says what `play --json` says.

use serde_json::Value;
use socketscope_tests::{
    Page, Relay,
    play::{self, Played},
};

/// `sendall(fd 3, 5) "hello" = None` in the list, the same words from a line of JSON: method and bytes moved.
fn in_short(call: &Value) -> String {
    let method = call["api"].as_str().or(call["call"].as_str()).unwrap_or_default();
    match call["len_bytes"].as_u64() {
        Some(len_bytes) => format!("{method} {len_bytes}"),
        None => method.to_owned(),
    }
}

fn listed_in_short(what: &str) -> String {
    let method = what.split('(').next().unwrap_or_default();
    let result = match method {
        // It returns nothing: what it was given went.
        "sendall" => what.split(", ").nth(1),
        _ => what.split(" = ").nth(1).or(what.split(" → ").nth(1)),
    };
    let number = result.unwrap_or_default().split([' ', ')']).next().unwrap_or_default();
    let moved = ["send", "sendall", "recv"].contains(&method) && number.parse::<u64>().is_ok();
    if moved { format!("{method} {number}") } else { method.to_owned() }
}

#[tokio::test]
async fn the_page_says_what_play_says() {
    let relay = Relay::start();
    let page = Page::open_sized(&relay, 1440, 1200).await;
    page.run_sticky().await;
    page.browser.keep_screenshot("sticky").await;
    let played = play::json("sticky", &[]);

    let calls = page.calls().await;
    for actor in ["server", "client"] {
        let listed: Vec<_> =
            calls.iter().filter(|(who, _)| who == actor).map(|(_, what)| listed_in_short(what)).collect();
        let expected: Vec<_> = played.returned_by(actor).map(in_short).collect();
        assert_eq!(listed, expected, "the calls of {actor}");
    }

    let ranges = |api: &str| {
        let mut at = 0;
        let moved = played.returned().filter(|call| in_short(call).starts_with(api));
        let lens = moved.filter_map(|call| call["len_bytes"].as_u64());
        lens.map(|len| {
            let from = at;
            at += len;
            (from, at)
        })
        .collect::<Vec<_>>()
    };
    let boxes = page.ruler().await;
    let drawn = |start: &str| {
        boxes.iter().filter(|b| b.title.starts_with(start)).map(|b| (b.from, b.to)).collect::<Vec<_>>()
    };
    assert_eq!(drawn("sendall"), ranges("sendall"), "the ruler of sends");
    assert_eq!(drawn("recv"), ranges("recv"), "the ruler of receives");
    let segments: Vec<_> = boxes.iter().filter(|b| b.kind == "segment").map(|b| (b.from, b.to)).collect();
    let captured: Vec<_> = played
        .events
        .iter()
        .filter(|event| event["event"] == "segment" && event["len_bytes"].as_u64() > Some(0))
        .filter_map(|event| {
            Some((event["offset"].as_u64()?, event["offset"].as_u64()? + event["len_bytes"].as_u64()?))
        })
        .collect();
    assert_eq!(segments, captured, "the ruler of segments");

    page.click_call("recv").await;
    page.browser.press("3").await;
    page.browser.wait_element(".sockets-tab tr[data-socket]").await;
    let listed = page.browser.texts(".sockets-tab tr[data-socket] td:first-child").await;
    assert_eq!(sorted(listed), open_at_first_recv(&played), "the table of sockets");
    page.browser.close().await;
}

fn sorted(mut all: Vec<String>) -> Vec<String> {
    all.sort();
    all
}

/// The descriptors that are open when recv has returned for the first time.
fn open_at_first_recv(played: &Played) -> Vec<String> {
    let mut open = Vec::new();
    for call in played.returned() {
        let actor = &call["actor"];
        if let Some(fd) = call["new_fd"].as_i64() {
            open.push((actor, fd));
        }
        match call["call"].as_str() {
            Some("close") => open.retain(|(by, fd)| !(by == &actor && Some(*fd) == call["fd"].as_i64())),
            Some("recv") => break,
            _ => {}
        }
    }
    sorted(open.into_iter().map(|(_, fd)| fd.to_string()).collect())
}

#[tokio::test]
async fn stepping_back_and_forth_is_exact() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    page.run_sticky().await;
    let (_, last) = page.place().await;
    page.browser.press("2").await;

    let mut backwards = vec![(last, page.calls().await)];
    while backwards.len() < 12 {
        let cursor = page.step("ArrowLeft").await;
        backwards.push((cursor, page.calls().await));
    }
    assert!(backwards.windows(2).all(|pair| pair[0].0 > pair[1].0), "each step goes back");
    for (cursor, calls) in backwards.iter().rev().skip(1) {
        assert_eq!(page.step("ArrowRight").await, *cursor);
        assert_eq!(page.calls().await, *calls, "at event {cursor}");
    }
    page.step("Home").await;
    assert!(page.calls().await.is_empty(), "nothing has been called at the start");
    assert_eq!(page.step("End").await, last);
    page.browser.close().await;
}

#[tokio::test]
async fn a_lesson_can_be_stepped_through_before_it_is_run() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    for number in ["3.2", "5.3"] {
        page.choose(number).await;
        page.wait_recording().await;
        page.browser.wait_text(".pill.for-lesson", "as recorded").await;
        let (first, _) = page.place().await;
        assert!(page.step("ArrowRight").await > first);
        assert_eq!(page.step("Home").await, first, "lesson {number} is at its beginning");
        page.step("ArrowRight").await;
        page.browser.keep_screenshot(&format!("recording-{number}")).await;
    }
    // Back to the first, as it was left; and a run takes its place.
    page.choose("3.2").await;
    page.wait_recording().await;
    page.run_sticky().await;
    assert!(page.browser.texts(".pill.for-lesson").await.is_empty());
    page.browser.close().await;
}

/// Runs 3.2 step by step to where the client is held before its first send and the server before its recv.
async fn both_held(relay: &Relay) -> Page {
    let page = Page::open(relay).await;
    page.choose("3.2").await;
    page.browser.click(".run-stepwise").await;
    for call in ["socket", "bind", "listen", "accept"] {
        page.release("server", call).await;
    }
    for call in ["socket", "connect"] {
        page.release("client", call).await;
    }
    page.wait_held("client", "sendall").await;
    page.wait_held("server", "recv").await;
    page
}

#[tokio::test]
async fn in_step_mode_two_sends_before_one_recv_stick() {
    let relay = Relay::start();
    let page = both_held(&relay).await;
    page.release("client", "sendall").await;
    page.release("client", "sendall").await;
    page.wait_held("client", "close").await;
    page.release("server", "recv").await;
    page.wait_received(&[(0, 11)]).await;
    page.browser.keep_screenshot("step-mode-one-recv").await;
    page.browser.close().await;
}

#[tokio::test]
async fn in_step_mode_a_recv_after_each_send_keeps_them_apart() {
    let relay = Relay::start();
    let page = both_held(&relay).await;
    page.release("client", "sendall").await;
    page.wait_held("client", "sendall").await;
    page.release("server", "recv").await;
    page.wait_received(&[(0, 5)]).await;
    page.release("client", "sendall").await;
    page.wait_held("client", "close").await;
    page.release("server", "recv").await;
    page.wait_received(&[(0, 5), (5, 11)]).await;
    page.browser.keep_screenshot("step-mode-two-recvs").await;
    page.browser.close().await;
}

#[tokio::test]
async fn language_and_theme_are_remembered() {
    let relay = Relay::start();
    let page = Page::open(&relay).await;
    let background = "return getComputedStyle(document.body).backgroundColor";
    let before = page.browser.run(background).await;
    page.browser.press("z").await;
    page.browser.wait_text(".run", "运行").await;
    page.browser.press("m").await;
    let changed = format!("return getComputedStyle(document.body).backgroundColor !== {before}");
    page.browser.wait_for("the theme changes", &changed).await;
    let after = page.browser.run(background).await;

    page.browser.reload().await;
    page.browser.wait_text(".run", "运行").await;
    assert_eq!(page.browser.run("return document.documentElement.lang").await, "zh-CN");
    assert_eq!(page.browser.run(background).await, after);
    page.browser.close().await;
}

#[tokio::test]
async fn a_part_of_the_page_that_the_relay_was_not_there_for_comes_later() {
    let mut relay = Relay::start();
    let page = Page::open(&relay).await;
    page.browser.wait_element(".tracks").await;
    relay.kill();
    page.browser.wait_element(".banner.bad").await;
    page.choose("1").await;
    assert!(page.browser.texts(".card.layers").await.is_empty(), "its code is at the relay");
    relay.restart();
    page.browser.wait_element(".card.layers").await;
    assert!(page.browser.texts(".banner.bad").await.is_empty());
    // The console logs that nothing came while the relay was gone, and should.
    let errors = page.browser.console_errors().await;
    let known = |error: &String| error.contains("WebSocket") || error.contains("/assets/");
    assert!(errors.iter().all(known), "{errors:#?}");
    page.browser.close().await;
}

#[tokio::test]
async fn a_relay_that_is_killed_and_comes_back_is_found_again() {
    let mut relay = Relay::start();
    let page = both_held(&relay).await;
    let (_, last) = page.place().await;
    let calls = page.calls().await;

    relay.kill();
    page.browser.wait_element(".banner.bad").await;
    assert_eq!(page.calls().await, calls, "what was recorded stays");

    relay.restart();
    page.browser.wait_text(".banner", "The relay stopped while this session ran").await;
    assert!(page.place().await.1 >= last, "nothing that was seen is gone");
    page.browser.click(".run").await;
    page.wait_over().await;
    // The console logs that the relay was gone for a while, and should.
    let errors = page.browser.console_errors().await;
    assert!(errors.iter().all(|error| error.contains("WebSocket")), "{errors:#?}");
    page.browser.close().await;
}
