//! The process's one program: its probe, and where in its text a call comes from.

use rustpython_vm::VirtualMachine;
use socketscope_probe::{Probe, Site, protocol::Program};
use socketscope_shared::{Api, call::ApiName};
use std::{
    cell::Cell,
    collections::BTreeMap,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU16, Ordering},
    },
};

struct Actor {
    probe: Arc<Probe>,
    file: String,
    /// The lesson's other files, by name.
    files: BTreeMap<String, Vec<u8>>,
}

static ACTOR: OnceLock<Actor> = OnceLock::new();
/// 0 is the main thread.
static NEXT_LANE: AtomicU16 = AtomicU16::new(1);

thread_local! {
    static LANE: Cell<Option<u16>> = const { Cell::new(None) };
}

/// Called once, on the main thread, before the interpreter runs.
pub fn init(probe: Arc<Probe>, program: &Program) {
    LANE.set(Some(0));
    let files = program.files.iter().map(|file| (file.name.clone(), file.data.clone())).collect();
    // A second program in one process would be a mistake of ours; the first one stays.
    let _ = ACTOR.set(Actor { probe, file: program.file.clone(), files });
}

/// The files of the lesson that the program can read, by name.
pub fn files() -> &'static BTreeMap<String, Vec<u8>> {
    &actor().files
}

/// What every call goes through.
pub fn probe() -> &'static Probe {
    &actor().probe
}

/// The calling thread's number.
pub fn lane() -> u16 {
    LANE.get().unwrap_or_else(|| {
        let lane = NEXT_LANE.fetch_add(1, Ordering::Relaxed);
        LANE.set(Some(lane));
        lane
    })
}

/// Gives the calling thread a number that its creator chose for it.
pub fn set_lane(lane: u16) {
    LANE.set(Some(lane));
}

/// The next thread's number.
pub fn new_lane() -> u16 {
    NEXT_LANE.fetch_add(1, Ordering::Relaxed)
}

/// Methods that `socket.py` wraps around one call of the same name.
const WRAPPERS: &[&str] = &["__init__", "accept", "close", "_real_close", "__exit__", "_decref_socketios"];

/// Where the running call comes from.
pub fn site(vm: &VirtualMachine) -> Site {
    let (line, by_library) = origin(vm);
    let name = if by_library { ApiName::Library } else { ApiName::Same };
    Site { lane: lane(), line, api: Api { name, group: 0 }, continues: false }
}

/// The line of the innermost frame that runs the program's own file; 0 where none does.
pub fn line(vm: &VirtualMachine) -> u32 {
    origin(vm).0
}

/// The line of the innermost frame of the program's own file, and whether a helper of the library is between it and
/// the call.
fn origin(vm: &VirtualMachine) -> (u32, bool) {
    let mut by_library = false;
    let mut frame = vm.current_frame();
    while let Some(current) = frame {
        let path = current.code.source_path().as_str();
        if is_program(path) {
            let line = u32::try_from(current.current_location().line.get()).unwrap_or(0);
            return (line, by_library);
        }
        let wraps = path == "socket" && WRAPPERS.contains(&current.code.obj_name.as_str());
        by_library |= !wraps && !files().contains_key(path);
        frame = current.f_back(vm);
    }
    (0, false)
}

/// Whether a path in a frame or traceback is the program's own file.
pub fn is_program(path: &str) -> bool {
    path == actor().file
}

fn actor() -> &'static Actor {
    ACTOR.get().expect("init comes before the interpreter")
}
