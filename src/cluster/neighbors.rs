//! The nearest rows of each row.

use std::cmp::Ordering;

use ndarray::{ArrayView2, Axis};
use rayon::prelude::*;

use super::ClusterError;
use super::vectors::products;
use crate::index::{BuildOptions, Find, Frozen};

/// Most rows whose neighbours are found by comparing all pairs: a second on two cores; a graph costs as much to build.
const ALL_PAIRS: usize = 10_000;

/// Rows compared with all at once; bounds the memory to `BLOCK * n` products.
const BLOCK: usize = 256;

/// Breadth of the graph search for each neighbour asked for: misses one in a hundred.
const BREADTH: usize = 4;

/// The nearest other rows of each row, greatest cosine first, equal ones by number.
///
/// Every row has the same number of neighbours. Up to 10,000 rows all pairs are compared; above, an HNSW graph leads to them and a
/// neighbour is missed now and then. Either way the lists are the same on any number of threads.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbors {
    n: usize,
    k: usize,
    rows: Vec<u32>,
    cosines: Vec<f32>,
}

impl Neighbors {
    /// The `k` nearest of each row (one less than there are rows, where that is fewer). `rows` has shape `(n, dim)`, unit and finite.
    ///
    /// # Errors
    /// [`ClusterError::Neighbors`] when the graph cannot be made, as for more rows than it can number.
    pub fn find(rows: ArrayView2<'_, f32>, k: usize) -> Result<Self, ClusterError> {
        if rows.nrows() <= ALL_PAIRS { Ok(Self::exact(rows, k)) } else { Self::by_graph(rows, k) }
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

    /// As [`Neighbors::find`], by a graph: time near `O(n log n dim)`.
    ///
    /// # Errors
    /// As [`Neighbors::find`].
    pub fn by_graph(rows: ArrayView2<'_, f32>, k: usize) -> Result<Self, ClusterError> {
        let n = rows.nrows();
        let k = k.min(n.saturating_sub(1));
        let failed = |error: crate::index::IndexError| ClusterError::Neighbors { reason: error.to_string() };
        let ids: Vec<i64> = (0..n as i64).collect();
        let graph = Frozen::build(&ids, rows, &BuildOptions::default(), &|_| ()).map_err(failed)?;
        let find = Find { ef: (BREADTH * k).max(Find::BREADTH / 2), ..Find::nearest(k + 1) };
        let found = graph.find_each(rows, &find).map_err(failed)?;
        let mut lists = Self { n, k, rows: Vec::with_capacity(n * k), cosines: Vec::with_capacity(n * k) };
        for (row, list) in found.into_iter().enumerate() {
            let others = list.iter().filter(|neighbor| neighbor.id != row as i64);
            let mut list: Vec<(u32, f32)> =
                others.map(|other| (other.id as u32, other.similarity)).take(k).collect();
            if list.len() < k {
                // A row that the graph does not lead out of: by looking at all.
                let cosines = rows.dot(&rows.row(row));
                let others = cosines.iter().copied().enumerate().filter(|&(other, _)| other != row);
                list = nearest(others.map(|(other, cosine)| (other as u32, cosine)).collect(), k);
            }
            lists.push(&list);
        }
        Ok(lists)
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
    others
}
