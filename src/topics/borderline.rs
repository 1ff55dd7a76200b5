//! Members of a topic that lie nearest to another one.

use std::collections::BTreeMap;

use ndarray::{Array1, Array2, ArrayView2, Axis};
use rayon::prelude::*;

use super::{Contrast, TopicText};
use crate::corpus::Language;

/// Most of one topic.
const WANTED: usize = 2;

/// Fewest units of a language whose own mean is taken away.
const MIN_OF_LANGUAGE: usize = 10;

/// Rows compared with the centroids at once.
const BLOCK: usize = 1024;

/// Up to two members of each topic with the smallest margin between the cosine to its own centroid and that
/// to the best other one, smallest first; none where there is but one topic.
///
/// Languages lean apart as a whole, so each row is seen from the mean of its language; otherwise the
/// borderline would be wherever a language is rare. `passed_over` are units that are shown anyway.
pub(super) fn borderline(
    texts: &[TopicText<'_>],
    rows: ArrayView2<'_, f32>,
    groups: &[Vec<usize>],
    passed_over: &[Vec<usize>],
) -> Vec<Vec<Contrast>> {
    if groups.len() < 2 {
        return vec![Vec::new(); groups.len()];
    }
    let places = places(texts);
    let means = means(rows, &places);
    let centroids = centroids(rows, groups, &places, &means);
    let lean: Array2<f32> = means.dot(&centroids.t());
    groups
        .iter()
        .enumerate()
        .map(|(topic, members)| {
            let mut margins: Vec<Contrast> = members
                .par_chunks(BLOCK)
                .flat_map_iter(|members| {
                    let products = rows.select(Axis(0), members).dot(&centroids.t());
                    let nearest: Vec<Contrast> = members
                        .iter()
                        .zip(products.outer_iter())
                        .map(|(&unit, products)| {
                            let place = places[unit];
                            let offset = &rows.row(unit) - &means.row(place);
                            let length = offset.dot(&offset).sqrt().max(1e-6);
                            let (mut other, mut best, mut own) = (0, f32::NEG_INFINITY, 0.0);
                            for (number, product) in products.iter().enumerate() {
                                let cosine = (product - lean[(place, number)]) / length;
                                if number == topic {
                                    own = cosine;
                                } else if cosine > best {
                                    (other, best) = (number, cosine);
                                }
                            }
                            Contrast { unit, other, margin: own - best }
                        })
                        .collect();
                    nearest
                })
                .collect();
            margins.sort_by(|a, b| a.margin.total_cmp(&b.margin).then(a.unit.cmp(&b.unit)));
            let mut chosen: Vec<Contrast> = Vec::new();
            for contrast in margins {
                let same = |other: &Contrast| texts[other.unit].text == texts[contrast.unit].text;
                let shown = passed_over.get(topic).is_some_and(|shown| shown.contains(&contrast.unit));
                if chosen.len() < WANTED && !shown && !chosen.iter().any(same) {
                    chosen.push(contrast);
                }
            }
            chosen
        })
        .collect()
}

/// The row of [`means`] that each unit is seen from: its language's, or the first where that is rare or
/// unknown.
fn places(texts: &[TopicText<'_>]) -> Vec<usize> {
    let mut counts: BTreeMap<Language, usize> = BTreeMap::new();
    for language in texts.iter().filter_map(|text| text.language) {
        *counts.entry(language).or_insert(0) += 1;
    }
    counts.retain(|_, count| *count >= MIN_OF_LANGUAGE);
    let place: BTreeMap<Language, usize> = counts.into_keys().zip(1..).collect();
    texts
        .iter()
        .map(|text| text.language.and_then(|language| place.get(&language).copied()).unwrap_or(0))
        .collect()
}

/// The mean of all rows, then that of each place, `(places, dim)`.
fn means(rows: ArrayView2<'_, f32>, places: &[usize]) -> Array2<f32> {
    let n_places = places.iter().max().map_or(1, |last| last + 1);
    let mut sums = Array2::<f64>::zeros((n_places, rows.ncols()));
    let mut counts = vec![0.0_f64; n_places];
    for (row, &place) in rows.outer_iter().zip(places) {
        for place in [Some(0), (place > 0).then_some(place)].into_iter().flatten() {
            sums.row_mut(place).zip_mut_with(&row, |sum, &value| *sum += f64::from(value));
            counts[place] += 1.0;
        }
    }
    for (mut sum, count) in sums.outer_iter_mut().zip(counts) {
        sum /= count.max(1.0);
    }
    sums.mapv(|value| value as f32)
}

/// Directions of the sums of the rows of each topic, seen from the means, `(topics, dim)`.
fn centroids(
    rows: ArrayView2<'_, f32>,
    groups: &[Vec<usize>],
    places: &[usize],
    means: &Array2<f32>,
) -> Array2<f32> {
    let mut centroids = Array2::zeros((groups.len(), rows.ncols()));
    for (members, mut centroid) in groups.iter().zip(centroids.outer_iter_mut()) {
        let mut sum = Array1::<f64>::zeros(rows.ncols());
        for &unit in members {
            let offset = &rows.row(unit) - &means.row(places[unit]);
            sum.zip_mut_with(&offset, |sum, &value| *sum += f64::from(value));
        }
        let length = sum.dot(&sum).sqrt().max(1e-9);
        centroid.assign(&sum.mapv(|value| (value / length) as f32));
    }
    centroids
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn texts(n: usize) -> Vec<TopicText<'static>> {
        const TEXTS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
        (0..n).map(|i| TopicText { text: TEXTS[i], language: None, document: i }).collect()
    }

    #[test]
    fn what_lies_between_two_topics_is_found_with_the_other_topic() {
        let rows = array![
            [1.0, 0.0, 0.0],
            [0.99, 0.1, 0.0],
            [0.75, 0.66, 0.0],
            [0.0, 1.0, 0.0],
            [0.0, 0.0, 1.0_f32]
        ];
        let found = borderline(&texts(5), rows.view(), &[vec![0, 1, 2], vec![3], vec![4]], &[]);
        assert_eq!((found[0][0].unit, found[0][0].other), (2, 1));
        assert!(found[0][0].margin < found[0][1].margin);
        assert_eq!(found[1].len(), 1);
        let hidden = borderline(&texts(5), rows.view(), &[vec![0, 1, 2], vec![3], vec![4]], &[vec![2]]);
        assert_ne!(hidden[0][0].unit, 2);
    }

    #[test]
    fn one_topic_or_none_has_no_border() {
        let rows = array![[1.0, 0.0_f32], [0.0, 1.0]];
        assert_eq!(borderline(&texts(2), rows.view(), &[vec![0, 1]], &[]), [Vec::new()]);
        assert!(borderline(&[], rows.view(), &[], &[]).is_empty());
    }
}
