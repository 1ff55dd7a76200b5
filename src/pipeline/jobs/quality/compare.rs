//! A run held against an earlier one, query by query.

use std::collections::HashMap;

use super::measures;
use crate::eval::{Sample, difference_interval};
use crate::pipeline::PipelineError;
use crate::pipeline::jobs::kept::KeptRun;
use crate::report::answers::quality::{FigureChange, QualityComparison, QualityQuery, QualityReport};

/// Holds a run against an earlier one. Queries of the same text are compared; a figure is worse when it fell by more than `margin`, and the
/// 95 % interval of the differences lies below 0.
///
/// # Errors
/// [`PipelineError::BadRun`] when the earlier run is of another number of results, or has none of these queries.
pub fn compare_quality(
    now: &QualityReport,
    kept: &KeptRun<QualityReport>,
    margin: f64,
) -> Result<QualityComparison, PipelineError> {
    let before = &kept.report;
    if before.k != now.k {
        return Err(kept.bad(format!("its k is {}, not {}", before.k, now.k)));
    }
    let mut rows: HashMap<(&str, usize), &QualityQuery> = numbered(&now.rows).collect();
    let mut missing = Vec::new();
    let mut pairs = Vec::new();
    for (key, was) in numbered(&before.rows) {
        match rows.remove(&key) {
            Some(is) => pairs.push((was, is)),
            None => missing.push(was.text.clone()),
        }
    }
    if pairs.is_empty() {
        return Err(kept.bad("it has none of these queries".to_owned()));
    }
    let mut figures = Vec::new();
    for (measure, value) in measures(now.k) {
        let (was, is): (Vec<f64>, Vec<f64>) = pairs.iter().map(|(was, is)| (value(was), value(is))).unzip();
        let (was, is) = (Sample::Mean(was), Sample::Mean(is));
        let (Some(before), Some(now)) = (was.value(), is.value()) else { continue };
        let interval = difference_interval(&is, &was);
        let worse = interval.is_some_and(|[_, high]| high < 0.0) && before - now > margin;
        figures.push(FigureChange { measure, before, now, interval, worse });
    }
    Ok(QualityComparison {
        file: kept.path.display().to_string(),
        margin,
        compared: pairs.len(),
        changed: changed(before, now),
        missing,
        figures,
    })
}

/// What a difference may come from.
fn changed(before: &QualityReport, now: &QualityReport) -> Vec<String> {
    let mut changed = Vec::new();
    let model = |report: &QualityReport| {
        let revision: String = report.model.revision.chars().take(12).collect();
        format!("{} {revision}", report.model.id)
    };
    if model(before) != model(now) {
        changed.push(format!("the model is {}, before {}", model(now), model(before)));
    }
    if before.mode != now.mode {
        changed.push(format!("the mode is {}, before {}", now.mode.name(), before.mode.name()));
    }
    if before.source != now.source {
        changed.push(format!("{} is searched, before {}", now.source, before.source));
    }
    changed
}

/// Queries by their text, and how many of the same text stand before.
fn numbered(rows: &[QualityQuery]) -> impl Iterator<Item = ((&str, usize), &QualityQuery)> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    rows.iter().map(move |row| {
        let count = seen.entry(&row.text).or_default();
        *count += 1;
        ((row.text.as_str(), *count), row)
    })
}
