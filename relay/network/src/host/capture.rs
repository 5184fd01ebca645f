//! Captures the TCP segments that cross the loopback (packet(7), a TPACKET_V2 ring).
#![allow(unsafe_code, reason = "the ring is memory shared with the kernel")]

use crate::{
    clock::Converter,
    segment::{Captured, parse},
};
use std::{
    ffi::CStr,
    io,
    mem::zeroed,
    os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd},
    ptr::{self, NonNull},
    slice,
    sync::atomic::{AtomicU32, Ordering},
};

/// Bytes kept of a frame: more than link, IPv6 and the longest TCP header.
const KEPT_BYTES: u32 = 160;
/// Room for that and the ring's own header.
const FRAME_BYTES: usize = 256;
const BLOCK_BYTES: usize = 64 << 10;
const BLOCKS: usize = 64;
const FRAMES: usize = BLOCK_BYTES / FRAME_BYTES * BLOCKS;
const RING_BYTES: usize = BLOCK_BYTES * BLOCKS;

/// An open capture.
pub struct Capture {
    socket: OwnedFd,
    ring: NonNull<u8>,
    next: usize,
    clock: Converter,
    last_ns: u64,
}

impl Capture {
    /// Opens the capture of the network that the process is in; with `only`, of the segments from or to this address.
    pub fn open(only: Option<[u8; 4]>) -> io::Result<Self> {
        // Protocol 0: nothing arrives before the filter and the ring are set up.
        // SAFETY: socket(2) takes no pointers.
        let fd = unsafe { libc::socket(libc::AF_PACKET, libc::SOCK_RAW | libc::SOCK_CLOEXEC, 0) };
        succeeded(fd)?;
        // SAFETY: the kernel just made this descriptor for us and nobody else owns it.
        let socket = unsafe { OwnedFd::from_raw_fd(fd) };
        attach_filter(&socket, only)?;
        set(&socket, libc::PACKET_VERSION, &(libc::tpacket_versions::TPACKET_V2 as i32))?;
        // The loopback shows every frame twice: going out and coming in. One of each is enough.
        set(&socket, libc::PACKET_IGNORE_OUTGOING, &1i32)?;
        let request = libc::tpacket_req {
            tp_block_size: BLOCK_BYTES as u32,
            tp_block_nr: BLOCKS as u32,
            tp_frame_size: FRAME_BYTES as u32,
            tp_frame_nr: FRAMES as u32,
        };
        set(&socket, libc::PACKET_RX_RING, &request)?;
        // SAFETY: a fresh mapping of the whole ring, of the length that was just set.
        let ring = unsafe {
            libc::mmap(
                ptr::null_mut(),
                RING_BYTES,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_SHARED,
                socket.as_raw_fd(),
                0,
            )
        };
        let ring = NonNull::new(ring.cast::<u8>())
            .filter(|_| ring != libc::MAP_FAILED)
            .ok_or_else(io::Error::last_os_error)?;
        let capture = Capture { socket, ring, next: 0, clock: Converter::default(), last_ns: 0 };
        capture.bind()?;
        Ok(capture)
    }

    fn bind(&self) -> io::Result<()> {
        const LO: &CStr = c"lo";
        // SAFETY: all zeroes is a valid sockaddr_ll.
        let mut address: libc::sockaddr_ll = unsafe { zeroed() };
        address.sll_family = libc::AF_PACKET as u16;
        address.sll_protocol = (libc::ETH_P_ALL as u16).to_be();
        // SAFETY: the name ends with a zero; `address` is a whole sockaddr_ll.
        succeeded(unsafe {
            address.sll_ifindex = libc::if_nametoindex(LO.as_ptr()).cast_signed();
            let len = size_of::<libc::sockaddr_ll>() as u32;
            libc::bind(self.socket.as_raw_fd(), (&raw const address).cast(), len)
        })
    }

    /// Takes at most `limit` segments that are there; never blocks. Fewer than `limit` mean that no more are.
    pub fn take(&mut self, limit: usize) -> Vec<Captured> {
        let mut segments = Vec::new();
        self.clock.look();
        while segments.len() < limit {
            // SAFETY: `next` is below FRAMES, so the frame lies in the ring; its header starts with the status,
            // which the kernel and we hand each other with these orderings.
            let status =
                unsafe { AtomicU32::from_ptr(self.ring.as_ptr().add(self.next * FRAME_BYTES).cast()) };
            if status.load(Ordering::Acquire) & libc::TP_STATUS_USER == 0 {
                break;
            }
            let (header, kept) = self.frame();
            let real_ns = u64::from(header.tp_sec) * 1_000_000_000 + u64::from(header.tp_nsec);
            // Two processors may stamp two segments in the other order than the ring has them.
            let at_ns = self.clock.monotonic_ns(real_ns).max(self.last_ns);
            segments.extend(parse(at_ns, kept));
            status.store(libc::TP_STATUS_KERNEL, Ordering::Release);
            self.last_ns = at_ns;
            self.next = (self.next + 1) % FRAMES;
        }
        segments
    }

