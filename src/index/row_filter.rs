//! Which rows of an index may be found.

use super::{Frozen, IndexError};

/// A set of rows of one index: a bit each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFilter {
    bits: Vec<u64>,
    rows: usize,
    count: usize,
}

impl RowFilter {
    /// Ids that are looked up from which all ids are put in place at once.
    pub(super) const MANY: usize = 32;

    /// All rows of `index`.
    pub fn all(index: &Frozen) -> Self {
        let rows = index.len();
        let mut bits = vec![u64::MAX; rows.div_ceil(64)];
        if let Some(last) = bits.last_mut().filter(|_| !rows.is_multiple_of(64)) {
            *last = (1 << (rows % 64)) - 1;
        }
        Self { bits, rows, count: rows }
    }

    /// No row of `index`.
    pub fn none(index: &Frozen) -> Self {
        Self { bits: vec![0; index.len().div_ceil(64)], rows: index.len(), count: 0 }
    }

    /// The rows of `index` with these ids; an id that no row has is passed over.
    ///
    /// # Errors
    /// [`IndexError::BadFile`].
    pub fn of(index: &Frozen, ids: impl IntoIterator<Item = i64>) -> Result<Self, IndexError> {
        let mut allowed = Self::none(index);
        let ids = ids.into_iter();
        if ids.size_hint().0 >= Self::MANY {
            index.view().touch_ids()?;
        }
        for id in ids {
            allowed.set(index, id, true)?;
        }
        Ok(allowed)
    }

    /// Adds the row with an id, or takes it away.
    ///
    /// # Errors
    /// [`IndexError::BadFile`].
    pub fn set(&mut self, index: &Frozen, id: i64, allowed: bool) -> Result<(), IndexError> {
        if let Some(node) = index.view().node_of(id)?
            && self.has(node) != allowed
            && let Some(word) = self.bits.get_mut(node as usize / 64)
        {
            *word ^= 1 << (node % 64);
            self.count = if allowed { self.count + 1 } else { self.count - 1 };
        }
        Ok(())
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Number of rows of the index that it was made for.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn has(&self, node: u32) -> bool {
        self.bits.get(node as usize / 64).is_some_and(|word| word >> (node % 64) & 1 == 1)
    }

    /// The nodes, in rising order.
    pub(super) fn nodes(&self) -> impl Iterator<Item = u32> + '_ {
        (0_u32..).zip(&self.bits).flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros();
                rest &= rest.wrapping_sub(1);
                (bit < 64).then_some(at * 64 + bit)
            })
        })
    }
}
