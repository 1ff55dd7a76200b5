//! How well the terms of a topic belong together, and how little topics repeat each other's.
//!
//! *Coherence* is the mean normalised pointwise mutual information (NPMI) of the pairs of a topic's best
//! terms: `ln(p(a, b) / (p(a) p(b))) / -ln p(a, b)`, where `p` is the share of units that hold a term, or
//! both. It is 1 for terms that are only ever found together, 0 for terms that meet as often as chance has
//! it, and -1 for terms that never meet. Bouma (2009), *Normalized (Pointwise) Mutual Information in
//! Collocation Extraction*; for topics, Aletras and Stevenson (2013), *Evaluating Topic Coherence Using
//! Distributional Semantics*. A unit, mostly a paragraph, is the window in which terms meet, and the
//! collection itself is what is counted. With some dozen units, a few chance meetings decide: the values of a
//! small collection are rough.
//!
//! *Diversity* is the share of different terms among the best terms of all topics. Dieng, Ruiz and Blei
//! (2020), *Topic Modeling in Embedding Spaces*, section 6. Ten terms are taken where the paper takes 25,
//! because reports show ten.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

use super::describe::{language_counts, most_frequent_language};
use super::words::{Analyser, Word};
use super::{Topic, TopicText};
use crate::corpus::Language;

/// Terms of a topic that are looked at, from the best.
const BEST: usize = 10;

/// How good the terms of topics are. Each value is `None` where it is not defined.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelQuality {
    /// NPMI coherence of each topic, in [-1, 1]; `None` for a topic without two terms that are found in the
    /// texts, and where all terms are in all units.
    pub coherence: Vec<Option<f64>>,
    /// Mean of the coherences that are defined.
    pub mean_coherence: Option<f64>,
    /// Share of different terms among the best terms of all topics, in (0, 1]; `None` under two topics with
    /// terms.
    pub diversity: Option<f64>,
}

/// Coherence and diversity of the ten best terms of each topic over all texts, those without topic included.
///
/// Terms are found by their stems, as words in a row, so that inflections count. Each topic is measured over
/// the texts in the language of most of its terms, and by its terms in that language: terms of two languages
/// hardly meet, and two terms of one would seem to belong together for their language alone. A text that
/// occurs several times, such as wire copy, counts once. Time is linear in the length of the texts.
pub fn label_quality(texts: &[TopicText<'_>], topics: &[Topic]) -> LabelQuality {
    let terms = |topic: &Topic| {
        topic
            .terms
            .iter()
            .map(|term| SoughtTerm { language: term.language, text: term.text.clone() })
            .collect()
    };
    of_terms(texts, &topics.iter().map(terms).collect::<Vec<_>>())
}

/// A term as it is looked for.
#[derive(Debug, Clone)]
struct SoughtTerm {
    language: Option<Language>,
    text: String,
}

/// As [`label_quality`].
fn of_terms(texts: &[TopicText<'_>], topics: &[Vec<SoughtTerm>]) -> LabelQuality {
    let best: Vec<&[SoughtTerm]> = topics.iter().map(|terms| &terms[..terms.len().min(BEST)]).collect();
    // As terms are counted: texts of unknown language are taken for the most frequent one.
    let fallback = most_frequent_language(&language_counts(texts, 0..texts.len()));
    let spoken: Vec<Option<Language>> = best.iter().map(|terms| main_language(terms)).collect();
    let languages: BTreeSet<Option<Language>> =
        best.iter().copied().flatten().map(|term| term.language).collect();

    let mut coherence = vec![None; topics.len()];
    let mut numbered: Vec<Vec<u32>> = vec![Vec::new(); topics.len()];
    let mut next = 0;
    for language in languages {
        let analyser = Analyser::new(language);
        let mut matcher = Matcher::new(next);
        let keys: Vec<Vec<u32>> = best
            .iter()
            .map(|terms| {
                let here = terms.iter().filter(|term| term.language == language);
                here.filter_map(|term| matcher.add(&analyser.words(&term.text))).collect()
            })
            .collect();
        next = matcher.next_number();
        let mut seen = HashSet::new();
        let spoken_here = texts.iter().filter(|text| text.language.or(fallback) == language);
        let different: Vec<&str> =
            spoken_here.map(|text| text.text).filter(|text| seen.insert(*text)).collect();
        let units: Vec<Vec<u32>> =
            different.par_iter().map(|text| matcher.find(&analyser.words(text))).collect();
        let values = npmi(&keys, units.iter().map(Vec::as_slice));
        for (topic, value) in values.into_iter().enumerate().filter(|(topic, _)| spoken[*topic] == language) {
            coherence[topic] = value;
        }
        numbered.iter_mut().zip(keys).for_each(|(all, some)| all.extend(some));
    }
    let defined: Vec<f64> = coherence.iter().flatten().copied().collect();
    let mean_coherence = (!defined.is_empty()).then(|| defined.iter().sum::<f64>() / defined.len() as f64);
    LabelQuality { coherence, mean_coherence, diversity: diversity(&numbered) }
}

/// The language of most terms; of equals that of the better term.
fn main_language(terms: &[SoughtTerm]) -> Option<Language> {
    let mut best: Option<(usize, Option<Language>)> = None;
    for term in terms {
        let count = terms.iter().filter(|other| other.language == term.language).count();
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, term.language));
        }
    }
    best.and_then(|(_, language)| language)
}

