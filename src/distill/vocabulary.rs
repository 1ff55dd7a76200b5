//! Finding the pieces of words that a model knows.
//!
//! Unigram language model (Kudo 2018, "Subword Regularization", section 3.2), trained by the `tokenizers` crate on
//! counted words. Languages are balanced first: a language with the share p of all words counts as p^t, so that small
//! ones get pieces too (temperature; Conneau and Lample 2019, "Cross-lingual Language Model Pretraining", section 3.1).

use std::collections::BTreeMap;
use std::path::Path;

use tokenizers::models::unigram::{Unigram as Learned, UnigramTrainer};

use super::DistillError;
use super::corpus::Corpus;
use super::recipe::VocabularyPlan;
use crate::embed::static_model::says_nothing;
use crate::embed::unigram::{Unigram, words as each_word};
use crate::file::replace;

/// Pieces and their log probabilities.
pub(super) struct Vocabulary {
    pub(super) pieces: Vec<String>,
    pub(super) scores: Vec<f32>,
}

/// Candidates at the start for each piece at the end.
const SEEDS_PER_PIECE: usize = 6;

/// Total of the balanced counts.
const TOTAL: f64 = 5e8;

impl Vocabulary {
    /// The vocabulary for the texts of a corpus, kept in a file of `folder` for the next run on the same words.
    pub(super) fn of(corpus: &Corpus, plan: &VocabularyPlan, folder: &Path) -> Result<Self, DistillError> {
        let words = balanced_words(corpus, plan);
        let mut hasher = blake3::Hasher::new();
        hasher.update(format!("{plan:?}").as_bytes());
        for (word, count) in &words {
            hasher.update(word.as_bytes()).update(&count.to_le_bytes());
        }
        let path = folder.join(format!("vocabulary-{}.tsv", &hasher.finalize().to_hex()[..16]));
        let failed = |source| DistillError::File { path: path.clone(), source };
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text).ok_or_else(|| DistillError::Stale {
                path: path.clone(),
                reason: "it is not a list of pieces, each with a tab and a number".to_owned(),
            }),
            Err(e) if e.kind() == std::io::ErrorKind::InvalidData => {
                Err(DistillError::Stale { path, reason: "it is not UTF-8".to_owned() })
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                let vocabulary = Self::train(words, plan)?;
                std::fs::create_dir_all(folder)
                    .map_err(|source| DistillError::File { path: folder.to_owned(), source })?;
                let mut lines = vocabulary.pieces.iter().zip(&vocabulary.scores);
                replace(&path, |out| lines.try_for_each(|(piece, score)| writeln!(out, "{piece}\t{score}")))
                    .map_err(failed)?;
                Ok(vocabulary)
            }
            Err(e) => Err(failed(e)),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut vocabulary = Self { pieces: Vec::new(), scores: Vec::new() };
        for line in text.strip_suffix('\n')?.split('\n') {
            let (piece, score) = line.split_once('\t')?;
            vocabulary.pieces.push(piece.to_owned());
            vocabulary.scores.push(score.parse().ok()?);
        }
        // Whether it can be read with is known there.
        Unigram::new(&vocabulary.pieces, &vocabulary.scores).ok().map(|_| vocabulary)
    }

    fn train(sentences: Vec<(String, u32)>, plan: &VocabularyPlan) -> Result<Self, DistillError> {
        let failed = |reason: String| DistillError::Vocabulary { pieces: plan.pieces, reason };
        if sentences.is_empty() {
            return Err(failed("they have no word".to_owned()));
        }
        // Words are in alphabetical order and are cut into one part a thread: the same vocabulary on the same number of
        // threads.
        let trainer = UnigramTrainer::builder()
            .show_progress(false)
            .vocab_size(plan.pieces as u32)
            .max_piece_length(plan.longest_piece)
            .seed_size(SEEDS_PER_PIECE * plan.pieces)
            .unk_token(None)
            .build()
            .map_err(|e| failed(e.to_string()))?;
        let mut model = Learned::default();
        let trained = trainer.do_train(sentences, &mut model);
        trained.map_err(|e| failed(e.to_string()))?;
        let mut vocabulary = Self { pieces: Vec::new(), scores: Vec::new() };
        for (piece, score) in model.iter() {
            // Scores are stored in half precision: what is learned with is what is shipped.
            vocabulary.pieces.push(piece.clone());
            vocabulary.scores.push(half::f16::from_f64(*score).to_f32());
        }
        Ok(vocabulary)
    }
}

/// All words that may be used, with their counts balanced over languages, in alphabetical order.
fn balanced_words(corpus: &Corpus, plan: &VocabularyPlan) -> Vec<(String, u32)> {
    let mut words: Vec<foldhash::HashMap<String, u64>> =
        vec![foldhash::HashMap::default(); corpus.languages.len()];
    let mut characters: foldhash::HashMap<char, u64> = foldhash::HashMap::default();
    let mut buffer = String::new();
    for (i, text) in corpus.texts.iter().enumerate() {
        let count = u64::from(corpus.counts[i]);
        let words = &mut words[usize::from(corpus.text_languages[i])];
        each_word(text, &mut buffer, |word| {
            if says_nothing(word) {
                return;
            }
            for c in word.chars() {
                *characters.entry(c).or_default() += count;
            }
            match words.get_mut(word) {
                Some(counted) => *counted += count,
                None => {
                    words.insert(word.to_owned(), count);
                }
            }
        });
    }

    let sizes: Vec<f64> = words.iter().map(|words| words.values().sum::<u64>() as f64).collect();
    let shares: Vec<f64> = sizes.iter().map(|n| n.powf(plan.temperature)).collect();
    let all: f64 = shares.iter().sum();
    let mut balanced: BTreeMap<String, f64> = BTreeMap::new();
    for ((words, size), share) in words.into_iter().zip(&sizes).zip(&shares) {
        let factor = share / all / size.max(1.0) * TOTAL;
        for (word, count) in words {
            if word.chars().all(|c| characters[&c] >= u64::from(plan.least_character_count)) {
                *balanced.entry(word).or_default() += count as f64 * factor;
            }
        }
    }
    balanced.into_iter().map(|(word, count)| (word, (count.round() as u32).max(1))).collect()
}
