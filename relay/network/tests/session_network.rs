//! A session's own network, from the relay's side.

mod common;

use common::{NOBODY, Session, lives, session, session_of};
use socketscope_network::{Captured, NetworkConfig, report::ExitStatus};
use socketscope_shared::{Address, reading::TcpState, segment::Flags, session::Network};
use std::{
    io::{Read, Write},
    net::TcpListener,
    time::{Duration, Instant},
};

const LOOPBACK: [u8; 4] = [127, 0, 0, 1];

fn own() -> Session {
    let session = session(NetworkConfig::default());
    assert!(
        matches!(session.network, Network::Own { mtu_bytes: 1500, offloads: false }),
        "this test needs network namespaces: {:?}",
        session.network
    );
    session
}

/// What a segment is, as in "SYN, ACK" or "PSH, ACK 5".
fn shape(segment: &Captured) -> String {
    match segment.len_bytes {
        0 => segment.flags.names(),
        len => format!("{} {len}", segment.flags.names()),
    }
}

fn lengths(session: &Session) -> Vec<u32> {
    session.segments.iter().map(|s| s.len_bytes).filter(|len| *len > 0).collect()
}

fn seen(session: &Session, flag: u8) -> usize {
    session.segments.iter().filter(|s| s.flags.has(flag)).count()
}

fn states(session: &Session, state: TcpState) -> usize {
    session.readings.iter().filter(|(_, reading)| reading.state == state).count()
}

#[test]
fn two_sessions_have_the_same_port_and_do_not_meet() {
    let (mut one, mut other) = (own(), own());
    let (mut server, mut twin) = (one.actor(0), other.actor(0));
    assert_eq!(server.ask("listen 127.0.0.1:8001"), "8001");
    assert_eq!(twin.ask("listen 127.0.0.1:8001"), "8001");

    let mut client = one.actor(1);
    assert_eq!(client.ask("connect 127.0.0.1:8001"), "connected");
    assert_eq!(server.ask("accept"), "accepted");
    one.until("the handshake", |s| s.segments.len() >= 3);
    other.handle.shutdown();
    other.until("the end", |s| s.over);
    assert_eq!(other.segments, []);
}

#[test]
fn nothing_outside_can_be_reached() {
    let outside = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut session = own();
    let mut actor = session.actor(0);
    assert_eq!(actor.ask("connect 10.0.0.1:80"), format!("errno {}", libc::ENETUNREACH));
    let port = outside.local_addr().unwrap().port();
    assert_eq!(actor.ask(&format!("connect 127.0.0.1:{port}")), format!("errno {}", libc::ECONNREFUSED));
}

#[test]
fn handshake_data_and_teardown_are_captured_with_their_times() {
    let mut session = own();
    let (mut server, mut client) = (session.actor(0), session.actor(1));
    server.ask("listen 127.0.0.1:8001");
    let before = Instant::now();
    client.ask("connect 127.0.0.1:8001");
    session.until("the handshake", |s| s.segments.len() >= 3);
    session.until("both ends, not accepted yet", |s| states(s, TcpState::Established) >= 2);
    server.ask("accept");
    client.ask("send 5");
    server.ask("receive 5");
    client.ask("finish");
    server.ask("close");
    session.until("both ends' FIN, acknowledged", |s| {
        seen(s, Flags::FIN) == 2 && s.segments.last().is_some_and(|s| s.flags == Flags(Flags::ACK))
    });

    let shapes: Vec<_> = session.segments.iter().map(shape).collect();
    assert_eq!(shapes[..4], ["SYN", "SYN, ACK", "ACK", "PSH, ACK 5"]);
    let syn = &session.segments[0];
    assert_eq!(syn.destination, Address::V4(LOOPBACK, 8001));
    assert_eq!(syn.headers.len(), 14 + 20 + 40, "link, IP, TCP with its options");
    let data = &session.segments[3];
    assert_eq!((data.source.clone(), data.sequence), (syn.source.clone(), syn.sequence.wrapping_add(1)));
    assert_eq!(data.headers.len(), 14 + 20 + 32, "no payload");

    assert!(session.segments.is_sorted_by_key(|s| s.at_ns));
    let span = Duration::from_nanos(data.at_ns - syn.at_ns);
    assert!(span < before.elapsed(), "times are monotonic nanoseconds");

    session.until("the last reading", |s| states(s, TcpState::TimeWait) == 1);
    assert_eq!(states(&session, TcpState::Listen), 2, "with one in its queue, and with none");
}