    /// The frame at `next`, which must be ours.
    fn frame(&self) -> (libc::tpacket2_hdr, &[u8]) {
        // SAFETY: the frame lies in the ring and belongs to us until its status is given back; the header is plain
        // numbers, and the slice is cut to the frame whatever the header says.
        unsafe {
            let start = self.ring.as_ptr().add(self.next * FRAME_BYTES);
            let header: libc::tpacket2_hdr = ptr::read(start.cast());
            let mac = usize::from(header.tp_mac).min(FRAME_BYTES);
            let len = (header.tp_snaplen as usize).min(FRAME_BYTES - mac);
            (header, slice::from_raw_parts(start.add(mac), len))
        }
    }

    /// Segments that the ring had no room for since this was last asked.
    pub fn lost(&self) -> u64 {
        let mut statistics = libc::tpacket_stats { tp_packets: 0, tp_drops: 0 };
        let mut len = size_of::<libc::tpacket_stats>() as u32;
        // SAFETY: the kernel writes at most `len` bytes into `statistics`.
        let got = unsafe {
            libc::getsockopt(
                self.socket.as_raw_fd(),
                libc::SOL_PACKET,
                libc::PACKET_STATISTICS,
                (&raw mut statistics).cast(),
                &mut len,
            )
        };
        if got < 0 { 0 } else { u64::from(statistics.tp_drops) }
    }
}

impl AsFd for Capture {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

impl Drop for Capture {
    fn drop(&mut self) {
        // SAFETY: the mapping is ours and no slice of it is left.
        unsafe { libc::munmap(self.ring.as_ptr().cast(), RING_BYTES) };
    }
}

/// Lets TCP pass (without IPv6 extension headers), cut to its headers; with `only`, IPv4 of this address alone.
fn attach_filter(socket: &OwnedFd, only: Option<[u8; 4]>) -> io::Result<()> {
    const LOAD_HALF: u32 = libc::BPF_LD | libc::BPF_H | libc::BPF_ABS;
    const LOAD_BYTE: u32 = libc::BPF_LD | libc::BPF_B | libc::BPF_ABS;
    const LOAD_WORD: u32 = libc::BPF_LD | libc::BPF_W | libc::BPF_ABS;
    const EQUALS: u32 = libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K;
    const RETURN: u32 = libc::BPF_RET | libc::BPF_K;
    let step = |code: u32, k: u32| libc::sock_filter { code: code as u16, jt: 0, jf: 0, k };
    // Jumps skip that many of the following instructions.
    let test = |k: u32, jt: u8, jf: u8| libc::sock_filter { code: EQUALS as u16, jt, jf, k };
    const TCP: u32 = libc::IPPROTO_TCP as u32;
    let mut program = match only {
        None => vec![
            step(LOAD_HALF, 12),
            test(libc::ETH_P_IP as u32, 0, 2),
            step(LOAD_BYTE, 23),
            test(TCP, 3, 4),
            test(libc::ETH_P_IPV6 as u32, 0, 3),
            step(LOAD_BYTE, 20),
            test(TCP, 0, 1),
        ],
        Some(ip) => vec![
            step(LOAD_HALF, 12),
            test(libc::ETH_P_IP as u32, 0, 7),
            step(LOAD_BYTE, 23),
            test(TCP, 0, 5),
            step(LOAD_WORD, 26),
            test(u32::from_be_bytes(ip), 2, 0),
            step(LOAD_WORD, 30),
            test(u32::from_be_bytes(ip), 0, 1),
        ],
    };
    program.extend([step(RETURN, KEPT_BYTES), step(RETURN, 0)]);
    let program = libc::sock_fprog { len: program.len() as u16, filter: program.as_mut_ptr() };
    // SAFETY: `program` points to its instructions, which outlive the call.
    succeeded(unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_ATTACH_FILTER,
            (&raw const program).cast(),
            size_of::<libc::sock_fprog>() as u32,
        )
    })
}

fn set<T>(socket: &OwnedFd, option: i32, value: &T) -> io::Result<()> {
    // SAFETY: the pointer and length are those of `value`.
    succeeded(unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::SOL_PACKET,
            option,
            ptr::from_ref(value).cast(),
            size_of::<T>() as u32,
        )
    })
}

fn succeeded(returned: i32) -> io::Result<()> {
    if returned < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
