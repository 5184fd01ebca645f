//! What headers cost, counted.

use crate::{
    i18n,
    model::{Model, Session},
    view::kit::names::stream_name,
};
use socketscope_shared::{
    Direction, Fact, Language, StreamId,
    headers::{Cost, Tally, cost},
    segment::Segment,
    words,
};
use yew::prelude::*;

/// Sums over the connection of the segment at `seq`, up to the cursor.
pub fn view(model: &Model, session: &Session, seq: u64) -> Html {
    let (lang, timeline) = (model.lang, &session.timeline);
    let segment = |seq: u64| match &timeline.log().get(seq)?.fact {
        Fact::Segment(segment) => Some(segment),
        _ => None,
    };
    let Some(connection) = segment(seq).map(|segment| segment.connection) else { return Html::default() };
    let seen = timeline.history().segments_at(timeline.cursor().max(seq));
    let ours = |segment: &&Segment| segment.connection == connection;
    let cost = cost(seen.iter().filter_map(|seq| segment(*seq)).filter(ours));
    let name = |direction| stream_name(model.lang, session, StreamId { connection, direction });
    let with_data = || Direction::BOTH.into_iter().filter(|d| cost.data[d.index()].segments > 0);
    let rows = with_data()
        .map(|direction| row(i18n::sums_with_data(lang, &name(direction)), &cost.data[direction.index()]));
    let heads = [i18n::SUMS_SEGMENTS, i18n::SUMS_DATA];
    let head = |text: &'static str| html! { <th class="number">{ text }</th> };
    html! {
        <div class="sums" tabindex="0">
            <table>
                <thead><tr>
                    <td></td>
                    { for heads.map(|message| head(message.get(lang))) }
                    { for ["Ethernet", "IP", "TCP"].map(head) }
                    { head(i18n::SUMS_HEADERS.get(lang)) }
                    { head(i18n::SUMS_SHARE.get(lang)) }
                </tr></thead>
                <tbody>{ for rows }{ row(i18n::SUMS_ALL.get(lang).to_owned(), &cost.all) }</tbody>
            </table>
            { for with_data().filter_map(|direction| limit(lang, &cost, direction, &name(direction))) }
            if cost.unread > 0 {
                <p>{ i18n::layers_unread(lang, &words::count(cost.unread)) }</p>
            }
            <p class="hint">{ i18n::SUMS_SO_FAR.get(lang) }</p>
        </div>
    }
}

fn row(name: String, tally: &Tally) -> Html {
    let number = |text: String| html! { <td class="number">{ text }</td> };
    let permille = tally.overhead_permille();
    let share = [&(permille / 10).to_string(), ".", &(permille % 10).to_string(), " %"].concat();
    let [link, network, transport] = tally.headers.map(words::size);
    let all = words::size(tally.header_bytes());
    let cells = [words::count(tally.segments), words::size(tally.payload), link, network, transport, all];
    html! { <tr><td>{ name }</td>{ for cells.map(number) }<td class="number share">{ share }</td></tr> }
}

/// How many segments the payload needs at least, by the MSS.
fn limit(lang: Language, cost: &Cost, direction: Direction, name: &str) -> Option<Html> {
    let index = direction.index();
    let (max, room, data) = (u64::from(cost.max_segment[index]?), cost.room(index)?, &cost.data[index]);
    let least = data.payload.div_ceil(room.max(1));
    let (options, payload) = (words::size(max - room), words::size(data.payload));
    let (least, sent) = (words::count(least), words::count(data.segments));
    Some(html! { <p>{ i18n::sums_mss(lang, &name, &max, &options, &room, &payload, &least, &sent) }</p> })
}
