//! Topics found several times over, with the time of each stage.

use std::time::Instant;

use super::kept::KeptRun;
use super::labels::{agreement_with, topics_apart};
use super::stage_watch::{StageWatch, Stages};
use crate::bench::{Environment, doubts, median, peak_resident, range, shortfall, yardstick};
use crate::pipeline::{Base, Collection, PipelineError, Progress, TopicsOptions};
use crate::report::answers::topics_bench::{
    StageTime, TOPICS_BENCH_SCHEMA, TopicFigures, TopicsBenchReport, TopicsComparison,
};

/// Differences of times below so many seconds are no matter of the program.
const TOO_SHORT: f64 = 0.02;

/// What is measured.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicsBenchOptions {
    /// How topics are found.
    pub topics: TopicsOptions,
    /// How often.
    pub rounds: usize,
    /// The field that labels texts: what topics are held against.
    pub labels: Option<String>,
}

impl Default for TopicsBenchOptions {
    fn default() -> Self {
        Self { topics: TopicsOptions { keep: false, ..TopicsOptions::default() }, rounds: 3, labels: None }
    }
}

impl Collection {
    /// Finds topics several times over, as `cognate topics` does it without keeping them, and takes the time of each stage.
    ///
    /// # Errors
    /// As [`Collection::topics`]; [`PipelineError::NoLabels`] for a field that no text has.
    pub fn bench_topics(
        &self,
        options: &TopicsBenchOptions,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<TopicsBenchReport, PipelineError> {
        let environment = Environment::look();
        let units = match self.stored {
            Some(stored) if options.labels.is_some() => self.store.units(stored)?,
            _ => Vec::new(),
        };
        // Before the work, which may be long.
        let labels = options.labels.as_deref().map(|field| self.labels(field, &units)).transpose()?;
        drop(units);
        let mut rounds = Vec::new();
        let mut first = None;
        let mut repeatable = true;
        let mut yardsticks = Vec::new();
        for _ in 0..options.rounds.max(1) {
            yardsticks.push(yardstick());
            let watch = StageWatch::new(progress);
            let begin = Instant::now();
            let report = self.topics(&options.topics, Vec::new(), base, &watch)?;
            let whole = begin.elapsed().as_secs_f64();
            rounds.push((whole, watch.into_stages()));
            match &first {
                None => first = Some((topics_apart(&report), report)),
                Some((before, _)) => repeatable &= *before == topics_apart(&report),
            }
        }
        let empty =
            || PipelineError::EmptyCorpus { paths: vec![self.folder().display().to_string()], skipped: 0 };
        let (_, report) = first.ok_or_else(empty)?;
        let corpus = &report.corpus;
        let seconds: Vec<f64> = rounds.iter().map(|(whole, _)| *whole).collect();
        let unrest = shortfall(&yardsticks);
        Ok(TopicsBenchReport {
            schema: TOPICS_BENCH_SCHEMA,
            source: self.folder().display().to_string(),
            units: corpus.units,
            proper: corpus.in_topics + corpus.outliers,
            topics: report.topics.len(),
            in_topics: corpus.in_topics,
            outliers: corpus.outliers,
            repeatable,
            labels: labels.as_ref().and_then(|labels| agreement_with(&report, labels)),
            label_field: options.labels.clone(),
            rounds: rounds.len(),
            seconds: median(&seconds),
            seconds_range: range(&seconds),
            stages: stages(&rounds),
            peak_bytes: peak_resident(),
            warnings: doubts(&environment, unrest),
            environment,
            yardstick: yardsticks.iter().copied().fold(0.0, f64::max),
            unrest,
            command: None,
            comparison: None,
            algorithm: report.method.algorithm,
            quality: TopicFigures {
                silhouette: report.quality.silhouette,
                density_validity: report.quality.density_validity,
                coherence: report.quality.coherence,
                diversity: report.quality.diversity,
                stability: report.quality.stability,
            },
            model: report.model,
        })
    }
}

/// Holds a run against an earlier one. Time is worse when it grew by more than `margin`, as if the machine had been as fast both times as its
/// yardstick; agreement with labels when it fell by more than `label_margin`; and rounds that differ are worse where they did not before.
pub fn compare_topics_bench(
    now: &TopicsBenchReport,
    kept: &KeptRun<TopicsBenchReport>,
    margin: f64,
    label_margin: f64,
) -> TopicsComparison {
    let before = &kept.report;
    let machine = if now.yardstick > 0.0 { before.yardstick / now.yardstick } else { 1.0 };
    // The shortest: what else the machine does makes times longer and never shorter.
    let expected = before.seconds_range[0] * machine;
    let mut worse = Vec::new();
    let slowest = now.seconds_range[0];
    if expected > 0.0 && slowest > expected * (1.0 + margin) && slowest - expected > TOO_SHORT {
        let more = (slowest / expected - 1.0) * 100.0;
        worse.push(format!("{slowest:.2} s, {expected:.2} s expected: {more:.0} % more"));
    }
    match (&before.labels, &now.labels) {
        (Some(was), Some(is)) if was.ami - is.ami > label_margin => {
            worse.push(format!("agreement with labels {:.4}, before {:.4}", is.ami, was.ami));
        }
        (Some(was), None) => {
            worse.push(format!("agreement with labels is not measured, before {:.4}", was.ami));
        }
        _ => {}
    }
    if before.repeatable && !now.repeatable {
        worse.push("topics are not the same in every round".to_owned());
    }
    TopicsComparison {
        file: kept.path.display().to_string(),
        margin,
        label_margin,
        expected_seconds: expected,
        worse,
    }
}

/// The median of the rounds for each stage, in the order of the first round.
fn stages(rounds: &[(f64, Stages)]) -> Vec<StageTime> {
    let mut names: Vec<&'static str> = Vec::new();
    for (name, _) in rounds.iter().flat_map(|(_, stages)| stages) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    let of = |name: &'static str| {
        // A stage that a round did not have took no time in it.
        let taken = |(_, stages): &(f64, Stages)| {
            stages.iter().find(|(other, _)| *other == name).map_or(0.0, |(_, seconds)| *seconds)
        };
        let taken: Vec<f64> = rounds.iter().map(taken).collect();
        StageTime { name: name.to_owned(), seconds: median(&taken), range: range(&taken) }
    };
    names.into_iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::answers::topics_bench::LabelAgreement;

