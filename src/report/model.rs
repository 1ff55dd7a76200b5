//! The topic report as data: what the JSON holds and what the other formats show.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::corpus::{Boilerplate, Language};
use crate::topics::Term;

/// Version of the JSON topic report; it grows when a field changes its meaning or goes away.
pub const TOPIC_REPORT_SCHEMA: u32 = 1;

/// A whole topic report.
#[derive(Debug, Clone, Serialize)]
pub struct TopicReport {
    /// [`TOPIC_REPORT_SCHEMA`].
    pub schema: u32,
    /// What made it: `cognate` and its version.
    pub generator: String,
    /// What was read.
    pub corpus: CorpusSummary,
    /// The embedding model.
    pub model: ModelSummary,
    /// How the topics were found.
    pub method: MethodSummary,
    /// Quality figures.
    pub quality: QualitySummary,
    /// The topics, largest first.
    pub topics: Vec<TopicEntry>,
    /// Every unit, in the order of documents and positions.
    pub units: Vec<UnitEntry>,
}

/// Counts that add up: `units = in_topics + outliers + boilerplate + without_vector`.
#[derive(Debug, Clone, Serialize)]
pub struct CorpusSummary {
    /// Paths as the person gave them.
    pub paths: Vec<String>,
    /// `paragraph`, `sentence` or `document`.
    pub unit: String,
    /// Files read.
    pub files: usize,
    /// Files passed over, with the reason.
    pub skipped: Vec<SkippedFile>,
    /// Documents.
    pub documents: usize,
    /// Units of all kinds.
    pub units: usize,
    /// Units in a topic.
    pub in_topics: usize,
    /// Units in no topic.
    pub outliers: usize,
    /// Units set apart as boilerplate.
    pub boilerplate: usize,
    /// Units that the model knows no word of.
    pub without_vector: usize,
    /// Units that were longer than the model's window and were read in parts.
    pub windowed: usize,
    /// Most tokens that the model reads at once; `null` for a model without a limit.
    pub window: Option<usize>,
    /// Units by language (unknown left out).
    pub languages: BTreeMap<Language, usize>,
}

/// A file that was passed over.
#[derive(Debug, Clone, Serialize)]
pub struct SkippedFile {
    /// Its path.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// The embedding model.
#[derive(Debug, Clone, Serialize)]
pub struct ModelSummary {
    /// Model id, such as `builtin`.
    pub id: String,
    /// Revision: a hash of its weights.
    pub revision: String,
    /// Number of dimensions.
    pub dimension: usize,
}

/// How the topics were found.
#[derive(Debug, Clone, Serialize)]
pub struct MethodSummary {
    /// Algorithm, such as `agglomerative`.
    pub algorithm: String,
    /// Why that one.
    pub why: String,
    /// Its parameters, by name.
    pub parameters: BTreeMap<String, serde_json::Value>,
}

/// Quality figures; `null` where they are not defined.
#[derive(Debug, Clone, Serialize)]
pub struct QualitySummary {
    /// Mean silhouette with cosine distance, in [-1, 1]; not defined for fewer than two topics.
    pub silhouette: Option<f64>,
    /// Share of units in no topic, boilerplate left out.
    pub outlier_share: Option<f64>,
}

/// One topic.
#[derive(Debug, Clone, Serialize)]
pub struct TopicEntry {
    /// Number of the topic, from 1.
    pub id: usize,
    /// Its name.
    pub label: String,
    /// Its most typical terms.
    pub terms: Vec<Term>,
    /// Number of units.
    pub units: usize,
    /// Number of documents with at least one of them.
    pub documents: usize,
    /// Units by language.
    pub languages: BTreeMap<Language, usize>,
    /// Mean cosine of its units to its centroid.
    pub cohesion: f32,
    /// Representative excerpts.
    pub representatives: Vec<Excerpt>,
}

/// A quoted unit.
#[derive(Debug, Clone, Serialize)]
pub struct Excerpt {
    /// Number of the unit in [`TopicReport::units`], from 0.
    pub unit: usize,
    /// The text, whole.
    pub text: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
}

/// Where a unit stands.
#[derive(Debug, Clone, Serialize)]
pub struct Place {
    /// File, as found.
    pub file: String,
    /// Line on which it begins, from 1.
    pub line: u64,
    /// First byte and the byte after the last, in the file.
    pub span: [u64; 2],
    /// Place in its document, from 0.
    pub position: usize,
    /// The document's own id, where the file gives one.
    pub own_id: Option<String>,
    /// The document's title, where the file gives one.
    pub title: Option<String>,
    /// The document's date, where the file gives one.
    pub date: Option<String>,
    /// The document's source (publisher, author, address), where the file gives one.
    pub source: Option<String>,
}

/// One unit and what became of it.
#[derive(Debug, Clone, Serialize)]
pub struct UnitEntry {
    /// The text, whole.
    pub text: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// Its language, when known.
    pub language: Option<Language>,
    /// Topic number from 1, or `null`.
    pub topic: Option<usize>,
    /// Membership strength in [0, 1]; `null` for boilerplate and for units without a vector.
    pub strength: Option<f32>,
    /// For a unit in no topic: the nearest topic, from 1.
    pub nearest_topic: Option<usize>,
    /// Set for boilerplate.
    pub boilerplate: Option<Boilerplate>,
    /// True when the model knows no word of it.
    pub without_vector: bool,
}
