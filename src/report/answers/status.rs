//! What a collection holds and what it still has to do.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::corpus::{Granularity, Language};
use crate::index::{Builder, IndexChoice};
use crate::printable;
use crate::report::answers::unread::UnreadSummary;
use crate::report::sources::{ModelSummary, SkippedFile};
use crate::report::text::Ink;
use crate::report::text::number::{bytes, count, grouped};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::{model, read_in_parts, row};
use crate::report::text::translations::Translations;
use crate::report::text::wrap::label;

/// Version of the JSON status report; it grows when a field changes its meaning or goes away.
pub const STATUS_REPORT_SCHEMA: u32 = 1;

/// A collection at a glance.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StatusReport {
    /// [`STATUS_REPORT_SCHEMA`].
    pub schema: u32,
    /// Folder of the collection.
    pub collection: String,
    /// Version of the database's layout.
    pub schema_version: u32,
    /// The embedding model.
    pub model: ModelSummary,
    /// What one unit is.
    pub granularity: Granularity,
    /// Folders and files that were added.
    pub roots: Vec<String>,
    /// Files read.
    pub files: usize,
    /// Files that were not read, or not whole.
    pub unread: Vec<SkippedFile>,
    /// Documents.
    pub documents: usize,
    /// Units of all kinds.
    pub units: usize,
    /// Units set apart as boilerplate.
    pub boilerplate: usize,
    /// Different texts among the units: units of equal text share one embedding.
    pub texts: usize,
    /// Different texts that the model has read.
    pub embedded: usize,
    /// Different texts that it still has to read.
    pub pending: usize,
    /// Different texts that it knows no word of.
    pub without_vector: usize,
    /// Different texts that were longer than the model's window and were read in parts.
    pub windowed: usize,
    /// Most tokens that the model reads at once; `null` for a model without a limit.
    pub window: Option<usize>,
    /// Units by language (unknown left out).
    pub languages: BTreeMap<Language, usize>,
    /// Size of the database in bytes.
    pub database_bytes: u64,
    /// The index file.
    pub index: IndexSummary,
    /// The file of words.
    pub words: WordsSummary,
}

/// The index file of a collection.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IndexSummary {
    /// `exact` or `hnsw`.
    pub kind: String,
    /// `auto`, or the kind that a person asked for.
    pub choice: IndexChoice,
    /// What built the graph: `hnsw_rs` or `flat`; `null` where there is none.
    pub builder: Option<Builder>,
    /// Whether it can be used.
    pub state: IndexState,
    /// Its size in bytes, 0 when it is missing.
    pub bytes: u64,
    /// How good it is; `null` unless that was asked for, or when it cannot be used.
    pub health: Option<IndexHealth>,
}

/// The file of words of a collection.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WordsSummary {
    /// Whether it can be used.
    pub state: IndexState,
    /// Size in bytes.
    pub bytes: u64,
}

/// How good an index is, as measured against exact search.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct IndexHealth {
    /// Vectors in the file.
    pub vectors: usize,
    /// How many of them a search for themselves, of breadth 64, does not find.
    pub lost: usize,
    /// Vectors, spread over the file, whose ten neighbours were looked for both ways.
    pub sampled: usize,
    /// Share of their true ten neighbours that a search of the usual breadth finds.
    pub recall: f64,
}

/// Whether an index can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IndexState {
    /// It holds what the database holds.
    Fresh,
    /// The database has changed since; searches scan exactly what is new.
    Stale,
    /// There is none; searches scan exactly.
    Missing,
}

/// Files that were not read, the most important ones by name.
fn unread(page: &mut Page, report: &StatusReport) {
    let files = report.unread.iter().map(|file| ((&file.path).into(), file.kind, file.records));
    let Some(sentence) = UnreadSummary::of(files, report.files).sentence() else { return };
    row(page, "Not read", &sentence, Ink::warning);
    let failed: Vec<&SkippedFile> = report.unread.iter().filter(|file| file.kind.is_failure()).collect();
    for file in failed.iter().take(MOST_UNREAD) {
        let reason = printable::message(&file.reason);
        row(page, "", &format!("{}: {reason}", printable::name(&file.path)), Ink::dim);
    }
    if failed.len() > MOST_UNREAD {
        row(page, "", &format!("and {} more", grouped(failed.len() - MOST_UNREAD)), Ink::dim);
    }
}

/// Files that were not read that are named; JSON names all.
const MOST_UNREAD: usize = 10;

/// The report as text for a terminal.
pub fn render(report: &StatusReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    let words = &Translations::default();
    let unit = match report.granularity {
        Granularity::Paragraph => "paragraph",
        Granularity::Sentence => "sentence",
        Granularity::Document => "document",
    };
    row(&mut page, "Collection", &printable::name(&report.collection), Ink::bold);
    let roots: Vec<_> = report.roots.iter().map(|root| printable::name(root)).collect();
    row(&mut page, "Folders", &roots.join(", "), plain);
    let mut read = vec![count(report.files, "file"), count(report.documents, "document")];
    if unit != "document" {
        read.push(count(report.units, unit));
    }
    read.push(format!("{} boilerplate", grouped(report.boilerplate)));
    row(&mut page, "Text", &read.join(" · "), plain);
    unread(&mut page, report);
    row(&mut page, "Languages", &words.languages(&report.languages), plain);
    row(&mut page, "Model", &model(words, &report.model), plain);
    let vectors = format!(
        "{} of {} texts embedded · {} pending · {} unknown to the model",
        grouped(report.embedded),
        grouped(report.texts),
        grouped(report.pending),
        grouped(report.without_vector)
    );
    row(&mut page, "Vectors", &vectors, if report.pending > 0 { Ink::warning } else { plain });
    if let Some(in_parts) = read_in_parts(words, report.windowed, "text", report.window) {
        row(&mut page, "", &in_parts, plain);
    }
    let fresh = report.index.state == IndexState::Fresh;
    row(&mut page, "Index", &index(&report.index), if fresh { plain } else { Ink::warning });
    if let Some(health) = &report.index.health {
        let well = health.lost == 0 && health.recall >= 0.95;
        row(&mut page, "", &self::health(health), if well { plain } else { Ink::warning });
    }
    let database = format!("{} · layout {}", bytes(report.database_bytes), report.schema_version);
    let fresh = report.words.state == IndexState::Fresh;
    row(&mut page, "Words", &words_file(report.words), if fresh { plain } else { Ink::warning });
    row(&mut page, "Database", &database, plain);
    page.into_text()
}

