//! The words of a collection, and finding passages by what their words mean.
//!
//! A [`WordIndex`] knows which word is how often in which passage. [`Query`] ranks passages by BM25 (Robertson and Zaragoza 2009, "The
//! Probabilistic Relevance Framework: BM25 and Beyond") in which a word of the query counts every word of the collection, in any language,
//! by how near its static vector is (kin: Rekabsaz, Lupu, Hanbury and Zuccon 2016, "Generalizing Translation Models in the Probabilistic
//! Relevance Framework"): *armored* counts *blindé*, and a name counts itself. It says for each passage which of its words stood for
//! which word of the query.

mod build;
mod error;
mod image;
mod index;
mod products;
mod query;
mod rank;
mod spelling;

#[cfg(test)]
mod tests;

pub use build::{Passage, WordsBuilder};
pub use error::WordsError;
pub use image::FORMAT_VERSION;
pub use index::{WordIndex, having};
pub use query::{Explained, Marked, Query, Reason, Searched, WordScores, confidence};
pub use rank::{Known, Tongues};
