//! A program that watches standard input beside its sockets, as every chat client of every course does.

use socketscope_shared::{ActorId, Exit, Fact, wire::Control};
use socketscope_tests::{Relay, Viewer};

const CLIENT: ActorId = ActorId(1);

const WATCHER: &str = r#"
import select, sys

def ready(timeout=None):
    return select.select([sys.stdin], [], [], timeout)[0]

print("at first:", len(ready(0)))
print("ready:", len(ready()))
print(repr(sys.stdin.readline()), len(ready(0)))
poll = select.poll()
poll.register(sys.stdin, select.POLLIN)
print("polled:", poll.poll())
print(repr(sys.stdin.readline()), poll.poll(0))
"#;

#[tokio::test]
async fn standard_input_is_ready_when_somebody_typed() {
    let relay = Relay::start();
    let mut viewer = Viewer::connect(&relay).await;
    let session = viewer.start("sticky", &[("server", "pass\n"), ("client", WATCHER)], false).await;
    // In these calls it waits for a person: this is not a deadlock, and lines go to it unasked.
    for (name, text) in [("select", "hello"), ("poll", "bye")] {
        let waits = |fact: &Fact| match fact {
            Fact::Entered { call, .. } => call.op.name() == name && call.op.watches_standard_input(),
            _ => false,
        };
        viewer.watch_until(session, waits).await;
        viewer.control(session, Control::Input { actor: CLIENT, text: text.into() }).await;
    }
    let (events, _) = viewer.watch(session).await;
    let printed: Vec<u8> = events
        .iter()
        .filter_map(|event| match &event.fact {
            Fact::Output { actor: CLIENT, data, .. } => Some(data.as_slice()),
            _ => None,
        })
        .flatten()
        .copied()
        .collect();
    let expected = "at first: 0\nready: 1\n'hello\\n' 0\npolled: [(0, 1)]\n'bye\\n' []\n";
    assert_eq!(String::from_utf8_lossy(&printed), expected);
    let finished =
        |fact: &Fact| matches!(fact, Fact::ActorExited { actor: CLIENT, exit: Exit::Finished, .. });
    assert!(events.iter().any(|event| finished(&event.fact)));
}
