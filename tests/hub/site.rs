//! A hub with one small model, and a person's machine that knows it by a card.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sandbox::{Run, Sandbox};
use crate::server::{Resource, Server};

pub(crate) const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";
pub(crate) const REPOSITORY: &str = "org/tiny";
pub(crate) const GRAPH: &str = "onnx/model.onnx";

/// The files of the model by their names in the repository, with what they hold.
pub(crate) fn files() -> Vec<(String, Vec<u8>)> {
    let read = |name: &str| std::fs::read(fixture().join(name)).unwrap();
    let tokenizer = ["tokenizer.json", "config.json", "special_tokens_map.json", "tokenizer_config.json"];
    let graph = (GRAPH.to_owned(), read("model.onnx"));
    std::iter::once(graph).chain(tokenizer.map(|name| (name.to_owned(), read(name)))).collect()
}

/// The folder of a small transformer with random weights.
pub(crate) fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tiny-onnx")
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    let digest = <sha2::Sha256 as sha2::Digest>::digest(bytes);
    digest.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// What a hub calls a file: its SHA-256 if it is large, else Git's sum, for which any 40 digits will do.
pub(crate) fn etag(name: &str, bytes: &[u8]) -> String {
    if name == GRAPH { sha256(bytes) } else { sha256(bytes)[..40].to_owned() }
}

/// The path of a file's address.
pub(crate) fn address(name: &str) -> String {
    format!("/{REPOSITORY}/resolve/{COMMIT}/{name}")
}

pub(crate) fn api() -> String {
    format!("/api/models/{REPOSITORY}/revision/main")
}

/// The answer of a hub about a repository.
pub(crate) fn listing(commit: &str, names: &[&str]) -> Resource {
    let siblings: Vec<_> = names.iter().map(|name| serde_json::json!({ "rfilename": name })).collect();
    let card = serde_json::json!({ "license": "cc0-1.0", "language": ["multilingual", "en", "fr"] });
    let body = serde_json::json!({ "sha": commit, "siblings": siblings, "cardData": card });
    Resource { body: body.to_string().into_bytes(), ..Resource::default() }
}

/// A hub that has the model, as the public one serves it, large files by itself too.
pub(crate) fn hub() -> Server {
    let server = Server::start();
    let files = files();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    server.put(&api(), listing(COMMIT, &names));
    for (name, body) in &files {
        let headers = vec![("ETag".to_owned(), format!("\"{}\"", etag(name, body)))];
        server.put(&address(name), Resource { body: body.clone(), headers, location: None });
    }
    server
}

/// Makes the hub redirect requests for the graph, as it does for large files.
pub(crate) fn redirect_graph(server: &Server, location: &str) {
    let graph = files().remove(0).1;
    let headers = vec![
        ("X-Linked-Etag".to_owned(), format!("\"{}\"", sha256(&graph))),
        ("X-Linked-Size".to_owned(), graph.len().to_string()),
        ("ETag".to_owned(), "\"of-the-redirect\"".to_owned()),
    ];
    server.put(&address(GRAPH), Resource { body: Vec::new(), headers, location: Some(location.to_owned()) });
}

/// The card of the model.
pub(crate) const CARD: &str = "id = \"tiny\"\nhub = \"org/tiny\"\ndimension = 32\nwindow = 128\npooling = \"mean\"\n\
    normalise = false\nlanguages = [\"en\", \"fr\"]\nlicence = \"CC0-1.0\"\ndownload_bytes = 86_000\n\
    query_prefix = \"train \"\n\n[files]\ngraph = \"onnx/model.onnx\"\n";

/// A machine with the card.
pub(crate) fn machine() -> Sandbox {
    let here = Sandbox::new();
    here.write("config/models/tiny.toml", CARD);
    here
}

/// A command that would ask this hub.
pub(crate) fn command(here: &Sandbox, hub: &Server, args: &[&str]) -> Command {
    let mut command = here.command(args);
    command.env("HF_ENDPOINT", hub.url());
    command
}

pub(crate) fn run(here: &Sandbox, hub: &Server, args: &[&str]) -> Run {
    Run::from_output(&mut command(here, hub, args))
}

/// Installs the model.
#[track_caller]
pub(crate) fn pull(here: &Sandbox, hub: &Server) -> serde_json::Value {
    run(here, hub, &["models", "pull", "tiny", "--json"]).succeeds().json()["models"][0].clone()
}

/// Where the files lie after a pull.
pub(crate) fn snapshot(here: &Sandbox) -> PathBuf {
    here.path().join("data/hub/models--org--tiny/snapshots").join(COMMIT)
}

/// What has come of the graph so far.
pub(crate) fn part(here: &Sandbox) -> PathBuf {
    let graph = files().remove(0).1;
    here.path().join(format!("data/hub/models--org--tiny/blobs/{}.incomplete", sha256(&graph)))
}

/// Whether models in ONNX form can run here; says so when not.
pub(crate) fn onnx() -> bool {
    let found = cognate::embed::find_onnx_runtime().library.is_some();
    if !found {
        assert!(std::env::var_os("COGNATE_REQUIRE_ONNX").is_none(), "ONNX Runtime was not found");
        eprintln!("skipped: ONNX Runtime was not found (set ORT_DYLIB_PATH to run this test)");
    }
    found
}
