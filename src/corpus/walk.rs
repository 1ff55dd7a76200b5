//! Which files a list of paths stands for.
//!
//! The answer depends on the paths and the folders alone: `.gitignore` files count (in a repository or not), but none above what was named,
//! and a person's global Git settings do not; files are sorted by name, so that a corpus is read in the same order
//! on every machine. Nothing is left out in silence: what a folder holds and is not read is listed with a reason.

use std::collections::HashSet;
use std::fmt;
use std::fs::{self, FileType, Metadata};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

use ignore::WalkBuilder;
use serde::{Deserialize, Serialize};

use super::blank::{self, is_blank_char};
use super::encoding::{decode, looks_binary};
use super::{CorpusError, Format, MAX_TEXT_BYTES};
use crate::message;

/// Bytes read of each file, to tell text from the rest.
const PEEK: u64 = 8192;

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it is.
    pub path: PathBuf,
    /// As shown: the path as it was given joined with the rest, `/`-separated, without a leading `./`.
    pub name: String,
    /// How it is to be understood.
    pub format: Format,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change, in nanoseconds since 1970 (0 where the system does not tell).
    pub modified_ns: i64,
}

/// Why a file of a folder is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SkipReason {
    /// The extension stands for no format that can be read.
    UnknownType,
    /// The extension promises text, the bytes are something else.
    Binary,
    /// The file has no bytes, or nothing but white space.
    Empty,
    /// A document that is no plain text, which this build does not read.
    NotBuiltIn,
    /// Running text with markup of more than [`MAX_TEXT_BYTES`].
    TooLarge,
    /// Neither a file nor a folder, such as `a pipe`: it is never opened, for that may take for ever.
    NotAFile(&'static str),
    /// A symbolic link: links are not followed, so that no file is read twice and no folder for ever.
    Link,
    /// A `.gitignore` or `.ignore` of the folder says that it does not count: a file, or a folder with all that is in it.
    Ignored,
    /// The operating system would not let it be read.
    Unreadable(String),
}

impl SkipReason {
    /// What kind of reason it is, in few words that stand for all files with it.
    pub fn kind(&self) -> UnreadKind {
        match self {
            Self::UnknownType | Self::NotBuiltIn => UnreadKind::UnknownType,
            Self::Binary => UnreadKind::Binary,
            Self::Empty => UnreadKind::Empty,
            Self::TooLarge => UnreadKind::TooLarge,
            Self::NotAFile(_) => UnreadKind::NotAFile,
            Self::Link => UnreadKind::Link,
            Self::Ignored => UnreadKind::Ignored,
            Self::Unreadable(_) => UnreadKind::Unreadable,
        }
    }
}

/// Why a file was not read, or not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum UnreadKind {
    /// It is not what its name says, or cannot be understood.
    Damaged,
    /// Records of it cannot be read; the others are.
    Partly,
    /// A password is needed.
    Encrypted,
    /// It has no text that could be found: a scan, a table of numbers.
    NoText,
    /// The operating system would not let it be read.
    Unreadable,
    /// It is larger than what is read of one file.
    TooLarge,
    /// Nothing is known of files with such names.
    UnknownType,
    /// Its bytes are no text.
    Binary,
    /// A `.gitignore` or `.ignore` says so.
    Ignored,
    /// A symbolic link.
    Link,
    /// Neither a file nor a folder.
    NotAFile,
    /// It has no bytes, or nothing but white space.
    Empty,
}

impl UnreadKind {
    /// Whether something is lost that was meant to be read: what `--strict` refuses.
    pub fn is_failure(self) -> bool {
        matches!(
            self,
            Self::Damaged | Self::Partly | Self::Encrypted | Self::NoText | Self::Unreadable | Self::TooLarge
        )
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownType => f.write_str("unknown type"),
            Self::Binary => f.write_str("not text"),
            Self::Empty => f.write_str("empty"),
            Self::NotBuiltIn => f.write_str("a document (this build lacks the feature `documents`)"),
            Self::TooLarge => write!(f, "larger than {}", message::size(MAX_TEXT_BYTES)),
            Self::NotAFile(kind) => f.write_str(kind),
            Self::Link => f.write_str("symbolic link"),
            Self::Ignored => f.write_str("ignored by `.gitignore`"),
            Self::Unreadable(cause) => write!(f, "cannot be read: {cause}"),
        }
    }
}

/// A file that a folder holds and that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Where it is.
    pub path: PathBuf,
    /// Why it is left out.
    pub reason: SkipReason,
}

