//! Names by number.

use std::collections::BTreeMap;

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

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The number of a name.
    pub(super) fn number(&self, name: Option<&String>) -> u64 {
        name.and_then(|name| self.numbers.get(name.as_str())).copied().unwrap_or(0)
    }

    /// The names in the order of their numbers, each as it is to be shown.
    pub(super) fn shown(self, show: impl Fn(&str) -> String) -> Vec<String> {
        self.numbers.into_keys().map(show).collect()
    }
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
        assert_eq!(names.shown(str::to_uppercase), ["A\u{202E}", "B"]);
    }
}
