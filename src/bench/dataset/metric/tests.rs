use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::*;

fn random(rows: usize, columns: usize, seed: u64, spread: f32) -> Array2<f32> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut lengths = Xoshiro256PlusPlus::seed_from_u64(seed + 1);
    let mut vectors = Array2::from_shape_simple_fn((rows, columns), || random.gen_range(-1.0f32..1.0));
    for mut row in vectors.rows_mut() {
        let by = lengths.gen_range(1.0..spread);
        row.mapv_inplace(|value| value * by);
    }
    vectors
}

/// Rows from near to far.
fn order(vectors: &Array2<f32>, distance: impl Fn(&[f32]) -> f64) -> Vec<usize> {
    let distances: Vec<f64> =
        vectors.rows().into_iter().map(|row| distance(row.as_slice().unwrap())).collect();
    let mut order: Vec<usize> = (0..distances.len()).collect();
    order.sort_by(|a, b| distances[*a].total_cmp(&distances[*b]));
    order
}

#[test]
fn a_reduction_keeps_the_order_of_every_metric() {
    for (metric, spread, extra) in [
        (Metric::Cosine, 9.0, 0),
        (Metric::Dot, 9.0, 1),
        (Metric::Euclidean, 9.0, 2),
        (Metric::Euclidean, 1.5, 2),
    ] {
        let (vectors, queries) = (random(300, 12, 1, spread), random(20, 12, 2, spread));
        let reduction = Reduction::of(metric, &vectors);
        assert_eq!(reduction.extra(), extra);
        let reduced = reduction.vectors(vectors.clone()).unwrap();
        assert_eq!(reduced.dim(), (300, 12 + extra));
        for row in reduced.rows() {
            assert!((length_squared(row.as_slice().unwrap()) - 1.0).abs() < 1e-5);
        }
        for query in queries.rows() {
            let query = query.as_slice().unwrap();
            let asked = reduction.query(query);
            assert!((length_squared(&asked) - 1.0).abs() < 1e-5);
            let (wanted, found) = (
                order(&vectors, |row| metric.distance(query, row)),
                order(&reduced, |row| Metric::Cosine.distance(&asked, row)),
            );
            assert_eq!(wanted[..50], found[..50], "{metric:?}");
        }
    }
}

#[test]
fn unit_vectors_need_no_more_dimensions() {
    let unit = Reduction::of(Metric::Cosine, &random(1, 1, 1, 2.0)).vectors(random(50, 8, 3, 5.0)).unwrap();
    for metric in [Metric::Dot, Metric::Euclidean] {
        let reduction = Reduction::of(metric, &unit);
        assert_eq!(reduction.extra(), 0);
        let again = reduction.vectors(unit.clone()).unwrap();
        assert!(again.iter().zip(&unit).all(|(a, b)| (a - b).abs() < 1e-6));
    }
}

#[test]
fn the_digits_that_remain_are_enough_for_whole_numbers_of_a_byte() {
    // As of images and of SIFT: all in [0, 255], all near to one another.
    let vectors = random(400, 128, 5, 1.01).mapv(|value| (value.abs() * 255.0).round());
    let reduction = Reduction::of(Metric::Euclidean, &vectors);
    let reduced = reduction.vectors(vectors.clone()).unwrap();
    let query = vectors.row(7).mapv(|value| (value * 0.9).round());
    let query = query.as_slice().unwrap();
    let asked = reduction.query(query);
    assert_eq!(
        order(&vectors, |row| Metric::Euclidean.distance(query, row))[..20],
        order(&reduced, |row| Metric::Cosine.distance(&asked, row))[..20]
    );
}

#[test]
fn a_part_of_a_larger_array_is_reduced_alone() {
    let all = random(9, 4, 11, 3.0);
    let part = all.clone().slice_move(ndarray::s![3..7, ..]);
    let reduction = Reduction::of(Metric::Dot, &part);
    let copied = all.slice(ndarray::s![3..7, ..]).to_owned();
    assert_eq!(reduction.vectors(part).unwrap(), reduction.vectors(copied.clone()).unwrap());
    let turned = copied.clone().reversed_axes().as_standard_layout().to_owned().reversed_axes();
    assert_eq!(reduction.vectors(turned).unwrap(), reduction.vectors(copied).unwrap());
}

#[test]
fn zeros_have_no_direction_and_break_nothing() {
    let mut vectors = random(5, 3, 9, 3.0);
    vectors.row_mut(2).fill(0.0);
    for metric in [Metric::Cosine, Metric::Dot, Metric::Euclidean] {
        let reduction = Reduction::of(metric, &vectors);
        let reduced = reduction.vectors(vectors.clone()).unwrap();
        assert!(
            reduced.iter().chain(&reduction.query(&[0.0; 3])).all(|value| value.is_finite()),
            "{metric:?}"
        );
    }
    let none = Array2::<f32>::zeros((4, 3));
    assert_eq!(Reduction::of(Metric::Euclidean, &none).extra(), 0);
    let empty = Array2::<f32>::zeros((0, 3));
    assert_eq!(Reduction::of(Metric::Dot, &empty).vectors(empty).unwrap().dim(), (0, 3));
}

#[test]
fn distances_are_those_of_ann_benchmarks() {
    let (one, other) = ([1.0, 0.0], [1.0, 1.0]);
    assert!((Metric::Cosine.distance(&one, &other) - (1.0 - 0.5f64.sqrt())).abs() < 1e-12);
    assert!((Metric::Euclidean.distance(&one, &[4.0, 4.0]) - 5.0).abs() < 1e-12);
    assert!((Metric::Dot.distance(&[2.0, 1.0], &[3.0, 4.0]) + 10.0).abs() < 1e-12);
    assert!((Metric::Cosine.distance(&one, &[0.0, 0.0]) - 1.0).abs() < 1e-12);
    for metric in [Metric::Cosine, Metric::Euclidean, Metric::Dot] {
        assert_eq!(Metric::of_name(metric.name()), Some(metric));
    }
    assert_eq!(Metric::of_name("hamming"), None);
    assert_eq!(Metric::of_name("L2"), Some(Metric::Euclidean));
    assert!(Metric::Cosine.is_searched() && !Metric::Dot.is_searched());
}
