//! How fast and how right neighbours are found in a folder's paragraphs: `cargo run --release --example benchmark -- seeds`.

use std::error::Error;

use cognate::pipeline::BenchOptions;
use cognate::prelude::*;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "seeds".to_owned());
    let mut collection = Collection::in_memory(&CollectionOptions::default())?;
    let sources = Sources { paths: vec![folder.into()], ..Sources::default() };
    collection.index(&sources, &Base::working_directory(), &Silent)?;

    let options = BenchOptions { queries: 200, ef: vec![16, 64], ..BenchOptions::default() };
    let report = collection.bench_retrieval(&options, &Silent)?;
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}
