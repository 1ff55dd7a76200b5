//! Measures models on labelled texts: sentence similarity, translations, classification, clusters, retrieval.
//!
//! A [`Task`] is read from files ([`Sts`], [`Bitext`], [`Knn`], [`Clusters`], [`Retrieval`]; the formats are in
//! `docs/formats.md`) and measures one model through an [`Encoder`]. What comes out are [`Figure`]s that keep the
//! value of every item in a [`Sample`], so that two models measured on the same items can be compared in pairs
//! ([`difference_interval`]).
//!
//! A text of which a model knows no token has the similarity 0 to every other, finds nothing as a query, and is
//! counted.

mod bitext;
mod bootstrap;
mod clusters;
mod correlation;
mod encoder;
mod error;
mod figure;
mod json_lines;
mod knn;
mod queries;
mod ranking;
mod retrieval;
mod sts;
mod table;
#[cfg(test)]
mod testing;

pub use bitext::Bitext;
pub use bootstrap::{difference_interval, interval};
pub use clusters::Clusters;
pub use correlation::{average_ranks, spearman};
pub use encoder::Encoder;
pub use error::EvalError;
pub use figure::{Figure, Sample};
pub use knn::Knn;
pub use queries::{Expected, JudgedQuery, QueryFile, Wanted};
pub use ranking::{ndcg, recall, reciprocal_rank};
pub use retrieval::{Ranking, Retrieval};
pub use sts::Sts;

/// Labelled texts on which a model can be measured.
pub trait Task {
    /// Name, such as `sts`.
    fn name(&self) -> &'static str;

    /// What is resampled for intervals, in the plural, such as `pairs`.
    fn resampled(&self) -> &'static str;

    /// The files that it was read from.
    fn files(&self) -> Vec<String>;

    /// Number of pairs, rows, texts or queries that take part.
    fn items(&self) -> usize;

    /// Number of those that were read and take no part, because something in them is empty.
    fn left_out(&self) -> usize {
        0
    }

    /// Number of texts that a model has to read.
    fn texts(&self) -> usize;

    /// The figures of one model, the same ones in the same order for every model.
    ///
    /// # Errors
    /// [`EvalError`] when the model fails.
    fn measure(&self, encoder: &mut Encoder<'_>) -> Result<Vec<Figure>, EvalError>;
}
