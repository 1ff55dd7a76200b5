//! Small subjects: what recurs in a few paragraphs of several documents and is a part of larger topics by their vectors alone.
//!
//! In a handful of articles a subject such as *the space programme* has three paragraphs, each of which says something else as well, so that no
//! clustering of paragraphs parts them from the rest. Their words do: words that mean similar things and stand in similar paragraphs are
//! grouped (average linkage; Sokal and Michener 1958), and a group that is specific, has several words and stands in paragraphs that are
//! alike is a subject. Its paragraphs are those whose sentences are mostly about it.

use std::collections::{BTreeMap, BTreeSet};

use kodama::Method;
use ndarray::{Array1, Array2, ArrayView2, Axis};

use super::TopicText;
use super::words::{Analyser, Role};
use crate::corpus::{Language, sentences};

/// What a word means by itself: its vector of length 1, and how much it says.
pub type WordSense<'a> = dyn FnMut(&str) -> Option<(Vec<f32>, f32)> + 'a;

/// Most texts in which small subjects are looked for: in larger collections they are clusters of their own.
pub const MOST_TEXTS: usize = 300;

/// Fewest letters of a word that can tell a subject, and the least that it has to say.
const LETTERS: usize = 4;
const SAYS: f32 = 1.0;

/// Most words that are grouped, the most telling first.
const MOST_WORDS: usize = 2_500;

/// A text has a word when one of its own words is nearer to it than this.
const SAME_WORD: f32 = 0.76;

/// Greatest share of the texts that have a word of a small subject.
const MOST_SHARE: f64 = 0.3;

/// Groups are cut where their words are on average less alike than this.
const ALIKE: f32 = 0.4;

/// Words whose weight is that of their subject.
const HEAVIEST: usize = 4;

/// How much of a text's sentences has to be about a subject, for the text to be.
const MOSTLY: f64 = 0.5;

/// A subject that shares more than this with a topic is that topic.
const REPEATS: f64 = 0.5;

/// A word of the collection.
struct WordOf {
    vector: Array1<f32>,
    says: f32,
    /// Texts that have it, or a word like it.
    texts: BTreeSet<usize>,
}

