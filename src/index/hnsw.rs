//! Builds the graph with `hnsw_rs`.

use hnsw_rs::prelude::{Distance, Hnsw};
use ndarray::{ArrayView2, CowArray, Ix2};

use super::beam::NONE;
use super::codes::Codes;
use super::layers::Layers;
use super::{GraphParams, dot};

/// `1 - cosine` of unit vectors; never negative, as `hnsw_rs` demands.
struct CosineDistance;

impl Distance<f32> for CosineDistance {
    fn eval(&self, a: &[f32], b: &[f32]) -> f32 {
        (1.0 - dot(a, b)).max(0.0)
    }
}

/// Rows inserted between two calls of `progress`.
const BATCH: usize = 1000;

/// Builds the graph over those of `rows` that `of` names, one after another on this thread; `progress` is called with the number of
/// rows done.
pub(super) fn build(
    rows: ArrayView2<'_, f32>,
    of: &[u32],
    params: GraphParams,
    progress: &dyn Fn(usize),
) -> (Layers, Codes) {
    let rows: CowArray<'_, f32, Ix2> = rows.as_standard_layout();
    let hnsw = Hnsw::<f32, _>::new(params.m, of.len(), 16, params.ef_construction, CosineDistance);
    for (i, row) in of.iter().enumerate() {
        if let Some(row) = rows.row(*row as usize).to_slice() {
            hnsw.insert_slice((row, i));
        }
        if (i + 1).is_multiple_of(BATCH) {
            progress(i + 1);
        }
    }
    let mut layers = layers(&hnsw);
    layers.rows.iter_mut().for_each(|row| *row = of[*row as usize]);
    let codes = Codes::new(rows.view(), &layers.rows);
    (layers, codes)
}

/// Copies links out of `hnsw_rs`, whose points hold them behind locks and reference counts.
fn layers(hnsw: &Hnsw<'_, f32, CosineDistance>) -> Layers {
    let points = hnsw.get_point_indexation();
    let top = usize::from(points.get_max_level_observed());
    // Each row with its level and its links, those of higher levels first.
    let mut nodes: Vec<(usize, u32, Vec<Vec<u32>>)> = Vec::new();
    for level in (0..=top).rev() {
        let begin = nodes.len();
        for point in points.get_layer_iterator(level) {
            let row = point.get_origin_id() as u32;
            let links = point.get_neighborhood_id().into_iter().take(level + 1).map(|neighbors| {
                let mut rows: Vec<u32> = neighbors.iter().map(|near| near.d_id as u32).collect();
                rows.dedup();
                rows.retain(|other| *other != row);
                rows
            });
            nodes.push((level, row, links.collect()));
        }
        nodes[begin..].sort_unstable_by_key(|(_, row, _)| *row);
    }
    let mut number = vec![NONE; nodes.len()];
    for (node, (_, row, _)) in (0..).zip(&nodes) {
        number[*row as usize] = node;
    }
    // `hnsw_rs` may have seen a level that no point stayed on.
    let counts: Vec<u32> = (0..=top)
        .map(|level| nodes.partition_point(|(at, ..)| *at >= level) as u32)
        .take_while(|count| *count > 0)
        .collect();
    let most = |levels: std::ops::RangeInclusive<usize>| {
        let lengths = nodes.iter().flat_map(|(_, _, links)| links.iter().enumerate());
        lengths
            .filter(|(level, _)| levels.contains(level))
            .map(|(_, links)| links.len())
            .max()
            .unwrap_or(0)
            .max(1)
    };
    let slots = [most(0..=0), most(1..=top.max(1))];
    let links = counts
        .iter()
        .enumerate()
        .map(|(level, count)| {
            let slots = slots[level.min(1)];
            let mut flat = vec![NONE; *count as usize * slots];
            for (place, (_, _, links)) in flat.chunks_exact_mut(slots).zip(&nodes) {
                let links = links.get(level).map_or(&[][..], Vec::as_slice);
                let linked = links.iter().map(|row| number[*row as usize]).filter(|node| node < count);
                place.iter_mut().zip(linked).for_each(|(slot, node)| *slot = node);
            }
            flat
        })
        .collect();
    Layers { rows: nodes.iter().map(|(_, row, _)| *row).collect(), counts, links, slots }
}
