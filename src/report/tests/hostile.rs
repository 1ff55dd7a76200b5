//! Holds every format of every report: whatever stands in a stranger's text or name, nothing comes out that is not shown, and JSON
//! keeps all.

mod quality;
mod timed;

use serde::Serialize;
use serde_json::Value;

use crate::corpus::UnreadKind;
use crate::printable::is_hidden;
use crate::report::answers::{
    bench, changes, check, compact, compare, distill, edited, eval, indexed, models, search, similar, status,
    verify,
};
use crate::report::sources::{ModelSummary, SkippedFile};
use crate::report::tests::sample;
use crate::report::text::json;
use crate::report::text::page::TerminalStyle;
use crate::report::text::table::Separator;
use crate::report::topics::look::Look;
use crate::report::topics::model::TopicReport;
use crate::report::topics::{graphml, html, markdown, picture, tables, terminal};
use crate::topics::registry::{Change, TopicId};

/// A title for the window, hidden letters, and one of each kind of what turns, breaks, tags and annotates.
const HOSTILE: &str = "x\u{1b}]0;t\u{7}\u{1b}[8m\u{9b}8m\0\r\u{7f}\u{85}\u{61c}\u{200b}\u{200e}\u{202e}\u{2028}\u{2066}\
    \u{feff}\u{fff9}\u{fffe}\u{e0041}\u{e007f}\u{10ffe9}\u{10ffff}y";

/// How a name of that kind begins where it is written out.
const WRITTEN_OUT: &str = r"x\x1b]0;t\x07\x1b[8m\u{9b}8m\x00\r\x7f\u{85}\u{61c}\u{200b}\u{200e}\u{202e}";

fn own() -> String {
    HOSTILE.to_owned()
}

#[expect(clippy::unnecessary_wraps, reason = "fields that may be missing take it as it is")]
fn some() -> Option<String> {
    Some(own())
}

/// Fields that hold one of a few words, a number of ours or a checksum, and no text of anybody.
const OURS: [&str; 24] = [
    "builder",
    "choice",
    "unit",
    "kind",
    "state",
    "status",
    "reason",
    "boilerplate",
    "language",
    "change",
    "origin",
    "granularity",
    "width",
    "test",
    "over_in",
    "sha256",
    "units",
    "summary",
    "mode",
    "task",
    "outcome",
    "verdict",
    "why",
    "from",
];

/// Every text of the report is hostile, so that none is forgotten when a field is added.
fn assert_hostile(name: &str, value: &Value, path: &str) {
    match value {
        Value::String(text) => {
            let field = path.rsplit('.').next().unwrap();
            assert!(text.contains(HOSTILE) || OURS.contains(&field), "{name}: {path} is `{text}`");
        }
        Value::Array(values) => values.iter().for_each(|value| assert_hostile(name, value, path)),
        Value::Object(fields) => {
            for (field, value) in fields {
                assert_hostile(name, value, &format!("{path}.{field}"));
            }
        }
        _ => {}
    }
}

#[track_caller]
fn assert_shown(name: &str, text: &str) {
    let hidden: std::collections::BTreeSet<char> = text.chars().filter(|c| is_hidden(*c)).collect();
    assert!(hidden.is_empty(), "{name}: {hidden:?} in {text}");
}

/// In a terminal, with colours and without, whole and cut.
fn holds<R: Serialize>(name: &str, report: &R, render: impl Fn(&R, &TerminalStyle) -> String) {
    assert_hostile(name, &serde_json::to_value(report).unwrap(), "");
    let mut written_out = 0;
    for (colour, all_units) in [(false, false), (false, true), (true, false), (true, true)] {
        let style = TerminalStyle { colour, all_units, width: 100_000, ..TerminalStyle::default() };
        let mut text = render(report, &style);
        assert_eq!(text.contains('\u{1b}'), colour, "{name}: {text:?}");
        for code in [0, 1, 2, 4, 32, 33, 36] {
            text = text.replace(&format!("\u{1b}[{code}m"), "");
        }
        assert_shown(name, &text);
        written_out += text.matches(WRITTEN_OUT).count();
    }
    assert!(written_out > 0, "{name}: no name is written out");
    let document = json::render(report).unwrap();
    assert_shown(name, &document);
    let (read, given) = (serde_json::from_str(&document).unwrap(), serde_json::to_value(report).unwrap());
    assert_eq!(texts(&read), texts(&given), "{name}: JSON loses something");
}

