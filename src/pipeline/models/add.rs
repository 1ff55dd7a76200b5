//! Giving a name to a model that has no card.

use std::path::{Path, PathBuf};

use super::{PipelineError, Progress};
use crate::embed::cards::{CardFiles, ModelCard, TOKENIZER_FILES};
use crate::embed::{self, Installed, draft, external_files, usual_files};
use crate::hub::{Hub, HubError, Listing, Places, Record, Wanted, check_file_name, check_hub_id, check_id};
use crate::report::answers::models::add::{ADD_REPORT_SCHEMA, AddReport};

/// Graphs that are looked for in a repository, first found first.
const GRAPHS: [&str; 2] = ["onnx/model.onnx", "model.onnx"];

/// Files that say how a model wants its texts; not every repository has them.
const SAID: [&str; 4] = [
    "1_Pooling/config.json",
    "config_sentence_transformers.json",
    "modules.json",
    "sentence_bert_config.json",
];

/// What to add, and how.
#[derive(Debug, Clone, Default)]
pub struct AddOptions {
    /// The path of a folder, or the name of a repository (`ORGANISATION/NAME`). A folder that is there wins.
    pub source: String,
    /// Name of the model; `None`: the last part of `source`.
    pub id: Option<String>,
    /// The graph below the folder or in the repository; `None`: the usual one.
    pub graph: Option<String>,
    /// Most threads of the trial; `None`: one a core.
    pub threads: Option<usize>,
}

/// Makes a card for a model of a folder, or of a repository, whose files are fetched first; loads the model, which shows that it can be
/// used; and installs it.
///
/// # Errors
/// [`PipelineError::ModelExists`] for a name that is taken, [`PipelineError::Hub`] when files cannot be fetched,
/// [`PipelineError::Embed`] when the model cannot be loaded. Then there is no card.
pub fn add_model(
    options: &AddOptions,
    hub: &Hub,
    places: &Places,
    progress: &dyn Progress,
) -> Result<AddReport, PipelineError> {
    let source = options.source.trim_end_matches(['/', std::path::MAIN_SEPARATOR]);
    let explicit = source.strip_prefix("path:");
    let path = PathBuf::from(explicit.unwrap_or(source));
    let is_path = explicit.is_some() || path.exists() || path.is_absolute() || source.starts_with('.');
    let last = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let id = options.id.clone().unwrap_or(last);
    check_id(&id).map_err(HubError::BadName)?;
    if ModelCard::is_compiled(&id) || ModelCard::path(&id, places).exists() {
        return Err(PipelineError::ModelExists { id });
    }
    let graph = options.graph.as_deref();
    graph.map_or(Ok(()), check_file_name).map_err(HubError::BadName)?;
    let (card, record) = if is_path {
        let folder = std::path::absolute(&path).unwrap_or(path);
        of_folder(&id, &folder, graph, options.threads, progress)?
    } else {
        check_hub_id(source).map_err(HubError::BadName)?;
        of_hub(&id, source, graph, options.threads, hub, places, progress)?
    };
    let file = card.write(places)?;
    record.write(places)?;
    let installed = Installed { card, record };
    let report = embed::open_installed(&installed, options.threads)
        .map(|model| report(&installed, model.info(), &file));
    if report.is_err() {
        // A name that cannot be used is no name: nothing of it stays but the files.
        for path in [&file, &places.records.join(format!("{id}.json"))] {
            if let Err(error) = std::fs::remove_file(path) {
                log::warn!("{}: {error}", path.display());
            }
        }
    }
    Ok(report?)
}

fn report(installed: &Installed, info: &embed::ModelInfo, file: &Path) -> AddReport {
    let Installed { card, record } = installed;
    AddReport {
        schema: ADD_REPORT_SCHEMA,
        model: super::summary(info),
        card: file.display().to_string(),
        hub: card.hub.clone(),
        folder: record.folder.display().to_string(),
        graph: card.files.graph.clone(),
        pooling: card.pooling.to_string(),
        window: card.window,
        query_prefix: card.query_prefix.clone(),
        passage_prefix: card.passage_prefix.clone(),
        files: record.files.len(),
        bytes: record.bytes(),
    }
}

fn of_folder(
    id: &str,
    folder: &Path,
    graph: Option<&str>,
    threads: Option<usize>,
    progress: &dyn Progress,
) -> Result<(ModelCard, Record), PipelineError> {
    let files = usual_files(folder, graph)?;
    let card = draft(id, folder, files, threads)?;
    let record = Record::of_folder(id, folder, &card.files.all(), progress)?;
    Ok((card, record))
}

fn of_hub(
    id: &str,
    name: &str,
    graph: Option<&str>,
    threads: Option<usize>,
    hub: &Hub,
    places: &Places,
    progress: &dyn Progress,
) -> Result<(ModelCard, Record), PipelineError> {
    let listing = hub.list(name, "main", progress)?;
    let mut files = files_of(name, graph, &listing)?;
    let said = SAID.iter().filter(|file| listing.files.iter().any(|listed| listed == *file));
    let said: Vec<String> = said.map(|&file| file.to_owned()).collect();
    let mut wanted = Wanted {
        id: id.to_owned(),
        hub: name.to_owned(),
        revision: listing.commit.clone(),
        files: Vec::new(),
    };
    let made = loop {
        wanted.files = files.all().into_iter().chain(said.iter().cloned()).collect();
        let pulled = hub.pull(&wanted, places, progress)?;
        let needed = external_files(&pulled.record.folder, &files.graph)?;
        // What lies beside the graph was guessed by name; the graph itself knows.
        if needed.iter().all(|file| files.data.contains(file)) {
            files.data = needed;
            break draft(id, &pulled.record.folder, files, threads).map(|card| (card, pulled.record));
        }
        files.data = needed;
    };
    let (mut card, mut record) = match made {
        Ok(made) => made,
        Err(error) => {
            if let Some(record) = Record::read(places, id)? {
                record.forget(places)?;
            }
            return Err(error.into());
        }
    };
    card.hub = Some(name.to_owned());
    card.folder = None;
    card.revision = listing.commit;
    card.licence = listing.licence;
    card.languages = listing.languages;
    card.languages.retain(|code| matches!(code.len(), 2 | 3));
    let needed = card.files.all();
    record.files.retain(|file| needed.contains(&file.path));
    record.files.sort_by_key(|file| needed.iter().position(|name| *name == file.path));
    card.download_bytes = Some(record.bytes());
    Ok((card, record))
}

/// The files that a model needs, as far as their names tell.
fn files_of(name: &str, graph: Option<&str>, listing: &Listing) -> Result<CardFiles, HubError> {
    let has = |file: &str| listing.files.iter().any(|listed| listed == file);
    let no_file = |file: &str| HubError::NoFile { hub: name.to_owned(), file: file.to_owned() };
    let graph = match graph {
        Some(graph) => Some(graph).filter(|graph| has(graph)).ok_or_else(|| no_file(graph))?,
        None => GRAPHS.into_iter().find(|graph| has(graph)).ok_or_else(|| no_file(GRAPHS[0]))?,
    };
    if let Some(file) = TOKENIZER_FILES.iter().find(|file| !has(file)) {
        return Err(no_file(file));
    }
    let data = [format!("{graph}_data"), format!("{graph}.data")].into_iter().filter(|file| has(file));
    Ok(CardFiles {
        graph: graph.to_owned(),
        data: data.collect(),
        tokenizer: TOKENIZER_FILES.map(str::to_owned).to_vec(),
    })
}
