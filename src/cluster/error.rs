//! What can go wrong in clustering, and the way out.

/// Rows or settings that cannot be clustered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// The number of clusters asked for is zero.
    #[error("the number of clusters is 0")]
    NoClusters,
    /// More clusters than rows are asked for.
    #[error("{k} clusters are asked for, but the number of different texts is {rows}")]
    MoreClustersThanRows {
        /// Number of clusters asked for.
        k: usize,
        /// Number of rows.
        rows: usize,
    },
    /// More clusters are asked for than there are rows that differ.
    #[error("{k} clusters are asked for, but the number of different texts is {distinct}")]
    MoreClustersThanDistinctRows {
        /// Number of clusters asked for.
        k: usize,
        /// Number of rows that differ from each other.
        distinct: usize,
    },
    /// The smallest size of a cluster is zero.
    #[error("the smallest size of a cluster is 0")]
    NoMinSize,
    /// The number of runs is zero.
    #[error("the number of k-means runs is 0")]
    NoRuns,
    /// The radius of a neighbourhood is not a positive number.
    #[error("the neighbourhood radius is not a positive number")]
    RadiusNotPositive,
    /// Fewer than two points are said to make a dense neighbourhood.
    #[error("a dense neighbourhood of {min_points} points is asked for, and the least is 2")]
    TooFewMinPoints {
        /// Number of points asked for.
        min_points: usize,
    },
    /// A value is NaN or infinite.
    #[error("row {row} holds a value that is not finite")]
    NotFinite {
        /// The row, from 0.
        row: usize,
    },
    /// A row does not have length 1.
    #[error("row {row} is not of length 1")]
    NotUnit {
        /// The row, from 0.
        row: usize,
    },
    /// The algorithm compares all pairs of rows, and there are too many.
    #[error("`{algorithm}` takes at most {limit} rows, and there are {rows}")]
    TooManyRows {
        /// Name of the algorithm.
        algorithm: &'static str,
        /// Number of rows.
        rows: usize,
        /// The most it takes.
        limit: usize,
    },
    /// The neighbours of rows could not be found.
    #[error("the neighbours of the rows could not be found: {reason}")]
    Neighbors {
        /// What the index said.
        reason: String,
    },
    /// A library that does the work gave up.
    #[error("`{algorithm}` failed: {reason}")]
    Failed {
        /// Name of the algorithm.
        algorithm: &'static str,
        /// What the library said.
        reason: String,
    },
}

impl ClusterError {
    /// What to do about it, where there is something to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoClusters => Some("leave the number of clusters out to have it chosen".into()),
            Self::MoreClustersThanRows { rows: most, .. }
            | Self::MoreClustersThanDistinctRows { distinct: most, .. } => {
                Some(format!("ask for at most {most}, or leave the number out to have it chosen"))
            }
            Self::NoMinSize => Some("leave the smallest size out to have it chosen".into()),
            Self::NoRuns => Some("ask for at least one run".into()),
            Self::RadiusNotPositive | Self::TooFewMinPoints { .. } => {
                Some("leave the setting out to have it chosen from the rows".into())
            }
            Self::NotFinite { .. } | Self::NotUnit { .. } => {
                Some("embed the text again: the stored vectors are damaged".into())
            }
            Self::TooManyRows { .. } => Some("use `kmeans`, which takes any number of rows".into()),
            Self::Failed { .. } | Self::Neighbors { .. } => None,
        }
    }
}
