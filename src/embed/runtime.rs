//! Finds and loads ONNX Runtime, so that its absence or age is an error and never a panic.

mod places;
mod version;

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use ort::environment::Environment;
use ort::logging::LogLevel;

use super::EmbedError;
use version::{NEEDED, Version};

/// What is known of ONNX Runtime on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuntimeStatus {
    /// The shared library that would be loaded.
    pub library: Option<PathBuf>,
    /// Where it was looked for, in order.
    pub searched: Vec<PathBuf>,
    /// The version that the library states, such as `1.24.2`; `None` as long as it has not been loaded
    /// ([`load_onnx_runtime`]).
    pub version: Option<String>,
}

/// Looks for ONNX Runtime's shared library without loading it: `ORT_DYLIB_PATH`, beside the executable, the
/// active Python environment's `onnxruntime` package, then the system's folders.
pub fn find_onnx_runtime() -> RuntimeStatus {
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
    // `ort` panics over a library that has no such interface, so the library is asked first.
    let version = version::of_library(&path).map_err(&unusable)?;
    if version.parse::<Version>().map_err(&unusable)? < NEEDED {
        let needed = NEEDED.to_string();
        return Err(EmbedError::RuntimeTooOld { path, found: version, needed });
    }
    let environment = ort::init_from(&path)
        .map_err(|e| unusable(e.to_string()))?
        .build()
        // Also when another part of the program has made an environment before: there can be one.
        .map_err(|e| unusable(e.to_string()))?;
    // Otherwise every step is put into words, which nobody reads.
    environment.set_log_level(LogLevel::Warning);
    log::info!("ONNX Runtime {version}: {}", path.display());
    status.version = Some(version);
    Ok(loaded.insert(Runtime { status, environment }).clone())
}
