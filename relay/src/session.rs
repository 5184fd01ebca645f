//! The sessions that a relay knows: running ones, and those whose logs are kept.

mod download;
mod programs;

use crate::{
    lessons::{self, recordings::Recordings},
    log_store::{Beginning, LoadError, LogStore, SessionLog},
    stage::{self, Inbox, Input, Plan, SessionLimits, Stage},
};
pub use download::Download;
use programs::programs;
use socketscope_network::{Host, HostHandle, HostReport, NetworkConfig};
use socketscope_probe::{clock, memory};
use socketscope_shared::{
    ActorId, SessionId,
    event::End,
    hosts::{self, foreign},
    lesson::{Door, KnobTarget, Lesson, StartWhen, framing_of},
    session::{ActorInfo, DoorInfo, Network, SessionInfo},
    wire::{Control, Refusal},
};
use std::{
    collections::HashMap,
    io,
    net::Ipv4Addr,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{SystemTime, UNIX_EPOCH},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// Largest text of one program, in bytes.
pub const MAX_SOURCE_BYTES: usize = 1 << 20;

/// What somebody wants to run.
#[derive(Clone, Debug, Default)]
pub struct StartRequest {
    /// The lesson's id or number.
    pub lesson: String,
    /// Values of knobs that differ from their default.
    pub knobs: Vec<(String, String)>,
    /// Texts that replace the lesson's, by actor name; `client 2` to `client 32` add clients that the lesson does not have.
    pub sources: Vec<(String, String)>,
    /// Arguments that replace the lesson's, by actor name, as one would type them in a shell.
    pub arguments: Vec<(String, String)>,
    /// When programs start, where not as in the lesson, by actor name.
    pub starts: Vec<(String, StartWhen)>,
    /// Hold every program before each call.
    pub step_mode: bool,
    /// The session's id; a random one where none is given.
    pub id: Option<SessionId>,
}

/// How sessions are run.
#[derive(Clone, Debug)]
pub struct SessionConfig {
    /// Our own binary, which is run again for each host and each actor.
    pub executable: PathBuf,
    /// Do without network namespaces even if they are available.
    pub shared_network: bool,
    /// Sessions that may run at once.
    pub max_running: u32,
    /// Limits of each.
    pub limits: SessionLimits,
}

impl SessionConfig {
    /// The usual limits, with this binary.
    pub fn new(executable: PathBuf) -> Self {
        SessionConfig { executable, shared_network: false, max_running: 24, limits: SessionLimits::default() }
    }
}

/// The sessions that a relay knows.
pub struct Sessions {
    config: SessionConfig,
    lessons: Vec<Lesson>,
    store: Option<Arc<LogStore>>,
    recordings: Recordings,
    known: Mutex<HashMap<SessionId, Known>>,
    /// One for each session that runs or is being started.
    places: Arc<Semaphore>,
    /// For one copy of a log that is in memory only.
    composing: Arc<Semaphore>,
}

/// A session that this relay started.
struct Known {
    log: Arc<SessionLog>,
    /// `None` once it is over.
    inbox: Option<Inbox>,
}

impl Sessions {
    /// No session yet. Without a `store`, logs live in memory only.
    pub fn new(config: SessionConfig, lessons: Vec<Lesson>, store: Option<Arc<LogStore>>) -> Arc<Self> {
        let recordings = Recordings::of(&lessons);
        Self::with(config, lessons, store, recordings)
    }

    /// The same with other recordings than the lessons' own.
    pub fn with(
        config: SessionConfig,
        lessons: Vec<Lesson>,
        store: Option<Arc<LogStore>>,
        recordings: Recordings,
    ) -> Arc<Self> {
        let places = Arc::new(Semaphore::new(config.max_running as usize));
        let composing = Arc::new(Semaphore::new(1));
        Arc::new(Sessions { config, lessons, store, recordings, known: Mutex::default(), places, composing })
    }

    /// The curriculum.
    pub fn lessons(&self) -> &[Lesson] {
        &self.lessons
    }

    /// Starts a session; its log has its first event when this returns.
    pub async fn start(self: &Arc<Self>, request: StartRequest) -> Result<SessionId, Refusal> {
        let lesson = lessons::find(&self.lessons, &request.lesson)
            .ok_or_else(|| Refusal::NoSuchLesson { id: request.lesson.clone() })?;
        // Taken before anything is awaited: however many start at once, no more get one than may run.
        let place = self.places.clone().try_acquire_owned();
        let place = place.map_err(|_| Refusal::TooManySessions { limit: self.config.max_running })?;
        let id = request.id.map_or_else(random_id, Ok).map_err(failed)?;
        let (knobs, actors, starts) = programs(lesson, &request)?;
        let framing = framing_of(lesson, &knobs);
        let doors = doors_of(lesson, &actors);
        let (inbox, waiting) = stage::inbox();
        let hosts = hosts_of(lesson, &knobs);
        let config = NetworkConfig {
            addresses: foreign(&hosts),
            low_ports: !hosts.is_empty(),
            ..network_config(lesson, &knobs)
        };
        let address = config.addresses.first().copied();
        let (handle, network) = self.start_host(id, config, inbox.clone()).await?;
        if let (Some(address), Network::Shared { reason, .. }) = (address, &network) {
            // The machine's own network is not ours to change.
            handle.shutdown();
            let address = Ipv4Addr::from(address).to_string();
            return Err(Refusal::NoOwnNetwork { address, problem: reason.clone() });
        }
        let info = SessionInfo {
            id,
            lesson: lesson.id.clone(),
            knobs,
            actors,
            files: lesson.files.read().unwrap_or_default(),
            framing,
            doors,
            network,
            step_mode: request.step_mode,
            started_unix_ms: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as u64),
        };
        let log = match &self.store {
            Some(store) => store.begin(id, Beginning::of(&info, lesson)),
            None => Arc::new(SessionLog::new(id)),
        };
        self.known().insert(id, Known { log: log.clone(), inbox: Some(inbox.clone()) });
        let plan = Plan { info, starts, hosts };
        let limits = self.config.limits.clone();
        let running = Running { sessions: self.clone(), log: log.clone(), _place: place };
        let stage = Stage::new(plan, limits, handle, log, (inbox, waiting), clock::now_ns());
        let sessions = self.clone();
        tokio::spawn(async move {
            stage.run().await;
            drop(running);
            _ = tokio::task::spawn_blocking(move || sessions.give_back(id)).await;
        });
        Ok(id)
    }

    /// Does something to a running session.
    pub async fn control(self: &Arc<Self>, session: SessionId, control: Control) -> Result<(), Refusal> {
        let runs = |known: &Known| known.inbox.clone().filter(|_| !known.log.is_over());
        let inbox = self.known().get(&session).and_then(runs);
        let Some(inbox) = inbox else {
            return Err(self.log(session).await.map_or_else(|e| e, |_| Refusal::SessionOver { session }));
        };
        inbox.send(Input::Control(control)).await.map_err(|_| Refusal::SessionOver { session })
    }

    /// The session's log: a running one's, a kept one, or a lesson's recording.
    pub async fn log(self: &Arc<Self>, session: SessionId) -> Result<Arc<SessionLog>, Refusal> {
        if let Some(known) = self.known().get(&session) {
            return Ok(known.log.clone());
        }
        let unreadable = |e: LoadError| Refusal::Unreadable { session, problem: e.to_string() };
        if let Some(log) = self.recordings.log(session) {
            return log.map_err(unreadable);
        }
        let missing = Refusal::NoSuchSession { session };
        let Some(store) = self.store.clone() else { return Err(missing) };
        match tokio::task::spawn_blocking(move || store.load(session)).await.map_err(failed)? {
            Ok(log) => log.ok_or(missing),
            Err(e) => Err(unreadable(e)),
        }
    }

    /// Ends all that run and waits until their logs are complete.
    pub async fn shut_down(&self) {
        let running: Vec<_> =
            self.known().values().filter_map(|k| Some((k.inbox.clone()?, k.log.clone()))).collect();
        for (inbox, _) in &running {
            _ = inbox.send(Input::Control(Control::Stop)).await;
        }
        for (_, log) in running {
            let mut grown = log.subscribe();
            _ = grown.wait_for(|_| log.is_over()).await;
        }
    }

    /// From now on the log is in memory only while somebody reads it; without a store it has to stay.
    fn is_over(&self, session: SessionId) {
        let mut known = self.known();
        if self.store.is_some() {
            known.remove(&session);
        } else if let Some(known) = known.get_mut(&session) {
            known.inbox = None;
        }
    }

    /// What a session took goes back to the system.
    fn give_back(&self, session: SessionId) {
        if let Some(store) = &self.store {
            store.let_go(session);
        }
        memory::give_back();
    }

    fn known(&self) -> MutexGuard<'_, HashMap<SessionId, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts the session's host process and the thread that reads its reports.
    async fn start_host(
        &self,
        id: SessionId,
        mut config: NetworkConfig,
        inbox: Inbox,
    ) -> Result<(HostHandle, Network), Refusal> {
        config.force_shared = self.config.shared_network;
        config.session_address = session_address(id);
        let executable = self.config.executable.clone();
        let started = tokio::task::spawn_blocking(move || Host::start(&executable, &config)).await;
        let host = started.map_err(failed)?.map_err(failed)?;
        let handle = host.handle();
        let (up, is_up) = oneshot::channel();
        let reader = thread::Builder::new().name("session-host".to_owned());
        reader.spawn(move || read_host(host, up, &inbox)).map_err(failed)?;
        match is_up.await {
            Ok(HostReport::Up { network, .. }) => Ok((handle, network)),
            Ok(HostReport::Failed { reason }) => Err(Refusal::Failed { problem: reason }),
            _ => Err(Refusal::Failed { problem: "the session's host process said nothing".to_owned() }),
        }
    }
}

