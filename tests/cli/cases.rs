//! Small inputs of kinds that are easily read wrong, and what is right: several of each kind, in other languages and other layouts.

mod folders;
#[cfg(feature = "documents")]
mod mails;
mod pages;
mod records;
mod tables;
mod texts;
mod words;

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::sandbox::Sandbox;

/// A file, how it is read, and what is right.
struct Case {
    name: &'static str,
    content: Content,
    options: &'static [&'static str],
    right: &'static [Right],
}

enum Content {
    /// A file of that name below `tests/fixtures/cases`.
    Fixture,
    Text(&'static str),
    /// Text in an encoding.
    In(&'static str, &'static str),
    Bytes(&'static [u8]),
}

/// What holds of what was read. Texts are compared with their line breaks as spaces.
enum Right {
    /// The texts proper, in their order.
    Are(&'static [&'static str]),
    /// There are so many texts proper.
    Count(usize),
    /// In one of the texts proper stands each of these.
    Has(&'static [&'static str]),
    /// In no text at all, also none that is set apart, stands any of these.
    Lacks(&'static [&'static str]),
    /// What is set apart, and why.
    Apart(&'static str, &'static str),
    /// A field of each text proper; empty where there is none.
    Field(&'static str, &'static [&'static str]),
    /// What was left out of the file: how many records, and words of the reason.
    Left(u64, &'static str),
    /// A query, and what stands in the first text that it finds.
    First(&'static str, &'static str),
    /// The same, whether or not it is near enough to be an answer.
    Nearest(&'static str, &'static str),
    /// A query, and what stands in the first two texts that it finds, in any order.
    Both(&'static str, [&'static str; 2]),
    /// A query that nothing answers.
    Nothing(&'static str),
    /// Terms and labels of topics that there are, and what is in none of them.
    Terms(&'static [&'static str], &'static [&'static str]),
    /// The same, as whole terms.
    WholeTerms(&'static [&'static str], &'static [&'static str]),
}

const fn case(
    name: &'static str,
    content: Content,
    options: &'static [&'static str],
    right: &'static [Right],
) -> Case {
    Case { name, content, options, right }
}

/// What is given with the sources.
fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cases").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Reads every file as a person would and tells all that is wrong.
#[track_caller]
fn check(cases: &[Case]) {
    let wrong: Vec<String> = cases.iter().flat_map(wrong_in).collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn wrong_in(case: &Case) -> Vec<String> {
    let here = Sandbox::new();
    let bytes = match case.content {
        Content::Fixture => fixture(case.name),
        Content::Text(text) => text.as_bytes().to_vec(),
        Content::In(encoding, text) => {
            let (bytes, _, unmappable) =
                encoding_rs::Encoding::for_label(encoding.as_bytes()).unwrap().encode(text);
            assert!(!unmappable, "{encoding} has no letters for {text}");
            bytes.into_owned()
        }
        Content::Bytes(bytes) => bytes.to_vec(),
    };
    here.write(&format!("in/{}", case.name), bytes);
    let run = here.run(&[&["topics", "in", "--json"], case.options].concat());
    if run.code != Some(0) {
        return vec![format!("{}: {run:?}", case.name)];
    }
    let report = run.json();
    let wrong = case.right.iter().filter_map(|right| right.missed_by(&report, &here, case.options));
    wrong.map(|what| format!("{}: {what}", case.name)).collect()
}

fn flat(value: &Value) -> String {
    value.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Right {
    /// What is wrong instead.
    fn missed_by(&self, report: &Value, here: &Sandbox, options: &[&str]) -> Option<String> {
        let units = report["units"].as_array().unwrap();
        let proper: Vec<&Value> = units.iter().filter(|unit| unit["boilerplate"].is_null()).collect();
        let texts: Vec<String> = proper.iter().map(|unit| flat(&unit["text"])).collect();
        match self {
            Self::Are(right) => (texts != *right).then(|| format!("texts are {texts:#?}")),
            Self::Count(right) => {
                (texts.len() != *right).then(|| format!("{} texts: {texts:#?}", texts.len()))
            }
            Self::Has(parts) => {
                let part = parts.iter().find(|part| !texts.iter().any(|text| text.contains(**part)))?;
                Some(format!("no text has `{part}`: {texts:#?}"))
            }
            Self::Lacks(parts) => {
                let all: Vec<String> = units.iter().map(|unit| flat(&unit["text"])).collect();
                let part = parts.iter().find(|part| all.iter().any(|text| text.contains(**part)))?;
                Some(format!("a text has `{part}`: {all:#?}"))
            }
            Self::Apart(part, why) => {
                let apart = |unit: &&Value| unit["boilerplate"] == *why && flat(&unit["text"]).contains(part);
                units
                    .iter()
                    .find(apart)
                    .is_none()
                    .then(|| format!("`{part}` is not set apart as {why}: {units:#?}"))
            }
            Self::Field(name, right) => {
                let values: Vec<&str> =
                    proper.iter().map(|unit| unit[*name].as_str().unwrap_or_default()).collect();
                (values != *right).then(|| format!("`{name}` is {values:?}"))
            }
            Self::Left(records, reason) => {
                let skipped = &report["corpus"]["skipped"];
                let told = skipped[0]["reason"].as_str().unwrap_or_default().contains(reason);
                (!told || skipped[0]["records"] != *records).then(|| format!("left out: {skipped}"))
            }
            Self::First(query, part) | Self::Nearest(query, part) => {
                let (code, texts) = search(here, query, options);
                let is_answer = code == Some(0) || matches!((self, code), (Self::Nearest(..), Some(1)));
                (!is_answer || !texts.first().is_some_and(|text| text.contains(part)))
                    .then(|| format!("`{query}` ends with {code:?} and finds {texts:#?}"))
            }
            Self::Both(query, parts) => {
                let (code, texts) = search(here, query, options);
                let found = |part: &&str| texts.iter().take(2).any(|text| text.contains(*part));
                (code != Some(0) || !parts.iter().all(found))
                    .then(|| format!("`{query}` ends with {code:?} and finds {texts:#?}"))
            }
            Self::Nothing(query) => {
                let (code, texts) = search(here, query, options);
                (code != Some(1)).then(|| format!("`{query}` ends with {code:?} and finds {texts:#?}"))
            }
            Self::Terms(are, are_not) | Self::WholeTerms(are, are_not) => {
                let whole = matches!(self, Self::WholeTerms(..));
                let topics = report["topics"].as_array().unwrap();
                let words: Vec<String> = topics
                    .iter()
                    .flat_map(|topic| {
                        let terms = topic["terms"].as_array().unwrap().iter().map(|term| flat(&term["text"]));
                        terms.chain(flat(&topic["label"]).split(", ").map(str::to_owned)).collect::<Vec<_>>()
                    })
                    .collect();
                let has = |part: &&&str| {
                    words.iter().any(|word| if whole { word == **part } else { word.contains(**part) })
                };
                let wrong = are.iter().find(|part| !has(part)).or_else(|| are_not.iter().find(has))?;
                Some(format!("`{wrong}` and the words of topics, which are {words:?}"))
            }
        }
    }
}

/// Exit code and texts that a query finds.
fn search(here: &Sandbox, query: &str, options: &[&str]) -> (Option<i32>, Vec<String>) {
    let run = here.run(&[&["search", query, "in", "-k", "3", "--json"], options].concat());
    let texts = match run.code {
        Some(0 | 1) => {
            run.json()["results"].as_array().unwrap().iter().map(|hit| flat(&hit["text"])).collect()
        }
        _ => vec![run.stderr],
    };
    (run.code, texts)
}
