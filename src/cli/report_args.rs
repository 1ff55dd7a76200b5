//! What can be typed after `cognate report`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Check topic reports that were kept
#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    #[command(subcommand)]
    pub(crate) what: ReportCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    /// Read the sources of a topic report again and list what no longer matches
    ///
    /// Tells which of the texts that it cites are where they were, shifted in their file, moved to another one, changed, or
    /// gone, which topics rest on them, and whether the report agrees with itself. Exit codes: 0 all matches, also where
    /// texts shifted or new ones came; 1 something does not, or nothing could be checked; 2 error. `--verbose` lists what
    /// shifted, too.
    #[command(after_help = "\
Examples:
  cognate topics articles/ --json -o report.json
  cognate report check report.json
  cognate report check report.json --base ../archive     made in another folder
  cognate report check report.json --json | jq '.files[].findings[] | select(.status == \"changed\")'")]
    Check {
        /// The report, JSON
        #[arg(value_name = "REPORT")]
        report: PathBuf,
        /// Folder in which the report was made: its paths begin there [default: the working directory]
        #[arg(long, value_name = "DIR")]
        base: Option<PathBuf>,
    },
}
