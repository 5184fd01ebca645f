//! On a shared network nothing leaves the session's address, whatever a program does or omits.

mod support;

use socketscope_probe::{Errno, Probe};
use socketscope_shared::Address;
use std::{
    collections::{BTreeMap, HashSet},
    fs,
    net::Ipv4Addr,
};
use support::{Observed, here};

/// Nobody else's on this machine, as long as no other test takes it.
const OWN: [u8; 4] = [127, 78, 5, 1];
const OUTSIDE: [[u8; 4]; 5] =
    [[127, 0, 0, 2], [10, 0, 0, 1], [255, 255, 255, 255], [224, 0, 0, 1], [93, 184, 216, 34]];

/// Local addresses of this process's internet sockets, as the kernel's tables say; (file, address and port).
fn bound() -> Vec<(&'static str, String)> {
    let of_process: HashSet<String> = fs::read_dir("/proc/self/fd")
        .expect("/proc")
        .filter_map(|entry| fs::read_link(entry.ok()?.path()).ok()?.to_str().map(str::to_owned))
        .filter_map(|link| Some(link.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned()))
        .collect();
    let mut found = Vec::new();
    for file in ["tcp", "tcp6", "udp", "udp6", "udplite", "raw", "raw6", "icmp", "packet"] {
        let table = fs::read_to_string(format!("/proc/self/net/{file}")).unwrap_or_default();
        for line in table.lines().skip(1) {
            let fields: Vec<_> = line.split_whitespace().collect();
            if fields.get(9).is_some_and(|inode| of_process.contains(*inode)) {
                found.push((file, fields[1].to_owned()));
            }
        }
    }
    found
}

/// `0100007F:1F41`: an address as those tables write it.
fn is_own((file, address): &(&str, String)) -> bool {
    let own = format!("{:08X}:", u32::from_ne_bytes(OWN));
    matches!(*file, "tcp" | "udp") && address.starts_with(&own)
}

type Attempt = fn(&Probe);

