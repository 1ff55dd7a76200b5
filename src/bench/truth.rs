//! What the nearest neighbours truly are.

use std::collections::HashMap;

use ndarray::ArrayView2;
use rayon::prelude::*;

use crate::index::{Exact, IndexError, Neighbor, VectorIndex, dot};

/// A sum in another order differs in the last digits: that is no miss.
const SLACK: f32 = 1e-6;

/// The similarity of the `k`-th true neighbour of each query, which an answer has to reach.
///
/// An answer counts when it is at least as near (as ANN-Benchmarks counts; Aumüller, Bernhardsson and Faithfull 2020, "ANN-Benchmarks: A
/// benchmarking tool for approximate nearest neighbor algorithms", section 3.1), so that which of several equally near rows is found does
/// not matter. How near is computed anew from the rows: what a contender says of it is not believed.
#[derive(Debug)]
pub struct Truth<'a> {
    queries: ArrayView2<'a, f32>,
    rows: ArrayView2<'a, f32>,
    place: HashMap<i64, usize>,
    k: usize,
    kth: Vec<f32>,
}

impl<'a> Truth<'a> {
    /// Looks at every row for every query: `n * queries` products, on all threads. `done` is told when some queries are answered.
    ///
    /// # Errors
    /// As the exact search.
    pub fn of(
        exact: &'a Exact,
        queries: ArrayView2<'a, f32>,
        k: usize,
        done: &(dyn Fn(usize) + Sync),
    ) -> Result<Self, IndexError> {
        let kth = (0..queries.nrows())
            .into_par_iter()
            .map(|row| {
                let nearest = exact.search(&queries.row(row).to_vec(), k, 0)?;
                done(1);
                Ok(nearest.last().map_or(f32::INFINITY, |last| last.similarity))
            })
            .collect::<Result<Vec<f32>, IndexError>>()?;
        Ok(Self::known(exact, queries, k, kth))
    }

    /// The same, of similarities that were kept: one for each query.
    pub fn known(exact: &'a Exact, queries: ArrayView2<'a, f32>, k: usize, kth: Vec<f32>) -> Self {
        let place = exact.ids().iter().enumerate().map(|(place, id)| (*id, place)).collect();
        Self { queries, rows: exact.rows(), place, k: k.min(exact.len()), kth }
    }

    /// The similarity of the last true neighbour of each query.
    pub fn kth(&self) -> &[f32] {
        &self.kth
    }

    /// Number of queries.
    pub fn len(&self) -> usize {
        self.kth.len()
    }

    /// Whether there is no query.
    pub fn is_empty(&self) -> bool {
        self.kth.is_empty()
    }

    /// The share of the true neighbours of a query that an answer has, in [0, 1]. A row that is named twice counts once, and rows that
    /// there are not count nothing.
    pub fn share(&self, query: usize, found: &[Neighbor]) -> f64 {
        if self.k == 0 {
            return 1.0;
        }
        let row = self.queries.row(query);
        let wanted = row.to_vec();
        let mut seen: Vec<i64> = Vec::with_capacity(self.k);
        for neighbor in found.iter().take(self.k) {
            let near = self.place.get(&neighbor.id).is_some_and(|&place| {
                let row = self.rows.row(place);
                row.to_slice().is_some_and(|row| dot(&wanted, row) >= self.kth[query] - SLACK)
            });
            if near && !seen.contains(&neighbor.id) {
                seen.push(neighbor.id);
            }
        }
        seen.len() as f64 / self.k as f64
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    fn found(ids: &[i64]) -> Vec<Neighbor> {
        ids.iter().map(|&id| Neighbor { id, similarity: 1.0 }).collect()
    }

    #[test]
    fn an_answer_counts_by_how_near_it_truly_is() {
        // Of the query's two nearest the second has a twin.
        let exact =
            Exact::new(vec![1, 2, 3, 4], array![[1.0, 0.0], [0.6, 0.8], [0.6, -0.8], [-1.0, 0.0]]).unwrap();
        let queries = array![[1.0, 0.0]];
        let truth = Truth::of(&exact, queries.view(), 2, &|_| ()).unwrap();
        let share = |ids: &[i64]| (truth.share(0, &found(ids)) * 100.0).round() as u32;
        assert_eq!([share(&[1, 2]), share(&[1, 3]), share(&[3, 2])], [100, 100, 100]);
        assert_eq!([share(&[1, 4]), share(&[1, 1]), share(&[1]), share(&[])], [50, 50, 50, 0]);
        assert_eq!([share(&[1, 99]), share(&[4, 99, 1, 2])], [50, 0], "only the first k are answers");
    }

    #[test]
    fn all_rows_are_the_truth_where_more_are_wanted() {
        let exact = Exact::new(vec![7, 8], array![[1.0, 0.0], [0.0, 1.0]]).unwrap();
        let queries = array![[1.0, 0.0]];
        let truth = Truth::of(&exact, queries.view(), 10, &|_| ()).unwrap();
        assert!((truth.share(0, &found(&[8, 7])) - 1.0).abs() < f64::EPSILON);
        assert_eq!((truth.len(), truth.is_empty()), (1, false));
    }
}
