//! HDBSCAN*: clusters are the parts of the rows that stay together over a wide range of densities; the rest
//! is noise.
//!
//! 1. The core distance of a row is that to its `min_samples`-th neighbour, the row itself not counted. Two
//!    rows are as far apart as the greatest of their distance and their two core distances: their mutual
//!    reachability.
//! 2. The minimum spanning tree of the mutual reachability, its edges taken from the shortest to the longest,
//!    is a tree of merges (single linkage).
//! 3. Read from the top, a split counts only where both sides have at least `min_size` rows; a smaller side
//!    is rows that leave the cluster. What remains is the condensed tree. A cluster's stability is the sum
//!    over its rows of `lambda - birth`, where `lambda` is one over the distance at which the row leaves, and
//!    `birth` the one at which the cluster splits off.
//! 4. [`Selection::ExcessOfMass`] takes the clusters of greatest total stability of which none holds another,
//!    [`Selection::Leaf`] those that split no further. The cluster of all rows is not taken.
//!
//! The distance is `sqrt(2 - 2 cos)`, Euclidean on unit rows, and never below 0.001, which is what the
//! rounding of a cosine in single precision comes to. So rows that are equal have a `lambda` of 1,000 and not
//! of infinity, and where nothing but such distances is left, a cluster does not split.
//!
//! Fewer rows than twice `min_size`, or rows that are all equal, are one cluster. A membership strength is
//! the row's `lambda` relative to the greatest at which a row or a part leaves the cluster, at most 1; that
//! of noise is 0.
//!
//! # Complete and sparse
//!
//! Up to 2,000 rows (or where [`HdbscanParams::complete`] asks for it) all pairs are compared and the
//! spanning tree is exact: time `O(n^2 dim)`, memory `O(n)`. Above, its edges come from lists of the `k`
//! nearest neighbours, 15 or twice `min_samples`: time `O(n k log n)` once the lists are there, memory
//! `12 n k` bytes. What is approximate then:
//!
//! - A list above 10,000 rows misses a neighbour now and then, which makes a core distance slightly too long.
//! - Edges of the exact tree that are in no list join dense groups across a gap. They are looked for between
//!   the parts that no list joins, and once more between the clusters of the tree that split no further:
//!   among all pairs of up to 64 of them, beyond that each with the 15 nearest and the 4 largest, by a search
//!   from centroid to centroid. What it finds is short, but not always the shortest.
//! - Where the search finds nothing, a longer way through the lists stays in the tree.
//!
//! # When to prefer it
//!
//! Where groups differ in density and much belongs nowhere. It tells the number of clusters by itself and has
//! no random start. On topics that touch each other it leaves many rows out, and a single group among noise
//! is not found, as nothing splits.
//!
//! Campello, Moulavi, Zimek and Sander (2015), *Hierarchical Density Estimates for Data Clustering,
//! Visualization, and Outlier Detection*, ACM TKDD 10(1); McInnes and Healy (2017), *Accelerated Hierarchical
//! Density Based Clustering*, ICDMW. Details on which the papers leave a choice are those of the Python
//! package `hdbscan`.

mod linkage;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;

use self::linkage::{LEAST, Merge, complete_spanning_tree, linkage, sparse_spanning_tree};
use super::params::{linfa_traits, setters};
use super::refine::min_size_for;
use super::vectors::count_distinct;
use super::{ClusterError, ClusterId, Clusterer, Clustering, Points};

/// Which clusters of the condensed tree are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Selection {
    /// Those of the greatest total stability, of which none holds another: few, of any density.
    #[default]
    ExcessOfMass,
    /// Those that split no further: many, small and alike.
    Leaf,
}

/// Parameters not checked yet; [`check`](linfa::ParamGuard::check) makes an [`Hdbscan`] of them.
///
/// What it refuses: [`ClusterError::NoMinSize`], and [`ClusterError::TooFewMinPoints`] for a neighbourhood of
/// the row alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HdbscanParams(Hdbscan);

/// HDBSCAN* on unit rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hdbscan {
    min_size: Option<usize>,
    min_samples: Option<usize>,
    selection: Selection,
    complete: bool,
}