#[test]
fn ipv6_is_there_and_captured() {
    let mut session = own();
    let (mut server, mut client) = (session.actor(0), session.actor(1));
    assert_eq!(server.ask("listen [::1]:8001"), "8001");
    assert_eq!(client.ask("connect [::1]:8001"), "connected");
    session.until("the handshake", |s| s.segments.len() >= 3);
    let mut one = [0; 16];
    one[15] = 1;
    assert_eq!(session.segments[0].destination, Address::V6(one, 8001));
    session.until("its readings", |s| states(s, TcpState::Established) >= 2);
}

#[test]
fn the_loopback_segments_as_ethernet_does_unless_offloads_are_wanted() {
    let crossing = |config: NetworkConfig| {
        let mut session = session(config);
        let (mut server, mut client) = (session.actor(0), session.actor(1));
        server.ask("listen 127.0.0.1:8001");
        client.ask("connect 127.0.0.1:8001");
        server.ask("accept");
        client.tell("send 10000");
        assert_eq!(server.ask("receive 10000"), "received");
        session.until("all bytes", |s| lengths(s).iter().sum::<u32>() >= 10_000);
        lengths(&session)
    };
    let ethernet = crossing(NetworkConfig::default());
    assert_eq!(ethernet, [1448, 1448, 1448, 1448, 1448, 1448, 1312]);
    let small = crossing(NetworkConfig { mtu_bytes: 576, ..NetworkConfig::default() });
    assert_eq!((small.len(), small[0]), (20, 524));
    let offloaded = crossing(NetworkConfig { offloads: true, ..NetworkConfig::default() });
    assert!(offloaded.iter().any(|len| *len > 1448), "{offloaded:?}");
}

#[test]
fn every_segment_of_a_bulk_transfer_is_captured() {
    const BYTES: u64 = 8 << 20;
    let mut session = own();
    let (mut server, mut client) = (session.actor(0), session.actor(1));
    server.ask("listen 127.0.0.1:8001");
    client.ask("connect 127.0.0.1:8001");
    server.ask("accept");
    client.tell(&format!("send {BYTES}"));
    server.tell(&format!("receive {BYTES}"));
    let total = |s: &Session| lengths(s).iter().map(|len| u64::from(*len)).sum::<u64>();
    session.until("all bytes", |s| total(s) >= BYTES || s.lost > 0);
    assert_eq!((session.lost, server.answer().as_str()), (0, "received"));
}

#[test]
fn ends_of_actors_are_reported_with_their_cpu_time() {
    let mut session = own();
    let mut works = session.actor(3);
    assert_eq!(session.actor_refused(3), "this program runs already");
    works.ask("work");
    works.tell("exit 7");
    let _waits = session.actor(4);
    session.handle.kill(4).unwrap();
    session.until("both ends", |s| s.exits.len() == 2);
    let (status, cpu_ns) = session.exits[&3];
    assert_eq!(status, ExitStatus::Exited(7));
    assert!(cpu_ns > 5_000_000, "{cpu_ns} ns");
    assert_eq!(session.exits[&4].0, ExitStatus::Signalled(libc::SIGKILL));
}

#[test]
fn nothing_lives_on_when_the_relay_lets_go() {
    let mut session = own();
    let mut actor = session.actor(0);
    actor.ask("listen 127.0.0.1:8001");
    let pid = actor.pid;
    assert!(lives(pid));
    session.handle.shutdown();
    session.until("the end", |s| s.over);
    let deadline = Instant::now() + Duration::from_secs(5);
    while lives(pid) {
        assert!(Instant::now() < deadline, "the actor lives on");
        std::thread::yield_now();
    }
}

