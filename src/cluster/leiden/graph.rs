//! An undirected weighted graph in flat arrays, its quotient by a partition, and the Leiden algorithm on it:
//! moves, refinement, quotient, again and again.

use std::collections::VecDeque;

use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::SeedableRng;
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

    /// The same links with other weights: `weigh` is called with both nodes and the weight, and gives zero
    /// for no link.
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

    /// One node for each of `k` communities: weights between two of them added up, those inside on a link to
    /// itself.
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

    /// Modularity of a partition with a resolution (Reichardt and Bornholdt 2006, equation 15, configuration
    /// null model), at most 1.
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

/// A gain below this is rounding.
const LEAST_GAIN: f64 = 1e-10;

/// The community of each node, numbered from 0 in order of their first nodes, so that modularity at this
/// resolution is as great as the algorithm makes it in at most so many passes. The same graph and seed give
/// the same communities.
///
/// Traag, Waltman and van Eck (2019), *From Louvain to Leiden: guaranteeing well-connected communities*,
/// algorithm 1, with the greatest gain taken in the refinement where the paper draws one.
pub(super) fn leiden(graph: &Graph, resolution: f64, passes: usize, seed: u64) -> Vec<u32> {
    let mut random = Xoshiro256Plus::seed_from_u64(seed);
    let mut community: Vec<u32> = (0..graph.len() as u32).collect();
    for _ in 0..passes {
        let before = community.clone();
        pass(graph, resolution, &mut community, &mut random);
        if community == before {
            break;
        }
    }
    community
}

/// One pass: down to communities that no move of one node or of a whole community makes better.
fn pass(graph: &Graph, resolution: f64, community: &mut Vec<u32>, random: &mut Xoshiro256Plus) {
    // The graph of this level, and the node of it that each node of the first graph is in.
    let mut level: Option<Graph> = None;
    let mut node_of: Vec<u32> = (0..graph.len() as u32).collect();
    let mut own = community.clone();
    loop {
        let here = level.as_ref().unwrap_or(graph);
        move_nodes(here, resolution, &mut own, random);
        let k = renumber(&mut own);
        if k == here.len() {
            break;
        }
        let mut refined = refine(here, resolution, &own, k, random);
        let parts = renumber(&mut refined);
        // No part of a community left out makes progress: then the communities themselves are merged.
        let (parts, refined) = if parts == here.len() { (k, own.clone()) } else { (parts, refined) };
        let mut next = vec![0_u32; parts];
        for (node, &part) in refined.iter().enumerate() {
            next[part as usize] = own[node];
        }
        let quotient = here.quotient(&refined, parts);
        for node in &mut node_of {
            *node = refined[*node as usize];
        }
        level = Some(quotient);
        own = next;
    }
    *community = node_of.iter().map(|&node| own[node as usize]).collect();
    renumber(community);
}

/// Sums of link weights to communities, for one node at a time.
struct Weights {
    sum: Vec<f64>,
    touched: Vec<u32>,
}

impl Weights {
    fn new(k: usize) -> Self {
        Self { sum: vec![0.0; k], touched: Vec::new() }
    }

    fn add(&mut self, community: u32, weight: f32) {
        let sum = &mut self.sum[community as usize];
        if *sum == 0.0 {
            self.touched.push(community);
        }
        *sum += f64::from(weight);
    }

    fn clear(&mut self) {
        for community in self.touched.drain(..) {
            self.sum[community as usize] = 0.0;
        }
    }
}

