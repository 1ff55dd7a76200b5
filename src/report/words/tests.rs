use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// Messages of a language, each with the variables that it names.
fn messages(language: ReportLanguage) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages = BTreeMap::new();
    for source in language.sources() {
        FluentResource::try_new(source.to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", language.code()));
        let mut current = None;
        for line in source.lines() {
            let starts = line.starts_with(|c: char| c.is_ascii_lowercase());
            if let Some((key, _)) = line.split_once('=').filter(|_| starts) {
                let key = key.trim().to_owned();
                assert!(messages.insert(key.clone(), BTreeSet::new()).is_none(), "{key} twice");
                current = Some(key);
            }
            let names = line.split('$').skip(1).map(|rest| {
                rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>()
            });
            if let Some(variables) = current.as_ref().and_then(|key| messages.get_mut(key)) {
                variables.extend(names);
            }
        }
    }
    messages
}

#[test]
fn all_languages_say_the_same_things() {
    let english = messages(ReportLanguage::English);
    assert!(!english.is_empty());
    for language in ReportLanguage::ALL {
        assert_eq!(messages(language), english, "{}", language.code());
    }
}

#[test]
fn codes_are_read() {
    for language in ReportLanguage::ALL {
        assert_eq!(language.code().parse(), Ok(language));
    }
    assert_eq!("it".parse::<ReportLanguage>().unwrap_err().to_string(), "reports are not written in `it`");
}
