//! The Leiden algorithm: moves, refinement, quotient, again and again.

use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::SeedableRng;
use std::collections::VecDeque;

use super::graph::{Graph, members};

/// A gain below this is rounding.
const LEAST_GAIN: f64 = 1e-10;

/// The community of each node, numbered from 0 in order of their first nodes, so that modularity at this resolution is as great as the
/// algorithm makes it in at most so many passes. The same graph and seed give the same communities.
///
/// Traag, Waltman and van Eck (2019), *From Louvain to Leiden: guaranteeing well-connected communities*, algorithm 1, with the
/// greatest gain taken in the refinement where the paper draws one.
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

/// Parts of each community that are well connected: nodes begin alone, and one that is still alone joins the part of its community
/// that gains most by it.
fn refine(graph: &Graph, resolution: f64, own: &[u32], k: usize, random: &mut Xoshiro256Plus) -> Vec<u32> {
    let n = graph.len();
    let scale = resolution / graph.total().max(f64::MIN_POSITIVE);
    let mut whole = vec![0.0; k];
    for (node, &community) in own.iter().enumerate() {
        whole[community as usize] += graph.strength(node);
    }
    // Weight of each node's links inside its community; for a part, that of its links to the rest of the community.
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
