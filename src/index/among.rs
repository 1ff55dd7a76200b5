//! A graph that is being made or was just made, searched from one of its own rows.

use std::convert::Infallible;

use super::beam::Space;
use super::codes::Codes;
use super::kernels;

/// Links between nodes that there are.
pub(super) trait Linked {
    /// The neighbours of `node` on `level`.
    fn linked(&self, level: usize, node: u32) -> &[u32];
}

/// The graph `links` over the rows of `codes`, seen from a row.
pub(super) struct Among<'a, L: ?Sized> {
    pub(super) links: &'a L,
    pub(super) codes: &'a Codes,
    /// The code of the row, unsigned, and its scale.
    pub(super) bytes: &'a [u8],
    pub(super) scale: f32,
}

impl<L: Linked + ?Sized> Space for Among<'_, L> {
    type Error = Infallible;

    fn len(&self) -> usize {
        self.codes.len()
    }

    fn links(&self, level: usize, node: u32) -> Result<&[u32], Infallible> {
        Ok(self.links.linked(level, node))
    }

    fn scores(
        &self,
        nodes: &[u32],
        products: &mut Vec<i32>,
        scores: &mut Vec<f32>,
    ) -> Result<(), Infallible> {
        kernels::dots(self.bytes, &self.codes.bytes, nodes, products);
        let scaled =
            |(node, product): (&u32, &i32)| self.scale * self.codes.scales[*node as usize].apply(*product);
        scores.clear();
        scores.extend(nodes.iter().zip(products.iter()).map(scaled));
        Ok(())
    }

    fn prefetch(&self, node: u32) {
        kernels::prefetch(self.codes.code(node));
        kernels::prefetch(&self.codes.scales[node as usize..][..1]);
    }

    fn prefetch_links(&self, level: usize, node: u32) {
        kernels::prefetch(self.links.linked(level, node));
    }

    fn stray(&self) -> Infallible {
        unreachable!("links are made here, to nodes that there are")
    }
}

impl<L: Linked + ?Sized> Among<'_, L> {
    /// How near a node is.
    pub(super) fn score(&self, node: u32) -> f32 {
        let mut product = [0];
        kernels::scan(self.bytes, self.codes.code(node), &mut product);
        self.scale * self.codes.scales[node as usize].apply(product[0])
    }
}
