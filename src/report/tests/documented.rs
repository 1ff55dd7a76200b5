//! Holds `docs/formats.md` against what the reports serialise to.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::report::answers::{
    audit, bench, changes, check, closer, compact, compare, distill, edited, embed_bench, end_to_end, eval,
    indexed, models, quality, search, similar, status, topics_bench, verify,
};
use crate::report::tests::sample;
use crate::report::text::{json, table};
use crate::report::topics::model::Title;
use crate::report::topics::{graphml, tables};

const FORMATS: &str = include_str!("../../../docs/formats.md");

const SIMILAR: &str = include_str!("../../../docs/similar.md");

/// Objects whose keys are data, not names of fields.
const MAPS: [&str; 3] = ["kinds", "languages", "parameters"];

/// Every field of a value, such as `topics[].terms[].text`.
fn fields(value: &Value) -> BTreeSet<String> {
    let mut fields = BTreeSet::new();
    collect(value, "", false, &mut fields);
    fields
}

fn collect(value: &Value, path: &str, is_map: bool, fields: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                let name = if is_map { "*" } else { name };
                let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                collect(value, &path, MAPS.contains(&name), fields);
            }
        }
        Value::Array(array) => {
            for value in array {
                collect(value, &format!("{path}[]"), false, fields);
            }
        }
        _ => drop(fields.insert(path.to_owned())),
    }
}

fn section(title: &str) -> &'static str {
    let heading = format!("\n## {title}\n");
    let rest = [FORMATS, SIMILAR].into_iter().find_map(|page| page.split_once(&heading));
    let (_, rest) = rest.unwrap_or_else(|| panic!("no page has a section `{title}`"));
    rest.split("\n## ").next().unwrap()
}

/// Names in the first column of the tables of a section.
fn documented(section: &str) -> BTreeSet<String> {
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split('`').next()).map(str::to_owned).collect()
}

fn example(section: &str) -> Value {
    let block = section.split("```json\n").nth(1).and_then(|rest| rest.split("```").next());
    serde_json::from_str(block.expect("the section has an example")).expect("the example is JSON")
}

fn check<R: serde::Serialize + serde::de::DeserializeOwned>(title: &str, report: &R) {
    let text = json::render(report).unwrap();
    let written: Value = serde_json::from_str(&text).unwrap();
    let read: R = serde_json::from_str(&text).unwrap();
    assert_eq!(json::render(&read).unwrap(), text, "what is read is what was written");
    let section = section(title);
    assert_eq!(documented(section), fields(&written), "left: documented in `{title}`, right: written");
    let example = example(section);
    assert_eq!(example["schema"], written["schema"]);
    let unknown: Vec<_> = fields(&example).difference(&fields(&written)).cloned().collect();
    assert!(unknown.is_empty(), "the example of `{title}` has fields that are not written: {unknown:?}");
}

#[test]
fn topic_report() {
    let mut report = sample::report();
    report.topics[0].titles = vec![Title { unit: 0, text: "The train".to_owned() }];
    check("Topic report", &report);
}

/// Names in the first column of a section, in order, are the columns of a table.
fn check_columns<R>(title: &str, columns: &[table::Column<R>]) {
    let rows = section(title).lines().filter_map(|line| line.strip_prefix("| `"));
    let documented: Vec<_> = rows.filter_map(|row| row.split('`').next()).collect();
    let written: Vec<_> = columns.iter().map(|column| column.name).collect();
    assert_eq!(documented, written, "left: documented in `{title}`, right: written");
    let kinds = section(title).lines().filter(|line| line.starts_with("| `")).map(|row| {
        let kind = row.split(" | ").nth(1).unwrap();
        (kind.trim_end_matches(" or empty"), kind.ends_with(" or empty"))
    });
    let written = columns.iter().map(|column| {
        let kind = match column.kind {
            table::Kind::Text => "text",
            table::Kind::Integer => "integer",
            table::Kind::Number => "number",
            table::Kind::Truth => "true or false",
        };
        (kind, column.optional)
    });
    assert_eq!(kinds.collect::<Vec<_>>(), written.collect::<Vec<_>>(), "types of `{title}`");
}

#[test]
fn table_of_units() {
    check_columns("Table of units", tables::UNITS.columns);
}

#[test]
fn table_of_topics() {
    check_columns("Table of topics", tables::TOPICS.columns);
}

#[test]
fn table_of_topics_by_value() {
    check_columns("Table of topics by value", tables::PER.columns);
}

#[test]
fn table_of_documents() {
    check_columns("Table of documents", tables::DOCUMENTS.columns);
}

#[test]
fn found_topics_report() {
    check("Found topics report", &closer::tests::found());
}

#[test]
fn shown_topic_report() {
    check("Shown topic report", &closer::tests::with_all_of_history());
}

#[test]
fn topic_tree_report() {
    check("Topic tree report", &closer::tests::tree());
}

#[test]
fn table_of_search_results() {
    check_columns("Table of search results", &search::COLUMNS);
}

#[test]
fn fields_of_a_template() {
    let fields: BTreeSet<String> = search::FIELDS.map(str::to_owned).into();
    assert_eq!(documented(section("Template of a search result")), fields, "left: documented, right: known");
}

