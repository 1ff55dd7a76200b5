//! The condensed tree: splits into parts that are large enough, and rows that leave.

use super::linkage::Merge;
use super::reach::LEAST;

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
    /// Sum over its rows of `lambda - birth`, where `lambda` is one over the distance at which the row leaves it, alone
    /// or with a part.
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

/// Where a node of the tree of merges is: in which cluster, and whether it has left it and when (0 for not yet).
#[derive(Debug, Clone, Copy)]
struct Place {
    branch: u32,
    left: f32,
}

impl Condensed {
    /// Condenses the merges of `n` rows. A cluster has at least `min_size` rows, which is at least 2.
    pub(super) fn new(n: usize, merges: &[Merge], min_size: usize) -> Self {
        if n == 0 {
            return Self { branches: Vec::new(), branch: Vec::new(), lambda: Vec::new() };
        }
        let size = |node: u32| (node as usize).checked_sub(n).map_or(1, |merge| merges[merge].size);
        let mut branches =
            vec![Branch { parent: None, birth: 0.0, death: 0.0, size: n as u32, stability: 0.0 }];
        let mut places = vec![Place { branch: 0, left: 0.0 }; n + merges.len()];
        // A node's number is smaller than that of the merge above it, so going down from the top needs no stack.
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

    /// For each row the cluster that splits no further and that it is in, if any, numbered from 0, and how many there are.
    pub(super) fn leaves(&self) -> (Vec<Option<u32>>, usize) {
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
