//! Semantic similarity, topic clustering and retrieval benchmarks over local, multilingual embeddings.
//!
//! Documents are split into paragraphs, a model turns paragraphs into vectors, an index finds the nearest ones, and
//! clustering finds what the whole is about. Nothing leaves the machine: the default model is inside the library,
//! better ones are folders that a person names, or models that a person fetches by name.
//!
//! ```
//! use cognate::pipeline::{Base, Collection, CollectionOptions, SearchOptions, Silent, Sources, TopicsOptions};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! std::fs::write(folder.path().join("train.txt"), "Le train blindé a franchi la frontière mardi à l'aube.\n")?;
//! std::fs::write(folder.path().join("space.txt"), "Two satellites failed to reach their orbit this year.\n")?;
//!
//! // A collection is a folder with a database; indexing again does only what has changed.
//! let mut collection = Collection::open(&folder.path().join(".cognate"), &CollectionOptions::default())?;
//! let sources = Sources { paths: vec![folder.path().to_path_buf()], ..Sources::default() };
//! let base = Base::new(folder.path().canonicalize()?);
//! let summary = collection.index(&sources, &base, &Silent)?;
//! assert_eq!((summary.units, summary.embedded), (2, 2));
//!
//! // A question in one language finds a paragraph in another, with its place.
//! let found = collection.search(&["armored train".into()], &SearchOptions::default(), &base, &Silent)?;
//! assert_eq!(found.results[0].place.file, "train.txt");
//! assert_eq!(found.results[0].place.line, 1);
//!
//! // Every unit is accounted for in a topic report.
//! let report = collection.topics(&TopicsOptions::default(), Vec::new(), &base, &Silent)?;
//! assert_eq!(report.corpus.units, report.units.len());
//! # Ok(())
//! # }
//! ```
//!
//! The modules are the stages, in the order in which data flows: [`corpus`], [`embed`], [`index`], [`store`],
//! [`cluster`], [`topics`], [`report`]; [`hub`] fetches files of models, [`query`] reads what a person asks for, [`bench`](mod@bench)
//! measures speed, [`eval`] models, [`distill`] makes a model, and [`pipeline`] is the only place where they are composed; [`progress`] is how each tells how far it is, and [`printable`]
//! what may be shown as it is. Each stage can be used by itself: an [`embed::Embedder`] needs no collection, an
//! [`index::VectorIndex`] no text.
//!
//! Library functions never print, exit or panic on what they are given: every stage has an error type whose
//! `hint()` says what to do.

#![deny(clippy::print_stdout, clippy::print_stderr, clippy::exit, clippy::dbg_macro, clippy::unwrap_used)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod bench;
pub mod cluster;
pub mod corpus;
#[cfg(feature = "distill")]
pub mod distill;
pub mod embed;
pub mod eval;
pub mod file;
pub mod hub;
pub mod index;
mod lines;
mod message;
pub mod path;
pub mod pipeline;
pub mod prelude;
pub mod printable;
pub mod progress;
pub mod query;
#[cfg(any(feature = "documents", feature = "hdf5"))]
mod quiet;
pub mod report;
pub mod store;
pub mod topics;
mod union_find;
pub mod words;
