//! How a collection is: what it holds, what it still has to do, whether it is whole.

use crate::pipeline::{Base, Collection, PipelineError, Progress};
use crate::report::answers::compact::{COMPACT_REPORT_SCHEMA, CompactReport};
use crate::report::answers::status::{
    IndexState, IndexSummary, STATUS_REPORT_SCHEMA, StatusReport, WordsSummary,
};
use crate::report::answers::verify::{VERIFY_REPORT_SCHEMA, VerifyReport};
use crate::store::{Finding, SCHEMA_VERSION};

impl Collection {
    /// What the collection holds; with `deep` also how good its index is, which takes about as long as reading it and a search for each vector.
    ///
    /// # Errors
    /// As the store.
    pub fn status(&self, base: &Base, deep: bool) -> Result<StatusReport, PipelineError> {
        let snapshot = self.store.snapshot()?;
        let counts = self.store.counts(self.stored)?;
        let (kind, state, bytes) = self.index_state(deep)?;
        let (words_state, words_bytes) = self.words_state(deep)?;
        let roots = self.store.roots()?;
        drop(snapshot);
        self.store.check_unchanged()?;
        Ok(StatusReport {
            schema: STATUS_REPORT_SCHEMA,
            collection: self.shown_folder(base),
            schema_version: SCHEMA_VERSION as u32,
            model: self.model_summary(),
            granularity: self.settings.unit,
            roots: roots.iter().map(|root| base.show(&root.path)).collect(),
            files: counts.files,
            unread: self.unread(base)?,
            documents: counts.documents,
            units: counts.units,
            boilerplate: counts.boilerplate,
            texts: counts.texts,
            embedded: counts.embedded,
            pending: counts.texts.saturating_sub(counts.embedded),
            without_vector: counts.without_vector,
            windowed: counts.windowed,
            window: self.embedder.info().window,
            languages: counts.languages,
            database_bytes: self.database_bytes(),
            index: IndexSummary {
                kind: kind.to_string(),
                choice: self.settings.index,
                builder: self.index_builder()?,
                state,
                bytes,
                health: if deep { self.index_health()? } else { None },
            },
            words: WordsSummary { state: words_state, bytes: words_bytes },
        })
    }

    /// Bytes of the database, what it has still to sort in included.
    fn database_bytes(&self) -> u64 {
        let bytes = |suffix| {
            let mut path = self.store.database().into_os_string();
            path.push(suffix);
            std::fs::metadata(path).map_or(0, |m| m.len())
        };
        bytes("") + bytes("-wal")
    }

    /// Writes the index file anew from the database, and gives unused space of the database back. With `small` the index keeps eight bits
    /// of each dimension, also from then on; without, everything.
    ///
    /// # Errors
    /// As the store; the old index file stays until the new one is whole.
    pub fn compact(&self, small: bool, progress: &dyn Progress) -> Result<CompactReport, PipelineError> {
        let index_bytes = || std::fs::metadata(self.index_path()).map_or(0, |m| m.len());
        let before = (index_bytes(), self.database_bytes());
        if let Some(stored) = self.stored {
            self.freeze_anew(stored, small, progress)?;
        }
        self.store.vacuum()?;
        let (kind, _, _) = self.index_state(false)?;
        Ok(CompactReport {
            schema: COMPACT_REPORT_SCHEMA,
            vectors: self
                .stored
                .map_or(Ok(0), |stored| self.store.embedding_extent(stored).map(|(_, n)| n))?,
            kind: kind.to_string(),
            small,
            index_bytes: [before.0, index_bytes()],
            database_bytes: [before.1, self.database_bytes()],
        })
    }

    /// Reads everything and checks it, beside a writer if there is one.
    ///
    /// # Errors
    /// As the store, when the database cannot be read at all.
    pub fn verify(&self, base: &Base, progress: &dyn Progress) -> Result<VerifyReport, PipelineError> {
        self.note_interruption(progress)?;
        let snapshot = self.store.snapshot()?;
        // What a run has still to do is no fault: it is doing it, or the next one will.
        let unfinished = self.store.is_interrupted()?;
        let mut findings = self.store.verify()?;
        findings.push(self.verify_embedded(unfinished)?);
        findings.push(verify_file(
            "index file",
            self.index_state(true).map(|(_, state, bytes)| (state, bytes))?,
            unfinished,
        ));
        findings.push(verify_file("words file", self.words_state(true)?, unfinished));
        drop(snapshot);
        self.store.check_unchanged()?;
        Ok(VerifyReport {
            schema: VERIFY_REPORT_SCHEMA,
            collection: self.shown_folder(base),
            ok: findings.iter().all(|finding| finding.problems.is_empty()),
            findings,
        })
    }

    fn verify_embedded(&self, unfinished: bool) -> Result<Finding, PipelineError> {
        let counts = self.store.counts(self.stored)?;
        let problems = match counts.texts.saturating_sub(counts.embedded) {
            0 => Vec::new(),
            _ if unfinished => Vec::new(),
            n => vec![format!("{n} texts have no embedding yet; `cognate index` makes them")],
        };
        Ok(Finding { check: "every text is embedded".to_owned(), examined: counts.texts, problems })
    }
}

fn verify_file(check: &str, (state, bytes): (IndexState, u64), unfinished: bool) -> Finding {
    let problems = match state {
        IndexState::Fresh | IndexState::Stale => Vec::new(),
        // Perhaps that of another model, until the run has come so far.
        IndexState::Missing if unfinished => Vec::new(),
        IndexState::Missing if bytes == 0 => vec!["there is none; `cognate index` makes it".to_owned()],
        IndexState::Missing => vec!["it is damaged; `cognate index` makes it anew".to_owned()],
    };
    Finding { check: check.to_owned(), examined: usize::from(bytes > 0), problems }
}
