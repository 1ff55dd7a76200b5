//! The language of texts too short to tell it: that of the file they stand in.
//!
//! Statistics of a few words rarely name a language reliably, and else nearly at random. What a file plainly holds is told from its long
//! texts, and from the short ones of one script put together; a short text that says nothing by itself is in one of these languages.

use std::collections::BTreeMap;

use whatlang::{Detector, Lang, Script};

use super::{code, cyrillic, detect_language, letters, may_be};
use crate::corpus::{Document, Language};

/// Letters that one text may count for: a long one is no more than one text.
const MOST_LETTERS: usize = 300;

/// Bytes of short texts of one script that are put together.
const SAMPLE: usize = 20_000;

/// Share of the long texts, in percent, that a language of the file has at least.
const LONG_SHARE: usize = 10;

/// Share of the short texts, in percent, that seem to be in a language of the file.
const SHORT_SHARE: usize = 20;

/// Share, in percent, of what is told of texts by themselves that the languages of a file have: a file of anything says nothing about
/// its short texts.
const COVERED: usize = 80;

/// Short texts that seem to be in a language of the file, at least.
const FEW: usize = 8;

/// A text that says little about its language.
#[derive(Debug, Clone, Copy)]
pub(in crate::corpus) struct Short {
    script: Script,
    /// What it seems to be in.
    own: Option<Language>,
}

impl Short {
    /// What `text` says; `None` without letters.
    pub(super) fn of(text: &str) -> Option<Self> {
        let info = whatlang::detect(text)?;
        let script = info.script();
        let lang = if script == Script::Cyrillic { cyrillic(text) } else { None };
        let own = match lang {
            Some(lang) => code(lang),
            None => code(info.lang()).filter(|_| info.is_reliable()),
        };
        Some(Self { script, own })
    }
}

/// What the texts of one script have shown.
#[derive(Debug)]
struct Texts {
    script: Script,
    /// Letters of long texts by language.
    long: BTreeMap<Language, usize>,
    /// Short texts by what they seem to be in.
    short: BTreeMap<Language, usize>,
    shorts: usize,
    /// The first short texts.
    sample: String,
}

/// The languages of a file so far.
#[derive(Debug, Default)]
pub(in crate::corpus) struct FileLanguages {
    scripts: Vec<Texts>,
}

impl FileLanguages {
    /// Counts a document.
    pub(in crate::corpus) fn count(&mut self, document: &Document, short: Option<&Short>) {
        let Some(first) = document.units.first() else { return };
        let script = match (short, document.language) {
            (Some(short), _) => Some(short.script),
            (None, Some(_)) => whatlang::detect_script(&first.text),
            (None, None) => None,
        };
        let Some(script) = script else { return };
        let texts = self.texts(script);
        match (short, document.language) {
            (Some(short), _) => {
                texts.shorts += 1;
                if let Some(own) = short.own {
                    *texts.short.entry(own).or_insert(0) += 1;
                }
                if texts.sample.len() + first.text.len() < SAMPLE {
                    texts.sample.push_str(&first.text);
                    texts.sample.push('\n');
                }
            }
            (None, Some(language)) => {
                *texts.long.entry(language).or_insert(0) += letters(&first.text).min(MOST_LETTERS);
            }
            (None, None) => {}
        }
    }

    fn texts(&mut self, script: Script) -> &mut Texts {
        let index = self.scripts.iter().position(|texts| texts.script == script).unwrap_or_else(|| {
            self.scripts.push(Texts {
                script,
                long: BTreeMap::new(),
                short: BTreeMap::new(),
                shorts: 0,
                sample: String::new(),
            });
            self.scripts.len() - 1
        });
        &mut self.scripts[index]
    }

    /// The languages that short texts may be in.
    pub(in crate::corpus) fn common(&self) -> Common {
        Common(self.scripts.iter().map(|texts| (texts.script, texts.common())).collect())
    }
}

impl Texts {
    /// The languages that the file plainly holds in this script, the most frequent first.
    fn common(&self) -> Vec<Language> {
        let all: usize = self.long.values().sum();
        let mut long: Vec<_> =
            self.long.iter().filter(|(_, letters)| **letters * 100 >= all * LONG_SHARE).collect();
        long.sort_by_key(|(_, letters)| std::cmp::Reverse(**letters));
        let sampled = if self.shorts > 0 { detect_language(&self.sample) } else { None };
        let mut seeming: Vec<_> = self
            .short
            .iter()
            .filter(|(_, texts)| **texts >= FEW && **texts * 100 >= self.shorts * SHORT_SHARE)
            .collect();
        seeming.sort_by_key(|(_, texts)| std::cmp::Reverse(**texts));
        let mut common: Vec<Language> = Vec::new();
        let told = long.into_iter().map(|(language, _)| *language);
        for language in told.chain(sampled).chain(seeming.into_iter().map(|(language, _)| *language)) {
            if !common.contains(&language) {
                common.push(language);
            }
        }
        let told: usize = self.short.values().sum();
        let covered: usize = common.iter().filter_map(|language| self.short.get(language)).sum();
        if covered * 100 < told * COVERED { Vec::new() } else { common }
    }
}

/// The languages that short texts may be in, by script.
#[derive(Debug)]
pub(in crate::corpus) struct Common(Vec<(Script, Vec<Language>)>);

impl Common {
    /// Sets the language of a document that says little about it, and of its units.
    pub(in crate::corpus) fn assign(&self, document: &mut Document, short: Short) {
        let common = self.0.iter().find(|(script, _)| *script == short.script).map(|(_, common)| &common[..]);
        let told = match common.unwrap_or_default() {
            _ if short.own.is_some() => short.own,
            [] => None,
            [only] => Some(*only),
            several => {
                let text = document.units.first().map_or("", |unit| &unit.text);
                Some(nearest(text, several).unwrap_or(several[0]))
            }
        };
        document.language = told;
        for unit in &mut document.units {
            let own = |text: &str| Short::of(text).and_then(|short| short.own);
            unit.language = told.filter(|&told| may_be(&unit.text, told)).or_else(|| own(&unit.text));
        }
    }
}

/// Which of these languages a text seems to be in.
fn nearest(text: &str, languages: &[Language]) -> Option<Language> {
    let allowed =
        Lang::all().iter().copied().filter(|&lang| code(lang).is_some_and(|code| languages.contains(&code)));
    code(Detector::with_allowlist(allowed.collect()).detect(text)?.lang())
}
