//! Searches a folder: `cargo run --release --example search -- seeds "armored train"`.

use std::error::Error;

use cognate::prelude::*;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "seeds".to_owned());
    let query = arguments.next().unwrap_or_else(|| "armored train".to_owned());

    // In memory: nothing is written. `Collection::open` keeps what it has read and embedded, and does only what is new.
    let mut collection = Collection::in_memory(&CollectionOptions::default())?;
    let base = Base::working_directory();
    let sources = Sources { paths: vec![folder.into()], ..Sources::default() };
    let read = collection.index(&sources, &base, &Silent)?;
    println!("{} paragraphs of {} files", read.units, read.added);

    let options = SearchOptions { k: 5, ..SearchOptions::default() };
    let report = collection.search(&[query.as_str().into()], &options, &base, &Silent)?;
    for hit in &report.results {
        let why: Vec<&str> = hit.why.iter().map(|reason| reason.word.as_str()).collect();
        println!("{:.2} {}:{} ({})", hit.confidence, hit.place.file, hit.place.line, why.join(", "));
    }
    Ok(())
}
