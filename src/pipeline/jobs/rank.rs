//! Ranking the texts of a collection for queries: by the meanings of their words, by the cosine of vectors, or both.
//!
//! Both scores are looked up for the texts that are best by either; no other can come before them, unless it is among the best by neither and
//! yet has more of both together than the last that is wanted. That is known: what it can have at most is what the last of both lists have.
//! Where it could be enough, the lists are made longer (the threshold algorithm; Fagin, Lotem and Naor 2003, "Optimal aggregation
//! algorithms for middleware", section 4). So the ranking is that of looking at every text, wherever vectors are looked at exactly.

use std::collections::HashMap;

use crate::embed::Embedder;
use crate::embed::static_model::StaticModel;
use crate::pipeline::collection::searcher::{Searcher, Wanted};
use crate::pipeline::collection::words::Words;
use crate::pipeline::{Collection, PipelineError, Progress};
use crate::report::answers::search::SearchMode;
use crate::words::{Known, Query, Tongues, WordScores};

/// What a text loses for what it has of something that is not wanted.
const UNWANTED: f32 = 1.0;

/// One text in so many is looked at to tell what the best are above.
const SAMPLED: usize = 16;

/// How many times as many as are wanted should be above that.
const SPARE: usize = 4;

/// What is asked for: its vector and its words.
pub(in crate::pipeline) struct Asked {
    pub(in crate::pipeline) vector: Option<Vec<f32>>,
    pub(in crate::pipeline) words: WordScores,
    /// It is not wanted.
    pub(in crate::pipeline) unwanted: bool,
}

/// A text with its scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::pipeline) struct Ranked {
    /// Id of its embedding.
    pub(in crate::pipeline) id: i64,
    /// What it is ranked by.
    pub(in crate::pipeline) score: f32,
    /// What its confidence is made of, whatever it is ranked by.
    pub(in crate::pipeline) fused: f32,
    /// The same before languages came nearer to each other.
    pub(in crate::pipeline) plain: f32,
    /// Share of the query's words.
    pub(in crate::pipeline) words: f32,
    /// Cosine to the query; the mean of several.
    pub(in crate::pipeline) similarity: Option<f32>,
}

/// The best texts.
pub(in crate::pipeline) struct Ranking {
    /// Best first.
    pub(in crate::pipeline) best: Vec<Ranked>,
    /// How many of them nothing else can come before.
    pub(in crate::pipeline) settled: usize,
    /// How vectors were looked at.
    pub(in crate::pipeline) plan: String,
    /// Whether these are all that there are.
    pub(in crate::pipeline) all: bool,
}

/// What is searched and how.
pub(in crate::pipeline) struct Ranker<'a> {
    pub(in crate::pipeline) collection: &'a Collection,
    pub(in crate::pipeline) words: &'a Words,
    pub(in crate::pipeline) searcher: Searcher,
    pub(in crate::pipeline) mode: SearchMode,
    pub(in crate::pipeline) exact: bool,
    pub(in crate::pipeline) ef: usize,
    /// The embeddings that may be found, rising; all when nothing is given.
    pub(in crate::pipeline) only: Option<Vec<i64>>,
    pub(in crate::pipeline) tongues: Tongues,
    /// For each query, the mean cosine of each language.
    pub(in crate::pipeline) means: Vec<Vec<f32>>,
}

