//! Languages that a file was seen to hold, told again by their most common words.
//!
//! Statistics over all languages of the Latin script are most of the time of reading. A text whose words are to a good part the common
//! ones of a language that the file is known to hold is in it, or in one that shares many words with it: only those are looked at.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use whatlang::{Detector, Lang, Script};

use super::code;
use crate::corpus::Language;

/// Languages that share many of their most common words. Others share hardly any: `in`, `a`, `on`.
const RELATED: &[&[Lang]] = &[
    &[Lang::Fra, Lang::Spa, Lang::Por, Lang::Ita, Lang::Cat, Lang::Ron, Lang::Lat, Lang::Epo],
    &[Lang::Dan, Lang::Nob, Lang::Swe],
    &[Lang::Deu, Lang::Nld, Lang::Afr],
    &[Lang::Ces, Lang::Slk, Lang::Pol, Lang::Hrv, Lang::Slv],
    &[Lang::Lit, Lang::Lav],
    &[Lang::Fin, Lang::Est],
    &[Lang::Tur, Lang::Aze, Lang::Uzb, Lang::Tuk],
    &[Lang::Ind, Lang::Jav, Lang::Tgl],
    &[Lang::Zul, Lang::Sna, Lang::Aka],
];

/// Texts from which the words of a language are learnt, and from which on they are known.
const LESSONS: std::ops::Range<u32> = 20..200;

/// Words of a text that are looked at.
const WORDS: usize = 80;

/// Fewest words that say something.
const FEW: usize = 12;

/// Longest common word, in bytes.
const LONGEST: usize = 10;

/// Share of the texts, in percent, in which a common word stands.
const COMMON: u32 = 8;

/// Share of the words of a text, in percent, that are common ones of its language.
const SHARE: usize = 20;

/// Bytes of a text from which one of a few languages is told.
const SAMPLE: usize = 800;

/// The languages that a file is known to hold.
#[derive(Debug, Default)]
pub(in crate::corpus) struct Known {
    languages: Vec<Lessons>,
}

/// What is known of a language.
#[derive(Debug)]
struct Lessons {
    lang: Lang,
    language: Language,
    texts: u32,
    /// In how many texts a word stands, until all are learnt.
    times: HashMap<u64, u32, BuildHasherDefault<Same>>,
    common: HashSet<u64, BuildHasherDefault<Same>>,
}

impl Known {
    /// Learns from a text whose language was told by statistics.
    pub(in crate::corpus) fn learn(&mut self, text: &str, language: Language) {
        let known = self.languages.iter().position(|known| known.language == language);
        let index = known.unwrap_or(self.languages.len());
        if known.is_none() {
            let mut latin = Script::Latin.langs().iter().copied();
            let Some(lang) = latin.find(|&lang| code(lang) == Some(language)) else { return };
            let (times, common) = (HashMap::default(), HashSet::default());
            self.languages.push(Lessons { lang, language, texts: 0, times, common });
        }
        let known = &mut self.languages[index];
        if known.texts >= LESSONS.end {
            return;
        }
        let mut words: Vec<u64> = words(text).flatten().collect();
        if words.len() < FEW {
            return;
        }
        words.sort_unstable();
        words.dedup();
        for word in words {
            *known.times.entry(word).or_insert(0) += 1;
        }
        known.texts += 1;
        if known.texts == LESSONS.start || known.texts == LESSONS.end {
            let times = known.times.iter().filter(|(_, times)| **times * 100 >= known.texts * COMMON);
            known.common = times.map(|(word, _)| *word).collect();
        }
        if known.texts == LESSONS.end {
            known.times = HashMap::default();
        }
    }

    /// The language of `text`, where it plainly is a known one.
    pub(in crate::corpus) fn tell(&self, text: &str) -> Option<Language> {
        if self.languages.iter().all(|known| known.common.is_empty()) {
            return None;
        }
        let words: Vec<Option<u64>> = words(text).collect();
        if words.len() < FEW {
            return None;
        }
        let hits =
            |known: &Lessons| words.iter().flatten().filter(|word| known.common.contains(*word)).count();
        let hits: Vec<usize> = self.languages.iter().map(hits).collect();
        let (best, &most) = hits.iter().enumerate().max_by_key(|(_, hits)| **hits)?;
        let known = &self.languages[best];
        let related = RELATED.iter().find(|related| related.contains(&known.lang));
        let is_related =
            |lang: Lang| lang == known.lang || related.is_some_and(|related| related.contains(&lang));
        let mut others = self.languages.iter().zip(&hits).filter(|(other, _)| !is_related(other.lang));
        if most * 100 < words.len() * SHARE || others.any(|(_, &hits)| hits * 2 > most) {
            return None;
        }
        let Some(related) = related else { return Some(known.language) };
        let info = Detector::with_allowlist(related.to_vec()).detect(beginning(text))?;
        code(info.lang()).filter(|_| info.is_reliable())
    }
}

/// So much of `text` as tells one of a few languages, up to the end of a word.
fn beginning(text: &str) -> &str {
    if text.len() <= SAMPLE {
        return text;
    }
    let text = &text[..text.floor_char_boundary(SAMPLE)];
    text.rfind(' ').map_or(text, |end| &text[..end])
}

/// The first words of a text: a number for each that may be a common one.
fn words(text: &str) -> impl Iterator<Item = Option<u64>> {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.take(WORDS).map(|word| {
        // FNV-1a: the words are few and short, and none is anybody's secret.
        let add = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        (word.len() <= LONGEST).then(|| word.as_bytes().iter().fold(0xcbf2_9ce4_8422_2325, add))
    })
}

/// Hashes what is a hash already.
#[derive(Debug, Default)]
struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0 << 8 | u64::from(byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        // The low bits choose the place, the high ones tell apart: both are needed.
        self.0 = number ^ (number >> 32);
    }
}

#[cfg(test)]
mod tests;
