//! The command line: arguments -> calls of the library -> exit code, progress and colour.
//!
//! Data goes to standard output, everything else to standard error. Exit codes: 0 found, 1 nothing found,
//! 2 error. A reader that closes the pipe ends the program quietly.

mod args;
mod bar;
mod bench_args;
mod bench_command;
mod bench_embed;
mod bench_end_to_end;
mod bench_files;
mod bench_models;
mod bench_topics;
mod closer_command;
mod commands;
#[cfg(feature = "distill")]
mod distill_args;
#[cfg(feature = "distill")]
mod distill_command;
mod eval_args;
mod eval_command;
mod format;
mod hyperlinks;
mod look;
mod model;
mod models_args;
mod models_command;
mod output;
mod place;
mod report_args;
mod report_command;
mod search_args;
mod search_command;
#[cfg(unix)]
mod signals;
mod similar_args;
mod similar_command;
mod topics_args;
mod topics_command;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use output::{Failure, Outcome};

/// Runs the program.
pub(crate) fn main() -> ExitCode {
    let given: Vec<_> = std::env::args_os().collect();
    let cli = match Cli::try_parse_from(&given) {
        Ok(cli) => cli,
        Err(error) => return output::usage::<Cli>(&error, &given),
    };
    start_logging(&cli);
    #[cfg(unix)]
    signals::watch();
    if let Some(threads) = cli.global.threads {
        // Only fails when the pool exists already, which it does not at this point.
        if let Err(error) = rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build_global() {
            log::warn!("{error}");
        }
    }
    match run(&cli) {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::NothingFound) => ExitCode::from(1),
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print();
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli) -> Result<Outcome, Failure> {
    match &cli.command {
        Command::Index(args) => commands::index(&cli.global, args),
        Command::Search(args) => search_command::search(&cli.global, args),
        Command::Similar(args) => similar_command::similar(&cli.global, args),
        Command::Compare(args) => similar_command::compare(&cli.global, args),
        Command::Topics(args) => topics_command::topics(&cli.global, args),
        Command::Report(args) => report_command::report(&cli.global, &args.what),
        Command::Bench(args) => bench_command::bench(&cli.global, args),
        Command::Eval(args) => eval_command::eval(&cli.global, args),
        #[cfg(feature = "distill")]
        Command::Distill(args) => distill_command::distill(&cli.global, args),
        Command::Embed { strict } => commands::embed(&cli.global, *strict),
        Command::Status { deep } => commands::status(&cli.global, *deep),
        Command::Compact { small } => commands::compact(&cli.global, *small),
        Command::Verify => commands::verify(&cli.global),
        Command::Models(args) => models_command::models(&cli.global, args),
        Command::Completions(args) => commands::completions(args),
    }
}

/// What the library logs goes to standard error, as much of it as `-v` and `-q` ask for.
fn start_logging(cli: &Cli) {
    let level = match (cli.global.quiet, cli.global.verbose) {
        (true, _) => log::LevelFilter::Error,
        (false, 0) => log::LevelFilter::Warn,
        (false, 1) => log::LevelFilter::Info,
        (false, _) => log::LevelFilter::Debug,
    };
    env_logger::Builder::new()
        .filter_level(log::LevelFilter::Error)
        .filter_module("cognate", level)
        // What it says is in our own error.
        .filter_module("rustls_platform_verifier", log::LevelFilter::Off)
        .format(|out, record| {
            let (level, aside) = (record.level(), anstyle::AnsiColor::BrightBlack.on_default());
            let style = out.default_level_style(level);
            let message = cognate::printable::message(&record.args().to_string());
            writeln!(out, "{aside}[{aside:#}{style}{level:<5}{style:#}{aside}]{aside:#} {message}")
        })
        .init();
}
