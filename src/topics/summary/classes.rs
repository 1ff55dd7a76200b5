//! Words that make a sentence lean on what stands before it.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

use crate::corpus::Language;

/// The lists, as they are written down.
#[derive(Deserialize)]
struct Written {
    opener: String,
    pronoun: String,
    first_person: String,
    time: String,
    appeal: String,
    opening: String,
    leaning: String,
    demonstrative: String,
    article: String,
}

/// The words of a language, in lower case.
#[derive(Debug, Default)]
pub(super) struct Classes {
    /// A sentence that begins with one goes on with another sentence.
    pub(super) opener: HashSet<String>,
    /// Stand for what was named before.
    pub(super) pronoun: HashSet<String>,
    /// The writer or the reader.
    pub(super) first_person: HashSet<String>,
    /// Days as seen from the text.
    pub(super) time: HashSet<String>,
    /// Phrases with which a sentence goes on from another one.
    pub(super) opening: Vec<String>,
    /// Ask the reader for something, where a sentence begins with them.
    pub(super) appeal: HashSet<String>,
    /// After an article: one of several that were named.
    pub(super) leaning: HashSet<String>,
    /// Point at something.
    pub(super) demonstrative: HashSet<String>,
    /// Definite articles.
    pub(super) article: HashSet<String>,
}

/// The classes of a language; `None` where nobody has written them down.
pub(super) fn of(language: Option<Language>) -> Option<&'static Classes> {
    static ALL: OnceLock<BTreeMap<String, Classes>> = OnceLock::new();
    // A file that cannot be read has no language in it; a test reads it.
    let all = ALL.get_or_init(|| read().unwrap_or_default());
    all.get(language?.code())
}

fn read() -> Result<BTreeMap<String, Classes>, toml::de::Error> {
    let written: BTreeMap<String, Written> = toml::from_str(include_str!("classes.toml"))?;
    let words = |list: String| -> HashSet<String> { list.split_whitespace().map(str::to_owned).collect() };
    let classes = |of: Written| Classes {
        opener: words(of.opener),
        pronoun: words(of.pronoun),
        first_person: words(of.first_person),
        time: words(of.time),
        appeal: words(of.appeal),
        opening: of
            .opening
            .split(',')
            .map(|phrase| phrase.trim().to_owned())
            .filter(|phrase| !phrase.is_empty())
            .collect(),
        leaning: words(of.leaning),
        demonstrative: words(of.demonstrative),
        article: words(of.article),
    };
    Ok(written.into_iter().map(|(code, of)| (code, classes(of))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read_and_are_in_lower_case() {
        let all = read().unwrap();
        assert!(all.len() >= 11, "{:?}", all.keys());
        for (code, classes) in &all {
            assert!(code.parse::<Language>().is_ok(), "{code}");
            assert!(!classes.opener.is_empty(), "{code}");
            for word in classes.opener.iter().chain(&classes.pronoun).chain(&classes.first_person) {
                assert_eq!(word, &word.to_lowercase(), "{code}");
            }
        }
        assert!(of("en".parse().ok()).unwrap().opener.contains("however"));
        assert!(of(None).is_none());
    }
}
