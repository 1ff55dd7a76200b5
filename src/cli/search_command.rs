//! `cognate search`.

use std::path::Path;

use cognate::pipeline::{Ask, Base};
use cognate::printable::display;
use cognate::report::answers::search;
use cognate::report::answers::search::{SearchReport, SearchStyle, Verdict};
use cognate::report::text::json;
use cognate::report::text::page::TerminalStyle;

use super::args::Global;
use super::bar::Bar;
use super::hyperlinks;
use super::model;
use super::output::{Failure, Outcome, style_within, write, write_linked};
use super::place;
use super::search_args::{Asked, SearchArgs};

/// Most bytes of a file of queries.
const QUERIES: u64 = 64 << 20;

/// Columns of a terminal that are used.
const COLUMNS: std::ops::RangeInclusive<usize> = 40..=200;

pub(crate) fn search(global: &Global, args: &SearchArgs) -> Result<Outcome, Failure> {
    let (asked, paths) = args.ask.read()?;
    // Before the work, which may be long.
    let lines = match &asked {
        Asked::Once(_) => Vec::new(),
        Asked::EachLineOf(file) => queries(file)?,
    };
    let (options, base) = (args.options()?, Base::working_directory());
    let bar = Bar::new(global.quiet);
    // Before files are read: a model that is not there is told at once.
    let reranker = args.choose.rerank.as_deref().map(|name| model::reranker(global, name)).transpose()?;
    let opened = place::open(global, &args.read, &paths, &bar)?;
    let find =
        |asks: &[Ask]| opened.collection.search_reranked(asks, &options, reranker.as_deref(), &base, &bar);
    let printer = Printer::new(global, args);
    match asked {
        Asked::Once(asks) => {
            let report = find(&asks)?;
            printer.one(&report)?;
            place::tell(global, &opened.collection, opened.summary.is_some())?;
            Ok(outcome(report.outcome != Verdict::Nothing))
        }
        Asked::EachLineOf(file) => {
            let mut any = false;
            for (number, (line, query)) in lines.iter().enumerate() {
                let report = find(&[Ask::from(query.as_str())])
                    .map_err(|error| Failure::At { place: at(&file, *line), error: Box::new(error) })?;
                any |= report.outcome != Verdict::Nothing;
                printer.one_of(&report, number, lines.len())?;
            }
            printer.end(lines.len())?;
            place::tell(global, &opened.collection, opened.summary.is_some())?;
            Ok(outcome(any))
        }
    }
}

fn outcome(found: bool) -> Outcome {
    if found { Outcome::Found } else { Outcome::NothingFound }
}

/// The queries of a file with their lines, blank ones left out.
fn queries(file: &Path) -> Result<Vec<(usize, String)>, Failure> {
    let bytes = if file.as_os_str() == "-" {
        cognate::corpus::read_input("<stdin>", std::io::stdin().lock())?
    } else {
        let cannot_read = |source| Failure::Io { what: format!("cannot read `{}`", display(file)), source };
        cognate::file::read(file, QUERIES).map_err(cannot_read)?
    };
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let mut queries = Vec::new();
    for (line, number) in bytes.split(|byte| *byte == b'\n').zip(1..) {
        let query = std::str::from_utf8(line).map_err(|_| Failure::Usage {
            message: format!("{}: it is not UTF-8", at(file, number)),
            hint: "write the queries in UTF-8, one a line",
        })?;
        if !query.trim().is_empty() {
            queries.push((number, query.trim().to_owned()));
        }
    }
    if queries.is_empty() {
        return Err(Failure::Usage {
            message: format!("there is no query in `{}`", name(file)),
            hint: "write the queries one a line",
        });
    }
    Ok(queries)
}

fn name(file: &Path) -> String {
    if file.as_os_str() == "-" { "<stdin>".to_owned() } else { display(file) }
}

fn at(file: &Path, line: usize) -> String {
    format!("{}:{line}", name(file))
}

/// How reports are written.
struct Printer<'a> {
    args: &'a SearchArgs,
    json: bool,
    style: SearchStyle,
}

impl<'a> Printer<'a> {
    fn new(global: &Global, args: &'a SearchArgs) -> Self {
        let terminal: TerminalStyle = style_within(COLUMNS, args.show.full);
        let links = hyperlinks::links(args.show.hyperlinks);
        let style = SearchStyle { terminal, explain: args.show.explain, links };
        Self { args, json: global.json, style }
    }

    /// The report of the only search.
    fn one(&self, report: &SearchReport) -> Result<(), Failure> {
        let output = &self.args.output;
        if self.json {
            return write(&json::render(report)?, None);
        }
        if output.jsonl {
            return lines(&report.results);
        }
        if output.csv {
            return write(&format!("{}{}", search::csv_names(), search::csv(report)?), None);
        }
        self.plain(report)
    }

    /// One of the reports of several searches.
    fn one_of(&self, report: &SearchReport, number: usize, of: usize) -> Result<(), Failure> {
        let output = &self.args.output;
        if self.json {
            let before = if number == 0 { "[\n" } else { ",\n" };
            return unended(&format!("{before}{}", json::render(report)?.trim_end()));
        }
        if output.jsonl {
            return lines(std::slice::from_ref(report));
        }
        if output.csv {
            let names = if number == 0 { search::csv_names() } else { String::new() };
            return unended(&format!("{names}{}", search::csv(report)?));
        }
        if output.format.is_none() {
            let before = if number == 0 { "" } else { "\n" };
            unended(&format!("{before}── {} of {of} ──\n", number + 1))?;
        }
        self.plain(report)
    }

    /// What stands behind the last of several reports.
    fn end(&self, of: usize) -> Result<(), Failure> {
        if self.json && of > 0 { write("\n]\n", None) } else { Ok(()) }
    }

    fn plain(&self, report: &SearchReport) -> Result<(), Failure> {
        let output = &self.args.output;
        if let Some(template) = &output.format {
            unended(&template.render(report))
        } else if output.files_with_matches {
            unended(&search::files(report))
        } else if output.count {
            unended(&search::counts(report))
        } else {
            write_linked(&search::render(report, &self.style))
        }
    }
}

/// Values as JSON Lines.
fn lines<T: serde::Serialize>(values: &[T]) -> Result<(), Failure> {
    let mut text = String::new();
    for value in values {
        text.push_str(&json::line(value)?);
        text.push('\n');
    }
    unended(&text)
}

/// Writes text that may be empty or go on.
fn unended(text: &str) -> Result<(), Failure> {
    super::output::write_bytes(cognate::printable::text(text).as_bytes(), None)
}
