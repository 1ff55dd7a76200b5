//! Similarity queries: a question finds the paragraphs that mean it, says why, and says when nothing does.

mod hit;
mod options;

pub use options::{Ask, SearchOptions};

use std::collections::{HashMap, HashSet};

use crate::embed::Reranker;
use crate::index::{SearchParams, dot};
use crate::pipeline::collection::absolute;
use crate::pipeline::jobs::rank::{Ranked, Ranker};
use crate::pipeline::{Base, Collection, PipelineError, Progress};
use crate::query::{Condition, Filter, Terms};
use crate::report::answers::search::{SEARCH_REPORT_SCHEMA, SearchMode, SearchReport, Verdict};
use crate::report::sources::ModelSummary;
use crate::store::{Stored, StoredUnit};
use crate::words::{Tongues, WordsError, confidence};

/// Texts that are ranked first: as many, or as many times what is wanted.
const FIRST: usize = 256;
const TIMES: usize = 8;

/// Cosine from which two results may be copies of each other; their words decide.
const LIKE: f32 = 0.9;

/// Results above the least similarity among which those that differ are chosen, as many times what is wanted.
const CHOICE: usize = 5;

/// What a result has to be, beside like the query.
struct Rules {
    /// Texts that are asked for themselves.
    like: HashSet<String>,
    terms: Vec<Terms>,
    condition: Option<Condition>,
}

impl Rules {
    fn let_through(&self, text: &str) -> bool {
        !self.like.contains(text) && self.terms.iter().all(|terms| terms.matches(text))
    }
}

