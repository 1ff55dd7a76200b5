//! The shortest way to an index: rows in, neighbours out.

use ndarray::{Array2, ArrayView2, Axis};

use super::{
    BuildOptions, Frozen, GraphParams, IndexError, IndexKind, Neighbor, SearchParams, SearchScratch,
};

impl Frozen {
    /// An index in memory of `rows`, `(n, dimension)`, which need not be of length one; the id of a row is its place, from 0. A graph is built
    /// where [`IndexKind::choose`] says so.
    ///
    /// ```
    /// use cognate::index::Frozen;
    /// use ndarray::array;
    ///
    /// let index = Frozen::of(array![[3.0, 4.0], [0.0, 2.0], [5.0, 0.0]].view())?;
    /// let found = index.nearest(&[1.0, 0.1], 2)?;
    /// assert_eq!((found[0].id, found[1].id), (2, 0));
    /// # Ok::<(), cognate::index::IndexError>(())
    /// ```
    ///
    /// # Errors
    /// [`IndexError::BadRow`] for a row that is not finite, [`IndexError::TooMany`].
    pub fn of(rows: ArrayView2<'_, f32>) -> Result<Self, IndexError> {
        let mut unit: Array2<f32> = rows.to_owned();
        for mut row in unit.axis_iter_mut(Axis(0)) {
            let length = row.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>().sqrt();
            if length > 0.0 {
                row.mapv_inplace(|x| (f64::from(x) / length) as f32);
            }
        }
        let ids: Vec<i64> = (0..unit.nrows() as i64).collect();
        let graph = match IndexKind::choose(ids.len()) {
            IndexKind::Exact => None,
            IndexKind::Hnsw => Some(GraphParams::default()),
        };
        Self::build(&ids, unit.view(), &BuildOptions { graph, ..BuildOptions::default() }, &|_| ())
    }

    /// The `k` rows nearest to `query` by cosine, nearest first. The query need not be of length one.
    ///
    /// # Errors
    /// As [`Frozen::find`].
    pub fn nearest(&self, query: &[f32], k: usize) -> Result<Vec<Neighbor>, IndexError> {
        let length = query.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>().sqrt();
        let query: Vec<f32> =
            query.iter().map(|x| if length > 0.0 { (f64::from(*x) / length) as f32 } else { *x }).collect();
        let mut found = Vec::new();
        self.find(&query, &SearchParams::nearest(k), &mut SearchScratch::default(), &mut found)?;
        Ok(found)
    }
}