impl Ranker<'_> {
    /// Finds texts that are best by words or by vectors, `most` of each kind.
    pub(in crate::pipeline) fn rank(
        &mut self,
        asked: &[Asked],
        most: usize,
        progress: &dyn Progress,
    ) -> Result<Ranking, PipelineError> {
        let wanted: Vec<&Asked> = asked.iter().filter(|asked| !asked.unwanted).collect();
        let mut cosines: Vec<HashMap<i64, f32>> = vec![HashMap::new(); asked.len()];
        let mut ids: Vec<i64> = Vec::new();
        // What a text can have at most that is in no list.
        let (mut words_left, mut cosine_left) = (0.0, 0.0);
        let mut all = true;
        let mut plan = crate::index::Plan::Exact;
        if self.mode != SearchMode::Meaning {
            for asked in &wanted {
                let (best, last) = self.best_by_words(&asked.words, most)?;
                all &= last == 0.0;
                words_left += last / wanted.len() as f32;
                ids.extend(best);
            }
        }
        if self.mode != SearchMode::Words {
            for (asked, cosines) in asked.iter().zip(&mut cosines).filter(|(asked, _)| !asked.unwanted) {
                let Some(vector) = &asked.vector else { continue };
                let find = Wanted { k: most, ef: self.ef, exact: self.exact };
                let found;
                (plan, found) = self.collection.nearest(&mut self.searcher, vector, &find, progress)?;
                if found.len() == most {
                    all = false;
                    cosine_left +=
                        found.last().map_or(0.0, |last| last.similarity.max(0.0)) / wanted.len() as f32;
                }
                ids.extend(found.iter().map(|found| found.id));
                cosines.extend(found.iter().map(|found| (found.id, found.similarity)));
            }
        }
        ids.sort_unstable();
        ids.dedup();
        self.look_up(asked, &ids, &mut cosines, progress)?;
        let searched = self.words.searched();
        let places: Vec<Option<(usize, usize)>> =
            ids.iter().map(|id| self.words.place(*id)).collect::<Result<_, _>>()?;
        let mut languages = Vec::with_capacity(ids.len());
        for place in &places {
            languages.push(match place {
                Some((index, passage)) => self.tongues.language(&searched[*index], *passage)?,
                None => None,
            });
        }
        let n = wanted.len().max(1) as f32;
        let zero =
            |id: &i64| Ranked { id: *id, score: 0.0, fused: 0.0, plain: 0.0, words: 0.0, similarity: None };
        let mut best: Vec<Ranked> = ids.iter().map(zero).collect();
        let mut left = 0.0;
        for ((asked, cosines), means) in asked.iter().zip(&cosines).zip(&self.means) {
            let texts: Vec<Known> = (ids.iter().zip(&places).zip(&languages))
                .map(|((id, place), language)| Known {
                    words: place.map_or(0.0, |(index, passage)| asked.words.of(index, passage)),
                    cosine: cosines.get(id).copied(),
                    language: *language,
                })
                .collect();
            let fused = self.tongues.fitted(&texts, means);
            let scores = match self.mode {
                SearchMode::Both => self.tongues.scores(&texts, means),
                SearchMode::Words => {
                    let words: Vec<Known> =
                        texts.iter().map(|text| Known { cosine: None, ..*text }).collect();
                    self.tongues.scores(&words, means)
                }
                SearchMode::Meaning => texts.iter().map(|text| text.cosine.unwrap_or(-1.0)).collect(),
            };
            if asked.unwanted {
                for (ranked, score) in best.iter_mut().zip(&scores) {
                    ranked.score -= UNWANTED * score.max(0.0);
                }
                continue;
            }
            let known: Vec<(Option<usize>, f32)> =
                texts.iter().map(|text| text.language).zip(scores.iter().copied()).collect();
            left += match self.mode {
                SearchMode::Both => self.tongues.bound(words_left, cosine_left, means, &known),
                SearchMode::Words => self.tongues.bound(words_left, 0.0, &[], &known),
                SearchMode::Meaning => cosine_left,
            } / n;
            for (((ranked, text), score), fused) in best.iter_mut().zip(&texts).zip(scores).zip(fused) {
                ranked.score += score / n;
                ranked.fused += fused / n;
                ranked.plain += self.tongues.plain(text, means) / n;
                ranked.words += text.words / n;
                if let Some(cosine) = text.cosine {
                    *ranked.similarity.get_or_insert(0.0) += cosine / n;
                }
            }
        }
        best.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then(a.id.cmp(&b.id)));
        let settled = if all { best.len() } else { best.partition_point(|ranked| ranked.score >= left) };
        Ok(Ranking { best, settled, plan: plan.to_string(), all })
    }

    /// The ids of the `most` texts with the greatest share of a query's words, and the share of the last: 0 where no other has any.
    fn best_by_words(&self, scores: &WordScores, most: usize) -> Result<(Vec<i64>, f32), PipelineError> {
        // Nearly all texts have a little of a query. Those that may be among the best are told from a sample first.
        let likely = likely(scores, most);
        let mut found: Vec<(f32, i64)> = Vec::new();
        for least in [likely, 0.0] {
            found.clear();
            for (searched, scores) in self.words.searched().iter().zip(&scores.scores) {
                let ids = searched.index.ids()?;
                for (id, score) in ids.iter().zip(scores).filter(|(_, score)| **score > least) {
                    if self.only.as_ref().is_none_or(|only| only.binary_search(id).is_ok()) {
                        found.push((*score, *id));
                    }
                }
            }
            if found.len() > most || least == 0.0 {
                break;
            }
        }
        if found.len() <= most {
            return Ok((found.into_iter().map(|(_, id)| id).collect(), 0.0));
        }
        let better = |a: &(f32, i64), b: &(f32, i64)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        let (_, last, _) = found.select_nth_unstable_by(most - 1, better);
        let last = last.0;
        found.truncate(most);
        Ok((found.into_iter().map(|(_, id)| id).collect(), last))
    }

    /// The cosines that are not known yet.
    fn look_up(
        &mut self,
        asked: &[Asked],
        ids: &[i64],
        cosines: &mut [HashMap<i64, f32>],
        progress: &dyn Progress,
    ) -> Result<(), PipelineError> {
        for (asked, cosines) in asked.iter().zip(cosines) {
            let Some(vector) = &asked.vector else { continue };
            let unknown: Vec<i64> = ids.iter().copied().filter(|id| !cosines.contains_key(id)).collect();
            if unknown.is_empty() {
                continue;
            }
            let found = self.collection.similarities(&mut self.searcher, vector, &unknown, progress)?;
            cosines.extend(found.into_iter().map(|found| (found.id, found.similarity)));
        }
        Ok(())
    }
}

/// A share that several times `most` texts are above, as far as one in [`SAMPLED`] of them tells; 0 where they are few.
fn likely(scores: &WordScores, most: usize) -> f32 {
    let mut sample: Vec<f32> =
        scores.scores.iter().flat_map(|scores| scores.iter().step_by(SAMPLED)).copied().collect();
    let wanted = most.saturating_mul(SPARE) / SAMPLED;
    if sample.len() <= wanted {
        return 0.0;
    }
    *sample.select_nth_unstable_by(wanted, |a, b| b.total_cmp(a)).1
}

/// What turns texts into what is asked for; any number of threads may.
pub(in crate::pipeline) struct Weigher<'a> {
    embedder: &'a dyn Embedder,
    model: &'a StaticModel,
    words: &'a Words,
}

impl Weigher<'_> {
    /// What a text asks for.
    pub(in crate::pipeline) fn asked(&self, text: &str, unwanted: bool) -> Result<Asked, PipelineError> {
        let vector = self.embedder.query(text)?;
        let words = Query::new(text, self.model).score(&self.words.searched())?;
        Ok(Asked { vector, words, unwanted })
    }
}

impl Collection {
    /// What turns texts into what is asked of these words.
    pub(in crate::pipeline) fn weigher<'a>(&'a self, words: &'a Words) -> Result<Weigher<'a>, PipelineError> {
        Ok(Weigher { embedder: self.embedder.as_ref(), model: self.words_model()?, words })
    }
}
