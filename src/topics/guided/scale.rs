//! How far a topic stands out in a text among general subjects.

use ndarray::{Array1, Array2, ArrayView2, Zip};

/// Mean and spread of each row's cosines to the subjects.
pub(super) struct Scale {
    mean: Array1<f32>,
    spread: Array1<f32>,
}

impl Scale {
    /// `rows` of shape `(n, dim)`, `subjects` of shape `(n_subjects, dim)`.
    pub(super) fn new(rows: ArrayView2<'_, f32>, subjects: &Array2<f32>) -> Self {
        let cosines = rows.dot(&subjects.t());
        let count = cosines.ncols().max(1) as f32;
        let mean: Array1<f32> = cosines.outer_iter().map(|row| row.sum() / count).collect();
        let spread = Zip::from(cosines.rows()).and(&mean).map_collect(|row, &mean| {
            (row.iter().map(|cosine| (cosine - mean).powi(2)).sum::<f32>() / count).sqrt()
        });
        Self { mean, spread }
    }

    /// Cosines of the rows to the topics in spreads above the mean, `(n, n_topics)`; 0 where there is no
    /// spread.
    ///
    /// A text that has nothing to do with a topic gets 0 on average with a spread of 1, whatever the model,
    /// the language and the length of the text; one that is about it gets 2 to 4.
    pub(super) fn standard(&self, rows: ArrayView2<'_, f32>, topics: &Array2<f32>) -> Array2<f32> {
        let mut scores = rows.dot(&topics.t());
        Zip::from(scores.rows_mut()).and(&self.mean).and(&self.spread).for_each(|mut row, &mean, &spread| {
            row.mapv_inplace(|cosine| if spread > 1e-6 { (cosine - mean) / spread } else { 0.0 });
        });
        scores
    }
}
