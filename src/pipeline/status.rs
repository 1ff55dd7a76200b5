//! How a collection is: what it holds, what it still has to do, whether it is whole.

use super::{Base, Collection, PipelineError};
use crate::report::status::{IndexState, IndexSummary, STATUS_REPORT_SCHEMA, StatusReport};
use crate::report::verify::{VERIFY_REPORT_SCHEMA, VerifyReport};
use crate::store::{Finding, SCHEMA_VERSION};

impl Collection {
    /// What the collection holds.
    ///
    /// # Errors
    /// As the store.
    pub fn status(&self, base: &Base) -> Result<StatusReport, PipelineError> {
        let counts = self.store.counts(self.stored)?;
        let (kind, state, bytes) = self.index_state()?;
        let database_bytes = ["", "-wal"]
            .iter()
            .map(|suffix| {
                let mut path = self.store.database().into_os_string();
                path.push(suffix);
                std::fs::metadata(path).map_or(0, |m| m.len())
            })
            .sum();
        Ok(StatusReport {
            schema: STATUS_REPORT_SCHEMA,
            collection: self.shown_folder(base),
            schema_version: SCHEMA_VERSION as u32,
            model: self.model_summary(),
            granularity: self.settings.unit,
            roots: self.store.roots()?.iter().map(|root| base.show(root)).collect(),
            files: counts.files,
            documents: counts.documents,
            units: counts.units,
            boilerplate: counts.boilerplate,
            texts: counts.texts,
            embedded: counts.embedded,
            pending: counts.texts - counts.embedded,
            without_vector: counts.without_vector,
            windowed: counts.windowed,
            window: self.embedder.info().window,
            languages: counts.languages,
            database_bytes,
            index: IndexSummary { kind: kind.to_string(), state, bytes },
        })
    }

    /// Reads everything and checks it.
    ///
    /// # Errors
    /// As the store, when the database cannot be read at all.
    pub fn verify(&self, base: &Base) -> Result<VerifyReport, PipelineError> {
        let mut findings = self.store.verify()?;
        findings.push(self.verify_embedded()?);
        findings.push(self.verify_index()?);
        Ok(VerifyReport {
            schema: VERIFY_REPORT_SCHEMA,
            collection: self.shown_folder(base),
            ok: findings.iter().all(|finding| finding.problems.is_empty()),
            findings,
        })
    }

    fn verify_embedded(&self) -> Result<Finding, PipelineError> {
        let counts = self.store.counts(self.stored)?;
        let problems = match counts.texts - counts.embedded {
            0 => Vec::new(),
            n => vec![format!("{n} texts have no embedding yet; `cognate index` makes them")],
        };
        Ok(Finding { check: "every text is embedded".to_owned(), examined: counts.texts, problems })
    }

    fn verify_index(&self) -> Result<Finding, PipelineError> {
        let (_, state, bytes) = self.index_state()?;
        let problems = match state {
            IndexState::Fresh | IndexState::Stale => Vec::new(),
            IndexState::Missing if bytes == 0 => vec!["there is none; `cognate index` makes it".to_owned()],
            IndexState::Missing => vec!["it is damaged; `cognate index` makes it anew".to_owned()],
        };
        Ok(Finding { check: "index file".to_owned(), examined: usize::from(bytes > 0), problems })
    }
}
