//! What queries find, as far as measuring needs it: places and scores, and nothing of why.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{DEPTH, HUNDRED, QualityOptions, Target};
use crate::corpus::ContentHash;
use crate::eval::JudgedQuery;
use crate::pipeline::jobs::rank::{Asked, Weigher};
use crate::pipeline::jobs::search::{Candidate, Read, Session};
use crate::pipeline::{Ask, Base, Collection, PipelineError, SearchOptions, Silent};
use crate::query::Filter;
use crate::report::answers::quality::Scores;
use crate::report::answers::search::SearchMode;
use crate::store::StoredUnit;

/// A query, ready to be searched for.
pub(super) struct Asks {
    read: Read,
    /// Nothing where no word of it is known.
    asked: Option<Vec<Asked>>,
}

/// A result.
pub(super) struct Hit {
    /// Hash of its text.
    pub(super) hash: String,
    /// Hashes of the texts that it stands for.
    copies: Vec<String>,
    pub(super) scores: Scores,
    pub(super) unit: StoredUnit,
}

/// What a query found.
pub(super) struct Found {
    /// Best first.
    pub(super) hits: Vec<Hit>,
    pub(super) plan: String,
    pub(super) searched: usize,
    /// No word of the query is known.
    pub(super) unknown: bool,
}

impl Hit {
    fn new(candidate: Candidate, mode: SearchMode) -> Self {
        Self {
            hash: hash_of(&candidate.unit),
            copies: candidate.copies.iter().map(|(_, unit)| hash_of(unit)).collect(),
            scores: scores(&candidate, mode),
            unit: candidate.unit,
        }
    }

    /// Whether it stands for a text that is nearly its own.
    pub(super) fn stands_for(&self, hash: &str) -> bool {
        self.copies.iter().any(|copy| copy == hash)
    }
}

impl Found {
    /// The rank of a text, from 1.
    pub(super) fn rank(&self, hash: &str) -> Option<usize> {
        self.hits.iter().position(|hit| hit.hash == hash).map(|place| place + 1)
    }

    /// Whether nothing is missing that a search can find.
    fn has_all(&self, targets: &[Target]) -> bool {
        targets
            .iter()
            .filter(|target| !target.units.is_empty())
            .all(|target| self.rank(&target.hash).is_some())
    }
}

fn hash_of(unit: &StoredUnit) -> String {
    ContentHash::of(&unit.text).short()
}

fn scores(candidate: &Candidate, mode: SearchMode) -> Scores {
    Scores {
        score: candidate.ranked.score,
        confidence: candidate.confidence,
        similarity: candidate.ranked.similarity,
        words: candidate.words(mode),
    }
}

/// The searches of a run.
pub(super) struct Searches<'a> {
    pub(super) session: Session<'a>,
    pub(super) options: &'a QualityOptions,
}

impl Searches<'_> {
    /// What a search finds: the first `k` as it shows them, then what it shows when more is asked for, as far as something is missing.
    pub(super) fn found(&mut self, asks: &Asks, targets: &[Target]) -> Result<Found, PipelineError> {
        let mut found =
            Found { hits: Vec::new(), plan: String::new(), searched: 0, unknown: asks.asked.is_none() };
        let k = self.options.k;
        for depth in [k, HUNDRED, DEPTH] {
            if depth < k || found.unknown || (depth == DEPTH && found.has_all(targets)) {
                continue;
            }
            let (plan, hits) = self.search(asks, &SearchOptions { k: depth, ..self.options.search() })?;
            // How the first are found is what is measured: a deeper search may be done otherwise.
            if depth == k {
                (found.plan, found.searched) = (plan, self.session.searched());
            }
            let known: HashMap<String, usize> =
                found.hits.iter().enumerate().map(|(place, hit)| (hit.hash.clone(), place)).collect();
            for hit in hits {
                match known.get(&hit.hash) {
                    Some(&place) => found.hits[place].copies = hit.copies,
                    None => found.hits.push(hit),
                }
            }
        }
        Ok(found)
    }

    /// The first `k` of exact search.
    pub(super) fn exactly(&mut self, asks: &Asks) -> Result<Vec<Hit>, PipelineError> {
        let search = SearchOptions { exact: true, ..self.options.search() };
        Ok(self.search(asks, &search)?.1)
    }

    /// The scores of a text that is too far behind, among those of its place alone.
    pub(super) fn alone(
        &mut self,
        asks: &Asks,
        unit: &StoredUnit,
        hash: &str,
    ) -> Result<Option<Scores>, PipelineError> {
        let path = unit.path.replace('\\', "\\\\").replace('"', "\\\"");
        let Ok(filter) = Filter::parse(&format!("file = \"{path}\" and line = {}", unit.line)) else {
            return Ok(None);
        };
        let search = SearchOptions {
            k: DEPTH,
            filter: Some(filter),
            fold: false,
            exact: true,
            ..self.options.search()
        };
        let (_, hits) = self.search(asks, &search)?;
        Ok(hits.into_iter().find(|hit| hit.hash == hash).map(|hit| hit.scores))
    }

    /// How vectors were looked at, and what was found.
    fn search(&mut self, asks: &Asks, search: &SearchOptions) -> Result<(String, Vec<Hit>), PipelineError> {
        let Some(asked) = &asks.asked else { return Ok((String::new(), Vec::new())) };
        let found = self.session.find(asked, asks.read.rules(), search, search.k, &Silent)?;
        let hits = found.candidates.into_iter().map(|candidate| Hit::new(candidate, search.mode));
        Ok((found.plan, hits.collect()))
    }
}

impl Collection {
    /// What is asked with each query, on all threads.
    ///
    /// # Errors
    /// As the model.
    pub(super) fn ready(
        &self,
        queries: &[JudgedQuery],
        search: &SearchOptions,
        base: &Base,
        weigher: &Weigher<'_>,
    ) -> Result<Vec<Asks>, PipelineError> {
        let read = |query: &JudgedQuery| self.read_asks(&[Ask::Text(query.text.clone())], search, base);
        let reads: Vec<Read> = queries.iter().map(read).collect::<Result<_, _>>()?;
        let weigh = |read: Read| match read.asked(weigher) {
            Ok(asked) => Ok(Asks { read, asked: Some(asked) }),
            Err(PipelineError::UnknownQuery { .. }) => Ok(Asks { read, asked: None }),
            Err(error) => Err(error),
        };
        reads.into_par_iter().map(weigh).collect()
    }
}
