//! Keeps the file of words in step with the database, and opens it: as the index file of vectors is kept (`freeze.rs`).

use std::path::PathBuf;
use std::sync::Arc;

use crate::embed::static_model::StaticModel;
use crate::pipeline::{Collection, PipelineError, Progress};
use crate::query::Terms;
use crate::report::answers::status::IndexState;
use crate::store::{Stored, StoredText};
use crate::words::{Passage, Searched, WordIndex, WordsBuilder, WordsError};

/// File name of the words in a collection's folder.
const FILE: &str = "words.cog";

/// Texts whose words are counted together.
const BATCH: usize = 4096;

/// The words of a collection, ready to be searched.
pub(in crate::pipeline) struct Words {
    /// The file and what came after it was written, or everything in memory.
    indexes: Vec<(Arc<WordIndex>, Option<Vec<bool>>)>,
    /// Number of texts that are there.
    pub(in crate::pipeline) live: usize,
}

impl Words {
    /// What a query goes through.
    pub(in crate::pipeline) fn searched(&self) -> Vec<Searched<'_>> {
        self.indexes.iter().map(|(index, live)| Searched { index, live: live.as_deref() }).collect()
    }

    /// The embeddings of texts that may have what a query requires, rising; nothing where all may.
    pub(in crate::pipeline) fn having(&self, terms: &[Terms]) -> Result<Option<Vec<i64>>, WordsError> {
        let keys: Vec<String> = terms.iter().flat_map(Terms::required_keys).flatten().collect();
        let prefixes: Vec<String> = terms.iter().flat_map(Terms::prefixes).collect();
        if keys.is_empty() && prefixes.is_empty() {
            return Ok(None);
        }
        let indexes: Vec<&WordIndex> = self.indexes.iter().map(|(index, _)| &**index).collect();
        crate::words::having(&indexes, &keys, &prefixes).map(Some)
    }

    /// The place of an embedding: which index, and which of its passages.
    pub(in crate::pipeline) fn place(&self, id: i64) -> Result<Option<(usize, usize)>, WordsError> {
        for (number, (index, _)) in self.indexes.iter().enumerate() {
            if let Ok(place) = index.ids()?.binary_search(&id) {
                return Ok(Some((number, place)));
            }
        }
        Ok(None)
    }
}

impl Collection {
    pub(in crate::pipeline) fn words_path(&self) -> PathBuf {
        self.folder().join(FILE)
    }

    /// The model that words are compared with: the collection's own where it knows words by themselves, else the built-in one.
    pub(in crate::pipeline) fn words_model(&self) -> Result<&StaticModel, PipelineError> {
        if let Some(model) = self.embedder.static_model() {
            return Ok(model);
        }
        if let Some(model) = self.builtin.get() {
            return Ok(model);
        }
        let model = StaticModel::builtin()?;
        Ok(self.builtin.get_or_init(|| model))
    }

