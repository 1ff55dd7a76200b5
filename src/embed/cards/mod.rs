//! Cards: what there is to know of a model before its files are there.
//!
//! The cards of the models that are known by name are inside the program (`models/*.toml`); a person adds others as files of the
//! same form, each named after its model, in the folder of cards ([`Places::cards`]).

mod check;
mod compiled;

#[cfg(test)]
mod reviewed;
#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::EmbedError;
use crate::file::{read_text, replace};
use crate::hub::{Places, check_id};

/// Largest file of a card.
const MAX_CARD_BYTES: u64 = 1 << 20;

/// What is known of a model in ONNX form. `docs/formats.md` has every field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelCard {
    /// Name, as `--model` takes it; the file is called after it.
    pub id: String,
    /// Repository on a hub; `None` for a folder of this machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hub: Option<String>,
    /// Branch, tag or commit of the repository.
    #[serde(default = "main", skip_serializing_if = "is_main")]
    pub revision: String,
    /// Folder of this machine that holds the files, for a model without `hub`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<PathBuf>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Task::is_embed")]
    pub task: Task,
    /// Number of dimensions of its vectors; 1 for a reranker.
    pub dimension: usize,
    /// Most tokens at once, special tokens included.
    pub window: usize,
    /// What is written before a question.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub query_prefix: String,
    /// What is written before a text to be found.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub passage_prefix: String,
    /// How vectors of tokens become one of the text.
    pub pooling: Pooling,
    /// The output of the graph that is read; `None`: the usual one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<Output>,
    /// Whether its authors bring vectors to length one. Here it is always done.
    pub normalise: bool,
    /// What its authors say of its languages, where they do not list them or count otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages_note: Option<String>,
    /// ISO 639-1 codes of its languages, as far as they are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Licence or terms of use: an SPDX expression, or text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// About how many bytes there are to fetch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub download_bytes: Option<u64>,
    /// Millions of parameters of the transformer, without the table of tokens: what a token costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameters: Option<u32>,
    /// One sentence on what it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub good_for: String,
    /// Whether it is the one to begin with.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub recommended: bool,
    /// Which files are needed.
    pub files: CardFiles,
}

/// The files of a model, by their names in its repository or folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardFiles {
    /// The graph.
    pub graph: String,
    /// Files beside the graph that hold its weights.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub data: Vec<String>,
    /// The four files of the tokenizer, in the order of [`TOKENIZER_FILES`].
    #[serde(default = "tokenizer_files", skip_serializing_if = "is_usual")]
    pub tokenizer: Vec<String>,
}

/// The files that say how a text becomes tokens.
pub const TOKENIZER_FILES: [&str; 4] =
    ["tokenizer.json", "config.json", "special_tokens_map.json", "tokenizer_config.json"];

/// What a model is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Task {
    /// It gives a vector for a text.
    #[default]
    Embed,
    /// It gives a number for a query and a text.
    Rerank,
}

impl Task {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde calls takes a reference")]
    fn is_embed(&self) -> bool {
        *self == Self::Embed
    }
}

/// How the vectors of the tokens of a text become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pooling {
    /// Their mean.
    Mean,
    /// The first one's.
    Cls,
    /// The last one's.
    Last,
}

impl std::fmt::Display for Pooling {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Mean => "mean",
            Self::Cls => "cls",
            Self::Last => "last",
        })
    }
}

/// An output of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Output {
    /// A vector for each token.
    LastHiddenState,
    /// A vector for each token, as sentence-transformers calls them.
    TokenEmbeddings,
    /// A vector for the text.
    SentenceEmbedding,
    /// A vector for the text, as models of texts and images call it.
    TextEmbeds,
}

impl Output {
    /// Its name in the graph.
    pub fn name(self) -> &'static str {
        match self {
            Self::LastHiddenState => "last_hidden_state",
            Self::TokenEmbeddings => "token_embeddings",
            Self::SentenceEmbedding => "sentence_embedding",
            Self::TextEmbeds => "text_embeds",
        }
    }
}

/// What a token costs, roughly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Speed {
    /// Fewer than 30 million parameters for each token.
    Fast,
    /// Fewer than 150 million.
    Medium,
    /// More.
    Slow,
}

impl std::fmt::Display for Speed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Fast => "fast",
            Self::Medium => "medium",
            Self::Slow => "slow",
        })
    }
}

impl CardFiles {
    /// All of them: the graph, its data, the tokenizer's.
    pub fn all(&self) -> Vec<String> {
        std::iter::once(&self.graph).chain(&self.data).chain(&self.tokenizer).cloned().collect()
    }
}

impl ModelCard {
    /// Reads a card and checks it.
    ///
    /// # Errors
    /// [`EmbedError::BadCard`] with the file and the line.
    pub fn parse(text: &str, path: &Path) -> Result<Self, EmbedError> {
        check::parse(text, path)
    }

