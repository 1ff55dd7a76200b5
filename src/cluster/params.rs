//! What the parameters of all algorithms share: their setters, and the interface of `linfa`.

use super::ClusterError;

/// What is wrong with settings of algorithms that look for dense places.
pub(super) fn density_refusal(
    radius: Option<f32>,
    min_points: Option<usize>,
    min_size: Option<usize>,
) -> Option<ClusterError> {
    if radius.is_some_and(|radius| !radius.is_finite() || radius <= 0.0) {
        return Some(ClusterError::RadiusNotPositive);
    }
    if let Some(min_points) = min_points.filter(|min_points| *min_points < 2) {
        return Some(ClusterError::TooFewMinPoints { min_points });
    }
    (min_size == Some(0)).then_some(ClusterError::NoMinSize)
}

/// Setters of parameters that hold what they check: a value in, the parameters back.
macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $type:ty,)+) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, $name: $type) -> Self {
            self.0.$name = $name;
            self
        }
    )+};
}

/// The traits of `linfa`: parameters are a `ParamGuard` of what they hold, which has `refusal` for what is
/// wrong with it, and what they hold is a `Fit` over the unit rows of a dataset. By that, unchecked
/// parameters are a `Fit` as well.
macro_rules! linfa_traits {
    ($params:ty, $checked:ty, $object:ty, $fit:path) => {
        impl linfa::ParamGuard for $params {
            type Checked = $checked;
            type Error = ClusterError;

            fn check_ref(&self) -> Result<&$checked, ClusterError> {
                self.0.refusal().map_or(Ok(&self.0), Err)
            }

            fn check(self) -> Result<$checked, ClusterError> {
                self.check_ref().copied()
            }
        }

        impl<D: ndarray::Data<Elem = f32>, T>
            linfa::traits::Fit<ndarray::ArrayBase<D, ndarray::Ix2>, T, ClusterError> for $checked
        {
            type Object = $object;

            fn fit(
                &self,
                dataset: &linfa::DatasetBase<ndarray::ArrayBase<D, ndarray::Ix2>, T>,
            ) -> Result<$object, ClusterError> {
                $fit(self, &Points::new(dataset.records.view())?)
            }
        }
    };
}

pub(super) use {linfa_traits, setters};
