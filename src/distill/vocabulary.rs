//! Finding the pieces of words that a model knows.
//!
//! Unigram language model (Kudo 2018, "Subword Regularization", section 3.2), trained by the `tokenizers` crate on
//! counted words. Languages are balanced first: a language with the share p of all words counts as p^t, so that small
//! ones get pieces too (temperature; Conneau and Lample 2019, "Cross-lingual Language Model Pretraining", section 3.1).
//!
//! To these come whole words: not simply the most frequent ones, which are often read well by their parts, but those
//! of which the parts say something else than the teacher does. Names, acronyms and short foreign words are such.

use std::collections::BTreeMap;
use std::path::Path;

use ndarray::Array2;
use rayon::prelude::*;
use tokenizers::models::unigram::{Unigram as Learned, UnigramTrainer};

use super::DistillError;
use super::bags::Bags;
use super::corpus::Corpus;
use super::recipe::VocabularyPlan;
use super::splits::split;
use super::start::Means;
use crate::embed::static_model::says_nothing;
use crate::embed::unigram::{Unigram, words as each_word};
use crate::file::{read_text, replace};

/// Pieces and their log probabilities.
pub(super) struct Vocabulary {
    pub(super) pieces: Vec<String>,
    pub(super) scores: Vec<f32>,
}

/// Largest file of an earlier run that is taken up.
const MAX_FILE_BYTES: u64 = 256 << 20;

/// Candidates at the start for each piece at the end.
const SEEDS_PER_PIECE: usize = 6;

/// A longer word, in characters, is read by its parts.
const LONGEST_WORD: usize = 20;

/// By how much a whole word is likelier than its parts at least, as a logarithm.
const PREFERENCE: f32 = 0.5;

/// Words looked at for each that becomes a piece.
const CANDIDATES: usize = 6;

/// Of what is gained by a whole word, frequency counts with this exponent: it is to be told apart in the one text that is
/// about it, not in all texts.
const EXPONENT: f32 = 0.3;

/// How far the parts of a word are from its meaning where the teacher does not tell: as with inflected words.
const UNTAUGHT: f32 = 0.5;

/// What is told by a text or two is not quite to be relied on.
const PRIOR: f32 = 0.5;

/// Total of the balanced counts.
const TOTAL: f64 = 5e8;

/// The teacher's unit vectors, and which of them each text has, if it has one.
#[derive(Clone, Copy)]
pub(super) struct Taught<'a> {
    pub(super) targets: &'a Array2<f32>,
    pub(super) target_of: &'a [u32],
}

