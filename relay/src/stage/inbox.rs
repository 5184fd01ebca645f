//! What waits for the stage, bounded in number and in bytes: senders wait while it is full.

use super::Input;
use socketscope_network::HostReport;
use std::sync::Arc;
use tokio::{
    runtime::Handle,
    sync::{
        OwnedSemaphorePermit, Semaphore,
        mpsc::{self, error::SendError},
    },
};

/// Inputs of one session that wait.
const INPUTS: usize = 1024;
/// What they may take together, KiB. One that alone is larger waits until nothing else waits.
const INPUTS_KIB: u32 = 32 << 10;
/// What a captured segment or a reading takes, about, bytes.
const ITEM_BYTES: usize = 256;

/// The sending end, for everybody who has something to say.
#[derive(Clone, Debug)]
pub struct Inbox {
    inputs: mpsc::Sender<Weighed>,
    room: Arc<Semaphore>,
    runtime: Handle,
}

/// The stage's end.
#[derive(Debug)]
pub struct Waiting {
    inputs: mpsc::Receiver<Weighed>,
    /// The room of those that were taken and are not dealt with yet.
    taken: Vec<OwnedSemaphorePermit>,
}

#[derive(Debug)]
struct Weighed {
    input: Input,
    room: Option<OwnedSemaphorePermit>,
}

/// The stage is gone.
#[derive(Debug)]
pub struct Gone;

/// A way in, and its end. To be called within the runtime.
pub fn inbox() -> (Inbox, Waiting) {
    let (sender, receiver) = mpsc::channel(INPUTS);
    let room = Arc::new(Semaphore::new(INPUTS_KIB as usize));
    (
        Inbox { inputs: sender, room, runtime: Handle::current() },
        Waiting { inputs: receiver, taken: Vec::new() },
    )
}

impl Inbox {
    /// Waits for room for what takes `len_bytes`, which may be about to be read.
    pub async fn room(&self, len_bytes: usize) -> Result<OwnedSemaphorePermit, Gone> {
        let kib = u32::try_from(len_bytes.div_ceil(1024)).unwrap_or(u32::MAX).min(INPUTS_KIB);
        self.room.clone().acquire_many_owned(kib).await.map_err(|_| Gone)
    }

    /// Says something that takes the `room` that it was given.
    pub async fn send_in(&self, input: Input, room: OwnedSemaphorePermit) -> Result<(), Gone> {
        self.inputs.send(Weighed { input, room: Some(room) }).await.map_err(gone)
    }

    /// Says something that takes almost no room.
    pub async fn send(&self, input: Input) -> Result<(), Gone> {
        self.inputs.send(Weighed { input, room: None }).await.map_err(gone)
    }

    /// Says something of the host's, from a thread of its own, which waits for room.
    pub fn blocking_send(&self, input: Input) -> Result<(), Gone> {
        let items = match &input {
            Input::Host(HostReport::Segments(segments)) => segments.len(),
            Input::Host(HostReport::Readings { readings, .. }) => readings.len(),
            _ => 0,
        };
        let room = self.runtime.block_on(self.room(items * ITEM_BYTES))?;
        self.inputs.blocking_send(Weighed { input, room: Some(room) }).map_err(gone)
    }
}

fn gone<T>(_: SendError<T>) -> Gone {
    Gone
}

impl Waiting {
    /// The next input; `None` once all senders are gone.
    pub async fn recv(&mut self) -> Option<Input> {
        let weighed = self.inputs.recv().await;
        self.take(weighed)
    }

    /// The next input, if one waits.
    pub fn try_recv(&mut self) -> Option<Input> {
        let weighed = self.inputs.try_recv().ok();
        self.take(weighed)
    }

    /// What was taken so far is dealt with: its room is free for others.
    pub fn done(&mut self) {
        self.taken.clear();
    }

    fn take(&mut self, weighed: Option<Weighed>) -> Option<Input> {
        let Weighed { input, room } = weighed?;
        self.taken.extend(room);
        Some(input)
    }
}