/// A result before it is shown.
struct Candidate {
    ranked: Ranked,
    confidence: f32,
    /// What a reranker says of it.
    reranked: Option<f32>,
    unit: StoredUnit,
    others: Vec<StoredUnit>,
    copies: Vec<(Ranked, StoredUnit)>,
}

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
        let (mut texts, like) = self.asks(queries, base)?;
        let shown: Vec<String> =
            queries.iter().zip(&texts).map(|(ask, text)| options::shown(ask, text, base)).collect();
        let mut report = SearchReport {
            schema: SEARCH_REPORT_SCHEMA,
            query: shown.join(" | "),
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
        // What is like a text is asked for as that stands.
        let terms: Vec<Terms> = queries
            .iter()
            .zip(&texts)
            .map(|(ask, text)| match ask {
                Ask::Text(_) if !options.literal => Terms::parse(text),
                _ => Terms::literal(text),
            })
            .collect();
        for (text, terms) in texts.iter_mut().zip(&terms) {
            terms.text().clone_into(text);
        }
        report.searched = words.live;
        let mut asked = Vec::with_capacity(texts.len());
        for (text, shown) in texts.iter().zip(shown) {
            let one = self.asked(text, &words, false)?;
            if one.vector.is_none() && one.words.is_empty() {
                return Err(PipelineError::UnknownQuery {
                    query: shown,
                    model: self.embedder.info().id.clone(),
                });
            }
            asked.push(one);
        }
        for text in &options.not {
            asked.push(self.asked(text, &words, true)?);
        }
        let rules = Rules { like, terms, condition: options.filter.as_ref().map(Filter::sql) };
        let boilerplate =
            options.boilerplate || options.filter.as_ref().is_some_and(Filter::mentions_boilerplate);
        let fitting = match (&options.filter, &rules.condition) {
            (Some(filter), Some(Condition { sql, values })) => {
                if !filter.names().is_empty() {
                    filter.check(&self.store.field_names()?)?;
                }
                // Boilerplate is counted where it is not shown.
                Some(self.store.fitting_where(stored, sql, values, true)?)
            }
            _ => None,
        };
        let only = match (fitting, words.having(&rules.terms)?) {
            (Some(mut fitting), Some(having)) => {
                fitting.retain(|id| having.binary_search(id).is_ok());
                Some(fitting)
            }
            (fitting, having) => fitting.or(having),
        };
        let mut searcher = self.searcher(stored, progress)?;
        if let Some(only) = &only {
            searcher.only(only.clone())?;
        }
        let (mode, exact) = (options.mode, options.exact);
        let ef = options.ef.or(self.settings.ef).unwrap_or(SearchParams::BREADTH);
        let mut tongues = Tongues::of(&words.searched(), stored.dimension)?;
        if self.embedder.static_model().is_none() {
            tongues = tongues.of_transformer();
        }
        let means = asked.iter().map(|asked| tongues.means(asked.vector.as_deref())).collect();
        let mut ranker =
            Ranker { collection: self, words: &words, searcher, mode, exact, ef, only, tongues, means };
        let mut known: HashMap<i64, Vec<StoredUnit>> = HashMap::new();
        let mut wanted = options.diverse.map_or(options.k, |_| options.k.saturating_mul(CHOICE));
        if reranker.is_some() {
            wanted = wanted.max(options.rerank);
        }
        let mut most = FIRST.max(wanted.saturating_mul(TIMES));
        let mut found = loop {
            let ranking = ranker.rank(&asked, most, progress)?;
            report.index.clone_from(&ranking.plan);
            let settled = &ranking.best[..ranking.settled];
            let (found, enough, set_aside) = self.candidates(
                stored,
                settled,
                wanted,
                options,
                boilerplate,
                &rules,
                words.live,
                &mut known,
            )?;
            if enough || ranking.all {
                report.set_aside = set_aside;
                break found;
            }
            most = most.saturating_mul(4);
        };
        if let Some(reranker) = reranker {
            rerank(&mut found, reranker, &texts, options.rerank)?;
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

    /// The texts that are asked for, and the hashes of those that are no results because they are asked for themselves.
    fn asks(&self, queries: &[Ask], base: &Base) -> Result<(Vec<String>, HashSet<String>), PipelineError> {
        let mut texts = Vec::with_capacity(queries.len());
        let mut like = HashSet::new();
        for query in queries {
            let (found, place) = match query {
                Ask::Text(text) => {
                    texts.push(text.clone());
                    continue;
                }
                Ask::LikePlace { path, line } => {
                    let path = absolute(path);
                    let found = self.store.unit_at(&path, *line)?;
                    (found, format!("{}:{line}", base.show(&path)))
                }
                Ask::LikeId(id) => (self.store.text_of_document(id)?, crate::printable::path(id)),
            };
            let text = found.ok_or_else(|| PipelineError::NoSuchPlace { place })?;
            like.insert(text.clone());
            texts.push(text);
        }
        Ok((texts, like))
    }

    /// The first `wanted` of what was ranked that may be results; whether no later one may; and how many were left out as boilerplate.
    #[expect(clippy::too_many_arguments, reason = "what was ranked, what is wanted, and what is known of it")]
    fn candidates(
        &self,
        stored: Stored,
        ranked: &[Ranked],
        wanted: usize,
        options: &SearchOptions,
        boilerplate: bool,
        rules: &Rules,
        searched: usize,
        known: &mut HashMap<i64, Vec<StoredUnit>>,
    ) -> Result<(Vec<Candidate>, bool, usize), PipelineError> {
        let mut found: Vec<Candidate> = Vec::new();
        let mut set_aside = 0;
        let mut of_file: HashMap<String, usize> = HashMap::new();
        let mut documents: HashSet<i64> = HashSet::new();
        let mut vectors: Vec<Vec<f32>> = Vec::new();
        for ranked in ranked {
            if found.len() == wanted {
                return Ok((found, true, set_aside));
            }
            let confidence = confidence(ranked.fused, searched);
            if options.min_confidence.is_some_and(|least| confidence < least) {
                // What comes later is ranked lower; of that, only what is ranked by something else can be surer.
                // With a transformer, ranks and confidence come of different weights.
                let is_in_order = options.mode == SearchMode::Both && self.embedder.static_model().is_some();
                if is_in_order && options.not.is_empty() {
                    return Ok((found, true, set_aside));
                }
                continue;
            }
            if ranked.similarity.unwrap_or(0.0) < options.min_similarity {
                if options.mode == SearchMode::Meaning && options.not.is_empty() {
                    return Ok((found, true, set_aside));
                }
                continue;
            }
            if let std::collections::hash_map::Entry::Vacant(place) = known.entry(ranked.id) {
                place.insert(match &rules.condition {
                    None => self.store.units_of_embedding(ranked.id)?,
                    Some(Condition { sql, values }) => {
                        self.store.units_of_embedding_where(ranked.id, sql, values)?
                    }
                });
            }
            let units = known.get(&ranked.id).map(Vec::as_slice).unwrap_or_default();
            if !units.first().is_some_and(|unit| rules.let_through(&unit.text)) {
                continue;
            }
            let mut fitting = units.iter().filter(|unit| boilerplate || unit.boilerplate.is_none());
            let Some(unit) = fitting.next() else {
                set_aside += 1;
                continue;
            };
            let others: Vec<StoredUnit> = fitting.cloned().collect();
            if options.fold {
                let vector = self.store.vector(stored, ranked.id)?.unwrap_or_default();
                let original = found.iter().zip(&vectors).position(|(candidate, other)| {
                    !vector.is_empty()
                        && other.len() == vector.len()
                        && dot(other, &vector) >= LIKE
                        && crate::topics::duplicates::are_copies(&candidate.unit.text, &unit.text)
                });
                if let Some(original) = original {
                    found[original].copies.push((*ranked, unit.clone()));
                    continue;
                }
                vectors.push(vector);
            }
            let count = of_file.entry(unit.path.clone()).or_default();
            if options.per_file.is_some_and(|most| *count >= most)
                || (options.per_document && documents.contains(&unit.document))
            {
                if options.fold {
                    vectors.pop();
                }
                continue;
            }
            *count += 1;
            documents.insert(unit.document);
            let (ranked, unit) = (*ranked, unit.clone());
            found.push(Candidate { ranked, confidence, reranked: None, unit, others, copies: Vec::new() });
        }
        let enough = found.len() == wanted;
        Ok((found, enough, set_aside))
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
