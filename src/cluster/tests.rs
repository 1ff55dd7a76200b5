//! Edge cases and invariants that hold for every algorithm.

use ndarray::{Array2, ArrayView2, Axis, array, concatenate};
use proptest::prelude::*;

use super::quality::{adjusted_mutual_information, adjusted_rand_index, silhouette, v_measure};
use super::*;

const ALGORITHMS: [Algorithm; 7] = [
    Algorithm::Leiden,
    Algorithm::Agglomerative,
    Algorithm::KMeans,
    Algorithm::Gmm,
    Algorithm::Hdbscan,
    Algorithm::Dbscan,
    Algorithm::Optics,
];

/// Those that find the number of clusters by themselves and cannot be told it.
const UNTOLD: [Algorithm; 4] = [Algorithm::Leiden, Algorithm::Hdbscan, Algorithm::Dbscan, Algorithm::Optics];

fn with(algorithm: Algorithm, k: Option<usize>) -> ClusterOptions {
    ClusterOptions { algorithm, k, ..ClusterOptions::default() }
}

/// Clusters rows.
fn run(rows: ArrayView2<'_, f32>, options: &ClusterOptions) -> Result<Outcome, ClusterError> {
    cluster(&Points::new(rows)?, options)
}

/// The rows, each made length 1.
pub(super) fn unit(mut rows: Array2<f32>) -> Array2<f32> {
    for mut row in rows.outer_iter_mut() {
        let length = row.dot(&row).sqrt();
        row /= length;
    }
    rows
}

/// `k` well separated groups of `size` rows in `k + 3` dimensions.
fn groups(k: usize, size: usize) -> Array2<f32> {
    let rows = Array2::from_shape_fn((k * size, k + 3), |(row, dim)| {
        let wobble = 0.1 * (((row * 7 + dim * 13) % 11) as f32 / 11.0 - 0.5);
        if dim == row / size { 1.0 } else { wobble }
    });
    unit(rows)
}

/// What every clustering of `n` rows keeps to.
fn assert_valid(clustering: &Clustering, n: usize) {
    assert_eq!(clustering.labels.len(), n);
    assert_eq!(clustering.strengths.len(), n);
    assert!(clustering.strengths.iter().all(|strength| (0.0..=1.0).contains(strength)));
    let mut sizes = vec![0; clustering.n_clusters];
    for id in clustering.labels.iter().flatten() {
        sizes[id.0 as usize] += 1;
    }
    assert!(sizes.iter().all(|&size| size > 0), "an id without rows: {sizes:?}");
    assert!(sizes.is_sorted_by(|a, b| a >= b), "not by size: {sizes:?}");
}

#[test]
fn no_rows_give_no_clusters() {
    for algorithm in ALGORITHMS {
        let outcome = run(Array2::zeros((0, 4)).view(), &with(algorithm, None)).unwrap();
        assert_eq!(outcome.clustering, Clustering { labels: vec![], strengths: vec![], n_clusters: 0 });
    }
}

#[test]
fn one_row_two_rows_and_equal_rows_are_one_cluster() {
    let equal = Array2::from_shape_fn((30, 2), |(_, dim)| [0.6, 0.8][dim]);
    for algorithm in ALGORITHMS {
        for rows in [array![[1.0, 0.0]], array![[1.0, 0.0], [0.0, 1.0]], equal.clone()] {
            let clustering = run(rows.view(), &with(algorithm, None)).unwrap().clustering;
            assert_valid(&clustering, rows.nrows());
            assert_eq!((clustering.n_clusters, clustering.n_noise()), (1, 0), "{algorithm}");
        }
    }
}

#[test]
fn clear_groups_are_found_without_being_told_their_number() {
    let rows = groups(6, 12);
    let gold: Vec<usize> = (0..72).map(|row| row / 12).collect();
    for algorithm in ALGORITHMS {
        let clustering = run(rows.view(), &with(algorithm, None)).unwrap().clustering;
        assert_valid(&clustering, 72);
        let agreement = adjusted_mutual_information(&clustering.labels_with_noise_apart(), &gold);
        if matches!(algorithm, Algorithm::Dbscan | Algorithm::Optics) {
            // It may take a group apart, but never puts two together.
            assert!(clustering.n_clusters >= 6 && agreement > 0.7, "{agreement}");
        } else {
            assert_eq!((clustering.n_clusters, agreement > 0.99), (6, true), "{algorithm}: {agreement}");
        }
    }
}

