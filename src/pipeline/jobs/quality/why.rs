//! Why something that was expected is not among the first results.

use super::expect::{Finder, ends_with};
use super::{DEPTH, Found, QualityOptions, Target};
use crate::eval::{JudgedQuery, Wanted};
use crate::index::Plan;
use crate::pipeline::{Ask, Base, Collection, PipelineError, SearchOptions, Silent};
use crate::query::{Filter, Terms};
use crate::report::answers::quality::{Before, Missed, Scores, Why, kind_of};
use crate::report::answers::search::{SearchHit, Verdict};
use crate::report::sources::SkippedFile;
use crate::store::StoredUnit;

/// Files that were not read and are named for one expectation.
const UNREAD: usize = 5;

/// What is known where something is missing.
pub(super) struct Missing<'a> {
    pub(super) collection: &'a Collection,
    pub(super) finder: &'a Finder,
    pub(super) unread: &'a [SkippedFile],
    pub(super) options: &'a QualityOptions,
    pub(super) base: &'a Base,
}

impl Missing<'_> {
    /// What of the targets is not among the first `k`, in the order in which it is named.
    pub(super) fn all(
        &self,
        query: &JudgedQuery,
        targets: &[Target],
        found: &Found,
    ) -> Result<Vec<Missed>, PipelineError> {
        let is_missed = |target: &&Target| found.rank(&target.hash).is_none_or(|rank| rank > self.options.k);
        let missed: Vec<&Target> = targets.iter().filter(is_missed).collect();
        let searched = missed.iter().any(|target| !target.units.is_empty());
        // Whether a graph missed it is known only where exact search is asked as well.
        let exact = if searched && found.plan != Plan::Exact.to_string() && !found.unknown {
            let search = SearchOptions { exact: true, ..self.options.search() };
            self.collection.search(&[Ask::Text(query.text.clone())], &search, self.base, &Silent)?.results
        } else {
            Vec::new()
        };
        missed.into_iter().map(|target| self.one(query, targets, target, found, &exact)).collect()
    }

    fn one(
        &self,
        query: &JudgedQuery,
        targets: &[Target],
        target: &Target,
        found: &Found,
        exact: &[SearchHit],
    ) -> Result<Missed, PipelineError> {
        let wanted = &query.expect[target.expected].wanted;
        let mut missed = Missed {
            expected: wanted.to_string(),
            gain: target.gain,
            why: Why::NotRead,
            note: String::new(),
            rank: None,
            file: None,
            line: None,
            text: None,
            boilerplate: None,
            scores: None,
            before: None,
            unread: Vec::new(),
        };
        // Of units of the same text, the one that a search shows is the first of the text proper.
        let units = target.units.iter().map(|unit| &self.finder.units()[*unit]);
        let Some(unit) = units.min_by_key(|unit| unit.boilerplate.is_some()) else {
            self.not_read(wanted, &mut missed);
            return Ok(missed);
        };
        missed.file = Some(self.base.show(&unit.path));
        missed.line = Some(unit.line);
        missed.text = Some(unit.text.clone());
        missed.boilerplate = unit.boilerplate;
        if let Some(kind) = unit.boilerplate {
            missed.why = Why::SetApart;
            missed.note = format!("it is boilerplate ({}): found with `--boilerplate`", kind_of(kind));
            return Ok(missed);
        }
        if unit.embedding.is_none() {
            missed.why = Why::Index;
            missed.note.push_str("it is not embedded yet: `cognate index` goes on with it");
            return Ok(missed);
        }
        if !Terms::parse(&query.text).matches(&unit.text) {
            missed.why = Why::KeptOut;
            missed.note.push_str("a phrase or a word that the query requires or excludes keeps it out");
            return Ok(missed);
        }
        if found.unknown {
            missed.why = Why::Model;
            missed.note =
                format!("the model {} knows no word of the query", self.collection.embedder.info().id.name);
            return Ok(missed);
        }
        if Self::folded(target, found, &mut missed) {
            return Ok(missed);
        }
        missed.rank = found.rank(&target.hash);
        let place = missed.rank.map_or(found.hits.len(), |rank| rank - 1);
        let is_wrong = |hit: &&SearchHit| targets.iter().all(|target| target.hash != hit.place.hash);
        missed.before = found.hits[..place].iter().find(is_wrong).map(before);
        missed.scores = match missed.rank {
            Some(rank) => Some(scores(&found.hits[rank - 1])),
            None => self.alone(query, unit, &target.hash)?,
        };
        if let Some(place) = exact.iter().position(|hit| hit.place.hash == target.hash) {
            missed.why = Why::Index;
            missed.note = format!("exact search finds it at rank {}: the graph does not", place + 1);
            return Ok(missed);
        }
        let near = missed.scores.is_some_and(|of| of.confidence >= Verdict::UNSURE);
        missed.why = if missed.rank.is_some() && near { Why::Rank } else { Why::Model };
        missed.note = match (missed.rank, near) {
            (Some(rank), true) => format!("found at rank {rank}"),
            (Some(rank), false) => {
                format!("found at rank {rank}: neither its words nor its meaning are near")
            }
            (None, true) => format!("not among the first {DEPTH}"),
            (None, false) => {
                format!("not among the first {DEPTH}: neither its words nor its meaning are near")
            }
        };
        if missed.rank.is_none() && near {
            missed.why = Why::Rank;
        }
        Ok(missed)
    }

    fn not_read(&self, wanted: &Wanted, missed: &mut Missed) {
        let Some(file) = wanted.file() else {
            missed.note.push_str(match wanted {
                Wanted::Id(_) => "no document that was read has this id",
                _ => "no paragraph that was read begins with it or holds it",
            });
            return;
        };
        let stem = std::path::Path::new(file).file_stem();
        let may_be = |skipped: &&SkippedFile| {
            ends_with(&skipped.path, file)
                || (stem.is_some() && std::path::Path::new(&skipped.path).file_stem() == stem)
        };
        missed.unread = self.unread.iter().filter(may_be).take(UNREAD).cloned().collect();
        let was_read = self.finder.has_file(file);
        missed.note = match (missed.unread.first(), was_read, wanted) {
            (Some(skipped), _, _) => format!("{}: {}", skipped.path, skipped.reason),
            (None, true, Wanted::Line { .. }) => "the file was read; no paragraph begins so early".to_owned(),
            (None, true, _) => "the file was read; no paragraph of it begins with it or holds it".to_owned(),
            (None, false, _) => "no file that was read has this name".to_owned(),
        };
    }

    /// Whether a result of nearly the same text stands for it.
    fn folded(target: &Target, found: &Found, missed: &mut Missed) -> bool {
        let stands = |hit: &SearchHit| hit.copies.iter().any(|copy| copy.place.hash == target.hash);
        let Some(place) = found.hits.iter().position(stands) else { return false };
        let hit = &found.hits[place];
        missed.why = Why::Folded;
        missed.rank = Some(place + 1);
        missed.note = format!("nearly the same text stands for it at rank {}: `--all` shows both", place + 1);
        missed.before = Some(before(hit));
        true
    }

    /// The scores of a text that is too far behind, among those of its place alone.
    fn alone(
        &self,
        query: &JudgedQuery,
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
        let report = self.collection.search(&[Ask::Text(query.text.clone())], &search, self.base, &Silent)?;
        Ok(report.results.iter().find(|hit| hit.place.hash == hash).map(scores))
    }
}

fn scores(hit: &SearchHit) -> Scores {
    Scores { score: hit.score, confidence: hit.confidence, similarity: hit.similarity, words: hit.words }
}

fn before(hit: &SearchHit) -> Before {
    Before {
        rank: hit.rank,
        file: hit.place.file.clone(),
        line: hit.place.line,
        text: hit.text.clone(),
        scores: scores(hit),
    }
}
