//! Texts of a collection, or of two, that say nearly the same: copies, translations, paraphrases.
//!
//! Texts that are equal but for case, spacing and punctuation are one (`texts`), so that a line which stands in ten thousand places
//! costs no more than one that stands in two. The neighbours of each are found through the index (`near`), and pairs become groups
//! around a middle (`groups`): never is every text compared with every other where there are many.

mod groups;
mod near;
mod texts;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use rayon::prelude::*;

use crate::index::IndexError;
use crate::pipeline::{Base, Collection, PipelineError, Progress, Stage};
use crate::report::answers::similar::{
    Likeness, SIMILAR_REPORT_SCHEMA, SimilarPair, SimilarReport, SimilarText,
};
use crate::topics::duplicates::Wording;

pub(in crate::pipeline) use near::Index;
use texts::Texts;
pub(in crate::pipeline) use texts::{Read, Rows, documents};

/// Share of words in common from which two texts are near copies, whatever the order of their words.
const NEAR_COPY: f32 = 0.8;

/// Places of an identical text that are told.
const PLACES: usize = 10;

/// Which languages the texts of a pair may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PairLanguages {
    /// Any.
    #[default]
    Any,
    /// Two that are known and differ.
    Across,
    /// One that is known.
    Within,
}

/// Which texts are similar.
#[derive(Debug, Clone, PartialEq)]
pub struct SimilarOptions {
    /// Least cosine of a pair.
    pub threshold: f32,
    /// Most neighbours of a text.
    pub k: usize,
    /// Groups instead of pairs.
    pub groups: bool,
    /// Languages of a pair.
    pub languages: PairLanguages,
    /// Only texts of different documents: files, or records of one.
    pub across_files: bool,
    /// Boilerplate too.
    pub boilerplate: bool,
}

impl SimilarOptions {
    /// Least cosine of a pair when nothing is said. The nearest of 205 paragraphs of one subject, none a copy of another, have 0.74 with the
    /// built-in model.
    pub const THRESHOLD: f32 = 0.75;

    /// The same where only two languages are asked for. With the built-in model the median cosine of plain sentences with their translation is
    /// 0.62 to 0.71 by pair of languages, and 99 of 100 have less than 0.52 to 0.62 with every other sentence.
    pub const THRESHOLD_ACROSS: f32 = 0.6;

    /// Most neighbours of a text when nothing is said.
    pub const NEIGHBORS: usize = 10;
}

impl Default for SimilarOptions {
    fn default() -> Self {
        Self {
            threshold: Self::THRESHOLD,
            k: Self::NEIGHBORS,
            groups: false,
            languages: PairLanguages::Any,
            across_files: false,
            boilerplate: false,
        }
    }
}

/// Two texts that are similar, by their numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Edge {
    a: usize,
    b: usize,
    similarity: f32,
}

