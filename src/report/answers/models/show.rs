//! All that is known of one model.

use serde::{Deserialize, Serialize};

use crate::embed::cards::Task;
use crate::embed::static_model::{Card, Source};
use crate::printable;
use crate::report::sources::ModelSummary;
use crate::report::text::Ink;
use crate::report::text::number::{bytes, grouped};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::row;
use crate::report::text::wrap::{clean, named, one_line};

/// Version of the JSON of one model; it grows when a field changes its meaning or goes away.
pub const MODEL_REPORT_SCHEMA: u32 = 1;

/// One model.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ModelReport {
    /// [`MODEL_REPORT_SCHEMA`].
    pub schema: u32,
    /// Which one.
    pub model: ModelSummary,
    /// Most tokens that it reads at once, `null` when there is no limit.
    pub window: Option<usize>,
    /// Size of its files, `null` for a folder that a person named by its path.
    pub bytes: Option<u64>,
    /// Number of pieces of words that it knows, `null` for a model in ONNX form; so are the next and the card.
    pub pieces: Option<usize>,
    /// Bits of each dimension of a piece.
    pub bits: Option<usize>,
    /// What its maker says of it.
    pub card: Option<Card>,
    /// What is known of a model that has a name; `null` for others.
    pub named: Option<NamedModel>,
}

/// A model with a name: what its card and its record say.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NamedModel {
    /// Repository, `null` for a folder of this machine.
    pub hub: Option<String>,
    /// The commit of its files, `null` for a folder of this machine.
    pub commit: Option<String>,
    /// Where its files are, `null` when it is not installed.
    pub folder: Option<String>,
    /// What it is for: `embed` or `rerank`.
    pub task: Task,
    /// How vectors of tokens become one: `mean`, `cls` or `last`.
    pub pooling: String,
    /// What is written before a question.
    pub query_prefix: String,
    /// What is written before a text to be found.
    pub passage_prefix: String,
    /// What it is for.
    pub good_for: String,
    /// What its authors say of its languages.
    pub languages_note: Option<String>,
    /// ISO 639-1 codes of its languages, as far as they are known.
    pub languages: Vec<String>,
    /// Licence or terms of use.
    pub licence: Option<String>,
}

/// One model as text for a terminal.
pub fn render(report: &ModelReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    row(&mut page, "Model", &named(&report.model.id), Ink::bold);
    row(&mut page, "Revision", &printable::name(&report.model.revision), plain);
    let is_reranker = report.named.as_ref().is_some_and(|named| named.task == Task::Rerank);
    if is_reranker {
        row(&mut page, "Gives", "one number for a query and a text (`cognate search --rerank`)", plain);
    } else {
        row(&mut page, "Dimensions", &grouped(report.model.dimension), plain);
    }
    if let Some(size) = report.bytes {
        let pieces = match (report.pieces, report.bits) {
            (Some(pieces), Some(bits)) => {
                format!(": {} pieces of words, {bits} bits a dimension", grouped(pieces))
            }
            _ => String::new(),
        };
        row(&mut page, "Size", &format!("{}{pieces}", bytes(size)), plain);
    }
    let reads = match report.window {
        Some(window) if is_reranker => {
            format!("{window} tokens, the query among them; not what stands behind")
        }
        Some(window) => format!("{window} tokens at once, longer texts in windows"),
        None => "texts of any length at once".to_owned(),
    };
    row(&mut page, "Reads", &reads, plain);
    if let Some(of) = &report.card {
        card(&mut page, of);
    }
    if let Some(of) = &report.named {
        by_name(&mut page, of);
    }
    page.into_text()
}

/// What card and record of a named model say.
fn by_name(page: &mut Page, model: &NamedModel) {
    row(page, "About", &clean(&model.good_for), plain);
    let codes = model.languages.join(", ");
    let languages = [model.languages_note.as_deref().unwrap_or_default(), codes.as_str()];
    let languages: Vec<&str> = languages.into_iter().filter(|part| !part.is_empty()).collect();
    row(page, "Languages", &one_line(&languages.join(": ")), plain);
    row(page, "Licence", &one_line(model.licence.as_deref().unwrap_or_default()), plain);
    if model.task == Task::Embed {
        row(page, "Pooling", &one_line(&model.pooling), plain);
    }
    let prefixes = [("query", &model.query_prefix), ("passage", &model.passage_prefix)];
    let prefixes: Vec<String> = prefixes
        .iter()
        .filter(|(_, prefix)| !prefix.is_empty())
        .map(|(of, prefix)| format!("{of} `{}`", one_line(prefix)))
        .collect();
    row(page, "Prefixes", &prefixes.join(", "), plain);
    let commit = model.commit.as_deref().map(|commit| format!(", commit {commit}")).unwrap_or_default();
    let hub = model.hub.as_deref().map(|hub| format!("{hub}{commit}")).unwrap_or_default();
    row(page, "Hub", &printable::name(&hub), plain);
    let folder = model.folder.as_deref().map_or_else(|| "not installed".into(), printable::name);
    row(page, "Folder", &folder, plain);
}

