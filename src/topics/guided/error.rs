//! What can be wrong with topics that a person names.

use std::path::PathBuf;

/// An error of guided topics.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GuidedError {
    /// The file cannot be read.
    #[error("`{}`: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not text.
    #[error("{}:{line}: not UTF-8", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// The file is not the TOML that it should be.
    #[error("{}:{line}:{column}: {}{reason}", path.display(), of_key(key.as_deref()))]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The character of the line, from 1.
        column: usize,
        /// The key whose value is wrong, where there is one.
        key: Option<String>,
        /// What is wrong.
        reason: String,
    },
    /// The file names no topic.
    #[error("`{}` names no topic", path.display())]
    NoTopics {
        /// The file.
        path: PathBuf,
    },
    /// The model has no vector for any text of a topic.
    #[error("the model knows no word of the topic `{topic}`")]
    UnknownTopic {
        /// The topic's name.
        topic: String,
    },
    /// The model has too few vectors for the general subjects that topics are measured against.
    #[error("the model knows {known} of the {needed} general subjects that scores are measured against")]
    UnknownSubjects {
        /// How many have a vector.
        known: usize,
        /// How many are needed.
        needed: usize,
    },
    /// The cutoff is not a probability.
    #[error("the cutoff is {value}; it must be from 0 to 1")]
    Cutoff {
        /// What was asked for.
        value: f32,
    },
    /// Rows, languages and topics do not fit each other.
    #[error("{what} has {found} where {expected} are needed")]
    Shape {
        /// What does not fit.
        what: &'static str,
        /// What it has.
        found: usize,
        /// What is needed.
        expected: usize,
    },
    /// A row is not finite.
    #[error("the vector of row {row} is not finite")]
    NotFinite {
        /// The row, from 0.
        row: usize,
    },
}

fn of_key(key: Option<&str>) -> String {
    key.map(|key| format!("`{key}`: ")).unwrap_or_default()
}

impl GuidedError {
    /// The way out, where there is one.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NotUtf8 { .. } => Some("save the file as UTF-8".to_owned()),
            Self::Invalid { .. } => Some(
                "each topic is a `[[topic]]` with a `name` in quotes and, where you have them, `description` (a text), \
                 `seeds` and `examples` (lists of texts)"
                    .to_owned(),
            ),
            Self::NoTopics { .. } => {
                Some("write `[[topic]]` and below it `name = \"...\"` for each topic".to_owned())
            }
            Self::UnknownTopic { .. } => {
                Some("give it a `description` or `seeds` in a language that the model knows".to_owned())
            }
            Self::UnknownSubjects { .. } => {
                Some("use a model that knows English, such as the built-in one".to_owned())
            }
            Self::Cutoff { .. } => Some("0.5 takes what is more probable than not".to_owned()),
            Self::File { .. } | Self::Shape { .. } | Self::NotFinite { .. } => None,
        }
    }
}
