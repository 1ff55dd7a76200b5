//! Where rows start: principal components, smoothed over the links.

use ndarray::ArrayView2;
use rayon::prelude::*;

use super::links::Links;
use crate::cluster::{ClusterError, Pca};

/// Rounds of smoothing. Each moves a row halfway to the mean of those it is linked with.
const ROUNDS: usize = 30;

/// Standard deviation of the rows along each axis, in units of the layout, and how far out one may start.
const SPREAD: f32 = 4.0;
const FARTHEST: f32 = 12.0;

/// How far rows that would start at one place are moved apart.
const APART: f32 = 1e-3;

/// The place where each row starts.
///
/// Smoothing is the power method for the slowest directions of diffusion over the links, which spectral layouts start from (Belkin and
/// Niyogi 2003, *Laplacian Eigenmaps*). It stops long before it is there: parts that no link joins
/// would each fall together to a point.
///
/// # Errors
/// As [`Pca::fit`].
pub(super) fn start(
    rows: ArrayView2<'_, f32>,
    links: &Links,
    seed: u64,
) -> Result<Vec<[f32; 2]>, ClusterError> {
    let placed = Pca::fit(rows, 2)?.project(rows);
    // Where rows differ in fewer than two directions, the others are 0.
    let at = |row: usize, axis: usize| placed.get((row, axis)).copied().unwrap_or(0.0);
    let mut places: Vec<[f32; 2]> = (0..rows.nrows()).map(|row| [at(row, 0), at(row, 1)]).collect();
    standardise(&mut places);
    for _ in 0..ROUNDS {
        places = (0..links.len())
            .into_par_iter()
            .with_min_len(512)
            .map(|row| {
                let mut sum = [0.0_f32; 2];
                for (other, weight) in links.of_row(row) {
                    sum[0] += weight * places[other][0];
                    sum[1] += weight * places[other][1];
                }
                let strength = links.strengths[row].max(f32::MIN_POSITIVE);
                let own = places[row];
                [f32::midpoint(own[0], sum[0] / strength), f32::midpoint(own[1], sum[1] / strength)]
            })
            .collect();
        standardise(&mut places);
    }
    for (row, place) in places.iter_mut().enumerate() {
        let drawn = mix(seed ^ mix(row as u64 + 1));
        for (axis, value) in place.iter_mut().enumerate() {
            let part = (drawn >> (32 * axis)) as u32 as f32 / u32::MAX as f32 - 0.5;
            *value = (*value * SPREAD).clamp(-FARTHEST, FARTHEST) + APART * part;
        }
    }
    Ok(places)
}

/// Moves the mean to 0, makes the axes uncorrelated and gives each the variance 1; an axis without variance stays 0.
fn standardise(places: &mut [[f32; 2]]) {
    let count = places.len().max(1) as f64;
    let mean =
        |values: &[[f32; 2]], of: &dyn Fn(&[f32; 2]) -> f64| values.iter().map(of).sum::<f64>() / count;
    for axis in 0..2 {
        let middle = mean(places, &|place| f64::from(place[axis]));
        let shared = mean(places, &|place| f64::from(place[0]) * (f64::from(place[axis]) - middle));
        // The first axis has the variance 1 by now, so that this is its share in the second.
        let share = if axis == 1 { shared as f32 } else { 0.0 };
        for place in places.iter_mut() {
            place[axis] -= middle as f32 + share * place[0] * f32::from(u8::from(axis == 1));
        }
        let variance = mean(places, &|place| f64::from(place[axis]) * f64::from(place[axis]));
        let scale = if variance > 1e-12 { (1.0 / variance.sqrt()) as f32 } else { 0.0 };
        for place in places.iter_mut() {
            place[axis] *= scale;
        }
    }
}

/// A number with well-mixed bits (the last step of SplitMix64; Steele, Lea and Flood 2014).
pub(super) fn mix(mut x: u64) -> u64 {
    x ^= x >> 30;
    x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x ^= x >> 27;
    x = x.wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_places_are_centred_uncorrelated_and_of_variance_one() {
        let mut places: Vec<[f32; 2]> = (0..500_u64)
            .map(|i| [(mix(i) % 1000) as f32, (mix(i) % 1000) as f32 + (mix(i + 999) % 300) as f32])
            .collect();
        standardise(&mut places);
        let mean = |of: &dyn Fn(&[f32; 2]) -> f32| places.iter().map(of).sum::<f32>() / 500.0;
        assert!(mean(&|p| p[0]).abs() < 1e-4 && mean(&|p| p[1]).abs() < 1e-4);
        assert!((mean(&|p| p[0] * p[0]) - 1.0).abs() < 1e-3 && (mean(&|p| p[1] * p[1]) - 1.0).abs() < 1e-3);
        assert!(mean(&|p| p[0] * p[1]).abs() < 1e-3);
        let mut line = vec![[1.0, 2.0], [3.0, 2.0]];
        standardise(&mut line);
        assert_eq!(line, [[-1.0, 0.0], [1.0, 0.0]]);
    }
}
