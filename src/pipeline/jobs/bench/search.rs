//! Whole searches as contenders: from text to results.

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
