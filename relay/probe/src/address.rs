//! The kernel's socket addresses, and where they may lead.
#![allow(unsafe_code, reason = "sockaddr structures are read and written as memory")]

use crate::errno::{Errno, retry};
use socketscope_shared::Address;
use std::{mem, os::fd::RawFd};

/// Longest Unix socket's path or abstract name, bytes.
const UNIX_BYTES: usize = 108;

/// An address as the kernel reads it.
pub(crate) struct Raw {
    storage: libc::sockaddr_storage,
    len: libc::socklen_t,
}

impl Raw {
    /// Room for any address.
    pub fn empty() -> Self {
        // SAFETY: sockaddr_storage is made of integers, for which zero is valid.
        let storage = unsafe { mem::zeroed() };
        Raw { storage, len: size_of::<libc::sockaddr_storage>() as libc::socklen_t }
    }

    /// The address in the kernel's form; EAFNOSUPPORT where it has none.
    pub fn new(address: &Address) -> Result<Self, Errno> {
        let mut raw = Raw::empty();
        match address {
            Address::V4(ip, port) => {
                // SAFETY: sockaddr_in is made of integers.
                let mut to: libc::sockaddr_in = unsafe { mem::zeroed() };
                to.sin_family = libc::AF_INET as libc::sa_family_t;
                to.sin_port = port.to_be();
                to.sin_addr.s_addr = u32::from_ne_bytes(*ip);
                raw.put(to);
            }
            Address::V6(ip, port) => {
                // SAFETY: sockaddr_in6 is made of integers.
                let mut to: libc::sockaddr_in6 = unsafe { mem::zeroed() };
                to.sin6_family = libc::AF_INET6 as libc::sa_family_t;
                to.sin6_port = port.to_be();
                to.sin6_addr.s6_addr = *ip;
                raw.put(to);
            }
            Address::Unix(path) => {
                // SAFETY: sockaddr_un is made of integers.
                let mut to: libc::sockaddr_un = unsafe { mem::zeroed() };
                to.sun_family = libc::AF_UNIX as libc::sa_family_t;
                let place = to.sun_path.get_mut(..path.len()).ok_or(Errno(libc::ENAMETOOLONG))?;
                place.iter_mut().zip(path).for_each(|(to, from)| *to = from.cast_signed());
                raw.put(to);
                // A path ends with a zero; an abstract name is as long as its length says; an empty name asks for one.
                let zero =
                    usize::from(path.first().is_some_and(|first| *first != 0) && path.len() < UNIX_BYTES);
                raw.len = (size_of::<libc::sa_family_t>() + path.len() + zero) as libc::socklen_t;
            }
            Address::Other => return Err(Errno(libc::EAFNOSUPPORT)),
        }
        Ok(raw)
    }

    fn put<T>(&mut self, address: T) {
        const { assert!(size_of::<T>() <= size_of::<libc::sockaddr_storage>()) };
        // SAFETY: sockaddr_storage is large enough (asserted) and aligned for every sockaddr.
        unsafe { (&raw mut self.storage).cast::<T>().write(address) };
        self.len = size_of::<T>() as libc::socklen_t;
    }

    /// For a call that reads an address.
    pub fn as_ptr(&self) -> (*const libc::sockaddr, libc::socklen_t) {
        ((&raw const self.storage).cast(), self.len)
    }

    /// For a call that writes an address.
    pub fn as_mut_ptr(&mut self) -> (*mut libc::sockaddr, *mut libc::socklen_t) {
        ((&raw mut self.storage).cast(), &raw mut self.len)
    }

    /// What the kernel wrote; `None` where it wrote nothing.
    pub fn address(&self) -> Option<Address> {
        if (self.len as usize) < size_of::<libc::sa_family_t>() {
            return None;
        }
        let at = &raw const self.storage;
        Some(match i32::from(self.storage.ss_family) {
            libc::AF_INET => {
                // SAFETY: the family says that this is a sockaddr_in; the storage is large enough for it.
                let from = unsafe { at.cast::<libc::sockaddr_in>().read() };
                Address::V4(from.sin_addr.s_addr.to_ne_bytes(), u16::from_be(from.sin_port))
            }
            libc::AF_INET6 => {
                // SAFETY: the family says that this is a sockaddr_in6; the storage is large enough for it.
                let from = unsafe { at.cast::<libc::sockaddr_in6>().read() };
                Address::V6(from.sin6_addr.s6_addr, u16::from_be(from.sin6_port))
            }
            libc::AF_UNIX => {
                // SAFETY: the family says that this is a sockaddr_un; the storage is large enough for it.
                let from = unsafe { at.cast::<libc::sockaddr_un>().read() };
                let len = (self.len as usize).saturating_sub(size_of::<libc::sa_family_t>());
                let path = from.sun_path.iter().take(len).map(|byte| *byte as u8).collect::<Vec<_>>();
                let named = path.first() == Some(&0) || !path.contains(&0);
                Address::Unix(if named {
                    path
                } else {
                    path.split(|byte| *byte == 0).next().unwrap_or(&[]).to_vec()
                })
            }
            _ => Address::Other,
        })
    }
}

