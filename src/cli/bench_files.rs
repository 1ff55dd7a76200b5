//! What all of `cognate bench` keep, compare with and write.

use std::path::PathBuf;

use clap::Args;
use cognate::report::ReportError;
use cognate::report::text::json;
use serde::Serialize;

use super::args::share;
use super::bench_command::{ending, known_endings};
use super::output::{Failure, write};

// No doc comments on what is flattened: clap would take them for the command's own.
#[derive(Debug, Args)]
pub(crate) struct KeptArgs {
    /// Keep the run in a file, to compare with
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
    /// Compare with a run that was kept; something that got worse is exit code 1
    #[arg(long, value_name = "FILE")]
    pub(crate) compare: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct MarginArgs {
    /// Share by which time may grow before that is worse
    #[arg(long, value_name = "SHARE", default_value = "25%", value_parser = share)]
    pub(crate) margin: f64,
}

#[derive(Debug, Args)]
pub(crate) struct FilesArgs {
    /// Write to a file; its ending says how: md, csv or json. May be given several times
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Vec<PathBuf>,
}

/// How a report is written, beside as JSON.
pub(super) struct Forms<R> {
    pub(super) markdown: fn(&R) -> String,
    pub(super) csv: fn(&R) -> Result<String, ReportError>,
}

impl KeptArgs {
    /// Keeps a run, where that is asked for.
    pub(super) fn keep<R: Serialize>(&self, report: &R) -> Result<(), Failure> {
        match &self.save {
            Some(file) => write(&json::render(report)?, Some(file)),
            None => Ok(()),
        }
    }
}

impl FilesArgs {
    /// Refuses files whose ending does not say how they are written; before the work, which may be long.
    pub(super) fn check(&self) -> Result<(), Failure> {
        known_endings(&self.output, &["md", "csv", "json"], "name a file that ends with .md, .csv or .json")
    }

    /// Writes every file that is asked for.
    pub(super) fn write<R: Serialize>(&self, report: &R, forms: &Forms<R>) -> Result<(), Failure> {
        for file in &self.output {
            let text = match ending(file) {
                Some("md") => (forms.markdown)(report),
                Some("csv") => (forms.csv)(report)?,
                _ => json::render(report)?,
            };
            write(&text, Some(file))?;
        }
        Ok(())
    }
}
