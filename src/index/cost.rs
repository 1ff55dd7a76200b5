//! What a search would cost, each way.

use super::search::SearchParams;
use super::{Frozen, IndexKind};

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

/// How much broader a search has to be than the share of rows that may be found tells: those are not spread evenly.
const SPARE: f64 = 1.2;

/// Breadth of a search for `ef` of `count` rows among `n`.
pub(super) fn widened(ef: usize, count: usize, n: usize) -> usize {
    ((ef as f64 * n as f64 / count.max(1) as f64 * SPARE) as usize).min(n)
}

/// Whether to look at `count` rows one by one, rather than at all `n` in turn.
pub(super) fn gather(count: usize, n: usize) -> bool {
    count as f64 * FAR < n as f64
}

/// The way that costs least.
pub(super) fn choose(index: &Frozen, count: usize, find: &SearchParams<'_>) -> Plan {
    let n = index.len();
    if index.kind() == IndexKind::Exact {
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
