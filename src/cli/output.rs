//! Writing results and failures. Everything for a person goes through [`cognate::printable`] here, at the latest.

use std::ffi::OsString;
use std::io::{self, Write};
use std::ops::RangeInclusive;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use cognate::pipeline::PipelineError;
use cognate::printable;
use cognate::report::text::page::TerminalStyle;
use serde::Serialize;

/// How a command ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// There is something on standard output.
    Found,
    /// There was nothing to find.
    NothingFound,
}

/// How a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The library says why.
    Pipeline(Box<PipelineError>),
    /// The same, of a line that a file of ours asks about.
    At { place: String, error: Box<PipelineError> },
    /// The arguments do not go together.
    Usage { message: String, hint: &'static str },
    /// A file or standard output cannot be written or read.
    Io { what: String, source: io::Error },
}

impl<E: Into<PipelineError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Pipeline(Box::new(error.into()))
    }
}

impl Failure {
    /// Whether the reader of standard output went away, which is its right.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        let source = match self {
            Self::Io { source, .. } => source,
            Self::Pipeline(error) | Self::At { error, .. } => match error.as_ref() {
                PipelineError::Stream { source, .. } => source,
                _ => return false,
            },
            Self::Usage { .. } => return false,
        };
        source.kind() == io::ErrorKind::BrokenPipe
    }

    /// Prints message and hint in the house style.
    pub(crate) fn print(&self) {
        let (message, hint) = match self {
            Self::Pipeline(error) => (error.to_string(), error.hint()),
            Self::At { place, error } => (format!("{place}: {error}"), error.hint()),
            Self::Usage { message, hint } => (message.clone(), Some((*hint).to_owned())),
            Self::Io { what, source } => {
                let full = source.kind() == io::ErrorKind::StorageFull;
                (format!("{what}: {source}"), full.then(|| "make room, or write elsewhere".to_owned()))
            }
        };
        let error = anstyle::Style::new().bold().fg_color(Some(anstyle::AnsiColor::Red.into()));
        let label = anstyle::Style::new().bold().fg_color(Some(anstyle::AnsiColor::Cyan.into()));
        anstream::eprintln!("{error}error:{error:#} {}", printable::message(&message));
        if let Self::Pipeline(error) | Self::At { error, .. } = self
            && let PipelineError::Filter(error) = error.as_ref()
        {
            for line in error.pointed().lines() {
                anstream::eprintln!("  {}", printable::message(line));
            }
        }
        if let Some(hint) = hint {
            anstream::eprintln!("{label}hint:{label:#} {}", printable::message(&hint));
        }
    }
}

/// Prints what the parser of arguments says: help, a version, or that these are wrong.
///
/// It repeats arguments as they were typed. Where one of them cannot be shown, or has no end, it is asked again about arguments that can.
pub(crate) fn usage<C: Parser>(error: &clap::Error, given: &[OsString]) -> ExitCode {
    let shown: Vec<String> = given.iter().map(argument_shown).collect();
    if shown.iter().zip(given).all(|(shown, given)| given == shown.as_str()) {
        // A reader that went away is not told.
        let _ = error.print();
    } else {
        match C::try_parse_from(&shown) {
            Err(again) if again.use_stderr() == error.use_stderr() => {
                let _ = again.print();
            }
            // The right argument in another form: what is wrong with it is told without colour.
            _ => anstream::eprintln!("{}", printable::text(&error.render().to_string())),
        }
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// An argument as a message repeats it.
fn argument_shown(argument: &OsString) -> String {
    const MOST: usize = 300;
    let shown = printable::display(Path::new(argument));
    match shown.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &shown[..end]),
        None => shown,
    }
}

/// Tells a person something that is no error.
pub(crate) fn note(message: &str) {
    anstream::eprintln!("note: {}", printable::message(message));
}

/// Writes `text` to standard output, or to the file that was asked for: what is not shown is left out of it, but for the styles of
/// this program.
pub(crate) fn write(text: &str, file: Option<&Path>) -> Result<(), Failure> {
    let text = printable::styled(text);
    match file {
        None if !text.ends_with('\n') => write_bytes(format!("{text}\n").as_bytes(), None),
        _ => write_bytes(text.as_bytes(), file),
    }
}

/// Writes `text` to standard output, as [`write`] does, with the links to files that it has.
pub(crate) fn write_linked(text: &str) -> Result<(), Failure> {
    write_bytes(printable::linked(text).as_bytes(), None)
}

/// Writes `bytes` as they are to standard output, or to the file that was asked for.
pub(crate) fn write_bytes(bytes: &[u8], file: Option<&Path>) -> Result<(), Failure> {
    if let Some(path) = file {
        // Not a device such as /dev/null: that is written to, not replaced.
        let saved = if path.exists() && !path.is_file() {
            std::fs::write(path, bytes)
        } else {
            clear_beside(path);
            cognate::file::replace(path, |out| out.write_all(bytes))
        };
        return saved.map_err(|source| Failure::Io {
            what: format!("cannot write `{}`", printable::display(path)),
            source,
        });
    }
    let mut out = io::stdout().lock();
    out.write_all(bytes)
        .and_then(|()| out.flush())
        .map_err(|source| Failure::Io { what: "cannot write to standard output".to_owned(), source })
}

/// Removes what an earlier run left beside `path` where it was killed. It is in nobody's way: failing is told to those alone who ask.
fn clear_beside(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Err(error) = cognate::file::remove_left_over(folder) {
        log::debug!("{}: {error}", folder.display());
    }
}

/// Writes a report to standard output, as JSON or as text.
pub(crate) fn show<R: Serialize>(json: bool, report: &R, text: impl Fn(&R) -> String) -> Result<(), Failure> {
    let text = if json { cognate::report::text::json::render(report)? } else { text(report) };
    write(&text, None)
}

/// Colour and width of standard output: `NO_COLOR`, `CLICOLOR_FORCE` and the terminal decide.
pub(crate) fn style(full: bool, excerpts: usize, to_file: bool) -> TerminalStyle {
    let style = TerminalStyle { excerpts, ..style_within(40..=120, full) };
    if to_file {
        TerminalStyle { colour: false, width: TerminalStyle::default().width, ..style }
    } else {
        style
    }
}

/// The same for what may have so many columns.
pub(crate) fn style_within(columns: RangeInclusive<usize>, full: bool) -> TerminalStyle {
    let stdout = io::stdout();
    let colour = anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never;
    let width = match terminal_size::terminal_size_of(&stdout) {
        Some((width, _)) => usize::from(width.0).clamp(*columns.start(), *columns.end()),
        None => TerminalStyle::default().width,
    };
    TerminalStyle { colour, width, all_units: full, ..TerminalStyle::default() }
}