/// All texts of a value, and the names of its fields.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| std::iter::once(name.as_str()).chain(texts(value)))
            .collect(),
        _ => Vec::new(),
    }
}

#[test]
fn the_topic_report_in_every_format() {
    let report = sample::hostile(HOSTILE);
    holds("topics", &report, terminal::render);
    let look = Look { title: some(), author: some(), date: some(), ..Look::default() };
    for look in [Look::default(), look] {
        let page = html::render(&report, &look).unwrap();
        assert_shown("html", &page);
        let (data, _) = page.rsplit_once("<script>").unwrap();
        assert!(!data.contains("\\u202e"), "the script would show what is an escape in its data");
        for (name, text) in [
            ("markdown", markdown::render(&report, &look).unwrap()),
            ("svg", picture::svg(&report, &look).unwrap()),
        ] {
            assert_shown(name, &text);
        }
    }
    let graph = graphml::render(&report).unwrap();
    assert!(graph.contains(WRITTEN_OUT), "{graph}");
    assert_shown("graphml", &graph);
    for separator in [Separator::Comma, Separator::Tab] {
        let units = tables::units(&report, separator).unwrap();
        assert_eq!(units.matches(WRITTEN_OUT).count(), 2 * report.units.len(), "files and ids: {units}");
        assert_shown("units", &units);
        assert_shown("topics", &tables::topics(&report, separator).unwrap());
    }
}

#[test]
fn a_template_of_ones_own_cannot_let_anything_through() {
    let report = sample::hostile(HOSTILE);
    let templates = [(
        "topics.md.j2",
        "{{ topics[0].label }} {{ topics }} {{ skipped[0].path | safe }} {{ outliers[0].text }}",
    )];
    let templates = templates.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    let text = markdown::render(&report, &Look { templates, ..Look::default() }).unwrap();
    assert!(text.starts_with("x ]0;t [8m 8m \u{10ffe9}y"), "{text}");
    assert_shown("markdown", &text);
    let templates =
        [("report.html.j2".to_owned(), "{{ title }} {{ topics }} {{ method }}".to_owned())].into();
    assert_shown("html", &html::render(&report, &Look { templates, ..Look::default() }).unwrap());
}

#[test]
fn reports_of_a_collection() {
    let mut found = search::tests::report();
    let place = &sample::hostile(HOSTILE).units[0].place;
    (found.query, found.index) = (own(), own());
    found.unread.extensions = vec![own()];
    found.model = model();
    for hit in &mut found.results {
        hit.text = own();
        hit.place = place.clone();
        hit.duplicates = vec![place.clone()];
        for reason in &mut hit.why {
            (reason.query, reason.word) = (own(), own());
        }
        for beside in hit.before.iter_mut().chain(&mut hit.after) {
            (beside.text, beside.place) = (own(), place.clone());
        }
        for copy in &mut hit.copies {
            (copy.text, copy.place) = (own(), place.clone());
        }
    }
    for explain in [false, true] {
        holds("search", &found, |report, terminal| {
            search::render(report, &search::SearchStyle { terminal: *terminal, explain, links: None })
        });
    }
    let links = search::Links { host: own(), folder: "/".into() };
    let style = search::SearchStyle { links: Some(links), ..search::SearchStyle::default() };
    let linked = search::render(&found, &style);
    let plain =
        linked.split("\u{1b}]8;;").map(|part| part.split_once("\u{1b}\\").map_or(part, |(_, text)| text));
    assert_shown("search with links", &plain.collect::<String>());
    let table = search::csv(&found).unwrap();
    assert!(table.matches(WRITTEN_OUT).count() >= 2 * found.results.len(), "files and ids: {table}");
    assert_shown("search as a table", &table);
    let all = search::FIELDS.map(|field| format!("{{{field}}}")).join("\t");
    let lines = all.parse::<search::Template>().unwrap().render(&found);
    assert_eq!(lines.lines().count(), found.results.len(), "{lines}");
    assert_shown("search by a template", &lines.replace('\t', ""));
    for list in [search::files(&found), search::counts(&found)] {
        assert_shown("search as a list", &list);
    }
    assert_shown("search as JSON Lines", &json::line(&found).unwrap());

    let mut report = status::tests::report();
    (report.collection, report.roots, report.model) = (own(), vec![own()], model());
    report.index.kind = own();
    report.unread =
        vec![SkippedFile { path: own(), kind: UnreadKind::Damaged, reason: own(), records: None }];
    holds("status", &report, status::render);

    let mut report = verify::tests::report();
    report.collection = own();
    for finding in &mut report.findings {
        finding.check = own();
        finding.problems.iter_mut().for_each(|problem| *problem = own());
    }
    holds("verify", &report, verify::render);

    let mut report = indexed::tests::report();
    report.collection = own();
    report.skipped =
        vec![SkippedFile { path: own(), kind: UnreadKind::Binary, reason: own(), records: None }; 12];
    holds("index", &report, indexed::render);

    let mut report = compact::tests::report();
    report.kind = own();
    assert_shown("compact", &compact::render(&report, &TerminalStyle::default()));
    assert_shown("compact", &json::render(&report).unwrap());
}

