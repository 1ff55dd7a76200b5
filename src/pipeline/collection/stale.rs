//! Whether files changed, came or went since a collection was brought up to date.

use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;

use crate::corpus;
use crate::pipeline::collection::absolute;
use crate::pipeline::{Collection, PipelineError};

/// Files above which a collection is not held against them: it would take longer than a search.
const MOST_FILES: usize = 10_000;

/// How many files a collection is behind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stale {
    /// Files whose size or time is another.
    pub changed: usize,
    /// Files that can be read and were not there.
    pub new: usize,
    /// Files that are not there any more.
    pub gone: usize,
}

impl Stale {
    /// Whether nothing is.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// The line that a person reads; nothing where all is as it was.
    pub fn sentence(self) -> Option<String> {
        let Self { changed, new, gone } = self;
        let parts = [(changed, "changed"), (new, "new"), (gone, "gone")];
        let parts: Vec<String> =
            parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        (!parts.is_empty()).then(|| {
            format!(
                "files are not as they were when this collection was made: {}; `cognate index` brings it up to date, and `--fresh` does so first",
                parts.join(", ")
            )
        })
    }
}

impl Collection {
    /// How many files changed, came or went, by their size and time; nothing is said of a collection of more than 10,000 files, of paths that are not there
    /// now, and of a collection that lies elsewhere than it was made.
    ///
    /// # Errors
    /// As the store.
    pub fn stale(&self) -> Result<Stale, PipelineError> {
        let mut stale = Stale::default();
        let roots: Vec<PathBuf> = self
            .store
            .roots()?
            .into_iter()
            .filter(|root| root.trusted)
            .map(|root| crate::path::of_text(&root.path))
            .filter(|root| root.exists())
            .collect();
        let known = self.store.files()?;
        if self.store.is_in_memory() || known.len() > MOST_FILES || roots.is_empty() {
            return Ok(stale);
        }
        let unread = self.store.unread()?;
        // What cannot be read now was told, and stays as it was read before.
        let is_kept = |path: &String| unread.get(path).is_some_and(|file| file.records.is_none());
        let is_below = |path: &std::path::Path| roots.iter().any(|root| path.starts_with(root));
        let found: Vec<Option<bool>> = known
            .par_iter()
            .filter(|(path, _)| !is_kept(path))
            .map(|(path, file)| (crate::path::of_text(path), file))
            .filter(|(path, _)| is_below(path))
            .map(|(path, file)| {
                let metadata = std::fs::metadata(&path).ok()?;
                let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                let modified = modified.and_then(|time| i64::try_from(time.as_nanos()).ok()).unwrap_or(0);
                Some(metadata.len() != file.size || modified != file.modified_ns)
            })
            .collect();
        stale.gone = found.iter().filter(|found| found.is_none()).count();
        stale.changed = found.iter().filter(|found| **found == Some(true)).count();
        for root in roots {
            // What cannot be looked at now is told by the next `index`.
            let Ok(walk) = corpus::walk(&[root], self.settings.walk()) else { continue };
            let paths = walk.files.iter().map(|file| absolute(&file.path));
            stale.new += paths.filter(|path| !known.contains_key(path) && !unread.contains_key(path)).count();
        }
        Ok(stale)
    }
}
