//! What may import what.

use crate::source::{Mention, mentions};

/// The stages in the order in which data flows.
/// `corpus` and `hub` stand side by side at the beginning, what is measured comes before `report`, `distill` stands at the end.
const STAGES: [&str; 13] = [
    "corpus", "hub", "query", "embed", "index", "store", "words", "cluster", "topics", "eval", "bench",
    "report", "distill",
];

/// A stage that may know only some items of one upstream of it.
struct MayNotKnow {
    stage: &'static str,
    other: &'static str,
    but: &'static [&'static str],
    why: &'static str,
}

const MAY_NOT_KNOW: [MayNotKnow; 35] = [
    MayNotKnow { stage: "hub", other: "corpus", but: &[], why: "a hub has files, not text" },
    MayNotKnow { stage: "query", other: "hub", but: &[], why: "what is asked for does not depend on models" },
    MayNotKnow {
        stage: "index",
        other: "query",
        but: &["units"],
        why: "an index cuts words as queries do, and knows no query",
    },
    MayNotKnow { stage: "cluster", other: "query", but: &[], why: "clusters are there before anybody asks" },
    MayNotKnow { stage: "topics", other: "query", but: &[], why: "topics are there before anybody asks" },
    MayNotKnow { stage: "distill", other: "query", but: &[], why: "models are made without queries" },
    MayNotKnow {
        stage: "store",
        other: "hub",
        but: &[],
        why: "a collection does not know where models come from",
    },
    MayNotKnow { stage: "index", other: "hub", but: &[], why: "an index knows vectors, not models" },
    MayNotKnow { stage: "cluster", other: "hub", but: &[], why: "clustering knows vectors, not models" },
    MayNotKnow { stage: "topics", other: "hub", but: &[], why: "topics do not depend on the encoder" },
    MayNotKnow { stage: "distill", other: "hub", but: &[], why: "models are made without a network" },
    MayNotKnow {
        stage: "words",
        other: "hub",
        but: &[],
        why: "words know vectors, not where models come from",
    },
    MayNotKnow { stage: "words", other: "store", but: &[], why: "words are counted of any texts" },
    MayNotKnow { stage: "cluster", other: "words", but: &[], why: "clustering knows vectors, not text" },
    MayNotKnow { stage: "topics", other: "words", but: &[], why: "topics do not depend on the encoder" },
    MayNotKnow { stage: "distill", other: "words", but: &[], why: "models are made without an index" },
    MayNotKnow { stage: "index", other: "corpus", but: &[], why: "an index knows vectors, not text" },
    MayNotKnow {
        stage: "index",
        other: "embed",
        but: &["Embeddings"],
        why: "an index knows vectors, not how they arise",
    },
    MayNotKnow { stage: "cluster", other: "corpus", but: &[], why: "clustering knows vectors, not text" },
    MayNotKnow { stage: "topics", other: "embed", but: &[], why: "topics do not depend on the encoder" },
    MayNotKnow { stage: "topics", other: "index", but: &[], why: "topics do not depend on the index" },
    MayNotKnow {
        stage: "topics",
        other: "cluster",
        but: &["Clustering", "ClusterId"],
        why: "topics do not depend on the algorithm",
    },
    MayNotKnow { stage: "eval", other: "store", but: &[], why: "models are measured without a collection" },
    MayNotKnow { stage: "eval", other: "topics", but: &[], why: "models are measured without topics" },
    MayNotKnow {
        stage: "bench",
        other: "report",
        but: &[],
        why: "what is measured does not know its layout",
    },
    MayNotKnow { stage: "bench", other: "store", but: &[], why: "indexes are measured without a collection" },
    MayNotKnow { stage: "bench", other: "topics", but: &[], why: "retrieval is measured without topics" },
    MayNotKnow {
        stage: "distill",
        other: "corpus",
        but: &[],
        why: "models are made from tables of their own",
    },
    MayNotKnow { stage: "distill", other: "store", but: &[], why: "models are made without a collection" },
    MayNotKnow { stage: "distill", other: "index", but: &[], why: "models are made without an index" },
    MayNotKnow { stage: "distill", other: "cluster", but: &[], why: "models are made without clusters" },
    MayNotKnow { stage: "distill", other: "topics", but: &[], why: "models are made without topics" },
    MayNotKnow { stage: "distill", other: "report", but: &[], why: "what is made does not know its layout" },
    MayNotKnow {
        stage: "distill",
        other: "bench",
        but: &[],
        why: "`bench` and `distill` stand side by side",
    },
    MayNotKnow { stage: "distill", other: "eval", but: &[], why: "`eval` and `distill` stand side by side" },
];

