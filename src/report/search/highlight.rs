//! Marks the words of a query where a text has them.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::report::layout::{Ink, width};

/// Most words of a query that are marked: each is looked for in every line.
const MOST: usize = 500;

/// Words of a query, in lower case.
pub(super) struct Words {
    /// Found as whole words.
    whole: BTreeSet<String>,
    /// Found anywhere: scripts without spaces, and Korean, whose particles stick to the word.
    anywhere: BTreeSet<String>,
}

impl Words {
    pub(super) fn of(query: &str) -> Self {
        let (mut whole, mut anywhere) = (BTreeSet::new(), BTreeSet::new());
        let runs = query.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
        for run in runs.filter(|run| !run.is_empty()).take(MOST) {
            if run.chars().any(width::is_wide) {
                anywhere.insert(run.to_lowercase());
            } else {
                whole.extend(run.unicode_words().filter(|word| word.len() > 1).map(str::to_lowercase));
            }
        }
        Self { whole, anywhere }
    }

    /// The line with what was found painted.
    pub(super) fn mark(&self, line: &str, ink: Ink) -> String {
        let mut marked = String::with_capacity(line.len());
        let mut done = 0;
        for range in self.found(line) {
            if range.start < done {
                continue;
            }
            marked.push_str(&line[done..range.start]);
            marked.push_str(&ink.found(&line[range.clone()]));
            done = range.end;
        }
        marked.push_str(&line[done..]);
        marked
    }

    fn found(&self, line: &str) -> Vec<Range<usize>> {
        let words = line.unicode_word_indices();
        let words = words.filter(|(_, word)| self.whole.contains(&word.to_lowercase()));
        let mut ranges: Vec<_> = words.map(|(start, word)| start..start + word.len()).collect();
        for part in &self.anywhere {
            ranges.extend(line.match_indices(part.as_str()).map(|(start, part)| start..start + part.len()));
        }
        ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        ranges
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(query: &str, line: &str) -> String {
        Words::of(query)
            .mark(line, Ink::new(true))
            .replace("\u{1b}[1m\u{1b}[32m", "<")
            .replace("\u{1b}[0m", ">")
    }

    #[test]
    fn words_in_any_case_but_not_within_words() {
        assert_eq!(
            mark("Armored TRAIN?", "An armored train; no training."),
            "An <armored> <train>; no training."
        );
        assert_eq!(mark("ÉTÉ", "l'été, Été"), "l'été, <Été>");
        assert_eq!(mark("a", "a b"), "a b");
    }

    #[test]
    fn korean_and_chinese_words_within_a_line() {
        assert_eq!(mark("열차 역", "열차가 역에서"), "<열차>가 <역>에서");
        assert_eq!(mark("裝甲列車", "裝甲列車離開"), "<裝甲列車>離開");
    }
}
