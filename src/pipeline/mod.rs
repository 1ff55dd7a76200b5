//! The jobs: the only place where stages are composed.
//!
//! A [`Collection`] is opened once and then asked: [`Collection::index`] brings it up to date with its files,
//! [`Collection::search`], [`Collection::topics`] and [`Collection::bench_retrieval`] are the three jobs,
//! [`bench_embed`] and [`bench_end_to_end`] take the time of a model and of all of it,
//! [`Collection::bench_quality`] holds searches against what a person expects of them, [`Collection::suggest_queries`] drafts that,
//! [`Collection::bench_topics`] measures topics, [`Collection::audit_models`] holds models against each other,
//! [`Collection::similar`] and [`Collection::compare`] find what says the same, [`Collection::status`] and
//! [`Collection::verify`] tell how it is, and [`Collection::edit_topics`] changes its topics by hand. [`embed_lines`], [`evaluate`],
//! [`diff_reports`], [`check_report`], [`list_models`], [`show_model`] and the other functions for models need no collection.
//!
//! `collection` is what is kept and how it is opened, `jobs` has a module for each thing that is asked, `models` what is done with
//! models. A new command is a job.

mod collection;
mod error;
mod jobs;
mod models;

pub use crate::progress::{Progress, Silent, Stage};
pub use collection::registry::EditRequest;
pub use collection::stale::Stale;
pub use collection::texts::Text;
pub use collection::{Collection, CollectionOptions, cached_folder, find_collection, prune_cache};
pub use error::PipelineError;
pub use jobs::audit::AuditOptions;
pub use jobs::bench::{BenchOptions, BenchQueries, bench_dataset, bench_vectors, compare_bench};
pub use jobs::check::check_report;
pub use jobs::compare::CompareOptions;
pub use jobs::diff::diff_reports;
#[cfg(feature = "distill")]
pub use jobs::distill::distill;
pub use jobs::embed_bench::{EmbedBenchOptions, bench_embed, compare_embed_bench};
pub use jobs::end_to_end::{EndToEndOptions, bench_end_to_end, compare_end_to_end};
pub use jobs::eval::evaluate;
pub use jobs::index::{Sources, WhenEmpty};
pub use jobs::kept::KeptRun;
pub use jobs::place::Base;
pub use jobs::quality::{MeasuredQuality, QualityOptions, SuggestOptions, compare_quality};
pub use jobs::search::{Ask, SearchOptions};
pub use jobs::similar::{PairLanguages, SimilarOptions};
pub use jobs::stream::{StreamSummary, embed_lines};
pub use jobs::topics::{Attribute, Extras, ShownTopics, Sides, TopicsOptions, UnknownSides};
pub use jobs::topics_bench::{TopicsBenchOptions, compare_topics_bench};
pub use models::{
    AddOptions, add_model, doctor, is_installed, list_models, pull_models, remove_model, show_model,
    use_model, verify_models,
};
