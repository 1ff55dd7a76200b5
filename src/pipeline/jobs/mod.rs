//! What is asked of a collection, or of files: a module for each thing that a person wants done.

pub(in crate::pipeline) mod audit;
pub(in crate::pipeline) mod bench;
pub(in crate::pipeline) mod check;
pub(in crate::pipeline) mod compare;
pub(in crate::pipeline) mod diff;
#[cfg(feature = "distill")]
pub(in crate::pipeline) mod distill;
pub(in crate::pipeline) mod embed_bench;
pub(in crate::pipeline) mod end_to_end;
pub(in crate::pipeline) mod eval;
pub(in crate::pipeline) mod index;
pub(in crate::pipeline) mod kept;
mod labels;
pub(in crate::pipeline) mod place;
pub(in crate::pipeline) mod quality;
mod rank;
mod report_file;
pub(in crate::pipeline) mod search;
pub(in crate::pipeline) mod similar;
mod stage_watch;
mod status;
pub(in crate::pipeline) mod stream;
mod timed;
pub(in crate::pipeline) mod topics;
pub(in crate::pipeline) mod topics_bench;
