//! Finds and loads ONNX Runtime, so that its absence is an error and never a panic.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::EmbedError;

#[cfg(target_os = "windows")]
const LIBRARY: &str = "onnxruntime.dll";
#[cfg(target_os = "macos")]
const LIBRARY: &str = "libonnxruntime.dylib";
#[cfg(not(any(target_os = "windows", target_os = "macos")))]
const LIBRARY: &str = "libonnxruntime.so";

/// What is known of ONNX Runtime on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuntimeStatus {
    /// The shared library that would be loaded.
    pub library: Option<PathBuf>,
    /// Where it was looked for, in order.
    pub searched: Vec<PathBuf>,
}

/// Looks for ONNX Runtime's shared library without loading it: `ORT_DYLIB_PATH`, beside the executable, the
/// active Python environment's `onnxruntime` package, then the system's folders.
pub fn find_onnx_runtime() -> RuntimeStatus {
    if cfg!(not(feature = "dynamic-onnxruntime")) {
        // It is part of this program.
        return RuntimeStatus { library: std::env::current_exe().ok(), searched: Vec::new() };
    }
    let mut searched = Vec::new();
    if let Some(path) = std::env::var_os("ORT_DYLIB_PATH").filter(|p| !p.is_empty()) {
        // What a person set is what is meant: no other place is tried.
        let path = PathBuf::from(path);
        return RuntimeStatus { library: path.is_file().then(|| path.clone()), searched: vec![path] };
    }
    for folder in folders() {
        if let Some(library) = library_in(&folder) {
            searched.push(folder);
            return RuntimeStatus { library: Some(library), searched };
        }
        searched.push(folder);
    }
    RuntimeStatus { library: None, searched }
}

/// Loads the library once for the process; later calls are free.
pub(super) fn load_onnx_runtime() -> Result<PathBuf, EmbedError> {
    static LOADED: Mutex<Option<PathBuf>> = Mutex::new(None);
    let mut loaded = LOADED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(path) = loaded.as_ref() {
        return Ok(path.clone());
    }
    let status = find_onnx_runtime();
    let Some(path) = status.library else {
        return Err(EmbedError::RuntimeMissing { searched: status.searched });
    };
    // The builder is dropped unused: loading the library is all that is wanted here, the environment is
    // fastembed's to make.
    match init(&path) {
        Ok(()) => {
            log::info!("ONNX Runtime: {}", path.display());
            *loaded = Some(path.clone());
            Ok(path)
        }
        Err(error) => Err(EmbedError::RuntimeUnusable { path, reason: error.to_string() }),
    }
}

#[cfg(feature = "dynamic-onnxruntime")]
fn init(library: &Path) -> Result<(), impl std::fmt::Display + use<>> {
    ort::init_from(library).map(drop)
}

#[cfg(not(feature = "dynamic-onnxruntime"))]
fn init(_program: &Path) -> Result<(), std::convert::Infallible> {
    Ok(())
}

fn folders() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    if let Some(beside) = std::env::current_exe().ok().as_deref().and_then(Path::parent) {
        folders.push(beside.to_path_buf());
        folders.push(beside.join("lib"));
    }
    for variable in ["VIRTUAL_ENV", "CONDA_PREFIX"] {
        if let Some(prefix) = std::env::var_os(variable).filter(|p| !p.is_empty()) {
            folders.extend(python_packages(Path::new(&prefix)));
        }
    }
    // The Python that a person runs by name, without running it: its packages lie beside its `bin`.
    if let Some(path) = std::env::var_os("PATH") {
        for bin in std::env::split_paths(&path) {
            if let Some(prefix) = python_prefix(&bin) {
                folders.extend(python_packages(&prefix));
            }
        }
    }
    if let Some(home) = std::env::home_dir() {
        folders.extend(python_packages(&home.join(".local")));
    }
    for system in [
        "/usr/local/lib",
        "/usr/lib",
        "/usr/lib64",
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
        "/opt/homebrew/lib",
        "/opt/onnxruntime/lib",
        "C:\\Program Files\\onnxruntime\\lib",
    ] {
        folders.push(PathBuf::from(system));
    }
    let mut seen = std::collections::HashSet::new();
    folders.retain(|folder| folder.is_dir() && seen.insert(folder.clone()));
    folders
}

/// The installation that the `python3` in `bin` belongs to, symbolic links followed.
fn python_prefix(bin: &Path) -> Option<PathBuf> {
    let python =
        ["python3", "python", "python.exe"].iter().map(|name| bin.join(name)).find(|p| p.is_file())?;
    Some(python.parent()?.parent()?.to_path_buf())
}

/// Folders of the `onnxruntime` package below a Python prefix.
fn python_packages(prefix: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for lib in ["lib", "lib64"] {
        let Ok(entries) = std::fs::read_dir(prefix.join(lib)) else { continue };
        for entry in entries.flatten() {
            if entry.file_name().to_string_lossy().starts_with("python3") {
                for packages in ["site-packages", "dist-packages"] {
                    found.push(entry.path().join(packages).join("onnxruntime").join("capi"));
                }
            }
        }
    }
    found.push(prefix.join("Lib").join("site-packages").join("onnxruntime").join("capi"));
    found.sort();
    // The newest Python first.
    found.reverse();
    found
}

/// The library in `folder`, whatever its version suffix; the last by name when there are several.
fn library_in(folder: &Path) -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .ok()?
        .flatten()
        .filter(|entry| is_library(&entry.file_name().to_string_lossy()))
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    found.sort();
    found.pop()
}

fn is_library(name: &str) -> bool {
    let stem = LIBRARY.rsplit_once('.').map_or(LIBRARY, |(stem, _)| stem);
    match name.strip_prefix(stem) {
        // `.so`, `.so.1.31.0`, `.1.31.0.dylib`, `.dll`
        Some(rest) => {
            let parts: Vec<&str> = rest.split('.').skip(1).collect();
            rest.starts_with('.')
                && (parts.contains(&"so") || parts.last() == Some(&"dylib") || parts == ["dll"])
        }
        None => false,
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn versioned_libraries_are_found_and_others_are_not() {
        assert!(is_library("libonnxruntime.so"));
        assert!(is_library("libonnxruntime.so.1.31.0"));
        assert!(!is_library("libonnxruntime_providers_shared.so"));
        assert!(!is_library("libonnx.so"));
    }

    #[test]
    fn the_package_of_a_python_environment_is_found() {
        let prefix = tempfile::tempdir().unwrap();
        let capi = prefix.path().join("lib/python3.11/site-packages/onnxruntime/capi");
        std::fs::create_dir_all(&capi).unwrap();
        std::fs::write(capi.join("libonnxruntime.so.1.31.0"), b"").unwrap();
        let found = python_packages(prefix.path()).iter().find_map(|folder| library_in(folder));
        assert_eq!(found, Some(capi.join("libonnxruntime.so.1.31.0")));
    }
}