impl Vocabulary {
    /// The vocabulary for the `words` of a corpus ([`balanced_words`]), kept in a file of `folder` for the next run on the same words.
    pub(super) fn of(
        words: Vec<(String, u32)>,
        corpus: &Corpus,
        plan: &VocabularyPlan,
        taught: Taught<'_>,
        folder: &Path,
    ) -> Result<Self, DistillError> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(format!("{plan:?}").as_bytes());
        if let Some(targets) = taught.targets.as_slice().filter(|_| plan.whole_words > 0) {
            hasher.update(bytemuck::cast_slice(targets)).update(bytemuck::cast_slice(taught.target_of));
            for pair in &corpus.pairs {
                hasher.update(bytemuck::cast_slice(&[pair.left, pair.right]));
            }
        }
        for (word, count) in &words {
            hasher.update(word.as_bytes()).update(&count.to_le_bytes());
        }
        let path = folder.join(format!("vocabulary-{}.tsv", &hasher.finalize().to_hex()[..16]));
        let failed = |source| DistillError::File { path: path.clone(), source };
        match read_text(&path, MAX_FILE_BYTES) {
            Ok(text) => Self::parse(&text).ok_or_else(|| DistillError::Stale {
                path: path.clone(),
                reason: "it is not a list of pieces, each with a tab and a number".to_owned(),
            }),
            Err(e) if e.kind() == std::io::ErrorKind::InvalidData => {
                Err(DistillError::Stale { path, reason: "it is not UTF-8".to_owned() })
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                let vocabulary = Self::train(words, corpus, plan, taught)?;
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

    fn train(
        sentences: Vec<(String, u32)>,
        corpus: &Corpus,
        plan: &VocabularyPlan,
        taught: Taught<'_>,
    ) -> Result<Self, DistillError> {
        let failed = |reason: String| DistillError::Vocabulary { pieces: plan.pieces, reason };
        let candidates = candidates(&sentences, plan);
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
        // Scores are stored in half precision: what is learned with is what is shipped. The trainer's order of equally likely
        // pieces is another in each run.
        let mut learned: Vec<(String, f32)> = model
            .iter()
            .map(|(piece, score)| (piece.clone(), half::f16::from_f64(*score).to_f32()))
            .collect();
        learned.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let (pieces, scores) = learned.into_iter().unzip();
        let mut vocabulary = Self { pieces, scores };
        if plan.whole_words > 0 {
            let worth = vocabulary.worth(&candidates, corpus, taught)?;
            vocabulary.add_words(&candidates, &worth, plan.pieces);
        }
        Ok(vocabulary)
    }

    /// What it is worth to have each word whole: 0 for one that nothing is learned of.
    fn worth(
        &self,
        words: &[(String, u32)],
        corpus: &Corpus,
        taught: Taught<'_>,
    ) -> Result<Vec<f32>, DistillError> {
        let Taught { targets, target_of } = taught;
        let means = |bags: &Bags, tokens: usize| Means::new(&corpus.pairs, bags, tokens, targets, target_of);
        let number: foldhash::HashMap<&str, u32> =
            words.iter().enumerate().map(|(i, (word, _))| (word.as_str(), i as u32)).collect();
        // One more, for all other words.
        let of_words = means(&Bags::of_words(corpus, &number), words.len() + 1);
        let of_pieces = means(&Bags::new(corpus, &self.pieces, &self.scores)?, self.pieces.len()).rows;
        let known: foldhash::HashMap<&str, u32> =
            self.pieces.iter().enumerate().map(|(i, piece)| (piece.as_str(), i as u32)).collect();
        Ok(words
            .par_iter()
            .enumerate()
            .map(|(i, (word, count))| {
                if known.contains_key(word.as_str()) {
                    return 0.0;
                }
                let mut by_parts = ndarray::Array1::<f32>::zeros(targets.ncols());
                for part in split(word, &known, &self.scores) {
                    by_parts += &of_pieces.row(part as usize);
                }
                let whole = of_words.rows.row(i);
                let lengths = (by_parts.dot(&by_parts) * whole.dot(&whole)).sqrt();
                let cosine = if lengths > 0.0 { by_parts.dot(&whole) / lengths } else { 0.0 };
                let (taught, untaught) = (of_words.taught[i], of_words.untaught[i]);
                let told = (taught * (1.0 - cosine) + untaught * UNTAUGHT) / (taught + untaught + PRIOR);
                (*count as f32).powf(EXPONENT) * told
            })
            .collect())
    }

    /// Adds the words that are worth most, up to `most` pieces. Their scores are by frequency, and at least such that
    /// the word is read as itself and not by its parts.
    fn add_words(&mut self, words: &[(String, u32)], worth: &[f32], most: usize) {
        let known: foldhash::HashMap<&str, u32> =
            self.pieces.iter().enumerate().map(|(i, piece)| (piece.as_str(), i as u32)).collect();
        let mut order: Vec<usize> = (0..words.len()).filter(|i| worth[*i] > 0.0).collect();
        order.sort_by(|a, b| worth[*b].total_cmp(&worth[*a]).then(a.cmp(b)));
        let mut added = Vec::new();
        for (word, count) in order.into_iter().take(most.saturating_sub(known.len())).map(|i| &words[i]) {
            let by_parts: f32 =
                split(word, &known, &self.scores).iter().map(|part| self.scores[*part as usize]).sum();
            let by_frequency = (f64::from(*count) / TOTAL).ln() as f32;
            let score = if by_parts < 0.0 { by_frequency.max(by_parts + PREFERENCE) } else { by_frequency };
            added.push((word.clone(), half::f16::from_f32(score.min(-1.0)).to_f32()));
        }
        for (word, score) in added {
            self.pieces.push(word);
            self.scores.push(score);
        }
    }
}

/// The words that may be pieces: the most frequent ones, in falling order.
fn candidates(words: &[(String, u32)], plan: &VocabularyPlan) -> Vec<(String, u32)> {
    let short = |word: &str| word.chars().count() <= LONGEST_WORD;
    let mut frequent: Vec<&(String, u32)> = words.iter().filter(|(word, _)| short(word)).collect();
    frequent.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let most = if plan.whole_words == 0 { 0 } else { plan.pieces + CANDIDATES * plan.whole_words };
    frequent.into_iter().take(most).cloned().collect()
}

/// The words of one language.
#[derive(Default)]
struct Words {
    numbers: foldhash::HashMap<String, usize>,
    /// How often each is in the texts of each kind.
    counts: Vec<Vec<u64>>,
}

/// All words that may be used, with their counts balanced over languages, in alphabetical order. In a language every kind of
/// source counts the same: a list of words counted in subtitles is not all that there is to a language.
///
/// # Errors
/// [`DistillError::Vocabulary`] when there is none.
pub(super) fn balanced_words(
    corpus: &Corpus,
    plan: &VocabularyPlan,
) -> Result<Vec<(String, u32)>, DistillError> {
    let mut languages: Vec<Words> = corpus.languages.iter().map(|_| Words::default()).collect();
    let mut characters: foldhash::HashMap<char, u64> = foldhash::HashMap::default();
    let mut buffer = String::new();
    for (i, text) in corpus.texts.iter().enumerate() {
        let count = corpus.count(i);
        let words = &mut languages[usize::from(corpus.text_languages[i])];
        words.counts.resize(corpus.counts.len(), Vec::new());
        each_word(text, &mut buffer, |word| {
            if says_nothing(word) {
                return;
            }
            for c in word.chars() {
                *characters.entry(c).or_default() += count;
            }
            let number = words.numbers.get(word).copied().unwrap_or_else(|| {
                words.counts.iter_mut().for_each(|counts| counts.push(0));
                words.numbers.insert(word.to_owned(), words.numbers.len());
                words.numbers.len() - 1
            });
            for (counts, all) in words.counts.iter_mut().zip(&corpus.counts) {
                counts[number] += u64::from(all[i]);
            }
        });
    }

    let sizes: Vec<Vec<u64>> = languages
        .iter()
        .map(|words| words.counts.iter().map(|counts| counts.iter().sum()).collect())
        .collect();
    let shares: Vec<f64> =
        sizes.iter().map(|kinds| (kinds.iter().sum::<u64>() as f64).powf(plan.temperature)).collect();
    let all: f64 = shares.iter().sum();
    let mut balanced: BTreeMap<String, f64> = BTreeMap::new();
    for ((words, sizes), share) in languages.into_iter().zip(&sizes).zip(&shares) {
        let kinds = sizes.iter().filter(|size| **size > 0).count();
        let factor = share / all / kinds.max(1) as f64 * TOTAL;
        for (word, number) in words.numbers {
            if word.chars().all(|c| characters[&c] >= u64::from(plan.least_character_count)) {
                let shares = words.counts.iter().zip(sizes).filter(|(_, size)| **size > 0);
                let share: f64 = shares.map(|(counts, size)| counts[number] as f64 / *size as f64).sum();
                *balanced.entry(word).or_default() += share * factor;
            }
        }
    }
    if balanced.is_empty() {
        let reason = "they have no word".to_owned();
        return Err(DistillError::Vocabulary { pieces: plan.pieces, reason });
    }
    Ok(balanced.into_iter().map(|(word, count)| (word, (count.round() as u32).max(1))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distill::corpus::Pair;

    #[test]
    fn a_word_is_whole_when_its_parts_say_something_else() {
        let pieces = ["▁na", "to", "▁train", "s", "▁never"].map(str::to_owned).to_vec();
        let mut vocabulary = Vocabulary { pieces, scores: vec![-3.0; 5] };
        let texts = ["na", "to", "train", "trains", "nato", "nevers"].map(str::to_owned).to_vec();
        let pairs = (0..5).map(|text| Pair { left: text, right: text }).collect();
        let corpus = Corpus { texts, pairs, ..Corpus::default() };
        let targets = ndarray::array![[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        // `nato` means something else than `na` and `to` do, `trains` what `train` does.
        let target_of = [0, 1, 2, 2, 2, crate::distill::corpus::NONE];
        let words = ["▁trains", "▁nato", "▁nevers", "▁train"].map(|word| (word.to_owned(), 100)).to_vec();
        let taught = Taught { targets: &targets, target_of: &target_of };
        let worth = vocabulary.worth(&words, &corpus, taught).unwrap();
        assert!(worth[1] > 3.0 * worth[0], "{worth:?}");
        assert_eq!(worth[2..], [0.0, 0.0], "nothing is learned of one, the other is a piece");
        vocabulary.add_words(&words, &worth, 6);
        assert_eq!(vocabulary.pieces[5..], ["▁nato"]);
        assert!(vocabulary.scores[5] > -6.0, "likelier than its parts");
        assert!(Unigram::new(&vocabulary.pieces, &vocabulary.scores).is_ok());
    }

    #[test]
    fn equally_likely_pieces_have_one_order() {
        let words: Vec<(String, u32)> = ('a'..='z').map(|letter| (format!("▁{letter}"), 10)).collect();
        let plan = VocabularyPlan { pieces: 100, ..VocabularyPlan::default() };
        let targets = Array2::zeros((0, 2));
        let taught = Taught { targets: &targets, target_of: &[] };
        let train = || Vocabulary::train(words.clone(), &Corpus::default(), &plan, taught).unwrap();
        let first = train();
        let tied: Vec<&String> = first
            .pieces
            .iter()
            .zip(&first.scores)
            .filter(|(_, s)| s.to_bits() == first.scores[2].to_bits())
            .map(|(p, _)| p)
            .collect();
        assert!(tied.len() > 5 && tied.is_sorted(), "{tied:?}");
        assert_eq!(train().pieces, first.pieces);
    }

    #[test]
    fn a_long_list_of_counted_words_does_not_drown_the_texts() {
        let texts = ["hello", "parliament", "hello parliament"].map(str::to_owned).to_vec();
        let corpus = Corpus {
            texts,
            text_languages: vec![0; 3],
            languages: vec!["en".to_owned()],
            counts: vec![vec![1_000_000, 1, 0], vec![0, 0, 7]],
            ..Corpus::default()
        };
        let plan = VocabularyPlan { least_character_count: 1, ..VocabularyPlan::default() };
        let counts: Vec<u32> =
            balanced_words(&corpus, &plan).unwrap().into_iter().map(|(_, count)| count).collect();
        let share = f64::from(counts[1]) / f64::from(counts[0] + counts[1]);
        assert!((share - 0.25).abs() < 0.001, "half of the texts, nothing of the list: {share}");
    }
}
