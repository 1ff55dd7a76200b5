//! Classification by nearest neighbours.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use super::encoder::nearest;
use super::json_lines::{Labelled, labelled};
use super::table::shown;
use super::{Encoder, EvalError, Figure, Sample, Task};

/// How often the label of a test text is the one that most of its `k` nearest training texts have; of labels with as
/// many votes, the one whose texts are nearer. For each language of the test texts, where there are several.
pub struct Knn {
    files: [String; 2],
    train: Vec<Labelled>,
    test: Vec<Labelled>,
    k: usize,
}

impl Knn {
    /// Reads labelled texts to learn from and to be tested on.
    ///
    /// # Errors
    /// [`EvalError`] for no neighbours, and naming file and line.
    pub fn read(train: &Path, test: &Path, k: usize) -> Result<Self, EvalError> {
        if k == 0 {
            return Err(EvalError::NoNeighbors);
        }
        Ok(Self { files: [shown(train), shown(test)], train: labelled(train)?, test: labelled(test)?, k })
    }

    /// The label with most votes among neighbours, nearest first.
    fn vote(&self, neighbors: &[(usize, f32)]) -> Option<&str> {
        let mut votes: BTreeMap<&str, (usize, f32)> = BTreeMap::new();
        for &(text, cosine) in neighbors {
            let (count, sum) = votes.entry(&self.train[text].label).or_default();
            *count += 1;
            *sum += cosine;
        }
        let most = votes.into_iter().max_by(|(_, a), (_, b)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        most.map(|(label, _)| label)
    }
}

impl Task for Knn {
    fn name(&self) -> &'static str {
        "knn"
    }

    fn resampled(&self) -> &'static str {
        "test texts"
    }

    fn files(&self) -> Vec<String> {
        self.files.to_vec()
    }

    fn items(&self) -> usize {
        self.test.len()
    }

    fn texts(&self) -> usize {
        self.train.len() + self.test.len()
    }

    fn measure(&self, encoder: &mut Encoder<'_>) -> Result<Vec<Figure>, EvalError> {
        let mut embed = |texts: &[Labelled]| {
            let texts: Vec<String> = texts.iter().map(Labelled::whole).collect();
            encoder.passages(&texts.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let (train, test) = (embed(&self.train)?, embed(&self.test)?);
        let right = |text: usize| {
            let neighbors = nearest(test.get(text)?, &train, self.k);
            Some(self.vote(&neighbors)? == self.test[text].label)
        };
        let values = (0..test.len())
            .into_par_iter()
            .map(|text| f64::from(u8::from(right(text).unwrap_or(false))))
            .collect();
        let langs: Vec<_> = self.test.iter().map(|text| text.lang.clone()).collect();
        let of = format!("{}-NN", self.k);
        Ok(Figure::new(of, "accuracy", Sample::Mean(values)).and_by_language(&langs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::testing::{Files, measure, message, shown};

    const TRAIN: &str = r#"{"label": "a", "text": "10 1"}
{"label": "a", "title": "Title", "text": "10 -1"}

{"label": "b", "text": "1 10"}
{"label": "b", "text": "-2 10"}
{"label": "b", "text": "4 10"}
"#;

    #[test]
    fn the_most_votes_count_and_then_the_nearest() {
        let files = Files::new();
        let train = files.write("train.jsonl", TRAIN);
        let test = files.write(
            "test.jsonl",
            r#"{"label": "a", "text": "9 1", "lang": "en"}
{"label": "b", "text": "5 4", "lang": "en"}
{"label": "a", "text": "no vector", "lang": "fr"}"#,
        );
        // sklearn KNeighborsClassifier(k, metric="cosine"): k = 1 gives b for (5, 4), k = 3 gives a for it.
        for (k, expected) in [(1, ["0.6667", "1.0000", "0.0000"]), (3, ["0.3333", "0.5000", "0.0000"])] {
            let (figures, without_vector) = measure(&Knn::read(&train, &test, k).unwrap());
            assert_eq!(shown(&figures), expected.map(|value| format!("{k}-NN accuracy {value}")));
            assert_eq!(without_vector, 1);
        }
        let task = Knn::read(&train, &test, 2).unwrap();
        assert_eq!(task.vote(&[(2, 0.9), (0, 0.8)]), Some("b"), "one vote each: the nearer wins");
    }

    #[test]
    fn what_is_wrong_is_said_with_the_place() {
        let files = Files::new();
        let train = files.write("train.jsonl", TRAIN);
        let read = |text: &str| message(Knn::read(&train, &files.write("test.jsonl", text), 5));
        assert_eq!(read("\n{\"text\": \"a\"}\n"), "test.jsonl:2: missing field `label`");
        assert_eq!(
            read("{\"text\": \"a\", \"label\": null}"),
            "test.jsonl:1: a label or an id is text or a number, not `null`"
        );
        assert_eq!(read("{\"text\": \"a\", \"label\": 1}"), "test.jsonl: too few texts to measure: 1");
        assert_eq!(message(Knn::read(&train, &train, 0)), "0 neighbours cannot vote");
    }
}
