use super::*;
use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    time::{Duration, Instant},
};

/// A connection on a loopback address that nothing else uses, with the sampler that sees only it.
struct Scene {
    sampler: Sampler,
    listener: TcpListener,
    client: TcpStream,
}

fn scene(last_octet: u8) -> Scene {
    // The process id keeps test processes that run at once apart.
    let pid = std::process::id();
    let ip = [127, 100 + (pid >> 8) as u8 % 100, pid as u8, last_octet];
    let sampler = Sampler::open(Some(ip)).unwrap();
    let listener = TcpListener::bind((std::net::Ipv4Addr::from(ip), 0)).unwrap();
    let client = connect_from(ip, listener.local_addr().unwrap());
    Scene { sampler, listener, client }
}

/// Connects with `ip` as the source, which std cannot: the kernel would choose 127.0.0.1.
fn connect_from(ip: [u8; 4], to: std::net::SocketAddr) -> TcpStream {
    let address = |port: u16| libc::sockaddr_in {
        sin_family: libc::AF_INET as u16,
        sin_port: port.to_be(),
        sin_addr: libc::in_addr { s_addr: u32::from_ne_bytes(ip) },
        sin_zero: [0; 8],
    };
    let (from, to) = (address(0), address(to.port()));
    let len = size_of::<libc::sockaddr_in>() as u32;
    // SAFETY: the addresses live until the calls return, and the descriptor is owned from its making.
    unsafe {
        let fd = libc::socket(libc::AF_INET, libc::SOCK_STREAM | libc::SOCK_CLOEXEC, 0);
        let stream = TcpStream::from_raw_fd(fd);
        assert_eq!(libc::bind(fd, (&raw const from).cast(), len), 0);
        assert_eq!(libc::connect(fd, (&raw const to).cast(), len), 0);
        stream
    }
}

fn ioctl(stream: &TcpStream, request: libc::c_ulong) -> u32 {
    let mut value = 0i32;
    // SAFETY: both requests write one int.
    assert_eq!(unsafe { libc::ioctl(stream.as_raw_fd(), request, &mut value) }, 0);
    value.try_into().unwrap()
}

/// SIOCINQ and SIOCOUTQ (linux/sockios.h).
fn queues(stream: &TcpStream) -> (u32, u32) {
    (ioctl(stream, libc::FIONREAD), ioctl(stream, libc::TIOCOUTQ))
}

impl Scene {
    fn of(&mut self, stream: &TcpStream) -> Option<SocketReading> {
        let (local, peer) = (stream.local_addr().unwrap(), stream.peer_addr().unwrap());
        let readings = self.sampler.sample().unwrap().1;
        readings.into_iter().find(|r| r.local == local.into() && r.peer == Some(peer.into()))
    }

    /// The reading of a socket with a send queue, once the bytes under way have settled.
    fn settled(&mut self, stream: &TcpStream) -> SocketReading {
        let deadline = Instant::now() + Duration::from_secs(5);
        loop {
            // A new sampler reports everything, changed or not.
            self.sampler = Sampler::open(self.sampler.only).unwrap();
            let before = queues(stream);
            let reading = self.of(stream).unwrap();
            if before.1 > 0 && before == queues(stream) {
                return reading;
            }
            assert!(Instant::now() < deadline, "never settled: {before:?}");
        }
    }

    /// Samples until `wanted` is among what changed.
    fn until(&mut self, what: &str, wanted: impl Fn(&SocketReading) -> bool) -> SocketReading {
        let deadline = Instant::now() + Duration::from_secs(5);
        loop {
            if let Some(found) = self.sampler.sample().unwrap().1.into_iter().find(&wanted) {
                return found;
            }
            assert!(Instant::now() < deadline, "never saw {what}");
            std::thread::yield_now();
        }
    }
}

#[test]
fn a_connection_that_nobody_accepted_shows_its_bytes_and_the_listener_its_queue() {
    let mut s = scene(1);
    s.client.write_all(b"hello").unwrap();
    let (client, server) = (s.client.local_addr().unwrap(), s.listener.local_addr().unwrap());
    let readings = s.sampler.sample().unwrap().1;

    let listening = readings.iter().find(|r| r.state == TcpState::Listen).unwrap();
    assert_eq!((listening.peer.clone(), listening.receive_queue, listening.info), (None, 1, None));
    assert_eq!(listening.send_queue, 128.min(somaxconn()), "std's backlog");

    let waiting = readings.iter().find(|r| r.peer == Some(client.into())).unwrap();
    assert_eq!((waiting.local.clone(), waiting.state), (server.into(), TcpState::Established));
    assert_eq!((waiting.receive_queue, waiting.send_queue), (5, 0));
    assert!(waiting.receive_limit > 1000 && waiting.send_limit > 1000);
    assert_eq!(waiting.info.unwrap().segments_in, 3, "SYN, ACK, data");
}