/// Texts of each small subject that `assignment` does not know already, the most telling subject first; no text is in two. `rows` are the
/// vectors of the texts, `(texts, dim)`. There are at most as many as the binary logarithm of the number of texts; none in a collection of
/// one document, and of more than [`MOST_TEXTS`].
pub fn small_subjects(
    texts: &[TopicText<'_>],
    rows: ArrayView2<'_, f32>,
    assignment: &[Option<usize>],
    sense: &mut WordSense<'_>,
) -> Vec<Vec<usize>> {
    let n = texts.len();
    if n < 8 || n > MOST_TEXTS {
        return Vec::new();
    }
    let (words, said) = read(texts, sense);
    let words = telling(words, texts);
    if words.len() < 2 {
        return Vec::new();
    }
    let centred = centred(rows);
    let mut subjects: Vec<(f64, Vec<usize>)> = groups(&words, &centred)
        .into_iter()
        .filter_map(|group| {
            let members: BTreeSet<usize> =
                group.iter().flat_map(|&word| words[word].texts.iter().copied()).collect();
            let weight = weight(&group, &words, &members, &centred, n)?;
            let about = mostly_about(&group, &words, &said, &members);
            let documents: BTreeSet<usize> = about.iter().map(|&text| texts[text].document).collect();
            (about.len() >= 2 && documents.len() >= 2 && !is_known(&about, assignment))
                .then_some((weight, about))
        })
        .collect();
    subjects.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let mut taken = BTreeSet::new();
    let mut found: Vec<Vec<usize>> = Vec::new();
    for (_, mut about) in subjects {
        about.retain(|text| !taken.contains(text));
        let documents: BTreeSet<usize> = about.iter().map(|&text| texts[text].document).collect();
        if about.len() < 2 || documents.len() < 2 {
            continue;
        }
        taken.extend(about.iter().copied());
        found.push(about);
        if found.len() == n.ilog2() as usize {
            break;
        }
    }
    found
}

/// The sentences of a text: the vectors of their words, and their weights.
type Said = Vec<Vec<(Array2<f32>, f64)>>;

/// The words of all texts, and what each sentence says.
fn read(texts: &[TopicText<'_>], sense: &mut WordSense<'_>) -> (Vec<WordOf>, Said) {
    let mut analysers: BTreeMap<Option<Language>, Analyser> = BTreeMap::new();
    let mut known: BTreeMap<String, Option<usize>> = BTreeMap::new();
    let mut words: Vec<WordOf> = Vec::new();
    let mut said = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let analyser = analysers.entry(text.language).or_insert_with(|| Analyser::new(text.language));
        let mut of_text = Vec::new();
        for span in sentences(text.text) {
            let line = &text.text[span];
            let mut of_sentence: Vec<usize> = Vec::new();
            for word in analyser.words(line) {
                if word.role != Role::Content || word.lower.chars().count() < LETTERS {
                    continue;
                }
                let place = *known.entry(word.lower.clone()).or_insert_with(|| {
                    let (vector, says) = sense(&word.lower).filter(|(_, says)| *says >= SAYS)?;
                    words.push(WordOf { vector: Array1::from(vector), says, texts: BTreeSet::new() });
                    Some(words.len() - 1)
                });
                if let Some(place) = place {
                    words[place].texts.insert(number);
                    of_sentence.push(place);
                }
            }
            of_text.push((of_sentence, (line.chars().count() as f64).sqrt()));
        }
        said.push(of_text);
    }
    let dim = words.first().map_or(0, |word| word.vector.len());
    let vectors = |places: Vec<usize>| {
        let mut vectors = Array2::zeros((places.len(), dim));
        for (mut row, place) in vectors.outer_iter_mut().zip(places) {
            row.assign(&words[place].vector);
        }
        vectors
    };
    let said = said
        .into_iter()
        .map(|text| text.into_iter().map(|(places, weight)| (vectors(places), weight)).collect())
        .collect();
    (words, said)
}

/// The words that recur in several documents and not in most texts, those that say most first. A text has a word where it has one that is
/// much like it.
fn telling(words: Vec<WordOf>, texts: &[TopicText<'_>]) -> Vec<WordOf> {
    let dim = words.first().map_or(0, |word| word.vector.len());
    let mut all = Array2::<f32>::zeros((words.len(), dim));
    for (mut row, word) in all.outer_iter_mut().zip(&words) {
        row.assign(&word.vector);
    }
    let mut told: Vec<WordOf> = Vec::new();
    for word in &words {
        let near = all.dot(&word.vector);
        let mut having = BTreeSet::new();
        for (other, _) in words.iter().zip(&near).filter(|(_, near)| **near >= SAME_WORD) {
            having.extend(other.texts.iter().copied());
        }
        let documents: BTreeSet<usize> = having.iter().map(|&text| texts[text].document).collect();
        let is_rare = having.len() as f64 <= MOST_SHARE * texts.len() as f64;
        if having.len() >= 2 && documents.len() >= 2 && is_rare {
            told.push(WordOf { vector: word.vector.clone(), says: word.says, texts: having });
        }
    }
    let n = texts.len();
    told.sort_by(|a, b| telling_weight(b, n).total_cmp(&telling_weight(a, n)));
    told.truncate(MOST_WORDS);
    told
}

/// How much a word tells: rarity, and how much it says.
fn telling_weight(word: &WordOf, n: usize) -> f64 {
    let (n, having) = (n as f64, word.texts.len() as f64);
    (1.0 + (n - having + 0.5) / (having + 0.5)).ln() * f64::from(word.says).powf(0.6)
}

/// Rows without their mean, of length 1.
fn centred(rows: ArrayView2<'_, f32>) -> Array2<f32> {
    let mean = rows.mean_axis(Axis(0)).unwrap_or_else(|| Array1::zeros(rows.ncols()));
    let mut centred = &rows - &mean;
    for mut row in centred.outer_iter_mut() {
        let length = row.dot(&row).sqrt();
        if length > 1e-6 {
            row /= length;
        }
    }
    centred
}

/// Words that mean similar things and stand in similar texts.
fn groups(words: &[WordOf], centred: &Array2<f32>) -> Vec<Vec<usize>> {
    let dim = words[0].vector.len();
    let mut sides = Array2::<f32>::zeros((words.len(), dim + centred.ncols()));
    for (word, mut row) in words.iter().zip(sides.outer_iter_mut()) {
        let mut mean = Array1::<f32>::zeros(centred.ncols());
        for &text in &word.texts {
            mean += &centred.row(text);
        }
        let length = mean.dot(&mean).sqrt().max(1e-6);
        for (place, value) in word.vector.iter().chain(&(mean / length)).enumerate() {
            row[place] = value * std::f32::consts::FRAC_1_SQRT_2;
        }
    }
    let n = words.len();
    let near = sides.dot(&sides.t());
    let mut distances: Vec<f32> = Vec::with_capacity(n * (n - 1) / 2);
    for a in 0..n {
        distances.extend((a + 1..n).map(|b| (1.0 - near[[a, b]]).max(0.0)));
    }
    let tree = kodama::linkage(&mut distances, n, Method::Average);
    let mut members: Vec<Vec<usize>> = (0..n).map(|word| vec![word]).collect();
    for step in tree.steps() {
        if step.dissimilarity > 1.0 - ALIKE {
            // Later steps are no nearer; a group that stays empty keeps the numbers right.
            members.push(Vec::new());
            continue;
        }
        let mut joined = std::mem::take(&mut members[step.cluster1]);
        joined.append(&mut members[step.cluster2]);
        members.push(joined);
    }
    members.retain(|group| group.len() >= 2);
    members
}

/// How much of a subject a group of words is; `None` where its texts have nothing in common.
fn weight(
    group: &[usize],
    words: &[WordOf],
    members: &BTreeSet<usize>,
    centred: &Array2<f32>,
    n: usize,
) -> Option<f64> {
    let mut weights: Vec<f64> = group.iter().map(|&word| telling_weight(&words[word], n)).collect();
    weights.sort_by(|a, b| b.total_cmp(a));
    weights.truncate(HEAVIEST);
    let telling = weights.iter().sum::<f64>() / weights.len().max(1) as f64;
    let mut sum = Array1::<f32>::zeros(centred.ncols());
    for &text in members {
        sum += &centred.row(text);
    }
    let m = members.len() as f64;
    // The mean cosine of pairs, from the square of the sum of unit rows.
    let pairs = (f64::from(sum.dot(&sum)) - m) / (m * (m - 1.0)).max(1.0);
    let worth = telling * (1.0 + group.len() as f64).ln() * pairs * m.sqrt();
    (worth > 0.0).then_some(worth)
}

/// The texts whose sentences are mostly about a group of words.
fn mostly_about(group: &[usize], words: &[WordOf], said: &Said, members: &BTreeSet<usize>) -> Vec<usize> {
    let dim = words[0].vector.len();
    let mut own = Array2::<f32>::zeros((group.len(), dim));
    for (mut row, &word) in own.outer_iter_mut().zip(group) {
        row.assign(&words[word].vector);
    }
    let is_mostly = |text: &&usize| {
        let (mut about, mut all) = (0.0, 0.0);
        for (vectors, weight) in &said[**text] {
            all += weight;
            if vectors.nrows() > 0 && vectors.dot(&own.t()).iter().any(|near| *near >= SAME_WORD) {
                about += weight;
            }
        }
        about >= MOSTLY * all
    };
    members.iter().filter(is_mostly).copied().collect()
}

/// Whether a topic has these texts, more or less.
fn is_known(about: &[usize], assignment: &[Option<usize>]) -> bool {
    let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
    for topic in about.iter().filter_map(|&text| assignment[text]) {
        *shared.entry(topic).or_default() += 1;
    }
    shared.into_iter().any(|(topic, shared)| {
        let size = assignment.iter().filter(|other| **other == Some(topic)).count();
        shared as f64 >= REPEATS * (about.len() + size - shared) as f64
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three articles of four paragraphs: most are about trains, one of each is mostly about rockets.
    const TEXTS: [&str; 12] = [
        "The armoured train left before dawn. Its wagons were heavy.",
        "Passengers of the train slept in the wagons. The railway was old.",
        "The railway crosses the river. Wagons were repaired at the station.",
        "A rocket stood beside the railway. Engineers showed how satellites are put in orbit.",
        "The station was swept. The train arrived on the railway at noon.",
        "Wagons were uncoupled at the station. The train was cleaned.",
        "Satellites failed twice last summer. A third rocket is promised for October.",
        "The railway had been closed. Wagons waited at the station.",
        "The train went back at night. Its wagons were full.",
        "Guards walked along the railway. The station stayed dark.",
        "Experts doubt that satellites matter. The rocket needs better engines in orbit.",
        "The train crossed the border. Wagons were checked at the station.",
    ];

    const TRAINS: [&str; 5] = ["train", "wagons", "railway", "station", "passengers"];
    const ROCKETS: [&str; 3] = ["rocket", "satellites", "orbit"];

    /// Words of a subject are alike and not the same; all others are alone.
    fn sense(word: &str) -> Option<(Vec<f32>, f32)> {
        let mut vector = vec![0.0; 40];
        let subject = [&TRAINS[..], &ROCKETS[..]].iter().position(|words| words.contains(&word));
        let own = 2 + word.bytes().map(usize::from).sum::<usize>() % 38;
        match subject {
            Some(subject) => (vector[subject], vector[own]) = (0.8, 0.6),
            None => vector[own] = 1.0,
        }
        Some((vector, if subject.is_some() { 2.0 } else { 0.5 }))
    }

    fn rows() -> Array2<f32> {
        let mut rows = Array2::zeros((TEXTS.len(), 20));
        for (i, mut row) in rows.outer_iter_mut().enumerate() {
            let is_small = [3, 6, 10].contains(&i);
            // Paragraphs by themselves: the small subject leans apart, and not far enough.
            row[0] = if is_small { 0.6 } else { 0.8 };
            row[1] = if is_small { 0.4 } else { 0.0 };
            row[2 + i] = 0.6;
            let length = row.dot(&row).sqrt();
            row /= length;
        }
        rows
    }

    fn found(document: impl Fn(usize) -> usize, assignment: &[Option<usize>]) -> Vec<Vec<usize>> {
        let language = "en".parse().ok();
        let texts: Vec<TopicText<'_>> =
            (0..12).map(|i| TopicText { text: TEXTS[i], language, document: document(i) }).collect();
        small_subjects(&texts, rows().view(), assignment, &mut sense)
    }

    #[test]
    fn what_recurs_in_a_few_paragraphs_of_several_documents_is_a_subject() {
        assert_eq!(found(|i| i / 4, &[Some(0); 12]), [vec![3, 6, 10]]);
    }

    #[test]
    fn what_is_a_topic_already_is_not_found_again() {
        let known: Vec<Option<usize>> = (0..12).map(|i| Some(usize::from([3, 6, 10].contains(&i)))).collect();
        assert_eq!(found(|i| i / 4, &known), Vec::<Vec<usize>>::new());
        // A topic that has it and as much again does.
        let wider: Vec<Option<usize>> =
            (0..12).map(|i| Some(usize::from([3, 6, 10, 0, 1, 2, 4].contains(&i)))).collect();
        assert_eq!(found(|i| i / 4, &wider), [vec![3, 6, 10]]);
    }

    #[test]
    fn one_document_has_no_small_subjects() {
        assert_eq!(found(|_| 0, &[Some(0); 12]), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn few_texts_many_texts_and_words_without_meaning_have_none() {
        let texts: Vec<TopicText<'_>> =
            TEXTS[..4].iter().map(|text| TopicText { text, language: None, document: 0 }).collect();
        assert!(small_subjects(&texts, rows().view(), &[None; 4], &mut sense).is_empty());
        let many: Vec<TopicText<'_>> = (0..=MOST_TEXTS)
            .map(|i| TopicText { text: TEXTS[i % 12], language: None, document: i / 4 })
            .collect();
        let rows = Array2::from_elem((many.len(), 4), 0.5);
        assert!(small_subjects(&many, rows.view(), &vec![None; many.len()], &mut sense).is_empty());
        let texts: Vec<TopicText<'_>> =
            (0..12).map(|i| TopicText { text: TEXTS[i], language: None, document: i / 4 }).collect();
        assert!(small_subjects(&texts, self::rows().view(), &[None; 12], &mut |_| None).is_empty());
    }
}
