//! The comparison as a table and as a document.

use std::fmt::Write as _;

use super::{
    CompareReport, ComparedPair, ComparedText, Correspondence, DiffRun, WordChange, about, belonging, facts,
    is_plain, sides, summary, wording,
};
use crate::report::ReportError;
use crate::report::text::markdown::{escape, quote};
use crate::report::text::number::count;
use crate::report::text::table::{Cell, Separator, write};

const COLUMNS: [&str; 19] = [
    "kind",
    "similarity",
    "margin",
    "words_in_common",
    "in_order",
    "file_a",
    "line_a",
    "at_a",
    "position_a",
    "id_a",
    "language_a",
    "text_a",
    "file_b",
    "line_b",
    "at_b",
    "position_b",
    "id_b",
    "language_b",
    "text_b",
];

/// All texts as a table (CSV): the pairs, one a row, then what stands in one side alone, with the kinds `only in A` and `only in B`;
/// the first line names the columns. Where two texts correspond to one, their place is that of the first.
///
/// # Errors
///
/// When the table cannot be written, which is a defect of this crate.
pub fn csv(report: &CompareReport) -> Result<String, ReportError> {
    let pairs = report.pairs.iter().map(|pair| {
        let mut row = vec![
            Cell::Text(pair.kind.name().into()),
            Cell::Number(pair.similarity),
            Cell::Number(pair.margin),
            Cell::Number(pair.words_in_common),
            Cell::Truth(pair.in_order),
        ];
        row.extend(text_cells(&pair.a));
        row.extend(text_cells(&pair.b));
        row
    });
    let alone = |kind: &'static str| {
        let mut row = vec![Cell::Empty; 5];
        row[0] = Cell::Text(kind.into());
        row
    };
    let only_a = report.only_a.iter().map(|text| {
        let mut row = alone("only in A");
        row.extend(text_cells(std::slice::from_ref(text)));
        row.extend(text_cells(&[]));
        row
    });
    let only_b = report.only_b.iter().map(|text| {
        let mut row = alone("only in B");
        row.extend(text_cells(&[]));
        row.extend(text_cells(std::slice::from_ref(text)));
        row
    });
    write(COLUMNS.into_iter(), pairs.chain(only_a).chain(only_b), Separator::Comma)
}

fn text_cells(texts: &[ComparedText]) -> Vec<Cell<'_>> {
    let Some(first) = texts.first() else { return vec![Cell::Empty; 7] };
    let joined: Vec<&str> = texts.iter().map(|text| text.text.as_str()).collect();
    vec![
        Cell::Name(&first.place.file),
        Cell::Integer(first.place.line as i64),
        first.place.at.as_deref().map_or(Cell::Empty, |at| Cell::Text(at.into())),
        Cell::Integer(first.place.position as i64),
        first.place.own_id.as_deref().map_or(Cell::Empty, Cell::Name),
        first.language.map_or(Cell::Empty, |language| Cell::Text(language.code().to_owned().into())),
        Cell::Text(joined.join("\n").into()),
    ]
}

/// The comparison as a document (Markdown): every text whole, but for identical ones, which are counted.
pub fn markdown(report: &CompareReport) -> String {
    let mut page = format!("# Comparison\n\n{}\n", escape(&summary(report)));
    for line in sides(report) {
        let _ = write!(page, "\n{}\n", escape(&line));
    }
    let _ = write!(page, "\n{}\n", escape(&facts(report)));
    if !report.documents.is_empty() {
        page.push_str("\n## Documents\n\n| A ↔ B | pairs |\n|:--|--:|\n");
        for documents in &report.documents {
            let _ = writeln!(page, "| {} | {} |", escape(&belonging(documents)), documents.pairs);
        }
    }
    page.push_str("\n## What corresponds\n");
    if report.pairs.is_empty() {
        page.push_str("\nNothing corresponds\n");
    }
    for pair in report.pairs.iter().filter(|pair| !is_plain(pair)) {
        write_pair(&mut page, pair);
    }
    for (title, texts) in [("Only in A", &report.only_a), ("Only in B", &report.only_b)] {
        if !texts.is_empty() {
            let _ = write!(page, "\n## {title}: {}\n", count(texts.len(), "text"));
            for text in texts {
                write_text(&mut page, text);
            }
        }
    }
    page
}

fn write_pair(page: &mut String, pair: &ComparedPair) {
    let _ = write!(page, "\n### {:.2} · {}\n", pair.similarity, escape(&wording(pair)));
    match (&pair.diff, pair.kind) {
        (Some(diff), _) => {
            let _ = write!(page, "\n> {}\n", changes(diff));
            page.push_str(">\n");
            places(page, pair);
        }
        (None, Correspondence::Identical) => {
            for text in &pair.a {
                let _ = write!(page, "\n{}\n>\n", quote(&text.text));
            }
            places(page, pair);
        }
        (None, _) => pair.a.iter().chain(&pair.b).for_each(|text| write_text(page, text)),
    }
}

fn places(page: &mut String, pair: &ComparedPair) {
    let places: Vec<String> = pair.a.iter().chain(&pair.b).map(|text| escape(&about(text))).collect();
    let _ = writeln!(page, "> — {}", places.join("\\\n> — "));
}

/// What went struck out, what came in bold.
fn changes(diff: &[DiffRun]) -> String {
    let mut line = String::new();
    for run in diff {
        let text = super::spaced(&run.text);
        let inner = escape(text.trim());
        let (before, after) = (
            if text.starts_with(' ') { " " } else { "" },
            if text.ends_with(' ') && text.len() > 1 { " " } else { "" },
        );
        line.push_str(before);
        match run.change {
            _ if inner.is_empty() => {}
            WordChange::Same => line.push_str(&inner),
            WordChange::Removed => {
                let _ = write!(line, "~~{inner}~~");
            }
            WordChange::Added => {
                let _ = write!(line, "**{inner}**");
            }
        }
        line.push_str(after);
    }
    line
}

fn write_text(page: &mut String, text: &ComparedText) {
    let _ = write!(page, "\n{}\n>\n> — {}\n", quote(&text.text), escape(&about(text)));
}
