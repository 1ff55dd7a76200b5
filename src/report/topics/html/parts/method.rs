//! How the report was made, how good its topics are, and how to make it again.

use minijinja::context;
use minijinja::value::Value;

use super::super::view::View;
use crate::printable;
use crate::report::text::wrap::{beginning, named};
use crate::report::topics::model::TopicReport;

/// Most columns of what stands beside a name.
const ROW: usize = 2_000;

/// Names and what they are.
pub(in crate::report::topics::html) fn rows(view: &View<'_>) -> Vec<Value> {
    let report = view.report;
    let parameters = report.method.parameters.iter().map(|(name, value)| format!("{name} {value}"));
    let model = &report.model;
    let row = |key: &str, text: String, code: bool| {
        (!text.is_empty()).then(|| context! { name => view.say(key), text => beginning(&text, ROW), code })
    };
    let window = (report.corpus.windowed > 0).then(|| view.counting("page-windowed", report.corpus.windowed));
    let paths: Vec<_> = report.corpus.paths.iter().map(|path| printable::name(path)).collect();
    let rows = [
        row("page-paths", paths.join(", "), false),
        row("page-algorithm", format!("{} – {}", report.method.algorithm, report.method.why), false),
        row("page-settings", parameters.collect::<Vec<_>>().join(", "), true),
        row(
            "page-model",
            format!("{} · {}", named(&model.id), view.counting("page-dimensions", model.dimension)),
            false,
        ),
        row("page-revision", printable::name(&model.revision).into_owned(), true),
        row("page-windows", window.unwrap_or_default(), false),
        row("page-hash-of-all", report.corpus.hash.clone(), true),
        row("page-version", report.generator.clone(), false),
        row("page-again", command(report), true),
    ];
    rows.into_iter().flatten().collect()
}

/// The command that makes this report again, with what is known of its settings.
fn command(report: &TopicReport) -> String {
    let mut words = vec!["cognate".to_owned(), "topics".to_owned()];
    words.extend(report.corpus.paths.iter().map(|path| quoted(path)));
    let mut option = |name: &str, value: String| words.extend([name.to_owned(), quoted(&value)]);
    option("--algorithm", report.method.algorithm.clone());
    for (parameter, name) in
        [("k", "-k"), ("min_size", "--min-size"), ("max_outliers", "--max-outliers"), ("seed", "--seed")]
    {
        let value = report.method.parameters.get(parameter).filter(|value| value.is_number());
        if let Some(value) = value {
            option(name, value.to_string());
        }
    }
    if report.method.parameters.contains_key("given_topics") {
        option("--topics", "FILE".to_owned());
    }
    if report.corpus.unit != "paragraph" {
        option("--unit", report.corpus.unit.clone());
    }
    if !report.levels.is_empty() {
        option("--levels", report.levels.len().to_string());
    }
    let fields = [
        ("--text-field", &report.corpus.reading.text_field),
        ("--id-field", &report.corpus.reading.id_field),
    ];
    for (name, field) in fields {
        if let Some(field) = field {
            option(name, field.clone());
        }
    }
    if report.model.id != "builtin" {
        option("--model", report.model.id.clone());
    }
    words.join(" ")
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let word = printable::name(word);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./,:=+@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.into_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// Each measure with its value and what it means.
pub(in crate::report::topics::html) fn quality(view: &View<'_>) -> Vec<Value> {
    let quality = &view.report.quality;
    let words = view.words;
    let measures = [
        ("silhouette", quality.silhouette),
        ("density", quality.density_validity),
        ("coherence", quality.coherence),
        ("diversity", quality.diversity),
        ("stability", quality.stability),
        ("outlier-share", quality.outlier_share),
        ("trust", view.report.map.as_ref().and_then(|map| map.trustworthiness)),
    ];
    let is_shown = |(name, value): &(&str, Option<f64>)| *name != "trust" || value.is_some();
    let row = |(name, value): (&str, Option<f64>)| {
        context! {
            name => view.say(&format!("page-measure-{name}")),
            value => value.map_or_else(|| view.say("page-not-defined"), |value| words.figure(value)),
            meaning => view.say(&format!("page-meaning-{name}")),
        }
    };
    measures.into_iter().filter(is_shown).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::sample;

    #[test]
    fn a_command_makes_the_report_again() {
        let mut report = sample::report();
        report.corpus.paths = vec!["press".to_owned(), "it's here".to_owned()];
        report.method.parameters.insert("seed".to_owned(), serde_json::json!(7));
        report.method.parameters.insert("k".to_owned(), serde_json::json!("auto"));
        assert_eq!(
            command(&report),
            r"cognate topics press 'it'\''s here' --algorithm agglomerative --seed 7 --levels 1 --id-field key"
        );
    }
}