/// Rooms of `report`, and the others that each may use; tests may use all.
const ROOMS: [(&str, &[&str]); 4] = [
    ("text", &["sources"]),
    ("sources", &[]),
    ("topics", &["text", "sources"]),
    ("answers", &["text", "sources"]),
];

/// Violations in one file, each as `file:line: rule`.
pub(crate) fn check(file: &str, source: &str) -> Vec<String> {
    let module = module_of(file);
    let found = mentions(&module, source);
    let broken = found.iter().filter_map(|mention| {
        broken_rule(file, &module, mention).map(|rule| format!("{file}:{}: {rule}", mention.line))
    });
    broken.collect()
}

/// `src/report/mod.rs` is `report`, `src/report/answers/search.rs` is `report::answers::search`, `src/lib.rs` is the root.
fn module_of(file: &str) -> Vec<String> {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs");
    let mut module: Vec<String> = path.split('/').map(str::to_owned).collect();
    if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        module.pop();
    }
    module
}

fn broken_rule(file: &str, module: &[String], mention: &Mention) -> Option<String> {
    let to = mention.path.first()?.as_str();
    let shown = mention.path.join("::");
    let is_stage = STAGES.contains(&to);
    let Some(from) = module.first().map(String::as_str) else {
        let private = file == "src/main.rs" && (is_stage || to == "pipeline");
        return private.then(|| format!("the binary uses the library as `cognate::{shown}`"));
    };
    if from == "cli" {
        let private = is_stage || to == "pipeline";
        return private.then(|| format!("the binary uses the library as `cognate::{shown}`"));
    }
    if to == "cli" {
        return Some(format!("`{from}` may not use `{shown}`: the command line is not part of the library"));
    }
    if let Some(broken) = broken_room(module, mention) {
        return Some(broken);
    }
    // The prelude gives names of all, and holds nothing.
    if matches!(from, "pipeline" | "prelude") || from == to {
        return None;
    }
    if to == "pipeline" {
        return Some(format!("`{from}` may not use `{shown}`: only the command line composes through it"));
    }
    if to == "*" {
        return Some(format!("`{from}` may not import everything: name what it uses"));
    }
    let Some(rank) = rank(from) else {
        let composes = is_stage && from != "error";
        return composes.then(|| format!("`{from}` may not use `{shown}`: only `pipeline` composes stages"));
    };
    if self::rank(to).is_some_and(|other| other > rank) {
        return Some(format!("`{from}` may not use `{shown}`: data flows from `{from}` to `{to}`"));
    }
    let rule = MAY_NOT_KNOW.iter().find(|rule| rule.stage == from && rule.other == to)?;
    let item = mention.path.get(1).map_or("", String::as_str);
    (!rule.but.contains(&item)).then(|| format!("`{from}` may not use `{shown}`: {}", rule.why))
}

fn broken_room(module: &[String], mention: &Mention) -> Option<String> {
    let ([stage, room, ..], [to, other, ..]) = (module, mention.path.as_slice()) else { return None };
    if stage != "report" || to != "report" || room == other {
        return None;
    }
    let (_, may_use) = ROOMS.iter().find(|(name, _)| name == room)?;
    let is_room = ROOMS.iter().any(|(name, _)| name == other);
    (is_room && !may_use.contains(&other.as_str()))
        .then(|| format!("`report::{room}` may not use `{}`", mention.path.join("::")))
}

