//! The models of layers, side by side.

use crate::i18n::{self, Message};
use socketscope_shared::{Language, headers::Layer};
use yew::prelude::*;

/// A layer of OSI's model, and the cells of the other models that begin in its row, with the rows that they span.
struct Row {
    osi: Message,
    five: Option<(Message, u8)>,
    four: Option<(Message, u8)>,
    duty: Message,
    here: Option<(Message, u8)>,
    layer: Option<Layer>,
}

const ROWS: [Row; 7] = [
    Row {
        osi: i18n::LAYER_APPLICATION,
        five: Some((i18n::LAYER_APPLICATION, 3)),
        four: Some((i18n::LAYER_APPLICATION, 3)),
        duty: i18n::DUTY_APPLICATION,
        here: Some((i18n::HERE_APPLICATION, 3)),
        layer: Some(Layer::Application),
    },
    inner(i18n::LAYER_PRESENTATION, i18n::DUTY_PRESENTATION),
    inner(i18n::LAYER_SESSION, i18n::DUTY_SESSION),
    Row {
        osi: i18n::LAYER_TRANSPORT,
        five: Some((i18n::LAYER_TRANSPORT, 1)),
        four: Some((i18n::LAYER_TRANSPORT, 1)),
        duty: i18n::DUTY_TRANSPORT,
        here: Some((i18n::HERE_TRANSPORT, 1)),
        layer: Some(Layer::Transport),
    },
    Row {
        osi: i18n::LAYER_NETWORK,
        five: Some((i18n::LAYER_NETWORK, 1)),
        four: Some((i18n::LAYER_INTERNET, 1)),
        duty: i18n::DUTY_NETWORK,
        here: Some((i18n::HERE_NETWORK, 1)),
        layer: Some(Layer::Network),
    },
    Row {
        osi: i18n::LAYER_DATA_LINK,
        five: Some((i18n::LAYER_DATA_LINK, 1)),
        four: Some((i18n::LAYER_LINK, 2)),
        duty: i18n::DUTY_DATA_LINK,
        here: Some((i18n::HERE_DATA_LINK, 1)),
        layer: Some(Layer::Link),
    },
    Row {
        osi: i18n::LAYER_PHYSICAL,
        five: Some((i18n::LAYER_PHYSICAL, 1)),
        four: None,
        duty: i18n::DUTY_PHYSICAL,
        here: Some((i18n::HERE_PHYSICAL, 1)),
        layer: None,
    },
];

/// A layer that the other models count as part of the application.
const fn inner(osi: Message, duty: Message) -> Row {
    Row { osi, five: None, four: None, duty, here: None, layer: Some(Layer::Application) }
}

/// A table, a row for each of OSI's layers.
pub fn view(lang: Language) -> Html {
    let heads =
        [i18n::LAYERS_OSI, i18n::LAYERS_FIVE, i18n::LAYERS_FOUR, i18n::LAYERS_DUTY, i18n::LAYERS_HERE];
    let cell = |cell: Option<(Message, u8)>, class: &'static str| {
        cell.map(|(name, rows)| html! { <td {class} rowspan={rows.to_string()}>{ name.get(lang) }</td> })
    };
    let row = |(index, row): (usize, &Row)| {
        html! {
            <tr class={row.layer.map_or("l-none", layer_class)}>
                <td class="box"><i>{ ROWS.len() - index }</i>{ row.osi.get(lang) }</td>
                { for cell(row.five, "box") }
                { for cell(row.four, "box") }
                <td>{ row.duty.get(lang) }</td>
                { for cell(row.here, "here") }
            </tr>
        }
    };
    html! {
        <div class="models" tabindex="0">
            <table>
                <thead><tr>{ for heads.map(|head| html! { <th>{ head.get(lang) }</th> }) }</tr></thead>
                <tbody>{ for ROWS.iter().enumerate().map(row) }</tbody>
            </table>
        </div>
    }
}

/// The CSS class of a layer: its colours.
pub(super) fn layer_class(layer: Layer) -> &'static str {
    match layer {
        Layer::Link => "l-link",
        Layer::Network => "l-net",
        Layer::Transport => "l-tcp",
        Layer::Application => "l-app",
    }
}
