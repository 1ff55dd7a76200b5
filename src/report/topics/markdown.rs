//! The topic report as a document to hand to a colleague.

use std::collections::BTreeMap;
use std::sync::Arc;

use fluent_bundle::FluentValue;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Environment, ErrorKind, UndefinedBehavior, Value, context};

use crate::printable;
use crate::report::ReportError;
use crate::report::text::markdown;
use crate::report::text::place::{citation, paths, spot};
use crate::report::text::rows::model;
use crate::report::text::rows::read_in_parts;
use crate::report::text::translations::Translations;
use crate::report::text::wrap::{beginning, capital, label};
use crate::report::topics::look::Look;
use crate::report::topics::model::{Borderline, CorpusSummary, Excerpt, TopicEntry, TopicReport, UnitEntry};
use crate::report::topics::wording::corpus::{repeated as repeated_lead, sum, why_no_topic};
use crate::report::topics::wording::topic as wording;
use crate::report::topics::wording::topic::{InPart, Labels};
use crate::report::topics::wording::{changes, contrast, given, levels, per, quality, time};

/// Columns of the first words of a paragraph in a table.
const WORDS: usize = 80;

/// Columns of a title.
const LONGEST_TITLE: usize = 200;
/// Most characters of an excerpt: a page of a book has as many.
const EXCERPT: usize = 1500;

/// Most columns of a line over time.
const COLUMNS: usize = 48;

/// Name of the template, with which a person replaces it.
const NAME: &str = "topics.md.j2";

const TEMPLATE: &str = include_str!("templates/topics.md.j2");

/// The report as Markdown (CommonMark with tables), in the language of the look, with its title, author and date where it has them.
///
/// Text that comes from files is escaped, so that it reads as it stands there and cannot change the document.
///
/// # Errors
///
/// When the template `topics.md.j2` of the look is none, or names what is not there; the error has its line.
pub fn render(report: &TopicReport, look: &Look) -> Result<String, ReportError> {
    let words = Arc::new(Translations::new(look.language));
    let mut environment = Environment::new();
    let whitespace =
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?;
    environment.set_syntax(whitespace);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter("md", |text: &str| markdown::escape(text));
    environment.add_filter("said", |text: &str| markdown::escape_line(text));
    environment.add_filter("quote", |text: &str| markdown::quote(text));
    environment.add_filter("words", |text: &str| beginning(text, WORDS));
    environment.add_filter("capital", capital);
    let speaker = Arc::clone(&words);
    environment.set_formatter(crate::report::printed);
    environment.add_function("say", move |key: &str, values: Kwargs| say(&speaker, key, &values));
    environment.add_template(NAME, look.templates.get(NAME).map_or(TEMPLATE, String::as_str))?;
    Ok(environment.get_template(NAME)?.render(values(&words, report, look))?)
}

