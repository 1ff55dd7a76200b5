//! The texts that begin in a line of a file.

use std::path::Path;

use super::Texts;
use crate::pipeline::collection::absolute;
use crate::pipeline::{Base, PipelineError};
use crate::topics::registry::{Registry, UnitKey};

/// Keys of the texts that begin in the line and took part in the last run of the topics, in the order in which they stand.
pub(super) fn keys(
    texts: &Texts,
    registry: &Registry,
    file: &str,
    line: u64,
    base: &Base,
) -> Result<Vec<UnitKey>, PipelineError> {
    let path = absolute(Path::new(file));
    let is_file = |unit: &&crate::store::StoredUnit| unit.path == path || base.show(&unit.path) == file;
    let nearest = texts
        .units
        .iter()
        .filter(is_file)
        .map(|unit| unit.line)
        .min_by_key(|&found| (found.abs_diff(line), found))
        .ok_or_else(|| PipelineError::NoTextsOf { file: file.to_owned() })?;
    if nearest != line {
        return Err(PipelineError::NoUnitAt { file: file.to_owned(), line, nearest });
    }
    let there = texts.units.iter().zip(&texts.keys).filter(|(unit, _)| is_file(unit) && unit.line == line);
    let took_part = |key: &UnitKey| {
        registry.outliers().binary_search(key).is_ok()
            || registry.topics().iter().any(|topic| topic.members.binary_search(key).is_ok())
    };
    let keys: Vec<UnitKey> = there.map(|(_, key)| *key).filter(took_part).collect();
    if keys.is_empty() {
        return Err(PipelineError::NotInTopics { file: file.to_owned(), line });
    }
    Ok(keys)
}
