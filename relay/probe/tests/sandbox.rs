//! What a confined process can and cannot do, tried by this test's own executable run again.
#![allow(unsafe_code, reason = "the point is to try system calls")]

use socketscope_probe::{descriptors::move_high, protocol::Limits, readings::Sampler, sandbox};
use std::{
    fs::File,
    io::{self, Read, Write},
    net::{TcpListener, TcpStream, UdpSocket},
    os::{fd::AsRawFd, unix::process::CommandExt},
    process::{Command, Output},
    thread,
};

/// Runs one of the `inside_…` tests below in a process of its own.
fn run(inside: &str, prepare: impl FnOnce(&mut Command)) -> Output {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", inside, "--ignored", "--nocapture", "--test-threads=1"]).current_dir("/");
    prepare(&mut command);
    command.output().unwrap()
}

fn assert_passes(output: &Output) {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    let text = String::from_utf8_lossy(&text);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

fn errno<T>(result: io::Result<T>) -> i32 {
    result.err().and_then(|e| e.raw_os_error()).unwrap_or(0)
}

fn socket(family: i32, kind: i32, protocol: i32) -> io::Result<i32> {
    // SAFETY: socket(2) takes no pointers.
    let fd = unsafe { libc::socket(family, kind, protocol) };
    if fd < 0 { Err(io::Error::last_os_error()) } else { Ok(fd) }
}

fn returned(value: i64) -> io::Result<i64> {
    if value < 0 { Err(io::Error::last_os_error()) } else { Ok(value) }
}

#[test]
fn files_processes_and_other_families_are_refused_and_sockets_and_threads_work() {
    assert_passes(&run("inside_everything", |_| {}));
}

#[test]
fn an_ordinary_user_is_confined_as_well() {
    assert_passes(&run("inside_everything", |command| {
        // Where this test is an ordinary user's already, nothing changes.
        if std::fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0) {
            command.uid(65534).gid(65534);
        }
    }));
}

