//! Which collection a command works on: the paths that were named, or the nearest one.

use std::path::PathBuf;
use std::time::Duration;

use cognate::pipeline::{
    Base, Collection, CollectionOptions, PipelineError, Sources, WhenEmpty, cached_folder, find_collection,
    prune_cache,
};
use cognate::printable;
use cognate::report::answers::indexed::IndexReport;
use cognate::store::{Settings, Store};

use super::args::{Global, ReadArgs};
use super::bar::Bar;
use super::model;
use super::output::{Failure, note};

/// An open collection, with what was passed over while its files were read.
pub(crate) struct Opened {
    pub(crate) collection: Collection,
    pub(crate) summary: Option<IndexReport>,
}

/// The choices that arguments make.
pub(crate) fn options(global: &Global, read: Option<&ReadArgs>) -> Result<CollectionOptions, Failure> {
    Ok(CollectionOptions {
        model: global.model.as_deref().map(|name| model::spec(global, name)).transpose()?,
        unit: read.and_then(|read| read.unit).map(Into::into),
        text_field: read.and_then(|read| read.text_field.clone()),
        id_field: read.and_then(|read| read.id_field.clone()),
        title_field: read.and_then(|read| read.title_field.clone()),
        date_field: read.and_then(|read| read.date_field.clone()),
        delimiter: read.and_then(|read| read.delimiter),
        no_header: read.is_some_and(|read| read.no_header),
        ignored: read.is_some_and(|read| read.no_ignore),
        hidden: read.is_some_and(|read| read.hidden),
        threads: global.threads.map(Into::into),
        reembed: false,
        index: None,
        builder: None,
        wait: Some(Duration::from_secs(global.wait)),
    })
}

/// Opens the collection that a reading command works on. Named paths are read into a collection in the user's cache
/// folder; standard input into one that is deleted at the end.
pub(crate) fn open(
    global: &Global,
    read: &ReadArgs,
    paths: &[PathBuf],
    bar: &Bar,
) -> Result<Opened, Failure> {
    let options = options(global, Some(read))?;
    if paths.is_empty() {
        nothing_to_read(read)?;
        let collection = open_fresh(global, read, bar)?;
        return Ok(Opened { collection, summary: None });
    }
    if global.collection.is_some() {
        return Err(Failure::Usage {
            message: "`--collection` and paths do not go together here".into(),
            hint: "leave the paths out to use the collection, or put them into it with `cognate index`",
        });
    }
    // What is kept of a path that is gone or empty is kept for when it is back, and is not searched.
    let sources = Sources { when_empty: WhenEmpty::Refuse, strict: read.strict, ..sources(paths, read)? };
    // Two searches of one folder at once share its cache: the second waits for the first to have read it. What is kept of
    // a model that is another by now, of a newer program or a file that was exchanged, is nobody's only copy.
    let options = CollectionOptions { wait: Some(Duration::MAX), reembed: true, ..options };
    let mut collection = match working_folder(&sources, &options) {
        Some(folder) => Collection::open(&folder, &options)?,
        None => Collection::in_memory(&options)?,
    };
    let summary = collection.index(&sources, &Base::working_directory(), bar)?;
    // What follows may take long, and changes nothing.
    collection.release();
    Ok(Opened { collection, summary: Some(summary) })
}

/// Refuses to say how files are read where none is.
pub(crate) fn nothing_to_read(read: &ReadArgs) -> Result<(), Failure> {
    let fields = [&read.text_field, &read.title_field, &read.date_field, &read.id_field];
    let chosen =
        fields.iter().any(|field| field.is_some()) || read.unit.is_some() || read.delimiter.is_some();
    if !chosen
        && read.input_format.is_none()
        && !read.no_header
        && !read.no_ignore
        && !read.hidden
        && (!read.strict || read.fresh)
    {
        return Ok(());
    }
    Err(Failure::Usage {
        message: "`--unit`, `--text-field` and their like say how files are read, and no path is named"
            .into(),
        hint: "name the paths, or change the collection with `cognate index --unit ...`",
    })
}

/// Opens the collection that was named, or the nearest one.
pub(crate) fn open_existing(global: &Global) -> Result<Collection, Failure> {
    let folder = existing(global)?;
    model::of_collection(global, &folder)?;
    Ok(Collection::open_existing(&folder, &options(global, None)?)?)
}

