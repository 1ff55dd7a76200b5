//! How good a graph is, measured against exact search.

use rayon::prelude::*;

use super::plan::Plan;
use super::plan::SearchParams;
use super::search::with_memory;
use super::{Frozen, IndexError, IndexKind};

/// How good an index is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Health {
    /// Rows that a search for themselves does not find.
    pub lost: usize,
    /// Rows whose neighbours were looked for by the graph and by exact search.
    pub sampled: usize,
    /// Share of their true neighbours that the graph finds, 1 where there is none.
    pub recall: f64,
}

/// Breadth of the search of a row for itself.
const BREADTH: usize = 64;

/// Most rows whose neighbours are looked for both ways.
const SAMPLE: usize = 200;

/// Neighbours of each.
const K: usize = 10;

impl Frozen {
    /// Lets every row look for itself, and some for their neighbours by the graph and exactly. A row that finds an equal one has found itself.
    ///
    /// # Errors
    /// [`IndexError::BadFile`].
    pub fn health(&self) -> Result<Health, IndexError> {
        self.check()?;
        let n = self.len();
        if self.kind() == IndexKind::Exact {
            return Ok(Health { lost: 0, sampled: 0, recall: 1.0 });
        }
        let view = self.view();
        let finds_itself = |node: u32| -> Result<bool, IndexError> {
            let row = view.values(node)?;
            let find = SearchParams { k: 1, ef: BREADTH, allowed: None, plan: Some(Plan::Graph) };
            with_memory(|memory| {
                let mut found = Vec::new();
                self.find(&row, &find, memory, &mut found)?;
                let own = super::dot(&row, &row);
                let id = view.id(node)?;
                Ok(found.iter().any(|found| found.id == id || found.similarity >= own - 1e-6))
            })
        };
        let found: Vec<bool> = (0..n as u32).into_par_iter().map(finds_itself).collect::<Result<_, _>>()?;
        let sample: Vec<u32> = (0..n).step_by(n.div_ceil(SAMPLE).max(1)).map(|node| node as u32).collect();
        let hits = |node: &u32| -> Result<(usize, usize), IndexError> {
            let row = view.values(*node)?;
            with_memory(|memory| {
                let (mut truth, mut found) = (Vec::new(), Vec::new());
                let nearest = SearchParams::nearest(K);
                self.find(&row, &SearchParams { plan: Some(Plan::Exact), ..nearest }, memory, &mut truth)?;
                self.find(&row, &SearchParams { plan: Some(Plan::Graph), ..nearest }, memory, &mut found)?;
                let worst = truth.last().map_or(f32::INFINITY, |last| last.similarity);
                Ok((found.iter().filter(|found| found.similarity >= worst).count(), truth.len()))
            })
        };
        let counts: Vec<(usize, usize)> = sample.iter().map(hits).collect::<Result<_, _>>()?;
        let (hits, total) = counts.iter().fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
        Ok(Health {
            lost: found.iter().filter(|found| !**found).count(),
            sampled: sample.len(),
            recall: if total == 0 { 1.0 } else { hits as f64 / total as f64 },
        })
    }
}