#[test]
#[ignore = "runs in a process of its own, started by the tests above"]
#[allow(clippy::disallowed_methods, reason = "sleeping is tried, too")]
fn inside_everything() {
    let mut file = File::open("/dev/zero").unwrap();
    let mut sampler = Sampler::open(None).unwrap();
    sandbox::enter(&Limits::default(), false).unwrap();

    // Files and processes.
    assert_eq!(errno(File::open("/etc/passwd")), libc::EPERM);
    assert_eq!(errno(File::create("/tmp/socketscope-sandbox")), libc::EPERM);
    assert_eq!(errno(std::fs::metadata("/")), libc::EPERM);
    assert_eq!(errno(Command::new("/bin/true").status()), libc::EPERM);
    assert_eq!(errno::<()>(Err(Command::new("/bin/true").exec())), libc::EPERM);
    // SAFETY: a child would only exit; the other calls take no pointers.
    unsafe {
        let child = libc::fork();
        if child == 0 {
            libc::_exit(0);
        }
        assert_eq!(errno(returned(child.into())), libc::EPERM);
        assert_eq!(errno(returned(libc::kill(libc::getppid(), 0).into())), libc::EPERM);
        assert_eq!(errno(returned(libc::unshare(libc::CLONE_NEWUSER).into())), libc::EPERM);
        assert_eq!(errno(returned(libc::ptrace(libc::PTRACE_TRACEME, 0, 0, 0))), libc::EPERM);
        assert_eq!(errno(returned(libc::syscall(libc::SYS_io_uring_setup, 8, 0))), libc::EPERM);
    }

    // Sockets.
    assert_eq!(errno(socket(libc::AF_PACKET, libc::SOCK_RAW, 0)), libc::EPERM);
    assert_eq!(errno(socket(libc::AF_NETLINK, libc::SOCK_RAW, 0)), libc::EPERM);
    assert_eq!(
        errno(socket(libc::AF_INET, libc::SOCK_RAW, libc::IPPROTO_TCP)),
        libc::EPERM,
        "no capability is left"
    );
    for (kind, protocol) in [
        (libc::SOCK_STREAM, libc::IPPROTO_MPTCP),
        (libc::SOCK_STREAM, libc::IPPROTO_SCTP),
        (libc::SOCK_SEQPACKET, libc::IPPROTO_SCTP),
        (libc::SOCK_DGRAM, libc::IPPROTO_UDPLITE),
        (libc::SOCK_DGRAM, libc::IPPROTO_ICMP),
        (libc::SOCK_STREAM | 0x100, 0),
    ] {
        assert_eq!(errno(socket(libc::AF_INET, kind, protocol)), libc::EPERM, "{kind} {protocol}");
    }
    for (kind, protocol) in [
        (libc::SOCK_STREAM | libc::SOCK_NONBLOCK, libc::IPPROTO_TCP),
        (libc::SOCK_DGRAM | libc::SOCK_CLOEXEC, libc::IPPROTO_UDP),
    ] {
        socket(libc::AF_INET, kind, protocol).unwrap();
    }
    assert_eq!(errno(socket(libc::AF_UNIX, libc::SOCK_STREAM, 0)), libc::EPERM, "paths are the machine's");
    std::os::unix::net::UnixStream::pair().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    client.set_nodelay(true).unwrap();
    client.set_nonblocking(true).unwrap();
    let mut server = listener.accept().unwrap().0;
    server.write_all(b"hello").unwrap();
    assert!(!sampler.sample().unwrap().1.is_empty(), "what was open stays usable");
    client.set_nonblocking(false).unwrap();
    let mut got = [0; 5];
    client.read_exact(&mut got).unwrap();
    assert_eq!(&got, b"hello");
    UdpSocket::bind("[::1]:0").or_else(|_| UdpSocket::bind("127.0.0.1:0")).unwrap();

    // Threads, time, chance, and files that were open.
    let threads: Vec<_> = (0..8).map(|n| thread::spawn(move || n * 2)).collect();
    assert_eq!(threads.into_iter().map(|t| t.join().unwrap()).sum::<i32>(), 56);
    thread::sleep(std::time::Duration::from_millis(1));
    assert_eq!(std::collections::HashSet::from([1, 1]).len(), 1);
    file.read_exact(&mut got).unwrap();
}

#[test]
fn on_a_shared_network_what_would_reach_the_machines_is_refused() {
    assert_passes(&run("inside_shared", |_| {}));
}

#[test]
#[ignore = "runs in a process of its own, started by the test above"]
fn inside_shared() {
    sandbox::enter(&Limits::default(), true).unwrap();
    let set = |socket: &UdpSocket, level, option, value: &[u8]| {
        let (at, len) = (value.as_ptr().cast(), value.len() as u32);
        // SAFETY: the pointer and length are those of `value`.
        errno(returned(unsafe { libc::setsockopt(socket.as_raw_fd(), level, option, at, len) }.into()))
    };
    assert_eq!(errno(socket(libc::AF_INET6, libc::SOCK_STREAM, 0)), libc::EPERM);
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    let group = [[239, 1, 2, 3], [127, 0, 0, 1]].concat();
    for (level, option, value) in [
        (libc::IPPROTO_IP, libc::IP_ADD_MEMBERSHIP, &group[..]),
        (libc::IPPROTO_IP, libc::IP_MULTICAST_IF, &group[..4]),
        (libc::IPPROTO_IP, libc::IP_FREEBIND, &[1, 0, 0, 0]),
        (libc::IPPROTO_IP, libc::IP_TRANSPARENT, &[1, 0, 0, 0]),
        (libc::SOL_SOCKET, libc::SO_BINDTODEVICE, b"lo"),
        (libc::SOL_SOCKET, libc::SO_PASSCRED, &[1, 0, 0, 0]),
    ] {
        assert_eq!(set(&udp, level, option, value), libc::EPERM, "{level} {option}");
    }
    assert_eq!(set(&udp, libc::SOL_SOCKET, libc::SO_REUSEADDR, &[1, 0, 0, 0]), 0);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    client.set_nodelay(true).unwrap();
}

