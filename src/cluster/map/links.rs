//! Links between rows and how much they weigh: the fuzzy neighbourhoods of UMAP (McInnes et al. 2018, section
//! 3.1); and where rows start: principal components, smoothed over the links.

use ndarray::ArrayView2;
use rayon::prelude::*;

use crate::cluster::{ClusterError, Neighbors, Pca};

/// Rounds of the search for a width; each halves the range.
const ROUNDS: usize = 40;

/// How near the sum of the weights comes to what it should be.
const TOLERANCE: f32 = 1e-3;

/// The least width, as a share of the mean distance to the neighbours.
const LEAST_WIDTH: f32 = 1e-3;

/// Links of each row in flat arrays; each is stored at both of its ends.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Links {
    /// Where the links of each row begin; one more than there are rows.
    pub(super) starts: Vec<usize>,
    pub(super) others: Vec<u32>,
    /// In (0, 1]; 0 for a link that only fills up.
    pub(super) weights: Vec<f32>,
    /// Sum of the weights of each row.
    pub(super) strengths: Vec<f32>,
}

impl Links {
    /// The links of the `k` nearest of each row. Each row's links are filled up to a multiple of `width` with
    /// links to itself that weigh nothing.
    pub(super) fn of(neighbors: &Neighbors, k: usize, width: usize) -> Self {
        let n = neighbors.len();
        let k = k.min(neighbors.k());
        let wants: Vec<(u32, f32)> =
            (0..n).into_par_iter().with_min_len(512).flat_map_iter(|row| wants(neighbors, row, k)).collect();
        let (back_starts, back) = turned(&wants, n, k);
        let lists: Vec<Vec<(u32, f32)>> = (0..n)
            .into_par_iter()
            .with_min_len(512)
            .map(|row| {
                let mut own = wants[row * k..(row + 1) * k].to_vec();
                own.sort_unstable_by_key(|link| link.0);
                either(&own, &back[back_starts[row]..back_starts[row + 1]])
            })
            .collect();
        let mut links = Self {
            starts: Vec::with_capacity(n + 1),
            others: Vec::new(),
            weights: Vec::new(),
            strengths: Vec::with_capacity(n),
        };
        links.starts.push(0);
        for (row, list) in lists.iter().enumerate() {
            links.others.extend(list.iter().map(|link| link.0));
            links.weights.extend(list.iter().map(|link| link.1));
            let filled = links.others.len().next_multiple_of(width);
            links.others.resize(filled, row as u32);
            links.weights.resize(filled, 0.0);
            links.starts.push(filled);
            links.strengths.push(list.iter().map(|link| link.1).sum());
        }
        links
    }

    /// Number of rows.
    pub(super) fn len(&self) -> usize {
        self.strengths.len()
    }

    /// The links of a row.
    fn of_row(&self, row: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let place = self.starts[row]..self.starts[row + 1];
        self.others[place.clone()]
            .iter()
            .zip(&self.weights[place])
            .map(|(other, weight)| (*other as usize, *weight))
    }
}

/// How much a row wants each of its neighbours: 1 for the nearest, and so that the sum is the logarithm (to
/// base 2) of their number and one.
fn wants(neighbors: &Neighbors, row: usize, k: usize) -> Vec<(u32, f32)> {
    let near: Vec<(u32, f32)> =
        neighbors.of(row).take(k).map(|(other, cosine)| (other as u32, (1.0 - cosine).max(0.0))).collect();
    // Equal rows count as no distance; the nearest that differs is the beginning.
    let begin = near.iter().map(|link| link.1).find(|&distance| distance > 0.0).unwrap_or(0.0);
    let mean = near.iter().map(|link| link.1).sum::<f32>() / k.max(1) as f32;
    let weigh = |distance: f32, width: f32| {
        if distance > begin { libm::expf((begin - distance) / width) } else { 1.0 }
    };
    let target = libm::log2f(k as f32 + 1.0);
    let (mut low, mut high, mut width) = (0.0_f32, f32::INFINITY, mean.max(f32::MIN_POSITIVE));
    for _ in 0..ROUNDS {
        let sum: f32 = near.iter().map(|link| weigh(link.1, width)).sum();
        if (sum - target).abs() < TOLERANCE {
            break;
        }
        if sum > target {
            high = width;
        } else {
            low = width;
        }
        width = if high.is_finite() { f32::midpoint(low, high) } else { width * 2.0 };
    }
    let width = width.max(LEAST_WIDTH * mean).max(f32::MIN_POSITIVE);
    near.into_iter().map(|(other, distance)| (other, weigh(distance, width))).collect()
}