/// What a list of paths stands for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Walk {
    /// The files to read, sorted by name, each once.
    pub files: Vec<SourceFile>,
    /// The files left out, sorted by path.
    pub skipped: Vec<Skipped>,
}

/// What of a folder is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WalkOptions {
    /// Also what a `.gitignore` or `.ignore` says not to look at.
    pub ignored: bool,
    /// Also files and folders whose names begin with a dot.
    pub hidden: bool,
}

/// Finds the files that `paths` (files and folders) stand for.
///
/// A file that is named itself is taken whatever its extension (as plain text where that says nothing), unless it is not text; and what is
/// named is read whatever a `.gitignore` above it says. In folders, hidden files are passed over, and ignored files (a folder of them as one) and
/// files of unknown types are listed as skipped.
///
/// # Errors
///
/// A path that does not exist, cannot be read, is neither file nor folder, or is running text with markup of more than [`MAX_TEXT_BYTES`]. Such a
/// file *within* a folder is skipped instead.
pub fn walk(paths: &[PathBuf], options: WalkOptions) -> Result<Walk, CorpusError> {
    let mut found = Walk::default();
    let mut seen = HashSet::new();
    for path in paths {
        let metadata = fs::metadata(path).map_err(|source| failed(path, source))?;
        if metadata.is_dir() {
            fs::read_dir(path).map_err(|source| failed(path, source))?;
            walk_folder(path, options, &mut found, &mut seen);
        } else {
            if let Some(kind) = special(metadata.file_type()) {
                return Err(CorpusError::NotAFile { path: path.clone(), kind });
            }
            walk_file(path, &metadata, &mut found, &mut seen)?;
        }
    }
    // A file that was named itself may have been skipped in a folder that was named before it.
    let taken: HashSet<&PathBuf> = found.files.iter().map(|file| &file.path).collect();
    found.skipped.retain(|skipped| !taken.contains(&skipped.path));
    found.files.sort_by(|a, b| a.name.cmp(&b.name));
    found.skipped.sort_by(|a, b| a.path.cmp(&b.path));
    found.skipped.dedup();
    Ok(found)
}

/// Takes a file that was named itself.
fn walk_file(
    path: &Path,
    metadata: &Metadata,
    found: &mut Walk,
    seen: &mut HashSet<PathBuf>,
) -> Result<(), CorpusError> {
    let format = Format::of_path(path).unwrap_or(Format::Text);
    if is_too_large(format, metadata) {
        let name = shown(path);
        return Err(CorpusError::TextTooLarge { name, bytes: metadata.len(), most: MAX_TEXT_BYTES });
    }
    let reason = if is_built_in(format) {
        unread_by_head(format, metadata, path).map_err(|source| failed(path, source))?
    } else {
        Some(SkipReason::NotBuiltIn)
    };
    if let Some(reason) = reason {
        found.skipped.push(Skipped { path: path.to_owned(), reason });
    } else if seen.insert(identity(path)) {
        found.files.push(source_file(path, format, metadata));
    }
    Ok(())
}

fn walk_folder(root: &Path, options: WalkOptions, found: &mut Walk, seen: &mut HashSet<PathBuf>) {
    let mut builder = WalkBuilder::new(root);
    builder.require_git(false).git_global(false).git_exclude(false).parents(false).hidden(!options.hidden);
    if options.ignored {
        builder.git_ignore(false).ignore(false);
    }
    // What a collection keeps is no text of anybody.
    builder.filter_entry(|entry| entry.depth() == 0 || !is_collection(entry.path()));
    let mut met: HashSet<PathBuf> = HashSet::new();
    let mut folders: Vec<PathBuf> = Vec::new();
    for entry in builder.build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error_path(&error).unwrap_or(root).to_owned();
                let cause = error.io_error().map_or_else(|| error.to_string(), root_cause);
                found.skipped.push(Skipped { path, reason: SkipReason::Unreadable(cause) });
                continue;
            }
        };
        let path = entry.path();
        let Some(kind) = entry.file_type() else { continue };
        if !options.ignored {
            if kind.is_dir() {
                folders.push(path.to_owned());
            }
            met.insert(path.to_owned());
        }
        let verdict = if entry.depth() == 0 || kind.is_dir() {
            continue;
        } else if kind.is_symlink() {
            Err(SkipReason::Link)
        } else if let Some(kind) = special(kind) {
            Err(SkipReason::NotAFile(kind))
        } else {
            examine(path)
        };
        match verdict {
            Ok((format, metadata)) if seen.insert(identity(path)) => {
                found.files.push(source_file(path, format, &metadata));
            }
            Ok(_) => {}
            Err(reason) => found.skipped.push(Skipped { path: path.to_owned(), reason }),
        }
    }
    for folder in folders {
        ignored(&folder, options, &met, found);
    }
}

