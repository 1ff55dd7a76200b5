//! The card of a model: what it is, how it was made and from what.

use serde::{Deserialize, Serialize};

/// What the maker of a model says of it. It travels inside the model file as JSON, its fields in this order, so that
/// equal cards are equal bytes. A field that is missing is empty; fields that are not known are passed over.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Card {
    /// Its name.
    pub name: String,
    /// What it is and what it is for.
    pub description: String,
    /// The day on which it was made, ISO 8601.
    pub date: String,
    /// Licence of the model: an SPDX expression, or text.
    pub licence: String,
    /// ISO 639-1 codes of the languages that it was made for.
    pub languages: Vec<String>,
    /// How it was made: one command line.
    pub recipe: String,
    /// The model that it was distilled from, with its licence.
    pub teacher: Option<String>,
    /// What it learnt from.
    pub sources: Vec<Source>,
    /// How good it is.
    pub figures: Vec<Figure>,
    /// The program that made it and its version, such as `cognate 0.1.0`.
    pub made_by: String,
    /// What else there is to say.
    pub notes: String,
}

/// Texts, or something else, that a model learnt from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Its licence: an SPDX expression, or text.
    pub licence: String,
    /// Where it is to be found.
    pub url: Option<String>,
    /// Who is to be named.
    pub attribution: Option<String>,
}

/// One measurement.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Figure {
    /// What was measured, such as `sts test, Spearman`.
    pub task: String,
    /// What came out.
    pub value: f64,
}
