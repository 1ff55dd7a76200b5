//! The map: texts laid out in two dimensions, and how far that can be trusted.

use ndarray::Array2;

use super::rows::Rows;
use crate::cluster::map::{MapParams, trustworthiness};
use crate::cluster::{ParamGuard, Points};
use crate::pipeline::PipelineError;
use crate::report::topics::model::MapSummary;

/// Neighbours of each text that the map keeps near, and for which it is measured.
const NEIGHBORS: usize = 15;

/// Texts for which it is measured at most: the figure then varies by a thousandth, and it takes a second.
const SAMPLE: usize = 2_000;

/// Steps from the middle of the map to its border that places are rounded to: finer than any screen shows.
const STEPS: f32 = 10_000.0;

/// Where each row lies.
pub(super) struct Drawn {
    pub(super) summary: MapSummary,
    places: Array2<f32>,
}

impl Drawn {
    /// Lays the rows out, copies among them.
    pub(super) fn new(rows: &Rows<'_>, seed: u64) -> Result<Self, PipelineError> {
        let points = Points::new(rows.aligned.view())?.with_neighbors(rows.neighbors.as_ref().clone());
        let places = MapParams::new(seed).n_neighbors(NEIGHBORS).check()?.fit(&points)?.positions;
        let measured = trustworthiness(rows.aligned.view(), places.view(), NEIGHBORS, SAMPLE);
        let summary = MapSummary {
            neighbors: NEIGHBORS,
            trustworthiness: measured.map(|measured| measured.value),
            sampled: measured.map_or(0, |measured| measured.sampled),
        };
        Ok(Self { summary, places })
    }

    /// The place of a row.
    pub(super) fn place(&self, row: usize) -> [f32; 2] {
        [0, 1].map(|axis| (self.places[[row, axis]] * STEPS).round() / STEPS)
    }
}
