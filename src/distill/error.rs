//! What can go wrong while a model is made.

use std::io::ErrorKind;
use std::path::PathBuf;

use crate::embed::EmbedError;
use crate::message::{literal, literals, size};

/// An error of [`distill`](super::distill).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DistillError {
    /// The recipe cannot be used.
    #[error("the recipe `{}` cannot be used: {reason}", path.display())]
    Recipe {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Settings without a recipe do not fit.
    #[error("the settings cannot be used: {reason}")]
    Settings {
        /// What is wrong.
        reason: String,
    },
    /// A file cannot be read or written.
    #[error("`{}`: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A table has no column of that name.
    #[error("`{}`, line 1: there is no column {}", path.display(), literal(column))]
    NoColumn {
        /// The file.
        path: PathBuf,
        /// The heading that was looked for.
        column: String,
        /// The headings that are there.
        present: Vec<String>,
    },
    /// The headings do not say which languages a table holds.
    #[error("`{}`, line 1: {reason}", path.display())]
    Heading {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A row has another number of cells than the heading.
    #[error("`{}`, line {line}: {found} cells where the heading has {expected}", path.display())]
    Cells {
        /// The file.
        path: PathBuf,
        /// Its line, from 1.
        line: usize,
        /// Cells of the heading.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// A line is longer than any text to learn from.
    #[error("`{}`, line {line}: longer than {}", path.display(), size(*most as u64))]
    LongLine {
        /// The file.
        path: PathBuf,
        /// Its line, from 1.
        line: usize,
        /// Most bytes of a line.
        most: usize,
    },
    /// A line is not text.
    #[error("`{}`, line {line}: not UTF-8", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// Its line, from 1.
        line: usize,
    },
    /// A record is no JSON.
    #[error("`{}`, line {line}: not a JSON value: {reason}", path.display())]
    NotJson {
        /// The file.
        path: PathBuf,
        /// Its line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// The sources hold no pair.
    #[error("the sources hold no pair of texts of the kind `{kind}`")]
    NoPairs {
        /// The kind of batch that stays empty.
        kind: String,
    },
    /// No vocabulary can be made from the texts.
    #[error("no vocabulary of {pieces} pieces can be made from these texts: {reason}")]
    Vocabulary {
        /// Pieces asked for.
        pieces: usize,
        /// Why not.
        reason: String,
    },
    /// The teacher's vectors do not fit.
    #[error("the teacher gives {teacher} dimensions, the model is to have {model}")]
    TeacherDimension {
        /// Dimensions of the teacher.
        teacher: usize,
        /// Dimensions of the model.
        model: usize,
    },
    /// No text is in the language that the teacher reads.
    #[error("no text is in the teacher's language `{language}`")]
    NothingTaught {
        /// The language.
        language: String,
        /// The languages of the texts.
        present: Vec<String>,
    },
    /// A file of an earlier run is damaged, or does not belong to this one.
    #[error("`{}` cannot be used: {reason}", path.display())]
    Stale {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The loss is no number any more.
    #[error("training diverged at step {step}: the loss is not a number")]
    Diverged {
        /// The step.
        step: usize,
    },
    /// A model failed.
    #[error(transparent)]
    Embed(#[from] EmbedError),
}

impl DistillError {
    /// The way out, where there is one.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Recipe { .. } => Some("docs/distill.md describes every setting of a recipe".to_owned()),
            Self::Settings { .. } => Some("`cognate distill --help` lists the options".to_owned()),
            Self::Heading { .. } => Some(
                "head each column with the code of its language, such as `en` and `fr`, or write a recipe (docs/distill.md)"
                    .to_owned(),
            ),
            Self::File { source, .. } => match source.kind() {
                ErrorKind::NotFound => Some("check the spelling of the path".to_owned()),
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                    Some("name another place, or change who may use this one".to_owned())
                }
                ErrorKind::IsADirectory | ErrorKind::InvalidInput => Some("name a file".to_owned()),
                ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
                    Some("a part of the path is a file: name a folder".to_owned())
                }
                ErrorKind::StorageFull => {
                    Some("make room; the same command goes on where it stopped".to_owned())
                }
                _ => {
                    Some("see to the file or the disk; the same command goes on where it stopped".to_owned())
                }
            },
            Self::NoColumn { present, .. } => Some(format!("the heading has {}", literals(present))),
            Self::Cells { .. } => Some(
                "cells are separated by one tab each, without quoting; an absent text is an empty cell"
                    .to_owned(),
            ),
            Self::LongLine { .. } => Some("put each text on a line of its own".to_owned()),
            Self::NotText { .. } => Some("convert the file to UTF-8".to_owned()),
            Self::NotJson { .. } => Some(
                "each line of a `.jsonl` file is one JSON value; correct the line or take it out".to_owned(),
            ),
            Self::NoPairs { .. } => {
                Some("give the kind another source, or take it out of `training.mix`".to_owned())
            }
            Self::Vocabulary { .. } => {
                Some("ask for fewer pieces in `vocabulary.pieces` (`--pieces`), or give more text".to_owned())
            }
            Self::TeacherDimension { teacher, .. } => Some(format!(
                "a model has at most as many dimensions as its teacher: set `model.dimension` (`--dimension`) to {teacher} or fewer"
            )),
            Self::NothingTaught { present, .. } => Some(format!(
                "the texts are in {}: set the language that the teacher reads, or take the teacher out",
                literals(present)
            )),
            Self::Stale { path, .. } => Some(format!("delete `{}` to make it anew", path.display())),
            Self::Diverged { .. } => Some("lower `training.learning_rate`".to_owned()),
            Self::Embed(e) => e.hint(),
        }
    }
}
