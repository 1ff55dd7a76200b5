//! Retrieval of passages.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;

use super::json_lines::{name, read};
use super::table::{at_least_two, shown};
use super::{Encoder, EvalError, Figure, Sample, Task, ndcg, recall, reciprocal_rank};
use crate::corpus::Language;
use crate::embed::static_model::StaticModel;
use crate::index::dot;
use crate::words::{Known, Passage, Query, Searched, Tongues, WordIndex, WordsError};

/// As many passages as a query finds.
const DEPTH: usize = 100;

/// Queries and the passages that answer them, ranked as `cognate search` ranks: nDCG@10, MRR@10, recall@10 and recall@100.
pub struct Retrieval {
    files: [String; 2],
    passages: Vec<String>,
    queries: Vec<Judged>,
    left_out: usize,
    ranking: Ranking,
}

/// By what passages are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ranking {
    /// By the meanings of words and of the whole.
    #[default]
    Both,
    /// By the meanings of words alone.
    Words,
    /// By the cosine of vectors alone.
    Meaning,
}

/// A query with the gain of each relevant passage by its number.
struct Judged {
    text: String,
    lang: Option<String>,
    gains: BTreeMap<usize, f64>,
    /// Passages that are neither right nor wrong.
    also: HashSet<usize>,
}

#[derive(Deserialize)]
struct PassageLine {
    #[serde(deserialize_with = "name")]
    id: String,
    text: String,
}

#[derive(Deserialize)]
struct QueryLine {
    text: String,
    lang: Option<String>,
    passage_lang: Option<String>,
    relevant: Relevant,
    #[serde(default)]
    also: Vec<Id>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "`relevant` is neither a list of ids nor an object from ids to gains")]
enum Relevant {
    Ids(Vec<Id>),
    Gains(BTreeMap<String, f64>),
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Id(#[serde(deserialize_with = "name")] String);

impl Retrieval {
    /// Reads passages and queries. Queries without a relevant passage are left out.
    ///
    /// # Errors
    /// [`EvalError`] naming file and line.
    pub fn read(passages: &Path, queries: &Path) -> Result<Self, EvalError> {
        let lines: Vec<(u64, PassageLine)> = read(passages, "{\"id\": \"...\", \"text\": \"...\"}")?;
        let mut number_of: HashMap<String, usize> = HashMap::new();
        let mut texts = Vec::new();
        for (line, passage) in lines {
            let number = number_of.len();
            if number_of.insert(passage.id.clone(), number).is_some() {
                return Err(EvalError::SameId { file: shown(passages), line, id: passage.id });
            }
            texts.push(passage.text);
        }
        at_least_two(passages, "passages", texts.len())?;

        let fields = "{\"id\": \"...\", \"text\": \"...\", \"relevant\": [\"...\"]}, where `relevant` may be {\"...\": 2}";
        let lines: Vec<(u64, QueryLine)> = read(queries, fields)?;
        let mut kept = Vec::new();
        let mut left_out = 0;
        for (line, query) in lines {
            let gains = match query.relevant {
                Relevant::Ids(ids) => {
                    let ids: HashSet<String> = ids.into_iter().map(|Id(id)| id).collect();
                    ids.into_iter().map(|id| (id, 1.0)).collect()
                }
                Relevant::Gains(gains) => gains,
            };
            let numbered = gains.into_iter().map(|(id, gain)| {
                let file = || shown(queries);
                if gain < 0.0 {
                    return Err(EvalError::NegativeGain { file: file(), line, id, gain });
                }
                let number = number_of.get(&id).copied();
                Ok((number.ok_or_else(|| EvalError::UnknownPassage { file: file(), line, id })?, gain))
            });
            let gains = numbered.collect::<Result<BTreeMap<_, _>, _>>()?;
            if gains.values().any(|&gain| gain > 0.0) {
                let also = query.also.iter().filter_map(|Id(id)| number_of.get(id).copied()).collect();
                let lang = match (query.lang, query.passage_lang) {
                    (Some(lang), Some(of)) if lang != of => Some(format!("{lang} to {of}")),
                    (lang, _) => lang,
                };
                kept.push(Judged { text: query.text, lang, gains, also });
            } else {
                left_out += 1;
            }
        }
        at_least_two(queries, "queries", kept.len())?;
        Ok(Self {
            files: [shown(passages), shown(queries)],
            passages: texts,
            queries: kept,
            left_out,
            ranking: Ranking::Both,
        })
    }
}

impl Retrieval {
    /// Ranks by other scores than search does.
    #[must_use]
    pub fn ranked_by(self, ranking: Ranking) -> Self {
        Self { ranking, ..self }
    }
}

impl Task for Retrieval {
    fn name(&self) -> &'static str {
        "retrieval"
    }

    fn resampled(&self) -> &'static str {
        "queries"
    }

