//! Looking whether models can be fetched and used.

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::embed::cards::{ModelCard, Task};
use crate::embed::{
    self, EmbedError, Embedder, Installed, ModelSpec, OnnxReranker, Reranker, find_onnx_runtime,
    load_onnx_runtime,
};
use crate::hub::{Hub, HubError, Places, Record};
use crate::report::answers::models::doctor::{DOCTOR_REPORT_SCHEMA, DoctorReport, RuntimeReport, TriedModel};

/// A text that every model knows a word of.
const TRIAL: &str = "a train";

/// Looks at ONNX Runtime, folders, settings and cards, and asks every installed model for one vector. The hub is not asked. What is
/// wrong is in the report, with what to do.
pub fn doctor(hub: Result<&Hub, &HubError>, places: &Places, threads: Option<usize>) -> DoctorReport {
    let mut todo = Vec::new();
    let mut models =
        vec![tried("builtin", || vector(|| embed::open(&ModelSpec::Builtin, threads)), &mut todo)];
    let records = Record::all(places).unwrap_or_else(|error| {
        todo.push(with_hint(&error, error.hint()));
        Vec::new()
    });
    for record in &records {
        let is_reranker = ModelCard::find(&record.id, places)
            .is_ok_and(|card| card.is_some_and(|card| card.task == Task::Rerank));
        models.push(if is_reranker {
            tried(&record.id, || reranked(&Installed::find(&record.id, places)?, threads), &mut todo)
        } else {
            let open = || embed::open_installed(&Installed::find(&record.id, places)?, threads);
            tried(&record.id, || vector(open), &mut todo)
        });
    }
    for card in ModelCard::own(places).into_iter().filter_map(Result::err) {
        todo.push(with_hint(&card, card.hint()));
    }
    if let Err(error) = hub {
        todo.push(with_hint(error, error.hint()));
    }
    for folder in [&places.cache, &places.records, &places.cards] {
        if let Err(error) = can_write(folder) {
            todo.push(format!("`{}` cannot be written: {error}", folder.display()));
        }
    }
    dedup(&mut todo);
    DoctorReport {
        schema: DOCTOR_REPORT_SCHEMA,
        ok: todo.is_empty(),
        // Without models that need it, it may be missing.
        onnx_runtime: runtime(),
        folder: places.cache.display().to_string(),
        shared_by: places.shared_by.map(str::to_owned),
        free_bytes: fs4::available_space(nearest(&places.cache)).ok(),
        records: places.records.display().to_string(),
        cards: places.cards.display().to_string(),
        endpoint: hub.ok().map(Hub::endpoint),
        proxy: hub.ok().and_then(Hub::proxy),
        token: hub.is_ok_and(Hub::has_token),
        models,
        todo,
    }
}

fn runtime() -> RuntimeReport {
    let status = find_onnx_runtime();
    let loaded = load_onnx_runtime();
    RuntimeReport {
        version: loaded.as_ref().ok().and_then(|loaded| loaded.version.clone()),
        library: status.library.map(|path| path.display().to_string()),
        usable: loaded.is_ok(),
        problem: loaded.err().map(|error| error.to_string()),
        searched: status.searched.iter().map(|path| path.display().to_string()).collect(),
    }
}

/// Dimension of a model, the milliseconds for loading it, and those for one answer; nothing for one that is empty.
type Trial = Result<(usize, f64, Option<f64>), EmbedError>;

/// Asks a model for one vector and takes the time.
fn vector(open: impl FnOnce() -> Result<Box<dyn Embedder>, EmbedError>) -> Trial {
    let began = Instant::now();
    let model = open()?;
    let load_ms = milliseconds(began);
    let began = Instant::now();
    let vector = model.query(TRIAL)?;
    Ok((model.info().dimension, load_ms, vector.map(|_| milliseconds(began))))
}

/// Asks a reranker for one number and takes the time.
fn reranked(installed: &Installed, threads: Option<usize>) -> Trial {
    let began = Instant::now();
    let model = OnnxReranker::load_installed(installed, threads)?;
    let load_ms = milliseconds(began);
    let began = Instant::now();
    model.scores(TRIAL, &[TRIAL])?;
    Ok((1, load_ms, Some(milliseconds(began))))
}

/// What came of a trial.
fn tried(id: &str, trial: impl FnOnce() -> Trial, todo: &mut Vec<String>) -> TriedModel {
    let mut model = TriedModel {
        id: id.to_owned(),
        ok: false,
        dimension: None,
        load_ms: None,
        vector_ms: None,
        problem: None,
    };
    match trial() {
        Ok((dimension, load_ms, vector_ms)) => {
            (model.dimension, model.load_ms, model.vector_ms) = (Some(dimension), Some(load_ms), vector_ms);
            model.ok = vector_ms.is_some();
            if !model.ok {
                model.problem = Some(format!("it knows no token of the text `{TRIAL}`"));
                todo.push(format!(
                    "`{id}` knows no token of the text `{TRIAL}`: is its tokenizer the right one?"
                ));
            }
        }
        Err(error) => {
            todo.push(with_hint(&error, error.hint()));
            model.problem = Some(error.to_string());
        }
    }
    model
}

fn milliseconds(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1000.0
}

fn with_hint(error: &dyn std::error::Error, hint: Option<String>) -> String {
    match hint {
        Some(hint) => format!("{error}: {hint}"),
        None => error.to_string(),
    }
}

/// The same thing need not be said for every model.
fn dedup(todo: &mut Vec<String>) {
    let mut seen = std::collections::HashSet::new();
    todo.retain(|text| seen.insert(text.clone()));
}

/// Whether a folder, or the one in which it would be made, can be written.
fn can_write(folder: &Path) -> std::io::Result<()> {
    tempfile::Builder::new().prefix(".new-").tempfile_in(nearest(folder)).map(drop)
}

/// The folder or the nearest one above it that is there.
fn nearest(folder: &Path) -> PathBuf {
    folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(folder).to_path_buf()
}
