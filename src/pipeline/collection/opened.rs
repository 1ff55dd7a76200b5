//! What searches have opened and read, for the next one of the same process.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::embed::static_model::StaticModel;
use crate::index::{Exact, Frozen, IndexError};
use crate::pipeline::PipelineError;
use crate::words::{WordIndex, WordsError};

/// What tells the embeddings that came after an index file was written: above which id, how many, and the greatest of them. Ids only grow, so
/// others have another number or another greatest.
pub(in crate::pipeline) type Came = (i64, usize, i64);

/// Files that stay open as long as nothing else is in their place, and what came after they were written.
#[derive(Default)]
pub(in crate::pipeline) struct Opened {
    words: Held<(), WordIndex>,
    vectors: Held<(), Frozen>,
    words_after: Held<Came, WordIndex>,
    vectors_after: Held<Came, Exact>,
}

impl Opened {
    /// The file of words.
    pub(in crate::pipeline) fn words(
        &self,
        path: &Path,
        model: &StaticModel,
    ) -> Result<Arc<WordIndex>, WordsError> {
        self.words.get((), |index| index.is_at(path), || WordIndex::open(path, model))
    }

    /// The file of vectors.
    pub(in crate::pipeline) fn vectors(&self, path: &Path, model: &str) -> Result<Arc<Frozen>, IndexError> {
        self.vectors.get((), |index| index.is_at(path), || Frozen::open(path, model))
    }

    /// The words of what came after.
    pub(in crate::pipeline) fn words_after(
        &self,
        came: Came,
        read: impl FnOnce() -> Result<WordIndex, PipelineError>,
    ) -> Result<Arc<WordIndex>, PipelineError> {
        self.words_after.get(came, |_| true, read)
    }

    /// The vectors of what came after.
    pub(in crate::pipeline) fn vectors_after(
        &self,
        came: Came,
        read: impl FnOnce() -> Result<Exact, PipelineError>,
    ) -> Result<Arc<Exact>, PipelineError> {
        self.vectors_after.get(came, |_| true, read)
    }
}

/// Something that was read, and what it was read for.
struct Held<K, T>(Mutex<Option<(K, Arc<T>)>>);

impl<K, T> Default for Held<K, T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<K: PartialEq, T> Held<K, T> {
    /// What is held, where it is of this `key` and still right; else what is read now.
    fn get<E>(
        &self,
        key: K,
        is_right: impl Fn(&T) -> bool,
        read: impl FnOnce() -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        let mut place = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*place {
            Some((of, held)) if *of == key && is_right(held) => return Ok(Arc::clone(held)),
            // What is of no use goes before its successor comes.
            _ => *place = None,
        }
        let new = Arc::new(read()?);
        *place = Some((key, Arc::clone(&new)));
        Ok(new)
    }
}
