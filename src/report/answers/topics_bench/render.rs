//! Measured topics in a terminal.

use super::{StageTime, TopicsBenchReport};
use crate::report::answers::bench::machine_line;
use crate::report::text::Ink;
use crate::report::text::number::{bar, bytes, count, percent};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::row;
use crate::report::text::wrap::{label, named};

/// Cells of the bar of a stage.
const CELLS: usize = 20;

/// The report as text for a terminal.
pub fn render(report: &TopicsBenchReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    row(&mut page, "Measured", &measured(report), Ink::bold);
    row(&mut page, "Found", &found(report), plain);
    for (name, fact) in facts(report) {
        row(&mut page, name, &fact, plain);
    }
    row(&mut page, "Machine", &machine_line(&report.environment), Ink::dim);
    for warning in &report.warnings {
        row(&mut page, "Careful", &label(warning), Ink::warning);
    }
    page.blank();
    row(&mut page, "Time", &whole(report), Ink::bold);
    let widest = report.stages.iter().map(|stage| stage.name.chars().count()).max().unwrap_or(0);
    for stage in &report.stages {
        let share = if report.seconds > 0.0 { stage.seconds / report.seconds } else { 0.0 };
        let name = label(&stage.name);
        let line = format!(
            "  {name:<widest$}  {:>9}  {:>4}  {}",
            seconds(stage.seconds),
            percent(share),
            bar(share, CELLS)
        );
        page.line(line.trim_end());
    }
    let notes = notes(report);
    if !notes.is_empty() {
        page.blank();
    }
    for note in notes {
        page.wrapped("", &note, Ink::bold);
    }
    page.into_text()
}

pub(super) fn measured(report: &TopicsBenchReport) -> String {
    format!(
        "{} · {}, {} of text proper · {}",
        label(&report.source),
        count(report.units, "unit"),
        count(report.proper, "unit"),
        named(&report.model.id)
    )
}

pub(super) fn found(report: &TopicsBenchReport) -> String {
    let repeatable = if report.rounds < 2 {
        ""
    } else if report.repeatable {
        " · the same in every round"
    } else {
        " · not the same in every round"
    };
    format!(
        "{} by {} · {} in none{repeatable}",
        count(report.topics, "topic"),
        label(&report.algorithm),
        count(report.outliers, "unit"),
    )
}

/// How good they are, and what they take.
pub(super) fn facts(report: &TopicsBenchReport) -> Vec<(&'static str, String)> {
    let quality = &report.quality;
    let figures = [
        ("silhouette", quality.silhouette),
        ("density validity", quality.density_validity),
        ("coherence of terms", quality.coherence),
        ("stability", quality.stability),
    ];
    let figures: Vec<String> =
        figures.iter().filter_map(|(name, value)| value.map(|value| format!("{name} {value:.3}"))).collect();
    let mut facts = Vec::new();
    if !figures.is_empty() {
        facts.push(("Quality", figures.join(" · ")));
    }
    if let Some(labels) = &report.labels {
        let field = report.label_field.as_deref().unwrap_or("label");
        facts.push((
            "Labels",
            format!(
                "{} of {} in `{}`: adjusted mutual information {:.4} · adjusted Rand index {:.4} · V-measure {:.4}",
                count(labels.labels, "label"),
                count(labels.texts, "unit"),
                named(field),
                labels.ami,
                labels.ari,
                labels.v_measure
            ),
        ));
    }
    if let Some(peak) = report.peak_bytes {
        facts.push(("Memory", format!("{} at most, of the whole process", bytes(peak))));
    }
    facts
}

pub(super) fn whole(report: &TopicsBenchReport) -> String {
    let [low, high] = report.seconds_range;
    let rate = if report.seconds > 0.0 { report.proper as f64 / report.seconds } else { 0.0 };
    let range = if report.rounds > 1 {
        format!(" ({} to {} in {})", seconds(low), seconds(high), count(report.rounds, "round"))
    } else {
        String::new()
    };
    format!("{}{range}, {rate:.0} units a second", seconds(report.seconds))
}

/// What is said of an earlier run.
pub(super) fn notes(report: &TopicsBenchReport) -> Vec<String> {
    let Some(compared) = &report.comparison else { return Vec::new() };
    let mut notes = vec![format!(
        "Compared with {}: time within {}, agreement with labels within {}",
        label(&compared.file),
        percent(compared.margin),
        compared.label_margin
    )];
    if compared.worse.is_empty() {
        notes.push("Nothing got worse".to_owned());
    }
    notes.extend(compared.worse.iter().map(|worse| format!("Worse: {}", label(worse))));
    notes
}

/// Seconds, in milliseconds where they are few.
pub(super) fn seconds(value: f64) -> String {
    if value < 1.0 { format!("{:.1} ms", value * 1000.0) } else { format!("{value:.2} s") }
}

/// The stages as rows of a table.
pub(super) fn stage_cells(stage: &StageTime) -> [String; 4] {
    [label(&stage.name), seconds(stage.seconds), seconds(stage.range[0]), seconds(stage.range[1])]
}