fn somaxconn() -> u32 {
    std::fs::read_to_string("/proc/sys/net/core/somaxconn").unwrap().trim().parse().unwrap()
}

#[test]
fn queues_and_tcp_info_are_those_of_ioctl_and_getsockopt() {
    let mut s = scene(2);
    let mut server = s.listener.accept().unwrap().0;
    s.client.write_all(b"hello").unwrap();
    assert_eq!(queues(&server).0, 5);
    let reading = s.of(&server).unwrap();
    assert_eq!((reading.receive_queue, reading.send_queue), queues(&server));

    // Fill both buffers: the peer's receive queue, then our send queue.
    s.client.set_nonblocking(true).unwrap();
    while s.client.write(&[7; 65536]).is_ok() {}
    let client = s.client.try_clone().unwrap();
    let reading = s.settled(&client);
    assert_eq!((reading.receive_queue, reading.send_queue), queues(&client));
    // SAFETY: all zeroes is a valid tcp_info.
    let mut info: libc::tcp_info = unsafe { std::mem::zeroed() };
    let mut len = size_of::<libc::tcp_info>() as libc::socklen_t;
    // SAFETY: the kernel writes at most `len` bytes into `info`.
    let got = unsafe {
        libc::getsockopt(
            client.as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_INFO,
            (&raw mut info).cast(),
            &mut len,
        )
    };
    assert_eq!(got, 0);
    assert!(reading.send_memory > reading.send_queue, "the bookkeeping counts: {reading:?}");
    let read = reading.info.unwrap();
    assert_eq!(
        (read.cwnd, read.mss_bytes, read.unacknowledged, read.retransmits),
        (info.tcpi_snd_cwnd, info.tcpi_snd_mss, info.tcpi_unacked, info.tcpi_total_retrans)
    );
    assert!(read.not_sent_bytes > 0 && read.not_sent_bytes <= reading.send_queue);
    let mut some = [0; 5];
    server.read_exact(&mut some).unwrap();
    assert_eq!(&some, b"hello");
}

#[test]
fn only_what_changed_is_reported_and_the_end_once() {
    let mut s = scene(3);
    let server = s.listener.accept().unwrap().0;
    assert_eq!(s.sampler.sample().unwrap().1.len(), 3, "listener and both ends");
    assert_eq!(s.sampler.sample().unwrap().1, []);

    s.client.write_all(b"x").unwrap();
    let changed = s.sampler.sample().unwrap().1;
    assert!(changed.iter().all(|r| r.peer.is_some()), "the listener did not change: {changed:?}");

    // The client closes first: its end passes FIN-WAIT-2, the server's CLOSE-WAIT with one byte, not two.
    let client = s.client.local_addr().unwrap().into();
    s.client.shutdown(std::net::Shutdown::Write).unwrap();
    let half = s.until("CLOSE-WAIT", |r| r.state == TcpState::CloseWait);
    assert_eq!((half.receive_queue, queues(&server).0), (1, 1));

    let listener = s.listener.local_addr().unwrap().into();
    s.listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let gone = s.until("the listener's end", |r| r.local == listener && r.peer.is_none());
    assert_eq!((gone.state, gone.receive_queue, gone.send_queue), (TcpState::Closed, 0, 0));

    let mut reader = server;
    assert_eq!(reader.read_to_end(&mut Vec::new()).unwrap(), 1);
    drop(reader);
    let done = s.until("TIME-WAIT", |r| r.state == TcpState::TimeWait);
    assert_eq!((done.local, done.info), (client, None));
}

#[test]
#[ignore = "a measurement: run it with --ignored --nocapture"]
#[expect(clippy::print_stdout, reason = "a measurement is printed")]
fn cost_of_a_sample() {
    let mut s = scene(4);
    let _server = s.listener.accept().unwrap();
    let start = Instant::now();
    for _ in 0..1000 {
        s.sampler.sample().unwrap();
    }
    println!("{:.1} µs a sample", start.elapsed().as_secs_f64() * 1e3);
}

#[test]
fn a_client_that_did_not_bind_is_seen_by_its_peer() {
    let mut s = scene(5);
    let client = TcpStream::connect(s.listener.local_addr().unwrap()).unwrap();
    assert_ne!(client.local_addr().unwrap().ip(), s.listener.local_addr().unwrap().ip());
    assert_eq!(s.of(&client).map(|reading| reading.state), Some(TcpState::Established));
}
