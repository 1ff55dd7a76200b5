//! What a filter lets through, beside a plain reading of the same conditions.

use std::collections::BTreeMap;
use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;
use crate::corpus::{ContentHash, Document, Unit};
use crate::embed::{ModelId, ModelInfo};
use crate::query::{Filter, FilterError};
use crate::store::{NewEmbedding, NewFile, WriteLock};

/// A unit as the plain reading sees it.
#[derive(Debug, Clone)]
struct Seen {
    path: String,
    language: Option<&'static str>,
    title: Option<&'static str>,
    source: Option<&'static str>,
    date: Option<&'static str>,
    id: Option<&'static str>,
    fields: BTreeMap<String, Json>,
    boilerplate: Option<&'static str>,
    line: i64,
    position: i64,
    text: String,
}

/// Units of every kind: each list is gone through at a pace of its own.
fn seen() -> Vec<Seen> {
    fn of<T: Clone>(list: &[T], place: usize) -> T {
        list[place % list.len()].clone()
    }
    let views =
        [json!(3), json!("10"), json!(2.5), json!("many"), json!(true), json!("2023-09-13"), Json::Null];
    (0..60)
        .map(|i| {
            let mut fields = BTreeMap::new();
            fields.insert("views".to_owned(), of(&views, i));
            if i % 3 == 0 {
                fields.insert("odd \"name\\'".to_owned(), json!("Été"));
            }
            if i % 5 == 0 {
                fields.clear();
            }
            Seen {
                path: of(&["/x/2023/a.txt", "/x/2024/b.txt", "/x/2023/c/a.md", "/y/b.TXT"], i).to_owned(),
                language: of(&[Some("fr"), Some("en"), None], i),
                title: of(&[Some("Le Train blindé"), Some("A train"), None, Some("ETE"), Some("été")], i),
                source: of(&[None, Some("Le Parisien"), Some("press")], i / 2),
                date: of(
                    &[
                        Some("2023-09-13"),
                        Some("2023"),
                        Some("2023-09"),
                        None,
                        Some("2024-02-29T10:00:00Z"),
                        Some("13 mai"),
                        Some("2023-12-31"),
                    ],
                    i,
                ),
                id: of(&[Some("7"), Some("007"), Some("a-7"), None], i / 3),
                fields,
                boilerplate: of(&[None, None, Some("short"), Some("read-also"), Some("promotion")], i / 4),
                line: i as i64 % 7 + 1,
                position: i as i64 % 2 + 1,
                text: format!("{} {i}", of(&["train", "été", "東京", "a longer text"], i)),
            }
        })
        .collect()
}

/// A collection with each unit in a document of its own, but for a first unit where it is the second one.
fn collection(seen: &[Seen]) -> (Store, Stored) {
    let mut store = Store::in_memory().unwrap();
    let id = ModelId { name: "m".to_owned(), revision: "1".to_owned() };
    let stored = store.add_model(&ModelInfo { id, dimension: 2, window: None, batch: 1 }).unwrap();
    let transaction = store.change_files().unwrap();
    let mut files = BTreeMap::new();
    for (place, unit) in seen.iter().enumerate() {
        let new = NewFile { path: &unit.path, size: 1, modified_ns: 1, hash: [0; 32], device: None };
        let file = *files.entry(unit.path.clone()).or_insert_with(|| transaction.replace(&new).unwrap());
        let unit = Unit {
            position: unit.position as usize - 1,
            span: 0..1,
            line: unit.line as u64,
            text: unit.text.clone(),
            boilerplate: unit.boilerplate.map(boilerplate_of),
            is_code: false,
            place: None,
            language: unit.language.map(|code| code.parse().unwrap()),
            hash: ContentHash::of(&unit.text),
        };
        let of = &seen[place];
        let document = Document {
            own_id: of.id.map(str::to_owned),
            title: of.title.map(str::to_owned),
            date: of.date.map(str::to_owned),
            source: of.source.map(str::to_owned),
            fields: of.fields.clone(),
            units: vec![unit],
            ..Document::default()
        };
        transaction.add_document(file, place, &document).unwrap();
    }
    transaction.commit().unwrap();
    let vector = [0.6_f32, 0.8];
    let embeddings = seen.iter().enumerate().map(|(place, unit)| NewEmbedding {
        hash: ContentHash::of(&unit.text),
        vector: (place % 6 > 0).then_some(&vector[..]),
        windows: 1,
    });
    store.add_embeddings(stored, embeddings).unwrap();
    (store, stored)
}

