//! Queries and true neighbours that lie beside the vectors, as benchmarks are packed.

use std::path::{Path, PathBuf};

use super::Role;

/// What the part of a name says that stands for the vectors, and what stands there in the names of the others.
const NAMES: [(&str, &[&str], &[&str]); 3] = [
    ("base", &["query", "queries"], &["groundtruth", "gt", "neighbors"]),
    ("train", &["test", "query", "queries"], &["neighbors", "groundtruth", "gt"]),
    ("vectors", &["queries", "query"], &["neighbors", "groundtruth", "gt"]),
];

/// Endings that neighbours have where the vectors have others.
const NEIGHBORS: [(&str, &str); 6] = [
    (".fvecs", ".ivecs"),
    (".bvecs", ".ivecs"),
    (".fbin", ".ibin"),
    (".u8bin", ".ibin"),
    (".i8bin", ".ibin"),
    (".f32", ".ibin"),
];

/// The file with this role beside one of vectors: `sift_query.fvecs` beside `sift_base.fvecs`.
pub(super) fn find(vectors: &Path, role: Role) -> Option<PathBuf> {
    let name = vectors.file_name()?.to_str()?;
    let (stem, ending) = name.split_at(name.rfind('.')?);
    let ending = match role {
        Role::Neighbors => NEIGHBORS.iter().find(|(own, _)| *own == ending).map_or(ending, |(_, its)| its),
        _ => ending,
    };
    for (own, queries, neighbors) in NAMES {
        let Some(at) = stem.rfind(own) else { continue };
        let others = if role == Role::Neighbors { neighbors } else { queries };
        for other in others {
            let found = format!("{}{other}{}{ending}", &stem[..at], &stem[at + own.len()..]);
            let found = vectors.with_file_name(found);
            if found.is_file() {
                return Some(found);
            }
        }
    }
    None
}
