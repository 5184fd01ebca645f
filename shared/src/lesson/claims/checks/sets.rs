//! Checks of what a wait's sets show: room to send, urgent bytes.

use crate::{
    Fact, Op, Outcome, SocketId,
    fold::{readiness::Kinds, world::World},
    lesson::claims::{
        ActorName, ClaimResult,
        check::{Asserts, arguments},
        run::{MAX_SEQS, Run},
        texts,
    },
    record::reading::{Reading, Subject},
    words::size,
};
use std::collections::BTreeMap;

/// What a select or poll was asked of a socket, and what it said.
struct Answer {
    socket: SocketId,
    fd: i32,
    watched: Kinds,
    ready: Kinds,
}

/// The answers of a wait that returned; none of another call.
fn answers(op: &Op, outcome: &Outcome) -> Vec<Answer> {
    let mut all: Vec<Answer> = Vec::new();
    let mut put = |socket: Option<SocketId>, fd: i32, kinds: Kinds, ready: bool| {
        let Some(socket) = socket else { return };
        let place = all.iter().position(|answer| answer.socket == socket).unwrap_or_else(|| {
            all.push(Answer { socket, fd, watched: Kinds::default(), ready: Kinds::default() });
            all.len() - 1
        });
        let answer = &mut all[place];
        if ready { answer.ready.add(kinds) } else { answer.watched.add(kinds) }
    };
    match (op, outcome) {
        (
            Op::Select { read, write, except, .. },
            Outcome::ReadySets { read: can_read, write: can_write, except: urgent },
        ) => {
            let sets = [(read, can_read), (write, can_write), (except, urgent)];
            for ((asked, found), kind) in sets.into_iter().zip(Kinds::SETS) {
                asked.iter().for_each(|on| put(on.socket, on.fd, kind, false));
                found.iter().for_each(|on| put(on.socket, on.fd, kind, true));
            }
        }
        (Op::Poll { fds, .. }, Outcome::Ready { fds: found }) => {
            fds.iter().for_each(|on| put(on.socket, on.fd, Kinds::of_events(on.events), false));
            found.iter().for_each(|on| put(on.socket, on.fd, Kinds::of_events(on.events), true));
        }
        _ => {}
    }
    all
}

/// An answer about room to send, beside the kernel's readings.
struct Room {
    seq: u64,
    answer: Answer,
    /// The readings since the program's call before, until its next one, each with its time: in between the program itself
    /// changes and a busy machine may bring a reading late, even after a newer one. Never empty once settled.
    read: Vec<(u64, Read)>,
    /// When the answer came, where the call waited for it.
    waited_until_ns: Option<u64>,
}

#[derive(Clone, Copy, PartialEq)]
struct Read {
    has_room: bool,
    used: u32,
    limit: u32,
}

impl Read {
    fn of(reading: &Reading) -> Self {
        let has_room = reading.has_room_to_send();
        Read { has_room, used: reading.send_memory, limit: reading.send_limit }
    }
}

impl Room {
    fn says(&self) -> bool {
        self.answer.ready.has(Kinds::WRITE)
    }

    /// The reading that agrees with the answer, if one does, and whether it does.
    fn beside(&self) -> (Read, bool) {
        let agrees = self.read.iter().find(|(_, read)| read.has_room == self.says());
        agrees.map_or((self.read[self.read.len() - 1].1, false), |(_, read)| (*read, true))
    }

    /// Leaves the readings that can contradict the answer: none after the program went on at `next_ns`, and, of a wait that
    /// found room, none before it did. Whether any is left.
    fn settle(&mut self, next_ns: u64) -> bool {
        self.read.retain(|(at_ns, _)| *at_ns <= next_ns);
        if let Some(end_ns) = self.waited_until_ns.filter(|_| self.says()) {
            let says = self.says();
            self.read.retain(|(at_ns, read)| *at_ns >= end_ns || read.has_room == says);
        }
        !self.read.is_empty()
    }
}

/// Every answer of the actor about room to send that a reading stands beside.
fn rooms(run: &Run<'_>, name: &str) -> Vec<Room> {
    let who = run.actor(name);
    let mut world = World::default();
    let (mut rooms, mut open): (Vec<Room>, Vec<Room>) = (Vec::new(), Vec::new());
    // The sockets' readings since the last call.
    let mut recent: Vec<(SocketId, (u64, Read))> = Vec::new();
    // When the sockets' last readings came.
    let mut came: BTreeMap<SocketId, u64> = BTreeMap::new();
    for (seq, event) in run.timeline.log().iter() {
        let next_call = event.fact.call().is_some() && event.fact.actor() == who;
        for room in &mut open {
            let read = world.reading(room.answer.socket).map(Read::of);
            let read = read.filter(|read| room.read.last().is_none_or(|(_, last)| last != read));
            // It came with the event before this one, or earlier.
            room.read.extend(read.map(|read| (world.at_ns, read)));
        }
        if let Some(call) = event.fact.call().filter(|_| next_call) {
            open.retain_mut(|room| room.settle(call.start_ns));
            rooms.append(&mut open);
        }
        if let Fact::Returned { actor, call, took_ns, outcome, announced, .. } = &event.fact
            && Some(*actor) == who
        {
            let waited_until_ns = announced.then(|| call.start_ns.saturating_add(*took_ns));
            for answer in answers(&call.op, outcome) {
                if let Some(before) =
                    world.reading(answer.socket).filter(|_| answer.watched.has(Kinds::WRITE))
                {
                    let of_socket = recent.iter().filter(|(socket, _)| *socket == answer.socket);
                    let mut read: Vec<_> = of_socket.map(|(_, read)| *read).collect();
                    if read.is_empty() {
                        // One that a busy machine brought late may be of a later moment than the answer.
                        let at_ns = came.get(&answer.socket).copied().unwrap_or_default();
                        read.push((at_ns, Read::of(before)));
                    }
                    open.push(Room { seq, answer, read, waited_until_ns });
                }
            }
            recent.clear();
        }
        world.apply(event);
        if let Fact::Readings(readings) = &event.fact {
            let of =
                |reading: &Reading| Some((socket_of(&world, reading)?, (event.at_ns, Read::of(reading))));
            recent.extend(readings.iter().filter_map(of));
            came.extend(
                readings.iter().filter_map(|reading| Some((socket_of(&world, reading)?, event.at_ns))),
            );
        }
    }
    open.retain_mut(|room| room.settle(u64::MAX));
    rooms.append(&mut open);
    rooms
}

