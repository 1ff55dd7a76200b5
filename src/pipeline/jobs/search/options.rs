//! What can be asked for, and how.

use std::path::PathBuf;

use crate::pipeline::Base;
use crate::pipeline::collection::absolute;
use crate::query::Filter;
use crate::report::answers::search::SearchMode;

/// What to find.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct SearchOptions {
    /// Most results.
    pub k: usize,
    /// By what texts are ranked.
    pub mode: SearchMode,
    /// Least cosine of a result.
    pub min_similarity: f32,
    /// Least probability that a result answers the query; with one, nothing below it is a result.
    pub min_confidence: Option<f32>,
    /// Find boilerplate too.
    pub boilerplate: bool,
    /// Only units that this lets through.
    pub filter: Option<Filter>,
    /// Look at every vector, also where there is a graph.
    pub exact: bool,
    /// Breadth of a graph search; what the collection keeps, else [`SearchParams::BREADTH`](crate::index::SearchParams::BREADTH).
    pub ef: Option<usize>,
    /// Take queries as they are: no sign in them has a meaning.
    pub literal: bool,
    /// Texts that results are not to be like.
    pub not: Vec<String>,
    /// Most results of one file.
    pub per_file: Option<usize>,
    /// One result of each document.
    pub per_document: bool,
    /// Texts that are nearly the same are one result.
    pub fold: bool,
    /// Results that a reranker reads again, where there is one: the best of so many.
    pub rerank: usize,
    /// How much it counts that results are like the query rather than unlike each other, 0 to 1 (maximal marginal relevance); nothing: no
    /// look at each other.
    pub diverse: Option<f32>,
    /// Units shown before each result, of the same document.
    pub before: usize,
    /// Units shown after each result.
    pub after: usize,
}

impl SearchOptions {
    /// Results that are read again unless a number is asked for.
    pub const RERANK: usize = 50;

    /// Whether boilerplate is found, because it is asked for or a condition speaks of it.
    pub(super) fn shows_boilerplate(&self) -> bool {
        self.boilerplate || self.filter.as_ref().is_some_and(Filter::mentions_boilerplate)
    }
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self {
            k: 10,
            mode: SearchMode::Both,
            min_similarity: -1.0,
            min_confidence: None,
            boilerplate: false,
            filter: None,
            exact: false,
            ef: None,
            literal: false,
            not: Vec::new(),
            per_file: None,
            per_document: false,
            fold: true,
            rerank: Self::RERANK,
            diverse: None,
            before: 0,
            after: 0,
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Text: words, a sentence, a paragraph.
    Text(String),
    /// What is like the unit that stands at a line of a file; it is no result itself.
    LikePlace {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
    },
    /// What is like the document with an id of its own.
    LikeId(String),
}

impl From<&str> for Ask {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// What is asked for, as a person named it.
pub(super) fn shown(ask: &Ask, text: &str, base: &Base) -> String {
    match ask {
        Ask::Text(_) => text.to_owned(),
        Ask::LikePlace { path, line } => format!("like {}:{line}", base.show(&absolute(path))),
        Ask::LikeId(id) => format!("like {id}"),
    }
}
