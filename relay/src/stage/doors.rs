//! Ways in for the person's own browser: a port of this machine, from which connections are carried to one inside.
//!
//! To a browser a separate port is a separate origin: what a program serves can do nothing to our page.

use super::{Inbox, Input, actor::Actor};
use socketscope_network::HostHandle;
use socketscope_probe::clock;
use socketscope_shared::{ActorId, Address, Fact, event::DoorNews, session::DoorInfo};
use std::{
    collections::HashMap,
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener as StdTcpListener, TcpStream as StdTcpStream},
    sync::Arc,
    time::Duration,
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    task::{AbortHandle, JoinSet},
    time::timeout,
};

/// Connections through one door at once; more are closed as they come. A browser opens six.
pub const AT_ONCE: usize = 12;
/// Connections through one door altogether; then it shuts.
const ALTOGETHER: usize = 400;
/// How long one may last: a lecturer may hold the program that answers it.
const LASTS: Duration = Duration::from_secs(900);
/// How long a failed accept is waited out.
const PAUSE: Duration = Duration::from_millis(200);

/// A connection that came to a door.
#[derive(Debug)]
pub struct Visit {
    door: u16,
    stream: TcpStream,
    from: SocketAddr,
    at_ns: u64,
    permit: OwnedSemaphorePermit,
}

/// The doors of a session. They shut when this is dropped, and what goes through them ends.
pub struct Doors {
    all: Vec<(DoorInfo, Option<AbortHandle>)>,
    host: HostHandle,
    inbox: Inbox,
    /// Those whose connection inside is being made, by the number that the host knows.
    arriving: HashMap<u64, Visit>,
    next: u64,
    tasks: JoinSet<()>,
}

impl Doors {
    /// None is open yet.
    pub fn new(doors: &[DoorInfo], host: HostHandle, inbox: Inbox) -> Self {
        let all = doors.iter().map(|door| (door.clone(), None)).collect();
        Doors { all, host, inbox, arriving: HashMap::new(), next: 0, tasks: JoinSet::new() }
    }

    /// Opens the doors to what the program now listens on.
    pub fn open_due(&mut self, id: ActorId, actor: &Actor) -> Vec<Fact> {
        let mut opened = Vec::new();
        for (place, (door, task)) in (0u16..).zip(&mut self.all) {
            if door.actor != id || task.is_some() || !actor.listens_on(door.port) {
                continue;
            }
            match listen() {
                Ok((listener, address)) => {
                    let outside = Address::from(address);
                    *task = Some(self.tasks.spawn(admit(place, listener, self.inbox.clone())));
                    opened.push(Fact::Door { door: place, news: DoorNews::Opened { outside } });
                }
                Err(error) => tracing::warn!(%error, port = door.port, "a door cannot be opened"),
            }
        }
        opened
    }

    /// Shuts the doors to a program that has ended.
    pub fn shut(&mut self, id: ActorId) {
        let of_actor = self.all.iter().filter(|(door, _)| door.actor == id);
        of_actor.filter_map(|(_, task)| task.as_ref()).for_each(AbortHandle::abort);
    }

    /// Somebody came: asks for a connection inside.
    pub fn arrived(&mut self, visit: Visit) {
        let Some((door, _)) = self.all.get(usize::from(visit.door)) else { return };
        self.next += 1;
        if self.host.connect_inside(self.next, door.port).is_ok() {
            self.arriving.insert(self.next, visit);
        }
    }

    /// The connection inside is there, or failed. When somebody came, and who is who.
    pub fn connected(&mut self, number: u64, inside: Result<StdTcpStream, i32>) -> Option<(u64, Fact)> {
        let visit = self.arriving.remove(&number)?;
        let (inside, address) = inside.ok().and_then(|stream| usable(stream).ok())?;
        let news = DoorNews::Visitor { outside: visit.from.into(), inside: address.into() };
        let fact = Fact::Door { door: visit.door, news };
        let at_ns = visit.at_ns;
        while self.tasks.try_join_next().is_some() {}
        self.tasks.spawn(carry(visit, inside));
        Some((at_ns, fact))
    }
}

fn listen() -> io::Result<(TcpListener, SocketAddr)> {
    let listener = StdTcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok((TcpListener::from_std(listener)?, address))
}

fn usable(stream: StdTcpStream) -> io::Result<(TcpStream, SocketAddr)> {
    stream.set_nonblocking(true)?;
    let address = stream.local_addr()?;
    Ok((TcpStream::from_std(stream)?, address))
}

/// Lets in connections from this machine, up to a limit at once and a limit in all.
async fn admit(door: u16, listener: TcpListener, inbox: Inbox) {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let mut admitted = 0;
    while admitted < ALTOGETHER {
        let Ok((stream, from)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let Ok(permit) = room.clone().try_acquire_owned() else { continue };
        if !from.ip().is_loopback() {
            continue;
        }
        let visit = Visit { door, stream, from, at_ns: clock::now_ns(), permit };
        if inbox.send(Input::Visit(visit)).await.is_err() {
            return;
        }
        admitted += 1;
    }
}

/// Copies bytes both ways; the end of one way is passed on, too.
async fn carry(visit: Visit, mut inside: TcpStream) {
    let Visit { mut stream, permit, .. } = visit;
    // How it ends is between the two: a reset of one is the end for both.
    _ = timeout(LASTS, copy_bidirectional(&mut stream, &mut inside)).await;
    drop(permit);
}
