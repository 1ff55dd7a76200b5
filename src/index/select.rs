//! Which of the nodes near a new one become its neighbours: Algorithm 4 of the paper.

use super::codes::{Codes, unsigned};
use super::kernels;

/// Memory for a selection, used again for the next.
#[derive(Debug, Default)]
pub(super) struct Selection {
    bytes: Vec<u8>,
    products: Vec<i32>,
    /// What has been selected.
    pub(super) chosen: Vec<u32>,
}

impl Selection {
    /// Chooses at most `most` of `near`, which has scores that fall: a node is taken when it is nearer to the base than to each that was
    /// taken before it, so that links lead in all directions. Scores are products of codes.
    pub(super) fn choose(&mut self, codes: &Codes, near: impl IntoIterator<Item = (u32, f32)>, most: usize) {
        /// Taken nodes that a candidate is compared with at once.
        const TOGETHER: usize = 4;
        let Self { bytes, products, chosen } = self;
        chosen.clear();
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
            if !nearer_to_another {
                chosen.push(node);
            }
        }
    }
}