#[test]
fn reports_of_similar_texts() {
    let place = &sample::hostile(HOSTILE).units[0].place;
    let mut report = similar::tests::report();
    (report.model, report.index) = (model(), own());
    let pairs = report.pairs.iter_mut().flat_map(|pair| [&mut pair.a, &mut pair.b]);
    let members =
        report.groups.iter_mut().flat_map(|group| &mut group.members).map(|member| &mut member.text);
    for text in pairs.chain(members) {
        (text.text, text.place, text.also) = (own(), place.clone(), vec![place.clone()]);
    }
    holds("similar", &report, similar::render);
    for report in [
        similar::SimilarReport { groups: Vec::new(), ..report.clone() },
        similar::SimilarReport { pairs: Vec::new(), ..report.clone() },
    ] {
        let table = similar::csv(&report).unwrap();
        assert!(table.contains(WRITTEN_OUT), "{table}");
        assert_shown("table of similar texts", &table);
        assert_shown("document of similar texts", &similar::markdown(&report));
    }

    let mut report = compare::tests::report();
    report.model = model();
    for documents in &mut report.documents {
        (documents.a, documents.a_id, documents.b, documents.b_id) = (own(), some(), own(), some());
    }
    for pair in &mut report.pairs {
        pair.diff.iter_mut().flatten().for_each(|run| run.text = own());
    }
    let paired = report.pairs.iter_mut().flat_map(|pair| pair.a.iter_mut().chain(&mut pair.b));
    for text in paired.chain(&mut report.only_a).chain(&mut report.only_b) {
        (text.text, text.place) = (own(), place.clone());
    }
    holds("compare", &report, compare::render);
    let table = compare::csv(&report).unwrap();
    assert!(table.contains(WRITTEN_OUT), "{table}");
    assert_shown("table of a comparison", &table);
    assert_shown("document of a comparison", &compare::markdown(&report));
}

#[test]
fn reports_of_topics_that_were_edited_compared_and_checked() {
    let mut report = edited::tests::report();
    report.collection = own();
    report.topics.iter_mut().for_each(|topic| topic.label = own());
    for edit in report.edits.iter_mut().chain(&mut report.edit) {
        edit.label.iter_mut().chain(&mut edit.old_label).for_each(|label| *label = own());
        edit.parts.iter_mut().for_each(|part| part.label = own());
        for moved in &mut edit.texts {
            moved.text.iter_mut().chain(&mut moved.file).for_each(|text| *text = own());
        }
    }
    holds("edited", &report, edited::render);

    let mut report = changes::tests::report();
    (report.before, report.after) = (own(), own());
    report.topics.iter_mut().for_each(|topic| topic.label = own());
    report.texts.iter_mut().for_each(|moved| moved.text = own());
    report.changes.pop();
    report.changes.push(Change::Renamed { id: TopicId(1), from: own(), to: own() });
    holds("diff", &report, changes::render);

    let mut report = check::tests::report();
    (report.report, report.generator, report.checked_by, report.base) = (own(), own(), own(), own());
    report.faults.iter_mut().for_each(|fault| fault.what = own());
    for topic in &mut report.topics {
        topic.label = own();
        topic.terms.iter_mut().for_each(|term| term.text = own());
    }
    for file in &mut report.files {
        (file.file, file.reason) = (own(), some());
        for finding in &mut file.findings {
            (finding.text, finding.own_id) = (own(), some());
            if let Some(now) = &mut finding.now {
                (now.file, now.own_id) = (own(), some());
                now.text.iter_mut().for_each(|text| *text = own());
            }
        }
    }
    holds("check", &report, check::render);
}

