//! How many files were not read, and why, in one line.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::corpus::UnreadKind;
use crate::report::text::number::{count, grouped};

/// Extensions of unknown types that are named.
const EXTENSIONS: usize = 3;

/// How many files were not read, or not whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadSummary {
    /// Files of which nothing was read; a folder that is ignored counts as one.
    pub files: usize,
    /// Files that were read in part.
    pub partly: usize,
    /// Records that were left out of these.
    pub records: usize,
    /// Files that were found, read or not.
    pub of: usize,
    /// Files by why.
    pub kinds: BTreeMap<UnreadKind, usize>,
    /// The most frequent extensions among those of an unknown type, with the dot.
    pub extensions: Vec<String>,
}

impl UnreadSummary {
    /// Counts files, given with the records that were left out of each, beside `read` that were read.
    pub fn of(files: impl Iterator<Item = (PathBuf, UnreadKind, Option<usize>)>, read: usize) -> Self {
        let mut summary = Self::default();
        let mut extensions: BTreeMap<String, usize> = BTreeMap::new();
        for (path, kind, records) in files {
            *summary.kinds.entry(kind).or_default() += 1;
            match records {
                Some(records) => {
                    summary.partly += 1;
                    summary.records += records;
                }
                None => summary.files += 1,
            }
            if let Some(extension) = path.extension().filter(|_| kind == UnreadKind::UnknownType) {
                *extensions.entry(format!(".{}", extension.to_string_lossy())).or_default() += 1;
            }
        }
        let mut extensions: Vec<(String, usize)> = extensions.into_iter().collect();
        extensions.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        summary.extensions =
            extensions.into_iter().take(EXTENSIONS).map(|(extension, _)| extension).collect();
        summary.of = read + summary.files;
        summary
    }

    /// Whether all was read.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// The line that a person reads; nothing where all was read.
    pub fn sentence(&self) -> Option<String> {
        let mut parts = Vec::new();
        if self.files > 0 {
            let were = if self.files == 1 { "was" } else { "were" };
            let kinds = self.kinds.iter().filter(|(kind, _)| **kind != UnreadKind::Partly);
            let kinds: Vec<String> =
                kinds.map(|(kind, n)| format!("{} {}", grouped(*n), self.words(*kind))).collect();
            parts.push(format!(
                "{} of {} {were} not read: {}",
                grouped(self.files),
                count(self.of, "file"),
                kinds.join(", ")
            ));
        }
        if self.partly > 0 {
            let were = if self.records == 1 { "was" } else { "were" };
            parts.push(format!(
                "{} in {} {were} left out",
                count(self.records, "record"),
                count(self.partly, "file")
            ));
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    fn words(&self, kind: UnreadKind) -> String {
        match kind {
            UnreadKind::Damaged => "that cannot be understood".to_owned(),
            UnreadKind::Encrypted => "encrypted".to_owned(),
            UnreadKind::NoText => "without a text".to_owned(),
            UnreadKind::Unreadable => "that cannot be read".to_owned(),
            UnreadKind::TooLarge => "too large".to_owned(),
            UnreadKind::UnknownType if self.extensions.is_empty() => "of an unknown type".to_owned(),
            UnreadKind::UnknownType => format!("of an unknown type ({})", self.extensions.join(", ")),
            UnreadKind::Binary => "not text".to_owned(),
            UnreadKind::Ignored => "ignored by .gitignore".to_owned(),
            UnreadKind::Link => "symbolic links".to_owned(),
            UnreadKind::NotAFile => "no ordinary files".to_owned(),
            UnreadKind::Empty => "empty".to_owned(),
            UnreadKind::Partly => "in part".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(files: &[(&str, UnreadKind, Option<usize>)], read: usize) -> UnreadSummary {
        UnreadSummary::of(files.iter().map(|(path, kind, records)| (path.into(), *kind, *records)), read)
    }

    #[test]
    fn one_line_says_how_many_and_why() {
        use UnreadKind::{Damaged, Ignored, Partly, UnknownType};
        assert_eq!(summary(&[], 3).sentence(), None);
        let all = [
            ("a.key", UnknownType, None),
            ("b.key", UnknownType, None),
            ("c.zzz", UnknownType, None),
            ("d.csv", Damaged, None),
            ("drafts", Ignored, None),
            ("e.jsonl", Partly, Some(3)),
        ];
        assert_eq!(
            summary(&all, 1_195).sentence().unwrap(),
            "5 of 1,200 files were not read: 1 that cannot be understood, 3 of an unknown type (.key, .zzz), 1 ignored by \
             .gitignore; 3 records in 1 file were left out"
        );
        assert_eq!(summary(&all[5..], 1).sentence().unwrap(), "3 records in 1 file were left out");
        assert_eq!(
            summary(&all[3..4], 0).sentence().unwrap(),
            "1 of 1 file was not read: 1 that cannot be understood"
        );
    }
}
