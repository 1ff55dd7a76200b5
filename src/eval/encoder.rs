//! A model that reads texts a batch at a time, and what is counted on the way.

use super::EvalError;
use crate::embed::{Embedder, Embeddings, EmbeddingsBuilder};
use crate::index::dot;

/// Reads the texts of a task with one model.
pub struct Encoder<'a> {
    model: &'a dyn Embedder,
    done: &'a dyn Fn(usize),
    texts: usize,
    without_vector: usize,
}

impl<'a> Encoder<'a> {
    /// `done` is told the number of texts read so far.
    pub fn new(model: &'a dyn Embedder, done: &'a dyn Fn(usize)) -> Self {
        Self { model, done, texts: 0, without_vector: 0 }
    }

    /// The model.
    pub(super) fn model(&self) -> &'a dyn Embedder {
        self.model
    }

    /// Number of texts so far of which the model knew no token.
    pub fn without_vector(&self) -> usize {
        self.without_vector
    }

    /// Vectors of texts to be found.
    pub(super) fn passages(&mut self, texts: &[&str]) -> Result<Embeddings, EvalError> {
        let info = self.model.info();
        let mut builder = EmbeddingsBuilder::new(info.dimension, texts.len());
        for batch in texts.chunks(info.batch.max(1)) {
            let vectors = self.model.passages(batch)?;
            for i in 0..batch.len() {
                self.count(vectors.get(i).is_none());
                builder.push(vectors.get(i))?;
            }
            (self.done)(self.texts);
        }
        Ok(builder.finish()?)
    }

    /// Vectors of questions.
    pub(super) fn queries(&mut self, texts: &[&str]) -> Result<Embeddings, EvalError> {
        let mut builder = EmbeddingsBuilder::new(self.model.info().dimension, texts.len());
        for text in texts {
            let vector = self.model.query(text)?;
            self.count(vector.is_none());
            builder.push(vector.as_deref())?;
            (self.done)(self.texts);
        }
        Ok(builder.finish()?)
    }

    fn count(&mut self, without_vector: bool) {
        self.texts += 1;
        self.without_vector += usize::from(without_vector);
    }
}

/// Cosine of two unit vectors; 0 when one is missing.
pub(super) fn cosine(a: Option<&[f32]>, b: Option<&[f32]>) -> f32 {
    a.zip(b).map_or(0.0, |(a, b)| dot(a, b))
}

/// The `k` vectors with the greatest cosine to `query`, best first, equal ones in their order.
pub(super) fn nearest(query: &[f32], among: &Embeddings, k: usize) -> Vec<(usize, f32)> {
    let mut found: Vec<(usize, f32)> =
        (0..among.len()).map(|i| (i, cosine(Some(query), among.get(i)))).collect();
    let best_first = |a: &(usize, f32), b: &(usize, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if k < found.len() {
        found.select_nth_unstable_by(k, best_first);
        found.truncate(k);
    }
    found.sort_unstable_by(best_first);
    found
}
