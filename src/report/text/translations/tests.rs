use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// A message: the variables and the other messages that it names.
type Named = (BTreeSet<String>, BTreeSet<String>);

/// Messages of a language, as its files have them.
fn written(language: ReportLanguage) -> BTreeMap<String, Named> {
    let mut messages: BTreeMap<String, Named> = BTreeMap::new();
    for source in language.sources() {
        FluentResource::try_new(source.to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", language.code()));
        let mut current = None;
        for line in source.lines() {
            let starts = line.starts_with(|c: char| c.is_ascii_lowercase());
            if let Some((key, _)) = line.split_once('=').filter(|_| starts) {
                let key = key.trim().to_owned();
                let known = messages.insert(key.clone(), Named::default());
                assert!(known.is_none(), "{}: {key} twice", language.code());
                current = Some(key);
            }
            let Some(named) = current.as_ref().and_then(|key| messages.get_mut(key)) else { continue };
            for placeable in line.split('{').skip(1) {
                let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$');
                let name: String = placeable.trim_start().chars().take_while(|c| name(*c)).collect();
                match name.strip_prefix('$') {
                    Some(variable) => named.0.insert(variable.trim_end_matches('-').to_owned()),
                    None => !name.is_empty() && named.1.insert(name),
                };
            }
        }
    }
    messages
}

/// Messages of a language, each with the variables that it needs, those of messages in it among them; without a
/// language's own forms of words.
fn messages(language: ReportLanguage) -> BTreeMap<String, BTreeSet<String>> {
    let written = written(language);
    let mut keys: Vec<&String> = written.keys().filter(|key| !key.starts_with("form-")).collect();
    keys.sort();
    let needed = |key: &String| {
        let (mut variables, mut open) = (BTreeSet::new(), vec![key.clone()]);
        while let Some(key) = open.pop() {
            let named = written.get(&key).unwrap_or_else(|| panic!("{}: no {key}", language.code()));
            variables.extend(named.0.iter().cloned());
            open.extend(named.1.iter().cloned());
        }
        // The number that chooses a form is there for every message that counts; not every language needs it.
        variables.remove("n");
        variables
    };
    keys.into_iter().map(|key| (key.clone(), needed(key))).collect()
}

/// Names of all messages.
pub(in crate::report) fn keys() -> BTreeSet<String> {
    ReportLanguage::ALL.into_iter().flat_map(|language| written(language).into_keys()).collect()
}

#[test]
fn all_languages_say_the_same_things() {
    let english = messages(ReportLanguage::English);
    assert!(!english.is_empty());
    for language in ReportLanguage::ALL {
        let other = messages(language);
        for (key, variables) in &english {
            assert_eq!(other.get(key), Some(variables), "{} of {}", key, language.code());
        }
        assert_eq!(other.len(), english.len(), "{} says more", language.code());
    }
}

#[test]
fn codes_are_read() {
    for language in ReportLanguage::ALL {
        assert_eq!(language.code().parse(), Ok(language));
    }
    assert_eq!("it".parse::<ReportLanguage>().unwrap_err().to_string(), "reports are not written in `it`");
}

#[test]
fn signs_do_not_stand_alone_at_the_end_of_a_line() {
    for source in ReportLanguage::French.sources() {
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            for bad in [" :", " ;", " ?", " !", " %", " »", "« "] {
                assert!(!line.contains(bad), "a space that may break in `{line}`");
            }
        }
    }
}
