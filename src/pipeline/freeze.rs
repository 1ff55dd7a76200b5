//! Keeps the index file in step with the database, and opens it.
//!
//! The file holds the vectors of the embeddings up to some id, and for large collections a graph over them. Ids
//! only grow, so whatever the database has above the file's last id came later: it is scanned exactly and merged.
//! What was removed since is still in the file and falls out when its units are asked for. A file that is
//! missing or damaged costs time, never an answer: the vectors are read from the database instead.

use std::path::PathBuf;

use super::{Collection, PipelineError, Progress, Stage};
use crate::index::{Exact, Graph, GraphParams, IndexKind, Neighbor, SavedIndex, VectorIndex};
use crate::report::status::IndexState;
use crate::store::Stored;

/// File name of the index in a collection's folder.
const FILE: &str = "index.cog";

/// Share of vectors that may have come or gone before the file is written anew.
const STALE_SHARE: f64 = 0.05;

/// The vectors of a collection, ready to be searched.
pub(super) struct Searcher {
    pub(super) saved: SavedIndex,
    /// Vectors that came after the index file was written.
    tail: Exact,
    /// Number of vectors in the database.
    pub(super) live: usize,
}

impl Searcher {
    /// The `k` nearest, the index and the tail together; `exact` looks at every row even where there is a graph.
    pub(super) fn search(
        &self,
        query: &[f32],
        k: usize,
        ef: usize,
        exact: bool,
    ) -> Result<Vec<Neighbor>, PipelineError> {
        let index: &dyn VectorIndex = if exact { self.saved.exact() } else { self.saved.index() };
        let mut found = index.search(query, k, ef)?;
        found.extend(self.tail.search(query, k, ef)?);
        found.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.id.cmp(&b.id)));
        found.truncate(k);
        Ok(found)
    }

    /// Rows of index and tail together, those of removed embeddings included.
    pub(super) fn len(&self) -> usize {
        self.saved.index().len() + self.tail.len()
    }
}

impl Collection {
    pub(super) fn index_path(&self) -> PathBuf {
        self.folder().join(FILE)
    }

    fn fingerprint(&self) -> String {
        self.embedder.info().id.to_string()
    }

    /// Writes the index file when it is missing, of the wrong kind or too far behind.
    pub(super) fn freeze(&self, progress: &dyn Progress) -> Result<(), PipelineError> {
        let Some(stored) = self.stored else { return Ok(()) };
        let (_, live) = self.store.embedding_extent(stored)?;
        let kind = IndexKind::choose(live);
        if let Ok(saved) = SavedIndex::open(&self.index_path(), &self.fingerprint())
            && saved.index().kind() == kind
            && self.distance(&saved, stored)? as f64 <= STALE_SHARE * live as f64
        {
            return Ok(());
        }
        let vectors = self.store.vectors(stored, 0)?;
        let exact = Exact::new(vectors.ids, vectors.rows)?;
        let saved = match kind {
            IndexKind::Exact => SavedIndex::Exact(exact),
            IndexKind::Hnsw => {
                progress.begin(Stage::Building, exact.len() as u64);
                let graph = Graph::build(exact, GraphParams::default(), &|n| progress.done(n as u64))?;
                progress.end();
                SavedIndex::Graph(graph)
            }
        };
        saved.save(&self.index_path(), &self.fingerprint())?;
        Ok(())
    }

    /// How many vectors came or went since the index was written.
    fn distance(&self, saved: &SavedIndex, stored: Stored) -> Result<usize, PipelineError> {
        let (_, live) = self.store.embedding_extent(stored)?;
        let came = self.store.vectors(stored, last_id(saved))?.ids.len();
        let stayed = live - came;
        Ok(came + saved.index().len().saturating_sub(stayed))
    }

    /// Opens the index, reading from the database what it lacks.
    pub(super) fn searcher(
        &self,
        stored: Stored,
        progress: &dyn Progress,
    ) -> Result<Searcher, PipelineError> {
        let (_, live) = self.store.embedding_extent(stored)?;
        match SavedIndex::open(&self.index_path(), &self.fingerprint()) {
            Ok(saved) => {
                let tail = self.store.vectors(stored, last_id(&saved))?;
                Ok(Searcher { saved, tail: Exact::new(tail.ids, tail.rows)?, live })
            }
            Err(error) => {
                if self.index_path().exists() {
                    progress.note(&format!("{error}; every vector is read from the database instead"));
                }
                let all = self.store.vectors(stored, 0)?;
                let tail = Exact::new(Vec::new(), ndarray::Array2::zeros((0, stored.dimension)))?;
                Ok(Searcher { saved: SavedIndex::Exact(Exact::new(all.ids, all.rows)?), tail, live })
            }
        }
    }

    /// Kind, state and size of the index file.
    pub(super) fn index_state(&self) -> Result<(IndexKind, IndexState, u64), PipelineError> {
        let bytes = std::fs::metadata(self.index_path()).map_or(0, |m| m.len());
        let Some(stored) = self.stored else { return Ok((IndexKind::Exact, IndexState::Missing, bytes)) };
        let (_, live) = self.store.embedding_extent(stored)?;
        match SavedIndex::open(&self.index_path(), &self.fingerprint()) {
            Ok(saved) => {
                let state =
                    if self.distance(&saved, stored)? == 0 { IndexState::Fresh } else { IndexState::Stale };
                Ok((saved.index().kind(), state, bytes))
            }
            Err(_) => Ok((IndexKind::choose(live), IndexState::Missing, bytes)),
        }
    }
}

fn last_id(saved: &SavedIndex) -> i64 {
    saved.exact().ids().last().copied().unwrap_or(0)
}
