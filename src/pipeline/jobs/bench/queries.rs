//! What is asked of an index that is measured.

use std::collections::HashSet;

use ndarray::{Array2, Axis};
use unicode_segmentation::UnicodeSegmentation;

use super::{BenchOptions, BenchQueries};
use crate::index::{Exact, VectorIndex};
use crate::pipeline::{Collection, PipelineError};
use crate::store::{StoreError, Stored};

/// Most words of a query as people type them.
const TYPED: usize = 3;

/// Queries and their vectors.
pub(super) struct Asked {
    pub(super) kind: &'static str,
    pub(super) texts: Vec<String>,
    pub(super) vectors: Array2<f32>,
}

impl Collection {
    /// The queries, and the rows that are searched.
    pub(super) fn bench_queries(
        &self,
        stored: Stored,
        options: &BenchOptions,
        ids: Vec<i64>,
        rows: Array2<f32>,
    ) -> Result<(Asked, Exact), PipelineError> {
        let dimension = rows.ncols();
        if options.asked == BenchQueries::HeldOut {
            let sample = self.store.sample(stored, options.queries.min(ids.len() / 2))?;
            let out: HashSet<i64> = sample.iter().map(|(id, _)| *id).collect();
            let (asked, kept): (Vec<usize>, Vec<usize>) =
                (0..ids.len()).partition(|&row| out.contains(&ids[row]));
            let texts: std::collections::HashMap<i64, &String> =
                sample.iter().map(|(id, text)| (*id, text)).collect();
            let vectors = rows.select(Axis(0), &asked);
            let texts =
                asked.iter().filter_map(|&row| texts.get(&ids[row]).map(|text| (*text).clone())).collect();
            let exact = Exact::new(kept.iter().map(|&row| ids[row]).collect(), rows.select(Axis(0), &kept))?;
            return Ok((Asked { kind: "held-out", texts, vectors }, exact));
        }
        let (kind, texts): (_, Vec<String>) = match &options.asked {
            BenchQueries::File(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|source| StoreError::Io { path: path.clone(), source })?;
                let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                ("file", lines.take(options.queries).map(str::to_owned).collect())
            }
            kind => {
                let sample = self.store.sample(stored, options.queries)?;
                let texts = sample.iter().enumerate().map(|(place, (_, text))| {
                    let sentence = sentence(text, place);
                    if *kind == BenchQueries::Typed { typed(sentence) } else { sentence.to_owned() }
                });
                (if *kind == BenchQueries::Typed { "typed" } else { "sentences" }, texts.collect())
            }
        };
        let (mut known, mut flat) = (Vec::new(), Vec::new());
        for text in texts {
            if let Some(vector) = self.embedder.query(&text)? {
                flat.extend(vector);
                known.push(text);
            }
        }
        let vectors = Array2::from_shape_vec((known.len(), dimension), flat).map_err(|error| {
            PipelineError::Stream { what: "embedding the queries", source: std::io::Error::other(error) }
        })?;
        Ok((Asked { kind, texts: known, vectors }, Exact::new(ids, rows)?))
    }
}

/// A sentence of a text; which one turns with the text, so that not all are first sentences.
pub(in crate::pipeline::jobs) fn sentence(text: &str, place: usize) -> &str {
    let sentences: Vec<&str> = text.unicode_sentences().map(str::trim).filter(|s| !s.is_empty()).collect();
    if sentences.is_empty() { text } else { sentences[place % sentences.len()] }
}

/// What a person might type to find a text: long words of its first sentence.
pub(in crate::pipeline::jobs) fn typed_words(text: &str) -> String {
    typed(sentence(text, 0))
}

/// The longest words of a sentence in their order: those say most of what it is about.
pub(in crate::pipeline::jobs) fn typed(sentence: &str) -> String {
    let words: Vec<&str> = sentence.unicode_words().collect();
    let mut places: Vec<usize> = (0..words.len()).collect();
    places.sort_by_key(|&place| std::cmp::Reverse(words[place].chars().count()));
    places.truncate(TYPED);
    places.sort_unstable();
    places.into_iter().map(|place| words[place].to_lowercase()).collect::<Vec<_>>().join(" ")
}

/// About a share of some ids, the same each time.
pub(super) fn part_of(ids: &[i64], share: f64) -> Vec<i64> {
    let most = (share.clamp(0.0, 1.0) * f64::from(u32::MAX)) as u32;
    let lot = |id: &i64| {
        let hash = blake3::hash(&id.to_le_bytes());
        let [a, b, c, d, ..] = *hash.as_bytes();
        u32::from_le_bytes([a, b, c, d]) <= most
    };
    ids.iter().filter(|id| lot(id)).copied().collect()
}

/// The rows of some ids, which are rising.
pub(super) fn rows_of(exact: &Exact, ids: &[i64]) -> Array2<f32> {
    let wanted: HashSet<i64> = ids.iter().copied().collect();
    let places: Vec<usize> = (0..exact.len()).filter(|&place| wanted.contains(&exact.ids()[place])).collect();
    exact.rows().select(Axis(0), &places)
}

/// Hash of what is searched and what is asked.
pub(super) fn hash(exact: &Exact, queries: &Array2<f32>, k: usize) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(exact.dimension() as u64).to_le_bytes());
    hasher.update(&(k as u64).to_le_bytes());
    for rows in [exact.rows(), queries.view()] {
        for row in rows.rows() {
            hasher.update(bytemuck::cast_slice(&row.to_vec()));
        }
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_as_typed_are_the_longest_in_their_order() {
        assert_eq!(
            typed("The harvest of 2023 was poor in the northern provinces."),
            "harvest northern provinces"
        );
        assert_eq!(typed("Пшеница подорожала на рынке"), "пшеница подорожала рынке");
        assert_eq!(typed("—"), "");
    }

    #[test]
    fn a_part_is_about_as_large_as_asked_for() {
        let ids: Vec<i64> = (0..10_000).collect();
        let part = part_of(&ids, 0.1);
        assert!((900..1100).contains(&part.len()), "{}", part.len());
        assert_eq!(part, part_of(&ids, 0.1));
        assert_eq!((part_of(&ids, 1.0).len(), part_of(&[], 0.5).len()), (10_000, 0));
    }
}