/// As [`open_existing`]; brought up to date first where that is asked for, by the arguments or by the collection's own settings.
pub(crate) fn open_fresh(global: &Global, read: &ReadArgs, bar: &Bar) -> Result<Collection, Failure> {
    let folder = existing(global)?;
    let auto = Settings::read(&folder).map_err(PipelineError::from)?.is_some_and(|settings| settings.auto);
    if !read.fresh && !auto {
        return open_existing(global);
    }
    let mut collection = open_to_write(global)?;
    let sources = Sources { strict: read.strict, ..Sources::default() };
    collection.index(&sources, &Base::working_directory(), bar)?;
    collection.release();
    Ok(collection)
}

/// Says in a line each, on standard error, what was not read of what was searched, and whether files changed since. `-v` names the files.
pub(crate) fn tell(global: &Global, collection: &Collection, is_new: bool) -> Result<(), Failure> {
    if global.quiet {
        return Ok(());
    }
    if let Some(sentence) = collection.unread_summary()?.sentence() {
        let more = if global.verbose == 0 { "; `-v` lists them" } else { "" };
        note(&format!("{sentence}{more}"));
        if global.verbose > 0 {
            for file in collection.unread(&Base::working_directory())? {
                let left_out = match file.records {
                    None => String::new(),
                    Some(1) => "1 record left out: ".to_owned(),
                    Some(n) => format!("{n} records left out; the first: "),
                };
                note(&format!("{}: {left_out}{}", printable::name(&file.path), file.reason));
            }
        }
    }
    if !is_new && let Some(sentence) = collection.stale()?.sentence() {
        note(&sentence);
    }
    Ok(())
}

/// As [`open_existing`], to be written.
pub(crate) fn open_to_write(global: &Global) -> Result<Collection, Failure> {
    let folder = existing(global)?;
    model::of_collection(global, &folder)?;
    // An existing one: none is made for nothing.
    Store::open_existing(&folder).map_err(PipelineError::from)?;
    Ok(Collection::open(&folder, &options(global, None)?)?)
}

/// The folder of the collection that was named, or of the nearest one.
pub(crate) fn existing(global: &Global) -> Result<PathBuf, Failure> {
    match &global.collection {
        Some(folder) => Ok(folder.clone()),
        None => Ok(find_collection(&working_directory()?)?),
    }
}

pub(crate) fn working_directory() -> Result<PathBuf, Failure> {
    std::env::current_dir()
        .map_err(|source| Failure::Io { what: "cannot tell the working directory".to_owned(), source })
}

/// Files and folders as typed; `-` is standard input.
pub(crate) fn sources(paths: &[PathBuf], read: &ReadArgs) -> Result<Sources, Failure> {
    let mut sources = Sources { stdin_format: read.input_format, ..Sources::default() };
    for path in paths {
        if path.as_os_str() != "-" {
            sources.paths.push(path.clone());
        } else if sources.stdin.is_none() {
            let bytes = cognate::corpus::read_input("<stdin>", std::io::stdin().lock())?;
            sources.stdin = Some(bytes);
        }
    }
    if sources.stdin.is_none() && read.input_format.is_some() {
        return Err(Failure::Usage {
            message: "`--input-format` says what standard input is, and it is not read".to_owned(),
            hint: "name `-` among the paths; the format of a file is told by its name",
        });
    }
    Ok(sources)
}

/// The folder in the cache for these paths. Standard input is kept in memory alone, and so is everything where there is no cache that is this
/// user's own.
fn working_folder(sources: &Sources, options: &CollectionOptions) -> Option<PathBuf> {
    let cache = cache_folder().filter(|_| sources.stdin.is_none())?;
    prune_cache(&cache);
    let folder = cached_folder(&cache, &sources.paths, options);
    match cognate::file::create_private_folder(&folder) {
        Ok(()) if !cognate::store::is_foreign(&folder) => return Some(folder),
        Ok(()) => log::warn!("nothing is cached: `{}` belongs to another user", folder.display()),
        Err(error) => log::warn!("nothing is cached: {}: {error}", folder.display()),
    }
    None
}

/// `COGNATE_CACHE_DIR`, else the user's cache folder.
pub(crate) fn cache_folder() -> Option<PathBuf> {
    match std::env::var_os("COGNATE_CACHE_DIR").filter(|dir| !dir.is_empty()) {
        Some(dir) => Some(PathBuf::from(dir)),
        None => directories::ProjectDirs::from("", "", "cognate").map(|dirs| dirs.cache_dir().to_path_buf()),
    }
}
