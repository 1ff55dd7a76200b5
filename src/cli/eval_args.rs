//! What can be typed after `cognate eval`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// Measure a model on labelled texts of your own
///
/// Measures `--model`, and with `--against` a second model on the same texts, with the difference and its 95 %
/// paired bootstrap interval. The formats of the files are in docs/formats.md.
#[derive(Debug, Args)]
pub(crate) struct EvalArgs {
    #[command(subcommand)]
    pub(crate) what: EvalCommand,
    /// A second model to compare with: `builtin`, a name, or the path of a file or folder
    #[arg(long, value_name = "MODEL", global = true)]
    pub(crate) against: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum EvalCommand {
    /// Sentence similarity: Spearman correlation of cosine and score
    ///
    /// For each file and, where it has several, for each language. Tables with a header, a tab between two cells;
    /// the columns are `score`, `sentence1`, `sentence2` and perhaps `lang`; others are ignored.
    #[command(after_help = "\
Examples:
  cognate eval sts pairs.tsv
  cognate eval sts en.tsv fr.tsv --model models/e5 --against builtin")]
    Sts {
        /// Tables of pairs
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
    },
    /// Translations: accuracy of finding the row's own cell among all of the other column
    ///
    /// From the first column to each other one and back. A table with a header, a tab between two cells, one column a
    /// language; rows with an empty cell are left out.
    #[command(after_help = "\
Examples:
  cognate eval bitext aligned.tsv --columns en,fr
  cognate eval bitext aligned.tsv --columns en,fr,ko --json | jq '.figures[] | {of, values}'")]
    Bitext {
        /// Table of aligned rows
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The columns to compare
        #[arg(long, value_name = "NAME,...", value_delimiter = ',', required = true)]
        columns: Vec<String>,
    },
    /// Classification: accuracy of the nearest neighbours' label
    ///
    /// JSON Lines with `label`, `text` and perhaps `title`, which is read before the text, and `lang`.
    #[command(after_help = "\
Examples:
  cognate eval knn --train train.jsonl --test dev.jsonl
  cognate eval knn --train train.jsonl --test dev.jsonl -k 1 --against models/e5")]
    Knn {
        /// Labelled texts to learn from
        #[arg(long, value_name = "FILE")]
        train: PathBuf,
        /// Labelled texts to be tested on
        #[arg(long, value_name = "FILE")]
        test: PathBuf,
        /// Neighbours that vote
        #[arg(short, value_name = "K", default_value_t = 5)]
        k: usize,
    },
    /// Clusters: agreement with labels (V-measure, adjusted mutual information)
    ///
    /// Of k-means told the number of labels, mean over ten seeds, and of the clusters that `cognate topics` would
    /// find by itself. JSON Lines with `label`, `text` and perhaps `title` and `lang`. Intervals are over seeds: they
    /// tell how much luck k-means had, not how another sample of texts would come out.
    #[command(after_help = "\
Examples:
  cognate eval clustering labelled.jsonl
  cognate eval clustering labelled.jsonl --against models/e5")]
    Clustering {
        /// Labelled texts
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Search: nDCG@10, MRR@10, recall@10 and recall@100, ranked as `cognate search` ranks
    ///
    /// Passages are JSON Lines with `id` and `text`; queries have `text` and `relevant`: a list of ids of passages, or an
    /// object from ids to gains. Queries without a relevant passage are left out. A query may have `also`, ids of passages
    /// that are neither right nor wrong, and `lang` and `passage_lang`, for figures by language.
    #[command(after_help = "\
Examples:
  cognate eval retrieval --passages passages.jsonl --queries queries.jsonl
  cognate eval retrieval --passages p.jsonl --queries q.jsonl --against models/e5 --json")]
    Retrieval {
        /// What is searched
        #[arg(long, value_name = "FILE")]
        passages: PathBuf,
        /// What is asked
        #[arg(long, value_name = "FILE")]
        queries: PathBuf,
        /// By what passages are ranked
        #[arg(long, value_enum, default_value_t = RankingArg::Both)]
        mode: RankingArg,
    },
}

/// By what passages are ranked.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum RankingArg {
    /// By the meanings of words and of the whole
    Both,
    /// By the meanings of words alone
    Words,
    /// By the cosine of vectors alone
    Meaning,
}

impl From<RankingArg> for cognate::eval::Ranking {
    fn from(arg: RankingArg) -> Self {
        match arg {
            RankingArg::Both => Self::Both,
            RankingArg::Words => Self::Words,
            RankingArg::Meaning => Self::Meaning,
        }
    }
}
