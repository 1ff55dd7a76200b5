//! What each stage costs, on the sample corpus and on vectors like its own: `cargo bench`.
//!
//! `cognate bench retrieval` measures recall and speed on a corpus of one's own; here single stages are timed, so that
//! a change can be held against the one before.

use std::hint::black_box;
use std::path::{Path, PathBuf};

use cognate::cluster::{ClusterOptions, Points, align_groups, cluster};
use cognate::corpus::{self, Document, ReadOptions};
use cognate::embed::{Embeddings, ModelSpec, open};
use cognate::index::{BuildOptions, Builder, Frozen, Plan, SearchParams, SearchScratch};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ndarray::Array2;

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

fn documents() -> Vec<Document> {
    let walk = corpus::walk(&[seeds()], cognate::corpus::WalkOptions::default())
        .expect("the sample corpus is there");
    let read = |file| corpus::read(file, &ReadOptions::default()).expect("it is text");
    walk.files.iter().flat_map(read).map(|document| document.expect("it is whole")).collect()
}

fn texts() -> Vec<String> {
    documents().into_iter().flat_map(|document| document.units).map(|unit| unit.text).collect()
}

fn embeddings(texts: &[String]) -> Embeddings {
    let model = open(&ModelSpec::Builtin, None).expect("the model is built in");
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    model.passages(&texts).expect("it reads any text")
}

/// `n` unit rows: mixtures of three rows of the sample corpus each, so that they lie as real ones do.
fn rows(n: usize) -> Array2<f32> {
    let embeddings = embeddings(&texts());
    let known = embeddings.rows();
    let mut rows = Array2::zeros((n, known.ncols()));
    for (i, mut row) in rows.rows_mut().into_iter().enumerate() {
        for (step, weight) in [(1, 0.7), (7, 0.5), (31, 0.3)] {
            row.scaled_add(weight, &known.row((i * step + i / 97) % known.nrows()));
        }
        let length = row.dot(&row).sqrt();
        row /= length;
    }
    rows
}

fn stages(criterion: &mut Criterion) {
    let texts = texts();
    let borrowed: Vec<&str> = texts.iter().map(String::as_str).collect();
    let model = open(&ModelSpec::Builtin, None).expect("the model is built in");

    criterion.bench_function("corpus/read the sample corpus", |b| b.iter(|| black_box(documents())));
    criterion.bench_function("embed/load the built-in model", |b| {
        b.iter(|| black_box(open(&ModelSpec::Builtin, None).expect("it is built in")));
    });
    let mut group = criterion.benchmark_group("embed");
    group.throughput(Throughput::Elements(texts.len() as u64));
    group.bench_function("paragraphs, built-in model", |b| {
        b.iter(|| black_box(model.passages(&borrowed).expect("it reads any text")));
    });
    group.finish();

    let vectors = embeddings(&texts);
    criterion.bench_function("cluster/the sample corpus", |b| {
        b.iter(|| {
            let centred = align_groups(vectors.rows(), &[]);
            black_box(
                cluster(&Points::new(centred.view()).expect("rows are unit"), &ClusterOptions::default())
                    .expect("rows are whole"),
            )
        });
    });
}

fn search(criterion: &mut Criterion) {
    let n = 20_000;
    let rows = rows(n);
    let query = rows.row(n / 2).to_vec();
    let ids: Vec<i64> = (0..n as i64).collect();
    let options = BuildOptions::default();
    let index = Frozen::build(&ids, rows.view(), &options, &|_| ()).expect("rows are whole");
    let (mut memory, mut found) = (SearchScratch::default(), Vec::new());
    let mut group = criterion.benchmark_group("search 10 of 20,000 x 256");
    for (name, plan, ef) in
        [("exact", Plan::Exact, 10), ("graph, ef 32", Plan::Graph, 32), ("graph, ef 128", Plan::Graph, 128)]
    {
        let find = SearchParams { ef, plan: Some(plan), ..SearchParams::nearest(10) };
        group.bench_function(name, |b| {
            b.iter(|| {
                black_box(index.find(&query, &find, &mut memory, &mut found).expect("right dimension"))
            });
        });
    }
    group.finish();
    let mut group = criterion.benchmark_group("build");
    group.sample_size(10);
    for (name, builder) in [("flat", Builder::Flat), ("hnsw_rs", Builder::HnswRs)] {
        let options = BuildOptions { builder, ..options };
        let few = rows.slice(ndarray::s![..2000, ..]);
        group.bench_function(format!("graph over 2,000 x 256, {name}"), |b| {
            b.iter(|| {
                black_box(Frozen::build(&ids[..2000], few, &options, &|_| ()).expect("rows are whole"))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, stages, search);
criterion_main!(benches);
