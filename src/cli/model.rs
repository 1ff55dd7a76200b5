//! From the name of a model to a model that is there.

use std::path::Path;

use cognate::embed::{Embedder, ModelSpec, Reranker};
use cognate::hub::{Hub, Places};
use cognate::pipeline::{is_installed, pull_models};
use cognate::store::Settings;

use super::args::Global;
use super::bar::Bar;
use super::output::Failure;

/// What a name means. A named model that is not installed is fetched first if `--allow-download` is set, and only then.
pub(crate) fn spec(global: &Global, name: &str) -> Result<ModelSpec, Failure> {
    let spec: ModelSpec = name.parse()?;
    if let ModelSpec::Named(id) = &spec
        && global.allow_download
    {
        let places = Places::of_environment()?;
        if !is_installed(id, &places)? {
            pull_models(std::slice::from_ref(id), &Hub::of_environment()?, &places, &Bar::new(global.quiet))?;
        }
    }
    Ok(spec)
}

/// Loads the model of a name; the built-in one without.
pub(crate) fn open(global: &Global, name: Option<&str>) -> Result<Box<dyn Embedder>, Failure> {
    let spec = name.map(|name| spec(global, name)).transpose()?.unwrap_or_default();
    Ok(cognate::embed::open(&spec, global.threads.map(Into::into))?)
}

/// Loads a reranker.
pub(crate) fn reranker(global: &Global, name: &str) -> Result<Box<dyn Reranker>, Failure> {
    let spec = spec(global, name)?;
    Ok(cognate::embed::open_reranker(&spec, global.threads.map(Into::into))?)
}

/// Fetches the model that a collection was made with, if it is one to be fetched and no other is named.
pub(crate) fn of_collection(global: &Global, folder: &Path) -> Result<(), Failure> {
    if global.allow_download && global.model.is_none() {
        let settings = Settings::read(folder)?.unwrap_or_default();
        spec(global, &settings.model)?;
    }
    Ok(())
}
