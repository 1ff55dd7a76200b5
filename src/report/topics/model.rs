//! The topic report as data: what the JSON holds and what the other formats show.

mod corpus;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::corpus::{Boilerplate, Language};
use crate::report::sources::{ModelSummary, Place};
use crate::topics::Term;
use crate::topics::contrast::TopicContrast;
use crate::topics::per::ValueTopic;
use crate::topics::registry::Change;
use crate::topics::time::Timeline;

pub use corpus::{CorpusSummary, MethodSummary, QualitySummary, ReadingSummary, RepeatedSummary, Repetition};

/// Version of the JSON topic report; it grows when a field changes its meaning or goes away.
pub const TOPIC_REPORT_SCHEMA: u32 = 2;

/// A whole topic report.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
    /// What became of the topics that a person gave; `null` where none were given.
    pub given: Option<GivenSummary>,
    /// Groups of topics, coarsest level first; empty unless asked for.
    pub levels: Vec<LevelEntry>,
    /// Topics over time; `null` where no document has a date.
    pub timeline: Option<Timeline>,
    /// Topics in two sets of units; `null` unless asked for.
    pub contrast: Option<ContrastEntry>,
    /// Topics by the values of each field that was asked for.
    #[serde(default)]
    pub per: Vec<PerEntry>,
    /// What changed since the last run over this collection; empty in the first, and for files that are in none.
    pub changes: Vec<Change>,
    /// Topics that `changes` name and that are no more.
    pub former: Vec<FormerTopic>,
    /// The map in two dimensions; `null` unless asked for.
    pub map: Option<MapSummary>,
    /// The neighbour graph; empty unless asked for.
    pub links: Vec<Link>,
    /// Every unit, in the order of documents and positions.
    pub units: Vec<UnitEntry>,
}

impl TopicReport {
    /// Units that could be in a topic: neither boilerplate nor without a vector. Shares are shares of these.
    pub(in crate::report) fn proper_units(&self) -> usize {
        let corpus = &self.corpus;
        corpus.units.saturating_sub(corpus.boilerplate + corpus.without_vector)
    }
}

impl UnitEntry {
    /// Whether it is text proper that is in no topic.
    pub(in crate::report) fn is_outlier(&self) -> bool {
        self.topic.is_none() && self.boilerplate.is_none() && !self.without_vector
    }
}

/// Units of each document: those next to each other in one file and record.
pub(in crate::report) fn documents(units: &[UnitEntry]) -> Vec<std::ops::Range<usize>> {
    let is_same = |a: &UnitEntry, b: &UnitEntry| {
        let (a, b) = (&a.place, &b.place);
        a.position < b.position
            && (&a.file, &a.own_id, &a.title, &a.date, &a.source)
                == (&b.file, &b.own_id, &b.title, &b.date, &b.source)
    };
    let mut start = 0;
    let ends = units.chunk_by(is_same).map(<[UnitEntry]>::len);
    ends.map(|length| {
        start += length;
        start - length..start
    })
    .collect()
}

/// One topic.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TopicEntry {
    /// Number of the topic. In a collection it stays the same from run to run; else from 1, largest topic first.
    pub id: u64,
    /// Its name.
    pub label: String,
    /// Whether a person gave the topic, in a file of topics.
    pub given: bool,
    /// Its most typical terms.
    pub terms: Vec<Term>,
    /// The sentence that says best what it is about.
    pub summary: Option<Sentence>,
    /// Titles of documents that say best what it is about, best first; empty where its documents have none that say something.
    #[serde(default)]
    pub titles: Vec<Title>,
    /// Number of units.
    pub units: usize,
    /// Number of units that are no copy of another.
    pub independent: usize,
    /// Number of documents with at least one of them.
    pub documents: usize,
    /// Units by language.
    pub languages: BTreeMap<Language, usize>,
    /// Mean cosine of its units to its centroid.
    pub cohesion: f32,
    /// Mean silhouette of its units, in [-1, 1].
    pub silhouette: Option<f64>,
    /// NPMI coherence of its terms, in [-1, 1].
    pub coherence: Option<f64>,
    /// How it fares in random parts of the corpus; `null` unless it was measured.
    pub stability: Option<TopicStability>,
    /// Names that are typical of it.
    pub names: Vec<Mention>,
    /// Dates that are typical of it: `2023-09-13`, `2023-09`, or `--09-13` where no text says the year.
    pub dates: Vec<Mention>,
    /// Representative excerpts.
    pub representatives: Vec<Excerpt>,
    /// Units on the border to another topic.
    pub borderline: Vec<Borderline>,
    /// The topics that are nearest in meaning, most similar first, five at most.
    #[serde(default)]
    pub neighbors: Vec<TopicNeighbor>,
}

