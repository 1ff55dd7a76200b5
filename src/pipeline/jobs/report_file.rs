//! Topic reports that were kept as JSON, read back.

use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::pipeline::PipelineError;
use crate::report::topics::model::TOPIC_REPORT_SCHEMA;

/// Most bytes of a report that is read back.
const MOST_BYTES: u64 = 4 << 30;

/// The version alone, to be read before anything else.
#[derive(Deserialize)]
struct Version {
    schema: u32,
}

/// What `T` takes of a topic report of any version up to this one.
///
/// # Errors
/// [`PipelineError::UnreadableReport`] for a file that cannot be read, and [`PipelineError::BadReport`] for one that is
/// no topic report or is not whole.
pub(in crate::pipeline) fn read<T: DeserializeOwned>(path: &Path) -> Result<T, PipelineError> {
    let unreadable = |source| PipelineError::UnreadableReport { path: path.to_path_buf(), source };
    let bytes = crate::file::read(path, MOST_BYTES).map_err(unreadable)?;
    let not_json = |error: serde_json::Error| bad(path, Some(error.line()), reason(&error));
    let Version { schema } = serde_json::from_slice(&bytes).map_err(not_json)?;
    if schema == 0 || schema > TOPIC_REPORT_SCHEMA {
        return Err(bad(
            path,
            None,
            format!("its schema is {schema}, and 1 to {TOPIC_REPORT_SCHEMA} can be read"),
        ));
    }
    serde_json::from_slice(&bytes).map_err(not_json)
}

/// A file that is no topic report.
pub(in crate::pipeline) fn bad(path: &Path, line: Option<usize>, reason: String) -> PipelineError {
    PipelineError::BadReport { path: path.to_path_buf(), line, reason }
}

/// What is wrong, without the place, which is told before it.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(reason, _)| reason.to_owned())
}
