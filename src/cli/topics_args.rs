//! What can be typed after `cognate topics`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use cognate::cluster::Algorithm;
use cognate::corpus::Language;
use cognate::pipeline::Sides;
use cognate::topics::time::BinWidth;

use super::args::{ReadArgs, share};
use super::format::WriteArgs;
use super::look::LookArgs;

/// Find the topics of a corpus and report them with their sources
///
/// With PATH the files are read first (their embeddings are cached, so that the second time is quick); without, the
/// nearest collection is reported. Boilerplate is set apart; every paragraph is accounted for.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  cognate topics articles/
  cognate topics articles/ -o report.html      a page with a map, to hand to a colleague
  cognate topics articles/ -o report.md -o paragraphs.csv -o map.png
  cognate topics articles/ --format markdown --language fr --title \"Presse\" -o report.md
  cognate topics articles/ --json | jq '.topics[].label'
  cognate topics --algorithm kmeans -k 12 --label-language en
  cognate topics articles/ --topics mine.toml  paragraphs about topics that you name, and the topics of the rest
  cognate topics --levels 2 --contrast language=fr,en
  cognate topics reviews.csv --per rating --per product   who writes about what, with intervals"
)]
pub(crate) struct TopicsArgs {
    #[command(subcommand)]
    pub(crate) what: Option<TopicsCommand>,
    /// Files and folders; `-` for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Number of topics [default: chosen]
    #[arg(short, value_name = "K")]
    pub(crate) k: Option<usize>,
    /// How topics are found: auto, leiden, agglomerative, kmeans, gmm, hdbscan, dbscan or optics
    #[arg(long, value_name = "NAME", default_value = "auto")]
    pub(crate) algorithm: Algorithm,
    /// Units that the smallest topic has [default: chosen]
    #[arg(long, value_name = "N")]
    pub(crate) min_size: Option<usize>,
    /// Greatest share of paragraphs in no topic
    #[arg(long, value_name = "SHARE", default_value = "10%", value_parser = share)]
    pub(crate) max_outliers: f64,
    /// File of topics that you name (TOML); what is about none of them is clustered. `cognate topics suggest` writes one
    #[arg(long, value_name = "FILE")]
    pub(crate) topics: Option<PathBuf>,
    /// Find no topics but those of `--topics`
    #[arg(long, requires = "topics")]
    pub(crate) only_given: bool,
    /// A paragraph is about a topic of `--topics` when that is at least so probable
    #[arg(long, value_name = "SHARE", default_value = "40%", value_parser = share)]
    pub(crate) cutoff: f64,
    /// Group the topics in so many levels
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) levels: usize,
    /// Width of the bins over time: day, week, month, quarter or year [default: chosen]
    #[arg(long, value_name = "WIDTH", value_parser = bin_width)]
    pub(crate) every: Option<BinWidth>,
    /// Count topics by the values of a field (author, rating), or by `language`, `source` or `folder`; several times for several
    #[arg(long, value_name = "FIELD")]
    pub(crate) per: Vec<String>,
    /// Compare the topics of two sets: language=fr,en, source=NAME (against all others), path=FOLDER, or any FIELD=VALUE
    #[arg(long, value_name = "FIELD=A[,B]")]
    pub(crate) contrast: Option<Sides>,
    /// Look for the topics again in N random parts of the text [default: 10 for up to 1,000 paragraphs]
    #[arg(long, value_name = "N")]
    pub(crate) stability: Option<usize>,
    /// Try settings out: the collection keeps the topics that it has, and their names
    #[arg(long)]
    pub(crate) no_keep: bool,
    /// Seed of everything random
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
    /// Only text in this language, such as fr (the report's own words: `--language`)
    #[arg(long, value_name = "CODE")]
    pub(crate) lang: Option<Language>,
    /// Language of the labels, where a topic has text in it
    #[arg(long, value_name = "CODE")]
    pub(crate) label_language: Option<Language>,
    /// Excerpts of each topic
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(crate) excerpts: usize,
    /// Show texts whole and list every outlier and boilerplate line
    #[arg(long)]
    pub(crate) full: bool,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
}

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
    /// Find the topics that a word is in: in their name, their typical terms and names, their texts
    ///
    /// Of several words all have to be in the same; a word of four letters or more is also found as the beginning of a longer one. The signs
    /// of a search hold: `\"exact phrase\"`, `-word`, `begin*`. Exit code 1: no topic has it.
    #[command(after_help = "\
Examples:
  cognate topics find train
  cognate topics find \"armored train\" articles/
  cognate topics find train --report report.json
  cognate topics find train --json | jq '.found[] | {id, label, matching}'")]
    Find {
        /// The word, or several
        #[arg(value_name = "WORD")]
        words: String,
        #[command(flatten)]
        of: OfTopics,
    },
    /// Show one topic: all its paragraphs with their places, terms with weights, its neighbours, its history
    #[command(after_help = "\
Examples:
  cognate topics show 3
  cognate topics show \"Arms deal\"                   by its name, or a part of it that no other has
  cognate topics show 3 articles/ --full
  cognate topics show 3 --report report.json
  cognate topics show 3 --json | jq -r '.members[] | \"\\(.file):\\(.line)\"'")]
    Show {
        /// Number or name of the topic
        #[arg(value_name = "TOPIC")]
        topic: String,
        /// Show paragraphs whole
        #[arg(long)]
        full: bool,
        #[command(flatten)]
        of: OfTopics,
    },
    /// Show the topics in groups of groups, as a tree
    #[command(after_help = "\
Examples:
  cognate topics tree
  cognate topics tree articles/ --levels 3
  cognate topics tree --report report.json       written with `cognate topics --levels 2 --json`")]
    Tree {
        /// Levels of groups above the topics [default: 2, or those of the report]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=8), conflicts_with = "report")]
        levels: Option<u8>,
        #[command(flatten)]
        of: OfTopics,
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

/// Which topics are looked at.
#[derive(Debug, Args)]
pub(crate) struct OfTopics {
    /// Files and folders whose topics are found now; `-` for standard input; none for the topics that the nearest collection keeps
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The topics of a report, JSON of `cognate topics`
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    pub(crate) report: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
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

fn bin_width(text: &str) -> Result<BinWidth, String> {
    BinWidth::ALL
        .into_iter()
        .find(|width| width.name() == text)
        .ok_or_else(|| "give day, week, month, quarter or year".to_owned())
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
