//! Makes a card for a model that has none, by trying it.

use std::collections::BTreeSet;
use std::path::Path;

use super::cards::{CardFiles, ModelCard, Task};
use super::folder::{self, ModelFolder};
use super::onnx::OnnxEmbedder;
use super::{EmbedError, Embedder};

/// How ONNX writes that a tensor lies in a file of its own: an entry with the key `location`; the length of the name and the name
/// follow.
const LOCATION: &[u8] = b"\x0a\x08location\x12";

/// The files of a folder that is laid out as hubs offer models: `model.onnx` or `onnx/model.onnx`, and the four of the tokenizer; or
/// with another graph, if one is named.
///
/// # Errors
/// [`EmbedError::MissingFile`] and [`EmbedError::BadFile`].
pub fn usual_files(folder: &Path, graph: Option<&str>) -> Result<CardFiles, EmbedError> {
    let mut files = folder::usual_files(folder, graph)?;
    files.data = external_files(folder, &files.graph)?;
    Ok(files)
}

/// The files in which a graph keeps weights, by their names below the folder.
///
/// # Errors
/// [`EmbedError::BadFile`] when the graph cannot be read.
pub fn external_files(folder: &Path, graph: &str) -> Result<Vec<String>, EmbedError> {
    let path = folder.join(graph);
    let bytes = folder::read(&path, folder::MAX_GRAPH_BYTES)?;
    let beside = graph.rfind('/').map_or("", |end| &graph[..=end]);
    Ok(locations(&bytes).into_iter().map(|name| format!("{beside}{name}")).collect())
}

fn locations(graph: &[u8]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rest = graph;
    while let Some(at) = rest.windows(LOCATION.len()).position(|window| window == LOCATION) {
        rest = &rest[at + LOCATION.len()..];
        // Names of 128 bytes and more would have a longer length; none is that long.
        let Some((&length, after)) = rest.split_first() else { break };
        let name = after.get(..usize::from(length)).and_then(|name| std::str::from_utf8(name).ok());
        names.extend(name.map(str::to_owned));
    }
    names
}

/// Loads a model and writes down what it is: the dimension of its vectors, and what its files say of pooling, window and prefixes. What
/// only people know is left empty.
///
/// # Errors
/// [`EmbedError`] when it cannot be loaded.
pub fn draft(
    id: &str,
    folder: &Path,
    files: CardFiles,
    threads: Option<usize>,
) -> Result<ModelCard, EmbedError> {
    let model = ModelFolder::of_files(folder, &files)?;
    let settings = model.settings.clone();
    let dimension = OnnxEmbedder::of(model, threads)?.info().dimension;
    Ok(ModelCard {
        task: Task::Embed,
        id: id.to_owned(),
        hub: None,
        revision: "main".to_owned(),
        folder: Some(folder.to_path_buf()),
        dimension,
        window: settings.window,
        query_prefix: settings.query_prefix,
        passage_prefix: settings.passage_prefix,
        pooling: settings.pooling,
        output: None,
        normalise: normalises(folder),
        languages_note: None,
        languages: Vec::new(),
        licence: None,
        download_bytes: None,
        parameters: None,
        good_for: String::new(),
        recommended: false,
        files,
    })
}

/// Whether the modules of sentence-transformers bring vectors to length one.
fn normalises(folder: &Path) -> bool {
    let text = crate::file::read_text(&folder.join("modules.json"), folder::MAX_JSON_BYTES);
    text.is_ok_and(|text| text.contains(".Normalize"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_weights_are_read_out_of_the_graph() {
        let mut graph = b"head".to_vec();
        for name in ["model.onnx_data", "Constant_7_attr__value", "model.onnx_data"] {
            graph.extend_from_slice(LOCATION);
            graph.push(name.len() as u8);
            graph.extend_from_slice(name.as_bytes());
        }
        graph.extend_from_slice(LOCATION);
        graph.push(100);
        graph.extend_from_slice(b"cut off");
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("onnx")).unwrap();
        std::fs::write(folder.path().join("onnx/model.onnx"), graph).unwrap();
        let found = external_files(folder.path(), "onnx/model.onnx").unwrap();
        assert_eq!(found, ["onnx/Constant_7_attr__value", "onnx/model.onnx_data"]);
    }
}
