//! Claims keep their verdicts until the cursor has passed what settles them, in a real browser.

use crate::page::Page;
use socketscope_shared::{
    Text,
    claims::{Check, ReceivedEqualsSent},
    lesson::{Claim, Lesson, Packed},
    testing,
};
use socketscope_web::model::Action;
use wasm_bindgen_test::wasm_bindgen_test;

fn lesson(recorded: bool) -> Lesson {
    let check: Check = ReceivedEqualsSent {}.into();
    let claim = Claim { text: Text::same("All arrives"), check: Packed::from(&check), only_if: Vec::new() };
    let recording = recorded.then_some(testing::SESSION);
    Lesson { recording, claims: vec![claim], ..testing::lesson("sticky") }
}

async fn page_of(recorded: bool) -> Page {
    let page = Page::of(testing::sticky_session(), Some(lesson(recorded)));
    page.until("claims", |page| page.count(".claims li") == 1).await;
    page
}

#[wasm_bindgen_test]
async fn a_recording_does_not_answer_before_it_is_asked() {
    let last = testing::sticky_session().len() as u64;
    let page = page_of(true).await;
    page.act(Action::Seek(2)).await;
    page.until("not settled", |page| page.texts(".claims .mark") == ["○"]).await;
    let says = page.text(".claims li");
    assert!(says.contains("All arrives") && says.contains("settled when"), "{says}");
    assert_eq!((page.count(".claims-pill:not(.kept)"), page.count(".claims .link")), (0, 0), "nor elsewhere");
    page.act(Action::Seek(last)).await;
    page.until("settled", |page| page.texts(".claims .mark") == ["✓"]).await;
    page.until("and counted", |page| page.count(".claims-pill:not(.kept)") == 1).await;
    // U is as before: the veil over everything, then nothing hidden.
    page.act(Action::Seek(2)).await;
    page.act(Action::Veil(true)).await;
    page.until("veiled", |page| !page.text(".claims li").contains("All arrives")).await;
    page.act(Action::Veil(false)).await;
    page.until("nothing is hidden", |page| page.texts(".claims .mark") == ["✓"]).await;
}

#[wasm_bindgen_test]
async fn a_run_of_ones_own_says_what_came_of_it() {
    let page = page_of(false).await;
    page.act(Action::Seek(2)).await;
    page.until("settled", |page| page.texts(".claims .mark") == ["✓"]).await;
    page.act(Action::Present(true)).await;
    page.act(Action::Present(false)).await;
    assert_eq!(page.count(".claims-pill:not(.kept)"), 1);
}
