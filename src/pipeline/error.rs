//! Every error of a job, with its way out.

use std::path::PathBuf;

use crate::bench::PeerError;
use crate::bench::dataset::DatasetError;
use crate::cluster::ClusterError;
use crate::corpus::CorpusError;
#[cfg(feature = "distill")]
use crate::distill::DistillError;
use crate::embed::{EmbedError, ModelId};
use crate::eval::EvalError;
use crate::hub::HubError;
use crate::index::IndexError;
use crate::report::ReportError;
use crate::store::StoreError;
use crate::topics::GuidedError;
use crate::topics::hierarchy::HierarchyError;
use crate::topics::registry::{EditError, RegistryError, TopicId};
use crate::topics::time::TimeError;
use crate::words::WordsError;

/// An error of a job.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PipelineError {
    /// Reading the corpus failed.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// Embedding failed.
    #[error(transparent)]
    Embed(#[from] EmbedError),
    /// Files of models cannot be fetched or kept.
    #[error(transparent)]
    Hub(#[from] HubError),
    /// The collection cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A filter asks for what is not there.
    #[error("{0}")]
    Filter(#[from] crate::query::FilterError),
    /// Nothing stands at a place that was asked for.
    #[error("no text of the collection stands at `{place}`")]
    NoSuchPlace {
        /// The place, as it was named.
        place: String,
    },
    /// The files of a benchmark cannot be read or written.
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    /// A program that is measured beside the index does not do as it should.
    #[error(transparent)]
    Peer(#[from] PeerError),
    /// The words of the collection cannot be read or written.
    #[error(transparent)]
    Words(#[from] WordsError),
    /// Clustering failed.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// A file of topics cannot be used.
    #[error(transparent)]
    Guided(#[from] GuidedError),
    /// Topics cannot be grouped.
    #[error(transparent)]
    Hierarchy(#[from] HierarchyError),
    /// Topics cannot be counted over time.
    #[error(transparent)]
    Time(#[from] TimeError),
    /// Labelled texts cannot be read or measured.
    #[error(transparent)]
    Eval(#[from] EvalError),
    /// No model could be made.
    #[cfg(feature = "distill")]
    #[error(transparent)]
    Distill(#[from] DistillError),
    /// The report cannot be written.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// An edit of the topics makes no sense.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// What is kept of topics is not whole.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// There is nothing to edit.
    #[error("no topics of the collection `{}` were found yet", folder.display())]
    NoTopicsYet {
        /// The collection's folder.
        folder: PathBuf,
    },
    /// The collection has no text of a file.
    #[error("the collection has no text of `{file}`")]
    NoTextsOf {
        /// The file as it was named.
        file: String,
    },
    /// No text begins in a line.
    #[error("no text begins at `{file}:{line}`")]
    NoUnitAt {
        /// The file as it was named.
        file: String,
        /// The line.
        line: u64,
        /// The nearest line in which a text begins.
        nearest: u64,
    },
    /// The text of a place took no part in the last run of the topics.
    #[error("the text at `{file}:{line}` is not among those of the last run of the topics")]
    NotInTopics {
        /// The file as it was named.
        file: String,
        /// The line.
        line: u64,
    },
    /// A topic has too few texts that differ.
    #[error("topic {topic} cannot be split into {pieces}: the number of its texts that differ is {texts}")]
    CannotSplit {
        /// The topic.
        topic: TopicId,
        /// Number of pieces asked for.
        pieces: usize,
        /// Number of texts that can be told apart.
        texts: usize,
    },
    /// The file of a report cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    UnreadableReport {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file that is no benchmark run of this version.
    #[error("`{}` is no benchmark run to compare with: {reason}", path.display())]
    BadRun {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// No text has a field of the name that a person gave.
    #[error("no text has a field `{field}`")]
    NoLabels {
        /// The name.
        field: String,
        /// The fields that there are.
        known: Vec<String>,
    },
    /// A program that is started has to find a collection, and this one is in memory alone.
    #[error("a search that is started by itself needs a collection on the disk")]
    NothingToStartWith,
    /// Models are held against each other, and there is one.
    #[error("one model cannot be held against another")]
    OneModel,
    /// A file is no topic report.
    #[error("`{}`{}: {reason}", path.display(), in_line(*line))]
    BadReport {
        /// The file.
        path: PathBuf,
        /// The line, from 1, where there is one.
        line: Option<usize>,
        /// What is wrong.
        reason: String,
    },
    /// No topic has a number, or a name.
    #[error("{}: {}", no_topic(name, *number), there_are(*topics))]
    NoSuchTopic {
        /// What was asked for.
        name: String,
        /// The number that it is, if it is one.
        number: Option<u64>,
        /// Number of topics.
        topics: usize,
    },
    /// More than one topic has a part of a name.
    #[error("`{name}` is in the names of {} topics", topics.len())]
    SeveralTopics {
        /// What was asked for.
        name: String,
        /// Numbers and names of these topics.
        topics: Vec<(u64, String)>,
    },
    /// Nothing is to be looked for.
    #[error("`{text}` has no word that topics can have")]
    NoWord {
        /// What was asked for.
        text: String,
    },
    /// A report has no groups of topics.
    #[error("the report `{report}` has no groups of topics")]
    NoGroups {
        /// The report.
        report: String,
    },
    /// The collection holds embeddings of another model.
    #[error("the collection `{}` was made with the model {made_with}, not with {asked}", folder.display())]
    OtherModel {
        /// The collection's folder.
        folder: PathBuf,
        /// The model of its embeddings.
        made_with: ModelId,
        /// The model that was asked for.
        asked: ModelId,
    },
    /// A model of this name has a card already.
    #[error("there is a model `{id}` already")]
    ModelExists {
        /// The name.
        id: String,
    },
    /// There is no collection here or above.
    #[error("there is no collection in `{}` or a folder above it", from.display())]
    NoCollection {
        /// Where the search began.
        from: PathBuf,
    },
    /// No text was found.
    #[error("no text was found in {}", list(paths))]
    EmptyCorpus {
        /// Where it was looked for.
        paths: Vec<String>,
        /// Number of files that were passed over.
        skipped: usize,
    },
    /// Some of the files could not be read whole, where that was asked for.
    #[error("not all was read, of {} {}: {first}", files, if *files == 1 { "file" } else { "files" })]
    NotWhole {
        /// How many.
        files: usize,
        /// What was wrong with the first.
        first: String,
    },
    /// Neither paths nor remembered paths.
    #[error("the collection `{}` remembers no paths", folder.display())]
    NoPaths {
        /// The collection's folder.
        folder: PathBuf,
    },
    /// The topics were changed by another process again and again.
    #[error("the topics of the collection `{}` were changed while they were found", folder.display())]
    TopicsChanged {
        /// The collection's folder.
        folder: PathBuf,
    },
    /// A collection of another user names the file of a model.
    #[error("the collection `{}` belongs to another user and names the model `{model}`", folder.display())]
    ForeignModel {
        /// The collection's folder.
        folder: PathBuf,
        /// The model.
        model: String,
    },
    /// A path that the collection remembers cannot be looked at just now.
    #[error("`{path}`, which the collection remembers, cannot be read just now: {source}")]
    RootUnreadable {
        /// The path.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A collection that came from elsewhere remembers a path outside of its folder.
    #[error("the collection `{}` came from elsewhere and remembers `{path}`, which is outside of its folder", folder.display())]
    ForeignRoot {
        /// The collection's folder.
        folder: PathBuf,
        /// The path.
        path: String,
    },
    /// A path that the collection remembers is gone.
    #[error("`{path}`, which the collection remembers, does not exist any more")]
    RootGone {
        /// The path.
        path: String,
    },
    /// The query has no vector.
    #[error("the model {model} knows no word of the query `{query}`")]
    UnknownQuery {
        /// The query.
        query: String,
        /// The model.
        model: ModelId,
    },
    /// A line of the stream is not what it should be.
    #[error("line {line}: {reason}")]
    BadLine {
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// Reading or writing a stream failed.
    #[error("{what}: {source}")]
    Stream {
        /// Which stream.
        what: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
}

fn list(paths: &[String]) -> String {
    paths.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ")
}

fn no_topic(name: &str, number: Option<u64>) -> String {
    number.map_or_else(
        || format!("no topic is called `{name}`"),
        |number| format!("there is no topic {number}"),
    )
}

fn there_are(topics: usize) -> String {
    match topics {
        0 => "there is none".to_owned(),
        1 => "there is 1".to_owned(),
        n => format!("there are {n}"),
    }
}

fn in_line(line: Option<usize>) -> String {
    line.map(|line| format!(", line {line}")).unwrap_or_default()
}

impl PipelineError {
    /// The way out, where there is one.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Corpus(error) => error.hint(),
            Self::Embed(error) => error.hint(),
            Self::Hub(error) => error.hint(),
            Self::Store(error) => error.hint(),
            Self::ModelExists { .. } => {
                Some("choose another name with `--id NAME`; `cognate models` lists those that are taken".to_owned())
            }
            Self::Index(IndexError::Io { source, .. }) if source.kind() == std::io::ErrorKind::StorageFull => {
                Some("make room and run the command again: it goes on where it stopped, what was stored is kept".to_owned())
            }
            Self::Index(error) => error.hint(),
            Self::Dataset(error) => error.hint(),
            Self::Peer(error) => error.hint(),
            Self::Words(error) => error.hint(),
            Self::Cluster(error) => error.hint(),
            Self::Guided(error) => error.hint(),
            Self::Hierarchy(error) => error.hint(),
            Self::Time(error) => error.hint(),
            Self::Eval(error) => error.hint(),
            #[cfg(feature = "distill")]
            Self::Distill(error) => error.hint(),
            Self::Edit(EditError::NoTopic { .. } | EditError::GoneTopic { into: None, .. }) => {
                Some("`cognate topics edit list` shows the numbers".to_owned())
            }
            Self::Edit(error) => error.hint(),
            Self::Registry(error) => error.hint(),
            Self::NoTopicsYet { .. } => Some("find them first with `cognate topics`".to_owned()),
            Self::NoTextsOf { file } => Some(format!(
                "name it as reports show it, or read it with `cognate index {file}` and find the topics again"
            )),
            Self::NoUnitAt { file, nearest, .. } => Some(format!("the nearest begins at `{file}:{nearest}`")),
            Self::NotInTopics { .. } => Some(
                "find the topics again with `cognate topics` if it is new; boilerplate is in no topic".to_owned(),
            ),
            Self::CannotSplit { texts: 0 | 1, .. } => {
                Some("leave it whole; `cognate topics edit move` moves a text".to_owned())
            }
            Self::CannotSplit { texts, .. } => Some(format!("ask for at most {texts} with `--into`")),
            Self::UnreadableReport { .. } => Some("check the spelling of the path".to_owned()),
            Self::BadRun { .. } => Some("a run is kept by `--save FILE` of the same command".to_owned()),
            Self::NoLabels { known, .. } => {
                let more: Vec<String> = known.iter().map(|field| format!(", `{}`", crate::printable::name(field))).collect();
                Some(format!(
                    "there are `lang`, `folder`, `source` (what records have as source, publisher, author or url){}",
                    more.concat()
                ))
            }
            Self::NoSuchTopic { number: Some(_), .. } => {
                Some("`cognate topics tree` lists the topics with their numbers".to_owned())
            }
            Self::NoSuchTopic { .. } => {
                Some("`cognate topics find WORD` looks for a word in names, terms and texts".to_owned())
            }
            Self::SeveralTopics { topics, .. } => {
                let few = topics.iter().take(5).map(|(id, name)| format!("{id} `{name}`"));
                Some(format!("name one by its number: {}", few.collect::<Vec<_>>().join(", ")))
            }
            Self::NoWord { .. } => Some("give a word of letters or digits".to_owned()),
            Self::NoGroups { .. } => {
                Some("write it with groups: `cognate topics --levels 2 --json -o report.json`".to_owned())
            }
            Self::NothingToStartWith => Some("make one with `cognate index`, or name paths instead of `-`".to_owned()),
            Self::OneModel => Some("name two or more that are not the same".to_owned()),
            Self::BadReport { .. } => Some("a report is written by `cognate topics --json`".to_owned()),
            Self::OtherModel { made_with, asked, .. } if made_with.name == asked.name => Some(
                "the model of this name is another one since then; `cognate index --reembed` embeds everything anew \
                 with it"
                    .to_owned(),
            ),
            Self::OtherModel { made_with, .. } => Some(format!(
                "leave `--model` out or name `{}`; `cognate index --reembed` embeds everything anew with the other model",
                made_with.name
            )),
            Self::NoCollection { .. } => Some(
                "make one with `cognate index PATH...`, or name the paths to read after the command"
                    .to_owned(),
            ),
            Self::EmptyCorpus { skipped, .. } => Some(format!(
                "text, Markdown, HTML, JSON, tables, mail, office documents, EPUB and PDF are read{}",
                match skipped {
                    0 => String::new(),
                    1 => "; 1 file was passed over".to_owned(),
                    n => format!("; {n} files were passed over"),
                }
            )),
            Self::NotWhole { .. } => Some(
                "`cognate status` lists them; what can be read is in the collection, and without `--strict` this is no error"
                    .to_owned(),
            ),
            Self::NoPaths { .. } => Some("name the paths: `cognate index PATH...`".to_owned()),
            Self::RootGone { path } => {
                Some(format!("nothing was removed; if that is meant, run `cognate index --forget {path}`"))
            }
            Self::TopicsChanged { .. } => Some("run it again when the other one has finished".to_owned()),
            Self::ForeignModel { model, .. } => {
                Some(format!("say that it is meant with `--model {model}`, if you trust that file"))
            }
            Self::RootUnreadable { .. } => Some(
                "nothing was removed; make it readable, or name the paths that are to be read: `cognate index PATH...`"
                    .to_owned(),
            ),
            Self::ForeignRoot { path, .. } => Some(format!(
                "nothing was read; if it is meant, name it: `cognate index {path}`; if not: `cognate index --forget {path}`"
            )),
            Self::Filter(error) => error.hint(),
            Self::NoSuchPlace { .. } => Some(
                "name a file of the collection and a line of it, as a result shows it, or the id of a record".to_owned(),
            ),
            Self::UnknownQuery { .. } => Some("use other words, or another language".to_owned()),
            Self::BadLine { .. } => {
                Some("each line is one JSON object: {\"id\": \"...\", \"text\": \"...\"}".to_owned())
            }
            Self::Report(error) => error.hint(),
            Self::Stream { .. } => None,
        }
    }
}
