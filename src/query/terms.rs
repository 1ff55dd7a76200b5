//! The text of a query: what is to be ranked, and the few signs by which words are required or excluded.
//!
//! | written | meant |
//! |---|---|
//! | `"exact phrase"`, `“…”`, `„…“`, `«…»` | these words, one after the other |
//! | `+word`, `+"a phrase"` | must be there |
//! | `-word`, `-"a phrase"` | must not be there |
//! | `word*` | a word that begins like this must be there |
//!
//! A sign counts only where a word begins, at the start or after white space: `Su-35`, `2019-2020` and `C++` are words. A quote that is not
//! closed is an ordinary sign. So every text is a query, and most have none of it.

mod automaton;
mod scan;

#[cfg(test)]
mod tests;

use self::automaton::Automaton;
use self::scan::Sign;
use super::units::{Script, identity, units};

/// The text of a query, read.
#[derive(Debug, Clone)]
pub struct Terms {
    text: String,
    required: Vec<Term>,
    excluded: Vec<Term>,
    automaton: Automaton,
}

/// One or more words that a query requires or excludes, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    written: String,
    units: Vec<TermUnit>,
    is_prefix: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct TermUnit {
    key: String,
    script: Script,
}

impl Terms {
    /// Reads the text of a query. Every text is one.
    ///
    /// ```
    /// use cognate::query::Terms;
    ///
    /// let terms = Terms::parse("\"armored train\" crossing -museum");
    /// assert_eq!(terms.text(), "armored train crossing");
    /// assert!(terms.matches("An ARMORED TRAIN left the capital."));
    /// assert!(!terms.matches("The armored train of the museum."));
    /// ```
    pub fn parse(text: &str) -> Self {
        let scanned = scan::scan(text);
        let (required, excluded): (Vec<_>, Vec<_>) =
            scanned.terms.into_iter().partition(|(sign, _)| *sign == Sign::Required);
        let terms = |signed: Vec<(Sign, Term)>| signed.into_iter().map(|(_, term)| term).collect();
        Self::new(scanned.text, terms(required), terms(excluded))
    }

    /// A query without any signs: everything is to be ranked as it stands.
    pub fn literal(text: &str) -> Self {
        Self::new(text.to_owned(), Vec::new(), Vec::new())
    }

    fn new(text: String, required: Vec<Term>, excluded: Vec<Term>) -> Self {
        let automaton = Automaton::new(&required, &excluded);
        Self { text, required, excluded, automaton }
    }

    /// What is to be ranked: the text without the signs and without what is excluded. Empty where all is excluded.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing is required or excluded: the text is as it was written.
    pub fn is_plain(&self) -> bool {
        self.required.is_empty() && self.excluded.is_empty()
    }

    /// What must be there.
    pub fn required(&self) -> &[Term] {
        &self.required
    }

    /// What must not be there.
    pub fn excluded(&self) -> &[Term] {
        &self.excluded
    }

    /// Whether a text has everything that is required, and nothing that is excluded.
    pub fn matches(&self, text: &str) -> bool {
        self.is_plain() || self.automaton.accepts(text)
    }

    /// The [identities](identity) of whole units that a text must have, for each term that has any: where an index of units can look first.
    /// Only those of scripts with spaces: others are no units of every index.
    pub fn required_keys(&self) -> Vec<Vec<String>> {
        let keys = self.required.iter().map(|term| {
            let whole = term.units.iter().enumerate().filter(|(place, unit)| {
                unit.script == Script::Spaced && !(term.is_prefix && place + 1 == term.units.len())
            });
            whole.map(|(_, unit)| unit.key.clone()).collect()
        });
        keys.filter(|keys: &Vec<String>| !keys.is_empty()).collect()
    }

    /// How units of a text must begin, each by its [`identity`]: those of `word*`, and words in Hangul, to which particles are appended.
    pub fn prefixes(&self) -> Vec<String> {
        let last = self.required.iter().filter_map(|term| Some((term, term.units.last()?)));
        last.filter(|(term, unit)| match unit.script {
            Script::Spaced => term.is_prefix,
            Script::Hangul => true,
            Script::Unspaced => false,
        })
        .map(|(_, unit)| unit.key.clone())
        .collect()
    }
}

impl Term {
    /// The words of `written`; nothing where it has none.
    fn new(written: &str, is_prefix: bool) -> Option<Self> {
        let units = term_units(written);
        (!units.is_empty()).then(|| Self { written: written.to_owned(), units, is_prefix })
    }

    /// The words as they were written, without the signs.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Whether a text has it.
    pub fn is_in(&self, text: &str) -> bool {
        Automaton::new(std::slice::from_ref(self), &[]).accepts(text)
    }

    /// Whether the last word is only the beginning of one.
    pub fn is_prefix(&self) -> bool {
        self.is_prefix
    }
}

/// The units of a text with how they are written, a run of a script without spaces as one.
fn term_units(text: &str) -> Vec<TermUnit> {
    let mut found = Vec::new();
    each_unit(text, &mut |key, script| found.push(TermUnit { key: key.to_owned(), script }));
    found
}

fn each_unit(text: &str, each: &mut dyn FnMut(&str, Script)) {
    units(text, &mut |run, each| each(run), &mut |unit| {
        let key = identity(unit);
        if let Some(first) = key.chars().next() {
            each(&key, Script::of(first));
        }
    });
}
