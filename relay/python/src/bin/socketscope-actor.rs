//! The actor's process alone, for this crate's tests: the relay runs the same as a subcommand of its own.

fn main() -> std::io::Result<()> {
    socketscope_python::run_actor(socketscope_probe::descriptors::take_channel()?)
}