    fn files(&self) -> Vec<String> {
        self.files.to_vec()
    }

    fn items(&self) -> usize {
        self.queries.len()
    }

    fn left_out(&self) -> usize {
        self.left_out
    }

    fn texts(&self) -> usize {
        self.passages.len() + self.queries.len()
    }

    fn measure(&self, encoder: &mut Encoder<'_>) -> Result<Vec<Figure>, EvalError> {
        let vectors = encoder.passages(&self.passages.iter().map(String::as_str).collect::<Vec<_>>())?;
        let texts: Vec<&str> = self.queries.iter().map(|query| query.text.as_str()).collect();
        let queries = encoder.queries(&texts)?;
        let builtin;
        let model = if let Some(model) = encoder.model().static_model() {
            model
        } else {
            builtin = StaticModel::builtin()?;
            &builtin
        };
        let dimension = encoder.model().info().dimension;
        let languages: Vec<Option<Language>> =
            self.passages.par_iter().map(|text| crate::corpus::detect_language(text)).collect();
        let passages: Vec<Passage<'_>> = (0..)
            .zip(&self.passages)
            .zip(languages)
            .map(|((id, text), language)| Passage { id, text, language, vector: vectors.get(id as usize) })
            .collect();
        let index = WordIndex::build(&passages, dimension, model)?;
        let searched = [Searched { index: &index, live: None }];
        let mut tongues = Tongues::of(&searched, dimension)?;
        if encoder.model().static_model().is_none() {
            tongues = tongues.of_transformer();
        }
        let values: Vec<[f64; 4]> = (0..queries.len())
            .into_par_iter()
            .map(|i| {
                let Judged { text, gains, also, .. } = &self.queries[i];
                let scores = Query::new(text, model).score(&searched)?;
                let cosine =
                    |passage: usize| queries.get(i).zip(vectors.get(passage)).map(|(a, b)| dot(a, b));
                let means = tongues.means(queries.get(i));
                let texts: Vec<Known> = (0..self.passages.len())
                    .map(|passage| {
                        let cosine = if self.ranking == Ranking::Words { None } else { cosine(passage) };
                        let language = tongues.language(&searched[0], passage)?;
                        Ok(Known { words: scores.of(0, passage), cosine, language })
                    })
                    .collect::<Result<_, WordsError>>()?;
                let scores = match self.ranking {
                    Ranking::Both | Ranking::Words => tongues.scores(&texts, &means),
                    Ranking::Meaning => {
                        texts.iter().map(|text| text.cosine.unwrap_or(f32::NEG_INFINITY)).collect()
                    }
                };
                let found = best(&scores, also);
                let found: Vec<f64> =
                    found.iter().map(|passage| gains.get(passage).copied().unwrap_or(0.0)).collect();
                let relevant: Vec<f64> = gains.values().copied().collect();
                Ok([
                    ndcg(&found, &relevant, 10),
                    reciprocal_rank(&found, 10),
                    recall(&found, &relevant, 10),
                    recall(&found, &relevant, DEPTH),
                ])
            })
            .collect::<Result<_, EvalError>>()?;
        let measures = ["ndcg@10", "mrr@10", "recall@10", "recall@100"];
        let mut figures: Vec<Figure> = Vec::new();
        for (column, measure) in measures.into_iter().enumerate() {
            let sample = Sample::Mean(values.iter().map(|values| values[column]).collect());
            figures.push(Figure::new(&self.files[1], measure, sample));
        }
        let mut by_language: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for (query, values) in self.queries.iter().zip(&values) {
            if let Some(lang) = &query.lang {
                by_language.entry(lang).or_default().push(values[0]);
            }
        }
        if by_language.len() > 1 {
            figures.extend(by_language.into_iter().map(|(lang, values)| {
                let figure = Figure::new(&self.files[1], measures[0], Sample::Mean(values));
                Figure { lang: Some(lang.to_owned()), ..figure }
            }));
        }
        Ok(figures)
    }
}