#[test]
fn memory_and_descriptors_are_limited_and_our_own_descriptors_do_not_count() {
    assert_passes(&run("inside_limits", |_| {}));
}

#[test]
#[ignore = "runs in a process of its own, started by the test above"]
fn inside_limits() {
    let mut ours = move_high(File::open("/dev/zero").unwrap().into()).map(File::from).unwrap();
    sandbox::enter(&Limits { descriptors: 20, memory_mib: 256, ..Limits::default() }, false).unwrap();
    let mut sockets = Vec::new();
    let refused = loop {
        match UdpSocket::bind("127.0.0.1:0") {
            Ok(socket) => sockets.push(socket),
            Err(e) => break e.raw_os_error(),
        }
    };
    assert_eq!(refused, Some(libc::EMFILE));
    assert!((10..=17).contains(&sockets.len()), "{}", sockets.len());
    ours.read_exact(&mut [0; 3]).unwrap();
    assert!(Vec::<u8>::new().try_reserve_exact(300 << 20).is_err());

    // Threads cost their stacks and what they allocate, not an arena of 64 MiB each.
    let together = std::sync::Arc::new(std::sync::Barrier::new(16));
    let busy = |_| {
        let together = together.clone();
        thread::spawn(move || {
            let small: Vec<Box<u64>> = (0..1000).map(Box::new).collect();
            together.wait();
            small.len()
        })
    };
    let threads: Vec<_> = (0..16).map(busy).collect();
    assert_eq!(threads.into_iter().map(|t| t.join().unwrap()).sum::<usize>(), 16_000);
    assert!(Vec::<u8>::new().try_reserve_exact(64 << 20).is_ok());
}

#[test]
fn endless_work_is_ended_by_the_kernel_at_last() {
    use std::os::unix::process::ExitStatusExt;
    let output = run("inside_endless_work", |_| {});
    assert_eq!(output.status.signal(), Some(libc::SIGKILL), "{output:?}");
}

#[test]
#[ignore = "runs in a process of its own, started by the test above"]
fn inside_endless_work() {
    sandbox::enter(&Limits { cpu_seconds: 0, ..Limits::default() }, false).unwrap();
    loop {
        std::hint::spin_loop();
    }
}

#[test]
fn unix_sockets_have_the_sessions_own_root() {
    let output = run("inside_own_root", |command| {
        // SAFETY: between fork and exec it only makes system calls.
        unsafe { command.pre_exec(mount_own_root) };
    });
    assert_passes(&output);
}

/// As the host process does: a tmpfs as the working directory. Without root there is none.
fn mount_own_root() -> io::Result<()> {
    let (tmpfs, none) = (c"tmpfs".as_ptr(), std::ptr::null());
    // SAFETY: the strings end with a zero, and the kernel takes null for the others.
    let _made = unsafe {
        libc::unshare(libc::CLONE_NEWNS) == 0
            && libc::mount(none, c"/".as_ptr(), none, libc::MS_REC | libc::MS_PRIVATE, none.cast()) == 0
            && libc::mount(tmpfs, c"/mnt".as_ptr(), tmpfs, 0, none.cast()) == 0
            && libc::chdir(c"/mnt".as_ptr()) == 0
    };
    Ok(())
}

#[test]
#[ignore = "runs in a process of its own, started by the test above"]
fn inside_own_root() {
    use std::os::unix::net::{UnixListener, UnixStream};
    let own_root = std::env::current_dir().is_ok_and(|here| here != std::path::Path::new("/"));
    sandbox::enter(&Limits::default(), false).unwrap();
    let bound = UnixListener::bind("/chat.sock");
    if !own_root {
        assert_eq!(errno(bound), libc::EPERM);
        return;
    }
    let listener = bound.unwrap();
    UnixStream::connect("/chat.sock").unwrap();
    listener.accept().unwrap();
    assert_eq!(errno(UnixStream::connect("/run/socket-of-the-machine")), libc::ENOENT);
    assert_eq!(errno(File::open("/chat.sock")), libc::EPERM);
}
