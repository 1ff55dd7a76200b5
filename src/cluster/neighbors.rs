//! What is clustered: checked rows, and the nearest rows of each, once somebody has asked.

use std::cmp::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use ndarray::{ArrayView2, Axis};
use rayon::prelude::*;

use super::ClusterError;
use super::vectors::{check_rows, products};

/// Most rows whose neighbours are found by comparing all pairs: a second on two cores.
const ALL_PAIRS: usize = 10_000;

/// Rows compared with all at once; bounds the memory to `BLOCK * n` products.
const BLOCK: usize = 256;

/// The nearest other rows of each row, greatest cosine first, equal ones by number.
///
/// Every row has the same number of neighbours. Up to 10,000 rows all pairs are compared; above, rows of like
/// direction are, and a neighbour is missed now and then. Either way the lists are the same on any number of
/// threads.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbors {
    n: usize,
    k: usize,
    rows: Vec<u32>,
    cosines: Vec<f32>,
}

impl Neighbors {
    /// The `k` nearest of each row (one less than there are rows, where that is fewer). `rows` has shape
    /// `(n, dim)`, unit and finite.
    ///
    /// Above 10,000 rows some are missed: among 100,000 sentences 92 of 100 are found, in a sixth of the time
    /// that a graph takes. Communities and densities hardly change by it.
    pub fn find(rows: ArrayView2<'_, f32>, k: usize) -> Self {
        let n = rows.nrows();
        if n <= ALL_PAIRS {
            return Self::exact(rows, k);
        }
        let mut lists = Self { n, k, rows: Vec::with_capacity(n * k), cosines: Vec::with_capacity(n * k) };
        for (row, list) in super::inverted::lists(rows, k).into_iter().enumerate() {
            if list.len() < k {
                lists.push(&by_looking_at_all(rows, row, k));
            } else {
                lists.push(&list);
            }
        }
        lists
    }

    /// As [`Neighbors::find`], all pairs compared: time `O(n^2 dim)`.
    pub fn exact(rows: ArrayView2<'_, f32>, k: usize) -> Self {
        let n = rows.nrows();
        let k = k.min(n.saturating_sub(1));
        let mut lists = Self { n, k, rows: Vec::with_capacity(n * k), cosines: Vec::with_capacity(n * k) };
        for (block, some) in rows.axis_chunks_iter(Axis(0), BLOCK).enumerate() {
            let cosines = products(some, rows);
            let nearest: Vec<Vec<(u32, f32)>> = (0..some.nrows())
                .into_par_iter()
                .map(|place| {
                    let row = block * BLOCK + place;
                    let others = cosines.row(place).to_vec().into_iter().enumerate();
                    nearest(
                        others.filter(|&(other, _)| other != row).map(|(o, c)| (o as u32, c)).collect(),
                        k,
                    )
                })
                .collect();
            for list in nearest {
                lists.push(&list);
            }
        }
        lists
    }

    /// The lists of some of the rows, in their order, without the others: up to `k` neighbours each. `rows`
    /// are those rows, as [`Neighbors::find`] takes them; one whose list has too few of them left is compared
    /// with the neighbours of its neighbours.
    #[must_use]
    pub fn among(&self, kept: &[usize], rows: ArrayView2<'_, f32>, k: usize) -> Self {
        let n = kept.len();
        let k = k.min(self.k).min(n.saturating_sub(1));
        let mut place = vec![u32::MAX; self.n];
        for (new, &old) in kept.iter().enumerate() {
            place[old] = new as u32;
        }
        let found: Vec<Vec<(u32, f32)>> = kept
            .par_iter()
            .enumerate()
            .map(|(row, &old)| {
                let known = self.of(old).map(|(other, cosine)| (place[other], cosine));
                let list: Vec<(u32, f32)> = known.filter(|link| link.0 != u32::MAX).take(k).collect();
                if list.len() == k {
                    return list;
                }
                // What is near to a neighbour is near, too.
                let around = self.of(old).flat_map(|(near, _)| self.of(near)).map(|(other, _)| place[other]);
                let mut around: Vec<u32> = around.chain(list.iter().map(|link| link.0)).collect();
                around.sort_unstable();
                around.dedup();
                around.retain(|&other| other != u32::MAX && other as usize != row);
                if around.len() < k {
                    return by_looking_at_all(rows, row, k);
                }
                let own = rows.row(row);
                nearest(
                    around.into_iter().map(|other| (other, own.dot(&rows.row(other as usize)))).collect(),
                    k,
                )
            })
            .collect();
        let mut lists = Self { n, k, rows: Vec::with_capacity(n * k), cosines: Vec::with_capacity(n * k) };
        for list in found {
            lists.push(&list);
        }
        lists
    }

    fn push(&mut self, list: &[(u32, f32)]) {
        self.rows.extend(list.iter().map(|(row, _)| *row));
        self.cosines.extend(list.iter().map(|(_, cosine)| cosine.clamp(-1.0, 1.0)));
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.n
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// Neighbours of each row.
    pub fn k(&self) -> usize {
        self.k
    }

    /// Whether every row has every other as a neighbour.
    pub fn is_complete(&self) -> bool {
        self.k + 1 >= self.n
    }

    /// The neighbours of a row with their cosines in [-1, 1], nearest first.
    pub fn of(&self, row: usize) -> impl ExactSizeIterator<Item = (usize, f32)> + '_ {
        let place = row * self.k..(row + 1) * self.k;
        self.rows[place.clone()]
            .iter()
            .zip(&self.cosines[place])
            .map(|(row, cosine)| (*row as usize, *cosine))
    }
}

