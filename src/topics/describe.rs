//! The one call: clusters and text in, topics out; with the texts nearest to the middle of each cluster, and
//! the language of its label.

use std::collections::{BTreeMap, BTreeSet};

use ndarray::{Array1, ArrayView1, ArrayView2};

use super::meaning::TermVectors;
use super::terms::{Said, TermCounts};
use super::{Outlier, Topic, TopicText, Topics, borderline, dates, names, summary, words};
use crate::cluster::Clustering;
use crate::corpus::Language;

/// Terms that make a label.
const LABEL_TERMS: usize = 3;

/// Describes each cluster as a topic.
///
/// `texts` has length `n`, `rows` shape `(n, dim)` with the unit vectors of the texts *as the model gave
/// them* (not centred, so that cosines mean what they mean elsewhere), and `clustering` a label for each of
/// them; whatever is longer than the shortest of the three is left out. `term_vectors` gives the vectors of
/// terms in the space of `rows`, `None` for a term without one; with it, terms that mean what the topic is
/// about come before terms that merely occur in it. The result depends on nothing else and is the same every
/// time.
pub fn describe(
    texts: &[TopicText<'_>],
    rows: ArrayView2<'_, f32>,
    clustering: &Clustering,
    options: &TopicOptions,
    term_vectors: Option<&TermVectors<'_>>,
) -> Topics {
    let n = texts.len().min(rows.nrows()).min(clustering.labels.len()).min(clustering.strengths.len());
    let (texts, strengths) = (&texts[..n], &clustering.strengths[..n]);

    let mut groups = vec![Vec::new(); clustering.n_clusters];
    for (unit, id) in clustering.labels[..n].iter().enumerate() {
        if let Some(group) = id.and_then(|id| groups.get_mut(id.0 as usize)) {
            group.push(unit);
        }
    }
    groups.retain(|group: &Vec<usize>| !group.is_empty());
    groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group[0]));

    let mut assignment = vec![None; n];
    for (topic, group) in groups.iter().enumerate() {
        for &unit in group {
            assignment[unit] = Some(topic);
        }
    }

    let collection = most_frequent_language(&language_counts(texts, 0..n));
    let counts = TermCounts::of(texts, &assignment, groups.len(), collection);
    let centroids: Vec<Array1<f32>> = groups.iter().map(|group| centroid(rows, group)).collect();
    let directions = directions(&centroids);
    let meaning = counts.meaning(term_vectors, rows.ncols(), groups.len());

    let languages: Vec<_> =
        groups.iter().map(|group| language_counts(texts, group.iter().copied())).collect();
    let spoken: Vec<Option<Language>> = languages
        .iter()
        .map(|languages| label_language(languages, collection, options.label_language))
        .collect();
    let central: Vec<Vec<usize>> =
        groups.iter().zip(&centroids).map(|(group, centroid)| by_centrality(rows, group, centroid)).collect();
    let representatives: Vec<Vec<usize>> = central
        .iter()
        .map(|central| representatives(texts, rows, central, options.n_representatives))
        .collect();
    let mut contrast = borderline::borderline(texts, rows, &groups, &representatives).into_iter();
    let mut names = names::find(texts, &assignment, &spoken, &counts, collection).into_iter();
    let mut dates = dates::find(texts, &assignment, groups.len()).into_iter();
    let middle = middle(&centroids);
    let mut said = Vec::new();
    let mut taken = BTreeSet::new();

    let parts = groups.into_iter().zip(languages).zip(representatives).enumerate();
    let topics = parts
        .map(|(number, ((mut members, languages), representatives))| {
            members.sort_by(|&a, &b| strengths[b].total_cmp(&strengths[a]).then(a.cmp(&b)));
            let wanted = (options.n_terms, LABEL_TERMS);
            let texts_in = |language| each_once(texts, &members, language, collection);
            let known = Said { direction: &directions[number], texts: &texts_in, taken: &taken };
            let (terms, label) = counts.terms_and_label(number, spoken[number], wanted, &known, &meaning);
            let label = unlike(&label.unwrap_or_else(|| first_words(texts, members[0])), &taken);
            taken.insert(label.clone());
            let shown = terms.first().map_or(spoken[number], |term| term.language);
            let evidence = counts.evidence(number, shown, summary::TERMS);
            let wanted = summary::Wanted {
                central: &central[number],
                language: shown,
                centre: &centroids[number],
                middle: &middle,
                terms: &evidence,
                label: &label,
            };
            let analyser = counts.reading(shown).map(|(analyser, _)| analyser);
            let summary = summary::choose(texts, rows, &wanted, analyser, &meaning, &mut said);
            let cohesion =
                members.iter().map(|&unit| cosine(rows.row(unit), &centroids[number])).sum::<f32>()
                    / members.len() as f32;
            let documents: BTreeSet<usize> = members.iter().map(|&unit| texts[unit].document).collect();
            Topic {
                label,
                terms,
                members,
                representatives,
                summary,
                contrast: contrast.next().unwrap_or_default(),
                names: names.next().unwrap_or_default(),
                dates: dates.next().unwrap_or_default(),
                languages,
                n_documents: documents.len(),
                cohesion,
            }
        })
        .collect();

    let outliers = (0..n)
        .filter(|&unit| assignment[unit].is_none())
        .map(|unit| {
            let mut nearest = None;
            let mut similarity = 0.0;
            for (topic, centroid) in centroids.iter().enumerate() {
                let value = cosine(rows.row(unit), centroid);
                if nearest.is_none() || value > similarity {
                    (nearest, similarity) = (Some(topic), value);
                }
            }
            Outlier { unit, nearest, similarity }
        })
        .collect();

    Topics { topics, assignment, strengths: strengths.to_vec(), outliers }
}

