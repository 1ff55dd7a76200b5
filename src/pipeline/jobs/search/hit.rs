//! All that is told of a result.

use std::collections::HashMap;

use super::{Candidate, SearchOptions};
use crate::corpus::sentences;
use crate::pipeline::collection::words::Words;
use crate::pipeline::jobs::rank::{Asked, Ranked};
use crate::pipeline::{Base, Collection, PipelineError};
use crate::report::answers::search::{Context, Copy, Mark, Reason, SearchHit, SearchMode, Verdict};
use crate::store::StoredUnit;
use crate::words::{Explained, Marked};

impl Collection {
    /// All that is told of a result.
    pub(super) fn hit(
        &self,
        candidate: &Candidate,
        rank: usize,
        asked: &[Asked],
        words: &Words,
        options: &SearchOptions,
        base: &Base,
    ) -> Result<SearchHit, PipelineError> {
        let Candidate { ranked, confidence, reranked, unit, others, copies } = candidate;
        let searched = words.searched();
        let (mut why, mut marked) = (Vec::new(), Vec::new());
        // What words make of the score; a cosine below that of the language makes nothing of it.
        let n = asked.iter().filter(|asked| !asked.unwanted).count() as f32;
        let whole =
            if options.mode == SearchMode::Both { ranked.plain.max(ranked.words) } else { ranked.words };
        let whole = n * whole.max(f32::MIN_POSITIVE);
        for asked in asked.iter().filter(|asked| !asked.unwanted) {
            let Explained { reasons, marks } =
                asked.words.explain(&unit.text, &searched, self.words_model()?)?;
            why.extend(reasons.into_iter().map(|reason| Reason {
                query: reason.query,
                word: reason.word.unwrap_or_default(),
                similarity: reason.similarity,
                same: reason.same,
                weight: reason.weight,
                share: (reason.share / whole).min(1.0),
            }));
            marked.extend(marks);
        }
        marked.sort_by(|a, b| a.range.start.cmp(&b.range.start).then(b.strength.total_cmp(&a.strength)));
        marked.dedup_by(|later, first| later.range.start < first.range.end);
        let (before, after) = if options.before + options.after > 0 {
            self.store.neighbours(unit.document, unit.position, options.before, options.after)?
        } else {
            Default::default()
        };
        let context = |units: Vec<StoredUnit>| -> Vec<Context> {
            units.iter().map(|unit| Context { place: base.place(unit), text: unit.text.clone() }).collect()
        };
        let copy = |(copy, unit): &(Ranked, StoredUnit)| Copy {
            similarity: copy.similarity.unwrap_or(0.0),
            text: unit.text.clone(),
            place: base.place(unit),
        };
        Ok(SearchHit {
            rank,
            score: ranked.score,
            reranked: *reranked,
            confidence: *confidence,
            verdict: Verdict::of(*confidence),
            similarity: ranked.similarity,
            words: candidate.words(options.mode),
            sentence: best_sentence(&unit.text, &marked),
            marks: marked
                .into_iter()
                .map(|mark| Mark { start: mark.range.start, end: mark.range.end, strength: mark.strength })
                .collect(),
            why,
            text: unit.text.clone(),
            place: base.place(unit),
            language: unit.language,
            boilerplate: unit.boilerplate,
            before: context(before),
            after: context(after),
            duplicates: others.iter().map(|unit| base.place(unit)).collect(),
            copies: copies.iter().map(copy).collect(),
        })
    }
}

/// The sentence whose words make up most of the query, each word of it once; nothing where there is one sentence, or no word.
fn best_sentence(text: &str, marks: &[Marked]) -> Option<[usize; 2]> {
    let sentences = sentences(text);
    if sentences.len() < 2 || marks.is_empty() {
        return None;
    }
    let worth = |range: &std::ops::Range<usize>| {
        // The same weight is the same word of the query.
        let mut best: HashMap<u32, f32> = HashMap::new();
        for mark in marks.iter().filter(|mark| range.start <= mark.range.start && mark.range.end <= range.end)
        {
            let strength = best.entry(mark.weight.to_bits()).or_default();
            *strength = strength.max(mark.strength);
        }
        let mut parts: Vec<f32> =
            best.iter().map(|(weight, strength)| f32::from_bits(*weight) * strength).collect();
        parts.sort_by(f32::total_cmp);
        parts.iter().sum::<f32>()
    };
    let best = sentences.iter().map(|range| (worth(range), range)).enumerate();
    let best = best.max_by(|a, b| a.1.0.total_cmp(&b.1.0).then(b.0.cmp(&a.0)));
    best.filter(|(_, (worth, _))| *worth > 0.0).map(|(_, (_, range))| [range.start, range.end])
}
