//! Whole sessions.

use super::{Conn, Script, Sock};
use crate::{
    ActorId, Direction, Event, Op, Outcome, Side,
    record::{reading::TcpState::*, segment::Flags},
};

const SERVER: ActorId = ActorId(0);
const CLIENT: ActorId = ActorId(1);
const DATA: u8 = Flags::PSH | Flags::ACK;

const SERVER_PY: &str = "import socket
import time

ADDR = (\"127.0.0.1\", 8001)
RECV_SIZE = 1024  # most bytes that one recv returns
WAIT = 0.3  # seconds before the first recv

sock = socket.socket()
sock.bind(ADDR)
sock.listen(5)
conn, addr = sock.accept()
time.sleep(WAIT)
while True:
    data = conn.recv(RECV_SIZE)
    if not data:
        break
    print(data.decode())
conn.close()
sock.close()
";

const CLIENT_PY: &str = "import socket

SERVER = (\"127.0.0.1\", 8001)

client = socket.socket()
client.connect(SERVER)
client.sendall(b\"hello\")
client.sendall(b\" world\")
client.close()
";

fn programs() -> Script {
    Script::new("sticky", &[("server", "server.py", SERVER_PY), ("client", "client.py", CLIENT_PY)])
}

/// A realistic log of lesson 3.2: the server is blocked in accept, then sleeps; the client connects, sends "hello" and
/// " world" and closes; one recv takes all 11 bytes, the next finds the end of the stream.
pub fn sticky_session() -> Vec<Event> {
    let mut s = programs();
    s.started(SERVER);
    s.wait_us(20_000);
    let listener = s.listener(SERVER, 8, 5);
    let accept = s.call(Some(listener), 11, Op::Accept);
    s.started(CLIENT);
    s.wait_us(5_000);
    s.entered(SERVER, &accept);
    s.wait_us(16_000);
    let client = s.socket(CLIENT, 5);
    let mut conn = s.connect(client, 6);
    s.listening(listener, 1, 5);
    s.end_reading(&conn, &[(Side::Client, Established, 0, 0), (Side::Server, Established, 0, 0)]);
    let server = s.accepted(&accept, SERVER, &conn);
    s.listening(listener, 0, 5);
    let sleep = s.call(None, 12, Op::Sleep { duration_ns: 300_000_000 });
    send(&mut s, &mut conn, client, 7, b"hello", 5);
    send(&mut s, &mut conn, client, 8, b" world", 11);
    s.close(client, 9);
    s.segment(&mut conn, Direction::ToServer, Flags::FIN | Flags::ACK, 0);
    s.segment(&mut conn, Direction::ToClient, Flags::ACK, 0);
    s.end_reading(&conn, &[(Side::Client, FinWait2, 0, 0), (Side::Server, CloseWait, 11, 0)]);
    s.wait_us(2_000);
    s.exited(CLIENT);
    s.wait_us(3_000);
    s.entered(SERVER, &sleep);
    s.wait_us(290_000);
    s.returned(SERVER, &sleep, Outcome::Done, true, 300_100);
    s.recv(server, 14, 1024, b"hello world");
    s.end_reading(&conn, &[(Side::Server, CloseWait, 0, 0)]);
    s.print(SERVER, 17, "hello world\n");
    s.recv(server, 14, 1024, b"");
    s.close(server, 18);
    s.segment(&mut conn, Direction::ToClient, Flags::FIN | Flags::ACK, 0);
    s.segment(&mut conn, Direction::ToServer, Flags::ACK, 0);
    s.end_reading(&conn, &[(Side::Client, TimeWait, 0, 0), (Side::Server, Closed, 0, 0)]);
    s.close(listener, 19);
    s.wait_us(1_500);
    s.exited(SERVER);
    s.ended();
    s.finish()
}

fn send(s: &mut Script, conn: &mut Conn, client: Sock, line: u32, data: &[u8], waiting: u32) {
    s.sendall(client, line, data);
    s.segment(conn, Direction::ToServer, DATA, u32::try_from(data.len()).unwrap_or(u32::MAX));
    s.segment(conn, Direction::ToClient, Flags::ACK, 0);
    s.end_reading(conn, &[(Side::Server, Established, waiting, 0)]);
}

/// A log of exactly `events` events (at least the first): many small messages over several connections, readings between.
pub fn long_session(events: usize) -> Vec<Event> {
    const CONNECTIONS: usize = 8;
    let mut s = programs();
    s.started(SERVER);
    let listener = s.listener(SERVER, 8, 128);
    s.started(CLIENT);
    let mut pairs: Vec<(Conn, Sock, Sock)> = Vec::new();
    for _ in 0..CONNECTIONS {
        let client = s.socket(CLIENT, 5);
        let accept = s.call(Some(listener), 11, Op::Accept);
        s.entered(SERVER, &accept);
        let conn = s.connect(client, 6);
        let server = s.accepted(&accept, SERVER, &conn);
        pairs.push((conn, client, server));
    }
    for round in 0.. {
        if s.len() >= events {
            break;
        }
        let place = round * 7 % CONNECTIONS;
        if let Some((conn, client, server)) = pairs.get_mut(place) {
            let message = format!("message {round:>7}\n");
            send(&mut s, conn, *client, 7, message.as_bytes(), 16);
            s.wait_us(40);
            s.recv(*server, 14, 1024, message.as_bytes());
            s.end_reading(conn, &[(Side::Server, Established, 0, 0)]);
        }
    }
    let mut log = s.finish();
    log.truncate(events.max(1));
    log
}