/// What programs do and omit. The sockets stay open.
const PROGRAMS: &[(&str, Attempt)] = &[
    ("listen without bind", |probe| {
        let socket = tcp(probe);
        probe.listen(here(), socket, 5).expect("listen");
    }),
    ("connect without bind", |probe| {
        let listener = tcp(probe);
        probe.listen(here(), listener, 5).expect("listen");
        let to = probe.local_address(here(), listener).expect("a name");
        let client = tcp(probe);
        probe.connect(here(), client, &to).expect("connect");
        let (_, peer) = probe.accept(here(), listener).expect("accept");
        assert_eq!(ip(&peer), OWN);
    }),
    ("sendto without bind", |probe| {
        let socket = udp(probe);
        probe.send(here(), socket, b"?", 0, Some(&v4([127, 0, 0, 1], 9))).expect("sendto");
    }),
    ("connect and send of datagrams without bind", |probe| {
        let socket = udp(probe);
        probe.connect(here(), socket, &v4([0, 0, 0, 0], 9)).expect("connect");
        let _refused_or_not = probe.send(here(), socket, b"?", 0, None);
    }),
    ("bind to every address", |probe| {
        for socket in [tcp(probe), udp(probe)] {
            probe.bind(here(), socket, &v4([0, 0, 0, 0], 0)).expect("bind");
            let name = probe.local_address(here(), socket).expect("a name");
            assert!(ip(&name) == OWN && name.port() != Some(0), "{name}");
        }
    }),
    ("bind to and reach others", |probe| {
        for other in OUTSIDE {
            for socket in [tcp(probe), udp(probe)] {
                assert_eq!(
                    probe.bind(here(), socket, &v4(other, 0)),
                    Err(Errno(libc::EADDRNOTAVAIL)),
                    "{other:?}"
                );
                let reached = probe.connect(here(), socket, &v4(other, 9));
                assert_eq!(reached, Err(Errno(libc::ENETUNREACH)), "{other:?}");
            }
            let sent = probe.send(here(), udp(probe), b"?", 0, Some(&v4(other, 9)));
            assert_eq!(sent, Err(Errno(libc::ENETUNREACH)), "{other:?}");
            let fast = probe.send(here(), tcp(probe), b"?", libc::MSG_FASTOPEN, Some(&v4(other, 9)));
            assert_eq!(fast, Err(Errno(libc::ENETUNREACH)), "{other:?}");
        }
    }),
    ("listen again after a failed connect", |probe| {
        let socket = tcp(probe);
        assert_eq!(probe.connect(here(), socket, &v4([127, 0, 0, 1], 9)), Err(Errno(libc::ECONNREFUSED)));
        probe.listen(here(), socket, 5).expect("listen");
    }),
    ("IPv6", |probe| {
        for kind in [libc::SOCK_STREAM, libc::SOCK_DGRAM] {
            let made = probe.socket(here(), libc::AF_INET6, kind, 0);
            assert_eq!(made, Err(Errno(libc::EAFNOSUPPORT)));
        }
    }),
    ("other protocols", |probe| {
        for (kind, protocol) in [
            (libc::SOCK_RAW, libc::IPPROTO_UDP),
            (libc::SOCK_DGRAM, libc::IPPROTO_ICMP),
            (libc::SOCK_STREAM, libc::IPPROTO_MPTCP),
            (libc::SOCK_DGRAM, libc::IPPROTO_UDPLITE),
        ] {
            let made = probe.socket(here(), libc::AF_INET, kind, protocol);
            assert_eq!(made, Err(Errno(libc::EPERM)), "{kind} {protocol}");
        }
        let packets = probe.socket(here(), libc::AF_PACKET, libc::SOCK_RAW, 0x300);
        assert_eq!(packets, Err(Errno(libc::EAFNOSUPPORT)));
    }),
    ("options that reach further", |probe| {
        let group = [[239, 1, 2, 3], [127, 0, 0, 1]].concat();
        let one = &1i32.to_ne_bytes();
        for (level, option, value) in [
            (libc::IPPROTO_IP, libc::IP_FREEBIND, &one[..]),
            (libc::IPPROTO_IP, libc::IP_TRANSPARENT, one),
            (libc::IPPROTO_IP, libc::IP_ADD_MEMBERSHIP, &group),
            (libc::IPPROTO_IP, libc::IP_MULTICAST_IF, &group[4..]),
            (libc::IPPROTO_IPV6, libc::IPV6_V6ONLY, &[0; 4]),
            (libc::SOL_SOCKET, libc::SO_BINDTODEVICE, b"eth0"),
            (libc::SOL_SOCKET, libc::SO_MARK, one),
        ] {
            for socket in [tcp(probe), udp(probe)] {
                let set = probe.set_option(here(), socket, level, option, value);
                assert_eq!(set, Err(Errno(libc::EPERM)), "{level} {option}");
            }
        }
        let socket = tcp(probe);
        probe.set_option(here(), socket, libc::SOL_SOCKET, libc::SO_REUSEADDR, one).expect("a harmless one");
        probe.listen(here(), socket, 5).expect("listen");
    }),
    ("names of Unix sockets", |probe| {
        let unix = |name: &[u8]| Address::Unix(name.to_vec());
        let socket = probe.socket(here(), libc::AF_UNIX, libc::SOCK_DGRAM, 0).expect("socket");
        for name in [&b""[..], b"\0name", b"/tmp/name"] {
            assert_eq!(probe.bind(here(), socket, &unix(name)), Err(Errno(libc::EACCES)));
            assert_eq!(probe.connect(here(), socket, &unix(name)), Err(Errno(libc::EACCES)));
        }
    }),
];

fn tcp(probe: &Probe) -> i32 {
    probe.socket(here(), libc::AF_INET, libc::SOCK_STREAM, 0).expect("socket")
}

fn udp(probe: &Probe) -> i32 {
    probe.socket(here(), libc::AF_INET, libc::SOCK_DGRAM, 0).expect("socket")
}

fn v4(ip: [u8; 4], port: u16) -> Address {
    Address::V4(ip, port)
}

fn ip(address: &Address) -> [u8; 4] {
    match address {
        Address::V4(ip, _) => *ip,
        other => panic!("{other}"),
    }
}

#[test]
fn only_the_sessions_address_is_in_the_kernels_tables() {
    let before: HashSet<_> = bound().into_iter().collect();
    let mut seen = BTreeMap::new();
    for (name, program) in PROGRAMS {
        let observed = Observed::on(Some(OWN));
        program(&observed.probe);
        let now: Vec<_> = bound().into_iter().filter(|socket| !before.contains(socket)).collect();
        assert!(now.iter().all(is_own), "{name}: {now:?}, and the session has {}", Ipv4Addr::from(OWN));
        seen.insert(*name, now.len());
    }
    assert!(
        seen["listen without bind"] > 0 && seen["sendto without bind"] > 1,
        "the tables are read: {seen:?}"
    );
}
