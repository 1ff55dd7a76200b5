//! Holds `docs/topic-report.schema.json` against the types of the topic report, and reports against it.
//!
//! With `COGNATE_BLESS=1` the file is written anew.

use jsonschema::Validator;
use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use serde_json::{Value, json};

use crate::report::tests::sample;
use crate::report::text::json;
use crate::report::topics::model::{TOPIC_REPORT_SCHEMA, TopicReport};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/topic-report.schema.json");

/// What the types say, as they are written.
fn made() -> String {
    let mut plain = RecursiveTransform(|schema: &mut Schema| {
        // Descriptions come from comments, in which names of items stand in brackets; formats are those of Rust.
        if let Some(Value::String(text)) = schema.get_mut("description") {
            *text = text
                .replace("[`", "`")
                .replace("`]", "`")
                .replace("TopicReport::", "")
                .replace("\n\n", "\n")
                .replace('\n', " ");
        }
        schema.remove("format");
    });
    let mut schema =
        SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<TopicReport>();
    plain.transform(&mut schema);
    schema.insert("title".to_owned(), json!("Topic report of cognate"));
    let mut value = schema.to_value();
    let version = &mut value["properties"]["schema"];
    version["const"] = json!(TOPIC_REPORT_SCHEMA);
    version["description"] =
        json!("Version of the report; it grows when a field changes its meaning or goes away.");
    json::render(&value).unwrap()
}

fn validator() -> Validator {
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(FILE).unwrap()).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

fn written(report: &TopicReport) -> Value {
    serde_json::from_str(&json::render(report).unwrap()).unwrap()
}

#[test]
fn the_schema_is_that_of_the_types() {
    let made = made();
    if std::env::var_os("COGNATE_BLESS").is_some() {
        std::fs::write(FILE, &made).unwrap();
    }
    let published = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        published == made,
        "docs/topic-report.schema.json is not what the types say: run with COGNATE_BLESS=1"
    );
}

#[test]
fn reports_are_valid() {
    let validator = validator();
    for report in [sample::report(), sample::without_topics()] {
        let errors: Vec<_> =
            validator.iter_errors(&written(&report)).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn what_is_no_report_is_not() {
    let validator = validator();
    let valid = written(&sample::report());
    let broken: [(&str, Value); 8] = [
        ("/schema", json!(1)),
        ("/units/0/span", json!([1])),
        ("/units/0/line", json!(-1)),
        ("/units/2/reason", json!("odd")),
        ("/units/0/language", json!("english")),
        ("/topics/0/terms/0/score", json!("3.5")),
        ("/topics/0/languages/en", json!(0.5)),
        ("/changes/0/change", json!("forgotten")),
    ];
    for (place, value) in broken {
        let mut report = valid.clone();
        *report.pointer_mut(place).unwrap() = value;
        assert!(!validator.is_valid(&report), "{place}");
    }
    let mut report = valid;
    report["topics"][0].as_object_mut().unwrap().remove("label");
    assert!(!validator.is_valid(&report), "a topic without a label");
}
