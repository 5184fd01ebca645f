//! Waiting for a condition, never for a time.

use std::time::{Duration, Instant};

/// How long anything may take before a test fails; generous, for a loaded machine.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Tries again and again until there is an answer; fails with what was last seen in its place.
#[allow(clippy::disallowed_methods, reason = "the one place that tries again after a while")]
pub async fn until<T>(what: &str, mut attempt: impl AsyncFnMut() -> Result<T, String>) -> T {
    let begun = Instant::now();
    loop {
        match attempt().await {
            Ok(answer) => return answer,
            Err(seen) if begun.elapsed() > PATIENCE => panic!("{what}: still not after {PATIENCE:?}; {seen}"),
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}
