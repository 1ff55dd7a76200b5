//! Centroids, and the texts nearest to them.

use ndarray::{Array1, ArrayView1, ArrayView2};

use super::TopicText;

/// Two texts closer than this say the same.
const SAME: f32 = 0.95;

/// Direction of the sum of some rows, of length 1; zeros where the sum is.
pub(super) fn centroid(rows: ArrayView2<'_, f32>, members: &[usize]) -> Array1<f32> {
    let mut sum = Array1::<f64>::zeros(rows.ncols());
    for &member in members {
        sum.zip_mut_with(&rows.row(member), |sum, &value| *sum += f64::from(value));
    }
    let length = sum.dot(&sum).sqrt();
    sum.mapv(|value| if length > 1e-12 { (value / length) as f32 } else { 0.0 })
}

/// Cosine of a unit row to a centroid, in [-1, 1].
pub(super) fn cosine(row: ArrayView1<'_, f32>, centroid: &Array1<f32>) -> f32 {
    row.dot(centroid).clamp(-1.0, 1.0)
}

/// Members of a topic, most central first; of equals the first.
pub(super) fn by_centrality(
    rows: ArrayView2<'_, f32>,
    members: &[usize],
    centroid: &Array1<f32>,
) -> Vec<usize> {
    let mut central: Vec<(usize, f32)> =
        members.iter().map(|&member| (member, cosine(rows.row(member), centroid))).collect();
    central.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    central.into_iter().map(|(member, _)| member).collect()
}

/// Up to `wanted` of the members `central`, most central first: one per document as long as there are documents left,
/// then any; never two that say the same.
pub(super) fn representatives(
    texts: &[TopicText<'_>],
    rows: ArrayView2<'_, f32>,
    central: &[usize],
    wanted: usize,
) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    for other_documents_only in [true, false] {
        for &member in central {
            if chosen.len() == wanted {
                break;
            }
            let close = |&other: &usize| {
                texts[other].text == texts[member].text
                    || rows.row(other).dot(&rows.row(member)) > SAME
                    || (other_documents_only && texts[other].document == texts[member].document)
            };
            if !chosen.iter().any(close) {
                chosen.push(member);
            }
        }
    }
    chosen.sort_by_key(|member| central.iter().position(|other| other == member));
    chosen
}
