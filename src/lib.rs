//! Semantic similarity, topic clustering and retrieval benchmarks over local, multilingual embeddings.
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::exit, clippy::dbg_macro, clippy::unwrap_used)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod bench;
pub mod cluster;
pub mod corpus;
pub mod embed;
pub mod index;
pub mod pipeline;
pub mod report;
pub mod store;
pub mod topics;
