//! Which files a list of paths stands for.
//!
//! The answer depends on the paths and the folders alone: `.gitignore` files count (in a repository or not), a
//! person's global Git settings do not, and files are sorted by name, so that a corpus is read in the same order
//! on every machine. Nothing is left out in silence: what a folder holds and cannot be read is listed with a reason.

use std::collections::HashSet;
use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

use ignore::WalkBuilder;

use super::encoding::looks_binary;
use super::{CorpusError, Format};

/// Bytes read of each file of a folder, to tell text from the rest.
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
/// A file that is named itself is taken whatever its extension (as plain text where that says nothing). In folders,
/// hidden and ignored files are passed over and files of unknown types are listed as skipped.
///
/// # Errors
///
/// A path that does not exist or cannot be read. A file *within* a folder that cannot be read is skipped instead.
pub fn walk(paths: &[PathBuf]) -> Result<Walk, CorpusError> {
    let mut found = Walk::default();
    let mut seen = HashSet::new();
    for path in paths {
        let metadata = fs::metadata(path).map_err(|source| failed(path, source))?;
        if metadata.is_dir() {
            fs::read_dir(path).map_err(|source| failed(path, source))?;
            walk_folder(path, &mut found, &mut seen);
        } else {
            // Opening a pipe takes it from its writer; only the reader of its text may do that.
            if metadata.is_file() {
                File::open(path).map_err(|source| failed(path, source))?;
            }
            if seen.insert(identity(path)) {
                let format = Format::of_path(path).unwrap_or(Format::Text);
                found.files.push(source_file(path, format, &metadata));
            }
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

fn walk_folder(root: &Path, found: &mut Walk, seen: &mut HashSet<PathBuf>) {
    let entries = WalkBuilder::new(root).require_git(false).git_global(false).git_exclude(false).build();
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error_path(&error).unwrap_or(root).to_owned();
                let cause = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
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
    if !metadata.is_file() {
        // A pipe or a socket: opening it could wait for ever.
        return Err(SkipReason::UnknownType);
    }
    if metadata.len() == 0 {
        return Err(SkipReason::Empty);
    }
    let mut head = Vec::new();
    File::open(path).and_then(|file| file.take(PEEK).read_to_end(&mut head)).map_err(unreadable)?;
    if looks_binary(&head) { Err(SkipReason::Binary) } else { Ok((format, metadata)) }
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
                name.push_str(&part.as_os_str().to_string_lossy());
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

fn error_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error_path(err),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
