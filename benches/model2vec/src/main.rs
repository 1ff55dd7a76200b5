//! How fast static models are read by cognate and by model2vec-rs: the same model, the same texts, in one run.

mod folder;
mod measure;
mod report;
mod texts;

use std::any::Any;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use clap::Parser;
use cognate::embed::Embedder;
use cognate::embed::static_model::StaticModel;
use model2vec_rs::model::StaticModel as Peer;

use folder::Preparation;
use measure::{Contender, Spread};
use report::{AgreementRow, LoadRow, Model, Report, SpeedRow, TextsRow};
use texts::Texts;

const BUILT_IN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/builtin/model.safetensors");

/// Measures cognate and model2vec-rs with the same static model and the same texts.
#[derive(Parser)]
struct Args {
    /// Model file of cognate [default: the one inside the program]
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Texts to read, one a line [default: the sample corpus]
    #[arg(long, value_name = "FILE")]
    texts: Option<PathBuf>,
    /// Passes of each over the texts
    #[arg(long, value_name = "N", default_value_t = 7)]
    rounds: usize,
    /// Measure model2vec-rs without normalisation, too: other pieces, and the least that it could do
    #[arg(long)]
    least: bool,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

fn main() -> Result<()> {
    let args = Args::parse();
    ensure!(args.rounds > 0, "at least one round is needed");
    let switch = "TOKENIZERS_PARALLELISM";
    ensure!(std::env::var_os(switch).is_none(), "{switch} is set, which may hold model2vec-rs to one thread");
    let load = || -> Result<StaticModel> {
        Ok(match &args.model {
            Some(path) => StaticModel::read(path)?,
            None => StaticModel::builtin()?,
        })
    };
    let (texts, made) = match &args.texts {
        Some(path) => (vec![texts::lines(path)?], "as they are in the file"),
        None => (
            texts::samples()?.into(),
            "the sample corpus, and copies of it in which words are made of halves of two, with a fixed seed",
        ),
    };
    let model = load()?;
    let parts = model.parts();

    let folders = tempfile::tempdir()?;
    let same = folders.path().join("same");
    let peer = equivalent(&parts, Preparation::Same, &same)?;
    let agreement = texts.iter().map(|texts| {
        let agreement = measure::agreement(&load, &peer, texts)?;
        ensure!(
            agreement.is_enough(),
            "{}: only {:.1} % of the vectors are nearly equal; the two do not do the same work",
            texts.name,
            agreement.nearly_equal * 100.0
        );
        Ok(AgreementRow { texts: texts.name.to_owned(), what: FLOATS.to_owned(), agreement })
    });
    let mut agreement: Vec<AgreementRow> = agreement.collect::<Result<_>>()?;

    let mut contenders = vec![
        ("cognate", Contender::Cognate(&load)),
        (FLOATS, Contender::Model2vec(peer.clone())),
        (BYTES, Contender::Model2vec(peer.quantize_int8())),
    ];
    if args.least {
        let peer = equivalent(&parts, Preparation::Least, &folders.path().join("least"))?;
        contenders.push((LEAST, Contender::Model2vec(peer)));
    }
    for (what, contender) in &contenders {
        if let (BYTES | LEAST, Contender::Model2vec(peer)) = (*what, contender) {
            for texts in &texts {
                let found = measure::agreement(&load, peer, texts)?;
                let (texts, what) = (texts.name.to_owned(), (*what).to_owned());
                agreement.push(AgreementRow { texts, what, agreement: found });
            }
        }
    }

    let load_ms = loads(args.model.as_deref(), &same)?;
    let mut speed = Vec::new();
    for texts in &texts {
        for threads in [1, 2] {
            speed.extend(speeds(&contenders, texts, threads, args.rounds)?);
        }
    }
    let report = Report {
        cognate: version("cognate"),
        model2vec_rs: version("model2vec-rs"),
        model: Model {
            id: model.info().id.to_string(),
            bits: model.bits().count(),
            pieces: model.pieces(),
            dimension: model.info().dimension,
        },
        machine: machine(),
        rounds: args.rounds,
        load_ms,
        texts: texts
            .iter()
            .map(|texts| TextsRow { name: texts.name.to_owned(), size: texts.size(), made: made.to_owned() })
            .collect(),
        agreement,
        speed,
    };
    if args.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        println!("{}", report::render(&report));
    }
    Ok(())
}

const FLOATS: &str = "model2vec-rs, f32";
const BYTES: &str = "model2vec-rs, int8";
const LEAST: &str = "model2vec-rs, f32, not normalised";

/// Writes the model into a new folder and lets model2vec-rs load it.
fn equivalent(
    parts: &cognate::embed::static_model::StaticModelParts,
    preparation: Preparation,
    folder: &Path,
) -> Result<Peer> {
    std::fs::create_dir(folder)?;
    folder::write(parts, preparation, folder)?;
    Peer::from_pretrained(folder, None, None, None)
}

fn loads(file: Option<&Path>, folder: &Path) -> Result<Vec<LoadRow>> {
    let builtin = || -> Result<Box<dyn Any>> { Ok(Box::new(StaticModel::builtin()?)) };
    let path = file.unwrap_or(Path::new(BUILT_IN));
    let read = || -> Result<Box<dyn Any>> { Ok(Box::new(StaticModel::read(path)?)) };
    let peer = || -> Result<Box<dyn Any>> { Ok(Box::new(Peer::from_pretrained(folder, None, None, None)?)) };
    let times = measure::loads(&[&builtin, &read, &peer])?;
    let names = ["cognate, built in", "cognate, from a file", "model2vec-rs, f32, from a folder"];
    let rows = names.iter().zip(times).map(|(what, ms)| LoadRow { what: (*what).to_owned(), ms });
    // With a model of one's own, the built-in one says nothing.
    Ok(rows.skip(usize::from(file.is_some())).collect())
}

fn speeds(
    contenders: &[(&str, Contender)],
    texts: &Texts,
    threads: usize,
    rounds: usize,
) -> Result<Vec<SpeedRow>> {
    let readers: Vec<&Contender> = contenders.iter().map(|(_, contender)| contender).collect();
    let seconds = measure::rounds(&readers, texts, threads, rounds)?;
    let size = texts.size();
    let per_second = |seconds: &[f64], units: f64| Spread::of(seconds.iter().map(|s| units / s));
    let rows = contenders.iter().zip(&seconds).map(|((what, contender), spent)| {
        let ratios = || Spread::of(spent.iter().zip(&seconds[0]).map(|(theirs, ours)| theirs / ours));
        SpeedRow {
            texts: texts.name.to_owned(),
            threads,
            what: (*what).to_owned(),
            texts_per_second: per_second(spent, size.texts as f64),
            mb_per_second: per_second(spent, size.bytes as f64 / 1e6),
            cognate_is_times_as_fast: matches!(contender, Contender::Model2vec(_)).then(ratios),
        }
    });
    Ok(rows.collect())
}

/// The version of a crate that was compiled.
fn version(name: &str) -> String {
    let found = include_str!("../Cargo.lock").split("[[package]]").find_map(|package| {
        let rest = package.trim_start().strip_prefix(&format!("name = \"{name}\"\nversion = \""))?;
        rest.split_once('"').map(|(version, _)| version.to_owned())
    });
    found.unwrap_or_else(|| "of unknown version".to_owned())
}

/// Processor and system, as far as they can be told.
fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = info.lines().find(|line| line.starts_with("model name")).and_then(|line| line.split_once(':'));
    let processor = name.map_or(std::env::consts::ARCH, |(_, name)| name.trim());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{processor}, {cores} cores, {}", std::env::consts::OS)
}
