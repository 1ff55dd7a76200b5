//! The vectors of a collection as they are searched: the index file, without what was removed since, and what came after it was written.

use std::collections::HashSet;
use std::sync::Arc;

use ndarray::ArrayView2;
use rayon::prelude::*;

use crate::index::{
    Exact, Frozen, IndexError, IndexKind, Neighbor, Plan, RowFilter, SearchParams, SearchScratch,
    VectorIndex, dot,
};
use crate::pipeline::{Collection, PipelineError, Progress};
use crate::store::Stored;

/// The vectors of a collection, ready to be searched.
pub(in crate::pipeline) struct Searcher {
    /// The index file, unless it cannot be used.
    frozen: Option<Arc<Frozen>>,
    /// What may be found of it, when something was removed since it was written.
    allowed: Option<RowFilter>,
    /// What was removed.
    removed: Vec<i64>,
    /// Vectors that came after it was written; all when it cannot be used.
    tail: Arc<Exact>,
    /// What may be found, where that is not all.
    filter: Option<Filter>,
}

/// The embeddings that may be found.
pub(in crate::pipeline) struct Filter {
    /// Their ids, rising.
    ids: Vec<i64>,
    /// Those of the index file that are among them and were not removed.
    allowed: Option<RowFilter>,
}

/// What is to be found.
#[derive(Debug, Clone, Copy)]
pub(in crate::pipeline) struct Wanted {
    pub(in crate::pipeline) k: usize,
    /// Breadth of a graph search.
    pub(in crate::pipeline) ef: usize,
    pub(in crate::pipeline) exact: bool,
}

impl Searcher {
    fn search(&self, query: &[f32], wanted: &Wanted) -> Result<(Plan, Vec<Neighbor>), IndexError> {
        let Wanted { k, ef, exact } = *wanted;
        let mut found = Vec::new();
        let mut plan = Plan::Exact;
        let allowed = match &self.filter {
            Some(filter) => filter.allowed.as_ref(),
            None => self.allowed.as_ref(),
        };
        if let Some(frozen) = &self.frozen {
            let find = SearchParams { k, ef, allowed, plan: exact.then_some(Plan::Exact) };
            plan = frozen.find(query, &find, &mut SearchScratch::default(), &mut found)?;
        }
        let tail_k = if self.filter.is_some() { self.tail.len() } else { k };
        let tail = self.tail.search(query, tail_k, ef)?;
        found.extend(tail.into_iter().filter(|neighbor| self.lets_through(neighbor.id)).take(k));
        found.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.id.cmp(&b.id)));
        found.truncate(k);
        Ok((plan, found))
    }

    /// The cosines of embeddings to a query; those that are not there are left out.
    fn similarities(&self, query: &[f32], ids: &[i64]) -> Result<Vec<Neighbor>, IndexError> {
        let of_file = match &self.frozen {
            Some(frozen) => frozen.similarities(query, ids)?,
            None => vec![None; ids.len()],
        };
        let removed: HashSet<&i64> = self.removed.iter().collect();
        let (tail, rows) = (self.tail.ids(), self.tail.rows());
        let of = |(id, of_file): (&i64, Option<f32>)| {
            let of_tail = || {
                let row = tail.binary_search(id).ok()?;
                Some(dot(query, rows.row(row).to_slice()?))
            };
            let similarity = of_file.filter(|_| !removed.contains(id)).or_else(of_tail)?;
            Some(Neighbor { id: *id, similarity })
        };
        Ok(ids.iter().zip(of_file).filter_map(of).collect())
    }

    /// [`Searcher::search`] for each row of `queries`, in parallel.
    ///
    /// # Errors
    /// As [`Frozen::find`].
    pub(in crate::pipeline) fn search_each(
        &self,
        queries: ArrayView2<'_, f32>,
        wanted: &Wanted,
    ) -> Result<Vec<Vec<Neighbor>>, IndexError> {
        let Wanted { k, ef, exact } = *wanted;
        let allowed = match &self.filter {
            Some(filter) => filter.allowed.as_ref(),
            None => self.allowed.as_ref(),
        };
        let mut all = match &self.frozen {
            Some(frozen) => frozen
                .find_each(queries, &SearchParams { k, ef, allowed, plan: exact.then_some(Plan::Exact) })?,
            None => vec![Vec::new(); queries.nrows()],
        };
        if self.tail.is_empty() {
            return Ok(all);
        }
        let tail_k = if self.filter.is_some() { self.tail.len() } else { k };
        all.par_iter_mut().enumerate().try_for_each(|(row, found)| {
            let tail = self.tail.search(&queries.row(row).to_vec(), tail_k, ef)?;
            found.extend(tail.into_iter().filter(|neighbor| self.lets_through(neighbor.id)).take(k));
            found.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.id.cmp(&b.id)));
            found.truncate(k);
            Ok(())
        })?;
        Ok(all)
    }

    /// Whether a graph leads to what is found.
    pub(in crate::pipeline) fn has_graph(&self) -> bool {
        self.frozen.as_ref().is_some_and(|frozen| frozen.kind() == IndexKind::Hnsw)
    }

    fn lets_through(&self, id: i64) -> bool {
        self.filter.as_ref().is_none_or(|filter| filter.ids.binary_search(&id).is_ok())
    }

    /// Lets only these embeddings be found, whose ids rise; all when nothing is given.
    ///
    /// # Errors
    /// [`IndexError::BadFile`].
    pub(in crate::pipeline) fn only(&mut self, ids: Option<Vec<i64>>) -> Result<(), IndexError> {
        self.filter = None;
        let Some(ids) = ids else { return Ok(()) };
        let allowed = match &self.frozen {
            None => None,
            Some(frozen) => {
                let mut allowed = RowFilter::of(frozen, ids.iter().copied())?;
                for id in &self.removed {
                    allowed.set(frozen, *id, false)?;
                }
                Some(allowed)
            }
        };
        self.filter = Some(Filter { ids, allowed });
        Ok(())
    }
}

