//! Both sides of a comparison: their units in documents, the different texts of both with their vectors, and how near each is to the
//! other side.

use std::collections::HashMap;
use std::ops::Range;

use ndarray::{Array2, Axis};

use crate::index::dot;
use crate::pipeline::jobs::similar::{Index, Read, Rows, documents};
use crate::pipeline::{PipelineError, Progress};
use crate::store::StoredUnit;
use crate::topics::duplicates::plain_key;

/// Nearest texts of the other side that a margin takes into account, as in the paper.
const NEAREST: usize = 4;

/// Least mean of a margin: nothing is told by how much it exceeds nothing.
const LEAST_MEAN: f32 = 0.01;

/// One of the two.
struct Side {
    units: Vec<StoredUnit>,
    /// Units of each document.
    documents: Vec<Range<usize>>,
    /// Text of each unit.
    texts: Vec<usize>,
    /// The nearest texts of the other side of each text, nearest first; nothing for those that are not of this side.
    near: Vec<Vec<(usize, f32)>>,
    /// Their mean cosine.
    mean: Vec<f32>,
}

/// Both.
pub(super) struct Sides {
    sides: [Side; 2],
    rows: Rows,
}

impl Sides {
    pub(super) fn new(a: Read, b: Read, progress: &dyn Progress) -> Result<Self, PipelineError> {
        let mut known: HashMap<[u8; 32], usize> = HashMap::new();
        let (mut row_of, mut places) = (Vec::new(), [Vec::new(), Vec::new()]);
        let mut sides = Vec::with_capacity(2);
        let vectors = [&a.vectors, &b.vectors];
        for (side, units) in [&a.units, &b.units].into_iter().enumerate() {
            let mut texts = Vec::with_capacity(units.len());
            for unit in units {
                let next = known.len();
                let text = *known.entry(plain_key(&unit.text)).or_insert(next);
                if text == row_of.len() {
                    row_of.push(None);
                }
                let id = unit.embedding.filter(|_| !unit.without_vector);
                if row_of[text].is_none()
                    && let Some(place) = id.and_then(|id| vectors[side].ids.binary_search(&id).ok())
                {
                    row_of[text] = Some(places[0].len() + places[1].len());
                    places[side].push(place);
                }
                texts.push(text);
            }
            sides.push(texts);
        }
        // Rows of the first side come before those of the second.
        let parts = [0, 1].map(|side| vectors[side].rows.select(Axis(0), &places[side]));
        let vectors = ndarray::concatenate(Axis(0), &[parts[0].view(), parts[1].view()]).unwrap_or_default();
        let rows = Rows { vectors, row_of };
        let n = known.len();
        let mut sides = sides.into_iter();
        let mut side = |units: Vec<StoredUnit>| Side {
            documents: ranges(&documents(&units, units.len())),
            units,
            texts: sides.next().unwrap_or_default(),
            near: vec![Vec::new(); n],
            mean: vec![0.0; n],
        };
        let mut both = [side(a.units), side(b.units)];
        for (from, to) in [(0, 1), (1, 0)] {
            let near = nearest(&rows, &both[from].different(&rows), &both[to].different(&rows), progress)?;
            for (text, near) in near {
                let sum: f32 = near.iter().map(|(_, cosine)| cosine.max(0.0)).sum();
                both[from].mean[text] = sum / NEAREST as f32;
                both[from].near[text] = near;
            }
        }
        Ok(Self { sides: both, rows })
    }

    pub(super) fn units(&self, side: usize) -> &[StoredUnit] {
        &self.sides[side].units
    }

    pub(super) fn text_of(&self, side: usize, unit: usize) -> usize {
        self.sides[side].texts[unit]
    }

    pub(super) fn documents(&self, side: usize) -> usize {
        self.sides[side].documents.len()
    }

    /// Units of a document.
    pub(super) fn document(&self, side: usize, document: usize) -> Range<usize> {
        self.sides[side].documents[document].clone()
    }

    /// The nearest texts of the other side, with their cosine.
    pub(super) fn near(&self, side: usize, text: usize) -> &[(usize, f32)] {
        &self.sides[side].near[text]
    }

