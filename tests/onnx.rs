//! Model folders through fastembed give the vectors that Python's onnxruntime gives for the same graph.
//!
//! The committed fixture is a small transformer with random weights. With `COGNATE_TEST_MODEL` naming a folder of a
//! real model that holds a `golden.json` (made by `tests/fixtures/golden.py`), the same test runs over it too.
//! Without ONNX Runtime the tests say what they skip; with `COGNATE_REQUIRE_ONNX` set, as in CI, they fail instead.

use std::path::{Path, PathBuf};

use cognate::embed::{EmbedError, Embedder, ModelSpec, find_onnx_runtime, open};

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tiny-onnx")
}

/// The model in `folder`, or `None` after saying why not.
fn model(folder: &Path) -> Option<Box<dyn Embedder>> {
    let status = find_onnx_runtime();
    if status.library.is_none() {
        assert!(std::env::var_os("COGNATE_REQUIRE_ONNX").is_none(), "ONNX Runtime was not found: {status:?}");
        eprintln!("skipped: ONNX Runtime was not found (set ORT_DYLIB_PATH to run this test)");
        return None;
    }
    Some(open(&ModelSpec::Folder(folder.to_path_buf()), Some(2)).unwrap())
}

#[derive(serde::Deserialize)]
struct Golden {
    texts: Vec<String>,
    vectors: Vec<Vec<f32>>,
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    let norm = |v: &[f32]| v.iter().map(|x| x * x).sum::<f32>().sqrt();
    a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>() / (norm(a) * norm(b))
}

#[test]
fn vectors_equal_those_of_python() {
    let mut folders = vec![fixture()];
    match std::env::var_os("COGNATE_TEST_MODEL") {
        Some(folder) => folders.push(folder.into()),
        None => eprintln!("skipped: the same test over a real model (set COGNATE_TEST_MODEL to its folder)"),
    }
    for folder in folders {
        let Some(model) = model(&folder) else { return };
        let golden: Golden =
            serde_json::from_slice(&std::fs::read(folder.join("golden.json")).unwrap()).unwrap();
        let texts: Vec<&str> = golden.texts.iter().map(String::as_str).collect();
        let embeddings = model.passages(&texts).unwrap();
        for (i, expected) in golden.vectors.iter().enumerate() {
            let vector = embeddings.get(i).unwrap();
            assert_eq!(vector.len(), model.info().dimension);
            let cosine = cosine(vector, expected);
            assert!(cosine > 0.999, "{}: `{}` has cosine {cosine}", folder.display(), texts[i]);
        }
        eprintln!("{}: {} texts equal", folder.display(), texts.len());
    }
}

#[test]
fn a_vector_does_not_depend_on_its_batch() {
    let Some(model) = model(&fixture()) else { return };
    let long = "le train blindé de kim ".repeat(4);
    let texts = ["train", &long, "kim", "la russie et le satellite", &long[..30]];
    let together = model.passages(&texts).unwrap();
    for (i, text) in texts.iter().enumerate() {
        let alone = model.passages(&[text]).unwrap();
        assert!(cosine(together.get(i).unwrap(), alone.get(0).unwrap()) > 0.9999, "`{text}`");
    }
}

#[test]
fn a_text_longer_than_the_window_is_read_whole() {
    let Some(model) = model(&fixture()) else { return };
    let begin = "train ".repeat(200);
    let (one, other) = (format!("{begin} kim kim kim kim"), format!("{begin} satellite satellite"));
    let e = model.passages(&[&begin, &one, &other]).unwrap();
    let differ = |a: usize, b: usize| 1.0 - cosine(e.get(a).unwrap(), e.get(b).unwrap());
    assert!(differ(0, 1) > 1e-5 && differ(1, 2) > 1e-5, "the end of a long text counts");
    assert!(differ(0, 1) < 0.2, "and so does the rest of it");
}

#[test]
fn texts_without_a_known_token_have_no_vector() {
    let Some(model) = model(&fixture()) else { return };
    let e = model.passages(&["", "   ", "\u{16A0}\u{16B1}", "train"]).unwrap();
    assert_eq!((e.get(0), e.get(1), e.get(2)), (None, None, None));
    assert!(e.get(3).is_some());
    assert_eq!(model.query("").unwrap(), None);
}

#[test]
fn a_folder_that_lacks_a_file_is_named_with_the_file() {
    let copy = tempfile::tempdir().unwrap();
    for file in ["model.onnx", "config.json", "tokenizer_config.json", "special_tokens_map.json"] {
        std::fs::copy(fixture().join(file), copy.path().join(file)).unwrap();
    }
    let error = open(&ModelSpec::Folder(copy.path().to_path_buf()), None).err().unwrap();
    assert!(matches!(error, EmbedError::MissingFile { file: "tokenizer.json", .. }), "{error}");
    std::fs::copy(fixture().join("tokenizer.json"), copy.path().join("tokenizer.json")).unwrap();
    std::fs::write(copy.path().join("model.onnx"), b"not a graph").unwrap();
    if model(&fixture()).is_some() {
        let error = open(&ModelSpec::Folder(copy.path().to_path_buf()), None).err().unwrap();
        assert!(matches!(error, EmbedError::BadFile { .. }), "{error}");
        assert!(error.to_string().contains("model.onnx"), "{error}");
    }
}
