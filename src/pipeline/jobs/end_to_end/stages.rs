//! Where the time of `index` goes, told by itself as it goes on.

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::pipeline::jobs::stage_watch::StageWatch;
use crate::pipeline::{Base, Collection, CollectionOptions, PipelineError, Silent, Sources};
use crate::store::Settings;

/// What belongs to no stage: files are looked for, rows are written.
const REST: &str = "the rest";

/// Takes the time of stages.
#[derive(Default)]
pub(super) struct Watch {
    /// Names with the seconds of each round, in the order in which they began.
    stages: Vec<(&'static str, Vec<f64>)>,
}

impl Watch {
    /// Indexes these paths into a folder, and gives the settings with which it was done.
    pub(super) fn round(
        &mut self,
        paths: &[PathBuf],
        folder: &Path,
        options: &CollectionOptions,
        base: &Base,
    ) -> Result<Settings, PipelineError> {
        let watch = StageWatch::new(&Silent);
        let begin = Instant::now();
        let mut collection = Collection::open(folder, options)?;
        let sources = Sources { paths: paths.to_vec(), ..Sources::default() };
        collection.index(&sources, base, &watch)?;
        let all = begin.elapsed().as_secs_f64();
        let spent = watch.into_stages();
        let in_stages: f64 = spent.iter().map(|(_, seconds)| seconds).sum();
        for (name, seconds) in spent.into_iter().chain([(REST, (all - in_stages).max(0.0))]) {
            match self.stages.iter_mut().find(|(other, _)| *other == name) {
                Some((_, of)) => of.push(seconds),
                None => self.stages.push((name, vec![seconds])),
            }
        }
        Ok(collection.settings.clone())
    }

    /// The stages with the seconds of each round.
    pub(super) fn stages(self) -> Vec<(&'static str, Vec<f64>)> {
        self.stages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_come_together() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.txt");
        std::fs::write(&file, "The armored train left at dawn.\n").unwrap();
        let mut watch = Watch::default();
        for round in ["1", "2"] {
            let options = CollectionOptions { no_header: true, ..CollectionOptions::default() };
            let base = Base::working_directory();
            let paths = std::slice::from_ref(&file);
            let settings = watch.round(paths, &folder.path().join(round), &options, &base).unwrap();
            assert!(settings.no_header);
        }
        let stages = watch.stages();
        let names: Vec<_> = stages.iter().map(|(name, _)| *name).collect();
        assert!(names.starts_with(&["reading", "embedding"]) && names.contains(&REST), "{names:?}");
        assert!(stages.iter().all(|(_, seconds)| seconds.len() == 2));
    }
}
