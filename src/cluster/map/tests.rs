//! Maps as a whole.

use ndarray::{Array2, ArrayView2, Axis, array};
use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use super::{MapParams, frame, trustworthiness};
use crate::cluster::ParamGuard;
use crate::cluster::tests::unit;
use crate::cluster::{ClusterError, Points};

/// Unit rows around random directions, and the group of each.
pub(super) fn groups(groups: usize, each: usize, dim: usize) -> (Array2<f32>, Vec<usize>) {
    let mut random = Xoshiro256Plus::seed_from_u64(11);
    let mut draw =
        |shape| Array2::from_shape_simple_fn(shape, || random.next_u32() as f32 / u32::MAX as f32 - 0.5);
    let (middles, own) = (draw((groups, dim)), draw((groups * each, dim)));
    let labels: Vec<usize> = (0..groups * each).map(|row| row % groups).collect();
    let rows = middles.select(Axis(0), &labels) + 0.5 * own;
    (unit(rows), labels)
}

fn map(rows: ArrayView2<'_, f32>) -> Array2<f32> {
    MapParams::new(0).check().unwrap().fit(&Points::new(rows).unwrap()).unwrap().positions
}

fn nearest(positions: &Array2<f32>, row: usize) -> usize {
    let square = |other: usize| {
        let apart = &positions.row(other) - &positions.row(row);
        apart.dot(&apart)
    };
    (0..positions.nrows())
        .filter(|&other| other != row)
        .min_by(|&a, &b| square(a).total_cmp(&square(b)))
        .unwrap()
}

#[test]
fn groups_stay_apart_and_the_map_can_be_trusted() {
    let (rows, labels) = groups(8, 100, 32);
    let positions = map(rows.view());
    let pure = (0..800).filter(|&row| labels[nearest(&positions, row)] == labels[row]).count();
    assert!(pure >= 792, "{pure} of 800");
    let trust = trustworthiness(rows.view(), positions.view(), 15, 800).unwrap();
    assert!(trust.value > 0.93, "{trust:?}");
    // Each group is a region: the middles lie farther apart than the rows from their middle.
    let middle = |group: usize| {
        let members: Vec<usize> = (0..800).filter(|&row| labels[row] == group).collect();
        positions.select(Axis(0), &members).mean_axis(Axis(0)).unwrap()
    };
    let middles: Vec<_> = (0..8).map(middle).collect();
    let near = (0..800).filter(|&row| {
        let square = |group: usize| (&positions.row(row) - &middles[group]).mapv(|v| v * v).sum();
        (0..8).min_by(|&a, &b| square(a).total_cmp(&square(b))) == Some(labels[row])
    });
    assert!(near.count() >= 760);
}

#[test]
fn the_map_is_the_same_on_any_number_of_threads() {
    let (rows, _) = groups(5, 300, 16);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| map(rows.view()))
    };
    let one = on(1);
    assert_eq!(one, on(3));
    let other = MapParams::new(1).check().unwrap().fit(&Points::new(rows.view()).unwrap()).unwrap().positions;
    assert_ne!(one, other, "the seed is used");
}

#[test]
fn places_lie_in_the_frame_with_the_widest_direction_across() {
    let positions = map(groups(3, 50, 8).0.view());
    let reach =
        |axis: usize| positions.column(axis).iter().fold(0.0_f32, |most, value| most.max(value.abs()));
    assert!(reach(0).max(reach(1)) <= 1.0 && reach(0).max(reach(1)) > 0.999);
    let spread = |axis: usize| positions.column(axis).var(0.0);
    assert!(spread(0) >= spread(1));
    assert!(
        positions.column(0).mapv(|v| v - positions.column(0).mean().unwrap()).mapv(|v| v * v * v).sum() > 0.0
    );
}

#[test]
fn few_rows_and_equal_rows_have_places() {
    let (rows, _) = groups(4, 1, 6);
    for n in 0..=4 {
        let positions = map(rows.slice(ndarray::s![..n, ..]));
        assert_eq!(positions.dim(), (n, 2));
        assert!(positions.iter().all(|value| value.is_finite() && value.abs() <= 1.0), "{positions}");
        for row in 0..n {
            assert!((0..row).all(|other| positions.row(row) != positions.row(other)), "{positions}");
        }
    }
    for n in [2, 30, 400] {
        let mut equal = Array2::zeros((n, 4));
        equal.column_mut(2).fill(1.0_f32);
        let positions = map(equal.view());
        assert!(positions.iter().all(|value| value.is_finite() && value.abs() <= 1.0));
        let apart = (0..n).filter(|&row| positions.row(row) != positions.row(nearest(&positions, row)));
        assert!(apart.count() * 10 >= n * 9, "equal rows are spread a little");
    }
}

#[test]
fn parts_that_no_link_joins_lie_apart() {
    // Opposite directions, so that no neighbour is in the other part.
    let (mut rows, _) = groups(1, 80, 8);
    rows.slice_mut(ndarray::s![40.., ..]).mapv_inplace(|value| -value);
    let positions = map(rows.view());
    assert!(positions.iter().all(|value| value.is_finite()));
    assert!((0..80).all(|row| (nearest(&positions, row) < 40) == (row < 40)));
}

#[test]
fn known_neighbours_are_used_and_more_than_there_are_rows_are_all() {
    let (rows, _) = groups(2, 10, 8);
    let points = Points::new(rows.view()).unwrap();
    points.neighbors(19);
    let layout = MapParams::new(0).n_neighbors(200).check().unwrap();
    let positions = layout.fit(&points).unwrap().positions;
    assert!(positions.iter().all(|value| value.is_finite()));
    let fresh = Points::new(rows.view()).unwrap();
    assert_eq!(positions, layout.fit(&fresh).unwrap().positions);
}

