//! Neighbours and clusters of vectors alone, with no text: `cargo run --release --example vectors`.

use std::error::Error;

use cognate::prelude::*;
use ndarray::{Array2, Axis};

fn main() -> Result<(), Box<dyn Error>> {
    // Three bundles of directions in eight dimensions.
    let mut rows = Array2::from_shape_fn((300, 8), |(row, column)| {
        let own = if row % 3 == column { 1.0 } else { 0.0 };
        own + ((row * 31 + column * 17) as f32 * 0.37).sin() * 0.2
    });

    let index = Frozen::of(rows.view())?;
    let found = index.nearest(&rows.row(7).to_vec(), 4)?;
    println!("nearest to row 7: {:?}", found.iter().map(|near| near.id).collect::<Vec<_>>());

    // Clustering wants rows of length one.
    for mut row in rows.axis_iter_mut(Axis(0)) {
        let length = row.dot(&row).sqrt();
        row.mapv_inplace(|x| x / length);
    }
    let points = cognate::cluster::Points::new(rows.view())?;
    let outcome = cluster(&points, &ClusterOptions::default())?;
    println!("{} clusters by {}: {}", outcome.clustering.n_clusters, outcome.algorithm, outcome.why);
    Ok(())
}
