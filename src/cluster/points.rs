//! What is clustered: checked rows, and their neighbours once somebody has asked.

use std::sync::{Arc, Mutex, PoisonError};

use ndarray::ArrayView2;

use super::vectors::check_rows;
use super::{ClusterError, Neighbors};

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
