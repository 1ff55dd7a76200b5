//! What a search finds, before anything is told of it: a collection is opened once, and asked as often as is wanted.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::SearchOptions;
use super::options::{Ask, shown};
use crate::embed::ModelId;
use crate::index::{SearchParams, dot};
use crate::pipeline::collection::absolute;
use crate::pipeline::collection::words::Words;
use crate::pipeline::jobs::rank::{Asked, Ranked, Ranker, Weigher};
use crate::pipeline::{Base, Collection, PipelineError, Progress};
use crate::query::{Condition, Filter, Terms};
use crate::report::answers::search::SearchMode;
use crate::store::{Stored, StoredUnit};
use crate::topics::duplicates::are_copies;
use crate::words::{Tongues, confidence};

/// Texts that are ranked first: as many, or as many times what is wanted.
const FIRST: usize = 256;
const TIMES: usize = 8;

/// Cosine from which two results may be copies of each other; their words decide.
const LIKE: f32 = 0.9;

/// Embeddings of which is kept from one search to the next what they are of.
const KEPT: usize = 1 << 14;

/// Pairs of texts of which is kept whether they are copies of each other.
const KEPT_PAIRS: usize = 1 << 18;

/// What a result has to be, beside like the query.
pub(in crate::pipeline) struct Rules {
    /// Texts that are asked for themselves.
    like: HashSet<String>,
    terms: Vec<Terms>,
}

impl Rules {
    fn let_through(&self, text: &str) -> bool {
        !self.like.contains(text) && self.terms.iter().all(|terms| terms.matches(text))
    }
}

/// A result before it is shown.
pub(in crate::pipeline) struct Candidate {
    pub(in crate::pipeline) ranked: Ranked,
    pub(in crate::pipeline) confidence: f32,
    /// What a reranker says of it.
    pub(in crate::pipeline) reranked: Option<f32>,
    pub(in crate::pipeline) unit: StoredUnit,
    pub(in crate::pipeline) others: Vec<StoredUnit>,
    pub(in crate::pipeline) copies: Vec<(Ranked, StoredUnit)>,
}

impl Candidate {
    /// Its share of the query's words, where that is told.
    pub(in crate::pipeline) fn words(&self, mode: SearchMode) -> Option<f32> {
        (mode != SearchMode::Meaning || self.ranked.words > 0.0).then_some(self.ranked.words)
    }
}

/// What was asked, as it is searched for.
pub(in crate::pipeline) struct Read {
    /// As a person named it.
    pub(in crate::pipeline) shown: Vec<String>,
    /// The texts, without the signs that mean something.
    pub(in crate::pipeline) texts: Vec<String>,
    rules: Rules,
    model: ModelId,
}

impl Read {
    /// Vectors and words of all texts.
    ///
    /// # Errors
    /// [`PipelineError::UnknownQuery`].
    pub(in crate::pipeline) fn asked(&self, weigher: &Weigher<'_>) -> Result<Vec<Asked>, PipelineError> {
        let one = |(text, shown): (&String, &String)| {
            let one = weigher.asked(text, false)?;
            if one.vector.is_none() && one.words.is_empty() {
                return Err(PipelineError::UnknownQuery { query: shown.clone(), model: self.model.clone() });
            }
            Ok(one)
        };
        self.texts.iter().zip(&self.shown).map(one).collect()
    }

    /// What a result has to be.
    pub(in crate::pipeline) fn rules(&self) -> &Rules {
        &self.rules
    }
}

/// What was found.
pub(in crate::pipeline) struct Found {
    /// Best first.
    pub(in crate::pipeline) candidates: Vec<Candidate>,
    /// How vectors were looked at.
    pub(in crate::pipeline) plan: String,
    /// How many texts were left out as boilerplate.
    pub(in crate::pipeline) set_aside: usize,
}

/// A collection that is searched: what every search of it needs, read once.
pub(in crate::pipeline) struct Session<'a> {
    collection: &'a Collection,
    stored: Stored,
    ranker: Ranker<'a>,
    memory: Memory,
}

impl Session<'_> {
    /// Number of texts that are searched.
    pub(in crate::pipeline) fn searched(&self) -> usize {
        self.ranker.words.live
    }

    /// The first `wanted` units that answer what is asked, best first. Units of equal text are one, and texts that are nearly the same where
    /// `options` say so.
    pub(in crate::pipeline) fn find(
        &mut self,
        asked: &[Asked],
        rules: &Rules,
        options: &SearchOptions,
        wanted: usize,
        progress: &dyn Progress,
    ) -> Result<Found, PipelineError> {
        let Self { collection, stored, ranker, memory } = self;
        let condition = options.filter.as_ref().map(Filter::sql);
        let fitting = match (&options.filter, &condition) {
            (Some(filter), Some(Condition { sql, values })) => {
                if !filter.names().is_empty() {
                    filter.check(&collection.store.field_names()?)?;
                }
                // Boilerplate is counted where it is not shown.
                Some(collection.store.fitting_where(*stored, sql, values, true)?)
            }
            _ => None,
        };
        let only = match (fitting, ranker.words.having(&rules.terms)?) {
            (Some(mut fitting), Some(having)) => {
                fitting.retain(|id| having.binary_search(id).is_ok());
                Some(fitting)
            }
            (fitting, having) => fitting.or(having),
        };
        ranker.searcher.only(only.clone())?;
        ranker.only = only;
        (ranker.mode, ranker.exact) = (options.mode, options.exact);
        ranker.ef = options.ef.or(collection.settings.ef).unwrap_or(SearchParams::BREADTH);
        ranker.means = asked.iter().map(|asked| ranker.tongues.means(asked.vector.as_deref())).collect();
        // What a condition lets through is another thing each time.
        let mut of_condition = Memory::default();
        let memory = if condition.is_some() { &mut of_condition } else { memory };
        memory.shrink();
        let mut most = FIRST.max(wanted.saturating_mul(TIMES));
        loop {
            let ranking = ranker.rank(asked, most, progress)?;
            let rules = Bounds { rules, condition: condition.as_ref(), searched: ranker.words.live };
            let settled = &ranking.best[..ranking.settled];
            let (candidates, enough, set_aside) =
                collection.candidates(*stored, settled, wanted, options, &rules, memory)?;
            if enough || ranking.all {
                return Ok(Found { candidates, plan: ranking.plan, set_aside });
            }
            most = most.saturating_mul(4);
        }
    }
}

