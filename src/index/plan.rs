//! What is to be found, what it would cost each way, and the way that is taken.

use super::{IndexKind, RowFilter};

/// What is to be found.
#[derive(Debug, Clone, Copy)]
pub struct SearchParams<'a> {
    /// Number of neighbours.
    pub k: usize,
    /// Breadth of a graph search, at least `k`: the greater, the fewer neighbours are missed.
    pub ef: usize,
    /// The rows that may be found; all when nothing is given.
    pub allowed: Option<&'a RowFilter>,
    /// How; what costs least when nothing is given.
    pub plan: Option<Plan>,
}

impl SearchParams<'_> {
    /// The `k` nearest of all rows.
    pub fn nearest(k: usize) -> Self {
        Self { k, ef: Self::BREADTH, allowed: None, plan: None }
    }

    /// Breadth of a search that nobody has asked for another of.
    pub const BREADTH: usize = 128;
}

/// How neighbours are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Plan {
    /// Every row that may be found is looked at.
    Exact,
    /// The graph is searched.
    Graph,
    /// The graph is searched more broadly, because few rows may be found.
    Widened,
}

impl std::fmt::Display for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Exact => "exact",
            Self::Graph => "hnsw",
            Self::Widened => "widened",
        })
    }
}

/// Codes that are looked at for each entry of the list of a graph search (`benches/peers/run filters`: 19 to 25).
const LOOKS: f64 = 20.0;

/// How much longer it takes to look at a code anywhere in memory than at the next one (there: 28 against 18 nanoseconds). It is not measured
/// anew on each machine: the way of a search, and with it the answer, would be another after each measurement.
const FAR: f64 = 1.6;

/// Factor on the breadth of a search among some of the rows, since these lie in groups and not evenly.
const SPARE: f64 = 1.2;

/// Breadth of a search for `ef` of `count` rows among `n`.
pub(super) fn widened(ef: usize, count: usize, n: usize) -> usize {
    ((ef as f64 * n as f64 / count.max(1) as f64 * SPARE) as usize).min(n)
}

/// Whether to look at `count` rows one by one, rather than at all `n` in turn.
pub(super) fn gather(count: usize, n: usize) -> bool {
    count as f64 * FAR < n as f64
}

/// The way that costs least to find among `count` of `n` rows.
pub(super) fn choose(kind: IndexKind, n: usize, count: usize, find: &SearchParams<'_>) -> Plan {
    if kind == IndexKind::Exact {
        return Plan::Exact;
    }
    if let Some(plan) = find.plan {
        return plan;
    }
    let (plan, ef) = if count == n {
        (Plan::Graph, find.ef.max(find.k))
    } else {
        (Plan::Widened, widened(find.ef.max(find.k), count, n))
    };
    let graph = (ef as f64 * LOOKS).min(n as f64) * FAR;
    let exact = if gather(count, n) { count as f64 * FAR } else { n as f64 };
    if graph < exact { plan } else { Plan::Exact }
}