fn words_file(words: WordsSummary) -> String {
    match words.state {
        IndexState::Fresh => format!("fresh · {}", bytes(words.bytes)),
        IndexState::Stale => format!("stale: what is new is read with each search · {}", bytes(words.bytes)),
        IndexState::Missing => "missing: every text is read with each search".to_owned(),
    }
}

fn index(index: &IndexSummary) -> String {
    let mut kind = label(&index.kind);
    if let Some(builder) = index.builder {
        kind = format!("{kind} built by {builder}");
    }
    if index.choice != IndexChoice::Auto {
        kind.push_str(", as asked for");
    }
    match index.state {
        IndexState::Fresh => format!("{kind} · fresh · {}", bytes(index.bytes)),
        IndexState::Stale => {
            format!("{kind} · stale: what is new is scanned exactly · {}", bytes(index.bytes))
        }
        IndexState::Missing => format!("{kind} · missing: everything is scanned exactly"),
    }
}

fn health(health: &IndexHealth) -> String {
    if health.sampled == 0 {
        return "every byte as written · every vector is looked at".to_owned();
    }
    format!(
        "every byte as written · {} of {} find themselves · recall at 10: {:.3} on {}",
        count(health.vectors - health.lost, "vector"),
        grouped(health.vectors),
        health.recall,
        grouped(health.sampled)
    )
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;
    use crate::corpus::UnreadKind;
    use crate::report::tests::sample;

    pub(in crate::report) fn report() -> StatusReport {
        StatusReport {
            schema: STATUS_REPORT_SCHEMA,
            collection: "/home/ada/.cognate".to_owned(),
            schema_version: 4,
            model: sample::model(),
            granularity: Granularity::Paragraph,
            roots: vec!["/home/ada/press".to_owned()],
            unread: vec![SkippedFile {
                path: "a/list.jsonl".to_owned(),
                kind: UnreadKind::Partly,
                reason: "line 7: broken JSON at column 1: expected value".to_owned(),
                records: Some(2),
            }],
            files: 2,
            documents: 2,
            units: 1006,
            boilerplate: 1,
            texts: 1004,
            embedded: 1000,
            pending: 4,
            without_vector: 1,
            windowed: 1,
            window: Some(512),
            languages: sample::languages(&[("en", 700), ("fr", 300)]),
            database_bytes: 2_500_000,
            index: IndexSummary {
                kind: "hnsw".to_owned(),
                choice: IndexChoice::Hnsw,
                builder: Some(Builder::HnswRs),
                state: IndexState::Stale,
                bytes: 1_100_000,
                health: Some(IndexHealth { vectors: 1000, lost: 1, sampled: 200, recall: 0.998 }),
            },
            words: WordsSummary { state: IndexState::Fresh, bytes: 300_000 },
        }
    }

    #[test]
    fn the_whole_report_without_colour() {
        let expected = "\
Collection  /home/ada/.cognate
Folders     /home/ada/press
Text        2 files · 2 documents · 1,006 paragraphs · 1 boilerplate
Not read    2 records in 1 file were left out
            a/list.jsonl: line 7: broken JSON at column 1: expected value
Languages   en 700, fr 300
Model       builtin, revision 0123456789ab, 256 dimensions
Vectors     1,000 of 1,004 texts embedded · 4 pending · 1 unknown to the model
            1 text was longer than the model's window of 512 tokens and was read
            in parts
Index       hnsw built by hnsw_rs, as asked for · stale: what is new is scanned
            exactly · 1.1 MB
            every byte as written · 999 vectors of 1,000 find themselves ·
            recall at 10: 0.998 on 200
Words       fresh · 300.0 kB
Database    2.5 MB · layout 4
";
        assert_eq!(render(&report(), &TerminalStyle::default()), expected);
    }

    #[test]
    fn a_stale_index_stands_out_in_colour_and_a_missing_one_has_no_size() {
        let text = render(&report(), &TerminalStyle { colour: true, ..TerminalStyle::default() });
        assert!(text.contains("\u{1b}[33mhnsw built by hnsw_rs, as asked for · stale"), "{text:?}");
        let missing = IndexSummary {
            kind: "hnsw".to_owned(),
            choice: IndexChoice::Auto,
            builder: None,
            state: IndexState::Missing,
            bytes: 0,
            health: None,
        };
        assert_eq!(index(&missing), "hnsw · missing: everything is scanned exactly");
        let exact = IndexHealth { vectors: 7, lost: 0, sampled: 0, recall: 1.0 };
        assert_eq!(health(&exact), "every byte as written · every vector is looked at");
    }
}
