//! Lists: names by number, beginnings of texts, and the first of many with how many more there are.

use std::collections::BTreeMap;

use crate::report::layout::wrap::{cut, one_line};

/// Different names in their order, each with a number from 1; 0 is none.
pub(super) struct Names<'a> {
    numbers: BTreeMap<&'a str, u64>,
}

impl<'a> Names<'a> {
    /// The names that there are.
    pub(super) fn new(names: impl Iterator<Item = Option<&'a String>>) -> Self {
        let mut numbers: BTreeMap<&str, u64> = names.flatten().map(|name| (name.as_str(), 0)).collect();
        numbers.values_mut().zip(1..).for_each(|(number, next)| *number = next);
        Self { numbers }
    }

    /// The number of a name.
    pub(super) fn number(&self, name: Option<&String>) -> u64 {
        name.and_then(|name| self.numbers.get(name.as_str())).copied().unwrap_or(0)
    }

    /// The names in the order of their numbers, each on one line.
    pub(super) fn into_lines(self) -> Vec<String> {
        self.numbers.into_keys().map(one_line).collect()
    }
}

/// The beginning of a text on one line, of at most so many columns. A text of megabytes is not read to its end.
pub(super) fn beginning(text: &str, columns: usize) -> String {
    let end = text.char_indices().nth(columns * 4).map_or(text.len(), |(place, _)| place);
    let line = one_line(&text[..end]);
    let shown = cut(&line, columns);
    if end < text.len() && !shown.ends_with('…') { shown + "…" } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_numbered_in_their_order() {
        let given = ["b".to_owned(), "a\u{202E}".to_owned(), "b".to_owned()];
        let names = Names::new(given.iter().map(Some).chain([None]));
        assert_eq!(
            [names.number(Some(&given[0])), names.number(Some(&given[1])), names.number(None)],
            [2, 1, 0]
        );
        assert_eq!(names.into_lines(), ["a", "b"]);
    }

    #[test]
    fn a_beginning_says_that_there_is_more() {
        assert_eq!(beginning("one two", 20), "one two");
        assert_eq!(beginning("one two three", 9), "one two…");
        assert_eq!(beginning(&format!("one{}two", " ".repeat(500)), 20), "one…");
    }
}
