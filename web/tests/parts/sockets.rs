//! The table of sockets in a real browser: one row each, and how old its values are.

use crate::page::Page;
use socketscope_shared::{
    ActorId, Direction, Op, Side,
    reading::TcpState,
    segment::Flags,
    testing::{self, Script},
};
use socketscope_web::model::{Action, Tab};
use wasm_bindgen_test::wasm_bindgen_test;

const SERVER: ActorId = ActorId(0);
const CLIENT: ActorId = ActorId(1);

#[wasm_bindgen_test]
async fn a_socket_that_connects_and_its_end_are_one_row_and_accept_takes_one_from_the_queue() {
    let mut s = Script::new("own", &[("server", "server.py", ""), ("client", "client.py", "")]);
    let listener = s.listener(SERVER, 1, 5);
    let client = s.socket(CLIENT, 1);
    let mut conn = s.connect(client, 2);
    // What the host read while connect was under way.
    let returns = s.len() as u64;
    let mut events = s.clone().finish();
    let mut early = Script::new("own", &[("server", "server.py", ""), ("client", "client.py", "")]);
    early.end_reading(&conn, &[(Side::Client, TcpState::Established, 0, 0)]);
    let reading = early.finish().pop().map(|event| event.fact);
    if let Some((last, fact)) = events.pop().zip(reading) {
        events.push(socketscope_shared::Event { at_ns: last.at_ns, fact });
        events.push(last);
    }
    let page = Page::of(events, Some(testing::lesson("own")));
    page.until("the stage stands", |page| page.count(".program") == 2).await;
    page.act(Action::SelectTab(Tab::Sockets)).await;
    page.act(Action::Seek(returns)).await;
    page.until("one row", |page| page.texts(".sockets tbody tr:has(td:nth-child(6))").len() == 2).await;
    let rows = page.texts(".sockets tbody tr:has(td:nth-child(6))");
    assert!(rows[1].contains("ESTABLISHED"), "{rows:?}");
    drop(page);

    s.listening(listener, 1, 5);
    let read = s.len();
    let accept = s.call(Some(listener), 2, Op::Accept);
    s.accepted(&accept, SERVER, &conn);
    s.end_reading(&conn, &[(Side::Client, TcpState::Established, 0, 0)]);
    let ends_read = s.len();
    s.segment(&mut conn, Direction::ToClient, Flags::ACK | Flags::PSH, 5);
    let page = Page::of(s.finish(), Some(testing::lesson("own")));
    page.until("the stage stands", |page| page.count(".program") == 2).await;
    page.act(Action::SelectTab(Tab::Sockets)).await;
    page.act(Action::Seek(read as u64)).await;
    page.until("it waits", |page| page.text(".sockets [data-socket='0']").contains("1 of 5")).await;
    page.act(Action::SeekEnd).await;
    page.until("it was accepted", |page| page.text(".sockets [data-socket='0']").contains("0 of 5")).await;
    let row = page.text(".sockets [data-socket='1']");
    assert!(row.ends_with(&format!("#{ends_read}")), "of which event: {row}");
}
