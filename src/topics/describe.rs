//! The one call: clusters and text in, topics out.

use std::collections::BTreeSet;

use ndarray::{Array1, ArrayView2};

use super::central::{centroid, cosine, representatives};
use super::terms::TermCounts;
use super::{Outlier, Topic, TopicOptions, TopicText, Topics, language};
use crate::cluster::Clustering;

/// Terms that make a label.
const LABEL_TERMS: usize = 3;

/// Gives the vectors of terms, in the space of the rows; `None` for a term without one.
pub type TermVectors<'a> = dyn Fn(&[&str]) -> Vec<Option<Vec<f32>>> + 'a;

/// Describes each cluster as a topic.
///
/// `texts` has length `n`, `rows` shape `(n, dim)` with the unit vectors of the texts *as the model gave them* (not
/// centred, so that cosines mean what they mean elsewhere), and `clustering` a label for each of them; whatever is
/// longer than the shortest of the three is left out. `term_vectors` gives the vectors of terms in the space of
/// `rows`, `None` for a term without one; with it, terms that mean what the topic is about come before terms that
/// merely occur in it. The result depends on nothing else and is the same every time.
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

    let collection = language::most_frequent(&language::count(texts, 0..n));
    let counts = TermCounts::of(texts, &assignment, groups.len(), collection);
    let centroids: Vec<Array1<f32>> = groups.iter().map(|group| centroid(rows, group)).collect();
    let directions = directions(&centroids);

    let topics = groups
        .into_iter()
        .zip(&centroids)
        .enumerate()
        .map(|(number, (mut members, centroid))| {
            let languages = language::count(texts, members.iter().copied());
            let spoken = language::of_label(&languages, collection, options.label_language);
            let relevance = |terms: &[&str]| relevance(terms, &directions[number], term_vectors);
            let (terms, label) =
                counts.terms_and_label(number, spoken, options.n_terms, LABEL_TERMS, &relevance);
            let representatives = representatives(texts, rows, &members, centroid, options.n_representatives);
            let cohesion = members.iter().map(|&unit| cosine(rows.row(unit), centroid)).sum::<f32>()
                / members.len() as f32;
            let documents: BTreeSet<usize> = members.iter().map(|&unit| texts[unit].document).collect();
            members.sort_by(|&a, &b| strengths[b].total_cmp(&strengths[a]).then(a.cmp(&b)));
            let label = label.unwrap_or_else(|| first_words(texts, members[0]));
            Topic {
                label,
                terms,
                members,
                representatives,
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

/// Where each topic lies as seen from the middle of all of them: what sets it apart, and not what all share. A
/// single topic keeps its centroid.
fn directions(centroids: &[Array1<f32>]) -> Vec<Array1<f32>> {
    let Some(first) = centroids.first().filter(|_| centroids.len() > 1) else { return centroids.to_vec() };
    let mut middle = Array1::<f32>::zeros(first.len());
    for centroid in centroids {
        middle.scaled_add(1.0 / centroids.len() as f32, centroid);
    }
    centroids.iter().map(|centroid| centroid - &middle).collect()
}

/// How much each term means what sets the topic apart, in [0, 1]; 1 for all when there are no vectors.
fn relevance(terms: &[&str], direction: &Array1<f32>, vectors: Option<&TermVectors<'_>>) -> Vec<f64> {
    let Some(vectors) = vectors else { return vec![1.0; terms.len()] };
    let length = direction.dot(direction).sqrt().max(f32::MIN_POSITIVE);
    let cosine = |vector: Vec<f32>| {
        let product: f32 = vector.iter().zip(direction).map(|(a, b)| a * b).sum();
        f64::from((product / length).clamp(0.0, 1.0))
    };
    vectors(terms).into_iter().map(|vector| vector.map_or(0.0, cosine)).collect()
}

/// The first words of a text, for a topic whose texts hold no term.
fn first_words(texts: &[TopicText<'_>], unit: usize) -> String {
    texts[unit].text.split_whitespace().take(6).collect::<Vec<_>>().join(" ")
}
