//! Which models there are.

use serde::{Deserialize, Serialize};

use crate::embed::cards::{ModelCard, Task};
use crate::printable;
use crate::report::text::Ink;
use crate::report::text::number::bytes;
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::row;
use crate::report::text::wrap::{beginning, clean, named};

/// Version of the JSON of the list; it grows when a field changes its meaning or goes away.
pub const MODELS_REPORT_SCHEMA: u32 = 3;

/// The models that are known by name, and the runtime that most of them need.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ModelsReport {
    /// [`MODELS_REPORT_SCHEMA`].
    pub schema: u32,
    /// The models.
    pub models: Vec<ListedModel>,
    /// Where fetched files are kept.
    pub folder: String,
    /// The environment variable that names that folder, `null` when it is our own.
    pub shared_by: Option<String>,
    /// Where a person's own cards are kept.
    pub cards: String,
    /// ONNX Runtime's shared library, `null` when it was not found.
    pub onnx_runtime: Option<String>,
}

/// A model of the list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ListedModel {
    /// Name.
    pub id: String,
    /// Where what is known of it comes from.
    pub kind: ModelKind,
    /// What it is for: `embed` gives vectors, `rerank` reads the best results again.
    pub task: Task,
    /// Whether it can be used without fetching anything.
    pub installed: bool,
    /// What is wrong with it, `null` when it is whole or not installed.
    pub problem: Option<String>,
    /// Hash of what its vectors depend on, `null` when it is not installed.
    pub revision: Option<String>,
    /// Number of dimensions; 1 for a reranker.
    pub dimension: usize,
    /// Most tokens at once, `null` without a limit.
    pub window: Option<usize>,
    /// Size of its files; when it is not installed, about how many bytes there are to fetch, `null` when that is not known.
    pub bytes: Option<u64>,
    /// What its authors say of its languages.
    pub languages_note: Option<String>,
    /// ISO 639-1 codes of its languages, as far as they are known.
    pub languages: Vec<String>,
    /// Licence or terms of use.
    pub licence: Option<String>,
    /// `fastest` (static models), `fast`, `medium` or `slow`, `null` when it is not known.
    pub speed: Option<String>,
    /// What it is, or what it is for.
    pub description: Option<String>,
    /// Whether it is the one to begin with.
    pub recommended: bool,
}

/// Where a model of the list comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ModelKind {
    /// It is inside the program.
    Builtin,
    /// Its card is inside the program.
    Known,
    /// Its card is the person's own.
    Own,
    /// A file or folder that was named.
    Path,
}

impl ListedModel {
    /// A model as its card tells it, not installed.
    pub fn of_card(card: &ModelCard) -> Self {
        Self {
            id: card.id.clone(),
            kind: if ModelCard::is_compiled(&card.id) { ModelKind::Known } else { ModelKind::Own },
            task: card.task,
            installed: false,
            problem: None,
            revision: None,
            dimension: card.dimension,
            window: Some(card.window),
            bytes: card.download_bytes,
            languages_note: card.languages_note.clone(),
            languages: card.languages.clone(),
            licence: card.licence.clone(),
            speed: card.speed().map(|speed| speed.to_string()),
            description: Some(card.good_for.clone()).filter(|text| !text.is_empty()),
            recommended: card.recommended,
        }
    }
}

/// The list as text for a terminal.
pub fn render(report: &ModelsReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    let head = line(["installed", "size", "dim", "speed", "languages", "licence"]);
    let head = page.ink().dim(&head);
    page.line(&head);
    for model in &report.models {
        let mut name = page.ink().bold(&named(&model.id));
        if model.recommended {
            name.push_str("  recommended");
        }
        if model.task == Task::Rerank {
            name.push_str("  reranker");
        }
        page.line(&name);
        let size = model.bytes.map(bytes).unwrap_or_default();
        let installed = match (&model.problem, model.installed) {
            (Some(_), _) => "damaged",
            (None, true) => "yes",
            (None, false) => "no",
        };
        let cells = [
            installed.to_owned(),
            size,
            if model.task == Task::Rerank { "-".to_owned() } else { model.dimension.to_string() },
            beginning(model.speed.as_deref().unwrap_or_default(), LANGUAGES),
            languages(model),
            beginning(
                model.licence.as_deref().unwrap_or_default(),
                page.room("").saturating_sub(LICENCE).max(10),
            ),
        ];
        page.line(&line(cells.each_ref().map(String::as_str)));
        page.wrapped("  ", &clean(model.description.as_deref().unwrap_or_default()), plain);
        page.wrapped("  ", &printable::message(model.problem.as_deref().unwrap_or_default()), Ink::warning);
    }
    page.blank();
    super::folder(&mut page, "Files", &report.folder, report.shared_by.as_deref());
    row(&mut page, "Own cards", &printable::name(&report.cards), plain);
    let missing =
        "not found: `pip install onnxruntime`, or set `ORT_DYLIB_PATH` (all models but `builtin` need it)";
    let runtime = report.onnx_runtime.as_deref().map_or_else(|| missing.into(), printable::name);
    row(&mut page, "ONNX", &runtime, plain);
    page.into_text()
}

