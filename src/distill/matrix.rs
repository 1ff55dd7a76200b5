//! Products of matrices on all cores.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, Axis};
use rayon::prelude::*;

/// Rows of a product that one thread computes at a time. The cut depends on nothing else, so that a product has the
/// same bits on any number of threads.
const ROWS: usize = 512;

/// `a · b`.
pub(super) fn product(a: ArrayView2<'_, f32>, b: ArrayView2<'_, f32>) -> Array2<f32> {
    let mut out = Array2::zeros((a.nrows(), b.ncols()));
    out.axis_chunks_iter_mut(Axis(0), ROWS)
        .into_par_iter()
        .zip(a.axis_chunks_iter(Axis(0), ROWS))
        .for_each(|(mut out, a)| general_mat_mul(1.0, &a, &b, 0.0, &mut out));
    out
}
