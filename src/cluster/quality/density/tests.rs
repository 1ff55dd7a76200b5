use std::f64::consts::TAU;

use ndarray::Array2;
use proptest::prelude::*;

use super::*;

/// Places on a plane as unit rows, near enough to the middle of a sphere's cap that distances are those of the plane
/// times 0.01.
fn on_a_cap(places: &[[f64; 2]]) -> Array2<f32> {
    Array2::from_shape_fn((places.len(), 3), |(row, dim)| {
        let [x, y] = places[row].map(|value| value * 0.01);
        ([x, y, 1.0][dim] / (x * x + y * y + 1.0).sqrt()) as f32
    })
}

/// Places in [0, 1) that look random.
fn noise(i: usize) -> [f64; 2] {
    [(i as f64 * 0.754_877_666_246_692_8).fract(), (i as f64 * 0.569_840_290_998_053_3).fract()]
}

/// `k` squares of side 1 whose corners are `gap` apart in both directions, row `i` in square `i % k`.
fn squares(k: usize, gap: f64, n: usize) -> (Array2<f32>, Vec<Option<usize>>) {
    let place = |i: usize| {
        let [x, y] = noise(i);
        [x + gap * (i % k % 2) as f64, y + gap * (i % k / 2) as f64]
    };
    let places: Vec<[f64; 2]> = (0..n).map(place).collect();
    (on_a_cap(&places), (0..n).map(|i| Some(i % k)).collect())
}

fn whole(rows: &Array2<f32>, labels: &[Option<usize>]) -> f64 {
    density_validity(rows.view(), labels).unwrap().whole
}

#[test]
fn two_pairs_have_the_value_that_the_definition_gives() {
    let angles = [0.0_f32, 1.0, 0.1, 1.1];
    let rows = Array2::from_shape_fn((4, 2), |(row, dim)| [angles[row].cos(), angles[row].sin()][dim]);
    let found = density_validity(rows.view(), &[0, 1, 0, 1].map(Some)).unwrap();
    // Chords of 0.1 within a pair; 0.9 and 1.0 (the upper median) from one pair to the other.
    let expected = 1.0 - (0.1_f64 / 2.0).sin() / (1.0_f64 / 2.0).sin();
    assert!((found.whole - expected).abs() < 1e-4, "{} {expected}", found.whole);
    assert!(found.clusters.iter().all(|validity| (validity.unwrap() - expected).abs() < 1e-4));
}

#[test]
fn clear_groups_are_better_than_touching_ones_and_those_than_shuffled_labels() {
    // Python's hdbscan.validity.validity_index (0.8.44) orders these four the same way:
    // 0.902, 0.376, -0.398 and -0.847 for the same places and labels.
    let shuffled: Vec<Option<usize>> = (0..400).map(|i| Some(i / 100)).collect();
    let (far, labels) = squares(4, 4.0, 400);
    let (near, _) = squares(4, 1.3, 400);
    let values =
        [whole(&far, &labels), whole(&near, &labels), whole(&near, &shuffled), whole(&far, &shuffled)];
    assert!(values.is_sorted_by(|better, worse| *better > worse + 0.1), "{values:?}");
    assert!(values[0] > 0.8 && values[2] < 0.0, "{values:?}");
}

#[test]
fn a_ring_around_a_group_is_two_dense_clusters_and_halves_of_both_are_not() {
    let place = |i: usize| {
        let [x, y] = noise(i);
        if i < 100 { [x - 0.5, y - 0.5] } else { [3.0 * (x * TAU).cos(), 3.0 * (x * TAU).sin()] }
    };
    let places: Vec<[f64; 2]> = (0..300).map(place).collect();
    let rows = on_a_cap(&places);
    let rings: Vec<Option<usize>> = (0..300).map(|i| Some(usize::from(i >= 100))).collect();
    let halves: Vec<Option<usize>> = places.iter().map(|[x, _]| Some(usize::from(*x > 0.0))).collect();
    let (rings, halves) = (whole(&rows, &rings), whole(&rows, &halves));
    assert!(rings > 0.8 && halves < 0.2, "{rings} {halves}");
}

