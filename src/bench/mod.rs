//! Retrieval speed, measured honestly: recall against queries per second, beside exact search, in one run.
//!
//! Recall counts the neighbours found whose similarity is at least that of the true k-th one (as ANN-Benchmarks
//! does; Aumüller, Bernhardsson and Faithfull 2020), so that ties are not punished. Queries are asked one at a
//! time on the calling thread; a warm-up pass is not counted.

pub mod dataset;

use std::time::Instant;

use hdrhistogram::Histogram;

use crate::index::{IndexError, Neighbor, VectorIndex};

/// What is asked of an index.
#[derive(Debug, Clone)]
pub struct Workload {
    /// Unit vectors to find the neighbours of.
    pub queries: Vec<Vec<f32>>,
    /// Number of neighbours.
    pub k: usize,
}

/// One index with one breadth, measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Share of true neighbours found, in [0, 1].
    pub recall: f64,
    /// Queries per second of one thread.
    pub qps: f64,
    /// Median, 95th and 99th percentile of a query's time, in microseconds.
    pub percentiles_us: [f64; 3],
}

/// The true neighbours of every query, from exact search.
///
/// # Errors
/// As the index.
pub fn ground_truth(exact: &dyn VectorIndex, workload: &Workload) -> Result<Vec<Vec<Neighbor>>, IndexError> {
    workload.queries.iter().map(|query| exact.search(query, workload.k, 0)).collect()
}

/// Asks every query and compares with the truth; `done` is told the number of queries answered.
///
/// # Errors
/// As the index.
pub fn measure(
    index: &dyn VectorIndex,
    workload: &Workload,
    ef: usize,
    truth: &[Vec<Neighbor>],
    done: &dyn Fn(usize),
) -> Result<Measured, IndexError> {
    for query in workload.queries.iter().take(100) {
        index.search(query, workload.k, ef)?;
    }
    // Three significant digits of nanoseconds, up to a minute a query.
    let mut times = Histogram::<u64>::new_with_bounds(1, 60_000_000_000, 3).ok();
    let (mut hits, mut wanted) = (0, 0);
    let mut spent = 0.0;
    for (i, (query, truth)) in workload.queries.iter().zip(truth).enumerate() {
        let begin = Instant::now();
        let found = index.search(query, workload.k, ef)?;
        let time = begin.elapsed();
        spent += time.as_secs_f64();
        if let Some(times) = &mut times {
            times.saturating_record(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
        }
        hits += hits_of(&found, truth);
        wanted += truth.len();
        done(i + 1);
    }
    let percentile =
        |q: f64| times.as_ref().map_or(f64::NAN, |times| times.value_at_quantile(q) as f64 / 1000.0);
    Ok(Measured {
        recall: if wanted == 0 { 1.0 } else { hits as f64 / wanted as f64 },
        qps: workload.queries.len() as f64 / spent.max(f64::MIN_POSITIVE),
        percentiles_us: [percentile(0.5), percentile(0.95), percentile(0.99)],
    })
}

fn hits_of(found: &[Neighbor], truth: &[Neighbor]) -> usize {
    // A sum in another order differs in the last digits: that is no miss.
    const SLACK: f32 = 1e-6;
    let Some(last) = truth.last() else { return 0 };
    found.iter().take(truth.len()).filter(|n| n.similarity >= last.similarity - SLACK).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Exact;
    use ndarray::array;

    fn neighbor(id: i64, similarity: f32) -> Neighbor {
        Neighbor { id, similarity }
    }

    #[test]
    fn ties_with_the_last_true_neighbour_count() {
        let truth = [neighbor(1, 0.9), neighbor(2, 0.5)];
        assert_eq!(hits_of(&[neighbor(1, 0.9), neighbor(3, 0.5)], &truth), 2);
        assert_eq!(hits_of(&[neighbor(1, 0.9), neighbor(3, 0.4)], &truth), 1);
        assert_eq!(hits_of(&[], &truth), 0);
        assert_eq!(hits_of(&[neighbor(1, 0.9)], &[]), 0);
    }

    #[test]
    fn exact_search_has_full_recall_and_a_wrong_truth_has_none() {
        let exact = Exact::new(vec![1, 2, 3], array![[1.0, 0.0], [0.0, 1.0], [0.6, 0.8]]).unwrap();
        let workload = Workload { queries: vec![vec![1.0, 0.0], vec![0.0, 1.0]], k: 2 };
        let truth = ground_truth(&exact, &workload).unwrap();
        let measured = measure(&exact, &workload, 0, &truth, &|_| ()).unwrap();
        assert!((measured.recall - 1.0).abs() < f64::EPSILON);
        assert!(measured.qps > 0.0 && measured.percentiles_us[0] <= measured.percentiles_us[2]);
        let better = vec![vec![neighbor(9, 2.0), neighbor(8, 2.0)]; 2];
        assert!(measure(&exact, &workload, 0, &better, &|_| ()).unwrap().recall < f64::EPSILON);
    }
}
