//! `cognate similar` and `cognate compare`.

use std::path::{Path, PathBuf};

use cognate::pipeline::Base;
use cognate::printable;
use cognate::report::text::json;
use cognate::report::{ReportError, answers};
use cognate::store::Settings;
use serde::Serialize;

use super::args::Global;
use super::bar::Bar;
use super::output::{Failure, Outcome, style, write, write_bytes};
use super::place;
use super::similar_args::{CompareArgs, PairsFormat, PairsWriteArgs, SimilarArgs};

pub(crate) fn similar(global: &Global, args: &SimilarArgs) -> Result<Outcome, Failure> {
    // Before the work, which may be long.
    let format = format(&args.write, global.json)?;
    let bar = Bar::new(global.quiet);
    if args.paths.is_empty() && args.against.is_empty() {
        place::nothing_to_read(&args.read)?;
    }
    let opened = if args.paths.is_empty() {
        place::open_fresh(global, &args.read, &bar)?
    } else {
        place::open(global, &args.read, &args.paths, &bar)?.collection
    };
    let against = if args.against.is_empty() {
        None
    } else {
        // Two texts are compared by one model: that of the collection, where there is one.
        let global = match global.model {
            None if args.paths.is_empty() => {
                let settings = Settings::read(opened.folder())?.unwrap_or_default();
                for_paths(global, Some(settings.model))
            }
            _ => for_paths(global, global.model.clone()),
        };
        Some(place::open(&global, &args.read, &args.against, &bar)?.collection)
    };
    let found = opened.similar(against.as_ref(), &args.options(), &Base::working_directory(), &bar)?;
    place::tell(global, &opened, !args.paths.is_empty())?;
    let file = args.write.output.as_deref();
    show(
        &found,
        format,
        file,
        |found| answers::similar::render(found, &style(args.full, 0, file.is_some())),
        answers::similar::csv,
        answers::similar::markdown,
    )?;
    let is_empty = found.pairs.is_empty() && found.groups.is_empty();
    Ok(if is_empty { Outcome::NothingFound } else { Outcome::Found })
}

pub(crate) fn compare(global: &Global, args: &CompareArgs) -> Result<Outcome, Failure> {
    let format = format(&args.write, global.json)?;
    let bar = Bar::new(global.quiet);
    if args.a == args.b {
        return Err(Failure::Usage {
            message: format!("`{}` is compared with itself", printable::display(&args.a)),
            hint: "name two files or folders",
        });
    }
    let open = |path: &PathBuf| place::open(global, &args.read, std::slice::from_ref(path), &bar);
    let (a, b) = (open(&args.a)?.collection, open(&args.b)?.collection);
    for collection in [&a, &b] {
        place::tell(global, collection, true)?;
    }
    let found = a.compare(&b, &args.options(), &Base::working_directory(), &bar)?;
    let file = args.write.output.as_deref();
    show(
        &found,
        format,
        file,
        |found| answers::compare::render(found, &style(args.full, 0, file.is_some())),
        answers::compare::csv,
        answers::compare::markdown,
    )?;
    Ok(if found.pairs.is_empty() { Outcome::NothingFound } else { Outcome::Found })
}

/// The same choices for named paths beside a collection.
fn for_paths(global: &Global, model: Option<String>) -> Global {
    let Global { allow_download, threads, wait, json, quiet, verbose, .. } = *global;
    Global { collection: None, model, allow_download, threads, wait, json, quiet, verbose }
}

/// The format that was asked for, or that the name of the file says.
fn format(args: &PairsWriteArgs, json: bool) -> Result<PairsFormat, Failure> {
    if let Some(folder) = args.output.as_deref().and_then(Path::parent)
        && !folder.as_os_str().is_empty()
        && !folder.is_dir()
    {
        let message = format!("there is no folder `{}` to write into", printable::display(folder));
        return Err(Failure::Usage { message, hint: "make the folder first, or name another with `-o`" });
    }
    if json {
        return Ok(PairsFormat::Json);
    }
    let Some(path) = args.output.as_deref().filter(|_| args.format.is_none()) else {
        return Ok(args.format.unwrap_or(PairsFormat::Terminal));
    };
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    Ok(match ending.as_deref() {
        None | Some("txt") => PairsFormat::Terminal,
        Some("md" | "markdown") => PairsFormat::Markdown,
        Some("json") => PairsFormat::Json,
        Some("csv") => PairsFormat::Csv,
        Some(_) => {
            return Err(Failure::Usage {
                message: format!("`{}` does not say which format it is to have", printable::display(path)),
                hint: "say what it is to be with `--format`, or end it with .csv, .json, .md or .txt",
            });
        }
    })
}

/// Writes a report in one format to standard output or to a file.
fn show<R: Serialize>(
    found: &R,
    format: PairsFormat,
    file: Option<&Path>,
    terminal: impl Fn(&R) -> String,
    csv: impl Fn(&R) -> Result<String, ReportError>,
    markdown: impl Fn(&R) -> String,
) -> Result<(), Failure> {
    match format {
        PairsFormat::Terminal => write(&terminal(found), file),
        PairsFormat::Json => write(&json::render(found)?, file),
        PairsFormat::Csv => write_bytes(csv(found)?.as_bytes(), file),
        PairsFormat::Markdown => write_bytes(markdown(found).as_bytes(), file),
    }
}