impl HdbscanParams {
    /// Excess of mass; sizes chosen from the number of rows.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Fewest rows of a cluster, 1 counting as 2; `None` for a quarter of the square root of the number
        /// of rows, at least 5.
        min_size: Option<usize>,
        /// Neighbours within the core distance, the row itself not counted; `None` for 5, or `min_size` where
        /// that is less.
        ///
        /// More make sparse rows noise and join groups that touch less readily.
        min_samples: Option<usize>,
        /// Which clusters of the tree are taken.
        selection: Selection,
        /// Whether all pairs are compared, however many rows there are; up to 2,000 they always are.
        complete: bool,
    }
}

impl Hdbscan {
    /// What is wrong with the settings.
    fn refusal(&self) -> Option<ClusterError> {
        match *self {
            Hdbscan { min_size: Some(0), .. } => Some(ClusterError::NoMinSize),
            Hdbscan { min_samples: Some(0), .. } => Some(ClusterError::TooFewMinPoints { min_points: 1 }),
            _ => None,
        }
    }
}

linfa_traits!(HdbscanParams, Hdbscan, Clustering, Clusterer::fit);

/// Most rows of which all pairs are compared without being asked for.
const COMPLETE_ROWS: usize = 2_000;

/// Most rows: nodes of the tree of merges have numbers of 32 bits.
const MAX_ROWS: usize = (u32::MAX / 2) as usize;

/// Neighbours within the core distance, where `min_size` is not less.
///
/// Tried with 2, 3, 5, 10 and 15 on synthetic groups of differing density in noise: at 60, 200, 800 and 3,000
/// rows 5 agreed best with what was planted, or as well as any; the package's `min_size` asks for too much of
/// small groups.
const MIN_SAMPLES: usize = 5;

/// Smallest size of a cluster that is chosen without being asked for.
pub(super) const LEAST_SIZE: usize = 5;

/// Fewest neighbours to list.
const LISTED: usize = 15;

/// A clustering with the tree that it was taken from.
#[derive(Debug, Clone, PartialEq)]
pub struct Hierarchy {
    /// The clusters that were selected.
    pub clustering: Clustering,
    /// For each of them its place in the tree's `branches`.
    pub branches: Vec<u32>,
    /// For each of them how long it persists as density grows, in [0, 1]: its stability relative to that of
    /// as many rows which are together at every density of the tree.
    pub persistence: Vec<f64>,
    /// All clusters at all densities.
    pub tree: Condensed,
}

impl Clusterer for Hdbscan {
    fn name(&self) -> &'static str {
        "hdbscan"
    }

    fn fit(&self, points: &Points<'_>) -> Result<Clustering, ClusterError> {
        Ok(self.fit_tree(points)?.clustering)
    }
}

impl Hdbscan {
    /// As [`Clusterer::fit`], with the tree.
    ///
    /// # Errors
    ///
    /// As [`Points::neighbors`], and [`ClusterError::TooManyRows`] above two thousand million.
    pub fn fit_tree(&self, points: &Points<'_>) -> Result<Hierarchy, ClusterError> {
        let rows = points.rows();
        let n = points.len();
        if n > MAX_ROWS {
            return Err(ClusterError::TooManyRows { algorithm: self.name(), rows: n, limit: MAX_ROWS });
        }
        let min_size = self.min_size_among(n);
        let min_samples = self.min_samples_among(n);
        let edges = if self.complete || n <= COMPLETE_ROWS {
            complete_spanning_tree(rows, min_samples)
        } else {
            let neighbors = points.neighbors(listed(min_samples));
            sparse_spanning_tree(rows, &neighbors, min_samples, min_size)
        };
        let equal = edges.iter().all(|edge| edge.weight <= LEAST) || count_distinct(rows, 2) < 2;
        let tree = Condensed::new(n, &linkage(n, &edges), min_size);
        let mut taken = tree.select(self.selection);
        if n < min_size.saturating_mul(2) || equal {
            taken.fill(false);
            if let Some(root) = taken.first_mut() {
                *root = true;
            }
        }
        let (clustering, branches) = tree.clustering(&taken);
        Ok(Hierarchy { persistence: tree.persistence(&branches), clustering, branches, tree })
    }

    /// Fewest rows of a cluster, among `n`.
    fn min_size_among(&self, n: usize) -> usize {
        self.min_size.unwrap_or_else(|| min_size_for(n).max(LEAST_SIZE)).max(2)
    }