#[test]
fn reports_of_models() {
    let mut report = models::list::tests::report();
    (report.folder, report.shared_by, report.cards, report.onnx_runtime) = (own(), some(), own(), some());
    for model in &mut report.models {
        model.id = own();
        (model.problem, model.revision, model.languages_note) = (some(), some(), some());
        (model.licence, model.speed, model.description) = (some(), some(), some());
        model.languages = vec![own()];
    }
    holds("models", &report, models::list::render);

    let mut report = models::show::tests::report();
    report.model = model();
    if let Some(card) = &mut report.card {
        (card.name, card.description, card.date, card.licence) = (own(), own(), own(), own());
        (card.recipe, card.teacher, card.made_by, card.notes) = (own(), some(), own(), own());
        card.languages = vec![own()];
        card.figures.iter_mut().for_each(|figure| figure.task = own());
        for source in &mut card.sources {
            (source.name, source.licence, source.url, source.attribution) = (own(), own(), some(), some());
        }
    }
    if let Some(named) = &mut report.named {
        (named.hub, named.commit, named.folder, named.licence) = (some(), some(), some(), some());
        (named.pooling, named.query_prefix, named.passage_prefix) = (own(), own(), own());
        (named.good_for, named.languages_note, named.languages) = (own(), some(), vec![own()]);
    }
    holds("show", &report, models::show::render);

    let mut report = models::pull::tests::report();
    (report.endpoint, report.folder, report.shared_by) = (own(), own(), some());
    for pulled in &mut report.models {
        (pulled.id, pulled.hub, pulled.commit, pulled.folder) = (own(), some(), some(), own());
        pulled.files.iter_mut().for_each(|file| file.path = own());
    }
    holds("pull", &report, models::pull::render);

    let mut report = models::add::tests::report();
    (report.model, report.card, report.hub, report.folder) = (model(), own(), some(), own());
    (report.graph, report.pooling) = (own(), own());
    (report.query_prefix, report.passage_prefix) = (own(), own());
    holds("add", &report, models::add::render);

    let mut report = models::verify::tests::report();
    for verified in &mut report.models {
        (verified.id, verified.folder) = (own(), own());
        verified.problems.iter_mut().for_each(|file| (file.path, file.problem) = (own(), own()));
    }
    holds("verify models", &report, models::verify::render);

    let mut report = models::remove::tests::report();
    (report.id, report.folder, report.left, report.card) = (own(), own(), some(), some());
    holds("remove", &report, models::remove::render);

    let mut report = models::choose::tests::report();
    (report.collection, report.model, report.before) = (own(), own(), own());
    holds("choose", &report, models::choose::render);

    let mut report = models::doctor::tests::report();
    (report.folder, report.shared_by, report.records, report.cards) = (own(), some(), own(), own());
    (report.endpoint, report.proxy, report.todo) = (some(), some(), vec![own()]);
    let runtime = &mut report.onnx_runtime;
    (runtime.library, runtime.version, runtime.problem) = (some(), some(), some());
    runtime.searched = vec![own()];
    for tried in &mut report.models {
        (tried.id, tried.problem) = (own(), some());
    }
    holds("doctor", &report, models::doctor::render);
}

