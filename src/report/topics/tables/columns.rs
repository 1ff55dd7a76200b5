//! The columns of the four tables, in order.

use super::cell::Table;
use crate::corpus::Language;
use crate::report::text::table::{Cell, Column, Kind, boilerplate};
use crate::report::topics::model::{OutlierReason, PerKind, TopicEntry, UnitEntry, documents};

/// A column that has a value in every row.
macro_rules! always {
    ($name:literal, $kind:ident, $read:expr) => {
        Column { name: $name, kind: Kind::$kind, optional: false, read: $read }
    };
}

/// A column that is empty in some rows.
macro_rules! sometimes {
    ($name:literal, $kind:ident, $read:expr) => {
        Column { name: $name, kind: Kind::$kind, optional: true, read: $read }
    };
}

/// Every unit and what became of it.
pub(in crate::report) static UNITS: Table = Table {
    columns: &[
        always!("unit", Integer, |_, at| Cell::integer(at)),
        always!("file", Text, |rows, at| Cell::Name(&rows.unit(at).place.file)),
        always!("line", Integer, |rows, at| Cell::Integer(rows.unit(at).place.line as i64)),
        sometimes!("at", Text, |rows, at| Cell::some_text(rows.unit(at).place.at.as_deref())),
        always!("position", Integer, |rows, at| Cell::integer(rows.unit(at).place.position)),
        always!("span_start", Integer, |rows, at| Cell::Integer(rows.unit(at).place.span[0] as i64)),
        always!("span_end", Integer, |rows, at| Cell::Integer(rows.unit(at).place.span[1] as i64)),
        always!("hash", Text, |rows, at| Cell::text(&rows.unit(at).place.hash)),
        sometimes!("own_id", Text, |rows, at| Cell::some_name(rows.unit(at).place.own_id.as_deref())),
        sometimes!("title", Text, |rows, at| Cell::some_text(rows.unit(at).place.title.as_deref())),
        sometimes!("date", Text, |rows, at| Cell::some_text(rows.unit(at).place.date.as_deref())),
        sometimes!("source", Text, |rows, at| Cell::some_text(rows.unit(at).place.source.as_deref())),
        sometimes!("language", Text, |rows, at| {
            Cell::some_text(rows.unit(at).language.as_ref().map(Language::code))
        }),
        sometimes!("topic", Integer, |rows, at| Cell::some_integer(rows.unit(at).topic)),
        sometimes!("topic_label", Text, |rows, at| Cell::some_text(rows.label(rows.unit(at).topic))),
        sometimes!("strength", Number, |rows, at| Cell::some_number(rows.unit(at).strength)),
        sometimes!("nearest_topic", Integer, |rows, at| Cell::some_integer(rows.unit(at).nearest_topic)),
        sometimes!("margin", Number, |rows, at| Cell::some_number(rows.unit(at).margin)),
        sometimes!("reason", Text, |rows, at| Cell::some_text(rows.unit(at).reason.map(outlier))),
        sometimes!("copy_of", Integer, |rows, at| {
            Cell::some_integer(rows.unit(at).copy_of.map(|unit| unit as u64))
        }),
        sometimes!("boilerplate", Text, |rows, at| {
            Cell::some_text(rows.unit(at).boilerplate.map(boilerplate))
        }),
        always!("without_vector", Truth, |rows, at| Cell::Truth(rows.unit(at).without_vector)),
        sometimes!("x", Number, |rows, at| Cell::some_number(rows.unit(at).xy.map(|xy| xy[0]))),
        sometimes!("y", Number, |rows, at| Cell::some_number(rows.unit(at).xy.map(|xy| xy[1]))),
        always!("text", Text, |rows, at| Cell::text(&rows.unit(at).text)),
    ],
    length: |report| report.units.len(),
};

/// Every topic and its figures.
pub(in crate::report) static TOPICS: Table = Table {
    columns: &[
        always!("topic", Integer, |rows, at| Cell::Integer(rows.topic(at).id as i64)),
        always!("label", Text, |rows, at| Cell::text(&rows.topic(at).label)),
        always!("given", Truth, |rows, at| Cell::Truth(rows.topic(at).given)),
        always!("units", Integer, |rows, at| Cell::integer(rows.topic(at).units)),
        always!("independent", Integer, |rows, at| Cell::integer(rows.topic(at).independent)),
        always!("documents", Integer, |rows, at| Cell::integer(rows.topic(at).documents)),
        sometimes!("share", Number, |rows, at| Cell::some_figure(rows.share(rows.topic(at)))),
        sometimes!("languages", Text, |rows, at| {
            Cell::list(languages(rows.topic(at)).iter().map(String::as_str))
        }),
        sometimes!("terms", Text, |rows, at| {
            Cell::list(rows.topic(at).terms.iter().map(|term| term.text.as_str()))
        }),
        sometimes!("summary", Text, |rows, at| {
            Cell::some_text(rows.topic(at).summary.as_ref().map(|sentence| sentence.text.as_str()))
        }),
        sometimes!("summary_unit", Integer, |rows, at| {
            Cell::some_integer(rows.topic(at).summary.as_ref().map(|sentence| sentence.unit as u64))
        }),
        sometimes!("titles", Text, |rows, at| {
            Cell::list(rows.topic(at).titles.iter().map(|title| title.text.as_str()))
        }),
        sometimes!("names", Text, |rows, at| {
            Cell::list(rows.topic(at).names.iter().map(|name| name.text.as_str()))
        }),
        sometimes!("dates", Text, |rows, at| {
            Cell::list(rows.topic(at).dates.iter().map(|date| date.text.as_str()))
        }),
        always!("cohesion", Number, |rows, at| Cell::Number(rows.topic(at).cohesion)),
        sometimes!("silhouette", Number, |rows, at| Cell::some_figure(rows.topic(at).silhouette)),
        sometimes!("coherence", Number, |rows, at| Cell::some_figure(rows.topic(at).coherence)),
        sometimes!("stability", Number, |rows, at| {
            Cell::some_figure(rows.topic(at).stability.map(|stability| stability.jaccard))
        }),
        sometimes!("comes_back", Number, |rows, at| {
            Cell::some_figure(rows.topic(at).stability.map(|stability| stability.comes_back))
        }),
        sometimes!("fragile", Truth, |rows, at| {
            rows.topic(at).stability.map_or(Cell::Empty, |stability| Cell::Truth(stability.fragile))
        }),
    ],
    length: |report| report.topics.len(),
};