/// The `k` nearest rows of one.
fn by_looking_at_all(rows: ArrayView2<'_, f32>, row: usize, k: usize) -> Vec<(u32, f32)> {
    let cosines = rows.dot(&rows.row(row));
    let others = cosines.iter().copied().enumerate().filter(|&(other, _)| other != row);
    nearest(others.map(|(other, cosine)| (other as u32, cosine)).collect(), k)
}

/// The `k` with the greatest cosines, greatest first.
fn nearest(mut others: Vec<(u32, f32)>, k: usize) -> Vec<(u32, f32)> {
    let order = |a: &(u32, f32), b: &(u32, f32)| -> Ordering { b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)) };
    if k == 0 {
        return Vec::new();
    }
    if others.len() > k {
        others.select_nth_unstable_by(k - 1, order);
        others.truncate(k);
    }
    others.sort_unstable_by(order);
    // A list that was cut keeps the room of all rows otherwise.
    others.shrink_to_fit();
    others
}

/// Unit rows, `(n, dim)`, and their nearest neighbours, found when first asked for and kept.
#[derive(Debug)]
pub struct Points<'a> {
    rows: ArrayView2<'a, f32>,
    neighbors: Mutex<Option<Arc<Neighbors>>>,
}

impl<'a> Points<'a> {
    /// Takes rows that are finite and of length 1.
    ///
    /// # Errors
    /// [`ClusterError::NotFinite`] and [`ClusterError::NotUnit`] with the first row that is not.
    pub fn new(rows: ArrayView2<'a, f32>) -> Result<Self, ClusterError> {
        check_rows(rows)?;
        Ok(Self { rows, neighbors: Mutex::new(None) })
    }

    /// The same points with neighbours that are known already.
    #[must_use]
    pub fn with_neighbors(self, neighbors: Neighbors) -> Self {
        Self { neighbors: Mutex::new(Some(Arc::new(neighbors))), ..self }
    }

    /// The rows.
    pub fn rows(&self) -> ArrayView2<'a, f32> {
        self.rows
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.nrows()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// At least `k` neighbours of each row, or all where there are fewer.
    pub fn neighbors(&self, k: usize) -> Arc<Neighbors> {
        let mut known = self.neighbors.lock().unwrap_or_else(PoisonError::into_inner);
        match known.as_ref().filter(|known| known.k() >= k || known.is_complete()) {
            Some(known) => Arc::clone(known),
            None => Arc::clone(known.insert(Arc::new(Neighbors::find(self.rows, k)))),
        }
    }
}

#[cfg(test)]
mod tests {
    use rand_xoshiro::Xoshiro256Plus;
    use rand_xoshiro::rand_core::{RngCore, SeedableRng};

    use super::*;
    use crate::cluster::tests::unit;

    fn rows(n: usize) -> ndarray::Array2<f32> {
        let mut random = Xoshiro256Plus::seed_from_u64(3);
        let rows =
            ndarray::Array2::from_shape_fn((n, 8), |_| random.next_u32() as f32 / u32::MAX as f32 - 0.5);
        unit(rows)
    }

    #[test]
    fn the_nearest_are_found_and_ties_go_by_number() {
        let rows = ndarray::array![[1.0, 0.0], [0.0, 1.0], [0.8, 0.6], [0.8, 0.6_f32]];
        let lists = Neighbors::exact(rows.view(), 2);
        let of = |row| lists.of(row).map(|(other, _)| other).collect::<Vec<_>>();
        assert_eq!([of(0), of(1), of(2)], [vec![2, 3], vec![2, 3], vec![3, 0]]);
        assert_eq!(Neighbors::exact(rows.view(), 9).k(), 3);
        assert!(Neighbors::exact(rows.view(), 3).is_complete());
        assert!(Neighbors::find(ndarray::Array2::zeros((0, 2)).view(), 5).is_empty());
    }

    #[test]
    fn lists_among_some_rows_are_those_of_these_rows_alone() {
        let rows = rows(200);
        let kept: Vec<usize> = (0..200).filter(|row| row % 3 != 1).collect();
        let few = rows.select(Axis(0), &kept);
        let alone = Neighbors::exact(few.view(), 5);
        // From long lists and from lists so short that rows are compared anew.
        assert_eq!(Neighbors::exact(rows.view(), 60).among(&kept, few.view(), 5), alone);
        let short = Neighbors::exact(rows.view(), 5).among(&kept, few.view(), 5);
        let same: usize = (0..kept.len())
            .map(|row| short.of(row).filter(|(other, _)| alone.of(row).any(|(o, _)| o == *other)).count())
            .sum();
        assert!(same * 4 >= kept.len() * 5 * 3, "{same} of {}", kept.len() * 5);
        assert_eq!((short.len(), short.k()), (kept.len(), 5));
    }
}