/// Mean NPMI, in [-1, 1], of the pairs of each topic's terms.
///
/// `topics` has the terms of each topic as numbers, and each of `units` those that it holds, in any order and
/// each once; units that hold none are given as empty. Pairs count of which both terms are found and not both
/// are in every unit; `None` for a topic without such a pair. Time is that of the pairs of a topic's terms
/// that units hold.
fn npmi<'a>(topics: &[Vec<u32>], units: impl IntoIterator<Item = &'a [u32]>) -> Vec<Option<f64>> {
    let topics: Vec<Vec<u32>> = topics.iter().map(|terms| distinct(terms)).collect();
    // Where a term stands: its topics, and its place in each.
    let mut places: BTreeMap<u32, Vec<(usize, usize)>> = BTreeMap::new();
    for (topic, terms) in topics.iter().enumerate() {
        for (place, &term) in terms.iter().enumerate() {
            places.entry(term).or_default().push((topic, place));
        }
    }
    // Units that hold both, by topic and pair of places; on the diagonal, those that hold the term.
    let mut both: Vec<Vec<usize>> = topics.iter().map(|terms| vec![0; terms.len() * terms.len()]).collect();
    let mut n = 0;
    let mut here: Vec<(usize, usize)> = Vec::new();
    for unit in units {
        n += 1;
        here.clear();
        here.extend(unit.iter().filter_map(|term| places.get(term)).flatten());
        here.sort_unstable();
        for found in here.chunk_by(|one, next| one.0 == next.0) {
            let (topic, width) = (found[0].0, topics[found[0].0].len());
            for (first, &(_, one)) in found.iter().enumerate() {
                found[first..].iter().for_each(|&(_, other)| both[topic][one * width + other] += 1);
            }
        }
    }
    topics.iter().zip(&both).map(|(terms, both)| mean_of_pairs(terms.len(), both, n)).collect()
}

/// Mean NPMI of the pairs of `width` terms, from the counts of [`npmi`] among `n` units.
fn mean_of_pairs(width: usize, both: &[usize], n: usize) -> Option<f64> {
    let (mut sum, mut pairs) = (0.0, 0);
    for one in 0..width {
        for other in one + 1..width {
            let (a, b) = (both[one * width + one], both[other * width + other]);
            if let Some(value) = npmi_of_counts(a, b, both[one * width + other], n) {
                sum += value;
                pairs += 1;
            }
        }
    }
    (pairs > 0).then(|| sum / f64::from(pairs))
}

/// NPMI of two terms in `a` and `b` of `n` units, and in `both` together.
fn npmi_of_counts(a: usize, b: usize, both: usize, n: usize) -> Option<f64> {
    if a == 0 || b == 0 || both == n {
        return None;
    }
    if both == 0 {
        // The limit of ever rarer meetings.
        return Some(-1.0);
    }
    let [a, b, both, n] = [a, b, both, n].map(|count| count as f64);
    Some(((n * both / (a * b)).ln() / (n / both).ln()).clamp(-1.0, 1.0))
}

