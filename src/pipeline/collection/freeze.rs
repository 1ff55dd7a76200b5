//! Keeps the index file in step with the database, and opens it.
//!
//! The file holds the vectors of the embeddings up to some id, and for large collections a graph over them. Ids
//! only grow, so whatever the database has above the file's last id came later: it is scanned exactly and merged.
//! What was removed since is still in the file and may not be found; the database has a list of it. When either is more than
//! a small part, the file is written anew, beside the old one and then in its place. A file that is missing or damaged costs time,
//! never an answer: the vectors are read from the database instead.

use std::path::PathBuf;
use std::sync::Arc;

use crate::index::{BuildOptions, Builder, Frozen, GraphParams, Health, IndexError, IndexKind, RowFilter};
use crate::pipeline::{Collection, PipelineError, Progress, Stage};
use crate::report::answers::status::{IndexHealth, IndexState};
use crate::store::Stored;

/// File name of the index in a collection's folder.
const FILE: &str = "index.cog";

/// Under which key the database has what built the graph.
const BUILDER: &str = "index_builder";

/// Share of vectors that may have come or gone before the file is written anew.
const STALE_SHARE: f64 = 0.05;

/// How far the index file is behind the database.
struct Distance {
    /// Vectors that came, and that went.
    came: usize,
    went: usize,
    live: usize,
}

impl Collection {
    pub(in crate::pipeline) fn index_path(&self) -> PathBuf {
        self.folder().join(FILE)
    }

    fn fingerprint(&self) -> String {
        self.embedder.info().id.to_string()
    }

    pub(in crate::pipeline) fn open_index(&self) -> Result<Arc<Frozen>, IndexError> {
        self.opened.vectors(&self.index_path(), &self.fingerprint())
    }

    /// Writes the index files when they are missing, of the wrong kind or too far behind.
    pub(in crate::pipeline) fn freeze(&self, progress: &dyn Progress) -> Result<(), PipelineError> {
        let Some(stored) = self.stored.filter(|_| !self.store.is_in_memory()) else { return Ok(()) };
        let went = self.freeze_vectors(stored, progress)?;
        let words = self.stale_words(stored, STALE_SHARE)?;
        if words.is_none() {
            self.write_words(stored)?;
        }
        // Nothing that went is in the files, also after a run that ended when it had written them.
        if went == 0 && words.unwrap_or(0) == 0 {
            self.store.forget_removed()?;
        }
        Ok(())
    }

    /// Writes the index file of vectors where it has to be; gives how many of it are there no more.
    fn freeze_vectors(&self, stored: Stored, progress: &dyn Progress) -> Result<usize, PipelineError> {
        let mut small = false;
        if let Ok(frozen) = self.open_index().and_then(|frozen| frozen.check().map(|()| frozen)) {
            small = !frozen.is_full();
            let Distance { came, went, live } = self.distance(&frozen, stored)?;
            let is_as_wanted = frozen.kind() == self.settings.index.kind(live)
                && self.builder_of(&frozen)? == self.builder(frozen.kind(), live);
            if is_as_wanted && (came + went) as f64 <= STALE_SHARE * live as f64 {
                return Ok(went);
            }
        }
        self.write_vectors(stored, small, progress)?;
        Ok(0)
    }

    /// Writes the index file without what was removed, unless it has a graph: then it is written when it is too far behind, and until then
    /// what was removed may not be found.
    pub(in crate::pipeline) fn freeze_without_removed(
        &self,
        progress: &dyn Progress,
    ) -> Result<(), PipelineError> {
        let Some(stored) = self.stored.filter(|_| !self.store.is_in_memory()) else { return Ok(()) };
        match self.open_index() {
            Ok(frozen) if frozen.kind() == IndexKind::Exact => {
                self.freeze_anew(stored, !frozen.is_full(), progress)
            }
            _ => {
                // Words can be read in their file; that one never holds what is forgotten.
                self.write_words(stored)?;
                self.freeze(progress)
            }
        }
    }

    /// Writes the index files from the database; `small` leaves out the vectors as they were.
    pub(in crate::pipeline) fn freeze_anew(
        &self,
        stored: Stored,
        small: bool,
        progress: &dyn Progress,
    ) -> Result<(), PipelineError> {
        self.write_vectors(stored, small, progress)?;
        self.write_words(stored)?;
        // Only now: until the new files are there, the old ones need the list.
        self.store.forget_removed()?;
        Ok(())
    }