/// What a session takes while it runs. It is given back however its stage ends, a panic included.
struct Running {
    sessions: Arc<Sessions>,
    log: Arc<SessionLog>,
    _place: OwnedSemaphorePermit,
}

impl Drop for Running {
    fn drop(&mut self) {
        // A stage that came to its end has ended the log.
        let reason = "the relay made a mistake while it ran; its own output says more".to_owned();
        self.log.end(End::Failed { reason });
        self.sessions.is_over(self.log.id());
    }
}

/// The first report goes to the task that starts the session, the others to its stage. If that task is gone, so is
/// the host.
fn read_host(mut host: Host, up: oneshot::Sender<HostReport>, inbox: &Inbox) {
    let Ok(first) = host.next() else { return };
    if up.send(first).is_err() {
        return;
    }
    while let Ok(report) = host.next() {
        if inbox.blocking_send(Input::Host(report)).is_err() {
            return;
        }
    }
    _ = inbox.blocking_send(Input::HostGone);
}

/// The lesson's doors, each to the actor of its name.
fn doors_of(lesson: &Lesson, actors: &[ActorInfo]) -> Vec<DoorInfo> {
    let info = |door: &Door| {
        let place = actors.iter().position(|actor| actor.name == door.actor)?;
        let actor = ActorId(u16::try_from(place).ok()?);
        Some(DoorInfo { actor, port: door.port, framing: door.framing.clone() })
    };
    lesson.doors.iter().filter_map(info).collect()
}