/// Moves nodes to the community where they raise modularity most, until none is left that would.
fn move_nodes(graph: &Graph, resolution: f64, own: &mut [u32], random: &mut Xoshiro256Plus) {
    let n = graph.len();
    let mut strength = vec![0.0; n];
    let mut size = vec![0_u32; n];
    for (node, &community) in own.iter().enumerate() {
        strength[community as usize] += graph.strength(node);
        size[community as usize] += 1;
    }
    let mut free: Vec<u32> = (0..n as u32).rev().filter(|&community| size[community as usize] == 0).collect();
    let mut order: Vec<u32> = (0..n as u32).collect();
    order.shuffle(random);
    let mut queue = VecDeque::from(order);
    let mut waits = vec![true; n];
    let mut weights = Weights::new(n);
    let scale = resolution / graph.total().max(f64::MIN_POSITIVE);
    while let Some(node) = queue.pop_front() {
        let node = node as usize;
        waits[node] = false;
        let from = own[node];
        for (other, weight) in graph.links(node) {
            weights.add(own[other], weight);
        }
        let mass = graph.strength(node);
        strength[from as usize] -= mass;
        size[from as usize] -= 1;
        let gain = |to: u32| weights.sum[to as usize] - scale * mass * strength[to as usize];
        let mut best = (from, gain(from));
        for &to in &weights.touched {
            let value = gain(to);
            if value > best.1 + LEAST_GAIN {
                best = (to, value);
            }
        }
        // By itself, a node has neither weight nor strength against it.
        if best.1 < -LEAST_GAIN
            && let Some(alone) = free.last()
        {
            best = (*alone, 0.0);
        }
        weights.clear();
        let to = best.0;
        strength[to as usize] += mass;
        size[to as usize] += 1;
        if to == from {
            continue;
        }
        if size[to as usize] == 1 {
            free.pop();
        }
        if size[from as usize] == 0 {
            free.push(from);
        }
        own[node] = to;
        for (other, _) in graph.links(node) {
            if own[other] != to && !waits[other] {
                waits[other] = true;
                queue.push_back(other as u32);
            }
        }
    }
}

/// Parts of each community that are well connected: nodes begin alone, and one that is still alone joins the
/// part of its community that gains most by it.
fn refine(graph: &Graph, resolution: f64, own: &[u32], k: usize, random: &mut Xoshiro256Plus) -> Vec<u32> {
    let n = graph.len();
    let scale = resolution / graph.total().max(f64::MIN_POSITIVE);
    let mut whole = vec![0.0; k];
    for (node, &community) in own.iter().enumerate() {
        whole[community as usize] += graph.strength(node);
    }
    // Weight of each node's links inside its community; for a part, that of its links to the rest of the
    // community.
    let mut outward: Vec<f64> = (0..n)
        .map(|node| {
            let inside = graph.links(node).filter(|&(other, _)| own[other] == own[node]);
            inside.map(|(_, weight)| f64::from(weight)).sum()
        })
        .collect();
    let mut part: Vec<u32> = (0..n as u32).collect();
    let mut strength: Vec<f64> = (0..n).map(|node| graph.strength(node)).collect();
    let mut alone = vec![true; n];
    let mut weights = Weights::new(n);
    let (starts, nodes) = members(own, k);
    let mut order: Vec<u32> = Vec::new();
    for community in 0..k {
        order.clear();
        order.extend_from_slice(&nodes[starts[community]..starts[community + 1]]);
        order.shuffle(random);
        let well = |strength: f64, outward: f64| {
            outward >= scale * strength * (whole[community] - strength) - LEAST_GAIN
        };
        for &node in &order {
            let node = node as usize;
            if !alone[node] || !well(strength[node], outward[node]) {
                continue;
            }
            for (other, weight) in graph.links(node).filter(|&(other, _)| own[other] == own[node]) {
                weights.add(part[other], weight);
            }
            let mass = graph.strength(node);
            let mut best = (node as u32, 0.0);
            for &to in &weights.touched {
                if to as usize != node && well(strength[to as usize], outward[to as usize]) {
                    let gain = weights.sum[to as usize] - scale * mass * strength[to as usize];
                    if gain > best.1 + LEAST_GAIN {
                        best = (to, gain);
                    }
                }
            }
            let to = best.0 as usize;
            if to != node {
                let between = weights.sum[to];
                outward[to] += outward[node] - 2.0 * between;
                strength[to] += mass;
                part[node] = best.0;
                (alone[node], alone[to]) = (false, false);
            }
            weights.clear();
        }
    }
    part
}

/// Numbers communities 0, 1, ... in the order of their first nodes, and gives their number.
pub(super) fn renumber(community: &mut [u32]) -> usize {
    let most = community.iter().max().map_or(0, |&last| last as usize + 1);
    let mut number = vec![u32::MAX; most];
    let mut next = 0;
    for own in community {
        let known = &mut number[*own as usize];
        if *known == u32::MAX {
            *known = next;
            next += 1;
        }
        *own = *known;
    }
    next as usize
}
