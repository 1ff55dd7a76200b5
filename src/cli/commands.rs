//! One function a command.

use std::path::PathBuf;

use clap::CommandFactory;
use cognate::pipeline::{Base, Collection, PipelineError, WhenEmpty, embed_lines};
use cognate::printable;
use cognate::report::answers;
use cognate::store::Store;
use serde_json::json;

use super::args::{Cli, CompletionsArgs, Global, IndexArgs};
use super::bar::Bar;
use super::output::{Failure, Outcome, note, show, style, write};
use super::{model, place};

/// Folder of a new collection.
const FOLDER: &str = ".cognate";

pub(crate) fn index(global: &Global, args: &IndexArgs) -> Result<Outcome, Failure> {
    let base = Base::working_directory();
    let bar = Bar::new(global.quiet);
    let mut options = place::options(global, Some(&args.read))?;
    options.reembed = args.reembed;
    options.index = args.index.map(Into::into);
    options.builder = args.builder.map(Into::into);
    let mut sources = place::sources(&args.paths, &args.read)?;
    sources.strict = args.read.strict;
    if args.prune {
        sources.when_empty = WhenEmpty::Prune;
    }
    let folder = match &global.collection {
        Some(folder) => folder.clone(),
        // With paths a new collection is made here; without, it is the nearest that is brought up to date.
        None if !args.paths.is_empty() => PathBuf::from(FOLDER),
        None => cognate::pipeline::find_collection(&place::working_directory()?)?,
    };
    if let Some(missing) = sources.paths.iter().find(|path| !path.exists()) {
        // Before a collection is made for nothing.
        return Err(
            PipelineError::from(cognate::corpus::CorpusError::Missing { path: missing.clone() }).into()
        );
    }
    if args.forget.is_some() {
        // None is made for nothing.
        Store::open_existing(&folder)?;
    }
    model::of_collection(global, &folder)?;
    let mut collection = Collection::open(&folder, &options)?;
    if let Some(path) = &args.forget {
        let removed = collection.forget(path, &bar)?;
        let message = match removed {
            Some(files) => format!("forgot `{}`: {files} files removed\n", printable::display(path)),
            None => format!("`{}` was not remembered\n", printable::display(path)),
        };
        let text = if global.json { json!({ "schema": 1, "removed": removed }).to_string() } else { message };
        write(&text, None)?;
        return Ok(if removed.is_some() { Outcome::Found } else { Outcome::NothingFound });
    }
    let summary = collection.index(&sources, &base, &bar)?;
    show(global.json, &summary, |r| answers::indexed::render(r, &style(false, 0, false)))?;
    Ok(Outcome::Found)
}

pub(crate) fn embed(global: &Global, strict: bool) -> Result<Outcome, Failure> {
    let model = model::open(global, global.model.as_deref())?;
    let output = std::io::BufWriter::new(std::io::stdout().lock());
    let summary = embed_lines(model.as_ref(), std::io::stdin().lock(), output, strict)?;
    if summary.failed > 0 && !global.quiet {
        note(&format!(
            "{} of {} lines could not be read: they have an \"error\" instead of a vector",
            summary.failed, summary.texts
        ));
    }
    if summary.without_vector > 0 && !global.quiet {
        note(&format!("the model knows no word of {} texts: their vector is null", summary.without_vector));
    }
    if summary.windowed > 0 && !global.quiet {
        let window = model.info().window.unwrap_or_default();
        note(&format!(
            "{} texts were longer than the model's window of {window} tokens and were read in parts",
            summary.windowed
        ));
    }
    // An empty stream is a stream: engines that run this program over partitions have empty ones.
    Ok(Outcome::Found)
}

pub(crate) fn status(global: &Global, deep: bool) -> Result<Outcome, Failure> {
    let status = place::open_existing(global)?.status(&Base::working_directory(), deep)?;
    show(global.json, &status, |r| answers::status::render(r, &style(false, 0, false)))?;
    Ok(Outcome::Found)
}

pub(crate) fn compact(global: &Global, small: bool) -> Result<Outcome, Failure> {
    let compacted = place::open_to_write(global)?.compact(small, &Bar::new(global.quiet))?;
    show(global.json, &compacted, |r| answers::compact::render(r, &style(false, 0, false)))?;
    Ok(Outcome::Found)
}

pub(crate) fn verify(global: &Global) -> Result<Outcome, Failure> {
    let verified =
        place::open_existing(global)?.verify(&Base::working_directory(), &Bar::new(global.quiet))?;
    show(global.json, &verified, |r| answers::verify::render(r, &style(false, 0, false)))?;
    if verified.ok {
        return Ok(Outcome::Found);
    }
    Err(Failure::Usage {
        message: format!("the collection `{}` is not as it should be", verified.collection),
        hint: "run `cognate index`; if that does not help, move the folder away and index again",
    })
}

pub(crate) fn completions(args: &CompletionsArgs) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "cognate", &mut script);
    write(&String::from_utf8_lossy(&script), None)?;
    Ok(Outcome::Found)
}
