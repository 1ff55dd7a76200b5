//! Data flows one way: no stage imports one downstream of it, and none imports what it may not know.

mod rules;
mod source;

use std::fs;
use std::path::{Path, PathBuf};

/// Rust files below a folder, in order.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[test]
fn no_stage_imports_what_it_may_not() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = rust_files(&root.join("src"));
    assert!(files.iter().any(|file| file.ends_with("src/lib.rs")), "the sources were found");
    let mut violations = Vec::new();
    for file in files {
        let name = file.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        violations.extend(rules::check(&name, &fs::read_to_string(&file).unwrap()));
    }
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}
