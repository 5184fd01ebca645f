//! Perfetto's own classes, which know nothing of us, read a recording's calls, segments and buffers in its trace.

use serde_json::Value;
use socketscope_shared::{
    Event, Fact, Op, Outcome,
    reading::Subject,
    segment::{Flags, Segment},
};
use socketscope_tests::{
    export::{events_of, export, moves, of_bytes, recorded},
    tools,
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// What the trace has.
struct Trace {
    clocks: Value,
    events: Vec<Value>,
}

impl Trace {
    fn read(classes: &Path, files: &[PathBuf]) -> Vec<Self> {
        let mut traces = Vec::<Trace>::new();
        for line in tools::read_traces(classes, files).lines() {
            let line: Value = serde_json::from_str(line).expect("JSON");
            match (line.get("clocks"), traces.last_mut()) {
                (Some(clocks), _) => traces.push(Trace { clocks: clocks.clone(), events: Vec::new() }),
                (None, Some(trace)) => trace.events.push(line),
                (None, None) => panic!("no clocks: {line}"),
            }
        }
        assert_eq!(traces.len(), files.len());
        traces
    }

    fn of<'a>(&'a self, category: &'a str) -> impl Iterator<Item = &'a Value> {
        self.events.iter().filter(move |event| event["category"][0] == category)
    }

    /// When the slices end, by where they begin: each ends the one that is open on its track.
    fn ends(&self) -> HashMap<(u64, u64), &Value> {
        let mut open = HashMap::<u64, u64>::new();
        let mut ends = HashMap::new();
        for event in &self.events {
            let track = number(event, "uuid");
            match event["type"].as_str() {
                Some("SLICE_BEGIN") => {
                    let before = open.insert(track, number(event, "at"));
                    assert_eq!(before, None, "slices overlap: {event}");
                }
                Some("SLICE_END") => {
                    let begun = open.remove(&track).expect("a slice is open");
                    ends.insert((track, begun), event);
                }
                _ => {}
            }
        }
        ends
    }
}

fn number(event: &Value, field: &str) -> u64 {
    event[field].as_u64().unwrap_or_else(|| panic!("{field} in {event}"))
}

fn ids(event: &Value, field: &str) -> BTreeSet<u64> {
    event[field].as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
}

/// Every call that returned is a slice with its times, its line and its result.
fn check_calls(events: &[Event], trace: &Trace) {
    let ends = trace.ends();
    let mut slices: BTreeMap<u64, &Value> = BTreeMap::new();
    for slice in trace.of("call") {
        slices.insert(number(&slice["args"], "returned"), slice);
    }
    let returned = (1..).zip(events).filter(|(_, event)| matches!(event.fact, Fact::Returned { .. }));
    let Fact::SessionStarted(info) = &events[0].fact else { panic!("no session") };
    let mut count = 0;
    for (seq, event) in returned {
        let Fact::Returned { actor, call, took_ns, .. } = &event.fact else { continue };
        count += 1;
        let slice = slices.get(&seq).unwrap_or_else(|| panic!("#{seq} has no slice"));
        let (start, end) = (number(slice, "at"), call.start_ns + took_ns);
        assert_eq!((start, number(&slice["args"], "took_ns")), (call.start_ns, *took_ns));
        assert_eq!(number(ends[&(number(slice, "uuid"), start)], "at"), end, "#{seq}");
        let program = &info.actors[usize::from(actor.0)];
        assert_eq!(slice["args"]["line"], format!("{}:{}", program.file, call.line));
        let thread = if call.lane == 0 { "main thread".to_owned() } else { format!("thread {}", call.lane) };
        assert_eq!(slice["track"], format!("{}/{thread}", program.name));
    }
    let open = slices.contains_key(&0);
    assert_eq!(slices.len() - usize::from(open), count);
}

/// Each segment with payload has an arrow from the sends of its bytes to it, and on to the recvs that took them.
fn check_flows(events: &[Event], trace: &Trace) -> usize {
    let ends = trace.ends();
    let (mut begun, mut ended) = (HashMap::<u64, Vec<&Value>>::new(), HashMap::<u64, BTreeSet<u64>>::new());
    for slice in trace.of("call") {
        for id in ids(slice, "flows") {
            begun.entry(id).or_default().push(slice);
        }
        let Some(end) = ends.get(&(number(slice, "uuid"), number(slice, "at"))) else { continue };
        for id in ids(end, "ends") {
            ended.entry(id).or_default().insert(number(&slice["args"], "returned"));
        }
    }
    let moves = moves(events);
    let instants: Vec<_> = trace.of("segment").collect();
    let segments: Vec<(u64, &Event, &Segment)> = (1..)
        .zip(events)
        .filter_map(|(seq, event)| match &event.fact {
            Fact::Segment(segment) => Some((seq, event, segment)),
            _ => None,
        })
        .collect();
    assert_eq!(instants.len(), segments.len());
    let mut arrows = 0;
    for (instant, (seq, event, segment)) in instants.into_iter().zip(segments) {
        let args = &instant["args"];
        assert_eq!((number(instant, "at"), number(args, "seq")), (event.at_ns, seq));
        assert_eq!(number(args, "sequence"), u64::from(segment.sequence));
        assert_eq!(number(args, "len_bytes"), u64::from(segment.len_bytes));
        let flows = ids(instant, "flows");
        assert!(flows.is_empty() || flows == BTreeSet::from([seq]));
        let calls = begun.get(&seq).map_or(&[][..], Vec::as_slice);
        let names: BTreeSet<_> = calls.iter().filter_map(|call| call["name"].as_str()).collect();
        assert!(calls.iter().all(|call| number(call, "at") <= event.at_ns), "#{seq}");
        if segment.len_bytes > 0 {
            let stream = moves.get(&(segment.connection, segment.direction));
            let Some(stream) = stream.filter(|stream| !stream.urgent && !segment.flags.has(Flags::FIN))
            else {
                continue;
            };
            let bytes = segment.offset..segment.offset + u64::from(segment.len_bytes);
            let sends: BTreeSet<_> = calls.iter().map(|call| number(&call["args"], "returned")).collect();
            assert_eq!(sends, of_bytes(&stream.sends, &bytes), "#{seq}");
            let receives = ended.get(&seq).cloned().unwrap_or_default();
            assert_eq!(receives, of_bytes(&stream.receives, &bytes), "#{seq}");
            arrows += usize::from(!sends.is_empty() && !receives.is_empty());
        } else if segment.flags.has(Flags::SYN) && !segment.flags.has(Flags::ACK) {
            assert!(names.iter().all(|name| name.starts_with("connect")), "#{seq}: {names:?}");
        } else if segment.is_pure_ack() {
            assert!(flows.is_empty(), "#{seq}");
        }
    }
    arrows
}

/// The counters have every reading, in order.
fn check_counters(events: &[Event], trace: &Trace) {
    let mut expected = Vec::new();
    for event in events {
        let Fact::Readings(readings) = &event.fact else { continue };
        for reading in readings {
            let queues = [reading.receive_queue, reading.send_queue];
            expected.extend(queues.map(|queue| (event.at_ns, u64::from(queue))));
            assert!(matches!(reading.subject, Subject::Socket(_) | Subject::End(..)));
        }
    }
    let counters = trace.events.iter().filter(|event| event["type"] == "COUNTER");
    let (flight, kernel): (Vec<_>, Vec<_>) =
        counters.partition(|event| event["track"].as_str().is_some_and(|track| track.contains("in flight")));
    assert!(kernel.iter().chain(&flight).all(|event| event["counter"] == true));
    let levels: Vec<_> = kernel.iter().map(|event| (number(event, "at"), number(event, "value"))).collect();
    assert_eq!(levels, expected);
    let segments = events.iter().filter(|event| matches!(event.fact, Fact::Segment(_))).count();
    assert_eq!(flight.len(), 2 * segments);
}

/// Each socket that was made has a slice of its own.
fn check_sockets(events: &[Event], trace: &Trace) {
    let made = |outcome: &Outcome| match outcome {
        Outcome::NewSocket { .. } | Outcome::Accepted { .. } => 1,
        Outcome::NewPair { .. } => 2,
        _ => 0,
    };
    let count: usize = events
        .iter()
        .map(|event| match &event.fact {
            Fact::Returned { call, outcome, .. } if !matches!(call.op, Op::Recv { .. }) => made(outcome),
            _ => 0,
        })
        .sum();
    assert_eq!(trace.of("socket").count(), count);
}

#[test]
fn perfetto_reads_the_calls_segments_and_buffers_of_each_recorded_lesson() {
    let Some(classes) = tools::perfetto() else { return };
    let folder = TempDir::new().expect("a folder");
    let recorded = recorded();
    let to = |place: usize| folder.path().join(format!("{place}.pftrace"));
    let traces: Vec<_> = (0..recorded.len()).map(to).collect();
    recorded.iter().zip(&traces).for_each(|(file, to)| export(file, "--perfetto", to));
    let mut arrows = 0;
    for (file, trace) in recorded.iter().zip(Trace::read(&classes, &traces)) {
        let events = events_of(file);
        let Fact::SessionStarted(info) = &events[0].fact else { panic!("no session") };
        assert_eq!(trace.clocks["6"], 0);
        assert_eq!(trace.clocks["1"], info.started_unix_ms * 1_000_000);
        check_calls(&events, &trace);
        arrows += check_flows(&events, &trace);
        check_counters(&events, &trace);
        check_sockets(&events, &trace);
    }
    assert!(arrows > 50, "{arrows} segments from a send to a recv");
}
