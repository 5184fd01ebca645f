//! What the editor does besides taking text: the whole stage, files, finding, brackets, comments, and failed lines.

use crate::editor::{CLIENT, Page};
use js_sys::Function;
use socketscope_shared::{ActorId, Exit, Fact, testing};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlInputElement};

impl Page {
    /// What is marked in the client's editor, and how.
    fn marks(&self) -> Vec<(String, String)> {
        let under = self.field().previous_element_sibling().expect("coloured text");
        let list = under.query_selector_all(".m, .pair").expect("a selector");
        let marks = (0..list.length()).filter_map(|at| list.get(at)?.dyn_into::<Element>().ok());
        marks.map(|mark| (mark.text_content().unwrap_or_default(), mark.class_name())).collect()
    }

    fn find_field(&self) -> HtmlInputElement {
        self.all(".find input").pop().expect("it is open").unchecked_into()
    }

    fn has_keyboard(&self, element: &Element) -> bool {
        self.root.owner_document().and_then(|document| document.active_element()).as_ref() == Some(element)
    }

    /// Whether the client's editor is seen.
    fn seen(&self) -> bool {
        self.field().client_height() > 0
    }
}

/// Calls JavaScript with an element `e` and a file `f`.
fn with_file(script: &str, element: &Element, name: &str, bytes: &[u8]) {
    let script = ["const d = new DataTransfer(); d.items.add(new File([b], n)); ", script].concat();
    let bytes = js_sys::Uint8Array::from(bytes);
    let call = Function::new_with_args("e, n, b", &script);
    call.call3(&JsValue::NULL, element, &name.into(), &bytes).expect("it runs");
}

#[wasm_bindgen_test]
async fn a_program_takes_the_whole_stage() {
    let page = Page::open().await;
    page.select(0, 0);
    page.type_in("# mine\n");
    assert!(page.press_with("Enter", "altKey: true"));
    page.until("it is large", |page| page.all(".stage.large .program.shown").len() == 1).await;
    assert!(page.seen() && page.all(".side").is_empty());
    assert!(page.has_keyboard(&page.field()), "the same field has it still");
    let names = page.all(".files [role=tab]");
    assert_eq!(names.len(), 2);
    let shown =
        |page: &Page| page.all(".files [aria-selected=true]").pop().and_then(|tab| tab.text_content());
    assert!(shown(&page).is_some_and(|name| name.starts_with("client.py")));

    assert!(page.press_with("PageDown", "altKey: true"));
    page.until("the server's is shown", |page| !page.seen()).await;
    assert!(shown(&page).is_some_and(|name| name.starts_with("server.py")));
    page.click(".files [aria-selected=false]");
    page.until("the client's is shown", Page::seen).await;
    page.until("it has the keyboard", |page| page.has_keyboard(&page.field())).await;
    page.undo();
    page.text_is(CLIENT).await;
    page.click(".shown .tools > .edit:last-child");
    page.until("all are shown", |page| page.all(".large, .files").is_empty() && page.seen()).await;
}

#[wasm_bindgen_test]
async fn files_are_loaded_dropped_and_saved() {
    let page = Page::open().await;
    let card = page.field().closest(".program").expect("a selector").expect("its card");
    let field = card.query_selector("input[type=file]").expect("a selector").expect("a field for files");
    let choose = "e.files = d.files; e.dispatchEvent(new Event('change', { bubbles: true }))";
    with_file(choose, &field, "mine.py", "打印 = 1\r\n".as_bytes());
    page.text_is("打印 = 1\n").await;
    page.until("it can be undone", |page| page.all(".program h2 .link").len() == 2).await;
    page.all(".program h2 .link").pop().expect("undo").unchecked_into::<HtmlElement>().click();
    page.text_is(CLIENT).await;

    let said = |page: &Page, what: &str| {
        let notes = page.all(".note-bad[role=alert]");
        notes.len() == 1 && notes[0].text_content().is_some_and(|text| text.contains(what))
    };
    with_file(choose, &field, "picture.png", &[0xff, 0xd8]);
    page.until("it is no text", |page| said(page, "picture.png") && said(page, "UTF-8")).await;
    with_file(choose, &field, "long.py", &vec![b'#'; (1 << 20) + 1]);
    page.until("it is too long", |page| said(page, "1 MiB")).await;
    page.text_is(CLIENT).await;

    let drop = "for (const t of ['dragover', 'drop']) if (e.dispatchEvent(new DragEvent(t, { dataTransfer: d, \
                bubbles: true, cancelable: true }))) throw t";
    with_file(drop, &page.field(), "dropped.py", b"x = 2\n");
    page.text_is("x = 2\n").await;
    page.until("nothing is wrong", |page| page.all(".note-bad").is_empty()).await;

    js_sys::eval(
        "window.saved = []; window.realUrl = URL.createObjectURL; window.realClick = HTMLAnchorElement.prototype.click; \
         URL.createObjectURL = b => { b.text().then(t => saved.push(t)); return 'blob:x' }; \
         HTMLAnchorElement.prototype.click = function () { saved.push(this.download) }",
    )
    .expect("plain JavaScript");
    let save = card.query_selector_all(".file").expect("a selector").get(1).expect("save");
    save.unchecked_into::<HtmlElement>().click();
    let saved = || js_sys::eval("saved.join('|')").expect("it runs").as_string();
    page.until("it is saved", |_| saved().as_deref() == Some("client.py|x = 2\n")).await;
    js_sys::eval("URL.createObjectURL = realUrl; HTMLAnchorElement.prototype.click = realClick")
        .expect("plain JavaScript");
}

