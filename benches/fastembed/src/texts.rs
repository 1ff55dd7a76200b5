//! Paragraphs of mixed length, made of sentences of the sample corpus.

use std::path::Path;

use anyhow::{Result, ensure};
use cognate::corpus::{Granularity, ReadOptions, read, walk};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

const SEED: u64 = 20_230_913;

/// Fewest and most words of a text.
const WORDS: (f64, f64) = (5.0, 400.0);

/// Half of the texts are shorter.
const MEDIAN_WORDS: f64 = 60.0;

/// Spread of the lengths: standard deviation of their logarithms.
const SIGMA: f64 = 0.8;

/// `n` texts of sentences of one language each; their lengths in words are log-normal. The same ones on every run.
pub(crate) fn make(n: usize, languages: &[String]) -> Result<Vec<String>> {
    let sentences = sentences(languages)?;
    let mut random = Xoshiro256PlusPlus::seed_from_u64(SEED);
    let mut texts = Vec::with_capacity(n);
    for i in 0..n {
        let of_language = &sentences[i % sentences.len()];
        let words =
            (MEDIAN_WORDS.ln() + SIGMA * normal(&mut random)).exp().clamp(WORDS.0, WORDS.1).round() as usize;
        let mut text: Vec<&str> = Vec::new();
        while text.len() < words {
            text.extend(of_language[random.gen_range(0..of_language.len())].split_whitespace());
        }
        texts.push(text[..words].join(" "));
    }
    Ok(texts)
}

/// A number of the standard normal distribution (Box and Muller 1958).
fn normal(random: &mut impl Rng) -> f64 {
    let (radius, angle): (f64, f64) = (1.0 - random.r#gen::<f64>(), random.r#gen());
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
}

/// The sentences of each language.
fn sentences(languages: &[String]) -> Result<Vec<Vec<String>>> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds");
    let options = ReadOptions { granularity: Granularity::Sentence, ..ReadOptions::default() };
    let mut found = Vec::new();
    for language in languages {
        let mut sentences = Vec::new();
        for file in walk(&[seeds.join(language)], cognate::corpus::WalkOptions::default())?.files {
            for document in read(&file, &options)? {
                sentences.extend(document?.units.into_iter().map(|unit| unit.text));
            }
        }
        ensure!(!sentences.is_empty(), "the sample corpus has no `{language}`");
        found.push(sentences);
    }
    ensure!(!found.is_empty(), "no language was named");
    Ok(found)
}
