//! The topic report as a document to hand to a colleague.

mod escape;

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior, Value, context};

use super::ReportError;
use super::layout::number::{count, grouped, languages, share};
use super::layout::place::{citation, reason, spot};
use super::layout::wrap::{cut, one_line};
use super::model::{Borderline, Excerpt, TopicEntry, TopicReport, UnitEntry};
use super::terminal::rows::read_in_parts;
use super::terminal::{is_outlier, model, proper_units, sum, why_no_topic};
use super::wording::topic as wording;
use super::wording::{changes, contrast, levels, quality, time};

/// Columns of the first words of a paragraph in a table.
const WORDS: usize = 80;

/// Most columns of a line over time.
const COLUMNS: usize = 48;

const TEMPLATE: &str = include_str!("templates/topics.md.j2");

/// The report as Markdown (CommonMark with tables).
///
/// Text that comes from files is escaped, so that it reads as it stands there and cannot change the document.
///
/// # Errors
///
/// When the template fails, which is a defect of this crate.
pub fn render(report: &TopicReport) -> Result<String, ReportError> {
    let mut environment = Environment::new();
    let whitespace =
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?;
    environment.set_syntax(whitespace);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter("md", |text: &str| escape::escape(text));
    environment.add_filter("quote", |text: &str| escape::quote(text));
    environment.add_filter("words", |text: &str| cut(&one_line(text), WORDS));
    environment.add_template("topics.md", TEMPLATE)?;
    Ok(environment.get_template("topics.md")?.render(values(report))?)
}

fn values(report: &TopicReport) -> Value {
    let corpus = &report.corpus;
    context! {
        generator => &report.generator,
        paths => corpus.paths.join(", "),
        unit => &corpus.unit,
        files => corpus.files,
        documents => corpus.documents,
        units => corpus.units,
        in_topics => corpus.in_topics,
        outlier_count => corpus.outliers,
        languages => languages(&corpus.languages),
        topics => report.topics.iter().map(|entry| topic(report, entry)).collect::<Vec<_>>(),
        no_topic => why_no_topic(report),
        outliers => list(report, is_outlier, |unit| wording::outlier(report, unit)),
        boilerplate => list(report, |unit| unit.boilerplate.is_some(), |unit| {
            unit.boilerplate.map(|why| reason(why).to_owned()).unwrap_or_default()
        }),
        without_vector => list(report, |unit| unit.without_vector, |_| String::new()),
        skipped => corpus.skipped.iter().map(|file| context! { path => &file.path, reason => &file.reason })
            .collect::<Vec<_>>(),
        algorithm => &report.method.algorithm,
        why => &report.method.why,
        parameters => parameters(&report.method.parameters),
        model => model(&report.model),
        figures => quality::figures(&report.quality).into_iter()
            .map(|(name, value)| context! { name, value }).collect::<Vec<_>>(),
        changes => changes::by_kind(report).into_iter()
            .map(|(kind, texts)| context! { kind, text => texts.join("; ") }).collect::<Vec<_>>(),
        levels => levels::tree(report).into_iter()
            .map(|branch| context! { indent => "  ".repeat(branch.depth), text => branch.text }).collect::<Vec<_>>(),
        time => over_time(report),
        contrast => two_sets(report),
        copies => wording::copies(report),
        outlier_share => report.quality.outlier_share.map(|share| format!("{:.0}%", share * 100.0)),
        sum => sum(corpus),
        in_parts => read_in_parts(corpus.windowed, &corpus.unit, corpus.window),
    }
}

fn topic(report: &TopicReport, entry: &TopicEntry) -> Value {
    let mut members: Vec<_> = report.units.iter().filter(|unit| unit.topic == Some(entry.id)).collect();
    members.sort_by(|a, b| b.strength.unwrap_or(0.0).total_cmp(&a.strength.unwrap_or(0.0)));
    let sentence = entry.summary.as_ref();
    let place =
        sentence.and_then(|sentence| report.units.get(sentence.unit)).map(|unit| citation(&unit.place));
    context! {
        id => entry.id,
        label => &entry.label,
        summary => sentence.map(|sentence| &sentence.text),
        summary_place => place.unwrap_or_default(),
        size => wording::size(report, entry),
        units => entry.units,
        independent => grouped(entry.independent),
        has_copies => entry.independent < entry.units,
        share => share(entry.units, proper_units(report)),
        documents => entry.documents,
        in_documents => count(entry.documents, "document"),
        languages => languages(&entry.languages),
        cohesion => format!("{:.2}", entry.cohesion),
        given => entry.given,
        figures => wording::figures(entry),
        stability => wording::stability(report, entry),
        mentions => wording::mentions(entry, usize::MAX, usize::MAX),
        terms => wording::terms(entry).join(", "),
        excerpts => entry.representatives.iter().map(excerpt).collect::<Vec<_>>(),
        members => members.into_iter().map(member).collect::<Vec<_>>(),
        borderline => entry.borderline.iter().filter_map(|unit| border(report, unit)).collect::<Vec<_>>(),
    }
}

fn border(report: &TopicReport, border: &Borderline) -> Option<Value> {
    let unit = report.units.get(border.unit)?;
    Some(context! { place => spot(&unit.place), note => wording::border(report, border), text => &unit.text })
}

fn over_time(report: &TopicReport) -> Option<Value> {
    let timeline = time::of(report)?;
    let rows = time::rows(report, timeline, COLUMNS).into_iter();
    Some(context! {
        span => time::span(timeline, COLUMNS),
        left_out => time::left_out(report, timeline),
        rows => rows.map(|row| context! { spark => row.spark, name => row.name, changes => row.changes.join("; ") })
            .collect::<Vec<_>>(),
    })
}

fn two_sets(report: &TopicReport) -> Option<Value> {
    let found = contrast::of(report)?;
    let rows = contrast::rows(report, found).into_iter();
    Some(context! {
        sets => contrast::sets(report, found),
        rows => rows.map(|row| context! {
            name => row.name,
            shares => row.shares,
            q => row.q,
            more_in => row.more_in,
            text => row.exemplar.map_or("", |unit| unit.text.as_str()),
            place => row.exemplar.map(|unit| spot(&unit.place)).unwrap_or_default(),
        }).collect::<Vec<_>>(),
    })
}

fn excerpt(excerpt: &Excerpt) -> Value {
    context! { text => &excerpt.text, citation => citation(&excerpt.place) }
}

fn member(unit: &UnitEntry) -> Value {
    context! {
        place => spot(&unit.place),
        strength => unit.strength.map(|strength| format!("{strength:.2}")),
        text => &unit.text,
    }
}

fn list(
    report: &TopicReport,
    belongs: impl Fn(&UnitEntry) -> bool,
    note: impl Fn(&UnitEntry) -> String,
) -> Vec<Value> {
    let units = report.units.iter().filter(|unit| belongs(unit));
    units
        .map(|unit| context! { place => spot(&unit.place), text => &unit.text, note => note(unit) })
        .collect()
}

fn parameters(parameters: &BTreeMap<String, serde_json::Value>) -> String {
    parameters.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