/// The column at which licences begin.
const LICENCE: usize = 62;

/// Most columns of what a card says of its speed and its languages.
const LANGUAGES: usize = 60;

/// One row of the table, its last column open.
fn line([installed, size, dimension, speed, languages, licence]: [&str; 6]) -> String {
    let row = format!("  {installed:<9} {size:>9} {dimension:>5}  {speed:<7}  {languages:<23}  {licence}");
    row.trim_end().to_owned()
}

/// A few codes, or how many.
fn languages(model: &ListedModel) -> String {
    match (&model.languages_note, model.languages.len()) {
        (Some(note), _) => beginning(note, LANGUAGES),
        (None, 0) => String::new(),
        (None, 1..=6) => beginning(&model.languages.join(", "), LANGUAGES),
        (None, n) => format!("{n} languages"),
    }
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;

    pub(in crate::report) fn report() -> ModelsReport {
        let builtin = ListedModel {
            id: "builtin".to_owned(),
            kind: ModelKind::Builtin,
            task: Task::Embed,
            installed: true,
            problem: None,
            revision: Some("0123456789abcdef".to_owned()),
            dimension: 256,
            window: None,
            bytes: Some(15_900_000),
            languages_note: None,
            languages: ["en", "fr"].map(str::to_owned).to_vec(),
            licence: Some("MIT OR Apache-2.0".to_owned()),
            speed: Some("fastest".to_owned()),
            description: Some("Small, fast and good at what a text is about.".to_owned()),
            recommended: false,
        };
        let known = ListedModel {
            id: "multilingual-e5-small".to_owned(),
            kind: ModelKind::Known,
            installed: false,
            revision: None,
            dimension: 384,
            window: Some(512),
            bytes: Some(488_000_000),
            languages_note: Some("100 languages".to_owned()),
            licence: Some("MIT".to_owned()),
            speed: Some("fast".to_owned()),
            description: Some("Search and topics in many languages, on any laptop.".to_owned()),
            recommended: true,
            ..builtin.clone()
        };
        let own = ListedModel {
            id: "mine".to_owned(),
            kind: ModelKind::Own,
            problem: Some("`model.onnx` is not there".to_owned()),
            languages: Vec::new(),
            licence: None,
            speed: None,
            description: None,
            ..builtin.clone()
        };
        let reranker = ListedModel {
            id: "bge-reranker-v2-m3".to_owned(),
            task: Task::Rerank,
            dimension: 1,
            description: Some("Reading the best results again, in many languages.".to_owned()),
            recommended: false,
            ..known.clone()
        };
        ModelsReport {
            schema: MODELS_REPORT_SCHEMA,
            models: vec![builtin, known, reranker, own],
            folder: "/srv/hub".to_owned(),
            shared_by: Some("HF_HUB_CACHE".to_owned()),
            cards: "/home/ada/.config/cognate/models".to_owned(),
            onnx_runtime: Some("/usr/lib/libonnxruntime.so".to_owned()),
        }
    }

    #[test]
    fn the_whole_list_without_colour() {
        let expected = "  installed      size   dim  speed    languages                licence
builtin
  yes         15.9 MB   256  fastest  en, fr                   MIT OR Apache-2.0
  Small, fast and good at what a text is about.
multilingual-e5-small  recommended
  no         488.0 MB   384  fast     100 languages            MIT
  Search and topics in many languages, on any laptop.
bge-reranker-v2-m3  reranker
  no         488.0 MB     -  fast     100 languages            MIT
  Reading the best results again, in many languages.
mine
  damaged     15.9 MB   256
  `model.onnx` is not there

Files       /srv/hub (named by `HF_HUB_CACHE`, shared with other programs)
Own cards   /home/ada/.config/cognate/models
ONNX        /usr/lib/libonnxruntime.so
";
        assert_eq!(render(&report(), &TerminalStyle::default()), expected);
    }
}
