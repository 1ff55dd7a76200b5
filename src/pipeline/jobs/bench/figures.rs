//! What was measured, as figures.

use ndarray::Array2;

use super::Named;
use crate::bench::{Round, Timed, Truth, median, range};
use crate::eval::{Sample, interval};
use crate::index::Neighbor;
use crate::report::answers::bench::{BenchRow, BenchTarget};

/// The share of the true neighbours that is among those that a file names.
pub(super) fn agreement(truth: &Truth<'_>, stated: &Array2<i64>, k: usize) -> f64 {
    let share = |query: usize| {
        let row = stated.row(query);
        let found: Vec<_> = row.iter().take(k).map(|&id| Neighbor { id, similarity: 1.0 }).collect();
        truth.share(query, &found)
    };
    let queries = truth.len().min(stated.nrows());
    (0..queries).map(share).sum::<f64>() / queries.max(1) as f64
}

pub(super) fn row(setting: &Named, recalls: Vec<f64>, timed: &Timed, [code, full]: [f64; 2]) -> BenchRow {
    let of = |value: fn(&Round) -> f64| timed.rounds.iter().map(value).collect::<Vec<_>>();
    let qps = of(|round| round.qps);
    let parallel: Vec<f64> = timed.rounds.iter().filter_map(|round| round.parallel_qps).collect();
    let latencies = &timed.latencies;
    let sample = Sample::Mean(recalls);
    let recall = sample.value();
    let recall_interval = interval(&sample);
    let Sample::Mean(recalls) = sample else { unreachable!("a mean was made above") };
    BenchRow {
        name: setting.name.clone(),
        method: setting.method.to_owned(),
        ef: setting.ef,
        recall,
        recall_interval,
        recalls,
        qps: median(&qps),
        qps_range: range(&qps),
        parallel_qps: (!parallel.is_empty()).then(|| median(&parallel)),
        samples: latencies.len(),
        mean_us: latencies.mean_us(),
        p50_us: latencies.quantile_us(0.5),
        p95_us: latencies.quantile_us(0.95),
        p99_us: latencies.quantile_us(0.99),
        p999_us: latencies.quantile_us(0.999),
        best_us: timed.best_us,
        ranges: latencies.ranges_us().into_iter().map(|(from, to, count)| [from, to, count as f64]).collect(),
        codes: timed.work.map(|[codes, _]| codes),
        rows: timed.work.map(|[_, rows]| rows),
        bytes: timed.work.map(|[codes, rows]| codes * code + rows * full),
        yardstick: of(|round| round.yardstick).into_iter().fold(0.0, f64::max),
        turns: timed.rounds.iter().map(|round| [round.qps, round.yardstick]).collect(),
    }
}

/// The cheapest of the settings that search everything whose recall on every other query is at least `target` for sure, and its recall on
/// the rest.
pub(super) fn reaching(target: f64, rows: &[BenchRow]) -> BenchTarget {
    let half = |row: &BenchRow, first: usize| {
        Sample::Mean(row.recalls.iter().skip(first).step_by(2).copied().collect())
    };
    let reaches = |row: &&BenchRow| {
        let sample = half(row, 0);
        // The whole interval: of what is at the target only in the mean, half of all samples are below it.
        interval(&sample)
            .map_or_else(|| sample.value(), |[low, _]| Some(low))
            .is_some_and(|recall| recall >= target)
    };
    let best = rows
        .iter()
        .filter(|row| matches!(row.method.as_str(), "exact" | "hnsw"))
        .filter(reaches)
        .min_by(|a, b| a.best_us.total_cmp(&b.best_us));
    BenchTarget {
        recall: target,
        name: best.map(|row| row.name.clone()),
        ef: best.and_then(|row| row.ef),
        chosen_on: best.and_then(|row| half(row, 0).value()),
        held_out: best.and_then(|row| half(row, 1).value()),
        kept: false,
    }
}
