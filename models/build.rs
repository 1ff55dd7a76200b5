//! Makes the table of the pieces of the built-in model when the program is built, which else every run would begin with.

use std::path::Path;
use std::{env, fs};

#[allow(dead_code, missing_docs, unreachable_pub)]
#[path = "../src/embed/unigram/table.rs"]
mod table;

const MODEL: &str = "models/builtin/model.safetensors";

fn main() {
    println!("cargo::rerun-if-changed={MODEL}");
    println!("cargo::rerun-if-changed=models/build.rs");
    println!("cargo::rerun-if-changed=src/embed/unigram/table.rs");
    let model = fs::read(MODEL).expect("the built-in model is there");
    let begin = 8 + u64::from_le_bytes(*model.first_chunk().expect("a length")) as usize;
    let header = std::str::from_utf8(&model[8..begin]).expect("a header of text");
    let data = &model[begin..];
    let (run, lengths) = (&data[tensor(header, "pieces")], &data[tensor(header, "lengths")]);
    let starts = table::starts(lengths);
    assert_eq!(starts.last().copied(), Some(run.len() as u32), "the lengths add up");
    let mut hashes = Vec::with_capacity(lengths.len());
    for ends in starts.windows(2) {
        let piece = &run[ends[0] as usize..ends[1] as usize];
        assert!(!piece.is_empty() && std::str::from_utf8(piece).is_ok(), "every piece is a text");
        hashes.push(table::Hash::of(piece));
    }
    let places = table::places(run, &starts, &hashes).expect("no piece is there twice");
    let bytes: Vec<u8> = places.into_iter().flatten().flat_map(u32::to_le_bytes).collect();
    let out = env::var_os("OUT_DIR").expect("cargo says where to write");
    fs::write(Path::new(&out).join("places.bin"), bytes).expect("the table is written");
}

/// Where the bytes of a tensor lie, as the header says.
fn tensor(header: &str, name: &str) -> std::ops::Range<usize> {
    let of = header.split_once(&format!("\"{name}\":{{")).expect("the tensor is there").1;
    let offsets = of.split_once("\"data_offsets\":[").expect("it has a place").1;
    let (offsets, _) = offsets.split_once(']').expect("the place has an end");
    let (from, to) = offsets.split_once(',').expect("two numbers");
    from.trim().parse().expect("a number")..to.trim().parse().expect("a number")
}
