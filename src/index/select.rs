//! Which of the nodes near a new one become its neighbours: Algorithm 4 of the paper.

use super::codes::{Codes, unsigned};
use super::kernels;

/// Memory for a selection, used again for the next.
#[derive(Debug, Default)]
pub(super) struct Selection {
    bytes: Vec<u8>,
    products: Vec<i32>,
    passed_over: Vec<u32>,
    /// What has been selected.
    pub(super) chosen: Vec<u32>,
}

impl Selection {
    /// Chooses `most` of `near`, which has scores that fall. First come nodes that are nearer to the base than to each that was
    /// taken before, so that links lead in all directions; then, where there is room, the nearest of the others (the paper's
    /// `keepPrunedConnections`): with full lists a search finds more on the same way. Scores are products of codes.
    pub(super) fn choose(&mut self, codes: &Codes, near: impl IntoIterator<Item = (u32, f32)>, most: usize) {
        /// Taken nodes that a candidate is compared with at once.
        const TOGETHER: usize = 4;
        let Self { bytes, products, passed_over, chosen } = self;
        chosen.clear();
        passed_over.clear();
        for (node, score) in near {
            if chosen.len() == most {
                break;
            }
            unsigned(codes.code(node), bytes);
            let scale = codes.scales[node as usize].scale;
            let nearer_to_another = chosen.chunks(TOGETHER).any(|taken| {
                kernels::dots(bytes, &codes.bytes, taken, products);
                taken
                    .iter()
                    .zip(products.iter())
                    .any(|(other, product)| scale * codes.scales[*other as usize].apply(*product) > score)
            });
            if nearer_to_another { passed_over.push(node) } else { chosen.push(node) }
        }
        let room = most - chosen.len();
        chosen.extend(passed_over.iter().take(room));
    }
}
