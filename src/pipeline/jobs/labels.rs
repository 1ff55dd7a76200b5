//! Labels that a corpus has: what its topics can be held against.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cluster::quality::{adjusted_mutual_information, adjusted_rand_index, v_measure};
use crate::pipeline::{Collection, PipelineError};
use crate::report::answers::topics_bench::LabelAgreement;
use crate::report::topics::model::{TopicReport, UnitEntry};
use crate::store::StoredUnit;

/// Fields that no record has to name.
const OWN: [&str; 3] = ["lang", "folder", "source"];

impl Collection {
    /// The label of each unit: its language (`lang` or `language`), the last folder of its file (`folder`), its source, or another field of its record.
    ///
    /// # Errors
    /// [`PipelineError::NoLabels`] when no unit has such a field.
    pub(in crate::pipeline) fn labels(
        &self,
        field: &str,
        units: &[StoredUnit],
    ) -> Result<Vec<Option<String>>, PipelineError> {
        let labels: Vec<Option<String>> = match field {
            "lang" | "language" => {
                units.iter().map(|unit| unit.language.map(|language| language.code().to_owned())).collect()
            }
            "folder" => {
                let folder = |unit: &StoredUnit| {
                    let folder = Path::new(&unit.path).parent()?.file_name()?;
                    Some(folder.to_string_lossy().into_owned())
                };
                units.iter().map(folder).collect()
            }
            "source" => units.iter().map(|unit| unit.source.clone()).collect(),
            _ => {
                let values = self.store.field_values(field)?;
                units.iter().map(|unit| values.get(&unit.document).cloned()).collect()
            }
        };
        if labels.iter().all(Option::is_none) {
            let mut known = self.store.field_names()?;
            known.retain(|name| !OWN.contains(&name.as_str()));
            return Err(PipelineError::NoLabels { field: field.to_owned(), known });
        }
        Ok(labels)
    }
}

/// How far the topics of a report are the labels of its units; `None` when fewer than two of them have a label.
///
/// A text in no topic is a topic of its own.
pub(super) fn agreement_with(report: &TopicReport, labels: &[Option<String>]) -> Option<LabelAgreement> {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut truth, mut found) = (Vec::new(), Vec::new());
    for ((label, unit), topic) in labels.iter().zip(&report.units).zip(topics_apart(report)) {
        if let Some(label) = label.as_deref().filter(|_| unit.boilerplate.is_none() && !unit.without_vector) {
            let next = names.len();
            truth.push(*names.entry(label).or_insert(next));
            found.push(topic);
        }
    }
    (truth.len() > 1).then(|| LabelAgreement {
        labels: names.len(),
        texts: truth.len(),
        ami: adjusted_mutual_information(&truth, &found),
        ari: adjusted_rand_index(&truth, &found),
        v_measure: v_measure(&truth, &found),
    })
}

/// The topic of each unit, by a number from 0; each unit in no topic has a number of its own.
pub(super) fn topics_apart(report: &TopicReport) -> Vec<usize> {
    let topics: BTreeMap<u64, usize> =
        report.topics.iter().enumerate().map(|(place, topic)| (topic.id, place)).collect();
    let mut next = topics.len();
    let of = |unit: &UnitEntry| {
        unit.topic.and_then(|id| topics.get(&id).copied()).unwrap_or_else(|| {
            next += 1;
            next - 1
        })
    };
    report.units.iter().map(of).collect()
}
