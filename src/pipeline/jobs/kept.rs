//! Runs that were kept in files, to compare with.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::pipeline::PipelineError;
use crate::report::answers::bench::{BENCH_REPORT_SCHEMA, BenchReport};
use crate::report::answers::quality::{QUALITY_REPORT_SCHEMA, QualityReport};
use crate::report::answers::topics_bench::{TOPICS_BENCH_SCHEMA, TopicsBenchReport};

/// Most bytes of a run.
const MOST: u64 = 1 << 30;

/// A report of an earlier run, and its file.
#[derive(Debug, Clone)]
pub struct KeptRun<R> {
    pub(super) path: PathBuf,
    pub(super) report: R,
}

impl KeptRun<BenchReport> {
    /// A run of `cognate bench retrieval`.
    ///
    /// # Errors
    /// [`PipelineError::BadRun`] when the file is none of this version.
    pub fn retrieval(file: &Path) -> Result<Self, PipelineError> {
        read(file, BENCH_REPORT_SCHEMA)
    }
}

impl KeptRun<QualityReport> {
    /// A run of `cognate bench quality`.
    ///
    /// # Errors
    /// [`PipelineError::BadRun`] when the file is none of this version.
    pub fn quality(file: &Path) -> Result<Self, PipelineError> {
        read(file, QUALITY_REPORT_SCHEMA)
    }
}

impl KeptRun<TopicsBenchReport> {
    /// A run of `cognate bench topics`.
    ///
    /// # Errors
    /// [`PipelineError::BadRun`] when the file is none of this version.
    pub fn topics(file: &Path) -> Result<Self, PipelineError> {
        read(file, TOPICS_BENCH_SCHEMA)
    }
}

impl<R> KeptRun<R> {
    /// Why it cannot be compared with.
    pub(super) fn bad(&self, reason: String) -> PipelineError {
        PipelineError::BadRun { path: self.path.clone(), reason }
    }
}

pub(super) fn read<R: DeserializeOwned>(file: &Path, schema: u32) -> Result<KeptRun<R>, PipelineError> {
    let bad = |reason: String| PipelineError::BadRun { path: file.to_path_buf(), reason };
    let text = crate::file::read(file, MOST).map_err(|error| bad(error.to_string()))?;
    let value: serde_json::Value = serde_json::from_slice(&text).map_err(|error| bad(error.to_string()))?;
    if value["schema"] != schema {
        return Err(bad(format!("its schema is {}, not {schema}", value["schema"])));
    }
    let report = serde_json::from_value(value).map_err(|error| bad(error.to_string()))?;
    Ok(KeptRun { path: file.to_path_buf(), report })
}
