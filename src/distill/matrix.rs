//! Products of matrices on all cores.

use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis};
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
        .for_each(|(out, a)| multiply(out, a, b));
    out
}

/// Writes `a · b` to `out`.
///
/// # Panics
/// When the shapes do not fit: a mistake of the caller.
#[expect(
    unsafe_code,
    reason = "the kernels of `gemm` take pointers; they use AVX-512 where ndarray's do not"
)]
fn multiply(mut out: ArrayViewMut2<'_, f32>, a: ArrayView2<'_, f32>, b: ArrayView2<'_, f32>) {
    let (rows, columns) = out.dim();
    let inner = a.ncols();
    assert!(a.nrows() == rows && b.dim() == (inner, columns), "{:?} · {:?} does not fit", a.dim(), b.dim());
    let (out_strides, a_strides, b_strides) =
        (strides(out.strides()), strides(a.strides()), strides(b.strides()));
    // SAFETY: ndarray's views hold memory for all indices below their dimensions at the pointer plus index times
    // stride; the dimensions fit each other (checked above); `out` is borrowed mutably and so overlaps with neither.
    unsafe {
        gemm::gemm(
            rows,
            columns,
            inner,
            out.as_mut_ptr(),
            out_strides.1,
            out_strides.0,
            false,
            a.as_ptr(),
            a_strides.1,
            a_strides.0,
            b.as_ptr(),
            b_strides.1,
            b_strides.0,
            0.0,
            1.0,
            false,
            false,
            false,
            gemm::Parallelism::None,
        );
    }
}

/// Strides of rows and of columns.
fn strides(strides: &[isize]) -> (isize, isize) {
    (strides[0], strides[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_those_of_the_definition_however_the_matrices_lie() {
        let matrix = |rows: usize, columns: usize, salt: usize| {
            Array2::from_shape_fn((rows, columns), |(i, j)| ((i * 31 + j * 17 + salt) % 23) as f32 - 11.0)
        };
        let (a, b) = (matrix(700, 9, 1), matrix(9, 40, 5));
        let expected =
            Array2::from_shape_fn((700, 40), |(i, j)| (0..9).map(|k| a[[i, k]] * b[[k, j]]).sum::<f32>());
        let turned = |m: &Array2<f32>| m.t().as_standard_layout().into_owned();
        // Whole numbers: sums are exact in any order.
        assert_eq!(product(a.view(), b.view()), expected);
        assert_eq!(product(turned(&a).t(), b.view()), expected);
        assert_eq!(product(a.view(), turned(&b).t()), expected);
        assert_eq!(product(a.slice(ndarray::s![..;2, ..]), b.view()), expected.slice(ndarray::s![..;2, ..]));
    }
}
