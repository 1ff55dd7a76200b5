//! Looks at one file: whether it is as it was, and else what it holds.

use std::collections::HashMap;
use std::path::Path;

use crate::corpus::{self, CorpusError, Document, ReadOptions, SourceFile};
use crate::pipeline::collection::absolute;
use crate::store::KnownFile;

/// A file that was looked at.
pub(super) struct Looked {
    /// Absolute path.
    pub(super) path: String,
    /// It was known before.
    pub(super) before: bool,
    pub(super) hash: [u8; 32],
    pub(super) found: What,
}

/// What is to be done with a file.
pub(super) enum What {
    /// Nothing: size and time are as before.
    Same,
    /// Its bytes are as before, its time is not.
    Touched(i64),
    /// Nothing: it is not text.
    Binary,
    /// Nothing: the system would not let it be read just now, and says why.
    Unreadable(std::io::Error),
    /// Nothing of it can be understood.
    Damaged(CorpusError),
    /// These documents take the place of what was known.
    Read(Vec<Result<Document, CorpusError>>),
    /// It holds records, perhaps millions, or a large text, which are read one by one or part by part.
    Stream,
}

/// Looks at a file, and reads it where it is not as it was.
pub(super) fn look(
    file: &SourceFile,
    known: &HashMap<String, KnownFile>,
    same_reading: bool,
    options: &ReadOptions,
) -> Looked {
    let path = absolute(&file.path);
    let before = known.get(&path);
    let looked = |hash, found| Looked { before: before.is_some(), hash, found, path: path.clone() };
    if let Some(before) = before.filter(|_| same_reading)
        && before.size == file.size
        && before.modified_ns == file.modified_ns
    {
        // File systems may have other numbers after a restart.
        let same = before.device == device(&file.path);
        return looked(before.hash, if same { What::Same } else { What::Touched(before.id) });
    }
    let hash = match corpus::hash_file(&file.path) {
        Ok(hash) => hash,
        Err(CorpusError::Unreadable { source, .. }) => {
            return looked([0; 32], What::Unreadable(source));
        }
        Err(error) => return looked([0; 32], What::Damaged(error)),
    };
    if let Some(before) = before.filter(|before| same_reading && before.hash == hash) {
        return looked(hash, What::Touched(before.id));
    }
    // What is streamed is opened here only to see whether it is text.
    let read = corpus::read(file, options);
    match read {
        Ok(_) if file.is_streamed(options) => looked(hash, What::Stream),
        Ok(documents) => looked(hash, What::Read(documents.collect())),
        Err(error) if error.is_binary() => looked(hash, What::Binary),
        Err(CorpusError::Unreadable { source, .. }) => looked(hash, What::Unreadable(source)),
        Err(error) => looked(hash, What::Damaged(error)),
    }
}

/// The file system that a file lies on.
pub(super) fn device(path: &Path) -> Option<u64> {
    std::fs::metadata(path).ok().as_ref().and_then(device_of)
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it is not known")]
pub(super) fn device_of(metadata: &std::fs::Metadata) -> Option<u64> {
    Some(std::os::unix::fs::MetadataExt::dev(metadata))
}

#[cfg(not(unix))]
pub(super) fn device_of(_: &std::fs::Metadata) -> Option<u64> {
    None
}