impl Collection {
    /// Opens the index, reading from the database what it lacks.
    pub(in crate::pipeline) fn searcher(
        &self,
        stored: Stored,
        progress: &dyn Progress,
    ) -> Result<Searcher, PipelineError> {
        let opened = self.open_index().and_then(|frozen| Ok((frozen.last_id()?.unwrap_or(0), frozen)));
        let (last, frozen) = match opened {
            Ok(opened) => opened,
            Err(error) => return self.without_index(stored, &error, progress),
        };
        let mut allowed = None;
        let removed = self.store.removed(last)?;
        for id in &removed {
            let allowed = allowed.get_or_insert_with(|| RowFilter::all(&frozen));
            if let Err(error) = allowed.set(&frozen, *id, false) {
                return self.without_index(stored, &error, progress);
            }
        }
        let tail = self.vectors_after(stored, last)?;
        Ok(Searcher { frozen: Some(frozen), allowed, removed, tail, filter: None })
    }

    /// Everything from the database, because the index file cannot be used.
    fn without_index(
        &self,
        stored: Stored,
        error: &IndexError,
        progress: &dyn Progress,
    ) -> Result<Searcher, PipelineError> {
        if !self.store.is_in_memory() && self.index_path().exists() {
            progress.note(&format!("{error}; every vector is read from the database instead"));
        }
        let tail = self.vectors_after(stored, 0)?;
        Ok(Searcher { frozen: None, allowed: None, removed: Vec::new(), tail, filter: None })
    }

    /// The vectors of the embeddings with an id above `after`.
    fn vectors_after(&self, stored: Stored, after: i64) -> Result<Arc<Exact>, PipelineError> {
        let (came, last) = self.store.texts_extent(stored, after)?;
        self.opened.vectors_after((after, came, last), || {
            let vectors = self.store.vectors(stored, after)?;
            Ok(Exact::new(vectors.ids, vectors.rows)?)
        })
    }

    /// The `k` nearest, the index and what came after it together; `exact` looks at every row even where there is a graph. Where the
    /// file turns out to be damaged, the database takes its place.
    pub(in crate::pipeline) fn nearest(
        &self,
        searcher: &mut Searcher,
        query: &[f32],
        find: &Wanted,
        progress: &dyn Progress,
    ) -> Result<(Plan, Vec<Neighbor>), PipelineError> {
        let found = match searcher.search(query, find) {
            Err(error @ IndexError::BadFile { .. }) => {
                self.fall_back(searcher, &error, progress)?;
                searcher.search(query, find)
            }
            found => found,
        };
        let (plan, mut found) = found?;
        if let Some(stored) = self.stored
            && searcher.frozen.as_ref().is_some_and(|frozen| !frozen.is_full())
        {
            self.in_full(stored, query, &mut found)?;
        }
        Ok((plan, found))
    }

    /// The cosines of embeddings to a query, by their ids; those that are not there are left out.
    pub(in crate::pipeline) fn similarities(
        &self,
        searcher: &mut Searcher,
        query: &[f32],
        ids: &[i64],
        progress: &dyn Progress,
    ) -> Result<Vec<Neighbor>, PipelineError> {
        let found = match searcher.similarities(query, ids) {
            Err(error @ IndexError::BadFile { .. }) => {
                self.fall_back(searcher, &error, progress)?;
                searcher.similarities(query, ids)
            }
            found => found,
        };
        let mut found = found?;
        if let Some(stored) = self.stored
            && searcher.frozen.as_ref().is_some_and(|frozen| !frozen.is_full())
        {
            self.in_full(stored, query, &mut found)?;
        }
        Ok(found)
    }

