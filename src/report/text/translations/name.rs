//! Names of what a report counts: languages, kinds of lines set apart, reasons.

use std::collections::BTreeMap;

use super::Translations;
use crate::corpus::{Boilerplate, Language};

impl Translations {
    /// `French`; the code of a language that has no name here.
    pub(in crate::report) fn language_name(&self, language: Language) -> String {
        self.with("language", &[("code", language.code().into())])
    }

    /// `en 12, fr 3`, the most frequent first; empty when there is none.
    pub(in crate::report) fn languages(&self, languages: &BTreeMap<Language, usize>) -> String {
        let mut by_count: Vec<_> = languages.iter().collect();
        by_count.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        let counted = by_count.iter().map(|(language, n)| format!("{language} {}", self.grouped(**n)));
        counted.collect::<Vec<_>>().join(", ")
    }

    /// Why a unit is set apart.
    pub(in crate::report) fn boilerplate(&self, why: Boilerplate) -> String {
        self.say(match why {
            Boilerplate::Short => "boilerplate-short",
            Boilerplate::ReadAlso => "boilerplate-read-also",
            Boilerplate::Promotion => "boilerplate-promotion",
            Boilerplate::Quoted => "boilerplate-quoted",
            Boilerplate::RunningHead => "boilerplate-running-head",
            Boilerplate::Machine => "boilerplate-machine",
            Boilerplate::Navigation => "boilerplate-navigation",
            Boilerplate::Repeated => "boilerplate-repeated",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::text::translations::ReportLanguage;

    #[test]
    fn frequent_languages_have_names_and_others_their_code() {
        let codes = [
            "en", "fr", "de", "es", "ru", "ko", "ar", "cs", "el", "fa", "he", "hi", "id", "it", "ja", "nl",
            "pl", "pt", "ro", "sv", "tr", "uk", "vi", "zh",
        ];
        for language in ReportLanguage::ALL {
            let words = Translations::new(language);
            for code in codes {
                let name = words.language_name(code.parse().unwrap());
                assert!(name.chars().count() > 2 || language == ReportLanguage::Korean, "{code}: {name}");
                assert_ne!(name, code);
            }
            assert_eq!(words.language_name("xx".parse().unwrap()), "xx");
        }
        let counts = [("en", 2), ("fr", 7), ("de", 2)].map(|(code, n)| (code.parse().unwrap(), n));
        assert_eq!(Translations::default().languages(&BTreeMap::from(counts)), "fr 7, de 2, en 2");
        let name = |language| Translations::new(language).language_name("fr".parse().unwrap());
        assert_eq!(name(ReportLanguage::German), "Französisch");
        assert_eq!(name(ReportLanguage::Korean), "프랑스어");
    }
}
