//! Checks of what headers cost.

use super::streams::all_streams;
use crate::{
    Fact, StreamId, Text,
    bytes::headers::{Cost, cost, header_lens},
    lesson::claims::{
        ClaimResult,
        check::{Asserts, arguments},
        run::{MAX_SEQS, Run, nothing, plural},
    },
    record::{event::Lost, segment::Segment, session::Network},
    words::{count, direction, size},
};

arguments! {
    /// On every stream the segments with data have headers of one length, none is over the receiver's MSS, and their payloads
    /// follow each other without gaps. Says nothing where segments are not captured, or offloads put several in one.
    pub struct HeadersCost {}
}

impl Asserts for HeadersCost {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        if let Some(why) = cannot_tell(run) {
            return run.not_applicable(why);
        }
        let (mut told, mut seqs) = (Vec::new(), Vec::new());
        for id in all_streams(run) {
            let segments = of_stream(run, id);
            if segments.is_empty() {
                continue;
            }
            let both = run.timeline.history().segments().iter().filter_map(|seq| segment(run, *seq));
            let cost = cost(both.filter(|segment| segment.connection == id.connection));
            if let Err((problem, seq)) = check(&segments, &cost, id) {
                let name =
                    Text::each(|lang| direction(run.timeline.latest(), id.connection, id.direction, lang));
                let evidence =
                    Text::new(format!("{}: {}", name.en, problem.en), format!("{}：{}", name.zh, problem.zh));
                return run.fails(evidence, vec![seq]);
            }
            told.push(said(&cost, id));
            seqs.extend(segments.iter().map(|(seq, _)| *seq));
        }
        seqs.sort_unstable();
        seqs.truncate(MAX_SEQS);
        if told.is_empty() {
            return run.undecided(nothing("no segment carried data", "没有携带数据的报文段"), seqs);
        }
        let joined = |of: fn(&Text) -> &str, by: &str| told.iter().map(of).collect::<Vec<_>>().join(by);
        let evidence = Text::new(joined(|text| &text.en, "; "), joined(|text| &text.zh, "；"));
        run.holds_so_far(false, evidence, seqs)
    }
}

/// Why segments say nothing about headers in this run.
fn cannot_tell(run: &Run<'_>) -> Option<Text> {
    let network = &run.timeline.latest().info.as_ref()?.network;
    if !network.captured() {
        return Some(nothing("segments are not captured here", "此处无法捕获报文段"));
    }
    if let Network::Own { offloads: true, .. } = network {
        return Some(nothing(
            "segmentation offload is on: what is captured are several segments in one",
            "分段卸载已开启：捕获到的是合并在一起的多个报文段",
        ));
    }
    let is_lost = |fact: &Fact| matches!(fact, Fact::Lost { what: Lost::Segments, .. });
    let lost = run.timeline.log().iter().any(|(_, event)| is_lost(&event.fact));
    lost.then(|| nothing("some segments were not captured", "有报文段未能捕获"))
}

fn segment<'a>(run: &'a Run<'_>, seq: u64) -> Option<&'a Segment> {
    match run.event(seq).map(|event| &event.fact) {
        Some(Fact::Segment(segment)) => Some(segment),
        _ => None,
    }
}

/// The segments that carried new data of a stream.
fn of_stream<'a>(run: &'a Run<'_>, id: StreamId) -> Vec<(u64, &'a Segment)> {
    let Some(stream) = run.timeline.history().stream(id) else { return Vec::new() };
    let spans = stream.visible(u64::MAX).segments.iter().filter(|span| !span.retransmission);
    spans.filter_map(|span| Some((span.span.seq, segment(run, span.span.seq)?))).collect()
}

/// What is not as claimed, and where.
fn check(segments: &[(u64, &Segment)], cost: &Cost, id: StreamId) -> Result<(), (Text, u64)> {
    let mut end = 0;
    let mut first = None;
    let max = cost.max_segment[id.direction.index()];
    for &(seq, segment) in segments {
        let fails = |en: String, zh: String| Err((Text::new(en, zh), seq));
        let Some(lens) = header_lens(&segment.headers) else {
            return fails("a header that is not whole".into(), "首部不完整".into());
        };
        let [ours, theirs] = [lens, *first.get_or_insert(lens)].map(|lens| lens.iter().sum::<usize>());
        if ours != theirs {
            return fails(
                format!("one segment has {ours} bytes of headers, another {theirs}"),
                format!("有的报文段首部为 {ours} 字节，有的为 {theirs} 字节"),
            );
        }
        let behind_fixed = segment.len_bytes as usize + lens[2] - 20;
        if let Some(max) = max.filter(|max| behind_fixed > usize::from(*max)) {
            return fails(
                format!("a segment of {behind_fixed} bytes behind its fixed headers, over the MSS of {max}"),
                format!("有一个报文段在固定首部之后有 {behind_fixed} 字节，超过 MSS {max}"),
            );
        }
        if segment.offset > end {
            let (from, to) = (end, segment.offset);
            return fails(
                format!("no segment carried the bytes from {from} to {to}"),
                format!("没有报文段携带 {from} 到 {to} 之间的字节"),
            );
        }
        end = end.max(segment.offset.saturating_add(u64::from(segment.len_bytes)));
    }
    Ok(())
}

/// `139 data segments × 66 B of headers = 9174 B for 200000 B of payload (4.3 %), MSS 1460`.
fn said(cost: &Cost, id: StreamId) -> Text {
    let data = &cost.data[id.direction.index()];
    let each = data.header_bytes().checked_div(data.segments).unwrap_or(0);
    let (headers, payload) = (count(data.header_bytes()), size(data.payload));
    let (many, permille) = (count(data.segments), data.overhead_permille());
    let percent = format!("{}.{} %", permille / 10, permille % 10);
    let s = plural(usize::try_from(data.segments).unwrap_or(usize::MAX));
    let way = id.direction.index();
    let mss = cost.max_segment[way].map_or("?".to_owned(), |max| max.to_string());
    // Options take their part of it: what segments then carry at most is what the picture shows.
    let room = cost.room(way).filter(|room| cost.max_segment[way].is_some_and(|max| u64::from(max) != *room));
    let (room_en, room_zh) = room.map_or_else(Default::default, |room| {
        (
            format!(", less the options: at most {room} B in a segment"),
            format!("，扣除选项后每段最多携带 {room} B"),
        )
    });
    Text::new(
        format!(
            "{many} data segment{s} × {each} B of headers = {headers} B for {payload} of payload ({percent}), MSS {mss}{room_en}"
        ),
        format!(
            "{many} 个数据段 × {each} B 首部 = {headers} B，携带 {payload} 数据（首部占 {percent}），MSS {mss}{room_zh}"
        ),
    )
}