    /// Puts the database in the place of the index file, which has turned out to be damaged.
    fn fall_back(
        &self,
        searcher: &mut Searcher,
        error: &IndexError,
        progress: &dyn Progress,
    ) -> Result<(), PipelineError> {
        if let Some(stored) = self.stored {
            let filter = searcher.filter.take();
            *searcher = self.without_index(stored, error, progress)?;
            if let Some(filter) = filter {
                searcher.only(Some(filter.ids))?;
            }
        }
        Ok(())
    }

    /// The similarities of what was found, from the vectors in the database: those of a small index are nearly right.
    fn in_full(&self, stored: Stored, query: &[f32], found: &mut [Neighbor]) -> Result<(), PipelineError> {
        for neighbor in found.iter_mut() {
            if let Some(vector) = self.store.vector(stored, neighbor.id)? {
                neighbor.similarity = dot(query, &vector);
            }
        }
        found.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.id.cmp(&b.id)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use ndarray::Array2;
    use proptest::prelude::*;

    use super::*;
    use crate::index::{BuildOptions, Builder, GraphParams};

    /// A unit row for each number.
    fn row(number: i64) -> Vec<f32> {
        let row: Vec<f32> =
            (0..16_u16).map(|j| ((number * 37 + 11) as f32 * 0.37 + f32::from(j * j)).sin()).collect();
        let length = dot(&row, &row).sqrt();
        row.into_iter().map(|x| x / length).collect()
    }

    fn rows(ids: &[i64]) -> Array2<f32> {
        let values = ids.iter().flat_map(|id| row(*id)).collect();
        Array2::from_shape_vec((ids.len(), 16), values).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// What comes has a greater id than what was there before; anything may go.
        #[test]
        fn additions_and_removals_answer_as_a_new_index_would(
            before in 1_i64..120, came in 0_i64..60, gone in prop::collection::btree_set(0_i64..180, 0..80), k in 1_usize..30, graph in any::<bool>()
        ) {
            let old: Vec<i64> = (0..before).collect();
            let graph = graph.then_some(GraphParams { m: 4, ef_construction: 32 });
            let options = BuildOptions { graph, builder: Builder::Flat, compact: false };
            let frozen = Frozen::build(&old, rows(&old).view(), &options, &|_| ()).unwrap();
            let mut allowed = RowFilter::all(&frozen);
            for id in gone.iter().filter(|id| **id < before) {
                allowed.set(&frozen, *id, false).unwrap();
            }
            let tail: Vec<i64> = (before..before + came).filter(|id| !gone.contains(id)).collect();
            let live = allowed.len() + tail.len();
            let searcher = Searcher {
                frozen: Some(Arc::new(frozen)),
                allowed: Some(allowed),
                removed: gone.iter().copied().collect(),
                tail: Arc::new(Exact::new(tail.clone(), rows(&tail)).unwrap()),
                filter: None,
            };
            let now: BTreeMap<i64, Vec<f32>> =
                (0..before + came).filter(|id| !gone.contains(id)).map(|id| (id, row(id))).collect();
            prop_assert_eq!(now.len(), live);
            let query = row(1000);
            let mut fresh: Vec<Neighbor> =
                now.iter().map(|(id, row)| Neighbor { id: *id, similarity: dot(&query, row) }).collect();
            fresh.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.id.cmp(&b.id)));
            fresh.truncate(k);
            for exact in [true, false] {
                let (_, found) = searcher.search(&query, &Wanted { k, ef: 200, exact }).unwrap();
                prop_assert_eq!(&found, &fresh);
                let each = searcher.search_each(rows(&[1000, 1000]).view(), &Wanted { k, ef: 200, exact }).unwrap();
                prop_assert_eq!(&each, &vec![fresh.clone(); 2]);
            }
            let all: Vec<i64> = (-1..=before + came).collect();
            let known: BTreeMap<i64, f32> =
                searcher.similarities(&query, &all).unwrap().iter().map(|known| (known.id, known.similarity)).collect();
            prop_assert_eq!(known.keys().collect::<Vec<_>>(), now.keys().collect::<Vec<_>>());
            for neighbor in &fresh {
                prop_assert_eq!(known[&neighbor.id].to_bits(), neighbor.similarity.to_bits());
            }
            // A filter that names what is gone, too: it is not found all the same.
            let mut filtered = searcher;
            filtered.only(Some((0..before + came).filter(|id| id % 3 == 0).collect())).unwrap();
            fresh = now.iter().filter(|(id, _)| *id % 3 == 0).map(|(id, row)| Neighbor { id: *id, similarity: dot(&query, row) }).collect();
            fresh.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.id.cmp(&b.id)));
            fresh.truncate(k);
            for exact in [true, false] {
                let (_, found) = filtered.search(&query, &Wanted { k, ef: 200, exact }).unwrap();
                prop_assert_eq!(&found, &fresh);
                let each = filtered.search_each(rows(&[1000]).view(), &Wanted { k, ef: 200, exact }).unwrap();
                prop_assert_eq!(&each[0], &fresh);
            }
        }
    }
}