#[test]
fn the_relay_gets_a_socket_inside() {
    let mut session = own();
    let mut server = session.actor(0);
    server.ask("listen 127.0.0.1:8001");
    session.handle.connect_inside(7, 8001).unwrap();
    session.handle.connect_inside(8, 8002).unwrap();
    session.until("both answers", |s| s.doors.len() == 2);
    assert_eq!(session.doors[&8].as_ref().err(), Some(&libc::ECONNREFUSED));

    let mut door = session.doors.remove(&7).unwrap().unwrap();
    server.ask("accept");
    door.write_all(b"hello").unwrap();
    assert_eq!(server.ask("receive 5"), "received");
    server.ask("send 3");
    let mut got = [0; 3];
    door.read_exact(&mut got).unwrap();
    assert_eq!(&got, b"xxx");
}

#[test]
fn unix_sockets_have_paths_of_the_sessions_own() {
    let (mut one, mut other) = (own(), own());
    let (mut server, mut twin) = (one.actor(0), other.actor(0));
    assert_eq!(server.ask("listen-unix /tmp/chat.sock"), "listens");
    assert_eq!(twin.ask("listen-unix /tmp/chat.sock"), "listens");
    let mut client = one.actor(1);
    assert_eq!(client.ask("connect-unix /tmp/chat.sock"), "connected");

    // A socket of the machine's.
    let path = std::env::temp_dir().join(format!("socketscope-{}.sock", std::process::id()));
    let outside = std::os::unix::net::UnixListener::bind(&path).unwrap();
    let asked = client.ask(&format!("connect-unix {}", path.display()));
    std::fs::remove_file(&path).unwrap();
    drop(outside);
    assert_eq!(asked, format!("errno {}", libc::ENOENT));
}

#[test]
fn a_forced_shared_network_says_so_and_is_filtered_to_the_sessions_address() {
    let pid = std::process::id();
    let address = [127, 90, (pid >> 8) as u8, pid as u8];
    let mut session =
        session(NetworkConfig { force_shared: true, session_address: address, ..NetworkConfig::default() });
    let Network::Shared { address: got, captured, reason } = session.network.clone() else {
        panic!("{:?}", session.network)
    };
    assert_eq!((got, reason.as_str()), (address, "a shared network was asked for"));

    let mut server = session.actor(0);
    let port = server.ask(&format!("listen {}:0", std::net::Ipv4Addr::from(address)));
    // Traffic of others, which must not show.
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    std::net::TcpStream::connect(other.local_addr().unwrap()).unwrap();
    session.handle.connect_inside(1, port.parse().unwrap()).unwrap();
    session.until("the door", |s| s.doors.contains_key(&1));
    if captured {
        session.until("segments and readings", |s| s.segments.len() >= 3 && !s.readings.is_empty());
    }
    let ours = |address: &Address| matches!(address, Address::V4(ip, _) if *ip == got);
    assert!(session.segments.iter().all(|s| ours(&s.source) && ours(&s.destination)));
    assert!(session.readings.iter().all(|(_, reading)| ours(&reading.local)));
}

#[test]
fn an_mtu_out_of_range_is_a_sentence() {
    let config = NetworkConfig { mtu_bytes: 10, ..NetworkConfig::default() };
    let reason = session_of(common::PART, config).err().unwrap();
    assert_eq!(reason, "the MTU must be 128 to 65536 bytes, not 10");
}

#[test]
fn an_ordinary_user_has_it_too() {
    // Without root the test itself is that user.
    let root = std::fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    if !root {
        return;
    }
    let mut session = session_of(NOBODY, NetworkConfig::default()).unwrap();
    match &session.network {
        Network::Own { .. } => {}
        // Some systems forbid it; then the reason must say so.
        Network::Shared { reason, captured, .. } => {
            assert!(reason.contains("refuses") && !captured, "{reason}");
            return;
        }
    }
    let (mut server, mut client) = (session.actor(0), session.actor(1));
    server.ask("listen 127.0.0.1:8001");
    assert_eq!(client.ask("connect 127.0.0.1:8001"), "connected");
    session.until("the handshake", |s| s.segments.len() >= 3);
}