#[wasm_bindgen_test]
async fn text_is_found_and_marked() {
    let page = Page::open().await;
    page.select(5, 5);
    assert!(page.press_with("f", "ctrlKey: true"));
    page.until("the field has the keyboard", |page| {
        !page.all(".find").is_empty() && page.has_keyboard(&page.find_field())
    })
    .await;
    page.type_in("N");
    page.until("the match is marked", |page| page.marks() == [("n".into(), "m on".into())]).await;
    assert_eq!(page.all(".find [role=status]")[0].text_content().as_deref(), Some("1 of 1"));
    page.find_field().select();
    page.type_in(" ");
    let current = |page: &Page| page.marks().iter().position(|(_, class)| class == "m on");
    page.until("the one behind it is current", |page| current(page) == Some(5)).await;
    let press = |key: &str, shift: bool| {
        let press = Function::new_with_args(
            "e, k, s",
            "e.dispatchEvent(new KeyboardEvent('keydown', { key: k, shiftKey: s, bubbles: true, cancelable: true }))",
        );
        press.call3(&JsValue::NULL, &page.find_field(), &key.into(), &shift.into()).expect("it runs");
    };
    press("Enter", false);
    page.until("around the end", |page| current(page) == Some(0)).await;
    press("Enter", true);
    page.until("and back", |page| current(page) == Some(5)).await;
    press("Enter", true);
    page.until("the one before is current", |page| current(page) == Some(4)).await;
    press("Escape", false);
    page.until("it is closed", |page| page.all(".find").is_empty() && page.marks().is_empty()).await;
    assert!(page.has_keyboard(&page.field()));
    assert_eq!(page.field().selection_start(), Ok(Some(9)));
}

#[wasm_bindgen_test]
async fn brackets_indents_and_comments() {
    let page = Page::open().await;
    // Behind the bracket of `send(`.
    page.select(15, 15);
    let moved =
        Function::new_with_args("e", "e.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true }))");
    moved.call1(&JsValue::NULL, &page.field()).expect("it runs");
    let pair = |text: &str| (text.to_owned(), "pair".to_owned());
    page.until("both are marked", |page| page.marks() == [pair("("), pair(")")]).await;
    page.select(0, 0);
    moved.call1(&JsValue::NULL, &page.field()).expect("it runs");
    page.until("none is marked", |page| page.marks().is_empty()).await;

    page.select(10, 10);
    assert!(page.press("Backspace", false));
    page.text_is("if a:\nsend('你好')\t# x\n").await;
    assert!(!page.press("Backspace", false), "the browser's own");
    page.undo();
    page.text_is(CLIENT).await;
    page.select(0, 12);
    assert!(page.press_with("/", "ctrlKey: true"));
    page.text_is("# if a:\n#     send('你好')\t# x\n").await;
    assert!(page.press_with("/", "metaKey: true"));
    page.text_is(CLIENT).await;
}

#[wasm_bindgen_test]
async fn the_line_that_ended_a_run_is_marked_until_it_is_edited() {
    let page = Page::open().await;
    let mut log =
        testing::Script::new("sticky", &[("server", "server.py", "pass\n"), ("client", "client.py", CLIENT)]);
    log.started(ActorId(1));
    let exit = Exit::Exception {
        kind: "NameError".into(),
        message: "name 'a' is not defined".into(),
        line: 1,
        traceback: String::new(),
    };
    log.push(Fact::ActorExited { actor: ActorId(1), exit, cpu_ns: 1_000_000 });
    page.show_run(log.finish()).await;
    page.click(".program .edit");
    page.until("the line is marked", |page| page.all(".failed-line").len() == 1).await;
    let said = page.all(".note-bad").pop().and_then(|note| note.text_content());
    assert_eq!(said.as_deref(), Some("Line 1: NameError: name 'a' is not defined"));
    page.select(0, 0);
    page.type_in("a = 1\n");
    let line = |page: &Page| page.all(".failed-line b").pop().and_then(|line| line.get_attribute("style"));
    page.until("it moved", |page| line(page).is_some_and(|style| style.replace(' ', "") == "--from:1")).await;
    page.click(".note-bad button");
    page.until("the caret is there", |page| page.field().selection_start() == Ok(Some(6))).await;
    page.type_in("x");
    page.until("it was edited", |page| page.all(".failed-line, .note-bad").is_empty()).await;
}