#[test]
fn settings_that_cannot_be_met_are_errors_with_a_way_out() {
    let rows = groups(3, 4);
    let twice = concatenate(Axis(0), &[rows.view(), rows.view()]).unwrap();
    for algorithm in [Algorithm::Auto, Algorithm::Agglomerative, Algorithm::KMeans] {
        for (rows, k, expected) in [
            (&rows, 0, ClusterError::NoClusters),
            (&rows, 13, ClusterError::MoreClustersThanRows { k: 13, rows: 12 }),
            (&twice, 13, ClusterError::MoreClustersThanDistinctRows { k: 13, distinct: 12 }),
        ] {
            let error = run(rows.view(), &with(algorithm, Some(k))).unwrap_err();
            assert_eq!(error, expected);
            assert!(error.hint().is_some());
        }
    }
    let no_size = ClusterOptions { min_size: Some(0), ..ClusterOptions::default() };
    assert_eq!(run(rows.view(), &no_size).unwrap_err(), ClusterError::NoMinSize);
}

#[test]
fn each_wrong_parameter_is_refused_before_any_row_is_seen() {
    use super::{dbscan::DbscanParams, kmeans::KMeansParams};
    assert_eq!(KMeansParams::new(1).runs(0).check().unwrap_err(), ClusterError::NoRuns);
    for radius in [0.0, -1.0, f32::NAN] {
        assert_eq!(
            DbscanParams::new().radius(Some(radius)).check().unwrap_err(),
            ClusterError::RadiusNotPositive
        );
    }
    let few = DbscanParams::new().min_points(Some(1)).check().unwrap_err();
    assert_eq!(few, ClusterError::TooFewMinPoints { min_points: 1 });
}

#[test]
fn a_dataset_of_linfa_gives_what_points_give() {
    use linfa::DatasetBase;
    use linfa::traits::Fit;
    use ndarray::Array1;

    type Targets = Array1<()>;
    fn same<P>(params: P, dataset: &DatasetBase<Array2<f32>, Targets>)
    where
        P: ParamGuard<Error = ClusterError> + Fit<Array2<f32>, Targets, ClusterError, Object = Clustering>,
        P::Checked: Clusterer + Fit<Array2<f32>, Targets, ClusterError, Object = Clustering>,
    {
        let unchecked = params.fit(dataset).unwrap();
        let checked = params.check().unwrap();
        let name = checked.name();
        assert_eq!(Fit::fit(&checked, dataset).unwrap(), unchecked, "{name}");
        let points = Points::new(dataset.records.view()).unwrap();
        assert_eq!(Clusterer::fit(&checked, &points).unwrap(), unchecked, "{name}");
        assert!(unchecked.n_clusters > 1, "{name}");
    }
    let dataset = DatasetBase::from(groups(4, 15));
    same(agglomerative::AgglomerativeParams::new(), &dataset);
    same(dbscan::DbscanParams::new(), &dataset);
    same(gmm::GmmParams::new(3), &dataset);
    same(hdbscan::HdbscanParams::new(), &dataset);
    same(kmeans::KMeansParams::new(3), &dataset);
    same(leiden::LeidenParams::new(3), &dataset);
    same(optics::OpticsParams::new(), &dataset);
    let params = map::MapParams::new(3).epochs(Some(20));
    let points = Points::new(dataset.records.view()).unwrap();
    assert_eq!(params.fit(&dataset).unwrap(), params.check().unwrap().fit(&points).unwrap());

    let wrong: Result<Clustering, ClusterError> = kmeans::KMeansParams::new(3).runs(0).fit(&dataset);
    assert_eq!(wrong.unwrap_err(), ClusterError::NoRuns);
    let damaged = DatasetBase::from(array![[1.0, 0.0], [3.0, 0.0_f32]]);
    let error = kmeans::KMeansParams::new(3).fit(&damaged).unwrap_err();
    assert_eq!(error, ClusterError::NotUnit { row: 1 });
    assert!(kmeans::KMeansParams::new(3).runs(0).check_ref().is_err());
}

