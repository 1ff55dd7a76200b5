//! The directions of given topics in the space of a model.

use ndarray::{Array1, Array2, Axis};

use super::subjects::{FEWEST, SUBJECTS};
use super::{GivenTopic, GuidedError};
use crate::topics::TermVectors;

/// The directions of given topics, and of the general subjects that scores are measured against.
#[derive(Debug, Clone, PartialEq)]
pub struct Guide {
    /// Unit directions of the topics as the model gave them, `(n_topics, dim)`.
    pub(super) topics: Array2<f32>,
    /// Unit directions of the topics without what all subjects share, `(n_topics, dim)`.
    pub(super) centred_topics: Array2<f32>,
    /// Unit directions of the subjects, `(n_subjects, dim)`.
    pub(super) subjects: Array2<f32>,
    /// The same without what they all share.
    pub(super) centred_subjects: Array2<f32>,
}

impl Guide {
    /// Directions of the topics, by the vectors that the model gives for their texts.
    ///
    /// A topic's direction is the sum of up to four unit directions: of its name, of its description, of its seeds
    /// together and of its examples together. Each kind has one vote, however many texts it holds, so that a list of
    /// twenty seeds does not drown the description; no weights are left to tune. On labelled news, sentences and
    /// newsgroups a description beside the name helps most; seeds help where the topics of a corpus are close.
    ///
    /// # Errors
    /// [`GuidedError::UnknownTopic`] where the model knows no text of a topic, [`GuidedError::UnknownSubjects`] where
    /// it knows too few of the general subjects, [`GuidedError::Shape`] for vectors of different lengths.
    pub fn new(topics: &[GivenTopic], vectors: &TermVectors<'_>) -> Result<Self, GuidedError> {
        let known: Vec<Array1<f32>> =
            vectors(&SUBJECTS).into_iter().filter_map(|vector| unit(&vector?.into())).collect();
        if known.len() < FEWEST {
            return Err(GuidedError::UnknownSubjects { known: known.len(), needed: FEWEST });
        }
        let dim = known[0].len();
        let directions = topics.iter().map(|topic| direction(topic, vectors, dim));
        let topics = stack(&directions.collect::<Result<Vec<_>, _>>()?, dim)?;
        let subjects = stack(&known, dim)?;
        let middle = subjects.mean_axis(Axis(0)).unwrap_or_else(|| Array1::zeros(dim));
        Ok(Self {
            centred_topics: centred(&topics, &middle),
            centred_subjects: centred(&subjects, &middle),
            topics,
            subjects,
        })
    }

    /// Number of topics.
    pub fn len(&self) -> usize {
        self.topics.nrows()
    }

    /// Whether there is no topic.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Length of the vectors.
    pub fn dim(&self) -> usize {
        self.subjects.ncols()
    }
}

/// The unit direction of one topic.
fn direction(topic: &GivenTopic, vectors: &TermVectors<'_>, dim: usize) -> Result<Array1<f32>, GuidedError> {
    let kinds: [Vec<&str>; 4] = [
        vec![&topic.name],
        topic.description.as_deref().into_iter().collect(),
        topic.seeds.iter().map(String::as_str).collect(),
        topic.examples.iter().map(String::as_str).collect(),
    ];
    let mut sum = Array1::<f32>::zeros(dim);
    for kind in kinds.iter().filter(|kind| !kind.is_empty()) {
        let mut votes = Array1::<f32>::zeros(dim);
        for vector in vectors(kind).into_iter().flatten().filter_map(|vector| unit(&vector.into())) {
            check_length("the vector of a topic", vector.len(), dim)?;
            votes += &vector;
        }
        if let Some(votes) = unit(&votes) {
            sum += &votes;
        }
    }
    unit(&sum).ok_or_else(|| GuidedError::UnknownTopic { topic: topic.name.clone() })
}

/// Rows made of vectors that must all be `dim` long.
fn stack(vectors: &[Array1<f32>], dim: usize) -> Result<Array2<f32>, GuidedError> {
    let mut rows = Array2::zeros((vectors.len(), dim));
    for (mut row, vector) in rows.outer_iter_mut().zip(vectors) {
        check_length("the vector of a subject", vector.len(), dim)?;
        row.assign(vector);
    }
    Ok(rows)
}

pub(super) fn check_length(what: &'static str, found: usize, expected: usize) -> Result<(), GuidedError> {
    if found == expected { Ok(()) } else { Err(GuidedError::Shape { what, found, expected }) }
}

/// Each row without the `middle`, of length 1; a row that is nothing but the middle stays.
fn centred(rows: &Array2<f32>, middle: &Array1<f32>) -> Array2<f32> {
    let mut out = rows.clone();
    for mut row in out.outer_iter_mut() {
        if let Some(rest) = unit(&(&row - middle)) {
            row.assign(&rest);
        }
    }
    out
}

/// The vector with length 1; `None` for zeros and what is not finite.
pub(super) fn unit(vector: &Array1<f32>) -> Option<Array1<f32>> {
    let length = vector.iter().map(|&value| f64::from(value).powi(2)).sum::<f64>().sqrt();
    (length.is_finite() && length > 1e-6).then(|| vector.mapv(|value| (f64::from(value) / length) as f32))
}
