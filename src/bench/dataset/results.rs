//! What an index answered, as a file that the plots of ann-benchmarks read.

use std::path::{Path, PathBuf};

use super::Metric;

/// One index with one setting, asked every query of a data set.
///
/// The file is what `ann_benchmarks/results.py` stores: HDF5 with the attributes `algo`, `name`, `dataset`, `distance`, `count`, `build_time`,
/// `index_size`, `best_search_time`, `candidates`, `run_count`, `batch_mode` and `expect_extra`, and the arrays `times` (`f32`, one value a query),
/// `neighbors` (`i32`, `count` a query, -1 where there are no more) and `distances` (`f32`, infinite where there are no more). The plots compare
/// these distances with those of the data set, so they must be of [`Metric::distance`] and of the vectors as they are in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The program: the name of a line in the plots.
    pub algo: String,
    /// The program with its setting: the name of a point.
    pub name: String,
    /// The data set, as its file is called without its ending: `glove-100-angular`.
    pub dataset: String,
    /// The metric.
    pub metric: Metric,
    /// How many neighbours were asked for.
    pub count: usize,
    /// Seconds that building the index took.
    pub build_time: f64,
    /// Kilobytes of memory (1024 bytes) that the index takes.
    pub index_size: f64,
    /// Mean seconds of a query in the best of the passes.
    pub best_search_time: f64,
    /// How many passes there were.
    pub run_count: usize,
    /// Whether all queries were asked at once.
    pub batch: bool,
    /// Seconds of each query.
    pub times: Vec<f32>,
    /// Numbers of vectors and their distances of each query, the nearest first.
    pub neighbors: Vec<Vec<(i64, f32)>>,
}

impl Run {
    /// Where the plots look for this run below a folder, which they call `results`: `DATASET/COUNT/ALGO/NAME.hdf5`. What is neither a letter nor a
    /// digit becomes `_`, in the name of the file, and only there.
    pub fn path(&self, results: &Path) -> PathBuf {
        let plain = |c: char| if c.is_alphanumeric() { c } else { '_' };
        let mut name: String = self.name.chars().map(plain).collect();
        while name.contains("__") {
            name = name.replace("__", "_");
        }
        let algo = if self.batch { format!("{}-batch", self.algo) } else { self.algo.clone() };
        let file = format!("{}.hdf5", name.trim_matches('_'));
        results.join(&self.dataset).join(self.count.to_string()).join(algo).join(file)
    }

    /// Mean number of neighbours of a query.
    pub fn candidates(&self) -> f64 {
        let found: usize = self.neighbors.iter().map(Vec::len).sum();
        found as f64 / self.neighbors.len().max(1) as f64
    }
}

#[cfg(feature = "hdf5")]
mod hdf5;