fn socket_of(world: &World, reading: &Reading) -> Option<SocketId> {
    match reading.subject {
        Subject::Socket(id) => Some(id),
        Subject::End(id, side) => world.connection(id)?.ends[side.index()].socket,
    }
}

arguments! {
    /// The actor's selects and polls found a socket writable exactly where the kernel's reading shows room in the send buffer.
    /// Says nothing where each was: the reader may have been faster.
    pub struct FullIsNotWritable {
        actor: ActorName,
    }
}

impl Asserts for FullIsNotWritable {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let rooms = rooms(run, name);
        if let Some(room) = rooms.iter().find(|room| !room.beside().1) {
            let (read, fd) = (room.beside().0, room.answer.fd);
            let (used, limit) = (size(read.used.into()), size(read.limit.into()));
            let said = if room.says() { texts::writable_though } else { texts::not_writable_though };
            let evidence = said(run.lang, &fd, &used, &limit);
            return run.fails(evidence, vec![room.seq]);
        }
        let full: Vec<&Room> = rooms.iter().filter(|room| !room.says()).collect();
        let Some(last) = full.last() else {
            return run.not_applicable(texts::NO_WAIT_LEFT_SOCKET_OUT.get(run.lang).to_owned());
        };
        let (times, fd) = (full.len(), last.answer.fd);
        let read = last.beside().0;
        let (used, limit) = (size(read.used.into()), size(read.limit.into()));
        let evidence = texts::not_writable_times(run.lang, &fd, times as u64, &used, &limit);
        run.holds_so_far(false, evidence, full.iter().map(|room| room.seq).take(MAX_SEQS).collect())
    }
}

arguments! {
    /// A socket that a select or poll of the actor had found not writable was writable later. Says nothing where each was
    /// writable at once.
    pub struct WritableAgain {
        actor: ActorName,
    }
}

impl Asserts for WritableAgain {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let mut full: Option<(u64, SocketId)> = None;
        for room in rooms(run, name) {
            match (full, room.says()) {
                (_, false) => full = Some((room.seq, room.answer.socket)),
                (Some((before, socket)), true) if socket == room.answer.socket => {
                    let fd = room.answer.fd;
                    let evidence = texts::fd_not_writable_later(run.lang, &fd);
                    return run.holds(evidence, vec![before, room.seq]);
                }
                _ => {}
            }
        }
        match full {
            None => run.not_applicable(texts::NO_WAIT_LEFT_SOCKET_OUT.get(run.lang).to_owned()),
            Some((seq, _)) => {
                run.undecided(texts::NO_SOCKET_BECAME_WRITABLE_AGAIN.get(run.lang).to_owned(), vec![seq])
            }
        }
    }
}

arguments! {
    /// An urgent byte (MSG_OOB) that waited alone was reported in xlist (PRI), and not as readable. Says nothing where each
    /// waited together with others.
    pub struct UrgentInXlistOnly {
        actor: ActorName,
    }
}

impl Asserts for UrgentInXlistOnly {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let who = run.actor(name);
        let mut world = World::default();
        let (mut seqs, mut together) = (Vec::new(), false);
        for (seq, event) in run.timeline.log().iter() {
            if let Fact::Returned { actor, call, outcome, .. } = &event.fact
                && Some(*actor) == who
            {
                for answer in
                    answers(&call.op, outcome).iter().filter(|answer| answer.ready.has(Kinds::EXCEPT))
                {
                    let end = world.receives_from(answer.socket);
                    let stream = end.and_then(|(c, way)| world.stream(c, way)).copied().unwrap_or_default();
                    let pending = stream.urgent.is_some_and(|urgent| !urgent.taken);
                    let alone = stream.in_kernel() == 1 && !stream.finished;
                    let fd = answer.fd;
                    if !pending {
                        let evidence = texts::fd_xlist_without_urgent_byte(run.lang, &fd);
                        return run.fails(evidence, vec![seq]);
                    }
                    if alone && answer.ready.has(Kinds::READ) {
                        let evidence = texts::fd_readable_nothing_urgent_byte(run.lang, &fd);
                        return run.fails(evidence, vec![seq]);
                    }
                    if alone {
                        seqs.push(seq);
                    }
                    together |= !alone;
                }
            }
            world.apply(event);
        }
        let times = seqs.len();
        if times == 0 {
            let evidence = texts::NO_URGENT_BYTE_WAITED_ALONE.get(run.lang).to_owned();
            return if together { run.not_applicable(evidence) } else { run.undecided(evidence, seqs) };
        }
        seqs.truncate(MAX_SEQS);
        let evidence = texts::urgent_in_xlist(run.lang, times as u64);
        run.holds_so_far(false, evidence, seqs)
    }
}
