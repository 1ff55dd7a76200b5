//! By what vectors are near to one another, and how every one of these becomes the cosine that is searched.

use ndarray::Array2;

use super::DatasetError;

/// By what vectors are near to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Metric {
    /// The angle between them; `angular` in ann-benchmarks.
    Cosine,
    /// The distance of the points.
    Euclidean,
    /// The greatest inner product; longer vectors are nearer.
    Dot,
}

impl Metric {
    /// What ann-benchmarks calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cosine => "angular",
            Self::Euclidean => "euclidean",
            Self::Dot => "dot",
        }
    }

    /// The metric of a name that benchmarks use.
    pub fn of_name(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "angular" | "cosine" | "cos" | "normalized" => Some(Self::Cosine),
            "euclidean" | "l2" => Some(Self::Euclidean),
            "dot" | "ip" | "inner_product" | "innerproduct" => Some(Self::Dot),
            _ => None,
        }
    }

    /// Whether the index of this program searches it as it is. The others are searched through a [`Reduction`].
    pub fn is_searched(self) -> bool {
        self == Self::Cosine
    }

    /// How far apart two vectors are, as the plots of ann-benchmarks compare it with the true distance: one minus the cosine, the distance, or
    /// the inner product with its sign turned.
    pub fn distance(self, one: &[f32], other: &[f32]) -> f64 {
        let pairs = || one.iter().zip(other).map(|(one, other)| (f64::from(*one), f64::from(*other)));
        let dot = || pairs().map(|(one, other)| one * other).sum::<f64>();
        match self {
            Self::Cosine => {
                let lengths = (length_squared(one) * length_squared(other)).sqrt();
                if lengths > 0.0 { 1.0 - dot() / lengths } else { 1.0 }
            }
            Self::Euclidean => pairs().map(|(one, other)| (one - other).powi(2)).sum::<f64>().sqrt(),
            Self::Dot => -dot(),
        }
    }
}

fn length_squared(vector: &[f32]) -> f64 {
    vector.iter().map(|value| f64::from(*value).powi(2)).sum()
}

/// What makes the cosine of unit vectors have the order of another metric: nothing is lost but what 32 bits round.
///
/// - Of [`Metric::Cosine`] vectors only become unit vectors.
/// - Of [`Metric::Dot`] a vector `x` becomes `(x, √(M² − |x|²)) / M` with the greatest length `M`, and a query `q` becomes `(q, 0) / |q|`; their cosine is
///   `q·x / (M |q|)`. Bachrach et al., *Speeding up the Xbox recommender system using a Euclidean transformation for inner-product spaces*
///   (RecSys 2014), <https://doi.org/10.1145/2645710.2645741>.
/// - Of [`Metric::Euclidean`] the nearest `x` is that with the greatest `q·x − |x|²/2`, the inner product of `(q, c)` and `(x, −|x|²/2c)`, for any
///   `c` above 0; what is above does the rest, so that there are two more dimensions. `c` is `R/√2` with the greatest length `R`: for queries as
///   long as that it keeps the most digits.
///
/// Where all vectors are equally long, all three have the order of the cosine, and there are no more dimensions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reduction {
    metric: Metric,
    /// `c`, if there is a dimension for the length.
    lift: Option<f64>,
    /// `M`, if there is a dimension that makes all vectors equally long.
    longest: Option<f64>,
}

/// Share by which lengths that count as equal may differ: what 32 bits round.
const EQUAL: f64 = 1e-6;