/// Where each topic lies as seen from the middle of all of them: what sets it apart, and not what all share.
/// A single topic keeps its centroid.
fn directions(centroids: &[Array1<f32>]) -> Vec<Array1<f32>> {
    if centroids.len() < 2 {
        return centroids.to_vec();
    }
    let middle = middle(centroids);
    centroids.iter().map(|centroid| centroid - &middle).collect()
}

/// The middle of several; zeros of one, which stands for itself, and of none.
pub(super) fn middle(centroids: &[Array1<f32>]) -> Array1<f32> {
    let Some(first) = centroids.first() else { return Array1::zeros(0) };
    let mut middle = Array1::<f32>::zeros(first.len());
    for centroid in centroids.iter().filter(|_| centroids.len() > 1) {
        middle.scaled_add(1.0 / centroids.len() as f32, centroid);
    }
    middle
}

/// The texts of some units in a language, each once; those of unknown language count as `fallback`.
fn each_once<'a>(
    texts: &[TopicText<'a>],
    units: &[usize],
    language: Option<Language>,
    fallback: Option<Language>,
) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    let spoken = units.iter().map(|&unit| &texts[unit]).filter(|text| text.language.or(fallback) == language);
    spoken.map(|text| text.text).filter(|text| seen.insert(*text)).collect()
}

/// A name that no other topic has: numbered where its own is `taken`.
fn unlike(name: &str, taken: &BTreeSet<String>) -> String {
    let mut other = name.to_owned();
    let mut number = 2;
    while taken.contains(&other) {
        other = format!("{name} ({number})");
        number += 1;
    }
    other
}

/// The first words of a text, for a topic whose texts hold no term; of those that no machine wrote, where there are any.
fn first_words(texts: &[TopicText<'_>], unit: usize) -> String {
    let text = texts[unit].text;
    let first = |text: &str| text.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
    let written = words::without_machine(text);
    if written.chars().any(char::is_alphanumeric) {
        return first(&written);
    }
    // Code has no words that would say what it is about.
    if text.chars().any(char::is_alphabetic) { "code".to_owned() } else { first(text) }
}

/// Settings of [`describe`](super::describe()).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopicOptions {
    /// Most terms per topic.
    pub n_terms: usize,
    /// Most representatives per topic.
    pub n_representatives: usize,
    /// Language of labels, for every topic that has text in it.
    pub label_language: Option<Language>,
}

