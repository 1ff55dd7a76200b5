//! The topic report: as data, in words, and in every format in which it is handed over.

pub mod graphml;
pub mod html;
pub mod look;
pub mod markdown;
pub mod model;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod picture;
pub mod tables;
pub mod terminal;
pub(in crate::report) mod wording;
#[cfg(feature = "xlsx")]
pub mod xlsx;
