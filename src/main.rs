//! The command line of cognate: arguments become calls of the library, results become text and an exit code.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
