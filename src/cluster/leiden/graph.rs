//! An undirected weighted graph in flat arrays, and its quotient by a partition.

use rayon::prelude::*;

/// Nodes with weighted links; each link is stored at both of its ends.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Graph {
    /// Where the links of each node begin; one more than there are nodes.
    starts: Vec<usize>,
    others: Vec<u32>,
    weights: Vec<f32>,
    /// Weight of each node's links to itself, counted once.
    loops: Vec<f64>,
    /// Sum of the weights at each node, a link to itself counted twice.
    strengths: Vec<f64>,
    /// Sum of all strengths.
    total: f64,
}

impl Graph {
    /// From links of each node that are sorted by the other node and stand at both ends with the same weight.
    pub(super) fn new(lists: &[Vec<(u32, f32)>]) -> Self {
        let mut starts = Vec::with_capacity(lists.len() + 1);
        let ends = lists.iter().scan(0, |end, list| {
            *end += list.len();
            Some(*end)
        });
        starts.push(0);
        starts.extend(ends);
        let others = lists.iter().flatten().map(|link| link.0).collect();
        let weights = lists.iter().flatten().map(|link| link.1).collect();
        Self::whole(starts, others, weights, vec![0.0; lists.len()])
    }

    fn whole(starts: Vec<usize>, others: Vec<u32>, weights: Vec<f32>, loops: Vec<f64>) -> Self {
        let strengths: Vec<f64> = (0..loops.len())
            .map(|node| {
                let links = weights[starts[node]..starts[node + 1]].iter().map(|&weight| f64::from(weight));
                links.sum::<f64>() + 2.0 * loops[node]
            })
            .collect();
        let total = strengths.iter().sum();
        Self { starts, others, weights, loops, strengths, total }
    }

    /// The same links with other weights: `weigh` is called with both nodes and the weight, and gives zero for no link.
    pub(super) fn reweighted(&self, weigh: impl Fn(usize, usize, f32) -> f32 + Sync) -> Self {
        let lists: Vec<Vec<(u32, f32)>> = (0..self.len())
            .into_par_iter()
            .map(|node| {
                let links =
                    self.links(node).map(|(other, weight)| (other as u32, weigh(node, other, weight)));
                links.filter(|link| link.1 > 0.0).collect()
            })
            .collect();
        Self::new(&lists)
    }

    pub(super) fn len(&self) -> usize {
        self.loops.len()
    }

    pub(super) fn total(&self) -> f64 {
        self.total
    }

    pub(super) fn strength(&self, node: usize) -> f64 {
        self.strengths[node]
    }

    /// Links to other nodes.
    pub(super) fn links(&self, node: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let place = self.starts[node]..self.starts[node + 1];
        self.others[place.clone()]
            .iter()
            .zip(&self.weights[place])
            .map(|(other, weight)| (*other as usize, *weight))
    }

    /// One node for each of `k` communities: weights between two of them added up, those inside on a link to itself.
    pub(super) fn quotient(&self, community: &[u32], k: usize) -> Self {
        let (starts, members) = members(community, k);
        let mut loops = vec![0.0; k];
        let mut offsets = Vec::with_capacity(k + 1);
        let (mut others, mut weights) = (Vec::new(), Vec::new());
        let mut sum = vec![0.0_f64; k];
        let mut touched: Vec<u32> = Vec::new();
        offsets.push(0);
        for own in 0..k {
            for &node in &members[starts[own]..starts[own + 1]] {
                loops[own] += self.loops[node as usize];
                for (other, weight) in self.links(node as usize) {
                    let other = community[other];
                    if other as usize == own {
                        // Each inner link is met at both of its ends.
                        loops[own] += f64::from(weight) / 2.0;
                    } else {
                        if sum[other as usize] == 0.0 {
                            touched.push(other);
                        }
                        sum[other as usize] += f64::from(weight);
                    }
                }
            }
            touched.sort_unstable();
            for other in touched.drain(..) {
                others.push(other);
                weights.push(std::mem::take(&mut sum[other as usize]) as f32);
            }
            offsets.push(others.len());
        }
        Self::whole(offsets, others, weights, loops)
    }

    /// Modularity of a partition with a resolution (Reichardt and Bornholdt 2006, equation 15, configuration null model), at most 1.
    pub(super) fn modularity(&self, community: &[u32], resolution: f64) -> f64 {
        let k = community.iter().max().map_or(0, |&last| last as usize + 1);
        let (mut inside, mut strength) = (vec![0.0; k], vec![0.0; k]);
        for node in 0..self.len() {
            let own = community[node] as usize;
            strength[own] += self.strengths[node];
            inside[own] += 2.0 * self.loops[node];
            let links = self.links(node).filter(|&(other, _)| community[other] as usize == own);
            inside[own] += links.map(|(_, weight)| f64::from(weight)).sum::<f64>();
        }
        let of = |community: usize| {
            inside[community] / self.total - resolution * (strength[community] / self.total).powi(2)
        };
        if self.total > 0.0 { (0..k).map(of).sum() } else { 0.0 }
    }
}

/// Nodes by community: where those of each begin, and the nodes.
pub(super) fn members(community: &[u32], k: usize) -> (Vec<usize>, Vec<u32>) {
    let mut starts = vec![0_usize; k + 1];
    for &own in community {
        starts[own as usize + 1] += 1;
    }
    for place in 0..k {
        starts[place + 1] += starts[place];
    }
    let mut next = starts.clone();
    let mut nodes = vec![0_u32; community.len()];
    for (node, &own) in community.iter().enumerate() {
        nodes[next[own as usize]] = node as u32;
        next[own as usize] += 1;
    }
    (starts, nodes)
}
