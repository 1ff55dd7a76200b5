//! Topics looked at closer: those that a collection keeps, those of a report, or those that are found now.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::TopicsOptions;
use crate::corpus::ContentHash;
use crate::pipeline::jobs::report_file;
use crate::pipeline::{Base, Collection, PipelineError, Progress};
use crate::query::Terms;
use crate::query::units::runs;
use crate::report::answers::closer::find::{FOUND_TOPICS_SCHEMA, FoundTopic, FoundTopics, FoundUnit};
use crate::report::answers::closer::show::{
    History, Joined, Member, Quoted, SHOWN_TOPIC_SCHEMA, ShownNeighbor, ShownTopic,
};
use crate::report::answers::closer::tree::{Node, TOPIC_TREE_SCHEMA, TopicTree};
use crate::report::answers::closer::{Counted, SourceKind, TopicsSource};
use crate::report::answers::edited::{EditEntry, EditedReport};
use crate::report::sources::SkippedFile;
use crate::report::topics::model::{LevelEntry, Mention, TopicEntry, TopicReport, UnitEntry};
use crate::topics::registry::{Change, EditError, GoneTopic, Registry, TopicId, UnitKey};

/// Letters from which on a word is looked for as the beginning of a longer one.
const BEGINNING: usize = 4;

/// Topics to be looked at.
#[derive(Debug)]
pub struct ShownTopics {
    report: TopicReport,
    source: TopicsSource,
    /// What a person edited of those that a collection keeps.
    edited: Option<EditedReport>,
    /// Topics that are no more.
    gone: Vec<GoneTopic>,
}

impl ShownTopics {
    /// The topics of a report, JSON of `cognate topics`.
    ///
    /// # Errors
    /// [`PipelineError::UnreadableReport`] for a file that cannot be read, and [`PipelineError::BadReport`] for one that is no topic
    /// report.
    pub fn read(path: &Path) -> Result<Self, PipelineError> {
        let report: TopicReport = report_file::read(path)?;
        let into = |id: u64| {
            report.changes.iter().find_map(|change| match change {
                Change::Gone { id: gone, into } if gone.0 == id => *into,
                _ => None,
            })
        };
        let former = report.former.iter().map(|gone| GoneTopic {
            id: TopicId(gone.id),
            name: gone.label.clone(),
            into: into(gone.id),
        });
        let gone = former.collect();
        let source = source(&report, SourceKind::Report, path.display().to_string());
        Ok(Self { report, source, edited: None, gone })
    }

