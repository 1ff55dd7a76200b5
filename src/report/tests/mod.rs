//! What holds over all reports: the documents, the languages, hostile texts, the schema; and a sample to try them with.

mod documented;
mod hostile;
mod languages;
pub(in crate::report) mod sample;
mod schema;