impl Default for TopicOptions {
    fn default() -> Self {
        Self { n_terms: 10, n_representatives: 3, label_language: None }
    }
}

/// Two texts closer than this say the same.
const SAME: f32 = 0.95;

/// Direction of the sum of some rows, of length 1; zeros where the sum is.
pub(super) fn centroid(rows: ArrayView2<'_, f32>, members: &[usize]) -> Array1<f32> {
    let mut sum = Array1::<f64>::zeros(rows.ncols());
    for &member in members {
        sum.zip_mut_with(&rows.row(member), |sum, &value| *sum += f64::from(value));
    }
    let length = sum.dot(&sum).sqrt();
    sum.mapv(|value| if length > 1e-12 { (value / length) as f32 } else { 0.0 })
}

/// Cosine of a unit row to a centroid, in [-1, 1].
fn cosine(row: ArrayView1<'_, f32>, centroid: &Array1<f32>) -> f32 {
    row.dot(centroid).clamp(-1.0, 1.0)
}

/// Members of a topic, most central first; of equals the first.
fn by_centrality(rows: ArrayView2<'_, f32>, members: &[usize], centroid: &Array1<f32>) -> Vec<usize> {
    let mut central: Vec<(usize, f32)> =
        members.iter().map(|&member| (member, cosine(rows.row(member), centroid))).collect();
    central.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    central.into_iter().map(|(member, _)| member).collect()
}

/// Up to `wanted` of the members `central`, most central first: one per document as long as there are
/// documents left, then any; never two that say the same.
fn representatives(
    texts: &[TopicText<'_>],
    rows: ArrayView2<'_, f32>,
    central: &[usize],
    wanted: usize,
) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    for other_documents_only in [true, false] {
        for &member in central {
            if chosen.len() == wanted {
                break;
            }
            let close = |&other: &usize| {
                texts[other].text == texts[member].text
                    || rows.row(other).dot(&rows.row(member)) > SAME
                    || (other_documents_only && texts[other].document == texts[member].document)
            };
            if !chosen.iter().any(close) {
                chosen.push(member);
            }
        }
    }
    chosen.sort_by_key(|member| central.iter().position(|other| other == member));
    chosen
}

/// Share of a topic's units that makes the collection's language fit for its label.
const FAIR_SHARE: f64 = 0.2;

/// Number of units that does so whatever their share.
const FAIR_NUMBER: usize = 3;

/// Units by language; those of unknown language left out.
pub(super) fn language_counts(
    texts: &[TopicText<'_>],
    members: impl IntoIterator<Item = usize>,
) -> BTreeMap<Language, usize> {
    let mut counts = BTreeMap::new();
    for language in members.into_iter().filter_map(|unit| texts.get(unit)?.language) {
        *counts.entry(language).or_insert(0) += 1;
    }
    counts
}

/// The most frequent language; the first by code of equals.
pub(super) fn most_frequent_language(counts: &BTreeMap<Language, usize>) -> Option<Language> {
    counts
        .iter()
        .max_by_key(|&(language, count)| (count, std::cmp::Reverse(language)))
        .map(|(language, _)| *language)
}

/// Language of a topic's label: the one `asked` for if the topic has it, else the collection's if the topic
/// has a fair share of it, else the topic's own.
fn label_language(
    counts: &BTreeMap<Language, usize>,
    collection: Option<Language>,
    asked: Option<Language>,
) -> Option<Language> {
    let total: usize = counts.values().sum();
    let fair = |language: &Language| {
        let count = counts.get(language).copied().unwrap_or(0);
        count >= FAIR_NUMBER || (count > 0 && count as f64 >= FAIR_SHARE * total as f64)
    };
    asked
        .filter(|language| counts.contains_key(language))
        .or(collection.filter(fair))
        .or_else(|| most_frequent_language(counts))
        .or(collection)
}