/// Where a descriptor is bound. Asked on our own account: it is not one of the program's calls.
pub(crate) fn local_address(fd: RawFd) -> Result<Address, Errno> {
    let mut raw = Raw::empty();
    let (address, len) = raw.as_mut_ptr();
    // SAFETY: the pointers are to `raw`'s storage and its length.
    if unsafe { libc::getsockname(fd, address, len) } < 0 {
        return Err(Errno::last());
    }
    Ok(raw.address().unwrap_or(Address::Other))
}

/// Where to, and what for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Bind,
    Connect,
}

/// What addresses can lead to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    /// On a shared network: the session's own address, which stands for this machine.
    pub rewrite_to: Option<[u8; 4]>,
    /// Whether the root directory is the session's own, so that a path names no socket of the machine's.
    pub own_root: bool,
}

impl Reach {
    /// Whether the network is the machine's, of which the session has one address.
    pub fn is_shared(self) -> bool {
        self.rewrite_to.is_some()
    }

    /// On a shared network, gives a new IPv4 socket the session's address for good, without a port: whatever the kernel binds
    /// later of its own accord (listen, connect, sendto on a socket that was never bound) then has that address, and the
    /// kernel sends nothing from it to another machine.
    pub fn fix_source(self, fd: RawFd) -> Result<(), Errno> {
        let Some(own) = self.rewrite_to else { return Ok(()) };
        let raw = Raw::new(&Address::V4(own, 0))?;
        let (address, len) = raw.as_ptr();
        no_port_yet(fd, true)?;
        // SAFETY: the pointer and length are those of `raw`, which lives through the call.
        retry(|| unsafe { libc::bind(fd, address, len) })?;
        // The program's own bind to port 0 gets a port at once.
        no_port_yet(fd, false)
    }

    /// The address that is really meant, or why it is refused.
    pub fn of(self, address: &Address, purpose: Purpose) -> Result<Address, Errno> {
        match (address, self.rewrite_to) {
            // An abstract name belongs to the network, a path to the root directory. For no name the kernel takes an abstract
            // one.
            (Address::Unix(path), Some(_)) if path.first().is_none_or(|first| *first == 0) => {
                Err(Errno(libc::EACCES))
            }
            (Address::Unix(_), _) if !self.own_root => Err(Errno(libc::EACCES)),
            (Address::V4(ip, port), Some(own)) if *ip == [127, 0, 0, 1] || *ip == [0; 4] || *ip == own => {
                Ok(Address::V4(own, *port))
            }
            (Address::V4(..) | Address::V6(..), Some(_)) => Err(Errno(match purpose {
                Purpose::Bind => libc::EADDRNOTAVAIL,
                Purpose::Connect => libc::ENETUNREACH,
            })),
            _ => Ok(address.clone()),
        }
    }
}

/// IP_BIND_ADDRESS_NO_PORT (ip(7)): bind to port 0 leaves the choice of a port for later.
fn no_port_yet(fd: RawFd, on: bool) -> Result<(), Errno> {
    let on = libc::c_int::from(on);
    let (level, option) = (libc::IPPROTO_IP, libc::IP_BIND_ADDRESS_NO_PORT);
    let len = size_of::<libc::c_int>() as libc::socklen_t;
    // SAFETY: the pointer and length are those of `on`.
    retry(|| unsafe { libc::setsockopt(fd, level, option, (&raw const on).cast(), len) }).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_network_leads_nowhere_else() {
        let shared = Reach { rewrite_to: Some([127, 9, 8, 7]), own_root: true };
        let meant = |ip, purpose| shared.of(&Address::V4(ip, 80), purpose);
        assert_eq!(meant([127, 0, 0, 1], Purpose::Connect), Ok(Address::V4([127, 9, 8, 7], 80)));
        assert_eq!(meant([0, 0, 0, 0], Purpose::Bind), Ok(Address::V4([127, 9, 8, 7], 80)));
        assert_eq!(meant([93, 184, 216, 34], Purpose::Connect), Err(Errno(libc::ENETUNREACH)));
        assert_eq!(meant([127, 0, 0, 2], Purpose::Bind), Err(Errno(libc::EADDRNOTAVAIL)));
        let machines = Address::Unix(b"\0/tmp/.X11-unix/X0".to_vec());
        assert_eq!(shared.of(&machines, Purpose::Connect), Err(Errno(libc::EACCES)));
        let chosen_by_the_kernel = Address::Unix(Vec::new());
        assert_eq!(shared.of(&chosen_by_the_kernel, Purpose::Bind), Err(Errno(libc::EACCES)));
    }

    #[test]
    fn a_path_names_nothing_of_the_machines() {
        let path = Address::Unix(b"/run/docker.sock".to_vec());
        assert_eq!(Reach::default().of(&path, Purpose::Connect), Err(Errno(libc::EACCES)));
        let inside = Reach { own_root: true, ..Reach::default() };
        assert_eq!(inside.of(&path, Purpose::Connect), Ok(path));
    }

    #[test]
    fn addresses_survive_the_kernels_form() {
        let unix =
            [&b"/tmp/a"[..], b"", b"\0name", &[b'x'; UNIX_BYTES]].map(|path| Address::Unix(path.to_vec()));
        let internet = [Address::V4([127, 0, 0, 1], 8001), Address::V6([1; 16], 65535)];
        for address in internet.into_iter().chain(unix) {
            assert_eq!(Raw::new(&address).ok().and_then(|raw| raw.address()), Some(address));
        }
    }
}
