//! Reads cards and says what is wrong with them, with the line.

use std::path::Path;

use super::{ModelCard, TOKENIZER_FILES, Task, compiled};
use crate::embed::EmbedError;
use crate::hub::{check_file_name, check_hub_id, check_id, check_revision};

/// Most dimensions and tokens that are believed.
const MOST: usize = 1 << 20;

/// Reads a person's own card.
pub(super) fn parse(text: &str, path: &Path) -> Result<ModelCard, EmbedError> {
    let card = parse_compiled(text, path)?;
    if compiled::find(&card.id).is_some() {
        let reason = format!("`{}` is the name of a model that the program knows; choose another", card.id);
        return Err(bad(text, path, "id", reason));
    }
    if path.file_stem().is_none_or(|stem| stem != card.id.as_str()) {
        let reason = format!("the card of `{0}` is the file `{0}.toml`", card.id);
        return Err(bad(text, path, "id", reason));
    }
    Ok(card)
}

/// Reads a card inside the program.
pub(super) fn parse_compiled(text: &str, path: &Path) -> Result<ModelCard, EmbedError> {
    let card: ModelCard = toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| line_at(text, span.start));
        EmbedError::BadCard { path: path.to_path_buf(), line, reason: error.message().to_owned() }
    })?;
    check(&card).map_err(|(key, reason)| bad(text, path, key, reason))?;
    Ok(card)
}

/// The key that is wrong and what is wrong with it.
fn check(card: &ModelCard) -> Result<(), (&'static str, String)> {
    check_id(&card.id).map_err(|reason| ("id", reason))?;
    match (&card.hub, &card.folder) {
        (Some(hub), None) => check_hub_id(hub).map_err(|reason| ("hub", reason))?,
        (None, Some(folder)) if !folder.is_absolute() => {
            return Err(("folder", format!("`{}` is no absolute path", folder.display())));
        }
        (None, Some(_)) => {}
        (None, None) => return Err(("id", "neither `hub` nor `folder` says where the files are".to_owned())),
        (Some(_), Some(_)) => {
            return Err(("folder", "there is a `hub` as well; only one can be meant".to_owned()));
        }
    }
    check_revision(&card.revision).map_err(|reason| ("revision", reason))?;
    for (key, value) in [("dimension", card.dimension), ("window", card.window)] {
        if value == 0 || value > MOST {
            return Err((key, format!("`{key}` is {value}")));
        }
    }
    if card.task == Task::Rerank && card.dimension != 1 {
        return Err((
            "dimension",
            format!("a reranker gives one number, and `dimension` is {}", card.dimension),
        ));
    }
    let files = &card.files;
    for (key, names) in [
        ("graph", std::slice::from_ref(&files.graph)),
        ("data", &files.data),
        ("tokenizer", &files.tokenizer),
    ] {
        names.iter().try_for_each(|name| check_file_name(name)).map_err(|reason| (key, reason))?;
    }
    let folder = |name: &str| name.rfind('/').map_or("", |end| &name[..end]).to_owned();
    if let Some(far) = files.data.iter().find(|data| folder(data) != folder(&files.graph)) {
        return Err(("data", format!("`{far}` is not beside the graph `{}`", files.graph)));
    }
    let named = files.tokenizer.iter().map(|file| file.rsplit('/').next().unwrap_or_default());
    if !named.eq(TOKENIZER_FILES) {
        return Err((
            "tokenizer",
            format!("these four are needed, in this order: {}", TOKENIZER_FILES.join(", ")),
        ));
    }
    Ok(())
}

fn bad(text: &str, path: &Path, key: &str, reason: String) -> EmbedError {
    let is_key = |line: &str| {
        line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    let line = text.lines().position(is_key).map(|line| line + 1);
    EmbedError::BadCard { path: path.to_path_buf(), line, reason }
}

/// The line of a byte, from 1.
fn line_at(text: &str, byte: usize) -> usize {
    text.as_bytes().iter().take(byte).filter(|&&b| b == b'\n').count() + 1
}
