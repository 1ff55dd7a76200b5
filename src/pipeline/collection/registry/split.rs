//! The texts of one topic clustered into pieces.

use std::cell::RefCell;

use ndarray::Axis;

use super::Texts;
use crate::cluster::{self, ClusterError, ClusterId, ClusterOptions, Clustering, Points};
use crate::embed::Embedder;
use crate::pipeline::PipelineError;
use crate::store::StoredUnit;
use crate::topics::registry::{NewPart, TopicId, UnitKey};
use crate::topics::{self, TopicOptions, TopicText};

/// All pieces but the largest, which keeps the topic's number and has every text without a vector. They are named by what
/// tells them from each other.
pub(super) fn parts(
    topic: TopicId,
    members: &[UnitKey],
    pieces: usize,
    texts: &Texts,
    embedder: &dyn Embedder,
) -> Result<Vec<NewPart>, PipelineError> {
    let known: Vec<(UnitKey, &StoredUnit, usize)> = members
        .iter()
        .filter_map(|&key| texts.unit(key).and_then(|unit| Some((key, unit, texts.row(unit)?))))
        .collect();
    let cannot = |found| PipelineError::CannotSplit { topic, pieces, texts: found };
    let Some(vectors) = texts.vectors.as_ref().filter(|_| known.len() >= pieces) else {
        return Err(cannot(known.len()));
    };
    let rows: Vec<usize> = known.iter().map(|(.., row)| *row).collect();

    // The means of the languages are those of the whole collection: one topic may be all of a language.
    let mut groups: Vec<Option<u32>> = vec![None; vectors.rows.nrows()];
    for unit in texts.first.values().map(|&at| &texts.units[at]) {
        if let Some(row) = texts.row(unit) {
            groups[row] = unit.language.and_then(group);
        }
    }
    let aligned = cluster::align_groups(vectors.rows.view(), &groups).select(Axis(0), &rows);
    let options = ClusterOptions { k: Some(pieces), ..ClusterOptions::default() };
    let clustering = match cluster::cluster(&Points::new(aligned.view())?, &options) {
        Ok(outcome) => outcome.clustering,
        Err(ClusterError::MoreClustersThanRows { rows, .. }) => return Err(cannot(rows)),
        Err(ClusterError::MoreClustersThanDistinctRows { distinct, .. }) => return Err(cannot(distinct)),
        Err(error) => return Err(error.into()),
    };
    if clustering.n_clusters < pieces {
        return Err(cannot(clustering.n_clusters));
    }
    let units: Vec<&StoredUnit> = known.iter().map(|(_, unit, _)| *unit).collect();
    let labels = labels(&units, vectors.rows.select(Axis(0), &rows).view(), &clustering, embedder)?;

    let mut parts: Vec<NewPart> =
        labels.into_iter().map(|name| NewPart { units: Vec::new(), name, name_given: false }).collect();
    for ((key, ..), label) in known.iter().zip(&clustering.labels) {
        if let Some(part) = label.and_then(|id| parts.get_mut(id.0 as usize)) {
            part.units.push(*key);
        }
    }
    // What is in no part stays with the topic.
    let largest = (0..parts.len()).rev().max_by_key(|&at| parts[at].units.len()).unwrap_or(0);
    parts.remove(largest);
    Ok(parts)
}

/// A number for each language.
fn group(language: crate::corpus::Language) -> Option<u32> {
    let code: [u8; 2] = language.code().as_bytes().try_into().ok()?;
    Some(u32::from(u16::from_be_bytes(code)))
}

/// A label for each cluster.
fn labels(
    units: &[&StoredUnit],
    rows: ndarray::ArrayView2<'_, f32>,
    clustering: &Clustering,
    embedder: &dyn Embedder,
) -> Result<Vec<String>, PipelineError> {
    let texts: Vec<TopicText<'_>> = units
        .iter()
        .map(|unit| TopicText { text: &unit.text, language: unit.language, document: unit.document as usize })
        .collect();
    let failed = RefCell::new(None);
    let term_vectors = |terms: &[&str]| match embedder.passages(terms) {
        Ok(vectors) => (0..terms.len()).map(|at| vectors.get(at).map(<[f32]>::to_vec)).collect(),
        Err(error) => {
            failed.replace(Some(error));
            vec![None; terms.len()]
        }
    };
    let described = topics::describe(&texts, rows, clustering, &TopicOptions::default(), Some(&term_vectors));
    if let Some(error) = failed.into_inner() {
        return Err(error.into());
    }
    let mut labels = vec![String::new(); clustering.n_clusters];
    // Topics come in an order of their own; any member tells which cluster one is.
    for topic in described.topics {
        let cluster = topic.members.first().and_then(|&unit| clustering.labels[unit]);
        if let Some(label) = cluster.and_then(|ClusterId(id)| labels.get_mut(id as usize)) {
            *label = topic.label;
        }
    }
    Ok(labels)
}
