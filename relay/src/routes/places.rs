//! How many viewers there may be. Some places are kept for people with the token, so that others cannot shut out a lecturer.

use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Places that only a page with the token gets.
const KEPT: usize = 32;

/// The viewers' places.
#[derive(Clone, Debug)]
pub struct Places {
    /// For everybody.
    open: Arc<Semaphore>,
    /// For people with the token, when no other is free.
    kept: Arc<Semaphore>,
    viewers: u32,
}

impl Places {
    /// This many for everybody.
    pub fn new(viewers: usize) -> Self {
        let viewers = u32::try_from(viewers).unwrap_or(u32::MAX);
        let open = Arc::new(Semaphore::new(viewers as usize));
        Places { open, kept: Arc::new(Semaphore::new(KEPT)), viewers }
    }

    /// A place, given back when it is dropped.
    pub fn take(&self, has_token: bool) -> Option<OwnedSemaphorePermit> {
        let open = self.open.clone().try_acquire_owned().ok();
        open.or_else(|| self.kept.clone().try_acquire_owned().ok().filter(|_| has_token))
    }

    /// Returns once no place is taken.
    pub async fn all_free(&self) {
        let _ = self.open.acquire_many(self.viewers).await;
        let _ = self.kept.acquire_many(KEPT as u32).await;
    }
}
