//! Exact search: every row is looked at, in parallel.
//!
//! The bound is memory: `4 * n * dimension` bytes are read for a query.

use ndarray::{Array2, ArrayView2};
use rayon::prelude::*;

use super::top::Top;
use super::{IndexError, IndexKind, Neighbor, VectorIndex, build, check_query, dot};

/// Rows that one task scans: large against the cost of a task, small against the number of rows.
const BLOCK: usize = 4096;

/// All rows, with their ids.
#[derive(Debug, Clone, PartialEq)]
pub struct Exact {
    ids: Vec<i64>,
    rows: Array2<f32>,
}

impl Exact {
    /// An index over unit `rows`, shape `(n, dimension)`, with one id a row.
    ///
    /// # Errors
    /// [`IndexError::Ids`] when the numbers differ, [`IndexError::SameId`] for an id that is there twice, [`IndexError::BadRow`] for a row
    /// that is not finite or longer than one, [`IndexError::TooMany`].
    pub fn new(ids: Vec<i64>, rows: Array2<f32>) -> Result<Self, IndexError> {
        build::check(&ids, rows.view())?;
        // Rows one after another, as the scan wants them; already so in every ordinary case.
        let rows = if rows.is_standard_layout() { rows } else { rows.as_standard_layout().into_owned() };
        Ok(Self { ids, rows })
    }

    /// Ids of the rows.
    pub fn ids(&self) -> &[i64] {
        &self.ids
    }

    /// The rows, `(n, dimension)`.
    pub fn rows(&self) -> ArrayView2<'_, f32> {
        self.rows.view()
    }

    pub(super) fn data(&self) -> &[f32] {
        self.rows.as_slice().unwrap_or_default()
    }
}

impl VectorIndex for Exact {
    fn kind(&self) -> IndexKind {
        IndexKind::Exact
    }

    fn len(&self) -> usize {
        self.ids.len()
    }

    fn dimension(&self) -> usize {
        self.rows.ncols()
    }

    fn search(&self, query: &[f32], k: usize, _ef: usize) -> Result<Vec<Neighbor>, IndexError> {
        check_query(query, self.dimension())?;
        if self.is_empty() || k == 0 {
            return Ok(Vec::new());
        }
        let dimension = self.dimension();
        let top = self
            .data()
            .par_chunks(BLOCK * dimension)
            .zip(self.ids.par_chunks(BLOCK))
            .map(|(rows, ids)| {
                let mut top = Top::new(k);
                for (row, &id) in rows.chunks_exact(dimension).zip(ids) {
                    top.push(Neighbor { id, similarity: dot(query, row) });
                }
                top
            })
            .reduce(|| Top::new(k), Top::merge);
        Ok(top.into_sorted())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn best_first_and_ties_by_id() {
        let rows = array![[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.6, 0.8]];
        let index = Exact::new(vec![7, 5, 3, 9], rows).unwrap();
        let found: Vec<i64> = index.search(&[1.0, 0.0], 10, 0).unwrap().iter().map(|n| n.id).collect();
        assert_eq!(found, [3, 7, 9, 5]);
        assert_eq!(index.search(&[1.0, 0.0], 1, 0).unwrap()[0].id, 3);
        assert_eq!(index.search(&[1.0, 0.0], 0, 0).unwrap(), []);
    }

    #[test]
    fn queries_that_cannot_be_compared_are_refused() {
        let index = Exact::new(vec![1], array![[1.0, 0.0]]).unwrap();
        assert!(matches!(
            index.search(&[1.0], 1, 0),
            Err(IndexError::Dimension { expected: 2, received: 1 })
        ));
        assert!(matches!(index.search(&[f32::NAN, 0.0], 1, 0), Err(IndexError::NotFinite)));
        assert!(matches!(Exact::new(vec![], array![[1.0]]), Err(IndexError::Ids { ids: 0, rows: 1 })));
    }

    #[test]
    fn rows_that_cannot_be_compared_and_ids_given_twice_are_refused() {
        for wrong in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX] {
            let rows = array![[1.0, 0.0], [0.0, wrong]];
            assert!(matches!(Exact::new(vec![4, 9], rows), Err(IndexError::BadRow { id: 9 })), "{wrong}");
        }
        let rows = array![[1.0, 0.0], [0.0, 1.0], [0.6, 0.8]];
        for ids in [[3, 3, 5], [5, 3, 5], [3, 5, 3]] {
            let error = Exact::new(ids.to_vec(), rows.clone()).unwrap_err();
            assert!(matches!(error, IndexError::SameId { id: 3 | 5 }), "{error}");
        }
        assert_eq!(Exact::new(vec![5, -3, 4], rows).unwrap().len(), 3);
    }
}