impl Reduction {
    /// What vectors that are compared by a metric need.
    pub fn of(metric: Metric, vectors: &Array2<f32>) -> Self {
        let mut reduction = Self { metric, lift: None, longest: None };
        if metric == Metric::Cosine {
            return reduction;
        }
        let lengths =
            || vectors.rows().into_iter().map(|row| row.iter().map(|v| f64::from(*v).powi(2)).sum::<f64>());
        let longest = lengths().fold(0.0, f64::max);
        let shortest = lengths().fold(f64::INFINITY, f64::min);
        if longest == 0.0 || longest - shortest <= 2.0 * EQUAL * longest {
            return reduction;
        }
        if metric == Metric::Euclidean {
            reduction.lift = Some((longest / 2.0).sqrt());
        }
        reduction.longest = Some(lengths().map(|length| reduction.lifted(length)).fold(0.0, f64::max).sqrt());
        reduction
    }

    /// How many more values than before vectors and queries have.
    pub fn extra(&self) -> usize {
        usize::from(self.lift.is_some()) + usize::from(self.longest.is_some())
    }

    /// Square of the length of a vector, of the square of what it was.
    fn lifted(&self, length: f64) -> f64 {
        length + self.lift.map_or(0.0, |lift| (length / 2.0 / lift).powi(2))
    }

    /// The vectors as they are searched: unit vectors, in place but for the values that are added. A vector of zeros that gets none stays one.
    ///
    /// # Errors
    /// When there is no memory for them.
    pub fn vectors(&self, vectors: Array2<f32>) -> Result<Array2<f32>, DatasetError> {
        let (rows, before) = vectors.dim();
        let after = before + self.extra();
        let memory = || DatasetError::Memory {
            name: "vectors".to_owned(),
            bytes: (rows as u64).saturating_mul(after as u64).saturating_mul(4),
        };
        let mut values = if vectors.is_standard_layout() {
            let (mut values, offset) = vectors.into_raw_vec_and_offset();
            // What was cut out of a larger array has the rest of it on both sides.
            values.drain(..offset.unwrap_or(0).min(values.len()));
            values.truncate(rows.saturating_mul(before));
            values
        } else {
            vectors.iter().copied().collect()
        };
        let length = rows.checked_mul(after).ok_or_else(memory)?;
        values.try_reserve_exact(length.saturating_sub(values.len())).map_err(|_| memory())?;
        values.resize(length, 0.0);
        // From the last row on, so that none is written over before it is moved.
        for row in (0..rows).rev() {
            values.copy_within(row * before..(row + 1) * before, row * after);
            if let Some(row) = values.get_mut(row * after..(row + 1) * after) {
                self.finish(row, before);
            }
        }
        Array2::from_shape_vec((rows, after), values).map_err(|_| memory())
    }

    /// Makes a unit vector of the first `before` values, in as many as there are.
    fn finish(&self, row: &mut [f32], before: usize) {
        let (vector, extra) = row.split_at_mut(before.min(row.len()));
        let square = length_squared(vector);
        let length = self.longest.unwrap_or(square.sqrt());
        if length == 0.0 {
            return;
        }
        for value in vector {
            *value = (f64::from(*value) / length) as f32;
        }
        let lift = self.lift.map(|lift| -square / 2.0 / lift / length);
        let rest =
            self.longest.map(|longest| (longest.powi(2) - self.lifted(square)).max(0.0).sqrt() / longest);
        for (place, value) in extra.iter_mut().zip(lift.into_iter().chain(rest)) {
            *place = value as f32;
        }
    }

    /// A query as it is asked: a unit vector. A query of zeros that gets no value stays one.
    pub fn query(&self, query: &[f32]) -> Vec<f32> {
        let lift = self.lift.unwrap_or(0.0);
        let length = (length_squared(query) + lift.powi(2)).sqrt();
        let unit = |value: f64| if length > 0.0 { (value / length) as f32 } else { 0.0 };
        let mut asked: Vec<f32> = Vec::with_capacity(query.len() + self.extra());
        asked.extend(query.iter().map(|value| unit(f64::from(*value))));
        asked.extend(self.lift.map(unit));
        asked.extend(self.longest.map(|_| 0.0));
        asked
    }

    /// The metric whose order is kept.
    pub fn metric(&self) -> Metric {
        self.metric
    }
}

#[cfg(test)]
mod tests;
