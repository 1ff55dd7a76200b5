//! Fewer dimensions that keep most of the cosines.

use linfa_linalg::eigh::{EigSort, Eigh};
use ndarray::{Array1, Array2, ArrayView2, Axis, Slice};
use rayon::prelude::*;

/// Rows from which the directions are found.
const SAMPLE: usize = 200_000;

/// The `dimension` directions along which rows vary most from the origin, strongest first, as columns: uncentred
/// principal components, which keep scalar products best (Eckart and Young 1936).
pub(super) fn directions(rows: ArrayView2<'_, f32>, dimension: usize) -> Option<Array2<f32>> {
    let step = rows.nrows().div_ceil(SAMPLE).max(1);
    let sample = rows.slice_axis(Axis(0), Slice::new(0, None, step as isize));
    // Partial sums in double precision and fixed order: the same directions on any number of threads.
    let parts: Vec<Array2<f64>> = sample
        .axis_chunks_iter(Axis(0), 4096)
        .into_par_iter()
        .map(|part| part.t().dot(&part).mapv(f64::from))
        .collect();
    let mut moments = Array2::<f64>::zeros((rows.ncols(), rows.ncols()));
    for part in &parts {
        moments += part;
    }
    let (_, vectors) = moments.eigh().ok()?.sort_eig_desc();
    let mut directions = vectors.slice_axis(Axis(1), Slice::from(..dimension)).mapv(|x| x as f32);
    // The sign of a direction is free: the largest entry is made positive.
    for mut column in directions.columns_mut() {
        let largest = column.iter().copied().fold(0.0_f32, |a, x| if x.abs() > a.abs() { x } else { a });
        if largest < 0.0 {
            column.mapv_inplace(|x| -x);
        }
    }
    Some(directions)
}

/// Takes the mean row off every row; rows of zeros stay.
pub(super) fn center(rows: &mut Array2<f32>) {
    let parts: Vec<(Array1<f64>, usize)> = rows
        .axis_chunks_iter(Axis(0), 4096)
        .into_par_iter()
        .map(|part| {
            let known = part.rows().into_iter().filter(|row| row.iter().any(|x| *x != 0.0)).count();
            (part.mapv(f64::from).sum_axis(Axis(0)), known)
        })
        .collect();
    let known: usize = parts.iter().map(|(_, known)| known).sum();
    let mut mean = Array1::<f64>::zeros(rows.ncols());
    for (sum, _) in &parts {
        mean += sum;
    }
    let mean = mean.mapv(|x| (x / known.max(1) as f64) as f32);
    rows.axis_iter_mut(Axis(0)).into_par_iter().for_each(|mut row| {
        if row.iter().any(|x| *x != 0.0) {
            row -= &mean;
        }
    });
}

/// Brings every row to length one; rows of zeros stay.
pub(super) fn normalise(rows: &mut Array2<f32>) {
    rows.axis_iter_mut(Axis(0)).into_par_iter().for_each(|mut row| {
        let norm = row.dot(&row).sqrt();
        if norm > 0.0 {
            row /= norm;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn the_strongest_direction_comes_first() {
        let rows = array![[3.0, 3.0, 0.1], [-2.0, -2.0, 0.0], [1.0, -1.0, 0.0], [0.0, 0.0, 0.1]];
        let found = directions(rows.view(), 2).unwrap();
        let half = 0.5_f32.sqrt();
        assert!((found[[0, 0]] - half).abs() < 0.01 && (found[[1, 0]] - half).abs() < 0.01, "{found}");
        assert!((found[[0, 1]] + found[[1, 1]]).abs() < 0.01, "{found}");
    }
}
