//! Whether a viewer is still there.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use tokio::time::Instant;

/// Set by each sign of life of a viewer.
#[derive(Debug)]
pub struct Pulse {
    began: Instant,
    last_ms: AtomicU64,
    patience: Duration,
}

impl Pulse {
    /// Alive now, and dead after `patience` without a sign.
    pub fn new(patience: Duration) -> Self {
        Pulse { began: Instant::now(), last_ms: AtomicU64::new(0), patience }
    }

    /// A sign of life.
    pub fn beat(&self) {
        self.last_ms.store(self.began.elapsed().as_millis() as u64, Ordering::Relaxed);
    }

    /// When it is dead unless there is a sign before.
    pub fn deadline(&self) -> Instant {
        self.began + Duration::from_millis(self.last_ms.load(Ordering::Relaxed)) + self.patience
    }
}