    /// Neighbours within the core distance, among `n` rows.
    fn min_samples_among(&self, n: usize) -> usize {
        self.min_samples.unwrap_or_else(|| self.min_size_among(n).min(MIN_SAMPLES))
    }
}

/// Neighbours to list for a core distance of `min_samples`.
///
/// Twice as many is where it levels off: on synthetic sets of 3,000 to 6,000 rows the agreement with the
/// complete graph (adjusted Rand index, noise as one label) was 0.94 to 1.00, and three times as many added
/// 0.001.
fn listed(min_samples: usize) -> usize {
    min_samples.saturating_mul(2).max(LISTED)
}

/// A cluster of the condensed tree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Branch {
    /// The cluster that it split off from; `None` for the cluster of all rows. Its number is smaller.
    pub parent: Option<u32>,
    /// One over the distance at which it splits off; 0 for the cluster of all rows.
    pub birth: f32,
    /// Greatest `lambda` at which one of its own rows leaves it, or at which it splits.
    pub death: f32,
    /// Number of rows, with those of the clusters below it.
    pub size: u32,
    /// Sum over its rows of `lambda - birth`, where `lambda` is one over the distance at which the row leaves
    /// it, alone or with a part.
    pub stability: f64,
}

/// All clusters of at least a given size, at all densities, as a tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Condensed {
    /// The clusters, the one of all rows first, each after its parent. None where there is no row.
    pub branches: Vec<Branch>,
    /// For each row the smallest cluster that it is in, as a place in `branches`.
    pub branch: Vec<u32>,
    /// For each row one over the distance at which it leaves that cluster; at most 1,000.
    pub lambda: Vec<f32>,
}

/// Where a node of the tree of merges is: in which cluster, and whether it has left it and when (0 for not
/// yet).
#[derive(Debug, Clone, Copy)]
struct Place {
    branch: u32,
    left: f32,
}

impl Condensed {
    /// Condenses the merges of `n` rows. A cluster has at least `min_size` rows, which is at least 2.
    fn new(n: usize, merges: &[Merge], min_size: usize) -> Self {
        if n == 0 {
            return Self { branches: Vec::new(), branch: Vec::new(), lambda: Vec::new() };
        }
        let size = |node: u32| (node as usize).checked_sub(n).map_or(1, |merge| merges[merge].size);
        let mut branches =
            vec![Branch { parent: None, birth: 0.0, death: 0.0, size: n as u32, stability: 0.0 }];
        let mut places = vec![Place { branch: 0, left: 0.0 }; n + merges.len()];
        // A node's number is smaller than that of the merge above it, so going down from the top needs no
        // stack.
        for (merge, &Merge { children, weight, .. }) in merges.iter().enumerate().rev() {
            let place = places[n + merge];
            let lambda = lambda(weight);
            let large = children.map(|child| size(child) as usize >= min_size && weight > LEAST);
            for (child, large) in children.into_iter().zip(large) {
                places[child as usize] = match large {
                    _ if place.left > 0.0 => place,
                    false => Place { left: lambda, ..place },
                    true => place,
                };
            }
            if place.left == 0.0 && large == [true, true] {
                for child in children {
                    places[child as usize].branch = branches.len() as u32;
                    let parent = Some(place.branch);
                    let size = size(child);
                    branches.push(Branch { parent, birth: lambda, death: 0.0, size, stability: 0.0 });
                }
            }
        }
        places.truncate(n);
        let mut tree = Self {
            branches,
            branch: places.iter().map(|place| place.branch).collect(),
            // A row that never left is the only one.
            lambda: places
                .iter()
                .map(|place| if place.left > 0.0 { place.left } else { lambda(LEAST) })
                .collect(),
        };
        tree.measure();
        tree
    }

    /// For each row the cluster that splits no further and that it is in, if any, numbered from 0, and how
    /// many there are.
    fn leaves(&self) -> (Vec<Option<u32>>, usize) {
        let mut splits = vec![false; self.branches.len()];
        for parent in self.branches.iter().filter_map(|branch| branch.parent) {
            splits[parent as usize] = true;
        }
        let mut leaves = 0;
        let number: Vec<Option<u32>> = splits
            .iter()
            .map(|splits| {
                leaves += u32::from(!splits);
                (!splits).then(|| leaves - 1)
            })
            .collect();
        (self.branch.iter().map(|&branch| number[branch as usize]).collect(), leaves as usize)
    }