/// Lists what the walk over a folder did not come to: what is ignored there.
fn ignored(folder: &Path, options: WalkOptions, met: &HashSet<PathBuf>, found: &mut Walk) {
    // A folder that cannot be read has been told already.
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let path = entry.path();
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if !met.contains(&path) && !is_collection(&path) && (options.hidden || !is_hidden) {
            found.skipped.push(Skipped { path, reason: SkipReason::Ignored });
        }
    }
}

/// Whether this is the folder of a collection, which is not looked into for text.
fn is_collection(path: &Path) -> bool {
    path.join("collection.db").is_file() && path.join("cognate.toml").is_file()
}

fn examine(path: &Path) -> Result<(Format, Metadata), SkipReason> {
    let format = Format::of_path(path).ok_or(SkipReason::UnknownType)?;
    if !is_built_in(format) {
        return Err(SkipReason::NotBuiltIn);
    }
    let unreadable = |error: io::Error| SkipReason::Unreadable(error.to_string());
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if let Some(kind) = special(metadata.file_type()) {
        return Err(SkipReason::NotAFile(kind));
    }
    if is_too_large(format, &metadata) {
        return Err(SkipReason::TooLarge);
    }
    match unread_by_head(format, &metadata, path).map_err(unreadable)? {
        Some(reason) => Err(reason),
        None => Ok((format, metadata)),
    }
}

/// Whether a file cannot be read because it is read whole; files of records and plain text are not.
fn is_too_large(format: Format, metadata: &Metadata) -> bool {
    !format.has_records() && format != Format::Text && metadata.len() > MAX_TEXT_BYTES
}

fn is_built_in(format: Format) -> bool {
    cfg!(feature = "documents") || !format.is_document()
}

/// Why the first bytes of a file say that it is not to be read: it should be text and is none. What begins blank is looked at further:
/// it may be all blank.
fn unread_by_head(format: Format, metadata: &Metadata, path: &Path) -> io::Result<Option<SkipReason>> {
    if format.is_document() {
        return Ok((metadata.len() == 0).then_some(SkipReason::Empty));
    }
    // Also what states no length: a file of the system's own may have bytes, or refuse to be read.
    let mut head = Vec::new();
    let mut file = crate::file::open(path)?;
    file.by_ref().take(PEEK).read_to_end(&mut head)?;
    if looks_binary(&head) {
        return Ok(Some(SkipReason::Binary));
    }
    // What is in an old encoding is told as a whole.
    let is_blank = || {
        let decoded = if metadata.len() < PEEK { decode(head.clone()).ok() } else { None };
        decoded.is_some_and(|decoded| decoded.text.chars().all(is_blank_char))
    };
    Ok((blank::is_blank(&head, file)? || is_blank()).then_some(SkipReason::Empty))
}

/// What something is that is neither a file nor a folder nor a link.
fn special(kind: FileType) -> Option<&'static str> {
    if kind.is_file() || kind.is_dir() || kind.is_symlink() {
        return None;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some("a pipe");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
    }
    Some("a device")
}

fn source_file(path: &Path, format: Format, metadata: &Metadata) -> SourceFile {
    let modified_ns = metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_nanos()).ok())
        .unwrap_or(0);
    SourceFile { path: path.to_owned(), name: shown(path), format, size: metadata.len(), modified_ns }
}

fn shown(path: &Path) -> String {
    let mut name = String::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::RootDir => name.push('/'),
            _ => {
                if !name.is_empty() && !name.ends_with('/') {
                    name.push('/');
                }
                name.push_str(&crate::path::text_of(part.as_ref()));
            }
        }
    }
    name
}

/// What two names of one file have in common.
fn identity(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn failed(path: &Path, source: io::Error) -> CorpusError {
    let path = path.to_owned();
    match source.kind() {
        io::ErrorKind::NotFound => CorpusError::Missing { path },
        _ => CorpusError::Unreadable { path, source },
    }
}

/// What the system said, without the path, which is told before it.
fn root_cause(error: &io::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

fn error_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error_path(err),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
