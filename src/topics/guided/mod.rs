//! Topics that a person names: which texts are about them, how sure that is, and which are about none of
//! them.
//!
//! 1. [`GuidedFile`] is what the person wrote: names, descriptions, seed terms and examples, read from TOML
//!    and written to it, so that topics that were found can be edited and given back.
//! 2. [`Guide`] holds the directions of the topics in the space of a model.
//! 3. [`Guide::assign`] says of each text how probably it is about each topic, or about none.
//!
//! A cosine alone says little: what is near depends on the model, the language, the length of the text and
//! the corpus. So each text is measured against general subjects as well, and what counts is how far the
//! topic stands out among them: in the verification of speakers this is known as score normalisation with a
//! cohort (Auckenthaler, Carey and Lloyd-Thomas (2000), *Score Normalization for Text-Independent Speaker
//! Verification Systems*, Digital Signal Processing 10). Beside it counts which words of the topic a text has, as the caller found them.
//! `assign` turns both into probabilities that are fitted to the corpus.

mod assign;
mod file;
mod scale;
#[cfg(test)]
mod tests;

#[cfg(test)]
use assign::TOO_LITTLE;
pub use assign::{GuideOptions, GuideTexts, Guided, NearestText, TopicEvidence, WhyNot};
pub use file::{GivenTopic, GuidedFile};

use std::path::PathBuf;

use ndarray::{Array1, Array2, Axis};

use super::TermVectors;

/// The directions of given topics, and of the general subjects that scores are measured against.
#[derive(Debug, Clone, PartialEq)]
pub struct Guide {
    /// Unit directions of the topics without what all subjects share, `(n_topics, dim)`.
    topics: Array2<f32>,
    /// The same of the subjects, `(n_subjects, dim)`.
    subjects: Array2<f32>,
}

impl Guide {
    /// Directions of the topics, by the vectors that the model gives for their texts.
    ///
    /// A topic's direction is the sum of up to four unit directions: of its name, of its description, of its
    /// seeds together and of its examples together. Each kind has one vote, however many texts it holds, so
    /// that a list of twenty seeds does not drown the description; no weights are left to tune. On labelled
    /// news, sentences and newsgroups a description beside the name helps most; seeds help where the topics
    /// of a corpus are close.
    ///
    /// # Errors
    /// [`GuidedError::UnknownTopic`] where the model knows no text of a topic,
    /// [`GuidedError::UnknownSubjects`] where it knows too few of the general subjects,
    /// [`GuidedError::Shape`] for vectors of different lengths.
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
        Ok(Self { topics: centred(&topics, &middle), subjects: centred(&subjects, &middle) })
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

fn check_length(what: &'static str, found: usize, expected: usize) -> Result<(), GuidedError> {
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
fn unit(vector: &Array1<f32>) -> Option<Array1<f32>> {
    let length = vector.iter().map(|&value| f64::from(value).powi(2)).sum::<f64>().sqrt();
    (length.is_finite() && length > 1e-6).then(|| vector.mapv(|value| (f64::from(value) / length) as f32))
}

/// An error of guided topics.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GuidedError {
    /// The file cannot be read.
    #[error("`{}`: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not text.
    #[error("{}:{line}: not UTF-8", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// The file is not the TOML that it should be.
    #[error("{}:{line}:{column}: {}{reason}", path.display(), of_key(key.as_deref()))]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The character of the line, from 1.
        column: usize,
        /// The key whose value is wrong, where there is one.
        key: Option<String>,
        /// What is wrong.
        reason: String,
    },
    /// The file names no topic.
    #[error("`{}` names no topic", path.display())]
    NoTopics {
        /// The file.
        path: PathBuf,
    },
    /// The model has no vector for any text of a topic.
    #[error("the model knows no word of the topic `{topic}`")]
    UnknownTopic {
        /// The topic's name.
        topic: String,
    },
    /// The model has too few vectors for the general subjects that topics are measured against.
    #[error("the model knows {known} of the {needed} general subjects that scores are measured against")]
    UnknownSubjects {
        /// How many have a vector.
        known: usize,
        /// How many are needed.
        needed: usize,
    },
    /// The cutoff is not a probability.
    #[error("the cutoff is {value}; it must be from 0 to 1")]
    Cutoff {
        /// What was asked for.
        value: f32,
    },
    /// Rows, languages and topics do not fit each other.
    #[error("{what} has {found} where {expected} are needed")]
    Shape {
        /// What does not fit.
        what: &'static str,
        /// What it has.
        found: usize,
        /// What is needed.
        expected: usize,
    },
    /// A row is not finite.
    #[error("the vector of row {row} is not finite")]
    NotFinite {
        /// The row, from 0.
        row: usize,
    },
}

