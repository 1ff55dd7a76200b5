//! The files that a report cites, read anew and held against it.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::align::{Key, Match, Short, align, gaps, short};
use crate::corpus::{self, CorpusError, Document, Language, ReadOptions, SourceFile, Unit};
use crate::report::answers::check::FileStatus;

/// Where a unit stands in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) line: u64,
    pub(super) at: Option<String>,
    pub(super) span: [u64; 2],
    pub(super) position: usize,
    pub(super) own_id: Option<String>,
}

/// A unit of a file that is none of the report at this place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fresh {
    pub(super) hash: Short,
    pub(super) spot: Spot,
    pub(super) language: Option<Language>,
    /// Its text; empty where nobody asks for it.
    pub(super) text: String,
    /// Number of the gap between units that kept their order.
    pub(super) gap: usize,
    /// Nothing of the report is known to have become of it.
    pub(super) free: bool,
}

/// What a file has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Looked {
    pub(super) status: FileStatus,
    pub(super) reason: Option<String>,
    /// For each unit of the report: where its text stands, and whether in the same order.
    pub(super) found: Vec<Option<(Spot, bool)>>,
    /// Its units that are none of those.
    pub(super) fresh: Vec<Fresh>,
    /// For each unit of the report the number of its gap.
    pub(super) gaps: Vec<usize>,
}

impl Looked {
    /// A file of which nothing can be read.
    pub(super) fn not_read(status: FileStatus, reason: Option<String>, units: usize) -> Self {
        Self { status, reason, found: vec![None; units], fresh: Vec::new(), gaps: vec![0; units] }
    }
}

/// Reads the file at `path`, which the report calls `name`, and looks for its units. Texts are kept for units alone that
/// are none of them.
pub(super) fn look(path: &Path, name: &str, cited: &[Key], options: &ReadOptions) -> Looked {
    let not_read = |status, reason| Looked::not_read(status, reason, cited.len());
    let file = match open(path, name) {
        Ok(file) => file,
        Err(error) if is_missing(&error) => return not_read(FileStatus::Missing, None),
        Err(error) => return not_read(FileStatus::Unreadable, Some(error.to_string())),
    };
    let mut known: BTreeMap<Short, usize> = BTreeMap::new();
    for key in cited {
        *known.entry(key.text).or_default() += 1;
    }
    // Of a text that is there more often than it is cited any copy may be left over.
    let mut spare: BTreeMap<Short, String> = BTreeMap::new();
    let (mut keys, mut units) = (Vec::new(), Vec::new());
    let broken = each_unit(&file, options, |document, unit| {
        let mut fresh = Fresh::new(document, &unit);
        keys.push(Key { text: fresh.hash, id: document.own_id.as_deref().map(short) });
        match known.get_mut(&fresh.hash) {
            None => fresh.text = unit.text,
            Some(0) => drop(spare.insert(fresh.hash, unit.text)),
            Some(left) => *left -= 1,
        }
        units.push(fresh);
    });
    let broken = match broken {
        Ok(broken) => broken,
        Err(error) => return not_read(FileStatus::Unreadable, Some(reason(&error))),
    };
    let matches = align(cited, &keys);
    let (gaps, new_gaps) = gaps(&matches, units.len());
    for (unit, gap) in units.iter_mut().zip(new_gaps) {
        unit.gap = gap;
    }
    let found = matches.iter().map(|found| {
        let Match { new, in_order } = (*found)?;
        units[new].free = false;
        Some((units[new].spot.clone(), in_order))
    });
    let found = found.collect();
    units.retain(|unit| unit.free);
    for unit in units.iter_mut().filter(|unit| unit.text.is_empty()) {
        unit.text = spare.get(&unit.hash).cloned().unwrap_or_default();
    }
    let status = if broken.is_some() { FileStatus::Damaged } else { FileStatus::Read };
    Looked { status, reason: broken, found, fresh: units, gaps }
}

/// The units of a file that the report does not know, without their texts.
///
/// # Errors
/// When it cannot be read.
pub(super) fn units_of(file: &SourceFile, options: &ReadOptions) -> Result<Vec<Fresh>, CorpusError> {
    let mut units = Vec::new();
    each_unit(file, options, |document, unit| units.push(Fresh::new(document, &unit)))?;
    Ok(units)
}

impl Fresh {
    fn new(document: &Document, unit: &Unit) -> Self {
        let mut hash = [0; 16];
        hash.copy_from_slice(&unit.hash.0[..16]);
        let spot = Spot {
            line: unit.line,
            at: unit.place.as_ref().map(ToString::to_string),
            span: [unit.span.start, unit.span.end],
            position: unit.position,
            own_id: document.own_id.clone(),
        };
        Self { hash, spot, language: unit.language, text: String::new(), gap: 0, free: true }
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The file, if it is one: a folder or a pipe of its name is not.
fn open(path: &Path, name: &str) -> io::Result<SourceFile> {
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a file any more"));
    }
    let walk =
        corpus::walk(&[path.to_path_buf()], corpus::WalkOptions::default()).map_err(|error| match error {
            CorpusError::Unreadable { source, .. } => source,
            other => io::Error::other(other.to_string()),
        })?;
    if !walk.skipped.is_empty() {
        return Err(io::Error::other("it is not a text file any more"));
    }
    let file = walk.files.into_iter().next().ok_or(io::ErrorKind::NotFound)?;
    Ok(SourceFile { name: name.to_owned(), ..file })
}

/// Tells every unit; broken records are passed over, and the first is told as it ends.
fn each_unit(
    file: &SourceFile,
    options: &ReadOptions,
    mut tell: impl FnMut(&Document, Unit),
) -> Result<Option<String>, CorpusError> {
    let (mut first, mut more) = (None, 0_usize);
    for document in corpus::read(file, options)? {
        match document {
            Ok(mut document) => {
                for unit in std::mem::take(&mut document.units) {
                    tell(&document, unit);
                }
            }
            Err(error) if first.is_none() => first = Some(reason(&error)),
            Err(_) => more += 1,
        }
    }
    Ok(first.map(|first| if more > 0 { format!("{first}, and {more} more") } else { first }))
}

/// Why, without the path, which is told before it.
fn reason(error: &CorpusError) -> String {
    match error {
        CorpusError::Unreadable { source, .. } => source.to_string(),
        CorpusError::Binary { .. } => "it is not a text file any more".to_owned(),
        other => other.to_string(),
    }
}
