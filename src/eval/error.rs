//! What can be wrong with labelled texts.

use crate::cluster::ClusterError;
use crate::embed::EmbedError;
use crate::message::{cut, literal, literals};

/// An error of an evaluation.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvalError {
    /// Words cannot be counted.
    #[error(transparent)]
    Words(#[from] crate::words::WordsError),
    /// A file cannot be read.
    #[error("{file}: {source}")]
    Read {
        /// The file.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line is not UTF-8.
    #[error("{file}:{line}: not UTF-8")]
    NotUtf8 {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
    },
    /// A table has no column of this name.
    #[error("{file}: no column is named {}; {}", literal(column), of_columns(columns))]
    MissingColumn {
        /// The file.
        file: String,
        /// The column that is needed.
        column: String,
        /// The columns that are there.
        columns: Vec<String>,
    },
    /// A row of a table ends before a column that is needed.
    #[error("{file}:{line}: the row has no cell in the column `{column}`")]
    ShortRow {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// The column.
        column: String,
    },
    /// A score is no number.
    #[error("{file}:{line}: the score {} is not a number", literal(text))]
    NotANumber {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// What stands there.
        text: String,
    },
    /// A line is not the JSON object that it should be.
    #[error("{file}:{line}: {}", cut(reason, 200))]
    BadLine {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        reason: String,
        /// The fields that a line has.
        fields: &'static str,
    },
    /// Two passages have the same id.
    #[error("{file}:{line}: a passage before has the id {} already", literal(id))]
    SameId {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// The id.
        id: String,
    },
    /// A query names a passage that does not exist.
    #[error("{file}:{line}: no passage has the id {}", literal(id))]
    UnknownPassage {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// The id.
        id: String,
    },
    /// A gain that cannot be one.
    #[error("{file}:{line}: the gain {gain} of the passage {} is negative", literal(id))]
    NegativeGain {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// The id.
        id: String,
        /// The gain.
        gain: f64,
    },
    /// A file of queries is not as it should be.
    #[error("{file}:{line}: {}", cut(reason, 200))]
    BadQueries {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        reason: String,
        /// How it should be.
        hint: &'static str,
    },
    /// The name of a file of queries does not say how it is written.
    #[error("{file} has no ending that says how queries are written in it")]
    QueriesOfNoKind {
        /// The file.
        file: String,
    },
    /// No query of a file expects anything.
    #[error("{file} names nothing that one of its queries, {queries} in number, should find")]
    NothingExpected {
        /// The file, or the files.
        file: String,
        /// How many queries there are.
        queries: usize,
    },
    /// Too little to measure.
    #[error("{file}: too few {what} to measure: {found}")]
    TooFew {
        /// The file.
        file: String,
        /// What is counted, in the plural.
        what: &'static str,
        /// How many there are.
        found: usize,
    },
    /// Fewer than two columns, or one of them twice.
    #[error("{} cannot be compared", if columns.is_empty() { "no columns".to_owned() } else { literals(columns) })]
    Columns {
        /// The columns that were named.
        columns: Vec<String>,
    },
    /// No neighbour was asked for.
    #[error("0 neighbours cannot vote")]
    NoNeighbors,
    /// The model failed.
    #[error(transparent)]
    Embed(#[from] EmbedError),
    /// Clustering failed.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
}

fn of_columns(columns: &[String]) -> String {
    if columns.is_empty() {
        "the file is empty".to_owned()
    } else {
        format!("the columns are {}", literals(columns))
    }
}

impl EvalError {
    /// The way out, where there is one.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Read { source, .. } if source.kind() == std::io::ErrorKind::FileTooLarge => {
                "measure on fewer texts: all of them are kept in memory"
            }
            Self::Read { .. } => "check the spelling of the path, and that it is a file that may be read",
            Self::NotUtf8 { .. } => "convert the file to UTF-8, such as with `iconv -t UTF-8`",
            Self::MissingColumn { .. } => {
                "the first line of the file names its columns, with a tab between two"
            }
            Self::ShortRow { .. } => "each row has as many cells as the first line, with a tab between two",
            Self::NotANumber { .. } => "write scores as `4.2`: with a point, without a unit",
            Self::BadLine { fields, .. } => return Some(format!("each line is one JSON object: {fields}")),
            Self::SameId { .. } => "give each passage an id of its own",
            Self::UnknownPassage { .. } => {
                "`relevant` names ids of the file of passages; correct one of the two"
            }
            Self::NegativeGain { .. } => "write 0 for a passage that is not relevant, or leave it out",
            Self::BadQueries { hint, .. } => hint,
            Self::QueriesOfNoKind { .. } => {
                "name a file that ends with .toml, .csv or .tsv, or give TREC judgements with `--qrels FILE`"
            }
            Self::NothingExpected { .. } => {
                "say what a query should find with `expect = [\"how a paragraph begins\"]`; `cognate bench queries suggest` \
                 drafts a file"
            }
            Self::TooFew { .. } => "two are the least, and an interval needs many more",
            Self::Columns { .. } => "name two columns or more, each once: `--columns en,fr`",
            Self::NoNeighbors => "ask for one or more: `-k 5`",
            Self::Embed(error) => return error.hint(),
            Self::Words(error) => return error.hint(),
            Self::Cluster(error) => return error.hint(),
        };
        Some(hint.to_owned())
    }
}