#[test]
fn damaged_rows_are_named() {
    for algorithm in ALGORITHMS {
        let error = |bad: f32| {
            let rows = array![[1.0, 0.0], [0.0, 1.0], [bad, 0.0]];
            run(rows.view(), &with(algorithm, None)).unwrap_err()
        };
        assert_eq!(error(f32::NAN), ClusterError::NotFinite { row: 2 });
        assert_eq!(error(f32::INFINITY), ClusterError::NotFinite { row: 2 });
        assert_eq!(error(0.0), ClusterError::NotUnit { row: 2 });
        assert_eq!(error(2.0), ClusterError::NotUnit { row: 2 });
    }
}

#[test]
fn too_many_rows_for_all_pairs_point_to_kmeans() {
    let rows = Array2::from_shape_fn((agglomerative::MAX_ROWS + 1, 1), |_| 1.0);
    let error = run(rows.view(), &with(Algorithm::Agglomerative, None)).unwrap_err();
    assert!(error.hint().unwrap().contains("kmeans"));
    let told = run(rows.view(), &with(Algorithm::Auto, Some(1))).unwrap();
    assert_eq!((told.algorithm, told.clustering.n_clusters), ("kmeans", 1));
    assert_eq!(run(rows.view(), &ClusterOptions::default()).unwrap().algorithm, "leiden");
}