/// Share of different terms among the terms of all topics, in (0, 1]; `None` under two topics with terms,
/// which have nobody to repeat.
fn diversity(topics: &[Vec<u32>]) -> Option<f64> {
    let topics: Vec<Vec<u32>> =
        topics.iter().map(|terms| distinct(terms)).filter(|t| !t.is_empty()).collect();
    if topics.len() < 2 {
        return None;
    }
    let different: BTreeSet<u32> = topics.iter().flatten().copied().collect();
    Some(different.len() as f64 / topics.iter().map(Vec::len).sum::<usize>() as f64)
}

/// Each number once, in order of its first place.
fn distinct(terms: &[u32]) -> Vec<u32> {
    let mut seen = BTreeSet::new();
    terms.iter().copied().filter(|&term| seen.insert(term)).collect()
}

/// The terms of one language as a tree of stems: each step from the root is a stem, and a term ends where its
/// last stem leads. A text is read once, and only as far as some term goes from each of its words.
struct Matcher {
    stems: HashMap<String, u32>,
    /// From a node by a stem to a node; the root is 0.
    steps: HashMap<(u32, u32), u32>,
    /// The term that ends at each node.
    ends: Vec<Option<u32>>,
    next: u32,
}

impl Matcher {
    /// Without terms; they are numbered from `first`.
    fn new(first: u32) -> Self {
        Self { stems: HashMap::new(), steps: HashMap::new(), ends: vec![None], next: first }
    }

    /// The number that the next new term gets.
    fn next_number(&self) -> u32 {
        self.next
    }

    /// Number of the term that these words are; terms of equal stems are one. `None` without words.
    fn add(&mut self, words: &[Word]) -> Option<u32> {
        let mut node = 0;
        for stem in words.iter().flat_map(parts) {
            let known = self.stems.len() as u32;
            let stem = *self.stems.entry(stem.to_owned()).or_insert(known);
            let new = self.ends.len() as u32;
            node = *self.steps.entry((node, stem)).or_insert(new);
            if node == new {
                self.ends.push(None);
            }
        }
        if node == 0 {
            return None;
        }
        let end = &mut self.ends[node as usize];
        if end.is_none() {
            *end = Some(self.next);
            self.next += 1;
        }
        *end
    }

