//! The person's own browser as a client: the frame behind a door, in a real browser.

use crate::page::Page;
use socketscope_shared::{
    ActorId, Address, Event, Fact, event::DoorNews, framing::Framing, session::DoorInfo, testing::Script,
};
use socketscope_web::model::Action;
use wasm_bindgen_test::wasm_bindgen_test;

/// Nobody listens there.
const OUTSIDE: Address = Address::V4([127, 0, 0, 1], 1);

/// A server whose door has opened.
fn session() -> Vec<Event> {
    let mut s = Script::new("own", &[("web", "web.py", "")]);
    s.started(ActorId(0));
    s.listener(ActorId(0), 1, 5);
    s.push(Fact::Door { door: 0, news: DoorNews::Opened { outside: OUTSIDE } });
    let mut events = s.finish();
    if let Some(Event { fact: Fact::SessionStarted(info), .. }) = events.first_mut() {
        info.doors = vec![DoorInfo { actor: ActorId(0), port: 8080, framing: Framing::Http }];
    }
    events
}

#[wasm_bindgen_test]
async fn a_frame_is_not_seen_before_its_time_and_never_asks_again_by_itself() {
    let page = Page::of(session(), None);
    page.until("a frame", |page| page.count(".door iframe") == 1).await;
    let frame = page.all(".door iframe").remove(0);
    assert!(!frame.hidden() && page.count(".door .empty") == 0);
    page.act(Action::Seek(2)).await;
    page.until("it is too early", |page| page.count(".door .empty") == 1).await;
    let early = page.all(".door iframe").remove(0);
    assert!(frame.is_same_node(Some(&early)) && early.hidden(), "another frame would ask again");
    page.act(Action::Follow).await;
    page.until("it is time", |page| page.count(".door .empty") == 0).await;
    let again = page.all(".door iframe").remove(0);
    assert!(frame.is_same_node(Some(&again)) && !again.hidden());
    page.act(Action::AskDoor).await;
    page.until("a new one", |page| !page.all(".door iframe")[0].is_same_node(Some(&frame))).await;
}
