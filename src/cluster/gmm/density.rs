//! How likely each component of a fitted mixture makes a row.

use std::f64::consts::TAU;

use linfa_clustering::GaussianMixtureModel;
use linfa_linalg::cholesky::Cholesky;
use linfa_linalg::triangular::{SolveTriangularInplace, UPLO};
use ndarray::parallel::prelude::*;
use ndarray::{Array1, Array2, ArrayView2, Axis};

/// Rows whose densities are computed at once.
const BLOCK: usize = 1_024;

/// One Gaussian and its share of the rows.
struct Component {
    mean: Array1<f64>,
    /// Takes a row less the mean to where the Gaussian is round with variance 1, `(d, d)`.
    whiten: Array2<f64>,
    /// Logarithm of the weight and of the density at the mean.
    log_peak: f64,
}

/// A fitted mixture. Densities are kept as logarithms throughout: those of far rows are below the smallest number.
pub(super) struct Mixture(Vec<Component>);

impl Mixture {
    /// Takes the components of a fitted model.
    pub(super) fn new(model: &GaussianMixtureModel<f64>) -> linfa_linalg::Result<Self> {
        let parts =
            model.weights().iter().zip(model.means().outer_iter()).zip(model.covariances().outer_iter());
        let component = |((&weight, mean), covariance): ((&f64, _), ArrayView2<'_, f64>)| {
            let mean: ndarray::ArrayView1<'_, f64> = mean;
            let root = covariance.cholesky()?;
            let log_root: f64 = root.diag().iter().map(|value| value.ln()).sum();
            let whiten = root.solve_triangular_into(Array2::eye(mean.len()), UPLO::Lower)?.t().to_owned();
            let log_peak = weight.ln() - log_root - 0.5 * mean.len() as f64 * TAU.ln();
            Ok(Component { mean: mean.to_owned(), whiten, log_peak })
        };
        Ok(Self(parts.map(component).collect::<linfa_linalg::Result<_>>()?))
    }

    /// Number of components.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// For each row of `(n, d)` the component among `kept` (not none) that it most likely comes from, and how likely
    /// that is, in (0, 1].
    pub(super) fn assign(&self, rows: ArrayView2<'_, f64>, kept: &[usize]) -> Vec<(usize, f64)> {
        let blocks: Vec<Vec<(usize, f64)>> = rows
            .axis_chunks_iter(Axis(0), BLOCK)
            .into_par_iter()
            .map(|rows| {
                let logs: Vec<Vec<f64>> =
                    kept.iter().map(|&component| self.0[component].log_densities(rows)).collect();
                (0..rows.nrows()).map(|row| most_likely(logs.iter().map(|logs| logs[row]), kept)).collect()
            })
            .collect();
        blocks.into_iter().flatten().collect()
    }
}

impl Component {
    /// Logarithm of the weighted density at each row.
    fn log_densities(&self, rows: ArrayView2<'_, f64>) -> Vec<f64> {
        let whitened = (&rows - &self.mean).dot(&self.whiten);
        whitened.outer_iter().map(|row| self.log_peak - 0.5 * row.dot(&row)).collect()
    }
}

/// The component with the greatest density, and its share of the sum of the densities.
fn most_likely(logs: impl Iterator<Item = f64> + Clone, kept: &[usize]) -> (usize, f64) {
    let (mut place, mut most) = (0, f64::NEG_INFINITY);
    for (at, log) in logs.clone().enumerate() {
        if log > most {
            (place, most) = (at, log);
        }
    }
    let sum: f64 = logs.map(|log| (log - most).exp()).sum();
    (kept[place], 1.0 / sum.max(1.0))
}
