//! Similarity queries: a question finds the paragraphs that mean it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::PathBuf;

use super::freeze::Wanted;
use super::{Base, Collection, PipelineError, Progress};
use crate::corpus::Language;
use crate::index::Neighbor;
use crate::report::model::ModelSummary;
use crate::report::search::{Context, SEARCH_REPORT_SCHEMA, SearchHit, SearchMode, SearchReport, Verdict};
use crate::store::StoredUnit;

/// Share of the units, below which those that may be found are looked up before the search.
const SELECTIVE: f64 = 0.3;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// What means this text.
    Text(String),
    /// What is like the unit that begins in a line of a file.
    LikePlace {
        /// The file, as reports name it.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
    },
    /// What is like the document with this id of its own.
    LikeId(String),
}

impl From<&str> for Ask {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Ask {
    /// As a report names it.
    pub fn name(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::LikePlace { path, line } => format!("like {}:{line}", path.display()),
            Self::LikeId(id) => format!("like {id}"),
        }
    }
}

/// What to find.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct SearchOptions {
    /// Most results.
    pub k: usize,
    /// What results are ranked by.
    pub mode: SearchMode,
    /// Least cosine of a result.
    pub min_similarity: f32,
    /// Least probability with which a result answers.
    pub min_confidence: Option<f32>,
    /// Find boilerplate too.
    pub boilerplate: bool,
    /// Only units that this expression holds for.
    pub filter: Option<String>,
    /// Only units of this language.
    pub language: Option<Language>,
    /// Look at every vector, also where there is a graph.
    pub exact: bool,
    /// Breadth of a graph search.
    pub ef: usize,
    /// Take queries as they are: no sign in them has a meaning.
    pub literal: bool,
    /// What results are not to be about.
    pub not: Vec<String>,
    /// Most results of one file.
    pub per_file: Option<usize>,
    /// One result of a document at most.
    pub per_document: bool,
    /// Units of nearly the same text are one result.
    pub fold: bool,
    /// How much of a result's worth is its score, in [0, 1], the rest being that it is unlike those before it.
    pub diverse: Option<f32>,
    /// Units to tell before each result, in its document.
    pub before: usize,
    /// Units to tell after each result.
    pub after: usize,
    /// Name of a model that reads query and result together and ranks the best anew.
    pub rerank: Option<String>,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self {
            k: 10,
            mode: SearchMode::default(),
            min_similarity: 0.0,
            min_confidence: None,
            boilerplate: false,
            filter: None,
            language: None,
            exact: false,
            ef: 128,
            literal: false,
            not: Vec::new(),
            per_file: None,
            per_document: false,
            fold: true,
            diverse: None,
            before: 0,
            after: 0,
            rerank: None,
        }
    }
}

impl Collection {
    /// Finds the units nearest in meaning to the queries, best first. Units of equal text are one result.
    ///
    /// # Errors
    /// [`PipelineError::UnknownQuery`] when the model knows no word of the queries.
    pub fn search(
        &self,
        queries: &[Ask],
        options: &SearchOptions,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<SearchReport, PipelineError> {
        let query = &queries.iter().map(Ask::name).collect::<Vec<_>>().join(" | ");
        let info = self.embedder.info();
        let vector = self
            .embedder
            .query(query)?
            .ok_or_else(|| PipelineError::UnknownQuery { query: query.clone(), model: info.id.clone() })?;
        let mut report = SearchReport {
            schema: SEARCH_REPORT_SCHEMA,
            query: query.clone(),
            mode: SearchMode::Meaning,
            model: self.model_summary(),
            index: crate::index::Plan::Exact.to_string(),
            searched: 0,
            outcome: Verdict::Nothing,
            confidence: 0.0,
            set_aside: 0,
            results: Vec::new(),
        };
        self.note_interruption(progress)?;
        let Some(stored) = self.stored else { return Ok(report) };
        // One moment: what is found is still there when its text is looked up.
        let snapshot = self.store.snapshot()?;
        let mut searcher = self.searcher(stored, progress)?;
        report.searched = searcher.live;
        // Some of what is found falls out again (boilerplate, other languages): more is asked for than is wanted. Where that is not enough, or
        // will not be, what may be found is looked up and only that is searched. What was found before is found again then, in its place.
        let mut filtered = options.language.is_some() && self.is_selective(options)?;
        let mut known: HashMap<i64, Option<SearchHit>> = HashMap::new();
        loop {
            if filtered {
                searcher.only(self.store.fitting(stored, options.language, options.boilerplate)?)?;
            }
            let ask = if filtered { options.k } else { options.k.saturating_mul(2).saturating_add(16) };
            let wanted = Wanted { k: ask, ef: options.ef, exact: options.exact };
            let (plan, found) = self.nearest(&mut searcher, &vector, &wanted, progress)?;
            report.index = plan.to_string();
            report.results.clear();
            for neighbor in &found {
                if report.results.len() == options.k || neighbor.similarity < options.min_similarity {
                    break;
                }
                let hit = match known.entry(neighbor.id) {
                    Entry::Occupied(hit) => hit.into_mut(),
                    Entry::Vacant(place) => place.insert(self.hit(neighbor, options, base)?),
                };
                if let Some(hit) = hit {
                    report.results.push(SearchHit { rank: report.results.len() + 1, ..hit.clone() });
                }
            }
            let below = found.last().is_none_or(|last| last.similarity < options.min_similarity);
            if report.results.len() == options.k || below || filtered || ask >= searcher.live {
                break;
            }
            filtered = true;
        }
        drop(snapshot);
        self.store.check_unchanged()?;
        if let Some(best) = report.results.first() {
            (report.outcome, report.confidence) = (Verdict::Found, best.confidence);
        }
        Ok(report)
    }

    /// Whether so little may be found that looking only at that costs less than sifting what is found.
    fn is_selective(&self, options: &SearchOptions) -> Result<bool, PipelineError> {
        let (all, fitting) = self.store.count_fitting(options.language, options.boilerplate)?;
        Ok(fitting as f64 <= SELECTIVE * all as f64)
    }

    /// What is told of an embedding that was found, unless none of its units may be.
    fn hit(
        &self,
        neighbor: &Neighbor,
        options: &SearchOptions,
        base: &Base,
    ) -> Result<Option<SearchHit>, PipelineError> {
        let units = self.store.units_of_embedding(neighbor.id)?;
        let mut fitting = units.iter().filter(|unit| {
            (options.boilerplate || unit.boilerplate.is_none())
                && options.language.is_none_or(|wanted| unit.language == Some(wanted))
        });
        let Some(unit) = fitting.next() else { return Ok(None) };
        let (before, after) =
            self.store.neighbours(unit.document, unit.position, options.before, options.after)?;
        let context = |unit: &StoredUnit| Context { text: unit.text.clone(), place: base.place(unit) };
        Ok(Some(SearchHit {
            rank: 0,
            score: neighbor.similarity,
            confidence: neighbor.similarity.clamp(0.0, 1.0),
            verdict: Verdict::Found,
            similarity: Some(neighbor.similarity),
            words: None,
            text: unit.text.clone(),
            place: base.place(unit),
            language: unit.language,
            boilerplate: unit.boilerplate,
            why: Vec::new(),
            marks: Vec::new(),
            sentence: None,
            before: before.iter().map(context).collect(),
            after: after.iter().map(context).collect(),
            copies: Vec::new(),
            duplicates: fitting.map(|unit| base.place(unit)).collect(),
        }))
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
