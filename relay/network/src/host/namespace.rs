//! Makes the network namespace.
#![allow(unsafe_code, reason = "unshare and ioctl are system calls")]

use super::processes::{enter_user_namespace, unshare};
use crate::report::NetworkConfig;
use socketscope_shared::session::Network;
use std::{
    fs, io,
    mem::zeroed,
    net::Ipv4Addr,
    os::fd::{AsRawFd, FromRawFd, OwnedFd},
};

/// Buckets of the namespace's table of connections. The system's own may have hundreds of thousands, and every
/// reading walks all of them.
const TABLE_BUCKETS: &str = "1024";

/// Below, the kernel's own least segment size would not fit; above, IPv4's length field.
const MTU_BYTES: std::ops::RangeInclusive<i32> = 128..=65536;

/// linux/ethtool.h: ETHTOOL_STSO, ETHTOOL_SGSO, ETHTOOL_SGRO.
const SEGMENTATION_OFFLOADS: [u32; 3] = [0x1f, 0x24, 0x2c];

/// `struct ethtool_value`.
#[repr(C)]
struct EthtoolValue {
    command: u32,
    data: u32,
}

/// Why there is no namespace.
pub enum Problem {
    /// The system does not allow it.
    Refused(String),
    /// It would allow it, but not as asked for.
    Unusable(String),
}

/// Moves this process, which must have one thread only, into a network of its own, as root without a user namespace where
/// `user` is false.
pub fn enter(config: &NetworkConfig, user: bool) -> Result<Network, Problem> {
    let NetworkConfig { mtu_bytes, offloads, .. } = *config;
    let mtu = i32::try_from(mtu_bytes).ok().filter(|mtu| MTU_BYTES.contains(mtu)).ok_or_else(|| {
        let (least, most) = (MTU_BYTES.start(), MTU_BYTES.end());
        Problem::Unusable(format!("the MTU must be {least} to {most} bytes, not {mtu_bytes}"))
    })?;
    match user {
        true => enter_user_namespace(libc::CLONE_NEWNET),
        false => unshare(libc::CLONE_NEWNET),
    }
    .map_err(|e| refused("a network namespace", &e))?;
    // A namespace's table has the size that the one it was made from says.
    if fs::write("/proc/sys/net/ipv4/tcp_child_ehash_entries", TABLE_BUCKETS).is_ok() {
        unshare(libc::CLONE_NEWNET).map_err(|e| refused("a network namespace", &e))?;
    }
    let lo = Loopback::open().map_err(|e| refused("a socket in its own network", &e))?;
    lo.set_mtu(mtu).map_err(|e| refused("to set up its own loopback", &e))?;
    let mut offloads_left = offloads;
    for command in SEGMENTATION_OFFLOADS.into_iter().filter(|_| !offloads) {
        offloads_left |= lo.switch(command, false).is_err();
    }
    lo.bring_up().map_err(|e| refused("to bring up its own loopback", &e))?;
    for (number, address) in (1u8..).zip(&config.addresses) {
        lo.add(number, *address).map_err(|e| {
            let address = Ipv4Addr::from(*address);
            Problem::Unusable(format!("{address} cannot be an address of the session's network: {e}"))
        })?;
    }
    if config.low_ports {
        // Where it cannot be written, a program is told so by its bind.
        let _ = fs::write("/proc/sys/net/ipv4/ip_unprivileged_port_start", "0");
    }
    // Multicast programs send to a group without saying where, as they may on a machine with a network card.
    let _ = lo.route_groups();
    // What textbooks describe, whatever the machine's default is. Not every kernel has both.
    let control = "/proc/sys/net/ipv4/tcp_congestion_control";
    let _ = fs::write(control, "cubic").or_else(|_| fs::write(control, "reno"));
    Ok(Network::Own { mtu_bytes, offloads: offloads_left })
}

