//! The time that each stage of a job takes, from what it tells as it goes on.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::pipeline::{Progress, Stage};

/// Seconds of stages by what they are called, in the order in which they began; a stage that comes again is one.
pub(super) type Stages = Vec<(&'static str, f64)>;

/// Takes the time of stages, which follow each other, and passes on what it is told.
pub(super) struct StageWatch<'a> {
    told: &'a dyn Progress,
    running: Mutex<Option<(Stage, Instant)>>,
    spent: Mutex<Stages>,
}

impl<'a> StageWatch<'a> {
    pub(super) fn new(told: &'a dyn Progress) -> Self {
        Self { told, running: Mutex::default(), spent: Mutex::default() }
    }

    /// The stages that ended.
    pub(super) fn into_stages(self) -> Stages {
        self.spent.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends what is running, if anything is.
    fn stop(&self) {
        let ended = self.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some((stage, begin)) = ended else { return };
        let seconds = begin.elapsed().as_secs_f64();
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        match spent.iter_mut().find(|(name, _)| *name == stage.name()) {
            Some((_, of)) => *of += seconds,
            None => spent.push((stage.name(), seconds)),
        }
    }
}

impl Progress for StageWatch<'_> {
    fn begin(&self, stage: Stage, total: u64) {
        self.stop();
        self.told.begin(stage, total);
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = Some((stage, Instant::now()));
    }

    fn done(&self, count: u64) {
        self.told.done(count);
    }

    fn end(&self) {
        self.stop();
        self.told.end();
    }

    fn note(&self, message: &str) {
        self.told.note(message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was told.
    #[derive(Default)]
    struct Told(Mutex<Vec<String>>);

    impl Progress for Told {
        fn begin(&self, stage: Stage, total: u64) {
            self.0.lock().unwrap().push(format!("{} {total}", stage.name()));
        }

        fn done(&self, count: u64) {
            self.0.lock().unwrap().push(count.to_string());
        }

        fn end(&self) {
            self.0.lock().unwrap().push("end".to_owned());
        }

        fn note(&self, message: &str) {
            self.0.lock().unwrap().push(message.to_owned());
        }
    }

    #[test]
    fn a_stage_is_passed_on_and_one_that_comes_again_is_one() {
        let told = Told::default();
        let watch = StageWatch::new(&told);
        watch.begin(Stage::Reading, 2);
        watch.done(1);
        watch.note("a file is empty");
        // The next one ends it.
        watch.begin(Stage::Embedding, 0);
        watch.end();
        watch.begin(Stage::Reading, 2);
        watch.end();
        // Never ended: nothing is said of it.
        watch.begin(Stage::Clustering, 0);
        let stages = watch.into_stages();
        assert_eq!(stages.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["reading", "embedding"]);
        assert!(stages.iter().all(|(_, seconds)| *seconds >= 0.0));
        let told = told.0.into_inner().unwrap();
        let clustering = format!("{} 0", Stage::Clustering.name());
        assert_eq!(told[..5], ["reading 2", "1", "a file is empty", "embedding 0", "end"]);
        assert_eq!(told[5..], ["reading 2", "end", clustering.as_str()]);
    }
}
