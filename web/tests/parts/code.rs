//! The code of programs that run, in a real browser: imports and settings are one line, and output has its own place.

use crate::page::Page;
use socketscope_shared::{ActorId, Event, Exit, Fact, Op, Outcome, testing::Script};
use socketscope_web::model::Action;
use wasm_bindgen_test::wasm_bindgen_test;

const SERVER: ActorId = ActorId(0);
/// Six lines of imports and settings, an empty one, and a program.
const SOURCE: &str = "import socket\nimport time\n\nADDR = (\"127.0.0.1\", 8001)\nN = 2  # times\nWAIT = 0.5\n\n\
    sock = socket.socket()\nsock.bind(ADDR)\nsock.listen(5)\nconn, addr = sock.accept()\n";

/// A server that calls at these lines.
fn session(lines: &[u32]) -> Script {
    let mut s = Script::new("own", &[("server", "server.py", SOURCE)]);
    s.started(SERVER);
    for line in lines {
        let call = s.call(None, *line, Op::Sleep { duration_ns: 1 });
        s.entered(SERVER, &call);
        s.returned(SERVER, &call, Outcome::Done, true, 0);
    }
    s
}

async fn page_of(events: Vec<Event>) -> Page {
    let last = events.len() as u64;
    let page = Page::of(events, None);
    page.until("a program", |page| page.count(".program .code") == 1).await;
    page.act(Action::Seek(last)).await;
    page
}

fn numbers(page: &Page) -> Vec<String> {
    page.all(".code [data-line]").iter().filter_map(|line| line.get_attribute("data-line")).collect()
}

#[wasm_bindgen_test]
async fn imports_and_settings_are_one_line_until_they_are_asked_for() {
    let page = page_of(session(&[8]).finish()).await;
    page.until("folded", |page| page.texts(".code > .fold") == ["⋯ 7 lines: imports and settings"]).await;
    assert_eq!(numbers(&page), ["8", "9", "10", "11"], "line numbers stay true");
    assert_eq!(page.texts(".code .now"), ["sock = socket.socket()"]);
    page.all(".code > .fold")[0].click();
    page.until("all lines", |page| numbers(page).len() == 11).await;
    page.act(Action::Seek(1)).await;
    page.act(Action::Seek(4)).await;
    assert_eq!(numbers(&page).len(), 11, "remembered while the session is shown");
    page.all(".code > .fold")[0].click();
    page.until("folded again", |page| numbers(page).len() == 4).await;
}

#[wasm_bindgen_test]
async fn a_line_that_matters_is_never_folded() {
    let page = page_of(session(&[4]).finish()).await;
    page.until("the current line", |page| page.text(".code .now").contains("ADDR")).await;
    assert_eq!((page.count(".code > .fold"), numbers(&page).len()), (0, 11));
    drop(page);
    let mut failed = session(&[8]);
    let exit = Exit::Exception {
        kind: "NameError".into(),
        message: "name".into(),
        line: 5,
        traceback: String::new(),
    };
    failed.push(Fact::ActorExited { actor: SERVER, exit, cpu_ns: 0 });
    let page = page_of(failed.finish()).await;
    page.until("the failed line", |page| page.text(".code .failed").contains("N = 2")).await;
    assert_eq!(page.count(".code > .fold"), 0);
    drop(page);
    let mut held = session(&[8]);
    let call = held.call(None, 6, Op::Sleep { duration_ns: 1 });
    held.push(Fact::Held { actor: SERVER, call });
    let page = page_of(held.finish()).await;
    page.until("the held line", |page| page.text(".code .held").contains("WAIT")).await;
    assert_eq!(page.count(".code > .fold"), 0);
}

#[wasm_bindgen_test]
async fn a_flood_of_output_is_bounded_and_no_output_takes_no_room() {
    let mut flood = session(&[8]);
    for _ in 0..2000 {
        flood.print(SERVER, 8, &["x".repeat(4000), "\n".into()].concat());
    }
    let page = page_of(flood.finish()).await;
    page.until("output", |page| page.count(".output pre span") > 0).await;
    assert!(page.count(".output pre span") <= 60);
    assert!(page.text(".output pre").len() < 200_000, "{}", page.text(".output pre").len());
    page.act(Action::Seek(4)).await;
    page.until("none", |page| page.count(".output") == 0).await;
}
