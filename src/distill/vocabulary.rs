//! Finding the pieces of words that a model knows.
//!
//! Unigram language model (Kudo 2018, "Subword Regularization", section 3.2), trained by the `tokenizers` crate on
//! counted words; frequent words that it would read by their parts are added whole. Languages are balanced first: a language with the share p of all words counts as p^t, so that small
//! ones get pieces too (temperature; Conneau and Lample 2019, "Cross-lingual Language Model Pretraining", section 3.1).

use std::collections::BTreeMap;
use std::path::Path;

use tokenizers::models::unigram::{Unigram as Learned, UnigramTrainer};

use super::DistillError;
use super::corpus::Corpus;
use super::recipe::VocabularyPlan;
use super::splits::split;
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

/// A longer word, in characters, is read by its parts.
const LONGEST_WORD: usize = 20;

/// By how much a whole word is likelier than its parts at least, as a logarithm.
const PREFERENCE: f32 = 0.5;

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
        let whole = frequent_words(&sentences, plan);
        if sentences.is_empty() {
            return Err(failed("they have no word".to_owned()));
        }
        // Words are in alphabetical order and are cut into one part a thread: the same vocabulary on the same number of
        // threads.
        let trainer = UnigramTrainer::builder()
            .show_progress(false)
            .vocab_size((plan.pieces - plan.whole_words) as u32)
            .max_piece_length(plan.longest_piece)
            .seed_size(SEEDS_PER_PIECE * (plan.pieces - plan.whole_words))
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
        vocabulary.add_words(whole, plan.pieces);
        Ok(vocabulary)
    }

    /// Adds words that are no pieces yet, up to `most` pieces. Their scores are by frequency, and at least such that the word
    /// is read as itself and not by its parts.
    fn add_words(&mut self, words: Vec<(String, u32)>, most: usize) {
        let known: foldhash::HashMap<&str, u32> =
            self.pieces.iter().enumerate().map(|(i, piece)| (piece.as_str(), i as u32)).collect();
        let mut added = Vec::new();
        for (word, count) in words {
            if known.len() + added.len() == most {
                break;
            }
            if known.contains_key(word.as_str()) {
                continue;
            }
            let by_parts: f32 =
                split(&word, &known, &self.scores).iter().map(|part| self.scores[*part as usize]).sum();
            let by_frequency = (f64::from(count) / TOTAL).ln() as f32;
            let score = if by_parts < 0.0 { by_frequency.max(by_parts + PREFERENCE) } else { by_frequency };
            added.push((word, half::f16::from_f32(score.min(-1.0)).to_f32()));
        }
        for (word, score) in added {
            self.pieces.push(word);
            self.scores.push(score);
        }
    }
}

/// The words that are to be pieces, most frequent first.
fn frequent_words(words: &[(String, u32)], plan: &VocabularyPlan) -> Vec<(String, u32)> {
    let short = |word: &str| word.chars().count() <= LONGEST_WORD;
    let mut frequent: Vec<&(String, u32)> = words.iter().filter(|(word, _)| short(word)).collect();
    frequent.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    // Some are pieces already; others take their place.
    frequent.into_iter().take(if plan.whole_words == 0 { 0 } else { plan.pieces }).cloned().collect()
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
