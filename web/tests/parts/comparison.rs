//! Servers side by side in a real browser, drawn from a hand-made log.

use crate::page::Page;
use socketscope_shared::{
    ActorId, Event, Op, Outcome, Text,
    lesson::{Lesson, Program, Section, StartWhen, View},
    testing::{self, Script},
};
use socketscope_web::model::{Action, StageView};
use wasm_bindgen_test::wasm_bindgen_test;

const SERVER_PY: &str = "sock = socket.create_server(ADDR)\n";
const SERVERS: u16 = 4;
/// Each server has its clients after it.
const NAMES: [&str; 8] = ["one", "clients 1", "two", "clients 2", "three", "clients 3", "four", "clients 4"];

fn source(place: usize) -> &'static str {
    if place.is_multiple_of(2) { SERVER_PY } else { "pass\n" }
}

/// Server n makes n calls that would block and answers two clients, each after n ms.
fn visited() -> Vec<Event> {
    let actors: Vec<_> =
        NAMES.iter().enumerate().map(|(place, name)| (*name, "x.py", source(place))).collect();
    let mut s = Script::new("servers", &actors);
    for nth in 0..SERVERS {
        let (server, clients) = (ActorId(2 * nth), ActorId(2 * nth + 1));
        s.started(server);
        let listener = s.listener(server, 1, 5);
        for _ in 0..nth {
            s.quick(server, Some(listener), 2, Op::Accept, Outcome::WouldBlock);
        }
        s.started(clients);
        for _ in 0..2 {
            let client = s.socket(clients, 1);
            let conn = s.connect(client, 2);
            s.sendall(client, 3, b"hello");
            s.wait_us(1_000 * u64::from(nth + 1));
            let accept = s.call(Some(listener), 2, Op::Accept);
            let sock = s.accepted(&accept, server, &conn);
            s.sendall(sock, 4, b"HELLO");
            s.recv(client, 4, 9, b"HELLO");
        }
        s.exited(clients);
        s.exited(server);
    }
    s.ended();
    s.finish()
}

fn lesson() -> Lesson {
    let text = |en: &str| Text::same(en);
    let program = |(place, name): (usize, &&str)| Program {
        actor: (*name).to_owned(),
        file: "x.py".into(),
        source: source(place).into(),
        arguments: String::new(),
        start: match place {
            0 => StartWhen::AtOnce,
            place if place.is_multiple_of(2) => StartWhen::Ended(NAMES[place - 1].into()),
            place => StartWhen::Listening(NAMES[place - 1].into()),
        },
    };
    Lesson {
        number: "5.3".into(),
        section: Section::Multiplexing,
        title: text("Four servers"),
        programs: NAMES.iter().enumerate().map(program).collect(),
        view: Some(View::Comparison),
        ..testing::lesson("servers")
    }
}

async fn open() -> Page {
    let page = Page::of(visited(), Some(lesson()));
    page.until("the comparison stands", |page| page.count(".comparison") > 0).await;
    page.act(Action::SeekEnd).await;
    page
}

#[wasm_bindgen_test]
async fn the_figures_stand_side_by_side_and_follow_the_cursor() {
    let page = open().await;
    let wasted = ["0", "1", "2", "3"];
    page.until("all have ended", |page| page.texts(".cmp.waste > span") == wasted).await;
    assert_eq!(page.texts(".cmp.heads button"), ["one", "two", "three", "four"]);
    assert!(page.texts(".cmp.cost > span").iter().all(|text| text == "31 ms"));
    page.act(Action::Seek(1)).await;
    page.until("nothing has happened", |page| page.texts(".cmp.waste > span") == ["–"; 4]).await;
    assert_eq!(page.texts(".cmp.cost > span"), ["–"; 4], "what it cost is known at its end");
}

#[wasm_bindgen_test]
async fn one_server_and_its_clients_have_cards_and_a_column_chooses() {
    let page = open().await;
    let cards = |page: &Page| page.texts(".program .who");
    page.until("the last that started", |page| cards(page) == ["clients 4", "four"]).await;
    assert_eq!(page.all(".cast button").len(), 4);
    page.all(".cmp.heads button")[1].click();
    page.until("the chosen one", |page| cards(page) == ["clients 2", "two"]).await;
    page.act(Action::ShowView(StageView::Bytes)).await;
    page.until("its stream", |page| page.text(".ruler .segs").contains("two")).await;
}