#[test]
fn a_cluster_of_two_groups_is_less_valid_than_each_of_them() {
    let (rows, labels) = squares(4, 4.0, 400);
    let merged: Vec<_> = labels.iter().map(|label| label.map(|label| label / 2)).collect();
    assert!(whole(&rows, &merged) < whole(&rows, &labels) - 0.3);
}

#[test]
fn noise_lowers_the_whole_in_proportion_and_clusters_not_at_all() {
    let (rows, mut labels) = squares(5, 4.0, 500);
    labels.iter_mut().filter(|label| **label == Some(4)).for_each(|label| *label = None);
    let kept: Vec<usize> = (0..500).filter(|i| i % 5 != 4).collect();
    let without = density_validity(
        rows.select(Axis(0), &kept).view(),
        &kept.iter().map(|&i| labels[i]).collect::<Vec<_>>(),
    )
    .unwrap();
    let with = density_validity(rows.view(), &labels).unwrap();
    assert!((with.whole - without.whole * 0.8).abs() < 1e-9);
    assert_eq!(with.clusters, without.clusters);
}

#[test]
fn it_is_not_defined_under_two_clusters_of_two_rows() {
    let (rows, _) = squares(2, 4.0, 6);
    let value = |labels: [Option<usize>; 6]| density_validity(rows.view(), &labels);
    assert_eq!(value([Some(0); 6]), None);
    assert_eq!(value([None; 6]), None);
    assert_eq!(value([Some(0), Some(0), Some(0), Some(0), Some(0), Some(1)]), None);
    assert_eq!(value([Some(3), None, Some(3), Some(3), Some(3), None]), None);
    assert_eq!(density_validity(Array2::zeros((0, 3)).view(), &[]), None);
    let alone = value([Some(0), Some(2), Some(0), Some(2), Some(0), Some(1)]).unwrap();
    assert_eq!(alone.clusters[1], None);
}

#[test]
fn rows_that_are_all_the_same_are_worth_nothing() {
    let rows = Array2::from_shape_fn((20, 2), |(_, dim)| [0.6, 0.8][dim]);
    let labels: Vec<_> = (0..20).map(|row| Some(row % 2)).collect();
    assert_eq!(whole(&rows, &labels).to_bits(), 0.0_f64.to_bits());
}

#[test]
fn a_sample_of_a_large_collection_tells_good_from_bad_and_keeps_small_clusters() {
    let n = 12_000;
    let (rows, mut labels) = squares(4, 3.0, n);
    // Nine in ten rows of one square become noise, and of another all but 20.
    labels.iter_mut().enumerate().filter(|(i, _)| i % 4 == 3 && i % 40 != 3).for_each(|(_, l)| *l = None);
    labels.iter_mut().enumerate().filter(|(i, _)| i % 4 == 2 && *i > 80).for_each(|(_, l)| *l = None);
    let found = density_validity(rows.view(), &labels).unwrap();
    assert!(found.clusters.iter().all(|validity| validity.unwrap() > 0.6), "{found:?}");
    let shuffled: Vec<_> = (0..n).map(|i| labels[(i + i / 4) % n]).collect();
    assert!(whole(&rows, &shuffled) < 0.0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn values_are_in_range_and_the_numbers_of_clusters_do_not_matter(
        drawn in prop::collection::vec((0_i8..6, 0_i8..6, 0_usize..4), 0..60),
    ) {
        let places: Vec<[f64; 2]> = drawn.iter().map(|&(x, y, _)| [f64::from(x), f64::from(y)]).collect();
        let rows = on_a_cap(&places);
        let labels: Vec<_> = drawn.iter().map(|&(_, _, label)| (label < 3).then_some(label)).collect();
        let turned: Vec<_> = labels.iter().map(|label| label.map(|label| 2 - label)).collect();
        let one = density_validity(rows.view(), &labels);
        let other = density_validity(rows.view(), &turned);
        prop_assert_eq!(one.is_some(), other.is_some());
        if let (Some(one), Some(other)) = (one, other) {
            prop_assert!((-1.0..=1.0).contains(&one.whole));
            prop_assert!((one.whole - other.whole).abs() < 1e-4);
        }
    }
}