    /// The card of a name: one inside the program, else one of the person's own. `None` when there is none.
    ///
    /// # Errors
    /// [`EmbedError::BadCard`] when the person's own cannot be used.
    pub fn find(id: &str, places: &Places) -> Result<Option<Self>, EmbedError> {
        if let Some(card) = compiled::find(id) {
            return card.map(Some);
        }
        if check_id(id).is_err() {
            return Ok(None);
        }
        let path = Self::path(id, places);
        match read_text(&path, MAX_CARD_BYTES) {
            Ok(text) => Self::parse(&text, &path).map(Some),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(EmbedError::BadCard { path, line: None, reason: error.to_string() }),
        }
    }

    /// All cards: those inside the program, the recommended one first, then the person's own; each group by name.
    ///
    /// # Errors
    /// [`EmbedError::BadCard`] for the first that cannot be used.
    pub fn all(places: &Places) -> Result<Vec<Self>, EmbedError> {
        let mut cards: Vec<Self> = compiled::all().collect::<Result<_, _>>()?;
        cards.sort_by_key(|card| (!card.recommended, card.id.to_ascii_lowercase()));
        for result in Self::own(places) {
            cards.push(result?);
        }
        Ok(cards)
    }

    /// The person's own cards, by name, each with what is wrong with it if something is.
    pub fn own(places: &Places) -> Vec<Result<Self, EmbedError>> {
        let bad = |path: PathBuf, error: std::io::Error| {
            Err(EmbedError::BadCard { path, line: None, reason: error.to_string() })
        };
        let entries = match std::fs::read_dir(&places.cards) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Vec::new(),
            Err(error) => return vec![bad(places.cards.clone(), error)],
        };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
        paths.sort();
        let read = |path: PathBuf| match read_text(&path, MAX_CARD_BYTES) {
            Ok(text) => Self::parse(&text, &path),
            Err(error) => bad(path, error),
        };
        paths.into_iter().map(read).collect()
    }

    /// The file of a person's own card.
    pub fn path(id: &str, places: &Places) -> PathBuf {
        places.cards.join(format!("{id}.toml"))
    }

    /// Whether a name is that of a card inside the program.
    pub fn is_compiled(id: &str) -> bool {
        compiled::find(id).is_some()
    }

    /// Writes the card to the folder of the person's own, after checking it.
    ///
    /// # Errors
    /// [`EmbedError::BadCard`] when it cannot be written or would not be read back.
    pub fn write(&self, places: &Places) -> Result<PathBuf, EmbedError> {
        let path = Self::path(&self.id, places);
        let bad = |reason: String| EmbedError::BadCard { path: path.clone(), line: None, reason };
        let text = toml::to_string(self).map_err(|e| bad(e.to_string()))?;
        Self::parse(&text, &path)?;
        std::fs::create_dir_all(&places.cards)
            .and_then(|()| replace(&path, |out| out.write_all(text.as_bytes())))
            .map_err(|e| bad(e.to_string()))?;
        Ok(path)
    }

    /// How fast it is, where its parameters are known.
    pub fn speed(&self) -> Option<Speed> {
        self.parameters.map(|millions| match millions {
            0..30 => Speed::Fast,
            30..150 => Speed::Medium,
            _ => Speed::Slow,
        })
    }

    /// Everything in the card that changes vectors, as text: it goes into the model's revision.
    pub(super) fn settings(&self) -> String {
        format!(
            "{:?} {:?} {} {} {}",
            self.query_prefix,
            self.passage_prefix,
            self.pooling,
            self.output.map_or("-", Output::name),
            self.window
        )
    }
}

/// Names of models that somebody may have meant, nearest first, three at most.
pub fn near(name: &str, places: &Places) -> Vec<String> {
    let own = ModelCard::own(places).into_iter().filter_map(Result::ok).map(|card| (card.id, card.hub));
    let known = compiled::all().filter_map(Result::ok).map(|card| (card.id, card.hub));
    let wanted = name.to_ascii_lowercase();
    let mut scored: Vec<(f64, String)> = known
        .chain(own)
        .filter_map(|(id, hub)| {
            let lower = id.to_ascii_lowercase();
            let contained = wanted.len() >= 2 && lower.contains(&wanted);
            let repository = hub.is_some_and(|hub| hub.to_ascii_lowercase() == wanted);
            let likeness = strsim::normalized_damerau_levenshtein(&lower, &wanted);
            let score = if repository { 2.0 } else { likeness + f64::from(u8::from(contained)) };
            (score >= 0.6).then_some((score, id))
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    scored.into_iter().map(|(_, id)| id).take(3).collect()
}

fn main() -> String {
    "main".to_owned()
}

fn is_main(revision: &str) -> bool {
    revision == "main"
}

fn tokenizer_files() -> Vec<String> {
    TOKENIZER_FILES.map(str::to_owned).to_vec()
}

fn is_usual(files: &[String]) -> bool {
    files == TOKENIZER_FILES
}
