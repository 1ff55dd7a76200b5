//! How fast a transformer model is run by cognate, by the fastembed crate and by Python's fastembed: the same graph, the same
//! texts, as many threads, in turn.
//!
//! Each contender is a process of its own, so that its peak memory can be told, and waits while another one works.

mod contender;
mod profile;
mod report;
mod texts;
mod worker;

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::{Parser, Subcommand};
use tokenizers::Tokenizer;

use contender::{Contender, Kind};
use report::{Agreement, Report, Row, Spread, TextsRow};

/// Measures cognate beside the fastembed crate and Python's fastembed with one model folder.
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// Folder of a model in ONNX form: `model.onnx`, `tokenizer.json` and the rest; the model must pool by the mean
    #[arg(required = true)]
    folder: Option<PathBuf>,
    /// A Python that can import fastembed [default: Python's fastembed is not measured]
    #[arg(long, value_name = "PROGRAM")]
    python: Option<PathBuf>,
    /// Number of texts
    #[arg(long, value_name = "N", default_value_t = 2000)]
    texts: usize,
    /// Languages of the sample corpus that texts are made of
    #[arg(long, value_name = "CODES", value_delimiter = ',', default_values = ["en", "fr", "de", "es"])]
    languages: Vec<String>,
    /// Numbers of threads
    #[arg(long, value_name = "NS", value_delimiter = ',', default_values_t = [1, 2])]
    threads: Vec<usize>,
    /// Passes of each over the texts
    #[arg(long, value_name = "N", default_value_t = 3)]
    rounds: usize,
    /// Texts that the two peers read at once; 256 is what they take unasked
    #[arg(long, value_name = "N", default_value_t = 256)]
    peer_batch: usize,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// One contender, told what to do line by line (used by the program itself)
    #[command(hide = true)]
    Worker(worker::Args),
    /// Where the time of a batch goes
    Profile(profile::Args),
}

fn main() -> Result<()> {
    let args = Args::parse();
    match &args.command {
        Some(Command::Worker(args)) => return worker::run(args),
        Some(Command::Profile(args)) => return profile::run(args),
        None => {}
    }
    let folder = args.folder.context("a model folder is needed")?;
    ensure!(
        args.rounds > 0 && args.peer_batch > 0 && args.texts > 0 && !args.threads.contains(&0),
        "nothing to measure"
    );

    let texts = texts::make(args.texts, &args.languages)?;
    let config: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join("tokenizer_config.json"))?)?;
    let window = config["model_max_length"].as_u64().filter(|n| *n < 1_000_000).unwrap_or(512) as usize;
    let mut tokenizer =
        Tokenizer::from_file(folder.join("tokenizer.json")).map_err(anyhow::Error::from_boxed)?;
    tokenizer.with_padding(None).with_truncation(None).map_err(anyhow::Error::from_boxed)?;
    let lengths =
        texts.iter().map(|text| tokenizer.encode_fast(text.as_str(), true).map(|encoding| encoding.len()));
    let lengths: Vec<usize> = lengths.collect::<Result<_, _>>().map_err(anyhow::Error::from_boxed)?;

    let work = tempfile::tempdir()?;
    let list = work.path().join("texts.json");
    std::fs::write(&list, serde_json::to_string(&texts)?)?;
    let mut kinds = vec![Kind::Cognate, Kind::Crate];
    kinds.extend(args.python.clone().map(Kind::Python));

    let mut rows = Vec::new();
    let mut agreement = Vec::new();
    let mut versions = Vec::new();
    for &threads in &args.threads {
        let mut contenders = Vec::new();
        for kind in &kinds {
            contenders.push(Contender::start(kind, &folder, &list, threads, window, args.peer_batch)?);
        }
        let mut seconds = vec![Vec::with_capacity(args.rounds); contenders.len()];
        for round in 0..args.rounds {
            for turn in 0..contenders.len() {
                let which = (round + turn) % contenders.len();
                seconds[which].push(contenders[which].pass()?);
            }
        }
        let mut vectors = Vec::new();
        let mut peaks = Vec::new();
        versions.clear();
        for (number, contender) in contenders.into_iter().enumerate() {
            versions.push(contender.version.clone());
            let (rows, peak) = contender.end(&work.path().join(format!("vectors-{number}")))?;
            ensure!(rows.len() == texts.len(), "{} vectors came for {} texts", rows.len(), texts.len());
            vectors.push(rows);
            peaks.push(peak);
        }
        for (which, kind) in kinds.iter().enumerate() {
            // Both peers cut a text off at the window; cognate reads it whole.
            let read = |length: usize| if which == 0 { length } else { length.min(window) };
            let tokens: usize = lengths.iter().map(|&length| read(length)).sum();
            rows.push(Row {
                threads,
                what: kind.name().to_owned(),
                texts_per_second: Spread::of(seconds[which].iter().map(|s| texts.len() as f64 / s)),
                tokens_per_second: Spread::of(seconds[which].iter().map(|s| tokens as f64 / s)),
                peak_mb: peaks[which].map(|kb| kb as f64 * 1024.0 / 1e6),
                cognate_is_times_as_fast: (which > 0).then(|| {
                    Spread::of(seconds[which].iter().zip(&seconds[0]).map(|(theirs, ours)| theirs / ours))
                }),
            });
            if which > 0 {
                let found =
                    Agreement::of(threads, kind.name(), &vectors[0], &vectors[which], &lengths, window);
                ensure!(
                    found.least_cosine > 0.999,
                    "{}: a vector has cosine {}",
                    kind.name(),
                    found.least_cosine
                );
                agreement.push(found);
            }
        }
    }
    let report = Report {
        versions,
        model: folder.display().to_string(),
        window,
        machine: report::machine(),
        rounds: args.rounds,
        texts: TextsRow::of(&texts, &lengths, window, args.peer_batch),
        agreement,
        rows,
    };
    if args.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        println!("{}", report::render(&report));
    }
    Ok(())
}
