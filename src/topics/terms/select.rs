//! Which of the scored terms are kept: none that another one says already.

use std::collections::HashSet;

use crate::corpus::Language;
use crate::topics::meaning::Sense;
use crate::topics::{Term, Translation};

/// A term with its score in a topic.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Stems of its words, joined by spaces.
    pub(super) key: String,
    /// As shown.
    pub(super) text: String,
    /// Texts of the topic that hold it.
    pub(super) texts: usize,
    /// Its score.
    pub(super) score: f64,
    /// What it means, where that is known.
    pub(super) sense: Option<Sense>,
    /// Its translations in the topic's other languages.
    pub(super) also: Vec<(Language, String)>,
}

impl Candidate {
    fn contains(&self, other: &Self) -> bool {
        self.key != other.key && format!(" {} ", self.key).contains(&format!(" {} ", other.key))
    }

    /// The finished term.
    pub(super) fn into_term(self, language: Option<Language>) -> Term {
        let also = self.also.into_iter().map(|(language, text)| Translation { language, text }).collect();
        Term { text: self.text, language, score: self.score as f32, also }
    }

    fn content_stems(&self) -> HashSet<&str> {
        self.key
            .split(' ')
            .filter(|stem| stem.chars().count() > 3 || stem.chars().any(|c| c > '\u{2e80}'))
            .collect()
    }
}

/// Share of a term's texts that must hold the longer term for the longer one to stand for both.
const MOSTLY: f64 = 0.6;

/// Up to `wanted` terms of which none contains another, best first.
///
/// A term that mostly stands inside a longer one gives way to it; otherwise the longer one adds nothing and goes.
pub(super) fn distinct(candidates: Vec<Candidate>, wanted: usize) -> Vec<Candidate> {
    let mut chosen: Vec<Candidate> = Vec::new();
    // Terms far down the list cannot stand for one at its top.
    let pool: Vec<Candidate> = candidates.into_iter().take(400).collect();
    for candidate in &pool {
        if chosen.len() == wanted {
            break;
        }
        let stands_for = |longer: &&Candidate| {
            longer.contains(candidate) && longer.texts as f64 >= MOSTLY * candidate.texts as f64
        };
        let longest = pool.iter().filter(stands_for).max_by(|a, b| {
            a.texts.cmp(&b.texts).then_with(|| a.key.len().cmp(&b.key.len())).then_with(|| b.key.cmp(&a.key))
        });
        let best = longest.unwrap_or(candidate);
        let said = |other: &Candidate| other.key == best.key || other.contains(best) || best.contains(other);
        if !chosen.iter().any(said) {
            chosen.push(Candidate { score: candidate.score.max(best.score), ..best.clone() });
        }
    }
    chosen
}

/// The first `wanted` terms that share no word, joined by ", ".
pub(super) fn label(terms: &[Candidate], wanted: usize) -> String {
    let mut said: HashSet<&str> = HashSet::new();
    let mut chosen: Vec<&str> = Vec::new();
    for term in terms {
        let stems = term.content_stems();
        if chosen.len() < wanted && said.is_disjoint(&stems) {
            said.extend(stems);
            chosen.push(&term.text);
        }
    }
    chosen.join(", ")
}