    /// Numbers of the terms that stand in the words of a text, in order, each once. No term spans a break.
    fn find(&self, words: &[Word]) -> Vec<u32> {
        let mut stems: Vec<(Option<u32>, bool)> = Vec::with_capacity(words.len());
        for word in words {
            let mut after_break = word.after_break;
            for part in parts(word) {
                stems.push((self.stems.get(part).copied(), after_break));
                after_break = false;
            }
        }
        let mut found = Vec::new();
        for start in 0..stems.len() {
            let mut node = 0;
            for (place, &(stem, after_break)) in stems.iter().enumerate().skip(start) {
                let Some(stem) = stem.filter(|_| place == start || !after_break) else { break };
                let Some(&next) = self.steps.get(&(node, stem)) else { break };
                node = next;
                found.extend(self.ends[node as usize]);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Stems of a word: a word with hyphens is as many, so that it is the same as without them.
fn parts(word: &Word) -> impl Iterator<Item = &str> {
    word.stem.split('-').filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn language(code: &str) -> Language {
        code.parse().unwrap()
    }

    fn texts<'a>(texts: &[(&str, &'a str)]) -> Vec<TopicText<'a>> {
        let text = |(document, (code, text)): (usize, &(&str, &'a str))| TopicText {
            text,
            language: (!code.is_empty()).then(|| language(code)),
            document,
        };
        texts.iter().enumerate().map(text).collect()
    }

    fn terms(code: &str, terms: &[&str]) -> Vec<SoughtTerm> {
        let term = |text: &&str| SoughtTerm { language: Some(language(code)), text: (*text).to_owned() };
        terms.iter().map(term).collect()
    }

    /// Which of the terms each text holds.
    fn found(code: &str, sought: &[&str], texts: &[&str]) -> Vec<Vec<u32>> {
        let analyser = Analyser::new(Some(language(code)));
        let mut matcher = Matcher::new(0);
        let numbers: Vec<_> = sought.iter().map(|term| matcher.add(&analyser.words(term))).collect();
        assert_eq!(numbers, (0..sought.len()).map(|number| Some(number as u32)).collect::<Vec<_>>());
        texts.iter().map(|text| matcher.find(&analyser.words(text))).collect()
    }

    fn close(found: Option<f64>, expected: f64) -> bool {
        found.is_some_and(|found| (found - expected).abs() < 1e-12)
    }

    #[test]
    fn pairs_have_the_values_of_the_definition() {
        assert_eq!(npmi_of_counts(2, 2, 2, 8), Some(1.0));
        assert!(close(npmi_of_counts(4, 4, 2, 8), 0.0));
        // p(a) = 1/2, p(b) = p(a, b) = 1/4: ln 2 / ln 4.
        assert!(close(npmi_of_counts(4, 2, 2, 8), 0.5));
        // p(a) = p(b) = 1/2, p(a, b) = 1/8: ln(1/2) / ln 8.
        assert!(close(npmi_of_counts(4, 4, 1, 8), -1.0 / 3.0));
        assert_eq!(npmi_of_counts(4, 4, 0, 8), Some(-1.0));
        assert_eq!(
            [npmi_of_counts(8, 8, 8, 8), npmi_of_counts(0, 4, 0, 8), npmi_of_counts(0, 0, 0, 0)],
            [None; 3]
        );
    }

    #[test]
    fn a_topic_has_the_mean_of_its_pairs() {
        // Terms 1 and 2 are always together, 3 never meets them, 4 is nowhere.
        let units: [&[u32]; 8] = [&[1, 2], &[2, 1], &[3], &[3], &[], &[], &[], &[]];
        let topics = [vec![1, 2], vec![1, 2, 3], vec![3, 1], vec![1, 4], vec![1, 1], vec![]];
        let values = npmi(&topics, units);
        assert_eq!(values, [Some(1.0), Some(-1.0 / 3.0), Some(-1.0), None, None, None]);
        assert_eq!(npmi(&topics, [&[1, 2][..]; 3])[0], None);
        assert_eq!(npmi(&topics, std::iter::empty::<&[u32]>()), [None; 6]);
    }

    #[test]
    fn diversity_is_the_share_of_different_terms() {
        assert_eq!(diversity(&[vec![1, 2, 3], vec![3, 4], vec![]]), Some(0.8));
        assert_eq!(diversity(&[vec![1, 2], vec![2, 1]]), Some(0.5));
        assert_eq!(diversity(&[vec![1, 2, 3]]), None);
        assert_eq!(diversity(&[vec![1], vec![]]), None);
        assert_eq!(diversity(&[]), None);
    }

    #[test]
    fn terms_are_found_by_stem_across_hyphens_and_not_across_breaks() {
        let sought = ["trains blindés", "satellite d'observation", "Kim Jong-un", "pas de tir", "gare"];
        let texts = [
            "Le train blindé de Kim Jong Un entre en gare.",
            "Les satellites d’observation attendent leur pas de tir.",
            "Un train, blindé ou non, sans satellite ; observation faite, Kim. Jong-un dort.",
            "",
        ];
        assert_eq!(found("fr", &sought, &texts), [vec![0, 2, 4], vec![1, 3], vec![], vec![]]);
    }

    #[test]
    fn a_term_within_a_term_is_found_as_well() {
        assert_eq!(
            found(
                "en",
                &["armored train", "train", "train station"],
                &["The armored trains left the train station."]
            ),
            [vec![0, 1, 2]]
        );
        assert_eq!(found("en", &["the press of the"], &["the press of the press of the"]), [vec![0]]);
    }

    #[test]
    fn languages_without_spaces_or_stemmer_are_read_as_their_terms_were() {
        assert_eq!(
            found("zh", &["军事", "卫星"], &["军事合作和卫星", "事军", "星卫"]),
            [vec![0, 1], vec![], vec![]]
        );
        assert_eq!(
            found("ko", &["위성", "러시아"], &["러시아에서는 위성을 쏘았다.", "위원회"]),
            [vec![0, 1], vec![]]
        );
    }

    const MIXED: [(&str, &str); 9] = [
        ("fr", "Le train blindé roule vers la gare."),
        ("fr", "Un train blindé en gare de Khasan."),
        ("fr", "Le satellite quitte le cosmodrome."),
        ("fr", "Deux satellites au cosmodrome."),
        ("en", "The armored train reaches the station."),
        ("en", "An armored train leaves."),
        ("en", "A satellite fell."),
        ("", "Le cosmodrome est loin."),
        ("fr", "Deux satellites au cosmodrome."),
    ];

    #[test]
    fn topics_are_measured_over_texts_of_their_language_each_once() {
        let topics = [
            terms("fr", &["train blindé", "gare"]),
            terms("fr", &["satellite", "cosmodrome"]),
            terms("en", &["armored", "train", "satellite"]),
            terms("fr", &["train blindé"]),
            vec![],
        ];
        let found = of_terms(&texts(&MIXED), &topics);
        // Five French texts, the one of unknown language among them and the repeated one once: train and gare
        // in the same two; satellite in two, cosmodrome in three, together in two: ln(5/3) / ln(5/2).
        let space = (5.0_f64 / 3.0).ln() / (5.0_f64 / 2.0).ln();
        assert!(close(found.coherence[0], 1.0) && close(found.coherence[1], space), "{found:?}");
        // Three English texts: armored and train in the same two, satellite in the third.
        assert!(close(found.coherence[2], -1.0 / 3.0), "{found:?}");
        assert_eq!(found.coherence[3..], [None, None]);
        assert!(close(found.mean_coherence, (1.0 + space - 1.0 / 3.0) / 3.0));
        // Eight terms; the French train twice, and the English satellite is not the French one.
        assert_eq!(found.diversity, Some(7.0 / 8.0));
    }

    #[test]
    fn a_term_of_another_language_does_not_count_against_a_topic() {
        let mut mixed = terms("fr", &["train blindé", "gare"]);
        mixed.insert(0, terms("en", &["satellite"]).remove(0));
        assert!(close(of_terms(&texts(&MIXED), &[mixed]).coherence[0], 1.0));
    }

    #[test]
    fn only_the_ten_best_terms_are_looked_at() {
        let mut many = terms(
            "fr",
            &["train blindé", "gare", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit"],
        );
        let ten = of_terms(&texts(&MIXED), &[many.clone()]);
        many.extend(terms("fr", &["satellite", "cosmodrome"]));
        assert_eq!(of_terms(&texts(&MIXED), &[many]), ten);
    }

    #[test]
    fn no_texts_no_topics_and_empty_terms_have_no_value() {
        let nothing = LabelQuality { coherence: vec![], mean_coherence: None, diversity: None };
        assert_eq!(of_terms(&texts(&MIXED), &[]), nothing);
        let without = of_terms(&[], &[terms("fr", &["train", "gare"]), terms("fr", &["", "..."])]);
        assert_eq!(without, LabelQuality { coherence: vec![None, None], ..nothing });
    }

    proptest! {
        #[test]
        fn values_are_in_range_and_neither_numbers_nor_order_matter(
            topics in prop::collection::vec(prop::collection::vec(0_u32..8, 0..6), 0..5),
            units in prop::collection::vec(prop::collection::btree_set(0_u32..8, 0..6), 0..20),
        ) {
            let units: Vec<Vec<u32>> = units.into_iter().map(|unit| unit.into_iter().collect()).collect();
            let renamed = |terms: &Vec<u32>| terms.iter().map(|term| 100 - term * 3).collect::<Vec<u32>>();
            let (topics2, mut units2): (Vec<_>, Vec<_>) =
                (topics.iter().map(renamed).collect(), units.iter().map(renamed).collect());
            units2.reverse();
            let values = npmi(&topics, units.iter().map(Vec::as_slice));
            prop_assert_eq!(values.len(), topics.len());
            prop_assert!(values.iter().flatten().all(|value| (-1.0..=1.0).contains(value)));
            prop_assert_eq!(values, npmi(&topics2, units2.iter().map(Vec::as_slice)));
            prop_assert_eq!(diversity(&topics), diversity(&topics2));
            prop_assert!(diversity(&topics).is_none_or(|share| share > 0.0 && share <= 1.0));
        }
    }
}
