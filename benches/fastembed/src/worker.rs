//! A contender from inside: loads the model, then does what it is told on standard input.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Result, bail};
use clap::ValueEnum;
use cognate::embed::Embedder;
use cognate::embed::onnx::OnnxEmbedder;
use fastembed::{InitOptionsUserDefined, Pooling, TextEmbedding, TokenizerFiles, UserDefinedEmbeddingModel};
use serde_json::json;

/// What a worker is started with.
#[derive(clap::Args)]
pub(crate) struct Args {
    which: Which,
    folder: PathBuf,
    texts: PathBuf,
    threads: usize,
    window: usize,
    batch: usize,
}

#[derive(Clone, Copy, ValueEnum)]
enum Which {
    Cognate,
    Crate,
}

/// Says when the model is loaded, embeds all texts for each line `pass`, and for `end PATH` writes the vectors of the last pass
/// and ends. What it says are lines of JSON.
pub(crate) fn run(args: &Args) -> Result<()> {
    let texts: Vec<String> = serde_json::from_slice(&std::fs::read(&args.texts)?)?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut model = Model::load(args)?;
    // Not counted: the first run of a graph prepares it.
    model.embed(&texts[..texts.len().min(64)])?;
    say(&json!({"version": model.version()}))?;
    let mut vectors = Vec::new();
    for line in std::io::stdin().lock().lines() {
        match line?.split_once(' ') {
            Some(("pass", _)) => {
                drop(std::mem::take(&mut vectors));
                let begin = Instant::now();
                vectors = model.embed(&texts)?;
                say(&json!({"seconds": begin.elapsed().as_secs_f64()}))?;
            }
            Some(("end", path)) => {
                let peak = peak_kb();
                let bytes: Vec<u8> = vectors.iter().flatten().flat_map(|x| x.to_le_bytes()).collect();
                std::fs::write(path, bytes)?;
                return say(&json!({"peak_kb": peak, "dimension": vectors.first().map_or(0, Vec::len)}));
            }
            _ => bail!("a worker is told `pass` and `end PATH`"),
        }
    }
    Ok(())
}

enum Model {
    Cognate(Box<OnnxEmbedder>),
    Crate(Box<TextEmbedding>, usize),
}

impl Model {
    fn load(args: &Args) -> Result<Self> {
        Ok(match args.which {
            Which::Cognate => Self::Cognate(Box::new(OnnxEmbedder::load(&args.folder, Some(args.threads))?)),
            Which::Crate => {
                let read = |name: &str| std::fs::read(Path::new(&args.folder).join(name));
                let files = TokenizerFiles {
                    tokenizer_file: read("tokenizer.json")?,
                    config_file: read("config.json")?,
                    special_tokens_map_file: read("special_tokens_map.json")?,
                    tokenizer_config_file: read("tokenizer_config.json")?,
                };
                let model =
                    UserDefinedEmbeddingModel::new(read("model.onnx")?, files).with_pooling(Pooling::Mean);
                let options = InitOptionsUserDefined::new()
                    .with_max_length(args.window)
                    .with_intra_threads(args.threads);
                Self::Crate(Box::new(TextEmbedding::try_new_from_user_defined(model, options)?), args.batch)
            }
        })
    }

    fn version(&self) -> String {
        match self {
            Self::Cognate(_) => locked("cognate"),
            Self::Crate(..) => locked("fastembed"),
        }
    }

    fn embed(&mut self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        match self {
            Self::Cognate(model) => {
                let found = model.passages(texts)?;
                let vector = |i| found.get(i).map_or_else(|| vec![0.0; found.dimension()], <[f32]>::to_vec);
                Ok((0..found.len()).map(vector).collect())
            }
            // As it comes: in the given order.
            Self::Crate(model, batch) => Ok(model.embed(texts, Some(*batch))?),
        }
    }
}

/// The version of a package in this program's lock file.
fn locked(name: &str) -> String {
    let lock = include_str!("../Cargo.lock");
    let version = lock
        .split("[[package]]")
        .find(|package| package.contains(&format!("name = \"{name}\"\n")))
        .and_then(|package| package.split("version = \"").nth(1))
        .and_then(|rest| rest.split('"').next());
    format!("{name} {}", version.unwrap_or("of an unknown version"))
}

/// The most memory that this process has had, in kB of 1,024 bytes, where the system tells.
fn peak_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

fn say(value: &serde_json::Value) -> Result<()> {
    let mut output = std::io::stdout().lock();
    writeln!(output, "{value}")?;
    Ok(output.flush()?)
}
