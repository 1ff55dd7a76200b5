//! A run held against an earlier one.

use crate::bench::{Before, regressions};
use crate::pipeline::jobs::kept::KeptRun;
use crate::report::answers::bench::{BenchComparison, BenchReport, BenchRow, WorseRow};

/// Holds a run against an earlier one.
pub fn compare_bench(
    now: &BenchReport,
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
        let Some(is) = now.rows.iter().find(|row| row.name == was.name) else {
            comparison.missing.push(was.name.clone());
            continue;
        };
        comparison.compared += 1;
        let run = |row: &'_ BenchRow| -> (Vec<f64>, f64) {
            (if paired { row.recalls.clone() } else { Vec::new() }, row.recall.unwrap_or(1.0))
        };
        let ((was_each, was_recall), (is_each, is_recall)) = (run(was), run(is));
        let of = |recalls, recall, row: &BenchRow, run| Before {
            recalls,
            recall,
            best_us: row.best_us,
            yardstick: fastest(run),
        };
        let (was, now) = (of(&was_each, was_recall, was, before), of(&is_each, is_recall, is, now));
        let worse = regressions(&was, &now, margin, recall_margin);
        comparison.worse.extend(worse.into_iter().map(|how| WorseRow { name: is.name.clone(), how }));
    }
    comparison
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
