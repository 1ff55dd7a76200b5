//! Model folders in ONNX form give the vectors that Python's onnxruntime and sentence-transformers give for the same graph.
//!
//! The committed fixture is a small transformer with random weights. With `COGNATE_TEST_MODEL` naming a folder of a
//! real model that holds a `golden.json` (made by `tests/fixtures/golden.py`), the same tests run over it too.
//! Without ONNX Runtime the tests say what they skip; with `COGNATE_REQUIRE_ONNX` set, as in CI, they fail instead.

use std::path::{Path, PathBuf};

use cognate::embed::onnx::OnnxEmbedder;
use cognate::embed::{EmbedError, Embedder, Embeddings, find_onnx_runtime};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde_json::json;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn tiny() -> PathBuf {
    fixture("tiny-onnx")
}

/// The folder of a real model, or `None` after saying so.
fn real() -> Option<PathBuf> {
    let folder = std::env::var_os("COGNATE_TEST_MODEL").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: the same test over a real model (set COGNATE_TEST_MODEL to its folder)");
    }
    folder
}

/// Whether models can be run; says so when not.
fn can_run() -> bool {
    let status = find_onnx_runtime();
    if status.library.is_none() {
        assert!(std::env::var_os("COGNATE_REQUIRE_ONNX").is_none(), "ONNX Runtime was not found: {status:?}");
        eprintln!("skipped: ONNX Runtime was not found (set ORT_DYLIB_PATH to run this test)");
    }
    status.library.is_some()
}

fn open(folder: &Path) -> Result<OnnxEmbedder, EmbedError> {
    OnnxEmbedder::load(folder, Some(2))
}

/// The model in `folder`, or `None` after saying why not.
fn model(folder: &Path) -> Option<OnnxEmbedder> {
    can_run().then(|| open(folder).unwrap())
}

/// A copy of the fixture with another graph and other files, each a path and JSON.
fn altered(graph: Option<&Path>, files: &[(&str, serde_json::Value)]) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for file in
        ["model.onnx", "tokenizer.json", "config.json", "tokenizer_config.json", "special_tokens_map.json"]
    {
        std::fs::copy(tiny().join(file), copy.path().join(file)).unwrap();
    }
    if let Some(graph) = graph {
        std::fs::copy(graph, copy.path().join("model.onnx")).unwrap();
    }
    for (name, content) in files {
        let path = copy.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content.to_string()).unwrap();
    }
    copy
}

#[derive(serde::Deserialize)]
struct Golden {
    texts: Vec<String>,
    windows: Vec<usize>,
    /// `None` for a text of which the model knows no token.
    vectors: Vec<Option<Vec<f32>>>,
    #[serde(default)]
    cls: Vec<Option<Vec<f32>>>,
    #[serde(default)]
    last: Vec<Option<Vec<f32>>>,
    #[serde(default)]
    sentence_transformers: Vec<Option<Vec<f32>>>,
}

impl Golden {
    fn of(folder: &Path) -> Self {
        serde_json::from_slice(&std::fs::read(folder.join("golden.json")).unwrap()).unwrap()
    }

    fn texts(&self) -> Vec<&str> {
        self.texts.iter().map(String::as_str).collect()
    }
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    let norm = |v: &[f32]| v.iter().map(|x| x * x).sum::<f32>().sqrt();
    a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>() / (norm(a) * norm(b))
}

#[track_caller]
fn assert_equal(vectors: &Embeddings, expected: &[Option<Vec<f32>>], what: &str) {
    for (i, expected) in expected.iter().enumerate() {
        let (vector, expected) = match (vectors.get(i), expected) {
            (Some(vector), Some(expected)) => (vector, expected),
            (vector, expected) => {
                assert_eq!((vector, expected), (None, &None), "{what}: text {i}");
                continue;
            }
        };
        let cosine = cosine(vector, expected);
        assert!(cosine > 0.9999, "{what}: text {i} has cosine {cosine}");
        let length: f32 = vector.iter().map(|x| x * x).sum();
        assert!((length - 1.0).abs() < 1e-5, "{what}: text {i} has length {length}");
    }
}

