//! Finds and loads ONNX Runtime, so that its absence or age is an error and never a panic.

mod places;
mod version;

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use ort::environment::{Environment, EnvironmentBuilder};
use ort::logging::LogLevel;

use super::{EmbedError, RuntimeStatus};
use version::NEEDED;
#[cfg(feature = "dynamic-onnxruntime")]
use version::Version;

/// Looks for ONNX Runtime's shared library without loading it: `ORT_DYLIB_PATH`, beside the executable, the
/// active Python environment's `onnxruntime` package, then the system's folders.
pub fn find_onnx_runtime() -> RuntimeStatus {
    if cfg!(not(feature = "dynamic-onnxruntime")) {
        // It is part of this program.
        return RuntimeStatus { library: std::env::current_exe().ok(), searched: Vec::new(), version: None };
    }
    places::find()
}

/// Finds ONNX Runtime, loads it and looks at its version. It is loaded once for the process; later calls are free.
///
/// # Errors
/// [`EmbedError::RuntimeMissing`], [`EmbedError::RuntimeTooOld`], or [`EmbedError::RuntimeUnusable`] when the file that was
/// found is no such library.
pub fn load_onnx_runtime() -> Result<RuntimeStatus, EmbedError> {
    Ok(load_runtime()?.status)
}

/// ONNX Runtime, loaded.
#[derive(Clone)]
pub(super) struct Runtime {
    status: RuntimeStatus,
    environment: Environment,
}

impl Runtime {
    pub(super) fn environment(&self) -> &Environment {
        &self.environment
    }
}

/// Loads the library once for the process; later calls are free.
pub(super) fn load_runtime() -> Result<Runtime, EmbedError> {
    static LOADED: Mutex<Option<Runtime>> = Mutex::new(None);
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(runtime) = loaded.as_ref() {
        return Ok(runtime.clone());
    }
    let mut status = find_onnx_runtime();
    let Some(path) = status.library.clone() else {
        return Err(EmbedError::RuntimeMissing { searched: status.searched });
    };
    let unusable = |reason: String| EmbedError::RuntimeUnusable { path: path.clone(), reason };
    let (builder, version) = start(&path)?;
    // Also when another part of the program has made an environment before: there can be one.
    let environment = builder.build().map_err(|e| unusable(e.to_string()))?;
    // Otherwise every step is put into words, which nobody reads.
    environment.set_log_level(LogLevel::Warning);
    log::info!("ONNX Runtime {version}: {}", path.display());
    status.version = Some(version);
    Ok(loaded.insert(Runtime { status, environment }).clone())
}

#[cfg(feature = "dynamic-onnxruntime")]
fn start(path: &Path) -> Result<(EnvironmentBuilder, String), EmbedError> {
    let unusable = |reason: String| EmbedError::RuntimeUnusable { path: path.to_owned(), reason };
    // `ort` panics over a library that has no such interface, so the library is asked first.
    let version = version::of_library(path).map_err(unusable)?;
    if version.parse::<Version>().map_err(unusable)? < NEEDED {
        let needed = NEEDED.to_string();
        return Err(EmbedError::RuntimeTooOld { path: path.to_owned(), found: version, needed });
    }
    Ok((ort::init_from(path).map_err(|e| unusable(e.to_string()))?, version))
}

/// The runtime that is part of the program has the version that the program was built for.
#[cfg(not(feature = "dynamic-onnxruntime"))]
fn start(_program: &Path) -> Result<(EnvironmentBuilder, String), EmbedError> {
    Ok((ort::init(), NEEDED.to_string()))
}