/// What an embedding is of.
struct Known {
    /// The units of its text.
    units: Vec<StoredUnit>,
    /// Its vector, once that was needed; empty where there is none.
    vector: Option<Rc<[f32]>>,
}

/// What was looked up in earlier searches.
#[derive(Default)]
struct Memory {
    /// What embeddings are of.
    known: HashMap<i64, Known>,
    /// Whether the texts of two embeddings, of which the first has the lesser id, are copies of each other.
    copies: HashMap<[i64; 2], bool>,
}

impl Memory {
    /// Forgets what is too much.
    fn shrink(&mut self) {
        if self.known.len() > KEPT {
            self.known.clear();
        }
        if self.copies.len() > KEPT_PAIRS {
            self.copies.clear();
        }
    }
}

/// What narrows the results of one search.
struct Bounds<'a> {
    rules: &'a Rules,
    condition: Option<&'a Condition>,
    /// Number of texts.
    searched: usize,
}

impl Collection {
    /// Opens what a search goes through.
    pub(in crate::pipeline) fn session<'a>(
        &'a self,
        stored: Stored,
        words: &'a Words,
        progress: &dyn Progress,
    ) -> Result<Session<'a>, PipelineError> {
        let searcher = self.searcher(stored, progress)?;
        let mut tongues = Tongues::of(&words.searched(), stored.dimension)?;
        if self.embedder.static_model().is_none() {
            tongues = tongues.of_transformer();
        }
        let ranker = Ranker {
            collection: self,
            words,
            searcher,
            mode: SearchMode::Both,
            exact: false,
            ef: SearchParams::BREADTH,
            only: None,
            tongues,
            means: Vec::new(),
        };
        Ok(Session { collection: self, stored, ranker, memory: Memory::default() })
    }

    /// The texts that are asked for, and what their signs ask for.
    ///
    /// # Errors
    /// [`PipelineError::NoSuchPlace`].
    pub(in crate::pipeline) fn read_asks(
        &self,
        queries: &[Ask],
        options: &SearchOptions,
        base: &Base,
    ) -> Result<Read, PipelineError> {
        let (mut texts, like) = self.asks(queries, base)?;
        let shown = queries.iter().zip(&texts).map(|(ask, text)| shown(ask, text, base)).collect();
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
        Ok(Read { shown, texts, rules: Rules { like, terms }, model: self.embedder.info().id.clone() })
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
    fn candidates(
        &self,
        stored: Stored,
        ranked: &[Ranked],
        wanted: usize,
        options: &SearchOptions,
        bounds: &Bounds<'_>,
        memory: &mut Memory,
    ) -> Result<(Vec<Candidate>, bool, usize), PipelineError> {
        let boilerplate = options.shows_boilerplate();
        let copies = &mut memory.copies;
        let mut found: Vec<Candidate> = Vec::new();
        let mut set_aside = 0;
        let mut of_file: HashMap<String, usize> = HashMap::new();
        let mut documents: HashSet<i64> = HashSet::new();
        let mut vectors: Vec<Rc<[f32]>> = Vec::new();
        for ranked in ranked {
            if found.len() == wanted {
                return Ok((found, true, set_aside));
            }
            let confidence = confidence(ranked.fused, bounds.searched);
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
            let Known { units, vector } = match memory.known.entry(ranked.id) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => {
                    let units = match bounds.condition {
                        None => self.store.units_of_embedding(ranked.id)?,
                        Some(Condition { sql, values }) => {
                            self.store.units_of_embedding_where(ranked.id, sql, values)?
                        }
                    };
                    place.insert(Known { units, vector: None })
                }
            };
            if !units.first().is_some_and(|unit| bounds.rules.let_through(&unit.text)) {
                continue;
            }
            let mut fitting = units.iter().filter(|unit| boilerplate || unit.boilerplate.is_none());
            let Some(unit) = fitting.next() else {
                set_aside += 1;
                continue;
            };
            let others: Vec<StoredUnit> = fitting.cloned().collect();
            if options.fold {
                let vector = match vector {
                    Some(vector) => Rc::clone(vector),
                    none => Rc::clone(
                        none.insert(self.store.vector(stored, ranked.id)?.unwrap_or_default().into()),
                    ),
                };
                let original = found.iter().zip(&vectors).position(|(candidate, other)| {
                    let may_be =
                        !vector.is_empty() && other.len() == vector.len() && dot(other, &vector) >= LIKE;
                    may_be && {
                        let pair = [candidate.ranked.id.min(ranked.id), candidate.ranked.id.max(ranked.id)];
                        *copies.entry(pair).or_insert_with(|| are_copies(&candidate.unit.text, &unit.text))
                    }
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
}