    /// Margin of a text of the first side and one of the second, whose cosine is known. Where the other side has fewer texts than are
    /// taken into account there is little to be told from, and those that are missing count as unlike.
    pub(super) fn margin(&self, cosine: f32, x: usize, y: usize) -> f32 {
        margin(cosine, self.sides[0].mean[x], self.sides[1].mean[y])
    }

    /// Cosine and margin of some units together with some of the other side.
    pub(super) fn cosine_and_margin(&self, a: &[usize], b: &[usize]) -> (f32, f32) {
        let (x, y) = (self.sum(0, a), self.sum(1, b));
        let lengths = (dot(&x, &x) * dot(&y, &y)).sqrt();
        let cosine = if lengths > 0.0 { (dot(&x, &y) / lengths).clamp(-1.0, 1.0) } else { 0.0 };
        let mean = |side: usize, units: &[usize]| {
            let sum: f32 = units.iter().map(|unit| self.sides[side].mean[self.text_of(side, *unit)]).sum();
            sum / units.len().max(1) as f32
        };
        (cosine, margin(cosine, mean(0, a), mean(1, b)))
    }

    fn sum(&self, side: usize, units: &[usize]) -> Vec<f32> {
        let mut sum = vec![0.0; self.rows.vectors.ncols()];
        for row in units.iter().filter_map(|unit| self.rows.get(self.text_of(side, *unit))) {
            sum.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
        }
        sum
    }

    /// Mean cosine of each unit's text to its nearest.
    pub(super) fn means(&self, side: usize, units: Range<usize>) -> Vec<f32> {
        units.map(|unit| self.sides[side].mean[self.text_of(side, unit)]).collect()
    }

    /// Vectors of units, a row each; zeros for a unit without one.
    pub(super) fn vectors(&self, side: usize, units: Range<usize>) -> Array2<f32> {
        let mut vectors = Array2::zeros((units.len(), self.rows.vectors.ncols()));
        for (mut to, unit) in vectors.rows_mut().into_iter().zip(units) {
            if let Some(row) = self.rows.get(self.text_of(side, unit)) {
                to.assign(&ndarray::ArrayView1::from(row));
            }
        }
        vectors
    }
}

/// Cosine over the mean of two means.
pub(super) fn margin(cosine: f32, x: f32, y: f32) -> f32 {
    cosine / f32::midpoint(x, y).max(LEAST_MEAN)
}

impl Side {
    /// Its different texts that have a vector, rising.
    fn different(&self, rows: &Rows) -> Vec<usize> {
        let mut texts: Vec<usize> =
            self.texts.iter().copied().filter(|text| rows.row_of[*text].is_some()).collect();
        texts.sort_unstable();
        texts.dedup();
        texts
    }
}

/// Where each document begins and ends.
fn ranges(documents: &[usize]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (unit, document) in documents.iter().enumerate() {
        match ranges.last_mut() {
            Some(last) if documents[last.start] == *document => last.end = unit + 1,
            _ => ranges.push(unit..unit + 1),
        }
    }
    ranges
}

/// A text with its nearest on the other side.
type Nearest = (usize, Vec<(usize, f32)>);

/// The nearest targets of each query.
fn nearest(
    rows: &Rows,
    queries: &[usize],
    targets: &[usize],
    progress: &dyn Progress,
) -> Result<Vec<Nearest>, PipelineError> {
    const BLOCK: usize = 2_048;
    let index = Index::build(rows, targets, progress)?;
    let mut all = Vec::with_capacity(queries.len());
    for block in queries.chunks(BLOCK) {
        let places: Vec<usize> = block.iter().filter_map(|text| rows.row_of[*text]).collect();
        let found = index.each(&rows.vectors.select(Axis(0), &places), NEAREST)?;
        for (&text, found) in block.iter().zip(found) {
            let near = found.into_iter().filter_map(|near| Some((index.text(near.id)?, near.similarity)));
            all.push((text, near.collect()));
        }
    }
    Ok(all)
}
