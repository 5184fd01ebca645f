//! Checks of what headers cost.

use super::streams::all_streams;
use crate::{
    Fact, StreamId,
    bytes::headers::{Cost, cost, header_lens},
    lesson::claims::{
        ClaimResult,
        check::{Asserts, arguments},
        run::{MAX_SEQS, Run},
        texts,
    },
    record::{event::Lost, segment::Segment, session::Network},
    words::{Language, count, direction, size},
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
            if let Err((problem, seq)) = check(&segments, &cost, id, run.lang) {
                let name = direction(run.timeline.latest(), id.connection, id.direction, run.lang);
                let evidence = texts::of_stream(run.lang, &name, &problem);
                return run.fails(evidence, vec![seq]);
            }
            told.push(said(&cost, id, run.lang));
            seqs.extend(segments.iter().map(|(seq, _)| *seq));
        }
        seqs.sort_unstable();
        seqs.truncate(MAX_SEQS);
        if told.is_empty() {
            return run.undecided(texts::NO_SEGMENT_CARRIED_DATA.get(run.lang).to_owned(), seqs);
        }
        run.holds_so_far(false, told.join(texts::BETWEEN_STREAMS.get(run.lang)), seqs)
    }
}

/// Why segments say nothing about headers in this run.
fn cannot_tell(run: &Run<'_>) -> Option<String> {
    let network = &run.timeline.latest().info.as_ref()?.network;
    if !network.captured() {
        return Some(texts::SEGMENTS_NOT_CAPTURED_HERE.get(run.lang).to_owned());
    }
    if let Network::Own { offloads: true, .. } = network {
        return Some(texts::SEGMENTATION_OFFLOAD_WHAT_CAPTURED_SEVERAL.get(run.lang).to_owned());
    }
    let is_lost = |fact: &Fact| matches!(fact, Fact::Lost { what: Lost::Segments, .. });
    let lost = run.timeline.log().iter().any(|(_, event)| is_lost(&event.fact));
    lost.then(|| texts::SOME_SEGMENTS_NOT_CAPTURED.get(run.lang).to_owned())
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
fn check(
    segments: &[(u64, &Segment)],
    cost: &Cost,
    id: StreamId,
    lang: Language,
) -> Result<(), (String, u64)> {
    let mut end = 0;
    let mut first = None;
    let max = cost.max_segment[id.direction.index()];
    for &(seq, segment) in segments {
        let Some(lens) = header_lens(&segment.headers) else {
            return Err((texts::HEADER_NOT_WHOLE.get(lang).to_owned(), seq));
        };
        let [ours, theirs] = [lens, *first.get_or_insert(lens)].map(|lens| lens.iter().sum::<usize>());
        if ours != theirs {
            return Err((texts::headers_differ(lang, &ours, &theirs), seq));
        }
        let behind_fixed = segment.len_bytes as usize + lens[2] - 20;
        if let Some(max) = max.filter(|max| behind_fixed > usize::from(*max)) {
            return Err((texts::over_mss(lang, &behind_fixed, &max), seq));
        }
        if segment.offset > end {
            return Err((texts::bytes_not_carried(lang, &end, &segment.offset), seq));
        }
        end = end.max(segment.offset.saturating_add(u64::from(segment.len_bytes)));
    }
    Ok(())
}

/// `139 data segments × 66 B of headers = 9174 B for 200000 B of payload (4.3 %), MSS 1460`.
fn said(cost: &Cost, id: StreamId, lang: Language) -> String {
    let way = id.direction.index();
    let data = &cost.data[way];
    let each = data.header_bytes().checked_div(data.segments).unwrap_or(0);
    let permille = data.overhead_permille();
    let percent = format!("{}.{} %", permille / 10, permille % 10);
    let (headers, payload) = (count(data.header_bytes()), size(data.payload));
    let segments = texts::data_segments(lang, data.segments, &count(data.segments));
    let max = cost.max_segment[way];
    let mss = max.map_or("?".to_owned(), |max| max.to_string());
    let said = texts::headers_cost(lang, &segments, &each, &headers, &payload, &percent, &mss);
    // Options take their part of it: what segments then carry at most is what the picture shows.
    match cost.room(way).filter(|room| max.is_some_and(|max| u64::from(max) != *room)) {
        Some(room) => texts::less_the_options(lang, &said, &room),
        None => said,
    }
}
