//! Links between rows and how much they weigh: the fuzzy neighbourhoods of UMAP (McInnes et al. 2018, section 3.1).

use rayon::prelude::*;

use crate::cluster::Neighbors;

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
    /// The links of the `k` nearest of each row. Each row's links are filled up to a multiple of `width` with links to itself that weigh
    /// nothing.
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
    pub(super) fn of_row(&self, row: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let place = self.starts[row]..self.starts[row + 1];
        self.others[place.clone()]
            .iter()
            .zip(&self.weights[place])
            .map(|(other, weight)| (*other as usize, *weight))
    }
}

/// How much a row wants each of its neighbours: 1 for the nearest, and so that the sum is the logarithm (to base 2) of their number and one.
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

/// Two lists in order as one: the weight of a link that is in both is that of either, as of chances (the t-conorm of the paper).
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_of_a_row_sum_to_the_logarithm_and_links_stand_at_both_ends() {
        let rows = super::super::tests::groups(3, 40, 8).0;
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
}