#[test]
fn a_perfect_map_is_trusted_and_a_shuffled_one_is_not() {
    let (rows, _) = groups(1, 600, 2);
    let perfect = trustworthiness(rows.view(), rows.view(), 10, 600).unwrap();
    assert!((perfect.value - 1.0).abs() < 1e-3, "{perfect:?}");
    let places: Vec<usize> = (0..600).map(|row| row * 277 % 600).collect();
    let mut random = Xoshiro256Plus::seed_from_u64(2);
    let anywhere = Array2::from_shape_simple_fn((600, 2), || random.next_u32() as f32);
    for shuffled in [rows.select(Axis(0), &places), anywhere] {
        let value = trustworthiness(rows.view(), shuffled.view(), 10, 300).unwrap();
        assert!((0.4..0.6).contains(&value.value) && value.sampled == 300, "{value:?}");
    }
}

#[test]
fn trustworthiness_is_what_scikit_learn_gives() {
    let mut rows = array![
        [-0.363, -0.097, 0.927],
        [0.373, -0.928, -0.003],
        [-0.360, 0.086, -0.929],
        [0.150, 0.146, 0.978],
        [0.197, 0.317, -0.928],
        [0.714, -0.607, 0.349],
        [-0.288, -0.768, -0.572],
        [-0.862, 0.487, -0.141],
        [0.630, -0.777, -0.001],
        [-0.368, 0.320, -0.873],
        [-0.223, 0.137, -0.965],
        [0.694, 0.126, 0.709],
        [0.605, -0.618, -0.503],
        [-0.177, 0.650, 0.739],
        [-0.578, -0.494, -0.650],
        [-0.907, -0.369, -0.205_f32]
    ];
    for mut row in rows.outer_iter_mut() {
        let length = row.dot(&row).sqrt();
        row /= length;
    }
    let places = array![
        [0.36, -0.27],
        [0.27, -0.77],
        [-0.69, -0.04],
        [0.15, 0.42],
        [-0.26, 0.80],
        [0.59, -0.55],
        [0.01, -0.54],
        [-0.49, 0.55],
        [0.62, -0.67],
        [-0.72, 0.74],
        [-0.49, -0.30],
        [1.41, 0.08],
        [0.19, 0.03],
        [-0.29, 1.02],
        [-0.87, -0.58],
        [-1.50, -1.04_f32]
    ];
    // `sklearn.manifold.trustworthiness(rows, places, n_neighbors=k, metric="cosine")` of scikit-learn 1.9.1.
    for (k, truth) in [(1, 0.714_285_714_285), (3, 0.746_212_121_212), (5, 0.778_125), (7, 0.771_428_571_428)]
    {
        let found = trustworthiness(rows.view(), places.view(), k, 16).unwrap();
        assert!((found.value - truth).abs() < 1e-9, "{k}: {found:?}");
    }
    // From half of the rows on it is not defined.
    for (k, sample) in [(8, 16), (0, 16), (3, 0)] {
        assert_eq!(trustworthiness(rows.view(), places.view(), k, sample), None);
    }
    assert_eq!(trustworthiness(rows.view(), places.slice(ndarray::s![..9, ..]), 3, 16), None);
}

#[test]
fn settings_that_make_no_map_are_refused() {
    let refused = |params: MapParams| params.check().unwrap_err();
    assert_eq!(refused(MapParams::new(0).n_neighbors(0)), ClusterError::NoNeighbors);
    for min_dist in [-0.1, 1.1, f64::NAN] {
        assert_eq!(refused(MapParams::new(0).min_dist(min_dist)), ClusterError::NoMinDist);
    }
    assert_eq!(refused(MapParams::new(0).epochs(Some(0))), ClusterError::NoEpochs);
    assert_eq!(refused(MapParams::new(0).negatives(0)), ClusterError::NoNegatives);
    assert!(refused(MapParams::new(0).min_dist(2.0)).hint().is_some());
}

#[test]
fn turned_moved_scaled_or_mirrored_places_give_the_same_picture() {
    let places: Vec<[f32; 2]> = (0..60_u8)
        .map(|i| [f32::from(i) * f32::from(i) / 300.0, f32::from(i % 7) * f32::from(i % 7) / 20.0])
        .collect();
    let picture = frame(&places);
    let (sin, cos) = 0.7_f32.sin_cos();
    for mirror in [1.0, -1.0] {
        let other: Vec<[f32; 2]> = places
            .iter()
            .map(|p| [3.0 * (p[0] * cos - p[1] * sin) + 5.0, mirror * 3.0 * (p[0] * sin + p[1] * cos) - 9.0])
            .collect();
        let off = (&frame(&other) - &picture).mapv(f32::abs).into_iter().fold(0.0, f32::max);
        assert!(off < 1e-4, "{off}");
    }
    let most = |axis| picture.column(axis).iter().fold(0.0_f32, |most, v| most.max(v.abs()));
    assert!((most(0) - 1.0).abs() < 1e-6 && most(1) < 1.0);
}

#[test]
fn few_places_have_a_frame_too() {
    assert_eq!(frame(&[]).dim(), (0, 2));
    assert_eq!(frame(&[[3.0, 4.0]]), ndarray::array![[0.0, 0.0]]);
    assert_eq!(frame(&[[3.0, 4.0], [3.0, 4.0]]), ndarray::array![[0.0, 0.0], [0.0, 0.0]]);
    let two = frame(&[[0.0, 0.0], [3.0, 4.0]]);
    assert!((two[[0, 0]] + 1.0).abs() < 1e-6 && (two[[1, 0]] - 1.0).abs() < 1e-6 && two[[0, 1]].abs() < 1e-6);
}