fn rank(stage: &str) -> Option<usize> {
    STAGES.iter().position(|name| *name == stage)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One violation in the file, with its line and rule.
    fn one(file: &str, source: &str) -> String {
        let found = check(file, source);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    }

    #[test]
    fn a_planted_violation_is_found_with_file_line_and_rule() {
        let source = "//! Units.\n\nuse std::fmt;\nuse crate::{corpus::Language,\n    report::model::{Place, Excerpt as E}};\n";
        assert_eq!(
            check("src/topics/mod.rs", source),
            [
                "src/topics/mod.rs:5: `topics` may not use `report::model::Place`: data flows from `topics` to `report`",
                "src/topics/mod.rs:5: `topics` may not use `report::model::Excerpt`: data flows from `topics` to `report`",
            ]
        );
    }

    #[test]
    fn what_a_stage_may_not_know() {
        assert!(one("src/index/hnsw.rs", "use crate::corpus::Unit;").contains("knows vectors, not text"));
        assert!(one("src/index/mod.rs", "fn f(m: &crate::embed::Model) {}").contains("not how they arise"));
        assert!(one("src/topics/label.rs", "use crate::cluster::kmeans::fit;").contains("the algorithm"));
        assert!(one("src/topics/label.rs", "use crate::cluster;").contains("the algorithm"));
        assert!(one("src/cluster/mod.rs", "use crate::corpus::Language;").contains("not text"));
        assert!(one("src/eval/knn.rs", "use crate::bench::measure;").contains("data flows"));
        assert!(one("src/bench/mod.rs", "use crate::report::ReportError;").contains("data flows"));
        assert!(one("src/bench/mod.rs", "use crate::store::Store;").contains("without a collection"));
        assert!(one("src/distill/mod.rs", "use crate::eval::Bitext;").contains("side by side"));
        assert!(one("src/distill/mod.rs", "use crate::store::Store;").contains("without a collection"));
        assert!(one("src/embed/mod.rs", "use crate::distill::Recipe;").contains("data flows"));
        assert!(one("src/hub/pull.rs", "use crate::embed::cards::ModelCard;").contains("data flows"));
        assert!(one("src/hub/pull.rs", "use crate::corpus::Unit;").contains("files, not text"));
        assert!(one("src/store/mod.rs", "use crate::hub::Record;").contains("where models come from"));
        assert!(one("src/query/filter.rs", "use crate::store::Store;").contains("data flows"));
        assert!(one("src/query/mod.rs", "use crate::hub::Record;").contains("does not depend on models"));
        assert!(one("src/hub/mod.rs", "use crate::query::Terms;").contains("data flows"));
        assert!(one("src/index/mod.rs", "use crate::query::Terms;").contains("knows no query"));
        assert!(one("src/topics/mod.rs", "use crate::query::units;").contains("before anybody asks"));
        assert!(check("src/index/mod.rs", "use crate::query::units::identity;").is_empty());
        assert!(check("src/store/read.rs", "use crate::query::Value;").is_empty());
        assert!(check("src/embed/installed.rs", "use crate::hub::Record;").is_empty());
        assert!(check("src/distill/teacher.rs", "use crate::embed::Embedder;").is_empty());
        assert!(check("src/index/mod.rs", "use crate::embed::Embeddings;").is_empty());
        assert!(check("src/topics/mod.rs", "use crate::cluster::{ClusterId, Clustering};").is_empty());
    }

    #[test]
    fn composing_is_for_the_pipeline_and_the_command_line() {
        assert!(one("src/bench/mod.rs", "use crate::pipeline::open;").contains("only the command line"));
        assert!(one("src/store/mod.rs", "use crate::*;").contains("name what it uses"));
        assert!(one("src/tools.rs", "use crate::store::Store;").contains("only `pipeline` composes"));
        assert!(one("src/report/mod.rs", "use crate::cli::Colour;").contains("not part of the library"));
        assert!(one("src/cli/topics.rs", "use crate::pipeline::run;").contains("`cognate::pipeline::run`"));
        assert!(one("src/main.rs", "use crate::store::Store;").contains("`cognate::store::Store`"));
        assert!(check("src/cli/topics.rs", "use cognate::pipeline::run; use crate::cli::Args;").is_empty());
        assert!(check("src/pipeline/mod.rs", "use crate::{corpus::Unit, report::model};").is_empty());
        assert!(check("src/lib.rs", "pub use crate::pipeline::run;").is_empty());
    }

    #[test]
    fn rooms_of_reports_stand_apart() {
        let topics = "use crate::report::topics::model::TopicReport;";
        assert!(one("src/report/text/place.rs", topics).contains("`report::text` may not use"));
        assert!(one("src/report/answers/search.rs", topics).contains("`report::answers` may not use"));
        assert!(
            one("src/report/topics/html/mod.rs", "use super::super::answers::bench;").contains("may not use")
        );
        assert!(check("src/report/topics/html/mod.rs", topics).is_empty());
        assert!(
            check("src/report/answers/search.rs", "use crate::report::{text::Ink, ReportError};").is_empty()
        );
        assert!(check("src/report/tests/sample.rs", topics).is_empty());
    }

    #[test]
    fn relative_paths_are_followed() {
        assert!(one("src/corpus/mod.rs", "use super::embed::Model;").contains("data flows"));
        assert!(
            one("src/corpus/html.rs", "mod a { use super::super::super::store::Store; }")
                .contains("data flows")
        );
        assert!(check("src/corpus/mod.rs", "mod tests { use super::store; }").is_empty());
        assert!(check("src/corpus/mod.rs", "mod tests { use super::*; } use self::store::X;").is_empty());
    }

    #[test]
    fn comments_and_strings_do_not_count() {
        let source = r##"
            //! See [`crate::report::topics::model`].
            /* crate::report /* crate::topics */ crate::bench */
            const A: &str = "crate::report::x \" crate::topics";
            const B: &str = r#"crate::report " "#;
            const C: char = '"'; fn f<'a>(_: &'a str) {} const D: char = '\'';
            use crate::report::model::Place;
        "##;
        assert!(one("src/corpus/mod.rs", source).starts_with("src/corpus/mod.rs:7: "));
    }
}
