//! What is read: paragraphs and sentences of the sample corpus, as many as wanted, or lines of a file.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use cognate::corpus::{Granularity, Language, ReadOptions, read, walk};
use rand::{RngCore, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde::Serialize;

/// Fewest paragraphs that are read in one pass.
const WANTED: usize = 20_000;

/// In copies of the corpus, one word of so many is made up. With it, one word in eight is read for the first time, as in
/// news of seven languages of the same size.
const ONE_IN: u64 = 5;

/// Letters below which a word stays as it is.
const SHORT: usize = 3;

const SEED: u64 = 20_230_913;

/// Texts of one kind.
pub(crate) struct Texts {
    pub(crate) name: &'static str,
    pub(crate) list: Vec<String>,
}

/// How much text that is.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct Size {
    pub(crate) texts: usize,
    pub(crate) bytes: usize,
    pub(crate) words: usize,
    /// Share of the words that are there for the first time, in lower case: no memory of words knows them.
    pub(crate) first_times: f64,
}

impl Texts {
    pub(crate) fn size(&self) -> Size {
        let mut known = HashSet::new();
        let mut words = 0_usize;
        for text in &self.list {
            for word in runs(text).filter(|run| run.starts_with(char::is_alphanumeric)) {
                words += 1;
                known.insert(word.to_lowercase());
            }
        }
        Size {
            texts: self.list.len(),
            bytes: self.list.iter().map(String::len).sum(),
            words,
            first_times: known.len() as f64 / words.max(1) as f64,
        }
    }
}

/// The lines of a file that are not empty.
pub(crate) fn lines(path: &Path) -> Result<Texts> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let list: Vec<String> = text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
    ensure!(!list.is_empty(), "{}: there is no text in it", path.display());
    Ok(Texts { name: "lines", list })
}

/// The sample corpus in paragraphs and in sentences: the same words in the same order. The first copy is as it was
/// written; in the others, words are made up of two words of the same language, so that they are not known already.
pub(crate) fn samples() -> Result<[Texts; 2]> {
    let paragraphs = units(Granularity::Paragraph)?;
    let sentences = units(Granularity::Sentence)?;
    let endings = endings(&paragraphs);
    let copies = WANTED.div_ceil(paragraphs.len());
    Ok([("paragraphs", paragraphs), ("sentences", sentences)].map(|(name, units)| {
        // Each word takes one number, so that both kinds get the same words.
        let mut numbers = Xoshiro256PlusPlus::seed_from_u64(SEED);
        let mut list = Vec::with_capacity(copies * units.len());
        list.extend(units.iter().map(|(_, text)| text.clone()));
        for _ in 1..copies {
            list.extend(units.iter().map(|(language, text)| {
                let endings = endings.get(language).map_or(&[][..], Vec::as_slice);
                varied(text, endings, &mut numbers)
            }));
        }
        Texts { name, list }
    }))
}

type Tongue = Option<Language>;

fn units(granularity: Granularity) -> Result<Vec<(Tongue, String)>> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds");
    let options = ReadOptions { granularity, ..ReadOptions::default() };
    let mut units = Vec::new();
    for file in walk(&[seeds], cognate::corpus::WalkOptions::default())?.files {
        for document in read(&file, &options)? {
            let document = document?;
            units.extend(document.units.into_iter().map(|unit| (document.language, unit.text)));
        }
    }
    ensure!(!units.is_empty(), "the sample corpus is not there");
    Ok(units)
}

/// The second halves of the words of each language.
fn endings(units: &[(Tongue, String)]) -> BTreeMap<Tongue, Vec<String>> {
    let mut endings: BTreeMap<Tongue, BTreeSet<&str>> = BTreeMap::new();
    for (language, text) in units {
        let endings = endings.entry(*language).or_default();
        endings.extend(runs(text).filter_map(halves).map(|(_, ending)| ending));
    }
    endings
        .into_iter()
        .map(|(language, set)| (language, set.into_iter().map(str::to_owned).collect()))
        .collect()
}

fn varied(text: &str, endings: &[String], numbers: &mut impl RngCore) -> String {
    let mut varied = String::with_capacity(text.len() + 16);
    for run in runs(text) {
        let Some((beginning, _)) = halves(run) else {
            varied.push_str(run);
            continue;
        };
        let number = numbers.next_u64();
        if number.is_multiple_of(ONE_IN) && !endings.is_empty() {
            varied.push_str(beginning);
            varied.push_str(&endings[(number >> 32) as usize % endings.len()]);
        } else {
            varied.push_str(run);
        }
    }
    varied
}

/// The beginning and the ending of a word that is long enough.
fn halves(run: &str) -> Option<(&str, &str)> {
    let letters = run.chars().take_while(|c| c.is_alphabetic()).count();
    if letters < SHORT || letters < run.chars().count() {
        return None;
    }
    let (middle, _) = run.char_indices().nth(letters.div_ceil(2))?;
    Some(run.split_at(middle))
}

/// Words, and what stands between them.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let in_word = rest.chars().next()?.is_alphanumeric();
        let end = rest.find(|c: char| c.is_alphanumeric() != in_word).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(run)
    })
}
