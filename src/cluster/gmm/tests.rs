//! Mixtures on rows whose groups are known, on few rows, and on rows that a covariance cannot be had from.

use ndarray::{Array2, array};
use proptest::prelude::*;
use rand::Rng;
use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::SeedableRng;

use super::GmmParams;
use crate::cluster::kmeans::KMeansParams;
use crate::cluster::quality::adjusted_rand_index;
use crate::cluster::{ClusterError, Clusterer, Clustering, Points};

fn unit(mut rows: Array2<f32>) -> Array2<f32> {
    for mut row in rows.outer_iter_mut() {
        let length = row.dot(&row).sqrt();
        row /= length;
    }
    rows
}

/// A narrow group of 200 rows, and a wide one of 200 that begins beside it and that k-means cuts.
fn narrow_and_wide() -> Array2<f32> {
    let mut random = Xoshiro256Plus::seed_from_u64(11);
    let mut around = |middle: f32, width: f32| middle + random.gen_range(-width..width);
    unit(Array2::from_shape_fn((400, 3), |(row, dim)| match (dim, row < 200) {
        (0, _) => 1.0,
        (_, true) => around(0.0, 0.07),
        (1, false) => around(0.5, 0.4),
        (_, false) => around(0.0, 0.4),
    }))
}

fn fit(rows: &Array2<f32>, params: GmmParams) -> Result<Clustering, ClusterError> {
    params.check()?.fit(&Points::new(rows.view())?)
}

#[test]
fn groups_of_different_width_are_told_apart_with_shares() {
    let rows = narrow_and_wide();
    let gold: Vec<usize> = (0..400).map(|row| row / 200).collect();
    let agreement =
        |clustering: &Clustering| adjusted_rand_index(&clustering.labels_with_noise_apart(), &gold);
    let mixture = fit(&rows, GmmParams::new(1).k(Some(2))).unwrap();
    let means = KMeansParams::new(1).k(Some(2)).check().unwrap();
    let means = means.fit(&Points::new(rows.view()).unwrap()).unwrap();
    assert!(agreement(&mixture) > 0.9, "{}", agreement(&mixture));
    assert!(agreement(&means) < 0.8, "{}", agreement(&means));
    assert!(mixture.strengths.iter().all(|strength| (0.0..=1.0).contains(strength)));
    // Of the wide group's rows those next to the narrow one are the least sure.
    let least = (200..400).min_by(|&a, &b| mixture.strengths[a].total_cmp(&mixture.strengths[b])).unwrap();
    assert!(rows[[least, 1]] < 0.25, "{}", rows.row(least));
}

#[test]
fn the_same_seed_gives_the_same_result_on_any_number_of_threads() {
    let rows = narrow_and_wide();
    let fit = || fit(&rows, GmmParams::new(1).k(Some(5))).unwrap();
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    assert_eq!(pool(1).install(fit), pool(4).install(fit));
}

#[test]
fn copies_of_a_few_rows_have_no_covariance_and_are_told_apart_all_the_same() {
    let rows = Array2::from_shape_fn((60, 3), |(row, dim)| f32::from(u8::from(row % 3 == dim)));
    let clustering = fit(&rows, GmmParams::new(1).k(Some(3))).unwrap();
    assert_eq!(clustering.n_clusters, 3);
    assert!((3..60).all(|row| clustering.labels[row] == clustering.labels[row % 3]));
}

#[test]
fn none_one_two_and_equal_rows_are_one_cluster_at_most() {
    let equal = Array2::from_shape_fn((30, 2), |(_, dim)| [0.6, 0.8][dim]);
    for (rows, clusters) in
        [(Array2::zeros((0, 3)), 0), (array![[1.0, 0.0]], 1), (array![[1.0, 0.0], [0.0, 1.0]], 1), (equal, 1)]
    {
        let clustering = fit(&rows, GmmParams::new(1)).unwrap();
        assert_eq!((clustering.n_clusters, clustering.n_noise()), (clusters, 0));
    }
}

#[test]
fn each_wrong_parameter_is_refused() {
    assert_eq!(GmmParams::new(1).k(Some(0)).check().unwrap_err(), ClusterError::NoClusters);
    assert_eq!(GmmParams::new(1).min_size(Some(0)).check().unwrap_err(), ClusterError::NoMinSize);
    let three = array![[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]];
    let error = fit(&three, GmmParams::new(1).k(Some(4))).unwrap_err();
    assert_eq!(error, ClusterError::MoreClustersThanRows { k: 4, rows: 3 });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_rows_give_as_many_clusters_as_asked_for_and_no_small_ones(
        values in prop::collection::vec(prop::array::uniform4(-3_i8..=3), 1..40),
        k in 1_usize..8,
        min_size in 2_usize..6,
    ) {
        let values: Vec<_> = values.into_iter().filter(|row| row.iter().any(|&value| value != 0)).collect();
        let rows = unit(Array2::from_shape_fn((values.len(), 4), |(row, dim)| f32::from(values[row][dim])));
        match fit(&rows, GmmParams::new(7).k(Some(k))) {
            Ok(clustering) => {
                prop_assert_eq!(clustering.n_clusters, k);
                prop_assert!(clustering.strengths.iter().all(|strength| (0.0..=1.0).contains(strength)));
            }
            Err(error) => prop_assert!(error.hint().is_some(), "{}", error),
        }
        let clustering = fit(&rows, GmmParams::new(7).min_size(Some(min_size))).unwrap();
        for id in clustering.labels.iter().flatten() {
            let size = clustering.labels.iter().filter(|&&label| label == Some(*id)).count();
            prop_assert!(size >= min_size.min(rows.nrows()), "{} rows in {:?}", size, id);
        }
    }
}
