//! Similarity queries: a question finds the paragraphs that mean it, says why, and says when nothing does.

mod find;
mod hit;
mod options;

use find::Found;
pub(in crate::pipeline) use find::{Candidate, Read, Session};
pub use options::{Ask, SearchOptions};

use crate::embed::Reranker;
use crate::index::dot;
use crate::pipeline::{Base, Collection, PipelineError, Progress};
use crate::report::answers::search::{SEARCH_REPORT_SCHEMA, SearchReport, Verdict};
use crate::report::sources::ModelSummary;
use crate::store::Stored;
use crate::words::WordsError;

/// Results above the least similarity among which those that differ are chosen, as many times what is wanted.
const CHOICE: usize = 5;

impl Collection {
    /// Finds the units that answer a query, best first. Units of equal text are one result. Several queries are answered together: a result
    /// is what has most of all of them.
    ///
    /// # Errors
    /// [`PipelineError::UnknownQuery`] when there is no word in a query, [`PipelineError::NoSuchPlace`] when nothing stands at a place
    /// that is asked for.
    pub fn search(
        &self,
        queries: &[Ask],
        options: &SearchOptions,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<SearchReport, PipelineError> {
        self.search_reranked(queries, options, None, base, progress)
    }

    /// [`Collection::search`], whose best results a model then reads together with the queries: they are shown in the order of what it
    /// gives, the mean over several queries. Confidence stays that of the search.
    ///
    /// # Errors
    /// As [`Collection::search`]; [`PipelineError::Embed`] when the reranker fails.
    pub fn search_reranked(
        &self,
        queries: &[Ask],
        options: &SearchOptions,
        reranker: Option<&dyn Reranker>,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<SearchReport, PipelineError> {
        self.note_interruption(progress)?;
        // One moment: what is found is still there when its text is looked up.
        let snapshot = self.store.snapshot()?;
        let report = match self.search_words(queries, options, reranker, true, base, progress) {
            Err(PipelineError::Words(error @ WordsError::BadFile { .. })) => {
                progress.note(&format!("{error}; every text is read from the database instead"));
                self.search_words(queries, options, reranker, false, base, progress)?
            }
            report => report?,
        };
        drop(snapshot);
        self.store.check_unchanged()?;
        Ok(report)
    }

    /// [`Collection::search`] by the words of the file or, without it, of the database.
    fn search_words(
        &self,
        queries: &[Ask],
        options: &SearchOptions,
        reranker: Option<&dyn Reranker>,
        use_file: bool,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<SearchReport, PipelineError> {
        let read = self.read_asks(queries, options, base)?;
        let mut report = SearchReport {
            schema: SEARCH_REPORT_SCHEMA,
            query: read.shown.join(" | "),
            mode: options.mode,
            reranker: reranker.map(|reranker| reranker.id().name.clone()),
            model: self.model_summary(),
            index: crate::index::Plan::Exact.to_string(),
            searched: 0,
            outcome: Verdict::Nothing,
            confidence: 0.0,
            set_aside: 0,
            unread: self.unread_summary()?,
            results: Vec::new(),
        };
        let Some(stored) = self.stored else { return Ok(report) };
        let words = self.words(stored, use_file, progress)?;
        report.searched = words.live;
        let weigher = self.weigher(&words)?;
        let mut asked = read.asked(&weigher)?;
        for text in &options.not {
            asked.push(weigher.asked(text, true)?);
        }
        let mut wanted = options.diverse.map_or(options.k, |_| options.k.saturating_mul(CHOICE));
        if reranker.is_some() {
            wanted = wanted.max(options.rerank);
        }
        let mut session = self.session(stored, &words, progress)?;
        let Found { candidates: mut found, plan, set_aside } =
            session.find(&asked, read.rules(), options, wanted, progress)?;
        (report.index, report.set_aside) = (plan, set_aside);
        if let Some(reranker) = reranker {
            rerank(&mut found, reranker, &read.texts, options.rerank)?;
        }
        if let Some(lambda) = options.diverse {
            found = self.diverse(stored, found, lambda, options.k)?;
        }
        found.truncate(options.k);
        for (place, candidate) in found.iter().enumerate() {
            let hit = self.hit(candidate, place + 1, &asked, &words, options, base)?;
            report.results.push(hit);
        }
        report.confidence = report.results.iter().map(|hit| hit.confidence).fold(0.0, f32::max);
        report.outcome = Verdict::of(report.confidence);
        if report.results.is_empty() {
            report.outcome = Verdict::Nothing;
        }
        Ok(report)
    }

    /// Chooses results that are like the query and unlike each other (maximal marginal relevance; Carbonell and Goldstein 1998, "The Use of MMR,
    /// Diversity-Based Reranking for Reordering Documents and Producing Summaries").
    fn diverse(
        &self,
        stored: Stored,
        candidates: Vec<Candidate>,
        lambda: f32,
        k: usize,
    ) -> Result<Vec<Candidate>, PipelineError> {
        let vectors: Vec<Option<Vec<f32>>> = candidates
            .iter()
            .map(|candidate| self.store.vector(stored, candidate.ranked.id))
            .collect::<Result<_, _>>()?;
        let best =
            candidates.iter().map(|candidate| candidate.ranked.score).fold(f32::MIN_POSITIVE, f32::max);
        let mut likest = vec![0.0_f32; candidates.len()];
        let mut left: Vec<Option<Candidate>> = candidates.into_iter().map(Some).collect();
        let mut chosen = Vec::new();
        while chosen.len() < k {
            let worth = |(place, candidate): (usize, &Option<Candidate>)| {
                let candidate = candidate.as_ref()?;
                let score = candidate.reranked.unwrap_or(candidate.ranked.score / best);
                Some((lambda * score - (1.0 - lambda) * likest[place], place))
            };
            let next = left.iter().enumerate().filter_map(worth);
            let Some((_, next)) = next.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))) else { break };
            chosen.extend(left[next].take());
            if let Some(vector) = &vectors[next] {
                for (likest, other) in likest.iter_mut().zip(&vectors) {
                    if let Some(other) = other {
                        *likest = likest.max(dot(vector, other));
                    }
                }
            }
        }
        Ok(chosen)
    }

    pub(in crate::pipeline) fn model_summary(&self) -> ModelSummary {
        let info = self.embedder.info();
        ModelSummary {
            id: info.id.name.clone(),
            revision: info.id.revision.clone(),
            dimension: info.dimension,
        }
    }
}

/// Brings the best `most` candidates into the order of what a reranker says of them; those behind stay behind.
fn rerank(
    found: &mut [Candidate],
    reranker: &dyn Reranker,
    queries: &[String],
    most: usize,
) -> Result<(), PipelineError> {
    let most = found.len().min(most);
    let read = &mut found[..most];
    let texts: Vec<&str> = read.iter().map(|candidate| candidate.unit.text.as_str()).collect();
    let mut means = vec![0.0; texts.len()];
    for query in queries {
        for (mean, score) in means.iter_mut().zip(reranker.scores(query, &texts)?) {
            *mean += score / queries.len() as f32;
        }
    }
    for (candidate, mean) in read.iter_mut().zip(means) {
        candidate.reranked = Some(mean);
    }
    let score = |candidate: &Candidate| candidate.reranked.unwrap_or_default();
    read.sort_by(|a, b| score(b).total_cmp(&score(a)));
    Ok(())
}
