//! Why something that was expected is not among the first results.

use std::fmt::Write as _;

use super::expect::{Finder, by_records, ends_with};
use super::found::{Asks, Found, Hit, Searches};
use super::{DEPTH, QualityOptions, Target};
use crate::embed::ModelId;
use crate::eval::{JudgedQuery, Wanted};
use crate::index::Plan;
use crate::pipeline::{Base, PipelineError};
use crate::query::{Term, Terms};
use crate::report::answers::quality::{Before, Missed, Scores, Why, kind_of};
use crate::report::answers::search::Verdict;
use crate::report::sources::SkippedFile;

/// Files that were not read and are named for one expectation.
const UNREAD: usize = 5;

/// What is known where something is missing.
pub(super) struct Missing<'a> {
    pub(super) model: &'a ModelId,
    pub(super) finder: &'a Finder,
    pub(super) unread: &'a [SkippedFile],
    pub(super) options: &'a QualityOptions,
    pub(super) base: &'a Base,
}

/// A query, and all that was found for it.
struct Answered<'a> {
    query: &'a JudgedQuery,
    targets: &'a [Target],
    asks: &'a Asks,
    found: &'a Found,
    /// The first that exact search finds, where something else was found otherwise.
    exact: Vec<Hit>,
}

impl Missing<'_> {
    /// What of the targets is not among the first `k`, in the order in which it is named.
    pub(super) fn all(
        &self,
        query: &JudgedQuery,
        targets: &[Target],
        asks: &Asks,
        found: &Found,
        searches: &mut Searches<'_>,
    ) -> Result<Vec<Missed>, PipelineError> {
        let is_missed = |target: &&Target| found.rank(&target.hash).is_none_or(|rank| rank > self.options.k);
        let missed: Vec<&Target> = targets.iter().filter(is_missed).collect();
        let searched = missed.iter().any(|target| !target.units.is_empty());
        // Whether a graph missed it is known only where exact search is asked as well.
        let exact = if searched && found.plan != Plan::Exact.to_string() && !found.unknown {
            searches.exactly(asks)?
        } else {
            Vec::new()
        };
        let answered = Answered { query, targets, asks, found, exact };
        missed.into_iter().map(|target| self.one(&answered, target, searches)).collect()
    }

    fn one(
        &self,
        answered: &Answered<'_>,
        target: &Target,
        searches: &mut Searches<'_>,
    ) -> Result<Missed, PipelineError> {
        let Answered { query, targets, asks, found, exact } = answered;
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
        if let Some(reason) = kept_out(&Terms::parse(&query.text), &unit.text) {
            (missed.why, missed.note) = (Why::KeptOut, reason);
            return Ok(missed);
        }
        if found.unknown {
            missed.why = Why::Model;
            missed.note = format!("the model {} knows no word of the query", self.model.name);
            return Ok(missed);
        }
        let is_wrong = |(_, hit): &(usize, &Hit)| targets.iter().all(|target| target.hash != hit.hash);
        if found.hits.len() >= self.options.k
            && !found.hits.iter().take(self.options.k).enumerate().any(|hit| is_wrong(&hit))
        {
            missed.why = Why::NoRoom;
            missed.rank = found.rank(&target.hash);
            missed.note =
                format!("all of the first {} are expected: there is no room for more", self.options.k);
            return Ok(missed);
        }
        if self.folded(target, found, &mut missed) {
            return Ok(missed);
        }
        missed.rank = found.rank(&target.hash);
        let place = missed.rank.map_or(found.hits.len(), |rank| rank - 1);
        let wrong = found.hits[..place].iter().enumerate().find(is_wrong);
        missed.before = wrong.map(|(place, hit)| self.before(place, hit));
        missed.scores = match missed.rank {
            Some(rank) => Some(found.hits[rank - 1].scores),
            None => searches.alone(asks, unit, &target.hash)?,
        };
        if let Some(place) = exact.iter().position(|hit| hit.hash == target.hash) {
            missed.why = Why::Index;
            missed.note = format!("exact search finds it at rank {}: the graph does not", place + 1);
            return Ok(missed);
        }
        let place = match missed.rank {
            Some(rank) => format!("found at rank {rank}"),
            None => format!("not among the first {DEPTH}"),
        };
        let sure = |of: Option<Scores>| of.is_some_and(|of| of.confidence >= Verdict::UNSURE);
        let first = missed.before.as_ref().map(|before| before.scores);
        // As near by meaning as what stands before it: words decided, and not that it is far.
        let similarity = |of: Option<Scores>| of.and_then(|of| of.similarity);
        let as_near =
            similarity(missed.scores).zip(similarity(first)).is_some_and(|(own, first)| own >= first);
        if sure(missed.scores) || as_near {
            (missed.why, missed.note) = (Why::Rank, place);
            return Ok(missed);
        }
        missed.why = Why::Model;
        let confidence = missed.scores.map_or(0.0, |of| of.confidence);
        missed.note = if sure(first) {
            format!("{place}: neither its words nor its meaning are near (confidence {confidence:.2})")
        } else {
            format!("{place}: nothing is near to this query (confidence {confidence:.2})")
        };
        Ok(missed)
    }

    fn not_read(&self, wanted: &Wanted, missed: &mut Missed) {
        let Some(file) = wanted.file() else {
            missed.note.push_str(match wanted {
                Wanted::Id(_) => "no document that was read has this id",
                _ => "no paragraph that was read begins with it or holds it",
            });
            // It may be a record that was left out.
            let partly = |skipped: &&SkippedFile| skipped.records.is_some();
            missed.unread = self.unread.iter().filter(partly).take(UNREAD).cloned().collect();
            if let Some(skipped) = missed.unread.first() {
                let _ = write!(missed.note, "; of {} not all was read: {}", skipped.path, skipped.reason);
            }
            return;
        };
        let stem = std::path::Path::new(file).file_stem();
        let may_be = |skipped: &&SkippedFile| {
            ends_with(&skipped.path, file)
                || in_folder(file, &skipped.path)
                || (stem.is_some() && std::path::Path::new(&skipped.path).file_stem() == stem)
        };
        missed.unread = self.unread.iter().filter(may_be).take(UNREAD).cloned().collect();
        let was_read = self.finder.has_file(file);
        missed.note = match (missed.unread.first(), was_read, wanted) {
            (Some(skipped), _, _) => format!("{}: {}", skipped.path, skipped.reason),
            (None, true, Wanted::Line { .. }) if by_records(file) => {
                "the file was read; no record that was read begins on this line".to_owned()
            }
            (None, true, Wanted::Line { .. }) => "the file was read; no paragraph begins so early".to_owned(),
            (None, true, _) => "the file was read; no paragraph of it begins with it or holds it".to_owned(),
            (None, false, _) => "no file that was read has this name".to_owned(),
        };
    }

    /// Whether a result of nearly the same text stands for it.
    fn folded(&self, target: &Target, found: &Found, missed: &mut Missed) -> bool {
        let Some(place) = found.hits.iter().position(|hit| hit.stands_for(&target.hash)) else {
            return false;
        };
        let hit = &found.hits[place];
        let rank = place + 1;
        missed.rank = Some(rank);
        missed.before = Some(self.before(place, hit));
        // What stands for it is itself behind the first: it would be missed unfolded too.
        missed.why = if rank <= self.options.k { Why::Folded } else { Why::Rank };
        missed.note = format!("nearly the same text stands for it at rank {rank} (`--all` unfolds)");
        true
    }

    /// What stands before something, by its place from 0.
    fn before(&self, place: usize, hit: &Hit) -> Before {
        Before {
            rank: place + 1,
            file: self.base.show(&hit.unit.path),
            line: hit.unit.line,
            text: hit.unit.text.clone(),
            scores: hit.scores,
        }
    }
}

/// What of a query's signs keeps a text out.
fn kept_out(terms: &Terms, text: &str) -> Option<String> {
    if terms.matches(text) {
        return None;
    }
    let one = |term: &Term, sign: &str| format!("`{sign}{}`", crate::printable::name(term.written()));
    let lacks = terms.required().iter().filter(|term| !term.is_in(text)).map(|term| one(term, "+"));
    let has = terms.excluded().iter().filter(|term| term.is_in(text)).map(|term| one(term, "-"));
    let all: Vec<String> = lacks.chain(has).collect();
    Some(format!("the query requires or excludes what keeps it out: {}", all.join(", ")))
}

/// Whether a file lies in a folder, both named by the ends of their paths.
fn in_folder(file: &str, folder: &str) -> bool {
    let mut above = std::path::Path::new(file).ancestors().skip(1);
    above.any(|above| !above.as_os_str().is_empty() && ends_with(folder, &above.to_string_lossy()))
}