#[test]
fn vectors_equal_those_of_python() {
    for folder in [Some(tiny()), real()].into_iter().flatten() {
        let Some(model) = model(&folder) else { return };
        let golden = Golden::of(&folder);
        let vectors = model.passages(&golden.texts()).unwrap();
        assert_equal(&vectors, &golden.vectors, &folder.display().to_string());
        for (i, &windows) in golden.windows.iter().enumerate() {
            assert_eq!(vectors.windows(i), windows, "text {i}");
        }
        assert_eq!(vectors.dimension(), model.info().dimension);
        assert_eq!(vectors.windowed(), golden.windows.iter().filter(|&&n| n > 1).count());
        let mut within = 0;
        for (i, expected) in golden.sentence_transformers.iter().enumerate() {
            let Some(expected) = expected else { continue };
            let cosine = cosine(vectors.get(i).unwrap(), expected);
            assert!(cosine > 0.9999, "text {i} has cosine {cosine} to sentence-transformers");
            within += 1;
        }
        eprintln!(
            "{}: {} texts equal, {within} of them to sentence-transformers",
            folder.display(),
            golden.texts.len()
        );
    }
}

#[test]
fn the_first_and_the_last_token_can_stand_for_the_text() {
    let golden = Golden::of(&tiny());
    let texts = &golden.texts()[..golden.cls.len()];
    assert!(texts.len() > 2);
    for (mode, expected) in
        [("pooling_mode_cls_token", &golden.cls), ("pooling_mode_lasttoken", &golden.last)]
    {
        let folder = altered(
            None,
            &[("1_Pooling/config.json", json!({"pooling_mode_mean_tokens": false, mode: true}))],
        );
        let Some(model) = model(folder.path()) else { return };
        assert_equal(&model.passages(texts).unwrap(), expected, mode);
    }
    let folder = altered(None, &[("1_Pooling/config.json", json!({"pooling_mode_max_tokens": true}))]);
    let error = open(folder.path()).err().unwrap();
    assert!(error.to_string().contains("`pooling_mode_max_tokens` is not known"), "{error}");
}

/// However texts are ordered and divided, each has the vector that it has alone.
#[test]
fn a_vector_does_not_depend_on_its_batch() {
    let dynamic = altered(Some(&fixture("dynamic-onnx/model.onnx")), &[]);
    let folders = [(tiny(), 40), (dynamic.path().to_path_buf(), 10)];
    for (folder, rounds) in folders.into_iter().chain(real().map(|folder| (folder, 4))) {
        let Some(model) = model(&folder) else { return };
        // Every third text of a real model: it has 200 of them.
        let golden = Golden::of(&if folder.join("golden.json").exists() { folder.clone() } else { tiny() });
        let texts: Vec<&str> = golden.texts().into_iter().step_by(1 + golden.texts.len() / 70).collect();
        let alone: Vec<Embeddings> = texts.iter().map(|text| model.passages(&[text]).unwrap()).collect();
        let mut random = Xoshiro256PlusPlus::seed_from_u64(2023);
        for round in 0..rounds {
            // Some texts twice, some not at all; once all of them, several times over, in one call.
            let many = if round == 0 { 4 * texts.len() } else { 1 + 7 * round };
            let chosen: Vec<usize> = (0..many).map(|_| random.gen_range(0..texts.len())).collect();
            let together = model.passages(&chosen.iter().map(|&i| texts[i]).collect::<Vec<_>>()).unwrap();
            for (place, &i) in chosen.iter().enumerate() {
                assert_eq!(together.windows(place), alone[i].windows(0));
                let (Some(vector), Some(alone)) = (together.get(place), alone[i].get(0)) else {
                    assert_eq!((together.get(place), alone[i].get(0)), (None, None));
                    continue;
                };
                let cosine = cosine(vector, alone);
                assert!(cosine > 0.99999, "{}: text {i} has cosine {cosine} among {many}", folder.display());
            }
        }
    }
}

#[test]
fn a_graph_that_quantises_by_batch_reads_one_text_at_a_time() {
    if !can_run() {
        return;
    }
    let dynamic = altered(Some(&fixture("dynamic-onnx/model.onnx")), &[]);
    assert!(open(dynamic.path()).unwrap().reads_one_at_a_time());
    assert!(!open(&tiny()).unwrap().reads_one_at_a_time());
}

#[test]
fn a_text_longer_than_the_window_is_read_whole() {
    let Some(model) = model(&tiny()) else { return };
    let begin = "train ".repeat(200);
    let (one, other) = (format!("{begin} kim kim kim kim"), format!("{begin} satellite satellite"));
    let e = model.passages(&[&begin, &one, &other, "train"]).unwrap();
    let differ = |a: usize, b: usize| 1.0 - cosine(e.get(a).unwrap(), e.get(b).unwrap());
    assert!(differ(0, 1) > 1e-5 && differ(1, 2) > 1e-5, "the end of a long text counts");
    assert!(differ(0, 1) < 0.2, "and so does the rest of it");
    assert_eq!((e.windowed(), e.windows(0), e.windows(3)), (3, 2, 1));
}

