//! The jobs: the only place where stages are composed.
//!
//! A [`Collection`] is opened once and then asked: [`Collection::index`] brings it up to date with its files,
//! [`Collection::search`], [`Collection::topics`] and [`Collection::bench_retrieval`] are the three jobs,
//! [`Collection::similar`] and [`Collection::compare`] find what says the same, [`Collection::status`] and
//! [`Collection::verify`] tell how it is, and [`Collection::edit_topics`] changes its topics by hand. [`embed_lines`], [`evaluate`],
//! [`diff_reports`], [`check_report`], [`list_models`], [`show_model`] and the other functions for models need no collection.

mod bench;
mod check;
mod collection;
mod compare;
mod diff;
#[cfg(feature = "distill")]
mod distill;
mod error;
mod eval;
mod freeze;
mod index;
mod models;
mod opened;
mod place;
mod rank;
mod registry;
mod report_file;
mod search;
mod searcher;
mod similar;
mod stale;
mod status;
mod stream;
mod texts;
mod topics;
mod unread;
mod words;

pub use crate::progress::{Progress, Silent, Stage};
pub use bench::BenchOptions;
pub use check::check_report;
pub use collection::{Collection, CollectionOptions, cached_folder, find_collection, prune_cache};
pub use compare::CompareOptions;
pub use diff::diff_reports;
#[cfg(feature = "distill")]
pub use distill::distill;
pub use error::PipelineError;
pub use eval::evaluate;
pub use index::{Sources, WhenEmpty};
pub use models::{
    AddOptions, add_model, doctor, is_installed, list_models, pull_models, remove_model, show_model,
    use_model, verify_models,
};
pub use place::Base;
pub use registry::EditRequest;
pub use search::{Ask, SearchOptions};
pub use similar::{PairLanguages, SimilarOptions};
pub use stale::Stale;
pub use stream::{StreamSummary, embed_lines};
pub use texts::Text;
pub use topics::{Attribute, Extras, Sides, TopicsOptions, UnknownSides};
