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
    /// The resolution of communities is not a positive number.
    #[error("the resolution is not a positive number")]
    ResolutionNotPositive,
    /// No neighbours are asked for.
    #[error("the number of neighbours is 0")]
    NoNeighbors,
    /// The least distance between rows of the map is out of its range.
    #[error("the least distance on the map is not between 0 and 1")]
    NoMinDist,
    /// The rows of the map are never moved.
    #[error("the number of epochs of the map is 0")]
    NoEpochs,
    /// Nothing on the map pushes.
    #[error("the number of rows that push a row away is 0")]
    NoNegatives,
    /// The greatest share of outliers is not a share.
    #[error("the greatest share of outliers is not between 0 and 1")]
    NoShare,
    /// The number of clusters is given to an algorithm that finds it by itself.
    #[error("`{algorithm}` finds the number of clusters by itself and cannot be told it")]
    KNotTaken {
        /// Name of the algorithm.
        algorithm: &'static str,
    },
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
    /// A library that does the work gave up.
    #[error("`{algorithm}` failed: {reason}")]
    Failed {
        /// Name of the algorithm.
        algorithm: &'static str,
        /// What the library said.
        reason: String,
    },
}

/// What the traits of `linfa` ask of an error; nothing here makes one.
impl From<linfa::Error> for ClusterError {
    fn from(error: linfa::Error) -> Self {
        Self::Failed { algorithm: "linfa", reason: error.to_string() }
    }
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
            Self::NoMinDist => Some("give a distance such as 0.1".into()),
            Self::NoEpochs => Some("leave the number of epochs out to have it chosen".into()),
            Self::NoNegatives => Some("take 5, as is usual".into()),
            Self::NoRuns => Some("ask for at least one run".into()),
            Self::NoShare => Some("give a share such as 10%".into()),
            Self::KNotTaken { .. } => Some("use `kmeans` or `agglomerative`, or leave the number out".into()),
            Self::RadiusNotPositive
            | Self::TooFewMinPoints { .. }
            | Self::ResolutionNotPositive
            | Self::NoNeighbors => Some("leave the setting out to have it chosen from the rows".into()),
            Self::NotFinite { .. } | Self::NotUnit { .. } => {
                Some("embed the text again: the stored vectors are damaged".into())
            }
            Self::TooManyRows { .. } => Some("use `kmeans`, which takes any number of rows".into()),
            Self::Failed { .. } => None,
        }
    }
}