fn refused(what: &str, error: &io::Error) -> Problem {
    Problem::Refused(format!("the system refuses this session {what}: {error}"))
}

fn succeeded(returned: i32) -> io::Result<()> {
    if returned < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// A socket to set the loopback up with.
struct Loopback(OwnedFd);

impl Loopback {
    fn open() -> io::Result<Self> {
        // SAFETY: socket(2) takes no pointers.
        let fd = unsafe { libc::socket(libc::AF_INET, libc::SOCK_DGRAM | libc::SOCK_CLOEXEC, 0) };
        succeeded(fd)?;
        // SAFETY: the kernel just made this descriptor for us and nobody else owns it.
        Ok(Loopback(unsafe { OwnedFd::from_raw_fd(fd) }))
    }

    fn set_mtu(&self, bytes: i32) -> io::Result<()> {
        let mut request = request();
        request.ifr_ifru.ifru_mtu = bytes;
        self.ioctl(libc::SIOCSIFMTU, &mut request)
    }

    fn bring_up(&self) -> io::Result<()> {
        let mut request = request();
        request.ifr_ifru.ifru_flags = (libc::IFF_UP | libc::IFF_RUNNING) as i16;
        self.ioctl(libc::SIOCSIFFLAGS, &mut request)
    }

    /// One more address, of this machine alone, under a label of its own (`lo:1`).
    fn add(&self, number: u8, address: [u8; 4]) -> io::Result<()> {
        let label = format!("lo:{number}");
        for (command, address) in [(libc::SIOCSIFADDR, address), (libc::SIOCSIFNETMASK, [255; 4])] {
            let mut request = request();
            request.ifr_name.iter_mut().zip(label.bytes()).for_each(|(to, byte)| *to = byte as libc::c_char);
            request.ifr_ifru.ifru_addr = ipv4(address);
            self.ioctl(command, &mut request)?;
        }
        Ok(())
    }

    /// Multicast groups (224.0.0.0/4) are reached through it.
    fn route_groups(&self) -> io::Result<()> {
        // SAFETY: all zeroes is a valid rtentry.
        let mut route: libc::rtentry = unsafe { zeroed() };
        let mut name = *b"lo\0";
        route.rt_dst = ipv4([224, 0, 0, 0]);
        route.rt_genmask = ipv4([240, 0, 0, 0]);
        route.rt_flags = libc::RTF_UP;
        route.rt_dev = name.as_mut_ptr().cast();
        // SAFETY: SIOCADDRT reads one rtentry and the name in it, and both outlive the call.
        succeeded(unsafe { libc::ioctl(self.0.as_raw_fd(), libc::SIOCADDRT as _, &raw mut route) })
    }

    fn switch(&self, command: u32, on: bool) -> io::Result<()> {
        let mut value = EthtoolValue { command, data: on.into() };
        let mut request = request();
        request.ifr_ifru.ifru_data = (&raw mut value).cast();
        self.ioctl(libc::SIOCETHTOOL, &mut request)
    }

    fn ioctl(&self, code: libc::c_ulong, request: &mut libc::ifreq) -> io::Result<()> {
        // SAFETY: every code used here reads and writes one ifreq, and what it points to outlives the call.
        succeeded(unsafe { libc::ioctl(self.0.as_raw_fd(), code as _, request) })
    }
}

/// An address without a port.
fn ipv4(octets: [u8; 4]) -> libc::sockaddr {
    let mut data = [0; 14];
    data[2..6].copy_from_slice(&octets.map(|octet| octet as libc::c_char));
    libc::sockaddr { sa_family: libc::AF_INET as libc::sa_family_t, sa_data: data }
}

fn request() -> libc::ifreq {
    // SAFETY: all zeroes is a valid ifreq.
    let mut request: libc::ifreq = unsafe { zeroed() };
    request.ifr_name[0] = b'l' as libc::c_char;
    request.ifr_name[1] = b'o' as libc::c_char;
    request
}
