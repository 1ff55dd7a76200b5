//! Similarity queries: a question finds the paragraphs that mean it.

use std::collections::HashSet;

use super::freeze::Wanted;
use super::{Base, Collection, PipelineError, Progress};
use crate::corpus::Language;
use crate::report::model::ModelSummary;
use crate::report::search::{SEARCH_REPORT_SCHEMA, SearchHit, SearchReport};

/// What to find.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchOptions {
    /// Most results.
    pub k: usize,
    /// Least cosine of a result.
    pub min_similarity: f32,
    /// Find boilerplate too.
    pub boilerplate: bool,
    /// Only units of this language.
    pub language: Option<Language>,
    /// Look at every vector, also where there is a graph.
    pub exact: bool,
    /// Breadth of a graph search.
    pub ef: usize,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self { k: 10, min_similarity: 0.0, boilerplate: false, language: None, exact: false, ef: 128 }
    }
}

impl Collection {
    /// Finds the units nearest in meaning to `query`, best first. Units of equal text are one result.
    ///
    /// # Errors
    /// [`PipelineError::UnknownQuery`] when the model knows no word of the query.
    pub fn search(
        &self,
        query: &str,
        options: &SearchOptions,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<SearchReport, PipelineError> {
        let info = self.embedder.info();
        let vector = self
            .embedder
            .query(query)?
            .ok_or_else(|| PipelineError::UnknownQuery { query: query.to_owned(), model: info.id.clone() })?;
        let mut report = SearchReport {
            schema: SEARCH_REPORT_SCHEMA,
            query: query.to_owned(),
            model: self.model_summary(),
            index: crate::index::Plan::Exact.to_string(),
            searched: 0,
            results: Vec::new(),
        };
        self.note_interruption(progress)?;
        let Some(stored) = self.stored else { return Ok(report) };
        let mut searcher = self.searcher(stored, progress)?;
        report.searched = searcher.live;

        // Some of what is found falls out again (boilerplate, other languages, removed texts): ask for more
        // than is wanted, and for more again until there is enough or nothing is left.
        let mut ask = options.k.saturating_mul(2).saturating_add(16);
        let mut seen = HashSet::new();
        while report.results.len() < options.k {
            let wanted = Wanted { k: ask, ef: options.ef, exact: options.exact };
            let (plan, found) = self.nearest(&mut searcher, &vector, &wanted, progress)?;
            report.index = plan.to_string();
            for neighbor in &found {
                if report.results.len() == options.k || neighbor.similarity < options.min_similarity {
                    break;
                }
                if !seen.insert(neighbor.id) {
                    continue;
                }
                let units = self.store.units_of_embedding(neighbor.id)?;
                let mut fitting = units.iter().filter(|unit| {
                    (options.boilerplate || unit.boilerplate.is_none())
                        && options.language.is_none_or(|wanted| unit.language == Some(wanted))
                });
                if let Some(unit) = fitting.next() {
                    report.results.push(SearchHit {
                        rank: report.results.len() + 1,
                        similarity: neighbor.similarity,
                        text: unit.text.clone(),
                        place: base.place(unit),
                        language: unit.language,
                        boilerplate: unit.boilerplate,
                        duplicates: fitting.map(|unit| base.place(unit)).collect(),
                    });
                }
            }
            let below = found.last().is_none_or(|last| last.similarity < options.min_similarity);
            if below || ask >= searcher.live {
                break;
            }
            ask = ask.saturating_mul(4);
        }
        Ok(report)
    }

    pub(super) fn model_summary(&self) -> ModelSummary {
        let info = self.embedder.info();
        ModelSummary {
            id: info.id.name.clone(),
            revision: info.id.revision.clone(),
            dimension: info.dimension,
        }
    }
}