#[test]
fn a_megabyte_is_a_text() {
    let Some(model) = model(&tiny()) else { return };
    let (words, word) = ("le train de kim, ".repeat(60_000), "train".repeat(200_000));
    let e = model.passages(&[&words, "le train de kim", &word]).unwrap();
    assert!(e.windows(0) > 2000 && e.windows(1) == 1);
    assert!(cosine(e.get(0).unwrap(), e.get(1).unwrap()) > 0.5);
}

#[test]
fn a_prefix_takes_its_place_in_each_window() {
    let prompts = |prefix: &str| {
        [("config_sentence_transformers.json", json!({"prompts": {"passage": prefix, "query": ""}}))]
    };
    let text = "train ".repeat(120);
    let folder = altered(None, &prompts(""));
    let Some(plain) = model(folder.path()) else { return };
    assert_eq!(plain.passages(&[&text]).unwrap().windows(0), 1);
    let folder = altered(None, &prompts("le la les un une des: "));
    let prefixed = open(folder.path()).unwrap();
    let vectors = prefixed.passages(&[&text, "kim"]).unwrap();
    assert_eq!(vectors.windows(0), 2, "120 tokens, 7 of the prefix and 2 around them are above 128");
    let query = prefixed.query("kim").unwrap().unwrap();
    assert!(cosine(vectors.get(1).unwrap(), &query) < 0.999, "the prefix is read");
    assert_eq!(prefixed.passages(&[""]).unwrap().get(0), None, "a prefix alone is no text");

    let folder = altered(None, &prompts(&"le ".repeat(120)));
    let error = open(folder.path()).err().unwrap();
    assert!(error.to_string().contains("of a window of 128 tokens, the prefix"), "{error}");
}

#[test]
fn texts_without_a_known_token_have_no_vector() {
    let Some(model) = model(&tiny()) else { return };
    let e = model.passages(&["", "   ", "\u{16A0}\u{16B1}", "train"]).unwrap();
    assert_eq!((e.get(0), e.get(1), e.get(2)), (None, None, None));
    assert!(e.get(3).is_some());
    assert_eq!(model.query("").unwrap(), None);
}

#[test]
fn a_graph_that_gives_a_vector_of_the_text_is_not_pooled() {
    let folder = altered(Some(&fixture("small-onnx/sentence.onnx")), &[]);
    let Some(model) = model(folder.path()) else { return };
    let e = model.passages(&["train", "le satellite de kim"]).unwrap();
    assert_eq!((e.get(0), e.get(1)), (Some(&[0.0, 1.0, 0.0, 0.0][..]), Some(&[0.0, 1.0, 0.0, 0.0][..])));
}

#[test]
fn a_graph_that_cannot_be_used_is_an_error_that_says_why() {
    if !can_run() {
        return;
    }
    for (graph, reason) in
        [("positions", "asks for the input `position_ids`"), ("unnamed", "No suitable output")]
    {
        let folder = altered(Some(&fixture(&format!("small-onnx/{graph}.onnx"))), &[]);
        let error = open(folder.path()).err().unwrap();
        assert!(matches!(error, EmbedError::BadFile { .. }), "{error}");
        assert!(error.to_string().contains("model.onnx") && error.to_string().contains(reason), "{error}");
    }
}

#[test]
fn a_folder_that_lacks_a_file_is_named_with_the_file() {
    let copy = altered(None, &[]);
    std::fs::remove_file(copy.path().join("tokenizer.json")).unwrap();
    let error = open(copy.path()).err().unwrap();
    assert!(matches!(error, EmbedError::MissingFile { file: "tokenizer.json", .. }), "{error}");
    std::fs::copy(tiny().join("tokenizer.json"), copy.path().join("tokenizer.json")).unwrap();
    std::fs::write(copy.path().join("model.onnx"), b"not a graph").unwrap();
    if can_run() {
        let error = open(copy.path()).err().unwrap();
        assert!(matches!(error, EmbedError::BadFile { .. }), "{error}");
        assert!(error.to_string().contains("model.onnx"), "{error}");
    }
}
