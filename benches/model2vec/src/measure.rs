//! Passes over texts and loads of models, in turn, and whether the vectors are the same.

use std::any::Any;
use std::hint::black_box;
use std::time::Instant;

use anyhow::{Result, ensure};
use cognate::embed::Embedder;
use cognate::embed::static_model::StaticModel;
use model2vec_rs::model::StaticModel as Peer;
use rayon::ThreadPool;
use serde::Serialize;

use crate::texts::Texts;

/// Loads of each model.
const LOADS: usize = 20;

/// Median, least and greatest of several values.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

impl Spread {
    /// Of at least one value.
    pub(crate) fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_unstable_by(f64::total_cmp);
        let n = values.len();
        let median = f64::midpoint(values[(n - 1) / 2], values[n / 2]);
        Self { median, least: values[0], most: values[n - 1] }
    }
}

/// Loads cognate's model.
pub(crate) type Load<'a> = &'a dyn Fn() -> Result<StaticModel>;

/// What reads texts.
pub(crate) enum Contender<'a> {
    /// It remembers words, and so each pass begins with a model that has just been loaded and knows none.
    Cognate(Load<'a>),
    /// It remembers nothing.
    Model2vec(Peer),
}

impl Contender<'_> {
    /// Seconds of one pass; both give their vectors as one table.
    fn pass(&self, texts: &[String], pool: &ThreadPool) -> Result<f64> {
        match self {
            Self::Cognate(load) => {
                let model = load()?;
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                let begin = Instant::now();
                let vectors = black_box(pool.install(|| model.passages(&texts)))?;
                let seconds = begin.elapsed().as_secs_f64();
                drop(vectors);
                Ok(seconds)
            }
            Self::Model2vec(model) => {
                let begin = Instant::now();
                // No greatest length: each text is read whole.
                let vectors = black_box(pool.install(|| model.encode_flat_with_args(texts, None)));
                let seconds = begin.elapsed().as_secs_f64();
                drop(vectors);
                Ok(seconds)
            }
        }
    }
}

/// Seconds of so many passes of each contender, after one that is not counted; in each round another one begins.
pub(crate) fn rounds(
    contenders: &[&Contender],
    texts: &Texts,
    threads: usize,
    rounds: usize,
) -> Result<Vec<Vec<f64>>> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let n = contenders.len();
    let mut seconds = vec![Vec::with_capacity(rounds); n];
    for contender in contenders {
        contender.pass(&texts.list, &pool)?;
    }
    for round in 0..rounds {
        for turn in 0..n {
            let which = (round + turn) % n;
            seconds[which].push(contenders[which].pass(&texts.list, &pool)?);
        }
    }
    Ok(seconds)
}

/// How like the vectors of a contender are to those of cognate.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct Agreement {
    /// Over the texts that have a vector in either.
    pub(crate) mean_cosine: f64,
    pub(crate) least_cosine: f64,
    /// Share of texts with a cosine above 0.99; texts that have no vector in both count as equal.
    pub(crate) nearly_equal: f64,
}

impl Agreement {
    /// Whether it is the same work that both do.
    pub(crate) fn is_enough(&self) -> bool {
        self.nearly_equal >= 0.95
    }
}

pub(crate) fn agreement(load: Load, peer: &Peer, texts: &Texts) -> Result<Agreement> {
    let model = load()?;
    let dimension = model.info().dimension;
    ensure!(peer.dim() == dimension, "model2vec-rs has {} dimensions, not {dimension}", peer.dim());
    let borrowed: Vec<&str> = texts.list.iter().map(String::as_str).collect();
    let ours = model.passages(&borrowed)?;
    let theirs = peer.encode_flat_with_args(&texts.list, None);
    let (mut equal, mut cosines) = (0_usize, Vec::with_capacity(borrowed.len()));
    for (i, theirs) in theirs.chunks_exact(dimension).enumerate() {
        let cosine = match ours.get(i) {
            Some(ours) => ours.iter().zip(theirs).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum(),
            None if theirs.iter().all(|x| *x == 0.0) => {
                equal += 1;
                continue;
            }
            None => 0.0,
        };
        equal += usize::from(cosine > 0.99);
        cosines.push(cosine);
    }
    ensure!(!cosines.is_empty(), "no text has a vector");
    Ok(Agreement {
        mean_cosine: cosines.iter().sum::<f64>() / cosines.len() as f64,
        least_cosine: Spread::of(cosines).least,
        nearly_equal: equal as f64 / borrowed.len() as f64,
    })
}

/// Milliseconds that each model takes to load, in turn; to let go of it is not counted.
pub(crate) fn loads(loaders: &[&dyn Fn() -> Result<Box<dyn Any>>]) -> Result<Vec<Spread>> {
    let mut times = vec![Vec::with_capacity(LOADS); loaders.len()];
    for round in 0..LOADS {
        for turn in 0..loaders.len() {
            let which = (round + turn) % loaders.len();
            let begin = Instant::now();
            let model = black_box(loaders[which]()?);
            times[which].push(begin.elapsed().as_secs_f64() * 1e3);
            drop(model);
        }
    }
    Ok(times.into_iter().map(Spread::of).collect())
}