/// A message for the template. `n` chooses the form, and is shown as the language writes it unless `shown` says how.
///
/// # Errors
///
/// When there is no such message, or a number is none of a count.
fn say(words: &Translations, key: &str, values: &Kwargs) -> Result<String, minijinja::Error> {
    if !words.has(key) {
        return Err(minijinja::Error::new(
            ErrorKind::InvalidOperation,
            format!("there is no message `{key}`"),
        ));
    }
    let mut given: Vec<(&str, FluentValue<'_>)> = Vec::new();
    for name in values.args() {
        let value: Value = values.get(name)?;
        given.push((
            name,
            match value.kind() {
                ValueKind::Number => usize::try_from(value)?.into(),
                _ => value.to_string().into(),
            },
        ));
    }
    let number = given.iter().find(|(name, _)| *name == "n").map(|(_, number)| number.clone());
    if let Some(FluentValue::Number(number)) = number
        && !given.iter().any(|(name, _)| *name == "shown")
    {
        given.push(("shown", words.grouped(number.value as usize).into()));
    }
    Ok(words.with(key, &given))
}

fn values(words: &Translations, report: &TopicReport, look: &Look) -> Value {
    let corpus = &report.corpus;
    let labels = Labels::of(report);
    let mut members = wording::members(report);
    let mut in_part = wording::in_part(report);
    context! {
        title => look.title.as_deref().map(label),
        // Who and when, on one line below the title.
        by => [&look.author, &look.date].into_iter().flatten().map(|text| label(text)).collect::<Vec<_>>().join(" · "),
        generator => label(&report.generator),
        paths => paths(&report.corpus.paths),
        unit => &corpus.unit,
        files => corpus.files,
        documents => corpus.documents,
        units => corpus.units,
        in_topics => corpus.in_topics,
        outlier_count => corpus.outliers,
        languages => words.languages(&corpus.languages),
        topics => report.topics.iter()
            .map(|entry| {
                let members = members.remove(&entry.id).unwrap_or_default();
                let in_part = in_part.remove(&entry.id).unwrap_or_default();
                topic(words, report, &labels, (&members, &in_part), entry)
            })
            .collect::<Vec<_>>(),
        no_topic => why_no_topic(words, report),
        given_none => given::none_of_these(words, report),
        given => given::told(words, report).into_iter().map(|told| context! {
            text => told.text,
            quoted => told.unit.map(|unit| &unit.text),
            place => told.unit.map(|unit| spot(&unit.place)).unwrap_or_default(),
        }).collect::<Vec<_>>(),
        outliers => list(report, UnitEntry::is_outlier, |unit| wording::outlier(words, &labels, unit)),
        boilerplate => list(report, |unit| unit.boilerplate.is_some(), |unit| {
            unit.boilerplate.map(|why| words.boilerplate(why)).unwrap_or_default()
        }),
        repeated => repeated(words, corpus),
        without_vector => list(report, |unit| unit.without_vector, |_| String::new()),
        skipped => corpus.skipped.iter().map(|file| context! {
            path => printable::name(&file.path), reason => printable::message(&file.reason),
        }).collect::<Vec<_>>(),
        algorithm => &report.method.algorithm,
        why => &report.method.why,
        parameters => parameters(&report.method.parameters),
        model => model(words, &report.model),
        figures => quality::figures(words, &report.quality).into_iter()
            .map(|(name, value)| context! { name, value }).collect::<Vec<_>>(),
        changes => changes::by_kind(words, report).into_iter()
            .map(|(kind, texts)| {
                context! { kind => words.say(&format!("change-{kind}")), text => words.phrases(&texts) }
            }).collect::<Vec<_>>(),
        levels => levels::tree(words, report).into_iter()
            .map(|branch| context! { indent => "  ".repeat(branch.depth), text => branch.text }).collect::<Vec<_>>(),
        time => over_time(words, report),
        contrast => two_sets(words, report),
        per => by_field(words, report),
        copies => wording::copies(words, report),
        outlier_share => report.quality.outlier_share
            .map_or_else(|| words.say("not-defined"), |share| words.whole_percent(share)),
        sum => sum(words, corpus),
        in_parts => read_in_parts(words, corpus.windowed, &corpus.unit, corpus.window),
    }
}

fn repeated(words: &Translations, corpus: &CorpusSummary) -> Option<Value> {
    let lead = repeated_lead(words, corpus)?;
    let examples = corpus.repeated.examples.iter();
    let examples = examples.map(|of| context! { text => &of.text, times => words.grouped(of.times) });
    Some(context! { lead, examples => examples.collect::<Vec<_>>() })
}

fn topic(
    words: &Translations,
    report: &TopicReport,
    labels: &Labels<'_>,
    (members, in_part): (&[&UnitEntry], &[InPart<'_>]),
    entry: &TopicEntry,
) -> Value {
    let also = in_part.iter().map(|also| {
        let note = also.note(words, labels);
        context! { place => spot(&also.unit.place), note, text => also.text() }
    });
    let sentence = wording::summary(entry);
    let unit = |number: usize| report.units.get(number);
    let cited = sentence.and_then(|sentence| unit(sentence.unit)).map(|unit| citation(&unit.place));
    let titles = entry.titles.iter().map(|title| {
        let place = unit(title.unit).map(|unit| spot(&unit.place)).unwrap_or_default();
        context! { text => beginning(&title.text, LONGEST_TITLE), place }
    });
    context! {
        id => entry.id,
        label => label(&entry.label),
        summary => sentence.map(|sentence| &sentence.text),
        summary_place => cited.unwrap_or_default(),
        titles => titles.collect::<Vec<_>>(),
        size => wording::size_in_documents(words, report, entry),
        units => entry.units,
        independent => words.grouped(entry.independent),
        share => words.share(entry.units, report.proper_units()),
        documents => entry.documents,
        languages => words.languages(&entry.languages),
        cohesion => words.figure(f64::from(entry.cohesion)),
        given => entry.given,
        figures => wording::figures(words, entry),
        stability => wording::stability(words, report, entry),
        mentions => wording::mentions(words, entry, usize::MAX, usize::MAX),
        terms => wording::terms(entry).join(", "),
        excerpts => entry.representatives.iter().map(excerpt).collect::<Vec<_>>(),
        members => members.iter().map(|unit| member(words, unit)).collect::<Vec<_>>(),
        more_in_part => wording::more_in_part(words, in_part),
        in_part => also.collect::<Vec<_>>(),
        borderline => entry.borderline.iter().filter_map(|unit| border(words, report, labels, unit)).collect::<Vec<_>>(),
    }
}

fn border(
    words: &Translations,
    report: &TopicReport,
    labels: &Labels<'_>,
    border: &Borderline,
) -> Option<Value> {
    let unit = report.units.get(border.unit)?;
    let note = wording::border(words, labels, border);
    Some(context! { place => spot(&unit.place), note, text => &unit.text })
}

fn over_time(words: &Translations, report: &TopicReport) -> Option<Value> {
    let timeline = time::of(report)?;
    let rows = time::rows(words, report, timeline, COLUMNS).into_iter();
    Some(context! {
        span => time::span(words, timeline, COLUMNS),
        left_out => time::left_out(words, report, timeline),
        rows => rows
            .map(|row| context! { spark => row.spark, name => row.name, changes => words.phrases(&row.changes) })
            .collect::<Vec<_>>(),
    })
}

fn two_sets(words: &Translations, report: &TopicReport) -> Option<Value> {
    let found = contrast::of(report)?;
    let rows = contrast::rows(words, report, found).into_iter();
    Some(context! {
        sets => contrast::sets(words, report, found),
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

fn by_field(words: &Translations, report: &TopicReport) -> Vec<Value> {
    let fields = per::fields(words, report).into_iter();
    fields
        .map(|field| {
            context! {
                title => field.title,
                values => field.values.iter()
                    .map(|said| context! { name => &said.name, size => &said.size }).collect::<Vec<_>>(),
                rows => field.rows.iter().map(|row| context! {
                    name => &row.name,
                    cells => row.cells.iter().map(|cell| context! {
                        units => cell.units, share => &cell.share, interval => &cell.interval,
                    }).collect::<Vec<_>>(),
                }).collect::<Vec<_>>(),
            }
        })
        .collect()
}

fn excerpt(excerpt: &Excerpt) -> Value {
    let is_short = excerpt.text.chars().nth(EXCERPT).is_none();
    let text = if is_short { excerpt.text.clone() } else { beginning(&excerpt.text, EXCERPT) };
    context! { text, citation => citation(&excerpt.place) }
}

fn member(words: &Translations, unit: &UnitEntry) -> Value {
    context! {
        place => spot(&unit.place),
        strength => unit.strength.map(|strength| words.figure(f64::from(strength))),
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