    /// The topics that the collection keeps, in groups of so many levels; where it keeps none yet, those that are found in it now, which
    /// are not kept.
    ///
    /// # Errors
    /// As [`Collection::topics`], and what the store says.
    pub fn of(
        collection: &Collection,
        levels: usize,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<Self, PipelineError> {
        let options = TopicsOptions { levels, ..TopicsOptions::default() };
        let Some((report, registry)) = collection.kept_topics(&options, base, progress)? else {
            return Self::found(collection, levels, collection.unread(base)?, base, progress);
        };
        let name = collection.shown_folder(base);
        let source = TopicsSource {
            run: registry.run().map(|run| run.number),
            new: came_since(&report, &registry),
            ..source(&report, SourceKind::Kept, name)
        };
        let edited = Some(collection.list_topics(base)?);
        Ok(Self { report, source, edited, gone: registry.gone().to_vec() })
    }

    /// The topics that are found in the collection now, in groups of so many levels. They are not kept.
    ///
    /// # Errors
    /// As [`Collection::topics`].
    pub fn found(
        collection: &Collection,
        levels: usize,
        skipped: Vec<SkippedFile>,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<Self, PipelineError> {
        let options = TopicsOptions { levels, stability: Some(0), ..TopicsOptions::default() };
        let report = collection.topics(&options, skipped, base, progress)?;
        let source = source(&report, SourceKind::Found, report.corpus.paths.join(", "));
        Ok(Self { report, source, edited: None, gone: Vec::new() })
    }

    /// The topics that some words are in: in their name, in their typical terms and names, in their texts. All of the words have to be in
    /// the same; a word of four letters or more is also found as the beginning of a longer one, unless the words have the signs of a
    /// [query](Terms).
    ///
    /// # Errors
    /// [`PipelineError::NoWord`] where nothing is to be looked for.
    pub fn find(&self, words: &str) -> Result<FoundTopics, PipelineError> {
        let terms = sought(words);
        if terms.required().is_empty() {
            return Err(PipelineError::NoWord { text: words.to_owned() });
        }
        let mut outside = 0;
        let topics = self.report.topics.iter().enumerate();
        let places: BTreeMap<u64, usize> = topics.map(|(place, topic)| (topic.id, place)).collect();
        let mut matching: Vec<Vec<&UnitEntry>> = vec![Vec::new(); self.report.topics.len()];
        for unit in self.report.units.iter().filter(|unit| unit.boilerplate.is_none()) {
            if !terms.matches(&unit.text) {
                continue;
            }
            match unit.topic.and_then(|id| places.get(&id)) {
                Some(&place) => matching[place].push(unit),
                None => outside += 1,
            }
        }
        let mut found: Vec<FoundTopic> = self
            .report
            .topics
            .iter()
            .zip(matching)
            .map(|(topic, units)| found_topic(topic, &units, &terms))
            .filter(|found| {
                found.in_label || !found.terms.is_empty() || !found.names.is_empty() || found.matching > 0
            })
            .collect();
        found.sort_by(better);
        Ok(FoundTopics {
            schema: FOUND_TOPICS_SCHEMA,
            source: self.source.clone(),
            query: words.to_owned(),
            found,
            outside,
        })
    }

    /// A topic by its number or its name, or by a part of its name that no other has.
    ///
    /// # Errors
    /// [`PipelineError::NoSuchTopic`] and [`PipelineError::SeveralTopics`], and [`EditError::GoneTopic`] for one that is no more.
    pub fn show(&self, topic: &str) -> Result<ShownTopic, PipelineError> {
        let topic = self.named(topic)?;
        let report = &self.report;
        let of = |id: u64| report.topics.iter().find(|other| other.id == id);
        let neighbors = topic.neighbors.iter().filter_map(|near| {
            let other = of(near.topic)?;
            let (label, units) = (other.label.clone(), other.units);
            Some(ShownNeighbor { id: other.id, label, units, similarity: near.similarity })
        });
        let mut members: Vec<&UnitEntry> =
            report.units.iter().filter(|unit| unit.topic == Some(topic.id)).collect();
        members.sort_by(|a, b| b.strength.unwrap_or(-1.0).total_cmp(&a.strength.unwrap_or(-1.0)));
        let summary = topic.summary.as_ref().and_then(|sentence| {
            let unit = report.units.get(sentence.unit)?;
            Some(Quoted { text: sentence.text.clone(), place: unit.place.clone() })
        });
        let proper = report.corpus.in_topics + report.corpus.outliers;
        let name_given = self
            .edited
            .as_ref()
            .is_some_and(|edited| edited.topics.iter().any(|listed| listed.id == topic.id && listed.given));
        Ok(ShownTopic {
            schema: SHOWN_TOPIC_SCHEMA,
            source: self.source.clone(),
            id: topic.id,
            label: topic.label.clone(),
            given: topic.given || name_given,
            units: topic.units,
            independent: topic.independent,
            share: (proper > 0).then(|| topic.units as f64 / proper as f64),
            documents: topic.documents,
            languages: topic.languages.clone(),
            cohesion: topic.cohesion,
            summary,
            terms: topic.terms.clone(),
            names: counted(&topic.names),
            dates: counted(&topic.dates),
            neighbors: neighbors.collect(),
            history: self.history(topic.id),
            members: members
                .into_iter()
                .map(|unit| Member {
                    text: unit.text.clone(),
                    place: unit.place.clone(),
                    language: unit.language,
                    strength: unit.strength,
                    copy: unit.copy_of.is_some(),
                })
                .collect(),
        })
    }

    /// All topics in their groups.
    ///
    /// # Errors
    /// [`PipelineError::NoGroups`] for a report of three topics or more that has none.
    pub fn tree(&self) -> Result<TopicTree, PipelineError> {
        let report = &self.report;
        if report.levels.is_empty() && report.topics.len() > 2 && self.source.kind == SourceKind::Report {
            return Err(PipelineError::NoGroups { report: self.source.name.clone() });
        }
        let all = report.topics.iter().map(|topic| topic.id).collect();
        let mut nodes = Vec::new();
        grow(report, &report.levels, &all, None, &mut nodes);
        Ok(TopicTree { schema: TOPIC_TREE_SCHEMA, source: self.source.clone(), nodes })
    }

    fn named(&self, name: &str) -> Result<&TopicEntry, PipelineError> {
        let topics = &self.report.topics;
        let wanted = name.trim();
        let number = wanted.strip_prefix('#').unwrap_or(wanted).parse::<u64>().ok();
        if let Some(topic) = topics.iter().find(|topic| Some(topic.id) == number) {
            return Ok(topic);
        }
        let folded = wanted.to_lowercase();
        let called = |topic: &&TopicEntry| topic.label.trim().to_lowercase() == folded;
        if let Some(topic) = topics.iter().find(called) {
            return Ok(topic);
        }
        if let Some(gone) = self.gone.iter().find(|gone| Some(gone.id.0) == number) {
            let into = self.living(gone.into);
            return Err(EditError::GoneTopic { id: gone.id, name: gone.name.clone(), into }.into());
        }
        let has_part = |topic: &&TopicEntry| {
            number.is_none() && !folded.is_empty() && topic.label.to_lowercase().contains(&folded)
        };
        match topics.iter().filter(has_part).collect::<Vec<_>>()[..] {
            [only] => Ok(only),
            [] => Err(PipelineError::NoSuchTopic { name: wanted.to_owned(), number, topics: topics.len() }),
            ref several => Err(PipelineError::SeveralTopics {
                name: wanted.to_owned(),
                topics: several.iter().map(|topic| (topic.id, topic.label.clone())).collect(),
            }),
        }
    }

    /// The topic that a number of one that is gone leads to.
    fn living(&self, into: Option<TopicId>) -> Option<TopicId> {
        let mut id = into?;
        // Each step leads to another one that is gone, so there are no more steps than those.
        for _ in 0..=self.gone.len() {
            if self.report.topics.iter().any(|topic| topic.id == id.0) {
                return Some(id);
            }
            id = self.gone.iter().find(|gone| gone.id == id)?.into?;
        }
        None
    }

    fn history(&self, id: u64) -> History {
        let joined = self.gone.iter().filter(|gone| self.living(gone.into) == Some(TopicId(id)));
        let edits = self.edited.iter().flat_map(|edited| &edited.edits).filter(|edit| concerns(edit, id));
        let changes = self.report.changes.iter().filter(|change| !change.is_nothing());
        History {
            joined: joined.map(|gone| Joined { id: gone.id.0, label: gone.name.clone() }).collect(),
            edits: edits.cloned().collect(),
            changes: changes.filter(|change| happened_to(change, TopicId(id))).cloned().collect(),
        }
    }
}

fn source(report: &TopicReport, kind: SourceKind, name: String) -> TopicsSource {
    TopicsSource {
        kind,
        name,
        generator: report.generator.clone(),
        run: None,
        new: 0,
        unit: report.corpus.unit.clone(),
        topics: report.topics.len(),
    }
}

/// Units of the text proper that the last run did not have.
fn came_since(report: &TopicReport, registry: &Registry) -> usize {
    let known: BTreeSet<&UnitKey> =
        registry.topics().iter().flat_map(|topic| &topic.members).chain(registry.outliers()).collect();
    let free = report
        .units
        .iter()
        .filter(|unit| unit.topic.is_none() && unit.boilerplate.is_none() && !unit.without_vector);
    free.filter(|unit| !known.contains(&UnitKey::from(ContentHash::of(&unit.text)))).count()
}

/// What is looked for: words with the signs of a query as they are; of others each, a long one also as a beginning.
fn sought(words: &str) -> Terms {
    let terms = Terms::parse(words);
    if !terms.is_plain() {
        return terms;
    }
    let signed: Vec<String> = words
        .split_whitespace()
        .filter_map(|word| {
            let last = runs(word).pop()?;
            let word = word[..last.end].trim_start_matches(|c: char| !c.is_alphanumeric());
            let is_long = word.chars().filter(|c| c.is_alphanumeric()).count() >= BEGINNING;
            Some(if is_long { format!("{word}*") } else { format!("+\"{}\"", word.replace('"', " ")) })
        })
        .collect();
    Terms::parse(&signed.join(" "))
}

fn found_topic(topic: &TopicEntry, units: &[&UnitEntry], terms: &Terms) -> FoundTopic {
    let strongest = units.iter().fold(None, |best: Option<&UnitEntry>, unit| match best {
        Some(best) if best.strength.unwrap_or(0.0) >= unit.strength.unwrap_or(0.0) => Some(best),
        _ => Some(unit),
    });
    let has = |term: &&crate::topics::Term| {
        terms.matches(&term.text) || term.also.iter().any(|also| terms.matches(&also.text))
    };
    FoundTopic {
        id: topic.id,
        label: topic.label.clone(),
        in_label: terms.matches(&topic.label),
        terms: topic.terms.iter().filter(has).cloned().collect(),
        names: counted(&topic.names).into_iter().filter(|name| terms.matches(&name.text)).collect(),
        units: topic.units,
        matching: units.len(),
        excerpt: strongest.map(|unit| FoundUnit {
            text: unit.text.clone(),
            within: first(&unit.text, terms),
            place: unit.place.clone(),
        }),
    }
}

/// Where the first of the words stands in a text that has it; nowhere, at its beginning, where that cannot be told.
fn first(text: &str, terms: &Terms) -> [usize; 2] {
    let runs = runs(text);
    for from in 0..runs.len() {
        for term in terms.required() {
            // No shorter than its words: scripts without spaces are cut within a run.
            let most = self::runs(term.written()).len().max(1);
            let Some(last) = runs.get(from + most - 1) else { continue };
            if term.is_in(&text[runs[from].start..last.end]) {
                return [runs[from].start, last.end];
            }
        }
    }
    [0, 0]
}

/// The better one first: by its name, its best term, the number of its names, and the share of its units.
fn better(a: &FoundTopic, b: &FoundTopic) -> Ordering {
    let term = |found: &FoundTopic| found.terms.first().map_or(0.0, |term| term.score);
    let share = |found: &FoundTopic| found.matching as f64 / found.units.max(1) as f64;
    (b.in_label.cmp(&a.in_label))
        .then(term(b).total_cmp(&term(a)))
        .then(b.names.len().cmp(&a.names.len()))
        .then(share(b).total_cmp(&share(a)))
        .then(a.id.cmp(&b.id))
}

fn counted(mentions: &[Mention]) -> Vec<Counted> {
    mentions.iter().map(|mention| Counted { text: mention.text.clone(), units: mention.units }).collect()
}

fn concerns(edit: &EditEntry, id: u64) -> bool {
    edit.topic == Some(id)
        || edit.parts.iter().any(|part| part.id == id)
        || edit.texts.iter().any(|text| text.from == Some(id))
}

fn happened_to(change: &Change, topic: TopicId) -> bool {
    match change {
        Change::Born { id } | Change::Kept { id, .. } | Change::Renamed { id, .. } => *id == topic,
        Change::Gone { id, into } => *id == topic || *into == Some(topic),
        Change::Split { from, into } => *from == topic || into.iter().any(|piece| piece.id == topic),
        Change::Merged { from, into } => *into == topic || from.contains(&topic),
        Change::Moved { from, to, .. } => *from == topic || *to == topic,
    }
}

/// Adds the groups of the levels that have topics of `within`, and these topics below them. A group of one topic, and one that is all of
/// the group above it, is left out.
fn grow(
    report: &TopicReport,
    levels: &[LevelEntry],
    within: &BTreeSet<u64>,
    parent: Option<usize>,
    nodes: &mut Vec<Node>,
) {
    let depth = parent.map_or(0, |parent| nodes[parent].depth + 1);
    let Some((level, below)) = levels.split_first() else {
        nodes.extend(report.topics.iter().filter(|topic| within.contains(&topic.id)).map(|topic| Node {
            depth,
            parent,
            topic: Some(topic.id),
            label: topic.label.clone(),
            units: topic.units,
        }));
        return;
    };
    let mut rest = within.clone();
    for group in &level.groups {
        let topics: BTreeSet<u64> = group.topics.iter().copied().filter(|id| rest.contains(id)).collect();
        rest.retain(|id| !topics.contains(id));
        match topics.len() {
            0 => {}
            1 => grow(report, below, &topics, parent, nodes),
            all if all == within.len() && parent.is_some() => grow(report, below, &topics, parent, nodes),
            _ => {
                let (label, units) = (group.label.clone(), group.units);
                nodes.push(Node { depth, parent, topic: None, label, units });
                grow(report, below, &topics, Some(nodes.len() - 1), nodes);
            }
        }
    }
    // A topic in no group of a level is shown all the same.
    if !rest.is_empty() {
        grow(report, below, &rest, parent, nodes);
    }
}
