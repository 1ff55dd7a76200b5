//! A run held against an earlier one.

use crate::bench::{Before, TIME, regressions};
use crate::pipeline::jobs::kept::KeptRun;
use crate::report::answers::bench::{BenchComparison, BenchReport, BenchRow, WorseRow};

/// Holds a run against an earlier one; `again` has runs in which what seemed slower was measured again. A setting is slower when it was so in
/// each of them, and the turns of all of them together say so.
pub fn compare_bench(
    now: &BenchReport,
    again: &[BenchReport],
    kept: &KeptRun<BenchReport>,
    margin: f64,
    recall_margin: f64,
) -> BenchComparison {
    let before = &kept.report;
    // Only of the same queries over the same rows is it known which belongs to which.
    let paired = before.hash == now.hash;
    let mut comparison = BenchComparison {
        file: kept.path.display().to_string(),
        margin,
        recall_margin,
        compared: 0,
        changed: changed(before, now),
        missing: Vec::new(),
        worse: Vec::new(),
    };
    for was in &before.rows {
        let Some(is) = row_of(now, &was.name) else {
            comparison.missing.push(was.name.clone());
            continue;
        };
        comparison.compared += 1;
        // What was not measured again was not slower before.
        let more: Vec<(&BenchReport, Option<&BenchRow>)> =
            again.iter().map(|run| (run, row_of(run, &was.name))).collect();
        let before_turns: Vec<f64> = costs(was).collect();
        let turns: Vec<f64> =
            costs(is).chain(more.iter().filter_map(|(_, row)| *row).flat_map(costs)).collect();
        let was = side(was, before, paired, &before_turns);
        let worse_in = |row, run| regressions(&was, &side(row, run, paired, &turns), margin, recall_margin);
        let slow_in = |row, run| worse_in(row, run).iter().any(|how| how.measure == TIME);
        let slow_again = more.iter().all(|(run, row)| row.is_some_and(|row| slow_in(row, run)));
        let worse = worse_in(is, now).into_iter().filter(|how| how.measure != TIME || slow_again);
        comparison.worse.extend(worse.map(|how| WorseRow { name: is.name.clone(), how }));
    }
    comparison
}

fn row_of<'a>(run: &'a BenchReport, name: &str) -> Option<&'a BenchRow> {
    run.rows.iter().find(|row| row.name == name)
}

/// One side of a comparison: a row, its run, and its turns.
fn side<'a>(row: &'a BenchRow, run: &BenchReport, paired: bool, turns: &'a [f64]) -> Before<'a> {
    Before {
        recalls: if paired { &row.recalls } else { &[] },
        recall: row.recall.unwrap_or(1.0),
        best_us: row.best_us,
        yardstick: fastest(run),
        turns,
    }
}

/// What a query took in each turn, in thousands of products of the yardstick just before.
fn costs(row: &BenchRow) -> impl Iterator<Item = f64> {
    let turns = row.turns.iter().filter(|[qps, _]| *qps > 0.0);
    turns.map(|[qps, yardstick]| 1000.0 * yardstick / qps)
}

/// The yardstick at its fastest, as the shortest times are.
fn fastest(run: &BenchReport) -> f64 {
    run.rows.iter().map(|row| row.yardstick).fold(0.0, f64::max)
}

/// What makes them runs of different things. The text may grow from run to run; what it is embedded with and what is asked may not.
fn changed(before: &BenchReport, now: &BenchReport) -> Vec<String> {
    let mut changed = Vec::new();
    if (&before.model, &before.revision) != (&now.model, &now.revision) {
        let name = |report: &BenchReport| {
            let revision =
                report.revision.as_deref().unwrap_or_default().chars().take(12).collect::<String>();
            report.model.as_ref().map_or_else(|| "none".to_owned(), |model| format!("{model} {revision}"))
        };
        changed.push(format!("the model is {}, before {}", name(now), name(before)));
    }
    if before.dimension != now.dimension {
        changed.push(format!("vectors have {} dimensions, before {}", now.dimension, before.dimension));
    }
    if before.k != now.k {
        changed.push(format!("k is {}, before {}", now.k, before.k));
    }
    if before.asked != now.asked {
        changed.push(format!("what is asked is {}, before {}", now.asked, before.asked));
    }
    changed
}