#[test]
fn neighbour_graph() {
    let graph = graphml::render(&sample::report()).unwrap();
    let written = graph.lines().filter_map(|line| line.trim().strip_prefix("<key id=\""));
    let written: BTreeSet<String> =
        written.filter_map(|key| key.split('"').next()).map(str::to_owned).collect();
    assert_eq!(documented(section("Neighbour graph")), written, "left: documented, right: written");
}

#[test]
fn search_report() {
    check("Search report", &search::tests::report());
}

#[test]
fn similar_texts_report() {
    check("Similar texts report", &similar::tests::report());
}

#[test]
fn comparison_report() {
    check("Comparison report", &compare::tests::report());
}

#[test]
fn status_report() {
    check("Status report", &status::tests::report());
}

#[test]
fn index_report() {
    check("Index report", &indexed::tests::report());
}

#[test]
fn verify_report() {
    check("Verify report", &verify::tests::report());
}

#[test]
fn compact_report() {
    check("Compact report", &compact::tests::report());
}

#[test]
fn edited_topics_report() {
    check("Edited topics report", &edited::tests::list());
}

#[test]
fn topic_changes_report() {
    check("Topic changes report", &changes::tests::report());
}

#[test]
fn check_report() {
    check("Check report", &check::tests::report());
}

#[test]
fn models_report() {
    check("Models report", &models::list::tests::report());
}

#[test]
fn model_report() {
    check("Model report", &models::show::tests::report());
}

#[test]
fn pull_report() {
    check("Pull report", &models::pull::tests::report());
}

#[test]
fn added_model_report() {
    check("Added model report", &models::add::tests::report());
}

#[test]
fn verified_models_report() {
    check("Verified models report", &models::verify::tests::report());
}

#[test]
fn removed_model_report() {
    check("Removed model report", &models::remove::tests::report());
}

#[test]
fn chosen_model_report() {
    check("Chosen model report", &models::choose::tests::report());
}

#[test]
fn doctor_report() {
    check("Doctor report", &models::doctor::tests::report());
}

#[test]
fn distillation_report() {
    check("Distillation report", &distill::tests::report());
}

#[test]
fn benchmark_report() {
    check("Benchmark report", &bench::tests::report());
}

#[test]
fn quality_report() {
    check("Quality report", &quality::tests::report());
}

#[test]
fn measured_topics_report() {
    check("Measured topics report", &topics_bench::tests::report());
}

#[test]
fn compared_models_report() {
    check("Compared models report", &audit::tests::report());
}

#[test]
fn embedding_speed_report() {
    check("Embedding speed report", &embed_bench::tests::report());
}

#[test]
fn end_to_end_report() {
    check("End-to-end report", &end_to_end::tests::report());
}

#[test]
fn query_drafts() {
    check("Query drafts", &quality::tests::drafts());
}

#[test]
fn evaluation_report() {
    check("Evaluation report", &eval::tests::report());
}

#[test]
fn a_field_that_is_not_documented_is_found() {
    let documented = documented("| `a` | text | A |\n| `b[].c` | text | C |\n");
    let written = fields(&serde_json::json!({"a": 1, "b": [{"c": 1}, {"d": null}], "languages": {"en": 1}}));
    let missing: Vec<_> = written.difference(&documented).collect();
    assert_eq!(missing, ["b[].d", "languages.*"]);
}

#[test]
fn json_ends_with_a_line_break_and_keeps_the_order_of_fields() {
    let text = json::render(&bench::tests::report()).unwrap();
    assert!(
        text.starts_with("{\n  \"schema\": 2,\n  \"source\": \"articles\",\n  \"units\": 100000,")
            && text.ends_with("}\n"),
        "{text}"
    );
}

/// Holds the tables of what is not a report against an example of it, which is read as the program reads it.
#[test]
fn cards_and_records() {
    let toml = section("Card").split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let card = crate::embed::cards::ModelCard::parse(toml, std::path::Path::new("mine.toml")).unwrap();
    let full = crate::embed::cards::ModelCard {
        revision: "a".to_owned(),
        folder: Some("/m".into()),
        output: Some(crate::embed::cards::Output::TextEmbeds),
        languages_note: Some("many".to_owned()),
        languages: vec!["en".to_owned()],
        licence: Some("MIT".to_owned()),
        download_bytes: Some(1),
        parameters: Some(1),
        good_for: "All.".to_owned(),
        recommended: true,
        task: crate::embed::cards::Task::Rerank,
        files: crate::embed::cards::CardFiles {
            graph: "a".to_owned(),
            data: vec!["b".to_owned()],
            tokenizer: vec!["c".to_owned()],
        },
        ..card
    };
    let written = |value: &Value| {
        fields(value).into_iter().map(|name| name.trim_end_matches("[]").to_owned()).collect()
    };
    let written: BTreeSet<String> = written(&serde_json::to_value(&full).unwrap());
    assert_eq!(documented(section("Card")), written, "left: documented, right: written");
    let file = crate::hub::RecordedFile { path: "a".to_owned(), bytes: 1, sha256: "b".to_owned() };
    let record = crate::hub::Record {
        schema: crate::hub::RECORD_SCHEMA,
        id: "mine".to_owned(),
        hub: None,
        commit: None,
        folder: "/m".into(),
        files: vec![file],
    };
    let written = fields(&serde_json::to_value(&record).unwrap());
    assert_eq!(documented(section("Record")), written, "left: documented, right: written");
}
