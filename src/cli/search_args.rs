//! What can be typed after `cognate search`.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};
use cognate::corpus::Language;
use cognate::pipeline::{Ask, SearchOptions};
use cognate::query::{Filter, FilterError};
use cognate::report::answers::search::{SearchMode, Template};

use super::args::ReadArgs;
use super::hyperlinks::When;
use super::output::Failure;

/// Most results unless a number is asked for, and most that are counted.
const RESULTS: usize = 10;
const COUNTED: usize = 1_000;

/// How much of a result's worth is its score where results are to differ.
const DIVERSE: &str = "0.7";

/// ISO 639-1.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee \
    el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka \
    kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr \
    nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk \
    tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

const USAGE: &str = "cognate search [OPTIONS] QUERY [PATH]...
       cognate search [OPTIONS] -e QUERY... [PATH]...
       cognate search [OPTIONS] -f FILE [PATH]...
       cognate search [OPTIONS] --like FILE:LINE [PATH]...";

/// Find the paragraphs that mean what a query means, in any language
///
/// With PATH the files are read first (their embeddings are cached, so that the second time is quick); without, the
/// nearest collection is searched. With -e, -f or --like every argument is a PATH. Exit codes: 0 there is an answer, or may
/// be one; 1 there is none; 2 error.
#[derive(Debug, Args)]
#[command(override_usage = USAGE, after_help = "\
Examples:
  cognate search \"armored train\"               in the nearest collection
  cognate search \"бронепоезд\" articles/        in a folder, across languages
  cognate search -k 3 --lang fr \"arms deal\"    the best three in French
  cognate search -C 1 --explain \"arms deal\"    what stands beside, and every part of scores
  cognate search --like notes.txt:12           what is like the paragraph in that line
  cognate search -e \"arms deal\" -e sanctions --not football
  cognate search \"arms deal\" --in 'press/*.md' --since 2024-01 --until 2024-06
  cognate search -l \"arms deal\" articles/      which files?
  cognate search -f questions.txt --jsonl > answers.jsonl
  cognate search \"arms deal\" --format '{path}:{line}: {sentence}'
  cognate search --json \"sanctions\" | jq -r '.results[].file'
  pdftotext a.pdf - | cognate search \"budget\" -")]
pub(crate) struct SearchArgs {
    #[command(flatten)]
    pub(crate) ask: AskArgs,
    #[command(flatten)]
    pub(crate) narrow: NarrowArgs,
    #[command(flatten)]
    pub(crate) choose: ChooseArgs,
    #[command(flatten)]
    pub(crate) show: ShowArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
}

/// What is looked for, and where.
#[derive(Debug, Args)]
#[command(next_help_heading = "What to look for")]
pub(crate) struct AskArgs {
    /// What to look for (words, a sentence, a paragraph), then files and folders to search in; `-` for standard input
    #[arg(value_name = "QUERY", required_unless_present_any = ["queries", "file", "like"], value_hint = ValueHint::AnyPath)]
    pub(crate) arguments: Vec<OsString>,
    /// What to look for; several times for what is about all of it at once
    #[arg(short = 'e', long = "query", value_name = "QUERY")]
    pub(crate) queries: Vec<String>,
    /// File of queries, one a line, each a search of its own; `-` for standard input
    #[arg(short, long = "queries", value_name = "FILE", value_hint = ValueHint::FilePath,
        conflicts_with_all = ["queries", "like"])]
    pub(crate) file: Option<PathBuf>,
    /// What is like the paragraph in a line of a file, or like the record of an id (`id:ID` where that has a colon and a number)
    #[arg(long, value_name = "FILE:LINE")]
    pub(crate) like: Vec<String>,
    /// What results are not to be about; may be given several times
    #[arg(long, value_name = "QUERY")]
    pub(crate) not: Vec<String>,
    /// Take the query as it is: no sign in it has a meaning
    #[arg(long)]
    pub(crate) literal: bool,
    /// What results are ranked by
    #[arg(long, value_enum, default_value_t = Mode::Both, value_name = "NAME")]
    pub(crate) mode: Mode,
}

/// What results are ranked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Mode {
    /// Words and the meaning of the whole
    Both,
    /// Words alone, those of like meaning among them
    Words,
    /// The meaning of the whole alone
    Meaning,
}

impl From<Mode> for SearchMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Both => Self::Both,
            Mode::Words => Self::Words,
            Mode::Meaning => Self::Meaning,
        }
    }
}

/// Which texts are searched.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which texts")]
pub(crate) struct NarrowArgs {
    /// Only text that an expression holds for
    #[arg(long = "where", value_name = "EXPR")]
    pub(crate) filter: Option<String>,
    /// Only text in this language, such as fr
    #[arg(long, value_name = "CODE", value_parser = language)]
    pub(crate) lang: Option<Language>,
    /// Only files whose path fits a pattern, such as 'press/*.md'
    #[arg(long = "in", value_name = "GLOB")]
    pub(crate) within: Option<String>,
    /// Only documents of this date or later: 2024, 2024-05 or 2024-05-31
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) since: Option<String>,
    /// Only documents of this date or earlier; 2024 is all of that year
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) until: Option<String>,
    /// Find boilerplate too (links to other articles, sponsor lines)
    #[arg(long)]
    pub(crate) boilerplate: bool,
}

