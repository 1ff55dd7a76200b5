//! What can be typed after `cognate topics` to change topics by hand and to compare reports.

use std::path::PathBuf;

use clap::Subcommand;
use cognate::corpus::Language;

use super::args::ReadArgs;

#[derive(Debug, Subcommand)]
pub(crate) enum TopicsCommand {
    /// Change the topics of a collection by hand; later runs of `cognate topics` keep to it
    #[command(after_help = "\
Examples:
  cognate topics edit list
  cognate topics edit rename 3 \"Arms deal\"
  cognate topics edit merge 3 7
  cognate topics edit undo")]
    Edit {
        #[command(subcommand)]
        what: EditCommand,
    },
    /// Write the topics that are found as a file to edit and give back with `--topics`
    #[command(after_help = "\
Examples:
  cognate topics suggest articles/ -o mine.toml
  cognate topics articles/ --topics mine.toml")]
    Suggest {
        /// Files and folders; `-` for standard input; none for the nearest collection
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Language of names and seeds, where a topic has text in it
        #[arg(long, value_name = "CODE")]
        label_language: Option<Language>,
        /// Write to a file
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        read: ReadArgs,
    },
    /// Compare two topic reports: which topics are born, gone, split, merged, and which texts moved
    ///
    /// Topics are told by their texts, so that the reports may be of any collections. Exit code 1: nothing changed.
    #[command(after_help = "\
Examples:
  cognate topics --json -o before.json
  cognate topics diff before.json after.json
  cognate topics diff before.json after.json --json | jq '.changes[] | select(.change == \"born\")'")]
    Diff {
        /// The earlier report, JSON
        #[arg(value_name = "BEFORE")]
        before: PathBuf,
        /// The later report, JSON
        #[arg(value_name = "AFTER")]
        after: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum EditCommand {
    /// List the topics with their numbers and sizes, and the edits that hold
    #[command(after_help = "\
Examples:
  cognate topics edit list
  cognate topics edit list --json | jq -r '.topics[] | \"\\(.id) \\(.label)\"'")]
    List,
    /// Give a topic a name
    #[command(after_help = "\
Examples:
  cognate topics edit rename 3 \"Arms deal\"")]
    Rename {
        /// Number of the topic
        #[arg(value_name = "TOPIC")]
        topic: u64,
        /// The name
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Join topics; the first keeps its number and its name
    #[command(after_help = "\
Examples:
  cognate topics edit merge 3 7       7 joins 3
  cognate topics edit merge 3 7 12    so does 12")]
    Merge {
        /// Number of the topic that the others join
        #[arg(value_name = "TOPIC")]
        into: u64,
        /// Numbers of the others
        #[arg(value_name = "OTHER", required = true)]
        others: Vec<u64>,
    },
    /// Put a paragraph into another topic, or into none
    ///
    /// The same text elsewhere goes with it; so does every text that begins in the same line, where the unit is a sentence.
    #[command(after_help = "\
Examples:
  cognate topics edit move articles/a.txt:12 3
  cognate topics edit move articles/a.txt:12 none")]
    Move {
        /// The file and the line in which the paragraph begins, as reports show it
        #[arg(value_name = "FILE:LINE", value_parser = spot)]
        spot: Spot,
        /// Number of the topic, or `none`
        #[arg(value_name = "TOPIC", value_parser = target)]
        to: Target,
    },
    /// Split a topic into pieces by what its paragraphs mean
    ///
    /// The largest piece keeps the number and the name.
    #[command(after_help = "\
Examples:
  cognate topics edit split 3
  cognate topics edit split 3 --into 4")]
    Split {
        /// Number of the topic
        #[arg(value_name = "TOPIC")]
        topic: u64,
        /// Number of pieces
        #[arg(long, value_name = "N", default_value_t = 2, value_parser = pieces)]
        into: usize,
    },
    /// Take the last edit back
    #[command(after_help = "\
Examples:
  cognate topics edit undo
  cognate topics edit undo && cognate topics edit list")]
    Undo,
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) file: String,
    pub(crate) line: u64,
}

/// Number of a topic; `None` for no topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Target(pub(crate) Option<u64>);

fn spot(text: &str) -> Result<Spot, String> {
    let (file, line) = text.rsplit_once(':').unwrap_or_default();
    match line.parse() {
        Ok(line) if !file.is_empty() && line > 0 => Ok(Spot { file: file.to_owned(), line }),
        _ => Err("it is a file and a line, such as articles/a.txt:12".to_owned()),
    }
}

fn target(text: &str) -> Result<Target, String> {
    if text == "none" {
        return Ok(Target(None));
    }
    let number = text.parse().map_err(|_| "it is the number of a topic, or `none`".to_owned())?;
    Ok(Target(Some(number)))
}

fn pieces(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(pieces) if pieces >= 2 => Ok(pieces),
        _ => Err("it is a number of at least 2".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_file_and_a_line() {
        let found = |file: &str, line| Ok(Spot { file: file.to_owned(), line });
        assert_eq!(spot("a/b.txt:12"), found("a/b.txt", 12));
        assert_eq!(spot("C:\\a.txt:1"), found("C:\\a.txt", 1), "the last colon counts");
        for wrong in ["a.txt", "a.txt:", ":3", "a.txt:0", "a.txt:-1", "a.txt:x", ""] {
            assert!(spot(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_target_is_a_number_or_none_and_pieces_are_two_or_more() {
        assert_eq!([target("3"), target("none")], [Ok(Target(Some(3))), Ok(Target(None))]);
        assert!(target("all").is_err() && target("-1").is_err());
        assert_eq!(pieces("2"), Ok(2));
        assert!(pieces("1").is_err() && pieces("x").is_err());
    }
}
