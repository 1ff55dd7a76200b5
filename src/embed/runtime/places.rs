//! Where ONNX Runtime's shared library may lie, and how it is called.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::RuntimeStatus;

/// Systems name shared libraries each in their own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum System {
    Linux,
    MacOs,
    Windows,
}

impl System {
    const fn this() -> Self {
        if cfg!(target_os = "windows") {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::MacOs
        } else {
            Self::Linux
        }
    }

    /// The version in the name of ONNX Runtime's library, empty for none; `None` when the name is another file's.
    fn version_in(self, name: &str) -> Option<Vec<u64>> {
        let middle = match self {
            // `libonnxruntime.so`, `libonnxruntime.so.1.31.0`
            Self::Linux => name.strip_prefix("libonnxruntime.so")?,
            // `libonnxruntime.dylib`, `libonnxruntime.1.31.0.dylib`
            Self::MacOs => name.strip_prefix("libonnxruntime")?.strip_suffix(".dylib")?,
            Self::Windows => name.eq_ignore_ascii_case("onnxruntime.dll").then_some("")?,
        };
        if middle.is_empty() {
            return Some(Vec::new());
        }
        middle.strip_prefix('.')?.split('.').map(|number| number.parse().ok()).collect()
    }
}

/// Looks everywhere, in order, until the library is found.
pub(super) fn find() -> RuntimeStatus {
    if let Some(path) = std::env::var_os("ORT_DYLIB_PATH").filter(|p| !p.is_empty()) {
        // What a person set is what is meant: no other place is tried. Absolute, since loaders look for bare names elsewhere.
        let path = std::path::absolute(&path).unwrap_or_else(|_| path.into());
        let library = path.is_file().then(|| path.clone());
        return RuntimeStatus { library, searched: vec![path], version: None };
    }
    let mut searched = Vec::new();
    for folder in folders() {
        let library = library_in(&folder, System::this());
        searched.push(folder);
        if library.is_some() {
            return RuntimeStatus { library, searched, version: None };
        }
    }
    RuntimeStatus { library: None, searched, version: None }
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
            for prefix in python_prefixes(&bin) {
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
    let mut seen = HashSet::new();
    folders.retain(|folder| folder.is_dir() && seen.insert(folder.clone()));
    folders
}

/// The installations that a Python in `bin` may belong to: it lies in their `bin` or `Scripts`, on Windows also in the
/// installation itself.
fn python_prefixes(bin: &Path) -> Vec<PathBuf> {
    if !["python3", "python", "python.exe"].iter().any(|name| bin.join(name).is_file()) {
        return Vec::new();
    }
    [bin.parent(), cfg!(target_os = "windows").then_some(bin)]
        .into_iter()
        .flatten()
        .map(Path::to_path_buf)
        .collect()
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

/// The library in `folder`; the newest by name when there are several.
fn library_in(folder: &Path, system: System) -> Option<PathBuf> {
    std::fs::read_dir(folder)
        .ok()?
        .flatten()
        .filter_map(|entry| {
            let version = system.version_in(&entry.file_name().to_string_lossy())?;
            entry.path().is_file().then(|| (version, entry.path()))
        })
        .max()
        .map(|(_, path)| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_system_has_its_names() {
        let named = |system: System, names: &[&str]| {
            names.iter().map(|name| system.version_in(name)).collect::<Vec<_>>()
        };
        assert_eq!(
            named(System::Linux, &["libonnxruntime.so", "libonnxruntime.so.1", "libonnxruntime.so.1.31.0"]),
            [Some(vec![]), Some(vec![1]), Some(vec![1, 31, 0])]
        );
        assert_eq!(
            named(System::MacOs, &["libonnxruntime.dylib", "libonnxruntime.1.31.0.dylib"]),
            [Some(vec![]), Some(vec![1, 31, 0])]
        );
        assert_eq!(
            named(System::Windows, &["onnxruntime.dll", "OnnxRuntime.DLL"]),
            [Some(vec![]), Some(vec![])]
        );
        let others = [
            "libonnxruntime_providers_shared.so",
            "libonnxruntime.so.1.31.0.debug",
            "libonnxruntime_providers_shared.dylib",
            "libonnxruntime.a",
            "libonnx.so",
            "onnxruntime_providers_shared.dll",
            "onnxruntime.lib",
            "onnxruntime.1.dll",
        ];
        for system in [System::Linux, System::MacOs, System::Windows] {
            assert_eq!(named(system, &others), vec![None; others.len()], "{system:?}");
        }
        assert_eq!(named(System::Linux, &["onnxruntime.dll", "libonnxruntime.dylib"]), [None, None]);
        assert_eq!(named(System::MacOs, &["libonnxruntime.so"]), [None]);
    }

    #[test]
    fn the_newest_library_of_a_folder_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["libonnxruntime.so.1.9.0", "libonnxruntime.so.1.31.1", "libonnxruntime.so", "readme"] {
            std::fs::write(folder.path().join(name), b"").unwrap();
        }
        std::fs::create_dir(folder.path().join("libonnxruntime.so.9")).unwrap();
        let found = library_in(folder.path(), System::Linux);
        assert_eq!(found, Some(folder.path().join("libonnxruntime.so.1.31.1")));
        assert_eq!(library_in(folder.path(), System::Windows), None);
    }

    #[test]
    fn the_package_of_a_python_environment_is_found() {
        let prefix = tempfile::tempdir().unwrap();
        for (lib, system, name) in [
            ("lib/python3.11", System::Linux, "libonnxruntime.so.1.31.0"),
            ("lib/python3.9", System::MacOs, "libonnxruntime.1.31.0.dylib"),
            ("Lib", System::Windows, "onnxruntime.dll"),
        ] {
            let capi = prefix.path().join(lib).join("site-packages/onnxruntime/capi");
            std::fs::create_dir_all(&capi).unwrap();
            std::fs::write(capi.join(name), b"").unwrap();
            let folders = python_packages(prefix.path());
            let found = folders.iter().find_map(|folder| library_in(folder, system));
            assert_eq!(found, Some(capi.join(name)));
        }
    }

    #[test]
    fn the_python_in_a_folder_of_programs_belongs_to_the_folder_above() {
        let prefix = tempfile::tempdir().unwrap();
        let bin = prefix.path().join("bin");
        std::fs::create_dir(&bin).unwrap();
        assert!(python_prefixes(&bin).is_empty());
        std::fs::write(bin.join("python3"), b"").unwrap();
        assert_eq!(python_prefixes(&bin).first().map(PathBuf::as_path), Some(prefix.path()));
    }
}
