//! Clusters and text become named, cited, ranked topics.
//!
//! [`describe`] turns a clustering of texts into [`Topics`]: for each cluster its typical terms, a label made of the
//! best three, the texts that show best what it is about, and figures. Nothing here knows which model made the
//! vectors or which algorithm the clusters.
//!
//! 1. `words` splits texts into words by language: stop words marked, inflections brought together, elisions cut off.
//! 2. `terms` counts words and short phrases per cluster and scores them by class-based TF-IDF.
//! 3. `central` finds the texts nearest to the middle of each cluster.
//!
//! [`registry`] keeps the ids and names of topics from run to run, tells what changed, and holds the edits of a
//! person.
//!
//! A label is in one language, though a topic may mix several; `language` says which.

mod central;
mod describe;
mod language;
mod options;
pub mod registry;
mod terms;
#[cfg(test)]
mod tests;
mod words;

pub use describe::{TermVectors, describe};
pub use options::TopicOptions;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::corpus::Language;

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
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Term {
    /// The term as it is most often written in the collection.
    pub text: String,
    /// Its language, when known.
    pub language: Option<Language>,
    /// Class-based TF-IDF score, greater is more typical.
    pub score: f32,
}

/// One topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// Its name: the best few terms, joined by ", ".
    pub label: String,
    /// Its most typical terms, best first (10 at most).
    pub terms: Vec<Term>,
    /// Units of the topic, strongest first.
    pub members: Vec<usize>,
    /// A few units that show what the topic is, most central first, from different documents where possible.
    pub representatives: Vec<usize>,
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