/// Which results are told of, and in which order.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which results")]
pub(crate) struct ChooseArgs {
    /// Most results [default: 10; with --count 1000]
    #[arg(short, visible_short_alias = 'n', value_name = "N")]
    pub(crate) k: Option<usize>,
    /// Least probability with which a result answers, such as 50%
    #[arg(long, value_name = "P", value_parser = super::args::share)]
    pub(crate) min_confidence: Option<f64>,
    /// Least similarity (cosine) of a result
    #[arg(long, value_name = "COSINE", default_value_t = -1.0, allow_negative_numbers = true, value_parser = cosine)]
    pub(crate) min_similarity: f32,
    /// Most results of one file
    #[arg(long, value_name = "N")]
    pub(crate) per_file: Option<NonZeroUsize>,
    /// One result of a document at most
    #[arg(long)]
    pub(crate) per_document: bool,
    /// Make every text a result, also those that are nearly the same as another
    #[arg(long)]
    pub(crate) all: bool,
    /// Prefer results that differ; LAMBDA is how much the score counts, from 0 to 1 [default: 0.7]
    #[arg(long, value_name = "LAMBDA", num_args = 0..=1, require_equals = true, default_missing_value = DIVERSE,
        value_parser = unit_interval)]
    pub(crate) diverse: Option<f32>,
    /// Model that reads the best results again, together with the query, and says their order: a name that `cognate models` lists as a
    /// reranker, or path:FOLDER
    #[arg(long, value_name = "MODEL")]
    pub(crate) rerank: Option<String>,
    /// How many results it reads [default: 50]
    #[arg(long, value_name = "N", requires = "rerank")]
    pub(crate) rerank_depth: Option<NonZeroUsize>,
    /// Look at every vector, also in a large collection
    #[arg(long)]
    pub(crate) exact: bool,
}

/// What is shown of each result.
#[derive(Debug, Args)]
#[command(next_help_heading = "What is shown")]
pub(crate) struct ShowArgs {
    /// Show N paragraphs after each result
    #[arg(short = 'A', long = "after", value_name = "N")]
    pub(crate) after: Option<usize>,
    /// Show N paragraphs before each result
    #[arg(short = 'B', long = "before", value_name = "N")]
    pub(crate) before: Option<usize>,
    /// Show N paragraphs before and after each result
    #[arg(short = 'C', long = "context", value_name = "N")]
    pub(crate) context: Option<usize>,
    /// Tell every part of each score
    #[arg(long)]
    pub(crate) explain: bool,
    /// Show texts, reasons and places whole
    #[arg(long)]
    pub(crate) full: bool,
    /// Make places links to their files
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub(crate) hyperlinks: When,
}

/// What is written instead of results for a person. One of it; JSON is one, too.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output for programs")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own, and they exclude each other"
)]
pub(crate) struct OutputArgs {
    /// Only the names of files with results, best first
    #[arg(short = 'l', long, group = "output", conflicts_with_all = ["json", "file", "explain", "full", "before", "after", "context"])]
    pub(crate) files_with_matches: bool,
    /// Only the number of results of each file
    #[arg(short, long, group = "output", conflicts_with_all = ["json", "file", "explain", "full", "before", "after", "context"])]
    pub(crate) count: bool,
    /// JSON Lines: one result a line; with --queries one report a line
    #[arg(long, group = "output", conflicts_with_all = ["json", "explain", "full"])]
    pub(crate) jsonl: bool,
    /// A table, one result a row
    #[arg(long, group = "output", conflicts_with_all = ["json", "explain", "full", "before", "after", "context"])]
    pub(crate) csv: bool,
    /// One line a result, of fields such as '{path}:{line}: {text}'; \t and \n are tab and line break, {{ and }} braces
    ///
    /// The fields are rank, score, confidence, verdict, similarity, words, path, line, at, paragraph, title, date, source, id,
    /// language, text, sentence, why and query.
    #[arg(long, value_name = "TEMPLATE", group = "output", value_parser = template, allow_hyphen_values = true,
        conflicts_with_all = ["json", "explain", "full", "before", "after", "context"])]
    pub(crate) format: Option<Template>,
}

/// What was asked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// One search, for one query or several that are one.
    Once(Vec<Ask>),
    /// A search for each line of a file.
    EachLineOf(PathBuf),
}