/// Who wants each row and how much, in order: where the list of each row begins, and the lists.
fn turned(wants: &[(u32, f32)], n: usize, k: usize) -> (Vec<usize>, Vec<(u32, f32)>) {
    let mut starts = vec![0_usize; n + 1];
    for link in wants {
        starts[link.0 as usize + 1] += 1;
    }
    for row in 0..n {
        starts[row + 1] += starts[row];
    }
    let mut next = starts.clone();
    let mut back = vec![(0_u32, 0.0_f32); wants.len()];
    for (row, list) in wants.chunks(k.max(1)).enumerate() {
        for &(other, weight) in list {
            let place = &mut next[other as usize];
            back[*place] = (row as u32, weight);
            *place += 1;
        }
    }
    (starts, back)
}

/// Two lists in order as one: the weight of a link that is in both is that of either, as of chances (the
/// t-conorm of the paper).
fn either(a: &[(u32, f32)], b: &[(u32, f32)]) -> Vec<(u32, f32)> {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut of_a, mut of_b) = (a.iter().peekable(), b.iter().peekable());
    loop {
        match (of_a.peek(), of_b.peek()) {
            (Some(one), Some(other)) if one.0 == other.0 => {
                out.push((one.0, one.1 + other.1 - one.1 * other.1));
                of_a.next();
                of_b.next();
            }
            (Some(one), other) if other.is_none_or(|other| one.0 < other.0) => out.extend(of_a.next()),
            (_, Some(_)) => out.extend(of_b.next()),
            (_, None) => return out,
        }
    }
}

/// Rounds of smoothing. Each moves a row halfway to the mean of those it is linked with.
const SMOOTHINGS: usize = 30;

/// Standard deviation along each axis of so many rows, in units of the layout. It goes with the fourth root
/// of their number: wider, and rows only gather in many small clumps; closer, and groups that begin on top of
/// each other do not come apart.
const SPREAD: f64 = 5.5;
const SPREAD_AT: f64 = 100_000.0;

/// How far out a row may start, in standard deviations.
const FARTHEST: f32 = 3.0;

/// How far rows that would start at one place are moved apart.
const APART: f32 = 1e-3;

/// The place where each row starts.
///
/// Smoothing is the power method for the slowest directions of diffusion over the links, which spectral
/// layouts start from (Belkin and Niyogi 2003, *Laplacian Eigenmaps*). It stops long before it is there:
/// parts that no link joins would each fall together to a point.
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
    for _ in 0..SMOOTHINGS {
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
    let spread = spread(rows.nrows());
    for (row, place) in places.iter_mut().enumerate() {
        let drawn = mix(seed ^ mix(row as u64 + 1));
        for (axis, value) in place.iter_mut().enumerate() {
            let part = (drawn >> (32 * axis)) as u32 as f32 / u32::MAX as f32 - 0.5;
            *value = value.clamp(-FARTHEST, FARTHEST) * spread + APART * part;
        }
    }
    Ok(places)
}

/// Standard deviation of `n` rows along each axis at the start.
fn spread(n: usize) -> f32 {
    (SPREAD * (n as f64 / SPREAD_AT).sqrt().sqrt()) as f32
}

/// Moves the mean to 0, makes the axes uncorrelated and gives each the variance 1; an axis without variance
/// stays 0.
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
    fn weights_of_a_row_sum_to_the_logarithm_and_links_stand_at_both_ends() {
        let rows = crate::cluster::map::tests::groups(3, 40, 8).0;
        let lists = Neighbors::exact(rows.view(), 10);
        for row in 0..rows.nrows() {
            let wants = wants(&lists, row, 10);
            let sum: f32 = wants.iter().map(|link| link.1).sum();
            assert!((sum - 11.0_f32.log2()).abs() < 2e-3, "{sum}");
            assert!((wants[0].1 - 1.0).abs() < 1e-6 && wants.windows(2).all(|w| w[0].1 >= w[1].1));
        }
        let links = Links::of(&lists, 10, 8);
        assert_eq!(links.len(), rows.nrows());
        for row in 0..links.len() {
            assert_eq!((links.starts[row + 1] - links.starts[row]) % 8, 0);
            for (other, weight) in links.of_row(row).filter(|link| link.1 > 0.0) {
                assert!(links.of_row(other).any(|(back, same)| back == row && (same - weight).abs() < 1e-9));
                assert!(weight <= 1.0);
            }
        }
    }

    #[test]
    fn a_link_that_both_want_weighs_more_than_either_wants() {
        let merged = either(&[(1, 0.5), (4, 1.0)], &[(1, 0.5), (2, 0.25)]);
        assert_eq!(merged, [(1, 0.75), (2, 0.25), (4, 1.0)]);
        assert!(either(&[], &[]).is_empty());
    }

    #[test]
    fn equal_rows_weigh_one() {
        let rows = ndarray::Array2::from_elem((6, 1), 1.0_f32);
        let links = Links::of(&Neighbors::exact(rows.view(), 3), 3, 1);
        assert!(links.weights.iter().all(|&weight| (weight - 1.0).abs() < 1e-9));
    }

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
