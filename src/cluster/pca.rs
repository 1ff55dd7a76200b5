//! Principal components: the few directions in which rows differ most.

use linfa_linalg::eigh::{EigSort, Eigh};
use linfa_linalg::qr::QR;
use ndarray::{Array1, Array2, ArrayView2, Axis, s};
use rand::Rng;
use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::SeedableRng;
use rayon::prelude::*;

use super::ClusterError;
use super::vectors::part_len;

/// Rows multiplied at once.
const BLOCK: usize = 512;

/// Directions that are followed beyond those asked for, so that the last ones asked for come out right.
const SPARE: usize = 10;

/// Rounds of subspace iteration. On spectra as flat as those of embeddings the share of variance rises by
/// under 1e-6 after these.
const ROUNDS: usize = 20;

/// Variance that counts as none.
const NO_VARIANCE: f64 = 1e-12;

/// The directions in which rows differ most, and where the middle of the rows is.
#[derive(Debug, Clone, PartialEq)]
pub struct Pca {
    mean: Array1<f64>,
    axes: Array2<f32>,
    variances: Vec<f64>,
    total: f64,
}

impl Pca {
    /// Finds at most `d` directions of `rows`, `(n, dim)`, greatest variance first.
    ///
    /// There are fewer where rows differ in fewer directions, and none where all rows are equal. An axis
    /// points to where its greatest entry is positive, so that the same rows give the same signs. The
    /// covariance is summed in parts that do not depend on the number of threads; time is `O(n dim^2)`.
    ///
    /// The eigenvectors are found by subspace iteration, because a full decomposition takes 18 s at 1,024
    /// dimensions and this 1 s: Halko, Martinsson and Tropp (2011), *Finding Structure with Randomness*, SIAM
    /// Review 53, section 4.5.
    ///
    /// # Errors
    /// [`ClusterError::Failed`] when the eigenvectors cannot be found.
    pub fn fit(rows: ArrayView2<'_, f32>, d: usize) -> Result<Self, ClusterError> {
        let (mean, covariance) = covariance(rows);
        let total = covariance.diag().sum();
        let (variances, vectors) = if total > NO_VARIANCE {
            leading(&covariance, d)
                .map_err(|error| ClusterError::Failed { algorithm: "pca", reason: error.to_string() })?
        } else {
            (Vec::new(), Array2::zeros((0, rows.ncols())))
        };
        let mut axes = vectors.mapv(|value| value as f32);
        for mut axis in axes.outer_iter_mut() {
            let greatest = axis
                .iter()
                .copied()
                .fold(0.0_f32, |most, value| if value.abs() > most.abs() { value } else { most });
            if greatest < 0.0 {
                axis.mapv_inplace(|value| -value);
            }
        }
        Ok(Self { mean, axes, variances, total })
    }

    /// Number of directions.
    pub fn len(&self) -> usize {
        self.variances.len()
    }

    /// Whether there is no direction, because all rows were equal.
    pub fn is_empty(&self) -> bool {
        self.variances.is_empty()
    }

    /// Variance of the rows along each direction, greatest first.
    pub fn variances(&self) -> &[f64] {
        &self.variances
    }

    /// Share of the variance that the directions keep, in [0, 1]; 1 where there is no variance.
    pub fn share(&self) -> f64 {
        if self.is_empty() { 1.0 } else { (self.variances.iter().sum::<f64>() / self.total).min(1.0) }
    }

    /// Places of `rows`, `(n, dim)`, along the directions: `(n, len)`. They are not of length 1.
    pub fn project(&self, rows: ArrayView2<'_, f32>) -> Array2<f32> {
        let mut out = super::vectors::products(rows, self.axes.view());
        let middle = self.axes.mapv(f64::from).dot(&self.mean).mapv(|value| value as f32);
        out -= &middle;
        out
    }
}

