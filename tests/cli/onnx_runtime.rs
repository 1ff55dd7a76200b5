//! An ONNX Runtime that is missing, damaged, too old or something else is an error with ways out, never a crash.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sandbox::{Run, Sandbox};

/// Loads a model folder with the library at `path`.
fn run_with(here: &Sandbox, path: &Path) -> Run {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tiny-onnx");
    Run::from_output(here.command(&["models", "show", folder.to_str().unwrap()]).env("ORT_DYLIB_PATH", path))
}

const WAYS: [&str; 3] = ["(1) `pip install", "(2) your system's package", "(3) set `ORT_DYLIB_PATH`"];

#[track_caller]
fn fails(run: &Run, message: &str) {
    for way in WAYS {
        run.fails(message, way);
    }
}

#[test]
fn a_library_that_is_not_there() {
    let here = Sandbox::new();
    fails(&run_with(&here, Path::new("no/such/library.so")), "was not found");
    assert!(run_with(&here, Path::new("library.so")).stderr.contains(here.path().to_str().unwrap()));
}

#[test]
fn a_file_that_is_no_library() {
    let here = Sandbox::new();
    for (name, bytes) in
        [("empty.so", &b""[..]), ("text.so", b"this is no library"), ("elf.so", b"\x7fELF\x02\x01\x01")]
    {
        let run = run_with(&here, &here.write(name, bytes));
        fails(&run, &format!("{name}` cannot be loaded"));
    }
}

/// Compiles a library; `None` after saying so where there is no compiler.
fn compiled(here: &Sandbox, name: &str, source: &str) -> Option<PathBuf> {
    let source = here.write(&format!("{name}.c"), source);
    let library = source.with_extension("so");
    let compiler = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
    match Command::new(compiler).args(["-shared", "-fPIC", "-o"]).args([&library, &source]).output() {
        Ok(output) => {
            assert!(output.status.success(), "{output:?}");
            Some(library)
        }
        Err(error) => {
            eprintln!("skipped: no C compiler ({error})");
            None
        }
    }
}

/// A library that states a version and offers no interface.
fn states(version: &str) -> String {
    format!(
        "static const void *api(unsigned version) {{ return 0; }}
         static const char *version(void) {{ return {version}; }}
         static const struct {{ const void *(*api)(unsigned); const char *(*version)(void); }} base = {{ api, version }};
         const void *OrtGetApiBase(void) {{ return &base; }}"
    )
}

#[test]
#[cfg(unix)]
fn libraries_of_another_version_or_another_kind() {
    let here = Sandbox::new();
    for (name, source, message) in [
        ("other", "int something = 1;".to_owned(), "does not export `OrtGetApiBase`"),
        ("null", "const void *OrtGetApiBase(void) { return 0; }".to_owned(), "it gives no interface"),
        ("silent", states("0"), "it states no version"),
        ("odd", states("\"latest\""), "it says that its version is `latest`"),
        ("old", states("\"1.17.3\""), "is version 1.17.3, and 1.24 or later is needed"),
        ("older", states("\"0.9\""), "is version 0.9, and 1.24 or later is needed"),
        ("hollow", states("\"1.99.0\""), "it is version 1.99.0, but has no interface 24"),
    ] {
        let Some(library) = compiled(&here, name, &source) else { return };
        fails(&run_with(&here, &library), message);
    }
}