/// The texts that a filter lets through, sorted.
fn fitting(store: &Store, stored: Stored, filter: &Filter, boilerplate: bool) -> Vec<String> {
    let condition = filter.sql();
    let ids = store.fitting_where(stored, &condition.sql, &condition.values, boilerplate).unwrap();
    assert!(ids.is_sorted_by(|a, b| a < b));
    let units = store.units(stored).unwrap();
    let mut texts: Vec<String> = units
        .into_iter()
        .filter(|unit| ids.contains(&unit.embedding.unwrap()))
        .map(|unit| unit.text)
        .collect();
    texts.sort();
    assert_eq!(store.count_where(&condition.sql, &condition.values, boilerplate).unwrap(), texts.len());
    texts
}

#[derive(Debug, Clone)]
enum Ask {
    Not(Box<Ask>),
    All(Vec<Ask>),
    Any(Vec<Ask>),
    Null { field: &'static str, negated: bool },
    Compare { field: &'static str, sign: &'static str, value: &'static str },
    In { field: &'static str, values: Vec<&'static str>, negated: bool },
}

impl Ask {
    fn written(&self) -> String {
        let joined = |parts: &[Self], word: &str| {
            let parts: Vec<String> = parts.iter().map(|part| format!("({})", part.written())).collect();
            parts.join(word)
        };
        match self {
            Self::Not(inner) => format!("not ({})", inner.written()),
            Self::All(parts) => joined(parts, " and "),
            Self::Any(parts) => joined(parts, " OR "),
            Self::Null { field, negated } => format!("{field} is {}null", if *negated { "not " } else { "" }),
            Self::Compare { field, sign, value } => format!("{field} {sign} {value}"),
            Self::In { field, values, negated } => {
                format!("{field} {}in ({})", if *negated { "not " } else { "" }, values.join(", "))
            }
        }
    }

    fn holds(&self, unit: &Seen) -> bool {
        match self {
            Self::Not(inner) => !inner.holds(unit),
            Self::All(parts) => parts.iter().all(|part| part.holds(unit)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(unit)),
            Self::Null { field, negated } => value(unit, field).is_none() != *negated,
            Self::In { field, values, negated } => {
                values.iter().any(|value| compared(unit, field, "=", value)) != *negated
            }
            Self::Compare { field, sign, value } => match *sign {
                "!=" => !compared(unit, field, "=", value),
                "!~" => !compared(unit, field, "~", value),
                sign => compared(unit, field, sign, value),
            },
        }
    }
}

fn value(unit: &Seen, field: &str) -> Option<Json> {
    let text = |text: Option<&'static str>| text.map(|text| json!(text));
    match field {
        "lang" => text(unit.language),
        "title" => text(unit.title),
        "source" => text(unit.source),
        "date" => text(unit.date),
        "id" => text(unit.id),
        "boilerplate" => text(unit.boilerplate),
        "file" => Some(json!(unit.path)),
        "text" => Some(json!(unit.text)),
        "line" => Some(json!(unit.line)),
        "position" => Some(json!(unit.position)),
        "length" => Some(json!(unit.text.chars().count())),
        "views" => unit.fields.get("views").filter(|value| !value.is_null()).cloned(),
        _ => unit.fields.get("odd \"name\\'").cloned(),
    }
}

fn compared(unit: &Seen, field: &str, sign: &str, written: &str) -> bool {
    let stored = value(unit, field);
    if field == "boilerplate" {
        return match written {
            "true" => stored.is_some(),
            "false" => stored.is_none(),
            kind => stored == Some(json!(kind)),
        };
    }
    let Some(stored) = stored else { return false };
    let is_quoted = written.starts_with('"');
    let written = written.trim_matches('"');
    let own = match &stored {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let ordered = |ordering: Option<std::cmp::Ordering>| match (sign, ordering) {
        ("=" | "<=" | ">=", Some(std::cmp::Ordering::Equal)) => true,
        ("<" | "<=", Some(ordering)) => ordering.is_lt(),
        (">" | ">=", Some(ordering)) => ordering.is_gt(),
        _ => false,
    };
    let is_record = field == "views" || field.starts_with('`');
    let is_date = field == "date" || (is_record && !is_quoted && written.contains('-'));
    if sign == "~" {
        return if field == "file" { in_path(&own, written) } else { plain(&own).contains(&plain(written)) };
    }
    if field == "file" {
        return own.to_lowercase() == format!("/x/{}", written.to_lowercase());
    }
    if let Some((first, last)) = days(written).filter(|_| is_date) {
        let Some((own_first, own_last)) = days(own.split('T').next().unwrap()) else { return false };
        return match sign {
            "=" => own_first >= first && own_last <= last,
            "<" => own_last < first,
            "<=" => own_last <= last,
            ">" => own_first > last,
            _ => own_first >= first,
        };
    }
    let is_text = matches!(field, "title" | "source" | "id" | "text") && sign == "=";
    match written.parse::<f64>().ok().filter(|_| !is_quoted && !is_text) {
        Some(number) => ordered(own.parse::<f64>().ok().and_then(|own| own.partial_cmp(&number))),
        None => ordered(Some(own.to_lowercase().cmp(&written.to_lowercase()))),
    }
}

fn plain(text: &str) -> String {
    text.to_lowercase().replace('é', "e")
}

/// The first and last day of a date, as numbers.
fn days(text: &str) -> Option<(u32, u32)> {
    let is_one = text.split('-').next().is_some_and(|year| year.len() == 4);
    let numbers: Vec<u32> = text.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let length = |month: u32| [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month as usize - 1];
    match numbers[..] {
        _ if !is_one => None,
        [year] => Some((year * 10_000 + 101, year * 10_000 + 1231)),
        [year, month] => {
            let start = year * 10_000 + month * 100;
            Some((start + 1, start + length(month)))
        }
        [year, month, day] => Some((year * 10_000 + month * 100 + day, year * 10_000 + month * 100 + day)),
        _ => None,
    }
}

/// The files of each pattern that is used here.
fn in_path(path: &str, pattern: &str) -> bool {
    let path = path.to_lowercase();
    match pattern {
        "2023/*.txt" => path == "/x/2023/a.txt",
        "**/*.TXT" => !path.ends_with("a.md"),
        "/x/**" => path.starts_with("/x/"),
        "2023/" => path.starts_with("/x/2023/"),
        _ => panic!("{pattern}"),
    }
}

fn compare(
    fields: &'static [&'static str],
    signs: &'static [&'static str],
    values: &'static [&'static str],
) -> BoxedStrategy<Ask> {
    let one = |list: &'static [&'static str]| prop::sample::select(list);
    let single = (one(fields), one(signs), one(values)).prop_map(|(field, sign, value)| Ask::Compare {
        field,
        sign,
        value,
    });
    let many = (one(fields), prop::collection::vec(one(values), 1..4), any::<bool>())
        .prop_map(|(field, values, negated)| Ask::In { field, values, negated });
    let null = (one(fields), any::<bool>()).prop_map(|(field, negated)| Ask::Null { field, negated });
    // A pattern is no value of a list.
    if signs.contains(&"=") { prop_oneof![6 => single, 2 => many, 1 => null].boxed() } else { single.boxed() }
}

