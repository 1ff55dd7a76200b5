//! What was seen and not read, or not whole: collected while files are read, kept in the collection, told afterwards.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use crate::corpus::{CorpusError, SkipReason, Skipped, UnreadKind};
use crate::pipeline::collection::absolute;
use crate::pipeline::{Base, Collection, PipelineError};
use crate::report::answers::unread::UnreadSummary;
use crate::report::sources::SkippedFile;
use crate::store::UnreadFile;

/// Records that were left out of a file.
#[derive(Debug, Default)]
pub(in crate::pipeline) struct LeftOut {
    pub(in crate::pipeline) records: usize,
    pub(in crate::pipeline) first: Option<CorpusError>,
    /// Reading ended before the file did.
    pub(in crate::pipeline) broke_off: bool,
}

impl LeftOut {
    pub(in crate::pipeline) fn add(&mut self, error: CorpusError) {
        self.broke_off |= matches!(error, CorpusError::Unreadable { .. });
        self.records += 1;
        self.first.get_or_insert(error);
    }
}

/// What was seen and not read.
pub(in crate::pipeline) struct Unread {
    /// Paths below which nothing could be read just now.
    unreadable: HashSet<String>,
    /// All paths that were passed over, whyever.
    pub(in crate::pipeline) seen: HashSet<String>,
    /// What is to be told of each.
    pub(in crate::pipeline) files: BTreeMap<String, UnreadFile>,
    /// The first file that should have been read and was not, and why.
    pub(in crate::pipeline) first: Option<CorpusError>,
}

impl Unread {
    pub(in crate::pipeline) fn new(skipped: &[Skipped]) -> Self {
        let unreadable = skipped.iter().filter(|s| matches!(s.reason, SkipReason::Unreadable(_)));
        let told = |skipped: &Skipped| {
            let (kind, reason) = (skipped.reason.kind(), skipped.reason.to_string());
            (absolute(&skipped.path), UnreadFile { kind, reason, records: None })
        };
        Self {
            unreadable: unreadable.map(|s| absolute(&s.path)).collect(),
            seen: skipped.iter().map(|s| absolute(&s.path)).collect(),
            files: skipped.iter().map(told).collect(),
            first: None,
        }
    }

    /// Whether `path` is one of those that could not be read just now, or lies below one.
    pub(in crate::pipeline) fn covers(&self, path: &str) -> bool {
        Path::new(path)
            .ancestors()
            .any(|part| part.to_str().is_some_and(|part| self.unreadable.contains(part)))
    }

    /// The system would not let a file be read.
    pub(in crate::pipeline) fn unreadable(&mut self, path: String, file: &Path, cause: std::io::Error) {
        let reason = SkipReason::Unreadable(cause.to_string()).to_string();
        self.files.insert(path.clone(), UnreadFile { kind: UnreadKind::Unreadable, reason, records: None });
        self.unreadable.insert(path);
        self.fail(CorpusError::Unreadable { path: file.to_owned(), source: cause });
    }

    /// A file is not text, whatever its name says.
    pub(in crate::pipeline) fn binary(&mut self, path: String) {
        let reason = SkipReason::Binary.to_string();
        self.files.insert(path, UnreadFile { kind: UnreadKind::Binary, reason, records: None });
    }

    /// Nothing of a file could be understood.
    pub(in crate::pipeline) fn damaged(&mut self, path: String, name: &str, error: CorpusError) {
        let kind = error.unread_kind();
        self.files
            .insert(path, UnreadFile { kind, reason: without_name(&error.to_string(), name), records: None });
        self.fail(error);
    }

    /// Records of a file were left out, and the others were read.
    pub(in crate::pipeline) fn partly(&mut self, path: String, name: &str, left_out: LeftOut) {
        let Some(first) = left_out.first else { return };
        let reason = without_name(&first.to_string(), name);
        let records = Some(left_out.records);
        self.files.insert(path, UnreadFile { kind: UnreadKind::Partly, reason, records });
        self.fail(first);
    }

    fn fail(&mut self, error: CorpusError) {
        self.first.get_or_insert(error);
    }
}

/// A message without the file that it begins with, which is told beside it; its line stays.
fn without_name(message: &str, name: &str) -> String {
    let quoted = format!("`{name}` ");
    let rest = message.strip_prefix(quoted.as_str()).or_else(|| {
        let rest = message.strip_prefix(name)?.strip_prefix(':')?;
        Some(rest.trim_start())
    });
    match rest {
        // A line number, and what is wrong there.
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => format!("line {rest}"),
        Some(rest) => rest.to_owned(),
        None => message.to_owned(),
    }
}

impl Collection {
    /// Files that were not read, or not whole, when the paths were last looked at, by path.
    ///
    /// # Errors
    /// As the store.
    pub fn unread(&self, base: &Base) -> Result<Vec<SkippedFile>, PipelineError> {
        self.told(base, |_| true)
    }

    /// [`Collection::unread`] of what lies below some paths.
    pub(in crate::pipeline) fn unread_below(
        &self,
        roots: &[String],
        base: &Base,
    ) -> Result<Vec<SkippedFile>, PipelineError> {
        self.told(base, |path| roots.iter().any(|root| Path::new(path).starts_with(root)))
    }

    fn told(&self, base: &Base, is_wanted: impl Fn(&str) -> bool) -> Result<Vec<SkippedFile>, PipelineError> {
        let told = |(path, UnreadFile { kind, reason, records }): (String, UnreadFile)| SkippedFile {
            path: base.show(&path),
            kind,
            reason,
            records,
        };
        Ok(self.store.unread()?.into_iter().filter(|(path, _)| is_wanted(path)).map(told).collect())
    }

    /// How many files were not read, and why.
    ///
    /// # Errors
    /// As the store.
    pub fn unread_summary(&self) -> Result<UnreadSummary, PipelineError> {
        let unread = self.store.unread()?;
        let files = unread.iter().map(|(path, file)| (PathBuf::from(path), file.kind, file.records));
        Ok(UnreadSummary::of(files, self.store.file_count()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_keeps_its_line_and_loses_its_file() {
        assert_eq!(without_name("a/b.csv:3: the row has 2 cells", "a/b.csv"), "line 3: the row has 2 cells");
        assert_eq!(without_name("a/b.csv: no column is named `x`", "a/b.csv"), "no column is named `x`");
        assert_eq!(without_name("`a/b.txt` is not a text file", "a/b.txt"), "is not a text file");
        assert_eq!(without_name("something else", "a/b.txt"), "something else");
    }
}