/// A topic that is near to another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TopicNeighbor {
    /// Number of the topic.
    pub topic: u64,
    /// Cosine of the centres of both, languages aligned.
    pub similarity: f32,
}

/// What became of the topics that a person gave.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GivenSummary {
    /// Units of the text proper that are about none of them.
    pub none_of_these: usize,
    /// All of them, in the order of the file.
    pub topics: Vec<GivenEntry>,
}

/// A topic that a person gave.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GivenEntry {
    /// Its name.
    pub name: String,
    /// Its number among [`TopicReport::topics`]; `null` where no unit is about it.
    pub topic: Option<u64>,
    /// Number of units.
    pub units: usize,
    /// Sum of the probabilities of all units that are no copies: how many are to be expected, whatever the cutoff.
    pub expected: f32,
    /// How far the words of its units are its own: about 0.2 for a topic that occurs, less than 0.12 for one that hardly does.
    pub support: f32,
    /// Whether it takes units that its words do not support.
    pub too_much: bool,
    /// The unit that comes nearest to a topic that has none.
    pub nearest: Option<NearestUnit>,
}

/// The unit that comes nearest to a topic without units.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NearestUnit {
    /// Number of the unit in [`TopicReport::units`], from 0.
    pub unit: usize,
    /// How probably it is about the topic, in [0, 1].
    pub probability: f32,
    /// Why it is not.
    pub why: WhyNot,
    /// For `other-topic`: the name of that topic.
    pub other: Option<String>,
}

/// Why a unit is not about a given topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WhyNot {
    /// It is about another given topic.
    OtherTopic,
    /// Neither it nor its neighbours have words of the topic.
    NoWords,
    /// Too little speaks for it.
    TooWeak,
}

/// A quoted unit.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Excerpt {
    /// Number of the unit in [`TopicReport::units`], from 0.
    pub unit: usize,
    /// The text, whole.
    pub text: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
}

/// One unit and what became of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnitEntry {
    /// The text, whole.
    pub text: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// Its language, when known.
    pub language: Option<Language>,
    /// Number of its topic, or `null`.
    pub topic: Option<u64>,
    /// Membership strength in [0, 1]; `null` for boilerplate and for units without a vector.
    pub strength: Option<f32>,
    /// For a unit in no topic: the number of the nearest one.
    pub nearest_topic: Option<u64>,
    /// For a unit in no topic: its similarity to the nearest one less that to the next.
    pub margin: Option<f32>,
    /// For a unit in no topic: why.
    pub reason: Option<OutlierReason>,
    /// Shares of the topics that it is about, greatest first, where it is about more than one.
    pub shares: Vec<TopicShare>,
    /// Number of the unit that it is a copy of.
    pub copy_of: Option<usize>,
    /// Where it is on the map, in [-1, 1]; `null` without a map, and for units that take no part in topics.
    pub xy: Option<[f32; 2]>,
    /// Set for boilerplate.
    pub boilerplate: Option<Boilerplate>,
    /// True when the model knows no word of it.
    pub without_vector: bool,
}

/// A topic that is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FormerTopic {
    /// Its number, which is not given again.
    pub id: u64,
    /// The name that it had.
    pub label: String,
}