fn of_key(key: Option<&str>) -> String {
    key.map(|key| format!("`{key}`: ")).unwrap_or_default()
}

impl GuidedError {
    /// The way out, where there is one.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NotUtf8 { .. } => Some("save the file as UTF-8".to_owned()),
            Self::Invalid { .. } => Some(
                "each topic is a `[[topic]]` with a `name` in quotes and, where you have them, `description` (a text), \
                 `seeds` and `examples` (lists of texts)"
                    .to_owned(),
            ),
            Self::NoTopics { .. } => {
                Some("write `[[topic]]` and below it `name = \"...\"` for each topic".to_owned())
            }
            Self::UnknownTopic { .. } => {
                Some("give it a `description` or `seeds` in a language that the model knows".to_owned())
            }
            Self::UnknownSubjects { .. } => {
                Some("use a model that knows English, such as the built-in one".to_owned())
            }
            Self::Cutoff { .. } => Some("0.5 takes what is more probable than not".to_owned()),
            Self::File { .. } | Self::Shape { .. } | Self::NotFinite { .. } => None,
        }
    }
}

/// Phrases for the sections of a newspaper and the shelves of a library, in English, none closer to one topic
/// than to others on purpose. What matters is that they are many and spread, not which they are: only the
/// mean and the spread of a text's cosines to all of them is used.
#[rustfmt::skip]
const SUBJECTS: [&str; 100] = [
    "football", "tennis and athletics", "Olympic games", "music and concerts", "cinema and television",
    "theatre and dance", "painting and museums", "literature and poetry", "fashion and clothes",
    "cooking and recipes", "restaurants and wine", "gardening and plants", "pets and animals",
    "wild birds and fish", "forests and wood", "farming and harvest", "weather forecast",
    "climate and the environment", "earthquakes and floods", "fire and rescue", "road accidents",
    "crime and police", "courts and judges", "prisons", "elections and parties", "parliament and laws",
    "diplomacy and treaties", "war and soldiers", "weapons", "terrorism", "immigration and refugees",
    "human rights and protest", "taxes and public budget", "banks and interest rates",
    "stock market and shares", "companies and industry", "shops and consumers", "trade unions and wages",
    "unemployment", "pensions and insurance", "housing and rents", "construction and architecture",
    "cities and town planning", "trains and railways", "cars and driving", "aircraft and airports",
    "ships and ports", "bicycles", "tourism and hotels", "mountains and hiking", "rivers and lakes",
    "islands and beaches", "electricity and energy", "oil and gas", "mining and metals",
    "computers and software", "internet and social media", "telephones", "video games",
    "robots and machines", "electronics", "cryptography and security", "mathematics", "physics",
    "chemistry", "biology and genes", "astronomy and planets", "rockets and satellites",
    "medicine and hospitals", "epidemics and vaccines", "mental health", "pregnancy and babies",
    "food and diet", "drugs and alcohol", "sleep and exercise", "schools and teachers",
    "universities and students", "childhood and family", "marriage and love", "old age",
    "death and funerals", "religion and churches", "philosophy and morals", "history and archaeology",
    "kings and nobility", "languages and translation", "newspapers and journalism", "advertising",
    "charity and volunteers", "toys and games", "furniture and home", "tools and repair",
    "money and prices", "holidays and festivals", "dreams and magic", "colours and shapes",
    "numbers and dates", "conversation and jokes", "letters and greetings", "names and addresses",
];

/// Fewest of them that give a mean and a spread.
const FEWEST: usize = 20;
