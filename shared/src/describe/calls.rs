//! Calls in a line: `sendall(fd 3, 5) "hello"`, `accept(fd 3) → fd 4 · 41.8 ms`.

use crate::{Call, Outcome, Text};

/// The call with its arguments, as in the call list: `recv(fd 4, 1024)`.
pub fn arguments(call: &Call) -> String {
    call.op.name().to_owned()
}

/// What it came to: `= 0`, `→ fd 4`, `→ 11 B "hello␣world"`, `EAGAIN: Resource temporarily unavailable`.
pub fn outcome(call: &Call, outcome: &Outcome) -> Text {
    let _ = outcome;
    Text::same(call.op.name())
}

/// The whole line of the call list, without the actor: arguments, outcome, and the time where it waited. Without an
/// outcome the call is under way: `accept(fd 3) …`.
pub fn call_line(call: &Call, result: Option<(&Outcome, u64)>) -> Text {
    let _ = result;
    Text::same(arguments(call))
}
