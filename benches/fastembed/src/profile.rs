//! Where the time of a batch goes: tokens, graph, pooling.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use fastembed::{OutputKey, Pooling, SingleBatchOutput};
use ndarray::Array2;
use ort::session::Session;
use ort::session::builder::GraphOptimizationLevel;
use ort::value::TensorRef;
use tokenizers::Tokenizer;

use crate::report::Spread;
use crate::texts;

/// What is profiled.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder of a model in ONNX form
    folder: PathBuf,
    /// Threads of ONNX Runtime
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// Passes over each shape
    #[arg(long, default_value_t = 15)]
    rounds: usize,
}

/// Rows and tokens of the batches.
const SHAPES: [(usize, usize); 6] = [(64, 16), (16, 64), (8, 128), (4, 256), (2, 512), (1, 16)];

/// Milliseconds of each step for batches of several shapes, whose tokens are those of the sample corpus.
pub(crate) fn run(args: &Args) -> Result<()> {
    let library = cognate::embed::find_onnx_runtime().library.context("ONNX Runtime was not found")?;
    let environment = ort::init_from(library)?.build()?;
    environment.set_log_level(ort::logging::LogLevel::Warning);
    let error = |e: ort::Error<_>| anyhow::anyhow!("{e}");
    let mut session = Session::builder(&environment)?
        .with_optimization_level(GraphOptimizationLevel::Level3)
        .map_err(error)?
        .with_intra_threads(args.threads)
        .map_err(error)?
        .commit_from_file(args.folder.join("model.onnx"))?;
    let wants_types = session.inputs().iter().any(|input| input.name() == "token_type_ids");
    let mut tokenizer =
        Tokenizer::from_file(args.folder.join("tokenizer.json")).map_err(anyhow::Error::from_boxed)?;
    tokenizer.with_padding(None).with_truncation(None).map_err(anyhow::Error::from_boxed)?;
    let text = texts::make(200, &["en".to_owned()])?.join(" ");
    let encoding = tokenizer.encode(text.as_str(), false).map_err(anyhow::Error::from_boxed)?;
    let (ids, offsets) = (encoding.get_ids(), encoding.get_offsets());

    println!("{}\nmedian ms of {} passes, {} threads", crate::report::machine(), args.rounds, args.threads);
    println!(
        "{:>10} {:>9} {:>9} {:>16} {:>13}",
        "shape", "tokenise", "graph", "pool, fastembed", "pool, a loop"
    );
    for (n, length) in SHAPES {
        let texts: Vec<&str> =
            (0..n).map(|i| &text[offsets[i * length].0..offsets[(i + 1) * length - 1].1]).collect();
        let ids: Vec<i64> = ids[..n * length].iter().map(|&id| i64::from(id)).collect();
        let (mask, types) = (vec![1_i64; ids.len()], vec![0_i64; ids.len()]);
        let mut times: [Vec<f64>; 4] = std::array::from_fn(|_| Vec::with_capacity(args.rounds));
        for _ in 0..args.rounds {
            let mut begin = Instant::now();
            let mut lap = |step: usize| {
                times[step].push(begin.elapsed().as_secs_f64() * 1e3);
                begin = Instant::now();
            };
            for text in &texts {
                std::hint::black_box(tokenizer.encode(*text, false).map_err(anyhow::Error::from_boxed)?);
            }
            lap(0);
            let shape = [n, length];
            let mut inputs = ort::inputs![
                "input_ids" => TensorRef::from_array_view((shape, &ids[..]))?,
                "attention_mask" => TensorRef::from_array_view((shape, &mask[..]))?,
            ];
            if wants_types {
                inputs
                    .push(("token_type_ids".into(), TensorRef::from_array_view((shape, &types[..]))?.into()));
            }
            let outputs = session.run(inputs)?;
            lap(1);
            let outputs = SingleBatchOutput {
                outputs: outputs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
                attention_mask_array: Array2::from_shape_vec(shape, mask.clone())?,
            };
            let keys: &[OutputKey] = &[OutputKey::OnlyOne, OutputKey::ByName("last_hidden_state")];
            std::hint::black_box(outputs.select_and_pool_output(&keys, Some(Pooling::Mean))?);
            lap(2);
            let (shape, values) = outputs.outputs[0].1.try_extract_tensor::<f32>()?;
            std::hint::black_box(mean(values, &mask, length, shape[2] as usize));
            lap(3);
        }
        let [tokenise, graph, pool, by_loop] = times.map(|times| Spread::of(times).median);
        println!(
            "{:>10} {tokenise:>9.3} {graph:>9.3} {pool:>16.3} {by_loop:>13.3}",
            format!("{n} x {length}")
        );
    }
    Ok(())
}

/// The mean of the tokens of each row, by one loop and without a copy: what pooling costs at least.
fn mean(values: &[f32], mask: &[i64], length: usize, dimension: usize) -> Vec<f32> {
    let mut pooled = Vec::with_capacity(values.len() / length);
    for (row, mask) in values.chunks_exact(length * dimension).zip(mask.chunks_exact(length)) {
        let begin = pooled.len();
        pooled.resize(begin + dimension, 0.0);
        let sum = &mut pooled[begin..];
        for (token, _) in row.chunks_exact(dimension).zip(mask).filter(|(_, mask)| **mask == 1) {
            for (sum, x) in sum.iter_mut().zip(token) {
                *sum += x;
            }
        }
        let n = mask.iter().sum::<i64>().max(1) as f32;
        for x in sum {
            *x /= n;
        }
    }
    pooled
}