#[test]
fn a_row_far_from_everything_is_left_out() {
    let mut rows = groups(3, 20);
    rows.row_mut(7).assign(&array![0.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
    let params = agglomerative::AgglomerativeParams::new().check().unwrap();
    let clustering = params.fit(&Points::new(rows.view()).unwrap()).unwrap();
    assert_eq!(clustering.n_clusters, 3);
    assert_eq!(clustering.labels[7], None);
    assert_eq!(clustering.n_noise(), 1);
    // DBSCAN leaves it out as well, and a budget of none gives it to the nearest cluster.
    let none = ClusterOptions { max_outliers: 0.0, ..with(Algorithm::Dbscan, None) };
    assert!(run(rows.view(), &with(Algorithm::Dbscan, None)).unwrap().clustering.labels[7].is_none());
    let all = run(rows.view(), &none).unwrap().clustering;
    assert_eq!(all.n_noise(), 0);
    assert_valid(&all, 60);
    let wrong = ClusterOptions { max_outliers: 1.5, ..ClusterOptions::default() };
    assert_eq!(run(rows.view(), &wrong).unwrap_err(), ClusterError::NoShare);
    let told = run(rows.view(), &with(Algorithm::Leiden, Some(3))).unwrap_err();
    assert_eq!(told, ClusterError::KNotTaken { algorithm: "leiden" });
}

#[test]
fn algorithms_have_names_that_read_back() {
    for algorithm in Algorithm::ALL {
        assert_eq!(algorithm.to_string().parse(), Ok(algorithm));
    }
    assert!("lda".parse::<Algorithm>().unwrap_err().to_string().starts_with("`lda` is not one of"));
}

#[test]
fn languages_are_aligned_and_rows_stay_unit() {
    // Two languages (third dimension) and two topics (first two): after the step the language is gone.
    let lean = |row: usize| [[0.6_f32, 0.0], [0.0, 0.6]][row % 2];
    let rows = Array2::from_shape_fn((40, 3), |(row, dim)| match dim {
        2 if row < 20 => 0.8,
        2 => -0.8,
        _ => lean(row)[dim],
    });
    let languages: Vec<Option<u32>> = (0..40).map(|row| Some(u32::from(row < 20))).collect();
    let out = align_groups(rows.view(), &languages);
    assert!(out.row(0).dot(&out.row(20)) > 0.99 && out.row(0).dot(&out.row(1)) < 0.01);
    assert!(out.outer_iter().all(|row| (row.dot(&row) - 1.0).abs() < 1e-5));
    let same = Array2::from_shape_fn((12, 2), |(_, dim)| [0.6, 0.8][dim]);
    assert_eq!(align_groups(same.view(), &[]), same);
    assert_eq!(align_groups(Array2::zeros((0, 2)).view(), &[]).nrows(), 0);
}

#[test]
fn agreement_measures_give_the_values_of_scikit_learn() {
    let a = [0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3];
    let b = [0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0];
    let c = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1];
    let apart: Vec<usize> = (0..12).collect();
    for (x, y, ami, v, ari) in [
        (&a, &b[..], 0.232_297_864_598_829, 0.525_796_007_012_683_9, 0.161_434_977_578_475_3),
        (&a, &c[..], -0.170_853_597_327_281_1, 0.027_610_706_945_528_72, -0.122_448_979_591_836_7),
        (&b, &c[..], -0.133_428_020_283_314, 0.054_469_443_963_673_99, -0.093_567_251_461_988_3),
        (&a, &apart[..], 0.0, 0.706_749_241_773_904_6, 0.0),
        (&a, &a[..], 1.0, 1.0, 1.0),
        (&a, &[0; 12][..], 0.0, 0.0, 0.0),
    ] {
        assert!((adjusted_mutual_information(x, y) - ami).abs() < 1e-9);
        assert!((v_measure(x, y) - v).abs() < 1e-9);
        assert!((adjusted_rand_index(x, y) - ari).abs() < 1e-9);
    }
}

#[test]
fn the_silhouette_is_that_of_scikit_learn_and_not_defined_for_one_cluster() {
    let rows = array![
        [1.0, 0.0, 0.0],
        [0.8, 0.6, 0.0],
        [0.6, 0.8, 0.0],
        [0.0, 1.0, 0.0],
        [0.0, 0.6, 0.8],
        [0.0, 0.0, 1.0],
        [-0.6, 0.0, 0.8_f32],
    ];
    let value = |labels: [usize; 7]| silhouette(rows.view(), &labels.map(Some));
    assert!((value([0, 0, 1, 1, 1, 2, 2]).unwrap() - 0.356_052_038_733_807).abs() < 1e-6);
    assert!((value([0, 0, 0, 0, 1, 1, 2]).unwrap() - 0.372_620_284_742_055).abs() < 1e-6);
    assert_eq!(value([0; 7]), None);
    assert_eq!(silhouette(rows.view(), &[None; 7]), None);
}

/// Up to 40 unit rows in 4 dimensions, many of them equal.
fn any_rows() -> impl Strategy<Value = Array2<f32>> {
    prop::collection::vec(prop::array::uniform4(-3_i8..=3), 0..40).prop_map(|values| {
        let values: Vec<_> = values.into_iter().filter(|row| row.iter().any(|&value| value != 0)).collect();
        let rows = Array2::from_shape_fn((values.len(), 4), |(row, dim)| f32::from(values[row][dim]));
        unit(rows)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_rows_give_a_valid_clustering_or_an_error(
        rows in any_rows(),
        k in prop::option::of(0_usize..12),
        min_size in prop::option::of(1_usize..6),
    ) {
        for algorithm in ALGORITHMS {
            let k = k.filter(|_| !UNTOLD.contains(&algorithm));
            let options = ClusterOptions { algorithm, k, min_size, seed: 7, ..ClusterOptions::default() };
            match run(rows.view(), &options) {
                Ok(outcome) => {
                    assert_valid(&outcome.clustering, rows.nrows());
                    prop_assert_eq!(outcome, run(rows.view(), &options).unwrap());
                }
                Err(error) => prop_assert!(k.is_some() && error.hint().is_some(), "{}", error),
            }
        }
    }

    #[test]
    fn a_number_asked_for_is_the_number_found(rows in any_rows(), k in 1_usize..8) {
        for algorithm in [Algorithm::Agglomerative, Algorithm::KMeans] {
            if let Ok(outcome) = run(rows.view(), &with(algorithm, Some(k))) {
                prop_assert_eq!(outcome.clustering.n_clusters, k);
            }
        }
    }
}
