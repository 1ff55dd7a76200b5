//! Clusters and text become named, cited, ranked topics.
//!
//! [`describe`] turns a clustering of texts into [`Topics`]: for each cluster its typical terms, a label made
//! of the best three or of phrases for them, the texts that show best what it is about, and figures. Nothing here knows which model
//! made the vectors or which algorithm the clusters.
//!
//! 1. `words` splits texts into words by language: stop words marked, inflections brought together, elisions
//!    cut off.
//! 2. `terms` counts words and short phrases per cluster and scores them by class-based TF-IDF.
//!    Forms and translations of a word are merged, and `meaning` says what means the same.
//! 3. `describe` finds the texts nearest to the middle of each cluster, `summary` the sentence, and
//!    `borderline` the texts nearest to another cluster.
//! 4. `titles` are those of the documents that say best what it is about.
//! 5. `names` and `dates` find who and when; `distinct` keeps what other clusters do not mention.
//!
//! [`label_quality`] says how well the terms of each topic belong together and how little topics repeat each
//! other's. What more there is to say of topics once they are found: [`hierarchy`] makes topics of topics,
//! [`time`] counts them over time and marks where they change, [`contrast`] compares them between two
//! sets of units, and [`per`] by the values of a field. [`duplicates`] comes before all of it: copies of a text are found, so that each
//! counts once, and what is [`repeated`] in the same words beside the text of many documents is set apart.
//!
//! [`registry`] keeps the ids and names of topics from run to run, tells what changed, and holds the edits of
//! a person.
//!
//! A label is in one language, though a topic may mix several; `describe` chooses it.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::corpus::Language;

mod borderline;
mod coherence;
pub mod contrast;
mod dates;
mod describe;
mod distinct;
pub mod duplicates;
mod guided;
pub mod hierarchy;
mod meaning;
mod names;
pub mod per;
pub mod registry;
pub mod repeated;
mod significance;
mod summary;
mod terms;
#[cfg(test)]
mod tests;
pub mod time;
mod titles;
mod words;

pub use coherence::{LabelQuality, label_quality};
pub use describe::{TopicOptions, describe};
pub use guided::{
    GivenTopic, Guide, GuideOptions, GuideTexts, Guided, GuidedError, GuidedFile, NearestText, TopicEvidence,
    WhyNot,
};
pub use meaning::TermVectors;
pub use titles::central_titles;

/// One unit as topics need it.
#[derive(Debug, Clone, Copy)]
pub struct TopicText<'a> {
    /// The unit's text.
    pub text: &'a str,
    /// Its language, when known.
    pub language: Option<Language>,
    /// Which document it belongs to (any number, equal for units of one document).
    pub document: usize,
}

/// One term of a topic's label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Term {
    /// The term as it is most often written in the collection.
    pub text: String,
    /// Its language, when known.
    pub language: Option<Language>,
    /// Class-based TF-IDF score, greater is more typical.
    pub score: f32,
    /// What it is called in the topic's other languages, one form a language at most, by language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Translation>,
}

/// A term in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Translation {
    /// The language.
    pub language: Language,
    /// The term as it is most often written in that language.
    pub text: String,
}

/// The sentence that says best what a topic is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Summary {
    /// The unit that it stands in.
    pub unit: usize,
    /// Bytes of the unit's text.
    pub span: Range<usize>,
}

/// A member of a topic that lies near to another topic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contrast {
    /// The unit.
    pub unit: usize,
    /// The other topic, by its number.
    pub other: usize,
    /// Cosine to its own topic's centroid less that to the other's, in [-2, 2], each seen from the mean of
    /// the unit's language. Below 0 it lies nearer to the other one.
    pub margin: f32,
}

/// One topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// Its name: the best few terms, or phrases of the texts for single words of them, joined by ", ". No other of the [`Topics`] has it.
    pub label: String,
    /// Its most typical terms, best first (10 at most).
    pub terms: Vec<Term>,
    /// Units of the topic, strongest first.
    pub members: Vec<usize>,
    /// A few units that show what the topic is, most central first, from different documents where possible.
    pub representatives: Vec<usize>,
    /// Its most central sentence, in the label's language where the topic has text in it.
    pub summary: Option<Summary>,
    /// Up to two members on the border to another topic, smallest margin first; no representatives.
    pub contrast: Vec<Contrast>,
    /// Up to five names that are typical of it, most typical first, with the number of its units that hold
    /// them.
    pub names: Vec<(String, usize)>,
    /// Up to five dates that are typical of it, most typical first, with the number of its units that name
    /// them: `2023-09-13`, `2023-09`, or `--09-13` where no text says the year.
    pub dates: Vec<(String, usize)>,
    /// Number of units by language (units of unknown language left out).
    pub languages: BTreeMap<Language, usize>,
    /// Number of documents with at least one unit in the topic.
    pub n_documents: usize,
    /// Mean cosine of the members to the topic's centroid.
    pub cohesion: f32,
}

/// A unit that belongs to no topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlier {
    /// The unit.
    pub unit: usize,
    /// The topic whose centroid is nearest, if there is any topic.
    pub nearest: Option<usize>,
    /// Cosine to that centroid.
    pub similarity: f32,
}

/// The topics of a corpus.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Topics {
    /// Largest first; a topic's number is its place here.
    pub topics: Vec<Topic>,
    /// Topic of each unit, or `None`.
    pub assignment: Vec<Option<usize>>,
    /// Membership strength of each unit in [0, 1].
    pub strengths: Vec<f32>,
    /// Units without topic, in order.
    pub outliers: Vec<Outlier>,
}