    /// The words of all texts whose embeddings have an id above `after`.
    fn count_words<'m>(
        &self,
        stored: Stored,
        after: i64,
        model: &'m StaticModel,
    ) -> Result<WordsBuilder<'m>, PipelineError> {
        let mut builder = WordsBuilder::new(model, stored.dimension);
        self.store.each_text(stored, after, BATCH, &mut |texts| {
            let passages: Vec<Passage<'_>> = texts
                .iter()
                .map(|StoredText { id, text, language, vector }| Passage {
                    id: *id,
                    text,
                    language: *language,
                    vector: vector.as_deref(),
                })
                .collect();
            builder.add(&passages);
        })?;
        Ok(builder)
    }

    /// Writes the file from the database.
    pub(in crate::pipeline) fn write_words(&self, stored: Stored) -> Result<(), PipelineError> {
        let model = self.words_model()?;
        let builder = self.count_words(stored, 0, model)?;
        WordIndex::write(&self.words_path(), builder, model)?;
        Ok(())
    }

    /// Number of texts of the file that are there no more; nothing when the file has to be written anew.
    pub(in crate::pipeline) fn stale_words(
        &self,
        stored: Stored,
        share: f64,
    ) -> Result<Option<usize>, PipelineError> {
        let model = self.words_model()?;
        let opened =
            WordIndex::open(&self.words_path(), model).and_then(|index| index.check().map(|()| index));
        let Ok(index) = opened else { return Ok(None) };
        let last = index.ids()?.last().copied().unwrap_or(0);
        let ids = index.ids()?;
        let went = self.store.removed(last)?.iter().filter(|id| ids.binary_search(id).is_ok()).count();
        let (came, _) = self.store.texts_extent(stored, last)?;
        let live = index.len() - went + came;
        Ok(((came + went) as f64 <= share * live as f64).then_some(went))
    }

    /// State and size of the file; with `thorough`, every byte of it is read.
    pub(in crate::pipeline) fn words_state(
        &self,
        thorough: bool,
    ) -> Result<(IndexState, u64), PipelineError> {
        let path = self.words_path();
        let bytes = std::fs::metadata(&path).map_or(0, |m| m.len());
        let Some(stored) = self.stored.filter(|_| !self.store.is_in_memory()) else {
            return Ok((IndexState::Missing, bytes));
        };
        let opened = WordIndex::open(&path, self.words_model()?).and_then(|index| {
            if thorough {
                index.check()?;
            }
            Ok((index.ids()?.last().copied().unwrap_or(0), index))
        });
        let Ok((last, index)) = opened else { return Ok((IndexState::Missing, bytes)) };
        let ids = index.ids()?;
        let went = self.store.removed(last)?.iter().any(|id| ids.binary_search(id).is_ok());
        let stale = went || self.store.texts_extent(stored, last)?.0 > 0;
        Ok((if stale { IndexState::Stale } else { IndexState::Fresh }, bytes))
    }

    /// Opens the file, and counts the words of what came after it; everything where it cannot be used.
    pub(in crate::pipeline) fn words(
        &self,
        stored: Stored,
        use_file: bool,
        progress: &dyn Progress,
    ) -> Result<Words, PipelineError> {
        let model = self.words_model()?;
        let path = self.words_path();
        let mut indexes = Vec::new();
        let mut after = 0;
        if use_file && !self.store.is_in_memory() {
            let opened = self.opened.words(&path, model);
            match opened.and_then(|index| Ok((index.ids()?.last().copied(), index))) {
                Ok((last, index)) => {
                    after = last.unwrap_or(0);
                    let removed = self.store.removed(after)?;
                    let live = live(&index, &removed)?;
                    indexes.push((index, live));
                }
                Err(error) if path.exists() => {
                    progress.note(&format!("{error}; every text is read from the database instead"));
                }
                Err(_) => {}
            }
        }
        let (came, last) = self.store.texts_extent(stored, after)?;
        if indexes.is_empty() || came > 0 {
            let count = || Ok(WordIndex::in_memory(self.count_words(stored, after, model)?, model)?);
            indexes.push((self.opened.words_after((after, came, last), count)?, None));
        }
        let count = |(index, live): &(Arc<WordIndex>, Option<Vec<bool>>)| {
            live.as_ref().map_or(index.len(), |live| live.iter().filter(|live| **live).count())
        };
        let live = indexes.iter().map(count).sum();
        Ok(Words { indexes, live })
    }
}

/// Which passages are there, where some are not.
fn live(index: &WordIndex, removed: &[i64]) -> Result<Option<Vec<bool>>, WordsError> {
    let ids = index.ids()?;
    let gone: Vec<usize> = removed.iter().filter_map(|id| ids.binary_search(id).ok()).collect();
    if gone.is_empty() {
        return Ok(None);
    }
    let mut live = vec![true; ids.len()];
    for place in gone {
        live[place] = false;
    }
    Ok(Some(live))
}