impl AskArgs {
    /// What was asked, and the paths to search in.
    pub(crate) fn read(&self) -> Result<(Asked, Vec<PathBuf>), Failure> {
        let is_asked = self.file.is_some() || !self.queries.is_empty() || !self.like.is_empty();
        let (first, paths) = match self.arguments.split_first() {
            Some((first, paths)) if !is_asked => (Some(first), paths),
            _ => (None, self.arguments.as_slice()),
        };
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        if let Some(file) = &self.file {
            if file.as_os_str() == "-" && paths.iter().any(|path| path.as_os_str() == "-") {
                return Err(Failure::Usage {
                    message: "standard input cannot be both the queries and the text".to_owned(),
                    hint: "put one of them into a file",
                });
            }
            return Ok((Asked::EachLineOf(file.clone()), paths));
        }
        let mut asks = Vec::new();
        if let Some(query) = first {
            let query = query.to_str().ok_or_else(|| Failure::Usage {
                message: "the query is not UTF-8".to_owned(),
                hint: "type it in a terminal whose encoding is UTF-8, or give it with `-f FILE`",
            })?;
            asks.push(Ask::from(query));
        }
        asks.extend(self.queries.iter().map(|query| Ask::from(query.as_str())));
        asks.extend(self.like.iter().map(|spot| like(spot)));
        Ok((Asked::Once(asks), paths))
    }
}

impl SearchArgs {
    /// The choices that arguments make.
    pub(crate) fn options(&self) -> Result<SearchOptions, Failure> {
        let (choose, show, output) = (&self.choose, &self.show, &self.output);
        let beside = |side: Option<usize>| side.or(show.context).unwrap_or(0);
        Ok(SearchOptions {
            k: choose.k.unwrap_or(if output.count { COUNTED } else { RESULTS }),
            mode: self.ask.mode.into(),
            min_similarity: choose.min_similarity,
            min_confidence: choose.min_confidence.map(|least| least as f32),
            boilerplate: self.narrow.boilerplate,
            filter: filter(&self.narrow)?,
            exact: choose.exact,
            literal: self.ask.literal,
            not: self.ask.not.clone(),
            // Of a file that is listed once, one result is enough.
            per_file: choose.per_file.map(Into::into).or(output.files_with_matches.then_some(1)),
            per_document: choose.per_document,
            fold: !choose.all,
            rerank: choose.rerank_depth.map_or(SearchOptions::RERANK, Into::into),
            diverse: choose.diverse,
            before: beside(show.before),
            after: beside(show.after),
            ..SearchOptions::default()
        })
    }
}

/// The texts that are searched, as one expression: what `--where` says, and what its shorthands say.
pub(crate) fn filter(args: &NarrowArgs) -> Result<Option<Filter>, FilterError> {
    let parts = [
        args.filter.as_deref().map(Filter::parse),
        args.lang.map(|language| Ok(Filter::language(language))),
        args.within.as_deref().map(Filter::file_glob),
        args.since.as_deref().map(Filter::since),
        args.until.as_deref().map(Filter::until),
    ];
    let mut parts = parts.into_iter().flatten();
    let Some(first) = parts.next() else { return Ok(None) };
    parts.try_fold(first?, |all, part| Ok(all.and(part?))).map(Some)
}

/// A line of a file, or an own id.
fn like(text: &str) -> Ask {
    if let Some(id) = text.strip_prefix("id:") {
        return Ask::LikeId(id.to_owned());
    }
    let (file, line) = text.rsplit_once(':').unwrap_or_default();
    match line.parse() {
        Ok(line) if !file.is_empty() && line > 0 => Ask::LikePlace { path: file.into(), line },
        _ => Ask::LikeId(text.to_owned()),
    }
}

fn language(code: &str) -> Result<Language, String> {
    let language: Language = code.parse().map_err(|_| "give a code of two letters, such as fr".to_owned())?;
    let is_known = LANGUAGES.split_whitespace().any(|known| known == language.code());
    is_known.then_some(language).ok_or_else(|| "no language has this code (ISO 639-1), such as fr".to_owned())
}

/// `2024`, `2024-05` or `2024-05-31`.
fn date(text: &str) -> Result<String, String> {
    let mut parts = text.split('-');
    let mut number = |digits: usize| match parts.next() {
        None => Some(None),
        Some(part) if part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()) => {
            part.parse::<u32>().ok().map(Some)
        }
        Some(_) => None,
    };
    let read = (number(4), number(2), number(2));
    let is_date = match read {
        (Some(Some(_)), Some(None), Some(None)) => true,
        (Some(Some(_)), Some(Some(month)), Some(None)) => (1..=12).contains(&month),
        (Some(Some(year)), Some(Some(month)), Some(Some(day))) => (1..=days(year, month)).contains(&day),
        _ => false,
    };
    let is_date = is_date && parts.next().is_none();
    is_date
        .then(|| text.to_owned())
        .ok_or_else(|| "give a date such as 2024, 2024-05 or 2024-05-31".to_owned())
}

/// Days of a month; none where there is no such month.
fn days(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

fn cosine(text: &str) -> Result<f32, String> {
    number(text, -1.0).ok_or_else(|| "give a number from -1 to 1".to_owned())
}

fn unit_interval(text: &str) -> Result<f32, String> {
    number(text, 0.0).ok_or_else(|| "give a number from 0 to 1".to_owned())
}

fn number(text: &str, least: f32) -> Option<f32> {
    text.trim().parse().ok().filter(|number| (least..=1.0).contains(number))
}

fn template(text: &str) -> Result<Template, String> {
    text.parse().map_err(|error: cognate::report::answers::search::TemplateError| {
        format!("{error}; {}", error.hint())
    })
}

#[cfg(test)]
mod tests;
