//! The topic report as one page of HTML that needs nothing but itself.
//!
//! What can be read stands in the page as text, so that it is there without a script, in print and for a screen reader; a
//! script adds the map and the list of all paragraphs. A content security policy names style and script by their hashes and allows
//! nothing else, so that no text of a document can load, send or run anything. Texts are escaped by the template, or put in as
//! JSON that the script shows as text nodes.
//!
//! What grows with the number of paragraphs are the two blocks of `data` alone. The same report gives the same bytes.

mod chart;
mod column;
mod data;
mod list;
mod parts;
#[cfg(test)]
mod tests;
mod view;

use std::sync::Arc;

use fluent_bundle::FluentValue;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};

use crate::report::ReportError;
use crate::report::text::place::paths;
use crate::report::text::policy;
use crate::report::text::translations::Translations;
use crate::report::text::wrap::label;
use crate::report::topics::look::Look;
use crate::report::topics::model::TopicReport;
use parts::{apart, compared, documents, method, overview, topics};
use view::View;

const PAGE: &str = "report.html.j2";

/// Columns and search terms are read alike by every script of the page.
const READ: &str = include_str!("read.js");

/// The map and what it is made of, as one script.
const MAP: &str = concat!(
    include_str!("map/points.js"),
    "\n",
    include_str!("map/places.js"),
    "\n",
    include_str!("map/labels.js"),
    "\n",
    include_str!("map/controls.js"),
    "\n",
    include_str!("map.js"),
);

/// Files that make up the page; `Look::templates` replaces them by name.
const FILES: [(&str, &str); 4] = [
    (PAGE, include_str!("templates/report.html.j2")),
    ("report.css", include_str!("report.css")),
    ("report.js", include_str!("report.js")),
    ("map.js", MAP),
];

/// The report as a page of HTML.
///
/// # Errors
///
/// [`ReportError::Template`] when a template of `look` is broken; it names the file and the line.
pub fn render(report: &TopicReport, look: &Look) -> Result<String, ReportError> {
    let words = Arc::new(Translations::new(look.language));
    let mut environment = Environment::new();
    let whitespace = SyntaxConfig::builder().keep_trailing_newline(true).build()?;
    environment.set_syntax(whitespace);
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(crate::report::printed);
    environment.add_function("say", sayer(Arc::clone(&words), &report.corpus.unit));
    environment.add_template_owned(PAGE, file(look, PAGE).to_owned())?;
    Ok(environment.get_template(PAGE)?.render(values(report, look, &words)?)?)
}

/// A file of the page: a person's own, or the built-in one.
fn file<'a>(look: &'a Look, name: &str) -> &'a str {
    let built_in = || FILES.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| *text);
    look.templates.get(name).map_or_else(built_in, String::as_str)
}

/// `say("key", name=value)` in the template: a message, with the unit of text at hand.
fn sayer(
    words: Arc<Translations>,
    unit: &str,
) -> impl Fn(&str, Kwargs) -> Result<String, minijinja::Error> + use<> + Send + Sync + 'static {
    let unit = unit.to_owned();
    move |key, values| {
        let mut given: Vec<(&str, FluentValue<'_>)> = vec![("unit", unit.clone().into())];
        for name in values.args() {
            let value: Value = values.get(name)?;
            let number =
                (value.kind() == ValueKind::Number).then(|| i64::try_from(value.clone()).ok()).flatten();
            given.push((name, number.map_or_else(|| value.to_string().into(), FluentValue::from)));
        }
        Ok(words.with(key, &given))
    }
}

fn values(report: &TopicReport, look: &Look, words: &Translations) -> Result<Value, ReportError> {
    let view = View::new(report, words);
    let style = policy::inline(file(look, "report.css"));
    let map_script = if report.map.is_some() { file(look, "map.js") } else { "" };
    let script = policy::inline(&format!("{map_script}\n{READ}\n{}", file(look, "report.js")));
    let [data, text] = data::blocks(report, words)?;
    let byline = [&look.author, &look.date].into_iter().flatten().map(|text| label(text));
    let (largest, more_topics) = overview::largest(&view);
    let made = || words.with("page-title", &[("paths", paths(&report.corpus.paths).into())]);
    let title = look.title.as_deref().map_or_else(made, label);
    let map = report.map.as_ref().map(|map| {
        let trust = map
            .trustworthiness
            .map(|value| words.with("page-map-trust", &[("value", words.figure(value).into())]));
        context! { trust => trust.unwrap_or_default() }
    });
    let parts = context! {
        topics => topics::cards(&view),
        tree => compared::tree(&view),
        time => compared::over_time(&view),
        contrast => compared::two_sets(&view),
        per => compared::by_field(&view),
        changes => compared::changed(&view),
        documents => documents::table(&view),
        duplicates => apart::duplicates(&view),
        given => apart::given(&view),
        outliers => apart::outliers(&view),
        boilerplate => apart::boilerplate(&view),
        repeated => apart::repeated(&view),
        unknown => apart::unknown(&view),
        skipped => apart::skipped(&view),
        map,
    };
    Ok(context! {
        contents => contents(&view, &parts),
        lang => words.language().code(),
        generator => label(&report.generator),
        title,
        byline => byline.collect::<Vec<_>>().join(" · "),
        logo => look.logo.as_ref().map(|logo| policy::image(logo.media_type, &logo.bytes)),
        lead => overview::lead(&view),
        largest,
        more_topics,
        tiles => overview::tiles(&view),
        unfolded => topics::UNFOLDED,
        method => method::rows(&view),
        quality => method::quality(&view),
        policy => policy::policy(&script, &style),
        style => Value::from_safe_string(style),
        script => Value::from_safe_string(script),
        data => Value::from_safe_string(data),
        text => Value::from_safe_string(text),
        ..parts
    })
}

/// Sections that there are, in their order.
fn contents(view: &View<'_>, parts: &Value) -> Vec<Value> {
    let has = |name: &str| parts.get_attr(name).is_ok_and(|value| value.is_true());
    let sections = [
        ("overview", "page-overview", true),
        ("map-section", "page-map", has("map")),
        ("topics", "page-topics", has("topics")),
        ("given", "section-given", has("given")),
        ("hierarchy", "page-hierarchy", has("tree")),
        ("time", "page-time", has("time")),
        ("contrast", "page-contrast", has("contrast")),
        ("per", "page-per", has("per")),
        ("changes", "page-changes", has("changes")),
        ("documents", "page-documents", has("documents")),
        ("explore", "page-explore", true),
        ("duplicates", "page-duplicates", has("duplicates")),
        (
            "outliers",
            "page-outliers",
            ["outliers", "boilerplate", "repeated", "unknown", "skipped"].into_iter().any(has),
        ),
        ("method", "page-method", true),
        ("how", "page-how", true),
    ];
    let there = sections.into_iter().filter(|(_, _, is_there)| *is_there);
    there.map(|(id, key, _)| context! { id, name => view.say(key) }).collect()
}
