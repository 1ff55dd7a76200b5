//! The different texts of a corpus as rows: their vectors, languages, keys and copies.

use std::collections::HashMap;
use std::sync::Arc;

use ndarray::{Array2, Axis};

use crate::cluster::{self, Neighbors, Points, leiden};
use crate::corpus::{ContentHash, Language};
use crate::pipeline::{Collection, PipelineError};
use crate::store::StoredUnit;
use crate::topics::duplicates;
use crate::topics::registry::UnitKey;

/// Two texts are compared for being copies when the cosine of their vectors is at least this.
const COPY_COSINE: f32 = 0.9;

/// Fewest neighbours of each text among which its copies are looked for.
const COPY_NEIGHBORS: usize = 20;

/// The different texts of the units that take part in topics.
pub(super) struct Rows<'a> {
    /// Units that take part, by their place among all.
    pub(super) body: Vec<usize>,
    /// Row of each of them.
    pub(super) row_of: Vec<usize>,
    /// Text of each row.
    pub(super) texts: Vec<&'a str>,
    /// Vectors as the model gave them, `(rows, dim)`.
    pub(super) raw: Array2<f32>,
    /// The same with languages aligned.
    pub(super) aligned: Array2<f32>,
    /// Nearest rows of each aligned row, as many as communities need.
    pub(super) neighbors: Arc<Neighbors>,
    /// The row that each is a copy of; itself for most.
    pub(super) original: Vec<usize>,
    /// Rows that are no copies.
    pub(super) originals: Vec<usize>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(collection: &Collection, units: &'a [StoredUnit]) -> Result<Self, PipelineError> {
        let body: Vec<usize> = (0..units.len()).filter(|&i| is_body(&units[i])).collect();
        let (raw, row_of) = collection.rows_of(units, &body)?;
        let n = raw.nrows();
        let mut texts = vec![""; n];
        let mut languages = vec![None; n];
        for (&unit, &row) in body.iter().zip(&row_of) {
            texts[row] = &units[unit].text;
            languages[row] = units[unit].language;
        }
        // Languages lean apart as a whole: without that a row says more of its subject.
        let code = |language: Language| -> Option<u32> {
            let code: [u8; 2] = language.code().as_bytes().try_into().ok()?;
            Some(u32::from(u16::from_be_bytes(code)))
        };
        let groups: Vec<Option<u32>> =
            languages.iter().map(|language: &Option<Language>| language.and_then(code)).collect();
        let aligned = cluster::align_groups(raw.view(), &groups);
        let neighbors = Points::new(aligned.view())?.neighbors(leiden::neighbors_for(n).max(COPY_NEIGHBORS));
        let original = originals(&texts, &neighbors);
        let originals = (0..n).filter(|&row| original[row] == row).collect();
        Ok(Self { body, row_of, texts, raw, aligned, neighbors, original, originals })
    }

    /// Rows of the originals.
    pub(super) fn of_originals(&self, rows: &Array2<f32>) -> Array2<f32> {
        rows.select(Axis(0), &self.originals)
    }

    /// What each row is known by from run to run.
    pub(super) fn keys(&self) -> Vec<UnitKey> {
        self.texts.iter().map(|text| UnitKey::from(ContentHash::of(text))).collect()
    }

    /// Number of units that are copies: of another text, or of the same one elsewhere.
    pub(super) fn copies(&self) -> Vec<Option<usize>> {
        let mut first: HashMap<usize, usize> = HashMap::new();
        let mut copies = vec![None; self.body.len()];
        // An original stands for its copies even where it comes later.
        for (place, &row) in self.row_of.iter().enumerate() {
            if self.original[row] == row {
                first.entry(row).or_insert(place);
            }
        }
        for (place, &row) in self.row_of.iter().enumerate() {
            copies[place] = first.get(&self.original[row]).copied().filter(|&original| original != place);
        }
        copies
    }
}

/// The row that each text is a copy of.
fn originals(texts: &[&str], neighbors: &Neighbors) -> Vec<usize> {
    let mut candidates = Vec::new();
    for row in 0..texts.len() {
        let near = neighbors.of(row).take_while(|&(_, cosine)| cosine >= COPY_COSINE);
        candidates.extend(near.map(|(other, _)| (row.min(other), row.max(other))));
    }
    candidates.sort_unstable();
    candidates.dedup();
    duplicates::groups(texts, &candidates).representative
}

pub(super) fn has_vector(unit: &StoredUnit) -> bool {
    unit.embedding.is_some() && !unit.without_vector
}

/// Whether a unit takes part in topics.
fn is_body(unit: &StoredUnit) -> bool {
    unit.boilerplate.is_none() && has_vector(unit)
}
