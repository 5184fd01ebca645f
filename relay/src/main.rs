//! The binary `socketscope`.

fn main() -> std::process::ExitCode {
    socketscope::cli::main()
}
