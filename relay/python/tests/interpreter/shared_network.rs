//! On a shared network nothing leaves the session's address, whatever a program does or omits.

use super::support::{Actor, output, program};
use socketscope_probe::protocol::{Order, Program, Report};
use socketscope_shared::Op;
use std::{collections::HashSet, fs};

const OWN: [u8; 4] = [127, 78, 5, 2];

/// Each ends with its sockets open.
const PROGRAMS: [(&str, &str); 12] = [
    ("listen", "s = socket.socket(); s.listen()"),
    ("create_server", "s = socket.create_server(('', 0)); t = socket.create_server(('0.0.0.0', 0))"),
    (
        "a dual stack",
        "try: s = socket.create_server(('', 0), family=socket.AF_INET6, dualstack_ipv6=True)\n\
         except (OSError, ValueError) as e: print(e)",
    ),
    (
        "connect",
        "l = socket.socket(); l.listen()\nc = socket.create_connection(l.getsockname())\na = l.accept()",
    ),
    ("sendto", "s = socket.socket(type=socket.SOCK_DGRAM); s.sendto(b'?', ('127.0.0.1', 9))"),
    (
        "sendmsg",
        "s = socket.socket(type=socket.SOCK_DGRAM); s.sendmsg([b'?', b'!'], [], 0, ('localhost', 9))",
    ),
    (
        "connected datagrams",
        "s = socket.socket(type=socket.SOCK_DGRAM); s.connect(('localhost', 9)); s.send(b'?')",
    ),
    (
        "outside",
        "kept = []\nfor kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):\n    \
         for host in ('10.0.0.1', '192.168.0.1', '255.255.255.255', '224.0.0.1', '127.0.0.2'):\n        \
         s = socket.socket(type=kind); kept.append(s)\n        \
         for act in (lambda: s.bind((host, 0)), lambda: s.connect((host, 9)), lambda: s.sendto(b'?', (host, 9))):\n            \
         try: act(); print(host, 'was reached')\n            \
         except OSError: pass",
    ),
    (
        "groups and devices",
        "s = socket.socket(type=socket.SOCK_DGRAM)\n\
         for level, option, value in ((0, socket.IP_ADD_MEMBERSHIP, bytes([239, 1, 2, 3, 0, 0, 0, 0])),\n    \
         (0, 15, 1), (0, 19, 1), (0, 32, bytes(4)), (1, 25, b'eth0')):\n    \
         try: s.setsockopt(level, option, value); print(option, 'was set')\n    \
         except PermissionError: pass\ns.sendto(b'?', ('localhost', 9))",
    ),
    (
        "asyncio",
        "import asyncio\nasync def main():\n    global server\n    \
         server = await asyncio.start_server(lambda r, w: None, None, 0)\nasyncio.run(main())\ns = socket.socket(); s.listen()",
    ),
    (
        "other protocols",
        "for kind, protocol in ((socket.SOCK_RAW, 1), (socket.SOCK_DGRAM, 1), (1, 262), (2, 136), (5, 132)):\n    \
         try: socket.socket(socket.AF_INET, kind, protocol); print(protocol, 'was made')\n    \
         except PermissionError as e: said = str(e)\nprint(said)",
    ),
    (
        "Unix sockets",
        "for name in ('', '\\0name', '/tmp/name'):\n    \
         try: socket.socket(socket.AF_UNIX).bind(name); print('bound')\n    \
         except OSError: pass",
    ),
];

/// Where the process's internet sockets are bound, as the kernel's tables say.
fn bound(pid: u32) -> Vec<(&'static str, String)> {
    let sockets: HashSet<String> = fs::read_dir(format!("/proc/{pid}/fd"))
        .expect("/proc")
        .filter_map(|entry| fs::read_link(entry.ok()?.path()).ok()?.to_str().map(str::to_owned))
        .filter_map(|link| Some(link.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned()))
        .collect();
    let mut found = Vec::new();
    for file in ["tcp", "tcp6", "udp", "udp6", "udplite", "raw", "raw6", "icmp"] {
        let table = fs::read_to_string(format!("/proc/{pid}/net/{file}")).unwrap_or_default();
        for line in table.lines().skip(1) {
            let fields: Vec<_> = line.split_whitespace().collect();
            if fields.get(9).is_some_and(|inode| sockets.contains(*inode)) {
                found.push((file, fields[1].to_owned()));
            }
        }
    }
    found
}

#[test]
fn only_the_sessions_address_is_in_the_kernels_tables() {
    let own = format!("{:08X}:", u32::from_ne_bytes(OWN));
    for (name, source) in PROGRAMS {
        let source = format!("import socket\n{source}\ninput()\n");
        let program = Program { rewrite_to: Some(OWN), ..program("program.py", &source) };
        let mut actor = Actor::start(program);
        actor.until(|report| matches!(report, Report::Entered(call) if matches!(call.op, Op::Input { .. })));
        let bound = bound(actor.pid());
        assert!(
            bound.iter().all(|(file, address)| matches!(*file, "tcp" | "udp") && address.starts_with(&own)),
            "{name}: {bound:?}"
        );
        assert_eq!(
            bound.is_empty(),
            matches!(name, "a dual stack" | "outside" | "other protocols" | "Unix sockets"),
            "{name}"
        );
        actor.order(&Order::Input { text: String::new() });
        let printed = output(&actor.finish(), false);
        match name {
            "a dual stack" => assert!(!printed.is_empty(), "a refusal"),
            "other protocols" => {
                assert_eq!(
                    printed,
                    "programs in Socketscope have TCP, UDP and Unix sockets, and no others\n"
                );
            }
            _ => assert_eq!(printed, "", "{name}"),
        }
    }
}
