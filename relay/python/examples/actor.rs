//! The actor's process alone, as the relay's hidden subcommand runs it: its channel is standard input.

fn main() -> std::io::Result<()> {
    socketscope_python::run_actor(socketscope_probe::descriptors::take_channel()?)
}