    fn write_vectors(
        &self,
        stored: Stored,
        small: bool,
        progress: &dyn Progress,
    ) -> Result<(), PipelineError> {
        let vectors = self.store.vectors(stored, 0)?;
        let kind = self.settings.index.kind(vectors.ids.len());
        let graph = match kind {
            IndexKind::Exact => None,
            IndexKind::Hnsw => Some(GraphParams::default()),
        };
        if graph.is_some() {
            progress.begin(Stage::Building, vectors.ids.len() as u64);
        }
        let options = BuildOptions { graph, compact: small, builder: self.settings.builder };
        let done = |n| progress.done(n as u64);
        let (path, model) = (self.index_path(), self.fingerprint());
        Frozen::write(&path, &model, &vectors.ids, vectors.rows.view(), &options, &done)?;
        if graph.is_some() {
            progress.end();
        }
        if let Some(builder) = self.builder(kind, vectors.ids.len()) {
            self.store.set_meta(BUILDER, &builder.to_string())?;
        }
        Ok(())
    }

    /// What is to build the graph of an index of such a kind, where it has one.
    fn builder(&self, kind: IndexKind, n: usize) -> Option<Builder> {
        (kind == IndexKind::Hnsw).then(|| self.settings.builder.choose(n))
    }

    /// What built the graph of an index, where it has one. Before there was a choice it was what is chosen by itself.
    fn builder_of(&self, frozen: &Frozen) -> Result<Option<Builder>, PipelineError> {
        if frozen.kind() == IndexKind::Exact {
            return Ok(None);
        }
        let noted = self.store.meta(BUILDER)?;
        let known = [Builder::HnswRs, Builder::Flat].into_iter();
        let noted = noted.and_then(|noted| known.clone().find(|builder| builder.to_string() == noted));
        Ok(Some(noted.unwrap_or_else(|| Builder::Auto.choose(frozen.len()))))
    }

    fn distance(&self, frozen: &Frozen, stored: Stored) -> Result<Distance, PipelineError> {
        let last = frozen.last_id()?.unwrap_or(0);
        let removed = self.store.removed(last)?;
        // Only what the file still has.
        let went = if removed.is_empty() { 0 } else { RowFilter::of(frozen, removed)?.len() };
        let came = self.store.embeddings_after(stored, last)?;
        Ok(Distance { came, went, live: frozen.len().saturating_sub(went) + came })
    }

    /// What built the graph of the index file; nothing where there is none.
    pub(in crate::pipeline) fn index_builder(&self) -> Result<Option<Builder>, PipelineError> {
        self.open_index().map_or(Ok(None), |frozen| self.builder_of(&frozen))
    }

    /// How good the index is; nothing when it cannot be used.
    pub(in crate::pipeline) fn index_health(&self) -> Result<Option<IndexHealth>, PipelineError> {
        let Ok(frozen) = self.open_index() else { return Ok(None) };
        let health = match frozen.health() {
            Err(IndexError::BadFile { .. }) => return Ok(None),
            health => health?,
        };
        let Health { lost, sampled, recall } = health;
        Ok(Some(IndexHealth { vectors: frozen.len(), lost, sampled, recall }))
    }

    /// Kind, state and size of the index file; every byte of it is read.
    pub(in crate::pipeline) fn index_state(
        &self,
        thorough: bool,
    ) -> Result<(IndexKind, IndexState, u64), PipelineError> {
        let bytes = std::fs::metadata(self.index_path()).map_or(0, |m| m.len());
        let Some(stored) = self.stored else { return Ok((IndexKind::Exact, IndexState::Missing, bytes)) };
        let opened = if thorough {
            // Anew: what an earlier search found whole may be damaged by now.
            Frozen::open(&self.index_path(), &self.fingerprint())
                .and_then(|frozen| frozen.check().map(|()| Arc::new(frozen)))
        } else {
            self.open_index()
        };
        match opened
            .map_err(PipelineError::from)
            .and_then(|frozen| Ok((self.distance(&frozen, stored)?, frozen)))
        {
            Ok((Distance { came: 0, went: 0, .. }, frozen)) => Ok((frozen.kind(), IndexState::Fresh, bytes)),
            Ok((_, frozen)) => Ok((frozen.kind(), IndexState::Stale, bytes)),
            Err(PipelineError::Index(_)) => {
                let (_, live) = self.store.embedding_extent(stored)?;
                Ok((self.settings.index.kind(live), IndexState::Missing, bytes))
            }
            Err(other) => Err(other),
        }
    }
}
