//! Time and memory of clustering as the rows grow: `cargo bench --bench clusters -- 10000 100000 1000000`; its table becomes a chart with
//! `benches/peers/clusters.py`.
//!
//! Rows are drawn around random directions, a tenth of them from nowhere, 64 dimensions. Neighbours are found once, as the algorithms
//! share them; then each algorithm is timed by itself. Peak memory is that of the process so far, so that sizes are given rising.

#![allow(missing_docs, clippy::print_stdout)]

use std::time::Instant;

use cognate::cluster::hdbscan::HdbscanParams;
use cognate::cluster::kmeans::KMeansParams;
use cognate::cluster::leiden::LeidenParams;
use cognate::cluster::quality::adjusted_mutual_information;
use cognate::cluster::{Clusterer, ParamGuard, Points};
use ndarray::Array2;
use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

const DIMENSIONS: usize = 64;

/// Groups that are planted.
const GROUPS: usize = 50;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![10_000] } else { sizes };
    println!("rows\tstep\tseconds\tclusters\tAMI\tpeak MB");
    for n in sizes {
        let (rows, gold) = planted(n);
        let points = Points::new(rows.view()).expect("rows are unit");
        let began = Instant::now();
        points.neighbors(50);
        println!("{n}\tneighbours\t{:.2}\t\t\t{}", began.elapsed().as_secs_f64(), peak());
        let algorithms: [Box<dyn Clusterer>; 3] = [
            Box::new(HdbscanParams::new().min_size(Some(n / 500)).check().expect("they make sense")),
            Box::new(KMeansParams::new(0).k(Some(GROUPS)).check().expect("they make sense")),
            Box::new(LeidenParams::new(0).check().expect("they make sense")),
        ];
        for algorithm in algorithms {
            let began = Instant::now();
            let found = algorithm.fit(&points).expect("rows can be clustered");
            let seconds = began.elapsed().as_secs_f64();
            let agreement = adjusted_mutual_information(&gold, &found.labels_with_noise_apart());
            println!(
                "{n}\t{}\t{seconds:.2}\t{}\t{agreement:.3}\t{}",
                algorithm.name(),
                found.n_clusters,
                peak()
            );
        }
    }
}

/// Unit rows around random directions, and the direction of each; every tenth row is from nowhere and a group of its own.
fn planted(n: usize) -> (Array2<f32>, Vec<usize>) {
    let mut random = Xoshiro256Plus::seed_from_u64(1);
    let mut normal = || {
        // The sum of twelve uniform numbers is near enough to a normal one.
        (0..12).map(|_| random.next_u32() as f32 / u32::MAX as f32).sum::<f32>() - 6.0
    };
    let centres = Array2::from_shape_fn((GROUPS, DIMENSIONS), |_| normal());
    let mut rows = Array2::zeros((n, DIMENSIONS));
    let mut gold = Vec::with_capacity(n);
    for (number, mut row) in rows.outer_iter_mut().enumerate() {
        let group = number % GROUPS;
        let stray = number % 10 == 9;
        for (value, centre) in row.iter_mut().zip(centres.row(group)) {
            *value = if stray { normal() } else { centre + 0.6 * normal() };
        }
        let length = row.dot(&row).sqrt();
        row /= length;
        gold.push(if stray { GROUPS + number } else { group });
    }
    (rows, gold)
}

/// Most memory that the process has held, in megabytes; 0 where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok())
        .map_or(0, |kb| kb * 1024 / 1_000_000)
}
