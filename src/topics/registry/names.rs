//! Names that no two topics share.

use std::collections::BTreeSet;

/// A name as it is compared: capitals and white space at the ends do not tell two apart.
pub(super) fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// The label if it is free, else the label with the first of `spare` that makes it free, else with a number; the
/// name is then taken.
pub(super) fn free(label: &str, spare: &[String], taken: &mut BTreeSet<String>) -> String {
    let label = if label.trim().is_empty() { "topic" } else { label.trim() };
    let with_terms = spare.iter().map(|term| format!("{label}, {term}"));
    let numbered = (2..).map(|number: u64| format!("{label} {number}"));
    let name = std::iter::once(label.to_owned())
        .chain(with_terms)
        .chain(numbered)
        .find(|name| !taken.contains(&folded(name)))
        .unwrap_or_default();
    taken.insert(folded(&name));
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_taken_gets_the_next_term_and_then_a_number() {
        let mut taken = BTreeSet::new();
        let spare = ["border".to_owned()];
        let mut name = |label: &str| free(label, &spare, &mut taken);
        assert_eq!(name("train, Khasan"), "train, Khasan");
        assert_eq!(name("Train, Khasan "), "Train, Khasan, border");
        assert_eq!(name("train, khasan"), "train, khasan 2");
        assert_eq!(name("train, khasan"), "train, khasan 3");
        assert_eq!(name(" "), "topic");
        assert_eq!(name(""), "topic, border");
    }
}