/// Every document and its topics.
pub(in crate::report) static DOCUMENTS: Table = Table {
    columns: &[
        always!("file", Text, |rows, at| Cell::Name(&rows.document(at).place().file)),
        sometimes!("own_id", Text, |rows, at| Cell::some_name(rows.document(at).place().own_id.as_deref())),
        sometimes!("title", Text, |rows, at| Cell::some_text(rows.document(at).place().title.as_deref())),
        sometimes!("date", Text, |rows, at| Cell::some_text(rows.document(at).place().date.as_deref())),
        sometimes!("source", Text, |rows, at| Cell::some_text(rows.document(at).place().source.as_deref())),
        always!("units", Integer, |rows, at| Cell::integer(rows.document(at).units.len())),
        always!("in_topics", Integer, |rows, at| {
            Cell::integer(rows.document(at).count(|unit| unit.topic.is_some()))
        }),
        always!("outliers", Integer, |rows, at| Cell::integer(
            rows.document(at).count(UnitEntry::is_outlier)
        )),
        sometimes!("topic", Integer, |rows, at| {
            Cell::some_integer(rows.document(at).topics.first().map(|topic| topic.0))
        }),
        sometimes!("topic_label", Text, |rows, at| {
            Cell::some_text(rows.label(rows.document(at).topics.first().map(|topic| topic.0)))
        }),
        sometimes!("topic_units", Integer, |rows, at| {
            Cell::some_integer(rows.document(at).topics.first().map(|topic| topic.1 as u64))
        }),
        sometimes!("topics", Text, |rows, at| {
            let each: Vec<String> =
                rows.document(at).topics.iter().map(|(topic, units)| format!("{topic} {units}")).collect();
            Cell::list(each.iter().map(String::as_str))
        }),
    ],
    length: |report| documents(&report.units).len(),
};

/// Every topic in every value of the fields that were asked for.
pub(in crate::report) static PER: Table = Table {
    columns: &[
        always!("field", Text, |rows, at| Cell::text(&rows.per(at).0.field)),
        always!("kind", Text, |rows, at| Cell::text(kind(rows.per(at).1.kind))),
        sometimes!("value", Text, |rows, at| Cell::some_text(rows.per(at).1.value.as_deref())),
        always!("value_units", Integer, |rows, at| Cell::integer(rows.per(at).1.units)),
        always!("value_documents", Integer, |rows, at| Cell::integer(rows.per(at).1.documents)),
        always!("topic", Integer, |rows, at| Cell::Integer(rows.per(at).2.id as i64)),
        always!("label", Text, |rows, at| Cell::text(&rows.per(at).2.label)),
        always!("units", Integer, |rows, at| Cell::integer(rows.per(at).3.units)),
        always!("documents", Integer, |rows, at| Cell::integer(rows.per(at).3.documents)),
        always!("share", Number, |rows, at| Cell::Number(rows.per(at).3.share as f32)),
        always!("share_from", Number, |rows, at| Cell::Number(rows.per(at).3.interval[0] as f32)),
        always!("share_to", Number, |rows, at| Cell::Number(rows.per(at).3.interval[1] as f32)),
    ],
    length: |report| {
        let of = |value: &crate::report::topics::model::PerValue| value.topics.len().min(report.topics.len());
        report.per.iter().flat_map(|entry| &entry.values).map(of).sum()
    },
};

/// As in the JSON report.
fn kind(kind: PerKind) -> &'static str {
    match kind {
        PerKind::Value => "value",
        PerKind::Other => "other",
        PerKind::None => "none",
    }
}

/// `en 12`, the most frequent language first.
fn languages(topic: &TopicEntry) -> Vec<String> {
    let mut by_count: Vec<_> = topic.languages.iter().collect();
    by_count.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    by_count.into_iter().map(|(language, units)| format!("{language} {units}")).collect()
}

/// As in the JSON report.
fn outlier(reason: OutlierReason) -> &'static str {
    match reason {
        OutlierReason::Far => "far",
        OutlierReason::Between => "between",
        OutlierReason::NoneOfThese => "none-of-these",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn words_are_written_as_in_the_json_report() {
        for reason in [OutlierReason::Far, OutlierReason::Between, OutlierReason::NoneOfThese] {
            assert_eq!(json!(reason), json!(outlier(reason)));
        }
        for of in [PerKind::Value, PerKind::Other, PerKind::None] {
            assert_eq!(json!(of), json!(kind(of)));
        }
    }
}