fn ask() -> impl Strategy<Value = Ask> {
    const ALL: &[&str] = &["=", "!=", "<", "<=", ">", ">="];
    let one = prop_oneof![
        compare(&["lang"], &["=", "!="], &["fr", "en", "de"]),
        compare(&["boilerplate"], &["=", "!="], &["true", "false", "short", "read-also"]),
        compare(&["date"], ALL, &["2023", "2024", "2023-09", "2023-12", "2023-09-13", "2024-02-29"]),
        compare(
            &["title", "source", "id", "text"],
            ALL,
            &["\"A TRAIN\"", "7", "été", "press", "\"007\"", "\"東京 2\""]
        ),
        compare(
            &["title", "source", "id", "text", "views", "`odd \"name\\'`"],
            &["~", "!~"],
            &["TRAIN", "ete", "press", "7"]
        ),
        compare(&["line", "position", "length"], ALL, &["1", "2", "5", "7.5", "10"]),
        compare(
            &["views", "`odd \"name\\'`"],
            ALL,
            &["3", "2.5", "10", "\"10\"", "many", "true", "2023-09", "2023-09-13", "ÉTÉ"]
        ),
        compare(&["file"], &["~", "!~"], &["2023/*.txt", "**/*.TXT", "/x/**", "2023/"]),
        compare(&["file"], &["=", "!="], &["2023/a.txt", "2023/C/a.md"]),
    ];
    one.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| Ask::Not(Box::new(inner))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Ask::All),
            prop::collection::vec(inner, 2..4).prop_map(Ask::Any),
        ]
    })
}

