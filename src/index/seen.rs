//! A frozen index as a graph search sees it.

use super::beam::{self, Space};
use super::codes::CodedQuery;
use super::frozen::View;
use super::{IndexError, kernels};

/// An index, seen from a query.
pub(super) struct Seen<'a> {
    pub(super) view: View<'a>,
    pub(super) query: &'a CodedQuery,
    /// The greatest score that there can be.
    pub(super) most: f32,
}

impl Space for Seen<'_> {
    type Error = IndexError;

    fn len(&self) -> usize {
        self.view.n
    }

    fn links(&self, level: usize, node: u32) -> Result<&[u32], IndexError> {
        let index = self.view.index;
        let (Some(range), Some(count)) = (index.layout.links.get(level), index.header.counts.get(level))
        else {
            return Ok(&[]);
        };
        if node >= *count {
            return Err(self.view.stray());
        }
        let bytes = index.header.slots[level.min(1)] * 4;
        let start = range.start + node as usize * bytes;
        self.view.touch(start, bytes)?;
        Ok(bytemuck::cast_slice(&self.view.bytes[start..start + bytes]))
    }

    fn scores(
        &self,
        nodes: &[u32],
        products: &mut Vec<i32>,
        scores: &mut Vec<f32>,
    ) -> Result<(), IndexError> {
        let view = &self.view;
        if view.unchecked {
            nodes.iter().try_for_each(|node| view.touch_code(view.known(*node)?))?;
        }
        kernels::dots(&self.query.bytes, view.codes, nodes, products);
        let scaled =
            |(node, product): (&u32, &i32)| self.query.scale * view.scales[*node as usize].apply(*product);
        scores.clear();
        scores.extend(nodes.iter().zip(products.iter()).map(scaled));
        view.check_scores(scores, self.most)
    }

    fn prefetch(&self, node: u32) {
        let start = node as usize * self.view.stride;
        if let Some(code) = self.view.codes.get(start..start + self.view.stride) {
            kernels::prefetch(code);
        }
        kernels::prefetch(&self.view.scales[node as usize..][..1]);
    }

    fn prefetch_links(&self, level: usize, node: u32) {
        let index = self.view.index;
        if let Some(range) = index.layout.links.get(level) {
            let bytes = index.header.slots[level.min(1)] * 4;
            let start = range.start + node as usize * bytes;
            kernels::prefetch(&self.view.bytes[start.min(range.end)..(start + bytes).min(range.end)]);
        }
    }

    fn stray(&self) -> IndexError {
        self.view.stray()
    }
}

/// Nothing but what follows [`beam::NONE`] ends a list of links.
const _: () = assert!(beam::NONE as usize > beam::MOST_NODES);