/// How the map was made and how far it can be trusted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MapSummary {
    /// Nearest neighbours of each text that it keeps near.
    pub neighbors: usize,
    /// Trustworthiness of so many neighbours, in [0, 1]: how seldom units are near on the map that are not near in meaning; not
    /// defined for a few units.
    pub trustworthiness: Option<f64>,
    /// Units for which it was measured.
    pub sampled: usize,
}

/// Two units that are near in meaning; the first has the smaller number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Link {
    /// Number of the first unit in [`TopicReport::units`], from 0.
    pub a: usize,
    /// Number of the second.
    pub b: usize,
    /// Their cosine.
    pub cosine: f32,
}

/// A sentence of a unit.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Sentence {
    /// Number of the unit in [`TopicReport::units`], from 0.
    pub unit: usize,
    /// The sentence.
    pub text: String,
    /// Its first byte and the byte after its last, in the unit's text.
    pub within: [usize; 2],
}

/// The title of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Title {
    /// Number of the document's first unit in the topic, in [`TopicReport::units`], from 0.
    pub unit: usize,
    /// The title.
    pub text: String,
}

/// A name or a date, and how many units of a topic hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Mention {
    /// The name or date.
    pub text: String,
    /// Number of units.
    pub units: usize,
}

/// How a topic fares when topics are found in random parts of the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TopicStability {
    /// Mean Jaccard index with the most similar topic of each part, in [0, 1].
    pub jaccard: f64,
    /// Share of the parts in which it comes back.
    pub comes_back: f64,
    /// Whether it comes back too seldom to lean on.
    pub fragile: bool,
}

/// A unit on the border between two topics.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Borderline {
    /// Number of the unit in [`TopicReport::units`], from 0.
    pub unit: usize,
    /// Number of the other topic.
    pub other: u64,
    /// Similarity to its own topic less that to the other.
    pub margin: f32,
}

/// Why a unit is in no topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OutlierReason {
    /// It is far from every topic.
    Far,
    /// It is about as near to two topics.
    Between,
    /// A person gave all topics, and it is about none of them.
    NoneOfThese,
}

/// A topic's share of a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TopicShare {
    /// Number of the topic.
    pub topic: u64,
    /// Its share, in [0, 1].
    pub share: f32,
    /// The sentences that are about it: first byte and the byte after the last of each, in the unit's text; empty for given topics.
    #[serde(default)]
    pub sentences: Vec<[usize; 2]>,
}

/// One level of the hierarchy of topics.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LevelEntry {
    /// Groups of topics, largest first.
    pub groups: Vec<GroupEntry>,
}

/// A group of topics.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GroupEntry {
    /// Its name.
    pub label: String,
    /// Numbers of its topics.
    pub topics: Vec<u64>,
    /// Number of units.
    pub units: usize,
}

/// Topics in two sets of units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ContrastEntry {
    /// What the units of each set have in common.
    pub sets: [String; 2],
    /// Units of each set.
    pub units: [usize; 2],
    /// Documents of each set.
    pub documents: [usize; 2],
    /// The topics, in the order of [`TopicReport::topics`]; exemplars are numbers of units.
    pub topics: Vec<TopicContrast>,
}

/// Topics by the values of a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PerEntry {
    /// The field: one of records, or `language`, `source` or `folder`.
    pub field: String,
    /// The most frequent values, those with most units first, or rising where all are numbers; then all others together, and what has no
    /// value.
    pub values: Vec<PerValue>,
}

/// What has one value of a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PerValue {
    /// What it is.
    pub kind: PerKind,
    /// The value; `null` for others and for none.
    pub value: Option<String>,
    /// Number of values that it stands for.
    pub values: usize,
    /// Units of the text proper.
    pub units: usize,
    /// Documents.
    pub documents: usize,
    /// The topics, in the order of [`TopicReport::topics`].
    pub topics: Vec<ValueTopic>,
}

/// Which values of a field are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PerKind {
    /// One.
    Value,
    /// All beyond the most frequent ones.
    Other,
    /// None.
    None,
}