#[test]
fn a_filter_lets_through_what_a_plain_reading_does() {
    let seen = seen();
    let (store, stored) = collection(&seen);
    // The collection is made once, so that there can be many cases.
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let outcome = runner.run(&(ask(), any::<bool>()), |(ask, boilerplate)| {
        let written = ask.written();
        let filter =
            Filter::parse(&written).map_err(|error| TestCaseError::fail(format!("{written}: {error}")))?;
        let mut expected: Vec<String> = seen
            .iter()
            .filter(|unit| (boilerplate || unit.boilerplate.is_none()) && ask.holds(unit))
            .map(|unit| unit.text.clone())
            .collect();
        expected.sort();
        prop_assert_eq!(fitting(&store, stored, &filter, boilerplate), expected, "{}", written);
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn the_longest_and_the_deepest_filters_are_run() {
    let seen = seen();
    let (store, stored) = collection(&seen);
    let count = |filter: &str| fitting(&store, stored, &Filter::parse(filter).unwrap(), true).len();
    let french = seen.iter().filter(|unit| unit.language == Some("fr")).count();
    assert_eq!(count(&vec!["lang=fr"; 830].join(" or ")), french);
    assert_eq!(count(&vec!["x=1"; 1_200].join(" or ")), 0);
    let many = seen.iter().filter(|unit| unit.fields.get("views") == Some(&json!("many"))).count();
    assert_eq!(count(&vec!["views=many"; 600].join(" and ")), many);
    assert_eq!(
        count(&format!("date in ({})", vec!["2023"; 1_600].join(", "))),
        seen.iter().filter(|unit| unit.date.is_some_and(|date| date.starts_with("2023"))).count()
    );
    assert_eq!(
        count(&format!("line in ({})", vec!["1"; 4_900].join(","))),
        seen.iter().filter(|unit| unit.line == 1).count()
    );
    assert_eq!(count(&format!("{}lang = fr{}", "not (".repeat(32), ")".repeat(32))), french);
    let deep = format!("{}lang = fr{}", "(views = 1 or views = 2 or ".repeat(64), ")".repeat(64));
    assert_eq!(count(&deep), french);
}

#[test]
fn paths_are_whole_whether_they_are_kept_from_the_collection_on_or_not() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().canonicalize().unwrap();
    let lock = WriteLock::take(&here.join("home/.cognate"), Duration::ZERO).unwrap();
    let mut store = Store::open(&here.join("home/.cognate"), &lock).unwrap();
    let transaction = store.change_files().unwrap();
    for path in
        [crate::path::text_of(&here.join("home/2023/a.txt")), "/else/2023/caf\u{10ffe9}.txt".to_owned()]
    {
        let new = NewFile { path: &path, size: 1, modified_ns: 1, hash: [0; 32], device: None };
        let file = transaction.replace(&new).unwrap();
        let unit = Unit {
            position: 0,
            span: 0..1,
            line: 1,
            text: path.clone(),
            boilerplate: None,
            is_code: false,
            place: None,
            language: None,
            hash: ContentHash::of(&path),
        };
        transaction.add_document(file, 0, &Document { units: vec![unit], ..Document::default() }).unwrap();
    }
    transaction.commit().unwrap();
    let reader = Store::open_existing(&here.join("home/.cognate")).unwrap();
    for (pattern, expected) in [
        ("2023/*.txt", 2),
        ("home/2023/*", 1),
        ("/else/**", 1),
        ("caf\\xe9.txt", 1),
        ("./2023/a.txt", 1),
        ("a.md", 0),
    ] {
        let condition = Filter::file_glob(pattern).unwrap().sql();
        for store in [&store, &reader] {
            assert_eq!(
                store.count_where(&condition.sql, &condition.values, false).unwrap(),
                expected,
                "{pattern}"
            );
        }
    }
}

#[test]
fn the_fields_of_records_are_known_by_name() {
    let (store, _) = collection(&seen());
    let names = store.field_names().unwrap();
    assert_eq!(names, ["odd \"name\\'", "views"]);
    Filter::parse("views > 3 and `odd \"name\\'` = x").unwrap().check(&names).unwrap();
    let error: FilterError = Filter::parse("veiws > 3").unwrap().check(&names).unwrap_err();
    assert!(error.hint().unwrap().starts_with("the fields are `views`, "), "{:?}", error.hint());
    assert_eq!(Store::in_memory().unwrap().field_names().unwrap(), Vec::<String>::new());
}

#[test]
fn a_condition_that_is_none_is_an_error_and_no_panic() {
    let (store, stored) = collection(&seen()[..2]);
    assert!(matches!(store.fitting_where(stored, "nonsense (", &[], true), Err(StoreError::Database { .. })));
    assert!(matches!(store.count_where("u.line = ?1", &[], true), Err(StoreError::Database { .. })));
}