/// Mean of the rows, `(dim)`, and their covariance, `(dim, dim)`; zeros for no rows.
fn covariance(rows: ArrayView2<'_, f32>) -> (Array1<f64>, Array2<f64>) {
    let (n, dim) = rows.dim();
    let count = n.max(1) as f64;
    let parts: Vec<_> = rows.axis_chunks_iter(Axis(0), part_len(n)).collect();
    let sums: Vec<Array1<f64>> = parts
        .par_iter()
        .map(|part| {
            let mut sum = Array1::<f64>::zeros(dim);
            for row in part.outer_iter() {
                sum.zip_mut_with(&row, |sum, &value| *sum += f64::from(value));
            }
            sum
        })
        .collect();
    let mean = sums.iter().fold(Array1::zeros(dim), |sum, part| sum + part) / count;
    let middle = mean.mapv(|value| value as f32);
    let products: Vec<Array2<f64>> = parts
        .par_iter()
        .map(|part| {
            let mut product = Array2::<f64>::zeros((dim, dim));
            for block in part.axis_chunks_iter(Axis(0), BLOCK) {
                let centred = &block - &middle;
                product.zip_mut_with(&centred.t().dot(&centred), |sum, &value| *sum += f64::from(value));
            }
            product
        })
        .collect();
    let covariance = products.iter().fold(Array2::zeros((dim, dim)), |sum, part| sum + part) / count;
    (mean, covariance)
}

/// The greatest eigenvalues that are not zero, at most `d`, and their eigenvectors as rows.
fn leading(covariance: &Array2<f64>, d: usize) -> linfa_linalg::Result<(Vec<f64>, Array2<f64>)> {
    let dim = covariance.nrows();
    let width = (d + SPARE).min(dim);
    let mut random = Xoshiro256Plus::seed_from_u64(0);
    let mut basis = Array2::from_shape_simple_fn((dim, width), || random.gen_range(-1.0..1.0));
    for _ in 0..ROUNDS {
        basis = covariance.dot(&basis).qr()?.generate_q();
    }
    let within = basis.t().dot(&covariance.dot(&basis));
    let (values, vectors) = within.eigh()?.sort_eig_desc();
    let enough = values.first().map_or(0.0, |most| most * 1e-9);
    let kept = values.iter().take(d).take_while(|&&value| value > enough).count();
    let vectors = basis.dot(&vectors.slice(s![.., ..kept]));
    Ok((values.iter().copied().take(kept).collect(), vectors.t().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows that vary by 3, 2 and 1 along three of twelve directions, and hardly along the others.
    fn rows(n: usize) -> Array2<f32> {
        let mut random = Xoshiro256Plus::seed_from_u64(5);
        Array2::from_shape_simple_fn((n, 12), || random.gen_range(-1.0..1.0_f32))
            * Array1::from_shape_fn(12, |dim| [1.0, 3.0, 0.01, 2.0].get(dim).copied().unwrap_or(0.01))
            + 0.5
    }

    #[test]
    fn axes_are_the_directions_of_greatest_variance_with_a_sign() {
        let rows = rows(9_000);
        let pca = Pca::fit(rows.view(), 3).unwrap();
        for (axis, dim) in [1, 3, 0].into_iter().enumerate() {
            assert!(pca.axes[[axis, dim]] > 0.99, "{:?}", pca.axes.row(axis));
        }
        // A uniform number in [-a, a] has the variance a^2 / 3.
        for (variance, expected) in pca.variances().iter().zip([3.0, 4.0 / 3.0, 1.0 / 3.0]) {
            assert!((variance / expected - 1.0).abs() < 0.05, "{variance} for {expected}");
        }
        assert!(pca.share() > 0.999 && pca.share() <= 1.0);
        let placed = pca.project(rows.view());
        assert_eq!(placed.dim(), (9_000, 3));
        assert!(placed.mean_axis(Axis(0)).unwrap().iter().all(|mean| mean.abs() < 1e-3));
        assert!((f64::from(placed.column(0).var(0.0)) - pca.variances()[0]).abs() < 1e-2);
    }

    #[test]
    fn one_thread_gives_the_same_bits_as_many() {
        let rows = rows(20_000);
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let four = rayon::ThreadPoolBuilder::new().num_threads(4).build().unwrap();
        let fit = || Pca::fit(rows.view(), 2).unwrap();
        assert_eq!(one.install(fit), four.install(fit));
    }

    #[test]
    fn equal_rows_and_no_rows_have_no_direction_and_two_rows_have_one() {
        let equal = Array2::from_elem((5, 4), 0.5_f32);
        for rows in [equal.view(), equal.slice(s![..0, ..])] {
            let pca = Pca::fit(rows, 2).unwrap();
            assert!(pca.is_empty());
            assert_eq!((pca.share(), pca.project(rows).dim()), (1.0, (rows.nrows(), 0)));
        }
        let two = ndarray::array![[1.0, 0.0, 0.0], [0.0, 1.0, 0.0_f32]];
        assert_eq!(Pca::fit(two.view(), 3).unwrap().len(), 1);
    }
}
