//! [`Embeddings`]: rows that are finite and of length one, checked once, when they are made.

use ndarray::{Array2, ArrayView2};

use super::EmbedError;

/// The vectors of a list of texts, shape `(n_known, dimension)`; rows are finite and of Euclidean length one,
/// so that the dot product of two rows is their cosine.
#[derive(Debug, Clone, PartialEq)]
pub struct Embeddings {
    rows: Array2<f32>,
    row_of: Vec<Option<u32>>,
    /// Number and windows of each text that was read in more than one.
    in_parts: Vec<(u32, u32)>,
}

impl Embeddings {
    /// Number of texts, those without a vector included.
    pub fn len(&self) -> usize {
        self.row_of.len()
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.row_of.is_empty()
    }

    /// Number of dimensions.
    pub fn dimension(&self) -> usize {
        self.rows.ncols()
    }

    /// The vector of text `i`, or `None` when the model knew no token of it.
    ///
    /// # Panics
    /// When `i` is not below [`Embeddings::len`], as indexing does.
    pub fn get(&self, i: usize) -> Option<&[f32]> {
        let row = self.row_of[i]? as usize;
        let dimension = self.dimension();
        self.rows.as_slice().map(|all| &all[row * dimension..(row + 1) * dimension])
    }

    /// In how many windows text `i` was read: one, unless it was longer than the model's window.
    pub fn windows(&self, i: usize) -> usize {
        match self.in_parts.binary_search_by_key(&i, |(text, _)| *text as usize) {
            Ok(found) => self.in_parts[found].1 as usize,
            Err(_) => 1,
        }
    }

    /// How many texts were longer than the model's window and were read in parts.
    pub fn windowed(&self) -> usize {
        self.in_parts.len()
    }

    /// The vectors of the texts that have one, in order, shape `(n_known, dimension)`.
    pub fn rows(&self) -> ArrayView2<'_, f32> {
        self.rows.view()
    }
}

/// Collects vectors, brings them to length one and refuses what is not finite.
#[derive(Debug)]
pub struct EmbeddingsBuilder {
    dimension: usize,
    data: Vec<f32>,
    row_of: Vec<Option<u32>>,
    in_parts: Vec<(u32, u32)>,
}

impl EmbeddingsBuilder {
    /// For vectors of `dimension` numbers, about `n` of them.
    pub fn new(dimension: usize, n: usize) -> Self {
        Self {
            dimension,
            data: Vec::with_capacity(n * dimension),
            row_of: Vec::with_capacity(n),
            in_parts: Vec::new(),
        }
    }

    /// Adds the next text's vector as [`EmbeddingsBuilder::push`] does, and notes that it was made of `windows` parts of
    /// the text.
    ///
    /// # Errors
    /// As [`EmbeddingsBuilder::push`].
    pub fn push_parts(&mut self, vector: Option<&[f32]>, windows: usize) -> Result<(), EmbedError> {
        if windows > 1 {
            self.in_parts.push((self.row_of.len() as u32, windows as u32));
        }
        self.push(vector)
    }

    /// Adds the next text's vector, of any length above zero; `None` or a zero vector for a text without one.
    ///
    /// # Errors
    /// [`EmbedError::Dimension`] for another number of dimensions, [`EmbedError::NotFinite`] for a NaN or
    /// an infinity.
    pub fn push(&mut self, vector: Option<&[f32]>) -> Result<(), EmbedError> {
        let Some(vector) = vector else {
            self.row_of.push(None);
            return Ok(());
        };
        if vector.len() != self.dimension {
            return Err(EmbedError::Dimension { expected: self.dimension, received: vector.len() });
        }
        let squared: f32 = vector.iter().map(|x| x * x).sum();
        if !squared.is_finite() {
            return Err(EmbedError::NotFinite { text: self.row_of.len() });
        }
        if squared <= f32::MIN_POSITIVE {
            self.row_of.push(None);
            return Ok(());
        }
        let scale = squared.sqrt().recip();
        self.row_of.push(Some((self.data.len() / self.dimension) as u32));
        self.data.extend(vector.iter().map(|x| x * scale));
        Ok(())
    }

    /// The finished embeddings.
    ///
    /// # Errors
    /// [`EmbedError::Dimension`] when the dimension is zero and texts were given.
    pub fn finish(self) -> Result<Embeddings, EmbedError> {
        let n = self.data.len().checked_div(self.dimension).unwrap_or(0);
        let rows = Array2::from_shape_vec((n, self.dimension), self.data)
            .map_err(|_| EmbedError::Dimension { expected: self.dimension, received: 0 })?;
        Ok(Embeddings { rows, row_of: self.row_of, in_parts: self.in_parts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_length_one_and_unknown_texts_have_none() {
        let mut builder = EmbeddingsBuilder::new(2, 3);
        builder.push(Some(&[3.0, 4.0])).unwrap();
        builder.push(None).unwrap();
        builder.push(Some(&[0.0, 0.0])).unwrap();
        builder.push(Some(&[0.0, -2.0])).unwrap();
        let embeddings = builder.finish().unwrap();
        assert_eq!(embeddings.len(), 4);
        assert_eq!(embeddings.get(0), Some(&[0.6, 0.8][..]));
        assert_eq!(embeddings.get(1), None);
        assert_eq!(embeddings.get(2), None);
        assert_eq!(embeddings.get(3), Some(&[0.0, -1.0][..]));
        assert_eq!(embeddings.rows().dim(), (2, 2));
    }

    #[test]
    fn texts_that_were_read_in_parts_are_counted() {
        let mut builder = EmbeddingsBuilder::new(1, 4);
        for windows in [1, 3, 0, 2] {
            builder.push_parts(Some(&[2.0]), windows).unwrap();
        }
        let embeddings = builder.finish().unwrap();
        assert_eq!([0, 1, 2, 3].map(|i| embeddings.windows(i)), [1, 3, 1, 2]);
        assert_eq!(embeddings.windowed(), 2);
    }

    #[test]
    fn what_is_not_a_finite_vector_of_the_dimension_is_refused() {
        let mut builder = EmbeddingsBuilder::new(2, 1);
        assert!(matches!(
            builder.push(Some(&[1.0])),
            Err(EmbedError::Dimension { expected: 2, received: 1 })
        ));
        assert!(matches!(builder.push(Some(&[f32::NAN, 1.0])), Err(EmbedError::NotFinite { text: 0 })));
        assert!(matches!(builder.push(Some(&[f32::MAX, 1.0])), Err(EmbedError::NotFinite { text: 0 })));
    }
}