impl Collection {
    /// Finds the texts of the collection that say nearly the same, among themselves or, with `against`, those of the other one that say
    /// nearly the same as one of this. The result is the same on any number of threads.
    ///
    /// # Errors
    /// [`PipelineError::EmptyCorpus`] where there is no text, [`PipelineError::OtherModel`] when the two have embeddings of two models.
    pub fn similar(
        &self,
        against: Option<&Self>,
        options: &SimilarOptions,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<SimilarReport, PipelineError> {
        if let Some(other) = against {
            self.check_same_model(other)?;
        }
        self.note_interruption(progress)?;
        let snapshot = self.store.snapshot()?;
        let own = self.read_units(options.boilerplate, base)?;
        let searched = own.units.len();
        let other = match against {
            Some(other) => {
                other.note_interruption(progress)?;
                let snapshot = other.store.snapshot()?;
                let read = other.read_units(options.boilerplate, base)?;
                drop(snapshot);
                other.store.check_unchanged()?;
                Some(read)
            }
            None => None,
        };
        let against_len = other.as_ref().map(|read| read.units.len());
        let texts = Texts::new(own, other);
        let (edges, index) = self.edges(&texts, options, progress)?;
        drop(snapshot);
        self.store.check_unchanged()?;
        let mut report = SimilarReport {
            schema: SIMILAR_REPORT_SCHEMA,
            model: self.model_summary(),
            index,
            threshold: options.threshold,
            searched,
            against: against_len,
            pairs: Vec::new(),
            groups: Vec::new(),
        };
        if options.groups {
            report.groups = groups::of(&texts, &edges, options, base);
        } else {
            report.pairs = pairs(&texts, &edges, options, base);
        }
        Ok(report)
    }

    pub(in crate::pipeline) fn check_same_model(&self, other: &Self) -> Result<(), PipelineError> {
        let (own, theirs) = (&self.embedder.info().id, &other.embedder.info().id);
        if own == theirs {
            return Ok(());
        }
        Err(PipelineError::OtherModel {
            folder: other.folder().to_path_buf(),
            made_with: theirs.clone(),
            asked: own.clone(),
        })
    }

    /// The pairs of different texts, each once, and how they were found.
    fn edges(
        &self,
        texts: &Texts,
        options: &SimilarOptions,
        progress: &dyn Progress,
    ) -> Result<(Vec<Edge>, String), PipelineError> {
        let (queries, targets) = texts.sides();
        let index = self.index_of(texts, &targets, progress)?;
        let wanted = near::Near { k: options.k, least: options.threshold };
        let fits = |a: usize, b: usize| texts.is_fit(a, b, options);
        progress.begin(Stage::Comparing, queries.len() as u64);
        let mut found = near::edges(&index, texts.rows(), &queries, &wanted, &fits, progress);
        if let Err(PipelineError::Index(error @ IndexError::BadFile { .. })) = &found {
            progress.note(&format!("{error}; another one is made instead"));
            let index = Index::build(texts.rows(), &targets, progress)?;
            found = near::edges(&index, texts.rows(), &queries, &wanted, &fits, progress);
        }
        progress.end();
        let mut edges = found?;
        edges.extend(texts.equal_across().filter(|edge| fits(edge.a, edge.b)));
        for edge in edges.iter_mut().filter(|edge| edge.a > edge.b) {
            std::mem::swap(&mut edge.a, &mut edge.b);
        }
        // A text found by both of its pair, or by its key and its vector, counts once.
        edges.par_sort_unstable_by(|x, y| {
            (x.a, x.b).cmp(&(y.a, y.b)).then(y.similarity.total_cmp(&x.similarity))
        });
        edges.dedup_by_key(|edge| (edge.a, edge.b));
        let how = if index.has_graph() { "hnsw" } else { "exact" };
        Ok((edges, how.to_owned()))
    }

    /// What the neighbours are looked for in: the collection's own index where that has a graph, else one made of the targets.
    fn index_of(
        &self,
        texts: &Texts,
        targets: &[usize],
        progress: &dyn Progress,
    ) -> Result<Index, PipelineError> {
        if texts.is_one()
            && targets.len() > Index::GRAPH_ABOVE
            && let Some(stored) = self.stored
        {
            let mut searcher = self.searcher(stored, progress)?;
            if searcher.has_graph() {
                let mut ids: Vec<(i64, usize)> =
                    targets.iter().filter_map(|&text| Some((texts.embedding(text)?, text))).collect();
                ids.sort_unstable();
                searcher.only(Some(ids.iter().map(|(id, _)| *id).collect()))?;
                return Ok(Index::Own(Box::new(searcher), ids.into_iter().collect::<HashMap<_, _>>()));
            }
        }
        Index::build(texts.rows(), targets, progress)
    }
}

/// The pairs of identical texts and those that were found, as they are shown.
fn pairs(texts: &Texts, edges: &[Edge], options: &SimilarOptions, base: &Base) -> Vec<SimilarPair> {
    // What is needed to sort, then the rest.
    let mut found: Vec<(f32, usize, usize, Edge)> = Vec::new();
    for text in 0..texts.len() {
        if let Some((a, b)) = texts.twice(text, options) {
            found.push((1.0, a, b, Edge { a: text, b: text, similarity: 1.0 }));
        }
    }
    for edge in edges {
        if let Some((a, b)) = texts.places_of(edge.a, edge.b, options) {
            found.push((edge.similarity, a, b, *edge));
        }
    }
    found.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let wordings = Wordings::of(texts, found.iter().flat_map(|(_, _, _, edge)| [edge.a, edge.b]));
    found
        .into_par_iter()
        .map(|(similarity, a, b, edge)| {
            let (kind, words_in_common) = wordings.likeness(texts, edge.a, edge.b, [a, b]);
            let (a, b) = if edge.a == edge.b {
                (shown(texts, edge.a, a, Some(b), base), shown(texts, edge.b, b, Some(a), base))
            } else {
                (shown(texts, edge.a, a, None, base), shown(texts, edge.b, b, None, base))
            };
            SimilarPair { similarity, kind, words_in_common, a, b }
        })
        .collect()
}

/// A text at one of its places; `beside` is the other place that is shown.
fn shown(texts: &Texts, text: usize, unit: usize, beside: Option<usize>, base: &Base) -> SimilarText {
    let at = &texts.units[unit];
    let others = texts.units_of(text).iter().filter(|other| **other != unit && Some(**other) != beside);
    SimilarText {
        text: at.text.clone(),
        place: base.place(at),
        language: at.language,
        boilerplate: at.boilerplate,
        places: texts.units_of(text).len(),
        also: others.take(PLACES).map(|other| base.place(&texts.units[*other])).collect(),
    }
}

/// The words of the texts that are in pairs.
struct Wordings(HashMap<usize, Wording>);

impl Wordings {
    fn of(texts: &Texts, needed: impl Iterator<Item = usize>) -> Self {
        let mut needed: Vec<usize> = needed.collect();
        needed.sort_unstable();
        needed.dedup();
        Self(needed.into_par_iter().map(|text| (text, Wording::of(texts.text(text)))).collect())
    }

    /// What two texts are to each other, at two places, and their share of words in common.
    fn likeness(&self, texts: &Texts, a: usize, b: usize, at: [usize; 2]) -> (Likeness, f32) {
        if texts.are_equal(a, b) {
            return (Likeness::Identical, 1.0);
        }
        let (Some(x), Some(y)) = (self.0.get(&a), self.0.get(&b)) else { return (Likeness::Paraphrase, 0.0) };
        let in_common = x.in_common(y);
        let [a, b] = at.map(|unit| texts.units[unit].language);
        let kind = if in_common >= NEAR_COPY || x.is_copy_of(y) {
            // Whatever its language was taken for.
            Likeness::NearCopy
        } else if a.is_some() && b.is_some() && a != b {
            Likeness::Translation
        } else {
            Likeness::Paraphrase
        };
        (kind, in_common)
    }
}
