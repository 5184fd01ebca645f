//! Reports when the process hits its memory limit, instead of dying silently; and gives back what is no longer used.
#![allow(unsafe_code, reason = "a global allocator is unsafe by definition")]

use crate::Probe;
use socketscope_shared::event::Limit;
use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// Given back when memory runs out, so that there is some left for the report.
const RESERVE_BYTES: usize = 4 << 20;

/// Pieces of at least this many bytes get their own pages, which go back to the system when they are freed.
#[cfg(target_env = "gnu")]
const OWN_PAGES_BYTES: libc::c_int = 512 << 10;

/// From now on, large pieces of memory go back to the system as soon as they are freed. glibc would keep more and more of
/// them: it takes the largest that was freed for what is usual.
pub fn return_large_pieces() {
    #[cfg(target_env = "gnu")]
    // SAFETY: takes no pointers. Where it is refused, memory is given back later.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, OWN_PAGES_BYTES);
    }
}

/// Gives back what is free now.
pub fn give_back() {
    #[cfg(target_env = "gnu")]
    // SAFETY: takes no pointers; it only looks at what is free.
    unsafe {
        libc::malloc_trim(0);
    }
}

struct Watch {
    probe: Arc<Probe>,
    reserve: Mutex<Vec<u8>>,
}

static WATCH: OnceLock<Watch> = OnceLock::new();
static EXHAUSTED: AtomicBool = AtomicBool::new(false);

thread_local! {
    static REPORTING: Cell<bool> = const { Cell::new(false) };
}

/// From now on, a failed allocation ends the process with a report.
pub(crate) fn watch(probe: &Arc<Probe>) {
    let reserve = Mutex::new(Vec::with_capacity(RESERVE_BYTES));
    // A process has one program; a second probe (in a test) changes nothing.
    let _ = WATCH.set(Watch { probe: probe.clone(), reserve });
}

/// The system's allocator, which reports the failure that Rust would abort on.
struct Reporting;

#[global_allocator]
static ALLOCATOR: Reporting = Reporting;

// SAFETY: every method forwards its arguments unchanged to the system's allocator and returns its answer.
unsafe impl GlobalAlloc for Reporting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `alloc`.
        or_report(unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `alloc_zeroed`.
        or_report(unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `realloc`.
        or_report(unsafe { System.realloc(at, layout, new_size) })
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(at, layout) }
    }
}

fn or_report(at: *mut u8) -> *mut u8 {
    if at.is_null() {
        exhausted();
    }
    at
}

#[cold]
fn exhausted() {
    let Some(watch) = WATCH.get() else { return };
    if REPORTING.replace(true) {
        return;
    }
    if EXHAUSTED.swap(true, Ordering::SeqCst) {
        // Another thread is already reporting it, and ends the process.
        loop {
            std::thread::park();
        }
    }
    drop(std::mem::take(&mut *watch.reserve.lock().unwrap_or_else(PoisonError::into_inner)));
    watch.probe.reporter.end_at_limit(Limit::MemoryMib(watch.probe.limits.memory_mib));
}
