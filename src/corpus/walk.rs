//! Which files a list of paths stands for.
//!
//! The answer depends on the paths and the folders alone: `.gitignore` files count (in a repository or not), a
//! person's global Git settings do not, and files are sorted by name, so that a corpus is read in the same order
//! on every machine. Nothing is left out in silence: what a folder holds and cannot be read is listed with a reason.

use std::collections::HashSet;
use std::fmt;
use std::fs::{self, FileType, Metadata};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

use ignore::WalkBuilder;

use super::encoding::looks_binary;
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
    /// The file has no bytes.
    Empty,
    /// Running text of more than [`MAX_TEXT_BYTES`].
    TooLarge,
    /// Neither a file nor a folder, such as `a pipe`: it is never opened, for that may take for ever.
    NotAFile(&'static str),
    /// A symbolic link: links are not followed, so that no file is read twice and no folder for ever.
    Link,
    /// The operating system would not let it be read.
    Unreadable(String),
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownType => f.write_str("unknown type"),
            Self::Binary => f.write_str("not text"),
            Self::Empty => f.write_str("empty"),
            Self::TooLarge => write!(f, "larger than {}", message::size(MAX_TEXT_BYTES)),
            Self::NotAFile(kind) => f.write_str(kind),
            Self::Link => f.write_str("symbolic link"),
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

/// Finds the files that `paths` (files and folders) stand for.
///
/// A file that is named itself is taken whatever its extension (as plain text where that says nothing), unless it is not text. In
/// folders, hidden and ignored files are passed over and files of unknown types are listed as skipped.
///
/// # Errors
///
/// A path that does not exist, cannot be read, is neither file nor folder, or is running text of more than [`MAX_TEXT_BYTES`]. Such a
/// file *within* a folder is skipped instead.
pub fn walk(paths: &[PathBuf]) -> Result<Walk, CorpusError> {
    let mut found = Walk::default();
    let mut seen = HashSet::new();
    for path in paths {
        let metadata = fs::metadata(path).map_err(|source| failed(path, source))?;
        if metadata.is_dir() {
            fs::read_dir(path).map_err(|source| failed(path, source))?;
            walk_folder(path, &mut found, &mut seen);
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
    if begins_as_binary(path).map_err(|source| failed(path, source))? {
        found.skipped.push(Skipped { path: path.to_owned(), reason: SkipReason::Binary });
    } else if seen.insert(identity(path)) {
        found.files.push(source_file(path, format, metadata));
    }
    Ok(())
}

fn walk_folder(root: &Path, found: &mut Walk, seen: &mut HashSet<PathBuf>) {
    let entries = WalkBuilder::new(root).require_git(false).git_global(false).git_exclude(false).build();
    for entry in entries {
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
}

fn examine(path: &Path) -> Result<(Format, Metadata), SkipReason> {
    let format = Format::of_path(path).ok_or(SkipReason::UnknownType)?;
    let unreadable = |error: io::Error| SkipReason::Unreadable(error.to_string());
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if let Some(kind) = special(metadata.file_type()) {
        return Err(SkipReason::NotAFile(kind));
    }
    if metadata.len() == 0 {
        return Err(SkipReason::Empty);
    }
    if is_too_large(format, &metadata) {
        return Err(SkipReason::TooLarge);
    }
    if begins_as_binary(path).map_err(unreadable)? { Err(SkipReason::Binary) } else { Ok((format, metadata)) }
}

/// Whether a file cannot be read because it is read whole; files of records are not.
fn is_too_large(format: Format, metadata: &Metadata) -> bool {
    !format.has_records() && metadata.len() > MAX_TEXT_BYTES
}

fn begins_as_binary(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    crate::file::open(path)?.take(PEEK).read_to_end(&mut head)?;
    Ok(looks_binary(&head))
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
