//! Two ways to do something, side by side.

use crate::{i18n, model::Model};
use socketscope_shared::lesson::{Contrast, ContrastRow};
use yew::prelude::*;

/// The table.
pub fn view(model: &Model, contrast: &Contrast) -> Html {
    let lang = model.lang;
    let row = |row: &ContrastRow| {
        html! {
            <>
                <tr><th colspan="2" scope="rowgroup">{ row.what.get(lang) }</th></tr>
                <tr><td>{ row.one.get(lang) }</td><td>{ row.other.get(lang) }</td></tr>
            </>
        }
    };
    html! {
        <section>
            <h3 class="sec">{ i18n::CONTRAST.get(lang) }</h3>
            <table class="contrast">
                <thead><tr><th scope="col">{ contrast.one.get(lang) }</th><th scope="col">{ contrast.other.get(lang) }</th></tr></thead>
                <tbody>{ for contrast.rows.iter().map(row) }</tbody>
            </table>
        </section>
    }
}
