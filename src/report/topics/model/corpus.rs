//! What was read for a topic report, and how its topics were found and how good they are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::corpus::Language;
use crate::report::sources::SkippedFile;

/// Counts that add up: `units = in_topics + outliers + boilerplate + without_vector`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CorpusSummary {
    /// Paths as the person gave them.
    pub paths: Vec<String>,
    /// `paragraph`, `sentence` or `document`.
    pub unit: String,
    /// How the files were read, as it takes to read them again.
    pub reading: ReadingSummary,
    /// Hash of the hashes of all units in their order: two reports of the same text have the same.
    pub hash: String,
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
    /// Units of the text proper that are copies of another one; they are in its topic.
    pub copies: usize,
    /// What recurs across many documents in the same words, beside their own text.
    #[serde(default)]
    pub repeated: RepeatedSummary,
    /// Units that were longer than the model's window and were read in parts.
    pub windowed: usize,
    /// Most tokens that the model reads at once; `null` for a model without a limit.
    pub window: Option<usize>,
    /// Units by language (unknown left out).
    pub languages: BTreeMap<Language, usize>,
}

/// Sentences and lines that stand in many documents in the same words, and are not used for topics.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RepeatedSummary {
    /// Number of these sentences and lines.
    pub sentences: usize,
    /// Units that they stand in, those that are set apart for it among them.
    pub units: usize,
    /// Those that stand most often.
    pub examples: Vec<Repetition>,
}

/// A sentence or line that is repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Repetition {
    /// It, as it is written where it first stands; numbers and addresses may differ elsewhere.
    pub text: String,
    /// How often it stands in the collection.
    pub times: usize,
}

/// How files are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReadingSummary {
    /// Longest unit, in characters; longer paragraphs are split at sentences.
    pub max_chars: usize,
    /// Field of records that holds the text, where a person named it.
    pub text_field: Option<String>,
    /// Field of records that holds the id, where a person named it.
    pub id_field: Option<String>,
    /// Field of records that holds the title, where a person named it.
    pub title_field: Option<String>,
    /// Field of records that holds the date, where a person named it.
    pub date_field: Option<String>,
    /// What stands between the cells of tables, where a person named it.
    pub delimiter: Option<char>,
    /// Whether the first row of a table names its columns.
    pub header: bool,
}

/// How the topics were found.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MethodSummary {
    /// Algorithm, such as `agglomerative`.
    pub algorithm: String,
    /// Why that one.
    pub why: String,
    /// Its parameters, by name.
    pub parameters: BTreeMap<String, serde_json::Value>,
}

/// Quality figures; `null` where they are not defined.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QualitySummary {
    /// Mean silhouette with cosine distance, in [-1, 1]; not defined for fewer than two topics.
    pub silhouette: Option<f64>,
    /// Density validity, in [-1, 1]: how much sparser it is between topics than inside them; not defined for fewer than two topics.
    pub density_validity: Option<f64>,
    /// Mean NPMI coherence of the topics' terms, in [-1, 1]: how much more often they stand in one unit than chance would have it.
    pub coherence: Option<f64>,
    /// Share of the topics' terms that are in one topic alone, in [0, 1].
    pub diversity: Option<f64>,
    /// Mean adjusted mutual information of topics found in random parts of the corpus; not defined unless it was measured.
    pub stability: Option<f64>,
    /// Random parts in which topics were found to measure stability.
    pub stability_runs: usize,
    /// Share of units in no topic, boilerplate left out.
    pub outlier_share: Option<f64>,
}