fn network_config(lesson: &Lesson, knobs: &[(String, String)]) -> NetworkConfig {
    let value = |target: &KnobTarget| value_of(lesson, knobs, target);
    let mut config = NetworkConfig::default();
    if let Some(mtu) = value(&KnobTarget::Mtu).and_then(|v| v.parse().ok()) {
        config.mtu_bytes = mtu;
    }
    config.offloads = value(&KnobTarget::Offloads) == Some("true");
    config
}

/// The addresses and names that the session's network has besides its own.
pub(crate) fn hosts_of(lesson: &Lesson, knobs: &[(String, String)]) -> Vec<hosts::Host> {
    // What a knob has was checked; in a recording from outside it is read again.
    value_of(lesson, knobs, &KnobTarget::Hosts).and_then(|text| hosts::hosts(text).ok()).unwrap_or_default()
}

fn value_of<'a>(lesson: &Lesson, knobs: &'a [(String, String)], target: &KnobTarget) -> Option<&'a str> {
    let knob = lesson.knobs.iter().find(|knob| knob.target == *target)?;
    knobs.iter().find(|(id, _)| *id == knob.id).map(|(_, value)| value.as_str())
}

/// On a shared network: an address of 127.64.0.0/10, which nothing else on the machine is likely to use.
fn session_address(id: SessionId) -> [u8; 4] {
    let [a, b, c, ..] = id.0.to_le_bytes();
    [127, 64 | a & 0x3f, b, c.clamp(1, 254)]
}

/// An id that no other session has.
pub fn random_id() -> io::Result<SessionId> {
    let mut bytes = [0; 16];
    io::Read::read_exact(&mut std::fs::File::open("/dev/urandom")?, &mut bytes)?;
    Ok(SessionId(u128::from_le_bytes(bytes)))
}

fn failed(error: impl std::fmt::Display) -> Refusal {
    Refusal::Failed { problem: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_stage_that_panics_gives_its_place_back_and_ends_its_log() {
        let mut config = SessionConfig::new(PathBuf::new());
        config.max_running = 1;
        let sessions = Sessions::new(config, Vec::new(), None);
        let (log, id) = (Arc::new(SessionLog::new(SessionId(1))), SessionId(1));
        let inbox = Some(stage::inbox().0);
        sessions.known().insert(id, Known { log: log.clone(), inbox });
        let place = sessions.places.clone().try_acquire_owned().unwrap();
        let running = Running { sessions: sessions.clone(), log: log.clone(), _place: place };
        let stage = tokio::spawn(async move {
            let _running = running;
            panic!("as a bug would");
        });
        assert!(stage.await.unwrap_err().is_panic());
        assert_eq!(sessions.places.available_permits(), 1);
        assert!(log.is_over() && sessions.known()[&id].inbox.is_none());
    }
}
