//! Which models there are, and all that is known of one.

use serde::Serialize;

use super::layout::Ink;
use super::layout::number::{bytes, grouped};
use super::layout::wrap::{clean, one_line};
use super::model::ModelSummary;
use super::terminal::rows::{model, row};
use super::terminal::{Page, TerminalStyle, plain};
use crate::embed::static_model::{Card, Source};

/// Version of the JSON of the list; it grows when a field changes its meaning or goes away.
pub const MODELS_REPORT_SCHEMA: u32 = 2;

/// Version of the JSON of one model; it grows when a field changes its meaning or goes away.
pub const MODEL_REPORT_SCHEMA: u32 = 1;

/// The models that need no path, and the runtime of those that do.
#[derive(Debug, Clone, Serialize)]
pub struct ModelsReport {
    /// [`MODELS_REPORT_SCHEMA`].
    pub schema: u32,
    /// The models.
    pub models: Vec<ListedModel>,
    /// ONNX Runtime's shared library, `null` when it was not found.
    pub onnx_runtime: Option<String>,
}

/// A model of the list.
#[derive(Debug, Clone, Serialize)]
pub struct ListedModel {
    /// Which one.
    #[serde(flatten)]
    pub model: ModelSummary,
    /// What its maker says that it is, `null` for a model folder.
    pub description: Option<String>,
}

/// One model.
#[derive(Debug, Clone, Serialize)]
pub struct ModelReport {
    /// [`MODEL_REPORT_SCHEMA`].
    pub schema: u32,
    /// Which one.
    pub model: ModelSummary,
    /// Most tokens that it reads at once, `null` when there is no limit.
    pub window: Option<usize>,
    /// Size of a static model's file, `null` for a model folder; so are the next two and the card.
    pub bytes: Option<usize>,
    /// Number of pieces of words that it knows.
    pub pieces: Option<usize>,
    /// Bits of each dimension of a piece.
    pub bits: Option<usize>,
    /// What its maker says of it.
    pub card: Option<Card>,
}

/// The list as text for a terminal.
pub fn render_list(report: &ModelsReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    for listed in &report.models {
        row(&mut page, "Model", &model(&listed.model), Ink::bold);
        row(&mut page, "", &clean(listed.description.as_deref().unwrap_or_default()), plain);
    }
    let missing =
        "not found: `pip install onnxruntime`, or set `ORT_DYLIB_PATH` (only models in ONNX form need it)";
    let runtime = report.onnx_runtime.as_deref().map_or_else(|| missing.to_owned(), one_line);
    row(&mut page, "ONNX", &runtime, plain);
    page.into_text()
}

/// One model as text for a terminal.
pub fn render(report: &ModelReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    row(&mut page, "Model", &one_line(&report.model.id), Ink::bold);
    row(&mut page, "Revision", &one_line(&report.model.revision), plain);
    row(&mut page, "Dimensions", &grouped(report.model.dimension), plain);
    if let (Some(size), Some(pieces), Some(bits)) = (report.bytes, report.pieces, report.bits) {
        let pieces = format!("{} pieces of words, {bits} bits a dimension", grouped(pieces));
        row(&mut page, "Size", &format!("{}: {pieces}", bytes(size as u64)), plain);
    }
    let reads = match report.window {
        Some(window) => format!("{window} tokens at once, longer texts in windows"),
        None => "texts of any length at once".to_owned(),
    };
    row(&mut page, "Reads", &reads, plain);
    if let Some(of) = &report.card {
        card(&mut page, of);
    }
    page.into_text()
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
pub(super) mod tests {
    use super::*;
    use crate::embed::static_model::Figure;
    use crate::report::sample;

    pub(in crate::report) fn list() -> ModelsReport {
        let description = Some("Small, fast and good at what a text is about.".to_owned());
        ModelsReport {
            schema: MODELS_REPORT_SCHEMA,
            models: vec![ListedModel { model: sample::model(), description }],
            onnx_runtime: Some("/usr/lib/libonnxruntime.so".to_owned()),
        }
    }

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
        }
    }

    #[test]
    fn the_whole_list_without_colour() {
        let expected = "\
Model       builtin, revision 0123456789ab, 256 dimensions
            Small, fast and good at what a text is about.
ONNX        /usr/lib/libonnxruntime.so
";
        assert_eq!(render_list(&list(), &TerminalStyle::default()), expected);
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
        assert_eq!(render(&report(), &TerminalStyle::default()), expected);
    }

    #[test]
    fn a_model_folder_has_no_card() {
        let folder =
            ModelReport { window: Some(512), bytes: None, pieces: None, bits: None, card: None, ..report() };
        let expected = "\
Model       builtin
Revision    0123456789abcdef
Dimensions  256
Reads       512 tokens at once, longer texts in windows
";
        assert_eq!(render(&folder, &TerminalStyle::default()), expected);
    }
}
