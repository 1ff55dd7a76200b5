//! Whole searches as contenders: from text to results, in this process and from the start of another.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::bench::Contender;
use crate::index::{Neighbor, SearchScratch, Work};
use crate::pipeline::{Ask, Base, Collection, PipelineError, SearchOptions, Silent};
use crate::report::answers::search::SearchMode;

/// Searches of a collection by one mode.
pub(super) struct Searches<'a> {
    pub(super) collection: &'a Collection,
    pub(super) texts: &'a [String],
    pub(super) mode: SearchMode,
    pub(super) k: usize,
}

impl Searches<'_> {
    pub(super) fn name(&self) -> &'static str {
        match self.mode {
            SearchMode::Both => "words and meaning",
            SearchMode::Words => "words",
            SearchMode::Meaning => "meaning",
        }
    }
}

impl Contender<PipelineError> for &Searches<'_> {
    fn answer(
        &self,
        query: usize,
        _: &mut SearchScratch,
        found: &mut Vec<Neighbor>,
    ) -> Result<Option<Work>, PipelineError> {
        found.clear();
        let ask = Ask::Text(self.texts[query].clone());
        let options = SearchOptions { k: self.k, mode: self.mode, literal: true, ..SearchOptions::default() };
        let base = Base::new(std::path::PathBuf::new());
        match self.collection.search(&[ask], &options, &base, &Silent) {
            // A query of words that are nowhere is answered: with nothing.
            Ok(_) | Err(PipelineError::UnknownQuery { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Searches of a collection by a program that is started for each.
pub(super) struct Starts<'a> {
    pub(super) program: PathBuf,
    pub(super) folder: PathBuf,
    pub(super) texts: &'a [String],
    pub(super) mode: SearchMode,
    pub(super) k: usize,
}

impl Contender<PipelineError> for &Starts<'_> {
    fn answer(
        &self,
        query: usize,
        _: &mut SearchScratch,
        found: &mut Vec<Neighbor>,
    ) -> Result<Option<Work>, PipelineError> {
        found.clear();
        let ended = Command::new(&self.program)
            .args(["search", "--json", "--quiet", "--literal", "--mode", self.mode.name(), "-k"])
            .arg(self.k.to_string())
            .arg("--collection")
            .arg(&self.folder)
            .arg("--")
            .arg(&self.texts[query])
            .stdin(Stdio::null())
            .output()
            .map_err(|source| PipelineError::Stream { what: "starting this program", source })?;
        // 1: nothing was found, which is an answer.
        if matches!(ended.status.code(), Some(0 | 1)) {
            return Ok(None);
        }
        let said = String::from_utf8_lossy(&ended.stderr);
        let first = said.lines().next().unwrap_or("it ended without a word").to_owned();
        let source = std::io::Error::other(first);
        Err(PipelineError::Stream { what: "a search of its own process", source })
    }
}