    /// Deaths and stabilities, from the rows and parts that leave.
    fn measure(&mut self) {
        for (&branch, &lambda) in self.branch.iter().zip(&self.lambda) {
            self.branches[branch as usize].left(lambda, 1);
        }
        for place in 1..self.branches.len() {
            let Branch { parent, birth, size, .. } = self.branches[place];
            if let Some(parent) = parent {
                self.branches[parent as usize].left(birth, size);
            }
        }
    }
}

impl Branch {
    /// Counts `rows` rows that leave at `lambda`.
    fn left(&mut self, lambda: f32, rows: u32) {
        self.death = self.death.max(lambda);
        self.stability += (f64::from(lambda) - f64::from(self.birth)) * f64::from(rows);
    }
}

/// One over a distance.
fn lambda(weight: f32) -> f32 {
    weight.max(LEAST).recip()
}

impl Condensed {
    /// Whether each cluster is taken; none of them lies in another.
    fn select(&self, selection: Selection) -> Vec<bool> {
        let n = self.branches.len();
        let mut taken = vec![true; n];
        // Total stability of the clusters taken below each one. Children come after their parents.
        let mut below = vec![0.0_f64; n];
        let mut splits = vec![false; n];
        for place in (0..n).rev() {
            let branch = &self.branches[place];
            taken[place] = match (branch.parent, selection) {
                (None, _) => false,
                (_, Selection::ExcessOfMass) => below[place] <= branch.stability,
                (_, Selection::Leaf) => !splits[place],
            };
            if let Some(parent) = branch.parent {
                splits[parent as usize] = true;
                below[parent as usize] += branch.stability.max(below[place]);
            }
        }
        // A cluster is given up for one above it.
        let mut covered = vec![false; n];
        for place in 1..n {
            if let Some(parent) = self.branches[place].parent {
                covered[place] = covered[parent as usize] || taken[parent as usize];
                taken[place] &= !covered[place];
            }
        }
        taken
    }

    /// Labels and strengths for the clusters that are taken, and the place of each [`ClusterId`] in
    /// `branches`.
    fn clustering(&self, taken: &[bool]) -> (Clustering, Vec<u32>) {
        let mut owner: Vec<Option<u32>> = Vec::with_capacity(self.branches.len());
        for (place, branch) in self.branches.iter().enumerate() {
            let above = branch.parent.and_then(|parent| owner[parent as usize]);
            owner.push(if taken[place] { Some(place as u32) } else { above });
        }
        let own = |row: usize| owner[self.branch[row] as usize];
        let mut first = vec![usize::MAX; self.branches.len()];
        for row in (0..self.branch.len()).rev() {
            if let Some(place) = own(row) {
                first[place as usize] = row;
            }
        }
        let mut order: Vec<u32> =
            (0..self.branches.len() as u32).filter(|&place| taken[place as usize]).collect();
        order.sort_by_key(|&place| (Reverse(self.branches[place as usize].size), first[place as usize]));
        let mut id = vec![None; self.branches.len()];
        for (number, &place) in order.iter().enumerate() {
            id[place as usize] = Some(ClusterId(number as u32));
        }
        let rows = 0..self.branch.len();
        let labels = rows.clone().map(|row| own(row).and_then(|place| id[place as usize])).collect();
        let strengths = rows
            .map(|row| {
                own(row)
                    .map_or(0.0, |place| (self.lambda[row] / self.branches[place as usize].death).min(1.0))
            })
            .collect();
        (Clustering { labels, strengths, n_clusters: order.len() }, order)
    }

    /// Stability of clusters relative to the most that as many rows could have, in [0, 1].
    fn persistence(&self, places: &[u32]) -> Vec<f64> {
        let most = self.branches.iter().map(|branch| branch.death).fold(0.0, f32::max);
        places
            .iter()
            .map(|&place| {
                let branch = &self.branches[place as usize];
                branch.stability / (f64::from(branch.size) * f64::from(most))
            })
            .collect()
    }
}