    #[test]
    fn the_median_of_a_stage_is_taken_over_rounds() {
        let rounds = [
            (6.0, vec![("a", 2.0), ("b", 4.0)]),
            (9.0, vec![("a", 4.0), ("b", 5.0), ("c", 1.0)]),
            (30.0, vec![("a", 20.0), ("b", 10.0)]),
        ];
        let stages = stages(&rounds);
        let of: Vec<_> =
            stages.iter().map(|stage| (stage.name.as_str(), stage.seconds, stage.range)).collect();
        assert_eq!(of, [("a", 4.0, [2.0, 20.0]), ("b", 5.0, [4.0, 10.0]), ("c", 0.0, [0.0, 1.0])]);
    }

    #[test]
    fn what_got_worse_is_told_and_a_slower_machine_is_not() {
        let labels = |ami: f64| Some(LabelAgreement { labels: 2, texts: 9, ami, ari: 0.0, v_measure: 0.0 });
        let run = |seconds: f64, yardstick: f64, ami: Option<LabelAgreement>, repeatable: bool| {
            let kept = kept();
            TopicsBenchReport {
                seconds,
                seconds_range: [seconds, seconds * 2.0],
                yardstick,
                labels: ami,
                repeatable,
                ..kept
            }
        };
        let before = KeptRun { path: "monday.json".into(), report: run(10.0, 1000.0, labels(0.5), true) };
        let worse = |now: &TopicsBenchReport| compare_topics_bench(now, &before, 0.25, 0.01).worse;
        assert!(worse(&run(12.0, 1000.0, labels(0.495), true)).is_empty(), "within the margins");
        assert!(worse(&run(20.0, 500.0, labels(0.6), true)).is_empty(), "half as fast a machine");
        assert_eq!(worse(&run(13.0, 1000.0, labels(0.5), true)).len(), 1);
        assert_eq!(worse(&run(10.0, 1000.0, labels(0.4), true)).len(), 1);
        assert_eq!(worse(&run(10.0, 1000.0, None, false)).len(), 2);
    }

    fn kept() -> TopicsBenchReport {
        let collection = Collection::in_memory(&crate::pipeline::CollectionOptions::default()).unwrap();
        let mut report = None;
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), "The train left the station at dawn, an hour late.\n")
            .unwrap();
        let sources = crate::pipeline::Sources { paths: vec![folder.path().into()], ..Default::default() };
        let mut collection = collection;
        let base = Base::working_directory();
        collection.index(&sources, &base, &crate::pipeline::Silent).unwrap();
        let options = TopicsBenchOptions { rounds: 1, ..TopicsBenchOptions::default() };
        report.replace(collection.bench_topics(&options, &base, &crate::pipeline::Silent).unwrap());
        report.unwrap()
    }
}