#[test]
fn reports_of_measurements() {
    let mut report = eval::tests::report();
    (report.task, report.files, report.resampled) = (own(), vec![own()], own());
    report.models.iter_mut().for_each(|measured| measured.model = model());
    for figure in &mut report.figures {
        (figure.of, figure.lang, figure.measure) = (own(), some(), own());
    }
    holds("eval", &report, eval::render);

    let mut report = distill::tests::report();
    report.file = own();
    holds("distill", &report, distill::render);

    let mut report = bench::tests::report();
    (report.source, report.model, report.asked) = (own(), some(), own());
    (report.environment.processor, report.environment.system) = (own(), own());
    (report.warnings, report.command, report.revision) = (vec![own()], some(), some());
    report.builds.iter_mut().for_each(|build| build.name = own());
    report.rows.iter_mut().for_each(|row| row.name = own());
    if let (Some(target), Some(compared)) = (&mut report.target, &mut report.comparison) {
        (target.name, compared.file, compared.missing) = (some(), own(), vec![own()]);
        compared.worse.iter_mut().for_each(|worse| worse.name = own());
        compared.changed = vec![own()];
    }
    assert_shown("bench", &bench::render(&report, &TerminalStyle::default()));
    assert_shown("bench", &json::render(&report).unwrap());
    assert_shown("bench", &bench::markdown(&report));
    assert_shown("bench", &bench::csv(&report).unwrap());
    assert_shown("bench", &bench::html(&report).unwrap());
    assert_shown("bench", &bench::svg(&report).unwrap());
}

fn model() -> ModelSummary {
    ModelSummary { id: own(), revision: own(), ..sample::model() }
}

/// The topic report with texts, names and labels without end.
fn endless(text: &str) -> TopicReport {
    let mut report = sample::hostile(text);
    let plain = sample::report();
    (report.method, report.timeline, report.corpus) = (plain.method, plain.timeline, plain.corpus);
    report.corpus.paths = vec![text.to_owned()];
    for unit in &mut report.units {
        unit.text = "The armored train left the station at dawn.".to_owned();
        (unit.place.file, unit.place.hash) = ("press/one.txt".to_owned(), "0".to_owned());
    }
    for topic in &mut report.topics {
        topic.summary.iter_mut().for_each(|sentence| sentence.text = "The train.".to_owned());
    }
    for topic in &mut report.topics {
        topic.summary.iter_mut().for_each(|sentence| sentence.text = "The train.".to_owned());
    }
    report.topics.iter_mut().flat_map(|topic| &mut topic.representatives).for_each(|quoted| {
        quoted.text = "The train.".to_owned();
        (quoted.place.file, quoted.place.hash) = ("press/one.txt".to_owned(), "0".to_owned());
    });
    report
}

#[test]
fn titles_and_labels_have_an_end() {
    let million = 1_000_000;
    for text in
        ["a".repeat(million), format!("e{}", "\u{301}".repeat(million)), "\u{1f469}\u{200d}".repeat(million)]
    {
        let report = endless(&text);
        let look = Look { title: Some(text.clone()), author: Some(text.clone()), ..Look::default() };
        let style = |all_units| TerminalStyle { all_units, ..TerminalStyle::default() };
        for (name, shown) in [
            ("terminal", terminal::render(&report, &style(false))),
            ("terminal, all", terminal::render(&report, &style(true))),
            ("markdown", markdown::render(&report, &look).unwrap()),
            ("svg", picture::svg(&report, &look).unwrap()),
            ("graphml", graphml::render(&report).unwrap()),
            ("html", html::render(&report, &look).unwrap()),
        ] {
            assert!(shown.len() < 1_000_000, "{name}: {} bytes", shown.len());
        }
    }
}

#[test]
fn very_many_topics_are_written() {
    let mut report = sample::report();
    let (topic, unit) = (report.topics[1].clone(), report.units[1].clone());
    let n = 20_000;
    report.topics =
        (1..=n).map(|id| crate::report::topics::model::TopicEntry { id, ..topic.clone() }).collect();
    report.units = (1..=n)
        .map(|id| crate::report::topics::model::UnitEntry { topic: Some(id), ..unit.clone() })
        .collect();
    report.timeline = None;
    report.contrast = None;
    report.changes = (1..=n).map(|id| Change::Born { id: TopicId(id) }).collect();
    let look = Look::default();
    let all = TerminalStyle { all_units: true, ..TerminalStyle::default() };
    assert!(terminal::render(&report, &all).contains("\n20000 harvest\n"));
    assert!(markdown::render(&report, &look).unwrap().contains("\n## 20000 · harvest\n"));
    assert!(picture::svg(&report, &look).unwrap().contains("and 19,975 more topics"));
    assert_eq!(tables::topics(&report, Separator::Comma).unwrap().lines().count(), 20_001);
    assert!(html::render(&report, &look).unwrap().contains("id=\"topic-20000\""));
}