/// What the maker says; a file is not trusted, so all of it is cleaned.
fn card(page: &mut Page, card: &Card) {
    row(page, "Name", &one_line(&card.name), plain);
    row(page, "About", &clean(&card.description), plain);
    row(page, "Languages", &one_line(&card.languages.join(", ")), plain);
    row(page, "Licence", &one_line(&card.licence), plain);
    let made = [one_line(&card.date), one_line(&card.made_by)];
    let made: Vec<&str> = made.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    row(page, "Made", &made.join(", by "), plain);
    row(page, "Recipe", &clean(&card.recipe), plain);
    row(page, "Teacher", &one_line(card.teacher.as_deref().unwrap_or_default()), plain);
    let sources: Vec<String> = card.sources.iter().map(source).collect();
    row(page, "Sources", &sources.join("\n"), plain);
    let figures: Vec<String> =
        card.figures.iter().map(|figure| format!("{}: {}", one_line(&figure.task), figure.value)).collect();
    row(page, "Figures", &figures.join("\n"), plain);
    row(page, "Notes", &clean(&card.notes), plain);
}

/// `Name (licence); attribution; address`.
fn source(source: &Source) -> String {
    let mut text = one_line(&source.name);
    if !source.licence.is_empty() {
        text = format!("{text} ({})", one_line(&source.licence));
    }
    for part in [&source.attribution, &source.url].into_iter().flatten() {
        text = format!("{text}; {}", one_line(part));
    }
    text
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;
    use crate::embed::static_model::Figure;
    use crate::report::tests::sample;

    pub(in crate::report) fn report() -> ModelReport {
        let text = str::to_owned;
        let source = |name: &str, licence: &str| Source {
            name: text(name),
            licence: text(licence),
            url: None,
            attribution: None,
        };
        ModelReport {
            schema: MODEL_REPORT_SCHEMA,
            model: sample::model(),
            window: None,
            bytes: Some(8_900_000),
            pieces: Some(63_999),
            bits: Some(4),
            card: Some(Card {
                name: text("small-1"),
                description: text("Small, fast and good at what a text is about."),
                date: text("2026-11-20"),
                licence: text("MIT OR Apache-2.0"),
                languages: vec![text("en"), text("fr")],
                recipe: text("cognate distill --teacher e5 --pieces 64000 -o small-1.safetensors"),
                teacher: Some(text("e5 (MIT)")),
                sources: vec![
                    Source { url: Some(text("https://tatoeba.org")), ..source("Tatoeba", "CC-BY-2.0-FR") },
                    Source { attribution: Some(text("© European Union")), ..source("EUR-Lex", "") },
                ],
                figures: vec![Figure { task: text("sts, Spearman"), value: 0.75 }],
                made_by: text("cognate 0.1.0"),
                notes: text("Blind to the order\nof words.\u{1B}[2J"),
            }),
            named: Some(NamedModel {
                hub: Some(text("intfloat/multilingual-e5-small")),
                commit: Some(text("0123456789abcdef0123456789abcdef01234567")),
                folder: Some(text("/home/ada/hub/snapshots/0123")),
                task: Task::Embed,
                pooling: text("mean"),
                query_prefix: text("query: "),
                passage_prefix: text("passage: "),
                good_for: text("Search and topics in many languages."),
                languages_note: Some(text("100 languages")),
                languages: vec![text("en"), text("fr")],
                licence: Some(text("MIT")),
            }),
        }
    }

    #[test]
    fn the_whole_report_without_colour_or_escape_codes() {
        let expected = "\
Model       builtin
Revision    0123456789abcdef
Dimensions  256
Size        8.9 MB: 63,999 pieces of words, 4 bits a dimension
Reads       texts of any length at once
Name        small-1
About       Small, fast and good at what a text is about.
Languages   en, fr
Licence     MIT OR Apache-2.0
Made        2026-11-20, by cognate 0.1.0
Recipe      cognate distill --teacher e5 --pieces 64000 -o small-1.safetensors
Teacher     e5 (MIT)
Sources     Tatoeba (CC-BY-2.0-FR); https://tatoeba.org
            EUR-Lex; © European Union
Figures     sts, Spearman: 0.75
Notes       Blind to the order
            of words. [2J
";
        let report = ModelReport { named: None, ..report() };
        assert_eq!(render(&report, &TerminalStyle::default()), expected);
    }

    #[test]
    fn a_named_model_shows_its_card_and_where_it_is() {
        let named = ModelReport {
            window: Some(512),
            bytes: Some(488_000_000),
            pieces: None,
            bits: None,
            card: None,
            ..report()
        };
        let expected = "\
Model       builtin
Revision    0123456789abcdef
Dimensions  256
Size        488.0 MB
Reads       512 tokens at once, longer texts in windows
About       Search and topics in many languages.
Languages   100 languages: en, fr
Licence     MIT
Pooling     mean
Prefixes    query `query:`, passage `passage:`
Hub         intfloat/multilingual-e5-small, commit
            0123456789abcdef0123456789abcdef01234567
Folder      /home/ada/hub/snapshots/0123
";
        assert_eq!(render(&named, &TerminalStyle::default()), expected);
    }

    #[test]
    fn a_model_that_is_not_installed_shows_its_card() {
        let mut shown = ModelReport { pieces: None, bits: None, card: None, ..report() };
        shown.model.revision.clear();
        shown.named = shown.named.map(|named| NamedModel { commit: None, folder: None, ..named });
        let text = render(&shown, &TerminalStyle::default());
        assert!(
            !text.contains("Revision")
                && text.ends_with("Hub         intfloat/multilingual-e5-small\nFolder      not installed\n"),
            "{text}"
        );
    }

    #[test]
    fn a_model_folder_has_no_card() {
        let folder = ModelReport {
            window: Some(512),
            bytes: None,
            pieces: None,
            bits: None,
            card: None,
            named: None,
            ..report()
        };
        let expected = "\
Model       builtin
Revision    0123456789abcdef
Dimensions  256
Reads       512 tokens at once, longer texts in windows
";
        assert_eq!(render(&folder, &TerminalStyle::default()), expected);
    }
}