/// The best passages, best first, equal ones in their order, without those that are left out.
fn best(scores: &[f32], left_out: &HashSet<usize>) -> Vec<usize> {
    let all = scores.iter().copied().zip(0..);
    let mut found: Vec<(f32, usize)> = all.filter(|(_, passage)| !left_out.contains(passage)).collect();
    found.retain(|(score, _)| *score > f32::NEG_INFINITY);
    let best_first = |a: &(f32, usize), b: &(f32, usize)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if DEPTH < found.len() {
        found.select_nth_unstable_by(DEPTH, best_first);
        found.truncate(DEPTH);
    }
    found.sort_unstable_by(best_first);
    found.into_iter().map(|(_, passage)| passage).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::testing::{Files, measure, message};

    const PASSAGES: &str = "{\"id\": 1, \"text\": \"1 0\"}\n{\"id\": \"b\", \"text\": \"2 1\"}\n\
        {\"id\": \"c\", \"text\": \"0 1\"}\n";

    #[test]
    fn rankings_are_judged_by_their_gains() {
        let files = Files::new();
        let passages = files.write("p.jsonl", PASSAGES);
        let queries = files.write(
            "q.jsonl",
            "{\"id\": 1, \"text\": \"1 0\", \"relevant\": {\"b\": 2, \"c\": 1}}\n\
             {\"id\": 2, \"text\": \"?\", \"relevant\": [1]}\n\
             {\"id\": 3, \"text\": \"0 1\", \"relevant\": []}\n",
        );
        let task = Retrieval::read(&passages, &queries).unwrap().ranked_by(Ranking::Meaning);
        assert_eq!((task.items(), task.left_out()), (2, 1));
        let (figures, without_vector) = measure(&task);
        // The first query finds 1, b, c with gains 0, 2, 1: sklearn.metrics.ndcg_score([[0, 2, 1]], [[3, 2, 1]]).
        let values: Vec<f64> = figures.iter().map(|figure| 2.0 * figure.sample.value().unwrap()).collect();
        assert!((values[0] - 0.669_671_816_494_229_9).abs() < 1e-12, "{values:?}");
        assert_eq!((&values[1..], without_vector), (&[0.5, 1.0, 1.0][..], 1));
    }

    #[test]
    fn what_is_wrong_is_said_with_the_place() {
        let files = Files::new();
        let passages = files.write("p.jsonl", PASSAGES);
        let read = |text: &str| message(Retrieval::read(&passages, &files.write("q.jsonl", text)));
        assert_eq!(read("{\"text\": \"a\", \"relevant\": [\"d\"]}"), "q.jsonl:1: no passage has the id `d`");
        assert_eq!(
            read("{\"text\": \"a\", \"relevant\": {\"b\": -1}}"),
            "q.jsonl:1: the gain -1 of the passage `b` is negative"
        );
        assert_eq!(
            read("{\"text\": \"a\", \"relevant\": \"b\"}"),
            "q.jsonl:1: `relevant` is neither a list of ids nor an object from ids to gains"
        );
        assert_eq!(read("{\"text\": \"a\", \"relevant\": [1]}"), "q.jsonl: too few queries to measure: 1");
        let twice = files.write("twice.jsonl", &format!("{PASSAGES}{PASSAGES}"));
        assert_eq!(
            message(Retrieval::read(&twice, &passages)),
            "twice.jsonl:4: a passage before has the id `1` already"
        );
    }
}
